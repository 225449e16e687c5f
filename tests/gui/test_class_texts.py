"""What the window calls a class that has a name, and one that has only a number."""

from __future__ import annotations

from tests.gui import made
from xception_gui.base.results import Weights
from xception_gui.gui.item_models.class_texts import class_words
from xception_gui.gui.language import set_language


def test_that_only_a_class_without_a_name_is_told_in_the_window_s_language() -> None:
    weights: Weights = made.weights()
    named, numbered = weights.label(3), weights.label(len(made.LABELS))
    assert [class_words(label) for label in (named, numbered)] == ["ship", "class 12"]
    set_language("zh_CN")
    assert [class_words(label) for label in (named, numbered)] == ["ship", "类别 12"]
    assert class_words("class act") == "class act"
