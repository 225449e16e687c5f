"""Two answers side by side, painted: heat maps, feature maps, the likeliest classes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.base.beside import Beside, Panels
from xception_gui.base.numbers import MINUS, percent, real
from xception_gui.base.results import Prediction
from xception_gui.gui import style
from xception_gui.gui.item_models.class_texts import class_words
from xception_gui.gui.language import tr
from xception_gui.gui.views.heat_image import photo_image

_EDGE, _LINE, _TOP = 12, 20, 5
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


class BesideView(QWidget):
    """Three columns: left, right − left, right; a hint while there is nothing to show.

    Attributes
    ----------
    found : Beside or None
        What is shown.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: Beside | None = None
        self._images: list[list[QImage | None]] = []
        self._hint = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(style.px(300))

    def set_hint(self, hint: str) -> None:
        """What is said while there is nothing to show."""
        self._hint = hint
        self.update()

    def hint(self) -> str:
        """What is said while there is nothing to show."""
        return self._hint

    def show_pair(self, found: Beside | None) -> None:
        """Show two answers."""
        self.found = found
        rows = (found.heat, found.maps) if found is not None else ()
        self._images = [
            [photo_image(p) if p is not None else None for p in (r.left, r.difference, r.right)]
            for r in rows
        ]
        self.setAccessibleDescription(self._words())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Two rows of pictures, and the answers below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.colour("base"))
        if self.found is None:
            painter.setFont(style.font("body"))
            painter.setPen(style.colour("muted"))
            room = self.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, wrapped, self._hint)
            return
        side, line = self._side(), style.px(_LINE)
        for number, (panels, images) in enumerate(
            zip((self.found.heat, self.found.maps), self._images, strict=True)
        ):
            top = _EDGE // 2 + number * (side + line + _EDGE // 2)
            titles = self._titles(self.found, panels, number)
            for column, (image, title) in enumerate(zip(images, titles, strict=True)):
                left = self._left(column, side)
                self._write(painter, QRect(left, top, side, line), title, _LEFT, "muted")
                self._picture(painter, QRect(left, top + line, side, side), image)
        top = _EDGE + 2 * (side + line + _EDGE // 2)
        self._answers(painter, self.found, top, side, line)

    def changeEvent(self, event: QEvent) -> None:
        """Other colours, another language."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange):
            self.update()
        super().changeEvent(event)

    # Where things lie

    def _side(self) -> int:
        """Of a picture: three must fit beside each other, two and the answers one below another."""
        line = style.px(_LINE)
        across = (self.width() - 4 * _EDGE) // 3
        down = (self.height() - (_TOP + 3) * line - 3 * _EDGE) // 2
        return max(60, min(across, down))

    def _left(self, column: int, side: int) -> int:
        whole = 3 * side + 2 * _EDGE
        return (self.width() - whole) // 2 + column * (side + _EDGE)

    # What is painted

    def _titles(self, found: Beside, panels: Panels, number: int) -> tuple[str, str, str]:
        least = real(-panels.peak, 2) if panels.signed else "0"
        scale = f"{least} … {real(panels.peak, 2)}"
        apart = tr("Right − left, {low} … {high}", low=real(-panels.apart, 2),
                   high=real(panels.apart, 2)) if panels.difference is not None else ""  # fmt: skip
        if number:
            counts = (len(found.channels), len(found.channels_right))
            left, right = (self._maps_words(found, count, scale) for count in counts)
            return (left, apart, right)
        left, right = (
            tr("Heat map {label} · {scale}", label=class_words(label), scale=scale)
            for label in (found.label, found.label_right)
        )
        return (left, apart, right)

    def _maps_words(self, found: Beside, count: int, scale: str) -> str:
        """With as much of the module's path as fits above a picture, whole names alone."""
        names, metrics = found.layer.split("."), QFontMetrics(style.font("small"))
        for first in range(len(names)):
            values = {"count": count, "path": ".".join(names[first:])}
            words = f"{tr('{count} maps of {path}', **values)} · {scale}"
            if metrics.horizontalAdvance(words) <= self._side():
                break
        return words

    def _picture(self, painter: QPainter, place: QRect, image: QImage | None) -> None:
        if image is None:
            painter.fillRect(place, style.colour("window"))
            painter.setFont(style.font("small"))
            painter.setPen(style.colour("faint"))
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            words = tr("Not to be compared: other shapes, or other classes.")
            painter.drawText(place.adjusted(_EDGE, 0, -_EDGE, 0), wrapped, words)
            return
        size = place.size()
        painter.setRenderHint(
            QPainter.RenderHint.SmoothPixmapTransform, image.width() > size.width()
        )
        painter.drawImage(place, image)

    def _answers(self, painter: QPainter, found: Beside, top: int, side: int, line: int) -> None:
        for column, name, prediction in (
            (0, found.names[0], found.left),
            (2, found.names[1], found.right),
        ):
            place = QRect(self._left(column, side), top, side, line)
            self._write(painter, place, name, _LEFT, "text", "bold")
            if not prediction.trained:
                self._write(painter, place, tr("untrained: random"), _RIGHT, "warning", "small")
            for row in prediction.top(_TOP):
                place.translate(0, line)
                self._write(painter, place, class_words(row.label), _LEFT, "text")
                self._write(painter, place, percent(row.probability), _RIGHT, "muted", "small")
        self._changes(painter, found, QRect(self._left(1, side), top, side, line))

    def _changes(self, painter: QPainter, found: Beside, place: QRect) -> None:
        """By how much each likely class of the left is likelier at the right."""
        line = place.height()
        self._write(painter, place, tr("Change, percentage points"), _RIGHT, "muted", "small")
        for row in found.left.top(_TOP):
            place.translate(0, line)
            change = found.change(row.label)
            words = "–" if change is None else f"{100 * change:+.1f}".replace("-", MINUS)
            self._write(painter, place, class_words(row.label), _LEFT, "muted", "small")
            self._write(painter, place, words, _RIGHT, "text", "small")

    def _write(
        self,
        painter: QPainter,
        place: QRect,
        text: str,
        side: Qt.AlignmentFlag,
        role: str,
        kind: str = "",
    ) -> None:
        font = style.font(kind or ("small" if role == "muted" else "body"))
        painter.setFont(font)
        painter.setPen(style.colour(role))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideMiddle, place.width())
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, shown)

    def _words(self) -> str:
        """Both answers for those who listen."""
        found = self.found
        if found is None:
            return self._hint
        sides = zip(found.names, (found.left, found.right), strict=True)
        return "; ".join(f"{name}: {_likeliest(prediction)}" for name, prediction in sides)


def _likeliest(prediction: Prediction) -> str:
    best = prediction.top(1)[0]
    return f"{class_words(best.label)} {percent(best.probability)}"
