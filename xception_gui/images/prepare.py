"""Carrying out the pre-processing steps: an upright picture → what the network receives."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import numpy as np
from PIL import Image

from xception_gui.base.preprocessing import (
    CenterCrop,
    Grey,
    ResizeExact,
    ResizeShort,
    Steps,
    crop_box,
    scaling,
    steps_id,
)
from xception_gui.base.problem import Problem
from xception_gui.base.results import ByteArray, FloatArray, Prepared

_steps_id = functools.lru_cache(maxsize=16)(steps_id)  # 0.3 ms, as long as all the rest
_FILTERS = {
    "nearest": Image.Resampling.NEAREST,
    "box": Image.Resampling.BOX,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}


def prepare(image: Image.Image, steps: Steps, image_id: str) -> Prepared:
    """What a network with these `steps` receives of `image`.

    Parameters
    ----------
    image : PIL.Image.Image
        Upright, RGB, full size.
    steps : Steps
        Of the weights.
    image_id : str
        Goes into the result, so that a stale one is recognised.

    Raises
    ------
    Problem
        ``preprocessing`` if the steps make no square picture, ``channels`` if they are for pictures
        of other channels than a photo's.
    """
    box = crop_box(steps, image.width, image.height)
    pixels = pixels_shown(image, steps)
    pixels.setflags(write=False)
    return Prepared(image_id, _steps_id(steps), normalise(pixels, steps), pixels, box)


def prepare_each(
    image: Image.Image, ways: Mapping[str, Steps], image_id: str
) -> dict[str, Prepared]:
    """`prepare` in each of several ways, by their names."""
    return {name: prepare(image, steps, image_id) for name, steps in ways.items()}


def pixels_shown(image: Image.Image, steps: Steps) -> ByteArray:
    """The picture before it is normalised: uint8 (height, width, 3), as high as wide."""
    reduced = _square(image, steps)
    if reduced.width != reduced.height:
        raise Problem("preprocessing", cause="the steps make no square picture")
    return np.asarray(reduced, dtype=np.uint8)


def _square(image: Image.Image, steps: Steps) -> Image.Image:
    """The picture after every step but `Normalize`, which comes last, in `normalise`."""
    waiting = list(steps)
    while waiting:
        step = waiting.pop(0)
        if isinstance(step, ResizeShort) and waiting and isinstance(waiting[0], CenterCrop):
            crop, waiting = waiting[0], waiting[1:]
            image = _resize_and_crop(image, step, crop)
        elif isinstance(step, ResizeShort):
            image = _resize(image, _short(image, step.size), step.filter)
        elif isinstance(step, ResizeExact):
            image = _resize(image, (step.size, step.size), step.filter)
        elif isinstance(step, Grey):
            image = image.convert("L").convert("RGB")  # shown as the network sees it
        elif isinstance(step, CenterCrop):
            image = _resize_and_crop(image, ResizeShort(min(image.size)), step)
    return image


def _resize_and_crop(image: Image.Image, resize: ResizeShort, crop: CenterCrop) -> Image.Image:
    """Both steps in one, so that what is cut off is never computed.

    A picture of 1 × 60,000 pixels would otherwise grow to gigabytes before it is cropped. Where the
    picture is smaller than the crop, the rest is black.
    """
    left, top, right, bottom = crop_box((resize, crop), image.width, image.height)
    seen = (max(0.0, left), max(0.0, top), min(image.width, right), min(image.height, bottom))
    width, height = _short(image, resize.size)
    part = _resize(image, (min(width, crop.size), min(height, crop.size)), resize.filter, seen)
    if part.size == (crop.size, crop.size):
        return part
    canvas = Image.new("RGB", (crop.size, crop.size))
    canvas.paste(part, (-((part.width - crop.size) // 2), -((part.height - crop.size) // 2)))
    return canvas


def _short(image: Image.Image, short: int) -> tuple[int, int]:
    """Width and height with the shorter side at `short` pixels."""
    factor = short / min(image.size)
    return max(1, round(image.width * factor)), max(1, round(image.height * factor))


def _resize(
    image: Image.Image,
    size: tuple[int, int],
    name: str,
    box: tuple[float, float, float, float] | None = None,
) -> Image.Image:
    """Antialiased; from a sixfold reduction on in two passes (12 megapixels: 48 ms, not 163)."""
    return image.resize(size, _FILTERS[name], box=box, reducing_gap=3.0)


def normalise(shown: ByteArray, steps: Steps) -> FloatArray:
    """uint8 (height, width, 3) → float32 (3, height, width); 0 … 1 where no step says otherwise.

    Of a picture made grey the three channels are the same: the network gets one.
    """
    channels = 1 if any(isinstance(step, Grey) for step in steps) else 3
    step = scaling(steps)
    needed = max(len(step.mean), len(step.std))
    if not {len(step.mean), len(step.std)} <= {1, channels}:
        raise Problem("channels", name="in use", given=channels, needed=needed)
    scale = (1.0 / (255.0 * np.array(step.std))).astype(np.float32)
    shift = (-np.array(step.mean) / np.array(step.std)).astype(np.float32)
    values = shown[..., :channels].astype(np.float32) * scale + shift
    return np.ascontiguousarray(values.transpose(2, 0, 1))
