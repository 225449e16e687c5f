"""A dialog of facts in groups, filled anew whenever they or the language change."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from xception_gui.gui import style
from xception_gui.gui.views.page_dialog import EDGE, PageDialog
from xception_gui.gui.views.pill import Pill

_SAID = Qt.WidgetAttribute.WA_WState_ExplicitShowHide  # whoever made it showed or hid it


class FactPage(PageDialog):
    """Subclasses give the parts of their page, from the top to the bottom."""

    def __init__(self, parent: QWidget, width: int) -> None:
        super().__init__(parent, width)
        self._column = QVBoxLayout(self.page)
        self._column.setContentsMargins(*[style.px(EDGE), style.px(12)] * 2)
        self._column.setSpacing(0)
        self._parts: list[QWidget] = []

    def parts(self) -> Iterable[QWidget]:
        """What is shown now."""
        raise NotImplementedError

    def refill(self) -> None:
        """Make every part again."""
        for part in self._parts:
            part.hide()  # it may be deleted only when the next ones have been seen
            part.deleteLater()
        while self._column.count():
            self._column.takeAt(0)
        self._parts = list(self.parts())
        self._column.setEnabled(False)  # laid out once, not with every part
        for part in self._parts:
            left = Qt.AlignmentFlag.AlignLeft if isinstance(part, Pill) else Qt.AlignmentFlag(0)
            self._column.addWidget(part, 0, left)
            if self.isVisible() and not part.testAttribute(_SAID):
                part.show()  # now: Qt would do it later, and until then the page would be empty
        self._column.addStretch()
        self._column.setEnabled(True)
        if self.isVisible():
            self._column.activate()
            self.fit()

    def retranslate(self) -> None:
        """Read the texts again."""
        super().retranslate()
        self.refill()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has other colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._parts:
            QTimer.singleShot(0, self, self.refill)
