"""The averaged weights: made usable, judged, written as weights."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import torch
from torch.nn import functional

from xception_gui.base.preprocessing import input_size
from xception_gui.base.results import Weights
from xception_gui.model import Xception
from xception_gui.model.initialise import recompute_statistics
from xception_gui.training.augment import to_input
from xception_gui.training.state import State

if TYPE_CHECKING:
    from xception_gui.training.loop import Run

STATISTICS_BATCHES = 40
JUDGE_BATCH = 256
Judgement = tuple[float | None, float | None, float | None]


def averaged_model(run: Run, state: State) -> Xception:
    """A copy with the averaged weights and batch-norm statistics recomputed on training pictures.

    The weights themselves where nothing is averaged.
    """
    model = copy.deepcopy(state.model)
    if state.average is None:
        return model.eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(state.average[name])
    size = input_size(run.config.preprocessing)
    pixels = run.training.pixels
    count = min(STATISTICS_BATCHES, max(1, len(pixels) // run.config.batch_size))
    chosen = torch.linspace(0, len(pixels) - 1, count * run.config.batch_size).long()
    batches = (
        to_input(pixels[part].to(run.device), size, run.config.preprocessing)
        for part in chosen.view(count, -1).T.reshape(count, -1)
    )
    recompute_statistics(model, batches)
    return model.eval()


@torch.inference_mode()
def judge(run: Run, model: Xception, size: int) -> Judgement:
    """Mean cross-entropy (nats), top-1 and top-5 fraction on the validation pictures, if any."""
    samples = run.validation
    if not len(samples):
        return None, None, None
    loss = first = five = 0.0
    for start in range(0, len(samples), JUDGE_BATCH):
        x = to_input(
            samples.pixels[start : start + JUDGE_BATCH].to(run.device),
            size,
            run.config.preprocessing,
        )
        y = samples.labels[start : start + JUDGE_BATCH].to(run.device)
        logits = model(x)
        loss += float(functional.cross_entropy(logits, y, reduction="sum"))
        best = logits.topk(min(5, logits.shape[1]), 1).indices == y[:, None]
        first, five = first + float(best[:, 0].sum()), five + float(best.sum())
    return loss / len(samples), first / len(samples), five / len(samples)


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
