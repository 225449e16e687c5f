"""The right pane: what it says of a module, and that it can be copied."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from xception_gui.base.config import XceptionConfig
from xception_gui.base.results import ModuleInfo
from xception_gui.gui import style
from xception_gui.gui.language import set_language
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.inspector import Inspector
from xception_gui.gui.views.inspector_section import SectionRow, SectionView
from xception_gui.gui.views.value_field import ValueField
from xception_gui.inspection import module_tree

NARROW = XceptionConfig(num_classes=10, width=0.25, middle_blocks=4, strides=(1, 2, 2, 2, 1))


@pytest.fixture(autouse=True)
def plain(qapp: QApplication) -> Iterator[None]:
    set_language("en")
    style.apply(qapp, "light")
    yield
    set_language("en")


@pytest.fixture
def paper() -> ModuleInfo:
    return module_tree(XceptionConfig(), 299)


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
    QApplication.processEvents()


def speak(language: str) -> None:
    set_language(language)
    QApplication.processEvents()


def rows(inspector: Inspector) -> dict[str, str]:
    """Keys and values that are on screen."""
    visible = [row for row in inspector.findChildren(SectionRow) if row.isVisible()]
    return {row.findChild(ElidedLabel).text(): row.findChild(ValueField).text() for row in visible}


def value(inspector: Inspector, key: str) -> ValueField:
    fields = inspector.findChildren(ValueField)
    return next(f for f in fields if f.accessibleName() == key and f.isVisible())


def headings(inspector: Inspector) -> list[str]:
    views = [view for view in inspector.findChildren(SectionView) if view.isVisible()]
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
        "Parameters": "536,536",
        "Buffers": "0",
        "MACs": "193,689,496",
        "FLOPs": "387,378,992",
        "Activation": "1.05\u202fMB",
        "Share of MACs": "2.3\u202f%",
        "Type": "SeparableConv",
        "Paper": "§3, Figure 5",
        "Path": "middle.block4.sepconv2",
    }
    assert headings(inspector) == ["Shape", "Cost", "Where"]
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
    assert headings(inspector)[-1] == "In the paper's Xception"
    show(inspector, paper, "entry.block1", paper)
    assert headings(inspector) == ["Shape", "Cost", "Where"]


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
    assert headings(inspector) == ["形状", "开销", "出处"]


def test_that_a_low_pane_scrolls_and_never_sideways(
    inspector: Inspector, paper: ModuleInfo
) -> None:
    inspector.resize(220, 300)
    show(inspector, paper, "middle.block4.sepconv2")
    area = inspector.findChild(QScrollArea)
    assert area.verticalScrollBar().maximum() > 0
    assert area.widget().width() <= area.viewport().width()


def test_that_everything_that_takes_the_focus_has_a_name(
    inspector: Inspector, paper: ModuleInfo
) -> None:
    show(inspector, paper, "middle.block4.sepconv2")
    widgets = [w for w in inspector.findChildren(QWidget) if w.isVisible()]
    focusable = [w for w in widgets if w.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert len(focusable) > 10
    assert [type(w).__name__ for w in focusable if not w.accessibleName()] == []
