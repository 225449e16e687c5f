"""Names of the runs of an ablation: the run as it is, and one for each changed value."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

UNCHANGED = "unchanged"
Changes = tuple[tuple[str, Any], ...]
"""Values of the architecture, each of which one run has in another way: ("residual", False)."""


def variant_name(name: str, value: object) -> str:
    """``residual=false``."""
    return f"{name}={value}".lower()


def variant_names(changes: Sequence[tuple[str, Any]]) -> list[str]:
    """Of all runs: the unchanged one, then one for each change."""
    return [UNCHANGED, *(variant_name(name, value) for name, value in changes)]


def ablation_of(run: Path) -> tuple[Path, Changes] | None:
    """What a run directory of the window was started with, if that was a run with variants.

    Returns
    -------
    (Path, tuple of (str, value)) or None
        The path with which all names begin, and the changes whose directories lie there.
    """
    begin, _, name = run.name.rpartition("-")
    if name != UNCHANGED and "=" not in name:
        return None
    start = f"{begin}-"
    names = sorted(
        path.name.removeprefix(start)
        for path in run.parent.glob("*=*")  # none where the folder is gone
        if path.name.startswith(start) and "=" in path.name.removeprefix(start)
    )
    whole = run.with_name(start + UNCHANGED)
    return (run.with_name(begin), tuple(map(_change, names))) if whole.is_dir() else None


def _change(name: str) -> tuple[str, Any]:
    """``residual=false`` → ("residual", False); what is no TOML value is a word."""
    field, _, value = name.partition("=")
    try:
        return field, tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return field, value
