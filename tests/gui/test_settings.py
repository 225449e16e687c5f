"""The settings file: sparse, whole, and never the reason that the window does not open."""

from __future__ import annotations

import dataclasses
import os
import tomllib
from pathlib import Path

import pytest

from xception_gui.base import Problem
from xception_gui.gui.settings import DEFAULTS, RECENT, Settings, SettingsFile, with_recent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "below" / "settings.toml"


def test_that_only_what_differs_is_written(path: Path) -> None:
    file = SettingsFile(path)
    assert file.change(theme="dark", opacity=0.35)
    assert not file.change(theme="dark")
    file.write()
    assert tomllib.loads(path.read_text("utf-8")) == {"theme": "dark", "opacity": 0.35}
    assert SettingsFile(path).values == dataclasses.replace(DEFAULTS, theme="dark", opacity=0.35)


def test_that_every_setting_comes_back(path: Path) -> None:
    values = Settings(
        "dark", "zh_CN", "cuda:1", "bfloat16", "viridis", 0.1, "/a", ("/b", "/c"),
        ("command:open",), (1, 2, 1000, 700), True, (300, 260), False, False,
    )  # fmt: skip
    for field in dataclasses.fields(Settings):
        assert getattr(values, field.name) != field.default, "the test must change every one"
    file = SettingsFile(path)
    file.change(**dataclasses.asdict(values))
    file.write()
    assert SettingsFile(path).values == values


def test_that_what_a_newer_program_wrote_stays(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('flavour = "new"\ntheme = "dark"\n', "utf-8")
    file = SettingsFile(path)
    file.change(theme="light")
    file.write()
    assert tomllib.loads(path.read_text("utf-8")) == {"flavour": "new", "theme": "light"}


@pytest.mark.parametrize("raw", [b"theme = ", b"\xff\xfe\x00", b"[" * 5000, b"a=1\na=2\n"])
def test_that_a_damaged_file_gives_defaults_and_is_kept_aside(path: Path, raw: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(raw)
    file = SettingsFile(path)
    assert file.values == DEFAULTS
    assert file.problem is not None
    assert "\n" not in str(file.problem)
    assert "settings.damaged.toml" in str(file.problem)
    assert (path.parent / "settings.damaged.toml").read_bytes() == raw
    file.write()
    assert SettingsFile(path).problem is None


def test_that_one_wrong_value_costs_only_itself(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('theme = "dark"\nopacity = 7\nwindow = ["a"]\n', "utf-8")
    file = SettingsFile(path)
    assert file.values == dataclasses.replace(DEFAULTS, theme="dark")
    assert file.problem is not None
    assert "opacity, window" in str(file.problem)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_that_a_forbidden_file_gives_defaults(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('theme = "dark"\n', "utf-8")
    path.chmod(0)
    file = SettingsFile(path)
    assert file.values == DEFAULTS
    assert str(path) in str(file.problem)


def test_that_a_folder_in_its_place_is_one_line(path: Path) -> None:
    path.mkdir(parents=True)
    file = SettingsFile(path)
    assert str(path) in str(file.problem)
    with pytest.raises(Problem):
        file.write()


def test_that_recent_files_are_few_and_different() -> None:
    recent: tuple[str, ...] = ()
    for number in range(RECENT + 5):
        recent = with_recent(recent, f"/{number}")
    recent = with_recent(recent, f"/{RECENT}")
    assert recent[:2] == (f"/{RECENT}", f"/{RECENT + 4}")
    assert len(recent) == len(set(recent)) == RECENT
    assert with_recent(recent, "/bad\udcff") == recent
