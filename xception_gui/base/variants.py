"""Names of the runs of an ablation: the run as it is, and one for each changed value."""

from __future__ import annotations

from collections.abc import Sequence
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
