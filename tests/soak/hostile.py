"""Damaged weights files, thousands of each format: each loads, or is refused in one line.

``python -m tests.soak.hostile [--files N] [--seed S]``. As in the window, a warm process forks a
child for each file, with a gigabyte, two seconds and no other file; what the child does cannot
harm the process. One format holds code, which must not run. Rows 1 and 2 of the reliability
figures: files, executions, the slowest, the largest growth.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.weights import made_files as made
from xception_gui.base.numbers import size
from xception_gui.base.problem import Problem
from xception_gui.weights import reader

FORMATS: dict[str, Callable[[Path], bytes]] = {
    "safetensors": lambda _: made.in_safetensors(made.state()),
    "torch zip": lambda _: made.in_zip({"epoch": 1, "state_dict": made.state()}),
    "torch, old format": lambda _: made.in_old_format(made.state()),
    "HDF5": made.keras_file,
    "HDF5, Keras 3": made.keras3_file,
}
ARMED = "torch zip with code"
_TOLD = 100  # files


class _Trap:
    """Unpickled by whoever runs code, it leaves a mark in a folder."""

    def __init__(self, folder: Path) -> None:
        self._mark = folder / "executed"

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"echo x >> {self._mark}",)


def armed(folder: Path) -> bytes:
    """Weights with code beside them."""
    return made.in_zip({"state_dict": made.state(), "trap": _Trap(folder)})


def executions(folder: Path) -> int:
    """How often the code of `armed` was run."""
    mark = folder / "executed"
    return len(mark.read_text().splitlines()) if mark.exists() else 0


@dataclass
class Tally:
    """What became of the files of one format."""

    ends: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    bad: list[str] = field(default_factory=list)


def mutations(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """`data`, damaged: cut, bits flipped, parts copied elsewhere, wiped, put in or taken out.

    Two thirds of the places lie in the first and last eight kilobytes, where structure is.
    """
    draw = random.Random(seed)
    for _ in range(count):
        spoilt = bytearray(data)
        for _ in range(draw.choice((1, 1, 1, 2, 8))):
            _damage(spoilt, draw)
        yield bytes(spoilt)


def _damage(data: bytearray, draw: random.Random) -> None:
    place, length = _place(len(data), draw), draw.choice((1, 2, 4, 8, 64, 512))
    match draw.randrange(6):
        case 0:
            del data[place:]
        case 1:
            data[place] ^= 1 << draw.randrange(8)
        case 2:
            source = _place(len(data), draw)
            data[place : place + length] = data[source : source + length]
        case 3:
            data[place : place + length] = draw.choice((b"\0", b"\xff")) * length
        case 4:
            data[place:place] = draw.randbytes(length)
        case _:
            del data[place : place + length]
    if not data:
        data += b"\0"


def _place(size: int, draw: random.Random) -> int:
    near = min(8192, size)
    return draw.choice(
        (draw.randrange(near), size - 1 - draw.randrange(near), draw.randrange(size))
    )


def run(format_: str, count: int, seed: int, folder: Path) -> Tally:
    """Have `count` damaged files of one format read; the caller has prepared `reader`."""
    tally, path = Tally(), folder / "hostile"
    whole = {**FORMATS, ARMED: armed}[format_](folder)
    for number, data in enumerate(mutations(whole, count, seed)):
        path.write_bytes(data)
        began = time.perf_counter()
        request = {"name": str(path), "path": str(path), "out": str(folder / "out" / "w")}
        reply = reader._answer_in_child(request)
        seconds = time.perf_counter() - began
        tally.slowest = max(tally.slowest, seconds)
        end = _end(reply)
        tally.ends[end] += 1
        if end not in ("loads", "refused"):
            tally.bad.append(f"{format_}, seed {seed}, file {number}: {end}")
    return tally


def _end(reply: dict[str, object]) -> str:
    """Whether it loads, is refused in one line that names it, or how else its reading ended."""
    if "dialect" in reply:
        return "loads"
    fields = reply["fields"]
    assert isinstance(fields, dict)
    line, cause = str(Problem(str(reply["problem"]), **fields)), str(fields.get("cause", ""))
    if "too much time" in cause:
        return "refused"
    if "crashed" in cause or "more than" in cause or "without a result" in cause:
        return cause
    return "refused" if "hostile" in line and "\n" not in line else f"badly worded: {line[:99]}"


def main() -> None:
    """Print what became of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=20_000, help="of each format")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--format", choices=(*FORMATS, ARMED))
    options = parser.parse_args()
    reader._prepare()
    idle = _idle_child()
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "out").mkdir()
        for format_ in [options.format] if options.format else (*FORMATS, ARMED):
            began = time.perf_counter()
            found = run(format_, options.files, options.seed, Path(name))
            rate = options.files / (time.perf_counter() - began)
            ends, ran = dict(found.ends), executions(Path(name))
            print(
                f"{format_}: {ends}, {ran} executions, slowest {found.slowest:.2f} s, "
                f"{rate:.0f} files/s",
                flush=True,
            )
            print("\n".join(found.bad[:_TOLD]))
    print(f"largest growth of a child: {size(_largest() - idle)}")


def _idle_child() -> int:
    """Bytes that a child has in memory which reads nothing: most of them this process' own."""
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)
    return _largest()


def _largest() -> int:
    """Bytes in memory of the largest child so far."""
    import resource  # no Windows has it, nor forks

    return 1024 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


if __name__ == "__main__":
    main()
