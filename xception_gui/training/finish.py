"""The end of an epoch: judged, told, written as weights."""

from __future__ import annotations

import json

from xception_gui.base.atomic import write_bytes
from xception_gui.base.control import Control
from xception_gui.base.evaluation import to_plain
from xception_gui.base.events import EpochDone
from xception_gui.base.results import Evaluation, Weights
from xception_gui.base.training_config import FLOWS
from xception_gui.base.utf8 import in_utf8
from xception_gui.model import Xception
from xception_gui.training.checkpoints import BEST, save
from xception_gui.training.judging import GivenUp, averaged_model, judge
from xception_gui.training.ranks import world
from xception_gui.training.run import Run
from xception_gui.training.schedule import learning_rate
from xception_gui.training.snapshot import keep_snapshot
from xception_gui.training.state import State
from xception_gui.training.usage import memory_in_use


def finish_epoch(run: Run, state: State, control: Control) -> EpochDone | None:
    """Judge the averaged weights, write them, start new sums; None, and nothing done, if given up.

    Every rank judges its part of the pictures; the first one writes.
    """
    try:
        model = averaged_model(run, state, control)
        judged = judge(run, state, model, control)
    except GivenUp:
        return None
    done = _told(run, state, judged)
    if world()[0] == 0:
        _write(run, state, model, judged)
    state.judged = state.step // run.steps_per_epoch
    state.sums.clear()
    return done


def _write(run: Run, state: State, model: Xception, judged: Evaluation | None) -> None:
    top1 = judged.top1 if judged else None
    write_weights(run, state, model, top1)
    if judged is not None:
        text = in_utf8(json.dumps(to_plain(judged), ensure_ascii=False))
        write_bytes(run.out / "evaluation.json", text.encode())
    _keep_best(run, state, model, top1)
    keep_snapshot(run, state, model)


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
