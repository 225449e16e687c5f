"""`XceptionConfig`: what is refused, and how."""

from __future__ import annotations

import pytest

from xception_gui.base.config import XceptionConfig
from xception_gui.base.problem import Problem

WRONG = [
    ("in_chans", 0),
    ("in_chans", 3.0),
    ("num_classes", -1),
    ("num_classes", True),
    ("width", 0),
    ("width", 9.0),
    ("width", float("nan")),
    ("width", "1"),
    ("middle_blocks", -1),
    ("middle_blocks", 65),
    ("strides", (2, 2, 2, 2)),
    ("strides", (2, 2, 0, 2, 2)),
    ("strides", (2, 2, 2, 2, 5)),
    ("residual", 1),
    ("order", "both"),
    ("mid_activation", "gelu"),
    ("segments", 0),
    ("drop_rate", 1.0),
    ("drop_rate", -0.1),
    ("hidden", (0,)),
    ("hidden", (4096.0,)),
    ("conv_bias", "yes"),
    ("stem_padding", 1),
    ("pool_padding", "valid"),
    ("bn_eps", 0.0),
    ("bn_momentum", 0.0),
    ("bn_momentum", 1.5),
]


@pytest.mark.parametrize(("field", "value"), WRONG, ids=str)
def test_that_a_wrong_value_is_one_line_naming_field_and_value(field: str, value: object) -> None:
    with pytest.raises(Problem) as caught:
        XceptionConfig(**{field: value})  # type: ignore[arg-type]
    line = str(caught.value)
    assert "\n" not in line
    assert field in line
    shown = value[-1] if field == "hidden" and isinstance(value, tuple) else value
    assert str(shown) in line or (field == "strides" and any(n in line for n in ("0", "5")))


def test_that_one_segment_and_an_activation_between_exclude_each_other() -> None:
    with pytest.raises(Problem, match="no two halves"):
        XceptionConfig(segments=1, mid_activation="relu")


def test_that_an_unknown_setting_is_refused_by_name() -> None:
    with pytest.raises(Problem, match="depth_multiplier"):
        XceptionConfig.from_dict({"depth_multiplier": 2})


def test_that_something_that_is_no_sequence_is_refused() -> None:
    with pytest.raises(Problem):
        XceptionConfig.from_dict({"strides": 2})


def test_that_a_config_survives_its_plain_values() -> None:
    config = XceptionConfig(width=0.25, strides=(1, 2, 2, 2, 1), hidden=(64, 32), segments=4)
    assert XceptionConfig.from_dict(config.to_dict()) == config
    assert hash(XceptionConfig(strides=[2, 2, 2, 2, 2])) == hash(XceptionConfig())  # type: ignore[arg-type]


def test_that_channels_are_rounded_and_never_none() -> None:
    assert XceptionConfig(width=0.25).channels(728) == 182
    assert XceptionConfig(width=0.01).channels(32) == 1
