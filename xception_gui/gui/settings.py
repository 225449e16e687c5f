"""What the window remembers: settings and its own state, each in a TOML file of its own.

Only what differs from the defaults is written, atomically. A damaged file is kept aside, not lost.
Which settings there are says `settings_table.py`; the state is what one never sets in a dialog.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from xception_gui.base import Problem
from xception_gui.base.atomic import write_bytes
from xception_gui.base.feature_maps import SCALES, SORTS
from xception_gui.gui.drop import is_weights
from xception_gui.gui.settings_table import BY_ID

RECENT = 10  # of pictures, and as many weights
Check = Callable[[Any], bool]
Part = Literal["settings", "state"]


def _setting(name: str) -> Any:
    record = BY_ID[name]
    return field(default=record.default, metadata={"check": record.allows, "part": "settings"})


def _state(default: Any, check: Check) -> Any:
    return field(default=default, metadata={"check": check, "part": "state"})


def _is_recipe(value: Any) -> bool:
    from xception_gui.base.training import RECIPES  # few sessions train

    return isinstance(value, str) and value in RECIPES


def _number(default: float, low: float, high: float) -> Any:
    return _state(default, lambda value: type(value) in (int, float) and low <= value <= high)


def _text(default: str) -> Any:
    return _state(default, lambda value: isinstance(value, str))


def _flag(default: bool) -> Any:
    return _state(default, lambda value: isinstance(value, bool))


def _one_of(values: tuple[str, ...]) -> Any:
    return _state(values[0], lambda value: value in values)


def _list_of(kind: type, longest: int, default: tuple[Any, ...] = ()) -> Any:
    def check(value: Any) -> bool:
        return (
            isinstance(value, (list, tuple))
            and len(value) <= longest
            and all(type(x) is kind for x in value)
        )

    return _state(default, check)


@dataclass(frozen=True)
class Settings:
    """Every setting and all state, with defaults.

    `used` is what was chosen in the palette, the last first; `window` is x, y, width, height;
    `panes` the widths of tree and inspector.
    """

    theme: str = _setting("theme")
    language: str = _setting("language")
    device: str = _setting("device")
    precision: str = _setting("precision")
    threads: int = _setting("threads")
    top_k: int = _setting("top_k")
    colours: str = _setting("colours")
    map_colours: str = _setting("map_colours")
    opacity: float = _number(0.6, 0.0, 1.0)
    last_folder: str = _text("")
    mirror: str = _text("")
    recent: tuple[str, ...] = _list_of(str, 2 * RECENT)
    used: tuple[str, ...] = _list_of(str, 50)
    window: tuple[int, ...] = _list_of(int, 4)
    maximized: bool = _flag(False)
    panes: tuple[int, ...] = _list_of(int, 2)
    tree_shown: bool = _flag(True)
    inspector_shown: bool = _flag(True)
    map_mode: str = _one_of(("module", "flows"))
    map_sort: str = _one_of(SORTS)
    train_axis: str = _one_of(("epoch", "step", "seconds"))
    train_smoothing: float = _number(0.6, 0, 0.99)
    train_log: bool = _flag(False)
    train_log_x: bool = _flag(False)
    train_hidden: tuple[str, ...] = _list_of(str, 4, ("speed",))  # four plots: two rows of two
    train_runs: tuple[str, ...] = _list_of(str, 10_000)  # in the order of their colours
    train_recipe: str = _state("fine-tune", _is_recipe)
    map_scale: str = _one_of(SCALES)
    diagram_metric: str = _one_of(("flow", "params", "macs", "memory", "ms", "zeros", "strength"))


DEFAULTS = Settings()
_FIELDS = {found.name: found.metadata for found in dataclasses.fields(Settings)}


class SettingsFile:
    """What is in force, and the two files it lives in.

    Parameters
    ----------
    path : Path, optional
        Of the settings, the state lies beside it as ``window.toml``. Without it, ``settings.toml``
        and ``window.toml`` in the user's folders for configuration and for state.

    Attributes
    ----------
    values : Settings
    problem : Problem or None
        What was wrong with a file when it was read.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.paths: dict[Part, Path] = _default_paths()
        if path is not None:
            self.paths = {"settings": path, "state": path.with_name("window.toml")}
        self.values, self.problem = DEFAULTS, None
        self._foreign: dict[Part, dict[str, Any]] = {"settings": {}, "state": {}}
        # Before there were two files, the settings' one had the state too: it is taken from there.
        for part in ("settings", "state"):
            try:
                self._take(part, _read(self.paths[part]))
            except Problem as problem:
                self.problem = self.problem or problem

    def change(self, **values: Any) -> bool:
        """Replace values in memory; True if that changed any."""
        before = self.values
        self.values = dataclasses.replace(before, **values)
        return self.values != before

    def changed(self, part: Part = "settings") -> dict[str, Any]:
        """What differs from the defaults."""
        known = dataclasses.asdict(self.values)
        return {
            name: value
            for name, value in known.items()
            if _FIELDS[name]["part"] == part and value != getattr(DEFAULTS, name)
        }

    def texts(self) -> dict[Path, str]:
        """Each file's text: what differs, and what a newer program put there."""
        import tomli_w

        parts = self.paths.items()
        return {
            path: tomli_w.dumps(self._foreign[part] | self.changed(part)) for part, path in parts
        }

    def write(self) -> None:
        """Write the files, each whole or not at all.

        Raises
        ------
        Problem
            ``write-failed`` or ``disk-full``.
        """
        write_texts(self.texts())

    def _take(self, part: Part, found: dict[str, Any]) -> None:
        known = {name: value for name, value in found.items() if name in _FIELDS}
        self._foreign[part] = {name: v for name, v in found.items() if name not in _FIELDS}
        good = {name: value for name, value in known.items() if _FIELDS[name]["check"](value)}
        self.change(**{n: tuple(v) if isinstance(v, list) else v for n, v in good.items()})
        if wrong := sorted(known.keys() - good.keys()):
            file = str(self.paths[part])
            raise Problem("settings-value", file=file, names=", ".join(wrong))


def write_texts(texts: Mapping[Path, str]) -> None:
    """Each text as the whole file, its folder made if need be (also outside the GUI thread).

    A file of which nothing is left is emptied; one that would be empty is not made.
    """
    for path, text in texts.items():
        if text or path.exists():
            with contextlib.suppress(OSError):  # writing says then what is wrong, in one line
                path.parent.mkdir(parents=True, exist_ok=True)
            write_bytes(path, text.encode("utf-8"))


def is_text(path: str) -> bool:
    """Whether TOML can hold it: names of files are bytes, not all of them UTF-8."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def with_recent(recent: tuple[str, ...], path: str) -> tuple[str, ...]:
    """`path` first, no path twice; names that TOML cannot hold are left out.

    Pictures, however many are looked at, do not push out the weights, nor the other way round.
    """
    if not is_text(path):
        return recent
    every = (path, *(other for other in recent if other != path))
    alike = [other for other in every if is_weights(other) == is_weights(path)]
    return tuple(other for other in every if other not in alike[RECENT:])


def _read(path: Path) -> dict[str, Any]:
    """The file's content; nothing if it is not there."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _damaged(path, error, "") from error
    import tomllib

    try:
        return tomllib.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise _damaged(path, error, _keep_aside(path)) from error


def _default_paths() -> dict[Part, Path]:
    from platformdirs import user_config_path, user_state_path

    settings = user_config_path("xception-gui", appauthor=False)
    state = user_state_path("xception-gui", appauthor=False)
    return {"settings": settings / "settings.toml", "state": state / "window.toml"}


def _keep_aside(path: Path) -> str:
    kept = path.with_name(f"{path.stem}.damaged{path.suffix}")
    try:
        os.replace(path, kept)
    except OSError:
        return ""
    return str(kept)


def _damaged(path: Path, error: Exception, kept: str) -> Problem:
    cause = str(error).splitlines()[0] if str(error) else type(error).__name__
    if not kept:
        return Problem("settings-unreadable", file=str(path), cause=cause)
    return Problem("settings-damaged", file=str(path), cause=cause, kept=kept)
