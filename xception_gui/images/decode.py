"""One decode path for the window, the command line and training: bytes in, upright sRGB out."""

from __future__ import annotations

import hashlib
import io
import math
import os
import re
import struct
import warnings
from dataclasses import dataclass

import numpy as np
from PIL import Image, UnidentifiedImageError

from xception_gui.base.numbers import size
from xception_gui.base.problem import Problem
from xception_gui.base.results import ByteArray, Picture
from xception_gui.images.colours import to_srgb
from xception_gui.images.files import AnyPath, read_bytes, shown
from xception_gui.images.signatures import HEAD, describe, picture_format

__all__ = ["Decoded", "Opened", "decode", "open_picture", "picture_from_bytes", "read_bytes"]

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF", "AVIF")
MAX_PIXELS = 89_478_485
"""Pillow's own limit at which it starts to warn; 80 megapixels are a legal photo."""
DISPLAY = 2048
_WARNINGS = ("ignore", None, Warning, re.compile(r"PIL\."), 0)
_EARLY = ("truncated", "not enough", "too short", "unexpected end", "cannot load this image")

_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What Pillow was seen to raise on damaged files; Warning, where a caller made warnings errors.
READ_ERRORS = (
    OSError,
    EOFError,
    ValueError,
    SyntaxError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    LookupError,
    MemoryError,
    struct.error,
    Image.DecompressionBombError,
    Warning,
)


@dataclass(frozen=True)
class Decoded:
    """An upright RGB picture in sRGB, the frames in its file, and Pillow's name of the format."""

    image: Image.Image
    frames: int
    format: str


@dataclass(frozen=True)
class Opened:
    """The record of a picture (with its display copy) beside its full-size image."""

    picture: Picture
    image: Image.Image


def open_picture(path: AnyPath) -> Opened:
    """Read and decode the file at `path`.

    Raises
    ------
    Problem
        One line for anything that is no readable picture.
    """
    name = os.path.basename(os.fsdecode(path))
    return picture_from_bytes(read_bytes(path), name, os.fsdecode(path))


def picture_from_bytes(data: bytes, name: str, path: str = "") -> Opened:
    """Decode a picture held in memory (pasted, from an archive, from a file).

    Raises
    ------
    Problem
        One line for anything that is no readable picture.
    """
    decoded = decode(data, path or name)
    picture = Picture(
        image_id=f"{hashlib.sha256(data).hexdigest()}:0",
        name=shown(name),
        path=shown(path),
        width=decoded.image.width,
        height=decoded.image.height,
        display=display_copy(decoded.image),
        frames=decoded.frames,
        format=decoded.format,
    )
    return Opened(picture, decoded.image)


def display_copy(image: Image.Image) -> ByteArray:
    """uint8 array (height, width, 3) for the screen, longest side ≤ `DISPLAY`, read-only."""
    ratio = max(image.size) / DISPLAY
    if ratio >= 1.5:  # whole factors are six times faster, 27 ms for 12 megapixels
        image = image.reduce(math.ceil(ratio))
    elif ratio > 1:
        size = (max(1, int(image.width / ratio)), max(1, int(image.height / ratio)))
        image = image.resize(size, Image.Resampling.BILINEAR)
    array = np.asarray(image, dtype=np.uint8)
    array.setflags(write=False)
    return array


def decode(data: bytes, name: str) -> Decoded:
    """The first frame of a picture file, upright, sRGB, alpha over white, 8 bits per channel.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        What to call it in a problem's line.

    Raises
    ------
    Problem
        ``not-a-picture``, ``picture-damaged`` or ``picture-too-large``.
    """
    if not data:
        raise Problem("file-empty", file=shown(name))
    if not picture_format(data[:HEAD]):  # the same test as for what is dropped
        raise _unknown(name, data)
    image, frames, kind = _load(data, name)
    try:
        return Decoded(to_srgb(_upright(image)), frames, kind)
    except (MemoryError, ValueError) as error:
        raise _damaged(name, error, data) from error


def _load(data: bytes, name: str) -> tuple[Image.Image, int, str]:
    """The decoded first frame as the file has it, the number of frames, the format."""
    _hush()
    try:
        file = Image.open(io.BytesIO(data), formats=FORMATS)
        if file.width * file.height > MAX_PIXELS:
            raise Image.DecompressionBombError
        file.load()
    except UnidentifiedImageError as error:
        raise _unknown(name, data) from error
    except Image.DecompressionBombError as error:
        limit = f"{MAX_PIXELS // 1_000_000} megapixels"
        raise Problem("picture-too-large", file=shown(name), limit=limit) from error
    except READ_ERRORS as error:
        raise _damaged(name, error, data) from error
    # A phone's JPEG hides depth or gain maps behind its only picture: Pillow then says MPO.
    kind = "JPEG" if file.format == "MPO" else file.format or ""
    return file, _frames(data, kind), kind


def _hush() -> None:
    """Pillow warns on odd metadata and on bombs; those we refuse by our own count of pixels."""
    if _WARNINGS not in warnings.filters:  # adding it again would reset every other warning
        warnings.filterwarnings("ignore", module=_WARNINGS[3].pattern)


def _frames(data: bytes, kind: str) -> int:
    """Frames in the file, counted apart: damage beyond the first frame is no reason to refuse."""
    if kind not in ("GIF", "TIFF", "WEBP", "PNG", "AVIF"):
        return 1
    try:
        return max(1, int(getattr(Image.open(io.BytesIO(data), formats=(kind,)), "n_frames", 1)))
    except READ_ERRORS:
        return 1


def _upright(image: Image.Image) -> Image.Image:
    """Turned as its EXIF or XMP orientation says; unreadable EXIF turns nothing."""
    try:
        turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except READ_ERRORS:
        return image
    return image if turn is None else image.transpose(turn)


def _unknown(name: str, data: bytes) -> Problem:
    """No picture at all, or one whose beginning cannot be made out."""
    kind = picture_format(data[:HEAD])
    if not kind:
        return Problem("not-a-picture", file=shown(name), cause=describe(data[:HEAD]))
    cause = f"its {kind} header is damaged or the file ends early ({size(len(data))} read)"
    return Problem("picture-damaged", file=shown(name), cause=cause)


def _damaged(name: str, error: BaseException, data: bytes) -> Problem:
    """What is wrong with the file, in words; Pillow's own are for programmers."""
    if isinstance(error, MemoryError):
        return Problem("file-unreadable", file=shown(name), cause="the memory is too small for it")
    words = " ".join(str(error).split())[:120] or type(error).__name__
    cut = data[:4] == b"RIFF" and int.from_bytes(data[4:8], "little") + 8 > len(data)
    cut |= isinstance(error, EOFError) or any(word in words.lower() for word in _EARLY)
    cause = f"the file ends early ({size(len(data))} read)" if cut else f"its data is bad ({words})"
    return Problem("picture-damaged", file=shown(name), cause=cause)
