"""The steps, their text form, and where their crop lies on the photo."""

from __future__ import annotations

import json

import pytest

from xception_gui.base.preprocessing import (
    CenterCrop,
    Normalize,
    ResizeExact,
    ResizeShort,
    crop_box,
    demo_steps,
    input_size,
    made_grey,
    paper_steps,
    resized,
    steps_from_list,
    steps_id,
    steps_to_list,
)
from xception_gui.base.problem import Problem


@pytest.mark.parametrize(
    "steps", [paper_steps(), demo_steps(), demo_steps(32), made_grey(paper_steps())]
)
def test_that_steps_survive_json(steps: tuple[object, ...]) -> None:
    plain = json.loads(json.dumps(steps_to_list(steps)))  # type: ignore[arg-type]
    assert steps_from_list(plain) == steps


@pytest.mark.parametrize(
    "plain",
    [
        [{"step": "rotate"}],
        [{"size": 3}],
        [{"step": "center-crop", "wide": 3}],
        [3],
        [{"step": "resize-exact", "size": 1_000_000}],
        [{"step": "center-crop", "size": 0}],
        [{"step": "resize-short", "size": 9, "filter": "magic"}],
        [{"step": "normalize", "std": [0]}],
    ],
)
def test_that_unknown_steps_are_a_problem(plain: list[object]) -> None:
    with pytest.raises(Problem):
        steps_from_list(plain)  # type: ignore[arg-type]


def test_that_the_crop_of_a_landscape_is_its_middle() -> None:
    left, top, right, bottom = crop_box((ResizeShort(299), CenterCrop(299)), 1600, 1200)
    assert (top, bottom) == pytest.approx((0, 1200), abs=2)
    assert (left, right) == pytest.approx((200, 1400), abs=3)
    assert right - left == pytest.approx(bottom - top, abs=3)


def test_that_a_crop_fraction_leaves_a_border() -> None:
    left, top, right, bottom = crop_box(paper_steps(299, 0.8975), 1000, 1000)
    assert right - left == pytest.approx(897.9, abs=0.5)
    assert left == pytest.approx(top)
    assert bottom == pytest.approx(1000 - top, abs=4)


def test_that_an_exact_resize_keeps_the_whole_picture() -> None:
    assert crop_box((ResizeExact(299),), 640, 480) == (0, 0, 640, 480)


def test_that_enlarging_after_the_crop_changes_no_box() -> None:
    assert crop_box(demo_steps(48), 640, 480) == crop_box(demo_steps(32), 640, 480)


def test_that_the_last_sizing_step_is_the_input_size() -> None:
    assert input_size(demo_steps(48, 32)) == 48
    assert input_size(paper_steps()) == 299
    with pytest.raises(Problem):
        input_size((Normalize(),))


def test_that_two_pipelines_never_share_an_id() -> None:
    ids = [steps_id(s) for s in (paper_steps(), paper_steps(150), demo_steps(), demo_steps(64))]
    assert len(set(ids)) == 4


@pytest.mark.parametrize("size", [32, 128, 299, 512])
def test_that_resized_steps_are_those_of_that_size(size: int) -> None:
    assert resized(paper_steps(), size) == paper_steps(size)
    assert input_size(resized(demo_steps(48, 32), size)) == size


def test_that_every_step_is_resized_in_its_share() -> None:
    assert resized(demo_steps(48, 32), 96) == demo_steps(96, 64)
    cropped = (ResizeExact(342), CenterCrop(299), Normalize())
    assert resized(cropped, 128) == (ResizeExact(146), CenterCrop(128), Normalize())
    assert resized(paper_steps(), 4000)[:2] == (ResizeShort(4096), CenterCrop(4000))
