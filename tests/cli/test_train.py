"""``xception-gui train`` in a terminal: recipe, file and single values; start, resume, refusal."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.cli.commands import SMALL
from xception_gui import training
from xception_gui.base.events import EpochDone, RunStarted, TrainingEvent, from_line, to_line
from xception_gui.base.preprocessing import demo_steps
from xception_gui.base.problem import Problem
from xception_gui.base.run_folders import read_events
from xception_gui.base.training import RECIPES
from xception_gui.cli import main
from xception_gui.cli.parser import command_parser
from xception_gui.cli.train import config_of
from xception_gui.training import Control, pictures, ranks, read_config, recorded, train
from xception_gui.training.record import write_config


def test_that_the_command_line_wins_over_the_file_and_the_file_over_the_recipe(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.toml"
    file.write_text('recipe = "demo"\nepochs = 3\nbatch_size = 16\n[model]\nwidth = 0.5\n')
    words = ["train", "DATA", "--config", str(file), "--epochs", "4", "--no-nesterov"]
    config = config_of(command_parser().parse_args([*words, "--model", "residual=false"]))
    assert (config.recipe, config.epochs, config.batch_size) == ("demo", 4, 16)
    assert (config.model.width, config.model.residual, config.nesterov) == (0.5, False, False)
    assert config.growth == RECIPES["demo"].growth
    bigger = config_of(command_parser().parse_args([*words, "--input-size", "96"]))
    assert bigger.preprocessing == demo_steps(96, 64)
    assert bigger.growth == ((0.0, 64), (0.5, 80), (0.75, 96))
    config = config_of(command_parser().parse_args([*words, "--growth", "0=36,0.5=48"]))
    assert config.growth == ((0.0, 36), (0.5, 48))


@pytest.mark.parametrize(
    "words",
    [
        ("--batch-size", "1"),
        ("--optimiser", "adam"),
        ("--model", "width=wide"),
        ("--model", "depth=3"),
        ("--schedule", ""),
        ("--growth", "48"),
        ("--thaw", "0=head"),
        ("--input-size", "0"),
        ("--input-size", "128", "--weights", "demo"),
        ("--input-size", "128", "--recipe", "fine-tune"),
    ],
)
def test_that_a_wrong_value_is_one_line(words: tuple[str, ...]) -> None:
    with pytest.raises(Problem) as caught:
        config_of(command_parser().parse_args(["train", "DATA", *words]))
    assert caught.value.code == "config-value"
    assert "\n" not in str(caught.value)


def test_that_a_check_says_whether_the_network_can_learn(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["train", str(data), "--recipe", "overfit-check", "--images", "8", "--out"]
    file = tmp_path / "small.toml"
    file.write_text(
        'preprocessing = [{step = "resize-short", size = 32}, {step = "center-crop", size = 32}, '
        '{step = "normalize"}]\n'
    )
    out = str(tmp_path / "run")
    assert main([*words, out, "--config", str(file), "--epochs", "8", *SMALL]) == 0
    said, err = capsys.readouterr()
    assert "8 pictures to learn, 8 to judge" in said
    assert err == "", "judged on what was learnt, few pictures are what is asked for"
    curve, verdict = said.splitlines()[-2:]
    assert verdict == "learned all 8 pictures: this network can learn"
    assert re.fullmatch(r"top-1 [ ▁▂▃▄▅▆▇]*█+ \S+\s% → 100\.0\s% in 8 epochs", curve)
    assert main([*words, out]) == 2
    assert "--resume" in capsys.readouterr().err


def test_that_the_verdict_of_a_check_that_went_on_is_on_all_its_epochs(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An epoch after the checkpoint, which a kill made void, is done again and counts once."""
    out, control = tmp_path / "run", Control()
    words = ["train", "DATA", "--recipe", "overfit-check", "--images", "8", "--epochs", "4", *SMALL]
    config = replace(config_of(command_parser().parse_args(words)), preprocessing=demo_steps(32))
    for event in recorded(train(data, out, config, control), out, config):
        if isinstance(event, EpochDone):
            done = event
            control.stop.set()
    with open(out / "events.jsonl", "a") as file:
        file.write(to_line(replace(done, epoch=1, step=2 * done.step)) + "\n")
    assert main(["train", str(data), "--resume", str(out)]) == 0
    curve, verdict = capsys.readouterr().out.splitlines()[-2:]
    assert curve.endswith(" in 4 epochs")
    assert re.match("learned .* 8 pictures", verdict)


@pytest.mark.parametrize("reports", [True, False])
def test_that_of_several_processes_one_speaks(
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    reports: bool,
) -> None:
    def stopped(*_: object, **__: object) -> Iterator[TrainingEvent]:
        signal.raise_signal(signal.SIGINT)
        yield from ()

    out = tmp_path / "run"
    out.mkdir()
    write_config(out / "config.toml", RECIPES["demo"])
    monkeypatch.setattr(ranks, "joined", lambda device: nullcontext(reports))
    monkeypatch.setattr(training, "train", stopped)
    assert main(["train", str(data), "--seed", "9", "--resume", str(out)]) == 0
    err = capsys.readouterr().err
    assert ("its own values: seed = 0" in err) == reports
    assert ("stopping after this step" in err) == reports


def test_that_values_beside_resume_are_told_to_be_ignored_and_the_run_is_good_as_weights(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run"
    words = ["train", str(data), "--recipe", "demo", "--validation", "0.2", *SMALL]
    assert main([*words, "--epochs", "1", "--out", str(out)]) == 0
    said, err = capsys.readouterr()
    assert "2 to judge; 1 epoch on" in said
    assert "only 2 to judge on: each is 50 % of the accuracy" in err
    assert main([*words, "--epochs", "1", "--resume", str(out)]) == 0
    assert "its own values" not in capsys.readouterr().err
    assert main([*words, "--epochs", "3", "--seed", "9", "--resume", str(out)]) == 0
    said, err = capsys.readouterr()
    assert "a run goes on with its own values: epochs = 1, seed = 0." in err
    assert f"--weights {out / 'weights.safetensors'}" in err
    assert main(["classify", str(data / "dark" / "0.png"), "--weights", str(out)]) == 0
    assert "0.png: " in capsys.readouterr().out


def test_that_of_a_file_and_a_model_beside_resume_what_differs_is_told(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, file = tmp_path / "run", tmp_path / "a.toml"
    words = ["train", str(data), "--recipe", "demo", "--epochs", "1", *SMALL]
    assert main([*words, "--out", str(out)]) == 0
    again = ["train", str(data), "--resume", str(out)]
    capsys.readouterr()
    assert main([*again, *SMALL[:6]]) == 0
    assert "its own values" not in capsys.readouterr().err
    steps = '[{step = "resize-short", size = 40}, {step = "normalize"}]'
    model = "[model]\nwidth = 0.05\nresidual = false\n"
    file.write_text(f"seed = 9\nepochs = 1\npreprocessing = {steps}\n{model}")
    assert main([*again, "--config", str(file), "--model", "strides=[1, 1, 1, 1, 1]"]) == 0
    told = "seed = 0, preprocessing, model.residual = True, model.strides = [1, 2, 2, 1, 1]."
    assert f"a run goes on with its own values: {told}" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["--find-rate", "--epochs=1"])
def test_that_what_pretrained_weights_replace_is_told_to_be_ignored(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], weights: str, kind: str
) -> None:
    file = tmp_path / "a.toml"
    file.write_text('preprocessing = [{step = "normalize"}]\n[model]\ndrop_rate = 0.1\n')
    words = ["train", str(data), "--config", str(file), "--out", str(tmp_path / "run"), kind]
    words += ["--batch-size", "4", "--model", "width=0.5", "--model", "bn_momentum=0.1"]
    assert main([*words, "--weights", weights]) == 0
    told = "ignored, the weights have their own: model.width, preprocessing\n"
    assert told in capsys.readouterr().err


def test_that_a_run_that_begins_again_from_its_own_config_is_told_of_no_value_that_agrees(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], weights: str
) -> None:
    words = ["train", str(data), "--batch-size", "4", "--epochs", "1"]
    assert main([*words, "--weights", weights, "--out", str(tmp_path / "one")]) == 0
    again = ["train", str(data), "--config", str(tmp_path / "one" / "config.toml"), "--out"]
    capsys.readouterr()
    assert main([*again, str(tmp_path / "two")]) == 0
    assert "ignored" not in capsys.readouterr().err
    assert main([*again, str(tmp_path / "three"), "--model", "width=0.5"]) == 0
    assert "ignored, the weights have their own: model.width\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--images", "8"), "what is learnt is judged: validation_data"),
        (("--validation", "0.5"), "another folder is judged: validation"),
        ((), ""),
    ],
)
def test_that_what_is_not_judged_on_is_told_to_be_ignored(
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    told: str,
) -> None:
    train = ["train", str(data), "--recipe", "demo", "--epochs", "1", *SMALL, *words]
    assert main([*train, "--validation-data", str(data), "--out", str(tmp_path / "run")]) == 0
    err = capsys.readouterr().err
    assert (f"ignored, {told}\n" in err) if told else "ignored" not in err


@pytest.mark.parametrize("text", ["", "epochs = many\n"])
@pytest.mark.parametrize("place", ["", "unchanged"])
def test_that_a_run_whose_config_is_lost_or_damaged_goes_on_with_that_of_its_checkpoint(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str, text: str
) -> None:
    out = tmp_path / "run"
    path = out / place / "config.toml"
    words = ["train", str(data), *(["--ablate", "residual=false"] if place else [])]
    recipe = ["--recipe", "demo", "--epochs", "1", "--seed", "3", *SMALL]
    assert main([*words, *recipe, "--out", str(out)]) == 0
    began = read_config(path)
    path.unlink()
    if text:
        path.write_text(text)
    os.utime(path.parent / "environment.json", (10**9, 10**9))
    assert main([*words, "--resume", str(out), "--seed", "4"]) == 0
    assert "its own values: seed = 3." in capsys.readouterr().err
    assert read_config(path) == began
    assert path.stat().st_mtime == 10**9, "lists know by it when a run began"


@pytest.mark.parametrize("place", ["", "unchanged", "residual=false"])
@pytest.mark.parametrize("name", ["best.pt", "events.jsonl", "weights.safetensors"])
def test_that_no_run_begins_where_another_left_something(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, place: str
) -> None:
    file = tmp_path / "run" / place / name
    file.parent.mkdir(parents=True)
    file.write_text("{}\n")
    words = ["train", str(data), "--recipe", "demo", "--epochs", "1", *SMALL]
    words += ["--ablate", "residual=false"] if place else []
    assert main([*words, "--out", str(tmp_path / "run")]) == 2
    err = capsys.readouterr().err
    assert f"--resume {tmp_path / 'run'}, or choose another --out" in err
    assert [path.name for path in file.parent.iterdir()] == [name]
    assert file.read_text() == "{}\n"


def test_that_a_place_with_too_long_a_name_is_one_line(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["train", str(data), "--recipe", "demo", "--epochs", "1", *SMALL]
    assert main([*words, "--out", str(tmp_path / ("x" * 300))]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_that_a_run_begins_beside_what_is_no_run(data: Path, tmp_path: Path) -> None:
    """Its config is written where another one lies, which would tell of a run that never was."""
    out = tmp_path / "run"
    out.mkdir()
    (out / "note.txt").write_text("mine")
    (out / "config.toml").write_text("epochs = 7\n")
    words = ["train", str(data), "--recipe", "demo", "--epochs", "1", *SMALL]
    assert main([*words, "--out", str(out)]) == 0
    assert read_config(out / "config.toml").epochs == 1
    assert (out / "note.txt").read_text() == "mine"


@pytest.mark.parametrize("kept", ["nothing", "best.pt"])
def test_that_a_restart_by_torchrun_goes_on_with_what_there_is_or_begins_anew(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: str
) -> None:
    out = tmp_path / "run"
    words = ["train", str(data), "--recipe", "demo", "--epochs", "2", "--seed"]
    assert main([*words, "0", *SMALL, "--validation", "0.2", "--out", str(out)]) == 0
    for path in (*out.glob("checkpoint*.pt"), *([] if kept == "best.pt" else [out / "best.pt"])):
        path.unlink()
    monkeypatch.setenv("TORCHELASTIC_RESTART_COUNT", "1")
    assert main([*words, "9", *SMALL, "--validation", "0.2", "--out", str(out)]) == 0
    starts = [event for event in read_events(out) if isinstance(event, RunStarted)]
    assert len(starts) == 2
    assert Path(starts[1].resumed_from).name == ("best.pt" if kept == "best.pt" else "")
    assert read_config(out / "config.toml").seed == (0 if kept == "best.pt" else 9)


def test_that_a_run_that_nothing_judges_is_told_so(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["train", str(data), "--recipe", "demo", "--epochs", "1", *SMALL]
    assert main([*words, "--out", str(tmp_path / "run")]) == 0
    assert "none to judge on" in capsys.readouterr().err


def test_that_a_recipe_misspelt_is_not_lost_below_a_page_of_options(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["train", "DATA", "--recipe", "dmeo"])
    err = capsys.readouterr().err
    assert "invalid choice: 'dmeo'" in err
    assert err.count("\n") <= 3


def test_that_events_are_lines_of_json_and_nothing_else(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run"
    words = ["train", str(data), "--recipe", "demo", "--epochs", "1", "--events", "jsonl", *SMALL]
    assert main([*words, "--out", str(out)]) == 0
    lines = capsys.readouterr().out.splitlines()
    kept = [line for line in lines if json.loads(line)["event"] != "Preparing"]
    kinds = [json.loads(line)["event"] for line in kept]
    assert kinds == ["RunStarted", "StepDone", "StepDone", "StepDone", "EpochDone",
                     "CheckpointSaved", "RunEnded"]  # fmt: skip
    assert (out / "events.jsonl").read_text().splitlines() == kept


def test_that_pictures_which_do_not_fit_and_one_that_is_broken_are_told(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "room", lambda: 2_000)
    (data / "dark" / "0.png").write_bytes(b"\x89PNG\r\n\x1a\n cut")
    words = ["train", str(data), "--recipe", "demo", "--epochs", "1", "--validation", "0", *SMALL]
    assert main([*words, "--out", str(tmp_path / "run")]) == 0
    said = capsys.readouterr()
    assert "read while training: 36.9\u202fkB decoded do not fit into 2.00\u202fkB" in said.err
    (line,) = [line for line in said.err.splitlines() if "goes on without it" in line]
    assert "dark/0.png" in line
    assert "finished at step 3" in said.out


def test_that_broken_pictures_of_a_run_that_reads_all_at_once_are_told(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "dark" / "0.png").write_bytes(b"\x89PNG\r\n\x1a\n cut")
    words = ["train", str(data), "--recipe", "demo", "--epochs", "1", "--validation", "0", *SMALL]
    assert main([*words, "--out", str(tmp_path / "run")]) == 0
    said = capsys.readouterr()
    assert "11 pictures to learn" in said.out
    assert "1 picture cannot be read and is left out" in said.err
    (data / "light" / "1.png").write_bytes(b"\x89PNG\r\n\x1a\n cut")
    assert main([*words, "--out", str(tmp_path / "other"), "--ablate", "residual=false"]) == 0
    err = capsys.readouterr().err
    assert err.count("2 pictures cannot be read and are left out") == 1


def test_that_a_run_goes_on_from_another_folder_than_it_was_started_in(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["--recipe", "demo", "--epochs", "1", "--validation-data", "data", *SMALL]
    monkeypatch.chdir(tmp_path)
    assert main(["train", "data", *words, "--out", "run"]) == 0
    config = read_config(tmp_path / "run" / "config.toml")
    assert config.validation_data == str(data)
    lines = (tmp_path / "run" / "events.jsonl").read_text().splitlines()
    started = from_line(lines[0])
    assert isinstance(started, RunStarted)
    assert (started.data, started.judged) == (str(data), str(data))
    monkeypatch.chdir(data)
    assert main(["train", started.data, "--resume", str(tmp_path / "run")]) == 0


def test_that_weights_are_named_by_their_place_unless_they_have_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("demo", "mine"):
        (tmp_path / name).mkdir()
    for given, kept in (("demo", "demo"), ("mine", str(tmp_path / "mine")), ("gone", "gone")):
        options = command_parser().parse_args(["train", "DATA", "--weights", given])
        assert config_of(options).weights == kept


def test_that_processes_of_a_run_that_goes_on_meet_where_it_computes(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a machine with one CUDA device, as far as can be seen: that is too few for two."""
    out = tmp_path / "run"
    words = ["train", str(data), "--recipe", "demo", "--epochs", "1", "--device", "cuda", *SMALL]
    assert main([*words, "--out", str(out)]) == 0
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    told = {"LOCAL_RANK": "0", "WORLD_SIZE": "2", "LOCAL_WORLD_SIZE": "2"}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    assert main(["train", str(data), "--resume", str(out)]) == 2
    assert "torchrun --nproc-per-node 2" in capsys.readouterr().err
