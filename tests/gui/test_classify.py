"""The tab Classify as a whole: which answer stands beside which picture, and how it is arranged."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui import made
from xception_gui.base.results import Picture
from xception_gui.gui import style
from xception_gui.gui.language import set_language
from xception_gui.gui.views.classify import ClassifyView
from xception_gui.gui.views.filmstrip import FilmItem

HEADER = 66  # of the window above the view
DOG, CAT = made.picture("dog.jpg"), made.picture("cat.jpg")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made_window = QWidget()
    qtbot.addWidget(made_window)
    return made_window


@pytest.fixture
def view(window: QWidget) -> ClassifyView:
    made_view = ClassifyView(window)
    made_view.set_weights(made.weights(), "Demonstration weights")
    resize(made_view, 690, 706)
    window.show()
    return made_view


def resize(view: ClassifyView, width: int, height: int) -> None:
    view.window().resize(width, height + 94)
    view.setGeometry(0, HEADER, width, height)
    QApplication.processEvents()


def answered(view: ClassifyView, picture: Picture, trained: bool = True) -> None:
    view.set_picture(picture)
    view.set_prepared(made.prepared(picture))
    prediction = made.prediction(picture, trained)
    view.set_prediction(prediction)
    view.set_heatmap(made.heatmap(prediction))
    QApplication.processEvents()


def queue(count: int) -> list[FilmItem]:
    return [FilmItem(f"{number}.jpg", "answered") for number in range(count)]


def is_faint(view: ClassifyView) -> bool:
    return "updating…" in view.answer.headline.accessibleName()


def heat(view: ClassifyView) -> QColor:
    """In the strongest cell of the heat map; white is the bare photo."""
    crop = view.canvas.viewport.to_view(made.prepared(DOG).box)
    at = crop.topLeft().toPoint() + QPoint(20, 30)
    return view.canvas.grab().toImage().pixelColor(at)


def test_that_without_a_picture_the_card_is_there(view: ClassifyView) -> None:
    assert view.empty.isVisible()
    assert not view.canvas.isVisible()
    answered(view, DOG)
    assert not view.empty.isVisible()
    view.set_picture(None)
    assert view.empty.isVisible()


def test_that_the_bands_are_40_high_and_the_answer_164(view: ClassifyView) -> None:
    answered(view, DOG)
    assert view.band.height() == view.heat_band.height() == 40
    assert view.answer.height() == 164


def test_that_a_new_picture_is_there_at_once_beside_a_faint_old_answer(
    view: ClassifyView,
) -> None:
    answered(view, DOG)
    assert not is_faint(view)
    view.set_picture(CAT)
    assert is_faint(view)
    view.set_prepared(made.prepared(CAT))
    assert heat(view) == QColor("white")
    assert not view.band.save.isEnabled()


def test_that_results_may_come_in_any_order(view: ClassifyView) -> None:
    answered(view, DOG)
    prediction = made.prediction(CAT)
    view.set_prediction(prediction)
    assert is_faint(view)
    view.set_picture(CAT)
    assert not is_faint(view)
    view.set_prepared(made.prepared(CAT))
    assert heat(view) == QColor("white")
    view.set_heatmap(made.heatmap(prediction))
    assert heat(view) != QColor("white")


def test_that_a_heat_map_of_another_network_is_faint(view: ClassifyView) -> None:
    answered(view, DOG)
    full = heat(view)
    view.set_prediction(made.prediction(DOG, state="other"))
    assert heat(view).lightness() > full.lightness()
    assert not view.band.copy.isEnabled()


def test_that_while_the_network_changes_everything_is_faint(view: ClassifyView) -> None:
    answered(view, DOG)
    full = heat(view)
    view.set_stale(True)
    assert is_faint(view)
    assert heat(view).lightness() > full.lightness()
    assert not view.band.copy.isEnabled(), "there is no heat map of this network to copy"
    view.set_stale(False)
    assert not is_faint(view)
    assert view.band.copy.isEnabled()


def test_that_untrained_weights_hide_the_heat_map_and_trained_ones_bring_it_back(
    view: ClassifyView,
) -> None:
    answered(view, DOG, trained=False)
    assert not view.heat_band.eye.isChecked()
    assert heat(view) == QColor("white")
    answered(view, DOG)
    assert view.heat_band.eye.isChecked()
    assert heat(view) != QColor("white")


def test_that_a_random_heat_map_is_shown_if_one_insists_but_is_no_preference(
    qtbot: QtBot, view: ClassifyView
) -> None:
    answered(view, DOG)
    view.heat_band.eye.toggle()
    answered(view, DOG, trained=False)
    view.heat_band.eye.toggle()
    qtbot.waitUntil(lambda: heat(view) != QColor("white"))
    answered(view, DOG)
    assert not view.heat_band.eye.isChecked()
    assert heat(view) == QColor("white")


def test_that_a_menu_that_listens_to_the_eye_is_never_wrong(view: ClassifyView) -> None:
    seen: list[bool] = []
    view.heat_band.eye.toggled.connect(seen.append)
    answered(view, DOG, trained=False)
    answered(view, DOG)
    assert seen == [False, True]


@pytest.mark.parametrize(("key", "row"), [("1", 0), ("3", 2), ("5", 4)])
def test_that_a_digit_explains_its_row(
    qtbot: QtBot, view: ClassifyView, key: str, row: int
) -> None:
    answered(view, DOG)
    chosen: list[int] = []
    view.class_chosen.connect(chosen.append)
    qtbot.keyClicks(view.canvas, key)
    assert chosen == [row]


def test_that_0_is_the_tenth_row_and_none_where_there_are_five(
    qtbot: QtBot, view: ClassifyView
) -> None:
    answered(view, DOG)
    chosen: list[int] = []
    view.class_chosen.connect(chosen.append)
    qtbot.keyClicks(view.canvas, "0")
    assert chosen == []
    resize(view, 1136, 986)
    qtbot.keyClicks(view.canvas, "0")
    assert chosen == [9]


def test_that_space_hides_the_heat_map_while_it_is_held(qtbot: QtBot, view: ClassifyView) -> None:
    answered(view, DOG)
    qtbot.keyPress(view.canvas, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: heat(view) == QColor("white"))
    qtbot.keyRelease(view.canvas, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: heat(view) != QColor("white"))
    assert view.heat_band.eye.isChecked()


def test_that_brackets_change_the_opacity_by_five(qtbot: QtBot, view: ClassifyView) -> None:
    answered(view, DOG)
    told: list[float] = []
    view.opacity_changed.connect(told.append)
    view.set_opacity(0.5)
    qtbot.keyClicks(view.canvas, "]")
    qtbot.keyClicks(view.canvas, "[[")
    assert told == [0.55, 0.5, 0.45]


def test_that_the_slider_and_the_colours_redraw_without_anybody_s_help(
    view: ClassifyView,
) -> None:
    answered(view, DOG)
    before = heat(view)
    view.heat_band.slider.setValue(100)
    opaque = heat(view)
    view.heat_band.legend.chosen.emit("viridis")
    assert len({before.name(), opaque.name(), heat(view).name()}) == 3


def test_that_the_network_input_is_shown_by_its_switch(qtbot: QtBot, view: ClassifyView) -> None:
    answered(view, DOG)
    with qtbot.waitSignal(view.input_shown) as told:
        qtbot.keyClick(view.band.switch, Qt.Key.Key_Right)
    assert told.args == [True]
    rect = view.canvas.viewport.rect
    assert rect.width() == rect.height()


def test_that_the_answer_stands_beside_the_picture_from_960_on(view: ClassifyView) -> None:
    answered(view, DOG)
    resize(view, 959, 986)
    assert view.answer.mapTo(view, QPoint()).x() == 0
    resize(view, 960, 986)
    assert view.answer.width() == 300
    assert view.answer.mapTo(view, QPoint()) == QPoint(660, 0)
    assert view.answer.height() == 986


def test_that_it_goes_back_below_only_40_pixels_further_down(view: ClassifyView) -> None:
    answered(view, DOG)
    resize(view, 960, 986)
    resize(view, 921, 986)
    assert view.answer.width() == 300
    resize(view, 919, 986)
    assert view.answer.width() == 919


def test_that_the_filmstrip_belongs_to_the_picture_when_the_answer_is_beside(
    view: ClassifyView,
) -> None:
    answered(view, DOG)
    view.set_pictures(queue(7), 0)
    assert view.filmstrip.width() == 690
    resize(view, 1136, 986)
    assert view.filmstrip.width() == 835
    assert view.filmstrip.geometry().bottom() == view.filmstrip.parentWidget().height() - 1
    resize(view, 690, 706)
    assert view.filmstrip.width() == 690


@pytest.mark.parametrize(
    ("count", "height", "shown"), [(1, 800, False), (2, 800, True), (2, 759, False), (2, 760, True)]
)
def test_that_the_filmstrip_needs_two_pictures_and_height(
    view: ClassifyView, count: int, height: int, shown: bool
) -> None:
    answered(view, DOG)
    view.set_pictures(queue(count), 0)
    resize(view, 690, height - 94)
    assert view.filmstrip.isVisible() == shown


def test_that_the_only_picture_is_in_the_strip_where_it_cannot_be_read_again(
    view: ClassifyView,
) -> None:
    answered(view, DOG)
    (item,) = queue(1)
    view.set_pictures([item], -1)
    assert not view.filmstrip.isVisible()
    view.update_picture(0, FilmItem(item.name, "failed", None, "its disk is gone"))
    assert view.filmstrip.isVisible()


def test_that_in_a_window_below_640_three_rows_remain(view: ClassifyView) -> None:
    answered(view, DOG)
    resize(view, 560, 639 - 94)
    assert len(view.answer.rows.rows) == 3
    resize(view, 560, 640 - 94)
    assert len(view.answer.rows.rows) == 5


@pytest.mark.parametrize("size", [(560, 506), (690, 706), (960, 506), (1136, 986)])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_it_fits_its_place(view: ClassifyView, size: tuple[int, int], language: str) -> None:
    set_language(language)
    QApplication.processEvents()
    answered(view, DOG)
    resize(view, *size)
    least = view.minimumSizeHint()
    assert least.width() <= size[0]
    assert least.height() <= size[1]


def test_that_every_place_of_the_keyboard_has_a_name(view: ClassifyView) -> None:
    answered(view, DOG)
    view.set_examples([("ship", np.zeros((96, 132, 3), np.uint8))])
    view.set_pictures(queue(2), 0)
    nameless = [
        type(widget).__name__
        for widget in view.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []


def test_that_the_theme_changes_in_place(qapp: QApplication, view: ClassifyView) -> None:
    answered(view, DOG)
    style.apply(qapp, "dark")
    QApplication.processEvents()
    image = view.grab().toImage()
    assert image.pixelColor(300, 3) == style.colour("window")
    assert image.pixelColor(5, 60) == style.colour("canvas")
    assert image.pixelColor(3, view.height() - 3) == style.colour("base")
    style.apply(qapp, "light")


def test_that_the_language_changes_in_place(view: ClassifyView) -> None:
    answered(view, DOG)
    set_language("zh_CN")
    QApplication.processEvents()
    assert view.heat_band.eye.toolTip() == "隐藏热力图"
    assert "演示权重" in view.answer.headline.accessibleName()
    assert view.canvas.accessibleName() == "图片 dog.jpg"
