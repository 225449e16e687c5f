"""The tables of an evaluation: its classes, and the pictures that were answered most wrongly."""

from __future__ import annotations

from xception_gui.base.evaluation import ClassRow, WorstError
from xception_gui.base.numbers import NARROW, exact, percent
from xception_gui.gui.item_models.class_texts import class_words
from xception_gui.gui.item_models.rows_model import RowsModel
from xception_gui.gui.language import mark

_NONE = "–"


class ClassModel(RowsModel[ClassRow]):
    """Precision, recall and F1 of each class, per cent."""

    columns = (
        mark("Class"), mark("Pictures"), mark("Precision %"), mark("Recall %"), mark("F1 %"),
    )  # fmt: skip
    numbers = range(1, 5)

    def words(self, row: ClassRow) -> tuple[str, ...]:
        """A dash where there is nothing to divide by."""
        told = (_NONE if share is None else _in_percent(share) for share in _shares(row))
        return (class_words(row.name), exact(row.count), *told)

    def order(self, row: ClassRow) -> tuple[str | float, ...]:
        """Dashes before everything."""
        told = (-1.0 if share is None else share for share in _shares(row))
        return (row.name.casefold(), row.count, *told)


def _shares(row: ClassRow) -> tuple[float | None, ...]:
    return (row.precision, row.recall, row.f1)


def _in_percent(share: float) -> str:
    """Without the unit, which the column names."""
    return percent(share).removesuffix(f"{NARROW}%")


class ErrorModel(RowsModel[WorstError]):
    """The worst errors: what it is, what was said, and how surely."""

    columns = (mark("Picture"), mark("Class"), mark("Answer"), mark("Probability"))
    numbers = range(3, 4)

    def words(self, row: WorstError) -> tuple[str, ...]:
        """The probability is the answer's."""
        classes = (class_words(row.target), class_words(row.answer))
        return (row.name, *classes, percent(row.probability))

    def order(self, row: WorstError) -> tuple[str | float, ...]:
        """By letters and by probability."""
        return (row.name.casefold(), row.target.casefold(), row.answer.casefold(), row.probability)
