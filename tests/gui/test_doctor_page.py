"""The doctor in the window: the same facts as on the command line, in both languages."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.workbench import wait_idle
from xception_gui.base import doctor
from xception_gui.gui.doctor_page import DoctorPage, facts
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.pill import Pill


def opened(qtbot: QtBot, window: MainWindow) -> DoctorPage:
    window.menu_actions.action("doctor").trigger()
    wait_idle(qtbot, window.lanes)
    (page,) = window.findChildren(DoctorPage)
    QApplication.processEvents()
    return page


def texts(page: DoctorPage) -> list[str]:
    QApplication.sendPostedEvents(None, 0)
    return [label.text() for label in page.findChildren(ElidedLabel)]


def test_that_it_shows_what_the_command_line_says(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(qtbot, window)
    for name in (*doctor.PACKAGES, *doctor.OPTIONAL):
        assert name in texts(page)
    assert [pill.text() for pill in page.findChildren(Pill)] == ["Nothing is missing."]
    page.copy.click()
    assert QGuiApplication.clipboard().text() == doctor.as_text(page._found or {})
    QGuiApplication.clipboard().clear()


def test_that_what_is_missing_is_said_in_words_and_both_languages(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "PACKAGES", ("torch", "no-such-package"))
    page = opened(qtbot, window)
    command = 'python -m pip install "no-such-package"'
    assert f"missing: {command}" in texts(page)
    assert [pill.text() for pill in page.findChildren(Pill)] == ["1 missing"]
    set_language("zh_CN")
    QApplication.processEvents()
    assert f"缺失：{command}" in texts(page)
    assert page.windowTitle() == "系统检查"


def test_that_what_is_not_needed_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "OPTIONAL", {"no-such-extra": "one command"})
    found = doctor.examine(lambda: [{"name": "cpu", "threads": 1, "capability": "AVX2"}])
    (line,) = (fact for fact in facts(found) if fact.name == "no-such-extra")
    assert (line.good, "xception-gui[no-such-extra]" in line.value) == (None, True)


def test_that_one_thread_is_not_several() -> None:
    device = {"name": "cpu", "capability": "AVX2"}
    found = doctor.examine(lambda: [{**device, "threads": count} for count in (1, 2)])
    lines = [(fact.name, fact.value) for fact in facts(found)][-2:]
    assert lines == [("CPU", "1 thread, AVX2"), ("CPU", "2 threads, AVX2")]


def test_that_a_torch_that_does_not_work_is_a_warning() -> None:
    found = doctor.examine(list)
    bad = [fact.name for fact in facts(found) if not fact.good]
    assert bad == ["torch"]
