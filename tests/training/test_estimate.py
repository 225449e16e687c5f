"""The estimate is measured: it grows with what makes a run longer and larger."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest
import torch

from tests.training.samples import CONFIG
from xception_gui.base.training_data import TrainingData
from xception_gui.training import estimate as measured
from xception_gui.training.estimate import _mean, beside_reading, estimate
from xception_gui.training.measure import Work

DATA = TrainingData("data", "data", (("cat", 50), ("dog", 70)), 100, 20, reading=0.01)


def test_that_time_and_memory_grow_with_the_run() -> None:
    found = estimate(CONFIG, DATA)
    assert found.seconds > 0
    assert (found.decoded, found.read_while) == (120 * 3 * 16 * 16, False)
    larger = replace(CONFIG, batch_size=CONFIG.batch_size * 4)
    assert found.memory < estimate(larger, DATA).memory <= 4 * found.memory


def test_that_a_deeper_network_needs_more_memory() -> None:
    deeper = replace(CONFIG, model=replace(CONFIG.model, middle_blocks=2), batch_size=4)
    less = estimate(replace(CONFIG, batch_size=4), DATA).memory
    assert estimate(deeper, DATA).memory > less


def test_that_smaller_inputs_and_flows_that_do_not_learn_yet_cost_less() -> None:
    assert _mean({0.0: 2.0}, CONFIG) == pytest.approx(2.0)
    growing = replace(CONFIG, growth=((0.0, 12), (0.5, 24)))
    assert _mean({0.0: 2.0}, growing) == pytest.approx(2 * (0.5 * 0.25 + 0.5))
    assert _mean({0.0: 1.0, 0.5: 2.0}, growing) == pytest.approx(0.5 * 0.25 * 1 + 0.5 * 2)
    late = replace(CONFIG, growth=((0.5, 12),))
    assert _mean({0.0: 2.0}, late) == pytest.approx(2 * (0.5 + 0.5 * 0.25))


def test_that_each_stage_of_thawing_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    learning = set[tuple[str, ...]]()

    def seconds(work: Work, count: int) -> float:
        model = work.do.__self__.model  # type: ignore[attr-defined]
        names = {name.split(".")[0] for name, p in model.named_parameters() if p.requires_grad}
        learning.add(tuple(sorted(names)))
        return float(len(names))

    monkeypatch.setattr(Work, "seconds", seconds)
    thaw = ((0.0, "classifier"), (0.2, "exit"), (0.4, "middle"), (0.6, "entry"))
    config = replace(CONFIG, thaw=thaw, ema_decay=0.0)
    found = estimate(config, replace(DATA, validation=0))
    assert found.seconds == pytest.approx(config.epochs * 100 * 0.2 * (1 + 2 + 3 + 4 + 4))
    assert len(learning) == 4


def test_that_what_never_learns_needs_less_memory() -> None:
    less = estimate(replace(CONFIG, thaw=((0.0, "classifier"),)), DATA)
    assert less.memory < estimate(CONFIG, DATA).memory / 2


def test_that_a_head_alone_takes_a_fraction_of_the_time() -> None:
    config = replace(CONFIG, epochs=30, batch_size=64)
    found, whole = estimate(replace(config, trained="head"), DATA), estimate(config, DATA)
    assert found.seconds < whole.seconds / 5
    assert found.memory < whole.memory


@pytest.mark.parametrize(
    "values", [{"checkpointing": "blocks"}, {"checkpointing": "fine"}, {"accumulate": 4}]
)
def test_that_what_saves_memory_lowers_the_estimate(values: dict[str, object]) -> None:
    config, data = replace(CONFIG, batch_size=64), replace(DATA, validation=0)
    assert estimate(config.changed(values), data).memory < 0.8 * estimate(config, data).memory


def test_that_judging_takes_its_time_and_no_more_memory_than_learning() -> None:
    config = replace(CONFIG, batch_size=64, checkpointing="blocks")
    none, many = (estimate(config, replace(DATA, validation=n)) for n in (0, 20_000))
    assert many.seconds > 2 * none.seconds
    assert many.memory == none.memory, "as many at once are judged as learnt from"


def test_that_the_averaged_network_takes_its_statistics_in_each_epoch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Work, "seconds", lambda work, count: 1.0)
    plain, averaged = (estimate(replace(CONFIG, ema_decay=decay), DATA) for decay in (0.0, 0.9))
    assert plain.seconds == CONFIG.epochs * 120
    assert averaged.seconds == CONFIG.epochs * (120 + 96), "of 12 batches of 8"


def test_that_memory_is_that_of_what_lives_at_the_same_time() -> None:
    def work(do: object) -> Work:
        return Work(do, (1, 5, 5), torch.device("cpu"))  # type: ignore[arg-type]

    bare = work(len).memory(4)
    assert work(lambda x: [x + 1 for _ in range(3)]).memory(4) == bare + 3 * 400
    assert work(lambda x: [len(x + 1) for _ in range(3)]).memory(4) == bare + 400


def test_that_memory_of_many_pictures_is_told_from_few() -> None:
    model = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3), torch.nn.BatchNorm2d(8), torch.nn.ReLU())
    learning = Work(lambda x: model(x).sum().backward(), (3, 40, 40), torch.device("cpu"))
    *_, memory = learning.fitting(16)
    assert memory == pytest.approx(learning.memory(16), rel=0.02)


def test_that_the_compiler_is_not_imported_to_count_memory() -> None:
    lines = "import sys, torch; from xception_gui.training.measure import Work"
    lines += "; Work(lambda x: x + 1, (1, 2, 2), torch.device('cpu')).memory(2)"
    lines += "; print('torch._dynamo' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", lines], capture_output=True, check=True)
    assert found.stdout.strip() == b"False"


def test_that_reading_is_in_it_where_pictures_are_read_while_the_run_trains(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(measured, "room", lambda: 1_000)
    slow = replace(DATA, reading=30.0)
    found = estimate(CONFIG, slow)
    assert found.read_while
    assert found.seconds >= 30.0 * 100 * CONFIG.epochs / measured.readers()


def test_that_reading_costs_nothing_beside_a_device_that_computes_longer() -> None:
    assert beside_reading(2.0, 1.0, "cuda") == 2.0
    assert beside_reading(0.001, 8.0, "cuda") == 8.0 / measured.readers()
    assert beside_reading(2.0, 1.0, "cpu") == pytest.approx(2.0 + 1.0 / (os.cpu_count() or 1))
