"""The tab Compare: architectures, weights and answers side by side in the real window."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.workbench import PATIENCE, choose, paint, show, wait_idle, weights_file
from xception_gui.base.architectures import ARCHITECTURES
from xception_gui.base.comparison import compare
from xception_gui.base.config import XceptionConfig
from xception_gui.gui.item_models.compare_rows import architecture_words
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.views.compare import CompareView
from xception_gui.gui.views.compare_architectures import Totals


@pytest.fixture
def view(qtbot: QtBot, ready_window: MainWindow) -> CompareView:
    ready_window.menu_actions.action("compare").trigger()
    wait_idle(qtbot, ready_window.lanes)
    return ready_window.compare_tab.view


def test_that_the_active_network_stands_beside_the_papers(
    ready_window: MainWindow, view: CompareView
) -> None:
    assert ready_window.page is view
    assert view.architectures.tree.hasFocus()
    found, network = view.architectures.shown, ready_window.workspace.network
    assert found is not None
    assert network is not None
    assert found[0].tree == network.tree  # at its own size
    assert found[1].tree.params == 22_855_952
    assert found[2] == compare(found[0].tree, found[1].tree)
    rows = view.architectures.tree.rows
    index = rows.index_of("middle.block4.sepconv1")
    row = rows.row(index)
    assert row is not None
    assert row.cells[0].text == "≠"
    assert all(cell.differs for cell in row.cells[1:])


def test_that_one_module_is_selected_in_the_tab_and_in_the_window(
    ready_window: MainWindow, view: CompareView
) -> None:
    tree = view.architectures.tree
    ready_window.workspace.select_module("exit.block12.skip")
    assert tree.currentIndex() == tree.rows.index_of("exit.block12.skip")
    tree.setCurrentIndex(tree.rows.index_of("entry.conv2"))
    assert ready_window.workspace.module == "entry.conv2"
    assert ready_window.inspector.module is not None
    tree.setCurrentIndex(tree.rows.index_of("middle.block9"))  # only the paper has it
    assert ready_window.workspace.module == "middle.block9"
    assert ready_window.tree.shows_paper()


def test_that_a_row_of_the_other_network_alone_is_told_and_stays_selected(
    qtbot: QtBot, ready_window: MainWindow, view: CompareView
) -> None:
    page, path = view.architectures, "middle.block9.sepconv1"
    page.tree.setCurrentIndex(page.tree.rows.index_of(path))
    lines = page.card.text().splitlines()
    assert lines[:2] == [path, "Only in the right network"]
    assert lines[2].startswith("narrow-1-48")
    assert lines[2].endswith(": no such module")
    module = ready_window.inspector.module
    assert module is not None
    assert (module.path, module.output_shape[0]) == (path, 728)
    assert ready_window.tree.shows_paper()
    shapes = "728×3×3 → 728×3×3, 536,536 params, 4,828,824 MACs"
    assert lines[3] == f"The paper's Xception: SeparableConv, {shapes}"
    page.side.setValue(64)
    wait_idle(qtbot, ready_window.lanes)
    assert page.tree.path == path
    assert "728×4×4 → 728×4×4" in page.card.text()
    page.right.set_key("inception-v3")
    page.changed.emit()
    wait_idle(qtbot, ready_window.lanes)
    assert page.tree.path == ""  # neither has it
    page.tree.setCurrentIndex(page.tree.rows.index_of("Mixed_5b.branch1x1.conv"))
    assert "Inception V3: Conv2d, 192×" in page.card.text()


def test_that_a_row_that_another_view_selects_is_told_too(
    ready_window: MainWindow, view: CompareView
) -> None:
    ready_window.workspace.select_module("entry.conv1")
    assert view.architectures.card.text().startswith("entry.conv1\n")
    ready_window.workspace.select_module("")
    assert "Select a row" in view.architectures.card.text()


def test_that_the_answers_say_what_is_missing(
    qtbot: QtBot, ready_window: MainWindow, view: CompareView, tmp_path: Path
) -> None:
    page = view.answers
    view.show_page(2)
    assert page.view.hint().startswith("Open a picture, then")
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    assert page.view.hint().startswith("Choose weights")
    page.switch.set_current(1)
    page.switch.chosen.emit(1)
    assert page.view.hint().startswith("Open a second picture")


def test_that_a_network_that_fails_shows_what_ran_and_where_it_stopped(
    qtbot: QtBot, ready_window: MainWindow, view: CompareView
) -> None:
    page = view.architectures
    page.right.set_key("tutorial-a")
    page.side.setValue(96)
    wait_idle(qtbot, ready_window.lanes)
    path = "middle.block4.sepconv1.depthwise"
    assert path in page.remark.text()
    assert "728" in page.remark.text()
    row = page.tree.rows.row(page.tree.rows.index_of(path))
    assert row is not None
    assert row.stop
    assert page.tree.isExpanded(page.tree.rows.index_of("middle.block4.sepconv1"))
    page.right.set_key("relu")
    page.side.setValue(5)  # both stop: their first map is too small for the second kernel
    wait_idle(qtbot, ready_window.lanes)
    assert "entry.conv2" in page.remark.text()
    page.side.setValue(96)
    wait_idle(qtbot, ready_window.lanes)
    assert page.remark.isHidden()


def test_that_weights_are_held_against_a_file_that_is_dropped(
    qtbot: QtBot, ready_window: MainWindow, view: CompareView
) -> None:
    before, other = ready_window.workspace.network, weights_file(seed=2)
    ready_window.workspace.open_paths([other])
    wait_idle(qtbot, ready_window.lanes)
    assert ready_window.workspace.network is before
    assert view.page == "weights"
    found = view.weights.shown
    assert found is not None
    assert found.right == "narrow-2-48.safetensors"
    assert len(found.layers) > 20
    tree = view.weights.tree
    tree.setCurrentIndex(tree.rows.index_of("entry.bn1.running_mean"))
    assert ready_window.workspace.module == "entry.bn1"  # whose tensor it is
    view.weights.order.set_current(1)
    view.weights.order.chosen.emit(1)
    first = tree.rows.row(tree.rows.index(0, 0))
    assert first is not None
    assert first.path == found.layers[0].path


def test_that_tensors_without_a_partner_are_rows_of_their_own(
    qtbot: QtBot, ready_window: MainWindow, view: CompareView
) -> None:
    view.show_page(1)
    view.weights.picked.emit("demo")
    wait_idle(qtbot, ready_window.lanes)
    rows = view.weights.tree.rows
    last = rows.row(rows.index(rows.rowCount() - 1, 0))
    assert last is not None
    assert ":middle.block7.bn3.weight" in {row.path for row in last.children}


def test_that_a_picture_is_answered_by_both_weights_and_beside_another(
    qtbot: QtBot, ready_window: MainWindow, view: CompareView, tmp_path: Path
) -> None:
    page = view.answers
    view.show_page(2)
    pictures = [paint(tmp_path / f"{seed}.png", seed) for seed in (1, 2)]
    show(qtbot, ready_window, *pictures)
    ready_window.workspace.select_module("entry.block1")
    ready_window.compare_tab.take_weights(weights_file(seed=2))
    wait_idle(qtbot, ready_window.lanes)
    found = page.view.found
    assert found is not None
    prediction = ready_window.workspace.prediction
    assert prediction is not None
    assert found.left.logits.tolist() == pytest.approx(prediction.logits.tolist(), abs=1e-5)
    assert found.left.logits.tolist() != found.right.logits.tolist()
    assert found.layer == "entry.block1"
    for kind in ("csv", "json"):
        view.export_requested.emit(kind)
        choose(ready_window, tmp_path / f"answers.{kind}")
        wait_idle(qtbot, ready_window.lanes)
    rows = list(csv.DictReader((tmp_path / "answers.csv").open(encoding="utf-8", newline="")))
    assert len(rows) == len(found.left.labels)  # five classes, all of them among the likeliest
    best = found.left.top(1)[0]
    assert rows[0]["label"] == best.label
    change = found.change(best.label)
    assert change is not None
    assert float(rows[0]["right"]) - float(rows[0]["left"]) == pytest.approx(change)
    assert float(rows[0]["change"]) == pytest.approx(change)
    written = json.loads((tmp_path / "answers.json").read_text("utf-8"))
    assert [row["label"] for row in written["right"]["top"]] == [
        row.label for row in found.right.top(5)
    ]
    page.switch.set_current(1)
    page.switch.chosen.emit(1)
    wait_idle(qtbot, ready_window.lanes)
    found = page.view.found
    assert found is not None
    assert found.names == ("1.png", "2.png")
    assert found.heat.difference is not None
    assert page.remark.isHidden()


def test_that_a_module_that_the_other_network_lacks_is_told_in_place(
    qtbot: QtBot, ready_window: MainWindow, view: CompareView, tmp_path: Path
) -> None:
    view.show_page(2)
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    ready_window.compare_tab.take_weights("demo")
    ready_window.workspace.build_network(
        XceptionConfig(num_classes=3, width=0.05, middle_blocks=6, strides=(1, 2, 2, 2, 1)),
        48,
        "cpu",
        "float32",
    )
    wait_idle(qtbot, ready_window.lanes)
    ready_window.workspace.select_module("middle.block9.sepconv1")
    wait_idle(qtbot, ready_window.lanes)
    assert "middle.block9.sepconv1" in view.answers.remark.text()
    assert view.answers.view.found is None


def test_that_every_page_is_exported(
    qtbot: QtBot, ready_window: MainWindow, view: CompareView, tmp_path: Path
) -> None:
    view.export_requested.emit("json")
    choose(ready_window, tmp_path / "a.json")
    view.show_page(1)
    view.weights.picked.emit("demo")
    wait_idle(qtbot, ready_window.lanes)
    view.export_requested.emit("csv")
    choose(ready_window, tmp_path / "b.csv")
    view.show_page(2)
    view.export_requested.emit("png")
    choose(ready_window, tmp_path / "c.png")
    view.export_requested.emit("svg")
    choose(ready_window, tmp_path / "d.svg")
    wait_idle(qtbot, ready_window.lanes)
    network = ready_window.workspace.network
    assert network is not None
    assert json.loads((tmp_path / "a.json").read_text())["left"]["macs"] == network.tree.macs
    assert (tmp_path / "b.csv").read_text().startswith("name,shape,relative,largest\n")
    assert (tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (tmp_path / "d.svg").read_text("utf-8")


def test_that_it_speaks_chinese_at_once(
    qtbot: QtBot, ready_window: MainWindow, view: CompareView
) -> None:
    set_language("zh_CN")
    page = view.architectures
    qtbot.waitUntil(lambda: page.right.currentText() == "论文原版 Xception", timeout=PATIENCE)
    wait_idle(qtbot, ready_window.lanes)
    assert page.right.key == "paper"
    assert page.tree.rows.row(page.tree.rows.index(0, 0)).name == "入口流"  # type: ignore[union-attr]
    assert all(architecture_words(name) for name in ARCHITECTURES)


def test_that_the_tab_is_made_when_it_is_first_shown(ready_window: MainWindow) -> None:
    assert not ready_window.findChildren(CompareView)


def test_that_names_of_modules_are_whole_in_the_smallest_window(
    qtbot: QtBot, ready_window: MainWindow
) -> None:
    ready_window.show_tab("compare")
    tree = ready_window.compare_tab.view.architectures.tree
    for width, hidden in ((1280, False), (900, True), (1280, False)):
        ready_window.resize(width, 600)
        QApplication.processEvents()
        assert [tree.isColumnHidden(column) for column in (2, 5)] == [hidden] * 2
        assert tree.columnWidth(0) >= 150


def test_that_each_total_ends_where_the_numbers_above_it_end(
    ready_window: MainWindow, view: CompareView
) -> None:
    tree, totals = view.architectures.tree, view.architectures.findChild(Totals)
    assert totals is not None
    for width in (1280, 900):
        ready_window.resize(width, 600)
        QApplication.processEvents()
        for row in totals.cells:
            for cell, last in zip(row[2:], (4, 7), strict=True):
                column = tree.header().sectionViewportPosition(last)
                assert column < cell.geometry().right() < column + tree.columnWidth(last)
                assert not cell.is_cut()
