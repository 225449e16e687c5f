"""A page of Markdown that comes with the program, with its pictures where they are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from xception_gui.gui import style
from xception_gui.gui.views.guide_pictures import Arrived, PagePicture, page_picture

_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)]+)\)")
_MARGIN, _PADDING = 16, 4
_KEEP = QTextCursor.MoveMode.KeepAnchor
_IMAGE = QTextDocument.ResourceType.ImageResource.value


class GuideText(QTextBrowser):
    """Tells what is clicked, another page or an address, and which pictures it lacks."""

    page_wanted = Signal(str)  # path of a page
    address_wanted = Signal(str)
    pictures_wanted = Signal(object)  # all that are not there yet, as sequence of `PagePicture`

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path, self._width = Path(), 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.document().setDocumentMargin(style.px(_MARGIN))
        self.anchorClicked.connect(self._tell)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._write)
        self._wanted = dict[str, PagePicture]()
        self._asking = QTimer(self, singleShot=True, interval=0)
        self._asking.timeout.connect(self._ask)

    @property
    def path(self) -> Path:
        """Of the page that is shown."""
        return self._path

    def show_page(self, path: Path) -> None:
        """Show a page from its beginning."""
        self._path = path
        self._write()
        self.verticalScrollBar().setValue(0)

    def turn_to(self, path: Path) -> None:
        """Show the same page in another language, at the same paragraph."""
        if path == self._path:
            return
        number = self.cursorForPosition(QPoint(0, style.px(_PADDING))).blockNumber()
        self.show_page(path)
        block = self.document().findBlockByNumber(number)
        if number and block.isValid():
            self.verticalScrollBar().setValue(self.cursorRect(QTextCursor(block)).top())

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Room for a picture as wide as the text, in the theme in force; it is asked for."""
        if kind != _IMAGE:
            return None
        link = QUrl(name)
        path = str(self._path.parent / link.path())
        dark = path.replace("-light.", "-dark.")
        path = dark if style.is_dark() and Path(dark).exists() else path
        room = int(link.query().partition(",")[0])
        picture = page_picture(link.toString(), path, room, self.devicePixelRatioF())
        self._wanted[picture.name] = picture
        self._asking.start()
        return picture.empty()

    def add_picture(self, arrived: Arrived) -> None:
        """Show a picture that was wanted; one of a page that was left is nothing to it."""
        name, image = arrived
        if self._wanted.pop(name, None) is not None:
            self.document().addResource(_IMAGE, QUrl(name), image)
            self.viewport().update()

    def _ask(self) -> None:
        if self._wanted:
            self.pictures_wanted.emit(tuple(self._wanted.values()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures follow the width of the whole: writing shows and hides the scroll bar."""
        super().resizeEvent(event)
        if self.width() != self._width:
            self._later.start()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has other colours and pictures."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._later.start()

    def _write(self) -> None:
        """The same place stays on view."""
        self._width = self.width()
        if not self._path.is_file():
            return
        place = self.verticalScrollBar().value()
        text = _LINK.sub(self._kept, self._path.read_text("utf-8"))
        self._wanted.clear()
        self.setMarkdown(text)
        self._space()
        self._line_tables()
        self._set_names_upright()
        # Else Qt leaves paragraphs behind what was changed without lines: they are not drawn.
        self.document().markContentsDirty(0, self.document().characterCount())
        self.verticalScrollBar().setValue(place)

    def _space(self) -> None:
        """Room above headings; lines of code may be longer than the page is wide."""
        block = self.document().begin()
        while block.isValid():
            looks = block.blockFormat()
            if looks.nonBreakableLines():
                looks.setNonBreakableLines(False)
                looks.setBackground(style.colour("window"))
                QTextCursor(block).setBlockFormat(looks)
            if looks.headingLevel() > 1:
                looks.setTopMargin(style.px(_MARGIN))
                QTextCursor(block).setBlockFormat(looks)
            block = block.next()

    def _line_tables(self) -> None:
        """Qt draws their edges in the colour of the text."""
        for table in self.document().rootFrame().childFrames():
            if isinstance(table, QTextTable):
                looks = table.format()
                looks.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                looks.setBorderBrush(style.colour("line"))
                looks.setCellPadding(style.px(_PADDING))
                table.setFormat(looks)

    def _set_names_upright(self) -> None:
        """Names on the window stand on a tint: no Chinese font is made to be slanted."""
        for cursor in list(self._slanted()):
            looks = cursor.charFormat()
            looks.setFontItalic(False)
            looks.setBackground(style.colour("track"))
            cursor.setCharFormat(looks)

    def _slanted(self) -> Iterator[QTextCursor]:
        block = self.document().begin()
        while block.isValid():
            for place in block.textFormats():
                if place.format.fontItalic():
                    cursor = QTextCursor(block)
                    cursor.setPosition(block.position() + place.start)
                    cursor.setPosition(cursor.position() + place.length, _KEEP)
                    yield cursor
            block = block.next()

    def _kept(self, found: re.Match[str]) -> str:
        """A link that leads somewhere; of another one its words, of a picture nothing."""
        sign, words, target = found.groups()
        there = "://" in target or (self._path.parent / target).exists()
        if sign:  # another width or theme has another name: pictures are kept by theirs
            before = found.string[: found.start()].rpartition("\n")[2]
            indent = 0 if before.strip() or not before else round(self.document().indentWidth())
            looks = f"{self._room() - indent},{style.is_dark()}"
            return f"![{words}]({target}?{looks})" if there else ""
        return found.group() if there else str(words)

    def _room(self) -> int:
        """Pixels between the margins, with a scroll bar."""
        bar = self.verticalScrollBar().sizeHint().width()
        return self.width() - bar - 2 * style.px(_MARGIN)

    def _tell(self, link: QUrl) -> None:
        if link.scheme() in ("http", "https"):
            self.address_wanted.emit(link.toString())
        else:
            self.page_wanted.emit(str((self._path.parent / link.path()).resolve()))
