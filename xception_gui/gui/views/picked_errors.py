"""The errors behind the picked cell of a confusion matrix."""

from __future__ import annotations

from collections.abc import Sequence

from xception_gui.base.evaluation import WorstError
from xception_gui.base.numbers import exact
from xception_gui.gui.item_models.class_texts import class_words
from xception_gui.gui.language import tr
from xception_gui.gui.views.confusion import ConfusionMatrix
from xception_gui.gui.views.table import Table


def show_picked(matrix: ConfusionMatrix, table: Table, errors: Sequence[WorstError]) -> str:
    """Only its errors in the table, of all that are known; words for it, empty for all.

    A cell of the diagonal, where nothing is wrong, stands for its class: for all answers that
    pictures of it got instead.
    """
    pair = matrix.pair()
    if pair is None:
        table.show_only(None)
        return ""
    rows = [row for row, error in enumerate(errors) if _is_in(error, *pair)]
    table.show_only(frozenset(rows))
    target, answer = map(class_words, pair)
    text = (
        tr("Errors of {target}: {count} of {total}. The same cell again: all.")
        if target == answer
        else tr("{target} said to be {answer}: {count} of {total}. The same cell again: all.")
    )
    count, total = exact(len(rows)), exact(matrix.pictures())
    return text.format(target=target, answer=answer, count=count, total=total)


def _is_in(error: WorstError, target: str, answer: str) -> bool:
    return error.target == target and answer in (target, error.answer)
