"""What the mouse does on a reading view: select, scroll at the edges, click on marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication

from reader.domain.note import Marker
from reader.ui.reading.selection import Unit

if TYPE_CHECKING:
    from reader.ui.reading.reading_view import ReadingView

AUTOSCROLL_MS = 30


class PointerHandling(QObject):
    """Turns mouse events of a view into selections and clicks."""

    def __init__(self, view: ReadingView) -> None:
        super().__init__(view)
        self._view = view
        self._unit: Unit | None = None
        self._pressed_at = QPointF()
        self._moved = False
        self._cleared = False
        self._last_point = QPointF()
        self._hovered: Marker | None = None
        self._triple = QTimer(self)
        self._triple.setSingleShot(True)
        self._autoscroll = QTimer(self)
        self._autoscroll.setInterval(AUTOSCROLL_MS)
        self._autoscroll.timeout.connect(self._scroll_and_extend)

    def press(self, event: QMouseEvent) -> None:
        """Begin: with Shift go on from the caret, after a double click take the paragraph."""
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        point = event.position()
        model, offset = self._view.selection_model, self._view.offset_at(point)
        near = (point - self._pressed_at).manhattanLength() < QApplication.startDragDistance()
        self._cleared = bool(model.span)
        self._moved = False
        self._unit = Unit.CHARACTER
        if self._triple.isActive() and near:
            self._unit = Unit.PARAGRAPH
            model.begin(offset, self._unit)
            self._moved = True
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            model.extend(offset)
            self._moved = True
        else:
            model.begin(offset, self._unit)
        self._pressed_at = point
        self._view.selection_moved(finished=False)

    def double_click(self, event: QMouseEvent) -> None:
        """Select the word, and go on by words."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._unit, self._moved = Unit.WORD, True
        self._pressed_at = event.position()
        self._view.selection_model.begin(self._offset_under(event.position()), Unit.WORD)
        self._view.selection_moved(finished=False)
        self._triple.start(QGuiApplication.styleHints().mouseDoubleClickInterval())

    def move(self, event: QMouseEvent) -> None:
        """Extend the selection while a button is down, else show what a click would do."""
        point = self._last_point = event.position()
        if self._unit is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._show_cursor(point)
            return
        if not self._moved and (point - self._pressed_at).manhattanLength() < 3:
            return
        self._moved = True
        self._extend(point)
        outside = point.y() < 0 or point.y() >= self._view.viewport().height()
        if outside and not self._autoscroll.isActive():
            self._autoscroll.start()
        elif not outside:
            self._autoscroll.stop()

    def release(self, event: QMouseEvent) -> None:
        """Finish a selection, or take a click."""
        if event.button() is not Qt.MouseButton.LeftButton or self._unit is None:
            return
        self._autoscroll.stop()
        self._unit = None
        if self._moved:
            self._view.selection_moved(finished=True)
        elif not self._cleared:
            self._click(event.position())
        else:
            self._view.selection_finished.emit()

    def leave(self) -> None:
        """Forget what the pointer was over."""
        if self._unit is None:
            self._view.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._hover(None)

    def _click(self, point: QPointF) -> None:
        view, offset = self._view, self._view.is_on_text(point)
        marker = view.marker_at(offset) if offset is not None else None
        highlight = view.highlight_at(offset) if offset is not None else None
        if marker is not None:
            view.marker_activated.emit(marker)
        elif highlight is not None:
            view.highlight_activated.emit(highlight.key)
        elif (band := view.band_at(view.offset_at(point))) is not None:
            view.band_activated.emit(band.key)

    def _show_cursor(self, point: QPointF) -> None:
        offset = self._view.is_on_text(point)
        marker = self._view.marker_at(offset) if offset is not None else None
        self._hover(marker)
        hand = offset is not None and (marker or self._view.highlight_at(offset))
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.IBeamCursor
        if self._view.viewport().cursor().shape() is not shape:
            self._view.viewport().setCursor(shape)

    def _hover(self, marker: Marker | None) -> None:
        if marker != self._hovered:
            self._hovered = marker
            self._view.marker_hovered.emit(marker)

    def _offset_under(self, point: QPointF) -> int:
        on_text = self._view.is_on_text(point)
        return on_text if on_text is not None else self._view.offset_at(point)

    def _extend(self, point: QPointF) -> None:
        if self._unit is None:
            return
        offset = self._view.offset_at(point) if self._unit is Unit.CHARACTER else self._offset_under(point)
        self._view.selection_model.extend(offset, self._unit)
        self._view.selection_moved(finished=False)

    def _scroll_and_extend(self) -> None:
        y, height = self._last_point.y(), self._view.viewport().height()
        beyond = y if y < 0 else y - height + 1
        self._view.scroll_by(round(beyond / 2) or (1 if y >= 0 else -1))
        self._extend(QPointF(self._last_point.x(), min(max(y, 0), height - 1)))
