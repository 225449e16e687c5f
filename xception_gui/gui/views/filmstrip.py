"""The queue as a row of small pictures: the one that is shown is ringed, failures are marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from xception_gui.base.results import ByteArray
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.style.paint import has_keyboard_focus
from xception_gui.gui.views.canvas import STALE
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.heat_image import photo_image
from xception_gui.gui.views.icon_button import IconButton

HEIGHT = 66
_THUMBNAIL = QSize(72, 54)
_GAP = 2  # between two rings
_RING = 3  # from the ring's outer edge to the picture
_KEPT = 256  # thumbnails, 12 kB each
_ITEM = Qt.ItemDataRole.UserRole

State = Literal["waiting", "answered", "stopped", "failed"]
Image = ByteArray | QImage
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, eq=False)
class FilmItem:
    """One picture of the queue.

    Parameters
    ----------
    name : str
        File name.
    state : str
        "waiting", "answered", "stopped" (cancelled before its turn) or "failed".
    image : uint8 array (height, width, 3), QImage or None
        At least 132×96 pixels, so that it is sharp on fine screens too; None while undecoded.
    note : str
        The answer, or why it failed: second line of the tool tip.
    """

    name: str
    state: State = "waiting"
    image: Image | None = None
    note: str = ""

    def differs(self, other: FilmItem) -> bool:
        """Whether the other would look (or read) otherwise."""
        words = (self.name, self.state, self.note) != (other.name, other.state, other.note)
        return words or self.image is not other.image


class _Model(QAbstractListModel):
    """The items, by position."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: list[FilmItem] = []

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self.items[index.row()]
        if role == _ITEM:
            return item
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (item.name, item.note)))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(filter(None, (item.name, item.note or state_words(item.state))))
        return None

    def set_items(self, items: Sequence[FilmItem]) -> None:
        """Only what differs is told to the view, so that a growing queue does not make it jump."""
        if len(items) < len(self.items):
            self.beginResetModel()
            self.items = list(items)
            self.endResetModel()
            return
        for position, (old, new) in enumerate(zip(self.items, items, strict=False)):
            if old.differs(new):
                self.replace(position, new)
        if len(items) > len(self.items):
            self.beginInsertRows(QModelIndex(), len(self.items), len(items) - 1)
            self.items.extend(items[len(self.items) :])
            self.endInsertRows()

    def replace(self, position: int, item: FilmItem) -> None:
        self.items[position] = item
        index = self.index(position)
        self.dataChanged.emit(index, index)


class _Delegate(QStyledItemDelegate):
    """Paints one thumbnail; keeps the pictures that it scaled lately."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._scaled: dict[int, tuple[Image, float, QPixmap]] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        size = thumbnail_size()
        return QSize(size.width() + _GAP, size.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: FilmItem = index.data(_ITEM)
        rect = QRectF(option.rect.topLeft(), thumbnail_size())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_picture(painter, rect.adjusted(_RING, _RING, -_RING, -_RING), item)
        if index.row() == self._view.currentIndex().row():
            self._paint_ring(painter, rect)
        painter.restore()

    def _paint_picture(self, painter: QPainter, rect: QRectF, item: FilmItem) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour("track"))
        painter.drawRoundedRect(rect, 3, 3)
        if item.image is not None:
            painter.setOpacity(1.0 if item.state == "answered" else STALE)
            painter.drawPixmap(rect.topLeft(), self._thumbnail(item.image, rect))
            painter.setOpacity(1.0)
        if item.state == "failed":
            _paint_sign(painter, rect, "warning", "error")
        elif item.image is None:
            _paint_sign(painter, rect, "image", "faint")

    def _thumbnail(self, image: Image, rect: QRectF) -> QPixmap:
        ratio = self._view.devicePixelRatioF()
        kept = self._scaled.get(id(image))
        if kept is not None and kept[0] is image and kept[1] == ratio:
            return kept[2]
        if len(self._scaled) >= _KEPT:
            self._scaled.clear()
        made = filled(image, rect.size().toSize(), ratio)
        self._scaled[id(image)] = (image, ratio, made)
        return made

    def _paint_ring(self, painter: QPainter, rect: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        thick = 4 if has_keyboard_focus(self._view) else 2
        half = thick / 2
        painter.setPen(QPen(style.colour("accent"), thick))
        painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), 5, 5)


class _Strip(QListView):
    """One row, scrolled by wheel and keys."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(thumbnail_size().height())
        self.viewport().setAutoFillBackground(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Either wheel scrolls sideways."""
        delta = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (delta.x() or delta.y()))
        event.accept()


class Filmstrip(QWidget):
    """`chosen` gives the position of the picture to show; the menu closes one or all."""

    chosen = Signal(int)
    close_requested = Signal(int)
    close_all_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(style.px(HEIGHT))
        self.strip = _Strip()
        self._model = _Model(self)
        self.strip.setModel(self._model)
        self.strip.setItemDelegate(_Delegate(self.strip))
        self.strip.selectionModel().currentRowChanged.connect(self._moved)
        self._count = ElidedLabel(role="muted")
        self._count.take_own_width()
        self.more = IconButton("more")
        self.more.clicked.connect(self._offer)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(12) - _RING, 1, style.px(6), 0)
        row.setSpacing(style.px(8))
        row.addWidget(self.strip, 1)
        row.addWidget(self._count)
        row.addWidget(self.more)
        self.retranslate()

    # What is shown

    def set_items(self, items: Sequence[FilmItem]) -> None:
        """Show these pictures; the shown one stays marked as far as it is still there."""
        current = self.current()
        self._model.set_items(items)
        if len(items) <= current or self.current() != current:
            self.set_current(min(current, len(items) - 1))
        self.retranslate()

    def update_item(self, position: int, item: FilmItem) -> None:
        """One picture has been decoded, answered, or has failed."""
        self._model.replace(position, item)

    def set_current(self, position: int) -> None:
        """Ring the picture that is shown, and bring it into sight; without a signal."""
        selection = self.strip.selectionModel()
        selection.blockSignals(True)
        index = self._model.index(position) if position >= 0 else QModelIndex()
        self.strip.setCurrentIndex(index)
        selection.blockSignals(False)
        if index.isValid():
            self.strip.scrollTo(index)
        self.strip.viewport().update()

    def current(self) -> int:
        """Position of the picture that is shown; −1 if none."""
        return self.strip.currentIndex().row()

    def count(self) -> int:
        """How many pictures there are."""
        return self._model.rowCount()

    def count_words(self) -> str:
        """How many, in words."""
        count = self.count()
        return tr("1 picture") if count == 1 else tr("{count} pictures", count=f"{count:,}")

    def item(self, position: int) -> FilmItem:
        """What is shown at a position."""
        return self._model.items[position]

    def retranslate(self) -> None:
        """Read the texts again."""
        self._count.set_text(self.count_words())
        self.strip.setAccessibleName(tr("Pictures"))
        self.more.set_words(tr("More for these pictures"))

    def menu(self) -> QMenu:
        """Close the shown picture, or all."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        close = menu.addAction(tr("Close picture"))
        close.triggered.connect(lambda: self.close_requested.emit(self.current()))
        close_all = menu.addAction(tr("Close all pictures"))
        close_all.triggered.connect(self.close_all_requested)
        return menu

    # Qt

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface and the line above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.colour("window"))
        painter.fillRect(0, 0, self.width(), 1, style.colour("line"))

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _moved(self, current: QModelIndex) -> None:
        self.strip.viewport().update()
        if current.isValid():
            self.chosen.emit(current.row())

    def _offer(self) -> None:
        menu = self.menu()
        height = menu.sizeHint().height()
        menu.popup(self.more.mapToGlobal(QPoint(0, -height)))


def thumbnail_size() -> QSize:
    """Of one picture with its ring."""
    return QSize(style.px(_THUMBNAIL.width()), style.px(_THUMBNAIL.height()))


def state_words(state: State) -> str:
    """A state in words, for those who hear the window."""
    words = {
        "waiting": tr("waiting"),
        "answered": tr("answered"),
        "stopped": tr("stopped"),
        "failed": tr("failed"),
    }
    return words[state]


def filled(image: Image, size: QSize, ratio: float) -> QPixmap:
    """The middle of a picture, scaled so that it fills `size` on a screen of `ratio`."""
    whole = image if isinstance(image, QImage) else photo_image(image)
    pixels = QSize(round(size.width() * ratio), round(size.height() * ratio))
    by_expanding = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    scaled = whole.scaled(pixels, by_expanding, Qt.TransformationMode.SmoothTransformation)
    left = (scaled.width() - pixels.width()) // 2
    top = (scaled.height() - pixels.height()) // 2
    made = QPixmap.fromImage(scaled.copy(left, top, pixels.width(), pixels.height()))
    made.setDevicePixelRatio(ratio)
    return made


def _paint_sign(painter: QPainter, rect: QRectF, name: str, role: str) -> None:
    size = style.px(16)
    ratio = painter.device().devicePixelRatioF()
    at = rect.center().toPoint() - QPoint(size // 2, size // 2)
    if role == "error":
        painter.setBrush(style.colour("error_surface"))
        painter.drawEllipse(rect.center(), style.px(13), style.px(13))
    painter.drawPixmap(at, style.pixmap(name, role, size, ratio))
