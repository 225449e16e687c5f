"""Every value of an `XceptionConfig`: its words, and the control that sets it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QWidget

from xception_gui.base.preprocessing import MAX_SIZE
from xception_gui.gui.language import mark
from xception_gui.gui.views.exact_spin import ExactSpin
from xception_gui.gui.views.text_value import NumbersText, NumberText

SIZE = "size"
"""The only row that is no value of the config: the side of its pictures."""
ORDERS = {"depthwise": mark("Depthwise"), "pointwise": mark("Pointwise")}
ACTIVATIONS = {"none": mark("nothing"), "relu": "ReLU", "elu": "ELU"}
STEM = {"valid": mark("none"), "one": mark("one pixel"), "same": mark("“same”")}
POOL = {"same": mark("“same”"), "symmetric": mark("symmetric")}
CHOICES = {
    "order": ORDERS,
    "mid_activation": ACTIVATIONS,
    "stem_padding": STEM,
    "pool_padding": POOL,
}


@dataclass(frozen=True)
class Field:
    """One row: its name, what it does, and what makes its control."""

    text: str
    about: str
    make: Callable[[], QWidget]


def _whole(low: int, high: int) -> QSpinBox:
    made = QSpinBox()
    made.setRange(low, high)
    return made


def _choice(name: str) -> QComboBox:
    made = QComboBox()
    for key in CHOICES[name]:
        made.addItem("", key)
    return made


# The ranges are the config's own (a test holds both together): else showing would be changing.
MAIN = {
    "num_classes": Field(
        mark("Classes"), mark("0: no classifier layer"), partial(_whole, 0, 1_000_000)
    ),
    SIZE: Field(
        mark("Input, pixels"),
        mark("side of the picture that the network gets"),
        partial(_whole, 1, MAX_SIZE),
    ),
    "width": Field(
        mark("Width"),
        mark("factor of every channel count; 1: the paper's"),
        partial(ExactSpin, 0.01, 8.0, 0.05),
    ),
    "middle_blocks": Field(mark("Middle blocks"), mark("the paper has 8"), partial(_whole, 0, 64)),
    "residual": Field(
        mark("Residual connections"), mark("the paper's Figure 9: without them"), QCheckBox
    ),
    "order": Field(
        mark("First half of a separable convolution"),
        mark("section 2: unimportant"),
        partial(_choice, "order"),
    ),
    "mid_activation": Field(
        mark("Between the halves"),
        mark("Figure 10: best without"),
        partial(_choice, "mid_activation"),
    ),
    "segments": Field(
        mark("Segments"),
        mark("0: one per channel; 1: an ordinary convolution"),
        partial(_whole, 0, 100_000),
    ),
}
ADVANCED = {
    "in_chans": Field(mark("Input channels"), mark("a photo has 3"), partial(_whole, 1, 1024)),
    "strides": Field(
        mark("Strides"), mark("first convolution, blocks 1, 2, 3 and 12"), NumbersText
    ),
    "stem_padding": Field(
        mark("Padding of the stem"),
        mark("none: Keras, timm; “same”: TensorFlow's"),
        partial(_choice, "stem_padding"),
    ),
    "pool_padding": Field(
        mark("Padding of the poolings"),
        mark("“same”: TensorFlow's; symmetric: PyTorch's"),
        partial(_choice, "pool_padding"),
    ),
    "hidden": Field(
        mark("Hidden layers"),
        mark("their widths; the paper's JFT: 4096, 4096"),
        NumbersText,
    ),
    "conv_bias": Field(mark("Biases of convolutions"), mark("the paper has none"), QCheckBox),
    "drop_rate": Field(mark("Dropout"), mark("before the classifier"), NumberText),
    "bn_eps": Field(
        mark("Epsilon of batch norms"), mark("Keras: 0.001; timm: 0.00001"), NumberText
    ),
    "bn_momentum": Field(
        mark("Momentum of batch norms"), mark("Keras: 0.01; timm: 0.1"), NumberText
    ),
}


def value_of(control: QWidget) -> Any:
    """What a control says."""
    if isinstance(control, QCheckBox):
        return control.isChecked()
    if isinstance(control, QComboBox):
        return control.currentData()
    return control.value()  # type: ignore[attr-defined]


def show_value(control: QWidget, value: Any) -> None:
    """Let a control say something else, without a signal."""
    control.blockSignals(True)
    if isinstance(control, QCheckBox):
        control.setChecked(value)
    elif isinstance(control, QComboBox):
        control.setCurrentIndex(control.findData(value))
    elif isinstance(control, NumberText | NumbersText):
        control.show_value(value)
        control.setCursorPosition(0)  # of a long text the beginning
    else:
        control.setValue(value)  # type: ignore[attr-defined]
    control.blockSignals(False)


def on_change(control: QWidget, call: Callable[[], None]) -> None:
    """Call when the user has set a control: typed numbers count when they are whole."""
    if isinstance(control, QCheckBox):
        control.toggled.connect(call)
    elif isinstance(control, QComboBox):
        control.currentIndexChanged.connect(call)
    elif isinstance(control, QLineEdit):
        control.editingFinished.connect(call)
    else:
        control.setKeyboardTracking(False)  # type: ignore[attr-defined]
        control.valueChanged.connect(call)  # type: ignore[attr-defined]
