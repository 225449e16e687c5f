"""The end of an epoch: the averaged weights made usable, judged, written as weights."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing

import numpy as np
import torch
from torch import Tensor

from xception_gui.base.atomic import write_bytes
from xception_gui.base.control import Control
from xception_gui.base.evaluation import to_plain
from xception_gui.base.events import EpochDone
from xception_gui.base.preprocessing import input_size
from xception_gui.base.problem import Problem
from xception_gui.base.results import Evaluation, Weights
from xception_gui.base.training import TrainingConfig
from xception_gui.base.training_config import FLOWS
from xception_gui.base.utf8 import in_utf8
from xception_gui.inference.tally import Tally
from xception_gui.model import Xception
from xception_gui.model.initialise import recompute_statistics
from xception_gui.training.batches import plain
from xception_gui.training.checkpoints import BEST, save
from xception_gui.training.network import judged_network
from xception_gui.training.reading import in_parts
from xception_gui.training.run import Run
from xception_gui.training.samples import Samples
from xception_gui.training.schedule import learning_rate
from xception_gui.training.snapshot import keep_snapshot
from xception_gui.training.state import State
from xception_gui.training.together import copied_alone
from xception_gui.training.usage import memory_in_use

_STATISTICS_BATCHES, _STATISTICS_PICTURES = 40, 1280  # whichever is reached first
_JUDGE_BATCH = 256


class GivenUp(Exception):
    """A stop or a pause has come between: the epoch is judged later, from the beginning."""


def finish_epoch(run: Run, state: State, control: Control) -> EpochDone | None:
    """Judge the averaged weights, write them, start new sums; None, and nothing done, if given up.

    What was asked for may be over when it is asked for again (a pause): so whoever sees a wish
    raises it, and nobody takes half of the pictures for all.
    """
    try:
        model = averaged_model(run, state, control)
        epoch, at_once = state.step // run.steps_per_epoch, part_size(run, state)
        judged = judge(run, model, control, judged_together(run.config, at_once), epoch)
    except GivenUp:
        return None
    done = _told(run, state, judged)
    write_weights(run, state, model, done.validation_top1)
    if judged is not None:
        text = in_utf8(json.dumps(to_plain(judged), ensure_ascii=False))
        write_bytes(run.out / "evaluation.json", text.encode())
    _keep_best(run, state, model, done.validation_top1)
    keep_snapshot(run, state, model)
    state.judged = state.step // run.steps_per_epoch
    state.sums.clear()
    return done


def _go_on(control: Control) -> None:
    if control.stop.is_set() or control.pause.is_set():
        raise GivenUp


def averaged_model(run: Run, state: State, control: Control) -> Xception:
    """A copy with the averaged weights and batch-norm statistics recomputed on training pictures.

    The weights themselves where nothing is averaged.
    """
    model = copied_alone(state.model)  # the other ranks do not judge
    if state.average is None:
        return model.eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(state.average[name])
    learning = [model.get_submodule(flow) for flow in FLOWS]
    learning = [flow for flow in learning if flow.training]
    if run.config.trained == "network":
        recompute_statistics(model, _statistics_batches(run, state, control), learning)
    return model.eval()


def judged_together(config: TrainingConfig, part: int) -> int:
    """Pictures that are judged at once, where `part` learn: in no more memory than these need."""
    return min(_JUDGE_BATCH, 4 * part if config.checkpointing == "none" else part)


def part_size(run: Run, state: State) -> int:
    """Pictures that went through the network together, and fitted into memory."""
    return run.config.batch_size // state.parts


def statistics_batches(together: int, count: int) -> int:
    """How many, each of `together` of the `count` pictures; 40 of 128 took a fifth of an epoch."""
    enough = -(-_STATISTICS_PICTURES // together)
    return min(_STATISTICS_BATCHES, enough, max(1, count // together))


def _statistics_batches(run: Run, state: State, control: Control) -> Iterator[Tensor]:
    size, count = input_size(run.config.preprocessing), len(run.training)
    together = part_size(run, state)
    batches = statistics_batches(together, count)
    chosen = torch.linspace(0, count - 1, batches * together).long()
    parts = chosen.view(batches, -1).T.reshape(batches, -1).tolist()
    with closing(plain(run, run.training, parts, size)) as pictures:
        for indices, x in pictures:
            _go_on(control)
            if len(indices) > 1:  # of one there are no statistics
                yield x


@torch.inference_mode()
def judge(
    run: Run, model: Xception, control: Control, at_once: int, epoch: int
) -> Evaluation | None:
    """The validation pictures, as `evaluate` judges; None without any. `GivenUp` if it is.

    A batch has its own statistics, so its loss may be a number where there is none here.
    """
    samples, network = run.validation, judged_network(model, run.config)
    size, tally = input_size(run.config.preprocessing), Tally(run.classes)
    left = set(range(len(samples)))
    with closing(plain(run, samples, in_parts(range(len(samples)), at_once), size)) as pictures:
        for indices, x in pictures:
            _go_on(control)
            if indices:
                left.difference_update(indices)
                names = [samples.names[index] for index in indices]
                logits = network(x).double().cpu().numpy()
                if not np.isfinite(logits).all():
                    raise Problem("judged-not-finite", epoch=epoch, run=str(run.out))
                tally.add(logits, samples.labels[indices].numpy(), names)
    return tally.evaluation(_causes(samples, left)) if tally.count else None


def _causes(samples: Samples, left: Iterable[int]) -> list[tuple[str, str]]:
    """Names of pictures that could not be judged, and why: not of all that ever were lost."""
    names = [samples.names[index] for index in sorted(left)]
    return [(name, str(samples.source.lost[name])) for name in names]


def _told(run: Run, state: State, judged: Evaluation | None) -> EpochDone:
    sums, seen = state.sums, max(1.0, state.sums["seen"])
    flows = [flow for flow in FLOWS if sums.get(f"learnt.{flow}")]
    return EpochDone(
        state.step // run.steps_per_epoch - 1,
        state.step,
        sums["loss"] / seen,
        sums["right"] / seen,
        judged.loss if judged else None,
        judged.top1 if judged else None,
        judged.top5 if judged else None,
        seconds=sums["seconds"],
        images_per_second=seen / max(1e-9, sums["seconds"]),
        learning_rate=learning_rate(run.config, state.step - 1, run.steps_per_epoch),
        validation_calibration_error=judged.calibration_error if judged else None,
        memory=memory_in_use(run.device),
        gradient_norms={flow: sums[f"norm.{flow}"] / sums[f"learnt.{flow}"] for flow in flows},
    )


def _keep_best(run: Run, state: State, model: Xception, top1: float | None) -> None:
    """A checkpoint beside the others that is replaced only by a better one."""
    state.last = top1
    if top1 is not None and (state.best is None or top1 > state.best):
        state.best = top1
        average = None if state.average is None else model.state_dict()
        save(state, run.config, run.classes, run.out / BEST, average, run.left_out, run.pictures)


def write_weights(run: Run, state: State, model: Xception, top1: float | None) -> None:
    """The averaged `model` as a weights file with its record: the run's result so far."""
    from xception_gui.weights import save_weights

    path = run.out / "weights.safetensors"
    record = {
        "training": run.config.to_dict(),
        "step": state.step,
        "train_images": len(run.training),
        "validation_images": len(run.validation),
        "validation_top1": top1,
    }
    weights = Weights(
        name=run.out.name,
        dialect="own",
        source=str(path),
        sha256="",
        classes=run.classes,
        config=state.model.config,
        preprocessing=run.config.preprocessing,
        trained=True,
        record=record,
    )
    save_weights(path, model.cpu(), weights)
