"""Configs and events as plain values: there and back, wrong ones refused in one line."""

from __future__ import annotations

import dataclasses
import json
import tomllib

import pytest
import tomli_w

from xception_gui.base.config import XceptionConfig
from xception_gui.base.events import (
    BatchHalved,
    CheckpointSaved,
    EpochDone,
    Paused,
    PictureLost,
    RateFound,
    RateTried,
    Resumed,
    RunEnded,
    RunStarted,
    StepDone,
    TrainingEvent,
    from_line,
    to_line,
)
from xception_gui.base.problem import Problem
from xception_gui.base.training import RECIPES, TrainingConfig
from xception_gui.base.training_config import pairs_text
from xception_gui.base.training_settings import SETTINGS

EVENTS: list[TrainingEvent] = [
    RunStarted("runs/ä", ("cat", "狗"), 90, 10, 0, 30, 3, "cpu", "bfloat16", 2),
    StepDone(1, 0, 2.3, 0.1, 0.01, 300.0),
    EpochDone(0, 10, 1.0, 0.5, 1.1, 0.4, 0.9, 12.5),
    CheckpointSaved("runs/ä/checkpoint.pt", 10),
    StepDone(2, 0, 2.2, 0.2, 0.01, 300.0, {"entry": 0.5, "exit": 1.5}),
    BatchHalved(3, 16, 2),
    PictureLost(4, "cat/é.jpg", "it ends early"),
    Paused(3),
    Resumed(3),
    RateTried(0.1, 2.0, 2.1),
    RateFound(None),
    RunEnded("stopped", 10, "runs/ä/checkpoint.pt", None),
    RunEnded("failed", 10, "w", None, "", "data-lost", {"file": "cat/é.jpg"}),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_that_an_event_survives_its_line(event: TrainingEvent) -> None:
    line = to_line(event)
    assert "\n" not in line
    assert from_line(line) == event


@pytest.mark.parametrize("line", ["", "{}", '{"event": "Nothing"}', '{"event": "StepDone"}', "[1]"])
def test_that_a_damaged_line_is_a_problem(line: str) -> None:
    with pytest.raises(Problem):
        from_line(line)


@pytest.mark.parametrize("name", list(RECIPES))
def test_that_a_recipe_survives_json(name: str) -> None:
    plain = json.loads(json.dumps(RECIPES[name].to_dict()))
    assert TrainingConfig.from_dict(plain) == RECIPES[name]


@pytest.mark.parametrize("name", list(RECIPES))
def test_that_a_recipe_survives_toml(name: str) -> None:
    text = tomli_w.dumps(RECIPES[name].to_dict())
    assert TrainingConfig.from_dict(tomllib.loads(text)) == RECIPES[name]


def test_that_every_single_value_is_described_and_checked() -> None:
    fields = {field.name: field.type for field in dataclasses.fields(TrainingConfig)}
    whole = {"model", "preprocessing", "recipe"}
    assert {setting.name for setting in SETTINGS} == fields.keys() - whole
    for setting in SETTINGS:
        assert setting.about
        kind = str(fields[setting.name]).partition("[")[0]
        assert kind in (setting.kind.__name__, "Augmentation", "TrainingPrecision")


@pytest.mark.parametrize("name", list(RECIPES))
def test_that_pairs_survive_their_text(name: str) -> None:
    recipe = RECIPES[name]
    texts = {name: pairs_text(getattr(recipe, name)) for name in ("growth", "thaw")}
    assert recipe.changed(texts) == recipe
    third = TrainingConfig(growth=((0, 36), (2 / 3, 48)))
    assert recipe.changed({"growth": pairs_text(third.growth)}).growth == third.growth
    assert recipe.changed({"growth": " 0.5 = 48,0=36"}).growth == ((0.0, 36), (0.5, 48))


@pytest.mark.parametrize("text", ["36", "0=36,", "0=36=48", "a=36", "0=b", "2=36"])
def test_that_what_are_no_pairs_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(Problem, match="growth"):
        TrainingConfig().changed({"growth": text})


def test_that_a_config_may_change_single_values_of_a_recipe() -> None:
    changed = TrainingConfig.from_dict({"recipe": "demo", "epochs": 2, "model": {"width": 0.5}})
    assert (changed.epochs, changed.model.width) == (2, 0.5)
    assert changed.model.strides == RECIPES["demo"].model.strides


@pytest.mark.parametrize(
    "values",
    [
        {"epochs": 0},
        {"epochs": 2.5},
        {"epochs": True},
        {"decay": float("nan")},
        {"optimiser": "adam"},
        {"thaw": [[0.5, "stem"]]},
        {"thaw": [0.5]},
        {"thaw": [[0.2, "classifier"], [0.4, "exit"]]},
        {"growth": [[0, 0]]},
        {"growth": [[0, 32], [0.5, -8]]},
        {"growth": [[0, 5000]]},
        {"growth": [[0, float("inf")]]},
        {"growth": [[2, 32]]},
        {"compile": 1},
        {"recipe": "cake"},
        {"recipe": ["demo"]},
        {"model": 3},
        {"batch_size": 1},
        {"learning_rate": "fast"},
        {"augmentation": "spin"},
        {"precision": "int8"},
        {"speed": 3},
        {"model": {"width": -1}},
        {"model": {"depth": 3}},
    ],
)
def test_that_a_wrong_training_value_is_one_line(values: dict[str, object]) -> None:
    with pytest.raises(Problem) as caught:
        TrainingConfig.from_dict(values)
    assert "\n" not in str(caught.value)


def test_that_a_head_that_learns_alone_may_have_flows_that_never_thaw() -> None:
    config = TrainingConfig(trained="head", thaw=((0.2, "classifier"),))
    assert TrainingConfig.from_dict(config.to_dict()) == config


def test_that_an_architecture_survives_json() -> None:
    config = XceptionConfig(hidden=(64, 32), segments=4, strides=(1, 2, 2, 2, 1))
    assert XceptionConfig.from_dict(json.loads(json.dumps(config.to_dict()))) == config


def test_that_no_weights_are_a_random_start_of_the_runs_own_network() -> None:
    assert TrainingConfig(weights="none") == TrainingConfig()
    assert RECIPES["fine-tune"].changed({"weights": "none"}).with_input_size(64).weights == ""
    assert TrainingConfig.from_dict({"weights": "none"}).to_dict()["weights"] == ""
