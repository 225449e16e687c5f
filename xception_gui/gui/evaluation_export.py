"""An evaluation as a file: all of it, the table of its classes, or its drawing."""

from __future__ import annotations

import os
from collections.abc import Mapping

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QPainter

from xception_gui.base.atomic import write_bytes
from xception_gui.base.evaluation_svg import WORDS
from xception_gui.gui.evaluating import Judged
from xception_gui.gui.language import tr
from xception_gui.gui.sources import shown_name

_FINER = 2  # pixels of the file for one of the drawing


def words() -> dict[str, str]:
    """Those of the drawing, in the language of the window, for a thread that has none."""
    return {word: tr(word) for word in WORDS}


def write_evaluation(judged: Judged, title: str, words: Mapping[str, str], path: str) -> str:
    """Write what the ending of `path` says; the path."""
    from xception_gui.base.evaluation_file import evaluation_file, judged_what
    from xception_gui.base.evaluation_svg import evaluation_svg

    found, network = judged.evaluation, judged.network
    suffix = os.path.splitext(path)[1].lower()
    if suffix in (".svg", ".png"):
        drawn = evaluation_svg(found, title, network.weights.trained, words).encode()
        write_bytes(path, drawn if suffix == ".svg" else as_png(drawn))
    else:
        data, how = shown_name(judged.path), (network.device, network.precision)
        which = judged_what(data, network.weights, *how)
        write_bytes(path, evaluation_file(found, which, suffix))
    return path


def as_png(drawn: bytes) -> bytes:
    """An SVG drawing as pixels, twice as fine."""
    from PySide6.QtSvg import QSvgRenderer  # when it is wanted

    renderer = QSvgRenderer(drawn)
    image = QImage(renderer.defaultSize() * _FINER, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
