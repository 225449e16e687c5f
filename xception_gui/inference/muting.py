"""What the network says of a picture when some of its parts are taken out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch

from xception_gui.base.muting import Mute, Muted
from xception_gui.base.results import Prediction, Prepared
from xception_gui.inference.engine import Engine, softmax
from xception_gui.inspection.memory_need import check_model
from xception_gui.inspection.muting import Mutable
from xception_gui.model.blocks import Block


class MutedPicture:
    """One picture, answered again and again without some parts, in float32.

    Parameters
    ----------
    engine : Engine
        Its network as its author wrote it, not folded.
    """

    def __init__(self, engine: Engine, prepared: Prepared) -> None:
        values = torch.tensor(prepared.values, device=engine.device)[None]
        whole, _ = engine.predict(prepared)
        check_model(engine.model, values.shape[-1])  # which is not computed in strips
        self._model = engine.model
        began = time.perf_counter()
        self._mutable = Mutable(engine.model, values)
        self.before = _answer(replace(whole, precision="float32"), self._mutable.logits, began)

    def without(self, mutes: Sequence[Mute]) -> Muted:
        """The answer with all of `mutes` taken out.

        Raises
        ------
        Problem
            ``mute-impossible``.
        """
        began = time.perf_counter()
        logits = self._mutable.without(mutes)
        return Muted(tuple(mutes), self.before, _answer(self.before, logits, began))

    def each_block(self) -> Iterator[Muted]:
        """Each block with a skip connection taken out by itself, in the order of the network."""
        for path, module in self._model.named_modules():
            if isinstance(module, Block) and module.skips:
                yield self.without([Mute(path, "block")])


def _answer(like: Prediction, logits: torch.Tensor, began: float) -> Prediction:
    values = np.array(logits.float().cpu().numpy(), np.float32)
    ms = 1000 * (time.perf_counter() - began)
    values.setflags(write=False)
    return replace(like, logits=values, probabilities=softmax(values), ms=ms)
