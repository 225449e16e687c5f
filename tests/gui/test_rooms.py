"""The start: nothing heavy before the window, and no half-imported module after it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.gui.workbench import weights_file
from xception_gui.base.assets import asset

ROOT = Path(__file__).resolve().parents[2]
BEFORE = """
import sys
from xception_gui.gui.app import make_application, make_window
window = make_window()
heavy = {"torch", "torchvision", "numpy", "PIL", "pyqtgraph", "safetensors"} & set(sys.modules)
window.close()
sys.exit(f"imported before the window: {heavy}" if heavy else 0)
"""
SELDOM = """
import sys
import xception_gui.gui.main_window
seldom = ("train", "evaluation", "history", "feature_maps", "mosaic")
views = {f"xception_gui.gui.views.{name}" for name in seldom}
others = {"xception_gui.gui.doctor_page", "xception_gui.base.events", "importlib.metadata"}
later = {*views, *others} & set(sys.modules)
sys.exit(f"imported before it is wanted: {later}" if later else 0)
"""
PLOTS = """
import sys, threading
from xception_gui.gui import app, rooms
application = app.make_application()
thread = threading.Thread(target=rooms.for_plots)
thread.start()
thread.join()
before = set(sys.modules)
from xception_gui.gui.views.train import TrainView
view = TrainView()
view.show()
application.processEvents()
late = {name for name in set(sys.modules) - before if name.startswith(("pyqtgraph", "xception"))}
sys.exit(f"imported when the tab was shown: {late}" if late else 0)
"""
AFTER = """
import sys
from tests import offline
from xception_gui.gui.app import make_application, make_window
offline.watch()
sys.setswitchinterval(1e-5)
window = make_window(sys.argv[1], sys.argv[2:])
failures = []
window.workspace.failed.connect(failures.append)
def answered(heatmap):
    window.close()
window.workspace.heatmap_changed.connect(answered)
window.workspace.failed.connect(answered)
window.show()
make_application().exec()
heavy = {"torchvision"} & set(sys.modules)
wrong = failures or heavy or offline.reached()
sys.exit(str(wrong) if wrong else 0)
"""


def run(code: str, *arguments: str) -> None:
    done = subprocess.run(  # noqa: PLW1510 - judged below
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert done.returncode == 0, done.stderr


def test_that_nothing_heavy_is_imported_before_the_window_is_shown() -> None:
    run(BEFORE)


def test_that_what_few_sessions_open_is_imported_when_it_is_opened() -> None:
    run(SELDOM)


def test_that_the_tab_train_can_be_imported_beside_the_window_and_then_shown() -> None:
    run(PLOTS)


def test_that_both_lanes_import_at_once_without_meeting_half_a_module() -> None:
    """And that a window that has classified a photo has no torchvision and asked no machine."""
    run(AFTER, weights_file(), *(str(asset("examples", f"{n}.jpg")) for n in ("ship", "truck")))
