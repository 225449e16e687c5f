"""`XceptionConfig`: everything that decides which network is built."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

from xception_gui.base.problem import Problem

Order = Literal["depthwise", "pointwise"]
Activation = Literal["none", "relu", "elu"]
StemPadding = Literal["valid", "one", "same"]
PoolPadding = Literal["same", "symmetric"]

PAPER_SIZE = 299  # pixels, side of the picture that the paper's network gets


@dataclass(frozen=True)
class XceptionConfig:
    """The architecture. The defaults are the paper's network (Chollet 2017, Figure 5).

    Parameters
    ----------
    in_chans, num_classes : int
        Channels of the picture, classes of the answer (0: no classifier layer).
    width : float
        Factor on every channel count of the paper (32 … 2048).
    middle_blocks : int
        Repetitions of the middle flow's block (paper: 8).
    strides : tuple of int
        Of the first convolution and of blocks 1, 2, 3 and 12 (paper: all 2). A block of stride 1
        has no pooling.
    residual : bool
        Skip connections (paper, Figure 9: their removal).
    order : {"depthwise", "pointwise"}
        Which half of a separable convolution comes first (paper, section 2: unimportant).
    mid_activation : {"none", "relu", "elu"}
        Non-linearity between the two halves (paper, Figure 10).
    segments : int or None
        Independent channel segments of the spatial convolution (paper, Figures 3 and 4). ``None``:
        one per channel, the depthwise convolution; 1: one ordinary dense convolution, without a
        pointwise half. A value that does not divide a layer's channels is lowered there to the
        next one that does.
    drop_rate : float
        Dropout before the classifier (paper: 0.5 while training on ImageNet).
    hidden : tuple of int
        Widths of fully connected layers before the classifier (paper, JFT: two of 4096).
    conv_bias : bool
        Biases on convolutions (paper and Keras: none).
    stem_padding : {"valid", "one", "same"}
        Of the two first convolutions: 0 as Keras and timm, 1 as segmentation_models, or
        TensorFlow's "same".
    pool_padding : {"same", "symmetric"}
        TensorFlow's "same" pads ``(0, 1)`` where the size is even; PyTorch ports pad ``(1, 1)``.
    bn_eps, bn_momentum : float
        Of every batch normalisation; `bn_momentum` is PyTorch's (weight of the new value).
        Keras: 1e-3 and 0.01; timm: 1e-5 and 0.1.

    Raises
    ------
    Problem
        ``config-value``, in one line, for a value that builds no network.
    """

    in_chans: int = 3
    num_classes: int = 1000
    width: float = 1.0
    middle_blocks: int = 8
    strides: tuple[int, int, int, int, int] = (2, 2, 2, 2, 2)
    residual: bool = True
    order: Order = "depthwise"
    mid_activation: Activation = "none"
    segments: int | None = None
    drop_rate: float = 0.0
    hidden: tuple[int, ...] = ()
    conv_bias: bool = False
    stem_padding: StemPadding = "valid"
    pool_padding: PoolPadding = "same"
    bn_eps: float = 1e-3
    bn_momentum: float = 0.01

    def __post_init__(self) -> None:
        object.__setattr__(self, "strides", tuple(self.strides))
        object.__setattr__(self, "hidden", tuple(self.hidden))
        self._check_numbers()
        self._check_sequences()
        self._check_choices()

    def _check_numbers(self) -> None:
        _whole("in_chans", self.in_chans, 1, 1024)
        _whole("num_classes", self.num_classes, 0, 1_000_000)
        _whole("middle_blocks", self.middle_blocks, 0, 64)
        if self.segments is not None:
            _whole("segments", self.segments, 1, 100_000)
        _between("width", self.width, 0.01, 8.0)
        _between("drop_rate", self.drop_rate, 0.0, 0.99)
        _between("bn_eps", self.bn_eps, 1e-12, 1.0)
        _between("bn_momentum", self.bn_momentum, 1e-6, 1.0)

    def _check_sequences(self) -> None:
        if len(self.strides) != 5:
            _refuse("strides", self.strides, "five are needed", "stem, blocks 1, 2, 3 and 12")
        for stride in self.strides:
            _whole("strides", stride, 1, 4)
        for units in self.hidden:
            _whole("hidden", units, 1, 100_000)
        for field in ("residual", "conv_bias"):
            if not isinstance(getattr(self, field), bool):
                _refuse(field, getattr(self, field), "not a truth value", "true or false")

    def _check_choices(self) -> None:
        _one_of("order", self.order, ("depthwise", "pointwise"))
        _one_of("mid_activation", self.mid_activation, ("none", "relu", "elu"))
        _one_of("stem_padding", self.stem_padding, ("valid", "one", "same"))
        _one_of("pool_padding", self.pool_padding, ("same", "symmetric"))
        if self.segments == 1 and self.mid_activation != "none":
            cause = "an ordinary convolution (segments = 1) has no two halves"
            _refuse("mid_activation", self.mid_activation, cause, "none, or more segments")

    def channels(self, paper: int) -> int:
        """Channels of this network where the paper has `paper`: rounded, at least one."""
        return max(1, round(paper * self.width))

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as written to JSON and TOML."""
        plain = dataclasses.asdict(self)
        plain["strides"], plain["hidden"] = list(self.strides), list(self.hidden)
        return plain

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> XceptionConfig:
        """The config of `to_dict`; unknown names are refused, missing ones are the paper's."""
        names = [field.name for field in dataclasses.fields(cls)]
        for name, value in values.items():
            if name not in names:
                _refuse(name, value, "there is no such setting", ", ".join(names))
        try:
            return cls(**values)
        except TypeError as error:
            raise Problem(
                "config-value", field="config", value=values, cause=error, allowed="numbers"
            ) from error


def _refuse(field: str, value: object, cause: str, allowed: str) -> None:
    raise Problem("config-value", field=field, value=value, cause=cause, allowed=allowed)


def _whole(field: str, value: object, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        _refuse(field, value, "out of range", f"a whole number from {low} to {high}")


def _between(field: str, value: object, low: float, high: float) -> None:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not low <= value <= high:  # type: ignore[operator]
        _refuse(field, value, "out of range", f"a number from {low} to {high}")


def _one_of(field: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        _refuse(field, value, "not a choice", " or ".join(allowed))
