"""The recipes by name. A recipe is a whole `TrainingConfig`; single values of it can be replaced.

Sources: the paper, section 4.3 ("imagenet", "jft"); three tutorials on the web that name what they
did ("tutorial-mixed-precision", "tutorial-rmsprop", "overfit-check").
"""

from __future__ import annotations

from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import demo_steps, paper_steps
from xception_gui.base.problem import Problem
from xception_gui.base.training_config import Augmentation, TrainingConfig, TrainingPrecision

__all__ = ["RECIPES", "Augmentation", "TrainingConfig", "TrainingPrecision", "named_recipe"]


def named_recipe(name: object) -> TrainingConfig:
    """The recipe of that name; a `Problem` that lists all of them if there is none."""
    if not isinstance(name, str) or name not in RECIPES:
        allowed = ", ".join(RECIPES)
        raise Problem(
            "config-value", field="recipe", value=name, cause="not a choice", allowed=allowed
        )
    return RECIPES[name]


def _imagenet() -> TrainingConfig:
    """The paper's ImageNet recipe: SGD, × 0.94 every 2 epochs, dropout 0.5, averaged weights."""
    return TrainingConfig(
        recipe="imagenet",
        model=XceptionConfig(drop_rate=0.5),
        epochs=90,
        nesterov=False,
        schedule="step",
        decay=0.94,
        decay_every=2,
        warmup_epochs=0,
        ema_decay=0.9999,
    )


def _jft() -> TrainingConfig:
    """The paper's JFT recipe: RMSprop, × 0.9 every 3,000,000 samples, no dropout."""
    return TrainingConfig(
        recipe="jft",
        epochs=30,
        optimiser="rmsprop",
        learning_rate=0.001,
        schedule="step",
        decay=0.9,
        decay_every=3_000_000,
        decay_unit="samples",
        warmup_epochs=0,
        ema_decay=0.9999,
    )


def _tutorial_mixed_precision() -> TrainingConfig:
    """Learning rate 0.001 with decay, mixed precision."""
    return TrainingConfig(
        recipe="tutorial-mixed-precision",
        epochs=30,
        optimiser="adamw",
        learning_rate=0.001,
        schedule="exponential",
        decay=0.94,
        decay_every=2,
        precision="bfloat16",
    )


def _tutorial_rmsprop() -> TrainingConfig:
    """RMSprop 0.045, 5 epochs of warm-up, batch 224, batch-norm decay 0.9997, 90 epochs.

    So large a rate needs the divisor kept away from zero: epsilon 1, as Inception V3 had it.
    """
    return TrainingConfig(
        recipe="tutorial-rmsprop",
        model=XceptionConfig(bn_momentum=0.0003),
        epochs=90,
        batch_size=224,
        optimiser="rmsprop",
        learning_rate=0.045,
        epsilon=1.0,
        schedule="step",
        decay=0.94,
        decay_every=2,
        warmup_epochs=5,
        ema_decay=0.9999,
    )


def _fine_tune() -> TrainingConfig:
    """Pretrained weights with a new head: the head first, then flow by flow from the end."""
    return TrainingConfig(
        recipe="fine-tune",
        weights="demo",
        learning_rate=0.01,
        ema_decay=0.99,
        augmentation="crop-flip",
        thaw=((0.0, "classifier"), (0.2, "exit"), (0.4, "middle"), (0.6, "entry")),
    )


def _head_only() -> TrainingConfig:
    """Only the head learns, on features that the pretrained network computes once."""
    return TrainingConfig(
        recipe="head-only",
        weights="demo",
        trained="head",
        epochs=50,
        optimiser="adamw",
        learning_rate=0.003,
        weight_decay=0.01,
        augmentation="none",
    )


def _overfit_check() -> TrainingConfig:
    """100 pictures, 50 epochs, unchanged: a network that cannot learn these learns nothing."""
    return TrainingConfig(
        recipe="overfit-check",
        preprocessing=paper_steps(128),
        epochs=50,
        batch_size=20,
        optimiser="adamw",
        learning_rate=0.001,
        weight_decay=0.0,
        ema_decay=0.9,
        augmentation="none",
        images=100,
        validation=0.0,
    )


def _demo() -> TrainingConfig:
    """A narrow network for small pictures, as in the demonstration weights.

    These took many such runs, each begun with the weights before; their record tells of them.
    """
    return TrainingConfig(
        recipe="demo",
        model=XceptionConfig(width=0.3, middle_blocks=4, strides=(1, 2, 2, 1, 2), bn_momentum=0.1),
        preprocessing=demo_steps(48, 32),
        epochs=30,
        batch_size=64,
        learning_rate=0.08,
        weight_decay=5e-4,
        warmup_epochs=1.5,
        label_smoothing=0.03,
        ema_decay=0.998,
        augmentation="crop-flip",
        growth=((0.0, 32), (0.5, 40), (0.75, 48)),
        validation=0.02,
        precision="bfloat16",
    )


RECIPES: dict[str, TrainingConfig] = {
    "default": TrainingConfig(),
    "imagenet": _imagenet(),
    "jft": _jft(),
    "tutorial-mixed-precision": _tutorial_mixed_precision(),
    "tutorial-rmsprop": _tutorial_rmsprop(),
    "fine-tune": _fine_tune(),
    "head-only": _head_only(),
    "overfit-check": _overfit_check(),
    "demo": _demo(),
}
