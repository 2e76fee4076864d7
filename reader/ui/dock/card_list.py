"""What both lists of cards have in common: looks, smooth scrolling, keys before the window's shortcuts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

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

    def updateGeometries(self) -> None:
        """Keep what lies on the cards in its place."""
        super().updateGeometries()
        if self._ready:
            self.place_widgets()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Keep what lies on the cards in its place."""
        super().scrollContentsBy(dx, dy)
        if self._ready:
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
