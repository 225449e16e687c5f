"""Foreign weights are read by a process of their own, which nothing in a file can take along."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import IO, Any

import pytest
import torch

from tests.weights.made_files import (
    in_old_format,
    in_safetensors,
    in_zip,
    keras3_file,
    keras_file,
    state,
)
from tests.weights.refusals import RESAVE, refused
from tests.weights.samples import checkpoint, narrow
from xception_gui.base import numbers
from xception_gui.base.problem import Problem
from xception_gui.base.run_folders import EVENTS
from xception_gui.base.weights_report import to_json
from xception_gui.weights import examine, hdf5, hdf5_child, load_weights, safely, torch_files
from xception_gui.weights import reader as limits
from xception_gui.weights.load import MAX_BYTES
from xception_gui.weights.safely import Reader

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="fork is missing here")
# The process as it is, but for files of these names: it does to itself what a file might do.
WITNESS = """
import os, signal, socket, sys, time
import torch
from xception_gui.weights import load, reader

ATTACKS = {
    "crash": lambda secret: os.kill(os.getpid(), signal.SIGSEGV),
    "memory": lambda secret: bytearray(3 * reader.GROWTH),
    "memory of torch": lambda secret: torch.empty(3 * reader.GROWTH, dtype=torch.uint8),
    "a surprise": lambda secret: {}["what nobody foresaw"],
    "time": lambda secret: any(iter(int, 1)),
    "file": lambda secret: open(secret).read(),
    "other folder": lambda secret: open(secret + ".new", "w"),
    "socket": lambda secret: socket.socket(),
    "program": lambda secret: os.system("touch " + secret + ".new"),
    "fork": lambda secret: os.fork(),
}
load_weights, answer = load.load_weights, reader._answer_in_child


def attacked(path):
    if os.path.basename(path) == "waits":
        time.sleep(1.3)
    attack = ATTACKS.get(os.path.basename(path))
    if attack is None:
        return load_weights(path)
    return attack(os.path.join(os.path.dirname(path), "secret.txt"))


def answer_in_child(request):
    reader.SECONDS = 1 if request["path"].endswith(("time", "waits")) else 20
    return answer(request)


load.load_weights, reader._answer_in_child = attacked, answer_in_child
reader.main()
"""
CAUSES = {
    "crash": "reading it crashed (SIGSEGV)",
    "memory": "more than 1 GB of memory",
    "memory of torch": "more than 1 GB of memory",
    "a surprise": "reading it failed ('what nobody foresaw')",
    "time": "more than 1 s",
    "file": "secret.txt', which is refused",
    "other folder": "secret.txt.new', which is refused",
    "socket": "socket.__new__, which is refused",
    "program": "os.system, which is refused",
    "fork": "os.fork, which is refused",
}


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """For all tests: its process needs seconds to import torch."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(safely, "_COMMAND", (sys.executable, "-c", WITNESS))
        made = Reader()
        made.start()
        yield made
        made.close()


@pytest.fixture
def near() -> Iterator[Path]:
    """A folder with a short path: a cause is cut where it grows long."""
    with tempfile.TemporaryDirectory(prefix="x") as name:
        yield Path(name)


@pytest.mark.parametrize("attack", CAUSES)
def test_that_what_a_file_does_ends_with_its_reading(
    reader: Reader, near: Path, attack: str
) -> None:
    (near / "secret.txt").write_text("secret")
    (near / attack).write_bytes(in_old_format({}))
    with pytest.raises(Problem) as caught:
        reader.load(near / attack)
    told = "weights-resave" if attack.startswith("memory") else "weights-unusable"
    assert caught.value.code == told
    assert CAUSES[attack] in str(caught.value)
    assert not (near / "secret.txt.new").exists()


def test_that_a_file_read_by_the_process_is_the_one_read_here(
    reader: Reader, tmp_path: Path
) -> None:
    """And that damage of the next file is told in the same words."""
    torch.save(checkpoint(narrow()), tmp_path / "run.pt")
    (tmp_path / "old.pth").write_bytes(in_old_format(state()))
    (tmp_path / "old.pth.json").write_text('{"bn_eps": 0.002}')
    (tmp_path / "cut.pt").write_bytes((tmp_path / "run.pt").read_bytes()[:9000])
    for name in ("run.pt", "old.pth"):
        here, there = load_weights(tmp_path / name), reader.load(tmp_path / name)
        assert asdict(there.weights) == asdict(here.weights)
        wanted = here.model.state_dict()
        assert all(torch.equal(wanted[name], t) for name, t in there.model.state_dict().items())
    assert there.weights.config.bn_eps == 0.002
    words = []
    for load in (load_weights, reader.load):
        with pytest.raises(Problem) as caught:
            load(tmp_path / "cut.pt")
        words.append(str(caught.value))
    assert words[0] == words[1]


def test_that_a_file_gets_the_time_that_its_size_takes(tmp_path: Path) -> None:
    """Seconds for what keeps all others waiting, however few bytes it has."""
    (tmp_path / "small").write_bytes(bytes(1000))
    with (tmp_path / "large").open("wb") as file:
        file.truncate(500_000_000)
    times = [limits._seconds(str(tmp_path / name)) for name in ("small", "large", "absent")]
    assert times == [2, 52, 2]


@pytest.mark.parametrize(
    ("make", "reads"), [(in_zip, "torch.load"), (in_safetensors, "safetensors.torch.load")]
)
def test_that_a_whole_file_too_large_for_the_memory_is_not_said_to_be_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Any], bytes], reads: str
) -> None:
    """Torch tells a lack of memory in its own way; the process that reads has one gigabyte."""

    def lack(*_: object, **__: object) -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9")

    path = tmp_path / "w"
    path.write_bytes(make(state()))
    monkeypatch.setattr(reads, lack)
    refused(path, RESAVE, "the memory is too small for it")
    reply = limits._answer({"name": str(path), "path": str(path), "out": str(tmp_path / "out")})
    assert reply["problem"] == RESAVE
    assert reply["fields"]["cause"] == "reading it takes more than 1 GB of memory"


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_that_a_file_gets_the_memory_that_its_size_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gigabyte and two copies; but none of a size that nobody reads."""
    for name, size in (("w", 1000), ("large", 500_000_000), ("of holes", MAX_BYTES)):
        with (tmp_path / name).open("wb") as file:
            file.truncate(size)
    import resource

    given: dict[int, int] = {}
    monkeypatch.setattr(resource, "setrlimit", lambda name, both: given.update({name: both[0]}))
    rooms = []
    for name in ("absent", "w", "large", "of holes"):
        limits._limit(str(tmp_path / name))
        rooms.append(given[resource.RLIMIT_AS])
    near = [round((room - rooms[0]) / 10**8) for room in rooms]
    assert near == [0, 0, 10, 0]
    reply = limits._refused({"path": str(tmp_path / "large")}, MemoryError())
    assert reply["fields"]["cause"] == "reading it takes more than 2 GB of memory"


@pytest.mark.parametrize("confined", [True, False])
def test_that_hdf5_too_large_for_the_memory_is_not_said_to_be_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, confined: bool
) -> None:
    """The HDF5 library tells a lack of memory in the words it has for damage."""
    path, child = tmp_path / "w.h5", tmp_path / "child.py"
    path.write_bytes(keras_file(tmp_path))
    source = Path(hdf5_child.__file__).read_text("utf-8")
    assert source.count("_check_room(len(data))") == 1
    child.write_text(source.replace("_check_room(len(data))", "_check_room(1 << 60)"), "utf-8")
    enough = hdf5_child._check_room
    monkeypatch.setattr(hdf5_child, "_check_room", lambda size: enough(1 << 60))
    monkeypatch.setattr(hdf5, "_CHILD", child)
    monkeypatch.setattr(hdf5, "confined", confined)
    refused(path, RESAVE, "the memory is too small for it")


def no_more() -> IO[bytes]:
    """Where there is no room for the name of another file either."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


FULL, REAL = partial(open, "/dev/full", "wb"), tempfile.TemporaryFile


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("made", [[FULL], [REAL, FULL], [REAL, no_more]])
def test_that_no_room_for_temporary_files_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[Callable[[], IO[bytes]]]
) -> None:
    """By what is full: it is nothing that was printed, and no damage; for the answer as well."""
    path, files = tmp_path / "w.h5", iter(made)
    path.write_bytes(keras_file(tmp_path))

    def following() -> IO[bytes]:
        return next(files)()

    monkeypatch.setattr(tempfile, "TemporaryFile", following)
    with pytest.raises(Problem) as caught:
        load_weights(path)
    assert caught.value.code == "disk-full"
    assert tempfile.gettempdir() in str(caught.value)
    assert caught.value.fields["need"] == numbers.size(path.stat().st_size)


def test_that_a_machine_with_no_time_for_it_makes_no_file_bad(
    reader: Reader, tmp_path: Path
) -> None:
    """Its limit is processor time: other programs may take the rest."""
    (tmp_path / "waits").write_bytes(in_old_format(state()))
    assert reader.load(tmp_path / "waits").weights.dialect == "timm"


def test_that_hdf5_inside_a_zip_is_read_by_the_process_itself(
    reader: Reader, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "a.keras", "w") as archive:
        archive.writestr("model.weights.h5", keras3_file(tmp_path))
    here, there = load_weights(tmp_path / "a.keras"), reader.load(tmp_path / "a.keras")
    assert asdict(there.weights) == asdict(here.weights)
    (tmp_path / "cut.pt").write_bytes((tmp_path / "a.keras").read_bytes()[:900])
    for name in ("a.keras", "cut.pt"):
        path = tmp_path / name
        assert to_json(reader.examine(path)) == to_json(examine(path))  # where NaN equals NaN


def test_that_a_pickle_in_a_run_directory_is_read_by_the_process(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever its name promises."""
    run = tmp_path / "first"
    run.mkdir()
    (run / EVENTS).write_text("")
    (run / "weights.safetensors").write_bytes(in_zip(state()))
    here = load_weights(run)
    monkeypatch.setattr(torch_files, "_loaded", _not_here)
    assert asdict(reader.load(run).weights) == asdict(here.weights)
    assert here.weights.name == "first/weights.safetensors"


def test_that_large_hdf5_is_read_by_the_process(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "w.h5"
    path.write_bytes(keras_file(tmp_path))
    here = load_weights(path)
    monkeypatch.setattr(safely, "HARMLESS", path.stat().st_size - 1)
    monkeypatch.setattr(hdf5, "_ask", _not_here)
    assert asdict(reader.load(path).weights) == asdict(here.weights)
    assert reader.examine(path).loads


def _not_here(_: bytes) -> None:
    raise AssertionError("it was read in this process")


@pytest.mark.parametrize("make", [in_zip, in_old_format])
def test_that_what_turns_into_a_pickle_after_it_was_looked_at_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Any], bytes]
) -> None:
    path, looked_at = tmp_path / "w", safely._is_harmless
    path.write_bytes(in_safetensors(state()))

    def swapped(found: Path) -> bool:
        before = looked_at(found)
        path.write_bytes(make(state()))
        return before

    monkeypatch.setattr(safely, "_is_harmless", swapped)
    monkeypatch.setattr(torch_files, "_loaded", _not_here)
    with pytest.raises(Problem, match="it was replaced while it was read"):
        Reader().load(path)
    path.write_bytes(in_safetensors(state()))
    assert Reader().examine(path).refusal == "it was replaced while it was read"
    monkeypatch.undo()
    assert load_weights(path).weights.dialect == "timm"  # nobody looked at it before


def test_that_a_process_that_died_is_replaced(tmp_path: Path) -> None:
    reader = Reader()
    reader.start()
    dead = reader._process
    assert dead is not None
    dead.kill()
    dead.wait()
    reader.start()
    assert reader._process is not None
    assert reader._process is not dead
    assert reader._process.poll() is None
    reader.close()


def test_that_closing_ends_a_load_and_the_process(tmp_path: Path) -> None:
    reader = Reader()
    torch.save(checkpoint(narrow()), tmp_path / "run.pt")
    reader.start()  # importing torch takes longer than what follows
    told: list[Problem] = []

    def load() -> None:
        try:
            reader.load(tmp_path / "run.pt")
        except Problem as problem:
            told.append(problem)

    thread = threading.Thread(target=load)
    thread.start()
    reader.close()
    thread.join()
    assert [problem.code for problem in told] == ["weights-unusable"]
    with pytest.raises(Problem):
        reader.load(tmp_path / "run.pt")
