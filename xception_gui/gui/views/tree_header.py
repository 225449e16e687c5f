"""Column titles of the architecture tree."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from xception_gui.gui import style
from xception_gui.gui.item_models.module_tree import MODULE

_HEIGHT, _TEXT_LEFT, _TEXT_RIGHT = 24, 12, 8


class TreeHeader(QHeaderView):
    """Small muted titles above a line, standing exactly over the texts of the rows.

    Qt's own drawing keeps a margin at both sides, which would cut "Params" at its 58 pixels.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setStretchLastSection(False)
        self.setMinimumSectionSize(1)

    def sizeHint(self) -> QSize:
        """As high as a row; Qt's own hint would ask the style about every section."""
        return QSize(0, style.px(_HEIGHT))

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """One title and its piece of the line."""
        painter.fillRect(rect, style.colour("base"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), style.colour("line"))
        painter.setFont(style.font("small"))
        painter.setPen(style.colour("muted"))
        left = logical_index == MODULE
        side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
        inner = rect.adjusted(_TEXT_LEFT if left else 0, 0, 0 if left else -_TEXT_RIGHT, 0)
        text = str(self.model().headerData(logical_index, Qt.Orientation.Horizontal))
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, text)
