"""What is installed here, what is missing, and how to get it; for the command line and the window.

Looking needs none of what it looks for: only `devices`, which the caller hands in, needs torch.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import sys
from collections.abc import Callable
from typing import Any

from xception_gui import __version__
from xception_gui.base.assets import asset

PACKAGES = (
    "torch",
    "torchvision",
    "numpy",
    "pillow",
    "safetensors",
    "h5py",
    "filelock",
    "PySide6-Essentials",
    "pyqtgraph",
    "platformdirs",
    "rich",
    "tomli-w",
)
OPTIONAL = {"onnx": "weights convert … .onnx", "tensorboard": "train --tensorboard"}
"""Packages that only one command needs, which is told; each is an extra of the same name."""

_READ_APART = "in the window, weights that are neither HDF5 nor small safetensors are read by"
_TIME = "2 s and 1 s per 10 MB, no network"
_READERS = {
    "fork": f"a process of their own each, with 1 GB beside twice its file, {_TIME}",
    "memory": f"a process of their own each, with {_TIME}; its memory is not limited",
    "spawn": "a process that time alone limits: this system has no fork or no limits",
}


def examine(devices: Callable[[], list[dict[str, Any]]]) -> dict[str, Any]:
    """Everything, as plain values.

    Parameters
    ----------
    devices : callable
        Lists the devices; called only where torch is installed. What it raises is told as missing.
    """
    versions = {name: _version(name) for name in PACKAGES}
    missing = [f"{name}: {mend(name)}" for name, version in versions.items() if version is None]
    weights = asset("weights", "demo.safetensors").is_file()
    if not weights:
        missing.append("the demonstration weights: install the package again")
    found, problem = _devices(devices) if versions["torch"] else ([], "")
    if problem:
        missing.append(problem)
    return {
        "xception_gui": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "executable": sys.executable,
        "packages": versions,
        "optional": {name: _version(name) for name in OPTIONAL},
        "demonstration_weights": weights,
        "weights_reader": _reader(),
        "devices": found,
        "missing": missing,
    }


def mend(package: str) -> str:
    """The command that installs a package."""
    return f'python -m pip install "{package}"'


def mend_optional(name: str) -> str:
    """The command that installs what an extra needs."""
    return mend(f"xception-gui[{name}]")


def as_text(found: dict[str, Any]) -> str:
    """The same in lines for a terminal or a letter."""
    lines = [f"xception-gui {found['xception_gui']}, Python {found['python']}, {found['system']}"]
    lines += [f"  {name:<20} {version or 'missing'}" for name, version in found["packages"].items()]
    lines += [f"  {name:<20} {_optional(name, found)}" for name in found["optional"]]
    lines += [f"  device {_device_words(device)}" for device in found["devices"]]
    lines.append(f"  {_READ_APART} {_READERS[found['weights_reader']]}")
    lines += [f"missing: {line}" for line in found["missing"]] or ["Nothing is missing."]
    return "\n".join(lines)


def _optional(name: str, found: dict[str, Any]) -> str:
    absent = f"not here; only for {OPTIONAL[name]}: {mend_optional(name)}"
    return found["optional"][name] or absent


def _device_words(device: dict[str, Any]) -> str:
    """``cpu, 2 threads, AVX512``."""
    threads = device.get("threads")
    counted = threads and f"{threads} thread{'s' if threads > 1 else ''}"
    words = (device["name"], counted, device.get("capability"))
    return ", ".join(word for word in words if word)


def _reader() -> str:
    """How far the process that reads weights can be limited, see `weights.reader`."""
    if not hasattr(os, "fork") or importlib.util.find_spec("resource") is None:
        return "spawn"
    return "fork" if sys.platform == "linux" else "memory"  # macOS ignores RLIMIT_AS


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _devices(devices: Callable[[], list[dict[str, Any]]]) -> tuple[list[dict[str, Any]], str]:
    """The devices; or why torch, though installed, cannot list them."""
    try:
        return devices(), ""
    except (ImportError, OSError, RuntimeError) as error:
        cause = (str(error).splitlines() or [type(error).__name__])[0]
        return [], f"torch is installed but does not work ({cause}): install it again"
