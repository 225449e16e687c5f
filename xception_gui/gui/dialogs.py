"""The few dialogs: choosing files, the list of keys, about. None of them blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from xception_gui import __version__
from xception_gui.gui import style
from xception_gui.gui.actions import key_list
from xception_gui.gui.language import mark, tr

PICTURES = mark("Pictures (*.jpg *.jpeg *.png *.webp *.avif *.tif *.tiff *.bmp *.gif)")
WEIGHTS = mark("Weights (*.safetensors *.pt)")
EVERYTHING = mark("All files (*)")
PNG = mark("PNG picture (*.png)")
CSV, JSON = mark("CSV table (*.csv)"), mark("JSON (*.json)")
JSON_LINES = mark("JSON lines (*.jsonl)")
_PAPER = """F. Chollet, Xception: Deep Learning with Depthwise Separable Convolutions, 2017.
https://arxiv.org/abs/1610.02357"""

Chosen = Callable[[list[str]], object]


def choose_files(
    parent: QWidget, title: str, folder: str, kinds: tuple[str, ...], chosen: Chosen
) -> QFileDialog:
    """Ask for files to open."""
    dialog = _file_dialog(parent, title, folder, chosen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters([tr(kind) for kind in kinds])
    dialog.open()
    return dialog


def choose_folder(parent: QWidget, title: str, folder: str, chosen: Chosen) -> QFileDialog:
    """Ask for a folder to open."""
    dialog = _file_dialog(parent, title, folder, chosen)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()
    return dialog


def choose_target(
    parent: QWidget, title: str, folder: str, name: str, chosen: Chosen, kinds: Sequence[str]
) -> QFileDialog:
    """Ask where to write a file; its name's ending is the default one."""
    dialog = _file_dialog(parent, title, folder, chosen)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([tr(kind) for kind in kinds])
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    dialog.selectFile(name)
    dialog.open()
    return dialog


def show_shortcuts(parent: QWidget) -> QDialog:
    """Every key there is, by menu."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(tr("Shortcuts"))
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(_key_table())
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(12, 12, 12, 12)
    column.addWidget(scroll)
    column.addWidget(buttons)
    dialog.resize(style.px(440), style.px(560))
    dialog.open()
    return dialog


def show_about(parent: QWidget) -> QMessageBox:
    """Name, version, licence and the paper."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(tr("About"))
    box.setText(f"xception-gui {__version__}")
    box.setInformativeText(
        tr("Xception, opened: what it says of a picture, and why. Apache License 2.0.")
        + f"\n\n{_PAPER}"
    )
    box.open()
    return box


def _file_dialog(parent: QWidget, title: str, folder: str, chosen: Chosen) -> QFileDialog:
    dialog = QFileDialog(parent, title, folder)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(chosen)
    return dialog


def _key_table() -> QWidget:
    table = QWidget()
    table.setBackgroundRole(QPalette.ColorRole.Base)
    grid = QGridLayout(table)
    grid.setContentsMargins(style.px(12), style.px(8), style.px(12), style.px(12))
    grid.setColumnStretch(0, 1)
    for menu, keys in groupby(sorted(key_list(), key=lambda row: row.order), lambda row: row.menu):
        title = QLabel(menu)
        title.setFont(style.font("bold"))
        title.setContentsMargins(0, style.px(8), 0, 0)
        grid.addWidget(title, grid.rowCount(), 0, 1, 2)
        for row in keys:
            _add_key(grid, row.text, row.keys)
    grid.setRowStretch(grid.rowCount(), 1)
    return table


def _add_key(grid: QGridLayout, text: str, keys: str) -> None:
    line = grid.rowCount()
    cap = QLabel(keys)
    cap.setFont(style.font("mono"))
    grid.addWidget(QLabel(text), line, 0)
    grid.addWidget(cap, line, 1, Qt.AlignmentFlag.AlignRight)
