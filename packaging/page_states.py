"""States of the window beside those of the guide: pages, parts, places where something is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from driving import EXAMPLES, HOME, classify, crops, data, feature_maps, page, ready, settle, until
from PySide6.QtWidgets import QFileDialog, QScrollArea

from xception_gui.base.assets import asset
from xception_gui.gui.evaluate_page import EvaluatePage
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.paper_check_page import PaperCheckPage


def chosen(window: MainWindow, path: str) -> None:
    """Answer the file dialog that is open."""
    dialog = window.findChildren(QFileDialog)[-1]
    dialog.filesSelected.emit([path])
    dialog.reject()


def compared_weights(window: MainWindow) -> None:
    """The weights in force against those that come with the program."""
    classify(window)
    window.show_tab("compare")
    window.compare_tab.view.show_page(1)
    window.compare_tab.view.weights.picked.emit("demo")
    until(lambda: window.compare_tab.view.weights.shown is not None, "the difference")
    settle()


def other_answers(window: MainWindow) -> None:
    """Answers side by side before there is anything to compare with."""
    classify(window)
    window.show_tab("compare")
    window.compare_tab.view.show_page(2)
    settle()


def parts(path: str) -> Callable[[MainWindow], None]:
    """All parts of a module beside each other."""

    def state(window: MainWindow) -> None:
        feature_maps(window)
        window.workspace.select_module(path)
        until(lambda: not window.lanes.busy, "the maps")
        window.maps.foot.part_chosen.emit(len(window.maps.module.parts()) - 1)
        settle()

    return state


def inside(window: MainWindow) -> None:
    """A separable convolution in the inspector, down to its end."""
    classify(window)
    until(lambda: not window.lanes.busy, "the weights")
    settle()
    bar = window.inspector.findChildren(QScrollArea)[0].verticalScrollBar()
    bar.setValue(bar.maximum())
    settle()


def evaluate(window: MainWindow) -> None:
    """Pictures and labels chosen."""
    page("evaluate")(window)
    (dialog,) = window.findChildren(EvaluatePage)
    dialog.choose[0].click()
    chosen(window, crops(Path(HOME, "crops")))
    settle()


def top(window: MainWindow) -> None:
    """The pictures that excite a map most."""
    feature_maps(window)
    window.menu_actions.action("top-images").trigger()
    chosen(window, crops(Path(HOME, "crops")))
    until(lambda: not window.lanes.busy, "the pictures")
    settle()


def field(window: MainWindow) -> None:
    """What a unit sees."""
    feature_maps(window)
    window.menu_actions.action("field").trigger()
    until(lambda: not window.lanes.busy, "the field")
    settle()


def inspected(window: MainWindow) -> None:
    """A file of weights examined."""
    ready(window)
    window.commands.pages.show_inspected([str(asset("weights", "demo.safetensors"))])
    until(lambda: not window.lanes.busy, "the report")
    settle()


def classes(window: MainWindow) -> None:
    """Class folders dropped: what shall be done with them."""
    classify(window)
    window.workspace.open_paths([crops(Path(HOME, "crops"))])
    until(window.class_bar.isVisible, "the question")
    settle()


def options(window: MainWindow) -> None:
    """Every single value of a run."""
    data(window)
    window.train_tab.tools.show_options()
    settle()


def rate(window: MainWindow) -> None:
    """Rising learning rates tried."""
    data(window)
    window.menu_actions.action("find-rate").trigger()
    until(lambda: not window.lanes.busy, "the rates")
    settle()


def variants(window: MainWindow) -> None:
    """What is trained beside the run."""
    data(window)
    window.menu_actions.action("variants").trigger()
    until(lambda: not window.lanes.busy, "the costs")
    settle()


def closed(window: MainWindow) -> None:
    """Every picture closed, which can be undone."""
    classify(window)
    window.workspace.close_all()
    settle()


def papers_network(window: MainWindow) -> None:
    """The paper's own network checked."""
    page("paper-check")(window)
    (dialog,) = window.findChildren(PaperCheckPage)
    dialog.switch.set_current(1)
    dialog.switch.chosen.emit(1)
    until(lambda: not window.lanes.busy, "the numbers")
    settle()


def without_picture(tab: str) -> Callable[[MainWindow], None]:
    """A tab before there is a picture."""

    def state(window: MainWindow) -> None:
        ready(window)
        window.show_tab(tab)
        settle()

    return state


def queue(window: MainWindow) -> None:
    """More pictures than the filmstrip has room for."""
    more = sorted(Path(crops(Path(HOME, "crops"))).rglob("1*.png"))
    classify(window, [*EXAMPLES, *map(str, more)])
    until(lambda: not window.lanes.busy, "the answers")
    settle()


PAGE_STATES: dict[str, Callable[[MainWindow], None]] = {
    "profile": page("profile"),
    "catalogue": page("catalogue"),
    "history": page("history"),
    "guide": page("guide"),
    "export": page("save-weights"),
    "inspected": inspected,
    "paper": papers_network,
    "evaluate": evaluate,
    "field": field,
    "top": top,
    "difference": compared_weights,
    "beside-nothing": other_answers,
    "separable": parts("middle.block4.sepconv2"),
    "residual": parts("entry.block2"),
    "inside": inside,
    "classes": classes,
    "options": options,
    "rate": rate,
    "variants": variants,
    "closed": closed,
    "queue": queue,
    "no-maps": without_picture("maps"),
    "no-run": without_picture("train"),
}
