"""Three panes side by side: how wide each is, and what gives way in a small window.

What the user has hidden stays hidden; what only lacks room comes back with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from xception_gui.gui import style

MINIMUM = (900, 600)
DEFAULT = (1280, 800)
_WIDE_FROM, _INSPECTOR_FROM, _STATUS_FROM, _OUTPUT_FROM = 1600, 1180, 1080, 1000


@dataclass(frozen=True)
class Room:
    """What there is room for in a window of some width."""

    inspector: bool
    all_status: bool
    output_column: bool


@dataclass(frozen=True)
class _Widths:
    """Of a pane, for a 12-pixel font."""

    normal: int
    wide: int
    least: int
    most: int


_TREE = _Widths(340, 384, 260, 520)
_INSPECTOR = _Widths(248, 304, 220, 420)
_CENTRE_LEAST = 560


def room(width: int) -> Room:
    """What fits into a window `width` pixels wide."""
    limits = (_INSPECTOR_FROM, _STATUS_FROM, _OUTPUT_FROM)
    return Room(*(width >= style.px(limit) for limit in limits))


class _Handle(QSplitterHandle):
    """A line of one pixel that is grabbed on five."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), style.colour("line"))


class Panes(QSplitter):
    """Tree, centre, inspector."""

    dragged = Signal(object)  # widths that the user has given tree and inspector

    def __init__(self, tree: QWidget, centre: QWidget, inspector: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._tree, self._inspector = tree, inspector
        self._chosen: tuple[int, int] | None = None
        self._wanted = {"tree": True, "inspector": True}
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for index, pane in enumerate((tree, centre, inspector)):
            self.addWidget(pane)
            self.setStretchFactor(index, int(pane is centre))
        for pane, widths in ((tree, _TREE), (inspector, _INSPECTOR)):
            pane.setMinimumWidth(style.px(widths.least))
            pane.setMaximumWidth(style.px(widths.most))
        centre.setMinimumWidth(style.px(_CENTRE_LEAST))
        self.splitterMoved.connect(self._moved)

    def restore(self, widths: Sequence[int], tree: bool, inspector: bool) -> None:
        """As the user left them: widths of tree and inspector, and which were shown."""
        self._chosen = (widths[0], widths[1]) if len(widths) == 2 else None
        self._wanted = {"tree": tree, "inspector": inspector}

    def want(self, name: str, shown: bool) -> None:
        """The user shows or hides "tree" or "inspector"."""
        self._wanted[name] = shown
        self.fit(self.width())

    def is_wanted(self, name: str) -> bool:
        """Whether the user wants to see a pane, should there be room."""
        return self._wanted[name]

    def fit(self, width: int) -> None:
        """Share out `width` pixels."""
        self._tree.setVisible(self._wanted["tree"])
        self._inspector.setVisible(self._wanted["inspector"] and room(width).inspector)
        tree, inspector = self._chosen or self._defaults(width)
        self.setSizes([tree, max(1, width - tree - inspector), inspector])

    def createHandle(self) -> QSplitterHandle:
        """The thin line."""
        return _Handle(self.orientation(), self)

    def _defaults(self, width: int) -> tuple[int, int]:
        wide = width >= style.px(_WIDE_FROM)
        tree, inspector = ((w.wide if wide else w.normal) for w in (_TREE, _INSPECTOR))
        return style.px(tree), style.px(inspector)

    def _moved(self) -> None:
        sizes, before = self.sizes(), self._chosen or self._defaults(self.width())
        # A hidden pane has no width: it keeps the one it had.
        self._chosen = (sizes[0] or before[0], sizes[2] or before[1])
        self.dragged.emit(self._chosen)
