"""The paper's Figure 5, laid out for any configuration: entry, middle and exit flow side by side.

As in the paper a batch norm is part of the convolution before it, and the middle flow shows one
block for all. Blocks fold; separable convolutions unfold into their two halves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from xception_gui.base.diagram import Arrow, Box, Diagram, Fold, Heading, Kind, Point
from xception_gui.base.numbers import shape
from xception_gui.base.results import ModuleInfo

_BODY, _LANE, _PAD, _GUTTER = 138.0, 56.0, 8.0, 34.0
_WIDTH = _PAD + _LANE + _BODY + _PAD
_TOP, _ROW, _THIN, _INNER, _CLOSED, _SUM = 28.0, 20.0, 14.0, 16.0, 26.0, 14.0
_STEP, _GAP, _BESIDE = 7.0, 20.0, 6.0
_SKIP_WIDTH, _SKIP_AT = 46.0, 10.0
_MERGED = ("BatchNorm2d", "Flatten")
_THIN_TYPES = ("ReLU", "ELU", "Dropout")
_WORDS = {
    "depthwise": "Depthwise",
    "pointwise": "Pointwise",
    "dense": "Conv",
    "SeparableConv": "Separable",
    "MaxPool2d": "Max pool",
    "SameMaxPool2d": "Max pool",
    "AdaptiveAvgPool2d": "Mean pool",
    "Linear": "Linear",
    "Dropout": "Dropout",
    "ReLU": "ReLU",
    "ELU": "ELU",
}


@dataclass(frozen=True)
class _Item:
    """A module and those that are drawn with it; `rest`: how many blocks a fold stands for."""

    info: ModuleInfo
    also: tuple[str, ...] = ()
    rest: int = 0


def default_open(tree: ModuleInfo) -> frozenset[str]:
    """What is unfolded in the paper's figure: every block, of the middle flow the first one."""
    blocks = [row.path for row in tree.walk() if row.type == "Block"]
    middle = [path for path in blocks if path.startswith("middle.")]
    return frozenset(blocks) - frozenset(middle[1:])


def layout(tree: ModuleInfo, opened: Iterable[str] | None = None) -> Diagram:
    """Boxes and arrows of the network in `tree`.

    Parameters
    ----------
    opened : iterable of str
        Paths of blocks and separable convolutions that are unfolded; "middle" for all blocks of
        the middle flow. None: as in the paper.
    """
    drawing = _Drawing(default_open(tree) if opened is None else frozenset(opened))
    given = shape(tree.input_shape)
    for flow in tree.children:
        if flow.children:
            drawing.flow(flow, given)
            given = shape(flow.output_shape)
    return drawing.done(given)


@dataclass
class _Drawing:
    """Goes down one column after the other; what comes next begins below `y`."""

    opened: frozenset[str]
    boxes: list[Box] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    x: float = -_WIDTH - _GUTTER
    y: float = 0.0
    tail: float = 0.0  # where the next arrow begins
    lowest: float = 0.0

    @property
    def middle(self) -> float:
        """Of the column's rows."""
        return self.x + _PAD + _LANE + _BODY / 2

    def done(self, given: str) -> Diagram:
        """With an arrow out of the last box."""
        self.down(_GAP, given)
        height = max(self.lowest, self.y) + _PAD
        return Diagram(
            self.x + _WIDTH,
            height,
            tuple(self.boxes),
            tuple(self.arrows),
            tuple(self.headings),
        )

    # Flows

    def flow(self, info: ModuleInfo, given: str) -> None:
        """A heading, and everything below it; the classifier stands below the exit flow."""
        items = list(self.shown(info))
        into = self.inset(items[0])
        if info.path == "classifier":
            self.down(_GAP + _STEP, given, into=into)
        else:
            self.new_column(given, into)
        self.headings.append(Heading(info.path, (self.x, self.y - _GAP / 2)))
        for number, item in enumerate(items):
            if number:
                self.between(items[number - 1], item)
            self.draw(item)
        self.lowest = max(self.lowest, self.y)

    def new_column(self, given: str, into: float) -> None:
        """From the end of the column before up to the top of a new one."""
        start = (self.middle, self.tail)
        first = self.x < 0
        self.x += _WIDTH + _GUTTER
        low, high, gutter = self.y + _GAP / 2, 4.0, self.x - _GUTTER / 2
        end = (self.middle, _TOP + into)
        corners: tuple[Point, ...] = ((self.middle, high), end)
        if not first:
            self.lowest = max(self.lowest, low)
            corners = (start, (start[0], low), (gutter, low), (gutter, high), *corners)
        self.arrows.append(Arrow(corners, given, (self.middle + _BESIDE, _TOP - _GAP / 2)))
        self.y = self.tail = _TOP

    def shown(self, info: ModuleInfo) -> Iterator[_Item]:
        """What a flow shows: everything, or the first block of the middle flow for all."""
        items = list(_items(info.children))
        rest = len(items) - 1 if info.path == "middle" else 0
        yield from items if not rest or info.path in self.opened else items[:1]
        if rest:
            yield _Item(info, rest=rest)

    def between(self, before: _Item, after: _Item) -> None:
        """The arrow from one item of a flow to the next."""
        if after.rest and "middle" in self.opened:
            self.y += _STEP  # a way to fold, not a part of the flow
        elif after.rest:
            self.down(_STEP, head=False)
        elif "Block" in (before.info.type, after.info.type):
            self.down(_GAP, shape(after.info.input_shape), into=self.inset(after))
        else:
            self.down(_STEP, head=False)

    def inset(self, item: _Item) -> float:
        """How far an arrow reaches into an item: to the first row of an open block."""
        return _PAD if item.info.type == "Block" and item.info.path in self.opened else 0.0

    def down(self, gap: float, label: str = "", into: float = 0.0, head: bool = True) -> None:
        """An arrow straight down to what comes next."""
        points = ((self.middle, self.tail), (self.middle, self.y + gap + into))
        at = (self.middle + _BESIDE, self.y + gap / 2)
        self.arrows.append(Arrow(points, label, at, head=head))
        self.y += gap
        self.tail = self.y

    # Boxes

    def draw(self, item: _Item) -> None:
        """Whatever it is."""
        left = self.x + _PAD + _LANE
        if item.rest:
            self.more(item)
        elif item.info.type == "Block":
            self.block(item)
        elif item.info.path in self.opened and len(item.info.children) > 1:
            self.halves(item, left)
        else:
            high = _THIN if item.info.type in _THIN_TYPES else _ROW
            fold: Fold = "closed" if len(item.info.children) > 1 else ""
            self.row(item, "part", (left, self.y, _BODY, high), fold)

    def row(
        self, item: _Item, kind: Kind, rect: tuple[float, float, float, float], fold: Fold = ""
    ) -> None:
        """A box with words; what comes next begins below it."""
        info = item.info
        word, numbers = _WORDS.get(info.name) or _WORDS.get(info.type, "Conv"), _numbers(info)
        if [part.name for part in info.children] == ["dense"]:
            word = "Conv"
        self.boxes.append(Box(info.path, kind, word, numbers, info.flow, rect, item.also, fold))
        self.y = self.tail = rect[1] + rect[3]

    def more(self, item: _Item) -> None:
        """Stands for the folded blocks of the middle flow, or folds them."""
        path, flow = item.info.path, item.info.flow
        if path in self.opened:
            rect = (self.x, self.y, _LANE, _ROW)
            self.boxes.append(Box(path, "more", "fold", "", flow, rect, (), "open"))
            self.lowest = max(self.lowest, self.y + _ROW)
            return
        rect = (self.x + _PAD + _LANE, self.y, _BODY, _ROW)
        words = ("more like it", str(item.rest))
        self.boxes.append(Box(path, "more", *words, flow, rect, (), "closed"))
        self.y = self.tail = self.y + _ROW

    def halves(self, item: _Item, left: float) -> None:
        """A separable convolution from the inside."""
        info, top, place = item.info, self.y, len(self.boxes)
        self.y += _INNER
        for number, child in enumerate(info.children):
            if number:
                self.y += _STEP / 2
            rect = (left + _PAD, self.y, _BODY - 2 * _PAD, _INNER)
            last = number == len(info.children) - 1
            self.row(_Item(child, item.also if last else ()), "inner", rect)
        self.y = self.tail = self.y + _PAD
        rect = (left, top, _BODY, self.y - top)
        box = Box(info.path, "part", "Separable", _numbers(info), info.flow, rect, fold="open")
        self.boxes.insert(place, box)

    def block(self, item: _Item) -> None:
        """A frame with its rows and, at its side, the skip connection."""
        info, top, place = item.info, self.y, len(self.boxes)
        fold: Fold = "open" if info.path in self.opened else "closed"
        if fold == "open":
            self.y = self.tail = top + _PAD
            self.inside(info, top)
        else:
            self.y = self.tail = top + _CLOSED
        rect = (self.x, top, _WIDTH, self.y - top)
        box = Box(info.path, "block", info.name, "", info.flow, rect, item.also, fold)
        self.boxes.insert(place, box)

    def inside(self, info: ModuleInfo, top: float) -> None:
        """The rows of an open block."""
        parts = {child.name: child for child in info.children}
        skip, norm = parts.pop("skip", None), parts.pop("skip_bn", None)
        for number, item in enumerate(_items(parts.values())):
            if number:
                self.down(_STEP, head=False)
            self.draw(item)
        if ("Skip connection", "none") not in info.details:
            self.down(_STEP)
            self.residual(info, top)
            if skip is not None:
                also = (norm.path,) if norm else ()
                self.skip(_Item(skip, also), top)
        self.y += _PAD

    def residual(self, info: ModuleInfo, top: float) -> None:
        """From above the first row, along the side, to the sum below the last one."""
        rect = (self.middle - _SUM / 2, self.y, _SUM, _SUM)
        across, end = self.x + _LANE - 2, self.y + _SUM / 2
        start = (self.middle, top + 3)
        corners = (start, (across, start[1]), (across, end), (rect[0], end))
        self.arrows.append(Arrow(corners, residual=True))
        self.boxes.append(Box(info.path, "sum", "+", "", info.flow, rect))
        self.y = self.tail = self.y + _SUM

    def skip(self, item: _Item, top: float) -> None:
        """The convolution on the way around."""
        kept = self.y
        at = (top + kept - _ROW) / 2
        self.row(item, "skip", (self.x + _SKIP_AT, at, _SKIP_WIDTH, _ROW))
        self.y = self.tail = kept


def _items(modules: Iterable[ModuleInfo]) -> Iterator[_Item]:
    """Each module with the batch norms behind it."""
    waiting: _Item | None = None
    for info in modules:
        if waiting is not None and info.type in _MERGED:
            waiting = _Item(waiting.info, (*waiting.also, info.path))
            continue
        if waiting is not None:
            yield waiting
        waiting = _Item(info, _only_part(info))
    if waiting is not None:
        yield waiting


def _only_part(info: ModuleInfo) -> tuple[str, ...]:
    """The convolution inside a "separable" one that is dense: there is nothing to unfold."""
    return tuple(child.path for child in info.children) if len(info.children) == 1 else ()


def _numbers(info: ModuleInfo) -> str:
    """Channels and kernel of a convolution, the size of a window, the rate of a dropout."""
    if info.name == "skip" or "Pool" in info.type:
        return "" if info.type == "AdaptiveAvgPool2d" else info.kind
    if info.type == "Dropout":
        return dict(info.details).get("Rate", "")
    if info.type in _THIN_TYPES:
        return ""
    kernel = info.kind if not info.children else info.children[0].kind
    if info.type == "SeparableConv":
        kernel = max((child.kind for child in info.children), default="")
    channels = str(info.output_shape[0])
    return channels if info.type == "Linear" else f"{channels}, {kernel}"
