"""Heat maps against captum, against the logit they explain, and in every awkward situation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch
from captum.attr import LayerGradCam

from tests.explanation.conftest import CONFIG, picture
from xception_gui.base.config import XceptionConfig
from xception_gui.base.problem import Problem
from xception_gui.base.results import Activation, FloatArray, Heatmap, Prepared
from xception_gui.explanation import explain
from xception_gui.explanation.cam import cam, grad_cam
from xception_gui.inference import Engine
from xception_gui.inspection import capture
from xception_gui.model import Xception
from xception_gui.model.xception import LAST_ACTIVATION

LAYERS = [
    LAST_ACTIVATION,
    "exit",
    "exit.sepconv4.depthwise",
    "exit.block12",
    "exit.block12.skip",
    "middle.block5.act2",
    "middle",
    "entry.block1.sepconv2",
    "entry.act1",
]
MakeEngine = Callable[[XceptionConfig], Engine]


def raw(heatmap: Heatmap) -> FloatArray:
    return heatmap.values * np.float32(heatmap.peak)


def captums(model: Xception, prepared: Prepared, target: int, layer: str) -> FloatArray:
    judge = LayerGradCam(model, model.get_submodule(layer))
    x = torch.from_numpy(prepared.values)[None]
    found = judge.attribute(x, target=target, relu_attributions=True)
    return np.asarray(found[0, 0].detach().numpy())


def unfolded(engine: Engine, prepared: Prepared) -> Activation:
    """The last activation as captum sees it; folded batch norms round differently."""
    with torch.inference_mode(), capture(engine.model, [LAST_ACTIVATION]) as seen:
        engine.model(torch.from_numpy(prepared.values)[None])
    values = seen.activations[LAST_ACTIVATION][0].numpy()
    return replace(engine.predict(prepared)[1], values=values)


def close(ours: FloatArray, theirs: FloatArray) -> bool:
    assert ours.shape == theirs.shape
    return float(np.abs(ours - theirs).max()) <= 1e-6 * float(theirs.max())


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("hidden", [(), (16,)], ids=["linear", "hidden"])
def test_that_heat_maps_equal_captums(
    make_engine: MakeEngine, prepared: Prepared, layer: str, hidden: tuple[int, ...]
) -> None:
    engine = make_engine(replace(CONFIG, hidden=hidden))
    given, spoken = unfolded(engine, prepared), 0
    for target in range(CONFIG.num_classes):
        found = explain(engine, prepared, target, layer, given)
        theirs = captums(engine.model, prepared, target, layer)
        assert found.peak > 0 or not theirs.any()
        spoken += found.peak > 0
        assert found.peak == 0 or close(raw(found), theirs)
    assert spoken >= 2
    assert found.method == ("cam" if layer in LAYERS[:2] and not hidden else "grad-cam")


def test_that_another_class_or_layer_is_not_captums(engine: Engine, prepared: Prepared) -> None:
    targets = [t for t in range(5) if explain(engine, prepared, t).peak > 0]
    theirs = captums(engine.model, prepared, targets[0], "exit.act4")
    assert close(raw(explain(engine, prepared, targets[0], "exit.act4", method="grad-cam")), theirs)
    assert not close(raw(explain(engine, prepared, targets[1], "exit.act4")), theirs)
    assert not close(raw(explain(engine, prepared, targets[0], "exit.bn4")), theirs)


def test_that_the_predictions_own_activation_gives_captums_map_to_rounding(
    engine: Engine, prepared: Prepared
) -> None:
    activation = engine.predict(prepared)[1]
    weight = engine.model.get_classifier().weight.detach().numpy()  # type: ignore[union-attr,operator]
    for target in range(5):
        found = explain(engine, prepared, target, activation=activation)
        theirs = captums(engine.model, prepared, target, LAST_ACTIVATION)
        summed = cam(
            activation.values, np.abs(weight[target])
        ).max()  # what rounding is relative to
        assert np.abs(raw(found) - theirs).max() <= 3e-6 * summed


def test_that_the_sum_of_cam_and_the_bias_are_the_logit(engine: Engine) -> None:
    fc = engine.model.get_classifier()
    weight, bias = fc.weight.detach().numpy(), fc.bias.detach().numpy()  # type: ignore[union-attr,operator]
    for seed in range(3):
        prediction, activation = engine.predict(picture(seed))
        maps = cam(activation.values, weight)
        assert maps.shape == (5, 3, 3)
        total = maps.sum(axis=(1, 2), dtype=np.float64) + bias
        scale = np.abs(maps).sum(axis=(1, 2)).max()
        assert np.abs(total - prediction.logits).max() <= 1e-6 * scale
        # The bound means something: without the bias it fails.
        assert np.abs(total - bias - prediction.logits).max() > 1e-4 * scale


def test_that_cam_of_one_class_is_its_row_of_all(engine: Engine, prepared: Prepared) -> None:
    activation = engine.predict(prepared)[1].values
    weight = engine.model.get_classifier().weight.detach().numpy()  # type: ignore[union-attr,operator]
    every = cam(activation, weight)
    for target in range(5):
        np.testing.assert_allclose(cam(activation, weight[target]), every[target], rtol=1e-5)


def test_that_cam_and_grad_cam_agree_at_the_last_activation(
    engine: Engine, prepared: Prepared
) -> None:
    target = engine.predict(prepared)[0].top(1)[0].index
    given = unfolded(engine, prepared)
    exact = explain(engine, prepared, target, activation=given, method="cam")
    gradients = explain(engine, prepared, target, method="grad-cam")
    assert (exact.method, gradients.method) == ("cam", "grad-cam")
    assert close(raw(exact), raw(gradients))


def test_that_a_heat_map_is_scaled_to_its_peak(engine: Engine, prepared: Prepared) -> None:
    target = engine.predict(prepared)[0].top(1)[0].index
    found = explain(engine, prepared, target, "middle.block5")
    before = grad_cam(engine.model, prepared.values, target, "middle.block5")
    assert found.values.dtype == np.float32
    assert (found.values.min(), found.values.max()) == (0.0, 1.0)
    assert found.peak == before.max()
    np.testing.assert_allclose(raw(found), np.maximum(before, 0), atol=1e-6 * found.peak)


def test_that_a_heat_map_carries_where_it_came_from(engine: Engine, prepared: Prepared) -> None:
    prediction, activation = engine.predict(prepared)
    found = explain(engine, prepared, 3, "act4", activation)
    assert found.origin == prediction.origin
    assert (found.layer, found.class_index, found.label) == (LAST_ACTIVATION, 3, "class 3")


def test_that_a_given_activation_needs_no_pass(
    engine: Engine, prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = explain(engine, prepared, 1)
    activation = engine.predict(prepared)[1]

    def refuse(*_: object) -> None:
        raise AssertionError("a pass")

    monkeypatch.setattr(Engine, "predict", refuse)
    monkeypatch.setattr(Xception, "forward", refuse)
    found = explain(engine, prepared, 1, LAST_ACTIVATION, activation)
    assert np.array_equal(found.values, expected.values)
    with pytest.raises(AssertionError, match="a pass"):
        explain(engine, prepared, 1)


@pytest.mark.parametrize("foreign", ["picture", "state", "layer"])
def test_that_a_foreign_activation_is_not_used(
    engine: Engine, prepared: Prepared, foreign: str
) -> None:
    expected = explain(engine, prepared, 1)
    own = engine.predict(prepared)[1]
    origin, path = own.origin, own.path
    if foreign == "picture":
        origin = replace(origin, image_id="other")
    elif foreign == "state":
        origin = replace(origin, state_id="other")
    else:
        path = "exit.bn4"
    given = Activation(origin, path, own.values[:, ::-1] * 2)
    found = explain(engine, prepared, 1, LAST_ACTIVATION, given)
    assert np.array_equal(found.values, expected.values)


def test_that_nothing_for_a_class_is_an_empty_map(make_engine: MakeEngine) -> None:
    engine = make_engine(CONFIG)
    with torch.no_grad():
        engine.model.get_classifier().weight[2] = -1.0  # type: ignore[index]
    found = explain(engine, picture(1), 2)
    assert found.peak == 0
    assert not found.values.any()


@pytest.mark.parametrize("layer", [LAST_ACTIVATION, "middle"])
def test_that_explaining_leaves_no_trace(make_engine: MakeEngine, layer: str) -> None:
    engine = make_engine(replace(CONFIG, drop_rate=0.5, hidden=(8,)))
    engine.model.middle.train()
    modes = [module.training for module in engine.model.modules()]
    state = {name: value.clone() for name, value in engine.model.state_dict().items()}
    random = torch.get_rng_state()
    first, second = (explain(engine, picture(1), 1, layer) for _ in range(2))
    assert np.array_equal(first.values, second.values)
    assert [module.training for module in engine.model.modules()] == modes
    assert all(parameter.grad is None for parameter in engine.model.parameters())
    assert all(torch.equal(state[n], value) for n, value in engine.model.state_dict().items())
    assert torch.equal(torch.get_rng_state(), random)


@pytest.mark.parametrize("mode", [torch.inference_mode, torch.no_grad])
def test_that_explaining_works_where_gradients_are_off(
    engine: Engine, prepared: Prepared, mode: Callable[[], torch.no_grad]
) -> None:
    expected = explain(engine, prepared, 1, "middle")
    with mode():
        found = explain(engine, prepared, 1, "middle")
    assert np.array_equal(found.values, expected.values)


def test_that_frozen_parameters_make_no_difference(make_engine: MakeEngine) -> None:
    free, frozen = make_engine(CONFIG), make_engine(CONFIG)
    frozen.model.requires_grad_(False)
    maps = [explain(each, picture(1), 1, "middle") for each in (free, frozen)]
    assert close(raw(maps[0]), raw(maps[1]))


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        ("classifier.pool", r"classifier\.pool gives \d+×1×1"),
        ("fc", r"classifier\.fc gives 5,"),
        ("", "xception gives 5,"),
        ("exit.act9", r"no module exit\.act9.*exit\.act"),
        ("act1", "fits several"),
    ],
)
def test_that_a_layer_without_a_map_is_one_line(
    engine: Engine, prepared: Prepared, layer: str, words: str
) -> None:
    with pytest.raises(Problem, match=words) as caught:
        explain(engine, prepared, 1, layer)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("target", [-1, 5, 10**9])
def test_that_a_class_out_of_range_is_one_line(
    engine: Engine, prepared: Prepared, target: int
) -> None:
    with pytest.raises(Problem, match=f"“{target}”.*from 0 to 4"):
        explain(engine, prepared, target)


def test_that_a_network_without_classes_explains_none(make_engine: MakeEngine) -> None:
    with pytest.raises(Problem, match="without a classifier"):
        explain(make_engine(replace(CONFIG, num_classes=0)), picture(1), 0)


def test_that_cam_is_refused_where_it_would_be_wrong(
    make_engine: MakeEngine, engine: Engine, prepared: Prepared
) -> None:
    with pytest.raises(Problem, match="CAM is not possible at middle:"):
        explain(engine, prepared, 1, "middle", method="cam")
    with pytest.raises(Problem, match=r"CAM is not possible at exit\.act4:"):
        explain(make_engine(replace(CONFIG, hidden=(8,))), prepared, 1, method="cam")


@pytest.mark.parametrize("layer", [LAST_ACTIVATION, "middle"])
@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_that_a_map_that_is_no_number_is_one_line(
    make_engine: MakeEngine, layer: str, value: float
) -> None:
    engine = make_engine(CONFIG)
    activation = engine.predict(picture(1))[1]
    with torch.no_grad():
        engine.model.get_classifier().weight[1, 0] = value  # type: ignore[index]
    with pytest.raises(Problem, match=f"{layer} holds NaN or infinity: narrow"):
        explain(engine, picture(1), 1, layer, activation)
