"""The head alone: what the frozen network says of each picture, computed once and kept."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

import torch

from xception_gui.base.control import Control
from xception_gui.base.events import Preparing
from xception_gui.base.preprocessing import input_size
from xception_gui.model import Xception
from xception_gui.training.batches import autocast, plain
from xception_gui.training.pace import Pace
from xception_gui.training.run import Run
from xception_gui.training.samples import Samples

_CHUNK = 64  # pictures at a time; always the same ones together, so that a resumed run agrees


def with_features(run: Run, model: Xception, control: Control) -> Generator[Preparing, None, Run]:
    """The run with features (N, C, 1, 1) in place of pictures; incomplete where it is to stop."""
    if run.config.trained != "head":
        return run
    few = bool(run.config.images)
    pace = Pace("features", len(run.training) + (0 if few else len(run.validation)))
    training = yield from _features(run, model.eval(), run.training, control, pace)
    validation = training
    if not few:
        validation = yield from _features(run, model, run.validation, control, pace)
    return replace(run, training=training, validation=validation)


def _features(
    run: Run, model: Xception, samples: Samples, control: Control, pace: Pace
) -> Generator[Preparing, None, Samples]:
    size = input_size(run.config.preprocessing)
    found = torch.zeros(len(samples), model.num_features, 1, 1)
    for start in range(0, len(samples), _CHUNK):
        if control.stop.is_set():
            break
        part = slice(start, start + _CHUNK)
        with torch.inference_mode(), autocast(run):
            maps = model.forward_features(plain(run, samples, part, size))
            found[part] = maps.float().mean((2, 3), keepdim=True).cpu()
        yield from pace.add(len(maps))
    return replace(samples, pixels=found)
