"""Fetching published weights, when asked: whole, checked, or not there at all.

What arrives is kept as ``FILE.part`` and gets its name only when its hash is the published one, so
a cut, a changed or a damaged file never stands under that name, and the next try goes on where the
last one ended.
"""

from __future__ import annotations

import errno
import hashlib
import http
import http.client
import ipaddress
import os
import shutil
import socket
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xception_gui.base.atomic import writing
from xception_gui.base.numbers import size
from xception_gui.base.problem import Problem
from xception_gui.base.published import Published
from xception_gui.images.files import open_regular, shown, unreadable

TIMEOUT = 20.0
"""Seconds without a byte after which a server counts as silent."""
_PIECE = 1 << 16
_OFFLINE = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN)


@dataclass(frozen=True)
class Progress:
    """Bytes that are here, and bytes of the whole file."""

    done: int
    total: int


def download(row: Published, target: Path, mirror: str = "") -> Iterator[Progress]:
    """Fetch a published file; closing the generator keeps what has arrived.

    Parameters
    ----------
    target : Path
        What it is called in the end; its folder is made.
    mirror : str
        Address of a folder to fetch from instead; empty: from where it was published.

    Raises
    ------
    Problem
        ``download-insecure``, ``download-failed`` (what has arrived is kept), ``download-wrong``
        (it is not), ``disk-full`` or ``write-failed``; ``file-unreadable``: what lies there.
    """
    if fits(row, target):
        yield Progress(row.size, row.size)
        return
    url = f"{mirror.rstrip('/')}/{row.file}" if mirror else row.url
    _check_address(url)
    with writing(target, row.size):
        target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    if not fits(row, part):
        yield from _fetched(row, url, part)
        if not fits(row, part):
            part.unlink(missing_ok=True)
            raise Problem("download-wrong", url=url, cause="its sha256 is not the published one")
    with writing(target, row.size):
        os.replace(part, target)
    yield Progress(row.size, row.size)


def fits(row: Published, path: Path) -> bool:
    """Whether that very file lies at `path`, however it came there."""
    if not os.path.isfile(path) or path.stat().st_size != row.size:
        return False
    digest = hashlib.sha256()
    try:
        with open_regular(path) as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    except OSError as error:
        raise unreadable(path, error) from error
    return digest.hexdigest().startswith(row.sha256)


def _check_address(url: str, sender: str = "") -> None:
    """Only https, where nobody between can change what comes; or this very machine.

    Nobody elsewhere sends us (as `sender`) to a server of this machine.
    """
    here = not sender or _is_here(urllib.parse.urlsplit(sender).hostname)
    try:
        parts = urllib.parse.urlsplit(url)
    except ValueError as error:  # brackets without an IPv6 address in them
        raise Problem("download-failed", url=url[:200], cause=str(error)) from error
    own = _is_here(parts.hostname)
    kinds = ("http", "https") if own else ("https",)
    if parts.scheme not in kinds or (own and not here):
        raise Problem("download-insecure", url=url[:200])


def _is_here(host: str | None) -> bool:
    """Whether a server runs on this machine, under any of the names that it has for itself."""
    name = (host or "").rstrip(".")
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
    inside = getattr(address, "ipv4_mapped", None) or address
    return inside.is_loopback or inside.is_unspecified


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a server to secure addresses only."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: object,
        code: int,
        msg: str,
        headers: object,
        newurl: str,
    ) -> urllib.request.Request | None:
        _check_address(newurl, req.full_url)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _fetched(row: Published, url: str, part: Path) -> Iterator[Progress]:
    """`part` grows to the published size; a server that goes on after that is not believed."""
    start = part.stat().st_size if os.path.isfile(part) else 0
    start = start if start < row.size else 0
    _check_room(row, part, start)
    try:
        with _opened(url, start) as answer:
            start = _begin(row, url, answer, start)
            yield from _copied(row, url, answer, part, start)
    # A ValueError: a host or a path that cannot be sent, the user's or a redirect's.
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Problem("download-failed", url=url, cause=_cause(error)) from error


def _opened(url: str, start: int) -> http.client.HTTPResponse:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "identity"})
    if start:
        request.add_header("Range", f"bytes={start}-")
    opener = urllib.request.build_opener(_Redirects)
    try:
        answer: http.client.HTTPResponse = opener.open(request, timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and start:
            return _opened(url, 0)
        raise
    return answer


def _begin(row: Published, url: str, answer: http.client.HTTPResponse, start: int) -> int:
    """Where the answer begins; it must be a part of a file of the published size."""
    told = answer.headers.get("Content-Range", "")
    begins = start if answer.status == 206 and told.startswith(f"bytes {start}-") else 0
    length = answer.headers.get("Content-Length", "")
    if length.isdigit() and begins + int(length) != row.size:
        whole = size(begins + int(length))
        raise Problem("download-wrong", url=url, cause=f"it has {whole} there")
    return begins


def _copied(
    row: Published, url: str, answer: http.client.HTTPResponse, part: Path, done: int
) -> Iterator[Progress]:
    with writing(part, row.size):
        file = part.open("ab" if done else "wb", buffering=0)
    with file:
        yield Progress(done, row.size)
        while piece := answer.read1(_PIECE):
            done += len(piece)
            if done > row.size:
                file.truncate(0)
                raise Problem("download-wrong", url=url, cause="it goes on after its published end")
            with writing(part, row.size):
                file.write(piece)
            yield Progress(done, row.size)
    if done < row.size:
        raise ConnectionError(f"the connection ended after {size(done)}")


def _check_room(row: Published, part: Path, start: int) -> None:
    free = shutil.disk_usage(part.parent).free
    if free < row.size - start:
        need = size(row.size - start)
        raise Problem("disk-full", file=shown(part), need=need, free=size(free))


def _cause(error: OSError | http.client.HTTPException | ValueError) -> str:
    if isinstance(error, UnicodeError):
        return "it is no address that can be asked for"
    if isinstance(error, urllib.error.HTTPError):
        return f"the server says {error.code} {error.reason}"
    if isinstance(error, TimeoutError):
        return f"the server said nothing for {TIMEOUT:.0f} s"
    reason = getattr(error, "reason", None) or error
    if isinstance(reason, socket.gaierror) or getattr(reason, "errno", None) in _OFFLINE:
        return "there is no network here, or no such server"
    return getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
