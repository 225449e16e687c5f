"""The pages beside the curves: histograms, probe pictures, errors of a run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.made_runs import class_folders
from tests.gui.test_evaluation_views import evaluation
from tests.gui.workbench import PATIENCE, load
from tests.training.samples import CONFIG, finish
from xception_gui.base.snapshots import Histogram, Kind, Probes, Snapshot
from xception_gui.gui import style
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.style.tokens import FLOWS
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.train_errors import TrainErrors
from xception_gui.gui.views.train_inside import TrainInside
from xception_gui.gui.views.train_pages import PAGES, TrainPages
from xception_gui.gui.views.train_probes import TrainProbes

PATHS = ("entry.block1", "middle.block4", "classifier")


def snapshot(epoch: int) -> Snapshot:
    counts = np.array([0, 1, 4, 9, 4, 1, 0])
    found: dict[tuple[Kind, str], Histogram] = {
        ("weights", path): Histogram(counts, -epoch, epoch) for path in PATHS
    }
    found["gradients", "entry.block1"] = Histogram(0 * counts, 0.0, 0.0)
    top = np.array([[0, 1], [1, 0]]) if epoch > 1 else np.array([[1, 0], [1, 0]])
    sure = np.array([[0.75, 0.25], [0.6, 0.4]], np.float32)
    heat = np.stack([np.zeros((3, 3), np.float32), np.ones((3, 3), np.float32)])
    return Snapshot(epoch, found, top, sure, heat)


def probes() -> Probes:
    pictures = np.full((2, 20, 20, 3), 200, np.uint8)
    return Probes(pictures, (0, 1), ("cat/1.png", "dog/2.png"), ("cat", "dog"))


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.resize(690, 400)
    widget.show()


def test_that_every_module_has_a_cell_in_the_colour_of_its_flow(qtbot: QtBot) -> None:
    inside = TrainInside()
    shown(qtbot, inside)
    inside.set_snapshots([snapshot(epoch) for epoch in range(1, 31)])
    assert inside.modules() == list(PATHS)
    image, cells = inside.grab().toImage(), inside.cells()
    assert all(inside.rect().contains(cell.toAlignedRect()) for cell in cells)
    for path, cell in zip(PATHS, cells, strict=True):
        colour = style.flow_colour(path.split(".")[0]).name()
        row = int(cell.bottom() - style.px(18)) - 2
        columns = range(int(cell.left()), int(cell.right()))
        inks = {image.pixelColor(x, row - up).name() for x in columns for up in range(60)}
        assert colour in inks
        assert not inks & ({c.lower() for c in FLOWS.values()} - {colour})
    assert "−30" in inside.words("classifier")


def test_that_ranges_are_neither_flat_nor_steep(qtbot: QtBot) -> None:
    inside = TrainInside()
    shown(qtbot, inside)
    counts = np.ones(7, np.int64)
    found: dict[tuple[Kind, str], Histogram] = {
        ("weights", f"middle.block{n}"): Histogram(counts, 0.0, 1.0) for n in range(10)
    }
    inside.set_snapshots([replace(snapshot(1), histograms=found)])
    for width, height in ((690, 472), (1230, 695), (560, 300)):
        inside.resize(width, height)
        cell = inside.cells()[0]
        assert 0.6 < cell.height() / cell.width() < 2


def test_that_a_module_that_does_not_learn_is_said(qtbot: QtBot) -> None:
    inside = TrainInside()
    shown(qtbot, inside)
    inside.set_snapshots([snapshot(1)])
    empty = inside.grab().toImage()
    inside.set_kind("gradients")
    assert inside.modules() == ["entry.block1"]
    assert inside.grab().toImage() != empty


def test_that_probe_pictures_say_their_answers(qtbot: QtBot) -> None:
    view = TrainProbes()
    shown(qtbot, view)
    view.set_probes(probes())
    view.set_snapshot(snapshot(1))
    assert view.words(0) == "cat: dog 75.0\u202f%, cat 25.0\u202f%"
    left, right = view.cards()
    assert view.rect().contains(left.toAlignedRect())
    assert left.right() <= right.left()
    image = view.grab().toImage()
    cold, hot = (image.pixelColor(card.center().toPoint()) for card in (left, right))
    assert cold.lightness() > 190  # no heat: the picture itself
    assert hot != cold


@pytest.mark.parametrize("size", [(560, 300), (690, 472), (1230, 700)])
def test_that_every_probe_picture_is_inside(qtbot: QtBot, size: tuple[int, int]) -> None:
    view = TrainProbes()
    shown(qtbot, view)
    view.resize(*size)
    many = np.full((8, 20, 20, 3), 200, np.uint8)
    view.set_probes(replace(probes(), pictures=many, labels=(0,) * 8, names=("a.png",) * 8))
    said = snapshot(1)
    top, sure = np.tile(said.top[:1], (8, 1)), np.tile(said.probabilities[:1], (8, 1))
    heat = np.zeros((8, 3, 3), np.float32)
    view.set_snapshot(replace(said, top=top, probabilities=sure, heat=heat))
    assert all(view.rect().contains(card.toAlignedRect()) for card in view.cards())
    assert view.grab().toImage().width() == size[0]


def test_that_the_slider_goes_through_the_epochs_and_stays_at_the_newest(qtbot: QtBot) -> None:
    pages = TrainPages(QWidget())
    shown(qtbot, pages)
    pages.show_page(PAGES.index("probes"))
    pages.set_found(probes(), [snapshot(1), snapshot(2)], None)
    assert pages.band.slider.value() == 2
    assert pages.probes.words(0).startswith("cat: cat")
    pages.band.slider.setValue(1)
    assert pages.probes.words(0).startswith("cat: dog")
    pages.set_found(probes(), [snapshot(1), snapshot(2), snapshot(3)], None)
    assert pages.band.slider.value() == 1
    pages.band.slider.setValue(3)
    pages.set_found(probes(), [snapshot(epoch) for epoch in range(1, 5)], None)
    assert pages.band.slider.value() == 4


@pytest.mark.parametrize(("width", "slider"), [(560, 80), (930, 160)])
def test_that_the_slider_gives_way_to_the_epoch_beside_it(
    qtbot: QtBot, width: int, slider: int
) -> None:
    pages = TrainPages(QWidget())
    shown(qtbot, pages)
    pages.show_page(PAGES.index("probes"))
    pages.set_found(probes(), [snapshot(1)], None)
    pages.resize(width, 400)
    QApplication.processEvents()
    said = [label for label in pages.band.findChildren(ElidedLabel) if label.text() == "Epoch 1"]
    assert [label.is_cut() for label in said] == [False]
    assert pages.band.slider.width() >= slider


@pytest.mark.parametrize("page", PAGES[1:])
def test_that_a_page_without_an_epoch_says_so(qtbot: QtBot, page: str) -> None:
    pages = TrainPages(QWidget())
    shown(qtbot, pages)
    pages.show_page(PAGES.index(page))
    pages.set_found(None, [], None)
    before = pages.grab().toImage()
    pages.set_found(probes(), [snapshot(1)], None)
    assert page == "errors" or pages.grab().toImage() != before


def test_that_a_run_shows_its_inside_and_an_error_opens_with_its_weights(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    load(qtbot, window)
    data, run = class_folders(tmp_path / "data"), tmp_path / "run"
    finish(Path(data), run, replace(CONFIG, epochs=1, learning_rate=1e-9))  # half are errors
    from xception_gui.base.events import RunStarted, to_line

    started = RunStarted("", ("blue", "red"), 38, 10, 0, 4, 1, "cpu", "float32", data=data)
    (run / "events.jsonl").write_text(to_line(started) + "\n")
    tab = window.train_tab
    window.show_tab("train")
    tab._follow_chosen([str(run)])
    pages = window.train.pages
    pages.show_page(PAGES.index("errors"))
    qtbot.waitUntil(pages.errors.errors.isVisible, timeout=PATIENCE)
    assert len(pages.inside.modules()) > 8
    assert tab.insight._judged is not None
    name = tab.insight._judged.worst[0].name
    qtbot.waitUntil(lambda: tab.shelf.curves[str(run)].started is not None, timeout=PATIENCE)
    pages.errors.picture_wanted.emit(0)
    work = window.workspace

    def is_answered() -> bool:
        network, picture, said = work.network, work.picture, work.prediction
        mine = network is not None and network.weights.classes == ("blue", "red")
        return mine and picture is not None and said is not None and not work.is_stale

    qtbot.waitUntil(is_answered, timeout=PATIENCE)
    assert window.page is window.classify
    assert work.picture is not None
    assert work.picture.path.endswith(name)
    QApplication.processEvents()


def test_that_the_errors_of_a_run_stay_sorted_as_it_goes_on(qtbot: QtBot) -> None:
    page = TrainErrors()
    qtbot.addWidget(page)
    page.set_evaluation(evaluation())
    assert page.errors.sorted.sortColumn() == -1, "the worst first"
    page.errors.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    page.set_evaluation(evaluation())
    names = [page.errors.sorted.index(row, 0).data() for row in range(2)]
    assert (page.errors.sorted.sortColumn(), names) == (0, sorted(names, reverse=True))
    page.set_evaluation(None)  # another run is on view
    page.set_evaluation(evaluation())
    assert page.errors.sorted.sortColumn() == -1
