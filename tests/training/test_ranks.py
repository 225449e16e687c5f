"""Two processes on the loopback device learn what one learns that computes the batch in halves.

They are started as `torchrun` does it; `torchrun` itself: `tests.soak.restart`.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import torch
import torch.distributed as dist

from tests.training import sockets, two_ranks
from tests.training.samples import CONFIG, finish, result_of, weights_of
from xception_gui.base.problem import Problem
from xception_gui.inference import device as rooms
from xception_gui.training import Control, ranks
from xception_gui.training.checkpoints import newest
from xception_gui.training.record import write_config
from xception_gui.training.run import prepare

HELD = replace(CONFIG, validation=0.5)  # so many that both judge some
TWO = replace(HELD, epochs=1, mixup=0.2, checkpoint_steps=2)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the harness forks")
def test_that_two_processes_learn_what_one_learns_in_halves(data: Path, tmp_path: Path) -> None:
    """These read their pictures while they learn, each those of its parts; the one has them all."""
    (data / "red" / "broken.png").unlink()
    write_config(tmp_path / "two.toml", TWO)
    out = tmp_path / "two"
    words = ("--config", str(tmp_path / "two.toml"), "--events", "jsonl")
    child = two_ranks.start(str(data), "--out", str(out), *words, room="1000")
    two_ranks.second(child)
    said, errors = child.communicate(timeout=240)
    assert child.returncode == 0, errors
    finish(data, tmp_path / "one", replace(TWO, accumulate=2))
    kept = [line for line in said.splitlines() if '"Preparing"' not in line]
    kinds = [json.loads(line)["event"] for line in kept]
    assert json.loads(kept[0])["room"] == 1000
    assert kinds.count("RunStarted") == kinds.count("RunEnded") == 1, errors
    assert (kinds.count("StepDone"), kinds.count("EpochDone")) == (3, 1)
    assert (out / "events.jsonl").read_text().splitlines() == kept
    one, two = newest(tmp_path / "one").content, newest(out).content
    for name, tensor in one["ema"].items():
        torch.testing.assert_close(two["ema"][name], tensor, rtol=1e-3, atol=1e-5, msg=name)
    judged_alike(out, tmp_path / "one")
    finish(data, tmp_path / "whole", TWO)
    other = newest(tmp_path / "whole").content["ema"]["exit.sepconv4.pointwise.weight"]
    assert not torch.allclose(other, one["ema"]["exit.sepconv4.pointwise.weight"], rtol=1e-3)
    assert json.loads((out / "environment.json").read_text())["processes"] == 2


def judged_alike(two: Path, one: Path) -> None:
    """The weights that were judged, their batch-norm statistics too, and the verdicts."""
    found, expected = weights_of(two), weights_of(one)
    assert found.keys() == expected.keys()
    for name in expected.keys() - {key for key in expected if "num_batches" in key}:
        torch.testing.assert_close(found[name], expected[name], rtol=1e-3, atol=1e-4, msg=name)
    told = [json.loads((run / "evaluation.json").read_text()) for run in (two, one)]
    assert told[0]["count"] == told[1]["count"] > 1
    assert told[0]["loss"] == pytest.approx(told[1]["loss"], rel=1e-3)
    assert told[0]["confusion"] == told[1]["confusion"]
    worst = [[error["name"] for error in verdict["worst"]] for verdict in told]
    assert worst[0] == worst[1]


@pytest.fixture
def two_cuda_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has them, as far as the choice can see; they are never computed on."""
    cuda = torch.device("cuda")
    monkeypatch.setattr(torch.accelerator, "current_accelerator", lambda **_: cuda)
    monkeypatch.setattr(torch.accelerator, "device_count", lambda: 2)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(rooms, "_fails", lambda device, dtype: "")


def as_rank(monkeypatch: pytest.MonkeyPatch, number: int, count: int) -> None:
    """As far as `torchrun` tells it."""
    told = {"LOCAL_RANK": number, "RANK": number, "WORLD_SIZE": count, "LOCAL_WORLD_SIZE": count}
    for name, value in told.items():
        monkeypatch.setenv(name, str(value))


@pytest.mark.usefixtures("two_cuda_devices")
@pytest.mark.parametrize(
    ("wanted", "count", "got"),
    [("auto", 2, "cuda:1"), ("cuda", 2, "cuda:1"), ("cuda:0", 2, "cuda:0"), ("cpu", 2, "cpu"),
     ("auto", 1, "cuda:0"), ("cuda", 1, "cuda:0")],
)  # fmt: skip
def test_that_each_process_computes_on_a_device_of_its_own(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: str, count: int, got: str
) -> None:
    as_rank(monkeypatch, 1, count)
    config = replace(CONFIG, device=wanted)
    work = prepare(data, tmp_path / "run", config, None, Control(), {})
    run = result_of(work)
    assert run is not None
    assert str(run.device) == got


def test_that_cpus_are_no_devices_of_a_rank(monkeypatch: pytest.MonkeyPatch) -> None:
    as_rank(monkeypatch, 1, 2)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert ranks.own_device("auto") == "auto"


@pytest.mark.usefixtures("two_cuda_devices")
def test_that_more_processes_than_devices_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    as_rank(monkeypatch, 2, 3)
    with (
        pytest.raises(Problem, match=r"--nproc-per-node 3 .* 1 to 2") as caught,
        ranks.joined("auto"),
    ):
        pass
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not sockets.LISTED, reason="only Linux lists the sockets of a process")
def test_that_a_socket_which_others_can_reach_would_be_seen() -> None:
    with socket.create_server(("127.0.0.1", 0)) as own:
        assert f"127.0.0.1:{own.getsockname()[1]}" in sockets.addresses(os.getpid())
    assert sockets.beyond_loopback(os.getpid()) == []
    for family, everywhere in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
        with socket.create_server((everywhere, 0), family=family) as listening:
            port = listening.getsockname()[1]
            assert sockets.beyond_loopback(os.getpid()) == [f"{everywhere}:{port}"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the harness forks")
def test_that_two_processes_talk_over_loopback_alone_and_go_on_to_the_bit(
    data: Path, tmp_path: Path
) -> None:
    """Stopped in the middle of an epoch by a signal to the one that does not report.

    Nothing is averaged, so the statistics that judge are those of the one that does.
    """
    config = replace(HELD, epochs=8, ema_decay=0.0, checkpoint_steps=5)
    write_config(tmp_path / "two.toml", config)
    words = ("--config", str(tmp_path / "two.toml"), "--events", "jsonl")
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    _ended(two_ranks.start(str(data), "--out", str(whole), *words))
    child = two_ranks.start(str(data), "--out", str(cut), *words)
    other = two_ranks.second(child)
    assert child.stdout is not None
    next(line for line in child.stdout if '"StepDone"' in line)
    reachable = _reachable(child)
    os.kill(other, signal.SIGINT)
    _ended(child)
    assert reachable == []
    assert 0 < newest(cut).content["step"] < newest(whole).content["step"]
    _ended(two_ranks.start(str(data), "--resume", str(cut), "--events", "jsonl"))
    one, two = newest(whole).content, newest(cut).content
    assert one["step"] == two["step"]
    for name, tensor in one["model"].items():
        assert torch.equal(two["model"][name], tensor), name
    verdicts = [(run / "evaluation.json").read_text() for run in (whole, cut)]
    assert verdicts[0] == verdicts[1]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the harness forks")
@pytest.mark.parametrize(("poor", "decay"), [("head", 0.0), ("head", 0.9), ("pictures", 0.0)])
def test_that_a_lack_of_memory_to_judge_with_on_any_process_keeps_the_last_step(
    data: Path, tmp_path: Path, poor: str, decay: float
) -> None:
    """Where something is averaged, the statistics for it are the first that one cannot do."""
    config = replace(HELD, epochs=1, ema_decay=decay, checkpoint_steps=100)
    write_config(tmp_path / "two.toml", config)
    out = tmp_path / "run"
    words = ("--config", str(tmp_path / "two.toml"), "--events", "jsonl")
    child = two_ranks.start(str(data), "--out", str(out), *words, poor=poor)
    said, errors = child.communicate(timeout=240)
    assert child.returncode == 2, errors
    ended = json.loads(said.splitlines()[-1])
    assert (ended["event"], ended["code"]) == ("RunEnded", "out-of-memory")
    assert newest(out).content["step"] == ended["step"] > 0
    if poor == "pictures":  # a checkpoint is the same whatever there was no memory for
        _ended(two_ranks.start(str(data), "--resume", str(out), "--events", "jsonl"))
        assert (out / "weights.safetensors").exists()


def _reachable(child: subprocess.Popen[str]) -> list[str]:
    """Where another machine could reach the two, if that is listed; of `torchrun`: the guide."""
    if not sockets.LISTED:
        return []
    both = two_ranks.ranks(child)
    assert all(map(sockets.addresses, both)), "one of them talks to nobody"
    return [end for process in both for end in sockets.beyond_loopback(process)]


def _ended(child: subprocess.Popen[str]) -> None:
    _, errors = child.communicate(timeout=240)
    assert child.returncode == 0, errors


def test_that_a_lost_process_is_one_line_and_our_own_mistakes_stay_ours() -> None:
    lost = "[/pytorch/third_party/gloo/gloo/transport/tcp/pair.cc:547] Connection closed by peer"
    for error in (RuntimeError(f"{lost}\nmore"), dist.DistBackendError("NCCL: remote exited")):
        with pytest.raises(Problem, match="process 0 cannot") as told, ranks.told_of_the_lost():
            raise error
        assert told.value.code == "rank-lost"
        assert "/pytorch" not in str(told.value)
    with pytest.raises(RuntimeError, match="shape"), ranks.told_of_the_lost():
        raise RuntimeError("shape mismatch")
