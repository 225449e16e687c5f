"""Our network against timm, Keras and runtimes of ONNX with the same weights, place by place.

``python -m benchmarks.parity [--sizes N…]``. The weights are random with calibrated batch-norm
statistics: a fresh network is dead, and would agree with anything. Keras runs in a process of its
own, on its torch back end, and reads and writes the files itself. onnxruntime and OpenVINO read
the ONNX file that we write.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from benchmarks._common import print_target
from benchmarks._keras import CLASSES, LAYERS
from benchmarks._onnx import JUDGES, Judge, tapped
from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import paper_steps
from xception_gui.base.results import Weights
from xception_gui.inspection import capture
from xception_gui.model import Xception, build
from xception_gui.model.initialise import calibrated
from xception_gui.weights import load_weights
from xception_gui.weights.convert import convert
from xception_gui.weights.load import Loaded
from xception_gui.weights.onnx_file import onnx_file

BOUND = 1e-5
HEAD = "classifier.fc"
PLACES = (*LAYERS, HEAD)
CONTROLS: dict[str, dict[str, object]] = {
    "no middle flow": {"middle_blocks": 0},
    "epsilon 1e-5": {"bn_eps": 1e-5},
    "symmetric pooling": {"pool_padding": "symmetric"},
}
"""What must fail against Keras, and against an ONNX file of Keras' network."""


def random_weights(classes: int = CLASSES, **changes: object) -> Loaded:
    """The paper's network, alive."""
    config = replace(XceptionConfig(num_classes=classes), **changes)  # type: ignore[arg-type]
    record = Weights("random", "own", "", "", (), config, paper_steps(), True)
    return Loaded(record, calibrated(config, 0, 96))


def ask_keras(folder: Path, loaded: Loaded, sizes: list[int]) -> None:
    """Have Keras read `loaded`, write its own files into `folder`, and answer for `sizes`."""
    convert(loaded, folder / "ours.h5")
    words = [sys.executable, "-m", "benchmarks._keras", str(folder), *map(str, sizes)]
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])


def variant(model: Xception, changes: Mapping[str, object]) -> Xception:
    """The same weights in a network that differs."""
    other = build(replace(model.config, **changes), None)  # type: ignore[arg-type]
    state = model.state_dict()
    other.load_state_dict({name: state[name] for name in other.state_dict()})
    return other


def errors(model: Xception, answers: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Largest difference at each place, relative to the largest value there."""
    paths = [path for path in PLACES if path in dict(model.named_modules())]
    with torch.inference_mode(), capture(model, paths) as held:
        model(torch.from_numpy(answers["picture"]))
    return {
        path: relative(held.activations[path], answers["logits" if path == HEAD else path])
        for path in paths
    }


def relative(ours: Tensor, theirs: np.ndarray) -> float:
    """The largest difference by the largest value."""
    if ours.shape != theirs.shape:
        return float("inf")
    wanted = torch.from_numpy(theirs)
    return float((ours - wanted).abs().max() / wanted.abs().max())


def timm_answers(loaded: Loaded, folder: Path, size: int) -> dict[str, np.ndarray]:
    """What timm's network gives, with the weights that we wrote for it."""
    import timm

    convert(loaded, folder / "timm.pth")
    with torch.random.fork_rng(devices=[]):
        model = timm.create_model("legacy_xception", num_classes=CLASSES)
    model.load_state_dict(torch.load(folder / "timm.pth", weights_only=True))
    names = {path: path.split(".", 1)[1] for path in PLACES}
    picture = torch.randn(1, 3, size, size, generator=torch.Generator().manual_seed(size))
    with torch.inference_mode(), capture(model.eval(), names.values()) as held:
        model(picture)
    found = {path: held.activations[name].numpy() for path, name in names.items()}
    return {**found, "logits": found[HEAD], "picture": picture.numpy()}


def runtime_answers(judge: Judge, size: int) -> dict[str, np.ndarray]:
    """What a runtime gives at each place, with the ONNX file that we wrote for it."""
    picture = torch.randn(1, 3, size, size, generator=torch.Generator().manual_seed(size)).numpy()
    *places, logits = judge(picture)
    return {**dict(zip(LAYERS, places, strict=True)), "logits": logits, "picture": picture}


def judged(loaded: Loaded) -> dict[str, Judge]:
    """The runtimes with the ONNX file of `loaded`, all places among its outputs."""
    data = tapped(onnx_file(loaded, "parity"), list(LAYERS))
    return {name: judge(data) for name, judge in JUDGES.items()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[299, 150, 203, 135])
    sizes = parser.parse_args().sizes
    own = random_weights()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ask_keras(folder, own, sizes)
        timm_like = random_weights(pool_padding="symmetric", bn_eps=1e-5)
        for size in sizes:
            answers = timm_answers(timm_like, folder, size)
            model = load_weights(folder / "timm.pth").model
            _print("timm", size, errors(model, answers))
        model = load_weights(folder / "top.h5").model
        for size in sizes:
            _compare("Keras", size, model, dict(np.load(folder / f"{size}.npz")))
    for runtime, judge in judged(own).items():
        for size in sizes:
            _compare(runtime, size, own.model, runtime_answers(judge, size))


def _compare(library: str, size: int, model: Xception, answers: Mapping[str, np.ndarray]) -> None:
    """Its rows, and what must not agree."""
    _print(library, size, errors(model, answers))
    for title, changes in CONTROLS.items():
        found = errors(variant(model, changes), answers)[HEAD]
        print(f"  control, {title}: logits differ by {found:.1e}")


def _print(library: str, size: int, found: Mapping[str, float]) -> None:
    for path, error in found.items():
        print(f"  {library:<12}{size:>4}  {path:<16}{error:10.1e}")
    print_target(f"{library} {size}, largest relative error × 1e5", max(found.values()) * 1e5, 1.0)


if __name__ == "__main__":
    main()
