"""`load_weights`: a name or a file → the record and the network. Nothing in a file is executed.

No global random generator is touched, so it may run in any thread.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import Steps, made_grey, paper_steps
from xception_gui.base.problem import Problem, restore
from xception_gui.base.published import Published, published
from xception_gui.base.results import Weights
from xception_gui.base.run_folders import EVENTS
from xception_gui.images.files import open_regular, shown, unreadable
from xception_gui.model import Xception
from xception_gui.model.initialise import calibrated
from xception_gui.weights import listing
from xception_gui.weights.containers import Opener, opener
from xception_gui.weights.dialects import dialect_of, supported
from xception_gui.weights.errors import Foreign, Resave, Unusable
from xception_gui.weights.ports import steps_for
from xception_gui.weights.save import save_weights
from xception_gui.weights.sidecar import with_sidecar
from xception_gui.weights.tensors import filled

MAX_BYTES = 2_000_000_000
"""Of a weights file; the paper's network has 92 MB, its training checkpoint four times that."""
_CALIBRATION = 149  # pixels: statistics of noise hardly depend on the size, the time does
OWN = ("own", "checkpoint")
"""Dialects whose files say everything themselves."""


@dataclass(frozen=True)
class Loaded:
    """Weights in memory: their record, and the network in eval mode, float32, on the CPU."""

    weights: Weights
    model: Xception


def load_weights(name: str | os.PathLike[str]) -> Loaded:
    """The weights of that name, or in that file.

    Parameters
    ----------
    name : str or path
        "demo", "none", "keras", "timm", a file, or the directory of a run; a file of such a name is
        reached by ``./demo``.

    Raises
    ------
    Problem
        ``weights-missing``, ``weights-absent``, ``weights-unknown``, ``weights-unusable``,
        ``weights-resave``, ``weights-misfit``, ``weights-diverged``, ``sidecar``,
        ``file-unreadable`` or ``file-empty``: one line with file, cause and way out.
    """
    if name == listing.NONE:
        return untrained()
    if name == listing.DEMO:
        if not os.path.isfile(listing.demo_path()):
            raise Problem(
                "weights-asset",
                file=shown(listing.demo_path()),
                name=listing.DEMO,
                other=listing.NONE,
            )
        return _load_file(listing.demo_path(), listing.DEMO)
    if isinstance(name, str) and (found := published(name)) is not None:
        return _load_published(found)
    name = _of_run(name)
    if not _exists(name):
        raise _missing(name, listing.catalogue())
    return _load_file(Path(name), _called(Path(name)))


def _called(path: Path) -> str:
    """The file's name; each run has the same files, so one of a run is called by its run too."""
    of_run = os.path.isfile(path.parent / EVENTS)
    return shown(Path(path.absolute().parent.name, path.name) if of_run else path.name)


def named_file(name: str) -> str:
    """The file that a name of the catalogue stands for; a path as it is.

    Raises
    ------
    Problem
        ``weights-absent``: its file is not here. ``weights-missing``: no such file or name, or
        the name has none. ``file-unreadable``: it is in a folder that one may not enter.
    """
    if name == listing.DEMO:
        return str(listing.demo_path())
    if (found := published(name)) is not None:
        return str(_here(found))
    name = os.fspath(_of_run(name))
    if not _exists(name):
        raise _missing(name, [entry for entry in listing.catalogue() if entry.file])
    return name


def _of_run(name: str | os.PathLike[str]) -> str | os.PathLike[str]:
    """The weights that a run directory holds, where `name` is one."""
    found = Path(name, "weights.safetensors")
    return found if os.path.isfile(found) else name  # Path.is_file raises for a name too long


def _exists(name: str | os.PathLike[str]) -> bool:
    """Whether such a file is there; what one may not see is not said to be absent."""
    try:
        os.lstat(name)
    except PermissionError as error:
        raise unreadable(name, error) from error
    except (OSError, ValueError):
        return False
    return True


def _missing(name: str | os.PathLike[str], entries: Sequence[listing.Entry]) -> Problem:
    names = ", ".join(entry.name for entry in entries)
    return Problem("weights-missing", file=shown(name), names=names)


def _here(row: Published) -> Path:
    """Where a published file lies, if somebody has fetched it."""
    path = listing.on_disk(row)
    if not os.path.isfile(path):
        place = shown(listing.published_path(row))
        raise Problem("weights-absent", name=row.name, url=row.url, file=place)
    return path


def _load_published(row: Published) -> Loaded:
    """A published file that somebody has fetched, if it is that file to the bit."""
    path = _here(row)
    known = path == listing.published_path(row)
    with named(path):
        try:
            loaded = _read(path, row.name, row.sha256 if known else "")  # before it is parsed
        except (Unusable, Foreign) as error:
            if known or isinstance(error, Resave) or not _let_go(row):
                raise
            return _load_published(row)
        weights = _as_published(loaded.weights)
        if not weights.sha256.startswith(row.sha256):
            raise Unusable("its sha256 is not the published one: it is another file")
    return replace(loaded, weights=weights)


def _let_go(row: Published) -> bool:
    """Remove what was converted, and is damaged, if there is what it was made of."""
    if not os.path.isfile(listing.published_path(row)):
        return False
    with contextlib.suppress(OSError):
        listing.converted_path(row).unlink()
    return listing.on_disk(row) == listing.published_path(row)


def _as_published(weights: Weights) -> Weights:
    """What was converted for fast starts goes by what it was made of."""
    origin = weights.record.get("converted_from", {})
    if weights.dialect != "own" or not isinstance(origin, dict):
        return weights
    dialect, sha256 = (str(origin.get(name, "")) for name in ("dialect", "sha256"))
    return replace(weights, dialect=dialect, sha256=sha256)


def convert_published(row: Published, loaded: Loaded) -> None:
    """Write what a fetched file held once more, as our own file: that loads in a moment.

    Raises
    ------
    Problem
        As `save_weights`.
    """
    if listing.on_disk(row) == listing.published_path(row):
        told = loaded.weights
        origin = {"file": row.file, "dialect": told.dialect, "sha256": told.sha256, "url": row.url}
        weights = replace(told, record={**told.record, "converted_from": origin})
        save_weights(listing.converted_path(row), loaded.model, weights)


def untrained(config: XceptionConfig | None = None, size: int = 299) -> Loaded:
    """A network with seeded weights and calibrated batch-norm statistics; the paper's by default.

    Parameters
    ----------
    size : int
        Side of the pictures that it will get, pixels.
    """
    model = calibrated(config or XceptionConfig(), 0, min(size, _CALIBRATION))
    weights = Weights(
        name=listing.NONE,
        dialect=listing.NONE,
        source="",
        sha256=_parameters_sha256(model),
        classes=(),
        config=model.config,
        preprocessing=_steps(model.config, size),
        trained=False,
    )
    return Loaded(weights, model)


def _steps(config: XceptionConfig, size: int) -> Steps:
    """The paper's, for the channels that the network has."""
    steps = steps_for(paper_steps(size), config)
    return made_grey(steps) if config.in_chans == 1 else steps


def _parameters_sha256(model: Xception) -> str:
    """Of the seeded numbers alone: the statistics differ in the last bit with the threads."""
    digest = hashlib.sha256()
    for parameter in model.parameters():
        digest.update(parameter.detach().numpy().data)
    if model.config != XceptionConfig():  # another order, or no skips: the same numbers
        digest.update(repr(model.config).encode())
    return digest.hexdigest()


def _load_file(path: Path, name: str) -> Loaded:
    with named(path):
        return _read(path, name)


@contextmanager
def named(path: Path) -> Iterator[None]:
    """What the readers raise, as the one line that names the file."""
    try:
        yield
    except Unusable as error:
        raise restore(error.code, {"file": shown(path), "cause": str(error)}) from error
    except Foreign as error:
        kinds = supported()
        raise Problem(
            "weights-unknown", file=shown(path), cause=str(error), supported=kinds
        ) from error


def _read(path: Path, name: str, expected: str = "") -> Loaded:
    """The weights in a file whose sha256 must begin with `expected`."""
    read, data = contents(path)
    sha256 = hashlib.sha256(data).hexdigest()
    if not sha256.startswith(expected):
        raise Unusable("its sha256 is not the published one: it is another file")
    content = read(data)
    del data  # as large as what was read from it
    dialect = dialect_of(content)
    reading = dialect.read(content)
    described = with_sidecar(reading.description, path)
    weights = Weights(
        name=name,
        dialect=dialect.name,
        source=shown(path),
        sha256=sha256,
        classes=described.classes,
        config=described.config,
        preprocessing=described.preprocessing,
        trained=described.trained,
        record=described.record,
    )
    return Loaded(weights, filled(described.config, reading.tensors))


def contents(path: Path) -> tuple[Opener, bytes]:
    """Who reads the file, and its bytes.

    Raises
    ------
    Problem, Foreign, Unusable
        It cannot be read; its kind is not known; it is too large.
    """
    try:
        with open_regular(path) as file:
            head = file.read(16)
            if not head:
                raise Problem("file-empty", file=shown(path))
            read = opener(head)  # before the rest: it may be a film of many gigabytes
            return read, _whole(file)
    except OSError as error:
        raise unreadable(path, error) from error


def _whole(file: BinaryIO) -> bytes:
    """In one piece of the size it has: joining parts would take twice the memory, and time."""
    size = os.fstat(file.fileno()).st_size
    if size >= MAX_BYTES:
        raise Resave(f"it has more than {MAX_BYTES // 1_000_000:,} MB")
    file.seek(0)
    return file.read(size)
