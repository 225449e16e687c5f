"""What weights, folders and zips are, decided by content."""

from __future__ import annotations

import io
import pickle
import struct
import zipfile
from pathlib import Path

import pytest

from tests.images import samples
from xception_gui.base import Problem
from xception_gui.images.recognise import recognise

JPEG = samples.encoded(samples.photo(), "JPEG")


def safetensors() -> bytes:
    header = b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'
    return struct.pack("<Q", len(header)) + header + b"\0" * 4


def torch_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("model/data.pkl", pickle.dumps({}))
        archive.writestr("model/data/0", b"\0" * 4000)
    return buffer.getvalue()


def npz() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("weight.npy", b"\x93NUMPY")
    return buffer.getvalue()


WEIGHTS = {
    "safetensors": safetensors(),
    "torch's zip": torch_zip(),
    "torch's zip, cut": torch_zip()[:2000],
    "an old pickle": pickle.dumps({"a": 1}, protocol=2),
    "a newer pickle": pickle.dumps({"a": 1}, protocol=4),
    "HDF5": b"\x89HDF\r\n\x1a\n" + b"\0" * 88,
    "npz": npz(),
}


@pytest.mark.parametrize("name", WEIGHTS)
def test_that_weights_are_known_by_their_content(name: str, tmp_path: Path) -> None:
    path = tmp_path / "cat.jpg"
    path.write_bytes(WEIGHTS[name])
    assert recognise(path) == "weights"


FOLDERS = {
    "no files": ("folder", []),
    "pictures": ("folder", ["a.jpg", "b.png"]),
    "one class": ("folder", ["cat/a.jpg", "cat/b.jpg"]),
    "one class beside pictures": ("folder", ["cat/a.jpg", "b.jpg"]),
    "one class beside texts": ("folder", ["cat/a.jpg", "dog/notes.txt"]),
    "hidden pictures": ("folder", ["cat/.a.jpg", "dog/.b.jpg"]),
    "one class beside hidden folders": ("folder", ["cat/a.jpg", ".cache/b.jpg"]),
    "two classes": ("class-folders", ["cat/a.jpg", "dog/b.jpg"]),
    "two classes beside others": ("class-folders", ["cat/a.jpg", "dog/b.jpg", "c.jpg", "d.txt"]),
    "two classes below one": ("class-folders", ["train/cat/a.jpg", "train/dog/b.jpg"]),
    "two classes below one, beside a stray": (
        "class-folders",
        ["top/cat/a.jpg", "top/dog/b.jpg", "top/c.jpg"],
    ),
    "two classes, deeper": ("class-folders", ["cat/1/a.jpg", "cat/2/b.jpg", "dog/1/c.jpg"]),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_that_a_folder_is_known_by_its_subfolders(name: str, tmp_path: Path) -> None:
    kind, names = FOLDERS[name]
    samples.filled(tmp_path, dict.fromkeys(names, JPEG))
    assert recognise(tmp_path) == kind


@pytest.mark.parametrize("name", FOLDERS)
def test_that_a_zip_is_known_by_its_entries(name: str, tmp_path: Path) -> None:
    kind, names = FOLDERS[name]
    path = samples.zipped(tmp_path / "a.jpg", dict.fromkeys(names, JPEG))
    if any(Path(entry).suffix in (".jpg", ".png") and "/." not in entry for entry in names):
        assert recognise(path) == ("zip" if kind == "folder" else kind)
    else:
        with pytest.raises(Problem, match="neither pictures nor weights"):
            recognise(path)
