"""A document to read: shows marks on its text, selects, takes clicks and keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from reader.domain.document import Contents
from reader.domain.note import Marker
from reader.domain.text import TextSpan
from reader.ui.appearance import Appearance
from reader.ui.reading.keyboard import KeyHandling
from reader.ui.reading.marker_rings import MarkerRings, paint_marker_rings
from reader.ui.reading.marks import Band, HighlightMark, Side
from reader.ui.reading.paged_view import PagedView
from reader.ui.reading.painting import (
    Page,
    highlight_bodies,
    paint_bands,
    paint_caret,
    paint_evidence,
    paint_highlights,
    paint_matches,
    paint_selection,
    paint_text,
)
from reader.ui.reading.pointer import PointerHandling
from reader.ui.reading.selection import Selection
from reader.ui.reading.span_list import SpanList

T = TypeVar("T")


class ReadingView(PagedView):
    """A document view with its reader's marks. All offsets are code points of canonical text.

    Signals:
        selection_changed, selection_finished: While selecting, and when the mouse or a key has finished it.
        highlight_activated: The annotation id of a clicked highlight.
        band_activated: The key of a clicked passage.
        marker_activated: A clicked Marker.
        marker_hovered: The Marker under the pointer, or None when the pointer left it.
        highlights_changed: Other annotations are shown than before.
        context_menu_requested: What a menu is wanted for (the selection, or an empty span), and the global point.
    """

    selection_changed = Signal()
    selection_finished = Signal()
    highlight_activated = Signal(str)
    highlights_changed = Signal()
    band_activated = Signal(int)
    marker_activated = Signal(object)
    marker_hovered = Signal(object)
    context_menu_requested = Signal(object, QPoint)

    def __init__(self, side: Side, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(side, appearance, parent)
        self.selection_model = Selection(self.contents)
        self._clear_marks()
        self.caret_visible = False
        self._pointer = PointerHandling(self)
        self._keyboard = KeyHandling(self)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.setAccessibleName(f"{side.capitalize()} text")

    def _clear_marks(self) -> None:
        self._bands = SpanList[Band]([], lambda band: band.span)
        self._band_colour = "vermilion"
        self._highlights = SpanList[HighlightMark]([], lambda mark: mark.span)
        self._evidence = SpanList[TextSpan]([], lambda span: span)
        self._evidence_colour = "vermilion"
        self._matches = SpanList[TextSpan]([], lambda span: span)
        self._current_match: TextSpan | None = None
        self._markers = SpanList[Marker](self.contents.markers, lambda marker: marker.span)
        self._marker_rings = MarkerRings()

    # -- what is shown -------------------------------------------------------------------------------------------

    def set_contents(self, contents: Contents) -> None:
        """Show a document from its beginning, without marks."""
        self.selection_model = Selection(contents)
        self.contents = contents
        self._clear_marks()
        super().set_contents(contents)
        self.highlights_changed.emit()
        self.selection_changed.emit()

    def set_topic_bands(self, bands: Sequence[Band], colour: str) -> None:
        """Tint these passages in a topic's colour (a name of TOPIC_COLOURS)."""
        self._bands = SpanList(bands, lambda band: band.span)
        self._band_colour = colour
        self.viewport().update()

    def set_highlights(self, marks: Sequence[HighlightMark]) -> None:
        """Show these annotations; the later of two that begin together lies on top."""
        self._highlights = SpanList(marks, lambda mark: mark.span)
        self.highlights_changed.emit()
        self.viewport().update()

    def set_evidence(self, spans: Sequence[TextSpan], colour: str) -> None:
        """Underline these shared terms in a topic's colour."""
        self._evidence = SpanList(spans, lambda span: span)
        self._evidence_colour = colour
        self.viewport().update()

    def set_matches(self, spans: Sequence[TextSpan], current: int | None = None) -> None:
        """Show what a search found; `current` is the index of the match the reader is at."""
        self._matches = SpanList(spans, lambda span: span)
        self._current_match = spans[current] if current is not None and spans else None
        self.viewport().update()

    def set_markers(self, markers: Sequence[Marker]) -> None:
        """Take these as the note markers, once the notes of the document are read."""
        self._markers = SpanList(markers, lambda marker: marker.span)

    def set_marker_rings(self, rings: MarkerRings) -> None:
        """Ring the markers of a chosen source, fill the open one, and frame the one the keyboard is at."""
        if rings != self._marker_rings:
            self._marker_rings = rings
            self.viewport().update()

    def highlights_with_notes(self) -> list[HighlightMark]:
        """Return the annotations with notes that begin near the viewport."""
        return [mark for mark in self._on_screen(self._highlights) if mark.has_note]

    def _on_screen(self, marks: SpanList[T]) -> list[T]:
        """Return the marks that meet what is on the screen, each once."""
        return list(dict.fromkeys(mark for span in self.visible_spans() for mark in marks.within(span)))

    # -- what is where -------------------------------------------------------------------------------------------

    def highlight_at(self, offset: int) -> HighlightMark | None:
        """Return the topmost highlight over a character."""
        found = self._highlights.at(offset)
        return found[-1] if found else None

    def band_at(self, offset: int) -> Band | None:
        """Return the topic's passage that holds a character."""
        found = self._bands.at(offset)
        return found[-1] if found else None

    @property
    def markers(self) -> Sequence[Marker]:
        """The note markers, in order."""
        return self._markers.items

    def marker_at(self, offset: int) -> Marker | None:
        """Return the note marker at a character."""
        found = self._markers.at(offset)
        return found[0] if found else None

    # -- selection -----------------------------------------------------------------------------------------------

    def selection(self) -> TextSpan | None:
        """Return what is selected, or None."""
        return self.selection_model.span or None

    def set_selection(self, span: TextSpan | None) -> None:
        """Select a span, or nothing."""
        self.selection_model.set(span if span is not None else TextSpan(*[self.selection_model.caret] * 2))
        self.selection_moved(finished=True)

    def selection_moved(self, *, finished: bool) -> None:
        """Repaint after the selection model was changed, and say so."""
        self.viewport().update()
        self.selection_changed.emit()
        if finished:
            self.selection_finished.emit()

    # -- events --------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._appearance.theme.paper))
        if not self._layout:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        page = self.page()
        if self.shows_pages:
            # What lies under the text of reading view must lie over a page, and leave its letters as they are.
            self._paint_pages(painter)
            self._paint_bands_beside_highlights(painter, page)
            blend = QPainter.CompositionMode
            painter.setCompositionMode(
                blend.CompositionMode_Lighten if page.theme.dark else blend.CompositionMode_Multiply
            )
            self._paint_marks(painter, page)
            painter.setCompositionMode(blend.CompositionMode_SourceOver)
        elif self._column is not None:
            paint_bands(painter, page, self._on_screen(self._bands), self._band_colour)
            self._paint_marks(painter, page)
            paint_text(painter, page, self._column)
        paint_evidence(painter, page, self._on_screen(self._evidence), self._evidence_colour)
        font = self._appearance.interface_font(10, 650)
        paint_marker_rings(painter, page, self._on_screen(self._markers), self._marker_rings, font)
        if self.caret_visible and self.hasFocus():
            paint_caret(painter, page, self.selection_model.caret)

    def _paint_bands_beside_highlights(self, painter: QPainter, page: Page) -> None:
        """Tint passages, but not under highlights: blended with a tint their colours would be others."""
        region = QRegion(self.viewport().rect())
        for mark in self._on_screen(self._highlights):
            for body in highlight_bodies(page, mark):
                region -= QRegion(body.toAlignedRect())
        painter.setClipRegion(region)
        paint_bands(painter, page, self._on_screen(self._bands), self._band_colour)
        painter.setClipping(False)

    def _paint_marks(self, painter: QPainter, page: Page) -> None:
        paint_highlights(painter, page, self._on_screen(self._highlights))
        paint_matches(painter, page, self._on_screen(self._matches), self._current_match)
        paint_selection(painter, page, self.selection_model.span)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection."""
        self._pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Grow the selection, or show what a click would do."""
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish the selection or the click."""
        self._pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        self._pointer.double_click(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu on the selection or the place."""
        selection, place = self.selection_model.span, event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            offset = self.offset_at(QPointF(event.pos()))
            if not (selection.start <= offset < selection.end):
                selection = TextSpan(offset, offset)
        elif self._layout and self.is_visible(selection):
            lines = self.line_rects(TextSpan(selection.start, max(selection.end, selection.start + 1)))
            if lines:
                place = self.viewport().mapToGlobal(lines[-1].bottomLeft().toPoint())
        self.context_menu_requested.emit(selection, place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, move the caret or select; every other key is left to the window."""
        if not self._keyboard.press(event):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the caret."""
        super().focusOutEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """Let nothing on the page take the arrow cursor with it when the pointer leaves."""
        if event.type() is QEvent.Type.Leave:
            self._pointer.leave()
        return super().viewportEvent(event)
