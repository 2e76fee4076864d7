"""What the keys do on a reading view.

Without a caret, as in a browser: arrows scroll by lines, Space and Page keys by screens, Home and End go to the ends.
F7 shows the caret: arrows, Home and End then move it (Ctrl by words and to the ends). Shift with any of these selects,
with and without the caret. Ctrl+A selects all, Esc drops the selection. All other keys are the window's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from reader.domain.text import TextSpan
from reader.ui.reading import caret_movement
from reader.ui.reading.paged_view import PAN_PIXELS
from reader.ui.reading.text_layout import TextLayout

if TYPE_CHECKING:
    from reader.ui.reading.reading_view import ReadingView

ARROW_LINES = 2
_Key = Qt.Key
_HORIZONTAL = {_Key.Key_Left, _Key.Key_Right}
_VERTICAL = {_Key.Key_Up: -1, _Key.Key_Down: 1}
_PAGES = {_Key.Key_PageUp: -1, _Key.Key_PageDown: 1}
_ENDS = {_Key.Key_Home, _Key.Key_End}
_MODIFIERS = (
    Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class KeyHandling:
    """Turns keys of a view into scrolling, caret movement and selections."""

    def __init__(self, view: ReadingView) -> None:
        self._view = view
        self._goal_x: float | None = None

    def press(self, event: QKeyEvent) -> bool:
        """Handle a key; return whether it was one of the view's."""
        layout = self._view.document_layout
        if not layout:
            return False
        key, modifiers = Qt.Key(event.key()), event.modifiers() & _MODIFIERS
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if modifiers & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
            return False
        if key is _Key.Key_Space and not control:
            self._page(-1 if shift else 1)
            return True
        if self._command(key, control=control, shift=shift):
            return True
        if key in _PAGES and control:
            return False
        if shift or (self._view.caret_visible and key not in _PAGES):
            return self._move_caret(layout, key, control=control, select=shift)
        return self._scroll(key, control=control)

    def _command(self, key: Qt.Key, *, control: bool, shift: bool) -> bool:
        view = self._view
        if key is _Key.Key_A and control and not shift:
            view.set_selection(TextSpan(0, len(view.contents.text)))
            return True
        if key is _Key.Key_F7 and not control and not shift:
            view.caret_visible = not view.caret_visible
            self._bring_caret_near()
            view.viewport().update()
            return True
        if key is _Key.Key_Escape and not control and not shift and view.selection() is not None:
            view.set_selection(None)
            return True
        return False

    # -- scrolling -----------------------------------------------------------------------------------------------

    def _page(self, direction: int) -> None:
        screen, line = self._view.viewport().height(), self._line()
        self._view.scroll_by(direction * max(line, screen - 2 * line))

    def _line(self) -> int:
        return max(1, self._view.verticalScrollBar().singleStep() // 2)

    def _scroll(self, key: Qt.Key, *, control: bool) -> bool:
        view, bar = self._view, self._view.verticalScrollBar()
        if key in _PAGES:
            self._page(_PAGES[key])
        elif key in _VERTICAL and not control:
            view.scroll_by(_VERTICAL[key] * ARROW_LINES * self._line())
        elif key in _ENDS:
            view.scroll_by((bar.maximum() if key is _Key.Key_End else 0) - bar.value())
        elif key in _HORIZONTAL and not control:
            return view.pan(PAN_PIXELS if key is _Key.Key_Right else -PAN_PIXELS)
        else:
            return False
        return True

    # -- the caret -----------------------------------------------------------------------------------------------

    def _bring_caret_near(self) -> None:
        """Put a caret that was left off the screen on the screen's first whole line."""
        view = self._view
        caret = view.selection_model.caret
        if not view.is_visible(TextSpan(caret, caret)) and view.selection() is None:
            layout, top = view.document_layout, view.page_top
            if layout:
                placed = layout.reading_line_at(max(0, top))
                below = placed if placed.top >= top else layout.neighbour(placed, 1, 0)
                view.selection_model.collapse((below or placed).line.start)

    def _move_caret(self, layout: TextLayout, key: Qt.Key, *, control: bool, select: bool) -> bool:
        self._bring_caret_near()
        target = self._target(layout, key, control=control)
        if target is None:
            return False
        if key not in _VERTICAL and key not in _PAGES:
            self._goal_x = None
        model = self._view.selection_model
        if select:
            model.extend(target)
        else:
            model.collapse(target)
        self._view.ensure_visible(model.caret)
        self._view.selection_moved(finished=True)
        return True

    def _target(self, layout: TextLayout, key: Qt.Key, *, control: bool) -> int | None:
        contents, caret = self._view.contents, self._view.selection_model.caret
        if key in _HORIZONTAL:
            forward = key is _Key.Key_Right
            if control:
                return caret_movement.next_word(contents, caret) if forward else self._previous_word(caret)
            step = caret_movement.next_character if forward else caret_movement.previous_character
            return step(contents, caret)
        if key in _ENDS:
            return self._end(layout, key, control=control)
        if key in _VERTICAL and not control:
            return self._vertical(layout, _VERTICAL[key], 1)
        if key in _PAGES:
            return self._vertical(layout, _PAGES[key], max(1, self._view.viewport().height() // self._line() - 2))
        return None

    def _previous_word(self, caret: int) -> int:
        return caret_movement.previous_word(self._view.contents, caret)

    def _end(self, layout: TextLayout, key: Qt.Key, *, control: bool) -> int:
        if control:
            return 0 if key is _Key.Key_Home else len(self._view.contents.text)
        line = layout.line_of(self._view.selection_model.caret).line
        return line.start if key is _Key.Key_Home else line.offset_at(line.right)

    def _vertical(self, layout: TextLayout, direction: int, lines: int) -> int:
        caret = self._view.selection_model.caret
        placed = layout.line_of(caret)
        if self._goal_x is None:
            self._goal_x = placed.line.x_of(caret)
        for _ in range(lines):
            following = layout.neighbour(placed, direction, self._goal_x)
            if following is None:
                return placed.line.start if direction < 0 else placed.line.offset_at(placed.line.right)
            placed = following
        return placed.line.offset_at(self._goal_x)
