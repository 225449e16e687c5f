"""Carrying out the pre-processing steps: an upright picture → what the network receives."""

from __future__ import annotations

import numpy as np
from PIL import Image

from xception_gui.base.preprocessing import (
    CenterCrop,
    Normalize,
    ResizeExact,
    ResizeShort,
    Step,
    Steps,
    crop_box,
    steps_id,
)
from xception_gui.base.problem import Problem
from xception_gui.base.results import FloatArray, Prepared

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
        ``preprocessing`` if the steps make no square picture.
    """
    box = crop_box(steps, image.width, image.height)
    reduced = image
    for step in steps:
        reduced = apply_step(reduced, step)
    if reduced.width != reduced.height:
        raise Problem("preprocessing", cause="the steps make no square picture")
    shown = np.array(reduced, dtype=np.uint8)
    shown.setflags(write=False)
    return Prepared(image_id, steps_id(steps), normalise(reduced, steps), shown, box)


def apply_step(image: Image.Image, step: Step) -> Image.Image:
    """One step; Pillow's filters widen with the reduction, so nothing is aliased."""
    if isinstance(step, ResizeExact):
        return _resize(image, (step.size, step.size), step.filter)
    if isinstance(step, ResizeShort):
        factor = step.size / min(image.size)
        width, height = (max(1, round(side * factor)) for side in image.size)
        return _resize(image, (width, height), step.filter)
    if isinstance(step, CenterCrop):
        return _crop(image, step.size)
    return image


def _resize(image: Image.Image, size: tuple[int, int], name: str) -> Image.Image:
    return image if image.size == size else image.resize(size, _FILTERS[name])


def _crop(image: Image.Image, side: int) -> Image.Image:
    """The central square; what lies outside a smaller picture is black."""
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return image.crop((left, top, left + side, top + side))


def normalise(image: Image.Image, steps: Steps) -> FloatArray:
    """float32 array (3, height, width): the `Normalize` step, or 0 … 1 where there is none."""
    step = next((step for step in steps if isinstance(step, Normalize)), Normalize((0.0,), (1.0,)))
    scale = (1.0 / (255.0 * np.array(step.std))).astype(np.float32)
    shift = (-np.array(step.mean) / np.array(step.std)).astype(np.float32)
    values = np.asarray(image, dtype=np.float32) * scale + shift
    return np.ascontiguousarray(values.transpose(2, 0, 1))
