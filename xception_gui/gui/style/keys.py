"""Shortcuts as keys are printed: Qt writes arrows in words ("Left", "左方向")."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

_ARROWS = {Qt.Key.Key_Left: "←", Qt.Key.Key_Right: "→"}


def with_arrows(keys: str) -> str:
    """A shortcut as the system writes it, but for the arrows."""
    native = QKeySequence.SequenceFormat.NativeText
    for key, arrow in _ARROWS.items():
        keys = keys.replace(QKeySequence(key).toString(native), arrow)
    return keys
