"""One picture under every convention of the ports, and why published accuracies differ.

The weights of Xception were trained once and published many times. What differs is how poolings
pad, the epsilon of the batch norms, and how a photo becomes a square: see docs/guide/weights.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import (
    CenterCrop,
    Filter,
    Grey,
    Normalize,
    ResizeExact,
    ResizeShort,
    Steps,
    input_size,
)
from xception_gui.base.results import ByteArray, Heatmap, Prediction

OWN = "own"
VIEWS: dict[str, tuple[str, str]] = {
    OWN: ("The weights' own", "权重自带"),
    "timm": ("timm, Keras", "timm、Keras"),
    "cadene": ("Cadene, tstandley", "Cadene、tstandley"),
    "inception": ("Inception's habit", "Inception 惯例"),
    "whole": ("Whole short side", "保留整条短边"),
    "stretched": ("Stretched", "拉伸"),
    "nearest": ("load_img of Keras", "Keras 的 load_img"),
}
"""How a photo becomes a square: whose way it is, in English and 简体中文."""
_CROPS: dict[str, tuple[float, Filter]] = {
    "timm": (0.8975, "bicubic"),
    "cadene": (0.8975, "bilinear"),
    "inception": (0.875, "bilinear"),
    "whole": (1.0, "bicubic"),
}
_STRETCHES: dict[str, Filter] = {"stretched": "bilinear", "nearest": "nearest"}


@dataclass(frozen=True)
class Convention:
    """How the network is run.

    Parameters
    ----------
    view : str
        A key of `VIEWS`.
    steps : Steps
        What `view` means for this network.
    config : XceptionConfig
        With its way of padding poolings, and its epsilon.
    own : bool
        Whether the weights ask for exactly this.
    """

    view: str
    steps: Steps
    config: XceptionConfig
    own: bool


@dataclass(frozen=True)
class ParityAnswer:
    """What one convention makes of a picture.

    Parameters
    ----------
    heatmap : Heatmap
        Of the class that is first under the weights' own convention.
    difference : float
        Of the pooled features from those under the weights' own convention, by the length of
        these: 0 is the same, 1 as different as nothing at all.
    shown : uint8 array (size, size, 3)
        What the network received.
    """

    convention: Convention
    prediction: Prediction
    heatmap: Heatmap
    difference: float
    shown: ByteArray


def heat_difference(answer: ParityAnswer, own: ParityAnswer) -> float | None:
    """Of the heat map from that under the weights' own convention, as `difference` of features.

    None where one has another grid.
    """
    mine, theirs = answer.heatmap.values, own.heatmap.values
    if mine.shape != theirs.shape:
        return None
    off, whole = math.sqrt(((mine - theirs) ** 2).sum()), math.sqrt((theirs**2).sum())
    return off / whole if whole else float(off > 0)


def answer_row(
    answer: ParityAnswer, count: int, own: ParityAnswer | None = None
) -> dict[str, object]:
    """What is kept of it in one line of a table: the convention, how far it is off, `count` classes.

    The heat map can only be off from that of the weights' `own` convention.
    """
    way = answer.convention
    heat = {} if own is None else {"heatmap_difference": heat_difference(answer, own)}
    top = enumerate(answer.prediction.top(count), 1)
    classes = {f"class_{rank}": row.label for rank, row in top}
    top = enumerate(answer.prediction.top(count), 1)
    shares = {f"probability_{rank}": row.probability for rank, row in top}
    return {
        "view": way.view,
        "preprocessing": in_short(way.steps),
        "pool_padding": way.config.pool_padding,
        "bn_eps": way.config.bn_eps,
        "own": way.own,
        "feature_difference": answer.difference,
        **heat,
        **classes,
        **shares,
    }


def views(steps: Steps) -> dict[str, Steps]:
    """Every way of making a square for a network, its own first; none twice."""
    side = input_size(steps)
    scaling = tuple(step for step in steps if isinstance(step, Grey | Normalize))
    found: dict[str, Steps] = {OWN: steps}
    for name, (crop, kind) in _CROPS.items():
        found[name] = (ResizeShort(int(side / crop), kind), CenterCrop(side), *scaling)
    for name, kind in _STRETCHES.items():
        found[name] = (ResizeExact(side, kind), *scaling)
    return {name: way for name, way in found.items() if name == OWN or way != steps}


def networks(config: XceptionConfig) -> list[XceptionConfig]:
    """The network with either padding and either epsilon, its own first."""
    both = [
        replace(config, pool_padding=padding, bn_eps=epsilon)
        for padding in ("same", "symmetric")
        for epsilon in (1e-3, 1e-5)
    ]
    return [config, *(other for other in both if other != config)]


def conventions(steps: Steps, config: XceptionConfig) -> list[Convention]:
    """All that are compared, network by network; the weights' own comes first."""
    return [
        Convention(view, way, network, view == OWN and network == config)
        for network in networks(config)
        for view, way in views(steps).items()
    ]


def in_short(steps: Steps) -> str:
    """``333 → 299 bicubic``, ``299 × 299 nearest``: understood in every language."""
    words: list[str] = []
    for step, after in zip(steps, (*steps[1:], None), strict=True):
        if isinstance(step, ResizeShort):
            crop = after.size if isinstance(after, CenterCrop) else step.size
            side = f"{step.size} → {crop}" if crop != step.size else str(crop)
            words.append(f"{side} {step.filter}")
        elif isinstance(step, ResizeExact):
            words.append(f"{step.size} × {step.size} {step.filter}")
    return " → ".join(words)


@dataclass(frozen=True)
class Accuracy:
    """A published accuracy on the 50,000 validation pictures of ImageNet, in percent.

    Parameters
    ----------
    who, why : (str, str)
        In English and 简体中文.
    source : str
        Where it was published.
    """

    top1: float
    top5: float
    who: tuple[str, str]
    why: tuple[str, str]
    source: str


ACCURACIES = (
    Accuracy(
        79.006,
        94.452,
        ("Keras, the author's weights", "Keras，作者的权重"),
        (
            'As they were trained: TensorFlow\'s "same" pooling, epsilon 1e-3, a single centre crop of 299.',
            "与训练时相同：TensorFlow 的 same 池化，epsilon 1e-3，单个 299 中心裁剪。",
        ),
        "https://github.com/keras-team/keras-applications (errors 20.994, 5.548)",
    ),
    Accuracy(
        79.058,
        94.396,
        ("timm, legacy_xception.tf_in1k", "timm，legacy_xception.tf_in1k"),
        (
            "The same numbers with symmetric pooling and epsilon 1e-5; short side 333, crop 299, bicubic.",
            "同样的数值，但为对称池化、epsilon 1e-5；短边 333，裁剪 299，双三次。",
        ),
        "https://github.com/huggingface/pytorch-image-models (results/results-imagenet.csv)",
    ),
    Accuracy(
        78.892,
        94.292,
        ("tstandley's port, also Cadene's", "tstandley 的移植，Cadene 也使用"),
        (
            "As timm's, but the photo is reduced with torchvision's usual bilinear filter.",
            "与 timm 相同，但照片用 torchvision 默认的双线性滤波缩小。",
        ),
        "https://github.com/Cadene/pretrained-models.pytorch (models/xception.py)",
    ),
    Accuracy(
        77.963,
        94.098,
        ("Keras' weights, judged by TF-Slim", "Keras 的权重，由 TF-Slim 评估"),
        (
            "The author's weights behind TF-Slim's pictures: the central 87.5 % of both sides, stretched to a square, bilinear.",
            "作者的权重，但使用 TF-Slim 的图片处理：取两边中央 87.5 %，拉伸成正方形，双线性。",
        ),
        "https://github.com/keras-team/keras/issues/4660",
    ),
)
CHANCE = (
    "Another 50,000 pictures would move each by up to 0.36 points (95 %): the first three are as good as one another, the fourth is worse.",
    "换另外 5 万张图片，每个数值都可能变动 0.36 个百分点（95 %）：前三者不分高下，第四个更低。",
)


def worded(pair: tuple[str, str], language: str = "en") -> str:
    """That of the two texts which is in `language` ("en" or "zh_CN")."""
    return pair[1 if language.startswith("zh") else 0]
