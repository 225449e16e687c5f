"""A mistake in any slot or job while the user acts: it is logged, told, and the window lives on.

Row 9 of the reliability figures; commands and what is asked of the network: `test_injected.py`.
Here some acts are tried with some of their slots and jobs, and all of them under
``XCEPTION_GUI_SOAK=1``, in one process: then none may be left that was never broken.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.acts import ACTS
from tests.gui.injected import JOB, WORDS, Switch, jobs, slots
from tests.gui.stage import Stage, furnish
from tests.gui.workbench import load, open_window, show
from xception_gui.gui.app import _report_exceptions
from xception_gui.gui.lanes import Failure
from xception_gui.gui.language import tr

SOAK = bool(os.environ.get("XCEPTION_GUI_SOAK"))
ONE_IN, JOBS_ONE_IN = (1, 1) if SOAK else (9, 3)
TRIED = tuple(ACTS) if SOAK else ("open", "select", "train", "save")
OWNERS = (
    "classifying.Classifying",
    "compare_tab.CompareTab",
    "diagram_tab.DiagramTab",
    "evaluating.Evaluating",
    "film.Film",
    "history_window.HistoryWindow",
    "main_window.MainWindow",
    "maps.MapsTab",
    "modules.Modules",
    "muting.Muting",
    "run_data.RunData",
    "run_insight.RunInsight",
    "run_list.RunList",
    "run_shelf.RunShelf",
    "status.Status",
    "train_tab.TrainTab",
    "training.Training",
    "workspace.Workspace",
)
WHERE = {
    "architecture_pages.TutorialsPage.look": "tutorials",
    "classifying.Classifying.offer_examples": "close",
    "commands.Commands.show_source": "source",
    "compare_tab.CompareTab._submit": "compare",
    "diagram_tab.DiagramTab._measure": "diagram",
    "doctor_page.DoctorPage.look": "doctor",
    "fetching.Fetching.fetch": "fetch",
    "field_page.FieldPage._ask": "field",
    "guide_page.GuidePage._read": "guide",
    "keeping.Keeper.save": "settings",
    "muting.Muting._ask": "worth",
    "muting.Muting._ask_blocks": "worth",
    "new_network.NewNetwork._changed": "new",
    "paper_check_page.PaperCheckPage._count": "check",
    "parity.Parity._answer": "parity",
    "parity.Parity.ask": "parity",
    "picture_queue.PictureQueue._open": "classes",
    "picture_queue.PictureQueue._predict_ready": "classes",
    "profiling.Profiling.ask": "profile",
    "rate_finding.RateFinding.ask": "rate",
    "run_data.RunData._check": "classes",
    "run_data.RunData.estimate": "classes",
    "run_data.RunData.read": "classes",
    "run_insight.RunInsight._look": "runs",
    "run_list.RunList._begin_like": "runs",
    "run_shelf.RunShelf._change": "runs",
    "run_shelf.RunShelf._follow": "runs",
    "run_shelf.RunShelf.let_go": "train",
    "run_shelf.RunShelf.refresh": "train",
    "run_shelf.RunShelf.show": "runs",
    "saving.Saving._convert_weights": "runs",
    "saving.Saving._export_weights": "save",
    "saving.Saving._held_weights": "save",
    "saving.Saving._submit": "save",
    "saving.Saving._write_weights": "save",
    "top_page.TopPage._count": "top",
    "top_page.TopPage._show_rows": "top",
    "training.Training.start": "train",
    "variants_page.VariantsPage._count": "tools",
    "waiting.Waiting.submit": "open",
    "waiting.Waiting.submit_many": "open",
    "weighing.Weighing._submit": "select",
    "weights_page.WeightsPage._list": "catalogue",
    "workspace.Workspace._network_arrived": "load",
    "workspace.Workspace.examine_weights": "inspect",
    "workspace.Workspace.prepare_reading": "reading",
    "workspace.Workspace.set_threads": "threads",
}
ELSEWHERE = {
    "app._prepare_later": "what it imports is imported anew by whoever wants it",
}
TELLERS = "what fails while it tells of a mistake is told too, without end: the process dies"
UNTRIED = {
    "app._Signals._wake": "it ends the program: tests/e2e/test_quitting.py",
    "errors.Errors.show": TELLERS,
    "maps.MapsTab._show_failure": TELLERS,
    "guide_page.GuidePage._read": "once in a window: its job is broken instead",
    "main_window.MainWindow._page_lists": "once for a tab, which has been made by then",
    "leaving.Leaving._keep": "the window goes: test_leaving.py",
    "leaving.Leaving._look": "the window goes: test_leaving.py",
    "leaving.Leaving._stop": "the window goes: test_leaving.py",
}
tried = set[str]()


def test_that_each_owner_has_slots() -> None:
    assert set(OWNERS) <= {slot.rpartition(".")[0] for slot in slots()}


def test_that_each_job_has_its_act_or_its_reason() -> None:
    assert {*WHERE, *ELSEWHERE} == {place.removeprefix(JOB) for place in jobs()}
    assert not WHERE.keys() & ELSEWHERE.keys()
    assert set(WHERE.values()) <= ACTS.keys()


@pytest.fixture
def switch(monkeypatch: pytest.MonkeyPatch) -> Switch:
    made = Switch()
    made.install(monkeypatch)
    return made


@pytest.fixture
def stage(
    qtbot: QtBot, tmp_path: Path, switch: Switch, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stage]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    furnish(tmp_path)
    before = set(QApplication.topLevelWidgets())
    window = open_window(tmp_path / "settings.toml")
    _report_exceptions(window)
    load(qtbot, window)
    show(qtbot, window, str(tmp_path / "b.png"))
    yield Stage(qtbot, window, tmp_path)
    switch.broken = ""
    window.close_at_once()
    delete([window])  # with its switches, and first: its menus and plots go with it
    delete(set(QApplication.topLevelWidgets()) - before)  # what a broken slot has left half made


def delete(widgets: Iterable[QWidget]) -> None:
    """Now, not when the event loop comes to it."""
    for widget in widgets:
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.mark.qt_no_exception_capture
@pytest.mark.parametrize("act", TRIED)
def test_that_the_window_lives_on_whatever_breaks(
    stage: Stage, switch: Switch, act: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The jobs first, for what they have found is kept; of slots those that are met at all."""
    due = [JOB + job for job, where in WHERE.items() if where == act]
    wrong = {place: survives(stage, switch, act, place, caplog) for place in due[::JOBS_ONE_IN]}
    assert set(wrong) <= tried, "these jobs were not even made"
    switch.met.clear()
    stage.play(ACTS[act])
    met = sorted(switch.met & set(slots()) - tried - UNTRIED.keys())
    stage.clear()
    for place in met[::ONE_IN]:
        wrong[place] = survives(stage, switch, act, place, caplog)
    caplog.clear()  # tracebacks keep alive what was half made
    assert not any(wrong.values()), wrong


def survives(
    stage: Stage, switch: Switch, act: str, place: str, caplog: pytest.LogCaptureFixture
) -> str:
    """What is wrong after the act with this place broken, if it was met."""
    caplog.clear()
    switch.met.clear()
    switch.broken = place
    told = heard(stage, act)
    switch.broken, hit = "", place in switch.met
    stage.clear()
    if not hit:
        return ""
    tried.add(place)
    action = tr(switch.action) if place.startswith(JOB) else ""
    if not any(text.startswith(action) and WORDS in text for text in told):
        return f"not told: {told}"
    if WORDS not in caplog.text:
        return "not logged"
    alive = stage.window.isVisible() and stage.answers()
    return "" if alive else "no answers any more"


def heard(stage: Stage, act: str) -> list[str]:
    """What the banner says while the act is played, and dialogs after each step."""
    told = list[str]()

    def note(_failure: Failure) -> None:
        told.append(stage.window.banner.text())

    def look() -> None:
        labels = [label for page in stage.pages() for label in page.findChildren(QLabel)]
        told.extend(label.text() for label in labels if label.isVisible() and WORDS in label.text())

    stage.window.workspace.failed.connect(note)
    stage.play(ACTS[act], look)
    stage.window.workspace.failed.disconnect(note)
    return told


@pytest.mark.skipif(
    not SOAK or "PYTEST_XDIST_WORKER" in os.environ, reason="only where all acts were played"
)
def test_that_no_slot_was_left_out() -> None:
    assert set(slots()) - tried == set(UNTRIED)
