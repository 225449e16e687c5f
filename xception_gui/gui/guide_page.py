"""The guide, read in the window: the project's own pages, which come with the program.

Each page has its twin of the same name in the folder ``zh``, kept like it by tests/test_guide.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout

from xception_gui.base.assets import asset
from xception_gui.gui import style
from xception_gui.gui.lanes import Job
from xception_gui.gui.language import language, tr
from xception_gui.gui.views.guide_pictures import PagePicture, read_pictures
from xception_gui.gui.views.guide_text import GuideText
from xception_gui.gui.views.page_dialog import PageDialog

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

_WIDTH, _HEIGHT = 820, 560
_FIRST, _CHINESE = "README.md", "zh"


class GuidePage(PageDialog):
    """Contents first; a page that was left is the one behind "Back"."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, _WIDTH)
        self._before: list[Path] = []
        self.text = GuideText()
        self.text.setMinimumHeight(style.px(_HEIGHT))
        self.back, self.contents = self.add_button(), self.add_button()
        self.back.clicked.connect(self._go_back)
        self.contents.clicked.connect(self._show_contents)
        self.text.page_wanted.connect(self._open)
        self.text.address_wanted.connect(lambda link: QDesktopServices.openUrl(QUrl(link)))
        self._lanes = window.lanes
        self.text.pictures_wanted.connect(self._read)
        column = QVBoxLayout(self.page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        self.retranslate()

    def look(self) -> None:
        """Show it, where it was left."""
        if not self.text.path.name:
            self.text.show_page(_first())
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
        self._speak()
        self._tell()

    def _speak(self) -> None:
        """Of the pages that were read, those in the language in force."""
        self._before = [_in_force(path) for path in self._before]
        if self.text.path.name:
            self.text.turn_to(_in_force(self.text.path))

    def _show_contents(self) -> None:
        """Of the guide that is read, which may be the one in the other language."""
        beside = self.text.path.with_name(_FIRST)
        self._open(str(beside if beside.is_file() else _first()))

    def _open(self, path: str) -> None:
        if Path(path) != self.text.path:
            self._before.append(self.text.path)
            self.text.show_page(Path(path))
        self._tell()

    def _go_back(self) -> None:
        self.text.show_page(self._before.pop())
        self._tell()

    def _read(self, wanted: Sequence[PagePicture]) -> None:
        work = partial(read_pictures, wanted)
        job = Job("Read the guide", work, self.text.add_picture, latest="guide", bulk=True)
        self._lanes.submit("io", job)

    def _tell(self) -> None:
        self.back.setEnabled(bool(self._before))
        self.contents.setEnabled(self.text.path.name != _FIRST)


def _in_force(page: Path) -> Path:
    """The same page in the language in force; as it is where there is no such page."""
    folder = _folder()
    places = [folder / _CHINESE] if language() == "zh_CN" else [folder, folder.parent]
    found = [place / page.name for place in places]  # the glossary lies outside the English folder
    return next(filter(Path.is_file, found), page)


def _first() -> Path:
    return _in_force(_folder() / _FIRST)


def _folder() -> Path:
    """Beside the other assets once installed, in the repository among the documents."""
    installed = asset("guide")
    return installed if installed.is_dir() else asset().parent / "docs" / "guide"
