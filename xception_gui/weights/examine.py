"""`examine`: a doctor for checkpoints. What is in the file, what became of it, what is wrong."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import input_size, steps_id
from xception_gui.base.published import known
from xception_gui.base.weights_report import TensorRow, Verdict, WeightsReport
from xception_gui.images.files import shown
from xception_gui.model import build_meta
from xception_gui.weights.content import Content
from xception_gui.weights.dialects import Dialect, dialect_of
from xception_gui.weights.errors import NO_MEMORY, Foreign, Resave, Unusable
from xception_gui.weights.load import OWN, contents
from xception_gui.weights.reading import Change, Reading
from xception_gui.weights.record import Description
from xception_gui.weights.sidecar import with_sidecar
from xception_gui.weights.states import state_of
from xception_gui.weights.tensors import ACCEPTED, filled, weights_of

_ADVICE = (
    ("another network", "other"),
    ("no Xception has", "other"),
    ("no tensors", "other"),
    ("Git LFS", "download"),
    ("web page", "download"),
    ("ends early", "download"),
    ("damaged", "download"),
)

_PIECE = 1 << 20  # values
_COUNTED = {  # what statistics can be made of: torch has types that it cannot compute with
    *(*ACCEPTED, torch.float64, torch.bool, torch.uint8),
    *(torch.int8, torch.int16, torch.int32, torch.int64),
}


class _Examination:
    """How far a file got."""

    def __init__(self, path: Path) -> None:
        self.sha256, self.refusal, self.advice = "", "", ""
        self.content: Content | None = None
        self.dialect: Dialect | None = None
        self.reading: Reading | None = None
        self.description: Description | None = None
        try:
            self._run(path)
        except (Unusable, Foreign) as error:
            self.refusal, self.advice = str(error), _advice(error)

    def _run(self, path: Path) -> None:
        read, data = contents(path)
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.content = read(data)
        del data  # its tensors are copies: both would be twice the file
        self.dialect = dialect_of(self.content)
        self.reading = self.dialect.read(self.content)
        self.description = _now(self.reading.description)
        self.description = with_sidecar(self.description, path)
        filled(self.description.config, self.reading.tensors)


def examine(path: str | os.PathLike[str]) -> WeightsReport:
    """Everything about a file of weights, whether it loads or not.

    Raises
    ------
    Problem
        Only if the file cannot be read, or what lies beside it is wrong.
    """
    found = _Examination(Path(path))
    rows = _rows(found)
    lists = _compared(found)
    match = known(found.sha256) if found.sha256 else None
    verdicts = list(_verdicts(found, rows, lists, os.path.basename(shown(path))))
    if match:
        verdicts.insert(1, Verdict("known", {"title": match.title}))
    return WeightsReport(
        file=shown(path),
        size=os.stat(path).st_size,
        sha256=found.sha256,
        known=match.title if match else "",
        container=found.content.container if found.content else "",
        dialect=found.dialect.name if found.dialect else "",
        loads=not found.refusal,
        refusal=found.refusal,
        network=_network(found.description),
        classes=found.description.classes if found.description else (),
        verdicts=tuple(verdicts),
        tensors=rows,
        missing=lists["missing"],
        unknown=lists["unknown"],
        wrong=lists["wrong"],
    )


def _now(told: Description) -> Description:
    """Without what lay beside the file that ours was made of: only what lies there now is told."""
    record = {name: value for name, value in told.record.items() if name != "replaced"}
    return replace(told, record=record)


def _advice(error: Unusable | Foreign) -> str:
    """Which sentence says what to do; the file is not to blame for a lack of memory."""
    if str(error) == NO_MEMORY:
        return ""
    if isinstance(error, Resave) and "Xceptions" not in str(error):
        return "resave"
    return next((code for part, code in _ADVICE if part in str(error)), "")


def _network(described: Description | None) -> dict[str, object]:
    if described is None:
        return {}
    config = described.config
    return {
        **config.to_dict(),
        "input_size": input_size(described.preprocessing),
        "preprocessing": steps_id(described.preprocessing),
    }


def _rows(found: _Examination) -> tuple[TensorRow, ...]:
    """Statistics of every tensor in the file, as it lies there."""
    tensors = _raw(found)
    if found.reading is None:
        return tuple(_row(t, Change(key, "", "ignored"), None) for key, t in tensors.items())
    ours, nothing = found.reading.tensors, torch.zeros(0)
    changes = sorted(found.reading.changes, key=_place)
    return tuple(_row(tensors.get(c.key, nothing), c, ours.get(c.name)) for c in changes)


def _place(change: Change) -> tuple[int, str]:
    """As they stand in the network; what has no place there comes last, by its name."""
    place = _places().get(change.name, len(_places()))
    return place, change.key


@cache
def _places() -> dict[str, int]:
    return {name: place for place, name in enumerate(build_meta(XceptionConfig()).state_dict())}


def _raw(found: _Examination) -> Mapping[str, Tensor]:
    content = found.content
    if content is None:
        return {}
    if found.reading and found.dialect and found.dialect.name in OWN:
        return found.reading.tensors  # of a checkpoint's two dictionaries the one that was read
    if content.tensors:
        return content.tensors
    both = (content.document.get(name) for name in ("ema", "model"))
    own: dict[str, Any] = next((part for part in both if isinstance(part, dict) and part), {})
    state = state_of(content.document)
    tensors = state[1] if state else own
    return {key: t for key, t in tensors.items() if isinstance(t, Tensor)}


def _row(tensor: Tensor, change: Change, ours: Tensor | None) -> TensorRow:
    low, high, mean, deviation, not_finite = _statistics(tensor)
    return TensorRow(
        key=change.key,
        name=change.name,
        how=change.how,
        why=change.why,
        shape=tuple(tensor.shape),
        dtype=str(tensor.dtype).removeprefix("torch."),
        minimum=low,
        maximum=high,
        mean=mean,
        deviation=deviation,
        not_finite=not_finite,
        dead=_dead(ours),
    )


def _statistics(tensor: Tensor) -> tuple[float, float, float, float, int]:
    """Least, greatest, mean and deviation of the finite values; how many are not."""
    nan = math.nan
    if tensor.dtype not in _COUNTED:
        return nan, nan, nan, nan, 0
    parts = [(len(p), *map(float, (p.min(), p.max(), p.sum()))) for p in _finite(tensor) if len(p)]
    if not parts:
        return nan, nan, nan, nan, tensor.numel()
    counts, lows, highs, sums = zip(*parts, strict=True)
    count = sum(counts)
    mean = sum(sums) / count
    squares = sum(float((part - mean).square_().sum()) for part in _finite(tensor))
    return min(lows), max(highs), mean, math.sqrt(squares / count), tensor.numel() - count


def _finite(tensor: Tensor) -> Iterator[Tensor]:
    """The finite values, doubled, a million at a time: a byte would take eight, thrice."""
    values = tensor.detach().flatten()
    for start in range(0, len(values), _PIECE):
        piece = values[start : start + _PIECE].double()
        yield piece[torch.isfinite(piece)]


def _dead(tensor: Tensor | None) -> int:
    """Output channels, in PyTorch's order of axes, whose weights are all zero."""
    if tensor is None or tensor.dim() < 2 or tensor.dtype not in _COUNTED:
        return 0
    return int((tensor.flatten(1) == 0).all(1).sum())


def _compared(found: _Examination) -> dict[str, tuple[str, ...]]:
    """The reading against the network that it describes."""
    if found.reading is None or found.description is None:
        return {"missing": (), "unknown": (), "wrong": ()}
    wanted = weights_of(build_meta(found.description.config).state_dict())
    given = weights_of(found.reading.tensors)
    both = [name for name in wanted if name in given]
    return {
        "missing": tuple(name for name in wanted if name not in given),
        "unknown": tuple(sorted(name for name in given if name not in wanted)),
        "wrong": tuple(name for name in both if not _fits(given[name], wanted[name])),
    }


def _fits(tensor: Tensor, wanted: Tensor) -> bool:
    return tensor.shape == wanted.shape and tensor.dtype in ACCEPTED


def _verdicts(
    found: _Examination,
    rows: tuple[TensorRow, ...],
    lists: Mapping[str, tuple[str, ...]],
    file: str,
) -> Iterable[Verdict]:
    described = found.description
    if found.refusal:
        yield Verdict("refused", {"cause": found.refusal})
        if found.advice:
            yield Verdict(found.advice)
    elif described is not None and found.dialect is not None:
        size = input_size(described.preprocessing)
        count = described.config.num_classes
        yield Verdict("loads", {"dialect": found.dialect.name, "classes": count, "size": size})
    yield from _numbers(rows, lists)
    if described is not None:
        yield from _remarks(described, rows, file)


def _numbers(
    rows: tuple[TensorRow, ...], lists: Mapping[str, tuple[str, ...]]
) -> Iterable[Verdict]:
    """What is wrong with the tensors."""
    broken = [row.key for row in rows if row.not_finite]
    pairs = {"incomplete": lists["missing"], "extra": lists["unknown"], "shapes": lists["wrong"]}
    for code, names in {**pairs, "diverged": tuple(broken)}.items():
        if names:
            yield Verdict(code, {"count": len(names), "name": names[0]})
    dead = sum(row.dead for row in rows)
    if dead:
        worst = max(rows, key=lambda row: row.dead)
        yield Verdict("dead", {"count": dead, "name": worst.name or worst.key})


def _remarks(described: Description, rows: tuple[TensorRow, ...], file: str) -> Iterable[Verdict]:
    """What is worth knowing of a file that loads, or nearly."""
    record, config = described.record, described.config
    for code, name in (("wrapper", "path"), ("prefix", "prefix")):
        if code in record:
            yield Verdict(code, {name: record[code]})
    flat = [row for row in rows if row.why.startswith("two dimensions")]
    if flat:
        yield Verdict("flat", {"count": len(flat)})
    beside = [row.key for row in rows if row.how == "ignored" and "counter" not in row.why]
    if beside:
        yield Verdict("beside", {"count": len(beside), "key": beside[0]})
    if not config.num_classes:
        yield Verdict("headless")
        if config.stem_padding == "one" and "prefix" not in record:
            yield Verdict("assumed", {"file": file})
    elif not described.classes:
        yield Verdict("unnamed", {"file": file})
    if "replaced" in record:
        yield Verdict("replaced", {"file": file, "names": ", ".join(record["replaced"])})
