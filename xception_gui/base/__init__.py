"""Frozen records that every other room speaks in. Standard library and numpy only.

Start at `config.py` (the network), `results.py` (what is computed), `problem.py` (what went wrong).
"""

from xception_gui.base.config import XceptionConfig
from xception_gui.base.problem import Problem

__all__ = ["Problem", "XceptionConfig"]
