"""The pictures of a folder that excite each channel of a module most; counted once, then kept."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from xception_gui.base.atomic import write_with
from xception_gui.base.problem import Problem
from xception_gui.base.results import FloatArray
from xception_gui.base.stamp import stamp
from xception_gui.base.top_images import TopImages, TopProgress
from xception_gui.images import open_picture, prepare
from xception_gui.images.datasets import list_pictures
from xception_gui.images.files import shown
from xception_gui.inference.engine import Engine
from xception_gui.inspection import feature_maps, resolve_path

KEPT = 9
_FILES = 32  # in the cache; the oldest goes first
Item = TopProgress | TopImages


def top_images(engine: Engine, folder: str | os.PathLike[str], layer: str) -> Iterator[Item]:
    """How far it is, after each picture; last the `TopImages`.

    Parameters
    ----------
    layer : str
        A module, or an unambiguous ending of its path.

    Raises
    ------
    Problem
        ``nothing-to-open``, ``module-unknown``, ``module-ambiguous``.

    Notes
    -----
    What was found is kept in the user's cache folder, under the network's state, the module and
    every file's name, size and time.
    """
    path, files = resolve_path(engine.model, layer), [Path(file) for file in list_pictures(folder)]
    if not files:
        raise Problem("nothing-to-open", what=shown(folder))
    kept = _cache(engine, path, files)
    known = _read(kept, engine, path, shown(folder))
    if known is not None:
        yield known
        return
    found = _Found()
    for number, file in enumerate(files, 1):
        found.add(engine, path, file)
        yield TopProgress(number, len(files))
    made = found.frozen(engine, path, shown(folder))
    _write(kept, made)
    yield made


class _Found:
    """What is known so far."""

    def __init__(self) -> None:
        self.pictures: list[str] = []
        self.failed: list[str] = []
        self.values: FloatArray = np.zeros((0, KEPT), np.float32)
        self.which: npt.NDArray[np.int64] = np.zeros((0, KEPT, 3), np.int64)

    def add(self, engine: Engine, path: str, file: Path) -> None:
        """Look at one more picture; one that cannot be read is noted."""
        try:
            opened = open_picture(file)
        except Problem:
            self.failed.append(shown(file))
            return
        steps = engine.weights.preprocessing
        prepared = prepare(opened.image, steps, opened.picture.image_id)
        (maps,) = feature_maps(engine.model, prepared, [path], engine.state_id)
        self._merge(maps.output.values)
        self.pictures.append(shown(file))

    def _merge(self, values: FloatArray) -> None:
        channels, _, width = values.shape
        if not len(self.values):
            self.values = np.full((channels, KEPT), -np.inf, np.float32)
            self.which = np.full((channels, KEPT, 3), -1, np.int64)
        flat = values.reshape(channels, -1)
        at = flat.argmax(1)
        number = np.full(channels, len(self.pictures))
        places = np.stack((number, at // width, at % width), 1)[:, None]
        every = np.concatenate((self.values, flat.max(1, keepdims=True)), 1)
        which = np.concatenate((self.which, places), 1)
        order = np.argsort(-every, axis=1, kind="stable")[:, :KEPT]
        self.values = np.take_along_axis(every, order, 1)
        self.which = np.take_along_axis(which, order[..., None], 1)

    def frozen(self, engine: Engine, path: str, folder: str) -> TopImages:
        """The result."""
        names = (tuple(self.pictures), tuple(self.failed))
        return TopImages(engine.state_id, path, folder, *names, self.values, self.which)


# Kept between sessions


def _cache(engine: Engine, path: str, files: list[Path]) -> Path:
    from platformdirs import user_cache_path

    stats = [(os.fspath(file), *stamp(file)) for file in files]
    told = json.dumps([engine.state_id, path, KEPT, stats], ensure_ascii=True)
    name = hashlib.sha256(told.encode()).hexdigest()
    return user_cache_path("xception-gui", appauthor=False) / "top-images" / f"{name}.npz"


def _read(file: Path, engine: Engine, path: str, folder: str) -> TopImages | None:
    """What was kept; None if there is none, or it is damaged: then it is counted again."""
    try:
        with np.load(file, allow_pickle=False) as kept:
            names = json.loads(str(kept["names"]))
            pictures, failed = (tuple(map(str, names[key])) for key in ("pictures", "failed"))
            values, which = kept["values"], kept["which"]
            return TopImages(engine.state_id, path, folder, pictures, failed, values, which)
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, zlib.error):
        return None


def _write(file: Path, found: TopImages) -> None:
    """A cache that cannot be written is none."""
    names = json.dumps({"pictures": found.pictures, "failed": found.failed})
    arrays = {"values": found.values, "which": found.which, "names": np.array(names)}
    with contextlib.suppress(OSError, Problem):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_with(file, lambda stream: np.savez(stream, **arrays))  # type: ignore[arg-type]
        for old in sorted(file.parent.glob("*.npz"), key=os.path.getmtime)[:-_FILES]:
            old.unlink()
