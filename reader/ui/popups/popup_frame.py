"""The ground of everything that floats over the text: border, soft shadow, place beside an anchor, Esc."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from reader.ui.appearance import Appearance

SHADOW = 8  # room around the frame in which its shadow is painted
GAP = 8  # between the frame and what it belongs to
_RADIUS = 8.0


class PopupFrame(QWidget):
    """A child of the window, not a window of its own: it cannot take the focus from the text by itself.

    Signals:
        closed: It was closed, by Esc or by itself.
    """

    closed = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._return_to: QWidget | None = None
        self.setContentsMargins(SHADOW, SHADOW, SHADOW, SHADOW)
        self.hide()
        appearance.recoloured.connect(self.update)

    def place(self, anchor: QRect, bounds: QRect, prefer: Literal["above", "below"] = "above") -> None:
        """Show it beside an anchor, on its other side where there is no room, always inside the bounds.

        Args:
            anchor: What it belongs to, in the parent's coordinates.
            bounds: Where it must stay, in the parent's coordinates.
            prefer: The side to try first.
        """
        self.adjustSize()
        width = min(self.width() - 2 * SHADOW, bounds.width())
        height = min(self.height() - 2 * SHADOW, bounds.height())
        left = max(bounds.left(), min(anchor.center().x() - width // 2, bounds.right() + 1 - width))
        self.setGeometry(
            QRect(left, self._top(anchor, bounds, height, prefer), width, height).adjusted(
                -SHADOW, -SHADOW, SHADOW, SHADOW
            )
        )
        self.show()
        self.raise_()

    @staticmethod
    def _top(anchor: QRect, bounds: QRect, height: int, prefer: Literal["above", "below"]) -> int:
        above, below = anchor.top() - GAP - height, anchor.bottom() + 1 + GAP
        fits = {"above": above >= bounds.top(), "below": below + height <= bounds.bottom() + 1}
        places = {"above": above, "below": below}
        other: Literal["above", "below"] = "below" if prefer == "above" else "above"
        for side in (prefer, other):
            if fits[side]:
                return places[side]
        return max(bounds.top(), min(places[prefer], bounds.bottom() + 1 - height))

    def frame_rect(self) -> QRect:
        """Return what is drawn, without the shadow, in the parent's coordinates."""
        return self.geometry().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)

    def return_focus_to(self, widget: QWidget | None) -> None:
        """Say where the focus goes when it closes."""
        self._return_to = widget

    def close_popup(self) -> None:
        """Hide it and give the focus back if it has it."""
        if self.isHidden():
            return
        focus = QApplication.focusWidget()
        had_focus = focus is not None and (focus is self or self.isAncestorOf(focus))
        self.hide()
        if had_focus and self._return_to is not None:
            self._return_to.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this control."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_popup()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        painter.setPen(Qt.PenStyle.NoPen)
        for reach in range(SHADOW, 0, -1):
            painter.setBrush(QColor(0, 0, 0, 14 if theme.dark else 5))
            place = body.translated(0, 1.5).adjusted(-reach + 1, -reach + 1, reach - 1, reach - 1)
            painter.drawRoundedRect(place, _RADIUS + reach, _RADIUS + reach)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.card))
        painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
