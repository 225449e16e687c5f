"""Which network the next run learns, and on which device: two rows below the recipe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from xception_gui.gui import style
from xception_gui.gui.language import mark, tr
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.named_choice import NamedChoice
from xception_gui.gui.views.translated import Translated

MODEL_WORDS = {
    "recipe": mark("The recipe's"),
    "weights": mark("Active weights"),
    "shape": mark("Active architecture"),
    "own": mark("Own values"),
}
KEY, FIELD = 72, 170


class TrainModel(Translated):
    """What is offered comes from outside; what is picked is told."""

    model_picked = Signal(str)
    device_picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds: Sequence[str] = ("recipe",)
        self._begins, self._like = "", ""
        self._devices: Mapping[str, str] = {}
        self._keys = (ElidedLabel(role="muted"), ElidedLabel(role="muted"))
        self.model, self.device = NamedChoice(), NamedChoice()
        self.about = ElidedLabel(role="muted")
        self.model.picked.connect(self.model_picked)
        self.device.picked.connect(self.device_picked)
        self._arrange()
        self.retranslate()

    def set_model(self, kinds: Sequence[str], kind: str, begins: str, like: str) -> None:
        """What can be chosen, and what is: keys of `MODEL_WORDS`.

        `begins` names the weights that it begins with, `like` the network whose architecture it
        has; both may be empty.
        """
        self._kinds, self._begins, self._like = kinds, begins, like
        self.model.set_key(kind)
        self.retranslate()

    def set_devices(self, devices: Mapping[str, str], device: str) -> None:
        """Names of devices with their words, and which one is chosen."""
        self._devices = devices
        self.device.set_key(device)
        self.retranslate()

    def retranslate(self) -> None:
        """Read the texts again."""
        for label, text in zip(self._keys, (tr("Model"), tr("Device")), strict=True):
            label.set_text(text)
        self.model.set_words({kind: tr(MODEL_WORDS[kind]) for kind in self._kinds}, tr("Model"))
        devices = {name: tr(words) for name, words in self._devices.items()}
        self.device.set_words(devices, tr("Device"))
        self.about.set_text(self._hint())

    def _hint(self) -> str:
        if self._begins:
            return tr("From {name}, with a new head.", name=self._begins)
        if self._like:
            return tr("Built like {name}, with random weights.", name=self._like)
        return tr("Built anew, with random weights.")

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.px(12))
        for key, choice in zip(self._keys, (self.model, self.device), strict=True):
            # Not Ignored, as elided labels are: a layout takes no notice of its fixed width then.
            key.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            key.setFixedWidth(style.px(KEY))
            row = QHBoxLayout()
            row.setSpacing(style.px(8))
            row.addWidget(key)
            row.addWidget(choice)
            choice.setMinimumWidth(style.px(FIELD))  # nothing moves when another is chosen
            column.addLayout(row)
            if choice is self.model:
                row.addWidget(self.about, 1)
            else:
                row.addStretch(1)
