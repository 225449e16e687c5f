"""Isolation: no screen, no network, no settings of the user; a test that leaves something fails."""

from __future__ import annotations

import gc
import itertools
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import offline

_HOME = tempfile.TemporaryDirectory(prefix="xception-gui-tests-", ignore_cleanup_errors=True)
_NUMBERS = itertools.count()
_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")

# Before Qt and torch are imported, for this process and for its children.
os.environ.update(
    QT_QPA_PLATFORM="offscreen", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", HF_HUB_OFFLINE="1"
)
os.environ.update(HOME=_HOME.name, XDG_RUNTIME_DIR=_HOME.name)
os.environ.update({name: f"{_HOME.name}/{name}" for name in _FOLDERS})


offline.watch()


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own, so that settings and caches start empty."""
    home = Path(_HOME.name, str(next(_NUMBERS)))
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in _FOLDERS:
        monkeypatch.setenv(name, str(home / name.lower()))
    return home


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that leaves a thread, timer, widget, hook or child process behind.

    Or that reached for another machine, whoever swallowed the error.
    """
    from tests import leaks

    before = leaks.snapshot()
    yield
    _set_old_aside()
    reached = offline.reached()
    if request.node.stash.get(_FAILED, False):
        return  # its traceback keeps objects alive: the failure itself is the news
    left = leaks.left_behind(before)
    assert not left, "left behind: " + "; ".join(left)
    assert not reached, f"reached for the network: {', '.join(reached)}"


_FAILED = pytest.StashKey[bool]()


_MANY = 200  # modules: torch's compiler, timm, keras
_OFTEN = 150  # tests
_aside = (0, 0)  # modules imported and tests run when objects were last set aside
_tests = 0


def pytest_collection_finish() -> None:
    """Set aside all that the imports made: the leak checks then look through little."""
    _set_aside()


def _set_old_aside() -> None:
    """Whatever imported many modules, or outlived many tests, is no longer looked through.

    A leak check lists every object that Python tracks, 0.15 s for those of a whole run.
    """
    global _tests
    _tests += 1
    if len(sys.modules) - _aside[0] > _MANY or _tests - _aside[1] > _OFTEN:
        _set_aside()


def _set_aside() -> None:
    global _aside
    gc.unfreeze()  # what was set aside before may be rubbish by now
    gc.collect()
    gc.freeze()
    _aside = (len(sys.modules), _tests)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when in ("setup", "call") and report.failed:
        item.stash[_FAILED] = True
    return report


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder with the photographs and CIFAR-10, beside the checkout; without it: skipped, by name.

    Under ``XCEPTION_GUI_REQUIRE_DATA=1`` a missing folder is a failure.
    """
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        absent = "../shared/data is not beside this checkout"
        if os.environ.get("XCEPTION_GUI_REQUIRE_DATA") == "1":
            pytest.fail(absent)
        pytest.skip(absent)
    return folder
