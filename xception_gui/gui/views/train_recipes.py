"""The recipes as the window calls them, likeliest first, each with a sentence."""

from __future__ import annotations

from xception_gui.base.training import RECIPES
from xception_gui.gui.language import mark

_WORDS = {
    "fine-tune": (
        mark("Fine-tune"),
        mark("Trained weights with a new head; then flow by flow from the end."),
    ),
    "head-only": (
        mark("Head only"),
        mark("Features are computed once, only the head learns: seconds on a laptop."),
    ),
    "default": (
        mark("From scratch"),
        mark("Random weights, SGD with a cosine schedule."),
    ),
    "demo": (
        mark("Demonstration"),
        mark("A narrow network for small pictures; it made the demonstration weights."),
    ),
    "overfit-check": (
        mark("Overfit check"),
        mark("100 pictures learnt by heart: says whether the network can learn at all."),
    ),
    "imagenet": (
        mark("Paper: ImageNet"),
        mark("SGD, rate × 0.94 every 2 epochs, dropout 0.5, averaged weights."),
    ),
    "jft": (
        mark("Paper: JFT"),
        mark("RMSprop, rate × 0.9 every 3,000,000 pictures, averaged weights."),
    ),
    "tutorial-mixed-precision": (
        mark("Tutorial: mixed precision"),
        mark("AdamW, rate 0.001, bfloat16."),
    ),
    "tutorial-rmsprop": (
        mark("Tutorial: RMSprop"),
        mark("RMSprop, rate 0.045, 5 epochs of warm-up, batch 224."),
    ),
}
_ORDER = (*_WORDS, *(name for name in RECIPES if name not in _WORDS))
RECIPE_WORDS = {name: _WORDS.get(name, (name, ""))[0] for name in _ORDER}
RECIPE_HINTS = {name: _WORDS.get(name, ("", name))[1] for name in _ORDER}
FIRST = _ORDER[0]
