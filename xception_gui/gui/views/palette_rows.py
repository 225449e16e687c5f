"""The list of the command palette: what was found, and how a row of it is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from xception_gui.gui import style
from xception_gui.gui.item_models.palette import Offer
from xception_gui.gui.style.paint import box
from xception_gui.gui.views.key_caps import caps_width, paint_caps

ROW, INSET = 34, 6
_ICON_AT, _TEXT_AT, _RIGHT = 10, 38, 8
OFFER = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Offers(QAbstractListModel):
    """What was found, in order."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._offers: tuple[Offer, ...] = ()

    def set_offers(self, offers: Sequence[Offer]) -> None:
        """Show these and no others."""
        self.beginResetModel()
        self._offers = tuple(offers)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._offers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name; name with keys and kind for a screen reader; the offer itself."""
        offer = self._offers[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return offer.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (offer.text, offer.detail, offer.keys)))
        return offer if role == OFFER else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What is not possible now cannot be chosen."""
        if not self._offers[index.row()].enabled:
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Row(QStyledItemDelegate):
    """Icon, name, and at the right the keys, or what kind of thing it is."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, style.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        offer: Offer = index.data(OFFER)
        state = QStyle.StateFlag
        marked = bool(option.state & state.State_Selected)
        place = option.rect.adjusted(style.px(INSET), 0, -style.px(INSET), 0)
        if marked or (offer.enabled and option.state & state.State_MouseOver):
            box(painter, place, style.colour("soft" if marked else "hover"))
        self._paint_icon(painter, place, offer, marked)
        right = place.right() + 1 - style.px(_RIGHT)
        left = right - self._paint_right(painter, place, offer, right)
        words = QRect(place)
        words.setLeft(place.left() + style.px(_TEXT_AT))
        words.setRight(left - style.px(12))
        _paint_words(painter, words, offer)

    def _paint_icon(self, painter: QPainter, place: QRect, offer: Offer, marked: bool) -> None:
        size = style.px(16)
        role = ("accent" if marked else "muted") if offer.enabled else "disabled"
        ratio = self._list().devicePixelRatioF()
        icon = style.pixmap(offer.icon, role, size, ratio)
        top = place.top() + (place.height() - size) // 2
        painter.drawPixmap(place.left() + style.px(_ICON_AT), top, icon)

    def _paint_right(self, painter: QPainter, place: QRect, offer: Offer, right: int) -> int:
        """Draw what ends at `right`; its width."""
        if offer.keys and offer.enabled:
            paint_caps(painter, right, place.center().y() + 1, offer.keys)
            return caps_width(offer.keys)
        font = style.font("small")
        painter.setFont(font)
        painter.setPen(style.colour("muted"))
        words = QRect(place)
        words.setRight(right - 1)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, flags, offer.detail)
        return QFontMetrics(font).horizontalAdvance(offer.detail)

    def _list(self) -> QWidget:
        parent = self.parent()
        assert isinstance(parent, QWidget)
        return parent


def _paint_words(painter: QPainter, words: QRect, offer: Offer) -> None:
    font = style.font("mono" if offer.kind == "module" else "body")
    metrics = QFontMetrics(font)
    middle = Qt.TextElideMode.ElideMiddle
    painter.setFont(font)
    painter.setPen(style.colour("text" if offer.enabled else "disabled"))
    shown = metrics.elidedText(offer.text, middle, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)


class PaletteRows(QListView):
    """Rows of one height; the keyboard stays in the field above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offers = Offers(self)
        self.setModel(self.offers)
        self.setItemDelegate(_Row(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)  # the card's surface is below
        self.viewport().setBackgroundRole(QPalette.ColorRole.Button)  # as its scroll bar is told

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show what was found, the first that is possible marked."""
        self.offers.set_offers(offers)
        first = next((row for row, offer in enumerate(offers) if offer.enabled), -1)
        self.setCurrentIndex(self.offers.index(first) if first >= 0 else QModelIndex())
        self.scrollToTop()

    def current(self) -> Offer | None:
        """The one that is marked, if it is possible."""
        index = self.currentIndex()
        offer: Offer | None = index.data(OFFER) if index.isValid() else None
        return offer if offer is not None and offer.enabled else None
