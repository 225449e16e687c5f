"""What a file of weights does not say of itself, or says wrongly: ``FILE.json`` beside it.

Class names as a list; or an object with any of ``classes``, ``input_size``, ``preprocessing``,
``bn_eps``, ``stem_padding``, ``pool_padding``. What it replaces is kept in the record, so that the
window and the command line can say so.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from xception_gui.base.preprocessing import CenterCrop, ResizeExact, ResizeShort, Step, input_size
from xception_gui.base.problem import Problem
from xception_gui.images.files import read_bytes, shown
from xception_gui.weights.containers import parse
from xception_gui.weights.errors import Unusable
from xception_gui.weights.record import Description, described

_LIMIT = 4_000_000  # bytes
_CONFIG = ("bn_eps", "stem_padding", "pool_padding")
_NAMES = ("classes", "input_size", "preprocessing", *_CONFIG)


def has_sidecar(path: str | os.PathLike[str]) -> bool:
    """Whether something is said beside it; with .json a name may be longer than one can be."""
    return os.path.isfile(f"{os.fspath(path)}.json")


def with_sidecar(description: Description, path: Path) -> Description:
    """`description` with what the file beside `path` says, whichever dialect it is of.

    Raises
    ------
    Problem
        ``sidecar``: it cannot be read, or says what cannot be.
    """
    beside = path.with_name(f"{path.name}.json")
    if not has_sidecar(path):
        return description
    try:
        return _changed(description, _read(beside))
    except (Unusable, Problem) as error:
        cause = error.fields.get("cause", error) if isinstance(error, Problem) else error
        raise Problem("sidecar", file=shown(beside), cause=str(cause)) from error


def _read(path: Path) -> dict[str, Any]:
    text = read_bytes(path, _LIMIT)
    if text.lstrip()[:1] == b"[":
        text = b'{"classes": ' + text + b"}"
    said = parse(text, "its text")
    for name in said:
        if name not in _NAMES:
            raise Unusable(f"it says {name[:40]!r}, which is none of {', '.join(_NAMES)}")
    return said


def _changed(description: Description, said: dict[str, Any]) -> Description:
    config = description.config.to_dict() | {n: said[n] for n in _CONFIG if n in said}
    if "input_size" in said:
        description = replace(description, preprocessing=_sized(description, said["input_size"]))
    document = description.to_document() | {"config": config}
    document |= {name: said[name] for name in ("classes", "preprocessing") if name in said}
    document["record"] = {**description.record, "replaced": sorted(said)}
    return described(json.loads(json.dumps(document)), description.trained)


def _sized(description: Description, size: Any) -> tuple[Step, ...]:
    """The dialect's steps for another input size, its crop in the same proportion."""
    if type(size) is not int or size < 1:
        raise Unusable("its input_size is no number of pixels")
    whole = input_size(description.preprocessing)

    def scaled(step: Step) -> Step:
        if isinstance(step, ResizeShort | CenterCrop | ResizeExact):
            return replace(step, size=step.size * size // whole)
        return step

    return tuple(map(scaled, description.preprocessing))
