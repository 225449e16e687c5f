"""How far two sets of weights are apart: frozen, without a tensor."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from xception_gui.base.tables import as_json, csv_table


@dataclass(frozen=True)
class TensorDifference:
    """One tensor that both have, in the same shape.

    Parameters
    ----------
    relative : float
        ‖right − left‖ / ‖left‖ (Euclidean); infinite where left is all zeros and right is not.
    largest : float
        Of the absolute differences.
    """

    name: str
    shape: tuple[int, ...]
    relative: float
    largest: float


@dataclass(frozen=True)
class ModuleDifference:
    """All tensors of a module and of what is in it, together; `path` is "" for the network."""

    path: str
    relative: float
    tensors: int


@dataclass(frozen=True)
class Unmatched:
    """A tensor that only one has, or both in different shapes; None: it is not there."""

    name: str
    left: tuple[int, ...] | None
    right: tuple[int, ...] | None


@dataclass(frozen=True)
class WeightsDifference:
    """Two sets of weights, tensor by tensor.

    Parameters
    ----------
    left, right : str
        Their names.
    tensors : tuple
        In the order of the left network; step counters of batch norms are left out.
    modules : tuple
        Every module that has such tensors, containers before what is in them.
    """

    left: str
    right: str
    tensors: tuple[TensorDifference, ...]
    modules: tuple[ModuleDifference, ...]
    unmatched: tuple[Unmatched, ...]

    @property
    def layers(self) -> tuple[ModuleDifference, ...]:
        """The modules that hold tensors themselves, the most different first."""
        owners = {tensor.name.rpartition(".")[0] for tensor in self.tensors}
        rows = (row for row in self.modules if row.path in owners)
        return tuple(sorted(rows, key=lambda row: -row.relative))

    @property
    def relative(self) -> float | None:
        """Of all tensors together; None where none is in both."""
        return self.modules[0].relative if self.tensors else None


def difference_file(found: WeightsDifference, suffix: str) -> bytes:
    """The whole file: the tensors for ``.csv``; everything, as JSON, for anything else."""
    if suffix == ".csv":
        names = ("name", "shape", "relative", "largest")
        return csv_table(names, [asdict(row) for row in found.tensors])
    return as_json(difference_document(found)).encode() + b"\n"


def difference_document(found: WeightsDifference) -> dict[str, object]:
    """For JSON; modules most different first."""
    document = asdict(found)
    document["relative"] = found.relative
    document["modules"] = [asdict(row) for row in sorted(found.modules, key=lambda r: -r.relative)]
    return document
