"""The network after an epoch, seen from inside: histograms per module, and a few probe pictures."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import interpolate

from xception_gui.base.preprocessing import input_size
from xception_gui.base.results import FloatArray
from xception_gui.base.snapshots import (
    Histogram,
    Kind,
    Probes,
    Snapshot,
    read_probes,
    write_probes,
    write_snapshot,
)
from xception_gui.explanation.cam import cam
from xception_gui.inspection import capture
from xception_gui.model import Xception
from xception_gui.model.xception import LAST_ACTIVATION
from xception_gui.training.augment import to_input
from xception_gui.training.histograms import gradients_of, histogram, module_paths
from xception_gui.training.reading import picked
from xception_gui.training.run import Run
from xception_gui.training.samples import Samples
from xception_gui.training.state import State

PROBES, TOP = 8, 3
_SIDE = 128  # pixels that a kept picture has at most


def keep_snapshot(run: Run, state: State, model: Xception) -> None:
    """Write what `model`, with the weights that were just judged, looks like from inside.

    The gradients are those of the last step. Nothing random is drawn. A run on cached features has
    no pictures and keeps nothing.
    """
    samples = run.validation if len(run.validation) else run.training
    if samples.are_features:
        return
    epoch = state.step // run.steps_per_epoch
    pixels = _asked(run, samples, epoch)
    with torch.no_grad():
        size = input_size(run.config.preprocessing)
        x = to_input(pixels.to(run.device), size, run.config.preprocessing)
        write_snapshot(run.out, _snapshot(epoch, gradients_of(state), model.to(run.device), x))


def _asked(run: Run, samples: Samples, epoch: int) -> Tensor:
    """The probe pictures, evenly chosen; the first epoch keeps them, later ones ask about these."""
    places = torch.linspace(0, len(samples) - 1, min(PROBES, len(samples))).long().tolist()
    found = picked(samples, places, range(len(places)))
    kept = read_probes(run.out) if epoch > 1 else None
    if kept is None or len(kept.names) != len(places):
        write_probes(run.out, _probes(run, samples, found.indices, found.pixels))
        return found.pixels
    return _those_of(kept, [samples.names[index] for index in found.indices], found.pixels)


def _those_of(kept: Probes, names: list[str], pixels: Tensor) -> Tensor:
    """The same pixels; where another picture stands in for one, that one as it is kept."""
    other = [place for place, name in enumerate(names) if name != kept.names[place]]
    if not other:
        return pixels
    small = torch.from_numpy(kept.pictures[other]).permute(0, 3, 1, 2).float()
    made = pixels.clone()
    made[other] = interpolate(small, pixels.shape[-2:], mode="bilinear").round().to(torch.uint8)
    return made


def _probes(run: Run, samples: Samples, chosen: list[int], pixels: Tensor) -> Probes:
    every = -(-pixels.shape[-1] // _SIDE)
    pictures = pixels[:, :, ::every, ::every].permute(0, 2, 3, 1).contiguous().numpy()
    labels = tuple(samples.labels[chosen].tolist())
    return Probes(pictures, labels, tuple(samples.names[i] for i in chosen), run.classes)


def _snapshot(epoch: int, gradients: dict[str, Histogram], judged: Xception, x: Tensor) -> Snapshot:
    paths = module_paths(judged)
    with capture(judged, [*paths, LAST_ACTIVATION]) as seen:
        logits = judged(x).float()
    found: dict[tuple[Kind, str], Histogram] = {}
    for path in paths:
        weights = [p for p in judged.get_submodule(path).parameters() if p.ndim > 1]
        found["weights", path] = histogram(weights)
        found["gradients", path] = gradients.get(path, histogram([]))
        found["activations", path] = histogram([seen.activations[path]])
    sure, top = logits.softmax(1).topk(min(TOP, logits.shape[1]))
    heat = _heat_maps(judged, seen.activations[LAST_ACTIVATION], top[:, 0])
    return Snapshot(epoch, found, top.cpu().numpy(), sure.cpu().numpy(), heat)


def _heat_maps(model: Xception, last: Tensor, classes: Tensor) -> FloatArray:
    """Where each picture's class was seen; nowhere if hidden layers hide it from the last maps."""
    if model.config.hidden:
        return np.zeros((len(last), *last.shape[2:]), np.float32)
    maps = last.float().cpu().numpy()
    weight = model.classifier.get_submodule("fc").get_parameter("weight")
    rows = weight[classes].float().cpu().numpy()
    return np.stack([_heat(cam(one, row)) for one, row in zip(maps, rows, strict=True)])


def _heat(grid: FloatArray) -> FloatArray:
    positive = grid.clip(0)
    return np.asarray(positive / max(1e-9, float(positive.max())), np.float32)
