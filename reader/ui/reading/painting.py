"""Paints a page: paper, bands, bars, highlights, matches, selection, text, evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTextCharFormat, QTextLayout

from reader.domain.text import TextSpan
from reader.ui.reading.document_layout import DocumentLayout
from reader.ui.reading.marks import Band, HighlightMark, Side
from reader.ui.reading.text_layout import PlacedLine, TextLayout, line_rects
from reader.ui.theme import Theme

BAND_MARGIN = 2  # a band stands out this much above its paragraph's first line and below the last
BAR_GAP = 14  # from a left pane's bar to its text
BAND_OVERHANG = 10  # from a right pane's text to its band's end


@dataclass(frozen=True, slots=True)
class Page:
    """What is on the page now.

    Attributes:
        top: The document's y at the viewport's upper edge.
        column: The x at which the text begins in the viewport.
        width, height: The viewport's size.
    """

    layout: TextLayout
    theme: Theme
    side: Side
    top: int
    column: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """The document's y at the viewport's lower edge."""
        return self.top + self.height

    def band_edges(self, lines: Sequence[PlacedLine]) -> tuple[float, float]:
        """Return where the band of these lines begins, and its bar stands, and where it ends."""
        edges = self.layout.band_edges(lines, self.side)
        if edges is not None:
            left, right = self.column + edges[0], self.column + edges[1]
            return max(0.0, left), min(float(self.width), right)
        if self.side == "left":
            return self.column - BAR_GAP, self.width
        return 0, self.column + self.layout.width + BAND_OVERHANG

    def rects(self, span: TextSpan) -> list[QRectF]:
        """Return the visible line boxes of a span in viewport coordinates."""
        return [r.translated(self.column, -self.top) for r in line_rects(self.layout, span, self.top, self.bottom)]


@dataclass(frozen=True, slots=True)
class PassageShape:
    """The outline of a passage: whole lines, but for a first one begun and a last one ended inside a line.

    Attributes:
        top, bottom: y of its upper and lower edge.
        first_x: Where the first line begins if it begins inside it, else None.
        last_x: Where the last line ends if another passage goes on there, else None.
        first_bottom, last_top: The inner edges of the first and last line.
    """

    top: int
    bottom: int
    first_x: float | None
    last_x: float | None
    first_bottom: int
    last_top: int


def passage_shape(span: TextSpan, first: PlacedLine, last: PlacedLine, text: str) -> PassageShape:
    """Return the outline of a passage of which the first and last line (or the first and last visible) are known."""
    top, bottom = first.top, last.bottom
    first_x = last_x = None
    if span.start > first.line.start and text[first.line.start : span.start].strip():
        first_x = first.line.x_of(span.start) - 1
    elif first.opens:
        top -= BAND_MARGIN
    if span.end < last.line.end and text[span.end : last.line.end].strip():
        last_x = last.line.x_of(span.end) + 1
    elif last.closes:
        bottom += BAND_MARGIN
    return PassageShape(top, bottom, first_x, last_x, first.bottom, last.top)


def edge_extent(shape: PassageShape, side: Side) -> tuple[int, int]:
    """Return where a passage touches the gutter's edge.

    On the right a first line that begins mid-line doesn't reach the edge, on the left a last line shared with the
    next passage doesn't.
    """
    top, bottom = shape.top, shape.bottom
    if side == "right" and shape.first_x is not None:
        top = shape.first_bottom
    if side == "left" and shape.last_x is not None:
        bottom = shape.last_top
    return (top, bottom) if bottom > top else (shape.top, shape.bottom)


def band_polygon(shape: PassageShape, page: Page, left: float, right: float) -> QPolygonF:
    """Return a passage's band between two edges in viewport coordinates."""
    column = page.column
    first_x = left if shape.first_x is None else column + shape.first_x
    last_x = right if shape.last_x is None else column + shape.last_x
    first_bottom = shape.first_bottom if shape.first_x is not None else shape.top
    last_top = shape.last_top if shape.last_x is not None else shape.bottom
    points = [
        (first_x, shape.top),
        (right, shape.top),
        (right, last_top),
        (last_x, last_top),
        (last_x, shape.bottom),
        (left, shape.bottom),
        (left, first_bottom),
        (first_x, first_bottom),
    ]
    if shape.first_x is not None and shape.last_x is not None and shape.last_top < shape.first_bottom:
        points = [(first_x, shape.top), (last_x, shape.top), (last_x, shape.bottom), (first_x, shape.bottom)]
    return QPolygonF([QPointF(x, y - page.top) for x, y in points])


def paint_bands(painter: QPainter, page: Page, bands: Sequence[Band], colour: str) -> None:
    """Paint the passages on the active topic."""
    painter.setPen(Qt.PenStyle.NoPen)
    strong = page.theme.topic(colour)
    faint = QColor(strong)
    faint.setAlphaF(0.5)
    for band in bands:
        for lines in page.layout.bands(band.span, page.top - 40, page.bottom + 40):
            shape = passage_shape(band.span, lines[0], lines[-1], page.layout.contents.text)
            left, right = page.band_edges(lines)
            painter.setBrush(page.theme.topic_tint(colour, current=band.current))
            painter.drawPolygon(band_polygon(shape, page, left, right))
            bar_top = shape.first_bottom if shape.first_x is not None else shape.top
            if shape.bottom - bar_top > 2:
                painter.setBrush(strong if band.current else faint)
                width = 4 if band.current else 3
                bar = QRectF(left, bar_top - page.top + 1, width, shape.bottom - bar_top - 2)
                painter.drawRoundedRect(bar, 1.5, 1.5)


def paint_highlights(painter: QPainter, page: Page, marks: Sequence[HighlightMark]) -> None:
    """Paint annotations: a fill inset in the line box, and an underline that clears descenders."""
    painter.setPen(Qt.PenStyle.NoPen)
    for mark in marks:
        fill, line = page.theme.highlight_fill(mark.colour), page.theme.highlight_line(mark.colour)
        for body in highlight_bodies(page, mark):
            painter.fillRect(body, fill)
            painter.fillRect(QRectF(body.x(), body.bottom(), body.width(), 3 if mark.focused else 2), line)


def highlight_bodies(page: Page, mark: HighlightMark) -> list[QRectF]:
    """Return what of an annotation is filled, a box for each visible line."""
    return [
        QRectF(rect.x(), rect.y() + round(rect.height() * 3 / 23), rect.width(), round(rect.height() * 18 / 23))
        for rect in page.rects(mark.span)
    ]


def paint_matches(painter: QPainter, page: Page, matches: Sequence[TextSpan], current: TextSpan | None) -> None:
    """Paint what the find bar found; the current match is ringed."""
    fill = QColor(page.theme.selection)
    for match in matches:
        fill.setAlphaF(1.0 if match == current else 0.6)
        for rect in page.rects(match):
            inset = round(rect.height() * 2 / 23)
            box = rect.adjusted(-1, inset, 1, -inset + 1)
            painter.setBrush(fill)
            painter.setPen(QPen(QColor(page.theme.head), 1.5) if match == current else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(box, 2, 2)


def paint_selection(painter: QPainter, page: Page, span: TextSpan) -> None:
    """Paint the selection."""
    for rect in page.rects(span):
        painter.fillRect(rect, QColor(page.theme.selection))


def paint_text(painter: QPainter, page: Page, column: DocumentLayout) -> None:
    """Paint the text of a column and the hairlines of tables."""
    clip = QRectF(-1e6, -60, 2e6, page.height + 120)
    for y, layout in column.visible(page.top, page.bottom):
        top = y - page.top
        if layout.rules:
            painter.setPen(QPen(QColor(page.theme.hairline), 1))
            painter.drawLines([rule.translated(page.column, top) for rule in layout.rules])
        painter.setPen(QColor(getattr(page.theme, layout.style.ink)))
        for cell in layout.cells:
            # Colours are no part of a layout, so that another theme needs none anew.
            markers = [_inked(start, length, page.theme.ink2) for start, length in cell.markers]
            cell.layout.draw(painter, QPointF(page.column + cell.x, top + cell.y), markers, clip)


def _inked(start: int, length: int, colour: str) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    ink = QTextCharFormat()
    ink.setForeground(QColor(colour))
    found.start, found.length, found.format = start, length, ink
    return found


def paint_evidence(painter: QPainter, page: Page, spans: Sequence[TextSpan], colour: str) -> None:
    """Underline shared terms with dots in the topic's colour."""
    pen = QPen(page.theme.topic(colour), 1.7)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([1.1, 1.1])
    painter.setPen(pen)
    for span in spans:
        for rect in page.rects(span):
            y = round(rect.y() + rect.height() * 20.5 / 23) + 0.5
            painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))


def paint_caret(painter: QPainter, page: Page, offset: int) -> None:
    """Paint the caret."""
    placed = page.layout.known_line_of(offset)
    if placed is not None:
        x = page.column + placed.line.x_of(offset)
        caret = QRectF(x - 0.75, placed.top - page.top + 2, 1.5, placed.line.height - 4)
        painter.fillRect(caret, QColor(page.theme.head))
