"""Foreign weights are read by a process of their own, which nothing in a file can take along."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
import torch

from tests.weights.made_files import in_old_format, keras3_file, state
from tests.weights.samples import checkpoint, narrow
from xception_gui.base.problem import Problem
from xception_gui.base.weights_report import to_json
from xception_gui.weights import examine, load_weights
from xception_gui.weights.safely import Reader

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="fork is missing here")
CANARY = """
import json, os, signal, socket, sys
from xception_gui.weights import load, reader

ATTACKS = {
    "crash": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "memory": lambda: bytearray(3 * reader.GROWTH),
    "time": lambda: any(iter(int, 1)),
    "file": lambda: open(sys.argv[1]).read(),
    "other folder": lambda: open(sys.argv[1] + ".new", "w"),
    "socket": lambda: socket.socket(),
    "program": lambda: os.system("touch " + sys.argv[1] + ".new"),
    "fork": lambda: os.fork(),
}
reader.SECONDS = 1
said = {}
for name, attack in ATTACKS.items():
    load.load_weights = lambda path, attack=attack: attack()
    said[name] = reader._answer_in_child({"name": "evil", "path": "/evil.pt", "out": "/none/out"})
print(json.dumps(said))
"""
CAUSES = {
    "crash": "reading it crashed (SIGSEGV)",
    "memory": "more than 1 GB of memory",
    "time": "more than 1 s",
    "file": "secret.txt', which is refused",
    "other folder": "secret.txt.new', which is refused",
    "socket": "socket.__new__, which is refused",
    "program": "os.system, which is refused",
    "fork": "os.fork, which is refused",
}


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    secret = tmp_path_factory.mktemp("attack") / "secret.txt"
    secret.write_text("secret")
    done = subprocess.run(
        [sys.executable, "-c", CANARY, str(secret)], capture_output=True, text=True, check=True
    )
    assert not secret.with_name("secret.txt.new").exists()
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("attack", CAUSES)
def test_that_what_a_file_does_ends_with_its_reading(
    attacked: dict[str, dict[str, object]], attack: str
) -> None:
    reply = attacked[attack]
    assert reply["problem"] == "weights-unusable"
    assert CAUSES[attack] in str(Problem("weights-unusable", **dict(reply["fields"])))  # type: ignore[call-overload]


@pytest.fixture
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.close()


def test_that_a_file_read_by_the_process_is_the_one_read_here(
    reader: Reader, tmp_path: Path
) -> None:
    """And that damage of the next file is told in the same words, and death is mended."""
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
    assert reader._process is not None
    reader._process.kill()
    reader._process.wait()
    assert reader.load(tmp_path / "old.pth").weights == there.weights  # by another process


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


def test_that_closing_ends_a_load_and_the_process(reader: Reader, tmp_path: Path) -> None:
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
