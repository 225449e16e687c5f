"""The settings file: sparse, whole, and never the reason that the window does not open."""

from __future__ import annotations

import dataclasses
import os
import tomllib
from pathlib import Path

import pytest

from xception_gui.base import Problem
from xception_gui.gui.commands import Commands
from xception_gui.gui.settings import DEFAULTS, RECENT, Settings, SettingsFile, with_recent
from xception_gui.gui.settings_table import BY_ID, TABLE, Setting


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "below" / "settings.toml"


def test_that_only_what_differs_is_written(path: Path) -> None:
    file = SettingsFile(path)
    assert file.change(theme="dark", opacity=0.35)
    assert not file.change(theme="dark")
    file.write()
    assert path.read_text("utf-8") == 'theme = "dark"\n'
    assert (path.parent / "window.toml").read_text("utf-8") == "opacity = 0.35\n"
    assert SettingsFile(path).values == dataclasses.replace(DEFAULTS, theme="dark", opacity=0.35)


def other_than_default(field: dataclasses.Field[object]) -> object:
    """A value that is allowed and not the default."""
    texts = (
        "dark",
        "zh_CN",
        "float16",
        "cividis",
        "flows",
        "mean",
        "layer",
        "step",
        "demo",
        "macs",
    )
    numbers = (2, 0.1)
    tries: tuple[object, ...] = (*texts, *numbers, True, False, ("/b", "/c"), (1, 2), (1, 2, 3, 4))
    return next(v for v in tries if v != field.default and field.metadata["check"](v))


def test_that_everything_comes_back_from_its_own_file(path: Path) -> None:
    every = {field.name: other_than_default(field) for field in dataclasses.fields(Settings)}
    file = SettingsFile(path)
    file.change(**every)
    file.write()
    assert SettingsFile(path).values == Settings(**every)  # type: ignore[arg-type]
    assert tomllib.loads(path.read_text("utf-8")).keys() == BY_ID.keys()
    state = tomllib.loads((path.parent / "window.toml").read_text("utf-8"))
    assert state.keys() == every.keys() - BY_ID.keys()


def test_that_what_is_hidden_by_default_can_be_shown_for_good(path: Path) -> None:
    assert DEFAULTS.train_hidden
    file = SettingsFile(path)
    file.change(train_hidden=())
    file.write()
    assert SettingsFile(path).values.train_hidden == ()


def test_that_state_of_an_older_program_moves_to_its_own_file(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('theme = "dark"\nopacity = 0.25\nwindow = [1, 2, 1000, 700]\n', "utf-8")
    file = SettingsFile(path)
    assert (file.values.opacity, file.values.window) == (0.25, (1, 2, 1000, 700))
    file.write()
    assert tomllib.loads(path.read_text("utf-8")) == {"theme": "dark"}
    assert SettingsFile(path).values == file.values


def test_that_the_newer_file_of_the_state_wins(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("opacity = 0.25\n", "utf-8")
    (path.parent / "window.toml").write_text("opacity = 0.75\n", "utf-8")
    assert SettingsFile(path).values.opacity == 0.75


def test_that_no_file_is_made_for_nothing(path: Path) -> None:
    SettingsFile(path).write()
    assert not path.parent.exists()
    file = SettingsFile(path)
    file.change(theme="dark")
    file.write()
    file.change(theme="system")
    file.write()
    assert path.read_bytes() == b""
    assert not (path.parent / "window.toml").exists()


def test_that_without_a_path_the_folders_are_the_users(own_home: Path) -> None:
    file = SettingsFile()
    assert file.paths["settings"] == own_home / "xdg_config_home/xception-gui/settings.toml"
    assert file.paths["state"] == own_home / "xdg_state_home/xception-gui/window.toml"


@pytest.mark.parametrize("setting", TABLE, ids=lambda setting: setting.id)
def test_that_a_setting_allows_its_default_and_nothing_foreign(setting: Setting) -> None:
    assert setting.allows(setting.default)
    assert not any(setting.allows(wrong) for wrong in (None, True, -1, 10**6, 0.5, ["a"]))
    for value, _ in setting.choices:
        assert setting.allows(value)
    assert setting.id in {field.name for field in dataclasses.fields(Settings)}
    assert getattr(DEFAULTS, setting.id) == setting.default
    assert callable(getattr(Commands, setting.call))
    assert not setting.offered or callable(getattr(Commands, setting.offered))


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
    recent = with_recent(recent, "/own.safetensors")
    for number in range(RECENT):
        recent = with_recent(recent, f"/new/{number}")
    assert recent[-1] == "/own.safetensors", "pictures do not push out weights"
    assert len(recent) == RECENT + 1
