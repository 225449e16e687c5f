"""How much memory this process uses."""

from __future__ import annotations

import os
import sys


def resident_bytes() -> int:
    """Bytes in physical memory; the peak where only that is told; 0 where nothing is."""
    if sys.platform == "linux":
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
