"""Pictures on a page of the guide: their size is known at once, their pixels come later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

Arrived = tuple[str, QImage]
"""The name of a picture on its page, and its pixels."""


@dataclass(frozen=True)
class PagePicture:
    """A picture as a page wants it.

    Parameters
    ----------
    name : str
        What the page calls it; another width or theme gives another name.
    path : str
    width, height : int
        Of the screen's pixels.
    ratio : float
        The screen's pixels per pixel of the page.
    """

    name: str
    path: str
    width: int
    height: int
    ratio: float

    def empty(self) -> QImage:
        """Its room on the page."""
        image = QImage(self.width, self.height, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        image.setDevicePixelRatio(self.ratio)
        return image


def page_picture(name: str, path: str, room: int, ratio: float) -> PagePicture:
    """At most as wide as there is room, in pixels of the page; only the file's head is read."""
    size = QImageReader(path).size().expandedTo(QSize(1, 1))
    width = min(size.width(), round(room * ratio)) if room > 0 else size.width()
    return PagePicture(name, path, width, max(1, size.height() * width // size.width()), ratio)


@lru_cache(maxsize=16)  # as many as a page has: each step of a resize wants them all
def decoded(path: str) -> QImage:
    """A picture of the guide as its file has it."""
    return QImage(path)


def read_pictures(wanted: Sequence[PagePicture]) -> Iterator[Arrived]:
    """One after the other, from the top of the page; those that cannot be read stay empty."""
    for picture in wanted:
        image = decoded(picture.path)
        if not image.isNull():
            smooth = Qt.TransformationMode.SmoothTransformation
            ignored = Qt.AspectRatioMode.IgnoreAspectRatio
            image = image.scaled(picture.width, picture.height, ignored, smooth)
            image.setDevicePixelRatio(picture.ratio)
            yield picture.name, image
