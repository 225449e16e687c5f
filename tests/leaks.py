"""What a test may leave behind: threads, child processes, hooks, timers, Qt threads, windows.

`snapshot` before, `left_behind` after. Looking is cheap; only what looks left is given time to
end (threads are joined, deferred deletions carried out, garbage collected) and looked at again.
"""

from __future__ import annotations

import gc
import multiprocessing
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Found = dict[object, str]  # identity → words
_HELPERS = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")
_PATIENCE = 2.0  # seconds that an ending thread or process may still take
_HOOKS = (
    "_forward_hooks",
    "_forward_pre_hooks",
    "_backward_hooks",
    "_backward_pre_hooks",
)


def snapshot() -> dict[str, Any]:
    """What exists now."""
    kinds = {name: look() for name, look in _KINDS.items()}
    return {"kinds": kinds, "handles": _hook_handles(), "hooks": _global_hooks()}


def left_behind(before: dict[str, Any]) -> list[str]:
    """One line for each thing that is here now and was not in `before`."""
    left = _difference(before)
    deadline = time.monotonic() + _PATIENCE
    while left and time.monotonic() < deadline:
        _settle()
        left = _difference(before)
    return left


def _difference(before: dict[str, Any]) -> list[str]:
    left = []
    for name, look in _KINDS.items():
        left += [words for key, words in look().items() if key not in before["kinds"][name]]
    if _hook_handles() != before["handles"]:
        left += _hooked_modules() + ["a global module hook"] * (_global_hooks() - before["hooks"])
    return left


def _settle() -> None:
    """Let what is ending end."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(0.01)
    if _application() is not None:
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()


def _threads() -> Found:
    # A dummy stands for a thread that Python did not start, Qt's for instance: see _qt_objects.
    threads = (t for t in threading.enumerate() if not isinstance(t, threading._DummyThread))
    return {thread: f"thread {thread.name}" for thread in threads}


def _children() -> Found:
    """Child processes by number, zombies included; Python's own helpers excepted."""
    if not Path("/proc/self/task").is_dir():
        return {c.pid: f"child process {c.pid}" for c in multiprocessing.active_children()}
    found: Found = {}
    for number in _child_numbers():
        command = _read(Path(f"/proc/{number}/cmdline")).replace("\0", " ").strip()
        if not any(helper in command for helper in _HELPERS):
            found[number] = f"child process {number} {command or '(ended, not waited for)'}"
    return found


def _child_numbers() -> Iterator[str]:
    for task in Path("/proc/self/task").iterdir():
        yield from _read(task / "children").split()


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:  # it has just ended
        return ""


def _application() -> Any:
    widgets = sys.modules.get("PySide6.QtWidgets")
    return widgets.QApplication.instance() if widgets else None


def _windows() -> Found:
    """Top-level widgets, shown or not; Qt keeps one tool tip label for itself."""
    application = _application()
    if application is None:
        return {}
    return {
        _address(widget): f"widget {type(widget).__name__} {widget.objectName()}".rstrip()
        for widget in application.topLevelWidgets()
        if widget.metaObject().className() != "QTipLabel"
    }


def _qt_objects() -> Found:
    """Timers that tick and Qt threads that run."""
    if _application() is None:
        return {}
    import shiboken6
    from PySide6.QtCore import QThread, QTimer

    running: dict[type, Callable[[Any], bool]] = {
        **dict.fromkeys(_with_subclasses(QTimer), QTimer.isActive),
        **dict.fromkeys(_with_subclasses(QThread), QThread.isRunning),
    }
    objects = [o for o in gc.get_objects() if type(o) in running]
    return {
        _address(o): f"{type(o).__name__} {o.objectName()} still running"
        for o in objects
        if shiboken6.isValid(o) and running[type(o)](o) and not _is_main(o)
    }


def _is_main(thing: Any) -> bool:
    """The wrapper of the main thread, which Python makes when somebody asks for it."""
    return bool(thing == _application().thread())


def _address(thing: Any) -> int:
    import shiboken6

    return int(shiboken6.getCppPointer(thing)[0])


def _with_subclasses(kind: type) -> set[type]:
    return {kind}.union(*(_with_subclasses(below) for below in type.__subclasses__(kind)))


def _hook_handles() -> int:
    """How many hooks have ever been registered: torch numbers its handles."""
    hooks = sys.modules.get("torch.utils.hooks")
    return int(hooks.RemovableHandle.next_id) if hooks else 0


def _global_hooks() -> int:
    module = sys.modules.get("torch.nn.modules.module")
    return sum(len(getattr(module, f"_global{name}", ())) for name in _HOOKS) if module else 0


def _hooked_modules() -> list[str]:
    """Modules alive with a hook; slow, so asked only when a hook was registered meanwhile."""
    from torch import nn

    kinds = _with_subclasses(nn.Module)
    modules = [o for o in gc.get_objects() if type(o) in kinds]
    hooked = [m for m in modules if any(m.__dict__.get(name) for name in _HOOKS)]
    return [f"hook on a {type(module).__name__}" for module in hooked]


_KINDS: dict[str, Callable[[], Found]] = {
    "threads": _threads,
    "children": _children,
    "windows": _windows,
    "qt": _qt_objects,
}
