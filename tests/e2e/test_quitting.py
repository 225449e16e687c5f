"""The program ends whatever it is doing, without a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.gui.workbench import paint, weights_file

ROOT = Path(__file__).resolve().parents[2]


QUIT = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from xception_gui.gui import app

delay = int(sys.argv[1])
def ending():
    if delay < 0:
        print("ready", flush=True)
    else:
        for window in QApplication.topLevelWidgets():
            window.close()
QTimer.singleShot(max(delay, 0), app.make_application(), ending)
sys.exit(app.main(sys.argv[3:], sys.argv[2]))
"""


def _start(tmp_path: Path, delay: int) -> subprocess.Popen[str]:
    paths = [paint(tmp_path / f"{n}.png", n, (900, 700)) for n in range(6)]
    return subprocess.Popen(
        [sys.executable, "-c", QUIT, str(delay), weights_file(), *paths],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_that_quitting_in_the_middle_of_everything_is_clean(tmp_path: Path) -> None:
    """While torch is imported. Any moment, and many times: `tests.soak.quitting`."""
    process = _start(tmp_path, 0)
    out, errors = process.communicate(timeout=240)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert "QThread" not in errors
    assert out == ""


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGTERM elsewhere")
def test_that_sigterm_is_a_clean_end(tmp_path: Path) -> None:
    """While weights are loaded, pictures are decoded and answered."""
    process = _start(tmp_path, -1)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(1.5)
    process.send_signal(signal.SIGTERM)
    out, errors = process.communicate(timeout=240)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert "QThread" not in errors
    assert out == ""


STUCK = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from xception_gui.gui import app
from xception_gui.gui.lanes import Job

def ending():
    (window,) = [w for w in QApplication.topLevelWidgets() if hasattr(w, "lanes")]
    window.lanes.submit("model", Job("Sleep", lambda: time.sleep(600), print))
    window.change_settings(theme="dark")
    QTimer.singleShot(300, window.close)
QTimer.singleShot(0, app.make_application(), ending)
sys.exit(app.main([], sys.argv[1]))
"""


def test_that_a_job_that_never_ends_does_not_keep_the_program(own_home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STUCK, weights_file()],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "did not end" in done.stderr
    (settings,) = own_home.rglob("settings.toml")
    assert 'theme = "dark"' in settings.read_text("utf-8")
