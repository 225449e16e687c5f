"""Does the window stay alive? A 10 ms timer while photos are predicted and the slider is dragged.

``python -m benchmarks.responsiveness [--photos N]``. A queue of photos is predicted while the
opacity slider moves over a 12-megapixel photo, and now and then the feature maps of another module
are asked for. Intervals between ticks are counted from "ready" on; the import of torch, before it,
is reported apart. A process that only waits has the same timer beside it: what it meets is the
machine's.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks._common import own_homes, print_target, processor

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = tempfile.TemporaryDirectory(prefix="xception-gui-benchmark-")
os.environ.update(own_homes(_HOME.name))

import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402
from PySide6.QtCore import Qt, QTimer  # noqa: E402

from benchmarks._machine import Machine  # noqa: E402
from xception_gui.gui.app import make_application, make_window  # noqa: E402
from xception_gui.gui.main_window import MainWindow  # noqa: E402
from xception_gui.gui.picture_queue import QueueItem  # noqa: E402

BIG = (4000, 3000)
PHOTO = (500, 375)
EVERY = 50
MODULES = ("entry.block2", "middle.block4.sepconv2", "exit.act4", "entry.conv1", "exit.block12")


def photo(path: Path, size: tuple[int, int], seed: int) -> str:
    """A JPEG with the detail of a photo: blurred noise of several scales."""
    generator = np.random.default_rng(seed)
    whole = np.zeros((size[1], size[0], 3))
    for cells in (4, 16, 64):
        noise = generator.integers(0, 255, (cells, cells, 3), dtype=np.uint8)
        whole += np.asarray(Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC)) / 3
    Image.fromarray(whole.astype(np.uint8)).save(path, quality=90)
    return str(path)


class Ticks:
    """Intervals of a 10 ms timer, before and after "ready"."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.importing: list[float] = []
        self.working: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(window, interval=10, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._phase, self.ready = 0, False

    def _tick(self) -> None:
        now = time.perf_counter()
        (self.working if self.ready else self.importing).append(1000 * (now - self._last))
        self._last = now
        if self.ready:
            self._phase += 1
            self.window.classify.heat_band.slider.setValue(20 + self._phase % 80)


class Requests:
    """Feature maps asked for during the queue: how many photos were answered until they came."""

    def __init__(self, window: MainWindow) -> None:
        self.work = window.workspace
        self.photos: list[int] = []
        self._asked_at: int | None = None
        self._answered = 0
        self.work.maps.module_changed.connect(self._came)

    def note(self, answered: int) -> None:
        """Ask again wherever another 50 photos are answered."""
        before, self._answered = self._answered, answered
        if answered // EVERY > before // EVERY and self._asked_at is None:
            self._asked_at = answered
            self.work.maps.set_active(True)
            self.work.select_module(MODULES[len(self.photos) % len(MODULES)])

    def _came(self, shown: object) -> None:
        if shown is not None and self._asked_at is not None:
            self.photos.append(self._answered - self._asked_at)
            self._asked_at = None


def main() -> None:
    """Print p99 and maximum."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=1000)
    parser.add_argument("--weights", default="demo")
    options = parser.parse_args()
    folder = Path(_HOME.name)
    big = photo(folder / "big.jpg", BIG, 0)
    photos = [photo(folder / f"{n}.jpg", PHOTO, n + 1) for n in range(options.photos)]
    application = make_application()
    window = make_window(options.weights)
    ticks, machine = Ticks(window), Machine()
    work = window.workspace

    requests = Requests(window)

    def begin() -> None:
        ticks.ready = True
        machine.begin()
        work.open_paths([big, *photos])

    def finished(items: Sequence[QueueItem]) -> None:
        answered = sum(item.state == "answered" for item in items)
        requests.note(answered)
        if answered > options.photos:
            application.quit()

    work.network_changed.connect(lambda _: QTimer.singleShot(500, begin))
    work.queue_changed.connect(finished)
    QTimer.singleShot(300_000, application.quit)
    window.show()
    application.exec()
    report(options.photos, ticks, requests)
    machine.print()
    window.close()


def report(photos: int, ticks: Ticks, requests: Requests) -> None:
    """Percentiles against what is to be reached."""
    print(f"responsiveness, {photos} photos queued, {processor()}, {os.cpu_count()} cores")
    print_target("import phase, longest stall, ms", max(ticks.importing), 250)
    values = np.array(ticks.working)
    print(f"  {len(values)} ticks of 10 ms, median {np.median(values):.1f} ms")
    print_target("p99, ms", float(np.percentile(values, 99)), 25)
    print_target("max, ms", float(values.max()), 100)
    print(f"  {len(requests.photos)} requests for feature maps, answered in all:")
    worst = max(requests.photos, default=photos)
    print_target("photos answered meanwhile, at most", worst, 2)


if __name__ == "__main__":
    main()
