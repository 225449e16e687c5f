"""Feature maps: how long until they are seen, how smoothly they move, what they leave behind.

``python -m benchmarks.feature_maps [--weights W]``. Four figures: every module's maps against one
plain forward pass of the same network; selection to pixels when they are kept; repaints while 728
and 2,048 maps are panned; 500 selections. The paper's network is used unless another is named.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks._common import own_homes, print_target, processor

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = tempfile.TemporaryDirectory(prefix="xception-gui-benchmark-")
os.environ.update(own_homes(_HOME.name))

import numpy as np  # noqa: E402
import torch  # noqa: E402
from PySide6.QtCore import QPoint, QPointF, Qt  # noqa: E402
from PySide6.QtGui import QWheelEvent  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402
from torch import nn  # noqa: E402

from benchmarks.responsiveness import photo  # noqa: E402
from xception_gui.base.feature_maps import shown  # noqa: E402
from xception_gui.base.results import Prepared  # noqa: E402
from xception_gui.gui.app import make_application, make_window  # noqa: E402
from xception_gui.gui.main_window import MainWindow  # noqa: E402
from xception_gui.gui.memory import resident_bytes  # noqa: E402
from xception_gui.images import open_picture, prepare  # noqa: E402
from xception_gui.inspection import feature_maps  # noqa: E402
from xception_gui.weights import Loaded, load_weights  # noqa: E402

SLACK = 50.0  # ms
MANY = ("middle.block4.sepconv2", "exit.act4")
_FRAMES = 60


def clock(call: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    began = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - began)


def against_forward(loaded: Loaded, prepared: Prepared) -> None:
    """Each module in turn with one plain pass, so that a slow moment meets both."""
    model = loaded.model
    picture = torch.from_numpy(prepared.values.copy())[None]

    def forward() -> None:
        with torch.inference_mode():
            model(picture)

    def maps(path: str) -> None:
        for found in feature_maps(model, prepared, [path], "state"):
            shown(found, "map")

    forward()
    maps("exit")
    worst, where = 0.0, ""
    for path, _ in model.named_modules():
        pairs = [(clock(lambda: maps(path)), clock(forward)) for _ in range(3)]  # noqa: B023
        ratio = statistics.median(ours / (1.2 * plain + SLACK) for ours, plain in pairs)
        if ratio > worst:
            worst, where = ratio, path
    print_target(f"slowest module ({where}): time / (1.2 forward passes + 50 ms)", worst, 1)


def until(true: Callable[[], bool]) -> None:
    """Let the window work."""
    end = time.monotonic() + 120
    while not true():
        QApplication.processEvents()
        if time.monotonic() > end:
            raise SystemExit("the window does not answer")


def opened(window: MainWindow, picture: str) -> None:
    """Network and picture there, the tab shown."""
    window.resize(1280, 800)
    window.show()
    until(lambda: window.workspace.network is not None)
    window.workspace.open_paths([picture])
    until(lambda: window.workspace.heatmap is not None)
    window.show_tab("maps")


def select(window: MainWindow, path: str) -> None:
    """Select a module and wait for its maps."""
    came: list[object] = []
    connection = window.workspace.maps.module_changed.connect(came.append)
    window.workspace.select_module(path)
    until(lambda: any(came))
    window.workspace.maps.module_changed.disconnect(connection)


def cached(window: MainWindow) -> None:
    """From the selection to the painted window, for maps that are kept."""
    for path in MANY:
        select(window, path)
    times = []
    for path in (*MANY, *MANY, *MANY):
        times.append(clock(partial(_select_and_paint, window, path)))
        QApplication.processEvents()
    print_target("selection to pixels when kept, ms", max(times), 50)


def _select_and_paint(window: MainWindow, path: str) -> None:
    select(window, path)
    window.maps.grab()


def panning(window: MainWindow) -> None:
    """Repaints of a zoomed mosaic that is moved by the wheel."""
    for path in MANY:
        select(window, path)
        window.maps.fit()
        for _ in range(6):
            window.maps.zoom(1.25)
        area = window.maps.module.mosaic.viewport()
        times = [clock(partial(_pan, area, number)) for number in range(_FRAMES)]
        count = next(r for r in window.workspace.network.tree.walk() if r.path == path)  # type: ignore[union-attr]
        what = f"panning {count.output_shape[0]} maps, p95 of a repaint, ms"
        print_target(what, float(np.percentile(times, 95)), 16)
        window.maps.fit()


def _pan(area: QWidget, number: int) -> None:
    down = -40 if number % 40 < 20 else 40
    place = QPointF(area.rect().center())
    event = QWheelEvent(
        place, area.mapToGlobal(place), QPoint(down // 2, down), QPoint(down // 2, down),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.ScrollUpdate, False,
    )  # fmt: skip
    QApplication.sendEvent(area, event)
    area.repaint()


def hooks(model: nn.Module) -> int:
    """Forward and backward hooks of all modules."""
    names = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")
    return sum(len(getattr(module, name)) for module in model.modules() for name in names)


def many_selections(window: MainWindow, count: int = 500) -> None:
    """What 500 selections leave, after as many as fill the cache."""
    tree = window.workspace.network.tree  # type: ignore[union-attr]
    paths = [row.path for row in tree.walk() if row.path]
    for path in paths:
        select(window, path)
    before = resident_bytes()
    for number in range(count):
        select(window, paths[number * 7 % len(paths)])
    growth = (resident_bytes() - before) / 1e6
    print_target(f"memory after {count} selections, MB more", growth, 30)
    engines = window.workspace._session._engines.values()
    print_target("hooks left", sum(hooks(engine.model) for _, engine in engines), 0)


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", default="none")
    options = parser.parse_args()
    print(f"feature maps, weights {options.weights}, {processor()}, {os.cpu_count()} cores")
    picture = photo(Path(_HOME.name, "photo.jpg"), (1200, 900), 0)
    loaded = load_weights(options.weights)
    image = open_picture(picture).image
    against_forward(loaded, prepare(image, loaded.weights.preprocessing, ""))
    del loaded
    make_application()
    window = make_window(options.weights)
    opened(window, picture)
    cached(window)
    panning(window)
    many_selections(window)
    window.close()


if __name__ == "__main__":
    main()
