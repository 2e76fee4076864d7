"""The lane at a pane's outer edge: the scroll bar, and a strip that shows the whole document's topics and notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from reader.domain.text import TextSpan
from reader.ui.appearance import Appearance
from reader.ui.reading.document_view import TOP_MARGIN
from reader.ui.reading.marks import HighlightMark, Side, StripTopic
from reader.ui.reading.reading_view import ReadingView

LANE_WIDTH = 34
STRIP_WIDTH = 20
BAR_WIDTH = 6
EDGE = 7  # free height above and below
ACTIVE_WIDTH = 8.5
LANE = 1.75
OTHER_TOPICS = 4
DOT = 5.4
SHORTEST_MARK, SHORTEST_VIEWPORT, SHORTEST_HANDLE = 3, 16, 28
REDRAW_MS = 80  # while a long text is being laid out, marks move a little many times a second
JUMP_REACH = 3  # px beside a mark at which a click still means it


class TopicStrip(QWidget):
    """Shows where in the document things are; a click jumps, a drag scrolls, hovering names the place.

    Args:
        view: The reading view it belongs to.
        place_name: Names the place at an offset for the tooltip, such as "¶ 61 · Conclusion".
    """

    def __init__(
        self, view: ReadingView, appearance: Appearance, place_name: Callable[[int], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._side: Side = view.side
        self._appearance = appearance
        self._place_name = place_name
        self._active: StripTopic | None = None
        self._others: Sequence[StripTopic] = ()
        self._annotations: Sequence[HighlightMark] = ()
        self._marks: QPixmap | None = None
        self._drag: float | None = None
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(REDRAW_MS)
        self._redraw.timeout.connect(self._forget_marks)
        self.setFixedWidth(LANE_WIDTH)
        self.setMouseTracking(True)
        self.setAccessibleName(f"{self._side.capitalize()} overview")
        self.setAccessibleDescription("Where the topics and annotations are in the whole document")
        view.scrolled.connect(self.update)
        view.layout_changed.connect(self._schedule)
        appearance.recoloured.connect(self._forget_marks)

    # -- what is shown -------------------------------------------------------------------------------------------

    def set_topics(self, active: StripTopic | None, others: Sequence[StripTopic] = ()) -> None:
        """Show the active topic, and up to four of the other pinned ones."""
        self._active, self._others = active, tuple(others[:OTHER_TOPICS])
        self._forget_marks()

    def set_annotations(self, marks: Sequence[HighlightMark]) -> None:
        """Show where annotations are."""
        self._annotations = tuple(marks)
        self._forget_marks()

    def _schedule(self) -> None:
        if not self._redraw.isActive():
            self._redraw.start()

    def _forget_marks(self) -> None:
        self._marks = None
        self.update()

    # -- geometry ------------------------------------------------------------------------------------------------

    @property
    def _strip_left(self) -> int:
        return LANE_WIDTH - STRIP_WIDTH - 2 if self._side == "left" else 2

    def _inward(self, distance: float, width: float) -> float:
        """Return the x of something so far from the strip's outer edge."""
        if self._side == "left":
            return self._strip_left + distance
        return self._strip_left + STRIP_WIDTH - distance - width

    @property
    def _height(self) -> int:
        return max(1, self.height() - 2 * EDGE)

    def y_of(self, offset: int) -> float:
        """Return where an offset is on the strip."""
        layout = self._view.document_layout
        if not layout or not layout.height:
            return float(EDGE)
        return EDGE + self._height * layout.estimated_y(offset) / layout.height

    def _document_y(self, y: float) -> int:
        layout = self._view.document_layout
        return round((y - EDGE) / self._height * layout.height) if layout else 0

    def viewport_rect(self) -> QRectF:
        """Return the outline of what is on the screen."""
        layout = self._view.document_layout
        whole = max(1, layout.height if layout else 1)
        height = min(self._height, max(SHORTEST_VIEWPORT, self._height * self._view.viewport().height() / whole))
        maximum = self._view.verticalScrollBar().maximum()
        share = self._view.value / maximum if maximum else 0.0
        top = EDGE + share * (self._height - height)
        return QRectF(self._strip_left - 1.25, top, STRIP_WIDTH + 2.5, height)

    def _handle_rect(self) -> QRectF:
        outline = self.viewport_rect()
        height = max(SHORTEST_HANDLE, outline.height())
        x = 3 if self._side == "left" else LANE_WIDTH - 3 - BAR_WIDTH
        middle = min(max(outline.center().y(), EDGE + height / 2), EDGE + self._height - height / 2)
        return QRectF(x, middle - height / 2, BAR_WIDTH, height)

    def _mark_rect(self, span: TextSpan, distance: float, width: float) -> QRectF:
        top, bottom = self.y_of(span.start), self.y_of(span.end)
        return QRectF(self._inward(distance, width), top, width, max(SHORTEST_MARK, bottom - top))

    # -- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lane."""
        theme = self._appearance.theme
        painter = QPainter(self)
        if self._marks is None:
            self._marks = self._draw_marks()
        painter.drawPixmap(0, 0, self._marks)
        if self._view.verticalScrollBar().maximum() == 0:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.input_border if self._drag is not None else theme.border))
        painter.drawRoundedRect(self._handle_rect(), BAR_WIDTH / 2, BAR_WIDTH / 2)
        fill = QColor(theme.ink)
        fill.setAlphaF(0.06)
        painter.setBrush(fill)
        painter.setPen(QPen(QColor(theme.ink), 1.5))
        painter.drawRoundedRect(self.viewport_rect(), 2, 2)

    def _draw_marks(self) -> QPixmap:
        theme, ratio = self._appearance.theme, self.devicePixelRatioF()
        pixmap = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QColor(theme.paper))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(self._strip_left, EDGE, STRIP_WIDTH, self._height), QColor(theme.gutter))
        line = LANE_WIDTH - 1 if self._side == "left" else 0
        painter.fillRect(QRectF(line, 0, 1, self.height()), QColor(theme.hairline))
        painter.setPen(Qt.PenStyle.NoPen)
        for lane, topic in enumerate(self._others):
            colour = theme.topic(topic.colour)
            colour.setAlphaF(0.5)
            self._draw_lane(painter, topic.spans, 1 + lane * (LANE + 0.6), LANE, colour)
        if self._active is not None:
            colour = theme.topic(self._active.colour)
            distance = STRIP_WIDTH - ACTIVE_WIDTH - 0.5
            self._draw_lane(painter, self._active.spans, distance, ACTIVE_WIDTH, colour)
        for mark in self._annotations:
            painter.setBrush(theme.highlight_line(mark.colour))
            centre = QPointF(self._inward(0, 0), self.y_of(mark.span.start))
            painter.drawEllipse(centre, DOT / 2, DOT / 2)
        painter.end()
        return pixmap

    def _draw_lane(
        self, painter: QPainter, spans: Sequence[TextSpan], distance: float, width: float, colour: QColor
    ) -> None:
        covered = -1.0
        for span in spans:
            rect = self._mark_rect(span, distance, width)
            # A long book has many marks in one pixel: one of them is enough, and doubled ones would look darker.
            top = max(rect.top(), covered)
            if rect.bottom() - top >= 0.5:
                painter.fillRect(QRectF(rect.left(), top, width, rect.bottom() - top), colour)
                covered = rect.bottom()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the marks anew."""
        super().resizeEvent(event)
        self._marks = None

    # -- pointer -------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump to a place, or take hold of the viewport's outline."""
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        point = event.position()
        if self._handle_rect().adjusted(-3, 0, 3, 0).contains(point) or self.viewport_rect().contains(point):
            self._drag = point.y() - self.viewport_rect().top()
            self.update()
            return
        self._drag = self.viewport_rect().height() / 2
        span = self.mark_near(point.y())
        if span is None or not self._on_strip(point):
            self._scroll_to_pointer(point.y())
            return
        layout = self._view.document_layout
        if layout is not None:
            third = self._view.viewport().height() // 3
            self._view.scroll_by(layout.estimated_y(span.start) + TOP_MARGIN - third - self._view.value)
            # The way there may have been an estimate: now it is laid out.
            self._view.scroll_by(layout.line_of(span.start).top + TOP_MARGIN - third - self._view.value)
        self._drag = None

    def _on_strip(self, point: QPointF) -> bool:
        return self._strip_left <= point.x() <= self._strip_left + STRIP_WIDTH

    def mark_near(self, y: float) -> TextSpan | None:
        """Return the active topic's passage at a y of the strip, if any is that near."""
        if self._active is None:
            return None
        distances = [
            (max(0.0, rect.top() - y, y - rect.bottom()), span.start, span)
            for span in self._active.spans
            for rect in [self._mark_rect(span, 0, 1)]
        ]
        nearest = min(distances, default=None, key=lambda found: found[:2])
        return nearest[2] if nearest is not None and nearest[0] <= JUMP_REACH else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scroll while held."""
        if self._drag is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._scroll_to_pointer(event.position().y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._drag = None
        self.update()

    def _scroll_to_pointer(self, y: float) -> None:
        held = self._drag if self._drag is not None else 0.0
        outline = self.viewport_rect()
        room = self._height - outline.height()
        share = (y - held - EDGE) / room if room > 0 else 0.0
        maximum = self._view.verticalScrollBar().maximum()
        self._view.scroll_by(round(min(max(share, 0.0), 1.0) * maximum) - self._view.value)

    def event(self, event: QEvent) -> bool:
        """Name the place under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tooltip_at(event.pos().y()), self)
            return True
        return super().event(event)

    def tooltip_at(self, y: float) -> str:
        """Return what is at a y of the strip."""
        layout = self._view.document_layout
        if not layout:
            return ""
        span = self.mark_near(y)
        if span is not None and self._active is not None:
            return f"{self._active.name} · {self._place_name(span.start)}"
        return self._place_name(layout.estimated_offset(self._document_y(y)))
