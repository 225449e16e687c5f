"""Where a picture lies in its view: fitted, or zoomed about a point. Numbers only, no painting."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF

MARGIN = 12
_LARGEST = 32.0  # view pixels per picture pixel: single pixels are easily counted


class Viewport:
    """The place of a picture of `picture` pixels in a view of `area` device-independent pixels."""

    def __init__(self) -> None:
        self.picture = QSizeF(1, 1)
        self.area = QSizeF(1, 1)
        self._zoom: float | None = None
        self._centre = QPointF(0, 0)

    @property
    def fitted(self) -> bool:
        """Whether the whole picture is fitted into the view."""
        return self._zoom is None

    @property
    def scale(self) -> float:
        """View pixels per picture pixel."""
        return self._fit_scale() if self._zoom is None else self._zoom

    @property
    def rect(self) -> QRectF:
        """Where the whole picture lies, in whole view pixels, also outside the view."""
        width = max(1, round(self.picture.width() * self.scale))
        height = max(1, round(self.picture.height() * self.scale))
        left = self._left(width, self.area.width(), self._centre.x() * self.scale)
        top = self._left(height, self.area.height(), self._centre.y() * self.scale)
        return QRectF(left, top, width, height)

    def fit(self) -> None:
        """Show the whole picture."""
        self._zoom = None

    def zoom_to(self, scale: float, at: QPointF | None = None) -> None:
        """Change the scale so that the picture's point below `at` (the middle) stays there."""
        at = at if at is not None else self._middle()
        fixed, fit = self.to_picture(at), self._fit_scale()
        wanted = min(max(scale, min(fit, 1.0)), _LARGEST)
        whole = wanted <= fit <= 1.0  # a picture smaller than the view can be shown smaller too
        self._zoom = None if whole else wanted
        self._centre = fixed - (at - self._middle()) / self.scale
        self._keep_inside()

    def pan(self, moved: QPointF) -> None:
        """Move the picture by that many view pixels; a fitted one stays."""
        if self._zoom is not None:
            self._centre -= moved / self.scale
            self._keep_inside()

    def to_picture(self, point: QPointF) -> QPointF:
        """The picture's point (pixels) below a point of the view."""
        rect = self.rect
        return QPointF(
            (point.x() - rect.left()) * self.picture.width() / rect.width(),
            (point.y() - rect.top()) * self.picture.height() / rect.height(),
        )

    def to_view(self, box: tuple[float, float, float, float]) -> QRectF:
        """A box of the picture (left, top, right, bottom; pixels) in whole view pixels."""
        rect = self.rect
        across = rect.width() / self.picture.width()
        down = rect.height() / self.picture.height()
        left, right = (round(rect.left() + x * across) for x in (box[0], box[2]))
        top, bottom = (round(rect.top() + y * down) for y in (box[1], box[3]))
        return QRectF(left, top, right - left, bottom - top)

    def _middle(self) -> QPointF:
        return QPointF(self.area.width() / 2, self.area.height() / 2)

    def _fit_scale(self) -> float:
        free_x = max(1.0, self.area.width() - 2 * MARGIN)
        free_y = max(1.0, self.area.height() - 2 * MARGIN)
        return min(free_x / self.picture.width(), free_y / self.picture.height())

    def _left(self, length: int, free: float, centre: float) -> int:
        """Left (or top) edge: in the middle where the picture is smaller than the view."""
        if self._zoom is None or length <= free - 2 * MARGIN:
            return round((free - length) / 2)
        return round(free / 2 - centre)

    def _keep_inside(self) -> None:
        """The picture's edge never leaves the view's margin."""
        self._centre = QPointF(
            _clamped(self._centre.x(), self.picture.width(), self.area.width() / self.scale, self),
            _clamped(
                self._centre.y(), self.picture.height(), self.area.height() / self.scale, self
            ),
        )


def _clamped(centre: float, length: float, seen: float, view: Viewport) -> float:
    """The centre (picture pixels) nearest to `centre` that shows no more than the margin."""
    half = seen / 2 - MARGIN / view.scale
    return min(max(centre, half), length - half) if 2 * half < length else length / 2
