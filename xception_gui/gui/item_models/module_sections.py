"""What the inspector says of a module, in sections of keys and values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xception_gui.base.key_names import keras_key, timm_key
from xception_gui.base.numbers import exact, percent, shape, size
from xception_gui.base.results import ModuleInfo
from xception_gui.gui.item_models.module_texts import detail, differs, display_name, place
from xception_gui.gui.language import mark, tr

PAPER = (
    mark("§1.2, Figure 4"),
    mark("§3, Figure 5"),
    mark("§3, Figures 7 and 8"),
    mark("§4.6, Figures 5 and 9"),
    mark("§4.7, Figure 10"),
)
"""Where the paper speaks of a module, as ``inspection.describe`` says it."""


@dataclass(frozen=True)
class Row:
    """A key and its value; `mono` for paths, files and names in code.

    `link`: a click on the value shows the source.
    """

    key: str
    value: str
    mono: bool = False
    link: bool = False


@dataclass(frozen=True)
class Section:
    """A heading and its rows.

    Parameters
    ----------
    note : str
        Stands beside the heading: what the numbers mean.
    share : float or None
        0 … 1, drawn as a bar below the last row.
    """

    title: str
    rows: tuple[Row, ...]
    note: str = ""
    share: float | None = None


def sections(
    info: ModuleInfo, total_macs: int, counterpart: ModuleInfo | None
) -> tuple[Section, ...]:
    """Shape, Cost, Where and, if the paper's module differs, its numbers.

    Parameters
    ----------
    total_macs : int
        Of the whole network, for the share.
    """
    paper = (_paper(info, counterpart),) if counterpart and differs(info, counterpart) else ()
    return (_shape(info), _cost(info, total_macs), _where(info), *paper)


def as_text(info: ModuleInfo, shown: Iterable[Section]) -> str:
    """All sections as lines to paste, key and value parted by a tab."""
    lines = [f"{display_name(info)}\t{place(info)}"]
    for section in shown:
        lines += ["", f"{section.title}\t{section.note}".rstrip()]
        lines += [f"{row.key}\t{row.value}" for row in section.rows]
    return "\n".join(lines) + "\n"


def _shape(info: ModuleInfo) -> Section:
    rows = [Row(tr("Input"), shape(info.input_shape)), Row(tr("Output"), shape(info.output_shape))]
    rows += [Row(*detail(key, value)) for key, value in info.details]
    return Section(tr("Shape"), tuple(rows))


def _cost(info: ModuleInfo, total_macs: int) -> Section:
    share = info.macs / total_macs if total_macs else 0.0
    rows = (
        Row(tr("Parameters"), exact(info.params)),
        Row(tr("Buffers"), exact(info.buffers)),
        Row(tr("MACs"), exact(info.macs)),
        Row(tr("FLOPs"), exact(2 * info.macs)),
        Row(tr("Activation"), size(info.activation_bytes)),
        Row(tr("Share of MACs"), percent(share)),
    )
    return Section(tr("Cost"), rows, tr("FLOPs = 2 × MACs"), share)


def _where(info: ModuleInfo) -> Section:
    file, line = info.source
    names = (
        (tr("timm key"), timm_key(info.path)),
        (tr("Keras key"), keras_key(info.path)),
        (tr("Path"), info.path),
        (tr("Type"), info.type),
    )
    rows = [Row(tr("Paper"), tr(info.paper))] if info.paper else []
    rows += [Row(key, name, mono=True) for key, name in names if name]
    if file:
        rows.insert(0, Row(tr("Source"), f"{file}:{line}", mono=True, link=True))
    return Section(tr("Where"), tuple(rows))


def _paper(info: ModuleInfo, counterpart: ModuleInfo) -> Section:
    rows = [
        Row(tr("Output"), shape(counterpart.output_shape)),
        Row(tr("Parameters"), exact(counterpart.params)),
        Row(tr("MACs"), exact(counterpart.macs)),
    ]
    if counterpart.path != info.path:
        rows.insert(0, Row(tr("Path"), counterpart.path, mono=True))
    return Section(tr("In the paper's Xception"), tuple(rows))
