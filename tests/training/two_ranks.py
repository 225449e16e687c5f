"""Two processes at one run as `torchrun` starts them, but torch is imported once for both.

``python -m tests.training.two_ranks ROOM DATA --out RUN …``, ROOM the bytes that pictures may take
in memory, "" for as many as there are: prints the second one's process id, then
what `xception-gui train` prints; ends with the worse of the two exit codes.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def start(*words: str, room: str = "") -> subprocess.Popen[str]:
    """The two, in a process of their own; the first line they print is `second`'s."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.training.two_ranks", room, *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def second(child: subprocess.Popen[str]) -> int:
    """The process id of the rank that does not report."""
    assert child.stdout is not None
    return int(child.stdout.readline())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _slow_imports() -> int:
    """1 where a run without RandAugment has imported torchvision or torch's compiler: seconds."""
    found = {"torchvision", "torch._dynamo"} & sys.modules.keys()
    if found:
        print(f"imported: {', '.join(sorted(found))}", file=sys.stderr)
    return len(found)


def _main(words: list[str]) -> int:
    import torch.distributed  # noqa: F401  what both would import

    import xception_gui.training  # noqa: F401
    from xception_gui.cli import main
    from xception_gui.training import pictures

    room, *words = words
    if room:
        pictures.room = lambda: int(room)
    where = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(_free_port())}
    os.environ.update(where, WORLD_SIZE="2", LOCAL_WORLD_SIZE="2")
    children = []
    for rank in ("1", "0"):
        child = os.fork()
        if not child:
            os.environ.update(RANK=rank, LOCAL_RANK=rank)
            os._exit(main(["train", *words]) or _slow_imports())
        children.append(child)
        if rank == "1":
            print(child, flush=True)
    return max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
