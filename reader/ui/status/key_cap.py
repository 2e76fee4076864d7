"""A key as it looks on the keyboard: the small cap beside the word it stands for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.ui.appearance import Appearance
from reader.ui.theme import Theme


def paint_key_cap(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Draw an empty key cap: a 4 px rounded card with a thicker lower edge."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    face = rect.adjusted(0.5, 0.5, -0.5, -1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.border))
    painter.drawRoundedRect(face.adjusted(-0.5, 0, 0.5, 1), 4, 4)
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.setBrush(QColor(theme.card))
    painter.drawRoundedRect(face, 3.5, 3.5)
    painter.restore()


class KeyCap(QWidget):
    """A key cap with a key's name.

    Args:
        appearance: Colours, faces and icons.
        key: What is printed on it, such as "j" or "Ctrl+Z".
    """

    def __init__(self, appearance: Appearance, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._key = key
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(key)
        appearance.recoloured.connect(self.update)

    @property
    def key(self) -> str:
        """What is printed on it."""
        return self._key

    def set_key(self, key: str) -> None:
        """Print another key."""
        self._key = key
        self.setAccessibleName(key)
        self._restyle()

    def sizeHint(self) -> QSize:
        """Return the size its contents need."""
        metrics = QFontMetrics(self._appearance.interface_font(11, 500))
        height = max(18, metrics.height() + 4)
        return QSize(max(18, metrics.horizontalAdvance(self._key) + 12), height)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size it can be used at."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(0.38)
        paint_key_cap(painter, QRectF(self.rect()), theme)
        painter.setFont(self._appearance.interface_font(11, 500))
        painter.setPen(QColor(theme.ink2))
        painter.drawText(self.rect().adjusted(0, 0, 0, -1), Qt.AlignmentFlag.AlignCenter, self._key)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
