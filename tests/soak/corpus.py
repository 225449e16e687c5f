"""Picture files of every format and mode, whole and damaged in every way that can be made here."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image, features

SIDE = (64, 48)


@dataclass(frozen=True)
class Made:
    """One file; `whole` if nothing was done to it."""

    name: str
    data: bytes
    whole: bool


def _drawn(mode: str, size: tuple[int, int] = SIDE) -> Image.Image:
    """Gradients and noise in that mode."""
    draw = np.random.default_rng(len(mode))
    noise = draw.integers(0, 256, (size[1] // 8, size[0] // 8, 3), dtype=np.uint8)
    image = Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC)
    if mode == "I;16":
        return Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257)
    if mode in ("LA", "RGBA"):
        image.putalpha(Image.linear_gradient("L").resize(size))
    return image.convert(mode)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


_MODES = {
    "png": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "jpg": ("L", "RGB", "CMYK"),
    "webp": ("RGB", "RGBA"),
    "bmp": ("1", "L", "P", "RGB"),
    "gif": ("L", "P"),
    "tif": ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F"),
}
_KINDS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP", "bmp": "BMP", "gif": "GIF", "tif": "TIFF"}


def whole() -> Iterator[Made]:
    """One file for each format, mode and way of writing it."""
    for ending, modes in _MODES.items():
        for mode in modes:
            name = f"{ending}-{mode.replace(';', '')}.{ending}"
            yield Made(name, _saved(_drawn(mode), _KINDS[ending]), True)
    picture, second = _drawn("RGB"), _drawn("RGB").rotate(90, expand=False)
    yield Made("progressive.jpg", _saved(picture, "JPEG", progressive=True), True)
    for compression in ("tiff_lzw", "tiff_adobe_deflate", "packbits"):
        data = _saved(picture, "TIFF", compression=compression)
        yield Made(f"{compression}.tif", data, True)
    for ending in ("gif", "webp", "tif", "png"):
        data = _saved(picture, _KINDS[ending], save_all=True, append_images=[second])
        yield Made(f"frames.{ending}", data, True)
    for turn in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = turn
        yield Made(f"turned{turn}.jpg", _saved(picture, "JPEG", exif=exif.tobytes()), True)
    if features.check("avif"):
        yield Made("one.avif", _saved(picture, "AVIF"), True)


def foreign() -> Iterator[Made]:
    """What is no picture that the program reads, under names that promise one."""
    picture = _drawn("RGB")
    for kind in ("PPM", "TGA", "ICO", "PDF", "EPS", "PCX", "SGI"):
        yield Made(f"foreign-{kind.lower()}.png", _saved(picture, kind), False)
    for name, data in (
        ("empty.png", b""),
        ("text.jpg", b"this is not a picture\n" * 20),
        ("page.png", b"<!doctype html><title>404</title>"),
        ("drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("zeros.png", bytes(4096)),
        ("heic.jpg", b"\0\0\0\x18ftypheic" + bytes(64)),
        ("nul.gif", b"GIF89a" + bytes(40)),
        ("head.png", b"\x89PNG\r\n\x1a\n"),
        ("wide.png", _claiming(60_000, 60_000)),
        ("nothing.png", _claiming(0, 0)),
    ):
        yield Made(name, data, False)


def _claiming(width: int, height: int) -> bytes:
    """A PNG whose header claims another size than its data has."""
    import struct
    import zlib

    data = bytearray(_saved(_drawn("RGB"), "PNG"))
    data[16:24] = struct.pack(">II", width, height)
    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    return bytes(data)


def damaged(made: Made, count: int, seed: int) -> Iterator[Made]:
    """`count` damaged copies of a file: cut, bits flipped, a stretch zeroed, doubled or lost."""
    draw = np.random.default_rng([seed, len(made.data)])
    stem, _, ending = made.name.rpartition(".")
    for number in range(count):
        data = bytearray(made.data)
        at = int(draw.integers(1, len(data)))
        length = int(draw.integers(1, 1 + max(1, len(data) // 8)))
        way = ("cut", "flip", "zero", "twice", "lost")[number % 5]
        if way == "cut":
            del data[at:]
        elif way == "flip":
            for place in draw.integers(0, len(data), 1 + number % 7):
                data[place] ^= 1 << int(draw.integers(0, 8))
        elif way == "zero":
            data[at : at + length] = bytes(len(data[at : at + length]))
        elif way == "twice":
            data[at:at] = data[at : at + length]
        else:
            del data[at : at + length]
        yield Made(f"{stem}-{way}{number}.{ending}", bytes(data), False)


def corpus(copies: int, seed: int = 0) -> Iterator[Made]:
    """Everything, with `copies` damaged ones of each whole file."""
    for made in whole():
        yield made
        yield from damaged(made, copies, seed)
    yield from foreign()
