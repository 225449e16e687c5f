"""A zip of pictures, read in place: nothing is ever unpacked to the disk."""

from __future__ import annotations

import os
import struct
import threading
import weakref
import zipfile
import zlib

from xception_gui.base.numbers import size
from xception_gui.base.problem import Problem
from xception_gui.images.files import LIMIT, AnyPath, open_regular, shown

_READ_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,  # NotImplementedError, another packing, is one too
    ValueError,
    LookupError,
    struct.error,
)

_ENCRYPTED = 1  # the bit of an entry's flags that says so


class Archive:
    """The files of a zip, by name; safe to read from several threads.

    Parameters
    ----------
    path : path
        The zip file.

    Raises
    ------
    Problem
        ``zip-damaged``, or ``zip-refused`` for a name that would leave a folder.
    """

    def __init__(self, path: AnyPath) -> None:
        self.path = os.fsdecode(path)
        self._lock = threading.Lock()
        file = open_regular(path)
        self._closing = weakref.finalize(self, file.close)
        try:
            self._zip = zipfile.ZipFile(file)
        except _READ_ERRORS as error:
            self.close()
            raise Problem("zip-damaged", file=shown(path), cause=shown(str(error))) from error
        self._entries = {info.filename: info for info in self._zip.infolist() if not info.is_dir()}
        self.names = sorted(self._entries)
        for name in filter(_escapes, self.names):
            self.close()
            raise Problem("zip-refused", file=shown(path), entry=shown(name))

    def read(self, name: str) -> bytes:
        """The bytes of one entry.

        Raises
        ------
        Problem
            ``file-unreadable`` for a missing, damaged, encrypted or huge one.
        """
        try:
            info = self._entry(name)
            _refuse_bomb(info)
            with self._lock, self._zip.open(info) as entry:
                # With the size named, zipfile unpacks in small pieces, stops there and checks the
                # sum; without it, an entry that lies about its size unpacks up to 2 GB.
                return entry.read(info.file_size)
        except _READ_ERRORS as error:
            where = f"{shown(self.path)}/{shown(name)}"
            raise Problem("file-unreadable", file=where, cause=shown(str(error))) from error

    def _entry(self, name: str) -> zipfile.ZipInfo:
        """Named by whoever saw the archive before: it may have been made anew."""
        if name not in self._entries:
            raise ValueError("the archive has it no longer")
        return self._entries[name]

    def close(self) -> None:
        """Let go of the file; it happens by itself when the archive is forgotten."""
        self._closing()

    def __reduce__(self) -> tuple[type[Archive], tuple[str]]:
        return Archive, (self.path,)  # another process opens its own


def _refuse_bomb(info: zipfile.ZipInfo) -> None:
    if info.file_size > LIMIT:
        raise ValueError(f"it would unpack to {size(info.file_size)}")
    if info.flag_bits & _ENCRYPTED:
        raise ValueError("it is encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("it is packed in an unusual way")  # LZMA asks for memory as it likes


def _escapes(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or parts[0].endswith(":")
