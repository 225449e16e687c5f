"""The judges of ONNX files: onnxruntime and OpenVINO, on the CPU, in float32, with one thread."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Judge = Callable[[Array], list[Array]]
"""Pictures (N, C, H, W) → the file's outputs, in its order."""


def onnxruntime_judge(data: bytes) -> Judge:
    """The file as onnxruntime carries it out, with all its optimisations."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    return lambda pictures: list(session.run(None, {"input": pictures}))


def openvino_judge(data: bytes) -> Judge:
    """The same as OpenVINO does; where the processor has bfloat16 it would take that unasked."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # else it writes home
    import openvino

    core = openvino.Core()
    wanted = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 1}
    compiled = core.compile_model(core.read_model(data), "CPU", wanted)

    def answers(pictures: Array) -> list[Array]:
        found = compiled(pictures)
        return [found[port] for port in compiled.outputs]

    return answers


JUDGES = {"onnxruntime": onnxruntime_judge, "OpenVINO": openvino_judge}


def tapped(data: bytes, paths: Sequence[str]) -> bytes:
    """The file with the outputs of these modules before its own; a block's is that of its sum."""
    import onnx
    from onnx import helper

    model: Any = onnx.load_from_string(data)
    made = {name for node in model.graph.node for name in node.output}
    names = [path if path in made else f"{path}.add" for path in paths]
    own = list(model.graph.output)
    del model.graph.output[:]
    taps = [helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in names]
    model.graph.output.extend([*taps, *own])
    return bytes(model.SerializeToString())
