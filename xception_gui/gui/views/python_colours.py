"""Python in the colours of the theme: keywords, names that are defined, texts, comments."""

from __future__ import annotations

import keyword
import re

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat

from xception_gui.gui import style

_PLAIN, _IN_TEXT = 0, 1  # states of a line's end; from _IN_TEXT on, which quotes are open
_QUOTES = ('"""', "'''")
_TOKENS = re.compile(
    r"(?P<open>[rbfRBF]{0,2}(?P<quotes>\"\"\"|'''))"
    r"|(?P<text>[rbfRBF]{0,2}(\"(\\.|[^\"\\])*\"|\'(\\.|[^\'\\])*\'))"
    r"|(?P<comment>#.*)"
    r"|(?P<defined>(?<=\bdef )\w+|(?<=\bclass )\w+)"
    rf"|\b(?P<keyword>{'|'.join(keyword.kwlist)})\b"
)


class PythonColours(QSyntaxHighlighter):
    """Reads the theme's colours at every line, so `rehighlight` follows another theme."""

    def highlightBlock(self, text: str) -> None:
        """One line; a text in triple quotes goes on from the line before."""
        at, state = 0, self.previousBlockState()
        if state >= _IN_TEXT:
            at = self._text_until(text, 0, _QUOTES[state - _IN_TEXT])
        else:
            self.setCurrentBlockState(_PLAIN)
        while found := _TOKENS.search(text, at):
            at = self._colour(text, found)

    def _colour(self, text: str, found: re.Match[str]) -> int:
        """Colour a token; where to look for the next one."""
        if found["open"]:
            end = self._text_until(text, found.end(), found["quotes"])
            self.setFormat(found.start(), end - found.start(), _format("muted"))
            return end
        made = _format_of(found)
        self.setFormat(found.start(), found.end() - found.start(), made)
        return found.end()

    def _text_until(self, text: str, start: int, quotes: str) -> int:
        """Where a text in triple quotes ends in this line; it may go on in the next."""
        close = text.find(quotes, start)
        end = len(text) if close < 0 else close + len(quotes)
        self.setFormat(start, end - start, _format("muted"))
        self.setCurrentBlockState(_PLAIN if close >= 0 else _IN_TEXT + _QUOTES.index(quotes))
        return end


def _format_of(found: re.Match[str]) -> QTextCharFormat:
    if found["keyword"]:
        return _format("accent")
    if found["defined"]:
        return _format("text", bold=True)
    return _format("faint" if found["comment"] else "muted")


def _format(role: str, bold: bool = False) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(style.colour(role))
    if bold:
        made.setFontWeight(QFont.Weight.Bold)
    return made
