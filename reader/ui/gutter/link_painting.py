"""Drawing of a link while it is made by hand: the passages it holds, and a dashed ribbon that follows the pointer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from reader.ui.gutter.link_drawing import LinkDrawing, PassageEnd
from reader.ui.gutter.ribbon_layout import Extent, Side
from reader.ui.gutter.ribbon_painting import edge_curve
from reader.ui.theme import Theme

_BAR = 4.0
_HANDLE = 3.0
_DOT = 4.5
_DASHES = [4.0, 3.0]
_FILL = {False: 0.16, True: 0.22}


def paint_link(painter: QPainter, drawing: LinkDrawing, theme: Theme, topic: QColor, height: float) -> None:
    """Draw what the pointer could take hold of, or the link it draws.

    Args:
        painter: An active painter, clipped to the gutter.
        drawing: The state of it.
        theme: Gives light and dark.
        topic: Full-strength colour of the active topic.
        height: Of the reading viewports.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if drawing.start is None:
        if drawing.handle is not None:
            _paint_bar(painter, drawing, drawing.handle, QColor(theme.ink2), _HANDLE)
        return
    start = _extent(drawing, drawing.start)
    if start is None:
        return
    _paint_bar(painter, drawing, drawing.start, topic, _BAR)
    target = _extent(drawing, drawing.target) if drawing.target is not None else None
    if drawing.target is not None and target is not None:
        _paint_bar(painter, drawing, drawing.target, topic, _BAR)
        ends = {drawing.start.side: start, drawing.target.side: target}
        _paint_ribbon(painter, ends[Side.LEFT], ends[Side.RIGHT], drawing.width, theme, topic)
    else:
        _paint_thread(painter, drawing, start, theme, topic, height)


def _extent(drawing: LinkDrawing, end: PassageEnd) -> Extent | None:
    if drawing.geometry is None:
        return None
    ask = drawing.geometry.left_extent if end.side is Side.LEFT else drawing.geometry.right_extent
    return ask(end.ordinal)


def _paint_bar(painter: QPainter, drawing: LinkDrawing, end: PassageEnd, colour: QColor, width: float) -> None:
    extent = _extent(drawing, end)
    if extent is None:
        return
    left = 0.0 if end.side is Side.LEFT else drawing.width - width
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(left, extent[0], width, extent[1] - extent[0]), 1.5, 1.5)


def _dashed(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setDashPattern(_DASHES)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _paint_ribbon(painter: QPainter, left: Extent, right: Extent, width: float, theme: Theme, topic: QColor) -> None:
    """Draw the ribbon as it would be, between two dashed edges."""
    top, bottom = edge_curve(left[0], right[0], width), edge_curve(left[1], right[1], width)
    area = QPainterPath(top)
    area.lineTo(width, right[1])
    area.cubicTo(width / 2, right[1], width / 2, left[1], 0, left[1])
    area.closeSubpath()
    fill = QColor(topic)
    fill.setAlphaF(_FILL[theme.dark])
    painter.fillPath(area, fill)
    painter.strokePath(top, _dashed(topic, 1.5))
    painter.strokePath(bottom, _dashed(topic, 1.5))


def _paint_thread(
    painter: QPainter, drawing: LinkDrawing, start: Extent, theme: Theme, topic: QColor, height: float
) -> None:
    """Draw the ribbon from its passage to the pointer, where it narrows to a dot."""
    from_left = drawing.start is not None and drawing.start.side is Side.LEFT
    origin = 0.0 if from_left else drawing.width
    end = QPointF(min(max(drawing.point.x(), _DOT), drawing.width - _DOT), min(max(drawing.point.y(), 0.0), height))
    middle = (origin + end.x()) / 2
    edges = []
    for y in (max(0.0, start[0]), min(height, start[1])):
        path = QPainterPath(QPointF(origin, y))
        path.cubicTo(middle, y, middle, end.y(), end.x(), end.y())
        edges.append(path)
    area = QPainterPath(edges[0])
    area.cubicTo(middle, end.y(), middle, min(height, start[1]), origin, min(height, start[1]))
    area.closeSubpath()
    fill = QColor(topic)
    fill.setAlphaF(_FILL[theme.dark])
    painter.fillPath(area, fill)
    for path in edges:
        painter.strokePath(path, _dashed(topic, 1.5))
    painter.setPen(QPen(topic, 2))
    painter.setBrush(QColor(theme.card))
    painter.drawEllipse(end, _DOT, _DOT)
