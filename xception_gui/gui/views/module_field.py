"""A field that names a module and its shape; a click offers the others to search in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.base.numbers import shape
from xception_gui.base.results import ModuleInfo
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.style.fields import ARROW_WIDTH
from xception_gui.gui.style.paint import glyph, mix
from xception_gui.gui.views.chooser import Chooser
from xception_gui.gui.views.focus import paint_ring
from xception_gui.gui.views.heatmap_band import layer_name
from xception_gui.gui.views.painted_button import PaintedButton

_LEFT = 10


class ModuleField(PaintedButton):
    """`picked` names the path of the module that the user has chosen."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._modules: tuple[ModuleInfo, ...] = ()
        self._path = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.chooser = Chooser(self)
        self.chooser.chosen.connect(lambda row: self.picked.emit(self._modules[row].path))
        self.clicked.connect(self.open_chooser)

    def set_modules(self, modules: Sequence[ModuleInfo]) -> None:
        """All modules to choose from, in the order of the network."""
        self._modules = tuple(modules)
        self.set_path(self._path)

    def set_path(self, path: str) -> None:
        """Name a module, without a signal."""
        self._path = path
        found = self._info(path)
        self.setText(_words(found) if found else layer_name(path))
        self.retranslate()
        self.update()

    def path(self) -> str:
        """The module that is named."""
        return self._path

    def open_chooser(self) -> None:
        """Offer all modules."""
        self.chooser.set_texts([_words(info) for info in self._modules], tr("Filter modules"))
        paths = [info.path for info in self._modules]
        self.chooser.open_at(self, paths.index(self._path) if self._path in paths else 0)

    def retranslate(self) -> None:
        """Read the texts again."""
        self.setAccessibleName(f"{tr('Look at another module')}: {self.text()}")
        self._hint()

    def sizeHint(self) -> QSize:
        """One control high."""
        return QSize(style.px(120), style.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A field with a chevron, and as much of the words as fits."""
        painter = QPainter(self)
        fill = style.colour("raised")
        if self.isDown() or self.underMouse():
            fill = mix(fill, style.colour("text"), 0.14 if self.isDown() else 0.07)
        style.box(painter, self.rect(), fill, style.colour("strong"))
        arrow = QRect(self.width() - ARROW_WIDTH, 0, ARROW_WIDTH, self.height())
        glyph(painter, arrow, "down", style.colour("muted"))
        painter.setFont(style.font("body"))
        painter.setPen(style.colour("text"))
        room = self.rect().adjusted(_LEFT, 0, -ARROW_WIDTH, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._shown())
        paint_ring(self, painter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow down opens the list too."""
        if event.key() == Qt.Key.Key_Down:
            self.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, _event: QEvent) -> None:
        """The tool tip shows the words while they are cut."""
        self._hint()

    def _info(self, path: str) -> ModuleInfo | None:
        return next((info for info in self._modules if info.path == path), None)

    def _shown(self) -> str:
        metrics, room = QFontMetrics(style.font("body")), self.width() - _LEFT - ARROW_WIDTH
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)

    def _hint(self) -> None:
        self.setToolTip(self.text() if self._shown() != self.text() else "")


def _words(info: ModuleInfo) -> str:
    return f"{layer_name(info.path)} · {shape(info.output_shape)}"
