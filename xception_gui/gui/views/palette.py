"""The command palette: a field over the window that finds whatever has a name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid

from xception_gui.gui import style
from xception_gui.gui.item_models.palette import Offer, ranked
from xception_gui.gui.language import tr
from xception_gui.gui.views.card import paint_card
from xception_gui.gui.views.palette_rows import ROW, PaletteRows
from xception_gui.gui.views.translated import Translated

_WIDTH, _TOP, _FIELD, _FOOT, _PADDING = 560, 96, 45, 28, 4
_MOST_ROWS, _SHOWN = 10, 200
_TEXT_AT, _ICON_AT, _SIDE = 44, 16, 16
_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Palette(Translated):
    """Covers its parent while it is open; `chosen` gives the id of an `Offer`.

    Parameters
    ----------
    keys : sequence of QKeySequence
        Shortcuts that open it; pressed again they close it.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget, keys: Sequence[QKeySequence] = ()) -> None:
        super().__init__(parent)
        self._window, self._keys = parent, tuple(keys)
        self._offers: tuple[Offer, ...] = ()
        self._recent: tuple[str, ...] = ()
        self._before: QWidget | None = None
        self.field = QLineEdit(self)
        self.field.setFrame(False)
        self.field.setFont(style.font("search"))
        self.field.setAcceptDrops(False)
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)
        self.rows = PaletteRows(self)
        self.rows.setFocusProxy(self.field)
        self.rows.clicked.connect(self._take)
        parent.installEventFilter(self)
        self.hide()
        self.retranslate()

    def open_with(self, offers: Sequence[Offer], recent: Sequence[str]) -> None:
        """Open it over the window, with nothing typed."""
        self._offers, self._recent = tuple(offers), tuple(recent)
        self._before = QApplication.focusWidget()
        self.field.clear()
        self._find("")
        self.raise_()
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_palette(self) -> None:
        """Close it; the keyboard returns to where it was."""
        self.hide()
        before, self._before = self._before, None
        if before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def card(self) -> QRect:
        """Where it lies in the window."""
        width = min(style.px(_WIDTH), self.width() - 2 * style.px(_SIDE))
        height = style.px(_FIELD) + self._list_height() + style.px(_FOOT)
        return QRect((self.width() - width) // 2, style.px(_TOP), width, height)

    def retranslate(self) -> None:
        """Read the texts again."""
        self.field.setPlaceholderText(tr("What do you look for?"))
        self.field.setAccessibleName(tr("Command palette"))
        self.rows.setAccessibleName(tr("Found"))

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as the window; no key reaches the window while it is open."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._arrange()
        if watched is not self.field or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return event.type() == QEvent.Type.KeyPress and self._key(event)

    def focusNextPrevChild(self, _next: bool) -> bool:
        """Tab stays here."""
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the field has no use for goes no further."""
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the card closes."""
        if not self.card().contains(event.position().toPoint()):
            self.close_palette()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Scrim, card, sign, line, and what the keys do."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 128 if style.is_dark() else 72))
        card = self.card()
        paint_card(painter, QRectF(card))
        size = style.px(16)
        sign = style.pixmap("search", "muted", size, self.devicePixelRatioF())
        top = card.top() + (style.px(_FIELD) - size) // 2
        painter.drawPixmap(card.left() + style.px(_ICON_AT), top, sign)
        foot = card.bottom() + 1 - style.px(_FOOT)
        for y in (card.top() + style.px(_FIELD) - 1, foot):
            painter.fillRect(card.left() + 1, y, card.width() - 2, 1, style.colour("line"))
        self._paint_foot(painter, QRect(card.left(), foot, card.width(), style.px(_FOOT)))
        if not self.rows.offers.rowCount():
            self._paint_nothing(painter, self.rows.geometry())

    # Inside

    def _key(self, event: QKeyEvent) -> bool:
        """Whether a key was one of ours; the field has the others."""
        key = event.key()
        if key == Qt.Key.Key_Escape or QKeySequence(event.keyCombination()) in self._keys:
            self.close_palette()
        elif key in _TO_LIST:
            QApplication.sendEvent(self.rows, event)
        elif key in _ENTER:
            self._take()
        else:
            return False
        return True

    def _find(self, text: str) -> None:
        found = ranked(text, self._offers, self._recent)
        self.rows.show_offers(found[:_SHOWN])
        self._arrange()
        self.update()
        if not found:
            self._announce(tr("Nothing found"))

    def _take(self, _index: QModelIndex | None = None) -> None:
        """First close, so that what is chosen finds the keyboard where it was."""
        offer = self.rows.current()
        if offer is not None:
            self.close_palette()
            self.chosen.emit(offer.id)

    def _arrange(self) -> None:
        self.setGeometry(self._window.rect())
        card, top = self.card(), style.px(_FIELD)
        left = style.px(_TEXT_AT)
        field = QRect(card.left() + left, card.top() + 1, card.width() - left, top - 2)
        self.field.setGeometry(field.adjusted(-style.px(7), 0, -style.px(8), 0))
        padding = style.px(_PADDING)
        height = self._list_height() - 2 * padding
        rows = QRect(card.left() + 1, card.top() + top + padding, card.width() - 2, height)
        self.rows.setGeometry(rows)

    def _list_height(self) -> int:
        room = self.height() - style.px(_TOP + _FIELD + _FOOT + 2 * _PADDING + _SIDE)
        most = max(1, min(_MOST_ROWS, room // style.px(ROW)))
        count = max(1, min(most, self.rows.offers.rowCount()))
        return count * style.px(ROW) + 2 * style.px(_PADDING)

    def _paint_foot(self, painter: QPainter, place: QRect) -> None:
        painter.setFont(style.font("small"))
        painter.setPen(style.colour("faint"))
        keys = "   ".join((tr("↑↓ choose"), tr("Enter run"), tr("Esc close")))
        words = f"{keys}          {tr('Type a module, class or setting')}"
        side = style.px(_SIDE)
        painter.drawText(place.adjusted(side, 0, -side, 0), Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_nothing(self, painter: QPainter, place: QRect) -> None:
        painter.setFont(style.font("body"))
        painter.setPen(style.colour("muted"))
        left = place.adjusted(style.px(_TEXT_AT) - 1, 0, 0, 0)
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, tr("Nothing found"))

    def _announce(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
