"""Every picture of a large mixed corpus gives a picture or one line, the same by every way in.

``python -m tests.soak.pictures [--copies N]``: drop, command line and training loader are asked
about every file of `corpus`; then the time and memory of large legal pictures are measured, each
in a process of its own. Row 3 of the reliability figures.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from tests.soak.corpus import Made, corpus
from xception_gui.base.preprocessing import paper_steps
from xception_gui.base.problem import Problem
from xception_gui.base.results import ByteArray
from xception_gui.gui.sources import open_source, survey
from xception_gui.images import ClassFolders, open_picture, prepare
from xception_gui.inference import expand

STEPS = paper_steps(71)
LARGE = {
    "24": (6000, 4000, 2.0, 300),
    "48": (8000, 6000, 5.0, 1000),
    "80": (10_000, 8000, 5.0, 1000),
}


@dataclass(frozen=True)
class Verdicts:
    """What each way in says of one file: the hash of the prepared picture, or code and cause."""

    name: str
    drop: str
    command: str
    loader: str
    seconds: float

    @property
    def agree(self) -> bool:
        return self.drop == self.command == self.loader


def judge(made: Made, folder: Path) -> Verdicts:
    """Ask all three ways in about one file; anything but a picture or a `Problem` is raised."""
    data = folder / "data"
    for name in ("a", "b"):  # a data set has two classes
        (data / name).mkdir(parents=True, exist_ok=True)
    path = data / "a" / made.name
    path.write_bytes(made.data)
    (data / "b" / "good.png").write_bytes(_GOOD)
    began = time.perf_counter()
    drop = _verdict(lambda: _dropped(path))
    seconds = time.perf_counter() - began
    found = Verdicts(
        made.name, drop, _verdict(lambda: _asked(path)), _verdict(lambda: _loaded(data)), seconds
    )
    path.unlink()
    return found


def _dropped(path: Path) -> ByteArray:
    (found,) = survey([str(path)])
    if found.problem:
        raise found.problem
    if not found.sources:
        raise Problem("not-a-picture", file="", cause="something else")
    prepared = open_source(found.sources[0], STEPS).prepared
    assert prepared is not None
    return prepared.shown


def _asked(path: Path) -> ByteArray:
    (entry,) = expand([str(path)])
    if entry.problem:
        raise entry.problem
    opened = open_picture(entry.path)
    return prepare(opened.image, STEPS, opened.picture.image_id).shown


def _loaded(data: Path) -> ByteArray:
    return prepare(ClassFolders(data).image(0), STEPS, "").shown


def _verdict(ask: Callable[[], ByteArray]) -> str:
    try:
        return hashlib.sha256(ask().tobytes()).hexdigest()[:16]
    except Problem as problem:
        lines = str(problem).count("\n")
        return f"{problem.code}: {problem.fields.get('cause', '')}" + " TWO LINES" * bool(lines)


def _good() -> bytes:
    import io

    buffer = io.BytesIO()
    Image.new("RGB", (80, 80), (200, 30, 90)).save(buffer, "PNG")
    return buffer.getvalue()


_GOOD = _good()


def measure_large(size: str, kind: str, folder: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of opening a noisy picture of `size` megapixels."""
    width, height, _, _ = LARGE[size]
    path = folder / f"large-{size}.{kind}"
    draw = np.random.default_rng(0)
    noise = draw.integers(0, 256, (height // 4, width // 4, 3), dtype=np.uint8)
    Image.fromarray(noise).resize((width, height), Image.Resampling.BICUBIC).save(path)
    words = [sys.executable, "-m", "tests.soak.pictures", "--open", str(path)]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    path.unlink()
    return float(told[0]), float(told[1])


def open_one(path: str) -> None:
    """Seconds, and megabytes beyond those of the idle program."""
    before = _peak()
    began = time.perf_counter()
    _dropped(Path(path))
    seconds = time.perf_counter() - began
    print(seconds, _peak() - before)


def _peak() -> float:
    """Megabytes; `ru_maxrss` would begin with the parent's at the time of the fork."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=40)
    parser.add_argument("--open", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.open:
        open_one(options.open)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = [judge(made, folder) for made in corpus(options.copies)]
        pictures = sum(":" not in verdicts.drop for verdicts in found)
        print(f"{len(found):,} files: {pictures:,} pictures, {len(found) - pictures:,} lines")
        for verdicts in found:
            if not verdicts.agree:
                print(f"  DIFFERENT {verdicts}")
        print(f"different verdicts: {sum(not v.agree for v in found)} (to reach: 0)")
        slowest = max(found, key=lambda verdicts: verdicts.seconds)
        print(f"slowest small file: {slowest.name}, {slowest.seconds:.2f} s")
        for size, (_, _, seconds_limit, memory_limit) in LARGE.items():
            for kind in ("jpg", "png"):
                seconds, memory = measure_large(size, kind, folder)
                print(
                    f"{size} megapixels, {kind}: {seconds:.2f} s (to reach: {seconds_limit}), "
                    f"{memory:.0f} MB (to reach: {memory_limit})"
                )


if __name__ == "__main__":
    main()
