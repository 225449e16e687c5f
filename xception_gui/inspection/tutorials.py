"""The five tutorials, counted: what they build, what their own summaries would say of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from xception_gui.base.layer_cost import layer_costs
from xception_gui.base.numbers import exact
from xception_gui.base.tutorials import Claim, Stop, Tutorial
from xception_gui.model.initialise import materialise
from xception_gui.model.tutorials import InceptionA, Letter, build_tutorial

LETTERS: tuple[Letter, ...] = ("A", "B", "C", "D", "E")
_SIZES = {"A": 299, "B": 224, "C": 35, "D": 299, "E": 299}
_CHANNELS = 192
_TEXTS: dict[str, Tutorial] = {
    "A": Tutorial(
        "A",
        "PyTorch: stem, one entry block, middle flow, exit; mixed precision, checkpointing",
        (
            "Entry blocks 2 and 3 are missing: the middle flow gets 128 channels instead of 728.",
            "Its cost table is wrong for a separable 3×3, 32 → 64 channels at 112 × 112.",
        ),
    ),
    "B": Tutorial(
        "B",
        "PyTorch: the whole network, 4 classes at 224 × 224",
        (
            "One middle block is used eight times: its weights are shared.",
            "Skip convolutions are made anew in each forward pass: random, never trained.",
        ),
    ),
    "C": Tutorial(
        "C",
        "Article: an Inception module against a block of three separable convolutions",
        (
            "A ReLU follows every separable convolution, and stands before the sum.",
            "The skip connection is a bare 1×1 convolution, without batch norm.",
            "Its table gives 11.5 G and 8.1 G operations without saying what it counts.",
        ),
    ),
    "D": Tutorial(
        "D",
        "Keras: the whole network with the functional interface, stem padded as “same”",
        (
            "In the entry flow each skip continues the skip before it, not the sum.",
            "A ReLU stands before each sum of the middle flow.",
            "No ReLU follows the last two separable convolutions.",
        ),
    ),
    "E": Tutorial(
        "E",
        "PyTorch: 36 layers in 14 modules, Kaiming initialisation, over-fit check on 100 images",
        (
            "A list of modules is multiplied: each middle block has one convolution, used thrice.",
            "Its initialisation is never called.",
        ),
    ),
}


@lru_cache(maxsize=5)
def tutorial(letter: Letter) -> Tutorial:
    """What a tutorial builds, how it departs from the paper, and its numbers, counted.

    An empty batch runs through uninitialised memory: that costs nothing, and fails where pictures
    would. On `meta` it would import a compiler (1.5 s).
    """
    with torch.device("meta"):
        model = build_tutorial(letter).eval()
    materialise(model)
    picture = torch.empty(0, _CHANNELS if letter == "C" else 3, *[_SIZES[letter]] * 2)
    with torch.inference_mode():
        ran, summed, stop = _run(model, picture)
    return replace(
        _TEXTS[letter],
        params=sum(parameter.numel() for parameter in model.parameters()),
        summed=0 if stop else summed,
        claims=_claims(letter),
        ran=ran,
        stop=stop,
    )


@dataclass
class _Seen:
    """What ran so far: the latest module with its input's channels, and parameters per call."""

    latest: tuple[str, nn.Module, int] | None = None
    params: list[int] = field(default_factory=list)

    def begin(self, path: str, module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        self.latest = (path, module, inputs[0].shape[1])

    def end(self, module: nn.Module, _inputs: object, _output: object) -> None:
        self.params.append(sum(parameter.numel() for parameter in module.parameters()))

    def stop(self) -> Stop | None:
        """If the latest module is a convolution that got something else."""
        if self.latest is None:
            return None
        path, module, given = self.latest
        if not isinstance(module, nn.Conv2d):
            return None
        needed = module.in_channels
        return Stop(path, needed, given) if needed != given else None


def _run(model: nn.Module, picture: Tensor) -> tuple[int, int, Stop | None]:
    """Modules that ran, their parameters summed as torchsummary does, and where it stopped."""
    seen, handles = _Seen(), list[RemovableHandle]()
    for path, module in model.named_modules():
        if not list(module.children()):
            handles.append(module.register_forward_pre_hook(partial(seen.begin, path)))
            handles.append(module.register_forward_hook(seen.end))
    try:
        model(picture)
    except RuntimeError:
        stop = seen.stop()
        if stop is None:
            raise
        return len(seen.params), sum(seen.params), stop
    finally:
        for handle in handles:
            handle.remove()
    return len(seen.params), sum(seen.params), None


def _claims(letter: Letter) -> tuple[Claim, ...]:
    """Other numbers of its text; what is true is counted, not copied."""
    if letter == "A":
        separable = layer_costs(32, 64, 3, 112)[-1]
        return (
            Claim("Parameters of its example layer", "2,240", exact(separable.params)),
            Claim("MACs of its example layer", "29,360,128", exact(separable.macs)),
        )
    if letter == "C":
        with torch.device("meta"):
            inception = sum(part.numel() for part in InceptionA(_CHANNELS).parameters())
        return (
            Claim("Parameters of its Inception module", "", exact(inception)),
            Claim("Operations of Inception V3", "11.5 G", ""),
            Claim("Operations of Xception", "8.1 G", ""),
        )
    return ()
