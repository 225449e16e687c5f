"""What a fresh machine meets: the list of system packages, the wheel's bounds, the Makefile."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
CONSTRAINTS = dict(re.findall(r"(?m)^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text()))


@pytest.fixture
def check_system() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check", ROOT / "packaging/check_system.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_that_a_missing_library_gives_the_package_that_mends_it(check_system: ModuleType) -> None:
    text = check_system.LIST.read_text()
    absent = {"libEGL.so.1", "libxcb-cursor.so.0"}
    found = check_system.missing(text, screen=True, present=lambda name: name not in absent)
    assert found == ["libegl1", "libxcb-cursor0"]
    offscreen = check_system.missing(text, screen=False, present=lambda name: name not in absent)
    assert offscreen == ["libegl1"]


def test_that_the_line_can_be_pasted(
    check_system: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_system, "missing", lambda text, screen: ["libegl1", "libgl1"])
    monkeypatch.setattr(sys, "platform", "linux")
    assert check_system.main() == 1
    line = capsys.readouterr().out
    assert re.fullmatch(r"[^:\n]+: (sudo )?apt-get install -y libegl1 libgl1\n", line)


def test_that_every_library_of_the_list_is_read(check_system: ModuleType) -> None:
    lines = [line for line in check_system.LIST.read_text().splitlines() if ".so." in line]
    assert len(list(check_system.libraries("\n".join(lines), screen=True))) == len(lines) >= 11


def test_that_the_constraints_satisfy_the_bounds() -> None:
    optional = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
    names = {re.sub(r"[-_.]+", "-", name).lower(): name for name in CONSTRAINTS}
    for requirement in map(Requirement, PROJECT["dependencies"] + optional):
        version = CONSTRAINTS[names[re.sub(r"[-_.]+", "-", requirement.name).lower()]]
        assert version in requirement.specifier, f"{requirement}: {version}"


@pytest.mark.parametrize("version", ["6.9.1", "6.11.0", "6.11.1", "6.12.0"])
def test_that_broken_qt_releases_are_refused(version: str) -> None:
    bounds = [Requirement(line) for line in PROJECT["dependencies"] if line.startswith("PySide6")]
    for python in ("3.11", "3.12", "3.13"):
        (bound,) = [b for b in bounds if b.marker and b.marker.evaluate({"python_version": python})]
        accepted = version == "6.12.0" and python != "3.11"
        assert (version in bound.specifier) == accepted


def test_that_python_too_old_is_one_line(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    old = tmp_path / "python-of-old"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo "Python 3.9.2" || exit 1\n')
    old.chmod(0o755)
    done = subprocess.run(
        ["make", "--silent", "environment", f"PYTHON={old}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed" in done.stdout
    assert "found Python 3.9.2" in done.stdout
    assert not (tmp_path / ".venv").exists()
