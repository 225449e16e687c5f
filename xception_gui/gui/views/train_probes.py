"""A few held-back pictures, and what the network said of them after each epoch."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from xception_gui.base.numbers import percent
from xception_gui.base.snapshots import Probes, Snapshot
from xception_gui.gui import style
from xception_gui.gui.item_models.class_texts import class_words
from xception_gui.gui.language import tr
from xception_gui.gui.style.paint import box
from xception_gui.gui.views.heat_image import enlarged, heat_image, photo_image
from xception_gui.gui.views.plain_tip import plain_tip
from xception_gui.gui.views.translated import Translated

_ROW, _GAP, _EDGE, _TOP, _BAR = 22, 16, 16, 12, 3
_BELOW = 14  # around the words below a picture
_OPACITY = 0.55
_LEAST, _SMALL = 112, 64  # pixels: width of a card; side below which words give way


class TrainProbes(Translated):
    """Cards side by side: picture with heat map, its class, the first answers after one epoch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._probes: Probes | None = None
        self._snapshot: Snapshot | None = None
        self._pictures: list[QImage] = []
        self._heat: list[QImage] = []
        self.retranslate()

    def set_probes(self, probes: Probes | None) -> None:
        """The pictures."""
        self._probes, self._snapshot = probes, None
        self._pictures = [photo_image(one) for one in probes.pictures] if probes else []
        self.update()

    def set_snapshot(self, snapshot: Snapshot | None) -> None:
        """What was said of them after one epoch."""
        if snapshot is not self._snapshot:
            self._snapshot = snapshot
            grids = () if snapshot is None else snapshot.heat
            self._heat = [heat_image(enlarged(grid), "inferno") for grid in grids]
            self.setAccessibleDescription("; ".join(map(self.words, range(len(self._heat)))))
            self.update()

    def words(self, number: int) -> str:
        """What is said of a picture: its class, and the answers with their probabilities."""
        probes, said = self._probes, self._snapshot
        if probes is None or said is None:
            return ""
        own = class_words(probes.classes[probes.labels[number]])
        answers = ", ".join(f"{word} {share}" for word, share, _, _ in self._answers(number))
        return f"{own}: {answers}"

    def retranslate(self) -> None:
        """Read the texts again."""
        self.setAccessibleName(tr("Probe pictures"))
        self.update()

    def cards(self) -> list[QRectF]:
        """Where the cards lie: in as many columns as make the pictures largest."""
        count, gap, room = len(self._pictures), style.px(_GAP), self._room()
        columns, best = self._columns()
        side = max(best, 1.0)
        wide, high = max(side, float(style.px(_LEAST))), side + self._text_height()
        left = room.left() + max(0.0, room.width() + gap - columns * (wide + gap)) / 2
        places = (divmod(number, columns) for number in range(count))
        return [
            QRectF(left + column * (wide + style.px(_GAP)), room.top() + row * high, wide, high)
            for row, column in places
        ]

    def _room(self) -> QRectF:
        edge, top = style.px(_EDGE), style.px(_TOP)
        return QRectF(self.rect()).adjusted(edge, top, -edge, -top)

    def _columns(self, answers: int | None = None) -> tuple[int, float]:
        """How many, and the side of a picture then; no card may stand outside."""
        count, gap, room = len(self._pictures), style.px(_GAP), self._room()
        text = self._text_height(answers)
        most = int((room.width() + gap) / (style.px(_LEAST) + gap))
        columns, best = 1, 0.0
        for tried in range(1, max(1, min(count, most)) + 1):
            wide = (room.width() - gap * (tried - 1)) / tried
            side = min(wide, room.height() / -(-count // tried) - text)
            if side > best:
                columns, best = tried, side
        return columns, best

    def _shown_answers(self) -> int:
        """All that there are; only the first where pictures would be small."""
        count = 0 if self._snapshot is None else self._snapshot.top.shape[1]
        return count if self._columns(count)[1] >= style.px(_SMALL) else min(count, 1)

    def _text_height(self, answers: int | None = None) -> int:
        """Of the class and the answers below a picture."""
        rows = 1 + (self._shown_answers() if answers is None else answers)
        return style.px(rows * _ROW + _BELOW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """All cards; one line where there are none."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.colour("base"))
        if not self._pictures or self._snapshot is None:
            painter.setPen(style.colour("muted"))
            painter.setFont(style.font("body"))
            words = tr(
                "After the first epoch, a few held-back pictures appear here; "
                "a head that learns alone keeps none."
            )
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number, card in enumerate(self.cards()):
            self._paint_card(painter, number, card)

    def event(self, event: QEvent) -> bool:
        """A tool tip with the picture's name."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._probes:
            under = zip(self._probes.names, self.cards(), strict=True)
            found = [name for name, card in under if card.contains(QPointF(event.pos()))]
            QToolTip.showText(event.globalPos(), plain_tip(found[0] if found else ""), self)
            return True
        return super().event(event)

    def _answers(self, number: int) -> list[tuple[str, str, float, bool]]:
        """Word, probability in words and as a number, and whether it is right."""
        probes, said = self._probes, self._snapshot
        if probes is None or said is None:
            return []
        top, shares = said.top[number].tolist(), said.probabilities[number].tolist()
        return [
            (class_words(probes.classes[one]), percent(share), share, one == probes.labels[number])
            for one, share in zip(top, shares, strict=True)
        ]

    def _paint_card(self, painter: QPainter, number: int, card: QRectF) -> None:
        side = min(card.width(), card.height() - self._text_height())
        picture = QRectF(card.left(), card.top(), side, side)
        painter.drawImage(picture, self._pictures[number])
        painter.setOpacity(_OPACITY)
        painter.drawImage(picture, self._heat[number])
        painter.setOpacity(1.0)
        row = QRectF(card.left(), picture.bottom() + 4, card.width(), style.px(_ROW))
        if self._probes is not None:
            painter.setFont(style.font("bold"))
            painter.setPen(style.colour("text"))
            own = class_words(self._probes.classes[self._probes.labels[number]])
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, own)
        painter.setFont(style.font("small"))
        for answer in self._answers(number)[: self._shown_answers()]:
            row.translate(0, style.px(_ROW))
            _paint_answer(painter, row, *answer)


def _paint_answer(
    painter: QPainter, row: QRectF, word: str, percents: str, share: float, right: bool
) -> None:
    """Word and probability above a thin bar; the picture's own class in the accent."""
    painter.setPen(style.colour("text" if right else "muted"))
    words = row.adjusted(0, 0, 0, -style.px(_BAR + 2))
    numbers = painter.fontMetrics().horizontalAdvance(percents) + style.px(6)
    room = words.adjusted(0, 0, -numbers, 0)
    shown = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, percents)
    bar = QRectF(row.left(), row.bottom() - style.px(_BAR + 1), row.width(), style.px(_BAR))
    box(painter, bar, style.colour("track"), None, 1.5)
    bar.setWidth(max(1.0, share * bar.width()))
    box(painter, bar, style.colour("accent" if right else "strong"), None, 1.5)
