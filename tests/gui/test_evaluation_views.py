"""What an evaluation looks like: each part says the numbers that it was given."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.workbench import LEFT
from xception_gui.base.evaluation import CalibrationBin, WorstError
from xception_gui.base.interval import wilson
from xception_gui.base.numbers import percent
from xception_gui.base.published import PUBLISHED
from xception_gui.base.results import Evaluation
from xception_gui.gui import style
from xception_gui.gui.language import set_language
from xception_gui.gui.views.confusion import ConfusionMatrix
from xception_gui.gui.views.confusion_grid import RIGHT, WRONG, cell_image, fitted, ink_on
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.evaluation import EvaluationDialog
from xception_gui.gui.views.reliability import Reliability

NAMES = ("ant", "bee", "cat", "dog")
CONFUSION = np.array([[8, 0, 0, 2], [0, 0, 0, 0], [1, 0, 997, 2], [0, 0, 5, 5]])
WORST = (
    WorstError("dog/7.png", "dog", "cat", 0.99, 0.001, 6.9),
    WorstError("ant/2.png", "ant", "dog", 0.60, 0.3, 1.2),
)
BINS = (CalibrationBin(0.0, 0.5, 0, 0.0, 0.0), CalibrationBin(0.5, 1.0, 1020, 0.9, 0.95))


def evaluation(unreadable: tuple[tuple[str, str], ...] = ()) -> Evaluation:
    return Evaluation(1020, 0.25, 1010 / 1020, 1.0, NAMES, CONFUSION, unreadable, BINS, WORST)


@pytest.fixture
def matrix(qtbot: QtBot) -> ConfusionMatrix:
    made = ConfusionMatrix()
    qtbot.addWidget(made)
    made.resize(400, 400)
    made.set_confusion(NAMES, CONFUSION)
    made.show()
    return made


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(parent: QWidget) -> EvaluationDialog:
    made = EvaluationDialog(parent)
    made.show_evaluation(lambda: "set · Demo", True, evaluation())
    made.open_page()
    return made


def test_that_a_cell_says_what_it_counts(qtbot: QtBot, matrix: ConfusionMatrix) -> None:
    with qtbot.waitSignal(matrix.told) as told:
        QTest.mouseMove(matrix, matrix.grid().cell_rect(1, 2).center().toPoint())
    assert told.args == ["2 of 1,000 pictures of cat were said to be dog"]
    assert matrix.words(1, 1) == "997 of 1,000 pictures of cat were told right"


def click(matrix: ConfusionMatrix, row: int, column: int) -> None:
    QTest.mouseClick(matrix, LEFT, pos=matrix.grid().cell_rect(row, column).center().toPoint())


def says(dialog: EvaluationDialog, words: str) -> bool:
    return words in [part.text() for part in dialog.findChildren(ElidedLabel) if part.isVisible()]


def shown(dialog: EvaluationDialog) -> list[str]:
    model = dialog.errors.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_that_a_click_on_a_cell_shows_its_errors_and_another_one_all(
    dialog: EvaluationDialog,
) -> None:
    assert dialog.views.current() == 0
    click(dialog.matrix, 2, 1)
    assert dialog.views.current() == 1
    assert shown(dialog) == ["dog/7.png"]
    assert says(dialog, "dog said to be cat: 1 of 5. The same cell again: all.")
    click(dialog.matrix, 2, 1)
    assert shown(dialog) == ["dog/7.png", "ant/2.png"]


def test_that_a_right_cell_stands_for_the_errors_of_its_class(
    qtbot: QtBot, dialog: EvaluationDialog
) -> None:
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):  # the first cell, and picked
        QTest.keyClick(dialog.matrix, key)
    assert shown(dialog) == ["ant/2.png"]
    assert says(dialog, "Errors of ant: 1 of 2. The same cell again: all.")
    chosen = dialog.errors.model().index(0, 0)
    with qtbot.waitSignal(dialog.picture_requested) as told:
        dialog.errors.activated.emit(chosen)
    assert told.args == [1]  # its place among all


def test_that_a_double_click_picks_as_one_click_does(dialog: EvaluationDialog) -> None:
    place = dialog.matrix.grid().cell_rect(2, 1).center().toPoint()
    click(dialog.matrix, 2, 1)
    QTest.mouseDClick(dialog.matrix, LEFT, pos=place)
    assert shown(dialog) == ["dog/7.png"]


def test_that_a_cell_without_errors_is_not_picked(dialog: EvaluationDialog) -> None:
    click(dialog.matrix, 0, 1)
    assert dialog.matrix.pair() is None
    assert len(shown(dialog)) == 2


def test_that_another_evaluation_begins_with_all_errors(dialog: EvaluationDialog) -> None:
    click(dialog.matrix, 2, 1)
    dialog.show_evaluation(lambda: "other · Demo", True, evaluation())
    assert len(shown(dialog)) == 2


def test_that_only_classes_that_occur_have_a_row(matrix: ConfusionMatrix) -> None:
    assert matrix.grid().count == 3


def test_that_names_above_columns_are_turned_only_where_they_do_not_fit(
    matrix: ConfusionMatrix,
) -> None:
    upright = matrix.grid()
    assert upright.top < 24
    matrix.set_confusion([name * 9 for name in NAMES], CONFUSION)
    assert matrix.grid().top == matrix.grid().left
    assert matrix.grid().cell < upright.cell


def test_that_arrow_keys_walk_through_the_cells(matrix: ConfusionMatrix) -> None:
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Up):
        QTest.keyClick(matrix, key)
    assert matrix.accessibleDescription() == matrix.words(0, 1)


def test_that_tab_arrives_at_the_first_cell_and_leaves_none(dialog: EvaluationDialog) -> None:
    dialog.matrix.setFocus(Qt.FocusReason.TabFocusReason)
    assert dialog.matrix.accessibleDescription() == dialog.matrix.words(0, 0)
    dialog.classes.setFocus(Qt.FocusReason.TabFocusReason)
    assert dialog.matrix.accessibleDescription() == ""


def test_that_a_right_answer_and_a_wrong_one_differ_in_colour_and_nothing_in_neither() -> None:
    image = cell_image(np.array([[3, 0], [4, 0]]))
    assert image.pixelColor(0, 0).name() == RIGHT.lower()
    assert image.pixelColor(0, 1).name() == WRONG.lower()
    assert image.pixelColor(1, 0) == style.colour("window")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_numbers_are_readable_on_every_cell(qapp: QApplication, theme: str) -> None:
    style.apply(qapp, theme)
    counts = np.arange(101)
    for tint in (0, 1):
        confusion = np.zeros((101, 101), np.int64)
        confusion[:, 0], confusion[:, 1] = counts, 100 - counts
        image = cell_image(confusion)
        for row in range(101):
            ground = image.pixelColor(tint, row)
            assert contrast(ground, ink_on(ground)) >= 4.5


def contrast(first: object, second: object) -> float:
    """Of two colours, as WCAG defines it."""
    lights = sorted(luminance(colour) + 0.05 for colour in (first, second))
    return lights[1] / lights[0]


def luminance(colour: object) -> float:
    parts = np.array([colour.redF(), colour.greenF(), colour.blueF()])  # type: ignore[attr-defined]
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


@pytest.mark.parametrize("count", [1, 7, 20, 300, 1000])
def test_that_every_place_of_the_grid_is_its_own_cell(count: int) -> None:
    grid = fitted(count, QRectF(10, 20, 400, 380))
    assert grid.rect.right() <= 410
    assert grid.rect.bottom() <= 400
    for row, column in ((0, 0), (count - 1, count // 2), (count // 3, count - 1)):
        assert grid.at(grid.cell_rect(row, column).center()) == (row, column)
    assert grid.at(QPointF(9, 20)) is None


def test_that_a_bar_says_how_sure_and_how_often_right(qtbot: QtBot) -> None:
    made = Reliability()
    qtbot.addWidget(made)
    made.resize(300, 300)
    made.set_bins(BINS)
    made.show()
    with qtbot.waitSignal(made.told) as told:
        QTest.mouseMove(made, made.bar(BINS[1]).center().toPoint())
    assert told.args == [f"1,020 answers, {percent(0.9)} sure: {percent(0.95)} right"]
    assert made.bar(BINS[1]).height() == pytest.approx(0.95 * made.plot().height())
    QTest.mouseMove(made, QPoint(round(made.plot().left()) + 3, 100))
    assert made.accessibleDescription() == ""


def test_that_the_figures_are_the_evaluations(dialog: EvaluationDialog) -> None:
    figures, found = dialog.figures, evaluation()
    low, high = wilson(1010, 1020)
    assert figures.top1.text() == percent(found.top1)
    assert percent(low) in figures.interval.text()
    assert percent(high) in figures.interval.text()
    assert "1,020 pictures" in figures.interval.text()
    assert figures.top5.text() == percent(1.0)
    assert figures.loss.text() == "0.250"
    assert figures.calibration.text() == percent(found.calibration_error)


def test_that_top_5_says_of_how_few_classes_it_is(dialog: EvaluationDialog) -> None:
    assert says(dialog, "Top-5 of 4 classes")
    six = replace(evaluation(), classes=tuple("abcdef"), confusion=np.eye(6, dtype=np.int64))
    dialog.show_evaluation(lambda: "set · Demo", True, six)
    assert says(dialog, "Top-5")


def test_that_what_was_published_stands_beside(dialog: EvaluationDialog) -> None:
    assert "published" not in dialog.figures.interval.text()
    dialog.show_evaluation(lambda: "val · keras", True, evaluation(), PUBLISHED[0])
    words = dialog.figures.interval.text()
    assert words.endswith("published: 79.006\u202f%, 94.452\u202f%")
    dialog.show_evaluation(lambda: "val · cadene", True, evaluation(), PUBLISHED[2])
    assert "published" not in dialog.figures.interval.text()


def cells(dialog: EvaluationDialog, column: int) -> list[str]:
    model = dialog.classes.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_that_classes_are_sorted_by_numbers(dialog: EvaluationDialog) -> None:
    assert cells(dialog, 0) == ["ant", "cat", "dog"]
    assert cells(dialog, 3) == ["80.0", "99.7", "50.0"]
    dialog.classes.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    assert cells(dialog, 0) == ["cat", "ant", "dog"]


def test_that_one_error_among_thousands_is_not_everything_right(dialog: EvaluationDialog) -> None:
    confusion = np.diag([9_999, 0, 0, 5])
    confusion[0, 3] = 1
    found = replace(evaluation(), count=10_005, top1=10_004 / 10_005, confusion=confusion)
    dialog.show_evaluation(lambda: "set · Demo", True, found)
    assert dialog.figures.top1.text() == ">99.9\u202f%"
    assert cells(dialog, 3) == [">99.9", "100.0"]


def test_that_a_row_of_the_errors_is_told_by_its_place_however_it_is_sorted(
    qtbot: QtBot, dialog: EvaluationDialog
) -> None:
    dialog.errors.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    dialog.errors.setCurrentIndex(dialog.errors.model().index(0, 0))
    with qtbot.waitSignal(dialog.picture_requested) as told:
        QTest.keyClick(dialog.errors, Qt.Key.Key_Return)
    assert told.args == [1]
    assert dialog.isVisible()


def test_that_weights_without_an_error_are_told(dialog: EvaluationDialog) -> None:
    found = replace(evaluation(), worst=())
    dialog.show_evaluation(lambda: "set · Demo", True, found)
    QTest.mouseClick(dialog.views, LEFT, pos=dialog.views.segment_rect(1).center())
    labels = [part.text() for part in dialog.findChildren(ElidedLabel) if part.isVisible()]
    assert "No picture was answered wrongly." in labels


def test_that_untrained_weights_and_what_was_left_out_are_said(dialog: EvaluationDialog) -> None:
    assert not dialog.untrained.isVisible()
    assert not dialog.left_out.isVisible()
    dialog.show_evaluation(lambda: "set · none", False, evaluation((("zebra/", "no such class"),)))
    assert dialog.untrained.isVisible()
    assert dialog.left_out.text() == "Classes that the weights do not have: zebra/"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_no_words_are_cut_and_everything_has_a_name(
    dialog: EvaluationDialog, language: str
) -> None:
    set_language(language)
    QApplication.processEvents()
    for place in range(3):
        QTest.mouseClick(dialog.views, LEFT, pos=dialog.views.segment_rect(place).center())
        QApplication.processEvents()
        shown = [part for part in dialog.findChildren(QWidget) if part.isVisible()]
        labels = [part for part in shown if isinstance(part, ElidedLabel)]
        assert [label.text() for label in labels if label.is_cut()] == []
    for part in (dialog.matrix, dialog.reliability, dialog.views, dialog.classes, dialog.errors):
        assert part.accessibleName()
