"""The paper's Figures 1 to 4: from an Inception module to a separable convolution, as boxes.

Drawn anew for any channels, by the records of `base.diagram`, with what each module costs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from xception_gui.base.diagram import Arrow, Box, Diagram
from xception_gui.base.layer_cost import TOWERS, checked, even
from xception_gui.base.numbers import exact, shape

NUMBERS = (1, 2, 3, 4)
TITLES = {
    1: "Inception module, as in Inception V3",
    2: "Simplified: three towers",
    3: "The same: one 1×1 convolution, three segments",
    4: "Extreme: one segment per channel",
}
_WIDTH, _HEIGHT, _ACROSS, _DOWN, _OUT = 96.0, 20.0, 14.0, 22.0, 26.0
_TITLE, _BETWEEN, _FLOW = 26.0, 16.0, "classifier"
_SHOWN = 3  # of Figure 4's segments


@dataclass(frozen=True)
class Step:
    """One box of a tower: a convolution, a pooling, or so many more towers like the others."""

    word: str
    before: int = 0
    after: int = 0
    kernel: int = 0
    more: int = 0

    @property
    def params(self) -> int:
        """Without bias."""
        return 0 if self.more else self.kernel**2 * self.before * self.after

    @property
    def label(self) -> str:
        """As Figure 5 has it: channels, kernel."""
        if self.more:
            return str(self.more)
        side = f"{self.kernel}×{self.kernel}" if self.kernel else ""
        return f"{self.after}, {side}" if self.after else side


@dataclass(frozen=True)
class Figure:
    """A module of the paper.

    Parameters
    ----------
    params, macs : int
        Without biases and batch norms; of the convolutions, for one picture, stride 1.
    """

    number: int
    diagram: Diagram
    params: int
    macs: int


def figure(number: int, inside: int, outside: int, kernel: int = 3, size: int = 1) -> Figure:
    """One of `NUMBERS` for `inside` channels before and `outside` after it.

    Parameters
    ----------
    kernel, size : int
        Side of the spatial kernels and of the map, pixels.

    Raises
    ------
    Problem
        ``config-value`` for what is no whole number from 1 on.

    Notes
    -----
    The paper gives no widths: the towers have equal shares of the channels.
    """
    checked(inside, outside, kernel, size)
    first, towers, hidden = _modules(number, inside, outside, kernel)
    steps = [step for tower in (first, *towers) for step in tower]
    params = sum(step.params for step in steps) + hidden
    before, after = shape((inside, size, size)), shape((outside, size, size))
    return Figure(number, _drawn(first, towers, before, after), params, params * size**2)


def _modules(
    number: int, inside: int, outside: int, kernel: int
) -> tuple[list[Step], list[list[Step]], int]:
    """What all towers share, the towers, and parameters of towers that are not drawn."""
    if number == 1:
        return [], _inception(inside, outside, kernel), 0
    widths = even(outside, TOWERS)
    if number == 2:
        towers = [[Step("Conv", inside, w, 1), Step("Conv", w, w, kernel)] for w in widths]
        return [], towers, 0
    whole = [Step("Conv", inside, outside, 1)]
    if number == 3:
        return whole, [[Step("Conv", w, w, kernel)] for w in widths], 0
    one = [Step("Conv", 1, 1, kernel)]
    rest = outside - _SHOWN
    if rest <= 0:
        return whole, [one] * outside, 0
    more = [Step("more like it", more=rest)]
    return whole, [*[one] * _SHOWN, more], rest * kernel**2


def _inception(inside: int, outside: int, kernel: int) -> list[list[Step]]:
    a, b, c, d = even(outside, 4)
    return [
        [Step("Conv", inside, a, 1), Step("Conv", a, a, kernel), Step("Conv", a, a, kernel)],
        [Step("Conv", inside, b, 1), Step("Conv", b, b, kernel)],
        [Step("Mean pool", kernel=kernel), Step("Conv", inside, c, 1)],
        [Step("Conv", inside, d, 1)],
    ]


def _drawn(first: list[Step], towers: list[list[Step]], before: str, after: str) -> Diagram:
    """From the input at the top to the outputs side by side at the bottom."""
    deepest = max(map(len, towers))
    width = len(towers) * (_WIDTH + _ACROSS) - _ACROSS
    wide = [Box("input", "part", "Input", before, _FLOW, (0.0, 0.0, width, _HEIGHT))]
    wide += [_wide(step, number, width) for number, step in enumerate(first, 1)]
    top = len(wide) * (_HEIGHT + _DOWN)
    end = top + deepest * (_HEIGHT + _DOWN)
    boxes, arrows = list(wide), list[Arrow]()
    for above in wide[:-1]:
        low = above.rect[1] + _HEIGHT
        arrows.append(Arrow(((width / 2, low), (width / 2, low + _DOWN))))
    for number, tower in enumerate(towers):
        left = number * (_WIDTH + _ACROSS)
        boxes += [_box(step, number, row, left, top) for row, step in enumerate(tower)]
        arrows += _arrows(left + _WIDTH / 2, top, len(tower), end)
    boxes.append(Box("concat", "part", "Concat", "", _FLOW, (0.0, end, width, _HEIGHT)))
    low = end + _HEIGHT
    out = Arrow(((width / 2, low), (width / 2, low + _OUT)), after, (width / 2 + 6, low + 14))
    return Diagram(width, low + _OUT, tuple(boxes), (*arrows, out), ())


def _wide(step: Step, row: int, width: float) -> Box:
    rect = (0.0, row * (_HEIGHT + _DOWN), width, _HEIGHT)
    return Box(f"all.{row}", "part", step.word, step.label, _FLOW, rect)


def _box(step: Step, number: int, row: int, left: float, top: float) -> Box:
    rect = (left, top + row * (_HEIGHT + _DOWN), _WIDTH, _HEIGHT)
    kind = "more" if step.more else "part"
    return Box(f"tower{number + 1}.{row}", kind, step.word, step.label, _FLOW, rect)  # type: ignore[arg-type]


def _arrows(x: float, top: float, count: int, end: float) -> list[Arrow]:
    """Into each box of a tower, and from its last one to where all meet."""
    begins = [top - _DOWN, *(top + row * (_HEIGHT + _DOWN) + _HEIGHT for row in range(count))]
    ends = [*(top + row * (_HEIGHT + _DOWN) for row in range(count)), end]
    return [Arrow(((x, low), (x, high))) for low, high in zip(begins, ends, strict=True)]


def all_figures(inside: int, outside: int, kernel: int = 3, size: int = 1) -> Diagram:
    """The four of them in frames one below another, each with its title and costs."""
    boxes, arrows = list[Box](), list[Arrow]()
    y, width = 0.0, 0.0
    for number in NUMBERS:
        made = figure(number, inside, outside, kernel, size)
        drawn = made.diagram
        costs = f"{exact(made.params)} parameters, {exact(made.macs)} MACs"
        title = f"Figure {number}. {TITLES[number]}: {costs}"
        width = max(width, drawn.width + 2 * _BETWEEN, 6.0 * len(title))
        high = drawn.height + _TITLE + _BETWEEN
        boxes.append(Box(f"figure{number}", "block", title, "", _FLOW, (0.0, y, 0.0, high)))
        boxes += [_moved(box, y + _TITLE) for box in drawn.boxes]
        arrows += [_moved_arrow(arrow, y + _TITLE) for arrow in drawn.arrows]
        y += high + _BETWEEN
    framed = (_widened(box, width) if box.kind == "block" else box for box in boxes)
    return Diagram(width, y - _BETWEEN, tuple(framed), tuple(arrows), ())


def _moved(box: Box, down: float) -> Box:
    left, top, width, height = box.rect
    return replace(box, rect=(left + _BETWEEN, top + down, width, height))


def _moved_arrow(arrow: Arrow, down: float) -> Arrow:
    points = tuple((x + _BETWEEN, y + down) for x, y in arrow.points)
    at = (arrow.label_at[0] + _BETWEEN, arrow.label_at[1] + down)
    return replace(arrow, points=points, label_at=at)


def _widened(box: Box, width: float) -> Box:
    left, top, _, height = box.rect
    return replace(box, rect=(left, top, width, height))
