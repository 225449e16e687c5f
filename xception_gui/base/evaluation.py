"""What an evaluation says beyond its sums: a row for each class, calibration, the worst errors."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from xception_gui.base.results import Evaluation


@dataclass(frozen=True)
class ClassRow:
    """How well one class was told, fractions 0 … 1.

    Parameters
    ----------
    count, answered : int
        Pictures of the class; pictures that were said to be of it.
    precision : float or None
        Of those said to be of it, how many are; None: it was never said.
    recall : float or None
        Of its pictures, how many were told; None: there are none.
    f1 : float or None
        Harmonic mean of both; None where either is.
    """

    name: str
    count: int
    answered: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True)
class CalibrationBin:
    """Answers whose probability is in (low, high]: how sure they were, and how often right."""

    low: float
    high: float
    count: int
    probability: float
    right: float


@dataclass(frozen=True)
class WorstError:
    """A picture that was answered wrongly; `loss` is −log of its own class' probability, nats."""

    name: str
    target: str
    answer: str
    probability: float
    target_probability: float
    loss: float


def class_rows(classes: Sequence[str], confusion: npt.NDArray[np.int64]) -> tuple[ClassRow, ...]:
    """A row for each class that occurs among the pictures or the answers."""
    right = confusion.diagonal().tolist()
    counts, answers = confusion.sum(1).tolist(), confusion.sum(0).tolist()
    rows = zip(classes, right, counts, answers, strict=True)
    return tuple(_row(*row) for row in rows if row[2] or row[3])


def _row(name: str, right: int, count: int, answered: int) -> ClassRow:
    precision = right / answered if answered else None
    recall = right / count if count else None
    f1 = None if precision is None or recall is None else 2 * right / (count + answered)
    return ClassRow(name, count, answered, precision, recall, f1)


def calibration_error(bins: Sequence[CalibrationBin]) -> float:
    """Expected calibration error (Guo et al. 2017): mean of |right − probability|, by pictures."""
    total = sum(one.count for one in bins)
    gaps = (one.count * abs(one.right - one.probability) for one in bins)
    return math.fsum(gaps) / max(1, total)


def to_plain(evaluation: Evaluation) -> dict[str, Any]:
    """JSON values: what `evaluate --json` prints and a run directory keeps."""
    return {
        "count": evaluation.count,
        "loss": evaluation.loss,
        "top1": evaluation.top1,
        "top5": evaluation.top5,
        "top1_interval": evaluation.top1_interval,
        "top5_interval": evaluation.top5_interval,
        "classes": evaluation.classes,
        "confusion": evaluation.confusion.tolist(),
        "per_class": [asdict(row) for row in evaluation.rows],
        "calibration_error": evaluation.calibration_error,
        "calibration": [asdict(one) for one in evaluation.calibration],
        "worst": [asdict(error) for error in evaluation.worst],
        "unreadable": [{"path": name, "error": cause} for name, cause in evaluation.unreadable],
        "unnamed": evaluation.unnamed,
        "missing": evaluation.missing,
    }


def from_plain(plain: Mapping[str, Any]) -> Evaluation:
    """The evaluation of `to_plain`; KeyError, TypeError or ValueError for anything else."""
    import numpy as np

    from xception_gui.base.results import Evaluation

    return Evaluation(
        int(plain["count"]),
        float(plain["loss"]),
        float(plain["top1"]),
        float(plain["top5"]),
        tuple(map(str, plain["classes"])),
        np.array(plain["confusion"], np.int64),
        tuple((one["path"], one["error"]) for one in plain["unreadable"]),
        tuple(CalibrationBin(**one) for one in plain["calibration"]),
        tuple(WorstError(**one) for one in plain["worst"]),
        plain.get("unnamed", 0),  # runs of before have neither
        plain.get("missing", 0),
    )
