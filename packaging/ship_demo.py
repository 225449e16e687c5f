"""Turn finished runs of ``train … --recipe demo`` into the demonstration weights.

``python packaging/ship_demo.py TEST.zip RUN [RUN …] --data TRAIN.zip`` judges the weights on
pictures that they have never seen, writes that into their record, and puts them into
``assets/weights/``. Several runs, each begun with the weights of the one before, are averaged
(Izmailov et al. 2018, "Averaging Weights Leads to Wider Optima"), and the batch-norm statistics
recomputed on training pictures, as `training` does with its own average.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from xception_gui.base.results import Evaluation, Weights
from xception_gui.images import ClassFolders, prepare
from xception_gui.inference import Engine, evaluate
from xception_gui.model.initialise import recompute_statistics
from xception_gui.weights import Loaded, load_weights, save_weights

TARGET = Path(__file__).resolve().parent.parent / "assets" / "weights" / "demo.safetensors"
CITATION = "Alex Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009 (CIFAR-10)"
_STATISTICS = 20_000, 250  # pictures, and how many go through the network together


def averaged(runs: Sequence[Path], data: str) -> Loaded:
    """The last run's weights, or the mean of all runs'."""
    loaded = [load_weights(run / "weights.safetensors") for run in runs]
    last = loaded[-1]
    if len(loaded) > 1:
        every = [dict(one.model.named_parameters()) for one in loaded]
        with torch.no_grad():
            for name, parameter in last.model.named_parameters():
                parameter.copy_(torch.stack([one[name] for one in every]).mean(0))
            recompute_statistics(last.model, batches(data, last.weights))
    # What the last run's own weights did on the pictures held back is not the mean's; and who
    # begins with others' weights holds back pictures that these have learnt.
    kept = {k: v for k, v in last.weights.record.items() if k != "validation_top1"}
    return replace(last, weights=replace(last.weights, record=kept))


def batches(data: str, weights: Weights) -> Iterator[Tensor]:
    """Training pictures of every class, as the network receives them."""
    pictures, (count, together) = ClassFolders(data), _STATISTICS
    chosen = np.random.default_rng(0).permutation(len(pictures))[:count]
    for part in np.split(chosen, count // together):
        ready = (prepare(pictures.image(i), weights.preprocessing, "").values for i in part)
        yield torch.from_numpy(np.stack(list(ready)))


def judged(loaded: Loaded, test: str) -> Evaluation:
    """How the weights do on `test`."""
    results = list(evaluate(Engine(loaded, "cpu", "float32"), ClassFolders(test)))
    assert isinstance(results[-1], Evaluation)
    return results[-1]


def record(weights: Weights, result: Evaluation, note: str) -> dict[str, Any]:
    """What a user should know of how these weights were made."""
    config = dict(weights.record["training"])
    config["weights"] = os.path.basename(config["weights"])  # where it lay is nobody's business
    return {
        **weights.record,
        "training": config,
        "command": "xception-gui train train.zip --recipe demo --out RUN",
        "data": "CIFAR-10: 50,000 pictures of 32 × 32 pixels, 10 classes",
        "citation": CITATION,
        "test_images": result.count,
        "test_top1": result.top1,
        "test_top5": result.top5,
        "test_loss": result.loss,
        "torch": torch.__version__,
        "note": note,
    }


def main() -> None:
    """Average, judge, record, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("test")
    parser.add_argument("runs", type=Path, nargs="+", metavar="run")
    parser.add_argument(
        "--data", default="", help="training pictures, for the mean of several runs"
    )
    parser.add_argument("--note", default="", help="what the config does not tell of the runs")
    parser.add_argument("--out", type=Path, default=TARGET)
    options = parser.parse_args()
    loaded = averaged(options.runs, options.data)
    result = judged(loaded, options.test)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    named = replace(
        loaded.weights, name="demo", record=record(loaded.weights, result, options.note)
    )
    save_weights(options.out, loaded.model, named)
    size = options.out.stat().st_size
    print(f"{options.out.name}: {size:,} bytes, top-1 {result.top1:.2%} on test")


if __name__ == "__main__":
    main()
