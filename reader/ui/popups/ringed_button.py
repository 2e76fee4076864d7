"""What small drawn buttons have in common: Enter presses them too, a hover under the face, a focus ring over it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent

from reader.ui.popups.controls import PaintedButton, paint_focus_ring
from reader.ui.theme import Theme


class RingedButton(PaintedButton):
    """Draws hover, face and ring in this order; subclasses draw the face and say where the others go."""

    def paint_face(self, painter: QPainter, theme: Theme) -> None:
        """Draw what the button shows."""
        raise NotImplementedError

    def ring(self) -> tuple[QRectF, float]:
        """Return what the focus ring goes around, and its radius."""
        raise NotImplementedError

    def ring_colour(self, theme: Theme) -> str:
        """Return the colour of the focus ring."""
        return theme.head

    def hover(self) -> tuple[QRectF, float] | None:
        """Return what is filled while the pointer is on the button, and its radius; None where the face shows it."""
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.38)
        hover = self.hover() if self.under_pointer and self.isEnabled() else None
        if hover is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.pressed if self.isDown() else theme.hover))
            painter.drawRoundedRect(hover[0], hover[1], hover[1])
        self.paint_face(painter, theme)
        # Where a click gives no focus, it came from the keyboard.
        if self.hasFocus() and (self.shows_focus or self.focusPolicy() == Qt.FocusPolicy.TabFocus):
            rect, radius = self.ring()
            paint_focus_ring(painter, rect, radius, self.ring_colour(theme))
