"""What is it worth: parts are taken out in the window as the library takes them out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.workbench import choose, load, paint, show, wait_idle, weights_file
from xception_gui.base.muting import Mute
from xception_gui.base.problem import Problem
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.muting_page import MutingPage
from xception_gui.gui.session import Session
from xception_gui.gui.views.export_button import ExportButton
from xception_gui.gui.views.fact_rows import FactRowView
from xception_gui.gui.views.worth_row import WorthRow
from xception_gui.images import open_picture, prepare
from xception_gui.inference import Engine
from xception_gui.inference.muting import MutedPicture
from xception_gui.weights import load_weights


@pytest.fixture
def shown(qtbot: QtBot, ready_window: MainWindow, tmp_path: Path) -> MainWindow:
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    ready_window.menu_actions.action("worth").trigger()
    settle(qtbot, ready_window)
    return ready_window


def settle(qtbot: QtBot, window: MainWindow) -> None:
    wait_idle(qtbot, window.lanes)
    qtbot.wait(120)  # the page is filled in bundles


def page(window: MainWindow) -> MutingPage:
    found = window.findChild(MutingPage)
    assert isinstance(found, MutingPage)
    return found


def library(path: Path) -> MutedPicture:
    engine = Engine(load_weights(weights_file()), "cpu", "float32")
    opened = open_picture(str(path))
    prepared = prepare(opened.image, engine.weights.preprocessing, opened.picture.image_id)
    return MutedPicture(engine, prepared)


def test_that_the_page_shows_a_bar_for_each_block(shown: MainWindow, tmp_path: Path) -> None:
    rows = page(shown).findChildren(WorthRow)
    plain = list(library(tmp_path / "a.png").each_block())
    best = plain[0].before.top(1)[0].index
    assert [row.worth.path for row in rows] == [str(muted.mutes[0]) for muted in plain]
    assert [row.worth.change for row in rows] == pytest.approx(
        [muted.change(best) for muted in plain], abs=1e-4
    )
    assert max(abs(row.worth.share) for row in rows) == 1.0


def test_that_a_click_takes_a_block_out_and_undo_puts_it_back(
    qtbot: QtBot, shown: MainWindow, tmp_path: Path
) -> None:
    whole = shown.workspace.prediction
    row = next(r for r in page(shown).findChildren(WorthRow) if r.worth.path == "middle.block4")
    row.click()
    settle(qtbot, shown)
    mute = Mute("middle.block4", "block")
    answer = shown.muting.answer
    assert answer is not None
    assert answer.mutes == (mute,)
    assert shown.workspace.prediction is whole  # the rest of the window has the whole network
    plain = library(tmp_path / "a.png").without([mute])
    assert answer.after.logits == pytest.approx(plain.after.logits, abs=1e-4)
    shown.menu_actions.action("undo").trigger()
    settle(qtbot, shown)
    assert shown.muting.mutes == ()
    assert shown.muting.answer is not None
    assert shown.muting.answer.change(0) == 0.0
    shown.menu_actions.action("redo").trigger()
    assert shown.muting.mutes == (mute,)


def test_that_selected_blocks_and_chosen_maps_are_taken_out_from_the_menu(
    qtbot: QtBot, shown: MainWindow
) -> None:
    block, skip, channel = (
        shown.menu_actions.action(f"mute-{what}") for what in ("block", "skip", "channel")
    )
    shown.workspace.select_module("exit.act4")
    assert not block.isEnabled()
    shown.workspace.select_module("middle.block4")
    block.trigger()
    skip.trigger()
    assert not channel.isEnabled()
    shown.show_tab("maps")
    shown.workspace.select_module("exit.sepconv3")
    settle(qtbot, shown)
    shown.maps.select_map("depthwise", 2)
    assert channel.isEnabled()
    channel.trigger()
    settle(qtbot, shown)
    wanted = ("middle.block4", "middle.block4:skip", "exit.sepconv3.depthwise:2")
    assert tuple(map(str, shown.muting.mutes)) == wanted
    page(shown).clear.click()
    assert shown.muting.mutes == ()


def test_that_another_picture_is_answered_without_them_and_another_network_whole(
    qtbot: QtBot, shown: MainWindow, tmp_path: Path
) -> None:
    shown.muting.set_mutes((Mute("middle.block4", "block"),))
    settle(qtbot, shown)
    first = shown.muting.answer
    show(qtbot, shown, paint(tmp_path / "b.png", 7))
    settle(qtbot, shown)
    second = shown.muting.answer
    assert first is not None
    assert second is not None
    assert second.mutes == first.mutes
    assert second.after.origin.image_id != first.after.origin.image_id
    shown.workspace.load_weights(weights_file(2))
    settle(qtbot, shown)
    assert shown.muting.mutes == ()


def test_that_what_was_taken_out_of_another_network_is_not_undone_on_this_one(
    qtbot: QtBot, shown: MainWindow
) -> None:
    block, skip = Mute("middle.block4", "block"), Mute("middle.block4", "skip")
    shown.muting.set_mutes((block,))
    shown.workspace.close_picture()
    shown.muting.set_mutes((block, skip))
    shown.muting.set_mutes((skip,))
    shown.menu_actions.action("undo").trigger()
    load(qtbot, shown, weights_file(2))
    settle(qtbot, shown)
    assert not shown.workspace.undo_stack.canRedo()
    shown.menu_actions.action("undo").trigger()
    assert len(shown.workspace.pictures) == 1, "the closing, which lay below"
    settle(qtbot, shown)
    assert shown.muting.mutes == ()
    assert not shown.menu_actions.action("undo").isEnabled()
    shown.menu_actions.action("redo").trigger()
    assert not shown.workspace.pictures


@pytest.mark.parametrize(
    "mute", [Mute("middle.block9", "channel", 0), Mute("exit.act4", "channel", 9999)]
)
def test_that_a_map_that_this_network_has_not_is_not_taken_out(
    shown: MainWindow, mute: Mute
) -> None:
    shown.muting.toggle(mute)
    assert shown.muting.mutes == ()


def test_that_the_keyboard_stays_on_its_block(qtbot: QtBot, shown: MainWindow) -> None:
    rows = page(shown).findChildren(WorthRow)
    rows[2].setFocus()
    path = rows[2].worth.path
    rows[2].click()
    settle(qtbot, shown)
    (held,) = [row for row in page(shown).findChildren(WorthRow) if row.hasFocus()]
    assert (held.worth.path, held.worth.out) == (path, True)


def test_that_what_blocks_are_worth_is_written(
    qtbot: QtBot, shown: MainWindow, tmp_path: Path
) -> None:
    page = shown.findChild(MutingPage)
    assert isinstance(page, MutingPage)
    button = page.findChild(ExportButton)
    assert isinstance(button, ExportButton)
    button.wanted.emit("json")
    choose(shown, tmp_path / "worth.json")
    wait_idle(qtbot, shown.lanes)
    rows = json.loads((tmp_path / "worth.json").read_text("utf-8"))
    best = page.muting.blocks[0].before.top(1)[0]
    assert [row["muted"] for row in rows] == [str(m.mutes[0]) for m in page.muting.blocks]
    assert {row["class"] for row in rows} == {best.label}
    assert rows[0]["logit_change"] == page.muting.blocks[0].change(best.index)
    button.wanted.emit("svg")
    choose(shown, tmp_path / "worth.svg")
    wait_idle(qtbot, shown.lanes)
    drawn = (tmp_path / "worth.svg").read_text("utf-8")
    assert all(row["muted"].rpartition(".")[2] in drawn for row in rows)
    page.close()


def test_that_nothing_is_told_of_a_picture_that_was_closed_meanwhile(
    qtbot: QtBot, shown: MainWindow
) -> None:
    shown.muting.set_mutes((Mute("middle.block4", "block"),))
    shown.muting.set_active(True)
    shown.workspace.close_picture()
    settle(qtbot, shown)
    assert shown.muting.answer is None
    assert shown.muting.blocks == []
    assert page(shown).findChildren(WorthRow) == []


def test_that_no_answer_stands_below_parts_that_were_not_out_for_it(
    qtbot: QtBot, shown: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_given: object) -> None:
        raise Problem("out-of-memory", name="tiny", device="cpu")

    assert len(page(shown).findChildren(FactRowView)) > 0
    monkeypatch.setattr(Session, "muted", refused)
    shown.muting.toggle(Mute("middle.block4", "block"))
    settle(qtbot, shown)
    assert page(shown).findChildren(FactRowView) == []
    shown.muting.toggle(Mute("middle.block4", "block"))
    settle(qtbot, shown)
    assert len(page(shown).findChildren(FactRowView)) > 0
