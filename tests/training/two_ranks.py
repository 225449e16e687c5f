"""Two processes at one run as `torchrun` starts them, but torch is imported once for both.

``python -m tests.training.two_ranks ROOM POOR DATA --out RUN …``, ROOM the bytes that pictures may
take in memory, "" for as many as there are, POOR what the second one has no memory for when it
judges ("head", "pictures", "" for none): prints the second one's process id, then what
`xception-gui train` prints; ends with the worse of the two exit codes.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def start(*words: str, room: str = "", poor: str = "") -> subprocess.Popen[str]:
    """The two, in a process of their own; the first line they print is `second`'s."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.training.two_ranks", room, poor, *words],
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


def ranks(child: subprocess.Popen[str]) -> list[int]:
    """The process ids of the two, while both run."""
    told = Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text()
    return [int(number) for number in told.split()]


def _slow_imports() -> int:
    """1 where a run without RandAugment has imported torchvision or torch's compiler: seconds."""
    found = {"torchvision", "torch._dynamo"} & sys.modules.keys()
    if found:
        print(f"imported: {', '.join(sorted(found))}", file=sys.stderr)
    return len(found)


def _main(words: list[str]) -> int:
    import torch.distributed  # noqa: F401  what both would import

    from xception_gui.training import pictures

    room, poor, *words = words
    if room:
        pictures.room = lambda: int(room)
    listening = socket.create_server(("127.0.0.1", 0))
    children = [_forked(1, listening, words, poor), _forked(0, listening, words)]
    print(children[0], flush=True)
    store = _store(listening)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    del store
    return max(codes)


def _forked(rank: int, listening: socket.socket, words: list[str], poor: str = "") -> int:
    """One of the two, told by `torchrun`'s variables who it is and where the store will be."""
    from xception_gui.cli import main

    child = os.fork()
    if child:
        return child
    host, port = listening.getsockname()
    listening.close()
    os.environ.update(MASTER_ADDR=host, MASTER_PORT=str(port), TORCHELASTIC_USE_AGENT_STORE="True")
    os.environ.update(RANK=str(rank), LOCAL_RANK=str(rank), WORLD_SIZE="2", LOCAL_WORLD_SIZE="2")
    if poor == "head":
        _leave_no_memory_to_judge()
    elif poor == "pictures":
        _leave_no_memory_for_pictures()
    os._exit(main(["train", *words]) or _slow_imports())


def _leave_no_memory_to_judge() -> None:
    """A head that answers only where gradients are wanted."""
    from torch import Tensor, is_grad_enabled, nn

    forward = nn.Linear.forward

    def refused(module: nn.Linear, x: Tensor) -> Tensor:
        if not is_grad_enabled():
            raise RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory")
        return forward(module, x)

    nn.Linear.forward = refused  # type: ignore[method-assign,assignment]


def _leave_no_memory_for_pictures() -> None:
    """The first are judged, the next cannot be read."""
    from xception_gui.training import judging

    plain = judging.plain

    def refused(*words: Any) -> Any:
        yield next(plain(*words))
        raise MemoryError

    judging.plain = refused
    judging.judged_together = lambda config, part: 4


def _store(listening: socket.socket) -> object:
    """Where the two meet, held by whoever started them, as `torchrun` does."""
    from torch.distributed import TCPStore

    (host, port), handle = listening.getsockname(), listening.detach()
    return TCPStore(host, port, None, True, wait_for_workers=False, master_listen_fd=handle)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
