"""Every single value of a training run: its name, what it may be, what it does.

The command line, the config file and the dialog check and describe a value by this one table.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from xception_gui.base.problem import Problem


@dataclass(frozen=True)
class Setting:
    """One value of `TrainingConfig`.

    Parameters
    ----------
    name : str
        Its field.
    kind : type
        bool, int, float or str; tuple: pairs by fractions of the steps, such as ``0=36, 0.5=48``,
        which `TrainingConfig` reads and checks.
    about : str
        A few words for ``--help`` and the dialog.
    low, high : float
        Of a number.
    choices : tuple of str
        Of a word; empty: any text.
    """

    name: str
    kind: type
    about: str
    low: float = 0
    high: float = 0
    choices: tuple[str, ...] = ()

    def check(self, value: object) -> None:
        """Pass, or raise ``config-value``: the same line wherever the value came from."""
        if self.kind is bool:
            if not isinstance(value, bool):
                _refuse(self.name, value, "not a truth value", "true or false")
        elif self.kind is str:
            self._check_word(value)
        elif self.kind is not tuple:
            self._check_number(value)

    def _check_word(self, value: object) -> None:
        if not isinstance(value, str) or (self.choices and value not in self.choices):
            _refuse(self.name, value, "not a choice", ", ".join(self.choices) or "a text")

    def _check_number(self, value: object) -> None:
        whole = self.kind is int
        if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
            cause = "not a whole number" if whole else "not a number"
            _refuse(self.name, value, cause, f"{self.low:g} to {self.high:g}")
        if not (math.isfinite(value) and self.low <= value <= self.high):  # type: ignore[arg-type,operator]
            _refuse(self.name, value, "out of range", f"{self.low:g} to {self.high:g}")


def _refuse(field_name: str, value: object, cause: str, allowed: str) -> None:
    raise Problem("config-value", field=field_name, value=value, cause=cause, allowed=allowed)


OPTIMISERS = ("sgd", "rmsprop", "adamw", "muon")
SCHEDULES = ("cosine", "step", "exponential", "constant")
DECAY_UNITS = ("epochs", "samples")
TRAINED = ("network", "head")
AUGMENTATIONS = ("none", "flip", "crop-flip", "strong")
CHECKPOINTING = ("none", "blocks", "fine")
PRECISIONS = ("auto", "float32", "bfloat16", "float16")

SETTINGS: tuple[Setting, ...] = (
    Setting("epochs", int, "times that every picture is seen", 1, 100_000),
    Setting("batch_size", int, "pictures per step of the optimiser", 2, 65_536),
    Setting("accumulate", int, "parts in which a batch is computed, to save memory", 1, 4096),
    Setting("optimiser", str, "how gradients change the weights", choices=OPTIMISERS),
    Setting("learning_rate", float, "the peak, after warm-up", 0, 100),
    Setting("momentum", float, "of SGD, RMSprop and Muon; AdamW's first beta", 0, 0.9999),
    Setting("nesterov", bool, "SGD and Muon look ahead along their momentum"),
    Setting("epsilon", float, "added to the divisor of RMSprop and AdamW", 0, 10),
    Setting("weight_decay", float, "on convolution and linear weights", 0, 1),
    Setting("clip_norm", float, "longest gradient of all parameters together; 0: any", 0, 1e9),
    Setting("schedule", str, "how the learning rate falls", choices=SCHEDULES),
    Setting("decay", float, "factor of the schedules step and exponential", 1e-9, 1),
    Setting("decay_every", float, "after how many of the unit below it applies", 1e-3, 1e12),
    Setting("decay_unit", str, "what is counted until it applies again", choices=DECAY_UNITS),
    Setting("warmup_epochs", float, "in which the rate rises linearly", 0, 1000),
    Setting("label_smoothing", float, "probability spread over all classes", 0, 0.9),
    Setting("ema_decay", float, "of the averaged weights per step; 0: no average", 0, 0.99999),
    Setting("weights", str, "pretrained weights to start from; empty: a random start"),
    Setting("trained", str, "the network, or its head on features computed once", choices=TRAINED),
    Setting("thaw", tuple, "flows in time: 0=classifier, 0.3=exit; empty: all"),
    Setting("augmentation", str, "how pictures are changed", choices=AUGMENTATIONS),
    Setting("strong_until", float, "fraction of the epochs with strong changes", 0, 1),
    Setting("pad", int, "pixels a picture may be moved", 0, 512),
    Setting("growth", tuple, "input sizes in time: 0=36, 0.5=48; empty: one"),
    Setting("rand_augment", int, "RandAugment operations per picture; 0: none", 0, 10),
    Setting("rand_magnitude", int, "their strength", 0, 30),
    Setting("erasing", float, "probability of an erased rectangle", 0, 1),
    Setting("mixup", float, "alpha of MixUp; 0: none", 0, 10),
    Setting("cutmix", float, "alpha of CutMix; 0: none", 0, 10),
    Setting("images", int, "learn so many and judge on the same; 0: all", 0, 100_000_000),
    Setting("validation", float, "fraction of each class that is held back", 0, 0.9),
    Setting("validation_data", str, "folder or zip to judge on; empty: what is held back"),
    Setting("precision", str, "number format of the multiplications", choices=PRECISIONS),
    Setting("checkpointing", str, "compute twice to save memory", choices=CHECKPOINTING),
    Setting("compile", bool, "translate the network first (torch.compile; minutes)"),
    Setting("device", str, "auto, cpu, cuda, cuda:1, mps"),
    Setting("seed", int, "of everything that is drawn", 0, 2**31),
    Setting("checkpoint_steps", int, "steps between two checkpoints", 1, 1_000_000),
    Setting("tensorboard", bool, "write event files for TensorBoard too (an extra)"),
)
