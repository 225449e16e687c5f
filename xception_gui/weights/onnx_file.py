"""The network as an ONNX file: a node for each module, called by its path.

Written with `onnx.helper`, not by torch's exporter: the parts are a dozen operators and each has
its counterpart, TensorFlow's "same" padding included (docs/decisions/0018). So any number of
pictures of any size will do.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from torch import Tensor, nn

from xception_gui import __version__
from xception_gui.base.numbers import size
from xception_gui.base.preprocessing import steps_to_list
from xception_gui.base.problem import Problem
from xception_gui.base.results import Weights
from xception_gui.base.utf8 import in_utf8
from xception_gui.model import Xception
from xception_gui.model.blocks import Block, NarrowSkip, SameConv2d, SameMaxPool2d
from xception_gui.weights.load import Loaded
from xception_gui.weights.tensors import weights_of

if TYPE_CHECKING:
    from onnx import GraphProto, NodeProto, TensorProto, ValueInfoProto

OPSET, IR = 15, 8  # of 2021: every operator's newest form here, and runtimes of that age read it
MOST = 2**31 - 2**22
"""Bytes of weights: a file must stay below 2 GiB, and the rest of it needs some."""

_ABOUT = (
    "Xception (Chollet 2017, arXiv 1610.02357). Input: float32 (batch, channels, height, width), "
    "pictures prepared as the metadata's 'preprocessing' says, 'input_size' pixels. Output: "
)
_OUTPUTS = {
    "logits": (
        "logits (batch, classes), before the softmax; of one class alone, before the sigmoid; "
        "'classes' has the names."
    ),
    "features": "pooled features (batch, channels): there are no classes.",
}


def onnx_file(loaded: Loaded, shown_path: str) -> bytes:
    """The bytes of the file; `shown_path` is what a message calls it.

    Raises
    ------
    Problem
        ``onnx-missing``; ``weights-not-converted`` for more than 2 GB of weights, and for "same"
        pooling with a stride of 4: the runtimes refuse what TensorFlow's rule gives there.
    """
    try:
        from onnx import helper
    except ImportError as error:
        raise Problem("onnx-missing", cause=str(error)) from error
    state = weights_of(loaded.model.state_dict())
    if cause := _obstacle(loaded.model, state):
        raise Problem("weights-not-converted", file=shown_path, target="ONNX", cause=cause)
    model = helper.make_model(
        _graph(loaded.model, state),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR,
        producer_name="xception-gui",
        producer_version=__version__,
        doc_string=_ABOUT + _OUTPUTS[_output(loaded.model)],
    )
    helper.set_model_props(model, metadata(loaded.weights))
    return bytes(model.SerializeToString())


def metadata(weights: Weights) -> dict[str, str]:
    """What who deploys the file must know; all but the first three are JSON."""
    values = {
        "classes": list(weights.classes),
        "input_size": weights.input_size,
        "preprocessing": steps_to_list(weights.preprocessing),
        "trained": weights.trained,
        "config": weights.config.to_dict(),
        "record": weights.record,
    }
    source = {"name": weights.name, "dialect": weights.dialect, "sha256": weights.sha256}
    return {**source, **{key: _json(value) for key, value in values.items()}}


def _json(value: object) -> str:
    return in_utf8(json.dumps(value, ensure_ascii=False))  # all that protobuf takes as a text


def _obstacle(model: Xception, state: Mapping[str, Tensor]) -> str:
    """Why there can be no such file; empty: there can."""
    total = 4 * sum(tensor.numel() for tensor in state.values())
    if total > MOST:
        return f"{size(total)} of weights are more than the 2 GB of such a file"
    if model.config.pool_padding == "same" and max(model.config.strides[1:]) > 3:
        return "pool_padding = same with a stride of 4"
    return ""


def _graph(model: Xception, state: Mapping[str, Tensor]) -> GraphProto:
    from onnx import helper

    nodes: list[NodeProto] = []
    _add(nodes, "", model, "input")
    nodes[-1].output[0] = output = _output(model)
    given = _floats("input", ["batch", model.config.in_chans, "height", "width"])
    made = _floats(output, ["batch", model.config.num_classes or _width(model)])
    tensors = [_tensor(name, tensor) for name, tensor in state.items()]
    return helper.make_graph(nodes, "Xception", [given], [made], tensors)


def _output(model: Xception) -> str:
    return "logits" if model.config.num_classes else "features"


def _width(model: Xception) -> int:
    """Values that a network without classes answers with."""
    return model.config.hidden[-1] if model.config.hidden else model.num_features


def _floats(name: str, dimensions: Sequence[int | str]) -> ValueInfoProto:
    from onnx import TensorProto, helper

    return helper.make_tensor_value_info(name, TensorProto.FLOAT, dimensions)


def _tensor(name: str, tensor: Tensor) -> TensorProto:
    from onnx import numpy_helper

    return numpy_helper.from_array(tensor.detach().cpu().float().contiguous().numpy(), name)


def _add(nodes: list[NodeProto], path: str, module: nn.Module, x: str) -> str:
    """Add what `module` does with `x`; the name of what comes out."""
    if isinstance(module, Block):
        return _add_block(nodes, path, module, x)
    if isinstance(module, nn.Dropout):
        return x
    if type(module) in OPERATORS:
        return _add_node(nodes, path, module, x)
    assert isinstance(module, nn.Sequential | Xception), type(module)  # else: in which order?
    for name, child in module.named_children():
        x = _add(nodes, f"{path}.{name}".strip("."), child, x)
    return x


def _add_block(nodes: list[NodeProto], path: str, block: Block, x: str) -> str:
    from onnx import helper

    y, shortcut = x, x
    for name, child in block.named_children():
        if name in block.branch:
            y = _add(nodes, f"{path}.{name}", child, y)
        else:
            shortcut = _add(nodes, f"{path}.{name}", child, shortcut)
    if not block.skips:
        return y
    nodes.append(helper.make_node("Add", [y, shortcut], [f"{path}.add"], f"{path}.add"))
    return f"{path}.add"


def _add_node(nodes: list[NodeProto], path: str, module: nn.Module, x: str) -> str:
    from onnx import helper

    kind, attributes = OPERATORS[type(module)]
    tensors = weights_of(module.state_dict(prefix=f"{path}."))  # in ONNX's order
    nodes.append(helper.make_node(kind, [x, *tensors], [path], path, **attributes(module)))
    return path


def _convolution(module: Any) -> dict[str, Any]:
    return {
        "kernel_shape": list(module.kernel_size),
        "strides": list(module.stride),
        "group": module.groups,
        **_padding(module),
    }


def _pooling(module: Any) -> dict[str, Any]:
    strides = [module.stride] * 2
    return {"kernel_shape": [module.kernel_size] * 2, "strides": strides, **_padding(module)}


def _padding(module: Any) -> dict[str, Any]:
    """ONNX has TensorFlow's rule as an attribute: the size of a picture need not be known."""
    if isinstance(module, SameConv2d | SameMaxPool2d):
        return {"auto_pad": "SAME_UPPER"}
    pads = module.padding if isinstance(module.padding, tuple) else (module.padding,) * 2
    return {"pads": [*pads, *pads]}


def _nothing(_module: nn.Module) -> dict[str, Any]:
    return {}


OPERATORS: dict[type[nn.Module], tuple[str, Callable[[Any], dict[str, Any]]]] = {
    nn.Conv2d: ("Conv", _convolution),
    NarrowSkip: ("Conv", _convolution),
    SameConv2d: ("Conv", _convolution),
    nn.MaxPool2d: ("MaxPool", _pooling),
    SameMaxPool2d: ("MaxPool", _pooling),
    nn.BatchNorm2d: ("BatchNormalization", lambda module: {"epsilon": module.eps}),
    nn.ReLU: ("Relu", _nothing),
    nn.ELU: ("Elu", lambda module: {"alpha": module.alpha}),
    nn.AdaptiveAvgPool2d: ("GlobalAveragePool", _nothing),
    nn.Flatten: ("Flatten", _nothing),
    nn.Linear: ("Gemm", lambda _module: {"transB": 1}),
}
"""Of each part: ONNX's operator, and its attributes as the part has them."""
