"""Ctrl+C and SIGTERM: the window closes when nothing else is under way."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from xception_gui.gui.app import _Signals
from xception_gui.gui.main_window import MainWindow

HANDLED = (signal.SIGINT, signal.SIGTERM)


@pytest.fixture
def listening(window: MainWindow) -> Iterator[MainWindow]:
    before = [signal.getsignal(number) for number in HANDLED]
    signals = _Signals(window)
    yield window
    signals.close()
    for number, handler in zip(HANDLED, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize("number", HANDLED)
def test_that_a_signal_in_the_middle_of_something_leaves_the_window_for_it(
    listening: MainWindow, qtbot: QtBot, number: signal.Signals
) -> None:
    listening.show()
    signal.raise_signal(number)
    assert listening.isVisible()
    qtbot.waitUntil(lambda: not listening.isVisible())
