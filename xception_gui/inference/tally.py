"""Sums over judged pictures: written once for training, `evaluate` and the window."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from xception_gui.base.evaluation import CalibrationBin, WorstError
from xception_gui.base.results import Evaluation

Logits = npt.NDArray[np.float64]
Targets = npt.NDArray[np.int64]
_BINS = 15  # of the calibration, as Guo et al. 2017
_WORST = 1000  # so that a cell of the confusion matrix finds its own among them


class Tally:
    """What is known of the pictures seen so far.

    Parameters
    ----------
    classes : sequence of str
        Names of the logits.
    """

    def __init__(self, classes: Sequence[str]) -> None:
        self.classes = tuple(classes)
        self.count = self.first = self.five = 0
        self.loss = 0.0
        self.confusion = np.zeros((len(self.classes), len(self.classes)), np.int64)
        self.bins = np.zeros((3, _BINS))  # pictures, sum of probabilities, right ones
        self.worst: list[tuple[float, str, WorstError]] = []

    def add(self, logits: Logits, targets: Targets, names: Sequence[str]) -> None:
        """Judge pictures: (N, classes), (N,), N names."""
        best = np.argsort(-logits, axis=1, kind="stable")[:, :5]
        right = best == targets[:, None]
        loss = cross_entropy(logits, targets)
        sure = np.exp(-cross_entropy(logits, best[:, 0]))
        self.first += int(right[:, 0].sum())
        self.five += int(right.sum())
        self.loss += float(loss.sum())
        self.count += len(targets)
        np.add.at(self.confusion, (targets, best[:, 0]), 1)
        self._calibrate(sure, right[:, 0])
        for i in np.flatnonzero(~right[:, 0]).tolist():
            self._remember(names[i], int(targets[i]), int(best[i, 0]), sure[i], float(loss[i]))

    @classmethod
    def of_all(cls, parts: Sequence[Tally]) -> Tally:
        """What these saw together, at least one and of the same classes."""
        whole = parts[0]
        for part in parts[1:]:
            whole._join(part)
        return whole

    def _join(self, other: Tally) -> None:
        self.first += other.first
        self.five += other.five
        self.loss += other.loss
        self.count += other.count
        self.confusion += other.confusion
        self.bins += other.bins
        self.worst = heapq.nlargest(_WORST, self.worst + other.worst)
        heapq.heapify(self.worst)

    def _calibrate(self, sure: Logits, right: npt.NDArray[np.bool_]) -> None:
        places = np.clip(np.ceil(sure * _BINS).astype(int) - 1, 0, _BINS - 1)
        for row, values in enumerate((np.ones(len(sure)), sure, right)):
            np.add.at(self.bins[row], places, values)

    def _remember(self, name: str, target: int, answer: int, sure: float, loss: float) -> None:
        own = float(np.exp(-loss))
        labels = self.classes[target], self.classes[answer]
        heapq.heappush(self.worst, (loss, name, WorstError(name, *labels, float(sure), own, loss)))
        if len(self.worst) > _WORST:
            heapq.heappop(self.worst)

    def evaluation(self, unreadable: Sequence[tuple[str, str]] = ()) -> Evaluation:
        """The result; at least one picture must have been judged."""
        worst = sorted(self.worst, key=lambda entry: (-entry[0], entry[1]))
        return Evaluation(
            self.count,
            self.loss / self.count,
            self.first / self.count,
            self.five / self.count,
            self.classes,
            self.confusion,
            tuple(unreadable),
            tuple(_bin(place, *self.bins[:, place].tolist()) for place in range(_BINS)),
            tuple(error for _, _, error in worst),
        )


def _bin(place: int, count: float, sure: float, right: float) -> CalibrationBin:
    size = max(1.0, count)
    low, high = place / _BINS, (place + 1) / _BINS
    return CalibrationBin(low, high, int(count), sure / size, right / size)


def cross_entropy(logits: Logits, targets: Targets) -> Logits:
    """−log of the target's probability, nats: (N, classes), (N,) → (N,).

    As the engine's probabilities: of one class alone they are the sigmoid of its logit.
    """
    if logits.shape[1] == 1:
        logits = np.hstack((logits, np.zeros_like(logits)))
    shifted = logits - logits.max(1, keepdims=True)
    chosen = shifted[np.arange(len(targets)), targets]
    return np.asarray(np.log(np.exp(shifted).sum(1)) - chosen)
