"""Pictures: recognise, decode, prepare, data sets. Start at `decode.py`, the one way in."""

from xception_gui.images.archive import Archive
from xception_gui.images.datasets import ClassFolders, list_pictures
from xception_gui.images.decode import Decoded, Opened, decode, open_picture, picture_from_bytes
from xception_gui.images.prepare import prepare
from xception_gui.images.recognise import recognise

__all__ = [
    "Archive",
    "ClassFolders",
    "Decoded",
    "Opened",
    "decode",
    "list_pictures",
    "open_picture",
    "picture_from_bytes",
    "prepare",
    "recognise",
]
