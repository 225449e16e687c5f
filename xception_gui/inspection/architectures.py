"""Architectures by name, measured for pictures of any size; too small ones show where it stops."""

from __future__ import annotations

from functools import lru_cache
from typing import get_args

import torch
from torch import nn

from xception_gui.base.architectures import ARCHITECTURES, INCEPTION, Architecture
from xception_gui.base.config import XceptionConfig
from xception_gui.base.presets import PRESETS
from xception_gui.base.problem import Problem
from xception_gui.inspection.inception import inception_v3
from xception_gui.inspection.running import run
from xception_gui.inspection.tree import module_tree
from xception_gui.model import build
from xception_gui.model.initialise import materialise
from xception_gui.model.tutorials import CHANNELS, Letter, build_tutorial
from xception_gui.model.xception import least_size


@lru_cache(maxsize=16)
def architecture(name: str, size: int) -> Architecture:
    """One of `ARCHITECTURES` for pictures of `size` × `size` pixels.

    Raises
    ------
    Problem
        ``architecture-unknown``, ``torchvision-missing``.
    """
    if name in PRESETS:
        return of_config(PRESETS[name], name, size)
    if name == INCEPTION:
        return run(inception_v3(), name, (3, size, size))
    for letter in get_args(Letter):
        if name == f"tutorial-{letter.lower()}":
            channels = CHANNELS if letter == "C" else 3  # it is a block, not a network
            return run(tutorial_model(letter), name, (channels, size, size))
    raise Problem("architecture-unknown", name=name, names=", ".join(ARCHITECTURES))


def of_config(config: XceptionConfig, name: str, size: int) -> Architecture:
    """The network of `config`; for pictures of which nothing is left it is run."""
    if size >= least_size(config):
        return Architecture(name, module_tree(config, size))
    return run(build(config, None), name, (config.in_chans, size, size))


def tutorial_model(letter: Letter) -> nn.Module:
    """A tutorial's network in eval mode, its numbers uninitialised."""
    with torch.device("meta"):
        model = build_tutorial(letter).eval()
    materialise(model)
    return model
