"""Nothing reaches another machine: what asks for one is refused, and remembered.

`watch` once in a process. An error alone would not do: whoever swallows errors would swallow this
one too, so `reached` is asked at the end.
"""

from __future__ import annotations

import sys

_LOOPBACK = ("127.", "::1", "localhost")
_hosts: list[str] = []


def watch() -> None:
    """From here on, as long as the process lives: an audit hook cannot be taken away."""
    sys.addaudithook(_refuse)


def reached() -> list[str]:
    """The other machines that were asked for since this was asked last."""
    found = _hosts.copy()
    _hosts.clear()
    return found


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        host = arguments[1][0] if isinstance(arguments[1], tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if host and not str(host).startswith(_LOOPBACK):
        _hosts.append(str(host))
        raise AssertionError(f"a test reached for the network: {host}")
