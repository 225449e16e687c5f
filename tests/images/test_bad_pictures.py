"""Whatever the bytes are: a picture, or one line that names the file and the cause."""

from __future__ import annotations

import random
import struct
import warnings
import zlib

import numpy as np
import pytest
from PIL import Image, ImageFile

from tests.images import samples
from xception_gui.base import Problem
from xception_gui.base.numbers import size
from xception_gui.images.decode import MAX_PIXELS, decode, picture_from_bytes

PICTURE = samples.photo(64, 48)
FILES = {
    "JPEG": samples.encoded(PICTURE, "JPEG"),
    "progressive": samples.encoded(PICTURE, "JPEG", progressive=True, exif=samples.oriented(6)),
    "CMYK": samples.encoded(PICTURE.convert("CMYK"), "JPEG"),
    "PNG": samples.encoded(PICTURE, "PNG", icc_profile=samples.rgb_profile("GBR")),
    "WEBP": samples.encoded(PICTURE, "WEBP", exif=samples.oriented(5)),
    "BMP": samples.encoded(PICTURE, "BMP"),
    "GIF": samples.encoded(PICTURE.quantize(16), "GIF"),
    "TIFF": samples.encoded(PICTURE, "TIFF", exif=samples.oriented(3)),
    "float": samples.encoded(PICTURE.convert("F"), "TIFF"),
    "AVIF": samples.encoded(PICTURE, "AVIF"),
}


def refusal(data: bytes, name: str = "holiday.jpg") -> Problem:
    with pytest.raises(Problem) as caught:
        decode(data, name)
    line = str(caught.value)
    assert "\n" not in line
    assert name in line
    return caught.value


@pytest.mark.parametrize("kind", FILES)
def test_that_a_whole_file_opens(kind: str) -> None:
    assert decode(FILES[kind], "").image.mode == "RGB"


@pytest.mark.parametrize("kind", ["JPEG", "progressive", "PNG", "WEBP", "BMP", "GIF", "float"])
def test_that_a_truncated_picture_is_one_line(kind: str) -> None:
    half = FILES[kind][: len(FILES[kind]) // 2]
    problem = refusal(half)
    assert problem.code == "picture-damaged"
    assert f"the file ends early ({size(len(half))} read)" in str(problem)


@pytest.mark.parametrize("kind", FILES)
def test_that_a_cut_header_is_one_line(kind: str) -> None:
    assert refusal(FILES[kind][:24]).code == "picture-damaged"


def test_that_zero_bytes_are_one_line() -> None:
    assert refusal(b"").code == "file-empty"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"The quick brown fox", "it is a text file"),
        ("Füße, 图片".encode()[:-1], "it is a text file"),
        (b"BMW is a car", "it is a text file"),
        (b"%PDF-1.7\n...", "it is a PDF document"),
        (b"  <svg xmlns='http://www.w3.org/2000/svg'/>", "it is an SVG drawing"),
        (b"<!DOCTYPE html><html>", "it is a web page"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "it is a HEIC photo or a film"),
        (b"PK\3\4" + b"\0" * 40, "it is a zip archive"),
        (b"\x7fELF\2\1\1", "it is a program"),
        (b"\xfe\xed\xfa\xce" * 9, "its content is no known format"),
    ],
)
def test_that_what_is_no_picture_is_named(data: bytes, words: str) -> None:
    problem = refusal(data)
    assert problem.code == "not-a-picture"
    assert words in str(problem)


def png(width: int, height: int, rows: int) -> bytes:
    """A bilevel PNG that declares a size and brings `rows` rows of it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * min(20_000_000, ((width + 7) // 8 + 1) * rows), 1)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("side", [9_460, 14_000, 100_000, 2**31 - 1])
def test_that_a_bomb_is_refused_before_it_unpacks(side: int) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        problem = refusal(png(side, side, 4))
    assert problem.code in ("picture-too-large", "picture-damaged")
    assert not caught


def test_that_a_bomb_that_pillow_only_warns_of_is_refused() -> None:
    assert refusal(png(9_460, 9_460, 4)).code == "picture-too-large"
    assert 9_460**2 > MAX_PIXELS > 80_000_000


def test_that_a_legal_picture_of_80_megapixels_opens() -> None:
    opened = picture_from_bytes(png(10_000, 8_000, 8_000), "poster.png")
    assert (opened.picture.width, opened.picture.height) == (10_000, 8_000)
    assert opened.picture.display.shape == (1_600, 2_000, 3)


def test_that_a_tall_thin_picture_has_a_display_copy() -> None:
    display = picture_from_bytes(
        samples.encoded(samples.photo(1, 9_000)), "line.png"
    ).picture.display
    assert max(display.shape) <= 2048
    assert min(display.shape) >= 1


def test_that_a_bomb_in_a_text_chunk_is_one_line() -> None:
    text = zlib.compress(b"x" * 10_000_000, 9)
    data = b"comment\0\0" + text
    chunk = struct.pack(">I", len(data)) + b"zTXt" + data
    chunk += struct.pack(">I", zlib.crc32(b"zTXt" + data))
    whole = samples.encoded(PICTURE, "PNG")
    assert refusal(whole[:33] + chunk + whole[33:]).code == "picture-damaged"


@pytest.mark.parametrize("kind", FILES)
def test_that_mutated_files_give_a_picture_or_one_line(
    kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    random_numbers = random.Random(kind)
    outcomes = {outcome(mutated(FILES[kind], random_numbers)) for _ in range(40)}
    capfd.readouterr()  # libtiff writes to the standard error on its own account
    assert len(outcomes) > 1


def outcome(data: bytes) -> str:
    try:
        return decode(data, "mutated").image.mode
    except Problem as problem:
        return str(problem)


def mutated(data: bytes, random_numbers: random.Random) -> bytes:
    changed = bytearray(data)
    kind = random_numbers.random()
    if kind < 0.3:
        return bytes(changed[: random_numbers.randrange(1, len(changed))])
    if kind < 0.8:
        for _ in range(random_numbers.choice((1, 3, 20))):
            changed[random_numbers.randrange(len(changed))] = random_numbers.randrange(256)
        return bytes(changed)
    start, end = sorted(random_numbers.sample(range(len(changed)), 2))
    return bytes(changed[:start] + changed[end:])


def test_that_damage_beyond_the_first_frame_does_no_harm() -> None:
    frames = [PICTURE.quantize(16), PICTURE.rotate(180).quantize(16)]
    whole = samples.encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    decoded = decode(whole[:-300], "cut.gif")
    assert np.array_equal(np.asarray(decoded.image), np.asarray(decode(whole, "").image))


def test_that_a_name_with_control_characters_stays_one_line() -> None:
    with pytest.raises(Problem) as caught:
        decode(b"no", "a\nb\x1b[31m\u202ec\udcff.jpg")
    assert r"a\nb\x1b[31m\u202ec\xff.jpg" in str(caught.value)


def test_that_the_picture_says_where_it_came_from() -> None:
    data = samples.encoded(Image.new("RGB", (3000, 2000)), "JPEG", exif=samples.oriented(6))
    opened = picture_from_bytes(data, "cat.jpg", "/photos/cat.jpg")
    picture = opened.picture
    assert (picture.name, picture.path) == ("cat.jpg", "/photos/cat.jpg")
    assert (picture.width, picture.height, opened.image.size) == (2000, 3000, (2000, 3000))
    assert (picture.format, picture.frames) == ("JPEG", 1)
    assert picture.display.shape == (2048, 1365, 3)
    assert len(picture.image_id) == 66
    assert picture.image_id != picture_from_bytes(data + b"\0", "cat.jpg").picture.image_id


def test_that_the_display_copy_looks_like_the_picture() -> None:
    for width, height in ((2048, 1000), (2500, 1000), (3200, 900)):
        image = samples.photo(width, height)
        display = picture_from_bytes(samples.encoded(image, "BMP"), "").picture.display
        expected = np.asarray(image.resize(display.shape[1::-1], Image.Resampling.BOX), dtype=int)
        assert max(display.shape) <= 2048
        assert np.abs(display - expected).mean() < 3
        assert not display.flags.writeable


def test_that_decoding_leaves_the_settings_of_pillow_and_warnings_alone() -> None:
    decode(FILES["PNG"], "")
    before = (Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES, list(warnings.filters))
    decode(FILES["PNG"], "")
    refusal(png(9_460, 9_460, 4))
    after = (Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES, list(warnings.filters))
    assert after == before
