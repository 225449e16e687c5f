"""The process in which the window has weights files read, so that nothing in a file can harm it.

``python -m xception_gui.weights.reader`` answers requests from stdin, one JSON line each: it loads
``name``, which lies at ``path``, and writes it to ``out`` as our own file. It imports everything
once and forks a child for each file, which gets 1 GB beside two copies of the file, seconds of
processor time, no network and no other file; where there is no fork it reads one file itself and
ends. Started by `safely.Reader`.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import select
import signal
import sys
import sysconfig
import time
from typing import Any

from xception_gui.base.assets import asset
from xception_gui.base.memory import is_memory_error
from xception_gui.base.problem import Problem
from xception_gui.weights.errors import NO_MEMORY, first_line

GROWTH = 1_000_000_000
"""Bytes that reading a file may take beside two copies of it, and what was mapped before."""
SECONDS = 2
"""Of processor time that any file gets: a small one needs a tenth."""
_BYTES_PER_SECOND = 10_000_000  # that give it more; six times as many are read
PATIENCE = 300 if hasattr(os, "fork") else 60
"""Seconds of waiting: a busy machine gives a tenth of its time; only fork limits processor time."""
_LONGEST = 1_000_000  # bytes of a reply
_CLOSED = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "pty.")


def main() -> None:
    """Answer until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is for the window
    _prepare()
    for line in sys.stdin:
        request = json.loads(line)
        reply = _answer_in_child(request) if hasattr(os, "fork") else _answer(request)
        print(json.dumps(reply), flush=True)
        if not hasattr(os, "fork"):
            break


def _prepare() -> None:
    """Import what reading takes, so that no child has to, and keep to one thread: forks need it."""
    import torch

    from xception_gui.weights import hdf5
    from xception_gui.weights.listing import DEMO
    from xception_gui.weights.load import load_weights

    torch.set_num_threads(1)
    load_weights(DEMO)
    with contextlib.suppress(ImportError):
        importlib.import_module("h5py")  # a file of Keras will say that it is missing
    hdf5.confined = True


def _answer_in_child(request: dict[str, str]) -> dict[str, Any]:
    receive, send = os.pipe()
    child, began = os.fork(), time.monotonic()
    if child == 0:
        _be_child(request, send)
    os.close(send)
    try:
        text = _received(receive, PATIENCE)
    finally:
        os.close(receive)
        os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
    try:
        return dict(json.loads(text))
    except ValueError:
        late = time.monotonic() - began >= PATIENCE
        seconds = _seconds(request["path"])
        return _unusable(request, _how_it_ended(status, seconds, PATIENCE if late else seconds))


def _be_child(request: dict[str, str], send: int) -> None:
    """Never returns, whatever happens."""
    try:
        confine(request["path"], request["out"])
        os.write(send, json.dumps(_answer(request)).encode()[:_LONGEST])
    finally:
        os._exit(0)


def _answer(request: dict[str, str]) -> dict[str, Any]:
    from xception_gui.weights.load import load_weights
    from xception_gui.weights.save import save_weights

    try:
        if request.get("task") == "examine":
            return _examine(request)
        loaded = load_weights(request["name"])
        save_weights(request["out"], loaded.model, loaded.weights)
    except Exception as error:  # noqa: BLE001 - whatever it was, somebody waits for an answer
        return _refused(request, error)
    told = loaded.weights
    return {"name": told.name, "dialect": told.dialect, "sha256": told.sha256}


def _refused(request: dict[str, str], error: Exception) -> dict[str, Any]:
    """The problem that it was, or that it is for whoever asked."""
    told = error.fields if isinstance(error, Problem) else {}
    # Torch tells a lack of memory by the text of another error.
    if told.get("cause") == NO_MEMORY or (not told and is_memory_error(error)):
        most = f"{_room(request['path']) / 10**9:.3g}"
        return _unusable(
            request, f"reading it takes more than {most} GB of memory", "weights-resave"
        )
    if isinstance(error, Problem):
        return {"problem": error.code, "fields": {name: str(v) for name, v in told.items()}}
    if isinstance(error, PermissionError):
        return _unusable(request, str(error))
    return _unusable(request, f"reading it failed ({first_line(error)})")


def _examine(request: dict[str, str]) -> dict[str, Any]:
    """Write a report of the file, whether it loads or not."""
    from xception_gui.base.weights_report import to_json
    from xception_gui.weights.examine import examine

    with open(request["out"], "w", encoding="utf-8") as file:
        file.write(to_json(examine(request["path"])))
    return {}


def confine(path: str, out: str) -> None:
    """Leave this process memory, seconds, one file (and its sidecar) to read, a folder to write to.

    What the operating system cannot limit is refused by an audit hook, for code that runs in
    Python; compiled code is held by the limits alone.
    """
    _limit(path)
    code = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    own = (package, os.fspath(asset()), os.path.dirname(out))
    folders = tuple(folder + os.sep for folder in (*code, *own))

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_CLOSED):
            raise PermissionError(f"it asks for {event}, which is refused")
        if event == "open" and isinstance(arguments[0], str | bytes):
            asked = os.fsdecode(arguments[0])
            if asked not in (path, f"{path}.json") and not f"{asked}{os.sep}".startswith(folders):
                raise PermissionError(f"it asks for the file {asked[:80]!r}, which is refused")

    sys.addaudithook(watch)


def _seconds(path: str) -> int:
    """Of processor time: a file of a few bytes must not keep all others waiting for long."""
    return SECONDS + _size(path) // _BYTES_PER_SECOND


def _room(path: str) -> int:
    """Bytes of memory: a whole file is held beside what is made of it, however large it is.

    HDF5 takes copies of its own, and what lies in a zip is held twice. A size that no reader
    accepts gives no more: a file of holes costs nobody anything.
    """
    from xception_gui.weights.load import MAX_BYTES

    size = _size(path)
    return GROWTH + (2 * size if size < MAX_BYTES else 0)


def _size(path: str) -> int:
    with contextlib.suppress(OSError, ValueError):
        return os.stat(path).st_size
    return 0  # there is nothing to read: loading says why


def _limit(path: str) -> None:
    try:
        import resource
    except ImportError:  # Windows: size and time are watched from outside
        return
    seconds = _seconds(path)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as file:
            mapped = int(file.read().split()[0]) * resource.getpagesize()
        most = mapped + _room(path)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _received(pipe: int, seconds: float) -> bytes:
    """What arrives until the other end closes, or the time is over."""
    end, parts = time.monotonic() + seconds, list[bytes]()
    while select.select([pipe], [], [], max(0.0, end - time.monotonic()))[0]:
        part = os.read(pipe, 65536)
        if not part:
            break
        parts.append(part)
    return b"".join(parts)


def _how_it_ended(status: int, computing: int, waiting: int) -> str:
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number == signal.SIGXCPU:
        return f"reading it takes too much time (more than {computing} s)"
    if number == signal.SIGKILL:
        return f"reading it takes more than {waiting} s"
    if number:
        return f"reading it crashed ({signal.Signals(number).name})"
    return "reading it ended without a result"


def _unusable(
    request: dict[str, str], cause: str, code: str = "weights-unusable"
) -> dict[str, Any]:
    from xception_gui.images.files import shown

    fields = {"file": shown(request["path"]), "cause": cause}
    return {"problem": code, "fields": fields}


if __name__ == "__main__":
    main()
