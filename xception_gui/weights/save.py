"""`save_weights`: our own file, safetensors with the record in its metadata, whole or not."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os

from torch import Tensor

from xception_gui.base.atomic import write_bytes
from xception_gui.base.problem import Problem
from xception_gui.base.results import Weights
from xception_gui.base.utf8 import in_utf8
from xception_gui.images.files import shown
from xception_gui.model import Xception
from xception_gui.weights.errors import Unusable
from xception_gui.weights.record import KEY, from_document, to_document
from xception_gui.weights.tensors import check_tensor, checksum, weights_of


def save_weights(path: str | os.PathLike[str], model: Xception, weights: Weights) -> Weights:
    """Write the network with its record; what `load_weights` would give for the file comes back.

    Parameters
    ----------
    path : path
        Replaced only when the new file is complete.
    model : Xception
        Its weights are written as float32; its config is the one in the record.
    weights : Weights
        Name, classes, pre-processing, ``trained`` and ``record`` to keep (JSON values).

    Raises
    ------
    Problem
        ``weights-not-saved`` for what could not be loaded again (NaN, a wrong number of classes);
        ``write-failed`` or ``disk-full``.
    """
    import safetensors.torch

    described = dataclasses.replace(weights, config=model.config)
    try:
        tensors = _tensors(model)
        document = {**to_document(described), "crc32": checksum(tensors)}
        text = in_utf8(json.dumps(document, ensure_ascii=False, allow_nan=False))
        from_document(json.loads(text))
    except (Unusable, TypeError, ValueError) as error:
        raise Problem("weights-not-saved", file=shown(path), cause=str(error)) from error
    data = safetensors.torch.save(tensors, {KEY: text})
    write_bytes(path, data)
    return dataclasses.replace(
        described,
        name=shown(os.path.basename(path)),
        dialect="own",
        source=shown(path),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _tensors(model: Xception) -> dict[str, Tensor]:
    tensors = weights_of(model.state_dict())
    for name, tensor in tensors.items():
        tensors[name] = tensor.detach().cpu().float().contiguous()
        check_tensor(name, tensors[name], tensor)
    return tensors
