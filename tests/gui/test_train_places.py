"""A run keeps its colour: beside others, under another name, in the next session."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.gui.made_train import curves, row, train_view, with_runs
from tests.gui.workbench import PATIENCE, close_window, open_window
from xception_gui.base.events import RunEnded, RunStarted, StepDone, to_line
from xception_gui.gui.item_models.train_runs import PLACE_ROLE, SHOWN
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.run_shelf import runs_folder
from xception_gui.gui.views.train_places import RunPlaces

EVENTS = (
    RunStarted("one", ("a", "b"), 40, 8, 0, 100, 10, "cpu", "float32"),
    StepDone(1, 0, 0.7, 0.5, 0.1, 100.0),
    RunEnded("stopped", 1, "", None),
)


def test_that_runs_get_the_first_free_places_and_keep_them_under_another_name() -> None:
    places = RunPlaces(("a", "", "c"))
    places.add(("d", "c", "e"))
    places.move("a", "b")
    assert places.by_path == {"b": 0, "d": 1, "c": 2, "e": 3}
    places.move("c", "d")  # which was binned before
    places.move("unknown", "x")
    assert places.paths == ("b", "", "d", "e")
    places.keep({"e"})
    assert places.by_path == {"e": 3}


def test_that_places_of_runs_that_are_gone_are_given_to_others_in_the_next_session(
    qtbot: QtBot,
) -> None:
    view = train_view(qtbot)
    view.set_places(("/runs/gone", "/runs/one", "/runs/elsewhere"))
    view.set_curves({"/runs/elsewhere": curves()})
    view.set_runs([row("new"), row("one")])
    assert view.places == ("/runs/new", "/runs/one", "/runs/elsewhere")
    view.set_runs([row("newer"), row("one")])
    assert view.places[0] == "/runs/new", "it may come back from the bin"


def test_that_places_are_told_when_they_change(qtbot: QtBot) -> None:
    view = train_view(qtbot)
    told = list[tuple[str, ...]]()
    view.places_changed.connect(told.append)
    with_runs(view)
    view.move_run("/runs/two", "/runs/renamed")
    assert told == [("/runs/one", "/runs/two"), ("/runs/one", "/runs/renamed")]


def run(name: str) -> str:
    """Of the folder that the window shows."""
    return str(runs_folder() / name)


def write(name: str) -> None:
    Path(run(name)).mkdir(parents=True)
    lines = "".join(f"{to_line(event)}\n" for event in EVENTS)
    Path(run(name), "events.jsonl").write_text(lines, "utf-8")


def dots(window: MainWindow) -> dict[str, int]:
    """Name → place of the colour, of every row."""
    model = window.train.runs.runs
    cells = [model.index(at, SHOWN) for at in range(model.rowCount())]
    return {model.row(cell).name: cell.data(PLACE_ROLE) for cell in cells}


def test_that_a_run_keeps_its_colour_under_another_name_and_in_the_next_session(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    for name in ("one", "two", "three"):
        write(name)
    window.show_tab("train")
    qtbot.waitUntil(lambda: len(dots(window)) == 3, timeout=PATIENCE)
    before, old = dots(window), run("two")
    window.train.run_opened.emit(old)
    qtbot.waitUntil(lambda: len(window.train_tab.shelf.curves[old].steps) == 1, timeout=PATIENCE)
    window.train.rename_wanted.emit(old, "renamed")
    qtbot.waitUntil(lambda: "renamed" in dots(window), timeout=PATIENCE)
    assert dots(window)["renamed"] == before["two"]
    drawn = window.train.plots._runs[run("renamed")]
    assert drawn.place == before["two"]
    qtbot.waitUntil(lambda: not window.lanes.busy, timeout=PATIENCE)
    window.close()
    write("newest")
    again = open_window(tmp_path / "settings.toml")
    again.show_tab("train")
    qtbot.waitUntil(lambda: len(dots(again)) == 4, timeout=PATIENCE)
    found = dots(again)
    close_window(again)
    kept = {"one": before["one"], "three": before["three"], "renamed": before["two"]}
    assert found == {**kept, "newest": 3}
