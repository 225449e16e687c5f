"""What a run looked like from inside after each epoch: histograms per module, probe pictures.

One ``snapshots/epoch-0003.npz`` per epoch, and ``pictures.npz`` with what is the same in all.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from xception_gui.base.atomic import write_bytes

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from xception_gui.base.results import ByteArray, FloatArray

    Counts = npt.NDArray[np.int64]

FOLDER = "snapshots"
Kind = Literal["weights", "gradients", "activations"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_PICTURES = "pictures.npz"
_DAMAGED = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)


@dataclass(frozen=True)
class Histogram:
    """Counts (bins,) of values evenly spread from `low` to `high`; what lies beyond is at the ends.

    No counts where there is nothing to count: the gradient of a module that does not learn.
    """

    counts: Counts
    low: float
    high: float


@dataclass(frozen=True)
class Probes:
    """A few pictures that the run does not learn from.

    Parameters
    ----------
    pictures : uint8 array (pictures, height, width, 3)
    labels : tuple of int
        Index of their class.
    names : tuple of str
        Below the data.
    """

    pictures: ByteArray
    labels: tuple[int, ...]
    names: tuple[str, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True)
class Snapshot:
    """After one epoch, from 1.

    Parameters
    ----------
    histograms : dict
        By kind and path of the module.
    top, probabilities : int64, float32 array (pictures, k)
        The first answers to each probe picture, the likeliest first.
    heat : float32 array (pictures, height, width)
        What spoke for the first answer, 0 … 1.
    """

    epoch: int
    histograms: dict[tuple[Kind, str], Histogram]
    top: Counts
    probabilities: FloatArray
    heat: FloatArray


def write_probes(run: Path, probes: Probes) -> None:
    """What is the same after every epoch."""
    words = {name: list(getattr(probes, name)) for name in ("labels", "names", "classes")}
    _write(run / FOLDER / _PICTURES, pictures=probes.pictures, **words)


def write_snapshot(run: Path, snapshot: Snapshot) -> None:
    """One epoch."""
    found = snapshot.histograms
    values = {
        "kinds": [kind for kind, _ in found],
        "paths": [path for _, path in found],
        "counts": [histogram.counts for histogram in found.values()],
        "ranges": [(histogram.low, histogram.high) for histogram in found.values()],
    }
    rest = {name: getattr(snapshot, name) for name in ("epoch", "top", "probabilities", "heat")}
    _write(run / FOLDER / f"epoch-{snapshot.epoch:04}.npz", **values, **rest)


def read_probes(run: str | Path) -> Probes | None:
    """None where there are none, or they cannot be read."""
    found = _read(Path(run) / FOLDER / _PICTURES)
    if found is None:
        return None
    words = (tuple(found[name].tolist()) for name in ("labels", "names", "classes"))
    return Probes(found["pictures"], *words)


def read_snapshots(run: str | Path) -> list[Snapshot]:
    """Of all epochs, the first one first; those that cannot be read are left out."""
    paths = sorted((Path(run) / FOLDER).glob("epoch-*.npz"))
    return [_snapshot(found) for path in paths if (found := _read(path)) is not None]


def _snapshot(found: dict[str, Any]) -> Snapshot:
    keys = zip(found["kinds"].tolist(), found["paths"].tolist(), strict=True)
    numbers = zip(found["counts"], found["ranges"].tolist(), strict=True)
    histograms = {
        key: Histogram(counts, *ends) for key, (counts, ends) in zip(keys, numbers, strict=True)
    }
    rest = (found[name] for name in ("top", "probabilities", "heat"))
    return Snapshot(int(found["epoch"]), histograms, *rest)


def _write(path: Path, **arrays: Any) -> None:
    import numpy as np

    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    write_bytes(path, buffer.getvalue())


def _read(path: Path) -> dict[str, Any] | None:
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as file:
            return dict(file)
    except _DAMAGED:
        return None
