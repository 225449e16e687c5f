"""The doctor says what is there and what is missing, also where torch itself is broken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from xception_gui.base import doctor
from xception_gui.base.doctor import as_text, examine

CPU = {"name": "cpu", "threads": 2, "capability": "AVX512"}


def cpu() -> list[dict[str, Any]]:
    return [CPU]


def test_that_a_whole_installation_misses_nothing() -> None:
    found = examine(cpu)
    assert found["missing"] == []
    assert found["devices"] == [CPU]
    text = as_text(found)
    assert "device cpu, 2 threads, AVX512" in text
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
    assert "1 GB, 20 s and no network" in as_text(examine(cpu))
    monkeypatch.delattr(doctor.os, "fork")
    assert "this system has no fork or no limits" in as_text(examine(cpu))
