"""A dialog that is one page of facts or controls, with its buttons below; it never blocks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.separator import Separator

EDGE = 16
_HIGHEST, _LOWEST = 96, 160  # kept free of the screen; height of the page at least


class PageDialog(QDialog):
    """Escape and "Close" close it. Subclasses say their words in `retranslate`.

    Parameters
    ----------
    width : int
        In pixels of a 12-pixel font.
    """

    def __init__(self, parent: QWidget, width: int) -> None:
        super().__init__(parent)
        self._width = width
        self.page = QWidget()
        self.page.setBackgroundRole(QPalette.ColorRole.Base)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.page)
        self.close_button = QPushButton()
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.reject)
        self._foot = QHBoxLayout()
        self._foot.setContentsMargins(*[style.px(EDGE), style.px(12)] * 2)
        self._foot.setSpacing(style.px(8))
        self._foot.addStretch()
        self._foot.addWidget(self.close_button)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._outer.addWidget(self.area)
        self._outer.addWidget(Separator())
        self._outer.addLayout(self._foot)

    def set_head(self, band: QWidget) -> None:
        """A band above the page that stays where it is when the page is scrolled."""
        self._outer.insertWidget(0, band)

    def add_button(self) -> QPushButton:
        """A button in the lower left, after those that are there."""
        made = QPushButton()
        made.setAutoDefault(False)
        self.add_to_foot(made)
        return made

    def add_to_foot(self, widget: QWidget) -> None:
        """Another control in the lower left, after those that are there."""
        self._foot.insertWidget(self._foot.count() - 2, widget)

    def open_page(self) -> None:
        """Show it, as high as its page where the screen allows."""
        opening = not self.isVisible()
        self.show()
        if opening:
            self.fit()  # only what is shown knows how high its letters are
        self.raise_()
        self.activateWindow()

    def fit(self) -> None:
        """Take the size of the page."""
        rows = max(self._page_height(), style.px(_LOWEST))
        room = self.screen().availableGeometry().height() - style.px(_HIGHEST)
        self.resize(style.px(self._width), min(rows + self._around(), room))

    def _around(self) -> int:
        """Height of what stands above and below the page."""
        items = [self._outer.itemAt(place) for place in range(self._outer.count())]
        others = [item for item in items if item and item.widget() is not self.area]
        return sum(item.sizeHint().height() for item in others)

    def _page_height(self) -> int:
        """Of its words as they wrap at this width; a size hint assumes narrower lines."""
        layout = self.page.layout()
        if layout is None or not layout.hasHeightForWidth():
            return self.page.sizeHint().height()
        return layout.totalHeightForWidth(style.px(self._width))

    def retranslate(self) -> None:
        """Read the texts again."""
        self.close_button.setText(tr("Close"))

    def changeEvent(self, event: QEvent) -> None:
        """Another language; the area, which Tab reaches to scroll it, is called like the page."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowTitleChange:
            self.area.setAccessibleName(self.windowTitle())
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            if self.isVisible():
                QTimer.singleShot(0, self, self.fit)  # other words have other heights
