"""What stays the same during a run, and how it is made ready."""

from __future__ import annotations

import os
from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch

from xception_gui.base.control import Control
from xception_gui.base.events import Preparing
from xception_gui.base.preprocessing import (
    Grey,
    Normalize,
    Steps,
    input_size,
    made_grey,
    scaling,
)
from xception_gui.base.problem import Problem
from xception_gui.base.training import TrainingConfig
from xception_gui.images.datasets import ClassFolders
from xception_gui.inference.device import choose_device
from xception_gui.model import Xception
from xception_gui.model.xception import least_size
from xception_gui.training.pictures import (
    LeftOut,
    Listing,
    Shared,
    is_judged_elsewhere,
    listing,
    shared_pictures,
)
from xception_gui.training.ranks import any_of, own_device
from xception_gui.training.samples import Samples
from xception_gui.training.schedule import steps_in_epoch
from xception_gui.weights import load_weights
from xception_gui.weights.class_names import printable
from xception_gui.weights.errors import Unusable
from xception_gui.weights.record import check_scale

DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}


@dataclass(frozen=True)
class Run:
    """What stays the same during a run; `pretrained` is what a fresh one starts from, if any.

    `data` and `judged` are where the pictures lie that it learns from and is judged on; `left_out`
    names those of each that could not be read when it began, `read_while` and `room` are those of
    `RunStarted`, and by `pictures` it is known whether they are the same when it goes on.
    """

    config: TrainingConfig
    out: Path
    classes: tuple[str, ...]
    training: Samples
    validation: Samples
    device: torch.device
    dtype: torch.dtype
    left_out: LeftOut = ((), ())
    pretrained: Xception | None = None
    data: str = ""
    judged: str = ""
    read_while: int = 0
    room: int = 0
    pictures: Listing | None = None

    @property
    def steps_per_epoch(self) -> int:
        """Whole batches of one epoch."""
        return steps_in_epoch(self.config, len(self.training))

    @property
    def steps(self) -> int:
        """Of the whole run."""
        return self.config.epochs * self.steps_per_epoch

    @property
    def unreadable(self) -> int:
        """Pictures that are known to be no pictures."""
        return sum(map(len, self.left_out)) + len(self.lost)

    @property
    def lost(self) -> dict[str, Problem]:
        """Pictures that the run found unreadable after it had begun, by name.

        Those of a folder of its own to judge on by their path: both may have a ``cat/1.jpg``.
        """
        held = self.validation.source.lost
        if self.judged != self.data:
            held = {os.path.join(self.judged, name): held[name] for name in list(held)}
        return {**self.training.source.lost, **held}


def prepare(
    path: Path,
    out: Path,
    config: TrainingConfig,
    content: dict[str, Any] | None,
    control: Control,
    shared: Shared,
) -> Generator[Preparing, None, Run | None]:
    """Read the data and, for a fresh run, the pretrained weights; None where the run is to stop.

    Parameters
    ----------
    content : dict or None
        Of the checkpoint to go on with; its classes and pictures must be those of the data, and its
        device must be here, unless it was the CPU.
    shared : dict
        Pictures of the runs that go on beside this one.
    """
    data = ClassFolders(path)
    known = None if content is None else _known(data, out, config, content)
    config, pretrained = starting_point(config, data.classes, fresh=content is None)
    _check_channels(config, brought=pretrained is not None)
    _check_sizes(config)
    _check_scale(config.preprocessing)
    device = _device(config, out, content)
    found = yield from shared_pictures(data, config, control, known, device, shared)
    if any_of([control.stop.is_set()], device)[0]:
        return None
    if len(found.learnt) < config.batch_size:
        raise Problem("data-few", file=str(path), count=len(found.learnt), batch=config.batch_size)
    dtype = DTYPES["float32" if config.precision == "auto" else config.precision]
    held = config.validation_data if is_judged_elsewhere(config) else data.path
    places = os.path.abspath(data.path), os.path.abspath(held)  # whoever opens them, and where
    parts = (found.learnt, found.judged, device, dtype, found.left_out, pretrained, *places)
    told = listing(data, config, found.left_out)
    return Run(config, out, data.classes, *parts, found.read_while, found.room, told)


def _device(config: TrainingConfig, out: Path, content: dict[str, Any] | None) -> torch.device:
    """Where to compute; a run that went on somewhere else unasked might take weeks for hours."""
    choice = choose_device(own_device(config.device))
    if choice.fallback and content is not None and content.get("device") != "cpu":
        raise Problem("resume-device", device=config.device, run=str(out))
    return choice.device


def _known(
    data: ClassFolders, out: Path, config: TrainingConfig, content: dict[str, Any]
) -> LeftOut | None:
    """What the run left out when it began; early versions did not say.

    With another class, or one picture more or less, others would be held back than before: it
    would be judged on what it has learnt.
    """
    if list(data.classes) != content["classes"]:
        raise Problem("resume-classes", file=data.path, run=str(out))
    names, before = content.get("left_out"), content.get("pictures")
    known = None if names is None else (tuple(names[0]), tuple(names[1]))
    if before is not None and known is not None:
        _check_pictures(data, out, config, before, listing(data, config, known))
    return known


def _check_pictures(
    data: ClassFolders, out: Path, config: TrainingConfig, before: list[int | str], now: Listing
) -> None:
    """Those to learn from, then those to judge on; early versions did not keep the latter."""
    for place, file in ((0, data.path), (2, config.validation_data)):
        known = before[place : place + 2]
        if known and known != list(now[place : place + 2]):
            words = {"count": now[place], "before": known[0]}
            raise Problem("resume-data", file=file, run=str(out), **words)


def _check_channels(config: TrainingConfig, brought: bool) -> None:
    """Pictures have three, or one where they are made grey; weights may have been made for more."""
    count = config.model.in_chans
    if count in (1, 3):
        return
    if brought:
        raise Problem("channels", name=config.weights, needed=count, given=3)
    words = {"value": count, "cause": "not a choice", "allowed": "1, 3"}
    raise Problem("config-value", field="in_chans", **words)


def _check_sizes(config: TrainingConfig) -> None:
    """Each size that a picture has while the network learns must leave something of it."""
    sizes = [input_size(config.preprocessing), *(size for _, size in config.growth)]
    least = least_size(config.model)
    if min(sizes) < least:
        raise Problem("input-too-small", size=min(sizes), minimum=least)


def _check_scale(steps: Steps) -> None:
    """Told before the pictures are read: a config may say anything."""
    scale, channels = scaling(steps), 1 if Grey() in steps else 3
    try:
        check_scale(scale.mean, channels)
        check_scale(scale.std, channels)
    except Unusable as error:
        raise Problem("preprocessing", cause=str(error)) from error


def _fitting(config: TrainingConfig) -> Steps:
    """A network with one channel learns from grey pictures, by the mean scale of the three."""
    if config.model.in_chans != 1:
        return config.preprocessing
    grey = made_grey(config.preprocessing)
    return tuple(_averaged(step) if isinstance(step, Normalize) else step for step in grey)


def _averaged(step: Normalize) -> Normalize:
    mean, std = (sum(values) / len(values) for values in (step.mean, step.std))
    return Normalize((mean,), (std,))


def starting_point(
    config: TrainingConfig, classes: tuple[str, ...], fresh: bool
) -> tuple[TrainingConfig, Xception | None]:
    """The config for these classes, and the pretrained network with a head for them."""
    if not (fresh and config.weights):
        wanted = replace(config.model, num_classes=len(classes))
        return replace(config, model=wanted, preprocessing=_fitting(config)), None
    loaded = load_weights(config.weights)
    model, kept = loaded.model, config.model
    if not _same(loaded.weights.classes, classes):
        model.reset_classifier(len(classes), config.seed)
    model.config = replace(model.config, drop_rate=kept.drop_rate, bn_momentum=kept.bn_momentum)
    steps = loaded.weights.preprocessing
    return replace(config, model=model.config, preprocessing=steps), model


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether they are the same classes: weights have their names escaped, folders do not."""
    return tuple(map(printable, one)) == tuple(map(printable, other))
