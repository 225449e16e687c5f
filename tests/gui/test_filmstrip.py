"""The queue as small pictures."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from xception_gui.gui import style
from xception_gui.gui.language import set_language
from xception_gui.gui.views.filmstrip import FilmItem, Filmstrip

GREEN = np.full((96, 132, 3), (0, 200, 0), np.uint8)


def items(count: int) -> list[FilmItem]:
    return [FilmItem(f"{number}.jpg", "answered", GREEN, "dog, 93 %") for number in range(count)]


@pytest.fixture
def film(qtbot: QtBot) -> Filmstrip:
    view = Filmstrip()
    qtbot.addWidget(view)
    view.resize(690, 66)
    view.set_items(items(7))
    view.set_current(0)
    view.show()
    return view


def seen(film: Filmstrip, position: int, x: int = 10, y: int = 27) -> QColor:
    place = film.strip.visualRect(film.strip.model().index(position, 0)).topLeft()
    at = film.strip.viewport().mapTo(film, place + QPoint(x, y))
    return film.grab().toImage().pixelColor(at)


def middle(film: Filmstrip, position: int) -> QPoint:
    return film.strip.visualRect(film.strip.model().index(position, 0)).center()


def test_that_pictures_start_12_from_the_edge_72_by_54_with_their_ring(film: Filmstrip) -> None:
    image = film.grab().toImage()
    row = [image.pixelColor(x, 33).name() for x in range(90)]
    assert row.index("#00c800") == 12
    assert row.index(style.colour("accent").name()) == 9
    assert film.strip.height() == 54


def test_that_only_the_shown_picture_is_ringed(film: Filmstrip) -> None:
    film.set_current(2)
    accent = style.colour("accent")
    assert [seen(film, position, x=0) == accent for position in range(4)] == [
        False,
        False,
        True,
        False,
    ]


def test_that_waiting_pictures_are_faint_and_failed_ones_carry_a_sign(film: Filmstrip) -> None:
    film.update_item(1, FilmItem("1.jpg", "waiting", GREEN))
    film.update_item(2, FilmItem("2.jpg", "failed", GREEN, "the file ends early"))
    assert seen(film, 0) == QColor(0, 200, 0)
    assert seen(film, 1).lightness() > seen(film, 0).lightness()
    assert seen(film, 2, x=26, y=27) == style.colour("error_surface")


def test_that_a_failure_tells_why_and_every_state_is_told_in_words(film: Filmstrip) -> None:
    model = film.strip.model()
    film.update_item(1, FilmItem("1.jpg", "failed", None, "the file ends early"))
    film.update_item(2, FilmItem("2.jpg", "waiting"))
    assert (
        model.data(model.index(1, 0), Qt.ItemDataRole.ToolTipRole) == "1.jpg\nthe file ends early"
    )
    assert model.data(model.index(2, 0), Qt.ItemDataRole.AccessibleTextRole) == "2.jpg, waiting"


def test_that_a_click_and_the_arrows_choose(qtbot: QtBot, film: Filmstrip) -> None:
    chosen: list[int] = []
    film.chosen.connect(chosen.append)
    qtbot.mouseClick(film.strip.viewport(), Qt.MouseButton.LeftButton, pos=middle(film, 3))
    qtbot.keyClick(film.strip, Qt.Key.Key_Right)
    qtbot.keyClick(film.strip, Qt.Key.Key_Left)
    assert chosen == [3, 4, 3]


def test_that_a_click_on_the_picture_that_is_shown_asks_for_it_again(
    qtbot: QtBot, film: Filmstrip
) -> None:
    chosen: list[int] = []
    film.chosen.connect(chosen.append)
    for _ in range(2):
        qtbot.mouseClick(film.strip.viewport(), Qt.MouseButton.LeftButton, pos=middle(film, 3))
    assert chosen == [3, 3]


def test_that_a_click_on_the_picture_that_an_arrow_led_to_asks_for_it_again(
    qtbot: QtBot, film: Filmstrip
) -> None:
    chosen: list[int] = []
    film.chosen.connect(chosen.append)
    qtbot.keyClick(film.strip, Qt.Key.Key_Right)
    qtbot.mouseClick(film.strip.viewport(), Qt.MouseButton.LeftButton, pos=middle(film, 1))
    assert chosen == [1, 1]


def test_that_showing_a_picture_tells_nothing_back(film: Filmstrip) -> None:
    chosen: list[int] = []
    film.chosen.connect(chosen.append)
    film.set_current(5)
    film.set_items(items(9))
    film.set_items(items(3))
    assert chosen == []
    assert film.current() == 2


def test_that_a_growing_queue_does_not_jump(film: Filmstrip) -> None:
    film.set_items(items(40))
    QApplication.processEvents()
    bar = film.strip.horizontalScrollBar()
    bar.setValue(500)
    grown = items(41)
    grown[0] = FilmItem("0.jpg", "failed")
    film.set_items(grown)
    QApplication.processEvents()
    assert bar.value() == 500
    assert film.count() == 41
    assert film.item(0).state == "failed"


def test_that_the_shown_picture_is_brought_into_sight(film: Filmstrip) -> None:
    film.set_items(items(40))
    film.set_current(30)
    assert film.strip.viewport().rect().contains(middle(film, 30))


def test_that_the_wheel_scrolls_sideways(film: Filmstrip) -> None:
    film.set_items(items(40))
    QApplication.processEvents()
    at = QPointF(100, 20)
    event = QWheelEvent(
        at,
        film.strip.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(film.strip.viewport(), event)
    assert film.strip.horizontalScrollBar().value() == 120


def test_that_pictures_are_counted_in_both_languages(film: Filmstrip) -> None:
    assert film.count_words() == "7 pictures"
    film.set_items(items(1))
    assert film.count_words() == "1 picture"
    set_language("zh_CN")
    film.retranslate()
    assert film.count_words() == "1 张图片"


def test_that_the_menu_closes_the_shown_picture_or_all(qtbot: QtBot, film: Filmstrip) -> None:
    film.set_current(4)
    menu = film.menu()
    qtbot.addWidget(menu)
    with qtbot.waitSignal(film.close_requested) as closed:
        menu.actions()[0].trigger()
    assert closed.args == [4]
    with qtbot.waitSignal(film.close_all_requested):
        menu.actions()[1].trigger()


def test_that_a_thumbnail_may_come_as_an_image_of_qt(film: Filmstrip) -> None:
    image = QImage(132, 96, QImage.Format.Format_RGB32)
    image.fill(QColor(200, 0, 0))
    film.update_item(1, FilmItem("1.jpg", "answered", image))
    assert seen(film, 1) == QColor(200, 0, 0)
