"""Fields for values that are written: a number without steps, a row of whole numbers."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtWidgets import QLineEdit

_BETWEEN = re.compile(r"[\s,;，；、]+")  # what stands between numbers, in Chinese too


class NumberText(QLineEdit):
    """A number of any size and precision; what is none is given as its text, to be refused."""

    def show_value(self, value: float) -> None:
        """Write it with every digit."""
        self.setText(repr(value).removesuffix(".0"))

    def value(self) -> float | str:
        """What is written."""
        text = self.text().strip()
        try:
            return float(text)
        except ValueError:
            return text


class NumbersText(QLineEdit):
    """Whole numbers with commas between them; what is none is given as its text."""

    def show_value(self, value: tuple[int, ...]) -> None:
        """Write them."""
        self.setText(", ".join(map(str, value)))

    def value(self) -> tuple[Any, ...]:
        """What is written; empty for no numbers at all."""
        parts = filter(None, _BETWEEN.split(self.text()))
        return tuple(map(_whole, parts))


def _whole(text: str) -> int | str:
    try:
        return int(text)
    except ValueError:
        return text
