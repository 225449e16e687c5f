"""Rows of the tab Compare: two architectures side by side, and how far weights are apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xception_gui.base.architectures import ARCHITECTURES, INCEPTION, TUTORIALS, Architecture
from xception_gui.base.comparison import ComparedRow
from xception_gui.base.numbers import exact, real, shape, short
from xception_gui.base.results import ModuleInfo
from xception_gui.base.tutorials import Stop
from xception_gui.base.weight_difference import (
    ModuleDifference,
    TensorDifference,
    Unmatched,
    WeightsDifference,
)
from xception_gui.gui.item_models.architecture_texts import PRESET_WORDS
from xception_gui.gui.item_models.module_texts import FLOWS
from xception_gui.gui.language import mark, tr

ACTIVE = "active"
SIGNS = {
    "same": ("", ""),
    "changed": ("≠", mark("Type, shape or cost differ")),
    "inside": ("~", mark("Something in it differs")),
    "left": ("−", mark("Only in the left network")),
    "right": ("+", mark("Only in the right network")),
}
_TUTORIAL = mark("Tutorial {letter}")
ARCHITECTURE_COLUMNS = (
    *(mark("Module"), ""),
    *(mark("Output"), mark("Params"), mark("MACs")) * 2,
)
WEIGHTS_COLUMNS = (mark("Module"), mark("Tensors"), mark("Largest"), mark("Difference"))


@dataclass(frozen=True)
class Cell:
    """A number; `differs` marks it, `share` (0 … 1) is drawn as a bar behind it."""

    text: str = ""
    differs: bool = False
    share: float = 0.0


@dataclass(frozen=True)
class CompareRow:
    """One line.

    Parameters
    ----------
    path : str
        Of a module that can be selected; of other lines any name of their own.
    kind : str
        Faint, after the name.
    flow : str
        Of whose colour bar and square are.
    heading : bool
        Bold, with the square of its flow.
    stop : bool
        Whether a forward pass fails here.
    """

    path: str
    name: str
    cells: tuple[Cell, ...]
    kind: str = ""
    flow: str = ""
    tip: str = ""
    heading: bool = False
    stop: bool = False
    children: tuple[CompareRow, ...] = ()


def architecture_words(name: str) -> str:
    """What a network that can be compared is called."""
    if name == INCEPTION:
        return "Inception V3"
    if name in TUTORIALS:
        return tr(_TUTORIAL, letter=name[-1].upper())
    return tr(PRESET_WORDS[name]) if name in ARCHITECTURES else name


def stop_sentence(one: Architecture) -> str:
    """Where a forward pass fails, and why; empty if it does not."""
    if one.stop is None:
        return ""
    return tr(
        "{name} does not run to its end: it stops at {path}: {cause}.",
        name=architecture_words(one.name),
        path=one.stop.path,
        cause=_cause(one.stop),
    )


def _cause(stop: Stop) -> str:
    numbers = {"needed": stop.needed, "given": stop.given}
    if stop.what == "channels":
        return tr("it needs {needed} channels and gets {given}", **numbers)
    if stop.what == "pixels":
        return tr("its kernel of {needed} pixels is larger than its input, {given}", **numbers)
    return stop.error


# Architectures


def architecture_rows(
    whole: ComparedRow, left: Architecture, right: Architecture
) -> tuple[CompareRow, ...]:
    """Every module of both, below the networks themselves."""
    stops = {one.stop.path: stop_sentence(one) for one in (left, right) if one.stop}
    return tuple(_module(row, stops) for row in whole.children)


def row_sign(row: ComparedRow) -> tuple[str, str]:
    """How a row differs: a sign, and what it means in English."""
    return SIGNS["inside" if row.state == "same" and row.inside else row.state]


def _module(row: ComparedRow, stops: dict[str, str]) -> CompareRow:
    info = row.info
    sign, meaning = row_sign(row)
    stop = stops.get(row.path, "")
    heading = row.path in FLOWS
    return CompareRow(
        row.path,
        tr(FLOWS[row.path]) if heading else info.name,
        (Cell("×" if stop else sign), *_sides(row)),
        "" if row.children else info.kind,
        info.flow,
        "\n".join(filter(None, (f"{row.path} · {_types(row)}", tr(meaning) if sign else "", stop))),
        heading,
        bool(stop),
        tuple(_module(child, stops) for child in row.children),
    )


def _types(row: ComparedRow) -> str:
    names = [info.type for info in (row.left, row.right) if info is not None]
    return " | ".join(dict.fromkeys(names))


def _sides(row: ComparedRow) -> tuple[Cell, ...]:
    pairs = list(zip(_values(row.left), _values(row.right), strict=True))
    both = all(info is not None and info.output_shape for info in (row.left, row.right))
    unlike = [both and a != b for a, b in pairs]  # nothing is marked where one did not run
    ours = (Cell(a, differs) for (a, _), differs in zip(pairs, unlike, strict=True))
    theirs = (Cell(b, differs) for (_, b), differs in zip(pairs, unlike, strict=True))
    return (*ours, *theirs)


def _values(info: ModuleInfo | None) -> tuple[str, str, str]:
    if info is None:
        return ("", "", "")
    return (shape(info.output_shape), short(info.params), short(info.macs))


# Weights


def weights_rows(found: WeightsDifference, ordered: bool) -> tuple[CompareRow, ...]:
    """In the tree, or the layers alone, `ordered` by their difference."""
    most = max((row.relative for row in found.layers if row.relative < float("inf")), default=0)
    tensors: dict[str, list[TensorDifference]] = {}
    for tensor in found.tensors:
        tensors.setdefault(tensor.name.rpartition(".")[0], []).append(tensor)
    scale = _Scale(most or 1.0, tensors)
    if ordered:
        rows = [scale.row(row, row.path, ()) for row in found.layers]
    else:
        rows = scale.below("", [row for row in found.modules if row.path])
    return (*rows, *_missing(found.unmatched))


@dataclass(frozen=True)
class _Scale:
    """The largest difference, and the tensors of each module."""

    most: float
    tensors: dict[str, list[TensorDifference]]

    def below(self, above: str, rows: Iterable[ModuleDifference]) -> list[CompareRow]:
        """The modules directly below a path, each with those below it."""
        rows = list(rows)
        made = []
        for row in rows:
            if row.path.rpartition(".")[0] == above:
                inner = [other for other in rows if other.path.startswith(f"{row.path}.")]
                made.append(self.row(row, "", self.below(row.path, inner)))
        return made

    def row(self, row: ModuleDifference, name: str, inside: Iterable[CompareRow]) -> CompareRow:
        own = self.tensors.get(row.path, ())
        largest = max((tensor.largest for tensor in own), default=0.0)
        heading = row.path in FLOWS
        name = name or (tr(FLOWS[row.path]) if heading else row.path.rpartition(".")[2])
        return CompareRow(
            row.path,
            name,
            (Cell(str(row.tensors)), Cell(real(largest) if own else ""), self.cell(row.relative)),
            flow=row.path.partition(".")[0],
            tip=row.path,
            heading=heading,
            children=(*inside, *map(self.tensor, own)),
        )

    def tensor(self, row: TensorDifference) -> CompareRow:
        name = row.name.rpartition(".")[2]
        cells = (Cell(), Cell(real(row.largest)), self.cell(row.relative))
        return CompareRow(
            row.name, name, cells, shape(row.shape), row.name.partition(".")[0], row.name
        )

    def cell(self, relative: float) -> Cell:
        return Cell(real(relative), share=min(1.0, relative / self.most))


def _missing(unmatched: tuple[Unmatched, ...]) -> tuple[CompareRow, ...]:
    """What cannot be compared, in a row that opens."""
    if not unmatched:
        return ()
    rows = tuple(
        CompareRow(f":{row.name}", row.name, (Cell(),) * 3, _shapes(row), tip=row.name)
        for row in unmatched
    )
    name = tr("Not compared: {count} tensors", count=exact(len(rows)))
    return (CompareRow(":unmatched", name, (Cell(),) * 3, children=rows),)


def _shapes(row: Unmatched) -> str:
    if row.right is None:
        return tr("{shape}, only left", shape=shape(row.left or ()))
    if row.left is None:
        return tr("{shape}, only right", shape=shape(row.right))
    return f"{shape(row.left)} | {shape(row.right)}"
