"""The run directories: listed, shown beside each other, followed, named, and binned.

All files are read and written in the `io` lane. A run that another process writes is followed.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import dropwhile
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QFile, QObject, QTimer, Signal

from xception_gui.base.curves import GOING, Curves, RunState
from xception_gui.base.events import RunStarted, StepDone, TrainingEvent
from xception_gui.base.problem import Problem
from xception_gui.base.run_folders import (
    EVENTS,
    Follower,
    RunSummary,
    is_abandoned,
    runs_in,
    summary,
    write_note,
)
from xception_gui.base.run_lock import is_written
from xception_gui.base.variants import UNCHANGED
from xception_gui.gui.lanes import Failure, Job, Lanes

_News = tuple[str, Sequence[TrainingEvent], bool]  # path, new events, whether it is abandoned
T = TypeVar("T")
FOLLOW_MS = 1000
ACTION = "Read the runs"


def runs_folder() -> Path:
    """Where the window writes its runs."""
    from platformdirs import user_data_path

    return user_data_path("xception-gui", appauthor=False) / "runs"


def new_run(folder: Path, recipe: str) -> Path:
    """A run directory that does not exist yet: ``runs/demo-20261122-1015``, then ``…-2``."""
    base = f"{recipe}-{time.strftime('%Y%m%d-%H%M')}"
    names = (base if n == 1 else f"{base}-{n}" for n in range(1, 1000))
    return next(folder / name for name in names if not _is_taken(folder / name))


def best_weights(run: str) -> str:
    """The file with the best weights of a run; where nothing was judged, with the newest."""
    best, weights = Path(run) / "best.pt", Path(run) / "weights.safetensors"
    kept = sorted(Path(run).glob("checkpoint-*.pt"), reverse=True)
    return str(next((path for path in (best, weights, *kept) if path.exists()), weights))


def has_weights(curves: Curves) -> bool:
    """Whether a run has left weights: after an epoch, or where it was stopped."""
    return len(curves.epochs) > 0 or (curves.ended is not None and bool(curves.ended.weights))


def _is_taken(path: Path) -> bool:
    """Also by a run with variants, whose directories begin with that name."""
    return path.exists() or path.with_name(f"{path.name}-{UNCHANGED}").exists()


def _runs_of(path: str) -> list[str]:
    """The run directory itself, or those right below it, the unchanged one of an ablation first."""
    if (Path(path) / EVENTS).is_file():
        return [path]
    found = [str(file.parent) for file in sorted(Path(path).glob(f"*/{EVENTS}"))]
    return sorted(found, key=lambda run: Path(run).name != UNCHANGED)


class RunShelf(QObject):
    """Knows the runs of one folder, and those that were opened from elsewhere."""

    runs_changed = Signal(object)  # sequence of `RunSummary`, the newest first
    curves_changed = Signal()  # another set of curves is shown
    grown = Signal(str, object)  # a run that is followed, its new events
    moved = Signal(str, str)  # a run directory has another path; "": it is gone
    binned = Signal(str, str)  # a run directory, and where it lies in the bin; "": nobody knows
    unwritten = Signal(str, str, str)  # a run, "name" or "note", and the text it could not get
    failed = Signal(object)  # `Failure`

    def __init__(self, lanes: Lanes, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes, self.folder = lanes, folder
        self._elsewhere: list[Path] = []
        self._curves: dict[str, Curves] = {}
        self._followers: dict[str, Follower] = {}
        self._unread: dict[str, list[Callable[[], object]]] = {}  # and who waits for each
        self._own, self._own_curves, self._reading = "", Curves(), False
        self._begun_before: RunStarted | None = None  # by whoever had the own run before
        self._listing = self._outdated = False
        self._timer = QTimer(self, interval=FOLLOW_MS)
        self._timer.timeout.connect(self._follow)

    @property
    def curves(self) -> dict[str, Curves]:
        """Path → curves of every run that is shown."""
        return dict(self._curves)

    # What is shown

    def begin(self, path: str) -> Curves:
        """The window's own run: its events come from its lane, not from the file."""
        self._own, self._own_curves = path, self._curves.pop(path, Curves())
        self._begun_before = self._own_curves.started
        self._followers.pop(path, None)
        self._curves = {path: self._own_curves, **self._curves}
        self.curves_changed.emit()
        return self._own_curves

    def let_go(self) -> None:
        """The window's own run is over: from here on it is followed like any other."""
        path, curves, self._own = self._own, self._own_curves, ""
        if path not in self._curves or curves.started is None:
            return
        refused = curves.started is self._begun_before
        if curves.state in GOING and not refused:
            curves.state = "failed"  # it could not even write that it ended
            self.grown.emit(path, ())
        work = partial(_by_others, path, curves.started, refused)
        self._lanes.submit("io", Job(ACTION, work, partial(self._follow_on, path)))

    def show(self, path: str) -> None:
        """Read a run and show its curves; while it is being written, follow it."""
        if path == self._own:
            self._curves[path] = self._own_curves
            self.curves_changed.emit()
        elif path not in self._curves:
            self._curves[path] = Curves()
            self._unread.setdefault(path, [])
            self.curves_changed.emit()
            done = partial(self._read_whole, path)
            self._lanes.submit("io", Job(ACTION, partial(_whole, path), done))

    def when_read(self, path: str, call: Callable[[], object]) -> None:
        """Show a run, and call when what it has done so far is known."""
        self.show(path)
        if path in self._unread:
            self._unread[path].append(call)
        else:
            call()

    def hide(self, path: str) -> None:
        """Show its curves no longer."""
        self._followers.pop(path, None)
        if self._curves.pop(path, None) is not None:
            self.curves_changed.emit()

    def open(self, path: str) -> str:
        """Show a run from anywhere, or all runs right below a folder, and keep them in the list.

        The first of them; "", and told, if there is none.
        """
        runs = _runs_of(path)
        for run in runs:
            if Path(run).parent != self.folder and Path(run) not in self._elsewhere:
                self._elsewhere.append(Path(run))
            self.show(run)
        if not runs:
            self.failed.emit(Failure(ACTION, Problem("run-missing", run=path), ""))
            return ""
        self.refresh()
        return runs[0]

    # The list

    def refresh(self) -> None:
        """Read the folder anew, or once more when what is being read has come."""
        if self._listing:
            self._outdated = True
            return
        self._listing, self._outdated = True, False
        work = partial(_listed, self.folder, tuple(self._elsewhere))
        job = Job(ACTION, work, self._have_listed, failed=self._not_listed, latest="runs")
        self._lanes.submit("io", job)

    def _have_listed(self, runs: Sequence[RunSummary]) -> None:
        """It is told though it may be outdated: with short epochs it always would be."""
        self._listing = False
        self.runs_changed.emit(runs)
        if self._outdated:
            self.refresh()

    def _not_listed(self, failure: Failure) -> None:
        self._listing = False
        self.failed.emit(failure)

    def rename(self, path: str, name: str) -> None:
        """Give the run directory another name."""
        self._change(partial(_rename, path, name), partial(self._move, path), (path, "name", name))

    def note(self, path: str, note: str) -> None:
        """Keep the user's words beside the run."""
        self._change(partial(write_note, path, note), lambda _none: None, (path, "note", note))

    def bin(self, path: str) -> None:
        """Move the run directory to the bin, from where `unbin` or the system brings it back."""

        def gone(place: str) -> None:
            self._move(path, "")
            self.binned.emit(path, place)

        self._change(partial(_bin, path), gone)

    def unbin(self, path: str, place: str) -> None:
        """Bring a run back from there."""
        self._change(partial(_unbin, path, place), self.show)

    def _change(
        self, work: Callable[[], T], then: Callable[[T], None], typed: tuple[str, ...] = ()
    ) -> None:
        def done(result: T) -> None:
            then(result)
            self.refresh()

        def failed(failure: Failure) -> None:
            self.failed.emit(failure)
            if typed:
                self.unwritten.emit(*typed)

        job = Job("Change a run", work, done, failed=failed, owed=True)
        self._lanes.submit("io", job)

    def _move(self, old: str, new: str) -> None:
        """What was shown is shown where it lies now."""
        shown = old in self._curves
        self.hide(old)
        self._own = "" if old == self._own else self._own
        self._elsewhere = [Path(new) if new and str(p) == old else p for p in self._elsewhere]
        self.moved.emit(old, new)  # before it is drawn: it keeps its colour
        if shown and new:
            self.show(new)

    # Following

    def _read_whole(self, path: str, found: tuple[Curves, Follower]) -> None:
        """A long run is read by the lane; from here on only what is new comes."""
        waiting = self._unread.pop(path, [])
        if path in self._curves and path != self._own:
            self._curves[path], self._followers[path] = found
            self._timer.start()
            self.curves_changed.emit()
            self.grown.emit(path, ())
        for call in waiting:
            call()

    def _follow_on(self, path: str, found: tuple[Follower, Sequence[TrainingEvent]]) -> None:
        """The curves stay those that are drawn."""
        if path in self._curves and path != self._own:
            self._followers[path], events = found
            self._timer.start()
            self._grow(path, events, False)

    def _follow(self) -> None:
        if not self._followers:
            self._timer.stop()
        elif not self._reading:
            self._reading = True
            followed = [(p, one, self._curves[p].state) for p, one in self._followers.items()]
            work = partial(_read, followed)
            self._lanes.submit("io", Job(ACTION, work, self._arrived, failed=self._not_read))

    def _arrived(self, found: Sequence[_News]) -> None:
        self._reading = False
        for path, events, abandoned in found:
            if path in self._followers:
                self._grow(path, events, abandoned)

    def _grow(self, path: str, events: Sequence[TrainingEvent], abandoned: bool) -> None:
        self._curves[path].extend(events)
        if abandoned:
            self._curves[path].abandon()
        if events or abandoned:
            self.grown.emit(path, events)
        if abandoned or any(not isinstance(event, StepDone) for event in events):
            self.refresh()

    def _not_read(self, failure: Failure) -> None:
        self._reading = False
        self.failed.emit(failure)


def _listed(folder: Path, elsewhere: Sequence[Path]) -> list[RunSummary]:
    others = [summary(path) for path in elsewhere if path.is_dir()]
    return [*others, *runs_in(folder)]


def _whole(path: str) -> tuple[Curves, Follower]:
    curves, follower = Curves(), Follower(path)
    curves.extend(follower.read())
    if is_abandoned(path, curves.state):
        curves.abandon()
    return curves, follower


def _by_others(path: str, known: RunStarted, refused: bool) -> tuple[Follower, list[TrainingEvent]]:
    """What follows the window's own part; where it was refused the run, from `known` on.

    Events that curves are given twice do not change them.
    """
    follower = Follower(path)
    events = follower.read()
    since = events[events.index(known) :] if known in events else events
    if not refused:
        since = list(dropwhile(lambda event: not isinstance(event, RunStarted), since[1:]))
    return follower, since


def _read(followed: Sequence[tuple[str, Follower, RunState]]) -> list[_News]:
    """What is new of each, and whether nobody writes it any more.

    Not every mount tells the locks of other machines: a run that grows has its writer.
    """
    news = [(path, one.read(), state) for path, one, state in followed]
    return [(path, new, not new and is_abandoned(path, state)) for path, new, state in news]


def _rename(path: str, name: str) -> str:
    if not name or Path(name).name != name:
        raise Problem("run-name", name=name)
    _be_free(path)
    target = Path(path).with_name(name)
    try:
        if target.exists():  # which a name that is too long cannot be asked
            raise Problem("run-exists", run=str(target))
        Path(path).rename(target)
    except OSError as error:
        raise Problem("run-change", run=path, cause=error.strerror) from error
    return str(target)


def _be_free(path: str) -> None:
    """Whoever writes a run looks for its directory where it was, be it in another process."""
    if is_written(path):
        raise Problem("run-change", run=path, cause="the run goes on")


def _bin(path: str) -> str:
    _be_free(path)
    runs_folder().mkdir(parents=True, exist_ok=True)  # Qt's bin lies in that data home
    file = QFile(path)
    if not file.moveToTrash():
        raise Problem("run-change", run=path, cause="it cannot be moved to the bin")
    return file.fileName()


def _unbin(path: str, place: str) -> str:
    """Out of the bin, with what freedesktop.org's bin wrote about it."""
    if Path(path).exists():
        raise Problem("run-exists", run=path)
    try:
        shutil.move(place, path)
    except OSError as error:
        raise Problem("run-change", run=path, cause=error.strerror) from error
    (Path(place).parents[1] / "info" / f"{Path(place).name}.trashinfo").unlink(missing_ok=True)
    return path
