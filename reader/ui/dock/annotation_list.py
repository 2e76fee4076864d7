"""The scrolling list of annotations: pointer, keys, and the buttons on the card under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QWidget

from reader.domain.annotation import AnnotationId, HighlightColour
from reader.ui.appearance import Appearance
from reader.ui.dock.annotation_actions import AnnotationActions
from reader.ui.dock.annotation_card import AnnotationCard
from reader.ui.dock.annotation_delegate import AnnotationDelegate
from reader.ui.dock.annotation_model import AnnotationModel
from reader.ui.dock.card_list import CardList


def _local_time() -> datetime:
    return datetime.now(UTC).astimezone()


class AnnotationList(CardList):
    """Cards of annotations under group headings.

    Signals:
        annotation_activated: Go to the annotation.
        edit_requested, delete_requested, tags_edit_requested, copy_requested: With its id.
        recolour_requested: With its id and the colour.
        current_changed: The card under the cursor or None, whenever there may be another or it may show other things.
    """

    annotation_activated = Signal(str)
    edit_requested = Signal(str)
    delete_requested = Signal(str)
    recolour_requested = Signal(str, object)
    tags_edit_requested = Signal(str)
    copy_requested = Signal(str)
    current_changed = Signal(object)

    def __init__(
        self, appearance: Appearance, parent: QWidget | None = None, now: Callable[[], datetime] = _local_time
    ) -> None:
        super().__init__("Annotations", "12345ent", parent)
        self.annotations = AnnotationModel(self)
        self._delegate = AnnotationDelegate(appearance, self.annotations, self, now)
        self.card_actions = AnnotationActions(appearance, self.viewport())
        self._at: AnnotationId | None = None
        self.setModel(self.annotations)
        self.setItemDelegate(self._delegate)
        for name in ("edit", "delete", "recolour", "tags_edit", "copy"):
            getattr(self.card_actions, f"{name}_requested").connect(getattr(self, f"{name}_requested"))
        self.annotations.modelReset.connect(self._restore_cursor)
        self.annotations.dataChanged.connect(self._lay_out_again)
        appearance.recoloured.connect(self.viewport().update)
        self._ready = True

    # -- the cursor ----------------------------------------------------------------------------------------------

    def set_current(self, annotation_id: AnnotationId | None) -> None:
        """Put the cursor on an annotation and bring it into view; None takes it away."""
        self._at = annotation_id
        row = self.annotations.row_of(annotation_id)
        index = self.annotations.index(row) if row >= 0 else QModelIndex()
        self.setCurrentIndex(index)
        self.reveal_current()

    def reveal_current(self) -> None:
        """Bring the card under the cursor into view, with the heading if it is the first of its group."""
        row = self.currentIndex().row()
        if row > 0 and self.annotations.card(row - 1) is None:
            self.doItemsLayout()
            self.scrollTo(self.annotations.index(row - 1))
        super().reveal_current()

    def current_card(self) -> AnnotationCard | None:
        """Return the card under the cursor."""
        return self.annotations.card(self.currentIndex().row())

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Show the card under the cursor whole."""
        super().currentChanged(current, previous)
        if not self._ready:
            return
        card = self.current_card()
        if card is not None:
            self._at = card.id
        self._lay_out_again()

    def _restore_cursor(self) -> None:
        row = self.annotations.row_of(self._at)
        if row >= 0:
            self.setCurrentIndex(self.annotations.index(row))
        self._lay_out_again()

    def _lay_out_again(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
        self.current_changed.emit(self.current_card())

    def measure(self, row: int) -> bool:
        """Find out a card's height; tell whether it is another than was taken so far."""
        return self._delegate.measure(row)

    def place_widgets(self) -> None:
        """Put the buttons on the card under the cursor."""
        index, card = self.currentIndex(), self.current_card()
        self.card_actions.show_card(card)
        if card is None:
            return
        place = self.visualRect(index)
        rect = self._delegate.card_rect(place)
        add_tag = self._delegate.add_tag_place(place, index.row()).toPoint()
        self.card_actions.place(add_tag, rect.bottomRight().toPoint() - QPoint(6, 2))

    # -- pointer and keys ----------------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Answer the pointer."""
        super().mouseReleaseEvent(event)
        card = self.annotations.card(self.indexAt(event.position().toPoint()).row())
        if event.button() == Qt.MouseButton.LeftButton and card is not None:
            self.annotation_activated.emit(card.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer in a menu what can be done."""
        card = self.current_card()
        if card is not None:
            self.card_actions.menu(card).popup(self.menu_place(event))

    def is_own_key(self, event: QKeyEvent) -> bool:
        """Tell whether a key is a command of this list."""
        deletes = event.key() == Qt.Key.Key_Delete and not event.modifiers()
        return deletes or event.matches(QKeySequence.StandardKey.Copy) or super().is_own_key(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this control."""
        card = self.current_card()
        if card is None or not self.is_own_key(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit(card.id)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit(card.id)
        elif event.text() in ("e", "n"):
            self.edit_requested.emit(card.id)
        elif event.text() == "t":
            self.tags_edit_requested.emit(card.id)
        elif event.text() and event.text() in "12345":
            self.recolour_requested.emit(card.id, list(HighlightColour)[int(event.text()) - 1])
        else:
            self.annotation_activated.emit(card.id)
