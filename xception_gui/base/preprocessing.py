"""Pre-processing as a list of named steps, and where its crop lies on the photo.

The steps belong to the weights: they say how pictures were shown to the network while it learnt.
`xception_gui.images.prepare` carries them out; here is only what they are.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from xception_gui.base.problem import Problem

Filter = Literal["nearest", "box", "bilinear", "bicubic", "lanczos"]
MAX_SIZE = 4096  # pixels
LUMINANCE = (0.299, 0.587, 0.114)
"""What red, green and blue add to a grey picture: ITU-R 601."""


@dataclass(frozen=True)
class ResizeShort:
    """Resize so that the shorter side has `size` pixels; the aspect ratio stays."""

    size: int
    filter: Filter = "bicubic"

    def __post_init__(self) -> None:
        _check(self.size, self.filter)


@dataclass(frozen=True)
class CenterCrop:
    """The central `size` × `size` pixels."""

    size: int

    def __post_init__(self) -> None:
        _check(self.size)


@dataclass(frozen=True)
class ResizeExact:
    """Resize to `size` × `size`, whatever the aspect ratio was."""

    size: int
    filter: Filter = "bicubic"

    def __post_init__(self) -> None:
        _check(self.size, self.filter)


@dataclass(frozen=True)
class Grey:
    """One channel of luminance (ITU-R 601), as Pillow's ``L``, timm and torchvision make it."""


@dataclass(frozen=True)
class Normalize:
    """``(x / 255 - mean) / std`` per channel, into float32."""

    mean: tuple[float, ...] = (0.5, 0.5, 0.5)
    std: tuple[float, ...] = (0.5, 0.5, 0.5)

    def __post_init__(self) -> None:
        object.__setattr__(self, "mean", tuple(self.mean))
        object.__setattr__(self, "std", tuple(self.std))
        if 0 in self.std:
            raise Problem("preprocessing", cause="a deviation of 0")


def _check(size: object, name: str = "bicubic") -> None:
    """Steps come from files: a size that would fill the memory is refused."""
    if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= MAX_SIZE:
        raise Problem("preprocessing", cause=f"size {size!r} is not from 1 to {MAX_SIZE}")
    if name not in get_args(Filter):
        raise Problem("preprocessing", cause=f"there is no filter {name!r}")


Step = ResizeShort | CenterCrop | ResizeExact | Grey | Normalize
Steps = tuple[Step, ...]
KINDS: dict[str, type[Step]] = {
    "resize-short": ResizeShort,
    "center-crop": CenterCrop,
    "resize-exact": ResizeExact,
    "grey": Grey,
    "normalize": Normalize,
}


def paper_steps(size: int = 299, crop: float = 0.8975) -> Steps:
    """Short side to ``size / crop``, centre crop, x / 127.5 - 1 (Keras' scale, timm's crop)."""
    return (ResizeShort(int(size / crop)), CenterCrop(size), Normalize())


def demo_steps(size: int = 48, reduced: int = 32) -> Steps:
    """Reduce to `reduced` pixels first, as the training pictures were, then enlarge to `size`."""
    steps: Steps = (ResizeShort(reduced), CenterCrop(reduced))
    if size != reduced:
        steps += (ResizeExact(size, "bilinear"),)
    return (*steps, Normalize())


def made_grey(steps: Steps) -> Steps:
    """The same for a network with one channel, which takes nothing but grey pictures."""
    if any(isinstance(step, Grey) for step in steps):
        return steps
    sized = tuple(step for step in steps if not isinstance(step, Normalize))
    return (*sized, Grey(), *(step for step in steps if isinstance(step, Normalize)))


def scaling(steps: Steps) -> Normalize:
    """The step that scales the values; they are from 0 to 1 where none says otherwise."""
    return next((step for step in steps if isinstance(step, Normalize)), Normalize((0.0,), (1.0,)))


def input_size(steps: Steps) -> int:
    """Side of the square picture that the network receives, pixels."""
    sizes = [step.size for step in steps if isinstance(step, CenterCrop | ResizeExact)]
    if not sizes:
        raise Problem("preprocessing", cause="no step fixes the picture's size")
    return sizes[-1]


def resized(steps: Steps, size: int) -> Steps:
    """The same for an input of `size`: each step with its share of it."""
    return tuple(_resized(step, size, input_size(steps)) for step in steps)


def _resized(step: Step, size: int, before: int) -> Step:
    if isinstance(step, Grey | Normalize):
        return step
    return replace(step, size=min(MAX_SIZE, max(1, step.size * size // before)))


def crop_box(steps: Steps, width: int, height: int) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of what the network sees, in pixels of a `width` × `height` photo.

    Grad-CAM's grid covers exactly this box.
    """
    box = (0.0, 0.0, float(width), float(height))
    size = (float(width), float(height))
    for step in steps:
        if isinstance(step, ResizeShort):
            size = _short(size, step.size)
        elif isinstance(step, ResizeExact):
            size = (float(step.size), float(step.size))
        elif isinstance(step, CenterCrop):
            box, size = _crop(box, size, step.size)
    return box


def _short(size: tuple[float, float], short: int) -> tuple[float, float]:
    factor = short / min(size)
    return (max(1.0, round(size[0] * factor)), max(1.0, round(size[1] * factor)))


def _crop(
    box: tuple[float, float, float, float], size: tuple[float, float], side: int
) -> tuple[tuple[float, float, float, float], tuple[float, float]]:
    """`box` narrowed to the central `side` pixels of a picture that has `size` pixels."""
    left, top, right, bottom = box
    offset_x, offset_y = (size[0] - side) // 2, (size[1] - side) // 2
    scale_x, scale_y = (right - left) / size[0], (bottom - top) / size[1]
    new_left, new_top = left + offset_x * scale_x, top + offset_y * scale_y
    return (new_left, new_top, new_left + side * scale_x, new_top + side * scale_y), (side, side)


def steps_to_list(steps: Steps) -> list[dict[str, Any]]:
    """Plain values, as written into a weights file."""
    names = {kind: name for name, kind in KINDS.items()}
    return [{"step": names[type(step)], **asdict(step)} for step in steps]


def steps_from_list(values: list[dict[str, Any]]) -> Steps:
    """The steps of `steps_to_list`; anything else is a `Problem`."""
    try:
        return tuple(
            KINDS[v["step"]](**{k: x for k, x in v.items() if k != "step"}) for v in values
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Problem("preprocessing", cause=f"unknown step or value ({error})") from error


def steps_id(steps: Steps) -> str:
    """A short text that names the steps, for cache keys and for the window."""
    return "|".join("-".join(_words(entry)) for entry in steps_to_list(steps))


def _words(entry: dict[str, Any]) -> list[str]:
    return [
        ",".join(f"{x:g}" for x in v) if isinstance(v, tuple) else str(v) for v in entry.values()
    ]
