"""How soon is a cancelled job over? The window's Cancel in the middle of what takes longest.

``python -m benchmarks.cancelling [--photos N]``. The paper's network, untrained, in the window: a
thousand photos to answer, one of 80 megapixels, class folders to judge, an archive to list. Each is
cancelled at several moments and another photo opened at once; timed is until that is on view.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from benchmarks._common import own_homes, print_target, processor

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = tempfile.TemporaryDirectory(prefix="xception-gui-benchmark-")
os.environ.update(own_homes(_HOME.name))

from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402

from benchmarks.responsiveness import PHOTO, photo  # noqa: E402
from benchmarks.ui_while_training import class_folders  # noqa: E402
from xception_gui.base.results import Picture, Prediction  # noqa: E402
from xception_gui.gui.app import make_application, make_window  # noqa: E402
from xception_gui.gui.main_window import MainWindow  # noqa: E402

HUGE = (10_000, 8_000)
AFTER_MS = (20, 100, 200, 300, 450, 600, 1000)
PATIENCE_MS = 120_000


def wait(until: Callable[[], bool] = lambda: False, limit_ms: int = PATIENCE_MS) -> float:
    """Let the window live until then; how many milliseconds that took."""
    began, loop = time.perf_counter(), QEventLoop()
    look = QTimer(interval=2)
    look.timeout.connect(lambda: loop.quit() if until() else None)
    look.start()
    QTimer.singleShot(limit_ms, loop.quit)
    loop.exec()
    return 1000 * (time.perf_counter() - began)


def begun(window: MainWindow, begin: Callable[[], object], after_ms: int) -> None:
    """Begin something long, and cancel it after a while."""
    begin()
    wait(limit_ms=after_ms)
    window.status_bar.cancel_requested.emit()


def opened(window: MainWindow, path: str) -> tuple[float, float]:
    """How long a photo that is opened now takes to be on view, and to be answered."""
    work = window.workspace
    came, told = list[Picture | None](), list[Prediction | None]()
    ears = ((work.picture_changed, came.append), (work.prediction_changed, told.append))
    for signal, hear in ears:
        signal.connect(hear)
    work.open_paths([path])
    seen = wait(lambda: any(picture and picture.path == path for picture in came))
    told.clear()
    after = wait(lambda: told[-1:] not in ([], [None]))
    for signal, hear in ears:
        signal.disconnect(hear)
    return seen, seen + after


def archive(folder: Path, count: int = 20_000) -> str:
    """Class folders of many small files in one archive."""
    path = folder / "many.zip"
    picture = next((folder / "set").rglob("*.png")).read_bytes()
    with zipfile.ZipFile(path, "w") as file:
        for number in range(count):
            file.writestr(f"set/{('a', 'b')[number % 2]}/{number}.png", picture)
    return str(path)


def main() -> None:
    """Print the longest of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=1000)
    options = parser.parse_args()
    folder = Path(_HOME.name)
    photos = [photo(folder / f"{n}.jpg", PHOTO, n) for n in range(options.photos)]
    huge = photo(folder / "huge.jpg", HUGE, 0)
    others = iter(
        [photo(folder / f"other{n}.jpg", PHOTO, 5000 + n) for n in range(4 * len(AFTER_MS))]
    )
    classes = class_folders(folder / "set")
    many = archive(folder)
    make_application()
    window = make_window("none")
    window.show()
    work = window.workspace
    wait(lambda: work.network is not None and not window.lanes.busy)
    print(f"cancelling, {processor()}, {os.cpu_count()} cores")
    cases: dict[str, Callable[[], object]] = {
        f"{options.photos} photos": lambda: work.open_paths(photos),
        "a photo of 80 megapixels": lambda: work.open_paths([huge]),
        "class folders judged": lambda: work.evaluate(classes),
        "an archive listed": lambda: work.open_paths([many]),
    }
    for name, begin in cases.items():
        took = list[tuple[float, float]]()
        for after_ms in AFTER_MS:
            begun(window, begin, after_ms)
            took.append(opened(window, next(others)))
            work.close_all()
            wait(lambda: not window.lanes.busy)
        seen, answered = (max(times) for times in zip(*took, strict=True))
        print_target(f"{name}: from Cancel to another on view, ms", seen, 1000)
        print(f"    and to its answer: {answered:.0f} ms")
    window.close()


if __name__ == "__main__":
    main()
