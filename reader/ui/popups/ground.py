"""The ground of what stands apart inside a panel or popup: a rounded rectangle with a hairline."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from reader.ui.appearance import Appearance
from reader.ui.theme import Theme


class Ground(QWidget):
    """A widget on a ground of its own."""

    radius = 8.0

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        appearance.recoloured.connect(self.update)

    def colours(self, theme: Theme) -> tuple[str, str]:
        """Return fill and border."""
        return theme.panel, theme.hairline

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground."""
        fill, border = self.colours(self._appearance.theme)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(border))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self.radius, self.radius)
