"""HDF5, as Keras writes it: read by a child process, which may crash without harm.

The child (`hdf5_child.py`) gets the bytes and answers with a safetensors file; see docs/decisions,
number 12. A process that may crash by design reads by the same code itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from xception_gui.base.atomic import writing
from xception_gui.base.problem import Problem
from xception_gui.weights import hdf5_child
from xception_gui.weights.content import Content
from xception_gui.weights.errors import NO_MEMORY, Resave, Unusable, first_line, refuse_lack
from xception_gui.weights.reader import PATIENCE

SIGNATURE = b"\x89HDF\r\n\x1a\n"
_CHILD = Path(hdf5_child.__file__)
confined = False
"""Whether this process may crash itself (it is a child of `reader.py`), and reads HDF5 itself."""
_NO_PLUGINS = {"HDF5_PLUGIN_PRELOAD": "::", "HDF5_PLUGIN_PATH": os.devnull}


def open_hdf5(data: bytes) -> Content:
    """The data sets of a file of Keras' weights, with the order of their layers.

    Raises
    ------
    Unusable
        The file is damaged, or holds what weights do not.
    Problem
        ``h5py-missing``.
    """
    import safetensors.torch

    answer = _read_here(data) if confined else _ask(data)
    length = int.from_bytes(answer[:8], "little")
    document = json.loads(answer[8 : 8 + length]).get("__metadata__", {})
    if "missing" in document:
        raise Problem("h5py-missing", cause=document["missing"])
    if "refused" in document:
        raise Unusable(document["refused"])

    described = json.loads(document["layers"])
    try:
        return Content({"keras": described}, safetensors.torch.load(answer), "HDF5")
    except Exception as error:  # a data set that is listed twice, for instance
        refuse_lack(error)
        raise Unusable(f"its HDF5 structure is damaged ({first_line(error, 120)})") from error


def _read_here(data: bytes) -> bytes:
    try:
        return hdf5_child.answer(data)
    except Exception as error:  # the HDF5 library raises nearly everything on damage
        refuse_lack(error)
        raise Unusable(f"its HDF5 structure is damaged ({first_line(error, 120)})") from error


def _ask(data: bytes) -> bytes:
    """What the child answers; `Unusable` if it dies or thinks for too long.

    Through files: pipes pass four kilobytes at a time, which takes seconds.
    """
    words = [sys.executable, "-P", str(_CHILD)]
    with _written(data) as question, _temporary(len(data)) as answer:
        try:
            done = subprocess.run(
                words,
                stdin=question,
                stdout=answer,
                stderr=subprocess.PIPE,
                timeout=PATIENCE,
                check=False,
                env={**os.environ, **_NO_PLUGINS},
            )
        except subprocess.TimeoutExpired as error:
            raise Unusable(f"reading it takes more than {PATIENCE} seconds") from error
        with writing(_place(), len(data)):
            _check(done.returncode, done.stderr)
        answer.seek(0)
        said = answer.read()
    if len(said) < 8:
        raise Unusable("its HDF5 structure is damaged (it has no answer)")
    return said


def _check(code: int, errors: bytes) -> None:
    """Whether there is an answer; if not, why, by the last line that the child said."""
    if code == -getattr(signal, "SIGXCPU", 0):
        raise Unusable("reading it takes too much time: its HDF5 structure runs in circles")
    last = (errors.decode("utf-8", "replace").splitlines() or [f"exit {code}"])[-1]
    if code and last.startswith(hdf5_child.UNWRITTEN):
        number = int(last.removeprefix(hdf5_child.UNWRITTEN))
        raise OSError(number, os.strerror(number))
    if code and last.partition(":")[0].endswith("MemoryError"):  # numpy has one of its own
        raise Resave(NO_MEMORY)
    if code:
        raise Unusable(f"its HDF5 structure is damaged ({last[:120]})")


def _place() -> Path:
    """Where temporary files lie; they have no name."""
    return Path(tempfile.gettempdir(), "weights.h5")


def _temporary(need: int) -> IO[bytes]:
    """A temporary file for so many bytes; `Problem` where none can be made."""
    with writing(_place(), need):
        return tempfile.TemporaryFile()


def _written(data: bytes) -> IO[bytes]:
    """A temporary file of `data`, at its beginning; `Problem` where there is no room for it."""
    file = _temporary(len(data))
    try:
        with writing(_place(), len(data)):
            file.write(data)
            file.seek(0)  # this writes the rest
    except BaseException:
        with contextlib.suppress(OSError):  # it tries to write the rest as well
            file.close()
        raise
    return file
