"""What a refusal of a file must be, whatever is wrong with it: one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from xception_gui.base.problem import Problem
from xception_gui.base.texts import problem_text
from xception_gui.weights import load_weights

UNUSABLE = "weights-unusable"
UNKNOWN = "weights-unknown"
MISFIT, RESAVE, DIVERGED = "weights-misfit", "weights-resave", "weights-diverged"


def refused(path: Path, code: str, cause: str) -> None:
    """Loading `path` must be one line with that code, that cause and the file's name."""
    with pytest.raises(Problem) as caught:
        load_weights(path)
    line = str(caught.value)
    assert caught.value.code == code, line
    assert cause in line
    assert path.name in line
    assert "\n" not in line
    assert path.name in problem_text(code, caught.value.fields, "zh_CN")
