"""What does a unit see: its receptive field on the photo, by kernels alone and by gradient."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from xception_gui.base.results import Prepared
from xception_gui.base.unit_field import UnitField, field_row
from xception_gui.gui import style
from xception_gui.gui.item_models.fact_row import FactRow
from xception_gui.gui.lanes import Job
from xception_gui.gui.language import tr
from xception_gui.gui.page_export import offer_table
from xception_gui.gui.views.fact_page import FactPage
from xception_gui.gui.views.fact_rows import FactRowView, sentence
from xception_gui.gui.views.field_view import FieldView
from xception_gui.gui.views.pill import Pill

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow
    from xception_gui.gui.session import Network

_WIDTH = 760


class FieldPage(FactPage):
    """Stays open beside the window: another click shows another unit."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, _WIDTH)
        self._window = window
        self.found: UnitField | None = None
        self._unit: tuple[str, int, tuple[int, int] | None] = ("", -1, None)
        offer_table(self, window, "unit_field", self._table, self._drawing)
        for changed in (window.workspace.prepared_changed, window.workspace.network_changed):
            changed.connect(self._ask_anew)
        self.retranslate()

    def look(self, place: tuple[int, int] | None) -> None:
        """Show a unit of the map that is chosen; without a place its strongest one."""
        self._unit = (*self._window.chosen_channel, place)
        self.open_page()
        self._ask()

    def retranslate(self) -> None:
        """Read the texts again."""
        self.setWindowTitle(tr("What does a unit see?"))
        super().retranslate()

    def parts(self) -> Iterator[QWidget]:
        """The photo, then both fields in numbers."""
        found, work = self._current(), self._window.workspace
        if found is None or work.picture is None or work.prepared is None:
            hint = tr("Choose a feature map, then click a value of it in the inspector.")
            yield sentence(hint, "muted")
            return
        if work.network is not None and not work.network.weights.trained:
            yield Pill(tr("These numbers are random."), "warning")
        view = FieldView()
        view.setAccessibleName(tr("The photo with what the unit sees"))
        view.show_field(work.picture, work.prepared.box, found)
        yield view
        legend = sentence(tr("White: what it can see. Colours: what moves it."), "muted")
        legend.setContentsMargins(0, style.px(8), 0, style.px(4))
        yield legend
        yield sentence(_unit_words(found))
        for row in _rows(found):
            yield FactRowView(row)

    def _table(self) -> list[dict[str, object]]:
        found = self._current()
        return [field_row(found)] if found is not None else []

    def _drawing(self) -> QWidget | None:
        """The photo with what is said below it."""
        return self.page if self._current() is not None else None

    def _current(self) -> UnitField | None:
        """What this network found in this picture; new ones stand there before their field."""
        found, work = self.found, self._window.workspace
        if found is None or work.prepared is None or work.network is None:
            return None
        asked = (work.network.state_id, work.prepared.image_id)
        return found if (found.origin.state_id, found.origin.image_id) == asked else None

    def _ask_anew(self, _changed: Prepared | Network | None) -> None:
        """Of the picture or network before nothing stays, and this one may have no such unit."""
        if self.isVisible():
            self.refill()
        self._ask()

    def _ask(self) -> None:
        network, prepared = self._window.workspace.network, self._window.workspace.prepared
        path, channel, place = self._unit
        if network is None or not _has(network, path, channel):
            return
        if self.isVisible() and prepared is not None:
            session = self._window.workspace.session
            work = partial(session.field, network.state_id, prepared, path, channel, place)
            job = Job("What does a unit see", work, self._show, latest="field")
            self._window.lanes.submit("model", job)

    def _show(self, found: UnitField) -> None:
        self.found = found
        if self._current() is not None:
            self.refill()


def _has(network: Network, path: str, channel: int) -> bool:
    """Whether there is such a map, as there was in the network of which it was chosen."""
    row = network.tree.find(path) if path else None
    return row is not None and channel < row.output_shape[0]


def _unit_words(found: UnitField) -> str:
    return tr(
        "{path}, channel {channel}, row {row}, column {column}",
        path=found.path,
        channel=found.channel,
        row=found.row,
        column=found.column,
    )


def _rows(found: UnitField) -> list[FactRow]:
    left, top, right, bottom = found.measured
    moved = _pixels(right - left, bottom - top)
    dead = not found.peak
    can = tr("everything")
    if found.theory is not None:
        can = _pixels(found.theory[2] - found.theory[0], found.theory[3] - found.theory[1])
    rows = [
        FactRow(tr("By kernels alone it can see"), can, tr("pixels of the input")),
        FactRow(
            tr("What moves it"),
            "–" if dead else moved,
            tr("nothing: it is dead for this picture")
            if dead
            else tr("more than 1 % of the strongest, by gradient"),
        ),
    ]
    if found.step:
        rows.append(FactRow(tr("Units are apart"), str(found.step), tr("pixels of the input")))
    return rows


def _pixels(width: int, height: int) -> str:
    return f"{width}×{height}"
