"""What stays the same during a run, and how it is made ready."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch

from xception_gui.base.control import Control
from xception_gui.base.events import Preparing
from xception_gui.base.problem import Problem
from xception_gui.base.training import TrainingConfig
from xception_gui.images.datasets import ClassFolders, judging_folders
from xception_gui.inference.device import choose_device
from xception_gui.model import Xception
from xception_gui.training.ranks import any_of
from xception_gui.training.samples import Samples, chosen, read_samples, split
from xception_gui.weights import load_weights

DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}


@dataclass(frozen=True)
class Run:
    """What stays the same during a run; `pretrained` is what a fresh one starts from, if any.

    `data` and `judged` are where the pictures lie that it learns from and is judged on.
    """

    config: TrainingConfig
    out: Path
    classes: tuple[str, ...]
    training: Samples
    validation: Samples
    device: torch.device
    dtype: torch.dtype
    unreadable: int
    pretrained: Xception | None = None
    data: str = ""
    judged: str = ""

    @property
    def steps_per_epoch(self) -> int:
        """Whole batches of one epoch; the rest is left out, differently each time."""
        return max(1, len(self.training) // self.config.batch_size)

    @property
    def steps(self) -> int:
        """Of the whole run."""
        return self.config.epochs * self.steps_per_epoch


def prepare(
    path: Path,
    out: Path,
    config: TrainingConfig,
    content: dict[str, Any] | None,
    control: Control,
) -> Generator[Preparing, None, Run | None]:
    """Read the data and, for a fresh run, the pretrained weights; None where the run is to stop.

    Parameters
    ----------
    content : dict or None
        Of the checkpoint to go on with; its classes must be those of the data.
    """
    data = ClassFolders(path)
    if content is not None and list(data.classes) != content["classes"]:
        raise Problem("resume-classes", file=str(path), run=str(out))
    config, pretrained = starting_point(config, data.classes, fresh=content is None)
    device = choose_device(config.device).device
    training, validation, unreadable = yield from _read(data, config, control)
    if any_of([control.stop.is_set()], device)[0]:
        return None
    if len(training) < config.batch_size:
        raise Problem("data-few", file=str(path), count=len(training), batch=config.batch_size)
    dtype = DTYPES["float32" if config.precision == "auto" else config.precision]
    parts = training, validation
    held = config.validation_data if _is_judged_elsewhere(config) else data.path
    where = data.path, held
    return Run(config, out, data.classes, *parts, device, dtype, unreadable, pretrained, *where)


def _read(
    data: ClassFolders, config: TrainingConfig, control: Control
) -> Generator[Preparing, None, tuple[Samples, Samples, int]]:
    """Pictures to learn from, pictures to judge on, and how many files of both are none."""
    elsewhere = _is_judged_elsewhere(config)
    held = judging_folders(config.validation_data, data) if elsewhere else None
    few = chosen(data.labels, config.images, config.seed) if config.images else None
    samples, unreadable = yield from read_samples(data, config.preprocessing, control, few)
    if held is None or control.stop.is_set():
        return *_parts(samples, config), unreadable
    judged, more = yield from read_samples(held, config.preprocessing, control)
    return samples, judged, unreadable + more


def _is_judged_elsewhere(config: TrainingConfig) -> bool:
    """An over-fit check judges what it learns."""
    return bool(config.validation_data) and not config.images


def starting_point(
    config: TrainingConfig, classes: tuple[str, ...], fresh: bool
) -> tuple[TrainingConfig, Xception | None]:
    """The config for these classes, and the pretrained network with a head for them."""
    if not (fresh and config.weights):
        return replace(config, model=replace(config.model, num_classes=len(classes))), None
    loaded = load_weights(config.weights)
    model, kept = loaded.model, config.model
    if loaded.weights.classes != classes:
        model.reset_classifier(len(classes), config.seed)
    model.config = replace(model.config, drop_rate=kept.drop_rate, bn_momentum=kept.bn_momentum)
    steps = loaded.weights.preprocessing
    return replace(config, model=model.config, preprocessing=steps), model


def _parts(samples: Samples, config: TrainingConfig) -> tuple[Samples, Samples]:
    """For learning and for judging; the same where only some pictures are to be learnt."""
    if config.images:
        return samples, samples
    inside, held = split(samples.labels.tolist(), config.validation, config.seed)
    return samples.subset(inside), samples.subset(held)
