"""Pickles of a few bytes whose reading would never end: refused before anything is hashed."""

from __future__ import annotations

import pickle
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.weights import made_files as made
from tests.weights.refusals import RESAVE, UNKNOWN, UNUSABLE, refused
from xception_gui.weights import examine, load_weights

# A tuple that holds the one before it twice, sixty times over: 2^60 steps to hash or to print it.
NESTED = b")q\x01" + b"h\x01\x86q\x01" * 60
MAGIC = pickle.dumps(0x1950A86A20F9469CFC6C, 2)


def in_zip(steps: bytes, path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("run/data.pkl", b"\x80\x02" + steps + b".")
    return path


def storage(view: bytes) -> bytes:
    """A dictionary with a storage, as old files have them."""
    identity = b"(U\x07storagectorch\nFloatStorage\nU\x010U\x03cpuK\x00" + view + b"tQ"
    return b"}U\x01a" + identity + b"s"


HASHED = {
    "key": b"}" + NESTED + b"K\x01s",
    "key among several": b"}(" + NESTED + b"K\x01u",
    "key of pairs": b"ccollections\nOrderedDict\n](" + NESTED + b"K\x01\x86e\x85R",
    "counted": b"ccollections\nCounter\n](" + NESTED + b"e\x85R",
    "attribute": b"ccollections\nOrderedDict\n)R](" + NESTED + b"K\x01\x86eb",
    "of a set": b"(" + NESTED + b"\x91",
    "long": b"}(" + b"K\x00" * 100_000 + b"tK\x01s",
    "one hash": b"}\x8a\x09" + (2**64 - 1).to_bytes(9, "little") + b"K\x01s",
}


@pytest.mark.parametrize("place", HASHED)
def test_that_only_what_is_hashed_in_a_moment_is_hashed(tmp_path: Path, place: str) -> None:
    began = time.process_time()
    refused(in_zip(HASHED[place], tmp_path / "w.pth"), RESAVE, "other things than tensors")
    assert time.process_time() - began < 2


def test_that_the_name_of_a_part_of_a_storage_is_a_text(tmp_path: Path) -> None:
    refused(in_zip(storage(b"(" + NESTED + b"K\x00K\x00t"), tmp_path / "w"), UNUSABLE, "a storage")
    path = in_zip(storage(b"(U\x01vK\x00K\x00t"), tmp_path / "w")
    refused(path, UNUSABLE, "another size than it says")  # it has none in this archive


@pytest.mark.parametrize(("place", "cause"), [(1, "another version"), (4, "names of its storages")])
def test_that_nothing_around_an_old_file_is_hashed_or_printed(
    tmp_path: Path, place: int, cause: str
) -> None:
    parts = [MAGIC, *(pickle.dumps(part, 2) for part in (1001, {}, {}, []))]
    parts[place] = b"\x80\x02](" + NESTED + b"e." if place == 4 else b"\x80\x02" + NESTED + b"."
    (tmp_path / "w").write_bytes(b"".join(parts))
    refused(tmp_path / "w", UNUSABLE, cause)


def test_that_a_tensor_takes_no_other_storage_when_it_is_made(tmp_path: Path) -> None:
    """Torch lets a pickle call `set_` of a tensor."""
    refused(in_zip(storage(b"N") + b"N}b", tmp_path / "w"), RESAVE, "other things than tensors")


def test_that_one_long_list_is_not_given_to_a_thousand_calls(tmp_path: Path) -> None:
    pairs = b"](" + b"".join(b"U\x02%02dN\x86" % number for number in range(99)) + b"eq\x01"
    calls = b"0ccollections\nOrderedDict\n(h\x01tR" * 1000
    steps = pairs + calls.replace(b"0", b"")
    refused(in_zip(b"](" + steps + b"e", tmp_path / "w"), RESAVE, "other things than tensors")


def test_that_a_pickle_of_millions_of_steps_is_refused_in_a_moment(tmp_path: Path) -> None:
    path = in_zip(b"](" + b"N" * 4_000_000 + b"e", tmp_path / "w")
    began = time.process_time()
    refused(path, RESAVE, "more than 2,000,000 steps")
    assert time.process_time() - began < 2


def test_that_dictionaries_that_hold_one_another_are_looked_through_once(tmp_path: Path) -> None:
    shared: dict[str, Any] = {}
    for _ in range(3):
        shared = {str(number): shared for number in range(2000)}
    (tmp_path / "w").write_bytes(made.in_zip(shared))
    began = time.process_time()
    refused(tmp_path / "w", UNKNOWN, "no tensors of an Xception")
    assert not examine(tmp_path / "w").loads
    assert time.process_time() - began < 2


def test_that_a_dictionary_within_another_is_found_wherever_it_was_met_first(
    tmp_path: Path,
) -> None:
    """The first way to it is too deep for what it holds to be found."""
    holder = {"state_dict": made.state()}
    document = {"a": {"b": {"c": holder}}, "model": holder}
    (tmp_path / "w").write_bytes(made.in_zip(document))
    assert load_weights(tmp_path / "w").weights.record["wrapper"] == "model/state_dict"


def test_that_plain_keys_of_every_kind_are_read(tmp_path: Path) -> None:
    beside = {1: "a", False: 2, None: 3, 0.5: 4, (0, "weight"): 5, -(2**40): 6}
    document = {"state_dict": made.state(), "param_groups": [beside], "optimizer": beside}
    for make in (made.in_zip, made.in_old_format):
        (tmp_path / "w").write_bytes(make(document))
        assert load_weights(tmp_path / "w").weights.dialect == "timm"


def test_that_what_torch_hangs_on_a_state_dict_is_read(tmp_path: Path) -> None:
    """Its versions are attributes of the dictionary."""
    state = torch.nn.ReLU().state_dict()
    assert state._metadata  # type: ignore[attr-defined]
    state.update(made.state())
    (tmp_path / "w").write_bytes(made.in_zip(state))
    assert load_weights(tmp_path / "w").weights.dialect == "timm"
