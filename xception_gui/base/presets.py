"""Architectures with a name: the paper's, its ablations, the way from Inception to Xception."""

from __future__ import annotations

from dataclasses import replace

from xception_gui.base.config import XceptionConfig

PRESETS: dict[str, XceptionConfig] = {
    "paper": XceptionConfig(),
    "narrow": XceptionConfig(width=0.25, middle_blocks=4),
    "no-residual": XceptionConfig(residual=False),
    "relu": XceptionConfig(mid_activation="relu"),
    "elu": XceptionConfig(mid_activation="elu"),
    "pointwise-first": XceptionConfig(order="pointwise"),
    "inception": XceptionConfig(order="pointwise", segments=4),
    "dense": XceptionConfig(segments=1),
}
"""Figures 9 and 10, section 2; Figure 3's module has few segments, Figure 4's one per channel."""
KEPT = ("in_chans", "num_classes", "drop_rate", "bn_eps", "bn_momentum")
"""What pictures, classes and training decide: no preset is known by these."""


def with_preset(config: XceptionConfig, name: str) -> XceptionConfig:
    """The architecture of a preset for the pictures, classes and training of `config`."""
    return replace(PRESETS[name], **{field: getattr(config, field) for field in KEPT})


def preset_of(config: XceptionConfig) -> str:
    """The name of an architecture, whatever is `KEPT`; empty if it has none."""
    return next((name for name in PRESETS if with_preset(config, name) == config), "")
