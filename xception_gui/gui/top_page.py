"""Which pictures of a folder excite the chosen feature map most, as a page."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from xception_gui.base.numbers import exact, real
from xception_gui.base.problem import Problem
from xception_gui.base.results import ByteArray
from xception_gui.base.top_images import TopImage, TopImages, TopProgress
from xception_gui.gui import dialogs, style
from xception_gui.gui.lanes import Job
from xception_gui.gui.language import tr
from xception_gui.gui.page_export import offer_table
from xception_gui.gui.sources import file_source, open_source
from xception_gui.gui.views.fact_page import FactPage
from xception_gui.gui.views.fact_rows import sentence
from xception_gui.gui.views.top_tile import TopTile

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow
    from xception_gui.gui.views.map_looks import MapChoice

_WIDTH, _ACROSS = 488, 3
_ACTION = "Look through the pictures"


class TopPage(FactPage):
    """Follows the map that is chosen; what was counted for its module serves every map of it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, _WIDTH)
        self._window = window
        self._folder, self._asked = "", ("", "", "")
        self.found: TopImages | None = None
        self._progress: TopProgress | None = None
        self.thumbnails: dict[str, ByteArray] = {}
        self.choose = self.add_button()
        self.choose.clicked.connect(self._ask_folder)
        offer_table(self, window, "top_pictures", self._table, self._drawing)
        window.maps.map_chosen.connect(self._follow)
        window.workspace.network_changed.connect(lambda _network: self._count())
        self.retranslate()

    def look(self) -> None:
        """Show it; the first time a folder is asked for."""
        self.open_page()
        if not self._folder:
            self._ask_folder()
        self._count()

    def retranslate(self) -> None:
        """Read the texts again."""
        self.setWindowTitle(tr("Pictures that excite a map"))
        self.choose.setText(tr("Choose folder…"))
        super().retranslate()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits for it any more."""
        self._window.lanes.cancel("top-images")
        self._asked = ("", "", "")
        super().hideEvent(event)

    def parts(self) -> Iterator[QWidget]:
        """Which map, how far it is, the pictures."""
        path, channel = self._window.chosen_channel
        if not path:
            yield sentence(tr("Choose a feature map."), "muted")
            return
        yield sentence(tr("{path}, channel {channel}", path=path, channel=channel))
        if self._folder:
            yield sentence(self._folder, "muted")
        if self._progress is not None:
            done, total = exact(self._progress.done), exact(self._progress.total)
            yield sentence(tr("{done} of {total} pictures", done=done, total=total), "muted")
        elif self.found is None:
            yield sentence(tr("Choose a folder of pictures to look through."), "muted")
        else:
            yield self._grid(self._rows())
            if self.found.failed:
                count = exact(len(self.found.failed))
                yield sentence(tr("{count} files could not be read.", count=count), "warning")

    def _grid(self, rows: Sequence[TopImage]) -> QWidget:
        whole = QWidget()
        grid = QGridLayout(whole)
        grid.setContentsMargins(0, style.px(8), 0, style.px(8))
        grid.setSpacing(style.px(12))
        for number, row in enumerate(rows):
            name = os.path.basename(row.picture)
            tile = TopTile(name, real(row.value), self.thumbnails.get(row.picture))
            tile.clicked.connect(partial(self._open, row.picture))
            grid.addWidget(tile, number // _ACROSS, number % _ACROSS, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(_ACROSS, 1)
        return whole

    # What is shown

    def _rows(self) -> tuple[TopImage, ...]:
        path, channel = self._window.chosen_channel
        if self.found is None or self.found.path != path:
            return ()
        return self.found.of(channel)

    def _table(self) -> list[dict[str, object]]:
        channel = self._window.chosen_channel[1]
        return [
            {"channel": channel, "picture": r.picture, "value": r.value, "row": r.row,
             "column": r.column}
            for r in self._rows()
        ]  # fmt: skip

    def _drawing(self) -> QWidget | None:
        return self.page if self._rows() else None

    def _follow(self, _chosen: MapChoice | None) -> None:
        """Another map; of another module everything is counted anew."""
        if self.isVisible():
            self._count()
            self._show_rows()

    def _ask_folder(self) -> None:
        folder = self._window.settings.values.last_folder or os.path.expanduser("~")
        dialogs.choose_folder(self, tr("Choose folder…"), folder, self._take)

    def _take(self, paths: Sequence[str]) -> None:
        for path in paths[:1]:
            self._folder = path
            self._count()

    def _count(self) -> None:
        """Once for a network, a folder and a module."""
        network, path = self._window.workspace.network, self._window.chosen_channel[0]
        if network is None or not path or not self._folder or not self.isVisible():
            return
        asked = (network.state_id, self._folder, path)
        if asked != self._asked:
            self._asked, self.found = asked, None
            work = partial(self._window.workspace.session.top_images, *asked)
            job = Job(_ACTION, work, self._arrived, latest="top-images", bulk=True)
            self._window.lanes.submit("model", job)

    def _arrived(self, item: TopProgress | TopImages) -> None:
        if isinstance(item, TopProgress):
            self._progress = item
            self.refill()
        else:
            self.found, self._progress = item, None
            self._show_rows()

    def _show_rows(self) -> None:
        """What is known at once; thumbnails that are not there come later."""
        self.refill()
        missing = [row.picture for row in self._rows() if row.picture not in self.thumbnails]
        if missing:
            work, done = partial(_thumbnails, missing), self._show_thumbnails
            job = Job("Read the pictures", work, done, latest="top-thumbnails")
            self._window.lanes.submit("io", job)

    def _show_thumbnails(self, made: dict[str, ByteArray]) -> None:
        self.thumbnails.update(made)
        self.refill()

    def _open(self, path: str, _checked: bool = False) -> None:
        self._window.workspace.open_paths([path])
        self._window.show_tab("classify")


def _thumbnails(paths: Sequence[str]) -> dict[str, ByteArray]:
    """Of the pictures that are still there."""
    made: dict[str, ByteArray] = {}
    for path in paths:
        try:
            made[path] = open_source(file_source(path), None).thumbnail
        except Problem:
            continue
    return made
