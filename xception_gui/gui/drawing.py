"""What a widget shows as a file: lines and letters (SVG), or pixels."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QPoint, QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from xception_gui.gui import style

_EDGE = 12
_FINER = 2  # pixels of the file for one of the window


def as_svg(widget: QWidget, title: str) -> bytes:
    """The widget, with all that lies in it, as an SVG file in the colours of the window."""
    from PySide6.QtSvg import QSvgGenerator  # when it is wanted

    data, generator = QByteArray(), QSvgGenerator()
    buffer = QBuffer(data)
    generator.setOutputDevice(buffer)
    generator.setSize(_size(widget))
    generator.setViewBox(QRect(QPoint(), _size(widget)))
    generator.setResolution(widget.logicalDpiX())  # letters as large as in the window
    generator.setTitle(title)
    painter = QPainter(generator)
    _paint(widget, painter)
    painter.end()
    return bytes(data.data())


def as_image(widget: QWidget) -> QImage:
    """The same as pixels, twice as fine."""
    image = QImage(_size(widget) * _FINER, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_FINER)
    painter = QPainter(image)
    _paint(widget, painter)
    painter.end()
    return image


def _paint(widget: QWidget, painter: QPainter) -> None:
    # A page lets the colour of its window shine through: there is none here.
    painter.fillRect(QRect(QPoint(), _size(widget)), style.colour("base"))
    edge = QPoint(style.px(_EDGE), style.px(_EDGE))
    widget.render(painter, edge, renderFlags=QWidget.RenderFlag.DrawChildren)


def _size(widget: QWidget) -> QSize:
    return widget.size() + QSize(2 * style.px(_EDGE), 2 * style.px(_EDGE))
