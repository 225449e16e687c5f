"""What each module takes of the time, beside its share of the MACs, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt

from xception_gui.base.numbers import percent, size
from xception_gui.base.profile import ModuleProfile
from xception_gui.gui.item_models.rows_model import Index, RowsModel
from xception_gui.gui.language import mark, tr

SCOPES = (mark("Blocks"), mark("Layers"), mark("All modules"))
BARS = 1
BARS_ROLE = Qt.ItemDataRole.UserRole + 1
"""Flow, and the shares of time and MACs as parts of the greatest share that is shown."""


def in_scope(rows: Sequence[ModuleProfile], scope: int) -> list[ModuleProfile]:
    """The rows of one of `SCOPES`; those of the first two hold nothing twice."""
    parents = {row.path.rpartition(".")[0] for row in rows[1:]}
    if scope == 0:  # a flow without blocks stands for itself
        blocks = (row for row in rows[1:] if row.path.count(".") < 2)
        return [row for row in blocks if "." in row.path or row.path not in parents]
    return [row for row in rows[1:] if scope > 1 or row.path not in parents]


class ProfileModel(RowsModel[ModuleProfile]):
    """In the order of the network."""

    columns = (
        mark("Module"), mark("Time above MACs"), mark("Milliseconds"), mark("Of the time"),
        mark("Of the MACs"), mark("Output"),
    )  # fmt: skip
    numbers = range(2, 6)

    def path(self, index: Index) -> str:
        """Of the module of a row."""
        return self._rows[index.row()].path

    def words(self, row: ModuleProfile) -> tuple[str, ...]:
        """The bars are painted."""
        macs = percent(row.share_of_macs) if row.share_of_macs else "–"
        shares = percent(row.share_of_time), macs
        return (row.path, "", f"{row.ms:.2f}", *shares, size(row.output_bytes))

    def order(self, row: ModuleProfile) -> tuple[str | float, ...]:
        """The bars by how much more of the time it is than of the MACs."""
        more = row.share_of_time - row.share_of_macs
        shares = row.share_of_time, row.share_of_macs
        return (row.path, more, row.ms, *shares, row.output_bytes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The bars too, and in words for who cannot see them."""
        row = self._rows[index.row()]
        if role == BARS_ROLE:
            most = max(max(one.share_of_time, one.share_of_macs) for one in self._rows)
            flow = row.path.partition(".")[0]
            return (flow, row.share_of_time / most, row.share_of_macs / most)
        spoken = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        if index.column() == BARS and role in spoken:
            shares = {"time": percent(row.share_of_time), "macs": percent(row.share_of_macs)}
            return tr("{time} of the time, {macs} of the MACs", **shares)
        return super().data(index, role)
