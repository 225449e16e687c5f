"""What was asked for, or the CPU and float32 with the reason."""

from __future__ import annotations

import pytest
import torch

from xception_gui.base.problem import Problem
from xception_gui.inference import choose_device
from xception_gui.inference import device as rooms
from xception_gui.inference.device import choose_precision

CPU = torch.device("cpu")


@pytest.fixture
def no_accelerator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.accelerator, "current_accelerator", lambda **_: None)


@pytest.fixture
def two_cuda_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has them, as far as the choice can see; they are never computed on."""
    cuda = torch.device("cuda")
    monkeypatch.setattr(torch.accelerator, "current_accelerator", lambda **_: cuda)
    monkeypatch.setattr(torch.accelerator, "device_count", lambda: 2)
    monkeypatch.setattr(rooms, "_fails", lambda device, dtype: "")


@pytest.mark.usefixtures("no_accelerator")
@pytest.mark.parametrize("wanted", ["auto", "cpu"])
def test_that_the_cpu_is_no_fallback_where_it_was_meant(wanted: str) -> None:
    choice = choose_device(wanted)
    assert (choice.device, choice.fallback) == (CPU, "")


@pytest.mark.usefixtures("no_accelerator")
@pytest.mark.parametrize("wanted", ["cuda", "cuda:1", "mps"])
def test_that_a_missing_device_falls_back_to_the_cpu_and_says_so(wanted: str) -> None:
    choice = choose_device(wanted)
    assert choice.device == CPU
    assert wanted in choice.fallback
    assert "CPU" in choice.fallback


@pytest.mark.usefixtures("two_cuda_devices")
@pytest.mark.parametrize(
    ("wanted", "got", "falls_back"),
    [
        ("auto", "cuda:0", False),
        ("cuda", "cuda:0", False),
        ("cuda:1", "cuda:1", False),
        ("cuda:2", "cpu", True),
        ("mps", "cpu", True),
        ("cpu", "cpu", False),
    ],
)
def test_that_devices_are_chosen_by_kind_and_number(
    wanted: str, got: str, falls_back: bool
) -> None:
    choice = choose_device(wanted)
    assert str(choice.device) == got
    assert bool(choice.fallback) == falls_back


@pytest.mark.usefixtures("two_cuda_devices")
def test_that_a_device_that_fails_falls_back_with_its_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rooms, "_fails", lambda device, dtype: "no kernel image")
    choice = choose_device("auto")
    assert choice.device == CPU
    assert "no kernel image" in choice.fallback


@pytest.mark.parametrize("wanted", ["", "gpu", "CUDA", "cuda:", "cuda:x", "cuda:1;rm", "cpu:0\n"])
def test_that_nonsense_is_one_line(wanted: str) -> None:
    with pytest.raises(Problem, match="cuda:1, mps") as caught:
        choose_device(wanted)
    assert caught.value.code == "device-unknown"


def test_that_float32_is_the_usual_precision() -> None:
    for wanted in ("auto", "float32"):
        choice = choose_precision(wanted, CPU)
        assert (choice.name, choice.dtype, choice.fallback) == ("float32", torch.float32, "")


def test_that_bfloat16_works_on_the_cpu() -> None:
    choice = choose_precision("bfloat16", CPU)
    assert (choice.dtype, choice.fallback) == (torch.bfloat16, "")


def test_that_a_precision_that_cannot_be_computed_falls_back_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*arguments: object, **options: object) -> torch.Tensor:
        raise RuntimeError("\"slow_conv2d_cpu\" not implemented for 'Half'\nmore")

    monkeypatch.setattr(torch.nn.functional, "conv2d", refuse)
    choice = choose_precision("float16", CPU)
    assert choice.name == "float32"
    assert "float16" in choice.fallback
    assert "not implemented for 'Half'" in choice.fallback
    assert "\n" not in choice.fallback


@pytest.mark.parametrize("wanted", ["", "half", "int8", "float64"])
def test_that_another_precision_is_one_line(wanted: str) -> None:
    with pytest.raises(Problem, match="bfloat16, float16") as caught:
        choose_precision(wanted, CPU)
    assert caught.value.code == "precision-unknown"
