"""What was never our weights, or is no file at all, is named for what it is."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
import torch

from tests.weights.refusals import RESAVE, UNKNOWN, UNUSABLE, refused


def test_that_foreign_files_are_named_and_what_is_supported_is_said(tmp_path: Path) -> None:
    import safetensors.torch

    torch.save({"conv1.weight": torch.zeros(3)}, tmp_path / "timm.pth")
    refused(tmp_path / "timm.pth", UNKNOWN, "training checkpoints (.pt)")
    refused(tmp_path / "timm.pth", UNKNOWN, "no tensors of an Xception")
    torch.save(torch.zeros(3), tmp_path / "tensor.pth")
    refused(tmp_path / "tensor.pth", RESAVE, "holds a Tensor")
    safetensors.torch.save_file({"a": torch.zeros(3)}, tmp_path / "hub.safetensors")
    refused(tmp_path / "hub.safetensors", UNKNOWN, "weights saved by xception-gui")
    (tmp_path / "keras.h5").write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(100))
    refused(tmp_path / "keras.h5", UNUSABLE, "HDF5")
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr("a.txt", "hello")
    refused(tmp_path / "photos.zip", UNKNOWN, "torch did not write")
    (tmp_path / "notes.txt").write_bytes(b"hello, world, this is a text")
    refused(tmp_path / "notes.txt", UNKNOWN, "no known weights format")


def test_that_a_script_module_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "script.pt", "w") as archive:
        archive.writestr("m/data.pkl", b"x")
        archive.writestr("m/constants.pkl", b"x")
    refused(tmp_path / "script.pt", RESAVE, "TorchScript")


def test_that_a_compressed_script_module_is_refused_as_what_it_is(tmp_path: Path) -> None:
    """As torch.jit.save writes one: parts of it are compressed."""
    with zipfile.ZipFile(tmp_path / "script.pt", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("m/data.pkl", b"x")
        archive.writestr("m/constants.pkl", b"x")
    refused(tmp_path / "script.pt", RESAVE, "TorchScript")


@pytest.mark.parametrize("start", [b"version https://git-lfs", b"<html>not found</html>"])
def test_that_what_stands_in_place_of_a_file_says_to_get_the_file(
    tmp_path: Path, start: bytes
) -> None:
    (tmp_path / "w.pth").write_bytes(start + b" " * 20)
    refused(tmp_path / "w.pth", UNUSABLE, "Get a whole copy of it")


def test_that_a_path_that_is_no_ordinary_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    refused(tmp_path / "pipe", "file-unreadable", "named pipe")
    (tmp_path / "empty").touch()
    refused(tmp_path / "empty", "file-empty", "")
    (tmp_path / "folder").mkdir()
    refused(tmp_path / "folder", "file-unreadable", "folder")
    (tmp_path / "loop").symlink_to("loop")
    refused(tmp_path / "loop", "file-unreadable", "")
    refused(tmp_path / "absent.safetensors", "weights-missing", "")


def test_that_a_large_foreign_file_is_not_read_whole(tmp_path: Path) -> None:
    with open(tmp_path / "film", "wb") as file:
        file.truncate(100_000_000_000)  # sparse: nothing on the disk
    refused(tmp_path / "film", UNKNOWN, "")
