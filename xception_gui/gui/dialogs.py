"""The dialogs that choose files. None of them blocks."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QSplitter, QToolButton, QTreeView, QWidget

from xception_gui.gui import style
from xception_gui.gui.language import mark, tr

PICTURES = mark("Pictures (*.jpg *.jpeg *.png *.webp *.avif *.tif *.tiff *.bmp *.gif)")
WEIGHTS = mark("Weights (*.safetensors *.pt *.pth *.h5 *.keras *.tar *.ckpt *.bin)")
LABELS = mark("Labels (*.txt *.csv *.tsv)")
ZIP = mark("Zip (*.zip)")
EVERYTHING = mark("All files (*)")
PNG = mark("PNG picture (*.png)")
CSV, JSON = mark("CSV table (*.csv)"), mark("JSON (*.json)")
HTML = mark("Web page (*.html)")
SVG = mark("SVG drawing (*.svg)")
OWN = mark("Weights for this program (*.safetensors)")
TIMM, KERAS = mark("Weights for timm (*.pth)"), mark("Weights for Keras (*.h5)")
ONNX = mark("ONNX, the whole network (*.onnx)")
JSON_LINES = mark("JSON lines (*.jsonl)")

# Qt's own dialog, where the system has none, has these in English alone.
_LABELS = {
    QFileDialog.DialogLabel.LookIn: mark("Look in:"),
    QFileDialog.DialogLabel.FileType: mark("Files of type:"),
}
_ICONS = {
    "backButton": "chevron-left",
    "forwardButton": "chevron-right",
    "toParentButton": "chevron-up",
    "newFolderButton": "folder",
    "listModeButton": "grid",
    "detailModeButton": "columns",
}
_SIZE, _DATE = (760, 460), 3
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
    """Ask where to write a file; its name's ending is the default one, or that of another kind."""
    dialog = _file_dialog(parent, title, folder, chosen)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([tr(kind) for kind in kinds])
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    dialog.selectFile(name)
    dialog.filterSelected.connect(partial(_end_as, dialog))
    dialog.open()
    return dialog


def _end_as(dialog: QFileDialog, kind: str) -> None:
    """The name with the ending of `kind`, the text of a filter."""
    ending = kind.rpartition("*")[2].rstrip(")")
    for path in dialog.selectedFiles()[:1] if ending else ():
        dialog.setDefaultSuffix(ending)
        dialog.selectFile(os.path.splitext(os.path.basename(path))[0] + ending)


def _file_dialog(parent: QWidget, title: str, folder: str, chosen: Chosen) -> QFileDialog:
    dialog = QFileDialog(parent, title, folder)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(chosen)
    for label, text in _LABELS.items():
        dialog.setLabelText(label, tr(text))
    _dress(dialog)
    return dialog


def _dress(dialog: QFileDialog) -> None:
    """Qt's own dialog, where the system has none: icons for both themes, whole dates and names."""
    for name, icon in _ICONS.items():
        button = dialog.findChild(QToolButton, name)
        if isinstance(button, QToolButton):
            button.setIcon(style.icon(icon, "muted"))
    table = dialog.findChild(QTreeView, "treeView")
    if isinstance(table, QTreeView):
        dialog.resize(style.px(_SIZE[0]), style.px(_SIZE[1]))
        table.header().resizeSection(_DATE, style.px(150))
    parts = dialog.findChild(QSplitter)
    if isinstance(parts, QSplitter):
        parts.setSizes([style.px(120), style.px(_SIZE[0] - 120)])
