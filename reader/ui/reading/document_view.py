"""The scrolling column of a reading view: lays out what is looked at and keeps the text in place meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from reader.domain.document import Contents
from reader.domain.text import TextSpan
from reader.ui.appearance import Appearance
from reader.ui.reading.document_layout import DocumentLayout
from reader.ui.reading.fragments import FragmentKey
from reader.ui.reading.glide import Glide
from reader.ui.reading.marks import Side
from reader.ui.reading.painting import Page, edge_extent, passage_shape
from reader.ui.reading.text_layout import TextLayout, offset_at
from reader.ui.reading.typesetting import Typesetter
from reader.ui.theme import Theme

TOP_MARGIN = 22
BOTTOM_MARGIN = 56
# From the viewport's outer and inner edge to the text; the pane's outer lane (34 px) is not part of the view.
OUTER_INSET = 40
INNER_INSET = {"left": 18, "right": 20}
# An anchor is an offset and the y its line is wanted at; nothing can be that far down, so this one stays at the top.
AT_START = (0, 1_000_000)
SLICE_SECONDS = 0.012
SHED_FRAGMENTS = 60  # of a layout that is done with, a slice
WHEEL_LINES = 3


class DocumentView(QAbstractScrollArea):
    """A virtualised column of text. All offsets are code points of canonical text; y counts in the viewport.

    Text near the viewport is laid out first; the rest of documents up to WHOLE_DOCUMENT_LIMIT follows in idle slices,
    while the line at the sync point stays where it is. What is beyond keeps estimated heights.

    Signals:
        scrolled: The text moved; True if the reader moved it (wheel, keys, scroll bar), False if a call did.
        layout_changed: Heights became known or the width changed: extents elsewhere in the text are different now.
        zoom_requested: Steps of reading size, by Ctrl and the wheel.
    """

    scrolled = Signal(bool)
    layout_changed = Signal()
    zoom_requested = Signal(int)

    def __init__(self, side: Side, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side: Side = side
        self.reduced_motion = False
        self.contents = Contents("", (), ())
        self._appearance = appearance
        self._layout: TextLayout | None = None
        self._column: DocumentLayout | None = None
        self._retired: DocumentLayout | None = None
        self._anchor = AT_START
        self._adjusting = False
        self._known_height = -1
        self._pending: Iterator[FragmentKey] = iter(())
        self._idle = QTimer(self)
        self._idle.timeout.connect(self._lay_out_slice)
        self._glide = Glide(self._show_anchor, self)
        self._wheel_rest = 0.0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        appearance.resized.connect(self._set_anew)
        appearance.recoloured.connect(self.viewport().update)

    def set_contents(self, contents: Contents) -> None:
        """Show a document from its beginning."""
        self._glide.stop()
        self.contents = contents
        self._anchor = AT_START
        self._renew_layout()
        self._show_anchor()

    # -- layout --------------------------------------------------------------------------------------------------

    @property
    def document_layout(self) -> TextLayout | None:
        """The layout, for those who draw beside the text; None without a document."""
        return self._layout

    def column_width(self) -> int:
        """Return the width of the text column."""
        room = self.viewport().width() - OUTER_INSET - INNER_INSET[self.side]
        return max(80, min(33 * self._appearance.text_size, room))

    def column_left(self) -> int:
        """Return the x of the text column in the viewport; surplus width goes to the outer side."""
        if self.side == "right":
            return INNER_INSET["right"]
        return self.viewport().width() - INNER_INSET["left"] - self.column_width()

    def text_edges(self) -> tuple[int, int]:
        """Return the x in the viewport at which the text begins, and that at which it ends."""
        return self.column_left(), self.column_left() + self.column_width()

    def _renew_layout(self) -> None:
        """Lay the text out anew, for another document, width or face."""
        column = DocumentLayout(self.contents, Typesetter(self._appearance, self.contents), self.column_width())
        self._retired = self._column if not column.is_lazy else None
        self._layout = self._column = column
        self._pending = iter(()) if column.is_lazy else column.pending(self._anchor[0])
        if not column.is_lazy:
            self._idle.start(0)

    def _set_anew(self) -> None:
        if self._layout is not None:
            self._renew_layout()
            self._show_anchor()
            self.layout_changed.emit()
        self.viewport().update()

    def _lay_out_slice(self) -> None:
        until = time.perf_counter() + SLICE_SECONDS
        # Letting go of a whole layout at once takes as long as a frame.
        if self._retired is not None and not self._retired.shed(SHED_FRAGMENTS):
            self._retired = None
        for key in self._pending:
            if self._column is not None:
                self._column.layout(key)
            if time.perf_counter() > until:
                break
        else:
            self._idle.stop()
        self._show_anchor()

    @property
    def is_laying_out(self) -> bool:
        """Whether text off the screen still waits for its exact height."""
        return self._idle.isActive()

    def _show_anchor(self) -> None:
        """Lay out the viewport with the anchor in its place, or as far from it as a glide still has to go."""
        layout = self._layout
        if layout is None or not layout:
            self.verticalScrollBar().setRange(0, 0)
            self.viewport().update()
            return
        offset, screen_y = self._anchor
        before, settled = self.value, True
        with self._adjustment():
            for _ in range(8):
                top = layout.line_of(offset).top + TOP_MARGIN - screen_y + self._glide.remaining
                self._set_range()
                self.verticalScrollBar().setValue(top)
                if not layout.settle(self.page_top, self.page_top + self.viewport().height()):
                    break
                settled = False
            self._set_range()
        if self.value != before or not settled:
            self.viewport().update()
        if layout.height != self._known_height:
            self._known_height = layout.height
            self.layout_changed.emit()
        if self.value != before:
            self.scrolled.emit(False)  # noqa: FBT003 - a signal's only argument

    @contextmanager
    def _adjustment(self) -> Iterator[None]:
        outer, self._adjusting = self._adjusting, True
        try:
            yield
        finally:
            self._adjusting = outer

    def _set_range(self) -> None:
        height = self._layout.height if self._layout is not None else 0
        screen = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, height + TOP_MARGIN + BOTTOM_MARGIN - screen))
        bar.setPageStep(screen)
        bar.setSingleStep(2 * self._appearance.line_height)

    def _take_anchor(self) -> None:
        """Hold on to the line at the sync point: it stays where it is when heights above it change."""
        maximum = self.verticalScrollBar().maximum()
        if self._layout and 0 < maximum <= self.value:
            # At the end: stay there, however much longer the text turns out to be.
            self._anchor = (max(0, len(self.contents.text) - 1), 0)
        elif self.value == 0:
            self._anchor = AT_START
        elif self._layout:
            self._anchor = self._anchor_at_sync_point(self._layout)

    def _anchor_at_sync_point(self, layout: TextLayout) -> tuple[int, int]:
        placed = layout.reading_line_at(self.page_top + self.sync_y())
        return placed.line.start, placed.top - self.page_top

    # -- scrolling -----------------------------------------------------------------------------------------------

    @property
    def value(self) -> int:
        """How far the text is scrolled."""
        return self.verticalScrollBar().value()

    @property
    def page_top(self) -> int:
        """The document's y at the viewport's upper edge."""
        return self.value - TOP_MARGIN

    def scroll_by(self, pixels: int) -> None:
        """Scroll on behalf of the reader (positive: downwards)."""
        self._glide.stop()
        self.verticalScrollBar().setValue(self.value + pixels)

    def scroll_to(self, span: TextSpan, where: float = 0.33, *, animated: bool = True) -> None:
        """Bring the beginning of a span to a height of the viewport.

        Args:
            span: Only its beginning counts.
            where: The fraction of the viewport, 0 at the top.
            animated: Glide there, unless motion is reduced or the view isn't shown.
        """
        self._glide.stop()
        if not self._layout:
            return
        offset = min(span.start, max(0, len(self.contents.text) - 1))
        old = self.value
        self._anchor = (offset, round(where * self.viewport().height()))
        target = self._layout.line_of(offset).top + TOP_MARGIN - self._anchor[1]
        target = max(0, min(target, self.verticalScrollBar().maximum()))
        if animated and not self.reduced_motion and self.isVisible() and target != old:
            self._glide.start(old - target, self.viewport().height())
        else:
            self._show_anchor()

    def ensure_visible(self, offset: int) -> None:
        """Scroll as little as needed to show the line of an offset."""
        if not self._layout:
            return
        placed = self._layout.line_of(offset)
        y, margin = placed.top - self.page_top, self._appearance.line_height
        lowest = self.viewport().height() - placed.line.height - margin
        if placed.line.start <= self.contents.blocks[0].span.start:
            self._anchor = AT_START
        elif y < margin or y > lowest:
            self._anchor = (placed.line.start, max(margin, min(y, lowest)))
        self._show_anchor()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Follow the scroll bar."""
        del dx, dy
        if self._adjusting or self._layout is None:
            return
        self._glide.stop()
        with self._adjustment():
            self._take_anchor()
        self._show_anchor()
        self.scrolled.emit(True)  # noqa: FBT003 - a signal's only argument

    def sync_y(self) -> int:
        """Return the sync point: mid-pane, but sliding to the top and bottom in the first and last half screen."""
        screen, lowest = self.viewport().height(), self.verticalScrollBar().maximum()
        half = screen // 2
        if lowest < screen:
            return screen * self.value // lowest if lowest else 0
        if self.value < half:
            return self.value
        return screen - (lowest - self.value) if lowest - self.value < half else half

    # -- places --------------------------------------------------------------------------------------------------

    def offset_at_sync_point(self) -> int:
        """Return the offset of the line at the sync point."""
        if not self._layout:
            return 0
        return self._layout.reading_line_at(self.page_top + self.sync_y()).line.start

    def visible_spans(self) -> list[TextSpan]:
        """Return the text on the screen, whole lines: the running text, then notes that stand below it."""
        if not self._layout:
            return [TextSpan(0, 0)]
        return self._layout.visible_spans(self.page_top, self.page_top + self.viewport().height())

    def visible_span(self) -> TextSpan:
        """Return the running text on the screen, whole lines."""
        return self.visible_spans()[0]

    def is_visible(self, span: TextSpan) -> bool:
        """Tell whether any of a span is on the screen."""
        return any(
            bool(visible.overlap(span)) or (not span and visible.start <= span.start <= visible.end)
            for visible in self.visible_spans()
        )

    def is_comfortably_visible(self, span: TextSpan) -> bool:
        """Tell whether a span's beginning is on the screen, and not at its very edge."""
        placed = self._layout.known_line_of(span.start) if self._layout else None
        margin = 2 * self._appearance.line_height
        if placed is None:
            return False
        y = placed.top - self.page_top
        return margin <= y <= self.viewport().height() - placed.line.height - margin

    def extent(self, span: TextSpan) -> tuple[int, int]:
        """Return where a passage touches the gutter's edge: top and bottom y; estimates where not laid out."""
        if not self._layout:
            return 0, 0
        columns = self._layout.outline(span)
        if columns is None:
            top = self._layout.estimated_y(span.start)
            bottom = max(top + self._appearance.line_height, self._layout.estimated_y(span.end))
        else:
            shapes = [passage_shape(span, lines[0], lines[-1], self.contents.text) for lines in columns]
            extents = [edge_extent(shape, self.side) for shape in shapes]
            top, bottom = min(top for top, _ in extents), max(bottom for _, bottom in extents)
        return top - self.page_top, bottom - self.page_top

    def line_rects(self, span: TextSpan) -> list[QRectF]:
        """Return the line boxes of what is on the screen of a span."""
        return self.page().rects(span) if self._layout else []

    def offset_at(self, point: QPointF) -> int:
        """Return the offset nearest to a point of the viewport."""
        if not self._layout:
            return 0
        return offset_at(self._layout, point.x() - self.column_left(), point.y() + self.page_top)

    def is_on_text(self, point: QPointF) -> int | None:
        """Return the offset of the character under a point of the viewport, or None beside the text."""
        if not self._layout:
            return None
        x, y = point.x() - self.column_left(), point.y() + self.page_top
        placed = self._layout.line_at(x, y)
        line = placed.line
        if not (placed.top <= y < placed.bottom and line.left <= x <= line.right):
            return None
        offset = line.offset_at(x)
        return offset - 1 if offset > line.start and line.x_of(offset) > x else offset

    def page(self) -> Page:
        """Return what is on the page now; only with a document."""
        layout = self._layout
        if layout is None:
            msg = "no document to show"
            raise RuntimeError(msg)
        port = self.viewport()
        return Page(layout, self.page_theme, self.side, self.page_top, self.column_left(), port.width(), port.height())

    @property
    def page_theme(self) -> Theme:
        """The colours of what is drawn on the text."""
        return self._appearance.theme

    # -- events --------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break lines anew where the column's width changed."""
        super().resizeEvent(event)
        if self._layout is None:
            return
        if self._needs_new_layout():
            self._renew_layout()
        self._show_anchor()

    def _needs_new_layout(self) -> bool:
        """Tell whether the view has another width than it was laid out for."""
        return self._layout is not None and self._layout.width != self.column_width()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by pixels where the device gives them, else by lines."""
        steps = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_requested.emit(1 if steps > 0 else -1)
        elif not event.pixelDelta().isNull():
            self.scroll_by(-event.pixelDelta().y())
        else:
            self._wheel_rest += -steps / 120 * WHEEL_LINES * self._appearance.line_height
            whole = int(self._wheel_rest)
            self._wheel_rest -= whole
            self.scroll_by(whole)
        event.accept()
