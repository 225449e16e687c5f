"""Text of JSON that a file can hold, whatever the folders are called that it names."""

from __future__ import annotations


def in_utf8(text: str) -> str:
    r"""JSON with bytes of names that are no UTF-8 escaped, as JSON itself does it: ``\udce9``."""
    return text.encode("utf-8", "backslashreplace").decode()
