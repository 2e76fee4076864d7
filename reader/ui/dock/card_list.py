"""What both lists of cards have in common: looks, smooth scrolling, keys before the window's shortcuts."""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

_SLICE_SECONDS = 0.008
_NO_COMMAND = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class CardList(QListView):
    """A list of cards with widgets lying on one of them.

    Args:
        letters: The single characters that are commands here while the list has the focus.
    """

    def __init__(self, name: str, letters: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters = letters
        self._ready = False  # Qt calls updateGeometries before a subclass is complete
        self._measuring = self._moved = False
        self._rows: Iterator[int] = iter(())
        self._idle = QTimer(self)
        self._idle.timeout.connect(self._measure_slice)
        self.setAccessibleName(name)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setStyleSheet("QListView { background: transparent; border: 0; }")
        self.verticalScrollBar().setSingleStep(24)

    def place_widgets(self) -> None:
        """Put the widgets on their card; called whenever cards have moved."""
        raise NotImplementedError

    # -- heights -------------------------------------------------------------------------------------------------

    def measure(self, _row: int) -> bool:
        """Find out a card's height; tell whether it is another than the delegate gave so far.

        A list asks for the heights of all its cards at once, and laying out the words of hundreds takes too long: a
        delegate may give a height near enough until a card comes into view or there is time.
        """
        return False

    def doItemsLayout(self) -> None:
        """Place the cards; those in view have their true heights at once, the others soon."""
        super().doItemsLayout()
        if self._ready:
            self._measure_view()
            self._rows, self._moved = iter(range(self.model().rowCount())), False
            self._idle.start(0)

    def _rows_in_view(self) -> list[int]:
        first, bottom = self.indexAt(QPoint(self.viewport().width() // 2, 0)).row(), self.viewport().height()
        rows: list[int] = []
        while 0 <= first < self.model().rowCount() and self.visualRect(self.model().index(first, 0)).top() < bottom:
            rows.append(first)
            first += 1
        return rows

    def _measure_view(self) -> None:
        if self._measuring:
            return
        self._measuring = True
        try:
            # Cards that turn out shorter bring others into view.
            while True:
                rows = self._rows_in_view()
                changed = [row for row in rows if self.measure(row)]
                if not changed:
                    return
                self._place_again(next((row for row in rows if row not in changed), rows[0]))
        finally:
            self._measuring = False

    def _place_again(self, anchor: int) -> None:
        """Place the cards by their new heights; what is in view stays where it is."""
        index, bar = self.model().index(anchor, 0), self.verticalScrollBar()
        top = self.visualRect(index).top()
        super().doItemsLayout()
        bar.setValue(bar.value() + self.visualRect(index).top() - top)

    def _measure_slice(self) -> None:
        until = time.perf_counter() + _SLICE_SECONDS
        for row in self._rows:
            self._moved = self.measure(row) or self._moved
            if time.perf_counter() > until:
                return
        self._idle.stop()
        rows = self._rows_in_view()
        if self._moved and rows:
            self._place_again(rows[0])

    # -- Qt ------------------------------------------------------------------------------------------------------

    def updateGeometries(self) -> None:
        """Keep what lies on the cards in its place."""
        super().updateGeometries()
        if self._ready:
            self.place_widgets()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Keep what lies on the cards in its place."""
        super().scrollContentsBy(dx, dy)
        if self._ready:
            self._measure_view()
            self.place_widgets()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the contents to the new size."""
        super().resizeEvent(event)
        self.doItemsLayout()  # at once: cards of the old width would overlap for a moment

    def showEvent(self, event: QShowEvent) -> None:
        """Begin when shown."""
        super().showEvent(event)
        self.reveal_current()  # it may have been chosen while the list was hidden and had no size

    def reveal_current(self) -> None:
        """Bring the card under the cursor into view."""
        index = self.currentIndex()
        if index.isValid():
            self.doItemsLayout()
            self.scrollTo(index)
            self.scrollTo(index)  # cards that came into view may have changed their heights

    def menu_place(self, event: QContextMenuEvent) -> QPoint:
        """Return where on the screen a menu opens: at the pointer, or on the card under the cursor if a key asked."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            return event.globalPos()
        card = self.visualRect(self.currentIndex()).intersected(self.viewport().rect())
        return self.viewport().mapToGlobal(card.center())

    def event(self, event: QEvent) -> bool:
        """Claim this control's keys before the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.is_own_key(event):
            event.accept()
            return True
        return super().event(event)

    def is_own_key(self, event: QKeyEvent) -> bool:
        """Tell whether a key is a command of this list."""
        if event.modifiers() & ~_NO_COMMAND:
            return False
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return enter or (bool(event.text()) and event.text() in self._letters)

    def keyboardSearch(self, _search: str) -> None:
        """Search nothing: letters are commands here."""
