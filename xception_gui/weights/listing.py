"""The weights that have a name."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path

from xception_gui.base.assets import asset
from xception_gui.base.preprocessing import input_size, paper_steps, steps_id
from xception_gui.base.published import PUBLISHED, Published
from xception_gui.weights.errors import Unusable
from xception_gui.weights.record import KEY, Description, from_document

_LICENCE = "Apache-2.0"  # the program's, with which they come
DEMO = "demo"
NONE = "none"


@dataclass(frozen=True)
class Entry:
    """One row of `weights list`.

    Parameters
    ----------
    available : bool
        Whether its file is here; `file` says where it is looked for.
    source : str
        Where it is fetched from; empty: it comes with the program.
    size : int
        Bytes; 0 where there is no file.
    top1, top5 : float
        As published, or as the file itself says; 0 where there is no such figure.
    judged : str
        On which pictures.
    preprocessing : str
        The steps, as `steps_id` names them; empty where its file is not here to say it.
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
    judged: str = ""


def catalogue() -> tuple[Entry, ...]:
    """The weights that have a name."""
    steps = paper_steps()
    untrained = Entry(NONE, "the paper's network, seeded at random, untrained", True)
    return (
        _demo(),
        replace(untrained, preprocessing=steps_id(steps), input_size=input_size(steps)),
        *(_published(row) for row in PUBLISHED if row.name),
    )


def demo_path() -> Path:
    """Where the demonstration weights lie."""
    return asset("weights", "demo.safetensors")


def _demo() -> Entry:
    """What its file says of itself, read from its head alone."""
    path = demo_path()
    entry = Entry(DEMO, "a narrow Xception trained on CIFAR-10", os.path.isfile(path), str(path))
    told = _told(path) if entry.available else None
    if told is None:
        return entry
    return replace(
        entry,
        size=path.stat().st_size,
        licence=_LICENCE,
        top1=float(told.record.get("test_top1", 0)),
        top5=float(told.record.get("test_top5", 0)),
        judged="CIFAR-10",
        preprocessing=steps_id(told.preprocessing),
        input_size=input_size(told.preprocessing),
    )


def _told(path: Path) -> Description | None:
    """The record in a file of ours; None for a damaged one: the list has the others still."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "numpy") as file:
            return from_document(json.loads(file.metadata()[KEY]))
    except (OSError, SafetensorError, ValueError, TypeError, KeyError, Unusable):
        return None


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
        judged="ImageNet",
        preprocessing=steps_id(steps),
        input_size=input_size(steps),
    )
