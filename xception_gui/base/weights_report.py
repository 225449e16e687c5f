"""What `weights inspect` found in a file: frozen, without a tensor."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class TensorRow:
    """One tensor of the file.

    Parameters
    ----------
    key : str
        Its name in the file.
    name : str
        Its name in our network, which begins with the module's path; empty if it is ignored.
    how : str
        "kept", "renamed", "reshaped" or "ignored"; `why` in a few words.
    minimum, maximum, mean, deviation : float
        Of its finite values.
    not_finite : int
        Values that are NaN or infinite.
    dead : int
        Output channels whose values are all zero.
    """

    key: str
    name: str
    how: str
    why: str
    shape: tuple[int, ...]
    dtype: str
    minimum: float
    maximum: float
    mean: float
    deviation: float
    not_finite: int
    dead: int


@dataclass(frozen=True)
class Verdict:
    """One sentence of the judgement: a key of `base.verdicts.VERDICTS` and its fields."""

    code: str
    fields: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class WeightsReport:
    """A checkpoint examined.

    Parameters
    ----------
    loads : bool
        Whether it can be used; `refusal` is the cause if not.
    known : str
        Title of the published file that it is, to the bit; else empty.
    network : dict
        Classes, channels, epsilon, padding, input size; empty if no network was recognised.
    missing, unknown, wrong : tuple of str
        Names of our network that the file lacks, keys that it has too many, tensors of another
        shape or type.
    """

    file: str
    size: int
    sha256: str
    known: str
    container: str
    dialect: str
    loads: bool
    refusal: str
    network: dict[str, Any]
    classes: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    tensors: tuple[TensorRow, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    wrong: tuple[str, ...]


def to_json(report: WeightsReport) -> str:
    """As text, for `from_json`."""
    return json.dumps(asdict(report))


def from_json(text: str) -> WeightsReport:
    """The report of `to_json`."""
    made = json.loads(text)
    made["verdicts"] = tuple(Verdict(**verdict) for verdict in made["verdicts"])
    rows = (TensorRow(**{**row, "shape": tuple(row["shape"])}) for row in made["tensors"])
    made["tensors"] = tuple(rows)
    for name in ("classes", "missing", "unknown", "wrong"):
        made[name] = tuple(made[name])
    return WeightsReport(**made)
