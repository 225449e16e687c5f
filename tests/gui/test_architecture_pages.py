"""The pages about architectures, and the dialog that makes a network."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.workbench import choose, wait_idle
from xception_gui.base.config import XceptionConfig
from xception_gui.base.departures import INPUT, NAMES, WORDS, departures
from xception_gui.base.figures import TITLES, figure
from xception_gui.gui.architecture_pages import CostPage, TutorialsPage
from xception_gui.gui.figures_page import TITLE_WORDS, FiguresPage
from xception_gui.gui.item_models.architecture_texts import (
    DEPARTURE_WORDS,
    FACT_WORDS,
    GROUPS,
    TUTORIAL_WORDS,
    check_row,
)
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.new_network import NewNetwork
from xception_gui.gui.paper_check_page import PaperCheckPage, verdict
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.export_button import ExportButton
from xception_gui.gui.views.fact_rows import FactRowView
from xception_gui.gui.views.pill import Pill
from xception_gui.inspection import module_tree, paper_check, tutorial
from xception_gui.inspection.tutorials import LETTERS

STOP = "middle.block4.sepconv1.depthwise"


def words(widget: QWidget) -> str:
    """All that a page says."""
    parts = [label.text() for label in widget.findChildren(QLabel)]
    parts += [label.text() for label in widget.findChildren(ElidedLabel)]
    return "\n".join([*parts, *(pill.accessibleName() for pill in widget.findChildren(Pill))])


def test_that_everything_said_in_english_is_marked_for_translation() -> None:
    facts = paper_check(module_tree(XceptionConfig(), 299))
    assert {fact.group for fact in facts} == set(GROUPS)
    assert {fact.name for fact in facts if " " in fact.name} <= FACT_WORDS
    assert {*NAMES.values(), *WORDS.values(), INPUT} <= DEPARTURE_WORDS
    for letter in LETTERS:
        found = tutorial(letter)
        said = (found.builds, *found.differs, *(claim.what for claim in found.claims))
        assert set(said) <= TUTORIAL_WORDS


def checked(qtbot: QtBot, window: MainWindow) -> PaperCheckPage:
    """The paper check, opened and done."""
    window.menu_actions.action("paper-check").trigger()
    wait_idle(qtbot, window.lanes)
    page = window.findChild(PaperCheckPage)
    assert isinstance(page, PaperCheckPage)
    return page


def test_that_the_paper_check_tells_what_differs(qtbot: QtBot, ready_window: MainWindow) -> None:
    page = checked(qtbot, ready_window)
    network = ready_window.workspace.network
    assert network is not None
    assert f"{network.tree.params:,}" in words(page)
    wrong = sum(fact.state == "bad" for fact in paper_check(network.tree))
    assert f"{wrong} of" in words(page)
    set_language("zh_CN")
    qtbot.wait(20)  # Qt posts the change
    assert f"有 {wrong} 项不一致" in words(page)


def test_that_only_a_network_that_should_be_the_papers_alarms(
    qtbot: QtBot, ready_window: MainWindow
) -> None:
    page = checked(qtbot, ready_window)
    network = ready_window.workspace.network
    assert network is not None
    config = network.weights.config
    assert f"middle blocks {config.middle_blocks} (paper: 8)" in words(page)
    assert page.findChildren(Pill) == []
    assert signs(page) == {"other", "unstated"}
    page.switch.setFocus()
    qtbot.keyClick(page.switch, Qt.Key.Key_Right)
    wait_idle(qtbot, ready_window.lanes)
    qtbot.wait(20)  # what was there before is deleted
    assert "22,855,952" in words(page)
    assert [pill.text() for pill in page.findChildren(Pill)] == ["Nothing differs from the paper"]
    assert signs(page) == {"good", "unstated"}


def test_that_a_network_that_departs_in_no_value_is_told_in_red() -> None:
    tree = module_tree(XceptionConfig(), 299)
    rows = [check_row(fact, False) for fact in paper_check(replace(tree, params=tree.params + 1))]
    wrong = [row.name for row in rows if row.state == "bad"]
    assert wrong == ["trainable", "with batch-norm statistics"]


def test_that_a_network_whose_numbers_are_the_papers_is_told_in_green(qtbot: QtBot) -> None:
    departs = departures(XceptionConfig(), 300)
    (pill, _) = parts = list(
        verdict("a net", departs, paper_check(module_tree(XceptionConfig(), 300)))
    )
    for part in parts:
        qtbot.addWidget(part)
    assert departs
    assert isinstance(pill, Pill)
    assert pill.text() == "Nothing differs from the paper"


def test_that_the_tutorials_are_told_with_both_counts(
    qtbot: QtBot, ready_window: MainWindow
) -> None:
    ready_window.menu_actions.action("tutorials").trigger()
    wait_idle(qtbot, ready_window.lanes)
    said = words(ready_window.findChild(TutorialsPage))  # type: ignore[arg-type]
    assert {"8,540,244", "19,838,076", "14,248,080"} <= set(said.split("\n"))
    assert "needs 728 channels and gets 128" in said


def test_that_the_cost_of_a_layer_is_live(ready_window: MainWindow) -> None:
    ready_window.menu_actions.action("layer-cost").trigger()
    page = ready_window.findChild(CostPage)
    assert isinstance(page, CostPage)
    assert "2,336" in words(page)
    page.values["outside"].setValue(128)
    assert f"{9 * 32 + 32 * 128:,}" in words(page)


def signs(page: QWidget) -> set[str]:
    """What stands before the lines of a page."""
    return {row.fact.state for row in page.findChildren(FactRowView)}


@pytest.fixture
def dialog(qtbot: QtBot, ready_window: MainWindow) -> NewNetwork:
    ready_window.menu_actions.action("new-network").trigger()
    wait_idle(qtbot, ready_window.lanes)
    made = ready_window.findChild(NewNetwork)
    assert isinstance(made, NewNetwork)
    return made


def choose_preset(dialog: NewNetwork, name: str) -> None:
    dialog.preset.activated.emit(dialog.preset.findData(name))


def test_that_it_opens_with_the_network_in_force(
    dialog: NewNetwork, ready_window: MainWindow
) -> None:
    network = ready_window.workspace.network
    assert network is not None
    assert dialog.config() == network.weights.config
    assert dialog.numbers is not None
    assert dialog.numbers.params == network.tree.params
    assert dialog.preset.currentData() == ""


def test_that_a_preset_sets_values_and_numbers_follow(
    qtbot: QtBot, dialog: NewNetwork, ready_window: MainWindow
) -> None:
    dialog.classes.setValue(1000)
    dialog.pixels.setValue(299)
    choose_preset(dialog, "paper")
    wait_idle(qtbot, ready_window.lanes)
    assert dialog.numbers is not None
    assert (dialog.numbers.params, dialog.numbers.differ) == (22_855_952, 0)
    assert "22,855,952" in words(dialog)
    dialog.blocks.setValue(7)
    wait_idle(qtbot, ready_window.lanes)
    assert dialog.numbers.params == 22_855_952 - 1_613_976
    assert dialog.preset.currentData() == ""


def test_that_values_that_build_nothing_are_told_in_a_line(
    qtbot: QtBot, dialog: NewNetwork, ready_window: MainWindow
) -> None:
    choose_preset(dialog, "relu")
    dialog.segments.setValue(1)
    assert "segments = 1" in dialog.error.text()
    assert not dialog.make.isEnabled()
    dialog.segments.setValue(0)
    dialog.pixels.setValue(6)
    wait_idle(qtbot, ready_window.lanes)
    assert "at least 7" in dialog.error.text()
    dialog.pixels.setValue(96)
    wait_idle(qtbot, ready_window.lanes)
    assert dialog.make.isEnabled()
    assert not ready_window.banner.isVisible()


def test_that_the_network_is_made_and_says_that_it_is_untrained(
    qtbot: QtBot, dialog: NewNetwork, ready_window: MainWindow
) -> None:
    dialog.width_factor.setValue(0.05)
    dialog.residual.setChecked(False)
    dialog.classes.setValue(3)
    wait_idle(qtbot, ready_window.lanes)
    wanted = dialog.config()
    dialog.make.click()
    wait_idle(qtbot, ready_window.lanes)
    network = ready_window.workspace.network
    assert network is not None
    assert network.weights.config == wanted
    assert not network.weights.trained
    assert not dialog.isVisible()
    first = network.state_id
    ready_window.workspace.build_network(
        XceptionConfig.from_dict({**wanted.to_dict(), "pool_padding": "symmetric"}),
        network.weights.input_size, "cpu", "float32",
    )  # fmt: skip
    wait_idle(qtbot, ready_window.lanes)
    assert ready_window.workspace.network.state_id != first  # type: ignore[union-attr]


def test_that_the_figures_follow_the_channels_and_are_written(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    assert set(TITLES.values()) == TITLE_WORDS
    ready_window.menu_actions.action("figures").trigger()
    page = ready_window.findChild(FiguresPage)
    assert isinstance(page, FiguresPage)
    page.values["outside"].setValue(96)
    assert [view.shown for view in page.figures] == [figure(n, 32, 96, 3, 112) for n in TITLES]
    page.grab()
    page.export.wanted.emit("png")
    choose(ready_window, tmp_path / "figures.png")
    page.export.wanted.emit("svg")
    choose(ready_window, tmp_path / "figures.svg")
    wait_idle(qtbot, ready_window.lanes)
    text = (tmp_path / "figures.svg").read_text("utf-8")
    assert "Figure 4. Extreme" in text
    assert (tmp_path / "figures.png").read_bytes().startswith(b"\x89PNG")
    page.close()


@pytest.mark.parametrize(
    ("action", "page_type", "first"),
    [
        ("paper-check", PaperCheckPage, {"group": "Parameters", "state": "bad"}),
        ("tutorials", TutorialsPage, {"letter": "A", "stops_at": STOP}),
        ("layer-cost", CostPage, {"layer": "dense", "params": 18_432}),
    ],
)
def test_that_the_tables_of_pages_are_written(
    qtbot: QtBot,
    ready_window: MainWindow,
    tmp_path: Path,
    action: str,
    page_type: type[QWidget],
    first: dict[str, object],
) -> None:
    ready_window.menu_actions.action(action).trigger()
    wait_idle(qtbot, ready_window.lanes)
    page = ready_window.findChild(page_type)
    assert page is not None
    button = page.findChild(ExportButton)
    assert isinstance(button, ExportButton)
    for kind in ("json", "csv"):
        button.wanted.emit(kind)
        choose(ready_window, tmp_path / f"table.{kind}")
    wait_idle(qtbot, ready_window.lanes)
    rows = json.loads((tmp_path / "table.json").read_text("utf-8"))
    assert {name: rows[0][name] for name in first} == first
    lines = list(csv.DictReader((tmp_path / "table.csv").open(encoding="utf-8")))
    assert [list(line) for line in lines] == [list(row) for row in rows]
    page.close()
