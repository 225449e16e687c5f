"""Where pictures come from, and the work of the `io` lane on them. No Qt, no network, no torch.

Pillow is imported here inside functions, so that the window is on screen before it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from xception_gui.base import Problem
from xception_gui.base.assets import asset
from xception_gui.base.preprocessing import Steps, steps_id
from xception_gui.base.results import ByteArray, Picture, Prepared
from xception_gui.base.stamp import stamp

if TYPE_CHECKING:
    from xception_gui.images.archive import Archive
    from xception_gui.images.decode import Opened

THUMBNAIL = (144, 108)  # 72×54 on a screen of ratio 2
_BATCH_SECONDS = 0.03


@dataclass(frozen=True)
class Source:
    """One picture that can be read again: a file, an entry of a zip, or data that was pasted."""

    name: str
    path: str = ""
    entry: str = ""
    data: Callable[[], bytes] | None = None

    def read(self) -> bytes:
        """The encoded picture; a `Problem` if it cannot be had."""
        if self.data is not None:
            return self.data()
        if self.entry:
            return _archive(self.path).read(self.entry)
        from xception_gui.images.decode import read_bytes

        return read_bytes(self.path)

    @property
    def where(self) -> str:
        """Path to show; that of a zip with its entry; empty for pasted data."""
        return os.path.join(self.path, self.entry) if self.entry else self.path


@dataclass(frozen=True)
class ClassFolderSet:
    """Labelled pictures that were dropped: what to do with them is asked in place."""

    path: str
    name: str
    classes: int
    pictures: int


@dataclass(frozen=True)
class Found:
    """What one dropped thing turned out to be; exactly one field is set."""

    sources: tuple[Source, ...] = ()
    weights: str = ""
    classes: ClassFolderSet | None = None
    problem: Problem | None = None


@dataclass(frozen=True)
class OpenedSource:
    """A picture, small for the filmstrip, and as the network receives it if its steps are known."""

    picture: Picture
    thumbnail: ByteArray
    prepared: Prepared | None

    def suits(self, steps: Steps | None) -> bool:
        """Whether it is prepared as these steps want it."""
        if steps is None:
            return True
        return self.prepared is not None and self.prepared.preprocessing_id == steps_id(steps)


@dataclass(frozen=True)
class Example:
    """A picture that travels with the program."""

    name: str
    path: str
    image: ByteArray


def read_examples() -> tuple[Example, ...]:
    """The pictures of ``assets/examples``."""
    from xception_gui.images.datasets import list_pictures

    files = list_pictures(asset("examples"))
    return tuple(
        Example(file.stem, str(file), open_source(file_source(str(file)), None).thumbnail)
        for file in files
    )


def survey(paths: Sequence[str], as_pictures: bool = False) -> Iterator[Found]:
    """Say of every path what it is, by content; a path that cannot be opened says why.

    Parameters
    ----------
    as_pictures : bool
        Take the pictures out of class folders too, instead of asking.
    """
    ask = len(paths) == 1 and not as_pictures
    yield from _together(found for path in paths for found in _survey(path, ask))


def file_source(path: str) -> Source:
    """The picture file at `path`."""
    from xception_gui.images.files import shown

    return Source(shown(os.path.basename(path)), path)


def source_below(path: str, name: str) -> Source:
    """The picture `name`, with ``/``, of the folder or zip at `path`."""
    if os.path.isdir(path):
        return file_source(os.path.join(path, name))
    return Source(shown_name(name.rpartition("/")[2]), path, name)


def shown_name(name: str) -> str:
    """A name or path as one printable line."""
    from xception_gui.images.files import shown

    return shown(name)


def open_source(source: Source, steps: Steps | None) -> OpenedSource:
    """Read, decode and, with `steps`, prepare a picture.

    Raises
    ------
    Problem
        One line for anything that is no readable picture.
    """
    from xception_gui.images.prepare import prepare

    opened = decode_source(source)
    picture = opened.picture
    prepared = prepare(opened.image, steps, picture.image_id) if steps else None
    return OpenedSource(picture, _thumbnail(picture.display), prepared)


def decode_source(source: Source) -> Opened:
    """The picture at full size."""
    from xception_gui.images.decode import picture_from_bytes

    return picture_from_bytes(source.read(), source.name, source.where)


def forget_archives() -> None:
    """Let go of the zips that are kept open."""
    _archive_as_it_is.cache_clear()


def _survey(path: str, ask: bool) -> Iterator[Found]:
    from xception_gui.images.recognise import recognise

    try:
        kind = recognise(path)
        if kind == "picture":
            yield Found(sources=(file_source(path),))
        elif kind == "weights":
            yield Found(weights=path)
        elif kind == "class-folders" and ask:
            yield Found(classes=_class_folder_set(path))
        else:
            yield from _batches(path, _pictures_in(path))
    except Problem as problem:
        yield Found(problem=problem)


def _together(all_found: Iterable[Found]) -> Iterator[Found]:
    """Pictures found within some milliseconds as one: 1,000 files are not 1,000 messages."""
    waiting: list[Source] = []
    began = time.monotonic()
    for found in all_found:
        waiting += found.sources
        if found.sources and time.monotonic() - began < _BATCH_SECONDS:
            continue
        if waiting:
            yield Found(sources=tuple(waiting))
            waiting, began = [], time.monotonic()
        if not found.sources:
            yield found
    if waiting:
        yield Found(sources=tuple(waiting))


def _class_folder_set(path: str) -> ClassFolderSet:
    from xception_gui.images.datasets import ClassFolders
    from xception_gui.images.files import shown

    found = ClassFolders(path)
    return ClassFolderSet(path, shown(os.path.basename(path)), len(found.classes), len(found))


def _pictures_in(path: str) -> Iterable[Source]:
    from xception_gui.images.datasets import is_picture_name, list_pictures
    from xception_gui.images.files import shown

    if os.path.isdir(path):
        return (file_source(str(file)) for file in list_pictures(path))
    names = (name for name in _archive(path).names if is_picture_name(name))
    return (Source(shown(name.rpartition("/")[2]), path, name) for name in names)


def _batches(path: str, sources: Iterable[Source], size: int = 200) -> Iterator[Found]:
    batch: list[Source] = []
    empty = True
    for source in sources:
        empty = False
        batch.append(source)
        if len(batch) == size:
            yield Found(sources=tuple(batch))
            batch = []
    if batch:
        yield Found(sources=tuple(batch))
    if empty:
        from xception_gui.images.files import shown

        raise Problem("nothing-to-open", what=shown(path))


def _archive(path: str) -> Archive:
    """Kept open until the file is another one: a zip may be made anew under its name."""
    return _archive_as_it_is(path, stamp(path))


@lru_cache(maxsize=2)
def _archive_as_it_is(path: str, _stamp: tuple[int, int]) -> Archive:
    from xception_gui.images.archive import Archive

    return Archive(path)


def _thumbnail(display: ByteArray) -> ByteArray:
    import numpy as np
    from PIL import Image, ImageOps

    image = ImageOps.fit(Image.fromarray(display), THUMBNAIL, Image.Resampling.BILINEAR)
    array = np.asarray(image, dtype=np.uint8)
    array.setflags(write=False)
    return array
