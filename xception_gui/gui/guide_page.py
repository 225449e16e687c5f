"""The guide, read in the window: the project's own pages, which come with the program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout

from xception_gui.base.assets import asset
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.guide_text import GuideText
from xception_gui.gui.views.page_dialog import PageDialog

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

_WIDTH, _HEIGHT = 820, 560
_FIRST = "README.md"


class GuidePage(PageDialog):
    """Contents first; a page that was left is the one behind "Back"."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, _WIDTH)
        self._before: list[Path] = []
        self.text = GuideText()
        self.text.setMinimumHeight(style.px(_HEIGHT))
        self.back, self.contents = self.add_button(), self.add_button()
        self.back.clicked.connect(self._go_back)
        self.contents.clicked.connect(lambda: self._open(str(_folder() / _FIRST)))
        self.text.page_wanted.connect(self._open)
        self.text.address_wanted.connect(lambda link: QDesktopServices.openUrl(QUrl(link)))
        column = QVBoxLayout(self.page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        self.retranslate()

    def look(self) -> None:
        """Show it, where it was left."""
        if not self.text.path.name:
            self.text.show_page(_folder() / _FIRST)
        self.open_page()
        self.text.setFocus()
        self._tell()

    def retranslate(self) -> None:
        """Read the texts again."""
        super().retranslate()
        self.setWindowTitle(tr("Guide"))
        self.text.setAccessibleName(tr("Guide"))
        self.back.setText(tr("Back"))
        self.contents.setText(tr("Contents"))
        self._tell()

    def _open(self, path: str) -> None:
        if Path(path) != self.text.path:
            self._before.append(self.text.path)
            self.text.show_page(Path(path))
        self._tell()

    def _go_back(self) -> None:
        self.text.show_page(self._before.pop())
        self._tell()

    def _tell(self) -> None:
        self.back.setEnabled(bool(self._before))
        self.contents.setEnabled(self.text.path.name != _FIRST)


def _folder() -> Path:
    """Beside the other assets once installed, in the repository among the documents."""
    installed = asset("guide")
    return installed if installed.is_dir() else asset().parent / "docs" / "guide"
