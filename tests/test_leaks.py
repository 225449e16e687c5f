"""Each kind of leak is found, and gone again once it is mended."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from torch import nn

from tests import leaks

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaks, "_PATIENCE", 0.1)


def test_that_a_quiet_test_leaves_nothing() -> None:
    assert leaks.left_behind(leaks.snapshot()) == []


def test_that_a_running_thread_is_found() -> None:
    before, stop = leaks.snapshot(), threading.Event()
    thread = threading.Thread(target=stop.wait, name="forgotten", daemon=True)
    thread.start()
    assert leaks.left_behind(before) == ["thread forgotten"]
    stop.set()
    thread.join()
    assert leaks.left_behind(before) == []


def test_that_a_child_process_is_found() -> None:
    before = leaks.snapshot()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    (left,) = leaks.left_behind(before)
    assert left.startswith(f"child process {child.pid}")
    child.communicate()
    assert leaks.left_behind(before) == []


def test_that_a_child_nobody_waited_for_is_found() -> None:
    before = leaks.snapshot()
    child = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.read()  # until it has ended
    assert len(leaks.left_behind(before)) == 1
    child.communicate()
    assert leaks.left_behind(before) == []


@pytest.mark.parametrize("register", ["register_forward_hook", "register_full_backward_hook"])
def test_that_a_hook_on_a_living_module_is_found(register: str) -> None:
    before, module = leaks.snapshot(), nn.Linear(1, 1)
    handle = getattr(module, register)(lambda *_: None)
    assert leaks.left_behind(before) == ["hook on a Linear"]
    handle.remove()
    assert leaks.left_behind(before) == []


def test_that_a_global_hook_is_found() -> None:
    before = leaks.snapshot()
    handle = nn.modules.module.register_module_forward_hook(lambda *_: None)
    assert leaks.left_behind(before) == ["a global module hook"]
    handle.remove()
    assert leaks.left_behind(before) == []


def test_that_a_hook_dies_with_its_module() -> None:
    before, module = leaks.snapshot(), nn.Linear(1, 1)
    module.register_forward_hook(lambda *_: None)
    del module
    assert leaks.left_behind(before) == []


def test_that_a_hidden_widget_is_found(qapp: QApplication) -> None:
    before, widget = leaks.snapshot(), QWidget(objectName="forgotten")
    assert leaks.left_behind(before) == ["widget QWidget forgotten"]
    widget.deleteLater()
    assert leaks.left_behind(before) == []


def test_that_a_ticking_timer_is_found(qapp: QApplication) -> None:
    before, timer = leaks.snapshot(), QTimer(objectName="forgotten", interval=50)
    assert leaks.left_behind(before) == []
    timer.start()
    assert leaks.left_behind(before) == ["QTimer forgotten still running"]
    timer.stop()
    assert leaks.left_behind(before) == []


def test_that_a_running_qt_thread_is_found(qapp: QApplication) -> None:
    before, thread = leaks.snapshot(), QThread(objectName="forgotten")
    thread.start()
    assert leaks.left_behind(before) == ["QThread forgotten still running"]
    thread.quit()
    assert thread.wait(5000)
    assert leaks.left_behind(before) == []


LEAKY = """
import contextlib, os, socket, threading, time, pytest

def test_leak():
    threading.Thread(target=time.sleep, args=(30,), name="forgotten", daemon=True).start()

def test_network():
    with pytest.raises(AssertionError, match="reached for the network: 192.0.2.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)

def test_swallowed():
    with contextlib.suppress(Exception):
        socket.gethostbyname("weights.example")

def test_home():
    assert "xception-gui-tests-" in os.path.expanduser("~")
    assert os.listdir(os.path.expanduser("~")) == []
    open(os.path.expanduser("~/settings"), "w").close()

test_home_again = test_home
"""


def test_that_the_fixtures_are_in_force(tmp_path: Path) -> None:
    (tmp_path / "test_leaky.py").write_text(LEAKY)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-p", "no:pytest-qt"]
    command += ["--rootdir", str(tmp_path), "-c", "/dev/null", str(tmp_path / "test_leaky.py")]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    assert "left behind: thread forgotten" in done.stdout
    for host in ("192.0.2.1", "weights.example"):
        assert f"AssertionError: reached for the network: {host}" in done.stdout
    assert "5 passed, 3 errors" in done.stdout, done.stdout
