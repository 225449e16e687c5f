"""Which network the tensors of a file belong to, from their shapes alone."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from xception_gui.base.config import XceptionConfig
from xception_gui.weights.errors import Misfit

_WIDTHS = {  # the paper's channels, and a batch norm that has as many
    "entry.bn1.weight": 32,
    "entry.bn2.weight": 64,
    "entry.block1.bn1.weight": 128,
    "entry.block2.bn1.weight": 256,
    "entry.block3.bn1.weight": 728,
    "exit.block12.bn2.weight": 1024,
    "exit.bn3.weight": 1536,
    "exit.bn4.weight": 2048,
}
_STEM, _HEAD = "entry.conv1.weight", "classifier.fc.weight"
_MIDDLE = "middle.block"


def config_of(tensors: Mapping[str, Tensor]) -> XceptionConfig:
    """The network whose tensors, by our names, these are; epsilon and padding are the paper's.

    Raises
    ------
    Misfit
        A tensor that decides is missing, or the widths are not those of an Xception.
    """
    stem = _tensor(tensors, _STEM, 4)
    head = tensors.get(_HEAD)
    numbers = {name.split(".")[1] for name in tensors if name.startswith(_MIDDLE)}
    return XceptionConfig(
        in_chans=_within(stem.shape[1], 1024),
        num_classes=0 if head is None else _within(head.shape[0], 1_000_000),
        width=_width({paper: len(_tensor(tensors, name, 1)) for name, paper in _WIDTHS.items()}),
        middle_blocks=len(numbers),
    )


def _tensor(tensors: Mapping[str, Tensor], name: str, dimensions: int) -> Tensor:
    if name not in tensors:
        raise Misfit(f"tensor {name} is missing")
    if tensors[name].dim() != dimensions:
        raise Misfit(f"tensor {name} has {tensors[name].dim()} dimensions and not {dimensions}")
    return tensors[name]


def _within(count: int, most: int) -> int:
    if not 1 <= count <= most:
        raise Misfit(f"a layer has {count} channels or classes")
    return count


def _width(found: Mapping[int, int]) -> float:
    """The factor on the paper's channels: the shortest decimal number that gives all of them."""
    low = max((count - 0.5) / paper for paper, count in found.items())
    high = min((count + 0.5) / paper for paper, count in found.items())
    for digits in range(9):
        width = round((low + high) / 2, digits)
        if width > 0 and all(max(1, round(p * width)) == count for p, count in found.items()):
            return width
    counts = ", ".join(map(str, found.values()))
    raise Misfit(f"its layers have {counts} channels, which no Xception has")
