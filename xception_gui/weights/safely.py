"""`Reader`: has weights files read by a process of its own, and takes only tensors from it.

A safetensors file of moderate size is read here: the format runs nothing, and its size bounds what
reading takes. HDF5 of that size has a child process of its own (`hdf5.py`). Every other file,
pickles above all, goes to the process of `reader.py`; what turns into one after it was looked at is
refused.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from xception_gui.base.problem import Problem, restore
from xception_gui.base.published import Published, published
from xception_gui.base.texts import PROBLEMS
from xception_gui.base.weights_report import WeightsReport, from_json
from xception_gui.images.files import open_regular, shown
from xception_gui.weights.containers import harmless_only
from xception_gui.weights.examine import examine
from xception_gui.weights.hdf5 import SIGNATURE
from xception_gui.weights.listing import DEMO, NONE
from xception_gui.weights.load import Loaded, convert_published, load_weights, named_file
from xception_gui.weights.reader import PATIENCE

log = logging.getLogger(__name__)
HARMLESS = 256_000_000
"""Bytes of a safetensors or HDF5 file that is read in this process."""
_STARTING = 60.0  # seconds, for a slow machine; reading has its own limit
_COMMAND = (sys.executable, "-m", "xception_gui.weights.reader")


class Reader:
    """One process, started when it is first needed or by `start`; ended by `close`.

    One thread may load while another closes; the load then ends with a `Problem`.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._closed, self._turn, self._change = False, threading.Lock(), threading.Lock()

    def start(self) -> None:
        """Have the process import what it needs, before the first file comes."""
        with self._change:
            running = self._process is not None and self._process.poll() is None
            if not running and not self._closed:
                self._end()
                self._process = _started()

    def load(self, name: str | os.PathLike[str]) -> Loaded:
        """As `load.load_weights`, with the same problems; what cannot be read is unusable."""
        known = published(name) if isinstance(name, str) else None
        path = _file(name)
        try:
            loaded = self._read(name, path)
        except Problem:
            if _file(name) == path:
                raise
            loaded = self._read(name, _file(name))  # its damaged conversion is gone
        if known:
            _convert(known, loaded)
        return loaded

    def _read(self, name: str | os.PathLike[str], path: Path) -> Loaded:
        """Here, where that harms nobody."""
        if name in (DEMO, NONE) or _is_harmless(path):
            with harmless_only():
                return load_weights(name)
        known = isinstance(name, str) and published(name)
        return self._loaded(name if known else path, path)

    def _loaded(self, name: str | os.PathLike[str], path: Path) -> Loaded:
        with tempfile.TemporaryDirectory(prefix="xception-gui-weights-") as folder:
            out = os.path.join(folder, "weights.safetensors")
            reply = self._ask({"name": str(name), "path": str(path), "out": out}, path)
            _check(reply)
            loaded = load_weights(out)
        told: dict[str, Any] = {
            "name": str(reply["name"])[:300],
            "source": shown(path),
            "dialect": str(reply["dialect"])[:40],
            "sha256": str(reply["sha256"])[:64],
        }
        return Loaded(dataclasses.replace(loaded.weights, **told), loaded.model)

    def examine(self, path: str | os.PathLike[str]) -> WeightsReport:
        """As `examine.examine`; what ends the process that reads it is a `Problem`."""
        place = Path(os.path.abspath(path))
        if _is_harmless(place):
            with harmless_only():
                return examine(place)
        with tempfile.TemporaryDirectory(prefix="xception-gui-weights-") as folder:
            out = os.path.join(folder, "report.json")
            _check(self._ask({"task": "examine", "path": str(place), "out": out}, place))
            return from_json(Path(out).read_text("utf-8"))

    def close(self) -> None:
        """End the process; a load that is under way fails."""
        with self._change:
            self._closed = True
            self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def _ask(self, request: dict[str, str], path: Path) -> dict[str, Any]:
        with self._turn:
            self.start()
            process = self._process
            try:
                if process is None:
                    raise OSError("it was closed")
                return dict(json.loads(_answer(process, json.dumps(request))))
            except (OSError, ValueError) as error:
                cause = "the process that reads it ended"
                raise Problem("weights-unusable", file=shown(path), cause=cause) from error


def _convert(row: Published, loaded: Loaded) -> None:
    """Next time it loads in a moment; where that cannot be written, it loads as now."""
    try:
        convert_published(row, loaded)
    except Problem as problem:
        log.warning("%s", problem)


def _file(name: str | os.PathLike[str]) -> Path:
    """The file that is meant, of a run or of a name of the catalogue too."""
    asked = name if isinstance(name, str) else os.path.abspath(name)
    with contextlib.suppress(Problem):  # there is none: loading says why
        return Path(os.path.abspath(named_file(asked)))
    return Path(os.path.abspath(name))


def _is_harmless(path: Path) -> bool:
    try:
        with open_regular(path) as file:
            head, size = file.read(9), os.fstat(file.fileno()).st_size
            return size <= HARMLESS and (head[8:] == b"{" or head.startswith(SIGNATURE))
    except (OSError, Problem):
        return True  # there is nothing to read: loading says why


def _started() -> subprocess.Popen[bytes]:
    quiet = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}  # a fork must find no other thread
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    environment = {**os.environ, **quiet}
    return subprocess.Popen(_COMMAND, stdin=pipe, stdout=pipe, stderr=nowhere, env=environment)


def _answer(process: subprocess.Popen[bytes], request: str) -> bytes:
    """One line; it is empty if the process ended, or was ended because it hung."""
    assert process.stdin is not None
    assert process.stdout is not None
    watch = threading.Timer(_STARTING + PATIENCE, process.kill)
    watch.start()
    try:
        process.stdin.write(request.encode() + b"\n")
        process.stdin.flush()
        return process.stdout.readline()
    finally:
        watch.cancel()
        watch.join()


def _check(reply: dict[str, Any]) -> None:
    """Raise the problem that the process met; it is trusted with words, not with anything else."""
    code, fields = reply.get("problem"), reply.get("fields")
    if code in PROBLEMS and isinstance(fields, dict):
        raise restore(str(code), fields)
