"""The picture: whole, with the network's crop and the heat map on it; zoom, pan and value.

`PhotoLayers` draws the photo, `heat_image` makes the small heat map, `Viewport` knows where the
picture lies. Opacity and colours redraw without any job. A result that belongs to another picture
is never drawn on this one.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QEnterEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.base.results import FloatArray, Heatmap, Picture, Prepared
from xception_gui.gui import style
from xception_gui.gui.item_models.class_texts import class_words
from xception_gui.gui.language import tr
from xception_gui.gui.views import canvas_marks as marks
from xception_gui.gui.views.focus import paint_ring
from xception_gui.gui.views.heat_image import enlarged, heat_image
from xception_gui.gui.views.kept_layer import KeptLayer
from xception_gui.gui.views.motion import FADE_MS, Glide
from xception_gui.gui.views.photo_layers import PhotoLayers
from xception_gui.gui.views.translated import Translated
from xception_gui.gui.views.viewport import Viewport

STALE = 0.45  # opacity of what no longer answers for what is shown
_WHEEL_STEP = 1.2
_PAN = 40
_ARROWS = {
    Qt.Key.Key_Left.value: (_PAN, 0),
    Qt.Key.Key_Right.value: (-_PAN, 0),
    Qt.Key.Key_Up.value: (0, _PAN),
    Qt.Key.Key_Down.value: (0, -_PAN),
}


class Canvas(Translated):
    """The photo or the network's input, with crop and heat map."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(style.px(160), style.px(120))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport = Viewport()
        self._under, self._over = KeptLayer(self, False), KeptLayer(self, True)
        self._picture: Picture | None = None
        self._prepared: Prepared | None = None
        self._heatmap: Heatmap | None = None
        self._photo: PhotoLayers | None = None
        self._input: PhotoLayers | None = None
        self._grid: FloatArray | None = None
        self._heat = QImage()
        self._colours, self._opacity, self._stale = "inferno", 0.6, False
        self._input_shown = False
        self._pointer: QPointF | None = None
        self._dragged: QPointF | None = None
        self._shown = Glide(self, FADE_MS, 1.0)
        self._shown.valueChanged.connect(self.update)
        self.retranslate()

    # What is shown

    def set_picture(self, picture: Picture | None) -> None:
        """Show a picture, whole; crop and heat map of another one vanish."""
        self._picture = picture
        self._photo = PhotoLayers(picture.display) if picture else None
        self.viewport.fit()
        self._place()

    def set_prepared(self, prepared: Prepared | None) -> None:
        """Say which part the network sees, and what it receives."""
        self._prepared = prepared
        self._input = PhotoLayers(prepared.shown) if prepared else None
        self._place()

    def set_heatmap(self, heatmap: Heatmap | None, animate: bool = False) -> None:
        """Lay a heat map over the crop; `animate` after the user's own choice of a class."""
        self._heatmap = heatmap
        self._grid = enlarged(heatmap.values) if heatmap else None
        self._colour_heat()
        if animate and self._shown.target:
            self._shown.jump(0.0)
            self._shown.go(1.0, animate)
        self.retranslate()

    def set_stale(self, stale: bool) -> None:
        """Draw the heat map faint: it answers for an earlier state of the network."""
        self._stale = stale
        self.update()

    def set_overlay_shown(self, shown: bool, animate: bool = False) -> None:
        """Show or hide the heat map."""
        self._shown.go(float(shown), animate)
        self.update()

    def set_opacity(self, opacity: float) -> None:
        """Opacity of the heat map's strongest places, 0 to 1."""
        self._opacity = opacity
        self.update()

    def set_colours(self, name: str) -> None:
        """Colour map of the heat map."""
        self._colours = name
        self._colour_heat()

    def set_input_shown(self, shown: bool) -> None:
        """The network's input instead of the photo."""
        self._input_shown = shown
        self.viewport.fit()
        self._place()

    def retranslate(self) -> None:
        """Read the texts again."""
        name = self._picture.name if self._picture else ""
        self.setAccessibleName(tr("Picture {name}", name=name) if name else tr("Picture"))
        fits = self._heat_fits()
        shown = (
            tr("Heat map for {name}", name=class_words(self._heatmap.label))
            if fits and self._heatmap
            else ""
        )
        self.setAccessibleDescription(shown)
        self.update()

    # What can be asked of it

    def fit(self) -> None:
        """Show the whole picture."""
        self.viewport.fit()
        self.update()

    def one_to_one(self) -> None:
        """One pixel of the picture on one pixel of the screen."""
        self.viewport.zoom_to(1 / self.devicePixelRatioF())
        self.update()

    def zoom(self, factor: float) -> None:
        """Enlarge (or reduce) about the middle."""
        self.viewport.zoom_to(self.viewport.scale * factor)
        self.update()

    def value_at(self, point: QPointF) -> float | None:
        """The heat map's value (0 to 1) at a point of the view, where one is drawn."""
        rect = self._crop_rect()
        visible = self._heat_fits() and self._shown.target > 0
        if self._grid is None or not visible or not rect.contains(point):
            return None
        side = self._grid.shape[0]
        column = int((point.x() - rect.left()) / rect.width() * side)
        row = int((point.y() - rect.top()) / rect.height() * side)
        return float(self._grid[min(row, side - 1), min(column, side - 1)])

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Photo, heat map, crop, chip, value, focus."""
        painter = QPainter(self)
        layers = self._layers()
        if layers is None:
            painter.fillRect(self.rect(), style.colour("canvas"))
        else:
            self._paint_photo(painter, layers)
            self._paint_heat(painter)
            self._paint_marks(painter)
        paint_ring(self, painter, radius=0)

    def _paint_photo(self, painter: QPainter, layers: PhotoLayers) -> None:
        rect, crop, fitted = self.viewport.rect, self._crop_rect(), self.viewport.fitted
        ground = style.colour("canvas")

        def draw(inner: QPainter) -> None:
            inner.fillRect(self.rect(), ground)
            layers.draw(inner, rect, crop, QRectF(self.rect()), fitted)

        key = (layers, rect.getRect(), crop.getRect(), fitted, ground.rgb())
        painter.drawImage(0, 0, self._under.image(key, draw))

    def _paint_heat(self, painter: QPainter) -> None:
        strength = self._opacity * self._shown.now * (STALE if self._stale else 1.0)
        if not self._heat_fits() or strength <= 0:
            return
        rect, crop = self.viewport.rect, self._crop_rect()

        def draw(inner: QPainter) -> None:
            inner.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            inner.setClipRect(rect)
            inner.drawImage(crop, self._heat)

        key = (self._heat.cacheKey(), rect.getRect(), crop.getRect())
        painter.setOpacity(strength)
        painter.drawImage(0, 0, self._over.image(key, draw))
        painter.setOpacity(1.0)

    def _paint_marks(self, painter: QPainter) -> None:
        crop = self._crop_rect()
        if crop != self.viewport.rect:
            marks.crop_edge(painter, crop)
        if self._prepared is not None and self._prepared_fits():
            marks.chip(painter, self._chip_text(self._prepared), crop, QRectF(self.rect()))
        self._paint_value(painter)

    def _paint_value(self, painter: QPainter) -> None:
        if self._pointer is None or self._dragged is not None:
            return
        value = self.value_at(self._pointer)
        if value is not None:
            marks.value(painter, f"{value:.2f}", self._pointer, QRectF(self.rect()))

    def _chip_text(self, prepared: Prepared) -> str:
        side = f"{prepared.values.shape[2]} × {prepared.values.shape[1]}"
        if self._input_shown:
            return f"{side} · {tr('network input')}"
        size = self.viewport.picture
        left, top, right, bottom = prepared.box
        whole = right - left >= size.width() - 1 and bottom - top >= size.height() - 1
        return f"{side} · {tr('whole picture') if whole else tr('centre crop')}"

    # Pointer and keys

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        notches = event.angleDelta().y() / 120
        if notches and self._picture is not None:
            scale = self.viewport.scale * _WHEEL_STEP**notches
            self.viewport.zoom_to(scale, event.position())
            self.update()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton and not self.viewport.fitted:
            self._dragged = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the picture, or show the value below the pointer."""
        self._pointer = event.position()
        if self._dragged is not None:
            self.viewport.pan(self._pointer - self._dragged)
            self._dragged = self._pointer
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go of the picture."""
        self._dragged = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Fit the picture again, or look at it closely."""
        (self.one_to_one if self.viewport.fitted else self.fit)()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer is over the picture."""
        self._pointer = event.position()

    def leaveEvent(self, _event: QEvent) -> None:
        """No pointer, no value."""
        self._pointer = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus zoom, arrows pan."""
        moved = _ARROWS.get(event.key())
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_WHEEL_STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(1 / _WHEEL_STEP)
        elif moved is not None and not self.viewport.fitted:
            self.viewport.pan(QPointF(*moved))
            self.update()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The picture keeps fitting."""
        self._place()

    # Where things lie

    def _place(self) -> None:
        """Tell the viewport what is shown in how much room."""
        shown = self._prepared if self._input_shown and self._prepared_fits() else None
        if shown is not None:
            self.viewport.picture = QSizeF(shown.shown.shape[1], shown.shown.shape[0])
        elif self._picture is not None:
            self.viewport.picture = QSizeF(self._picture.width, self._picture.height)
        self.viewport.area = QSizeF(self.size())
        self.retranslate()

    def _layers(self) -> PhotoLayers | None:
        return self._input if self._input_shown and self._prepared_fits() else self._photo

    def _crop_rect(self) -> QRectF:
        """What the network sees and the heat map's grid covers exactly, in view pixels."""
        if self._input_shown or not self._prepared_fits() or self._prepared is None:
            return self.viewport.rect
        return self.viewport.to_view(self._prepared.box)

    def _prepared_fits(self) -> bool:
        return self._prepared is not None and self._is_shown(self._prepared.image_id)

    def _heat_fits(self) -> bool:
        made = self._heatmap
        return made is not None and self._is_shown(made.origin.image_id) and self._prepared_fits()

    def _is_shown(self, image_id: str) -> bool:
        return self._picture is not None and self._picture.image_id == image_id

    def _colour_heat(self) -> None:
        if self._grid is not None:
            self._heat = heat_image(self._grid, self._colours)
        self.update()
