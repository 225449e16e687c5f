"""The child process that reads HDF5: bytes on stdin, a safetensors file on stdout.

It imports nothing of this program. While it parses, it cannot open files, and its memory and time
are limited. It reads floating-point data sets at hard links, stored in this file as they are;
what the HDF5 library raises on damage ends it, and its last line on stderr is the cause.
"""

from __future__ import annotations

import codecs
import contextlib
import itertools
import json
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

_KINDS = {"float16": "F16", "float32": "F32", "float64": "F64"}
_OUTSIDE = ("optimizer", "optimizer_weights", "metrics", "compile_metrics", "_trackers")
_MOST, _DEEPEST, _GIGABYTE = 20_000, 12, 1 << 30
UNWRITTEN = "cannot write: "
"""Before the error number in the last line of stderr, where there is no room for the answer."""
_BYTES_PER_SECOND = 20_000_000  # it reads ten times as many


class Refused(Exception):
    """What the file holds is not read; the text says why."""


def main() -> None:
    """Answer the file on stdin."""
    data = sys.stdin.buffer.read()
    _limit(len(data))
    said = answer(data)
    try:
        sys.stdout.buffer.write(said)
        sys.stdout.buffer.flush()
    except OSError as error:
        print(f"{UNWRITTEN}{error.errno}", file=sys.stderr, flush=True)
        os._exit(1)  # who just ends tries to write it once more


def answer(data: bytes) -> bytes:
    """What `main` writes for `data`; a damaged file may end the process in the middle of it."""
    try:
        h5py = _prepare()
    except ImportError as error:
        return _packed({"missing": str(error)}, [])
    try:
        with _cornered(len(data)):
            return _read(h5py, data)
    except Refused as error:
        return _packed({"refused": str(error)}, [])


def _prepare() -> Any:
    """Import what is needed later: no file can be opened then."""
    import h5py
    import numpy as np

    np.zeros(1, np.float16).tobytes()
    codecs.lookup("ascii")
    return h5py


@contextlib.contextmanager
def _cornered(size: int) -> Iterator[None]:
    """No file can be opened, and time is short: damage can have the HDF5 library run in circles."""
    try:
        import resource
    except ImportError:  # Windows
        yield
        return
    seconds = int(time.process_time()) + 3 + size // _BYTES_PER_SECOND
    limits = {resource.RLIMIT_NOFILE: 3, resource.RLIMIT_CPU: seconds}
    before = {name: resource.getrlimit(name) for name in limits}
    try:
        for name, soft in limits.items():
            hard = before[name][1]
            known = hard != resource.RLIM_INFINITY
            resource.setrlimit(name, (min(soft, hard) if known else soft, hard))
        yield
    finally:
        for name, both in before.items():
            resource.setrlimit(name, both)


def _limit(size: int) -> None:
    """A gigabyte beyond thrice the file, and no memory dump."""
    try:
        import resource
    except ImportError:  # Windows: the parent's patience is the limit
        return
    if sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as file:
            mapped = int(file.read().split()[0]) * resource.getpagesize()
        room = mapped + 3 * size + _GIGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (room, room))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(h5py: Any, data: bytes) -> bytes:
    _check_room(len(data))
    file = h5py.File(h5py.h5f.open_file_image(data))
    root = _hard(h5py, file, "model_weights") if "model_weights" in file else file
    walk = _legacy if _names(root, "layer_names") else _keras3
    arrays: list[tuple[str, Any]] = []
    order: list[tuple[str, str, str]] = []
    skipped: list[str] = []
    left = len(data)  # one data set at a thousand hard links is more
    for layer, weight, path, found in walk(h5py, root):
        if str(found.dtype) not in _KINDS:
            skipped.append(path)
            continue
        if found.is_virtual or found.external is not None:
            raise Refused(f"its data set {path[:80]} lies in another file")
        left -= found.nbytes
        if left < 0 or len(order) >= _MOST:
            raise Refused("its data sets claim more than the file has")
        order.append((layer, weight, path))
        arrays.append((path, _values(found, path)))
    style = "legacy" if walk is _legacy else "keras 3"
    document = {"style": style, "order": order, "skipped": skipped}
    return _packed({"layers": json.dumps(document)}, arrays)


def _check_room(size: int) -> None:
    """Raise a MemoryError where two copies do not fit.

    The HDF5 library makes them, and answers a lack as it answers damage: with a file that is none.
    """
    import numpy as np

    np.empty(2 * size, np.uint8)  # nothing is written there: it takes no time


def _values(found: Any, path: str) -> Any:
    """A data set's numbers; only if they lie here whole, as they are."""
    if found.id.get_create_plist().get_nfilters() or found.id.get_storage_size() != found.nbytes:
        raise Refused(f"its data set {path[:80]} is packed or incomplete, as Keras never writes it")
    return found[()]


def _legacy(h5py: Any, root: Any) -> Iterator[tuple[str, str, str, Any]]:
    """Layers and weights in the order that the attributes give: Keras itself reads by order."""
    for layer in _names(root, "layer_names"):
        group = _hard(h5py, root, layer)
        for weight in _names(group, "weight_names"):
            found = group
            for part in weight.split("/"):
                found = _hard(h5py, found, part)
            yield layer, weight, f"{layer}/{weight}", _data_set(h5py, found, weight)


def _names(group: Any, attribute: str) -> list[str]:
    """A list of names; Keras cuts a long one into parts that it numbers."""
    attrs = group.attrs  # made anew each time that it is asked for
    parts = [attribute] if attribute in attrs else []
    parts += itertools.takewhile(attrs.__contains__, (f"{attribute}{n}" for n in range(100)))
    names: list[str] = []
    for part in parts:
        if attrs.get_id(part).shape > (_MOST,):
            raise Refused("it lists too many layers")
        names += [v.decode() if isinstance(v, bytes) else str(v) for v in attrs[part]]
    return names


def _keras3(
    h5py: Any, group: Any, path: str = "", above: tuple[int, ...] = ()
) -> Iterator[tuple[str, str, str, Any]]:
    """Layers by their kind and number, which is the order they stand in the model."""
    place = h5py.h5o.get_info(group.id).addr
    if place in above or len(above) > _DEEPEST:
        raise Refused("its groups are nested too deeply, or in a circle")
    for name in sorted(group, key=_numbered)[:_MOST]:
        inner = _hard(h5py, group, name)
        below = f"{path}/{name}" if path else name
        if name == "vars" and path:
            given = inner.attrs.get("name", "")
            layer = str(given) or path.rpartition("/")[2]
            for number in sorted(inner, key=_numbered):
                found = _data_set(h5py, _hard(h5py, inner, number), below)
                yield layer, number, f"{below}/{number}", found
        elif isinstance(inner, h5py.Group) and name not in _OUTSIDE:
            yield from _keras3(h5py, inner, below, (*above, place))


def _numbered(name: str) -> tuple[str, int]:
    kind, _, number = name.rpartition("_")
    if name.isdigit():
        return "", int(name)
    return (kind, int(number)) if number.isdigit() and kind else (name, 0)


def _hard(h5py: Any, group: Any, name: str) -> Any:
    """What hangs at a hard link of that name; soft and external links are not followed."""
    if not isinstance(group, h5py.Group):
        raise Refused(f"its group {name[:80]} is missing")
    link = group.get(name, getlink=True)
    if link is None:
        raise Refused(f"its group {name[:80]} is missing")
    if not isinstance(link, h5py.HardLink):
        raise Refused(f"its entry {name[:80]} is a link to elsewhere")
    return group[name]


def _data_set(h5py: Any, found: Any, name: str) -> Any:
    if not isinstance(found, h5py.Dataset):
        raise Refused(f"its entry {name[:80]} is no data set")
    return found


def _packed(document: dict[str, str], arrays: list[tuple[str, Any]]) -> bytes:
    """A safetensors file."""
    header: dict[str, Any] = {"__metadata__": document}
    bodies, end = [], 0
    for path, values in arrays:
        body = values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes()
        header[path] = {
            "dtype": _KINDS[values.dtype.name],
            "shape": list(values.shape),
            "data_offsets": [end, end + len(body)],
        }
        bodies.append(body)
        end += len(body)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return b"".join([len(text).to_bytes(8, "little"), text, *bodies])


if __name__ == "__main__":
    main()
