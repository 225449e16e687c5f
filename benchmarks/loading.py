"""How long weights of the paper's network take to load, by the container they lie in.

``python -m benchmarks.loading [--rounds N]``. Files as this program, timm and Keras write them,
read in this process (HDF5 by its child), and as the window has them read: pickles by a warm one.
"""

from __future__ import annotations

import argparse
import platform
import tempfile
from functools import partial
from pathlib import Path

import torch

from benchmarks._common import interleaved, print_target, print_times, processor
from benchmarks.parity import ask_keras, random_weights
from xception_gui.base.numbers import size
from xception_gui.weights import load_weights
from xception_gui.weights.convert import convert
from xception_gui.weights.safely import Reader

OWN, LIMIT_MS = "own safetensors", 300.0


def main() -> None:
    """Print the table and the target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        files = _files(Path(name))
        print(f"{processor()}, torch {torch.__version__}, Python {platform.python_version()}")
        for title, path in files.items():
            print(f"  {title:<22}{size(path.stat().st_size):>10}")
        calls = {title: partial(load_weights, path) for title, path in files.items()}
        times = interleaved(calls, options.rounds, 1)
        print("in this process")
        print_times(times)
        print_target("own safetensors, shortest, ms", min(times[OWN]), LIMIT_MS)
        print("as the window does")
        _by_reader(files, options.rounds)


def _files(folder: Path) -> dict[str, Path]:
    loaded = random_weights()
    ask_keras(folder, loaded, [])
    convert(loaded, folder / "own.safetensors")
    convert(loaded, folder / "timm.safetensors", "timm")
    convert(loaded, folder / "timm.pth")
    state = torch.load(folder / "timm.pth", weights_only=True)
    torch.save(state, folder / "old.pth", _use_new_zipfile_serialization=False)
    return {
        OWN: folder / "own.safetensors",
        "timm safetensors": folder / "timm.safetensors",
        "timm .pth": folder / "timm.pth",
        "timm .pth, old format": folder / "old.pth",
        "Keras .h5": folder / "top.h5",
        "Keras .weights.h5": folder / "top.weights.h5",
    }


def _by_reader(files: dict[str, Path], rounds: int) -> None:
    reader = Reader()
    try:
        calls = {title: partial(reader.load, path) for title, path in files.items()}
        print_times(interleaved(calls, rounds, 1))
    finally:
        reader.close()


if __name__ == "__main__":
    main()
