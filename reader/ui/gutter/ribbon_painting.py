"""Drawing of bands, cords and stubs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen

from reader.domain.alignment import PairState
from reader.ui.gutter.ribbon_layout import STUB_WIDTH, Band, Cord, PairKey, RibbonLayout, Side, Stub
from reader.ui.theme import Theme

_BAND_OPACITY = {False: 0.21, True: 0.27}
_CORD_OPACITY = {False: 0.20, True: 0.18}
_CONFIRMED_MORE = 0.16
_HOVER_MORE = 0.08
_STUB_OPACITY = 0.65
_THREAD_OPACITY = 0.34  # a thread is so thin that a cord's opacity would leave nothing to see
_DASHES = [3.0, 2.5]
# With more ribbons than this, curves to chips only begin and fade: whole ones would tangle with the cords.
_CALM_RIBBONS = 5
_STUB_REACH = 0.45  # of the gutter's width


def paint_ribbons(
    painter: QPainter,
    layout: RibbonLayout,
    *,
    theme: Theme,
    topic: QColor,
    width: float,
    current: PairKey | None,
    hovered: PairKey | None,
) -> None:
    """Draw all ribbons of a layout: threads, cords and stubs first, the current band last.

    Args:
        painter: An active painter, clipped to the gutter.
        layout: What to draw.
        theme: Gives the rejected pairs' grey and the opacities of light and dark.
        topic: Full-strength colour of the active topic.
        width: Width of the gutter.
        current: The current pair, or None.
        hovered: The pair under the pointer, or None.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for cord in layout.cords:
        _paint_cord(painter, cord, theme, topic, width, hovered=cord.key == hovered)
    crowded = len(layout.cords) + len(layout.stubs) > _CALM_RIBBONS
    for stub in layout.stubs:
        strong = stub.key in (current, hovered)
        _paint_stub(painter, stub, theme, topic, width, strong=strong, short=crowded and not strong)
    if layout.band is not None:
        _paint_band(painter, layout.band, theme, topic, width, hovered=layout.band.key == hovered)


def edge_curve(y_left: float, y_right: float, width: float) -> QPainterPath:
    """Return the curve between two edges of the gutter."""
    path = QPainterPath(QPointF(0, y_left))
    path.cubicTo(width / 2, y_left, width / 2, y_right, width, y_right)
    return path


def _pen(colour: QColor, opacity: float, width: float, dashes: Sequence[float] | None = None) -> QPen:
    colour = QColor(colour)
    colour.setAlphaF(min(1.0, opacity))
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashes is not None:
        pen.setDashPattern(list(dashes))
    return pen


def _paint_cord(painter: QPainter, cord: Cord, theme: Theme, topic: QColor, width: float, *, hovered: bool) -> None:
    curve = edge_curve(cord.y_left, cord.y_right, width)
    more = _HOVER_MORE if hovered else 0.0
    if cord.state is PairState.REJECTED:
        painter.strokePath(curve, _pen(QColor(theme.ink3), 0.8 + more, cord.width, _DASHES))
        return
    opacity = _CORD_OPACITY[theme.dark] if cord.full else _THREAD_OPACITY
    if cord.state is PairState.CONFIRMED:
        opacity += _CONFIRMED_MORE
    painter.strokePath(curve, _pen(topic, opacity + more, cord.width))
    if cord.state is PairState.MADE:
        painter.strokePath(curve, _pen(topic, 1.0, 1.5, _DASHES))


def _paint_stub(
    painter: QPainter, stub: Stub, theme: Theme, topic: QColor, width: float, *, strong: bool, short: bool
) -> None:
    curve = edge_curve(*stub.ends, width)
    opacity = 1.0 if strong else _STUB_OPACITY
    if stub.state is PairState.REJECTED:
        pen = _pen(QColor(theme.ink3), opacity, 1.5, _DASHES)
    else:
        pen = _pen(topic, opacity, STUB_WIDTH, _DASHES if stub.state is PairState.MADE else None)
    if short:
        start, towards = (0.0, _STUB_REACH) if stub.far is Side.RIGHT else (width, 1 - _STUB_REACH)
        fade = QLinearGradient(start, 0, width * towards, 0)
        fade.setColorAt(0, pen.color())
        gone = pen.color()
        gone.setAlpha(0)
        fade.setColorAt(1, gone)
        pen.setBrush(fade)
    painter.strokePath(curve, pen)


def _paint_band(painter: QPainter, band: Band, theme: Theme, topic: QColor, width: float, *, hovered: bool) -> None:
    top = edge_curve(band.left[0], band.right[0], width)
    bottom = edge_curve(band.left[1], band.right[1], width)
    area = QPainterPath(top)
    area.lineTo(width, band.right[1])
    area.cubicTo(width / 2, band.right[1], width / 2, band.left[1], 0, band.left[1])
    area.closeSubpath()
    fill = QColor(topic)
    fill.setAlphaF(_BAND_OPACITY[theme.dark] + (_HOVER_MORE if hovered else 0.0))
    painter.fillPath(area, fill)
    pen = _pen(topic, 1.0, 1.5)
    painter.strokePath(top, pen)
    painter.strokePath(bottom, pen)
