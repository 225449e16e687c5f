"""The tab Train in the window: from dropped folders to weights that answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
import torch
from pytestqt.qtbot import QtBot

from tests.gui.made_runs import class_folders
from tests.gui.workbench import PATIENCE, choose, load, weights_file
from tests.training.samples import CONFIG, finish
from xception_gui.base.events import RunStarted, StepDone, to_line
from xception_gui.base.preprocessing import input_size
from xception_gui.base.run_folders import RunSummary
from xception_gui.base.training import RECIPES
from xception_gui.base.training_settings import SETTINGS
from xception_gui.gui import run_insight
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.run_choices import NAMES, WORDS
from xception_gui.gui.run_options import RunOptions
from xception_gui.gui.run_words import RUN_WORDS
from xception_gui.training import recorded, train
from xception_gui.weights import load_weights

STARTED = RunStarted("", ("a", "b"), 40, 8, 0, 100, 10, "cpu", "float32")
STEP = StepDone(1, 0, 0.7, 0.5, 0.1, 100.0)


@pytest.fixture
def data(tmp_path: Path) -> str:
    return class_folders(tmp_path / "data")


def offered(qtbot: QtBot, window: MainWindow, data: str) -> None:
    window.train_tab.set_config(CONFIG)  # before the data: a run is estimated with one real step
    window.train_tab.offer(data)
    qtbot.waitUntil(lambda: window.train_tab.startable, timeout=PATIENCE)


def wait_for(qtbot: QtBot, window: MainWindow, state: str) -> None:
    training = window.workspace.training
    qtbot.waitUntil(lambda: training.state == state, timeout=PATIENCE)


def begun(qtbot: QtBot, window: MainWindow, data: str) -> None:
    """A run that will not end by itself."""
    offered(qtbot, window, data)
    window.train_tab.set_config(replace(CONFIG, epochs=2000))
    window.train_tab.start()
    wait_for(qtbot, window, "running")


def test_that_the_page_of_the_data_follows_how_a_run_is_judged(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    offered(qtbot, window, data)
    facts = window.train.empty.run._facts
    assert "38 to learn from · 10 held back" in facts.text()
    window.train_tab.set_config(replace(CONFIG, validation=0.5))
    qtbot.waitUntil(lambda: "24 to learn from · 24 held back" in facts.text(), timeout=PATIENCE)
    window.train_tab.set_config(replace(CONFIG, validation_data=data))
    qtbot.waitUntil(lambda: "48 to learn from · judged on the same" in facts.text())


def test_that_a_recipe_chosen_while_the_data_are_read_counts_for_them(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    window.train_tab.set_config(CONFIG)
    window.train_tab.offer(data)
    window.train_tab.set_config(replace(CONFIG, validation=0.5))
    qtbot.waitUntil(lambda: not window.lanes.busy, timeout=PATIENCE)
    assert "24 to learn from · 24 held back" in window.train.empty.run._facts.text()


def test_that_pictures_which_cannot_be_read_are_found_before_a_run(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    Path(data, "red", "9.png").write_bytes(b"")
    offered(qtbot, window, data)
    page = window.train.empty.run
    said = ("unreadable files: 1", "only 10 to judge on: each is 10 % of the accuracy")
    qtbot.waitUntil(lambda: page.warnings.texts() == said, timeout=PATIENCE)
    assert page.warnings.toolTip().startswith("red/9.png: ")


def test_that_fine_tuning_begins_with_the_active_weights(qtbot: QtBot, window: MainWindow) -> None:
    tab, work = window.train_tab, window.workspace
    load(qtbot, window)
    tab.choose_recipe("fine-tune")
    assert tab.config.weights == weights_file()
    before = work.network
    work.load_weights(weights_file(2))
    qtbot.waitUntil(lambda: work.network is not before, timeout=PATIENCE)
    assert tab.config.weights == weights_file(2)
    model = window.train.empty.run.model
    assert model.about.text() == f"From {Path(weights_file(2)).name}, with a new head."
    assert model.model.key == "weights"
    tab.set_config(replace(tab.config, weights="demo"))
    work.network_changed.emit(work.network)
    assert tab.config.weights == "demo", "the user's own wish stays"
    tab.choose_recipe("default")
    assert tab.config.weights == ""


def test_that_the_next_run_learns_the_network_that_is_chosen(
    qtbot: QtBot, window: MainWindow
) -> None:
    tab, work = window.train_tab, window.workspace
    model = window.train.empty.run.model
    tab.choose_recipe("demo")
    assert (model.model.key, model.model.count()) == ("recipe", 1)
    load(qtbot, window)
    network = work.network
    assert network is not None
    model.model_picked.emit("shape")
    assert (tab.config.model, tab.config.weights) == (network.weights.config, "")
    assert tab.config.preprocessing == network.weights.preprocessing
    assert "Built like" in model.about.text()
    tab.set_config(replace(tab.config, learning_rate=0.25))
    model.model_picked.emit("weights")
    assert (tab.config.weights, tab.config.learning_rate) == (weights_file(), 0.25)
    model.device_picked.emit("cpu")
    assert tab.config.device == "cpu"
    tab.set_config(tab.config.changed({"weights": "", "model": {"middle_blocks": 2}}))
    assert model.model.key == "own"
    model.model_picked.emit("recipe")
    assert tab.config.model == RECIPES["demo"].model
    assert (model.model.key, model.about.text()) == ("recipe", "Built anew, with random weights.")
    tab.set_config(tab.config.changed({"model": {"num_classes": 7}}))  # as runs keep it
    assert model.model.key == "recipe"


def test_that_reading_the_data_can_be_given_up(qtbot: QtBot, window: MainWindow, data: str) -> None:
    window.train_tab.offer(data)
    window.train.reading_given_up.emit()
    qtbot.waitUntil(lambda: not window.lanes.busy, timeout=PATIENCE)
    assert not window.train_tab.startable
    assert window.train.empty.card.isVisible()


def test_that_folders_dropped_on_the_tab_train_propose_training(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    window.show_tab("train")
    window.workspace.open_paths([data])
    qtbot.waitUntil(window.class_bar.isVisible, timeout=PATIENCE)
    assert window.class_bar.train.property("primary")
    assert not window.class_bar.classify.property("primary")


def test_that_the_list_shows_a_run_and_a_stopped_one_goes_on(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    offered(qtbot, window, data)
    window.train_tab.start()
    wait_for(qtbot, window, "running")
    window.train_tab.stop()
    wait_for(qtbot, window, "ended")
    qtbot.waitUntil(window.train.runs.isVisible, timeout=PATIENCE)
    window.train_tab.resume()
    assert window.workspace.training.busy
    wait_for(qtbot, window, "ended")
    curves = window.train_tab.shelf.curves[window.train_tab.run]
    assert curves.state == "finished"
    assert window.status_bar.run.isHidden()


def test_that_a_run_given_up_while_pictures_are_read_leads_back_to_its_data(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    offered(qtbot, window, data)
    window.train_tab.start()
    window.train_tab.stop()
    wait_for(qtbot, window, "ended")
    assert window.train_tab.run == ""
    assert window.train.empty.run.start.isEnabled()
    assert window.status_bar.run.isHidden()


def test_that_the_status_bar_tells_of_the_run_and_leads_to_it(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    begun(qtbot, window, data)
    qtbot.waitUntil(window.status_bar.run.isVisible, timeout=PATIENCE)
    assert "of 2,000" in window.status_bar.run.accessibleName()
    window.show_tab("classify")
    window.status_bar.run.click()
    assert window.page is window.train
    window.train_tab.stop()
    wait_for(qtbot, window, "ended")


def test_that_every_value_of_a_run_has_its_words() -> None:
    assert {name: about for name, (_, about) in RUN_WORDS.items()} == {
        setting.name: setting.about for setting in SETTINGS
    }


def test_that_choices_are_shown_by_their_names_and_kept_as_plain_words(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.train_tab.set_config(replace(CONFIG, optimiser="rmsprop", schedule="step"))
    options = options_of(window)
    optimiser, schedule = (options.rows[name].control for name in ("optimiser", "schedule"))
    assert (optimiser.currentText(), schedule.currentText()) == ("RMSprop", "step")
    set_language("zh_CN")
    try:
        options.retranslate()
        assert (optimiser.currentText(), schedule.currentText()) == ("RMSprop", "阶梯")
    finally:
        set_language("en")
    optimiser.setCurrentIndex(optimiser.findText("AdamW"))
    options.use_button.click()
    assert window.train_tab.config.optimiser == "adamw"
    assert window.train_tab.config.schedule == "step"


def test_that_every_choice_of_the_window_is_one_of_the_settings() -> None:
    choices = {setting.name: set(setting.choices) for setting in SETTINGS}
    assert all(set(words) <= choices[name] for name, words in WORDS.items())
    assert set(NAMES) == choices["optimiser"]


def options_of(window: MainWindow) -> RunOptions:
    window.train_tab.tools.show_options()
    options = window.findChild(RunOptions)
    assert options is not None
    return options


@pytest.mark.parametrize(
    ("name", "wrong", "right", "kept"),
    [
        ("learning_rate", "1000", "0.25", 0.25),
        ("growth", "smaller first", "0=64, 0.5=71", ((0.0, 64), (0.5, 71))),
    ],
)
def test_that_the_options_check_like_a_config_file(
    window: MainWindow, name: str, wrong: str, right: str, kept: object
) -> None:
    window.train_tab.set_config(CONFIG)
    options = options_of(window)
    control = options.rows[name].control
    control.setText(wrong)
    options.use_button.click()
    assert options.isVisible()
    assert f"{name} = {wrong}" in options.error.text()
    control.setText(right)
    options.use_button.click()
    assert not options.isVisible()
    assert window.train_tab.config == replace(CONFIG, **{name: kept})


def test_that_sizes_that_grow_follow_the_input_size(window: MainWindow) -> None:
    window.train_tab.set_config(replace(CONFIG, growth=((0.0, 12), (0.5, 24))))
    options = options_of(window)
    options.rows["input_size"].control.setText("48")
    options.use_button.click()
    assert input_size(window.train_tab.config.preprocessing) == 48
    assert window.train_tab.config.growth == ((0.0, 24), (0.5, 48))


def test_that_the_best_weights_of_a_run_are_saved_where_they_are_wanted(
    qtbot: QtBot, window: MainWindow, data: str, tmp_path: Path
) -> None:
    out, target = tmp_path / "one", tmp_path / "mine.safetensors"
    config = replace(CONFIG, epochs=1)
    for _ in recorded(train(data, out, config), out, config):
        pass
    window.train.run_opened.emit(str(out))
    save = window.menu_actions.action("save-run-weights")
    qtbot.waitUntil(save.isEnabled, timeout=PATIENCE)
    save.trigger()
    choose(window, target)
    qtbot.waitUntil(lambda: not window.lanes.busy, timeout=PATIENCE)
    best, saved = load_weights(out / "best.pt"), load_weights(target)
    for name, tensor in best.model.state_dict().items():
        assert torch.equal(saved.model.state_dict()[name], tensor), name


def test_that_the_running_run_cannot_be_moved_and_its_dot_brings_its_curves_back(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    begun(qtbot, window, data)
    run = window.train_tab.run
    window.train.bin_wanted.emit(run)
    assert "the run goes on" in window.banner.text()
    window.train.run_shown.emit(run, False)
    assert run not in window.train._curves
    assert window.train.band.pill.text() == "Running", "it is followed all the same"
    window.train.run_shown.emit(run, True)
    assert run in window.train._curves
    shown = window.train_tab.shelf.curves[run]
    qtbot.waitUntil(lambda: len(shown.steps) > 1, timeout=PATIENCE)
    window.train_tab.stop()
    wait_for(qtbot, window, "ended")
    assert Path(run).is_dir()


def test_that_runs_are_named_noted_binned_and_a_run_from_elsewhere_is_followed(
    qtbot: QtBot, window: MainWindow, data: str, tmp_path: Path
) -> None:
    shelf, runs = window.train_tab.shelf, list[RunSummary]()
    shelf.runs_changed.connect(lambda found: runs.__setitem__(slice(None), found))
    other = tmp_path / "elsewhere"
    finish(Path(data), other, replace(CONFIG, epochs=1))
    assert not shelf.open(str(other))
    assert "events.jsonl" in window.banner.text()
    lines = [to_line(event) for event in (STARTED, STEP)]
    (other / "events.jsonl").write_text("\n".join(lines) + "\n")
    assert shelf.open(str(other))
    qtbot.waitUntil(lambda: len(shelf.curves[str(other)].steps) == 1, timeout=PATIENCE)
    with (other / "events.jsonl").open("a") as file:
        file.write(to_line(replace(STEP, step=2)) + "\n")
    qtbot.waitUntil(lambda: len(shelf.curves[str(other)].steps) == 2, timeout=PATIENCE)
    shelf.note(str(other), "by hand")
    qtbot.waitUntil(lambda: [run.note for run in runs] == ["by hand"], timeout=PATIENCE)
    shelf.rename(str(other), "a/b")
    qtbot.waitUntil(lambda: "a/b" in window.banner.text(), timeout=PATIENCE)
    shelf.rename(str(other), "renamed")
    qtbot.waitUntil((tmp_path / "renamed").is_dir, timeout=PATIENCE)
    shelf.bin(str(tmp_path / "renamed"))
    qtbot.waitUntil(lambda: not (tmp_path / "renamed").exists(), timeout=PATIENCE)


def test_that_a_run_refused_before_it_begins_leaves_its_data_and_start(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    window.train_tab.set_config(replace(CONFIG, batch_size=64))  # of 38 pictures
    window.train_tab.offer(data)
    qtbot.waitUntil(lambda: window.train_tab.startable, timeout=PATIENCE)
    window.train_tab.start()
    wait_for(qtbot, window, "failed")
    assert window.train_tab.run == ""
    assert window.train.empty.run.start.isEnabled()
    assert window.banner.isVisible()


def test_that_what_cannot_be_measured_does_not_go_on_being_measured(
    qtbot: QtBot, window: MainWindow, data: str, tmp_path: Path
) -> None:
    gone = str(tmp_path / "gone.safetensors")
    window.train_tab.set_config(replace(CONFIG, weights=gone))
    window.train_tab.offer(data)
    new = window.train.empty.run
    qtbot.waitUntil(lambda: new._takes.text() == "–", timeout=PATIENCE)
    assert new.pictures.text() == "–"
    qtbot.waitUntil(lambda: new._checked is not None, timeout=PATIENCE)


@pytest.fixture
def two_runs(data: str, tmp_path: Path) -> tuple[str, str]:
    """Both finished, of one epoch."""
    runs = tmp_path / "one", tmp_path / "two"
    for run in runs:
        config = replace(CONFIG, epochs=1)
        list(recorded(train(data, run, config), run, config))
    return str(runs[0]), str(runs[1])


def see(window: MainWindow, run: str) -> None:
    window.train_tab.shelf.open(run)
    window.train_tab.show_run(run)


def test_that_another_run_on_view_shows_nothing_of_the_former(
    qtbot: QtBot, window: MainWindow, two_runs: tuple[str, str]
) -> None:
    see(window, two_runs[0])
    window.train.pages.show_page(3)
    insight = window.train_tab.insight
    qtbot.waitUntil(lambda: insight._judged is not None, timeout=PATIENCE)
    see(window, two_runs[1])
    assert insight._judged is None


def test_that_a_run_shows_its_errors_again_after_another_one(
    qtbot: QtBot, window: MainWindow, two_runs: tuple[str, str]
) -> None:
    pages, insight = window.train.pages, window.train_tab.insight
    for run in (two_runs[0], two_runs[1], two_runs[0]):
        see(window, run)
        if run == two_runs[0]:  # of the other one only the curves are looked at
            pages.show_page(3)
            qtbot.waitUntil(lambda: insight._judged is not None, timeout=PATIENCE)
        pages.show_page(0)


def test_that_what_is_read_late_is_not_told_of_another_run(
    qtbot: QtBot, window: MainWindow, two_runs: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read, go_on = run_insight._found, Event()
    monkeypatch.setattr(run_insight, "_found", lambda run: (go_on.wait(60), read(run))[1])
    see(window, two_runs[0])
    window.train.pages.show_page(3)
    window.train.pages.show_page(0)
    see(window, two_runs[1])
    go_on.set()
    qtbot.waitUntil(lambda: not window.lanes.busy, timeout=PATIENCE)
    assert window.train_tab.insight._judged is None
