"""Any mode that Pillow decodes → RGB in sRGB, 8 bits, over white."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageCms

_PHOTOMETRIC, _WHITE_IS_ZERO = 262, 0  # a TIFF tag, and its value for negatives
_DEEP = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")


def to_srgb(image: Image.Image) -> Image.Image:
    """`image` as RGB: deep values scaled, its ICC profile applied if valid, alpha over white."""
    profile = image.info.get("icc_profile")
    colour, alpha = _split_deep(image) if image.mode in _DEEP else _split(image)
    colour = _apply_profile(colour, profile) if profile else colour
    colour = _plain_rgb(colour)
    if alpha is not None:
        # White over the picture where it is clear: in place, for 80 megapixels have 320 MB.
        colour.paste("white", mask=ImageChops.invert(alpha))
    return colour


def _split(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Colour without transparency (L, RGB, CMYK, …) and the alpha channel, if any is used."""
    if image.mode in ("P", "PA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if image.mode not in ("RGBA", "LA"):
        return image, None
    alpha = image.getchannel("A")
    opaque = alpha.getextrema() == (255, 255)
    return image.convert(image.mode[:-1]), None if opaque else alpha


def _split_deep(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """The same for grey values deeper than 8 bits, of which one may stand for "clear"."""
    values = np.asarray(image)
    grey = Image.fromarray(scale_to_bytes(values, image.mode))
    # Pillow turns those of 8 bits and fewer itself.
    if getattr(image, "tag_v2", {}).get(_PHOTOMETRIC) == _WHITE_IS_ZERO:
        grey = ImageChops.invert(grey)
    clear = image.info.get("transparency")
    if clear is None:
        return grey, None
    return grey, Image.fromarray(np.where(values == clear, 0, 255).astype(np.uint8))


def scale_to_bytes(values: npt.NDArray[Any], mode: str) -> npt.NDArray[np.uint8]:
    """Grey values deeper than 8 bits, scaled so that white stays white.

    16-bit files say their range. 32-bit and float files do not: white is the smallest of the usual
    ranges (1 for floats, 255, 65535) that holds every value; anything else is stretched from its
    least to its greatest value. NaN becomes black.
    """
    low, high = (0.0, 65535.0) if mode.startswith("I;16") else _range(values, mode)
    factor = 255.0 / max(high - low, 1e-30)
    result = np.empty(values.shape, np.uint8)
    with np.errstate(invalid="ignore"):  # a signalling NaN is black like any other
        for top in range(0, len(values), 256):  # by bands: floats need eight times the memory
            band = (values[top : top + 256].astype(np.float64) - low) * factor
            result[top : top + 256] = np.rint(np.clip(np.nan_to_num(band), 0, 255))
    return result


def _range(values: npt.NDArray[Any], mode: str) -> tuple[float, float]:
    """The values of black and white in a file that does not say them."""
    finite = np.isfinite(values)
    if not finite.any():
        return 0.0, 1.0
    least = float(values.min(where=finite, initial=np.inf if mode == "F" else 2**31 - 1))
    greatest = float(values.max(where=finite, initial=-np.inf if mode == "F" else -(2**31)))
    for white in (1.0, 255.0, 65535.0) if mode == "F" else (255.0, 65535.0):
        if least >= 0 and greatest <= white:
            return 0.0, white
    return least, greatest


def _apply_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """`image` in sRGB; unchanged if the profile is damaged, of another mode, or already sRGB."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        transform = _to_srgb(source, image.mode)
        if image.mode == "L":
            return _grey(image, transform)
        if _changes_nothing(transform, image.mode):
            return image
        # In place where the mode stays: a second picture of 48 megapixels has 192 MB.
        return transform.apply(image, image if image.mode == "RGB" else None)
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError, KeyError):
        return image


def _to_srgb(source: ImageCms.ImageCmsProfile, mode: str) -> ImageCms.ImageCmsTransform:
    flags = ImageCms.Flags.BLACKPOINTCOMPENSATION
    if mode == "L":
        flags |= ImageCms.Flags.NOOPTIMIZE  # optimised, the darkest greys are wrong by 10 of 255
    intent, target = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.createProfile("sRGB")
    return ImageCms.buildTransform(source, target, mode, "RGB", intent, flags)


def _grey(image: Image.Image, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    """All 256 greys through the slow transform, then every pixel through that table."""
    ramp = Image.fromarray(np.arange(256, dtype=np.uint8)[None])
    image.putpalette(transform.apply(ramp).tobytes())
    return image.convert("RGB")


def _changes_nothing(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    """Whether the profile is sRGB in all but rounding: then lossless twins stay exactly equal."""
    if mode != "RGB":
        return False
    steps = np.linspace(0, 255, 16).astype(np.uint8)
    before = np.stack(np.meshgrid(steps, steps, steps), -1).reshape(64, 64, 3)
    after = np.asarray(transform.apply(Image.fromarray(before)))
    return bool(np.abs(before.astype(int) - after).max() <= 2)


def _plain_rgb(image: Image.Image) -> Image.Image:
    if image.mode == "LAB":
        lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
        return ImageCms.buildTransform(lab, srgb, "LAB", "RGB").apply(image)
    return image if image.mode == "RGB" else image.convert("RGB")
