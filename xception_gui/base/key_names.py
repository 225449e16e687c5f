"""What timm (`legacy_xception`) and Keras (`applications.Xception`) call our modules.

Both number their blocks: timm and the paper begin after the stem, Keras counts the stem as block 1.
Neither has more than eight middle blocks, hidden layers or a dropout module: those have no name
there. A separable convolution must be depthwise first, as all of theirs are.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

Names = tuple[str | None, str | None]
_Row = tuple[str, str | None, str | None]  # our path, timm's module, Keras' layer

_TOP: tuple[_Row, ...] = (
    ("entry.conv1", "conv1", "block1_conv1"),
    ("entry.bn1", "bn1", "block1_conv1_bn"),
    ("entry.act1", "act1", "block1_conv1_act"),
    ("entry.conv2", "conv2", "block1_conv2"),
    ("entry.bn2", "bn2", "block1_conv2_bn"),
    ("entry.act2", "act2", "block1_conv2_act"),
    ("exit.bn3", "bn3", "block14_sepconv1_bn"),
    ("exit.act3", "act3", "block14_sepconv1_act"),
    ("exit.bn4", "bn4", "block14_sepconv2_bn"),
    ("exit.act4", "act4", "block14_sepconv2_act"),
    ("classifier.pool", "global_pool.pool", "avg_pool"),
    ("classifier.flatten", "global_pool.flatten", None),
    ("classifier.fc", "fc", "predictions"),
)
_SKIPS = {1: "", 2: "_1", 3: "_2", 12: "_3"}  # Keras leaves them unnamed: their order decides


def timm_key(path: str) -> str | None:
    """Path of the module in timm, to which ``.weight`` and the like are appended.

    Parameters
    ----------
    path : str
        Of our module.

    Returns
    -------
    str or None
        None where timm has no such module: flows, dropout, hidden layers, a twelfth middle block.
    """
    return _table().get(path, (None, None))[0]


def keras_key(path: str) -> str | None:
    """Name of the layer in a freshly built Keras model.

    The halves of a separable convolution are one layer there, so theirs is followed by the name of
    their weight: ``block5_sepconv2/depthwise_kernel``. Blocks are no layers: they have none.
    """
    return _table().get(path, (None, None))[1]


@cache
def _table() -> dict[str, Names]:
    rows = [*_TOP, *_separable("exit.sepconv3", "conv3", "block14_sepconv1")]
    rows += _separable("exit.sepconv4", "conv4", "block14_sepconv2")
    for number in range(1, 13):
        rows += _block(number)
    return {path: (timm, keras) for path, timm, keras in rows}


def _separable(path: str, timm: str, keras: str) -> Iterator[_Row]:
    yield path, timm, keras
    yield f"{path}.depthwise", f"{timm}.conv1", f"{keras}/depthwise_kernel"
    yield f"{path}.pointwise", f"{timm}.pointwise", f"{keras}/pointwise_kernel"


def _block(number: int) -> Iterator[_Row]:
    """Block `number` of the paper: in timm its parts are counted, ReLUs and pooling included."""
    flow = "entry" if number < 4 else "middle" if number < 12 else "exit"
    path, block, layer = f"{flow}.block{number}", f"block{number}", f"block{number + 1}"
    parts = 3 if flow == "middle" else 2
    first = -1 if number == 1 else 0  # block 1 begins without ReLU
    yield path, block, None
    for part in range(1, parts + 1):
        place, name = 3 * part - 3 + first, f"{layer}_sepconv{part}"
        if place >= 0:
            yield f"{path}.act{part}", f"{block}.rep.{place}", f"{name}_act"
        yield from _separable(f"{path}.sepconv{part}", f"{block}.rep.{place + 1}", name)
        yield f"{path}.bn{part}", f"{block}.rep.{place + 2}", f"{name}_bn"
    if number in _SKIPS:
        turn = _SKIPS[number]
        yield f"{path}.pool", f"{block}.rep.{3 * parts + first}", f"{layer}_pool"
        yield f"{path}.skip", f"{block}.skip", f"conv2d{turn}"
        yield f"{path}.skip_bn", f"{block}.skipbn", f"batch_normalization{turn}"
