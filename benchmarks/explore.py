"""Exploring the architecture: how soon tree, diagram and numbers follow what the user does.

``python -m benchmarks.explore``. The paper's network: its tree and diagram; a changed config to all
its numbers; colouring by a metric; zooming and panning the diagram; a block taken out.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import torch
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication
from torch import nn

from benchmarks._common import (
    interleaved,
    print_target,
    print_times,
    processor,
    ratio,
)
from xception_gui.base.config import XceptionConfig
from xception_gui.base.muting import Mute
from xception_gui.gui import style
from xception_gui.gui.item_models.diagram_values import METRICS
from xception_gui.gui.views.diagram import DiagramView
from xception_gui.inspection import footer, layout, module_tree, paper_check
from xception_gui.inspection.muting import Mutable
from xception_gui.weights import untrained

PAPER, SIZE = XceptionConfig(), 299
SOON, AT_ONCE, FRAME = 100.0, 50.0, 16.0  # ms
_ROUNDS, _FRAMES = 7, 120


def clock(call: Callable[[], object]) -> float:
    """Milliseconds of this thread in one call: nothing here waits, and others' work is not ours."""
    began = time.thread_time()
    call()
    return 1000 * (time.thread_time() - began)


def tree_and_diagram(view: DiagramView) -> None:
    """From the config to the pixels, as for a network that was never seen."""

    def draw() -> None:
        module_tree.cache_clear()
        tree = module_tree(PAPER, SIZE)
        view.set_diagram(tree, layout(tree))
        view.canvas.repaint()

    times = [clock(draw) for _ in range(_ROUNDS)]
    print_target("tree and diagram of the paper's network, ms", statistics.median(times), SOON)


def edits() -> None:
    """A changed config to parameters, MACs, shapes, memory and the check against the paper."""
    times = []
    for number in range(_ROUNDS):
        config = replace(PAPER, middle_blocks=number, width=0.9 + 0.01 * number)

        def numbers(config: XceptionConfig = config) -> None:
            tree = module_tree(config, SIZE)
            footer(tree)
            paper_check(tree)

        times.append(clock(numbers))
    print_target("a changed config to all numbers, ms", statistics.median(times), SOON)


def colours(view: DiagramView) -> None:
    """Another metric to the pixels."""

    def colour(metric: str) -> None:
        view.set_metric(metric)
        view.canvas.repaint()

    times = [clock(lambda metric=metric: colour(metric)) for metric in METRICS]  # type: ignore[misc]
    print_target("colouring by a metric, slowest, ms", max(times), AT_ONCE)


def moves(view: DiagramView) -> None:
    """Frames of a zoom in and out, and of a pan."""
    times = []
    canvas = view.canvas
    for number in range(_FRAMES):
        canvas.zoom(1.05 if number < _FRAMES / 2 else 1 / 1.05)
        times.append(clock(canvas.repaint))
    canvas.zoom(2)
    for number in range(_FRAMES):
        canvas.viewport.pan(QPointF(5 if number % 20 < 10 else -5, 3))
        times.append(clock(canvas.repaint))
    print_target("a frame of zooming and panning, p95, ms", _late(times), FRAME)


def muting() -> None:
    """A block taken out against a pass of the plain network from that block on."""
    model = untrained().model
    picture = torch.randn(1, 3, SIZE, SIZE, generator=torch.Generator().manual_seed(0))
    mutable, block = Mutable(model, picture), "middle.block8"
    rest = nn.Sequential(*list(model.middle)[4:], model.exit, model.classifier)
    with torch.inference_mode():
        before = model.middle[:4](model.entry(picture))

    def plain() -> None:
        with torch.inference_mode():
            rest(before)

    calls = {"muted": lambda: mutable.without([Mute(block, "block")]), "plain": plain}
    times = interleaved(calls, 9)
    print_times(times)
    print_target("muting a block, against a pass from it on", ratio(times, "muted", "plain"), 1.1)


def _late(times: list[float]) -> float:
    return sorted(times)[round(0.95 * (len(times) - 1))]


def main() -> None:
    application = QApplication([])
    style.apply(application, "light")
    print(processor())
    view = DiagramView()
    view.resize(1100, 900)
    view.show()
    application.processEvents()  # what was never exposed is not painted
    tree_and_diagram(view)
    edits()
    colours(view)
    moves(view)
    muting()


if __name__ == "__main__":
    main()
