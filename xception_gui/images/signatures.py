"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import codecs

HEAD = 512
"""Bytes that the tests below look at."""


def picture_format(head: bytes) -> str:
    """Name of the picture format whose signature `head` bears, or an empty string."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP"
    if head[4:8] == b"ftyp" and (b"avif" in head[8:40] or b"avis" in head[8:40]):
        return "AVIF"
    if head[:2] == b"BM" and head[15:18] == b"\0\0\0":  # a text may begin with BM too
        return "BMP"
    return next((name for mark, name in _PICTURES if head.startswith(mark)), "")


def is_weights(head: bytes) -> bool:
    """Whether `head` opens an HDF5 file, a pickle, torch's zip or a safetensors file."""
    if head.startswith(b"\x89HDF\r\n\x1a\n") or head[:2] in _PICKLES:
        return True
    if head.startswith(b"PK\x03\x04"):
        return b"data.pkl" in head[30:]  # torch writes it first, so a cut file is still known
    return head[5:8] == b"\0\0\0" and head[8:9] == b"{"  # safetensors: length, then JSON


def describe(head: bytes) -> str:
    """What these first bytes are instead of a picture, in words."""
    if head[4:8] == b"ftyp":
        return "it is a HEIC photo or a film"
    start = head.lstrip().lower()
    if words := next((words for mark, words in _OTHERS if start.startswith(mark)), ""):
        return f"it is {words}"
    return "it is a text file" if _is_text(head) else "its content is no known format"


def _is_text(head: bytes) -> bool:
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head)  # may be cut within a letter
    except UnicodeDecodeError:
        return False
    return all(character >= " " or character in "\t\n\r\f" for character in text)


_PICKLES = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")
_PICTURES = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"II+\x00", "TIFF"),
    (b"MM\x00+", "TIFF"),
)
_OTHERS = (
    (b"%pdf", "a PDF document"),
    (b"<svg", "an SVG drawing"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML or SVG document"),
    (b"8bps", "a Photoshop document"),
    (b"pk\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"rar!", "a RAR archive"),
    (b"\x7felf", "a program"),
    (b"mz", "a program"),
)
