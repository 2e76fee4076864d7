"""A button that looks like a link: underlined words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.controls import RING, PaintedButton, paint_focus_ring
from reader.ui.status.text_label import Ink, ink


class LinkButton(PaintedButton):
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of its own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font())
        metrics = QFontMetrics(self._font())
        words = QRectF(RING + 1, (self.height() - metrics.height()) / 2, self.width() - 2 * RING - 2, metrics.height())
        colour = QColor(self._colour(theme))
        painter.setPen(colour)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())
        thickness = 2 if self.under_pointer else 1
        painter.fillRect(QRectF(words.left(), words.bottom(), words.width(), thickness), colour)
        if self.hasFocus():
            paint_focus_ring(painter, words.adjusted(-1, 1, 1, 1), 3, colour.name())
