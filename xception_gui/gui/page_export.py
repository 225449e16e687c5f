"""What pages show as files, tables and drawings: one button for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from xception_gui.base.tables import Row, as_json, csv_table
from xception_gui.gui.drawing import as_image, as_svg
from xception_gui.gui.language import tr
from xception_gui.gui.views.export_button import ExportButton
from xception_gui.gui.views.page_dialog import PageDialog

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow
    from xception_gui.gui.saving import Saving

Rows = Callable[[], Sequence[Row]]
Drawn = Callable[[], QWidget | None]


def offer_table(
    page: PageDialog, window: MainWindow, name: str, rows: Rows, drawn: Drawn | None = None
) -> ExportButton:
    """Let `page` write what it shows as CSV or JSON, and where it draws as SVG or PNG.

    Parameters
    ----------
    name : str
        Of the file, without an ending.
    rows : callable
        What is shown now; all rows have the same keys. Nothing is written while there is none.
    drawn : callable, optional
        The widget that is the drawing, or None while there is nothing.
    """
    button = ExportButton(lambda: {**_kinds(), **(_drawings() if drawn else {})})
    page.add_to_foot(button)
    saving = window.commands.saving

    def write(kind: str) -> None:
        if kind in ("svg", "png"):
            _draw(saving, name, kind, drawn() if drawn else None, page.windowTitle())
        elif shown := list(rows()):
            data = csv_table(list(shown[0]), shown) if kind == "csv" else _json(shown)
            saving.data(name, kind, data)

    button.wanted.connect(write)
    return button


def _draw(saving: Saving, name: str, kind: str, widget: QWidget | None, title: str) -> None:
    if widget is None:
        return
    if kind == "svg":
        saving.svg(f"{name}.svg", as_svg(widget, title))
    else:
        saving.image(f"{name}.png", as_image(widget))


def _json(rows: list[Row]) -> bytes:
    return as_json(rows).encode() + b"\n"


def _kinds() -> dict[str, str]:
    return {"csv": tr("Table as CSV…"), "json": tr("Table as JSON…")}


def _drawings() -> dict[str, str]:
    return {"svg": tr("Drawing as SVG…"), "png": tr("Picture as PNG…")}
