"""Any mode that Pillow decodes → RGB in sRGB, 8 bits, over white."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

_DEEP = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")


def to_srgb(image: Image.Image) -> Image.Image:
    """`image` as RGB: deep values scaled, its ICC profile applied if valid, alpha over white."""
    profile = image.info.get("icc_profile")
    colour, alpha = _split(image)
    del image  # a photo of 80 megapixels has 320 MB
    colour = _apply_profile(colour, profile) if profile else colour
    colour = _plain_rgb(colour)
    return colour if alpha is None else _over_white(colour, alpha)


def _split(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Colour without transparency (L, RGB, CMYK, …) and the alpha channel, if any is used."""
    if image.mode in _DEEP:
        return Image.fromarray(scale_to_bytes(np.asarray(image), image.mode)), None
    if image.mode in ("P", "PA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if image.mode not in ("RGBA", "LA"):
        return image, None
    alpha = image.getchannel("A")
    opaque = alpha.getextrema() == (255, 255)
    return image.convert(image.mode[:-1]), None if opaque else alpha


def scale_to_bytes(values: npt.NDArray[np.generic], mode: str) -> npt.NDArray[np.uint8]:
    """Grey values deeper than 8 bits, scaled so that white stays white.

    16-bit files say their range. 32-bit and float files do not: white is the smallest of the usual
    ranges (1 for floats, 255, 65535) that holds every value; anything else is stretched from its
    least to its greatest value.
    """
    floats = values.astype(np.float32)
    if mode.startswith("I;16"):
        low, high = 0.0, 65535.0
    else:
        low, high = _range(floats, (1.0, 255.0, 65535.0) if mode == "F" else (255.0, 65535.0))
    scaled = np.nan_to_num((floats - low) * (255.0 / max(high - low, 1e-30)), nan=0.0)
    clipped: npt.NDArray[np.uint8] = np.rint(np.clip(scaled, 0, 255)).astype(np.uint8)
    return clipped


def _range(values: npt.NDArray[np.float32], usual: tuple[float, ...]) -> tuple[float, float]:
    finite = values[np.isfinite(values)]
    if not finite.size:
        return 0.0, 1.0
    least, greatest = float(finite.min()), float(finite.max())
    if least >= 0:
        for white in usual:
            if greatest <= white:
                return 0.0, white
    return least, greatest


def _apply_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """`image` in sRGB; unchanged if the profile is damaged, of another mode, or already sRGB."""
    try:
        transform = ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            image.mode,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        if _changes_nothing(transform, image.mode):
            return image
        return transform.apply(image)
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError, KeyError):
        return image


def _changes_nothing(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    """Whether the profile is sRGB in all but rounding: then lossless twins stay exactly equal."""
    if mode not in ("RGB", "L"):
        return False
    steps = np.linspace(0, 255, 16).astype(np.uint8)
    grid = np.stack(np.meshgrid(steps, steps, steps), -1).reshape(64, 64, 3)
    probe = Image.fromarray(grid).convert(mode)
    before, after = np.asarray(probe.convert("RGB")), np.asarray(transform.apply(probe))
    return bool(np.abs(before.astype(int) - after).max() <= 2)


def _plain_rgb(image: Image.Image) -> Image.Image:
    if image.mode == "LAB":
        lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
        return ImageCms.buildTransform(lab, srgb, "LAB", "RGB").apply(image)
    return image if image.mode == "RGB" else image.convert("RGB")


def _over_white(colour: Image.Image, alpha: Image.Image) -> Image.Image:
    canvas = Image.new("RGB", colour.size, "white")
    canvas.paste(colour, mask=alpha)
    return canvas
