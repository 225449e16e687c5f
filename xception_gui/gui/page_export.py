"""The tables of pages as files: one button for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from xception_gui.base.tables import Row, as_json, csv_table
from xception_gui.gui.language import tr
from xception_gui.gui.views.export_button import ExportButton
from xception_gui.gui.views.page_dialog import PageDialog

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

Rows = Callable[[], Sequence[Row]]


def offer_table(page: PageDialog, window: MainWindow, name: str, rows: Rows) -> ExportButton:
    """Let `page` write what it shows as CSV or JSON.

    Parameters
    ----------
    name : str
        Of the file, without an ending.
    rows : callable
        What is shown now; all rows have the same keys. Nothing is written while there is none.
    """
    button = ExportButton(_kinds)
    page.add_to_foot(button)

    def write(kind: str) -> None:
        shown = list(rows())
        if shown:
            data = csv_table(list(shown[0]), shown) if kind == "csv" else _json(shown)
            window.commands.saving.data(name, kind, data)

    button.wanted.connect(write)
    return button


def _json(rows: list[Row]) -> bytes:
    return as_json(rows).encode() + b"\n"


def _kinds() -> dict[str, str]:
    return {"csv": tr("Table as CSV…"), "json": tr("Table as JSON…")}
