"""What was dropped or pasted, as plain data: paths, picture bytes, or why it is refused.

While the mouse is still moving only cheap facts are looked at (how many, their suffix); what a file
really is, is decided by its content after the drop, in the `io` lane.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from xception_gui.base import Problem

_ENCODED = ("image/png", "image/jpeg", "image/webp", "image/tiff", "image/bmp", "image/gif")
_WEIGHTS = (".safetensors", ".pt", ".pth", ".h5", ".keras", ".npz", ".ckpt")
_LONGEST_URL = 80
# As `images.datasets` has them, which needs Pillow: too slow while the mouse is moving.
PICTURES = (
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".gif"),
    *(".tif", ".tiff", ".avif"),
)

Outcome = Literal["pictures", "weights", "folder", "zip", "items", "pasted", "refused"]


@dataclass(frozen=True)
class Pixels:
    """A picture without a file: `data` is an encoded file, or RGBA bytes if `width` is set."""

    data: bytes
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Dropped:
    """Local paths in the order they came, a picture's data, and what is refused."""

    paths: tuple[str, ...] = ()
    pixels: Pixels | None = None
    refused: tuple[Problem, ...] = ()


def read_mime(mime: QMimeData) -> Dropped:
    """What `mime` holds: files, else picture data, else why there is nothing to open."""
    local, remote = _split(mime.urls())
    if local:
        return Dropped(tuple(local_path(url) for url in local), None, _refusals(remote))
    if mime.hasImage():
        return Dropped((), _pixels(mime), ())
    return Dropped((), None, _refusals(remote))


def foresee(mime: QMimeData) -> tuple[Outcome, int]:
    """What a drop would do, and with how many things, from their names alone.

    "items" are things of several kinds, several that are no pictures, or something whose name says
    nothing.
    """
    local, remote = _split(mime.urls())
    if local:
        return _foresee_files(local), len(local)
    if mime.hasImage():
        return "pasted", 1
    return "refused", len(remote)


def local_path(url: QUrl) -> str:
    """The path of a ``file:`` URL, byte for byte; `QUrl.toLocalFile` ruins what is not UTF-8.

    A folder's URL may end in "/", its path does not: the last part is its name.
    """
    if os.name == "nt":
        path = url.toLocalFile()
    else:
        encoded = url.path(QUrl.ComponentFormattingOption.FullyEncoded)
        path = os.fsdecode(unquote_to_bytes(encoded))
    folder, name = os.path.split(path)
    return path if name else folder


def png_of(pixels: Pixels) -> bytes:
    """A file's bytes for `pixels`; slow for a large picture, so never on the GUI thread."""
    if not pixels.width:
        return pixels.data
    import io

    from PIL import Image

    file = io.BytesIO()
    image = Image.frombytes("RGBA", (pixels.width, pixels.height), pixels.data)
    image.save(file, "PNG", compress_level=1)
    return file.getvalue()


def _split(urls: Sequence[QUrl]) -> tuple[list[QUrl], list[QUrl]]:
    local = [url for url in urls if url.isLocalFile()]
    return local, [url for url in urls if not url.isLocalFile()]


def _refusals(urls: Sequence[QUrl]) -> tuple[Problem, ...]:
    return tuple(Problem("url-refused", file=_shorten(url.toDisplayString())) for url in urls[:1])


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_URL else f"{text[:_LONGEST_URL]}…"


def _foresee_files(urls: Sequence[QUrl]) -> Outcome:
    kinds = {_foresee_file(url.fileName().lower()) for url in urls}
    return kinds.pop() if len(urls) == 1 or kinds == {"pictures"} else "items"


def _foresee_file(name: str) -> Outcome:
    """A folder's URL may end in "/", and has no name then."""
    if is_weights(name):
        return "weights"
    if name.endswith(".zip"):
        return "zip"
    if name.endswith(PICTURES):
        return "pictures"
    return "items" if "." in name else "folder"


def is_weights(path: str) -> bool:
    """Whether a file looks like weights, by its ending."""
    return path.lower().endswith(_WEIGHTS)


def _pixels(mime: QMimeData) -> Pixels | None:
    for kind in _ENCODED:
        data = bytes(mime.data(kind).data())
        if data:
            return Pixels(data)
    image = QImage(mime.imageData())
    if image.isNull():
        return None
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return Pixels(bytes(image.constBits()), image.width(), image.height())
