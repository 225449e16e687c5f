"""Every drawing leaves the window as SVG and PNG, every table beside it as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.workbench import choose, paint, show, wait_idle
from xception_gui.gui import style
from xception_gui.gui.drawing import as_image, as_svg
from xception_gui.gui.field_page import FieldPage
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.parity_page import ParityPage
from xception_gui.gui.profile_page import ProfilePage
from xception_gui.gui.views.export_button import ExportButton


@pytest.fixture
def shown(qtbot: QtBot, ready_window: MainWindow, tmp_path: Path) -> MainWindow:
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    return ready_window


def exported(qtbot: QtBot, window: MainWindow, page: QWidget, kind: str, folder: Path) -> bytes:
    """What the page's button writes."""
    button, path = page.findChild(ExportButton), folder / f"file.{kind}"
    assert isinstance(button, ExportButton)
    button.wanted.emit(kind)
    choose(window, path)
    wait_idle(qtbot, window.lanes)
    return path.read_bytes()


def words(svg: bytes) -> str:
    """All text of an SVG file, which must be one."""
    root = ET.fromstring(svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    return " ".join("".join(node.itertext()) for node in root.iter() if node.tag.endswith("text"))


def test_that_a_widget_is_drawn_with_what_lies_in_it(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    column = QVBoxLayout(widget)
    column.addWidget(QLabel("first"))
    column.addWidget(QLabel("second"))
    widget.resize(200, 80)
    widget.show()
    svg = as_svg(widget, "A title")
    assert "A title" in svg.decode()
    assert "first" in words(svg)
    assert "second" in words(svg)
    edge, image = style.px(12), as_image(widget)
    assert (image.width(), image.height()) == (2 * (200 + 2 * edge), 2 * (80 + 2 * edge))
    assert image.pixelColor(0, 0).alpha() == 255


def test_that_what_a_unit_sees_is_exported(qtbot: QtBot, shown: MainWindow, tmp_path: Path) -> None:
    shown.show_tab("maps")
    shown.workspace.select_module("entry.block1")
    wait_idle(qtbot, shown.lanes)
    shown.maps.select_map("sum", 2)
    shown.commands.pages.show_field()
    wait_idle(qtbot, shown.lanes)
    page = shown.findChild(FieldPage)
    assert isinstance(page, FieldPage)
    assert page.found is not None
    (row,) = json.loads(exported(qtbot, shown, page, "json", tmp_path))
    assert (row["path"], row["channel"]) == ("entry.block1", 2)
    assert row["measured"] == list(page.found.measured)
    assert "entry.block1" in words(exported(qtbot, shown, page, "svg", tmp_path))
    page.close()


def test_that_port_parity_is_exported(qtbot: QtBot, shown: MainWindow, tmp_path: Path) -> None:
    shown.menu_actions.action("parity").trigger()
    wait_idle(qtbot, shown.lanes)
    page = shown.findChild(ParityPage)
    assert isinstance(page, ParityPage)
    table = exported(qtbot, shown, page, "csv", tmp_path).decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == len(page.cards)
    assert [row["own"] for row in rows].count("True") == 1
    best = page.parity.answers[0].prediction.top(1)[0]
    assert rows[0]["class_1"] == best.label
    assert best.label in words(exported(qtbot, shown, page, "svg", tmp_path))
    page.close()


def test_that_the_whole_profile_is_drawn_not_only_the_rows_on_view(
    qtbot: QtBot, shown: MainWindow, tmp_path: Path
) -> None:
    shown.menu_actions.action("profile").trigger()
    wait_idle(qtbot, shown.lanes)
    page = shown.findChild(ProfilePage)
    assert isinstance(page, ProfilePage)
    exported(qtbot, shown, page, "png", tmp_path)
    image = QImage(str(tmp_path / "file.png"))
    assert image.height() > 2 * page.table.height()
    drawn = words(exported(qtbot, shown, page, "svg", tmp_path))
    model = page.table.model()
    assert str(model.index(model.rowCount() - 1, 0).data()) in drawn
    page.close()


def test_that_the_inside_of_a_separable_convolution_is_exported(
    qtbot: QtBot, shown: MainWindow, tmp_path: Path
) -> None:
    shown.workspace.select_module("exit.sepconv3")
    qtbot.wait(60)
    wait_idle(qtbot, shown.lanes)
    inside = shown.inspector.inside
    assert inside is not None
    assert inside.found is not None
    rows = json.loads(exported(qtbot, shown, inside, "json", tmp_path))
    assert [row["singular_value"] for row in rows] == inside.found.singular.tolist()
    assert rows[-1]["energy"] == pytest.approx(1)
    assert exported(qtbot, shown, inside, "csv", tmp_path).startswith(b"number,singular_value,")
    assert "polyline" in exported(qtbot, shown, inside, "svg", tmp_path).decode()
    assert exported(qtbot, shown, inside, "png", tmp_path).startswith(b"\x89PNG")


def test_that_the_architecture_is_exported_as_pixels_too(
    qtbot: QtBot, shown: MainWindow, tmp_path: Path
) -> None:
    shown.commands.saving.architecture()
    choose(shown, tmp_path / "figure.png")
    wait_idle(qtbot, shown.lanes)
    assert (tmp_path / "figure.png").read_bytes().startswith(b"\x89PNG")
