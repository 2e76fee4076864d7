"""Rings around the note markers of a chosen source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from reader.domain.note import Marker
from reader.domain.text import TextSpan
from reader.ui.reading.painting import Page

# Parts of a line's height: a ring's own height, and where its middle stands below the line's top.
_RING, _MIDDLE = 15 / 23, 9.5 / 23


@dataclass(frozen=True, slots=True)
class MarkerRings:
    """Which markers stand out.

    Attributes:
        cited: Ringed: they cite the chosen source.
        open: Filled: its card is open, or a click in the Sources tab led to it.
        focused: Framed: the keyboard is at it.
    """

    cited: frozenset[TextSpan] = frozenset()
    open: TextSpan | None = None
    focused: TextSpan | None = None


def ring_box(rect: QRectF, text_width: float) -> QRectF:
    """Return where the ring of a marker stands: a circle, longer for more digits."""
    height = round(rect.height() * _RING)
    box = QRectF(0, 0, max(height, rect.width(), text_width + 6), height)
    box.moveCenter(rect.center())
    box.moveTop(rect.top() + rect.height() * _MIDDLE - height / 2)
    return box


def paint_marker_rings(
    painter: QPainter, page: Page, markers: Sequence[Marker], rings: MarkerRings, font: QFont
) -> None:
    """Paint the rings over the text; the number in a ring is set anew, so that it stays legible."""
    theme = page.theme
    for marker in markers:
        filled, focused = marker.span == rings.open, marker.span == rings.focused
        if not (filled or focused or marker.span in rings.cited):
            continue
        for rect in page.rects(marker.span)[:1]:
            number = str(marker.number)
            box = ring_box(rect, QFontMetricsF(font).horizontalAdvance(number))
            radius = box.height() / 2
            painter.setPen(QPen(QColor(theme.head if not filled else theme.primary), 1.2))
            painter.setBrush(QColor(theme.primary if filled else theme.paper))
            painter.drawRoundedRect(box, radius, radius)
            painter.setFont(font)
            painter.setPen(QColor(theme.on_primary if filled else theme.ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number)
            if focused:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(theme.head), 2))
                painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), radius + 3, radius + 3)
