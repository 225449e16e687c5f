"""``xception-gui doctor``: versions, devices, what is missing and how to get it."""

from __future__ import annotations

import argparse
import importlib.metadata
import platform
import sys
from typing import Any

from xception_gui import __version__
from xception_gui.base.assets import asset
from xception_gui.cli.output import put_json

PACKAGES = (
    "torch",
    "torchvision",
    "numpy",
    "pillow",
    "safetensors",
    "PySide6-Essentials",
    "pyqtgraph",
    "platformdirs",
    "tomli-w",
)


def run(options: argparse.Namespace) -> int:
    """Report; exit code 1 if something needed is missing."""
    found = report()
    if options.json:
        put_json(found)
    else:
        _print(found)
    return 1 if found["missing"] else 0


def report() -> dict[str, Any]:
    """Everything, as plain values."""
    versions = {name: _version(name) for name in PACKAGES}
    missing = [_mend(name) for name, version in versions.items() if version is None]
    if not asset("weights", "demo.safetensors").is_file():
        missing.append("the demonstration weights: install the package again")
    return {
        "xception_gui": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "executable": sys.executable,
        "packages": versions,
        "devices": _devices() if versions["torch"] else [],
        "missing": missing,
    }


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _mend(package: str) -> str:
    return f'{package}: python -m pip install "{package}"'


def _devices() -> list[dict[str, Any]]:
    import torch

    cpu = {
        "name": "cpu",
        "threads": torch.get_num_threads(),
        "capability": torch.backends.cpu.get_cpu_capability(),
    }
    if not torch.accelerator.is_available():
        return [cpu]
    kind = torch.accelerator.current_accelerator()
    count = torch.accelerator.device_count()
    return [cpu, *({"name": f"{kind}:{index}"} for index in range(count))]


def _print(found: dict[str, Any]) -> None:
    print(f"xception-gui {found['xception_gui']}, Python {found['python']}, {found['system']}")
    for name, version in found["packages"].items():
        print(f"  {name:<20} {version or 'missing'}")
    for device in found["devices"]:
        print(f"  device {', '.join(str(value) for value in device.values())}")
    for line in found["missing"]:
        print(f"missing: {line}")
    if not found["missing"]:
        print("Nothing is missing.")
