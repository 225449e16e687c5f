"""Which addresses the sockets of a process have, as Linux lists them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

LISTED = Path("/proc/self/net/tcp").is_file() and sys.byteorder == "little"  # as `_host` reads
KINDS = ("tcp", "tcp6", "udp", "udp6")


def addresses(process: int) -> list[str]:
    """Its own ends and, where it is connected, those of the others: "127.0.0.1:4711"."""
    return [f"{_host(host)}:{int(port, 16)}" for host, port in _ends(process)]


def beyond_loopback(process: int) -> list[str]:
    """Those of them that are not this machine alone: who listens at all addresses is one, too."""
    return [end for end in addresses(process) if not ip_address(end.rpartition(":")[0]).is_loopback]


def _ends(process: int) -> Iterator[tuple[str, str]]:
    """Hexadecimal address and port of each end."""
    own = set(_inodes(process))
    for kind in KINDS:
        for line in Path(f"/proc/{process}/net/{kind}").read_text().splitlines()[1:]:
            _, here, there, _, _, _, _, _, _, inode, *_ = line.split()
            ends = [end.split(":") for end in (here, there) if inode in own]
            yield from ((host, port) for host, port in ends if int(port, 16))


def _inodes(process: int) -> Iterator[str]:
    """Of the sockets that the process holds."""
    for handle in Path(f"/proc/{process}/fd").iterdir():
        try:
            name = os.readlink(handle)
        except OSError:  # it has just been closed
            continue
        if name.startswith("socket:["):
            yield name.removeprefix("socket:[").rstrip("]")


def _host(words: str) -> str:
    """Of 32-bit words, each with its last byte first; an IPv4 address in one of IPv6 is itself."""
    parts = (bytes.fromhex(words[at : at + 8])[::-1] for at in range(0, len(words), 8))
    address = ip_address(b"".join(parts))
    return str(getattr(address, "ipv4_mapped", None) or address)
