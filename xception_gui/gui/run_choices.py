"""The words that a value of a run may be, as the dialog shows them; files keep the plain ones."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from xception_gui.base.training_settings import Setting
from xception_gui.gui.language import mark, tr

# Names of methods are the same in every language; what no table has is a number format.
NAMES = {"sgd": "SGD", "rmsprop": "RMSprop", "adamw": "AdamW", "muon": "Muon"}
WORDS: dict[str, dict[str, str]] = {
    "schedule": {
        "cosine": mark("cosine"),
        "step": mark("step"),
        "exponential": mark("exponential"),
        "constant": mark("constant"),
    },
    "decay_unit": {"epochs": mark("epochs"), "samples": mark("pictures")},
    "trained": {"network": mark("the whole network"), "head": mark("the head alone")},
    "augmentation": {
        "none": mark("none"),
        "flip": mark("flipped"),
        "crop-flip": mark("moved, flipped"),
        "strong": mark("strong"),
    },
    "checkpointing": {
        "none": mark("none"),
        "blocks": mark("per block"),
        "fine": mark("finer"),
    },
    "precision": {"auto": mark("automatic")},
}


def choice_of(setting: Setting, value: str) -> QComboBox:
    """A field with the words of a setting; its data are the plain ones."""
    choice = QComboBox()
    for plain in setting.choices:
        choice.addItem("", plain)
    name_choices(setting, choice)
    choice.setCurrentIndex(choice.findData(value))
    return choice


def name_choices(setting: Setting, choice: QComboBox) -> None:
    """Read its texts again."""
    words = WORDS.get(setting.name, {})
    for index, plain in enumerate(setting.choices):
        choice.setItemText(index, tr(words[plain]) if plain in words else NAMES.get(plain, plain))
