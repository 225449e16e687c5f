"""The queue as a row of small pictures: the one that is shown is ringed, failures are marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QMenu, QSizePolicy, QWidget

from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.film_model import FilmItem, FilmModel
from xception_gui.gui.views.icon_button import IconButton
from xception_gui.gui.views.thumbnails import RING, Thumbnails, thumbnail_size
from xception_gui.gui.views.translated import Translated

__all__ = ["FilmItem", "Filmstrip"]

HEIGHT = 66
_MOVING = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)


class _Strip(QListView):
    """One row, scrolled by wheel and keys."""

    def __init__(self) -> None:
        super().__init__()
        self.before_press = -1  # position of the picture that was shown then
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every other key is the tab's: Qt would look for a picture of that name."""
        if event.key() in _MOVING:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press moves at once: its click has to know whether it did."""
        self.before_press = self.currentIndex().row()
        super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Either wheel scrolls sideways."""
        delta = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (delta.x() or delta.y()))
        event.accept()


class Filmstrip(Translated):
    """`chosen` gives the position of the picture to show; the menu closes one or all."""

    chosen = Signal(int)
    close_requested = Signal(int)
    close_all_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(style.px(HEIGHT))
        self.strip = _Strip()
        self._model = FilmModel(self)
        self.strip.setModel(self._model)
        self.strip.setItemDelegate(Thumbnails(self.strip))
        self.strip.selectionModel().currentRowChanged.connect(self._moved)
        self.strip.clicked.connect(self._clicked)
        self._count = ElidedLabel(role="muted")
        self._count.take_own_width()
        self.more = IconButton("more")
        self.more.clicked.connect(self._offer)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(12) - RING, 1, style.px(6), 0)
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

    def _moved(self, current: QModelIndex) -> None:
        self.strip.viewport().update()
        if current.isValid():
            self.chosen.emit(current.row())

    def _clicked(self, index: QModelIndex) -> None:
        """The picture that is shown can be asked for again: its answer may have been given up."""
        if index.row() == self.strip.before_press:
            self.chosen.emit(index.row())

    def _offer(self) -> None:
        menu = self.menu()
        height = menu.sizeHint().height()
        menu.popup(self.more.mapToGlobal(QPoint(0, -height)))
