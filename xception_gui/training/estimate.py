"""How long a run will take and how much memory it needs, from a few real steps."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional

from xception_gui.base.preprocessing import input_size
from xception_gui.base.training import TrainingConfig
from xception_gui.base.training_data import Estimate, TrainingData
from xception_gui.inference.device import choose_device
from xception_gui.model import Xception, build
from xception_gui.training.judging import judged_together, statistics_batches
from xception_gui.training.measure import FIRST, Work
from xception_gui.training.network import judged_network, learning_network
from xception_gui.training.optimise import thaw
from xception_gui.training.reading import readers
from xception_gui.training.run import DTYPES, starting_point
from xception_gui.training.sources import decoded_size, room

_FEATURES = 64  # pictures whose features are computed together
_POINTS = 100  # of a run, at which the cost of a picture is looked up


def estimate(config: TrainingConfig, data: TrainingData) -> Estimate:
    """Seconds of a whole run and bytes that it needs at most, and whether the pictures fit.

    Notes
    -----
    Small steps warm up, a larger one is timed: a part of a batch, as far as half a second allows,
    for small ones cost more per picture. By how much three pictures need more memory than two says
    what a whole part needs; the weights with their gradient, momentum and average come on top.
    Reading pictures is in it where that happens while the run trains.
    """
    device = choose_device(config.device).device
    classes = tuple(name for name, _ in data.classes)
    config, pretrained = starting_point(config, classes, fresh=True)
    model = (pretrained or build(config.model, config.seed)).train().to(device)
    model = model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    decoded = decoded_size(data.pictures, config.preprocessing)
    found = Estimate(0.0, _weights(model, config), decoded, room())
    trial = _Trial(model, config, data, device, data.reading if found.read_while else 0.0)
    seconds, memory = trial.head() if config.trained == "head" else trial.network()
    return replace(found, seconds=seconds, memory=found.memory + memory)


def beside_reading(computing: float, reading: float, device: str) -> float:
    """Seconds per picture where the next ones are read meanwhile, `reading` seconds of a thread.

    On the CPU both want the same processors.
    """
    beside = reading / (os.cpu_count() or 1) if device == "cpu" else 0.0
    return max(computing + beside, reading / readers())


def _weights(model: Xception, config: TrainingConfig) -> int:
    """Bytes of the weights with their average, and of gradient and momentum of those that learn."""
    thaw(model, config, 1.0)
    kept, total = 2 if config.ema_decay else 1, 0
    for parameter in model.parameters():
        copies = kept + 2 * parameter.requires_grad
        total += copies * parameter.numel() * parameter.element_size()
        if parameter.requires_grad:  # counted here, and not once more when a step is measured
            parameter.grad = torch.zeros_like(parameter)
    return total


@dataclass(frozen=True)
class _Trial:
    """A run that is measured; `reading` is the seconds of a picture that is read while it goes on.

    Its first two methods give the seconds of the whole run, and bytes that it needs beside its
    weights.
    """

    model: Xception
    config: TrainingConfig
    data: TrainingData
    device: torch.device
    reading: float

    def network(self) -> tuple[float, int]:
        """Where the network learns."""
        config, data, part = self.config, self.data, _part(self.config)
        learning = Work(self._learn, self._pictures, self.device)
        count, seconds, memory = learning.fitting(part)
        stages = self._stages(learning, count, seconds)
        self.model.eval()
        judging = Work(self._judge, self._pictures, self.device)
        few, judged = judging.memory(FIRST), judging.seconds(count)
        epoch = data.train * self._beside(_mean(stages, config))
        epoch += (data.validation + _statistics(config, data.train)) * self._beside(judged)
        at_once = min(judged_together(config, part), data.validation)
        return config.epochs * epoch, max(memory, few * at_once // FIRST)

    def head(self) -> tuple[float, int]:
        """Where the head alone learns, from features that are computed once."""
        config, data = self.config, self.data
        self.model.eval()
        most = max(FIRST, min(_FEATURES, data.pictures))
        _, each, memory = Work(self._features, self._pictures, self.device).fitting(most)
        thaw(self.model, config, 1.0)
        learning = Work(self._learn, (self.model.num_features, 1, 1), self.device)
        count, learnt, own = learning.fitting(_part(config))
        judged = replace(learning, do=self._judge).seconds(count)
        epoch = data.train * learnt + data.validation * judged
        return data.pictures * self._beside(each) + config.epochs * epoch, max(memory, own)

    def _stages(self, learning: Work, count: int, seconds: float) -> dict[float, float]:
        """Of a picture, from each of these fractions of the steps on; `seconds` when all learn."""
        *starts, last = sorted({0.0, *(start for start, _ in self.config.thaw)})
        found = {last: seconds}
        for start in starts:
            thaw(self.model, self.config, start)
            found[start] = learning.seconds(count)
        return found

    def _learn(self, x: Tensor) -> None:
        """Forward and backward as in a run, but never compiled: that takes minutes."""
        with self._autocast():
            logits = learning_network(self.model, replace(self.config, compile=False))(x).float()
        y = torch.zeros(len(x), dtype=torch.long, device=x.device)
        functional.cross_entropy(logits, y).backward()  # type: ignore[no-untyped-call]

    @torch.inference_mode()
    def _judge(self, x: Tensor) -> None:
        judged_network(self.model, self.config)(x)

    @torch.inference_mode()
    def _features(self, x: Tensor) -> None:
        with self._autocast():
            self.model.forward_features(x).float().mean((2, 3))

    def _autocast(self) -> torch.autocast:
        precision = self.config.precision
        dtype = DTYPES["float32" if precision == "auto" else precision]
        return torch.autocast(self.device.type, dtype, enabled=dtype is not torch.float32)

    @property
    def _pictures(self) -> tuple[int, ...]:
        size = input_size(self.config.preprocessing)
        return self.config.model.in_chans, size, size

    def _beside(self, computing: float) -> float:
        return beside_reading(computing, self.reading, self.device.type)


def _part(config: TrainingConfig) -> int:
    """Pictures that are computed together."""
    return -(-config.batch_size // config.accumulate)


def _statistics(config: TrainingConfig, train: int) -> int:
    """Pictures from which the averaged network takes its batch-norm statistics in each epoch."""
    part = _part(config)
    return part * statistics_batches(part, train) if config.ema_decay else 0


def _mean(stages: Mapping[float, float], config: TrainingConfig) -> float:
    """Seconds of a picture over the whole run, in which flows thaw and inputs grow."""
    size = input_size(config.preprocessing)
    total = 0.0
    for done in ((number + 0.5) / _POINTS for number in range(_POINTS)):
        sides = [side for start, side in config.growth if start <= done]
        stage = max(start for start in stages if start <= done)
        total += stages[stage] * ((sides[-1] if sides else size) / size) ** 2
    return total / _POINTS
