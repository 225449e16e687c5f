"""Is this the network of the paper? Every published number beside what is counted on the model.

Chollet 2017 is arXiv 1610.02357v3. Counts of operations differ from publication to publication by
a factor of twenty; `CONVENTIONS` says for each what it counts, and counts it again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from xception_gui.base.numbers import exact, shape
from xception_gui.base.paper_facts import PaperFact, State
from xception_gui.base.results import ModuleInfo

_PAPER, _KERAS = "Chollet 2017", "Keras, model.summary()"
_FIGURE = f"{_PAPER}, Figure 5"
_PARAMETERS = (
    ("", 22_855_952, f"{_PAPER}, Table 3"),
    ("entry", 1_106_760, _KERAS),
    ("middle", 12_911_808, _KERAS),
    ("exit", 6_788_384, _KERAS),
    ("classifier", 2_049_000, _KERAS),
)
_SHAPES = (
    ("entry.conv1", (32, 149, 149), _KERAS),
    ("entry.conv2", (64, 147, 147), _KERAS),
    ("entry.block1", (128, 74, 74), _KERAS),
    ("entry.block2", (256, 37, 37), _KERAS),
    ("entry.block3", (728, 19, 19), _FIGURE),
    ("middle", (728, 19, 19), _FIGURE),
    ("exit.block12", (1024, 10, 10), _KERAS),
    ("exit.sepconv3", (1536, 10, 10), _KERAS),
    ("exit.sepconv4", (2048, 10, 10), _KERAS),
    ("classifier", (1000,), _FIGURE),
)
_CONVOLUTIONS = ("Conv2d", "SameConv2d", "NarrowSkip")
_WINDOW = 9  # numbers that a 3×3 pooling reads for each that it gives


@dataclass(frozen=True)
class Convention:
    """A way to count operations, and a publication that counts so.

    Parameters
    ----------
    published : str
        Its number for Xception at 299×299, in 10⁹.
    count : callable or None
        From the tree; None where the publication does not say what it counts.
    """

    name: str
    published: str
    source: str
    count: Callable[[ModuleInfo], float] | None


def paper_check(tree: ModuleInfo) -> tuple[PaperFact, ...]:
    """Parameters, layers, shapes and operations of the network in `tree` beside the published.

    Parameters
    ----------
    tree : ModuleInfo
        Of `module_tree`; the paper's numbers are for a picture of 299 × 299 pixels.
    """
    return (*_parameters(tree), *_layers(tree), *_shapes(tree), *_operations(tree))


def _parameters(tree: ModuleInfo) -> Iterator[PaperFact]:
    for path, expected, source in _PARAMETERS:
        row = tree.find(path)
        name = path or "trainable"
        yield _fact("Parameters", name, exact(expected), exact(row.params if row else 0), source)
    both = exact(tree.params + tree.buffers)
    yield _fact("Parameters", "with batch-norm statistics", exact(22_910_480), both, _KERAS)


def _layers(tree: ModuleInfo) -> Iterator[PaperFact]:
    rows, source = tree.walk(), f"{_PAPER}, §3"
    layers = [row for row in rows if _is_layer(row)]
    yield _fact("Layers", "convolutional layers", "36", str(len(layers)), source)
    yield _fact("Layers", "modules", "14", str(_modules(tree)), source)
    around = sum(("Skip connection", "none") not in row.details for row in rows if _is_block(row))
    yield _fact("Layers", "modules with a residual connection", "12", str(around), source)


def _is_block(row: ModuleInfo) -> bool:
    return row.type == "Block"


def _is_layer(row: ModuleInfo) -> bool:
    """The paper counts a separable convolution as one layer, and skip connections not at all."""
    stem = row.type in _CONVOLUTIONS and row.path.count(".") == 1
    return stem or row.type == "SeparableConv"


def _modules(tree: ModuleInfo) -> int:
    """All blocks, the stem before them and the two separable convolutions behind them."""
    ends = ("entry.conv1", "exit.sepconv4")
    return sum(map(_is_block, tree.walk())) + sum(tree.find(path) is not None for path in ends)


def _shapes(tree: ModuleInfo) -> Iterator[PaperFact]:
    for path, expected, source in _SHAPES:
        row = tree.find(path)
        found = shape(row.output_shape) if row else ""
        yield _fact("Shapes", path, shape(expected), found, source)


def _operations(tree: ModuleInfo) -> Iterator[PaperFact]:
    for convention in CONVENTIONS:
        name, published = convention.name, f"{convention.published} G"
        if convention.count is None:
            yield PaperFact("MACs", name, published, "", convention.source, "unstated")
            continue
        digits = len(convention.published.partition(".")[2])
        found = f"{convention.count(tree) / 1e9:.{digits}f} G"
        yield _fact("MACs", name, published, found, convention.source)


def _fact(group: str, name: str, expected: str, found: str, source: str) -> PaperFact:
    state: State = "good" if expected == found else "bad"
    return PaperFact(group, name, expected, found, source, state)


# What is counted beside the MACs


def _numbers(tree: ModuleInfo, *types: str) -> int:
    """Numbers that modules of these types give."""
    return sum(math.prod(row.output_shape) for row in tree.walk() if row.type in types)


def _pooled(tree: ModuleInfo) -> int:
    """Numbers that pooling windows read."""
    means = (row for row in tree.walk() if row.type == "AdaptiveAvgPool2d")
    maxima = _WINDOW * _numbers(tree, "MaxPool2d", "SameMaxPool2d")
    return maxima + sum(math.prod(row.input_shape) for row in means)


def _filters(tree: ModuleInfo) -> int:
    """Pairs of an input and an output channel that a convolution's kernel joins."""
    found = 0
    for row in tree.walk():
        if row.type in _CONVOLUTIONS:
            side = int(row.kind.partition("×")[0])
            found += row.macs // math.prod(row.output_shape[1:]) // side**2
    return found


def _norms(tree: ModuleInfo) -> int:
    return _numbers(tree, "BatchNorm2d")


def _relus(tree: ModuleInfo) -> int:
    return _numbers(tree, "ReLU")


def _mean_of_both(tree: ModuleInfo) -> float:
    flops = 2 * tree.macs - _filters(tree) + 4 * _norms(tree) + _relus(tree) + _pooled(tree)
    return flops / 2


CONVENTIONS: tuple[Convention, ...] = (
    Convention(
        "MACs of convolutions and linear layers, used here", "8.357",
        "torchinfo, fvcore", lambda tree: tree.macs,
    ),
    Convention(
        "FLOPs, two for each MAC", "16.71", "PyTorch, FlopCounterMode", lambda tree: 2 * tree.macs,
    ),
    Convention(
        "MACs, and one for each number of a batch norm", "8.38", "Zoph 2018 (NASNet), Table 2",
        lambda tree: tree.macs + _norms(tree),
    ),
    Convention(
        "the same with the decimal point one place too far left", "0.838",
        "Papers with Code, Operations per network pass",
        lambda tree: (tree.macs + _norms(tree)) / 10,
    ),
    Convention(
        "MACs, and one for each number that a ReLU gives or a pooling reads", "8.386",
        "imgclsmob, earlier tables", lambda tree: tree.macs + _relus(tree) + _pooled(tree),
    ),
    Convention(
        "MACs, and two for each number of a batch norm", "8.40", "timm, results table (fvcore)",
        lambda tree: tree.macs + 2 * _norms(tree),
    ),
    Convention(
        "half of all FLOPs, batch norms four per number", "8.404", "imgclsmob, later tables",
        _mean_of_both,
    ),
    Convention(
        "not said what is counted", "10.60", "timm, model index; Papers with Code: 11 G", None,
    ),
)  # fmt: skip
