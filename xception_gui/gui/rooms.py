"""The headless rooms, imported after the window is on screen, by one thread at a time.

Two threads that begin to import the same packages at once can each meet a module of the other's
that is not finished yet. So each lane calls its function here before every job; once the rooms
are there that costs microseconds.
"""

from __future__ import annotations

import ctypes
import gc
import importlib.util
import os
import sys
import threading
from pathlib import Path

_importing = threading.Lock()


def _load_libraries() -> None:
    """torch's, through the system's own `dlopen`: Python's keeps every other thread waiting.

    While they load, a thread that imports another library waits for the system and keeps Python
    for itself meanwhile, 0.4 s long: so this happens where no other lane imports anything. What
    cannot be loaded here fails in `import torch` once more, where its cause is told.
    """
    found = importlib.util.find_spec("torch") if sys.platform == "linux" else None
    if found is not None and found.origin:
        library = Path(found.origin).with_name("lib") / "libtorch_python.so"
        load = ctypes.CDLL(None).dlopen
        load.argtypes, load.restype = [ctypes.c_char_p, ctypes.c_int], ctypes.c_void_p
        load(bytes(library), ctypes.RTLD_LOCAL | os.RTLD_NOW)


def for_pictures() -> None:
    """What the `io` lane needs, with Pillow's usual formats, which it imports when one is met."""
    with _importing:
        from PIL import Image

        import xception_gui.images  # noqa: F401

        Image.preinit()


def for_network() -> None:
    """What the `model` lane needs. torch, which takes seconds, keeps nobody else waiting.

    What its import made lives as long as the program: Python's collector need not look through it
    again and again, 0.14 s each time, in which the window would stand still.
    """
    first = "torch" not in sys.modules
    for_pictures()
    with _importing:
        if first:
            _load_libraries()
    import torch  # noqa: F401

    with _importing:
        import xception_gui.explanation
        import xception_gui.inference
        import xception_gui.inspection
        import xception_gui.weights  # noqa: F401
    if first:
        gc.freeze()


def for_training() -> None:
    """What the `train` lane needs."""
    for_network()
    with _importing:
        import xception_gui.training  # noqa: F401


def for_plots() -> None:
    """The tab Train with its plots, while nobody waits: pyqtgraph takes 0.5 s on first show.

    In a thread that steps back its import keeps the window's thread for 14 ms at a time, once 41.
    """
    with _importing:
        import numpy  # noqa: F401, ICN001

        import xception_gui.gui.train_tab  # noqa: F401


PREPARE = {"io": for_pictures, "model": for_network, "train": for_training}
