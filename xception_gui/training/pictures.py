"""Which pictures a run has, and whether they lie in memory or are read while it trains."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from hashlib import sha256

import torch

from xception_gui.base.control import Control
from xception_gui.base.events import Preparing
from xception_gui.base.preprocessing import Steps
from xception_gui.base.training import TrainingConfig
from xception_gui.images.datasets import ClassFolders, judging_folders
from xception_gui.training.ranks import any_of
from xception_gui.training.samples import Samples, chosen, read_samples, split, unread_samples
from xception_gui.training.sources import decoded_size, room

LeftOut = tuple[tuple[str, ...], tuple[str, ...]]
"""Names of pictures: of those to learn from, and of a folder of its own to judge on."""
Listing = tuple[int | str, ...]
"""How many pictures there are and a digest of their names in order; of those to judge on too."""


@dataclass(frozen=True)
class Found:
    """The pictures of a run.

    Parameters
    ----------
    learnt, judged : Samples
    left_out : two tuples of str
        What could not be read when the run began and is no part of it.
    read_while, room : int
        Bytes that the decoded pictures need, 0 where they lie in memory; bytes there are for them.
    """

    learnt: Samples
    judged: Samples
    left_out: LeftOut = ((), ())
    read_while: int = 0
    room: int = 0


Shared = dict[object, Found]
"""Of runs that go on beside each other, by what decides which pictures they have."""


@dataclass(frozen=True)
class _Listed:
    """Pictures of a data set by index, and the names of those that are not among them."""

    data: ClassFolders
    indices: Sequence[int]
    left_out: tuple[str, ...]


def listing(data: ClassFolders, config: TrainingConfig, left_out: LeftOut) -> Listing:
    """What decides which pictures a run learns and which it is judged on: it must not change.

    What is left out may vanish, but for a run on a few pictures: they were chosen among all.
    """
    told = _told(data, () if config.images else left_out[0])
    if is_judged_elsewhere(config):
        told += _told(judging_folders(config.validation_data, data), left_out[1])
    return told


def _told(data: ClassFolders, left_out: Sequence[str]) -> Listing:
    without, inside = frozenset(left_out), _inside(data)
    names = [short for name, short in inside.items() if without.isdisjoint((name, short))]
    return len(names), sha256("\0".join(names).encode("utf-8", "surrogatepass")).hexdigest()


def _inside(data: ClassFolders) -> dict[str, str]:
    """Each name from its class folder on: the folder may move, or become a zip with it inside."""
    first, last = data.names[0].split("/"), data.names[-1].split("/")  # of two classes
    pairs = enumerate(zip(first, last, strict=False))
    depth = next((n for n, pair in pairs if pair[0] != pair[1]), 0)
    return {name: name.split("/", depth)[depth] for name in data.names}


def shared_pictures(
    data: ClassFolders,
    config: TrainingConfig,
    control: Control,
    left_out: LeftOut | None,
    device: torch.device,
    shared: Shared,
) -> Generator[Preparing, None, Found]:
    """`find_pictures`, or what another run has found that goes on beside this one."""
    judged = config.validation, config.validation_data, config.seed
    key = data.path, config.preprocessing, config.images, judged, left_out
    if key not in shared:
        found = yield from find_pictures(data, config, control, left_out, device)
        if control.stop.is_set():
            return found
        shared[key] = found
    return shared[key]


def find_pictures(
    data: ClassFolders,
    config: TrainingConfig,
    control: Control,
    left_out: LeftOut | None,
    device: torch.device,
) -> Generator[Preparing, None, Found]:
    """Read them into memory, if they fit; else only list them. All ranks do the same.

    Parameters
    ----------
    left_out : two tuples of str, optional
        As it was settled when the run began; None: it begins. What cannot be read is then left out
        where all are read now; where they are read later, others will stand in for it.
    """
    few = chosen(data.labels, config.images, config.seed) if config.images else None
    sets = [_listed(data, range(len(data)) if few is None else few, left_out, 0)]
    if is_judged_elsewhere(config):
        held = judging_folders(config.validation_data, data)
        sets.append(_listed(held, range(len(held)), left_out, 1))
    steps, free = config.preprocessing, room()
    need = decoded_size(sum(len(one.indices) for one in sets), steps)
    if any_of([need > free], device)[0]:
        parts = [unread_samples(one.data, steps, one.indices) for one in sets]
        return Found(*_parts(parts, config), _names(sets), need, free)
    parts, names = [], []
    for one in sets:
        settled = left_out is not None
        samples, bad = yield from _read(one, steps, control, settled)
        parts.append(samples)
        names.append(bad)
        if control.stop.is_set():
            break
    return Found(*_parts(parts, config), (names[0], names[1] if names[1:] else ()))


def _listed(
    data: ClassFolders, wanted: Sequence[int], left_out: LeftOut | None, which: int
) -> _Listed:
    names = left_out[which] if left_out else ()
    if not names:
        return _Listed(data, wanted, ())
    without, inside = frozenset(names), _inside(data)  # early versions kept whole names
    told = [(name, inside[name]) for name in data.names]
    kept = [index for index in wanted if without.isdisjoint(told[index])]
    return _Listed(data, kept, tuple(names))


def _names(sets: Sequence[_Listed]) -> LeftOut:
    return sets[0].left_out, sets[1].left_out if sets[1:] else ()


def _read(
    one: _Listed, steps: Steps, control: Control, settled: bool
) -> Generator[Preparing, None, tuple[Samples, tuple[str, ...]]]:
    samples, bad = yield from read_samples(one.data, steps, control, one.indices, settled)
    inside = _inside(one.data) if bad else {}
    return samples, one.left_out + tuple(inside[name] for name in bad)


def is_judged_elsewhere(config: TrainingConfig) -> bool:
    """An over-fit check judges what it learns."""
    return bool(config.validation_data) and not config.images


def _parts(parts: Sequence[Samples], config: TrainingConfig) -> tuple[Samples, Samples]:
    """For learning and for judging; the same where only some pictures are to be learnt."""
    if len(parts) > 1:
        return parts[0], parts[1]
    if config.images:
        return parts[0], parts[0]
    inside, held = split(parts[0].labels.tolist(), config.validation, config.seed)
    return parts[0].subset(inside), parts[0].subset(held)
