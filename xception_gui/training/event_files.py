"""TensorBoard's event files of a run: the curves of the window, from the same events.

They are a view of ``events.jsonl`` and never anything else: a run that goes on writes them anew
from its first step, so that no step stands there twice and none is missing after a kill.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, cast

from xception_gui.base.atomic import writing
from xception_gui.base.curves import NORM, Curves
from xception_gui.base.events import EpochDone, RunStarted, StepDone, TrainingEvent
from xception_gui.base.growing import Growing
from xception_gui.base.problem import Problem
from xception_gui.base.run_folders import CONFIG, EVENTS, read_events, summary
from xception_gui.training.record import read_values

_SUFFIX = ".xception-gui"
STEP_TAGS = {
    "loss": "loss/step",
    "top1": "top1/step",
    "learning_rate": "learning_rate",
    "images_per_second": "images_per_second",
}
EPOCH_TAGS = {
    "train_loss": "loss/train",
    "train_top1": "top1/train",
    "loss": "loss/validation",
    "top1": "top1/validation",
    "top5": "top5/validation",
}
NORM_TAG = "gradient_norm/"


def on_board(events: Iterable[TrainingEvent], out: Path) -> Iterator[TrainingEvent]:
    """Pass `events` on, which ``events.jsonl`` of `out` already holds, each written first.

    Raises
    ------
    Problem
        ``tensorboard-missing`` before the first event; ``disk-full``, ``write-failed``.
    """
    with closing(EventFile(out)) as file:
        for event in events:
            if isinstance(event, RunStarted):
                file.begin()
            else:
                file.add(event)
            yield event


def convert(out: Path) -> Path:
    """Write the event file of a run that has none, or another one; its path.

    Raises
    ------
    Problem
        ``run-missing`` where there is no run, and those of `on_board`.
    """
    if not (out / EVENTS).is_file():
        raise Problem("run-missing", run=str(out))
    with closing(EventFile(out)) as file:
        return file.begin()


class EventFile:
    """The one event file of a run directory. The library is imported when it is made.

    Parameters
    ----------
    out : Path
        Run directory: the file lies beside ``events.jsonl``, so that TensorBoard, started on the
        folder of all runs, calls each by its name.
    """

    def __init__(self, out: Path) -> None:
        try:
            from tensorboard.compat.proto.event_pb2 import Event, SessionLog
            from tensorboard.compat.proto.summary_pb2 import Summary
            from tensorboard.plugins.hparams.summary_v2 import hparams_pb
            from tensorboard.summary.writer.record_writer import RecordWriter
        except ImportError as error:
            raise Problem("tensorboard-missing", cause=error) from error
        self._event, self._session, self._summary = Event, SessionLog, Summary
        self._settings, self._record_writer = hparams_pb, RecordWriter
        self._out, self._path, self._began = out, out, 0.0
        self._curves, self._file = Curves(), cast(Any, None)

    def begin(self) -> Path:
        """A new file with all that ``events.jsonl`` tells; what the earlier one said is void."""
        self.close()
        earlier = list(self._out.glob(f"*.tfevents.*{_SUFFIX}"))
        # TensorBoard reads a folder's files in the order of their names.
        self._path = self._out / f"events.out.tfevents.{time.time_ns()}{_SUFFIX}"
        self._began, self._curves = summary(self._out).began, Curves()
        self._curves.extend(read_events(self._out))
        with writing(self._path, 0):
            self._file = self._record_writer(open(self._path, "xb"))  # noqa: SIM115
            self._write_head()
            self._write_rows(self._curves.steps, STEP_TAGS, 0)
            self._write_rows(self._curves.epochs, EPOCH_TAGS, 0)
            self._file.flush()
            for path in earlier:
                _put_away(path)
        return self._path

    def add(self, event: TrainingEvent) -> None:
        """What one more event says; an epoch that is judged again is not written twice."""
        if not isinstance(event, StepDone | EpochDone):
            return
        single = isinstance(event, StepDone)
        rows = self._curves.steps if single else self._curves.epochs
        known = rows.last("step") or 0
        self._curves.add(event)
        if event.step > known:
            with writing(self._path, 0):
                self._write_rows(rows, STEP_TAGS if single else EPOCH_TAGS, -1)
                self._file.flush()

    def _write_head(self) -> None:
        """Version; whoever watches forgets what stood in the earlier file; the config."""
        self._put(file_version="brain.Event:2")
        self._put(session_log=self._session(status=self._session.START))
        if (self._out / CONFIG).is_file():
            settings = dict(_flat(read_values(self._out / CONFIG)))
            self._put(summary=self._settings(settings, start_time_secs=self._began))

    def _write_rows(self, rows: Growing, tags: Mapping[str, str], first: int) -> None:
        """From that row on; what is NaN there was not measured."""
        names = [name for name in rows.names() if name in tags or name.startswith(NORM)]
        columns = [rows.column(name)[first:].tolist() for name in ("step", "seconds", *names)]
        labels = [tags.get(name, name.replace(NORM, NORM_TAG, 1)) for name in names]
        for step, seconds, *numbers in zip(*columns, strict=True):
            pairs = [(tag, x) for tag, x in zip(labels, numbers, strict=True) if math.isfinite(x)]
            values = [self._summary.Value(tag=tag, simple_value=x) for tag, x in pairs]
            self._put(seconds, step=int(step), summary=self._summary(value=values))

    def _put(self, seconds: float = 0.0, **content: Any) -> None:
        """Events carry no clock: the time is that of the run's beginning and what it has taken."""
        event = self._event(wall_time=self._began + seconds, **content)
        self._file.write(event.SerializeToString())

    def close(self) -> None:
        """The file is whole."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _put_away(path: Path) -> None:
    """Emptied, removed the next time: a TensorBoard that stands in it must find its way on."""
    if path.stat().st_size:
        os.truncate(path, 0)
    else:
        path.unlink()


def _flat(values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, float | str]]:
    """``model.width`` → 0.5; what is no single value, as words."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value if isinstance(value, bool | int | float) else str(value)
