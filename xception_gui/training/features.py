"""The head alone: what the frozen network says of each picture, computed once and kept."""

from __future__ import annotations

from dataclasses import replace

import torch

from xception_gui.base.control import Control
from xception_gui.base.preprocessing import input_size
from xception_gui.model import Xception
from xception_gui.training.batches import autocast, plain
from xception_gui.training.run import Run
from xception_gui.training.samples import Samples

_CHUNK = 64  # pictures at a time; always the same ones together, so that a resumed run agrees


def with_features(run: Run, model: Xception, control: Control) -> Run | None:
    """The run with features (N, C, 1, 1) in place of pictures; None where it is to stop."""
    if run.config.trained != "head":
        return run
    training = _features(run, model.eval(), run.training, control)
    validation = training if run.config.images else None
    if training is not None and validation is None:
        validation = _features(run, model, run.validation, control)
    if training is None or validation is None:
        return None
    return replace(run, training=training, validation=validation)


@torch.inference_mode()
def _features(run: Run, model: Xception, samples: Samples, control: Control) -> Samples | None:
    size = input_size(run.config.preprocessing)
    found = torch.zeros(len(samples), model.num_features, 1, 1)
    for start in range(0, len(samples), _CHUNK):
        if control.stop.is_set():
            return None
        part = slice(start, start + _CHUNK)
        with autocast(run):
            maps = model.forward_features(plain(run, samples, part, size))
        found[part] = maps.float().mean((2, 3), keepdim=True).cpu()
    return replace(samples, pixels=found)
