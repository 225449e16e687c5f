"""A field for a number of any precision: it shows, keeps and takes every digit."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

_DECIMALS = 24  # of what Qt rounds to: any float of 0.01 and more stays what it is
_DIGITS = 10  # to which a step is rounded: 0.1 + 0.05 is 0.15


class ExactSpin(QDoubleSpinBox):
    """A point in every language, as in files and on the command line; no zeros at the end.

    Parameters
    ----------
    low, high, step : float
    """

    def __init__(self, low: float, high: float, step: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(QLocale.c())
        self.setDecimals(_DECIMALS)
        self.setRange(low, high)
        self.setSingleStep(step)

    def textFromValue(self, value: float) -> str:
        """All digits, and no more."""
        return repr(value).removesuffix(".0")

    def stepBy(self, steps: int) -> None:
        """Up or down by steps, without the crumbs of binary fractions."""
        self.setValue(round(self.value() + steps * self.singleStep(), _DIGITS))
