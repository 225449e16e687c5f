"""Hostile files: nothing runs, nothing else is read, each is one line; tests/soak has thousands."""

from __future__ import annotations

import io
import json
import pickle
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
import torch

from tests.soak.hostile import FORMATS, mutations
from tests.weights import made_files as made
from xception_gui.base.problem import Problem
from xception_gui.weights import examine, hdf5_child, load_weights

SECRET = 20.04  # a number in another file, which must not be read
# Forks a child for each file, so that a crash of the HDF5 library is an end like any other.
RUNNER = """
import importlib.util, json, os, resource, sys
spec = importlib.util.spec_from_file_location("hdf5_child", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
module._prepare()
ends = []
for path in sys.argv[2:]:
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        module._limit(os.path.getsize(path))
        try:
            answer = module.answer(open(path, "rb").read())
            length = int.from_bytes(answer[:8], "little")
            said = json.loads(answer[8:8 + length])
            end = said["__metadata__"].get("refused", f"{len(said) - 1} arrays")
        except Exception as error:
            end = f"damaged: {error}"
        os.write(send, end.encode()[:4000])
        os._exit(0)
    os.close(send)
    text = os.read(receive, 5000).decode()
    os.close(receive)
    ends.append(text or f"ended with {os.waitpid(child, 0)[1]}")
print(json.dumps(ends))
"""


def answers(*paths: Path) -> list[str]:
    """What the child that reads HDF5 says of each file."""
    words = [sys.executable, "-c", RUNNER, hdf5_child.__file__, *map(str, paths)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("format_", "count"), [("safetensors", 120), ("torch zip", 120), ("torch, old format", 40)]
)
def test_that_every_damaged_file_loads_or_is_one_line_within_two_seconds(
    tmp_path: Path, format_: str, count: int
) -> None:
    path, loaded = tmp_path / "hostile", 0
    for data in mutations(FORMATS[format_](tmp_path), count, 7):
        path.write_bytes(data)
        began = time.process_time()
        try:
            load_weights(path)
            loaded += 1
        except Problem as problem:
            line = str(problem)
            assert "hostile" in line
            assert "\n" not in line
        assert time.process_time() - began < 2
    assert loaded < count / 2


def test_that_damaged_hdf5_never_ends_the_process_that_has_it_read(tmp_path: Path) -> None:
    paths = []
    for format_ in ("HDF5", "HDF5, Keras 3"):
        for data in mutations(FORMATS[format_](tmp_path), 15, 3):
            paths.append(tmp_path / str(len(paths)))
            paths[-1].write_bytes(data)
    ends = answers(*paths)
    assert len(ends) == 30
    assert sum(end.startswith("damaged") for end in ends) > 10


def _elsewhere(folder: Path) -> None:
    with h5py.File(folder / "secret.h5", "w") as file:
        file["numbers"] = np.full((3, 3, 3, 32), SECRET, np.float32)
    np.full(864, SECRET, np.float32).tofile(folder / "secret.raw")


def external_link(file: h5py.File, folder: Path) -> None:
    file["block1_conv1/kernel"] = h5py.ExternalLink(str(folder / "secret.h5"), "numbers")


def soft_link(file: h5py.File, _: Path) -> None:
    file["block1_conv1/kernel"] = h5py.SoftLink("/elsewhere")


def external_storage(file: h5py.File, folder: Path) -> None:
    place = [(str(folder / "secret.raw"), 0, h5py.h5f.UNLIMITED)]
    file.create_dataset("block1_conv1/kernel", (3, 3, 3, 32), "f4", external=place)


def virtual(file: h5py.File, folder: Path) -> None:
    layout = h5py.VirtualLayout((3, 3, 3, 32), "f4")
    layout[:] = h5py.VirtualSource(str(folder / "secret.h5"), "numbers", (3, 3, 3, 32))
    file.create_virtual_dataset("block1_conv1/kernel", layout)


def huge(file: h5py.File, _: Path) -> None:
    file.create_dataset("block1_conv1/kernel", (1 << 20, 1 << 20), "f4", chunks=(1024, 1024))


def packed(file: h5py.File, _: Path) -> None:
    zeros = np.zeros((4096, 4096), np.float32)
    file.create_dataset("block1_conv1/kernel", data=zeros, compression="gzip")


def missing(file: h5py.File, _: Path) -> None:
    file.create_group("block1_conv1")


def words(file: h5py.File, _: Path) -> None:
    file["block1_conv1/kernel"] = "a text"


HDF5: dict[Callable[[h5py.File, Path], None], str] = {
    external_link: "is a link to elsewhere",
    soft_link: "is a link to elsewhere",
    external_storage: "lies in another file",
    virtual: "lies in another file",
    huge: "claim more than the file has",
    packed: "claim more than the file has",
    missing: "is missing",
    words: "0 arrays",
}


def test_that_hdf5_reads_nothing_from_elsewhere_and_believes_no_shape(tmp_path: Path) -> None:
    _elsewhere(tmp_path)
    for attack in HDF5:
        with h5py.File(tmp_path / attack.__name__, "w") as file:
            attack(file, tmp_path)
            file.attrs["layer_names"] = np.array(["block1_conv1"], "S")
            file["block1_conv1"].attrs["weight_names"] = np.array(["kernel"], "S")
    ends = answers(*(tmp_path / attack.__name__ for attack in HDF5))
    for end, cause in zip(ends, HDF5.values(), strict=True):
        assert cause in end


def test_that_a_data_set_at_two_links_is_read_once(tmp_path: Path) -> None:
    """Keras writes no such file, and a thousand links would be a thousand times its size."""
    with h5py.File(tmp_path / "linked", "w") as file:
        group = file.create_group("block1_conv1")
        group["kernel"] = np.zeros(100_000, np.float32)
        group["again"] = group["kernel"]
        file.attrs["layer_names"] = np.array(["block1_conv1"], "S")
        group.attrs["weight_names"] = np.array(["kernel", "again"], "S")
    assert answers(tmp_path / "linked") == ["its data sets claim more than the file has"]


def test_that_a_circle_of_groups_ends(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "circle", "w") as file:
        for number in range(50):
            file[f"layers/{number}"] = file.require_group("layers")
    assert answers(tmp_path / "circle") == ["its groups are nested too deeply, or in a circle"]


def longer(claimed: int) -> bytes:
    """A zip whose pickle says that a storage has more numbers than lie in its entry."""
    source = zipfile.ZipFile(io.BytesIO(made.in_zip({"a": torch.zeros(7)})))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            archive.writestr(name, data.replace(b"K\x07", bytes([75, claimed])))
    return buffer.getvalue()


def test_that_a_storage_larger_than_its_entry_is_refused_before_torch_reads_past_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "a").write_bytes(longer(200))
    with pytest.raises(Problem, match="'0' has another size than it says"):
        load_weights(tmp_path / "a")


def test_that_an_old_file_that_claims_a_terabyte_is_refused_unallocated(tmp_path: Path) -> None:
    data = made.in_old_format({"a": torch.zeros(7)})
    claimed = data.replace(b"K\x07N", b"\x8a\x06\0\0\0\0\0\x01N")
    assert claimed != data
    (tmp_path / "a").write_bytes(claimed)
    with pytest.raises(Problem, match="ends early, or its tensors are damaged"):
        load_weights(tmp_path / "a")


@pytest.mark.parametrize("make", [made.in_zip, made.in_old_format])
def test_that_a_tensor_that_repeats_its_storage_is_refused_before_anything_is_computed(
    tmp_path: Path, make: Callable[[Any], bytes]
) -> None:
    state = {**made.state(), "other": torch.zeros(1).expand(2**40)}
    (tmp_path / "a").write_bytes(make({"model": {"state_dict": state}}))
    with pytest.raises(Problem, match="'other' claims more numbers than the file") as caught:
        load_weights(tmp_path / "a")
    assert caught.value.code == "weights-unusable"
    report = examine(tmp_path / "a")
    assert (report.loads, report.tensors) == (False, ())


@pytest.mark.parametrize("place", range(1, 5))
def test_that_an_old_file_may_name_nothing_but_tensors(tmp_path: Path, place: int) -> None:
    parts: list[Any] = [0x1950A86A20F9469CFC6C, 1001, {"little_endian": True}, {}, []]
    parts[place] = print
    (tmp_path / "a").write_bytes(b"".join(pickle.dumps(part, 2) for part in parts))
    with pytest.raises(Problem, match=r"asks for __builtin__.print, which is refused"):
        load_weights(tmp_path / "a")
