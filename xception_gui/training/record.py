"""The run directory: config.toml and events.jsonl beside the checkpoint and the weights."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from xception_gui.base.atomic import write_bytes, writing
from xception_gui.base.events import Preparing, RunEnded, RunStarted, TrainingEvent, to_line
from xception_gui.base.problem import Problem
from xception_gui.base.training import TrainingConfig
from xception_gui.training.checkpoints import newest, resumable

MAY_CHANGE = ("device", "tensorboard", "validation_data")
"""Values that a run may go on with other ones of: they are no part of what it learns."""


def recorded(
    events: Iterable[TrainingEvent], out: str | Path, config: TrainingConfig
) -> Iterator[TrainingEvent]:
    """Pass `events` on, each appended to ``events.jsonl`` and flushed first.

    What is told before a run begins (`Preparing`) is not kept. TensorBoard's event files are
    written beside it where `config`, or the config that a resumed run was started with, says so.
    """
    folder = Path(out)
    lines = _in_lines(events, folder)
    if config.tensorboard or _asked(folder / "config.toml"):
        from xception_gui.training.event_files import on_board

        lines = on_board(lines, folder)
    yield from lines


def _asked(path: Path) -> bool:
    """Whether the run that lies there has event files; it goes on whatever its config.toml is."""
    with contextlib.suppress(Problem):
        return read_values(path).get("tensorboard") is True
    return False


def _in_lines(events: Iterable[TrainingEvent], folder: Path) -> Iterator[TrainingEvent]:
    for event in events:
        if isinstance(event, Preparing):
            yield event
            continue
        if isinstance(event, RunStarted):
            _end_last_line(folder / "events.jsonl")
        with contextlib.suppress(*_leaving(event)):
            _append(folder / "events.jsonl", to_line(event))
        yield event


def _leaving(event: TrainingEvent) -> tuple[type[Problem], ...]:
    """Why a run failed is raised next: that it could not be written hides it from nobody."""
    return (Problem,) if isinstance(event, RunEnded) and event.reason == "failed" else ()


def _append(path: Path, line: str) -> None:
    data = f"{line}\n".encode()
    with writing(path, len(data)), open(path, "ab") as file:
        file.write(data)


def _end_last_line(path: Path) -> None:
    """A kill may have cut the last line: what comes now begins a new one."""
    if path.is_file() and not path.read_bytes().endswith(b"\n"):
        _append(path, "")


def keep_config(out: Path, config: TrainingConfig, resumed: bool) -> None:
    """Write what a run begins with: `config`, as it is for these classes and these weights.

    One that goes on keeps what lies there, but for what may change; it writes anew what is lost or
    damaged, as old as the oldest of what is left of its beginning.
    """
    path = out / "config.toml"
    if not resumed:
        write_config(path, config)
        return
    try:
        kept = read_config(path)
    except Problem:
        _write_aged(path, config, _oldest(out))
        return
    shown = kept.tensorboard or config.tensorboard  # of the file: its checkpoint may be older
    changed = replace(kept, **{**changeable(config), "tensorboard": shown})
    if changed != kept:
        _write_aged(path, changed, path.stat().st_mtime_ns)


def changeable(config: TrainingConfig) -> dict[str, Any]:
    """What a run that goes on takes of `config`."""
    return {name: getattr(config, name) for name in MAY_CHANGE}


def _write_aged(path: Path, config: TrainingConfig, written: int) -> None:
    """As if it had been written then: by its time a list knows when the run began."""
    write_config(path, config)
    os.utime(path, ns=(written, written))


def _oldest(out: Path) -> int:
    """When the first of its files was written that is still there (ns)."""
    beginning = out / "environment.json"  # of the last time that it went on
    there = [*resumable(out), *([beginning] if beginning.exists() else [])]
    return min(path.stat().st_mtime_ns for path in there)


def write_config(path: Path, config: TrainingConfig) -> None:
    """The config as TOML."""
    import tomli_w

    write_bytes(path, tomli_w.dumps(config.to_dict()).encode())


def read_config(path: str | Path) -> TrainingConfig:
    """The config in a TOML file; names and values are checked.

    Raises
    ------
    Problem
        ``config-file`` for a file that cannot be read, ``config-value`` for a wrong value.
    """
    return TrainingConfig.from_dict(read_values(path))


def config_of_run(folder: Path) -> TrainingConfig:
    """The config of a run that can go on: of its checkpoint, where config.toml is lost or damaged.

    Raises
    ------
    Problem
        ``checkpoint`` where neither can be read.
    """
    with contextlib.suppress(Problem):
        return read_config(folder / "config.toml")
    return TrainingConfig.from_dict(newest(folder).content["training"])


def read_values(path: str | Path) -> dict[str, Any]:
    """What a TOML file says, not yet checked; ``config-file`` where it cannot be read."""
    import tomllib

    try:
        return tomllib.loads(Path(path).read_bytes().decode())
    except (OSError, ValueError) as error:
        raise Problem("config-file", file=str(path), cause=error) from error
