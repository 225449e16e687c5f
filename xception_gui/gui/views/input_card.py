"""What the network received: the prepared picture, and the steps that made it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.base.numbers import MINUS, percent
from xception_gui.base.preprocessing import (
    CenterCrop,
    Grey,
    Normalize,
    ResizeExact,
    ResizeShort,
    Steps,
)
from xception_gui.base.results import Prepared
from xception_gui.gui import style
from xception_gui.gui.language import mark, tr
from xception_gui.gui.views.heat_image import photo_image
from xception_gui.gui.views.translated import Translated

_PICTURE = 86
_KEY = 58
_LINE = 18
_FILTERS = {
    "nearest": mark("nearest"),
    "box": mark("box"),
    "bilinear": mark("bilinear"),
    "bicubic": mark("bicubic"),
    "lanczos": mark("Lanczos"),
}


class InputCard(Translated):
    """A small picture of the network's input beside a short list of how it was made."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._steps: Steps = ()
        self._strength = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_prepared(self, prepared: Prepared | None) -> None:
        """Show what the network received."""
        self._image = photo_image(prepared.shown) if prepared else QImage()
        self.update()

    def set_steps(self, steps: Steps) -> None:
        """Say how pictures are prepared."""
        self._steps = steps
        self.updateGeometry()
        self.retranslate()

    def set_strength(self, strength: float) -> None:
        """Opacity of the picture."""
        self._strength = strength
        self.update()

    def retranslate(self) -> None:
        """Read the texts again."""
        words = "; ".join(f"{key}: {value}" for key, value in described(self._steps))
        self.setAccessibleName(tr("Network input"))
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """The heading above the picture, or above as many lines as there are."""
        lines = len(described(self._steps)) * _LINE
        return QSize(0, style.px(28 + max(_PICTURE, lines)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Heading, picture, list."""
        painter = QPainter(self)
        painter.setFont(style.font("bold"))
        painter.setPen(style.colour("text"))
        painter.drawText(QRect(0, 0, self.width(), style.px(20)), 0, tr("Network input"))
        top, side = style.px(26), style.px(_PICTURE)
        self._paint_picture(painter, QRect(0, top, side, side))
        left = side + style.px(12)
        for number, (key, value) in enumerate(described(self._steps)):
            self._paint_fact(painter, QRect(left, top + number * style.px(_LINE), 0, 0), key, value)

    def _paint_picture(self, painter: QPainter, rect: QRect) -> None:
        painter.fillRect(rect, style.colour("track"))
        if self._image.isNull():
            return
        painter.save()
        painter.setOpacity(self._strength)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(rect, self._image)
        painter.restore()

    def _paint_fact(self, painter: QPainter, at: QRect, key: str, value: str) -> None:
        font = style.font("body")
        painter.setFont(font)
        metrics = QFontMetrics(font)
        baseline = at.top() + metrics.ascent()
        painter.setPen(style.colour("muted"))
        painter.drawText(at.left(), baseline, key)
        painter.setPen(style.colour("text"))
        left = at.left() + style.px(_KEY)
        room = self.width() - left
        elided = metrics.elidedText(value, Qt.TextElideMode.ElideRight, room)
        painter.drawText(left, baseline, elided)


def described(steps: Steps) -> list[tuple[str, str]]:
    """The steps in words: size, crop, resizing, colour if there is none left, scale."""
    rows = [(tr("Size"), _size(steps)), (tr("Crop"), _crop(steps))]
    rows += [(tr("Resize"), text) for text in _resizes(steps)]
    rows += [(tr("Colour"), tr("luminance")) for step in steps if isinstance(step, Grey)]
    rows += [(tr("Scale"), _scale(step)) for step in steps if isinstance(step, Normalize)]
    return [(key, value) for key, value in rows if value]


def _size(steps: Steps) -> str:
    sides = [step.size for step in steps if isinstance(step, CenterCrop | ResizeExact)]
    return f"{sides[-1]} × {sides[-1]}" if sides else ""


def _crop(steps: Steps) -> str:
    """How much of the shorter side the crop keeps."""
    short = next((step.size for step in steps if isinstance(step, ResizeShort)), 0)
    side = next((step.size for step in steps if isinstance(step, CenterCrop)), 0)
    if not side:
        return tr("none")
    return f"{tr('centre')}, {percent(side / short)}" if short else tr("centre")


def _resizes(steps: Steps) -> list[str]:
    resizing = [step for step in steps if isinstance(step, ResizeShort | ResizeExact)]
    return [f"{step.size}, {tr(_FILTERS[step.filter])}" for step in resizing]


def _scale(step: Normalize) -> str:
    """Range of the values that the network receives, where all channels share it."""
    ranges = {((0 - m) / s, (1 - m) / s) for m, s in zip(step.mean, step.std, strict=True)}
    if len(ranges) > 1:
        return tr("per channel")
    low, high = ranges.pop()
    return f"{low:g} … {high:g}".replace("-", MINUS)
