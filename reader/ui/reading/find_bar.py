"""The find bar: looks for words in one pane."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from reader.domain.text import TextSpan
from reader.ui.appearance import Appearance
from reader.ui.reading.reading_view import ReadingView
from reader.ui.reading.text_search import MOST_MATCHES, find_in_slices, query_pattern
from reader.ui.status.command_button import CommandButton

HEIGHT = 46
SLICE_SECONDS = 0.012
WHERE = 0.4  # the height of the viewport a match is brought to


class FindBar(QWidget):
    """Finds as one types: Enter or F3 goes to the next match, with Shift to the one before, Esc closes.

    Signals:
        match_shown: The span of the match the reader was brought to.
        closed: The bar was closed.
    """

    match_shown = Signal(object)
    closed = Signal()

    def __init__(self, view: ReadingView, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._appearance = appearance
        self._matches: list[TextSpan] = []
        self._current: int | None = None
        self._slices: Iterator[list[TextSpan]] = iter(())
        self._origin = 0
        self._work = QTimer(self)
        self._work.timeout.connect(self._search_on)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Find in this document")
        self.field.setAccessibleName("Find in this document")
        self.field.setFont(appearance.interface_font(13))
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.count = QLabel(self)
        self.count.setFont(appearance.interface_font(12))
        self.count.setMinimumWidth(92)
        button = CommandButton
        self.match_case = button(appearance, "Aa", kind="chip", name="Match case", height=26, parent=self)
        self.match_case.setCheckable(True)
        self.match_case.toggled.connect(self._search)
        self.previous = button(appearance, icon="chevron-up", name="Previous match", keys="Shift+F3", parent=self)
        self.next = button(appearance, icon="chevron-down", name="Next match", keys="F3", parent=self)
        self.close_button = button(appearance, icon="x", name="Close", keys="Esc", parent=self)
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self.close_button.clicked.connect(self.close_bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 8, 0)
        layout.setSpacing(4)
        layout.addWidget(self.field, 1)
        for widget in (self.count, self.match_case, self.previous, self.next, self.close_button):
            layout.addWidget(widget)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Find bar")
        appearance.recoloured.connect(self.update)
        self.hide()

    # -- opening and closing -------------------------------------------------------------------------------------

    def open(self, text: str = "") -> None:
        """Show the bar; look for `text` if there is any, else for what was looked for before."""
        self._origin = self._view.visible_span().start
        self.show()
        if text and text != self.field.text():
            self.field.setText(text)
        else:
            self._search()
        self.field.setFocus()
        self.field.selectAll()

    def close_bar(self) -> None:
        """Hide the bar and its matches, and give the text the keyboard."""
        self._work.stop()
        self._slices = iter(())
        self._matches, self._current = [], None
        self._view.set_matches([])
        self.hide()
        self._view.setFocus()
        self.closed.emit()

    # -- searching -----------------------------------------------------------------------------------------------

    @property
    def matches(self) -> list[TextSpan]:
        """What was found so far."""
        return self._matches

    @property
    def is_searching(self) -> bool:
        """Whether some of the text is still to be searched."""
        return self._work.isActive()

    def _search(self) -> None:
        if not self.isVisible():
            return
        self._matches, self._current = [], None
        pattern = query_pattern(self.field.text(), match_case=self.match_case.isChecked())
        if pattern is None:
            self._work.stop()
            self._show_count()
            return
        self._slices = find_in_slices(self._view.contents.text, pattern)
        self._work.start(0)
        self._search_on()

    def _search_on(self) -> None:
        until = time.perf_counter() + SLICE_SECONDS
        for found in self._slices:
            self._matches += found
            if len(self._matches) >= MOST_MATCHES:
                del self._matches[MOST_MATCHES:]
                self._work.stop()
                break
            if time.perf_counter() > until:
                break
        else:
            self._work.stop()
        if self._current is None and self._matches:
            ahead = next((i for i, span in enumerate(self._matches) if span.start >= self._origin), None)
            if ahead is not None or not self._work.isActive():
                self._go_to(ahead or 0)
        self._show_count()

    def step(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) match, around the document's end."""
        if self._matches:
            start = self._current if self._current is not None else -1
            self._go_to((start + direction) % len(self._matches))
            self._show_count()

    def _go_to(self, index: int) -> None:
        self._current = index
        span = self._matches[index]
        self._origin = span.start
        if not self._view.is_comfortably_visible(span):
            self._view.scroll_to(span, WHERE)
        self.match_shown.emit(span)

    def _show_count(self) -> None:
        self._view.set_matches(self._matches, self._current)
        more = "+" if len(self._matches) >= MOST_MATCHES else ""
        if not self.field.text().strip():
            text = ""
        elif self._matches:
            place = self._current + 1 if self._current is not None else "…"
            text = f"{place} of {len(self._matches):,}{more}{' …' if self.is_searching else ''}"
        else:
            text = "Searching …" if self.is_searching else "Nothing found"
        self.count.setText(text)
        theme = self._appearance.theme
        colour = theme.failure if text == "Nothing found" else theme.ink2
        self.count.setStyleSheet(f"color: {colour}")
        for button in (self.previous, self.next):
            button.set_available(bool(self._matches), "Nothing found")

    # -- events --------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter in the field."""
        is_key = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress
        if watched is self.field and is_key and isinstance(event, QKeyEvent) and self._handle(event):
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take F3 and Esc wherever in the bar the keyboard is."""
        if not self._handle(event):
            super().keyPressEvent(event)

    def _handle(self, event: QKeyEvent) -> bool:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3):
            self.step(-1 if back else 1)
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
            return True
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.panel))
        painter.fillRect(QRectF(0, 0, self.width(), 1), QColor(theme.hairline))
