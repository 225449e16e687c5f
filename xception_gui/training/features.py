"""The head alone: what the frozen network says of each picture, computed once and kept."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import replace

import torch
from torch import Tensor

from xception_gui.base.control import Control
from xception_gui.base.events import Preparing
from xception_gui.base.numbers import size as size_of
from xception_gui.base.preprocessing import input_size
from xception_gui.base.problem import Problem
from xception_gui.model import Xception
from xception_gui.training.batches import autocast, plain
from xception_gui.training.pace import Pace
from xception_gui.training.reading import in_parts
from xception_gui.training.run import Run
from xception_gui.training.samples import Samples
from xception_gui.training.sources import Kept, room

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
    found = _empty(len(samples), model.num_features)
    parts, left = in_parts(range(len(samples)), _CHUNK), set(range(len(samples)))
    with closing(plain(run, samples, parts, size)) as pictures:
        for indices, x in pictures:
            if control.stop.is_set():
                break
            with torch.inference_mode(), autocast(run):
                maps = model.forward_features(x)
                found[indices] = maps.float().mean((2, 3), keepdim=True).cpu()
            left.difference_update(indices)
            yield from pace.add(len(indices))
    lost, names = samples.source.lost, samples.names
    missing = {i: (names[i], lost[names[i]]) for i in left if names[i] in lost}
    return replace(samples, source=Kept(found, missing), rows=torch.arange(len(samples)))


def _empty(count: int, features: int) -> Tensor:
    """Room for the features of so many pictures, if there is."""
    need, free = 4 * count * features, room()
    if need > free:
        raise Problem("data-memory", count=count, need=size_of(need), room=size_of(free))
    return torch.zeros(count, features, 1, 1)
