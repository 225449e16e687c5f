"""Several processes at one run, as `torchrun` starts them. One process is the case of one rank.

The parts of a batch are dealt out: rank r of w computes every w-th part, the gradients are summed
over all. So w processes learn what one process learns that computes a batch in w parts
(`accumulate`), to rounding. Whatever one rank decides alone (a wish of the user, a lack of memory)
is agreed on before anybody acts.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

import torch
import torch.distributed as dist
from torch import Tensor

from xception_gui.base.problem import Problem
from xception_gui.inference.device import choose_device

T = TypeVar("T")
_MEETING = timedelta(minutes=3)  # for every process to have started
_PATIENCE = timedelta(days=7)  # while rank 0 writes or the user pauses, the others wait


def world() -> tuple[int, int]:
    """(rank, number of ranks)."""
    if dist.is_available() and dist.is_initialized():
        return dist.get_rank(), dist.get_world_size()
    return 0, 1


def local_ranks() -> int:
    """How many processes of the run share this machine; what is no such number is one."""
    said = os.environ.get("LOCAL_WORLD_SIZE", "")
    return max(1, int(said)) if said.isdecimal() else 1


def own_device(wanted: str) -> str:
    """Of the devices that "auto" and "cuda" leave open, the one that `torchrun` means for us."""
    open_ = wanted in ("auto", "cuda") and torch.cuda.is_available()
    if not open_ or os.environ.get("WORLD_SIZE", "1") == "1":
        return wanted
    return f"cuda:{os.environ['LOCAL_RANK']}"


@contextmanager
def joined(device: str) -> Iterator[bool]:
    """Meet the other processes of `torchrun`, if there are any; whether this one reports.

    Ranks of one machine talk over the loopback device only, unless the user has said otherwise.

    Raises
    ------
    Problem
        ``rank-lost``: another process has ended, or was not to be met. ``option-value``: there are
        more processes here than devices.
    """
    count = int(os.environ.get("WORLD_SIZE", "1"))
    if count == 1:
        yield True
        return
    if os.environ.get("LOCAL_WORLD_SIZE") == str(count):
        os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
        os.environ.setdefault("NCCL_SOCKET_IFNAME", "lo")
    own = own_device(device)
    if own != device:
        _check_enough()
    chosen = choose_device(own).device
    cuda = chosen.type == "cuda"
    if cuda:
        torch.cuda.set_device(chosen)
    with told_of_the_lost():
        _meet("nccl" if cuda else "gloo", count)
        try:
            yield dist.get_rank() == 0
        finally:
            dist.destroy_process_group()


def _check_enough() -> None:
    """Two processes cannot share a device: NCCL refuses it, in many lines."""
    there, asked = torch.cuda.device_count(), local_ranks()
    if asked > there:
        words = {"value": asked, "allowed": f"1 to {there}"}
        raise Problem("option-value", option="torchrun --nproc-per-node", **words)


def _meet(backend: str, count: int) -> None:
    """Connect to the other processes of this attempt.

    `torchrun` keeps one store for all its attempts (pytorch issue 135712), with the addresses of
    processes that have ended in it; so each attempt gets a part of its own. Machines count their
    attempts apart: of several, those that miss each other part after `_MEETING` and try again.
    """
    attempt = os.environ.get("TORCHELASTIC_RESTART_COUNT", "0") if local_ranks() == count else ""
    store, rank, _ = next(dist.rendezvous("env://", timeout=_MEETING))  # type: ignore[attr-defined]
    store = dist.PrefixStore(f"attempt {attempt}", store)  # type: ignore[attr-defined]
    dist.init_process_group(backend, store=store, rank=rank, world_size=count, timeout=_MEETING)
    dist.distributed_c10d._set_pg_timeout(_PATIENCE)


@contextmanager
def told_of_the_lost() -> Iterator[None]:
    """What is raised where a process waits for one that has ended is no mistake of this one."""
    try:
        yield
    except RuntimeError as error:
        first = str(error).partition("\n")[0]
        if not isinstance(error, dist.DistError) and "/gloo/" not in first:
            raise
        cause = re.sub(r"^\[/\S+\] |^Gloo \w+ failed with \[/\S+\] ", "", first)
        rank = os.environ.get("RANK", "0")
        raise Problem("rank-lost", rank=rank, cause=cause.rstrip(".")) from error


def any_of(flags: Sequence[bool], device: torch.device) -> list[bool]:
    """For each flag, whether any rank has it set: all ranks get the same answer."""
    if world()[1] == 1:
        return list(flags)
    told = torch.tensor([int(flag) for flag in flags], device=device)
    dist.all_reduce(told, dist.ReduceOp.MAX)
    return [bool(flag) for flag in told.tolist()]


def gathered(values: list[T]) -> list[T]:
    """Those of all ranks, in the order of the ranks."""
    if world()[1] == 1:
        return values
    found: list[list[T]] = [[] for _ in range(world()[1])]
    dist.all_gather_object(found, values)
    return [value for one in found for value in one]


def summed(tensors: Sequence[Tensor]) -> None:
    """Each tensor becomes its sum over the ranks; one message for all of them."""
    if world()[1] == 1 or not tensors:
        return
    flat = torch.cat([tensor.reshape(-1).float() for tensor in tensors])
    dist.all_reduce(flat)
    start = 0
    for tensor in tensors:
        tensor.copy_(flat[start : start + tensor.numel()].view_as(tensor))
        start += tensor.numel()
