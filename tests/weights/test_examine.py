"""The doctor of checkpoints names what it finds, whether the file loads or not."""

from __future__ import annotations

import json
import math
import os
import string
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.weights import made_files as made
from tests.weights.samples import WEIGHTS, checkpoint, narrow
from xception_gui.base.verdicts import VERDICTS, verdict_text
from xception_gui.base.weights_report import Verdict
from xception_gui.weights import examine, save_weights


def codes(path: Path) -> list[str]:
    report = examine(path)
    for verdict in report.verdicts:
        assert verdict_text(verdict)
        assert verdict_text(verdict, "zh_CN")
    return [verdict.code for verdict in report.verdicts]


def changed(**tensors: torch.Tensor) -> bytes:
    return made.in_safetensors({**made.state(), **tensors})


def without(*names: str) -> bytes:
    return made.in_safetensors({k: t for k, t in made.state().items() if k not in names})


NAN = torch.full((61,), float("nan"))
FAULTS: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    "trainer": (
        lambda: made.in_zip({"state_dict": made.state(prefix="module.")}),
        ["loads", "wrapper", "prefix", "unnamed"],
    ),
    "two dimensions": (lambda: made.in_zip(made.flat(made.state())), ["loads", "flat", "unnamed"]),
    "no head": (lambda: made.in_zip(made.headless(made.state())), ["loads", "headless", "assumed"]),
    "decoder": (lambda: made.in_zip(made.segmenter()), ["loads", "prefix", "beside", "headless"]),
    "missing": (lambda: without("bn3.bias", "bn3.running_mean"), ["refused", "incomplete"]),
    "too many": (lambda: changed(other=torch.zeros(2)), ["refused", "extra"]),
    "shape": (lambda: changed(**{"bn3.bias": torch.zeros(2)}), ["refused", "shapes"]),
    "NaN": (lambda: changed(**{"bn4.bias": NAN}), ["refused", "diverged"]),
    "dead": (lambda: changed(**{"fc.weight": torch.zeros(2, 61)}), ["loads", "dead"]),
    "cut": (lambda: made.in_zip(made.state())[:-900], ["refused", "download"]),
    "web page": (lambda: b"<!DOCTYPE html><html>" + bytes(99), ["refused", "download"]),
    "pointer": (lambda: b"version https://git-lfs.github.com/spec/v1", ["refused", "download"]),
    "other": (lambda: made.in_zip({"layer1.0": torch.zeros(1)}), ["refused", "other"]),
    "model": (lambda: made.in_zip(torch.nn.ReLU()), ["refused", "resave"]),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_that_each_common_failure_has_its_verdict(tmp_path: Path, fault: str) -> None:
    make, expected = FAULTS[fault]
    (tmp_path / "w").write_bytes(make())
    found = codes(tmp_path / "w")
    assert found[: len(expected)] == expected


def test_that_a_lack_of_memory_is_no_reason_to_save_the_file_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That advice is for files that hold code."""

    def lack(*_: object, **__: object) -> None:
        raise MemoryError

    (tmp_path / "w").write_bytes(made.in_zip(made.state()))
    monkeypatch.setattr("torch.load", lack)
    assert examine(tmp_path / "w").refusal == "the memory is too small for it"
    assert codes(tmp_path / "w") == ["refused"]


def test_that_every_tensor_is_listed_with_its_place_and_numbers(tmp_path: Path) -> None:
    (tmp_path / "w").write_bytes(made.in_zip(made.flat(made.state())))
    report = examine(tmp_path / "w")
    rows = {row.key: row for row in report.tensors}
    assert rows.keys() == made.state().keys()
    row = rows["conv3.pointwise.weight"]
    assert (row.name, row.how) == ("exit.sepconv3.pointwise.weight", "reshaped")
    assert row.shape == (46, 31)
    values = made.state()["conv3.pointwise.weight"]
    assert row.minimum == float(values.min())
    assert row.deviation == pytest.approx(float(values.double().std(correction=0)))
    assert rows["bn3.num_batches_tracked"].how == "ignored"
    assert (report.container, report.dialect, report.loads) == ("torch zip", "cadene", True)
    assert len(report.sha256) == 64
    assert report.network["bn_eps"] == 1e-5


def test_that_own_files_and_checkpoints_are_examined_too(tmp_path: Path) -> None:
    save_weights(tmp_path / "own", narrow(), WEIGHTS)
    torch.save(checkpoint(narrow()), tmp_path / "run.pt")
    for name, container in (("own", "safetensors"), ("run.pt", "torch zip")):
        report = examine(tmp_path / name)
        assert (report.loads, report.container) == (True, container)
        assert {row.how for row in report.tensors} == {"kept"}
        assert codes(tmp_path / name) == ["loads"]


def test_that_of_an_average_without_statistics_the_live_weights_are_shown(tmp_path: Path) -> None:
    live = narrow().state_dict()
    name = "exit.block12.skip.weight"
    average = {key: tensor + 1 for key, tensor in live.items() if "running" not in key}
    live[name].view(-1)[0] = torch.nan
    torch.save(checkpoint(narrow(), model=live, ema=average), tmp_path / "run.pt")
    report = examine(tmp_path / "run.pt")
    rows = {row.key: row for row in report.tensors}
    assert {key: row.shape for key, row in rows.items()} == {k: t.shape for k, t in live.items()}
    assert rows[name].minimum == float(live[name].view(-1)[1:].min())
    diverged = [verdict.fields for verdict in report.verdicts if verdict.code == "diverged"]
    assert diverged == [{"count": 1, "name": name}]


@pytest.mark.parametrize("average", [torch.zeros(3), [torch.zeros(3)], {}, {"a": torch.zeros(3)}])
def test_that_an_average_of_any_kind_is_examined(tmp_path: Path, average: object) -> None:
    """A tensor is neither true nor false."""
    torch.save({"ema": average, "model": {"a": torch.ones(2)}}, tmp_path / "other.pt")
    report = examine(tmp_path / "other.pt")
    assert [row.key for row in report.tensors] == ["a"]
    torch.save(checkpoint(narrow(), ema=average), tmp_path / "run.pt")
    report = examine(tmp_path / "run.pt")
    assert report.loads == isinstance(average, dict)
    assert report.loads or "'ema' is no dictionary of tensors" in report.refusal


@pytest.mark.skipif(not hasattr(os, "fork"), reason="fork is missing here")
def test_that_statistics_take_little_more_than_the_file(tmp_path: Path) -> None:
    """Of bytes, too, which become numbers eight times as long."""
    size = 80_000_000
    kinds = {"bytes": torch.uint8, "halves": torch.float16}
    tensors = {name: torch.ones(size // kind.itemsize, dtype=kind) for name, kind in kinds.items()}
    (tmp_path / "w").write_bytes(made.in_safetensors(tensors))
    del tensors
    assert grown(lambda: examine(tmp_path / "w")) < 5 * size


def grown(task: Callable[[], object]) -> int:
    """Bytes by which a child of this process grows that does it."""
    return _largest(task) - _largest(lambda: None)


def _largest(task: Callable[[], object]) -> int:
    child = os.fork()
    if not child:
        try:
            task()
        finally:
            os._exit(0)
    return 1024 * os.wait4(child, 0)[2].ru_maxrss


def test_that_the_deviation_is_that_of_the_whole_tensor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though it is looked at in pieces, some of them without a finite value."""
    monkeypatch.setattr(sys.modules["xception_gui.weights.examine"], "_PIECE", 3)
    nan, inf = float("nan"), float("inf")
    values = torch.tensor([1.0, nan, 4.0, nan, inf, -inf, -2.0, 7.0])
    tensors = {"a": values, "b": torch.full((7,), nan), "c": torch.zeros(0)}
    (tmp_path / "w").write_bytes(made.in_safetensors(tensors))
    rows = {row.key: row for row in examine(tmp_path / "w").tensors}
    a, b, c = (rows[name] for name in "abc")
    finite = values[torch.isfinite(values)].double()
    assert (a.minimum, a.maximum, a.not_finite) == (-2.0, 7.0, 4)
    assert a.mean == pytest.approx(float(finite.mean()))
    assert a.deviation == pytest.approx(float(finite.std(correction=0)))
    assert (b.not_finite, c.not_finite) == (7, 0)
    assert math.isnan(b.mean)
    assert math.isnan(c.deviation)


def test_that_types_that_torch_cannot_compute_with_are_listed(tmp_path: Path) -> None:
    kinds = [torch.float8_e4m3fn, torch.complex64, torch.float64, torch.bool, torch.uint16]
    tensors = {str(kind): torch.ones(2, 2).to(kind) for kind in kinds}
    (tmp_path / "w").write_bytes(made.in_safetensors(tensors))
    rows = {row.key: row for row in examine(tmp_path / "w").tensors}
    assert rows.keys() == tensors.keys()
    assert rows["torch.float64"].mean == rows["torch.bool"].mean == 1
    assert math.isnan(rows["torch.complex64"].mean)


def test_that_a_sidecar_is_told(tmp_path: Path) -> None:
    (tmp_path / "w").write_bytes(made.in_zip(made.state()))
    (tmp_path / "w.json").write_text(json.dumps({"classes": ["a", "b"], "bn_eps": 0.01}))
    report = examine(tmp_path / "w")
    assert report.classes == ("a", "b")
    assert report.network["bn_eps"] == 0.01
    assert report.verdicts[-1].fields["names"] == "bn_eps, classes"


def test_that_an_empty_channel_is_counted_where_it_is(tmp_path: Path) -> None:
    state = made.state()
    state["block2.rep.1.conv1.weight"][1:3] = 0
    (tmp_path / "w").write_bytes(made.in_zip(state))
    report = examine(tmp_path / "w")
    dead = next(verdict for verdict in report.verdicts if verdict.code == "dead")
    assert dead.fields == {"count": 2, "name": "entry.block2.sepconv1.depthwise.weight"}


@pytest.mark.parametrize("code", VERDICTS)
def test_that_both_languages_say_the_same(code: str) -> None:
    english, chinese = VERDICTS[code]
    names = [{f for _, f, _, _ in string.Formatter().parse(t) if f} for t in (english, chinese)]
    assert names[0] == names[1]


def test_that_a_published_file_is_known_by_its_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xception_gui.base import published

    (tmp_path / "w").write_bytes(made.in_zip(made.state()))
    digest = examine(tmp_path / "w").sha256
    row = replace(published.PUBLISHED[1], sha256=digest[:9])
    monkeypatch.setattr(published, "PUBLISHED", (row,))
    assert examine(tmp_path / "w").known == "timm, ImageNet: legacy_xception.tf_in1k"
    assert "known" in codes(tmp_path / "w")


def test_that_our_own_files_are_said_to_be_the_programs() -> None:
    verdict = Verdict("loads", {"dialect": "own", "classes": 10, "size": 48})
    assert verdict_text(verdict) == "It can be used: xception-gui, 10 classes, 48 × 48 pixels."
    assert "own" not in verdict_text(verdict, "zh_CN")
