"""What the window remembers: a table of settings, and the TOML file that holds the changed ones.

Only what differs from the defaults is written, atomically. A damaged file is kept aside, not lost.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xception_gui.base import Problem
from xception_gui.base.atomic import write_bytes

RECENT = 10
Check = Callable[[Any], bool]


def _choice(default: str, *others: str) -> Any:
    allowed = (default, *others)
    return field(default=default, metadata={"check": lambda value: value in allowed})


def _number(default: float, low: float, high: float) -> Any:
    def check(value: Any) -> bool:
        return type(value) in (int, float) and low <= value <= high

    return field(default=default, metadata={"check": check})


def _text(default: str) -> Any:
    return field(default=default, metadata={"check": lambda value: isinstance(value, str)})


def _flag(default: bool) -> Any:
    return field(default=default, metadata={"check": lambda value: isinstance(value, bool)})


def _list_of(kind: type, longest: int) -> Any:
    def check(value: Any) -> bool:
        return (
            isinstance(value, (list, tuple))
            and len(value) <= longest
            and all(type(x) is kind for x in value)
        )

    return field(default=(), metadata={"check": check})


@dataclass(frozen=True)
class Settings:
    """Every setting with its default; the table that file, menus and tests read.

    `used` is what was chosen in the palette, the last first; `window` is x, y, width, height;
    `panes` the widths of tree and inspector.
    """

    theme: str = _choice("system", "light", "dark")
    language: str = _choice("system", "en", "zh_CN")
    device: str = _text("auto")
    precision: str = _choice("auto", "float32", "bfloat16", "float16")
    colours: str = _choice("inferno", "viridis", "cividis", "grey", "turbo")
    opacity: float = _number(0.6, 0.0, 1.0)
    last_folder: str = _text("")
    recent: tuple[str, ...] = _list_of(str, RECENT)
    used: tuple[str, ...] = _list_of(str, 50)
    window: tuple[int, ...] = _list_of(int, 4)
    maximized: bool = _flag(False)
    panes: tuple[int, ...] = _list_of(int, 2)
    tree_shown: bool = _flag(True)
    inspector_shown: bool = _flag(True)


DEFAULTS = Settings()


class SettingsFile:
    """The settings in force and the file they live in.

    Parameters
    ----------
    path : Path, optional
        Without it, ``settings.toml`` in the user's configuration folder.

    Attributes
    ----------
    values : Settings
    problem : Problem or None
        What was wrong with the file when it was read.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or _default_path()
        self.values, self.problem = DEFAULTS, None
        self._foreign: dict[str, Any] = {}
        try:
            self._read()
        except Problem as problem:
            self.problem = problem

    def change(self, **values: Any) -> bool:
        """Replace settings in memory; True if that changed any."""
        before = self.values
        self.values = dataclasses.replace(before, **values)
        return self.values != before

    def text(self) -> str:
        """The file's text: what differs from the defaults, and what a newer program put there."""
        import tomli_w

        known = dataclasses.asdict(self.values)
        changed = {n: v for n, v in known.items() if v != getattr(DEFAULTS, n)}
        return tomli_w.dumps(self._foreign | changed)

    def write(self) -> None:
        """Write the file, whole or not at all.

        Raises
        ------
        Problem
            ``write-failed`` or ``disk-full``.
        """
        write_text(self.path, self.text())

    def _read(self) -> None:
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            raise _damaged(self.path, error, "") from error
        import tomllib

        try:
            found = tomllib.loads(raw.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise _damaged(self.path, error, _keep_aside(self.path)) from error
        self._take(found)

    def _take(self, found: dict[str, Any]) -> None:
        checks: dict[str, Check] = {
            f.name: f.metadata["check"] for f in dataclasses.fields(Settings)
        }
        self._foreign = {name: value for name, value in found.items() if name not in checks}
        wrong = [n for n, value in found.items() if n in checks and not checks[n](value)]
        good: dict[str, Any] = {
            n: tuple(v) if isinstance(v, list) else v
            for n, v in found.items()
            if n in checks and n not in wrong
        }
        self.values = Settings(**good)
        if wrong:
            raise Problem("settings-value", file=str(self.path), names=", ".join(sorted(wrong)))


def write_text(path: Path, text: str) -> None:
    """`text` as the whole file, its folder made if need be (for a job outside the GUI thread)."""
    with contextlib.suppress(OSError):  # writing says then what is wrong, in one line
        path.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(path, text.encode("utf-8"))


def with_recent(recent: tuple[str, ...], path: str) -> tuple[str, ...]:
    """`path` first, no path twice; names that TOML cannot hold are left out."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return recent
    return (path, *(other for other in recent if other != path))[:RECENT]


def _default_path() -> Path:
    import platformdirs

    return platformdirs.user_config_path("xception-gui", appauthor=False) / "settings.toml"


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
