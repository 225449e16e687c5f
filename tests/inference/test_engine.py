"""Predictions: the model's own answer, with its origin, alone or in a batch."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from tests.inference.samples import CLASSES, SIZE, loaded, picture
from xception_gui.base.problem import Problem
from xception_gui.base.results import Origin
from xception_gui.explanation import explain
from xception_gui.inference import Engine
from xception_gui.inference import engine as engine_module
from xception_gui.inference.engine import _exact, softmax
from xception_gui.model.xception import LAST_ACTIVATION
from xception_gui.weights import Loaded


@pytest.fixture(scope="module")
def source() -> Loaded:
    return loaded()


@pytest.fixture(scope="module")
def engine(source: Loaded) -> Engine:
    return Engine(source, "cpu")


def test_that_a_prediction_is_the_unfolded_models_answer(source: Loaded, engine: Engine) -> None:
    prediction, activation = engine.predict(picture(1))
    with torch.inference_mode():
        last = source.model.forward_features(torch.from_numpy(picture(1).values)[None])
        logits = source.model.forward_head(last)
    expected = logits.softmax(1).numpy()[0]
    assert np.abs(prediction.logits - logits.numpy()[0]).max() <= 1e-5 * logits.abs().max()
    assert np.abs(prediction.probabilities - expected).max() <= 1e-5
    assert np.abs(activation.values - last.numpy()[0]).max() <= 1e-5 * last.max()
    assert prediction.top(1)[0].label == CLASSES[int(logits.argmax())]


def test_that_one_class_alone_has_the_sigmoid_of_its_logit() -> None:
    engine = Engine(loaded(num_classes=1), "cpu")
    for seed in range(3):
        prediction, activation = engine.predict(picture(seed))
        wanted = float(torch.tensor(prediction.logits).sigmoid())
        assert 0.0 < prediction.top(1)[0].probability < 1.0
        assert prediction.top(1)[0].probability == pytest.approx(wanted, rel=1e-5)
    heat = explain(engine, picture(2), 0, activation=activation)
    assert heat.values.shape == activation.values.shape[1:]
    extreme = softmax(np.array([[-2000.0], [2000.0]], np.float32))
    assert extreme.tolist() == [[0.0], [1.0]]


def test_that_the_activation_is_of_the_same_pass_as_the_logits(engine: Engine) -> None:
    """Pooled and weighed by the classifier it gives exactly these logits."""
    prediction, activation = engine.predict(picture(2))
    head = engine.model.classifier.fc
    pooled = activation.values.mean((1, 2))
    again = head.weight.detach().numpy() @ pooled + head.bias.detach().numpy()
    assert np.abs(again - prediction.logits).max() <= 1e-5 * np.abs(again).max()
    assert activation.path == LAST_ACTIVATION
    assert activation.values.flags.c_contiguous
    assert activation.origin == prediction.origin


def test_that_a_prediction_says_where_it_came_from(engine: Engine) -> None:
    prepared = picture(3)
    prediction, _ = engine.predict(prepared)
    assert prediction.origin == Origin("picture 3", engine.state_id, prepared.preprocessing_id)
    assert (prediction.weights, prediction.weights_sha256) == ("narrow", "f" * 64)
    assert (prediction.trained, prediction.labels) == (True, CLASSES)
    assert (prediction.device, prediction.precision, prediction.fallback) == ("cpu", "float32", "")
    assert prediction.ms > 0
    assert prediction.logits.dtype == prediction.probabilities.dtype == np.float32
    assert abs(prediction.probabilities.sum() - 1) < 1e-6


def test_that_results_cannot_be_written_to(engine: Engine) -> None:
    prediction, activation = engine.predict(picture(3))
    for array in (prediction.logits, prediction.probabilities, activation.values):
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 0


def test_that_a_batch_answers_as_each_picture_alone(engine: Engine) -> None:
    pictures = [picture(seed) for seed in range(19)]  # more than fit into one batch
    together = engine.predict_many(pictures)
    assert [one.origin.image_id for one, _ in together] == [p.image_id for p in pictures]
    for prepared, (prediction, activation) in zip(pictures, together, strict=True):
        alone, last = engine.predict(prepared)
        assert np.abs(prediction.logits - alone.logits).max() <= 1e-5 * np.abs(alone.logits).max()
        assert np.abs(activation.values - last.values).max() <= 1e-5 * last.values.max()
    assert engine.predict_many([]) == []
    assert engine.logits([]).shape == (0, 7)


def test_that_logits_are_those_of_the_predictions(engine: Engine) -> None:
    pictures = [picture(seed) for seed in range(3)]
    logits = engine.logits([prepared.values for prepared in pictures])
    expected = np.stack([prediction.logits for prediction, _ in engine.predict_many(pictures)])
    assert np.array_equal(logits, expected)


def test_that_other_picture_sizes_are_answered(engine: Engine) -> None:
    assert (
        engine.predict(picture(1, 96))[1].values.shape[1]
        > (engine.predict(picture(1, SIZE))[1].values.shape[1])
    )


def test_that_predicting_leaves_the_model_alone_and_draws_nothing(source: Loaded) -> None:
    before = {name: tensor.clone() for name, tensor in source.model.state_dict().items()}
    state = torch.get_rng_state()
    engine = Engine(source, "cpu")
    engine.predict(picture(1))
    assert engine.model is source.model
    assert torch.equal(torch.get_rng_state(), state)
    assert all(torch.equal(t, before[n]) for n, t in source.model.state_dict().items())
    assert next(source.model.parameters()).requires_grad
    assert torch.is_grad_enabled()
    assert not torch.is_inference_mode_enabled()


def test_that_an_engine_answers_in_another_thread(engine: Engine) -> None:
    answers: list[Any] = []
    thread = threading.Thread(target=lambda: answers.append(engine.predict(picture(1))))
    thread.start()
    thread.join()
    assert np.array_equal(answers[0][0].logits, engine.predict(picture(1))[0].logits)


def test_that_states_differ_by_precision_and_weights(source: Loaded, engine: Engine) -> None:
    other = replace(source, weights=replace(source.weights, sha256="0" * 64))
    states = {engine.state_id, Engine(source, "cpu", "bfloat16").state_id, Engine(other).state_id}
    assert len(states) == 3
    assert Engine(source, "cpu").state_id == engine.state_id


def test_that_bfloat16_answers_nearly_the_same_in_float32_arrays(source: Loaded) -> None:
    prediction, activation = Engine(source, "cpu", "bfloat16").predict(picture(4))
    exact, _ = Engine(source, "cpu").predict(picture(4))
    assert prediction.precision == "bfloat16"
    assert activation.values.dtype == prediction.logits.dtype == np.float32
    error = np.abs(prediction.logits - exact.logits).max() / np.abs(exact.logits).max()
    assert 0 < error < 0.1


def test_that_a_fallback_stands_in_every_prediction(source: Loaded) -> None:
    if torch.accelerator.is_available():
        pytest.skip("this machine has an accelerator")
    engine = Engine(source, "cuda")
    assert "cuda" in engine.fallback
    assert engine.predict(picture(1))[0].fallback == engine.fallback
    assert engine.device.type == "cpu"


def out_of_memory_above(
    engine: Engine, limit: int, error: Callable[[], BaseException], monkeypatch: pytest.MonkeyPatch
) -> list[int]:
    """Let the network fail for more than `limit` pictures; the sizes that were tried."""
    network, tried = engine._network, list[int]()
    forward = network.forward_features

    def limited(x: torch.Tensor) -> torch.Tensor:
        tried.append(len(x))
        if len(x) > limit:
            raise error()
        return forward(x)

    monkeypatch.setattr(network, "forward_features", limited)
    return tried


ERRORS: list[Callable[[], BaseException]] = [
    lambda: torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"),
    lambda: RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9"),
    MemoryError,
]


@pytest.mark.parametrize("error", ERRORS)
def test_that_a_lack_of_memory_means_smaller_batches(
    source: Loaded, error: Callable[[], BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, pictures = Engine(source, "cpu"), [picture(seed) for seed in range(7)]
    expected = [prediction.logits for prediction, _ in engine.predict_many(pictures)]
    tried = out_of_memory_above(engine, 2, error, monkeypatch)
    found = [prediction.logits for prediction, _ in engine.predict_many(pictures)]
    assert np.abs(np.stack(found) - np.stack(expected)).max() <= 1e-5
    assert tried == [7, 3, 1, 1, 1, 1, 1, 1, 1]


@pytest.mark.parametrize("error", ERRORS)
def test_that_no_memory_at_all_is_one_line_and_the_next_request_right(
    source: Loaded, error: Callable[[], BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(source, "cpu")
    expected = engine.predict(picture(1))[0].logits
    with monkeypatch.context() as patch:
        out_of_memory_above(engine, 0, error, patch)
        with pytest.raises(Problem, match="cpu has too little free memory for narrow") as caught:
            engine.predict_many([picture(1), picture(2)])
        assert caught.value.code == "out-of-memory"
        assert caught.value.__context__ is None  # no frame keeps the tensors alive
    assert np.array_equal(engine.predict(picture(1))[0].logits, expected)


def test_that_no_memory_for_the_network_itself_is_one_line(
    source: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fold(model: torch.nn.Module) -> torch.nn.Module:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 90 MiB")

    monkeypatch.setattr(engine_module, "folded", fold)
    with pytest.raises(Problem, match="too little free memory") as caught:
        Engine(source, "cpu")
    assert caught.value.code == "out-of-memory"


def test_that_another_error_is_not_called_a_lack_of_memory(
    source: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(source, "cpu")
    out_of_memory_above(engine, 0, lambda: RuntimeError("shapes differ"), monkeypatch)
    with pytest.raises(RuntimeError, match="shapes differ"):
        engine.predict(picture(1))


def test_that_numbers_that_are_none_are_one_line(source: Loaded) -> None:
    prepared = picture(1)
    prepared.values[0, 3, 3] = np.inf
    with pytest.raises(Problem, match="no finite numbers in float32") as caught:
        Engine(source, "cpu").predict(prepared)
    assert caught.value.code == "not-finite"


def test_that_weights_that_cannot_answer_a_photo_say_so() -> None:
    with pytest.raises(Problem, match="1 channels") as caught:
        Engine(loaded(in_chans=1), "cpu").predict(picture(1))
    assert caught.value.code == "channels"
    with pytest.raises(Problem) as caught:
        Engine(loaded(num_classes=0), "cpu").predict(picture(1))
    assert caught.value.code == "classes-none"


@pytest.mark.parametrize(("dtype", "rounded"), [(torch.float32, False), (torch.bfloat16, True)])
def test_that_float32_on_cuda_is_not_tensorfloat32(dtype: torch.dtype, rounded: bool) -> None:
    before = torch.backends.cudnn.allow_tf32
    try:
        torch.backends.cudnn.allow_tf32 = True
        _exact(torch.device("cuda"), dtype)
        assert torch.backends.cudnn.allow_tf32 == rounded
    finally:
        torch.backends.cudnn.allow_tf32 = before
