"""The weights that have a name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from xception_gui.base.assets import asset
from xception_gui.base.preprocessing import input_size, paper_steps, steps_id
from xception_gui.base.published import PUBLISHED, Published

DEMO = "demo"
NONE = "none"


@dataclass(frozen=True)
class Entry:
    """One row of `weights list`.

    Parameters
    ----------
    available : bool
        Whether its file is here; `file` says where it is looked for.
    size : int
        Bytes; 0 where there is no file.
    top1, top5 : float
        As published, on ImageNet; 0 where there is no such figure.
    preprocessing : str
        The steps, as `steps_id` names them; empty for what a file says itself.
    input_size : int
        Side of the pictures after them; 0 likewise.
    """

    name: str
    about: str
    available: bool
    file: str = ""
    source: str = ""
    size: int = 0
    sha256: str = ""
    licence: str = ""
    top1: float = 0.0
    top5: float = 0.0
    preprocessing: str = ""
    input_size: int = 0


def catalogue() -> tuple[Entry, ...]:
    """The weights that have a name."""
    demo = demo_path()
    return (
        Entry(DEMO, "a narrow Xception trained on CIFAR-10", os.path.isfile(demo), str(demo)),
        Entry(NONE, "the paper's network, seeded at random, untrained", True),
        *(_published(row) for row in PUBLISHED if row.name),
    )


def demo_path() -> Path:
    """Where the demonstration weights lie."""
    return asset("weights", "demo.safetensors")


def folder() -> Path:
    """Where fetched weights are looked for."""
    from platformdirs import user_data_path

    return user_data_path("xception-gui", appauthor=False) / "weights"


def published_path(weights: Published) -> Path:
    """Where a published file is looked for."""
    return folder() / weights.file


def converted_path(weights: Published) -> Path:
    """Where it lies once it was converted for fast starts."""
    return folder() / f"{weights.name}.safetensors"


def on_disk(weights: Published) -> Path:
    """Which of the two is read: the converted one, unless damage cut it."""
    converted = converted_path(weights)
    return converted if _is_whole(converted) else published_path(weights)


def _is_whole(path: Path) -> bool:
    """Whether a safetensors file is as long as its header says."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "numpy"):
            return True
    except (OSError, SafetensorError):
        return False


def _published(row: Published) -> Entry:
    steps = paper_steps()
    return Entry(
        name=row.name,
        about=row.title,
        available=os.path.isfile(on_disk(row)),
        file=str(published_path(row)),
        source=row.url,
        size=row.size,
        sha256=row.sha256,
        licence=row.licence,
        top1=row.top1,
        top5=row.top5,
        preprocessing=steps_id(steps),
        input_size=input_size(steps),
    )
