"""What the modules of a network take of its time, beside what they are of its MACs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xception_gui.base.results import ModuleInfo

WARM_UP, RUNS = 2, 5
PASSES = WARM_UP + RUNS
"""Passes of a measurement: the first ones choose kernels and allocate, and do not count."""


@dataclass(frozen=True)
class ModuleProfile:
    """One module with everything inside it.

    Parameters
    ----------
    ms : float
        Median over warm runs.
    output_bytes : int
        Of the tensor that it put out.
    share_of_time, share_of_macs : float
        Of the whole network, 0 … 1.
    """

    path: str
    ms: float
    output_bytes: int
    share_of_time: float
    share_of_macs: float


def module_profiles(
    tree: ModuleInfo, ms: Mapping[str, float], output_bytes: Mapping[str, float]
) -> tuple[ModuleProfile, ...]:
    """The modules of `tree` that were measured, the whole network ("") first.

    Parameters
    ----------
    ms, output_bytes : mapping
        By path; "" must be there.
    """
    return tuple(
        ModuleProfile(
            row.path,
            round(ms[row.path], 4),
            int(output_bytes[row.path]),
            ms[row.path] / ms[""],
            row.macs / tree.macs,
        )
        for row in tree.walk()
        if row.path in ms
    )
