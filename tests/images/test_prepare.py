"""What the network receives: exactly the steps, on exactly the box that is reported."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from tests.images import samples
from xception_gui.base import Problem
from xception_gui.base.preprocessing import (
    CenterCrop,
    Grey,
    Normalize,
    ResizeExact,
    ResizeShort,
    Steps,
    demo_steps,
    paper_steps,
    steps_id,
)
from xception_gui.images.prepare import prepare

BICUBIC = Image.Resampling.BICUBIC


def shown(image: Image.Image, steps: Steps) -> np.ndarray:
    return prepare(image, steps, "").shown


def one_after_another(image: Image.Image, short: int, side: int) -> np.ndarray:
    """The judge: resize the whole picture, then crop it."""
    factor = short / min(image.size)
    size = (round(image.width * factor), round(image.height * factor))
    left, top = (size[0] - side) // 2, (size[1] - side) // 2
    whole = image.resize(size, BICUBIC)
    return np.asarray(whole.crop((left, top, left + side, top + side)), dtype=int)


@pytest.mark.parametrize("size", [(500, 375), (375, 500), (400, 400), (1300, 1000), (200, 90)])
def test_that_one_pass_equals_resize_then_crop(size: tuple[int, int]) -> None:
    image = samples.photo(*size)
    difference = np.abs(shown(image, paper_steps()) - one_after_another(image, 333, 299))
    assert difference.max() <= 2  # Pillow chooses which direction to reduce first, and rounds
    assert difference.mean() < 0.06


def test_that_a_great_reduction_differs_by_little() -> None:
    image = samples.photo(600, 420).resize((4000, 2800), BICUBIC)
    difference = np.abs(shown(image, paper_steps()) - one_after_another(image, 333, 299))
    assert difference.max() <= 4
    assert difference.mean() < 0.5


def test_that_the_paper_scales_to_plus_minus_one() -> None:
    prepared = prepare(samples.photo(400, 300), paper_steps(), "id")
    assert prepared.values.dtype == np.float32
    assert prepared.values.shape == (3, 299, 299)
    assert prepared.values.flags.c_contiguous
    expected = prepared.shown.transpose(2, 0, 1) / 127.5 - 1
    assert np.abs(prepared.values - expected).max() < 2e-7
    assert (prepared.image_id, prepared.preprocessing_id) == ("id", steps_id(paper_steps()))


def test_that_mean_and_deviation_belong_to_their_channels() -> None:
    mean, std = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
    prepared = prepare(samples.photo(), (ResizeExact(48), Normalize(mean, std)), "")
    for channel in range(3):
        expected = (prepared.shown[..., channel] / 255 - mean[channel]) / std[channel]
        assert np.abs(prepared.values[channel] - expected).max() < 1e-6


def test_that_the_demonstration_reduces_to_32_pixels_first() -> None:
    image = samples.photo(300, 200)
    small = Image.fromarray(shown(image, demo_steps(32)))
    expected = np.asarray(small.resize((48, 48), Image.Resampling.BILINEAR))
    assert np.array_equal(shown(image, demo_steps(48)), expected)
    assert not np.array_equal(shown(image, (ResizeShort(48), CenterCrop(48))), expected)


def test_that_a_picture_of_the_right_size_is_not_touched() -> None:
    image = samples.photo(32, 32)
    assert np.array_equal(shown(image, demo_steps(32)), np.asarray(image))


@pytest.mark.parametrize("size", [(640, 480), (480, 640), (300, 300), (1920, 300)])
@pytest.mark.parametrize("steps", [paper_steps(), demo_steps(), (ResizeExact(96), Normalize())])
def test_that_the_box_is_what_the_network_sees(size: tuple[int, int], steps: Steps) -> None:
    image = samples.photo(640, 480).resize(size)
    prepared = prepare(image, steps, "")
    side = prepared.shown.shape[0]

    def distance(shift: float) -> float:
        left, top, right, bottom = prepared.box
        box = (left + shift, top, right + shift, bottom)
        seen = image.transform((side, side), Image.Transform.EXTENT, box, BICUBIC)
        return float(np.abs(prepared.shown.astype(int) - np.asarray(seen)).mean())

    shift = (prepared.box[2] - prepared.box[0]) / 16
    assert distance(0) < min(distance(shift), distance(-shift))


@pytest.mark.parametrize("size", [(1, 1), (1, 60_000), (60_000, 1), (3, 2)])
def test_that_extreme_pictures_stay_small(size: tuple[int, int]) -> None:
    image = Image.new("RGB", size, (10, 20, 30))
    for steps in (paper_steps(), demo_steps(), (CenterCrop(1), ResizeExact(8))):
        assert (shown(image, steps) == (10, 20, 30)).all()


def test_that_what_lies_outside_a_small_picture_is_black() -> None:
    array = shown(samples.photo(50, 40), (CenterCrop(60), Normalize()))
    assert np.array_equal(array[10:50, 5:55], samples.colours(50, 40))
    assert array[:10].max() == array[50:].max() == array[:, :5].max() == array[:, 55:].max() == 0


def test_that_a_photo_smaller_than_its_crop_is_framed_in_black() -> None:
    array = shown(Image.new("RGB", (80, 40), "white"), (ResizeShort(20), CenterCrop(30)))
    assert (array[5:25] == 255).all()
    assert array[:5].max() == array[25:].max() == 0


def test_that_steps_without_a_square_are_one_line() -> None:
    with pytest.raises(Problem, match="square"):
        prepare(samples.photo(), (ResizeShort(32), Normalize()), "")


def test_that_results_cannot_be_changed_by_mistake() -> None:
    assert not prepare(samples.photo(), demo_steps(), "").shown.flags.writeable


@pytest.mark.parametrize("channels", [2, 4])
def test_that_steps_for_other_pictures_than_photos_are_one_line(channels: int) -> None:
    steps = (*paper_steps()[:-1], Normalize((0.5,) * channels, (0.5,)))
    with pytest.raises(
        Problem, match=f"with {channels} channels, and photographs have 3"
    ) as caught:
        prepare(samples.photo(), steps, "")
    assert caught.value.code == "channels"


def test_that_a_grey_picture_has_one_channel_and_is_shown_grey() -> None:
    image, steps = samples.photo(), (ResizeExact(40), Grey(), Normalize((0.5,), (0.5,)))
    prepared = prepare(image, steps, "")
    wanted = np.asarray(image.resize((40, 40), BICUBIC, reducing_gap=3.0).convert("L"))
    assert prepared.values.shape == (1, 40, 40)
    assert np.allclose(prepared.values[0], wanted / 127.5 - 1, atol=1e-6)
    assert all(np.array_equal(prepared.shown[..., channel], wanted) for channel in range(3))
