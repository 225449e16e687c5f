"""Turn a finished run of ``train … --recipe demo`` into the demonstration weights.

``python packaging/ship_demo.py RUN TEST.zip`` judges the run's weights on pictures that it has
never seen, writes that into their record, and puts them into ``assets/weights/``.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from xception_gui.base.results import Evaluation, Weights
from xception_gui.images import ClassFolders
from xception_gui.inference import Engine, evaluate
from xception_gui.weights import Loaded, load_weights, save_weights

TARGET = Path(__file__).resolve().parent.parent / "assets" / "weights" / "demo.safetensors"
CITATION = "Alex Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009 (CIFAR-10)"


def judged(loaded: Loaded, test: str) -> Evaluation:
    """How the weights do on `test`."""
    results = list(evaluate(Engine(loaded, "cpu", "float32"), ClassFolders(test)))
    assert isinstance(results[-1], Evaluation)
    return results[-1]


def record(weights: Weights, result: Evaluation, note: str) -> dict[str, Any]:
    """What a user should know of how these weights were made."""
    return {
        **weights.record,
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
    """Judge, record, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("test")
    parser.add_argument("--note", default="", help="what the config does not tell of the run")
    options = parser.parse_args()
    loaded = load_weights(options.run / "weights.safetensors")
    result = judged(loaded, options.test)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    named = replace(
        loaded.weights, name="demo", record=record(loaded.weights, result, options.note)
    )
    save_weights(TARGET, loaded.model, named)
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes, top-1 {result.top1:.2%} on test")


if __name__ == "__main__":
    main()
