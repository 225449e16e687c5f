"""MixUp, CutMix, RandAugment and erasing: torchvision's, by the batch and repeatable."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch.nn import functional

from xception_gui.base.training import TrainingConfig
from xception_gui.training.augment import augment, draws
from xception_gui.training.mixing import Targets, mixed
from xception_gui.training.rand_augment import _operations, erase, rand_augment

PIXELS = torch.randint(
    0, 256, (16, 3, 32, 32), dtype=torch.uint8, generator=torch.Generator().manual_seed(0)
)
CLASSES = torch.arange(16) % 4
OPERATIONS = (
    "Identity", "ShearX", "ShearY", "TranslateX", "TranslateY", "Rotate", "Brightness", "Color",
    "Contrast", "Sharpness", "Posterize", "Solarize", "AutoContrast", "Equalize",
)  # fmt: skip


@pytest.mark.parametrize("number", range(14), ids=OPERATIONS)
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_that_an_operation_is_torchvisions(number: int, sign: float) -> None:
    from torchvision.transforms import InterpolationMode, v2

    judge = v2.RandAugment(fill=127)
    name, magnitude = OPERATIONS[number], 12
    spaces, signed = judge._AUGMENTATION_SPACE[name]
    steps = spaces(31, 32, 32)
    strength = 0.0 if steps is None else float(steps[magnitude]) * (sign if signed else 1)
    fill = judge._fill if hasattr(judge, "_fill") else judge.fill
    expected = judge._apply_image_or_video_transform(
        PIXELS, name, strength, interpolation=InterpolationMode.NEAREST, fill=fill
    )
    found = _operations(magnitude / 30, 32)[number](PIXELS, sign)
    assert int((found.int() - expected.int()).abs().max()) <= 1  # of 255: strengths in float32


def test_that_pictures_are_changed_in_the_same_way_in_any_batch() -> None:
    config = TrainingConfig(rand_augment=2, erasing=0.5)
    numbers = draws(config, 1, 16)
    whole = augment(PIXELS, numbers, config)
    assert whole.dtype == torch.uint8
    assert torch.equal(whole[3:7], augment(PIXELS[3:7], numbers[3:7], config))
    changed = (whole != augment(PIXELS, numbers[:, :12], TrainingConfig())).flatten(1).any(1)
    assert int(changed.sum()) > 10


def test_that_more_changes_leave_the_draws_of_the_others_alone() -> None:
    few, many = TrainingConfig(), TrainingConfig(rand_augment=2, erasing=0.5)
    assert torch.equal(draws(few, 2, 9), draws(many, 2, 9)[:, :12])


def test_that_no_strength_changes_little() -> None:
    numbers = torch.rand(16, 2, generator=torch.Generator().manual_seed(1)) * 9.9 / 14
    assert torch.equal(rand_augment(PIXELS, numbers, 0), PIXELS)


def test_that_a_rectangle_of_a_third_at_most_is_erased() -> None:
    white = torch.full((500, 3, 40, 40), 255, dtype=torch.uint8)
    numbers = torch.rand(500, 5, generator=torch.Generator().manual_seed(0))
    holes = (erase(white, numbers, 0.4) == 127).all(1).flatten(1).float().mean(1)
    assert 150 < int((holes > 0).sum()) < 250
    assert 0.25 < float(holes.max()) < 0.37
    assert float(holes[holes > 0].min()) < 0.05


def test_that_mixup_mixes_pictures_and_classes_by_the_same_share() -> None:
    x = PIXELS.float()
    config = TrainingConfig(mixup=0.4)
    found, targets = mixed(x, CLASSES, config, 7)
    expected = targets.share * x + (1 - targets.share) * x.roll(1, 0)
    torch.testing.assert_close(found, expected)
    soft = targets.share * functional.one_hot(CLASSES, 4) + (1 - targets.share) * (
        functional.one_hot(CLASSES.roll(1), 4)
    )
    logits = torch.randn(16, 4, generator=torch.Generator().manual_seed(0))
    for smoothing in (0.0, 0.1):
        wanted = functional.cross_entropy(logits, soft, label_smoothing=smoothing)
        assert float(targets.loss(logits, slice(None), smoothing)) == pytest.approx(float(wanted))


def test_that_an_answer_is_right_by_the_share_of_its_class() -> None:
    """By the first picture's alone, who sees nothing but the second is said to be wrong."""
    seen = torch.tensor([0, 1, 2, 3])
    both = Targets(torch.tensor([0, 1, 3, 0]), torch.tensor([3, 1, 2, 1]), 0.25)
    logits = functional.one_hot(seen, 4).float()
    assert float(both.right(logits, slice(None))) == pytest.approx(0.25 + 1 + 0.75 + 0)
    assert float(both.right(logits[2:], slice(2, 4))) == pytest.approx(0.75)
    assert float(Targets(both.classes).right(logits, slice(None))) == 2


def test_that_cutmix_gives_each_class_the_share_of_its_pixels() -> None:
    x = torch.arange(16.0).view(16, 1, 1, 1).expand(16, 3, 20, 20).contiguous()
    shares = []
    for step in range(20):
        found, targets = mixed(x, CLASSES, TrainingConfig(cutmix=1.0), step)
        kept = (found == x).float().mean()
        assert targets.share == pytest.approx(float(kept))
        shares.append(targets.share)
    assert min(shares) < 0.4 < 0.8 < max(shares)


def test_that_both_take_turns_and_a_step_repeats_itself() -> None:
    config = TrainingConfig(cutmix=1.0, mixup=1.0)
    x = PIXELS.float()
    kinds = set()
    for step in range(12):
        found, targets = mixed(x, CLASSES, config, step)
        assert torch.equal(found, mixed(x, CLASSES, config, step)[0])
        kinds.add(bool(((found == x) | (found == x.roll(1, 0))).all()))
        assert targets.share != mixed(x, CLASSES, replace(config, seed=1), step)[1].share
    assert kinds == {True, False}


def test_that_without_mixing_the_batch_is_what_it_was() -> None:
    x = PIXELS.float()
    found, targets = mixed(x, CLASSES, TrainingConfig(), 0)
    assert found is x
    assert targets == Targets(CLASSES)
