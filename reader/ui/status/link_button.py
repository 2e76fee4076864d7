"""A button that looks like a link: underlined words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.controls import RING
from reader.ui.popups.ringed_button import RingedButton
from reader.ui.status.text_label import Ink, ink
from reader.ui.theme import Theme


class LinkButton(RingedButton):
    """Underlined words that act when pressed.

    Args:
        appearance: Colours, faces and icons.
        text: The words.
        size: In logical pixels.
        weight: 400 regular to 650 strong.
        colour: Chooses the colour from a theme.
        height: Of the widget, at least 24.
    """

    def __init__(
        self,
        appearance: Appearance,
        text: str,
        *,
        size: float = 12.5,
        weight: int = 400,
        colour: Ink = ink,
        height: int = 24,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, parent)
        self._size, self._weight, self._colour, self._height = size, weight, colour, height
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_words(self, text: str) -> None:
        """Change the words."""
        self.setText(text)
        self.setAccessibleName(text)
        self._restyle()

    def _font(self) -> QFont:
        return self._appearance.interface_font(self._size, self._weight)

    def sizeHint(self) -> QSize:
        """Return the size its contents need."""
        metrics = QFontMetrics(self._font())
        return QSize(
            metrics.horizontalAdvance(self.text()) + 2 * RING + 2, max(self._height, metrics.height() + 2 * RING)
        )

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size it can be used at."""
        return self.sizeHint()

    def _words(self) -> QRectF:
        height = QFontMetrics(self._font()).height()
        return QRectF(RING + 1, (self.height() - height) / 2, self.width() - 2 * RING - 2, height)

    def ring(self) -> tuple[QRectF, float]:
        """Return what the focus ring goes around, and its radius."""
        return self._words().adjusted(-1, 1, 1, 1), 3

    def ring_colour(self, theme: Theme) -> str:
        """Return the colour of the words, which may stand on any ground."""
        return self._colour(theme)

    def paint_face(self, painter: QPainter, theme: Theme) -> None:
        """Draw what the button shows."""
        painter.setFont(self._font())
        words = self._words()
        colour = QColor(self._colour(theme))
        painter.setPen(colour)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())
        thickness = 2 if self.under_pointer else 1
        painter.fillRect(QRectF(words.left(), words.bottom(), words.width(), thickness), colour)
