"""`Engine`: one network on one device, ready to answer."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from xception_gui.base.memory import is_memory_error
from xception_gui.base.problem import Problem
from xception_gui.base.results import (
    Activation,
    FloatArray,
    Origin,
    Prediction,
    Prepared,
    state_id,
)
from xception_gui.inference.device import choose_device, choose_precision
from xception_gui.inference.folding import folded
from xception_gui.inspection.memory_need import MOST_STRIPS, check_pass
from xception_gui.model import Xception
from xception_gui.model.strips import in_strips
from xception_gui.model.xception import LAST_ACTIVATION, check_channels
from xception_gui.weights import Loaded

LARGEST_BATCH = 16
Answer = tuple[Prediction, Activation]


@dataclass(frozen=True)
class _Pass:
    """Logits (N, classes), last activation (N, channels, height, width), milliseconds, strips."""

    logits: FloatArray
    last: FloatArray
    ms: float
    strips: int


class Engine:
    """Answers pictures; to be used from one thread at a time.

    Parameters
    ----------
    loaded : Loaded
        Left as it is: the engine computes on a folded copy.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps".
    precision : str
        "auto" (float32), "float32", "bfloat16" or "float16".

    Attributes
    ----------
    weights : Weights
    model : Xception
        Not folded, float32, on `device`: for hooks and gradients.
    device : torch.device
    precision, state_id : str
    fallback : str
        Why device or precision are not the ones asked for; empty if they are.
    strips : int
        In which the entry flow of the latest pass was computed: 1 unless memory was short.

    Raises
    ------
    Problem
        ``device-unknown``, ``precision-unknown``, ``out-of-memory``.
    """

    def __init__(self, loaded: Loaded, device: str = "auto", precision: str = "auto") -> None:
        where = choose_device(device)
        number = choose_precision(precision, where.device)
        self.weights = loaded.weights
        self.device = where.device
        self.precision = number.name
        self.fallback = "; ".join(text for text in (where.fallback, number.fallback) if text)
        kind = f"torch-{self.device.type}"
        self.strips = 1
        self.state_id = state_id(self.weights, self.precision, kind)
        self._dtype = number.dtype
        self._labels = tuple(map(self.weights.label, range(self.weights.config.num_classes)))
        self._layout = torch.channels_last if self.device.type != "mps" else torch.contiguous_format
        _exact(self.device, number.dtype)
        try:
            self.model = _on(loaded.model, self.device)
            self._network = _to(folded(self.model), self._dtype, self._layout)
        except (RuntimeError, MemoryError) as error:
            raise self._memory_problem(error) from error

    def predict(self, prepared: Prepared) -> Answer:
        """Prediction and last activation of one picture, from one pass.

        Raises
        ------
        Problem
            ``channels``, ``classes-none``, ``not-finite``, ``out-of-memory``,
            ``memory-need``.
        """
        return self.predict_many([prepared])[0]

    def predict_many(self, pictures: Sequence[Prepared]) -> list[Answer]:
        """What `predict` gives for each picture; fewer at once or in strips if memory is short."""
        answers: list[Answer] = []
        for done in self._passes([picture.values for picture in pictures], keep=True):
            count = len(done.logits)
            part = pictures[len(answers) : len(answers) + count]
            answers += [self._answer(picture, done, row) for row, picture in enumerate(part)]
        return answers

    def logits(self, values: Sequence[FloatArray]) -> FloatArray:
        """float32 array (N, classes) for pictures of (in_chans, size, size) float32 each."""
        passes = self._passes(values, keep=False)
        empty = np.zeros((0, self.weights.config.num_classes), np.float32)
        return np.concatenate([empty, *(done.logits for done in passes)])

    def _answer(self, picture: Prepared, done: _Pass, row: int) -> Answer:
        origin = Origin(picture.image_id, self.state_id, picture.preprocessing_id)
        logits = done.logits[row]
        prediction = Prediction(
            origin=origin,
            weights=self.weights.name,
            weights_sha256=self.weights.sha256,
            trained=self.weights.trained,
            labels=self._labels,
            logits=_frozen(logits),
            probabilities=_frozen(softmax(logits)),
            ms=done.ms / len(done.logits),
            device=str(self.device),
            precision=self.precision,
            fallback=self.fallback,
            strips=done.strips,
        )
        return prediction, Activation(origin, LAST_ACTIVATION, _frozen(done.last[row]))

    def _passes(self, values: Sequence[FloatArray], keep: bool) -> Iterator[_Pass]:
        """Passes over all pictures, in order, in batches that halve when memory runs out.

        A picture that is too large alone has its entry flow computed in strips, ever more.
        """
        self._check(values)
        start, size, strips = 0, LARGEST_BATCH, 1
        while start < len(values):
            batch = values[start : start + size]
            done = self._attempt(batch, keep, strips)
            if done is not None:
                start, self.strips = start + len(batch), done.strips
                yield done
            elif len(batch) > 1:
                size = len(batch) // 2
            else:
                strips *= 2

    def _check(self, values: Sequence[FloatArray]) -> None:
        config = self.weights.config
        if config.num_classes == 0:
            raise Problem("classes-none", name=self.weights.name)
        for picture in values:
            check_channels(config, picture.shape[0], self.weights.name)

    def _attempt(self, batch: Sequence[FloatArray], keep: bool, strips: int) -> _Pass | None:
        """One pass; None if that many pictures in so few strips are too much at once."""
        try:
            self._check_room(batch, strips)
            return self._pass(batch, keep, strips)
        except Problem as told:
            if told.code != "memory-need":
                raise
            problem = told
        except (RuntimeError, MemoryError) as error:
            problem = self._memory_problem(error)
        # Only here, where the exception and the tensors in its frames are gone, is memory free.
        if self.device.type != "cpu":
            torch.accelerator.empty_cache()
        if len(batch) == 1 and strips >= MOST_STRIPS:
            raise problem
        return None

    def _check_room(self, batch: Sequence[FloatArray], strips: int) -> None:
        """A processor without room for it would end the program: the system asks nobody."""
        config, size = self.weights.config, batch[0].shape[-1]
        check_pass(self.device, config, size, count=len(batch), strips=strips)

    @torch.inference_mode()
    def _pass(self, batch: Sequence[FloatArray], keep: bool, strips: int) -> _Pass:
        pictures = torch.from_numpy(np.stack(batch)).to(self.device, self._dtype)
        pictures = pictures.contiguous(memory_format=self._layout)
        self._wait()
        began = time.perf_counter()
        with in_strips(self._network, strips):
            last = self._network.forward_features(pictures)
        logits = self._network.forward_head(last)
        self._wait()
        ms = 1000 * (time.perf_counter() - began)
        answers = _array(logits)
        if not np.isfinite(answers).all():
            raise Problem("not-finite", name=self.weights.name, precision=self.precision)
        return _Pass(answers, _array(last if keep else last[:, :0]), ms, strips)

    def _wait(self) -> None:
        """An accelerator works on after a call returns; the clock must not."""
        if self.device.type != "cpu":
            torch.accelerator.synchronize(self.device)

    def _memory_problem(self, error: BaseException) -> Problem:
        """The one line for a lack of memory; any other error is raised again."""
        if not is_memory_error(error):
            raise error
        return Problem("out-of-memory", name=self.weights.name, device=self.device)


def softmax(logits: FloatArray) -> FloatArray:
    """Probabilities of the last axis, computed in float64.

    Of one class alone it is the sigmoid of its logit, as those mean it who train a network with one
    output (``Dense(1, "sigmoid")``): against nothing it would always be certain.
    """
    if logits.shape[-1] == 1:
        return softmax(np.concatenate((logits, np.zeros_like(logits)), -1))[..., :1]
    powers = np.exp(logits.astype(np.float64) - logits.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True), np.float32)


def _exact(device: torch.device, dtype: torch.dtype) -> None:
    """Float32 on CUDA means float32: convolutions would round to TensorFloat-32's ten bits."""
    if device.type == "cuda" and dtype is torch.float32:
        torch.backends.cudnn.allow_tf32 = False


def _on(model: Xception, device: torch.device) -> Xception:
    """`model` itself if it is there already, else a copy there."""
    if next(model.parameters()).device == device:
        return model
    return copy.deepcopy(model).to(device)


def _to(model: Xception, dtype: torch.dtype, layout: torch.memory_format) -> Xception:
    return model.to(dtype=dtype, memory_format=layout)  # type: ignore[call-overload,no-any-return]


def _array(tensor: Tensor) -> FloatArray:
    return np.asarray(tensor.float().cpu().numpy(), np.float32)


def _frozen(values: FloatArray) -> FloatArray:
    """A copy in C order that nobody can write to, and that keeps no whole batch alive."""
    kept = np.array(values, np.float32, order="C")
    kept.setflags(write=False)
    return kept
