"""The averaged weights made usable and judged at the end of an epoch: every rank does its part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from xception_gui.base.control import Control
from xception_gui.base.memory import is_memory_error
from xception_gui.base.preprocessing import input_size
from xception_gui.base.problem import Problem
from xception_gui.base.results import Evaluation
from xception_gui.base.training import TrainingConfig
from xception_gui.base.training_config import FLOWS
from xception_gui.inference.tally import Tally
from xception_gui.model import Xception
from xception_gui.model.initialise import recompute_statistics
from xception_gui.training.batches import plain
from xception_gui.training.network import judged_network
from xception_gui.training.ranks import any_of, gathered, world
from xception_gui.training.reading import in_parts
from xception_gui.training.run import Run
from xception_gui.training.samples import Samples
from xception_gui.training.state import State
from xception_gui.training.together import copied_alone, statistics_of_all, statistics_of_first

_STATISTICS_BATCHES, _STATISTICS_PICTURES = 40, 1280  # whichever is reached first
_JUDGE_BATCH = 256
_NONE = np.zeros((0, 1))
T = TypeVar("T")


class GivenUp(Exception):
    """A stop or a pause has come between: the epoch is judged later, from the beginning."""


def _agreed(run: Run, control: Control, failed: bool = False, full: bool = False) -> bool:
    """Whether any rank has failed; `GivenUp` on all of them if any is to stop or to pause.

    What was asked for may be over when it is asked for again: so whoever sees a wish raises it,
    and nobody takes half of the pictures for all. ``out-of-memory`` on all if the memory of any
    is full: where one alone raised it, the first would lose that one, and save nothing.
    """
    wished = control.stop.is_set() or control.pause.is_set()
    given_up, failed, full = any_of([wished, failed, full], run.device)
    if full:
        raise Problem("out-of-memory", name=str(run.out), device=run.device)
    if given_up and not failed:
        raise GivenUp
    return failed


def _by_all(run: Run, control: Control, work: Callable[[], T]) -> T:
    """What it gives, where no rank lacks memory for its part of it.

    One that does says so where the others agree next; with the exception go the frames that hold
    what fills the memory.
    """
    done = list[T]()
    try:
        done.append(work())
    except (RuntimeError, MemoryError) as error:
        if not is_memory_error(error):
            raise
    _agreed(run, control, full=not done)
    return done[0]


def averaged_model(run: Run, state: State, control: Control) -> Xception:
    """A copy with the averaged weights and batch-norm statistics recomputed on training pictures.

    The weights themselves where nothing is averaged. All ranks get the same.
    """
    model, learning = _by_all(run, control, lambda: _averaged(run, state, control))
    if state.average is None:
        statistics_of_first(model)
    statistics_of_all(learning)
    return model.eval()


def _averaged(run: Run, state: State, control: Control) -> tuple[Xception, list[nn.Module]]:
    """The copy of this rank, and the flows with statistics of its pictures alone."""
    model = copied_alone(state.model)  # the others are not asked in the middle of the network
    if state.average is None:
        return model, []
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(state.average[name])
    if run.config.trained != "network":
        return model, []
    flows = [model.get_submodule(flow) for flow in FLOWS]
    learning = [flow for flow in flows if flow.training]
    recompute_statistics(model, _statistics_batches(run, state, control), learning)
    return model, learning


def part_size(run: Run, state: State) -> int:
    """Pictures that went through the network together, and fitted into memory."""
    return run.config.batch_size // (state.parts * world()[1])


def statistics_batches(together: int, count: int) -> int:
    """How many, each of `together` of the `count` pictures; 40 of 128 took a fifth of an epoch."""
    enough = -(-_STATISTICS_PICTURES // together)
    return min(_STATISTICS_BATCHES, enough, max(1, count // together))


def _statistics_batches(run: Run, state: State, control: Control) -> Iterator[Tensor]:
    size, count = input_size(run.config.preprocessing), len(run.training)
    together = part_size(run, state)
    batches = statistics_batches(together, count)
    chosen = torch.linspace(0, count - 1, batches * together).long()
    parts = own(chosen.view(batches, -1).T.reshape(batches, -1).tolist())
    with closing(plain(run, run.training, parts, size)) as pictures:
        for indices, x in pictures:
            _agreed(run, control)
            if len(indices) > 1:  # of one there are no statistics
                yield x


def own(parts: Sequence[list[int]]) -> list[list[int]]:
    """This rank's; as many for each, the last one empty, for after each all of them agree."""
    rank, ranks = world()
    mine, most = list(parts[rank::ranks]), -(-len(parts) // ranks)
    return mine + [[]] * (most - len(mine))


def judged_together(config: TrainingConfig, part: int) -> int:
    """Pictures that are judged at once, where `part` learn: in no more memory than these need."""
    return min(_JUDGE_BATCH, 4 * part if config.checkpointing == "none" else part)


@torch.inference_mode()
def judge(run: Run, state: State, model: Xception, control: Control) -> Evaluation | None:
    """The validation pictures, as `evaluate` judges; None without any. `GivenUp` if it is.

    A batch has its own statistics, so its loss may be a number where there is none here.
    """
    tally, left = _by_all(run, control, lambda: _judged(run, state, model, control))
    whole, causes = Tally.of_all(gathered([tally])), gathered(_causes(run.validation, left))
    return whole.evaluation(causes) if whole.count else None


def _judged(run: Run, state: State, model: Xception, control: Control) -> tuple[Tally, set[int]]:
    """This rank's part, and the indices of those that could not be read."""
    samples, network = run.validation, judged_network(model, run.config)
    size, tally = input_size(run.config.preprocessing), Tally(run.classes)
    at_once = judged_together(run.config, part_size(run, state))
    parts = own(list(in_parts(range(len(samples)), at_once)))
    left = {index for part in parts for index in part}
    with closing(plain(run, samples, parts, size)) as pictures:
        for indices, x in pictures:
            logits = network(x).double().cpu().numpy() if indices else _NONE
            if _agreed(run, control, not np.isfinite(logits).all()):
                epoch = state.step // run.steps_per_epoch
                raise Problem("judged-not-finite", epoch=epoch, run=str(run.out))
            if indices:
                left.difference_update(indices)
                names = [samples.names[index] for index in indices]
                tally.add(logits, samples.labels[indices].numpy(), names)
    return tally, left


def _causes(samples: Samples, left: Iterable[int]) -> list[tuple[str, str]]:
    """Names of pictures that could not be judged, and why: not of all that ever were lost."""
    names = [samples.names[index] for index in sorted(left)]
    return [(name, str(samples.source.lost[name])) for name in names]
