"""Augmentation and schedule are functions of seed, epoch and index."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image
from torch.nn import functional

from xception_gui.base.preprocessing import Normalize, Steps, demo_steps, made_grey
from xception_gui.base.training import TrainingConfig
from xception_gui.images import prepare
from xception_gui.training.augment import augment, draws, mix, to_input
from xception_gui.training.distort import DISTORTIONS, distort
from xception_gui.training.schedule import order

CONFIG = TrainingConfig(augmentation="crop-flip", pad=4)


def test_that_a_batch_equals_its_pictures_cropped_and_flipped_one_by_one() -> None:
    pixels = torch.randint(0, 255, (32, 3, 12, 12), dtype=torch.uint8)
    numbers = draws(CONFIG, 3, 32)
    padded = functional.pad(pixels.float(), (4, 4, 4, 4), mode="reflect").byte()
    changed = augment(pixels, numbers, CONFIG)
    for picture, draw, result in zip(padded, numbers, changed, strict=True):
        top, left = (draw[:2] * 9).long().tolist()
        wanted = picture[:, top : top + 12, left : left + 12]
        assert torch.equal(result, wanted.flip(-1) if draw[2] < 0.5 else wanted)


def test_that_a_picture_is_changed_in_the_same_way_in_any_batch() -> None:
    pixels = torch.randint(0, 255, (16, 3, 12, 12), dtype=torch.uint8)
    numbers = draws(CONFIG, 0, 16)
    whole = augment(pixels, numbers, CONFIG)
    assert torch.equal(whole[5:9], augment(pixels[5:9], numbers[5:9], CONFIG))


def test_that_augmentation_leaves_the_process_wide_generator_alone() -> None:
    before = torch.get_rng_state()
    augment(torch.zeros(2, 3, 8, 8, dtype=torch.uint8), draws(CONFIG, 0, 2), CONFIG)
    order(CONFIG.seed, 1, 50)
    assert torch.equal(before, torch.get_rng_state())


def test_that_each_epoch_has_its_own_order_of_all_pictures() -> None:
    first, second = (order(CONFIG.seed, epoch, 100).tolist() for epoch in (0, 1))
    assert sorted(first) == sorted(second) == list(range(100))
    assert first != second
    assert first == order(CONFIG.seed, 0, 100).tolist()


def test_that_near_numbers_give_unrelated_seeds() -> None:
    seeds = {
        mix(seed, epoch, index) for seed in range(10) for epoch in range(10) for index in range(9)
    }
    assert len(seeds) == 900
    assert all(0 <= seed < 2**63 for seed in seeds)


GREY = (*made_grey(demo_steps(48, 32))[:-1], Normalize((0.5,), (0.5,)))


@pytest.mark.parametrize("steps", [demo_steps(48, 32), GREY], ids=["colour", "grey"])
def test_that_training_sees_what_prediction_sees(steps: Steps) -> None:
    """Enlarging in torch equals Pillow's, to the rounding of one of 255 levels."""
    picture = np.random.default_rng(0).integers(0, 255, (32, 32, 3), dtype=np.uint8)
    predicted = torch.from_numpy(prepare(Image.fromarray(picture), steps, "").values)
    trained = to_input(torch.from_numpy(picture).permute(2, 0, 1)[None], 48, steps)[0]
    assert predicted.shape == trained.shape
    assert float((predicted - trained).abs().max()) <= 2 / 255 + 1e-6


def test_that_strong_changes_are_the_same_for_a_picture_in_any_batch() -> None:
    config = TrainingConfig(augmentation="strong", pad=4)
    pixels = torch.randint(0, 256, (16, 3, 32, 32), dtype=torch.uint8)
    numbers = draws(config, 1, 16)
    whole = augment(pixels, numbers, config)
    assert whole.shape == pixels.shape
    assert whole.dtype == torch.uint8
    assert torch.equal(whole[3:7], augment(pixels[3:7], numbers[3:7], config))
    assert not torch.equal(whole, augment(pixels, draws(config, 2, 16), config))


def test_that_half_of_the_pictures_lose_a_square_to_grey() -> None:
    config = TrainingConfig(augmentation="strong", pad=0)
    white = torch.full((400, 3, 32, 32), 250, dtype=torch.uint8)
    numbers = draws(config, 0, 400)
    numbers[:, 6:9] = 0.5  # of the distortions: no colour changes
    grey = (augment(white, numbers, config) == 128).all(1).flatten(1).sum(1)
    assert 140 < int((grey > 0).sum()) < 260
    assert int(grey.max()) <= round(0.3 * 32 + 1) ** 2


def test_that_a_strong_change_of_nothing_is_nothing() -> None:
    numbers = torch.full((4, DISTORTIONS), 0.5)  # no zoom, factor 1, no hole
    pixels = torch.randint(0, 256, (4, 3, 16, 16), dtype=torch.uint8)
    assert torch.equal(distort(pixels, numbers), pixels)


def test_that_strong_changes_end_where_the_recipe_says() -> None:
    strong = TrainingConfig(augmentation="strong", strong_until=0.7, epochs=10)
    crop = TrainingConfig(augmentation="crop-flip")
    pixels = torch.randint(0, 256, (16, 3, 32, 32), dtype=torch.uint8)
    numbers = draws(strong, 0, 16)
    assert not torch.equal(augment(pixels, numbers, strong, 6), augment(pixels, numbers, crop, 6))
    assert torch.equal(augment(pixels, numbers, strong, 7), augment(pixels, numbers, crop, 7))
