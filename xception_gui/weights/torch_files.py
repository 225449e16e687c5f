"""Files of `torch.save`: the zip of today and the row of pickles that it wrote until 1.5.

Before torch sees a byte: only allowed names, and no storage larger than what the file has for it.
"""

from __future__ import annotations

import io
import math
import pickle
import zipfile
from typing import Any

from torch import Tensor

from xception_gui.weights.content import MAX_HEADER, Content
from xception_gui.weights.errors import Foreign, Resave, Unusable, first_line, refuse_lack
from xception_gui.weights.pickles import (
    ODD,
    Storage,
    check_pickle,
    declared_storages,
    looked_through,
    pickle_lengths,
)

LEGACY = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."
"""How a file of the old format begins: torch's magic number, pickled."""
_LEGACY_PICKLES = 5  # magic number, version, system, the value, its storages' names
_KERAS_WEIGHTS = "model.weights.h5"
_PROTOCOL = 1001  # of the old format


def open_zip(data: bytes) -> Content:
    """A file of `torch.save`, or a ``.keras`` archive; its pickle may name tensors only."""
    weights = _check_zip(data)
    if weights is not None:
        from xception_gui.weights.hdf5 import open_hdf5

        return open_hdf5(weights)
    return Content(_loaded(data), {}, "torch zip")


def open_legacy(data: bytes) -> Content:
    """A file of the old format: five pickles, then the storages, one after the other."""
    stream = memoryview(data)
    storages: list[Storage] = []
    values: list[Any] = []
    for start, end in pickle_lengths(data, _LEGACY_PICKLES, MAX_HEADER):
        pickled = bytes(stream[start:end])
        check_pickle(pickled)
        value, found = looked_through(pickled)
        values.append(value)
        storages += found
    _check_frame(values)
    if sum({storage.key: storage.size for storage in storages}.values()) > len(data):
        raise Unusable("the file ends early, or its tensors are damaged")
    return Content(_loaded(data), {}, "torch, old format")


def _check_frame(values: list[Any]) -> None:
    """What stands around the value, which torch would hash, or print in its complaint."""
    _, protocol, _, _, names = values
    if type(protocol) is not int or protocol != _PROTOCOL:
        raise Unusable("it is of another version of the old format")
    if type(names) is not list or not all(type(name) is str for name in names):
        raise Unusable("the names of its storages are damaged")


def _loaded(data: bytes) -> dict[str, Any]:
    import torch

    try:
        value = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:  # torch's own text advises to let the code run
        raise Resave(ODD) from error
    except Exception as error:  # RuntimeError, UnicodeDecodeError and many more
        refuse_lack(error)
        raise Unusable(f"its pickle is damaged ({first_line(error)})") from error
    if not isinstance(value, dict):
        raise Resave(f"it is a torch file that holds a {type(value).__name__}, not a dictionary")
    _check_views(value)
    return value


def _check_views(document: dict[Any, Any]) -> None:
    """No tensor repeats the numbers of its storage: four bytes could claim terabytes."""
    waiting, seen = [document], {id(document)}
    while waiting:
        for key, value in waiting.pop().items():
            if isinstance(value, dict) and id(value) not in seen:
                seen.add(id(value))
                waiting.append(value)
            elif isinstance(value, Tensor) and _needs(value) > value.untyped_storage().nbytes():
                raise Unusable(f"tensor {str(key)[:80]!r} claims more numbers than the file has")


def _needs(tensor: Tensor) -> int:
    return math.prod(tensor.shape) * tensor.element_size()


def _check_zip(data: bytes) -> bytes | None:
    """Only what torch itself writes passes: nothing compressed (no bomb), every checksum right.

    Of a ``.keras`` archive the HDF5 file is given back.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if any(entry.filename == _KERAS_WEIGHTS for entry in entries):
                return _keras_weights(archive, len(data))
            pickles = [entry for entry in entries if entry.filename.endswith("/data.pkl")]
            if len(pickles) != 1:
                raise Foreign("it is a zip archive that torch did not write")
            _check_entries(entries, pickles[0])
            broken = archive.testzip()
            pickled = archive.read(pickles[0])
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Unusable(f"its zip archive is damaged ({first_line(error)})") from error
    if broken is not None:
        raise Unusable(f"its zip archive is damaged (the checksum of {broken[:80]!r} is wrong)")
    check_pickle(pickled)
    _check_storages(entries, pickles[0].filename.removesuffix("data.pkl"), pickled)
    return None


def _keras_weights(archive: zipfile.ZipFile, limit: int) -> bytes:
    entry = archive.getinfo(_KERAS_WEIGHTS)
    if entry.file_size > 4 * limit:  # floating-point numbers hardly shrink: no bomb
        raise Unusable("its zip archive would unpack to far more than it has")
    with archive.open(entry) as file:
        return file.read(entry.file_size)


def _check_entries(entries: list[zipfile.ZipInfo], pickled: zipfile.ZipInfo) -> None:
    names = {entry.filename for entry in entries}
    if any(name.endswith("/constants.pkl") for name in names):
        raise Resave("it is a TorchScript program, which runs code")
    if any(entry.compress_type != zipfile.ZIP_STORED for entry in entries):
        raise Unusable("it is compressed, which torch never does")
    if len(names) != len(entries):
        raise Unusable("a name occurs twice in its zip archive")
    if pickled.file_size > MAX_HEADER:
        raise Unusable(f"its pickle has more than {MAX_HEADER:,} bytes")


def _check_storages(entries: list[zipfile.ZipInfo], root: str, pickled: bytes) -> None:
    """Each storage has an entry of exactly its size: torch would read past a shorter one."""
    sizes = {entry.filename: entry.file_size for entry in entries}
    for storage in declared_storages(pickled):
        if sizes.get(f"{root}data/{storage.key}") != storage.size:
            raise Unusable(f"its storage {storage.key[:40]!r} has another size than it says")
