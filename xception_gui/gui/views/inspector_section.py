"""One section of the inspector: a heading, keys and values, a line above."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from xception_gui.gui import style
from xception_gui.gui.item_models.module_sections import Row, Section
from xception_gui.gui.language import tr
from xception_gui.gui.style.tokens import ROW_INSPECTOR
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.link import SIDE, Link
from xception_gui.gui.views.separator import Separator
from xception_gui.gui.views.share_bar import ShareBar
from xception_gui.gui.views.value_field import ValueField

_KEY, _GAP, _MARGIN, _EDGE, _TITLE = 100, 4, 12, 8, 24


class SectionRow(QWidget):
    """A key 100 pixels wide, and its value; some values can be clicked."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(style.px(ROW_INSPECTOR))
        self._key = ElidedLabel(role="muted")
        # Not Ignored, as elided labels are: a layout takes no notice of its fixed width then.
        self._key.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._key.setFixedWidth(style.px(_KEY))
        self._value = ValueField()
        self._link: Link | None = None
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(_GAP - SIDE)
        self._line.addWidget(self._key)
        self._line.addWidget(self._value, 1)

    def set_row(self, row: Row, at_right: bool) -> None:
        """Show a key and its value; `at_right` where a bar below spans the whole width."""
        self._key.set_text(row.key)
        side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
        self._value.setAlignment(side)
        self._value.set_value(row.key, row.value, row.mono)
        self._value.setVisible(not row.link)
        if row.link:
            self._show_link(row)
        elif self._link is not None:
            self._link.hide()

    def _show_link(self, row: Row) -> None:
        """Few rows ever need one, so it is made for the first that does."""
        if self._link is None:
            self._link = Link(kind="mono")
            self._link.clicked.connect(self.clicked)
            self._line.addWidget(self._link, 1, Qt.AlignmentFlag.AlignLeft)
        self._link.set_text(row.value, tr("Show the source"))
        self._link.show()


class SectionView(QWidget):
    """Shows a `Section`; its rows are kept, so that another module costs no new widgets."""

    link_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[SectionRow] = []
        self._title = ElidedLabel(kind="bold")
        self._title.setFixedHeight(style.px(_TITLE))
        self._note = ElidedLabel(role="faint", kind="small")
        self._note.take_own_width()
        self._bar = ShareBar()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._inside = inside = QVBoxLayout()
        inside.setContentsMargins(_MARGIN, _EDGE, _MARGIN, _EDGE)
        inside.setSpacing(0)
        heading = QHBoxLayout()
        heading.addWidget(self._title, 1)
        heading.addWidget(self._note)
        inside.addLayout(heading)
        inside.addLayout(self._lines)
        inside.addWidget(self._bar)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(Separator())
        self._column.addLayout(inside)

    def put_above(self, figure: QWidget) -> None:
        """A picture between the heading and the rows."""
        self._inside.insertWidget(1, figure)

    def put_below(self, figure: QWidget) -> None:
        """A picture after the rows, as wide as the section, with margins of its own."""
        self._column.addWidget(figure)

    def set_section(self, section: Section, flow: str) -> None:
        """Show other rows; the bar has the colour of `flow`."""
        self._title.set_text(section.title)
        self._note.set_text(section.note)
        while len(self._rows) < len(section.rows):
            self._rows.append(SectionRow())
            self._rows[-1].clicked.connect(self.link_clicked)
            self._lines.addWidget(self._rows[-1])
        for number, widget in enumerate(self._rows):
            widget.setVisible(number < len(section.rows))
        last = len(section.rows) - 1
        for number, row in enumerate(section.rows):
            barred = section.share is not None and number == last
            self._rows[number].set_row(row, at_right=barred)
        self._bar.setVisible(section.share is not None)
        self._bar.set_share(section.share or 0.0, flow)
