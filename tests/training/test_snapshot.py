"""What a run keeps of its inside after each epoch."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.training.samples import CONFIG, MODEL, Ran, finish, interrupted
from xception_gui.base.events import EpochDone
from xception_gui.base.snapshots import FOLDER, KINDS, Kind, read_probes, read_snapshots
from xception_gui.explanation.cam import grad_cam
from xception_gui.images.datasets import ClassFolders
from xception_gui.images.prepare import prepare
from xception_gui.model.xception import LAST_ACTIVATION
from xception_gui.training import pictures, train
from xception_gui.training.histograms import histogram, module_paths
from xception_gui.training.snapshot import PROBES
from xception_gui.weights import load_weights


def test_that_each_epoch_keeps_histograms_and_answers(whole: Ran) -> None:
    data, run = whole.data, whole.out
    probes, (first, _, last) = read_probes(run), read_snapshots(run)
    model = load_weights(run / "weights.safetensors").model
    assert (first.epoch, last.epoch) == (1, 3)
    assert set(last.histograms) == {(kind, p) for kind in KINDS for p in module_paths(model)}
    assert all(found.counts.sum() > 0 for found in last.histograms.values())
    key: tuple[Kind, str] = ("weights", "classifier")
    assert not np.array_equal(first.histograms[key].counts, last.histograms[key].counts)
    assert probes is not None
    assert len(probes.names) == len(last.top) == len(last.heat) == PROBES
    assert probes.classes == ("blue", "red")
    held = dict(zip(ClassFolders(data).names, ClassFolders(data).labels, strict=True))
    assert [held[name] for name in probes.names] == list(probes.labels)


@pytest.mark.parametrize("again", [False, True])
def test_that_an_epoch_judged_after_a_stop_keeps_the_gradients_of_its_last_step(
    data: Path, tmp_path: Path, whole: Ran, again: bool
) -> None:
    """The stop comes between the last step of the epoch and its judging, perhaps twice."""
    (end,) = (e.step for e in whole.events if isinstance(e, EpochDone) and e.epoch == 0)
    for resume in (False, True)[: 1 + again]:
        interrupted(data, tmp_path / "run", end, resume=resume)
    assert read_snapshots(tmp_path / "run") == []
    interrupted(data, tmp_path / "run", end + 1, resume=True)
    (kept,), first = read_snapshots(tmp_path / "run"), read_snapshots(whole.out)[0]
    for key, wanted in first.histograms.items():
        found = kept.histograms[key]
        assert np.array_equal(found.counts, wanted.counts), key
        assert (found.low, found.high) == (wanted.low, wanted.high)


def test_that_answers_and_heat_maps_are_those_of_the_weights(whole: Ran) -> None:
    run = whole.out
    probes, kept = read_probes(run), read_snapshots(run)[-1]
    loaded, folders = load_weights(run / "weights.safetensors"), ClassFolders(whole.data)
    assert probes is not None
    for place in (0, PROBES - 1):
        picture = folders.image(folders.names.index(probes.names[place]))
        values = prepare(picture, loaded.weights.preprocessing, "").values
        with torch.no_grad():
            sure = loaded.model.eval()(torch.from_numpy(values)[None]).softmax(1)[0]
        answer = int(sure.argmax())
        assert kept.top[place, 0] == answer
        assert kept.probabilities[place, 0] == pytest.approx(float(sure[answer]), abs=1e-2)
        judge = grad_cam(loaded.model, values, answer, LAST_ACTIVATION).clip(0)
        assert kept.heat[place] == pytest.approx(judge / max(1e-9, judge.max()), abs=0.05)


def test_that_behind_hidden_layers_no_place_is_marked(data: Path, tmp_path: Path) -> None:
    """Their weights are of hidden units, and the head's are not of the last maps."""
    hidden = replace(MODEL, hidden=(8, 8))
    finish(data, tmp_path / "run", replace(CONFIG, model=hidden, epochs=1))
    (kept,) = read_snapshots(tmp_path / "run")
    assert kept.heat.shape[0] == PROBES
    assert min(kept.heat.shape[1:]) > 0
    assert not kept.heat.any()


def test_that_a_head_on_cached_features_keeps_nothing(data: Path, tmp_path: Path) -> None:
    finish(data, tmp_path / "run", replace(CONFIG, trained="head", epochs=1))
    assert not (tmp_path / "run" / FOLDER).exists()


def test_that_a_probe_picture_which_vanishes_is_not_answered_by_another(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is none of those that are learnt, so that the weights are the same."""
    (data / "red" / "broken.png").unlink()
    config, gone = replace(CONFIG, epochs=2), 3
    finish(data, tmp_path / "whole", config)
    monkeypatch.setattr(pictures, "room", lambda: 1_000)
    for event in train(data, tmp_path / "run", config):
        if isinstance(event, EpochDone) and event.epoch == 0:
            probes = read_probes(tmp_path / "run")
            assert probes is not None
            (data / probes.names[gone]).unlink()
    one, two = read_snapshots(tmp_path / "whole")[-1], read_snapshots(tmp_path / "run")[-1]
    assert np.array_equal(two.top, one.top)
    assert two.probabilities == pytest.approx(one.probabilities, abs=1e-6)
    assert two.heat == pytest.approx(one.heat, abs=1e-5)


def test_that_a_damaged_snapshot_is_left_out(whole: Ran, tmp_path: Path) -> None:
    run = tmp_path / "run"
    shutil.copytree(whole.out / FOLDER, run / FOLDER)
    (run / FOLDER / "epoch-0001.npz").write_bytes(b"PK cut")
    assert [found.epoch for found in read_snapshots(run)] == [2, 3]
    assert read_probes(tmp_path) is None


def test_that_a_histogram_counts_every_value_and_only_finite_ones() -> None:
    found = histogram([torch.linspace(-1, 1, 1000), torch.tensor([float("nan")])])
    assert found.counts.sum() == 1000
    assert found.low == pytest.approx(-1, abs=0.01)
    assert found.counts[1:-1] == pytest.approx(np.full(46, 1000 / 48), abs=2)
    assert histogram([]).counts.sum() == 0
    assert histogram([torch.ones(10)]).counts.sum() == 10
