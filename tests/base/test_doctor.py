"""The doctor says what is there and what is missing, also where torch itself is broken."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from xception_gui.base import doctor
from xception_gui.base.doctor import as_text, examine
from xception_gui.weights import reader

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
CPU = {"name": "cpu", "threads": 2, "capability": "AVX512"}


def cpu() -> list[dict[str, Any]]:
    return [CPU]


def test_that_a_whole_installation_misses_nothing() -> None:
    found = examine(cpu)
    assert found["missing"] == []
    assert found["devices"] == [CPU]
    text = as_text(found)
    assert "device cpu, 2 threads, AVX512" in text
    assert "device cpu, 1 thread, AVX512" in as_text({**found, "devices": [{**CPU, "threads": 1}]})
    assert text.endswith("Nothing is missing.")


def test_that_what_is_missing_comes_with_the_way_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(doctor, "PACKAGES", ("torch", "no-such-package"))
    monkeypatch.setattr(doctor, "asset", tmp_path.joinpath)
    found = examine(cpu)
    assert found["packages"]["no-such-package"] is None
    assert found["missing"] == [
        'no-such-package: python -m pip install "no-such-package"',
        "the demonstration weights: install the package again",
    ]
    assert as_text(found).count("missing: ") == 2


def test_that_every_package_the_program_depends_on_is_looked_for() -> None:
    project = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]
    names = {re.split(r"[^\w-]", line)[0] for line in project["dependencies"]}
    assert set(doctor.PACKAGES) == names
    assert set(doctor.OPTIONAL) == set(project["optional-dependencies"]) - {"test"}


def test_that_what_only_one_command_needs_is_not_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "OPTIONAL", {"no-such-extra": "one command"})
    found = examine(cpu)
    assert found["missing"] == []
    line = 'not here; only for one command: python -m pip install "xception-gui[no-such-extra]"'
    assert line in as_text(found)


def test_that_a_torch_that_cannot_be_imported_is_one_line() -> None:
    def broken() -> list[dict[str, Any]]:
        raise ImportError("libtorch.so: cannot open\nmore")

    (line,) = examine(broken)["missing"]
    assert "libtorch.so: cannot open)" in line
    assert "\n" not in line


def test_that_without_torch_no_device_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr(doctor, "_version", lambda name: None)
    found = examine(lambda: looked.append("looked") or [])  # type: ignore[func-returns-value]
    assert found["devices"] == looked == []
    assert len(found["missing"]) == len(doctor.PACKAGES)


def test_that_a_system_without_forks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    read_apart = "neither HDF5 nor small safetensors are read by a process of their own"
    room = "1 GB beside twice its file"
    time = f"{reader.SECONDS} s and 1 s per {reader._BYTES_PER_SECOND // 10**6} MB"
    assert f"{read_apart} each, with {room}, {time}, no network" in as_text(examine(cpu))
    monkeypatch.delattr(doctor.os, "fork")
    assert "this system has no fork or no limits" in as_text(examine(cpu))


def test_that_a_system_that_cannot_limit_memory_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.sys, "platform", "darwin")
    assert "its memory is not limited" in as_text(examine(cpu))
