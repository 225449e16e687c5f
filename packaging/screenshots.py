"""Pictures of the real window in each of its states: ``python packaging/screenshots.py [FOLDER]``.

Every state in both themes, both languages and two sizes, with the project's own example pictures.
Without FOLDER only the pictures of the README and the guide are made, where they belong; those of
the Chinese guide small.
"""

from __future__ import annotations

import argparse
import itertools
import re
from collections.abc import Callable
from pathlib import Path

from driving import (
    EXAMPLES,
    HOME,
    classify,
    crops,
    data,
    feature_maps,
    grabbed,
    hold,
    page,
    ready,
    settle,
    until,
)
from page_states import PAGE_STATES
from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from small import make_small
from training_states import TRAINING_STATES
from waiting_states import WAITING_STATES

from xception_gui.base.muting import Mute
from xception_gui.gui import log
from xception_gui.gui.app import make_application, make_window
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.settings import SettingsFile

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "guide" / "pictures"
CHINESE = GUIDE.parent / "zh"
LANGUAGES = ("en", "zh_CN")
THEMES = ("light", "dark")
SIZES = ((1280, 800), (1920, 1080))


def empty(window: MainWindow) -> None:
    """The first start."""
    ready(window)


def network_input(window: MainWindow) -> None:
    """What the network receives."""
    classify(window)
    window.classify.set_input_shown(True)
    settle()


def by_flow(window: MainWindow) -> None:
    """One module of each flow."""
    classify(window)
    window.maps.set_mode("flows")
    window.workspace.maps.set_mode("flows")
    window.show_tab("maps")
    until(lambda: not window.lanes.busy, "the maps")
    settle()


def diagram(window: MainWindow) -> None:
    """The figure of the paper, coloured by cost; one separable convolution unfolded."""
    classify(window)
    window.show_tab("diagram")
    window.diagram.set_metric("macs")
    window.diagram.canvas.fold_toggled.emit("exit.sepconv3")
    window.workspace.select_module("exit.sepconv3.pointwise")
    settle()


def palette(window: MainWindow) -> None:
    """Commands, modules, classes and settings by name."""
    classify(window)
    window.commands.show_palette()
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "heat")
    settle()


def zeros(window: MainWindow) -> None:
    """The figure coloured by how much of each output is zero for the picture."""
    classify(window)
    window.show_tab("diagram")
    window.diagram.band.metric_changed.emit("zeros")
    until(lambda: not window.lanes.busy, "measuring")
    settle()


def worth(window: MainWindow) -> None:
    """Two parts taken out."""
    page("worth")(window)
    window.muting.set_mutes((Mute("middle.block5", "block"), Mute("exit.act4", "channel", 17)))
    until(lambda: not window.lanes.busy, "the answer without them")
    settle()


def compared(window: MainWindow) -> None:
    """The network in force beside the paper's."""
    classify(window)
    window.show_tab("compare")
    until(lambda: not window.lanes.busy, "both networks")
    window.workspace.select_module("middle.block4.sepconv1")
    settle()


def answers(window: MainWindow) -> None:
    """Two pictures beside each other."""
    classify(window)
    window.show_tab("compare")
    view = window.compare_tab.view
    view.show_page(2)
    view.answers.switch.set_current(1)
    view.answers.switch.chosen.emit(1)
    until(lambda: view.answers.view.found is not None, "both answers")
    settle()


def untrained(window: MainWindow) -> None:
    """The paper's network, with random weights."""
    classify(window)
    before = window.workspace.network
    window.workspace.load_weights("none")
    until(lambda: window.workspace.network is not before, "loading untrained weights")
    until(lambda: not window.lanes.busy, "the untrained answers")
    settle(900)


def error(window: MainWindow) -> None:
    """A picture that ends early; the previous one stays."""
    classify(window)
    cut = Path(HOME, "holiday.png")
    cut.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00\x08\x02")
    window.workspace.open_paths([str(cut)])
    until(window.banner.isVisible, "the banner")
    settle()


def drop(window: MainWindow) -> None:
    """Three files held over the window."""
    classify(window)
    hold(window, EXAMPLES)


def evaluation(window: MainWindow) -> None:
    """Pieces of the example pictures judged."""
    ready(window)
    window.workspace.evaluate(crops(Path(HOME, "crops")))
    until(lambda: window.evaluation.dialog is not None, "the evaluation")
    until(lambda: not window.lanes.busy, "its end")
    settle()


STATES: dict[str, Callable[[MainWindow], None]] = {
    "empty": empty,
    "classify": classify,
    "input": network_input,
    "maps": feature_maps,
    "flows": by_flow,
    "palette": palette,
    **{name: page(name) for name in ("settings", "shortcuts", "doctor", "log", "about")},
    "diagram": diagram,
    "zeros": zeros,
    "compare": compared,
    "answers": answers,
    "figures": page("figures"),
    "new": page("new-network"),
    "worth": worth,
    "parity": page("parity"),
    "check": page("paper-check"),
    "tutorials": page("tutorials"),
    "cost": page("layer-cost"),
    "evaluation": evaluation,
    "data": data,
    **TRAINING_STATES,
    **PAGE_STATES,
    **WAITING_STATES,
    "untrained": untrained,
    "error": error,
    "drop": drop,
}


def picture(path: Path, state: str, theme: str, language: str, size: tuple[int, int]) -> None:
    """Grab one state of a fresh window."""
    settings = SettingsFile(Path(HOME, f"{path.stem}.toml"))
    settings.change(theme=theme, language=language)
    window = make_window(settings=settings)
    window.resize(*size)
    window.show()
    STATES[state](window)
    path.parent.mkdir(parents=True, exist_ok=True)
    grabbed(window).save(str(path))
    window.close_at_once()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    print(path, flush=True)


def main() -> None:
    """All states into a folder, or those of the guide."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--only", nargs="+", choices=STATES, default=list(STATES), metavar="STATE")
    options = parser.parse_args()
    if options.folder is None and options.only != list(STATES):
        parser.error("--only needs a FOLDER: the guide wants all of its pictures")
    folder = options.folder
    make_application()
    log.install()  # else the log would be empty
    if folder is not None:
        for state, theme, language, size in itertools.product(
            options.only, THEMES, LANGUAGES, SIZES
        ):
            name = f"{state}-{theme}-{language}-{size[0]}.png"
            picture(folder / name, state, theme, language, size)
        return
    # Some show where or when they were taken, others are for whoever looks at the whole matrix.
    left_out = {"doctor", "log", *TRAINING_STATES, *PAGE_STATES, *WAITING_STATES} - {"training"}
    shown = [state for state in STATES if state not in left_out]
    for state, theme in itertools.product(shown, THEMES):
        picture(GUIDE / f"{state}-{theme}.png", state, theme, "en", SIZES[0])
    chinese = [state for page in CHINESE.glob("*.md") for state in _shown_in(page)]
    for state, theme in itertools.product(chinese, THEMES):
        path = CHINESE / "pictures" / f"{state}-{theme}.png"
        picture(path, state, theme, "zh_CN", SIZES[0])
        make_small(path)


def _shown_in(page: Path) -> list[str]:
    """States of which a page of the guide has a picture of its own."""
    return re.findall(r"\(pictures/(\w+)-light\.png\)", page.read_text("utf-8"))


if __name__ == "__main__":
    main()
