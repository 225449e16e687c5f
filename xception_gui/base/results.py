"""What is computed, frozen, with its origin. Nothing here holds a tensor, a module or a widget."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xception_gui.base.config import XceptionConfig
from xception_gui.base.evaluation import (
    CalibrationBin,
    ClassRow,
    WorstError,
    calibration_error,
    class_rows,
)
from xception_gui.base.interval import wilson
from xception_gui.base.preprocessing import Steps, input_size, steps_id

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from xception_gui.base.pointwise import Pointwise

    FloatArray = npt.NDArray[np.float32]
    ByteArray = npt.NDArray[np.uint8]
else:  # the window is on screen before numpy, which takes a seventh of a second
    FloatArray = ByteArray = Any


@dataclass(frozen=True)
class Weights:
    """A source of weights: where it came from and how pictures must be shown to it.

    Parameters
    ----------
    name : str
        What `weights list` and the window call it ("demo", "none", a file's name).
    dialect : str
        Who wrote the keys: "own", "none", later "timm", "keras" and others.
    source : str
        File or URL; empty for "none".
    sha256 : str
        Of the file's bytes (of the seeded parameters for "none"), hexadecimal.
    trained : bool
        False for random weights: every prediction must then say so.
    record : dict
        What the file says of its making: command, steps, accuracy, citation. JSON values.
    """

    name: str
    dialect: str
    source: str
    sha256: str
    classes: tuple[str, ...]
    config: XceptionConfig
    preprocessing: Steps
    trained: bool
    record: dict[str, Any] = field(default_factory=dict)

    @property
    def input_size(self) -> int:
        """Side of the network's input, pixels."""
        return input_size(self.preprocessing)

    def label(self, index: int) -> str:
        """The class' name, or its number where the file names none."""
        return self.classes[index] if index < len(self.classes) else f"class {index}"


@dataclass(frozen=True)
class Origin:
    """From which picture and which network state a result came, so a stale one is recognised."""

    image_id: str
    state_id: str
    preprocessing_id: str


@dataclass(frozen=True)
class Picture:
    """A decoded picture: a copy to show, and where it came from.

    Parameters
    ----------
    image_id : str
        sha256 of the file's bytes, a colon and the frame number.
    name, path : str
        File name and path to show (undecodable bytes escaped); `path` is empty for pasted data.
    width, height : int
        Of the upright original, pixels.
    display : uint8 array (height, width, 3)
        sRGB, longest side ≤ 2048.
    frames : int
        Frames in the file; the first is shown.
    format : str
        Pillow's name of the file format.
    """

    image_id: str
    name: str
    path: str
    width: int
    height: int
    display: ByteArray
    frames: int = 1
    format: str = ""


@dataclass(frozen=True)
class Prepared:
    """A picture as the network receives it.

    Parameters
    ----------
    values : float32 array (3, size, size)
        After every step; (1, size, size) where one makes it grey.
    shown : uint8 array (size, size, 3)
        The same before `Normalize`: the "Network input" view.
    box : tuple of float
        Left, top, right, bottom of the crop on the upright original, pixels.
    """

    image_id: str
    preprocessing_id: str
    values: FloatArray
    shown: ByteArray
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class ClassProbability:
    """One row of the answer; `probability` from 0 to 1."""

    index: int
    label: str
    probability: float


@dataclass(frozen=True)
class Prediction:
    """What the network says of one picture.

    Parameters
    ----------
    logits, probabilities : float32 array (num_classes,)
    ms : float
        Milliseconds of the forward pass alone, without decoding.
    device, precision : str
        Where and in which number format it was computed ("cpu", "cuda:0"; "float32", …).
    fallback : str
        Why another device or precision than the one asked for was used; empty if none.
    strips : int
        In which the first layers were computed; more than one where memory was too small for the
        whole of them.
    """

    origin: Origin
    weights: str
    weights_sha256: str
    trained: bool
    labels: tuple[str, ...]
    logits: FloatArray
    probabilities: FloatArray
    ms: float
    device: str
    precision: str
    fallback: str = ""
    strips: int = 1

    def top(self, count: int = 5) -> tuple[ClassProbability, ...]:
        """The `count` likeliest classes, likeliest first; ties by index."""
        import numpy as np

        order = np.argsort(-self.probabilities, kind="stable")[: max(0, count)]
        return tuple(self.row(int(index)) for index in order)

    def row(self, index: int) -> ClassProbability:
        """The row of one class."""
        label = self.labels[index] if index < len(self.labels) else f"class {index}"
        return ClassProbability(index, label, float(self.probabilities[index]))


@dataclass(frozen=True)
class Activation:
    """One module's output for one picture: float32 array (channels, height, width)."""

    origin: Origin
    path: str
    values: FloatArray


@dataclass(frozen=True)
class Heatmap:
    """Where the network saw evidence for a class: the small grid, not yet enlarged.

    Parameters
    ----------
    values : float32 array (height, width)
        After ReLU, divided by `peak`: 0 … 1 (all zeros where nothing spoke for the class).
    peak : float
        The largest value before scaling, in the method's own unit.
    layer : str
        Path of the module whose activation was weighed.
    method : str
        "cam" (exact, single linear head at the last activation) or "grad-cam".
    """

    origin: Origin
    method: str
    layer: str
    class_index: int
    label: str
    values: FloatArray
    peak: float


@dataclass(frozen=True)
class ModuleInfo:
    """One row of the architecture tree, measured on the model (on `meta`: no memory).

    Parameters
    ----------
    path : str
        Dotted, as in ``named_modules`` ("" for the whole network).
    kind : str
        Short: "3×3/2", "BN", "ReLU"; empty for containers.
    flow : str
        "entry", "middle", "exit", "classifier" or "" (the network).
    paper : str
        Section and figure of Chollet 2017.
    input_shape, output_shape : tuple of int
        Without the batch dimension.
    params, buffers, macs : int
        Of the module and everything in it; trainable parameters; batch-norm running mean and
        variance (the step counter is not counted, as in Keras); multiply–accumulates of
        convolutions and linear layers for one picture.
    activation_bytes : int
        Of the output in float32.
    details : tuple of (str, str)
        Kernel, stride, padding, groups, in words for the inspector.
    source : tuple (str, int)
        File inside the package and line of the module's class.
    """

    path: str
    name: str
    type: str
    kind: str
    flow: str
    paper: str
    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...]
    params: int
    buffers: int
    macs: int
    activation_bytes: int
    details: tuple[tuple[str, str], ...] = ()
    source: tuple[str, int] = ("", 0)
    children: tuple[ModuleInfo, ...] = ()

    def walk(self) -> tuple[ModuleInfo, ...]:
        """This row and all below it, in the order of the network."""
        return (self, *(row for child in self.children for row in child.walk()))

    def find(self, path: str) -> ModuleInfo | None:
        """The row with that path."""
        return next((row for row in self.walk() if row.path == path), None)


@dataclass(frozen=True)
class ModuleWeights:
    """What a module has learnt, in numbers, over all its layers.

    Parameters
    ----------
    of : str
        What is counted: the weights of "convolution" or "linear" layers, or of "both", biases and
        batch norms left out; "scale" for a batch norm itself.
    count, zeros : int
        Numbers, and those that are exactly 0.
    deviation : float
        Of the whole population.
    counts : int64 array (bins,)
        Histogram; `edges` is float64 (bins + 1,), from `minimum` to `maximum` (around them, where
        all numbers are equal).
    kernels : float32 array (channels, 3, 3)
        Of a depthwise convolution, or of the one in a separable convolution; else no channels.
    pointwise : Pointwise or None
        Of a separable convolution, or of its pointwise half.
    """

    state_id: str
    path: str
    of: str
    count: int
    zeros: int
    minimum: float
    maximum: float
    mean: float
    deviation: float
    counts: npt.NDArray[np.int64]
    edges: npt.NDArray[np.float64]
    kernels: FloatArray
    pointwise: Pointwise | None = None


@dataclass(frozen=True)
class SourceCode:
    """The code of a class: file as `ModuleInfo.source` names it, number of its first line, text."""

    file: str
    line: int
    text: str


@dataclass(frozen=True)
class Evaluation:
    """How well the network does on a labelled data set.

    Parameters
    ----------
    loss, top1, top5 : float
        Mean cross-entropy in nats; fractions 0 … 1.
    confusion : int64 array (classes, classes)
        Rows: true class; columns: answered class.
    calibration : tuple
        Of the first answers, by their probability.
    worst : tuple
        The most wrongly answered pictures, the worst first.
    unnamed, missing : int
        Of a labels file: pictures without a line, and lines without a picture.
    """

    count: int
    loss: float
    top1: float
    top5: float
    classes: tuple[str, ...]
    confusion: npt.NDArray[np.int64]
    unreadable: tuple[tuple[str, str], ...] = ()
    calibration: tuple[CalibrationBin, ...] = ()
    worst: tuple[WorstError, ...] = ()
    unnamed: int = 0
    missing: int = 0

    @property
    def rows(self) -> tuple[ClassRow, ...]:
        """Precision, recall and F1 of each class that occurs."""
        return class_rows(self.classes, self.confusion)

    @property
    def top1_interval(self) -> tuple[float, float]:
        """95 % interval of `top1`."""
        return wilson(round(self.top1 * self.count), self.count)

    @property
    def top5_interval(self) -> tuple[float, float]:
        """95 % interval of `top5`; nothing is uncertain where it is always 1."""
        if self.has_few_classes:
            return 1.0, 1.0
        return wilson(round(self.top5 * self.count), self.count)

    @property
    def has_few_classes(self) -> bool:
        """Whether no class could be missing among the five likeliest."""
        return len(self.classes) <= 5

    @property
    def calibration_error(self) -> float:
        """Expected calibration error (ECE), 0 … 1."""
        return calibration_error(self.calibration)


def state_id(weights: Weights, precision: str, engine: str, edits: str = "") -> str:
    """Names the exact state of a network: two equal ids give equal answers, in equal words."""
    config = weights.config
    built = f"{config.bn_eps:g},{config.stem_padding},{config.pool_padding}"
    steps = steps_id(weights.preprocessing)
    names = hashlib.sha256("\n".join(weights.classes).encode(errors="surrogatepass"))
    parts = (weights.sha256[:16], built, steps, names.hexdigest()[:8], precision, engine, edits)
    return "/".join(parts)
