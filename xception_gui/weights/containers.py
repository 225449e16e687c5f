"""Bytes → tensors and a document: who reads a file of which kind.

Recognised by content, never by extension. Sizes are checked before anything is parsed; a file is
read once, so what was hashed is what is parsed and nobody can change it in between.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from xception_gui.weights.content import MAX_HEADER, Content
from xception_gui.weights.errors import Foreign, Resave, Unusable, first_line, refuse_lack
from xception_gui.weights.hdf5 import SIGNATURE, open_hdf5
from xception_gui.weights.torch_files import LEGACY, open_legacy, open_zip

Opener = Callable[[bytes], Content]
_LARGEST = 10**12  # bytes; who claims more does not mean it
_harmless_only: ContextVar[bool] = ContextVar("harmless_only", default=False)


@contextmanager
def harmless_only() -> Iterator[None]:
    """In this block and thread no pickle is read.

    For whoever looked at a file and found none: it may be another one by the time it is read.
    """
    before = _harmless_only.set(True)
    try:
        yield
    finally:
        _harmless_only.reset(before)


def opener(head: bytes) -> Opener:
    """Who reads a file that begins with `head` (16 bytes).

    Raises
    ------
    Foreign
        For every other kind of file.
    Unusable
        For what stands in place of the file, and for bare pickles.
    """
    found = _opener(head)
    if _harmless_only.get() and found in (open_zip, open_legacy):
        raise Unusable("it was replaced while it was read")
    return found


def _opener(head: bytes) -> Opener:
    if head[:4] == b"PK\x03\x04":
        return open_zip
    if head.startswith(SIGNATURE):
        return open_hdf5
    if head.startswith(LEGACY):
        return open_legacy
    if head[8:9] == b"{":
        return _open_safetensors
    start = head.lstrip()
    for mark, (kind, words) in _BEGINNINGS.items():
        if start.startswith(mark):
            raise kind(words)
    raise Foreign(next((words for mark, words in _FOREIGN if start.startswith(mark)), _NOTHING))


_BEGINNINGS = {
    b"\x80": (Resave, "it is a bare pickle, which could run code"),
    b"version https://": (Unusable, "it is a Git LFS pointer, a few lines in place of the file"),
    b"<": (Unusable, "it is a web page, not the file it offers"),
}
_NOTHING = "its content is no known weights format"
_ONNX = tuple(bytes((8, version, 18)) for version in range(3, 15))  # then its producer's name
_FOREIGN: tuple[tuple[bytes | tuple[bytes, ...], str], ...] = (
    (b"GGUF", "it is a GGUF file"),
    (b"\x1f\x8b", "it is a gzip archive"),
    (_ONNX, "it is an ONNX file: written here, but not read"),
)


def _open_safetensors(data: bytes) -> Content:
    import safetensors.torch

    header = _header(data)
    document = _metadata(header)
    if (whole := _whole(header, data)) > len(data):
        raise Unusable(f"the file ends early ({len(data):,} of {whole:,} bytes)")
    try:
        return Content(document, safetensors.torch.load(data), "safetensors")
    except Exception as error:  # a hostile file may raise anything here; all of it is damage
        refuse_lack(error)
        raise Unusable(f"its tensors are damaged ({first_line(error)})") from error


def _header(data: bytes) -> dict[str, Any]:
    """The header's JSON; its length is checked before it is parsed."""
    length = int.from_bytes(data[:8], "little")
    if length > len(data) - 8:
        raise Unusable("the file ends early, or the length of its header is damaged")
    if length > MAX_HEADER:
        raise Unusable(f"its header has {length:,} bytes, more than {MAX_HEADER:,}")
    return parse(data[8 : 8 + length], "its header")


def _whole(header: dict[str, Any], data: bytes) -> int:
    """How many bytes the file has by what its header says; 0 where that is damaged too."""
    entries = (entry for name, entry in header.items() if name != "__metadata__")
    offsets = [entry.get("data_offsets") for entry in entries if isinstance(entry, dict)]
    ends = [pair[-1] for pair in offsets if isinstance(pair, list) and pair]
    last = max((end for end in ends if type(end) is int), default=0)
    return 8 + int.from_bytes(data[:8], "little") + last if 0 < last < _LARGEST else 0


def _metadata(header: dict[str, Any]) -> dict[str, Any]:
    metadata = header.get("__metadata__", {})
    if not isinstance(metadata, dict):
        raise Unusable("its metadata are damaged")
    return metadata


def parse(text: str | bytes, what: str) -> dict[str, Any]:
    """A JSON object, each name once, no NaN; `what` is named where it is damaged."""
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Unusable(f"{what} is damaged ({first_line(error)})") from error
    if not isinstance(value, dict):
        raise Unusable(f"{what} is damaged")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = dict(pairs)
    if len(names) != len(pairs):
        raise ValueError("a name occurs twice")
    return names


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")
