"""Pictures and profiles for the tests, all drawn here."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

SRGB_PRIMARIES = ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))
"""X, Y, Z of red, green and blue under D50, as in an sRGB profile."""


def colours(width: int = 90, height: int = 60) -> npt.NDArray[np.uint8]:
    """uint8 array (height, width, 3) that no turn, flip or swap of channels maps onto itself."""
    y, x = np.mgrid[0:height, 0:width]
    red = 255 * x / max(1, width - 1)
    green = 255 * (y / max(1, height - 1)) ** 2
    blue = 127 + 127 * np.sin(x / 7 + y / 5)
    return np.rint(np.stack([red, green, blue], axis=-1)).astype(np.uint8)


def photo(width: int = 90, height: int = 60) -> Image.Image:
    """`colours` as a picture."""
    return Image.fromarray(colours(width, height))


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """The bytes of a picture file."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def oriented(orientation: int) -> bytes:
    """EXIF data with nothing but an orientation."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif.tobytes()


def zipped(path: Path, entries: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    """A zip file with these entries."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


def filled(folder: Path, entries: Mapping[str, bytes]) -> Path:
    """A folder with these files."""
    for name, data in entries.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def rgb_profile(order: str = "RGB", gamma: float = 0.0) -> bytes:
    """An ICC profile with sRGB's primaries in another order and a gamma, or sRGB's curve for 0."""
    names = (b"rXYZ", b"gXYZ", b"bXYZ")
    primaries = {
        name: _xyz(SRGB_PRIMARIES["RGB".index(colour)])
        for name, colour in zip(names, order, strict=True)
    }
    curves = dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _curve(gamma))
    return _profile(b"RGB ", {**primaries, **curves})


def grey_profile(gamma: float) -> bytes:
    """An ICC profile for grey pictures with this gamma."""
    return _profile(b"GRAY", {b"kTRC": _curve(gamma)})


def _xyz(values: tuple[float, ...]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, values))


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _curve(gamma: float) -> bytes:
    if gamma:
        return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    srgb = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    return b"para\0\0\0\0" + struct.pack(">HH", 3, 0) + b"".join(map(_fixed, srgb))


def _profile(space: bytes, tags: Mapping[bytes, bytes]) -> bytes:
    text = "test".encode("utf-16-be")
    words = b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(text), 28) + text
    tags = {b"desc": words, b"cprt": words, b"wtpt": _xyz((0.9642, 1.0, 0.8249)), **tags}
    start = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        table += struct.pack(">4sII", name, start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    header = struct.pack(
        ">I4sI4s4s4s", start + len(body), b"lcms", 0x04300000, b"mntr", space, b"XYZ "
    )
    header += struct.pack(">6H4s", 2020, 1, 1, 0, 0, 0, b"acsp") + b"\0" * 28
    header += _xyz((0.9642, 1.0, 0.8249))[8:]
    return header.ljust(128, b"\0") + table + body
