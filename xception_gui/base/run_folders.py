"""Run directories, read while somebody else may still write them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from xception_gui.base.atomic import write_bytes
from xception_gui.base.curves import ENDS, GOING, RunState
from xception_gui.base.events import (
    EpochDone,
    Paused,
    Resumed,
    RunEnded,
    RunStarted,
    TrainingEvent,
    from_line,
)
from xception_gui.base.problem import Problem
from xception_gui.base.run_lock import is_written
from xception_gui.base.stamp import stamp
from xception_gui.base.training import TrainingConfig

EVENTS, CONFIG, NOTE = "events.jsonl", "config.toml", "note.txt"
_SILENT = 300.0  # seconds without an event after which a run that did not end is taken for stopped
_STEP = b'"event": "StepDone"'
_REMEMBERED = 512  # bytes by which a file is known again: the last step with its speed


class Follower:
    """Reads the events of a run directory from where it left off.

    Attributes
    ----------
    position : int
        Bytes that have been read; a line whose end is not written yet is not among them.
    damaged : int
        Lines that a kill cut short, or that this version does not know.
    """

    def __init__(self, folder: str | Path, position: int = 0) -> None:
        self._path = Path(folder) / EVENTS
        self.position, self.damaged = position, 0
        self._before = b""  # what stands right before the position

    def read(self) -> list[TrainingEvent]:
        """The events since the last call; none where there is no file yet.

        Of another run that took the place of the one that was read, all.
        """
        lines = _lines(self._new())
        events = [event for line in lines if (event := _event(line)) is not None]
        self.damaged += len(lines) - len(events)
        return events

    def _new(self) -> bytes:
        try:
            with open(self._path, "rb") as file:
                if not self._is_known(file):
                    self._begin_anew()
                file.seek(self.position)
                new = _whole(file.read())
        except FileNotFoundError:
            self._begin_anew()
            return b""
        except OSError:
            return b""
        self.position += len(new)
        self._before = (self._before + new)[-_REMEMBERED:]
        return new

    def _begin_anew(self) -> None:
        self.position, self._before = 0, b""

    def _is_known(self, file: BinaryIO) -> bool:
        """By what it says: the number of a file may be given to the next one."""
        if file.seek(0, 2) < self.position:
            return False
        file.seek(self.position - len(self._before))
        return file.read(len(self._before)) == self._before


def read_events(folder: str | Path) -> list[TrainingEvent]:
    """All events of a run directory (or of its events.jsonl), as far as they are whole."""
    path = Path(folder)
    return Follower(path.parent if path.name == EVENTS else path).read()


@dataclass(frozen=True)
class RunSummary:
    """One row of the list of runs.

    Parameters
    ----------
    path : str
        Run directory.
    best : float or None
        Best top-1 (fraction) on the validation pictures.
    epochs_done, epochs : int
        Whole epochs, and how many it is to have (0: unknown).
    note : str
        The user's; where there is none, the recipe.
    began : float
        Seconds since 1970, from the file system.
    failed : RunEnded or None
        Why, of a run that failed.
    """

    path: str
    name: str
    state: RunState
    best: float | None
    epochs_done: int
    epochs: int
    note: str
    began: float = 0.0
    failed: RunEnded | None = None


def runs_in(folder: str | Path) -> list[RunSummary]:
    """The run directories right below `folder`, newest first; none where it does not exist."""
    try:
        found = [entry for entry in Path(folder).iterdir() if (entry / EVENTS).is_file()]
    except OSError:
        return []
    return sorted(map(summary, found), key=lambda run: (-run.began, run.name))


def summary(folder: str | Path) -> RunSummary:
    """What one run directory tells; it is read again only where a file of it has changed."""
    path = Path(folder)
    found = _summary(path, tuple(stamp(path / name) for name in (EVENTS, CONFIG, NOTE)))
    return replace(found, state="stopped") if is_abandoned(path, found.state) else found


@lru_cache(maxsize=4096)  # more than there are runs: those of a list are asked in turn
def _summary(path: Path, _stamps: tuple[tuple[int, int], ...]) -> RunSummary:
    """What the files say; the many lines of single steps are not looked into."""
    told = _told(path)
    epochs = epochs_of(told)
    judged = [e.validation_top1 for e in epochs if e.validation_top1 is not None]
    starts = [event for event in told if isinstance(event, RunStarted)]
    state = _state(told)
    ends = [event for event in told if isinstance(event, RunEnded)]
    return RunSummary(
        path=str(path),
        name=path.name,
        state=state,
        best=max(judged, default=None),
        epochs_done=epochs[-1].epoch + 1 if epochs else 0,
        epochs=starts[-1].epochs if starts else 0,
        note=read_note(path) or _recipe(path),
        began=_changed(path / CONFIG) or _changed(path / EVENTS),
        failed=ends[-1] if state == "failed" else None,
    )


def epochs_of(events: Iterable[TrainingEvent]) -> list[EpochDone]:
    """Of the whole run; what came after a checkpoint with which it went on was done again."""
    epochs = list[EpochDone]()
    for event in events:
        if isinstance(event, RunStarted):
            epochs = [epoch for epoch in epochs if epoch.step <= event.step]
        elif isinstance(event, EpochDone):  # its judging too may have been done again
            epochs = [*(epoch for epoch in epochs if epoch.step < event.step), event]
    return epochs


def is_abandoned(folder: str | Path, state: RunState) -> bool:
    """Whether nobody writes this run any more, though `state` is the last that it said.

    Where that cannot be known, after five minutes without a word, if it is not paused.
    """
    if state not in GOING:
        return False
    written = is_written(folder)
    if written is None:
        silent = time.time() - _changed(Path(folder) / EVENTS) >= _SILENT
        return silent and state != "paused"
    return not written


def begun_with(folder: str | Path) -> tuple[TrainingConfig, str]:
    """The config of a run, and the data that it learns from ("" where it has not said).

    Raises
    ------
    Problem
        ``config-file`` for a config that cannot be read, ``config-value`` for a wrong value in it.
    """
    import tomllib

    path = Path(folder)
    try:
        values = tomllib.loads((path / CONFIG).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Problem("config-file", file=str(path / CONFIG), cause=error) from error
    started = [event for event in _told(path) if isinstance(event, RunStarted)]
    return TrainingConfig.from_dict(values), started[-1].data if started else ""


def read_note(folder: str | Path) -> str:
    """What the user wrote about a run."""
    try:
        return (Path(folder) / NOTE).read_text("utf-8", errors="replace").strip()
    except OSError:
        return ""


def write_note(folder: str | Path, note: str) -> None:
    """Keep the user's words beside the run."""
    write_bytes(Path(folder) / NOTE, note.strip().encode())


def _whole(data: bytes) -> bytes:
    """Without a line whose end is not written yet."""
    return data[: data.rfind(b"\n") + 1]


def _lines(whole: bytes) -> list[bytes]:
    return [line for line in whole.split(b"\n") if line.strip()]


def _told(folder: Path) -> list[TrainingEvent]:
    """The events that are not single steps."""
    try:
        lines = _lines(_whole((folder / EVENTS).read_bytes()))
    except OSError:
        return []
    return [e for line in lines if _STEP not in line[:40] and (e := _event(line)) is not None]


def _event(line: bytes) -> TrainingEvent | None:
    """None for a line that is damaged, or of another version."""
    try:
        return from_line(line.decode(errors="replace"))
    except Problem:
        return None


def _state(told: list[TrainingEvent]) -> RunState:
    """What the run said last of itself."""
    turns = [e for e in told if isinstance(e, RunStarted | Paused | Resumed | RunEnded)]
    last = turns[-1] if turns else None
    if isinstance(last, RunEnded):
        return ENDS.get(last.reason, "stopped")
    return "paused" if isinstance(last, Paused) else "running"


def _recipe(path: Path) -> str:
    import tomllib

    try:
        return str(tomllib.loads((path / CONFIG).read_text("utf-8")).get("recipe", ""))
    except (OSError, ValueError):
        return ""


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
