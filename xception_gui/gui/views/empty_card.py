"""What a stranger sees first: drop a picture, open one, or try an example."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from xception_gui.base.results import ByteArray
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.dashed_card import CARD, DashedCard
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.focus import paint_ring
from xception_gui.gui.views.painted_button import PaintedButton
from xception_gui.gui.views.pill import Pill
from xception_gui.gui.views.thumbnails import filled, thumbnail_size
from xception_gui.gui.views.translated import Translated

_FORMATS = "JPEG, PNG, WebP, AVIF, TIFF, BMP, GIF"
_MARGIN = 12


class Example(PaintedButton):
    """A small picture to begin with."""

    def __init__(self, name: str, image: ByteArray | QImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = image
        self.setFixedSize(thumbnail_size())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(name)
        self.setAccessibleName(name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, edged while the pointer is over it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self.rect().adjusted(3, 3, -3, -3)
        painter.drawPixmap(
            rect.topLeft(), filled(self._image, rect.size(), self.devicePixelRatioF())
        )
        if self.underMouse():
            painter.setPen(QPen(style.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        paint_ring(self, painter)


class EmptyCard(Translated):
    """No picture yet: three ways to one, examples, and which weights will answer."""

    open_requested = Signal()
    paste_requested = Signal()
    open_folder_requested = Signal()
    weights_requested = Signal()
    example_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card = DashedCard()
        self._sign = QLabel()
        self._title, self._words = _label("title", "text"), _label()
        self._examples_title, self._formats = _label(), _label()
        self._formats.set_text(_FORMATS)
        self.open, self.paste, self.folder = QPushButton(), QPushButton(), QPushButton()
        self.open.setProperty("primary", True)
        self.examples: list[Example] = []
        self.pill = Pill(role="good")
        self._offline = _label()
        self.change = QToolButton()
        self.change.setAutoRaise(True)
        self.change.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.change.setFixedHeight(style.px(28))
        self.open.clicked.connect(self.open_requested)
        self.paste.clicked.connect(self.paste_requested)
        self.folder.clicked.connect(self.open_folder_requested)
        self.change.clicked.connect(self.weights_requested)
        self._arrange_card()
        self._arrange()
        self.set_weights("")
        self.retranslate()

    # What is shown

    def set_examples(self, examples: Sequence[tuple[str, ByteArray | QImage]]) -> None:
        """Offer these pictures (name, pixels) below the buttons."""
        for old in self.examples:
            self._examples_row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.examples = [Example(name, image) for name, image in examples]
        for position, example in enumerate(self.examples):
            example.clicked.connect(lambda _=False, at=position: self.example_chosen.emit(at))
            self._examples_row.insertWidget(position + 1, example)
        self._examples_title.setVisible(bool(self.examples))

    def set_weights(self, words: str, trained: bool = True) -> None:
        """Say which weights answer, for instance with their accuracy; nothing while they load."""
        self.pill.setVisible(bool(words))
        self.pill.set_status(words, "good" if trained else "warning")
        self._fit_foot()

    def retranslate(self) -> None:
        """Read the texts again."""
        self._title.set_text(tr("Drop a picture anywhere"))
        self._words.set_text(tr("See what Xception says, and where it looks."))
        self.open.setText(tr("Open…"))
        self.paste.setText(tr("Paste"))
        self.folder.setText(tr("Open folder…"))
        self._examples_title.set_text(tr("Or try an example:"))
        self._offline.set_text(tr("Works offline."))
        self.change.setText(tr("Change weights…"))
        self._fit_foot()
        self._restyle()

    # Qt

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface."""
        QPainter(self).fillRect(self.rect(), style.colour("base"))

    def changeEvent(self, event: QEvent) -> None:
        """Another theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._restyle()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width for the line below the card."""
        self._fit_foot()
        super().resizeEvent(event)

    # Inside

    def _arrange_card(self) -> None:
        column = QVBoxLayout(self._card)
        column.setContentsMargins(style.px(24), style.px(36), style.px(24), style.px(28))
        column.setSpacing(0)
        centre = Qt.AlignmentFlag.AlignHCenter
        buttons = QHBoxLayout()
        buttons.setSpacing(style.px(8))
        for button in (self.open, self.paste, self.folder):
            buttons.addWidget(button)
        self._examples_row = QHBoxLayout()
        self._examples_row.setSpacing(style.px(6))
        self._examples_row.addStretch(1)
        self._examples_row.addStretch(1)
        for part, gap in ((self._sign, 16), (self._title, 4), (self._words, 20)):
            column.addWidget(part, 0, centre)
            column.addSpacing(style.px(gap))
        column.addLayout(buttons)
        column.setAlignment(buttons, centre)
        column.addSpacing(style.px(18))
        column.addWidget(self._examples_title, 0, centre)
        column.addSpacing(style.px(6))
        column.addLayout(self._examples_row)
        column.addSpacing(style.px(14))
        column.addWidget(self._formats, 0, centre)
        self._examples_title.hide()
        self._card.setFixedWidth(style.px(CARD))

    def _arrange(self) -> None:
        beside = QBoxLayout.Direction.LeftToRight
        self._foot = QBoxLayout(beside)
        self._foot.setSpacing(style.px(10))
        for part in (self.pill, self._offline, self.change):
            self._foot.addWidget(part, 0, Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[style.px(_MARGIN)] * 4)
        column.addStretch(1)
        column.addWidget(self._card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(style.px(20))
        column.addLayout(self._foot)
        column.setAlignment(self._foot, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def _restyle(self) -> None:
        """Icons follow the theme."""
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(style.pixmap("image", "muted", style.px(40), ratio))
        self.open.setIcon(style.icon("open", "on_accent"))
        self.paste.setIcon(style.icon("paste", "muted"))
        self.folder.setIcon(style.icon("folder", "muted"))

    def _fit_foot(self) -> None:
        """Where the line below the card is too long its parts stand below each other."""
        parts = (self.pill, self._offline, self.change)
        shown = [part.sizeHint().width() for part in parts if not part.isHidden()]
        needed = sum(shown) + self._foot.spacing() * (len(shown) - 1)
        fits = needed <= self.width() - 2 * style.px(_MARGIN)
        ways = QBoxLayout.Direction
        self._foot.setDirection(ways.LeftToRight if fits else ways.TopToBottom)


def _label(kind: str = "body", role: str = "muted") -> ElidedLabel:
    """A line as wide as its words."""
    made = ElidedLabel(kind=kind, role=role)
    made.take_own_width()
    return made
