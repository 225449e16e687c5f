"""The right pane: what it says of a module, and that it can be copied."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.made_tree import NARROW
from xception_gui.base.results import ModuleInfo
from xception_gui.gui.language import set_language
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.inspector import Inspector
from xception_gui.gui.views.inspector_section import SectionRow, SectionView
from xception_gui.gui.views.inspector_title import InspectorTitle
from xception_gui.gui.views.link import Link
from xception_gui.gui.views.value_field import ValueField
from xception_gui.inspection import module_tree


@pytest.fixture
def inspector(qtbot: QtBot) -> Inspector:
    made = Inspector()
    qtbot.addWidget(made)
    made.resize(248, 740)
    made.show()
    return made


def show(
    inspector: Inspector, tree: ModuleInfo, path: str, paper: ModuleInfo | None = None
) -> None:
    inspector.show_module(tree.find(path), tree.macs, paper.find(path) if paper else None)
    settle()


def settle() -> None:
    """Let the layouts inside each other come to rest."""
    for _ in range(6):
        QApplication.processEvents()


def speak(language: str) -> None:
    set_language(language)
    QApplication.processEvents()


def rows(inspector: Inspector) -> dict[str, str]:
    """Keys and values that are on screen."""
    visible = [row for row in inspector.findChildren(SectionRow) if row.isVisible()]
    return {row.findChild(ElidedLabel).text(): shown_value(row) for row in visible}


def shown_value(row: SectionRow) -> str:
    link = row.findChild(Link)
    return link.text() if link and link.isVisible() else row.findChild(ValueField).text()


def value(inspector: Inspector, key: str) -> ValueField:
    fields = inspector.findChildren(ValueField)
    return next(f for f in fields if f.accessibleName() == key and f.isVisible())


def headings(inspector: Inspector) -> list[str]:
    """From the top to the bottom."""
    views = [view for view in inspector.findChildren(SectionView) if view.isVisible()]
    views.sort(key=lambda view: view.mapTo(inspector, QPoint()).y())
    return [view.findChild(ElidedLabel).text() for view in views]


def words(inspector: Inspector) -> list[str]:
    labels = inspector.findChildren(ElidedLabel)
    return [label.text() for label in labels if label.isVisible()]


def test_that_nothing_selected_says_what_to_do(inspector: Inspector, paper: ModuleInfo) -> None:
    said = [child.accessibleName() for child in inspector.findChildren(QWidget)]
    assert "Select a module Its shape, cost and source appear here." in said
    show(inspector, paper, "entry.conv1")
    assert rows(inspector)
    inspector.show_module(None, 0, None)
    assert rows(inspector) == {}


def test_that_shape_cost_and_source_are_exact(inspector: Inspector, paper: ModuleInfo) -> None:
    show(inspector, paper, "middle.block4.sepconv2")
    said = rows(inspector)
    line = said.pop("Source").removeprefix("blocks.py:")
    assert line.isdigit()
    assert said == {
        "Input": "728×19×19",
        "Output": "728×19×19",
        "Kernel": "3×3, then 1×1",
        "Stride, padding": "1, 1",
        "Groups": "728",
        "Receptive field": "155×155, step 16",
        "Parameters": "536,536",
        "Buffers": "0",
        "MACs": "193,689,496",
        "FLOPs": "387,378,992",
        "Activation": "1.05\u202fMB",
        "Share of MACs": "2.3\u202f%",
        "Type": "SeparableConv",
        "Paper": "§3, Figure 5",
        "timm key": "block4.rep.4",
        "Keras key": "block5_sepconv2",
        "Path": "middle.block4.sepconv2",
        **dict.fromkeys(("Count", "Range", "Mean", "Deviation", "Zeros"), ""),
    }
    assert headings(inspector) == ["Shape", "Cost", "Where", "Weights"]
    assert "FLOPs = 2 × MACs" in words(inspector)
    assert "Middle flow · block4" in words(inspector)


@pytest.mark.parametrize(
    ("path", "name", "place"),
    [
        ("", "Xception", "4 parts"),
        ("middle", "Middle flow", "8 parts"),
        ("entry.conv1", "conv1", "Entry flow"),
        ("exit.block12.sepconv1.depthwise", "depthwise", "Exit flow · block12.sepconv1"),
    ],
)
def test_that_name_and_place_are_said(
    inspector: Inspector, paper: ModuleInfo, path: str, name: str, place: str
) -> None:
    show(inspector, paper, path)
    assert {name, place} <= set(words(inspector))


def test_that_the_papers_numbers_stand_beside_those_that_differ(
    inspector: Inspector, paper: ModuleInfo
) -> None:
    show(inspector, module_tree(NARROW, 64), "entry.block1", paper)
    assert headings(inspector)[3:] == ["Weights", "In the paper's Xception"]
    show(inspector, paper, "entry.block1", paper)
    assert headings(inspector) == ["Shape", "Cost", "Where", "Weights"]


def test_that_another_module_leaves_no_row_of_the_last_and_makes_no_new_ones(
    inspector: Inspector, paper: ModuleInfo
) -> None:
    show(inspector, paper, "middle.block4.sepconv2")
    made = len(inspector.findChildren(SectionRow))
    show(inspector, paper, "entry.act1")
    assert "Kernel" not in rows(inspector)
    show(inspector, paper, "middle.block4.sepconv2")
    assert len(inspector.findChildren(SectionRow)) == made


def test_that_a_value_that_does_not_fit_is_whole_in_its_tool_tip_and_when_copied(
    inspector: Inspector, paper: ModuleInfo
) -> None:
    path = "exit.block12.sepconv1.depthwise"
    show(inspector, paper, path)
    field = value(inspector, "Path")
    assert field.toolTip() == path
    field.selectAll()
    field.copy()
    assert QGuiApplication.clipboard().text() == path
    assert value(inspector, "Output").toolTip() == ""


def test_that_a_path_that_does_not_fit_keeps_whole_names_at_its_end(
    inspector: Inspector, paper: ModuleInfo
) -> None:
    show(inspector, paper, "middle.block4.sepconv2")
    assert value(inspector, "Path").shown() == "…block4.sepconv2"
    inspector.resize(420, 740)
    assert value(inspector, "Path").shown() == "middle.block4.sepconv2"


def test_that_a_name_that_does_not_fit_keeps_its_end(
    inspector: Inspector, paper: ModuleInfo
) -> None:
    show(inspector, paper, "exit.bn4")
    shown = value(inspector, "Keras key").shown()
    assert shown.startswith("…")
    assert shown.endswith("sepconv2_bn")


def test_that_the_button_copies_every_row(
    qtbot: QtBot, inspector: Inspector, paper: ModuleInfo
) -> None:
    show(inspector, paper, "middle.block4.sepconv2")
    button = next(b for b in inspector.findChildren(QToolButton) if "Copy" in b.toolTip())
    with qtbot.waitSignal(inspector.copied, timeout=1000) as said:
        button.click()
    assert said.args == ["Copied: middle.block4.sepconv2"]
    text = QGuiApplication.clipboard().text()
    assert text.startswith("sepconv2\tMiddle flow · block4\n")
    assert "\nFLOPs\t387,378,992\n" in text
    assert "\nCost\tFLOPs = 2 × MACs\n" in text


def test_that_the_pane_can_be_hidden(qtbot: QtBot, inspector: Inspector) -> None:
    button = next(b for b in inspector.findChildren(QToolButton) if "Hide" in b.toolTip())
    with qtbot.waitSignal(inspector.hide_requested, timeout=1000):
        button.click()


def test_that_chinese_is_complete_at_once_and_keys_fit(
    inspector: Inspector, paper: ModuleInfo
) -> None:
    for path in ("middle.block4.sepconv2", "entry.bn1", "entry.block1", "classifier.fc"):
        show(inspector, paper, path)
        for language in ("zh_CN", "en"):
            speak(language)
            keys = [row.findChild(ElidedLabel) for row in inspector.findChildren(SectionRow)]
            assert [key.text() for key in keys if key.isVisible() and key.is_cut()] == []
    speak("zh_CN")
    assert headings(inspector) == ["形状", "开销", "出处", "权重"]


def test_that_a_low_pane_scrolls_and_never_sideways(
    inspector: Inspector, paper: ModuleInfo
) -> None:
    inspector.resize(220, 300)
    show(inspector, paper, "middle.block4.sepconv2")
    area = inspector.findChild(QScrollArea)
    assert area.verticalScrollBar().maximum() > 0
    assert area.widget().width() <= area.viewport().width()


def test_that_the_scroll_bar_lies_in_the_margin_and_moves_nothing(
    inspector: Inspector, paper: ModuleInfo
) -> None:
    area, widths = inspector.findChild(QScrollArea), set()
    for height in (300, 1400, 300):
        inspector.resize(248, height)
        show(inspector, paper, "middle.block4.sepconv2")
        widths.add((area.widget().width(), area.verticalScrollBar().isVisible()))
    assert widths == {(248, True), (248, False)}


def test_that_everything_that_takes_the_focus_has_a_name(
    inspector: Inspector, paper: ModuleInfo
) -> None:
    show(inspector, paper, "middle.block4.sepconv2")
    widgets = [w for w in inspector.findChildren(QWidget) if w.isVisible()]
    focusable = [w for w in widgets if w.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert len(focusable) > 10
    assert [type(w).__name__ for w in focusable if not w.accessibleName()] == []


def test_that_source_and_header_button_ask_for_the_code(
    qtbot: QtBot, inspector: Inspector, paper: ModuleInfo
) -> None:
    button = next(b for b in inspector.findChildren(QToolButton) if "source" in b.toolTip())
    assert not button.isEnabled()
    show(inspector, paper, "middle.block4.sepconv2")
    links = [link for link in inspector.findChildren(Link) if link.isVisible()]
    link = next(link for link in links if link.text().startswith("blocks.py:"))
    for part in (button, link):
        with qtbot.waitSignal(inspector.source_requested, timeout=1000):
            part.click()
    with qtbot.waitSignal(inspector.source_requested, timeout=1000):
        qtbot.keyClick(link, Qt.Key.Key_Return)


def test_that_a_widget_on_top_is_there_only_while_it_is_shown(
    inspector: Inspector, paper: ModuleInfo
) -> None:
    inspector.resize(248, 300)
    top = QLabel("an enlarged map")
    inspector.set_top(top)
    show(inspector, paper, "middle.block4.sepconv2")
    area = inspector.findChild(QScrollArea)
    assert not top.isVisible()
    before = places(inspector)
    area.verticalScrollBar().setValue(100)
    top.show()
    settle()
    assert top.isVisible()
    assert area.verticalScrollBar().value() == 0, "what was asked for is in sight"
    title = inspector.findChild(InspectorTitle)
    assert title.geometry().bottom() < top.mapTo(inspector, QPoint()).y() < places(inspector)[0]
    top.hide()
    area.verticalScrollBar().setValue(0)
    settle()
    assert places(inspector) == before


def places(inspector: Inspector) -> list[int]:
    views = [view for view in inspector.findChildren(SectionView) if view.isVisible()]
    return sorted(view.mapTo(inspector, QPoint()).y() for view in views)
