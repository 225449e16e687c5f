"""Every way to store a picture gives the network exactly what its upright sRGB twin gives."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageCms

from tests.images import samples
from xception_gui.base.preprocessing import paper_steps
from xception_gui.images.decode import decode
from xception_gui.images.prepare import prepare

COLOURS = samples.colours()
GREY = COLOURS[..., 0]
STEPS = paper_steps(60, crop=1.0)  # nothing is reduced, so nothing is hidden
LOSSLESS: dict[str, dict[str, object]] = {
    "PNG": {},
    "TIFF": {},
    "TIFF deflated": {"compression": "tiff_deflate"},
    "WEBP": {"lossless": True},
}


def values(data: bytes) -> npt.NDArray[np.float32]:
    return prepare(decode(data, "twin").image, STEPS, "").values


def twin(array: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    return values(samples.encoded(Image.fromarray(array).convert("RGB"), "PNG"))


def stored(picture: Image.Image, kind: str, orientation: int) -> bytes:
    """`picture` turned away, with the EXIF orientation that turns it back."""
    away = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's transpositions, inverse
    if orientation in away:
        picture = picture.transpose(Image.Transpose(away[orientation]))
    exif = samples.oriented(orientation)
    return samples.encoded(picture, kind.split(maxsplit=1)[0], exif=exif, **LOSSLESS.get(kind, {}))


@pytest.mark.parametrize("kind", LOSSLESS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_that_every_exif_orientation_is_turned_upright(kind: str, orientation: int) -> None:
    data = stored(samples.photo(), kind, orientation)
    assert decode(data, "").image.size == (90, 60)
    assert np.array_equal(values(data), twin(COLOURS))


@pytest.mark.parametrize("orientation", range(2, 9))
def test_that_orientation_is_what_turns_it(orientation: int) -> None:
    turned = stored(samples.photo(90, 90), "PNG", orientation)
    plain = samples.encoded(Image.open(io.BytesIO(turned)), "PNG", exif=b"")
    assert not np.array_equal(values(turned), values(plain))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_that_a_turned_jpeg_is_its_own_pixels_turned(orientation: int) -> None:
    data = stored(samples.photo(), "JPEG", orientation)
    array = np.asarray(decode(data, "").image, dtype=int)
    assert np.abs(array - COLOURS).mean() < 4


def test_that_unknown_or_damaged_orientation_turns_nothing() -> None:
    for exif in (samples.oriented(9), samples.oriented(0), b"Exif\0\0II*\0\xff\xff\xff\xff", b"?"):
        data = samples.encoded(samples.photo(), "PNG", exif=exif)
        assert np.array_equal(values(data), twin(COLOURS))


def grey_file(array: npt.NDArray[np.generic], kind: str, **options: object) -> bytes:
    return samples.encoded(Image.fromarray(array), kind, **options)


GREY_TWINS = {
    "8 bits": grey_file(GREY, "PNG"),
    "16 bits, PNG": grey_file(GREY.astype(np.uint16) * 257, "PNG"),
    "16 bits, TIFF": grey_file(GREY.astype(np.uint16) * 257, "TIFF"),
    "16 bits, big-endian TIFF": samples.encoded(
        Image.frombytes("I;16B", GREY.shape[::-1], (GREY.astype(">u2") * 257).tobytes()), "TIFF"
    ),
    "32 bits, up to 255": grey_file(GREY.astype(np.int32), "TIFF"),
    "32 bits, up to 65535": grey_file(GREY.astype(np.int32) * 257, "TIFF"),
    "32 bits, stretched": grey_file(GREY.astype(np.int32) * 1000 - 50_000, "TIFF"),
    "float, up to 1": grey_file(GREY.astype(np.float32) / 255, "TIFF"),
    "float, up to 255": grey_file(GREY.astype(np.float32), "TIFF"),
    "float, up to 65535": grey_file(GREY.astype(np.float32) * 257, "TIFF"),
    "float, stretched": grey_file(GREY.astype(np.float32) / 51 - 3, "TIFF"),
    "grey and opaque alpha": samples.encoded(Image.fromarray(GREY).convert("LA"), "PNG"),
    "grey, lossless WebP": samples.encoded(Image.fromarray(GREY), "WEBP", lossless=True),
    "grey palette": samples.encoded(Image.fromarray(GREY).convert("P"), "GIF"),
    "grey, BMP": grey_file(GREY, "BMP"),
    "grey with its own sRGB profile": grey_file(GREY, "PNG", icc_profile=samples.grey_profile(0)),
}


@pytest.mark.parametrize("name", GREY_TWINS)
def test_that_a_grey_picture_equals_its_twin(name: str) -> None:
    assert np.array_equal(values(GREY_TWINS[name]), twin(GREY))


@pytest.mark.parametrize("turn", [1, 6])
def test_that_a_negative_of_16_bits_is_shown_positive(turn: int) -> None:
    """Where a TIFF says that 0 is white."""
    ramp = np.linspace(0, 65535, 12).astype(np.uint16).reshape(3, 4)
    data = grey_file(ramp, "TIFF", tiffinfo={262: 0, 274: turn})
    found = np.asarray(decode(data, "").image)[..., 0]
    expected = 255 - np.rint(ramp / 257.0)
    assert np.array_equal(found, expected if turn == 1 else np.rot90(expected, -1))
    assert (found.min(), found.max()) == (0, 255)


def test_that_not_a_number_is_black() -> None:
    floats = GREY.astype(np.float32) / 255
    floats[10, 10], floats[20, 20] = np.nan, np.inf
    array = np.asarray(decode(grey_file(floats, "TIFF"), "").image)[..., 0]
    assert array[10, 10] == 0
    assert array[20, 20] == 255
    assert np.array_equal(array[40:], GREY[40:])


def palette() -> Image.Image:
    return Image.fromarray(COLOURS).quantize(64)


def cmyk() -> Image.Image:
    black = np.zeros((*GREY.shape, 1), np.uint8)
    return Image.fromarray(np.concatenate([255 - COLOURS, black], axis=-1), mode="CMYK")


COLOUR_TWINS = {
    "BMP": samples.encoded(samples.photo(), "BMP"),
    "CMYK": samples.encoded(cmyk(), "TIFF"),
    "opaque alpha": samples.encoded(samples.photo().convert("RGBA"), "PNG"),
    "opaque alpha, TIFF": samples.encoded(samples.photo().convert("RGBA"), "TIFF"),
    "opaque alpha, WebP": samples.encoded(
        samples.photo().convert("RGBA"), "WEBP", lossless=True, exact=True
    ),
    "sRGB profile": samples.encoded(
        samples.photo(),
        "PNG",
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    ),
    "profile of exchanged colours": samples.encoded(
        Image.fromarray(COLOURS[..., [1, 2, 0]]), "PNG", icc_profile=samples.rgb_profile("GBR")
    ),
    "profile under alpha": samples.encoded(
        Image.fromarray(COLOURS[..., [2, 0, 1]]).convert("RGBA"),
        "PNG",
        icc_profile=samples.rgb_profile("BRG"),
    ),
    "damaged profile": samples.encoded(samples.photo(), "PNG", icc_profile=b"not a profile" * 20),
    "profile of another mode": samples.encoded(
        samples.photo(), "PNG", icc_profile=samples.grey_profile(1.0)
    ),
}


@pytest.mark.parametrize("name", COLOUR_TWINS)
def test_that_a_colour_picture_equals_its_twin(name: str) -> None:
    assert np.array_equal(values(COLOUR_TWINS[name]), twin(COLOURS))


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "TIFF"])
def test_that_a_palette_picture_equals_its_twin(kind: str) -> None:
    expected = twin(np.asarray(palette().convert("RGB")))
    assert np.array_equal(values(samples.encoded(palette(), kind)), expected)


def test_that_a_palette_with_a_profile_equals_its_twin() -> None:
    exchanged = Image.fromarray(COLOURS[..., [1, 2, 0]]).quantize(64)
    data = samples.encoded(exchanged, "PNG", icc_profile=samples.rgb_profile("GBR"))
    expected = np.asarray(exchanged.convert("RGB"))[..., [2, 0, 1]]
    assert np.array_equal(values(data), twin(expected))


def test_that_black_and_white_equals_its_twin() -> None:
    bilevel = Image.fromarray(GREY).convert("1")
    expected = twin(np.asarray(bilevel.convert("L")))
    for kind in ("PNG", "TIFF", "BMP"):
        assert np.array_equal(values(samples.encoded(bilevel, kind)), expected)


def test_that_alpha_lies_over_white() -> None:
    alpha = np.zeros(GREY.shape, np.uint8)
    alpha[:, :30], alpha[:, 30:60] = 255, 128
    clear = np.dstack([COLOURS, alpha])
    array = np.asarray(decode(grey_file(clear, "PNG"), "").image)
    blended = np.rint((COLOURS[:, 30:60] * 128.0 + 255 * 127) / 255)
    assert np.array_equal(array[:, :30], COLOURS[:, :30])
    assert np.abs(array[:, 30:60] - blended).max() <= 1
    assert (array[:, 60:] == 255).all()


def test_that_grey_alpha_lies_over_white() -> None:
    alpha = np.where(np.arange(90) < 45, 255, 0).astype(np.uint8) * np.ones_like(GREY)
    both = Image.merge("LA", [Image.fromarray(GREY), Image.fromarray(alpha)])
    array = np.asarray(decode(samples.encoded(both, "PNG"), "").image)
    assert np.array_equal(array[:, :45, 1], GREY[:, :45])
    assert (array[:, 45:] == 255).all()


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_that_the_one_clear_grey_is_white(depth: type) -> None:
    clear = int(GREY[0, 40]) * (257 if depth is np.uint16 else 1)
    stored_grey = GREY.astype(depth) * (257 if depth is np.uint16 else 1)
    data = grey_file(stored_grey, "PNG", transparency=clear)
    assert np.array_equal(values(data), twin(np.where(GREY[0, 40] == GREY, 255, GREY)))


def test_that_the_one_clear_colour_is_white() -> None:
    clear = tuple(int(channel) for channel in COLOURS[7, 7])
    data = samples.encoded(samples.photo(), "PNG", transparency=clear)
    expected = np.where((COLOURS[7, 7] == COLOURS).all(-1, keepdims=True), 255, COLOURS)
    assert np.array_equal(values(data), twin(expected.astype(np.uint8)))


def test_that_the_clear_palette_entry_is_white() -> None:
    indexed = palette()
    for kind in ("PNG", "GIF"):
        data = samples.encoded(indexed, kind, transparency=5)
        clear = (np.asarray(indexed) == 5)[..., None]
        expected = np.where(clear, 255, np.asarray(indexed.convert("RGB"))).astype(np.uint8)
        assert np.array_equal(values(data), twin(expected))


def srgb(linear: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    curved = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return 255 * curved


@pytest.mark.parametrize("gamma", [1.0, 1.8, 2.2])
def test_that_a_profile_is_applied(gamma: float) -> None:
    grey = grey_file(GREY, "PNG", icc_profile=samples.grey_profile(gamma))
    colour = samples.encoded(samples.photo(), "PNG", icc_profile=samples.rgb_profile(gamma=gamma))
    for data, original in ((grey, GREY[..., None]), (colour, COLOURS)):
        expected = srgb((original / 255) ** gamma)
        assert np.abs(np.asarray(decode(data, "").image) - expected).max() < 1.2


def test_that_lossy_cmyk_is_near_its_twin() -> None:
    data = samples.encoded(cmyk(), "JPEG", quality=95)
    assert np.abs(values(data) - twin(COLOURS)).mean() < 0.02


def test_that_only_the_first_frame_counts() -> None:
    first, second = palette(), palette().transpose(Image.Transpose.ROTATE_180)
    options = {"save_all": True, "append_images": [second, first, second]}
    for kind in ("GIF", "TIFF", "PNG"):
        data = samples.encoded(first, kind, **options)
        assert decode(data, "").frames == 4
        assert np.array_equal(values(data), twin(np.asarray(first.convert("RGB"))))


def test_that_the_depth_map_in_a_phone_photo_is_no_second_frame() -> None:
    data = samples.encoded(
        samples.photo(), "MPO", save_all=True, append_images=[palette().convert("RGB")]
    )
    decoded = decode(data, "")
    assert (decoded.format, decoded.frames) == ("JPEG", 1)
    assert np.abs(values(data) - twin(COLOURS)).mean() < 0.03
