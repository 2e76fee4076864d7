"""A thin progress bar: filled as far as the work is, moving while nobody knows how far that is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from reader.ui.appearance import Appearance

_THICKNESS = 6.0


class ProgressLine(QWidget):
    """The bar of work under way."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._share: float | None = None
        self._phase = 0
        self.setMinimumHeight(8)
        appearance.recoloured.connect(self.update)

    @property
    def share(self) -> float | None:
        """How far it is filled, in [0, 1]; None while unknown."""
        return self._share

    def set_share(self, share: float | None) -> None:
        """Fill it as far as this; None moves a short piece on."""
        self._share = share
        self._phase = (self._phase + 1) % 24
        self.setAccessibleName("Progress" if share is None else f"{round(100 * share)} %")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(0, (self.height() - _THICKNESS) / 2, self.width(), _THICKNESS)
        painter.setBrush(QColor(theme.pressed))
        painter.drawRoundedRect(track, 3, 3)
        if self._share is None:
            piece = track.width() / 4
            filled = QRectF((track.width() - piece) * self._phase / 23, track.top(), piece, _THICKNESS)
        else:
            filled = QRectF(0, track.top(), track.width() * self._share, _THICKNESS)
        painter.setBrush(QColor(theme.primary))
        painter.drawRoundedRect(filled, 3, 3)
