"""The lines of a run: which columns of its curves each plot shows, smoothed, in which colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xception_gui.base.curve_lines import Smoothed, finite
from xception_gui.base.curves import NORM, Axis, Curves
from xception_gui.base.growing import Growing, Numbers
from xception_gui.gui.language import mark
from xception_gui.gui.style.tokens import FLOWS, RUNS
from xception_gui.gui.views.train_curve import Line, Stroke

FLOW_WORDS = {
    "entry": mark("Entry"),
    "middle": mark("Middle"),
    "exit": mark("Exit"),
    "classifier": mark("Classifier"),
}
TRAIN, VALIDATION, RATE, SPEED = mark("train"), mark("validation"), mark("rate"), mark("speed")
_THIN, _LINE, _THICK, _FAINT = 1.2, 1.5, 1.8, 0.65


def run_colour(place: int) -> tuple[str, bool]:
    """Colour of the run at that place, and whether its lines are dashed: the second time round."""
    return RUNS[place % len(RUNS)], (place // len(RUNS)) % 2 == 1


class RunLines:
    """The lines of one run; what is smoothed once is kept and goes on with the run.

    Parameters
    ----------
    place : int
        Decides the colour: `run_colour`.
    """

    def __init__(self, curves: Curves, place: int) -> None:
        self.curves = curves
        self.place = place
        self.colour, self._dashed = run_colour(place)
        self._smoothed: dict[str, tuple[int, Smoothed]] = {}

    def pair(self, column: str, axis: Axis, smoothing: float) -> list[Line]:
        """Train and validation of the run on view."""
        return [
            *self._trained(column, axis, smoothing, TRAIN),
            *self._judged(column, axis, VALIDATION),
        ]

    def beside(self, column: str, axis: Axis, smoothing: float) -> list[Line]:
        """A run that is compared: validation alone, so that many runs stay apart."""
        return self._judged(column, axis, "") or [
            Line("", line.x, line.y, replace(line.look, band=False))
            for line in self._trained(column, axis, smoothing, "")
        ]

    def rate(self, axis: Axis, name: str = RATE) -> list[Line]:
        """The learning rate, as it was."""
        x, y = _points(self.curves.steps, "learning_rate", axis)
        look = Stroke(self.colour, _LINE, dashed=self._dashed)
        return [Line(name, x, y, look)] if len(x) else []

    def speed(self, axis: Axis, smoothing: float) -> list[Line]:
        """Pictures per second of the run on view."""
        return self._trained("images_per_second", axis, smoothing, SPEED)

    def norms(self, axis: Axis, smoothing: float) -> list[Line]:
        """Length of the gradient of each flow."""
        lines = []
        for flow, word in FLOW_WORDS.items():
            x, raw = _points(self.curves.steps, NORM + flow, axis)
            if len(x):
                y = self._smooth(NORM + flow, raw, smoothing)
                lines.append(Line(word, x, y, Stroke(FLOWS[flow], _LINE)))
        return lines

    def reach(self, axis: Axis) -> float:
        """The largest x."""
        return max(table.last(axis) or 0.0 for table in self._tables())

    def begin(self, axis: Axis) -> float | None:
        """The smallest x; None where there is nothing yet."""
        return min((float(t.column(axis)[0]) for t in self._tables() if len(t)), default=None)

    def _tables(self) -> tuple[Growing, Growing]:
        return self.curves.steps, self.curves.epochs

    def _trained(self, column: str, axis: Axis, smoothing: float, name: str) -> list[Line]:
        x, raw = _points(self.curves.steps, column, axis)
        if not len(x):
            return []
        y = self._smooth(column, raw, smoothing)
        look = Stroke(self.colour, _THIN, _FAINT, dashed=self._dashed, band=True)
        return [Line(name, x, y, look, raw)]

    def _judged(self, column: str, axis: Axis, name: str) -> list[Line]:
        x, y = _points(self.curves.epochs, column, axis)
        if not len(x):
            return []
        return [Line(name, x, y, Stroke(self.colour, _THICK, dots=True, dashed=self._dashed))]

    def _smooth(self, column: str, raw: Numbers, smoothing: float) -> Numbers:
        cuts, kept = self._smoothed.get(column, (-1, Smoothed(smoothing)))
        if cuts != self.curves.steps.cuts or kept.amount != smoothing:
            kept = Smoothed(smoothing)
        self._smoothed[column] = self.curves.steps.cuts, kept
        return kept.of(raw)


def longest(runs: Sequence[RunLines], axis: Axis) -> float:
    """How far x reaches."""
    return max((run.reach(axis) for run in runs), default=0.0)


def shortest(runs: Sequence[RunLines], axis: Axis) -> float:
    """Where x begins; 1 where there is nothing yet."""
    begins = [begin for run in runs if (begin := run.begin(axis)) is not None and begin > 0]
    return min(begins, default=1.0)


def _points(rows: Growing, column: str, axis: Axis) -> tuple[Numbers, Numbers]:
    return finite(rows.column(axis), rows.column(column))
