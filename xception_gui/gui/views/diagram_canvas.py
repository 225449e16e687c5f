"""The drawing itself: zoomed, panned, walked through by keys; a click selects a module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPicture,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from xception_gui.base.diagram import Box, Diagram
from xception_gui.base.results import ModuleInfo
from xception_gui.gui import style
from xception_gui.gui.item_models.module_texts import tooltip
from xception_gui.gui.language import tr
from xception_gui.gui.views.diagram_paint import (
    Look,
    box_words,
    paint_diagram,
    paint_marks,
    recorded,
)
from xception_gui.gui.views.focus import TABBED, paint_ring
from xception_gui.gui.views.viewport import MARGIN, Viewport

_WHEEL_STEP, _DRAG = 1.2, 4
_MOVES = {
    Qt.Key.Key_Left.value: (-1.0, 0.0),
    Qt.Key.Key_Right.value: (1.0, 0.0),
    Qt.Key.Key_Up.value: (0.0, -1.0),
    Qt.Key.Key_Down.value: (0.0, 1.0),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class DiagramCanvas(QWidget):
    """Shows a `Diagram`; tells what the user selects, opens and folds."""

    selected = Signal(str)
    fold_toggled = Signal(str)
    activated = Signal(str)
    """The user asks to open a module that does not unfold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.viewport = Viewport()
        self._tree: ModuleInfo | None = None
        self.diagram: Diagram | None = None
        self._look, self._path = Look(), ""
        self._drawn: QPicture | None = None  # until something of it changes
        self._selected: Box | None = None
        self._hovered: Box | None = None
        self._pressed: QPointF | None = None
        self._dragging = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()

    # What is shown

    def set_diagram(self, tree: ModuleInfo, diagram: Diagram) -> None:
        """Draw another network, or the same one with other parts unfolded."""
        self._tree, self.diagram = tree, diagram
        self.viewport.picture = QSizeF(diagram.width, diagram.height)
        self._drawn = self._hovered = None
        self.set_selected(self._path)

    def set_selected(self, path: str) -> None:
        """Mark the box that stands for a module, and bring it into view."""
        self._path = path
        box = self.diagram.box_of(path) if self.diagram is not None else None
        self._selected = box
        if box is not None:
            self._reveal(box)
        self.retranslate()

    def set_fills(self, fills: Mapping[str, QColor]) -> None:
        """Colour boxes by their values instead of their flows."""
        self._look, self._drawn = Look(fills=fills), None
        self.update()

    @property
    def chosen(self) -> Box | None:
        """The box that is marked."""
        return self._selected

    def retranslate(self) -> None:
        """Read the texts again."""
        self.setAccessibleName(tr("Diagram of the network"))
        box = self._selected
        self.setAccessibleDescription(f"{box_words(box)} · {box.path}" if box else "")
        self.update()

    def image(self, scale: float) -> QImage:
        """The whole drawing without signs, `scale` pixels for each of its units."""
        assert self.diagram is not None
        width, height = self.diagram.width + 2 * MARGIN, self.diagram.height + 2 * MARGIN
        made = QImage(round(width * scale), round(height * scale), QImage.Format.Format_RGB32)
        made.fill(style.colour("base"))
        painter = QPainter(made)
        painter.scale(scale, scale)
        painter.translate(MARGIN, MARGIN)
        paint_diagram(painter, self.diagram, replace(self._look, folds=False))
        painter.end()
        return made

    # What can be asked of it

    def fit(self) -> None:
        """Show all of it."""
        self.viewport.fit()
        self.update()

    def zoom(self, factor: float) -> None:
        """Enlarge (or reduce) about the middle."""
        self.viewport.zoom_to(self.viewport.scale * factor)
        self.update()

    def _reveal(self, box: Box) -> None:
        """Pan so that a box is seen; a fitted drawing shows everything."""
        left, top, width, height = box.rect
        place = self.viewport.to_view((left, top, left + width, top + height))
        room = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        if not room.contains(place) and not self.viewport.fitted:
            self.viewport.pan(room.center() - place.center())

    def _box_at(self, point: QPointF) -> Box | None:
        place = self.viewport.to_picture(point)
        return self.diagram.at(place.x(), place.y()) if self.diagram is not None else None

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The drawing, and what is marked in it."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), style.colour("base"))
        if self.diagram is not None:
            rect, scale = self.viewport.rect, self.viewport.scale
            painter.translate(rect.topLeft())
            painter.scale(scale, scale)
            self._drawn = self._drawn or recorded(self.diagram, self._look)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawPicture(0, 0, self._drawn)
            paint_marks(painter, self._look, self._selected, self._hovered)
            painter.resetTransform()
        paint_ring(self, painter, radius=0)

    # Pointer and keys

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        notches = event.angleDelta().y() / 120
        self.viewport.zoom_to(self.viewport.scale * _WHEEL_STEP**notches, event.position())
        self.update()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The beginning of a click, or of dragging."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragging = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the drawing, or mark what is below the pointer."""
        if self._pressed is None:
            self._hover(self._box_at(event.position()))
            return
        moved = event.position() - self._pressed
        if self._dragging or moved.manhattanLength() > _DRAG:
            self._dragging = True
            self.viewport.pan(moved)
            self._pressed = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click folds or selects."""
        clicked = self._pressed is not None and not self._dragging
        self._pressed = None
        box = self._box_at(event.position()) if clicked else None
        if box is None:
            return
        place = self.viewport.to_picture(event.position())
        if box.folds_at(place.x(), place.y()):
            self.fold_toggled.emit(box.path)
        else:
            self.selected.emit(box.path)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Unfold, or open."""
        box = self._box_at(event.position())
        if box is None:
            self.fit()
        elif not box.folds_at(*self.viewport.to_picture(event.position()).toTuple()):
            self._open(box)

    def leaveEvent(self, _event: QEvent) -> None:
        """Nothing is below the pointer."""
        self._hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk from box to box, Enter unfolds or opens, plus and minus zoom."""
        step = _MOVES.get(event.key())
        if step is not None and self.diagram is not None:
            self._walk(step)
        elif event.key() in _ENTER and self.chosen is not None:
            self._open(self.chosen)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_WHEEL_STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(1 / _WHEEL_STEP)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Other colours, another language."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange):
            self._drawn = None
            self.update()

    def event(self, event: QEvent) -> bool:
        """The numbers of what is below the pointer, after a while."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            box = self._box_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._numbers(box) if box else "", self)
            return True
        return super().event(event)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """A fitted drawing keeps fitting."""
        self.viewport.area = QSizeF(self.size())

    def focusInEvent(self, event: QEvent) -> None:
        """Tab arrives at the first box."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        by_tab = getattr(event, "reason", lambda: None)() in TABBED
        if by_tab and self.chosen is None and self.diagram is not None:
            self._walk((0.0, 1.0))

    def _walk(self, step: tuple[float, float]) -> None:
        assert self.diagram is not None
        chosen = self.chosen
        box = self.diagram.neighbour(chosen, step) if chosen else self.diagram.boxes[0]
        self.selected.emit(box.path)

    def _open(self, box: Box) -> None:
        if box.fold:
            self.fold_toggled.emit(box.path)
        else:
            self.activated.emit(box.path)

    def _hover(self, box: Box | None) -> None:
        if box is not self._hovered:
            self._hovered = box
            self.setCursor(Qt.CursorShape.PointingHandCursor if box else Qt.CursorShape.ArrowCursor)
            self.update()

    def _numbers(self, box: Box) -> str:
        assert self._tree is not None
        info, above = self._tree.find(box.path), self._tree.find(box.path.rpartition(".")[0])
        if info is None:
            return ""
        share = info.macs / above.macs if above is not None and above.macs else 0.0
        return tooltip(info, share, None)
