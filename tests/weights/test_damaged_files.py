"""Whatever is wrong with a file, the answer is one line: file, cause, way out; nothing runs."""

from __future__ import annotations

import json
import os
import pickle
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.weights.refusals import DIVERGED, MISFIT, RESAVE, UNKNOWN, UNUSABLE, refused
from tests.weights.samples import CONFIG, WEIGHTS, checkpoint, floats, narrow, write
from xception_gui.base.config import XceptionConfig
from xception_gui.base.problem import Problem
from xception_gui.weights import load_weights, save_weights


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("whole") / "w.safetensors"
    save_weights(path, narrow(), WEIGHTS)
    return path.read_bytes()


@pytest.fixture(scope="module")
def torch_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("torch") / "run.pt"
    torch.save(checkpoint(narrow()), path)
    return path.read_bytes()


@pytest.mark.parametrize("keep", [1, 7, 8, 9, 100, 2000, -1000, -1])
def test_that_a_truncated_file_is_refused(tmp_path: Path, whole: bytes, keep: int) -> None:
    (tmp_path / "cut").write_bytes(whole[:keep])
    with pytest.raises(Problem) as caught:
        load_weights(tmp_path / "cut")
    assert caught.value.code in (UNUSABLE, UNKNOWN)


@pytest.mark.parametrize("keep", [4, 30, 1000, 50_000, -1000, -1])
def test_that_a_truncated_checkpoint_is_refused(
    tmp_path: Path, torch_file: bytes, keep: int
) -> None:
    (tmp_path / "cut.pt").write_bytes(torch_file[:keep])
    refused(tmp_path / "cut.pt", UNUSABLE, "zip archive is damaged")


def test_that_no_flipped_bit_passes_unnoticed(
    tmp_path: Path, whole: bytes, torch_file: bytes
) -> None:
    """A problem, or the very same network: a checkpoint has bytes that carry no meaning."""
    draw = random.Random(0)
    length = struct.unpack("<Q", whole[:8])[0]
    places = [draw.randrange(8 + length) for _ in range(20)]
    places += [draw.randrange(8 + length, len(whole)) for _ in range(10)]
    for place in places:
        _noticed_or_harmless(tmp_path / "flipped", _flip(whole, place, draw.randrange(8)))
    for _ in range(12):
        place = draw.randrange(len(torch_file))
        _noticed_or_harmless(tmp_path / "flipped", _flip(torch_file, place, draw.randrange(8)))


def _flip(data: bytes, place: int, bit: int) -> bytes:
    spoilt = bytearray(data)
    spoilt[place] ^= 1 << bit
    return bytes(spoilt)


def _noticed_or_harmless(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    try:
        loaded = load_weights(path)
    except Problem:
        return
    expected = floats(narrow())
    assert all(torch.equal(t, expected[n]) for n, t in floats(loaded.model).items())


def test_that_a_flipped_bit_among_the_numbers_is_found(tmp_path: Path, whole: bytes) -> None:
    (tmp_path / "bad").write_bytes(_flip(whole, len(whole) - 3, 0))
    refused(tmp_path / "bad", UNUSABLE, "checksum")


def test_that_a_flipped_bit_in_a_checkpoint_is_found(tmp_path: Path, torch_file: bytes) -> None:
    values = narrow().classifier.fc.weight.detach().numpy().tobytes()
    (tmp_path / "bad.pt").write_bytes(_flip(torch_file, torch_file.index(values) + 5, 0))
    refused(tmp_path / "bad.pt", UNUSABLE, "checksum")


def test_that_a_cut_download_says_how_much_of_it_came(tmp_path: Path, whole: bytes) -> None:
    cut = whole[: len(whole) - 1000]
    (tmp_path / "cut").write_bytes(cut)
    refused(tmp_path / "cut", UNUSABLE, f"({len(cut):,} of {len(whole):,} bytes)")


@pytest.mark.parametrize(
    ("length", "cause"),
    [(2**63 + 5, "ends early"), (2**31, "ends early"), (9_000_000, "more than 8,000,000")],
)
def test_that_a_huge_header_is_refused_before_it_is_parsed(
    tmp_path: Path, length: int, cause: str
) -> None:
    body = b"{" * (9_100_000 if length < 2**31 else 100)
    (tmp_path / "huge").write_bytes(struct.pack("<Q", length) + body)
    refused(tmp_path / "huge", UNUSABLE, cause)


@pytest.mark.parametrize(
    "header",
    [
        b'{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}',
        b'{"__metadata__": 3}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"a": NaN}',
        b'{"a": 1, "a": 2}',
        b'{"a": "\xff"}',
        b"{}{}",
    ],
)
def test_that_a_damaged_header_is_refused(tmp_path: Path, header: bytes) -> None:
    header = b"{" + header if not header.startswith(b"{") else header
    (tmp_path / "bad").write_bytes(struct.pack("<Q", len(header)) + header + bytes(8))
    refused(tmp_path / "bad", UNUSABLE, "")


@pytest.mark.parametrize(
    "entry",
    [
        {"dtype": "F32", "shape": [2**40, 2**40], "data_offsets": [0, 8]},
        {"dtype": "F32", "shape": [-1], "data_offsets": [0, 8]},
        {"dtype": "F32", "shape": [2], "data_offsets": [8, 0]},
        {"dtype": "F32", "shape": [2], "data_offsets": [0, 2**50]},
        {"dtype": "X9", "shape": [2], "data_offsets": [0, 8]},
        {"dtype": "F32"},
        7,
    ],
)
def test_that_impossible_tensors_are_refused(tmp_path: Path, entry: Any) -> None:
    header = json.dumps({"__metadata__": {"xception_gui": "{}"}, "a": entry}).encode()
    (tmp_path / "bad").write_bytes(struct.pack("<Q", len(header)) + header + bytes(8))
    refused(tmp_path / "bad", UNUSABLE, "tensors are damaged")


def test_that_missing_unknown_and_misshapen_tensors_are_named(tmp_path: Path) -> None:
    good = floats(narrow())
    name = "exit.sepconv3.pointwise.weight"
    cases: dict[str, dict[str, torch.Tensor]] = {
        f"{name} is missing": {n: t for n, t in good.items() if n != name},
        "'evil' is unknown": {**good, "evil": torch.zeros(1)},
        "exit.bn3.bias has the shape 2 and not 46": {**good, "exit.bn3.bias": torch.zeros(2)},
        "exit.bn3.bias is float64": {**good, "exit.bn3.bias": torch.zeros(46).double()},
        "exit.bn3.bias is int64": {**good, "exit.bn3.bias": torch.zeros(46).long()},
        "exit.bn3.bias holds NaN": {**good, "exit.bn3.bias": torch.full((46,), float("nan"))},
        "exit.bn3.weight holds NaN": {**good, "exit.bn3.weight": torch.full((46,), float("inf"))},
        "negative variance": {**good, "exit.bn3.running_var": torch.full((46,), -1.0)},
    }
    for cause, tensors in cases.items():
        refused(write(tmp_path / "bad", tensors), _way_out(cause), cause)


def _way_out(cause: str) -> str:
    """Another copy helps only where the file is damaged."""
    if "NaN" in cause:
        return DIVERGED
    return UNUSABLE if "variance" in cause else MISFIT


@pytest.mark.parametrize(
    ("field", "value", "cause"),
    [
        ("format", "xception-gui weights 2", "format"),
        ("classes", ["a", "b"], "names 2 classes but its network has 3"),
        ("classes", "abc", "no list of texts"),
        ("classes", [1, 2, 3], "no list of texts"),
        ("trained", "yes", "neither true nor false"),
        ("record", [], "record"),
        ("config", None, "config"),
        ("config", {"width": "wide"}, "width"),
        ("config", {"evil": 1}, "evil"),
        ("config", {**CONFIG.to_dict(), "num_classes": 4}, "names 3 classes"),
        ("config", {**CONFIG.to_dict(), "width": 0.04}, "has the shape"),
        ("config", {**CONFIG.to_dict(), "hidden": [4] * 110_000}, "too long"),
        ("config", {**CONFIG.to_dict(), "hidden": [4] * 5_000}, "more layers than"),
        ("preprocessing", {}, "no step fixes"),
        ("preprocessing", [{"step": "shell"}], "unknown step"),
        ("preprocessing", [{"step": "center-crop", "size": 10**9}], "from 1 to 4096"),
        ("preprocessing", [{"step": "center-crop", "size": "48"}], "from 1 to 4096"),
        ("preprocessing", [{"step": "center-crop", "size": 4}], "4 by 4"),
        ("preprocessing", [{"step": "resize-exact", "size": 48, "filter": "evil"}], "filter"),
        ("preprocessing", [{"step": "normalize", "mean": "abc", "std": [1, 1, 1]}], "mean"),
        ("preprocessing", [{"step": "normalize", "mean": [0, 0], "std": [1, 1]}], "mean"),
        ("preprocessing", [{"step": "normalize", "mean": [0.0], "std": [0.0]}], "deviation of 0"),
        ("preprocessing", [{"step": "normalize", "mean": [0.0], "std": [-1.0]}], "not positive"),
        ("preprocessing", [{"step": "center-crop", "size": 48}] * 17, "more than 16"),
    ],
)
def test_that_a_wrong_record_is_refused(tmp_path: Path, field: str, value: Any, cause: str) -> None:
    code = MISFIT if "shape" in cause else UNUSABLE
    refused(write(tmp_path / "bad", floats(narrow()), **{field: value}), code, cause)


def test_that_a_record_lacking_an_entry_is_refused(tmp_path: Path) -> None:
    document = {"format": "xception-gui weights 1", "trained": True}
    path = write(tmp_path / "bad", floats(narrow()), document)
    refused(path, UNUSABLE, "lacks 'name'")


class Canary:
    """Unpickled by an ordinary pickle, it creates the file."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return os.mkdir, (self.path,)


def test_that_a_pickle_that_would_run_code_runs_none(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    _control(canary)
    evil = Canary(canary)
    contents = [
        evil,
        {"format": evil},
        checkpoint(narrow(), record=evil),
        checkpoint(narrow(), model={**narrow().state_dict(), "entry.conv1.weight": evil}),
    ]
    for content in contents:
        torch.save(content, tmp_path / "evil.pt")
        refused(tmp_path / "evil.pt", RESAVE, "mkdir")
        assert not canary.exists()


def _control(canary: Path) -> None:
    """The canary works: an unsafe reader would have made the folder."""
    pickle.loads(pickle.dumps(Canary(canary)))
    assert canary.is_dir()
    canary.rmdir()


def test_that_a_bare_pickle_is_not_even_opened(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    (tmp_path / "evil.pth").write_bytes(pickle.dumps(Canary(canary)))
    refused(tmp_path / "evil.pth", RESAVE, "pickle")
    assert not canary.exists()


def test_that_a_record_that_repeats_itself_without_end_is_refused(tmp_path: Path) -> None:
    layer: list[Any] = ["laugh"]
    for _ in range(60):
        layer = [layer, layer]
    torch.save(checkpoint(narrow(), record={"lol": layer}), tmp_path / "bomb.pt")
    refused(tmp_path / "bomb.pt", UNUSABLE, "too long")
    torch.save(checkpoint(narrow(), record={"x": torch.zeros(2)}), tmp_path / "bomb.pt")
    refused(tmp_path / "bomb.pt", UNUSABLE, "plain values")


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({"model": None}, "'model'"),
        ({"model": {1: torch.zeros(2)}}, "'model'"),
        ({"model": {"a": 3}}, "'model'"),
        ({"model": {}}, "is missing"),
        ({"ema": [1]}, "'ema'"),
        ({"classes": ["a"]}, "names 1 classes"),
        ({"config": XceptionConfig().to_dict()}, "names 3 classes"),
    ],
)
def test_that_a_contradictory_checkpoint_is_refused(
    tmp_path: Path, changed: dict[str, Any], cause: str
) -> None:
    torch.save(checkpoint(narrow(), **changed), tmp_path / "run.pt")
    refused(tmp_path / "run.pt", MISFIT if "missing" in cause else UNUSABLE, cause)


def test_that_every_way_to_name_code_is_refused(tmp_path: Path) -> None:
    pickles = [b"cposix\nsystem\n.", b"\x8c\x05posix\x8c\x06system\x93.", b"(iposix\nsystem\n."]
    for number, code in enumerate([*pickles, b"ctorch\nload\n.", b"\x82\x01.", b"\xff\xfe", b""]):
        path = tmp_path / f"{number}.pt"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("run/data.pkl", code)
        if number < 5:
            refused(path, RESAVE, "refused: weights run no code")
        else:
            refused(path, UNUSABLE, "damaged")


@pytest.mark.parametrize(
    "tensor",
    [
        torch.zeros(1, 3, 3, 3, device="meta"),
        torch.zeros(1, 3, 3, 3).to_sparse(),
        torch.zeros(1, 3, 3, 3, dtype=torch.complex64),
    ],
)
def test_that_an_unusual_tensor_in_a_checkpoint_is_refused(
    tmp_path: Path, tensor: torch.Tensor
) -> None:
    state = {**narrow().state_dict(), "entry.conv1.weight": tensor}
    torch.save(checkpoint(narrow(), model=state), tmp_path / "run.pt")
    refused(tmp_path / "run.pt", RESAVE, "it asks for torch.")


def test_that_what_torch_refuses_is_told_in_our_words(tmp_path: Path) -> None:
    """Torch's own text advises to read the file with weights_only=False."""
    with zipfile.ZipFile(tmp_path / "odd.pt", "w") as archive:
        archive.writestr("run/version", "3")
        archive.writestr("run/data.pkl", b"}I1\nI2\ns.")  # as Python 1 wrote numbers
    refused(tmp_path / "odd.pt", RESAVE, "other things than tensors")
    with pytest.raises(Problem) as caught:
        load_weights(tmp_path / "odd.pt")
    assert "weights_only" not in str(caught.value)


def test_that_a_compressed_checkpoint_is_refused_unread(tmp_path: Path, torch_file: bytes) -> None:
    """A zip bomb, of which a larger one would fill the memory."""
    with zipfile.ZipFile(tmp_path / "bomb.pt", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("run/data.pkl", bytes(9_000_000))
    refused(tmp_path / "bomb.pt", UNUSABLE, "compressed")
