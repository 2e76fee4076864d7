"""When the card of a note opens, where it stands, and when it goes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from reader.domain.note import Marker
from reader.domain.text import TextSpan
from reader.ui.appearance import Appearance
from reader.ui.desk import Desk
from reader.ui.pair_browser import Side
from reader.ui.sources.note_card import NoteCard, SourceReading
from reader.ui.sources.note_popup import NotePopup
from reader.ui.workbench import SIDES

OPEN_MS = 350
CLOSE_MS = 250  # long enough to come from the marker onto the card


class NoteCards(QObject):
    """Opens one card at a time: after the pointer rested on a marker, by a click, or by Enter.

    Signals:
        changed: Another card is shown, or none, or the keyboard is at another marker.
        copy_requested, go_requested: The NoteCard, as its buttons were pressed.
        place_chosen: A SourcePlace of the other document.

    Args:
        appearance: Colours, faces and icons.
        desk: The panes.
        window: What the card floats in.
    """

    changed = Signal()
    copy_requested = Signal(object)
    go_requested = Signal(object)
    place_chosen = Signal(object)

    def __init__(self, appearance: Appearance, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._reading: SourceReading | None = None
        self._hovered: tuple[Side, Marker] | None = None
        self._focused: tuple[Side, Marker] | None = None
        self._opened_by_hover = False
        self.popup = NotePopup(appearance, window)
        self.popup.closed.connect(self.changed)
        self.popup.copy_requested.connect(lambda: self.copy_requested.emit(self.popup.card))
        self.popup.go_requested.connect(lambda: self.go_requested.emit(self.popup.card))
        self.popup.place_chosen.connect(self.place_chosen)
        self.opening = QTimer(self, singleShot=True, interval=OPEN_MS)
        self.opening.timeout.connect(self._open_hovered)
        self.closing = QTimer(self, singleShot=True, interval=CLOSE_MS)
        self.closing.timeout.connect(self.close)
        self.popup.pointer_entered.connect(self.closing.stop)
        self.popup.pointer_left.connect(self._pointer_left)
        for side in SIDES:
            view = desk.panes[side].view
            view.marker_hovered.connect(lambda marker, side=side: self._hover(side, marker))
            view.marker_activated.connect(lambda marker, side=side: self.open(side, marker))
            view.scrolled.connect(lambda by_reader: self._scrolled(by_reader=by_reader))
            view.layout_changed.connect(self._follow)
            view.installEventFilter(self)
            view.viewport().installEventFilter(self)

    def use(self, reading: SourceReading | None) -> None:
        """Take the notes of another pair, or of none."""
        self._reading = reading
        self._hovered = self._focused = None
        self.close()

    @property
    def shown(self) -> NoteCard | None:
        """The card on the screen."""
        return self.popup.card if not self.popup.isHidden() else None

    def focused(self, side: Side) -> TextSpan | None:
        """Return the marker of a side that the keyboard is at."""
        return self._focused[1].span if self._focused is not None and self._focused[0] == side else None

    # -- the keyboard --------------------------------------------------------------------------------------------

    def focus_next(self, side: Side) -> Marker | None:
        """Put the keyboard at the next marker of a side, below the top of the screen; return it."""
        if self._reading is None:
            return None
        view = self._desk.panes[side].view
        after = view.visible_span().start - 1
        at = self.focused(side)
        if at is not None and view.is_visible(at):
            after = at.start
        marker = next((marker for marker in view.markers if marker.span.start > after), None)
        if marker is not None:
            self.close()
            if not view.is_comfortably_visible(marker.span):
                view.scroll_to(marker.span)
            self._focused = (side, marker)
            self.changed.emit()
        return marker

    def open_focused(self) -> bool:
        """Open the card of the marker the keyboard is at, and put the keyboard in it; return whether there is one."""
        if self._focused is None:
            return False
        side, marker = self._focused
        if side != self._desk.active_side or not self._desk.panes[side].view.is_visible(marker.span):
            self.forget_focused()
            return False
        self.open(side, marker)
        button = self.popup.copy if self.popup.copy.isEnabled() else self.popup.go
        button.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def forget_focused(self) -> None:
        """Take the keyboard away from any marker."""
        if self._focused is not None:
            self._focused = None
            self.changed.emit()

    # -- opening and closing -------------------------------------------------------------------------------------

    def open(self, side: Side, marker: Marker, *, by_hover: bool = False) -> None:
        """Open the card of a marker's note."""
        index = self._reading.note_at(side, marker.span.start) if self._reading is not None else None
        if self._reading is None or index is None:
            return
        self.opening.stop()
        self.closing.stop()
        self._opened_by_hover = by_hover
        self.popup.return_focus_to(self._desk.panes[side].view)
        self.popup.show_card(self._reading.card(side, index))
        self._place(side, marker.span)
        self.changed.emit()

    def close(self) -> None:
        """Take the card away."""
        self.opening.stop()
        self.closing.stop()
        self.popup.close_popup()

    def _hover(self, side: Side, marker: Marker | None) -> None:
        self._hovered = (side, marker) if marker is not None else None
        if marker is None:
            self.opening.stop()
            self._pointer_left()
            return
        shown = self.shown
        if shown is not None and shown.side == side and shown.marker == marker.span:
            self.closing.stop()
        elif shown is None or self._opened_by_hover:
            self.opening.start()

    def _open_hovered(self) -> None:
        if self._hovered is not None:
            self.open(*self._hovered, by_hover=True)

    def _pointer_left(self) -> None:
        if self._opened_by_hover and self.shown is not None and not self.popup.underMouse():
            self.closing.start()

    # -- where it stands -----------------------------------------------------------------------------------------

    def _place(self, side: Side, span: TextSpan) -> None:
        viewport = self._desk.panes[side].view.viewport()
        corner = viewport.mapTo(self._window, QPoint(0, 0))
        box = QRect()
        for rect in self._desk.panes[side].view.line_rects(span):
            box = box.united(rect.toAlignedRect())
        bounds = QRect(self._desk.mapTo(self._window, QPoint(0, 0)), self._desk.size()).adjusted(8, 8, -8, -8)
        self.popup.place(box.translated(corner), bounds, "below")

    def _scrolled(self, *, by_reader: bool) -> None:
        if by_reader:
            self.opening.stop()
        if by_reader and self._opened_by_hover:
            self.close()
        else:
            self._follow()

    def _follow(self) -> None:
        shown = self.shown
        if shown is None or shown.marker is None:
            return
        if self._desk.panes[shown.side].view.is_visible(shown.marker):
            self._place(shown.side, shown.marker)
        else:
            self.close()

    # -- Qt ------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the card by Esc or a press in the text, and let Esc take the keyboard off a marker."""
        if event.type() == QEvent.Type.MouseButtonPress and self.shown is not None:
            self.close()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return event.key() == Qt.Key.Key_Escape and self._escape()
        return super().eventFilter(watched, event)

    def _escape(self) -> bool:
        if self.shown is not None:
            self.close()
        elif self._focused is not None:
            self.forget_focused()
        else:
            return False
        return True
