"""The scrolling list of pairs: pointer, keys, and the buttons that lie on the current card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from reader.domain.alignment import PairState
from reader.domain.topic import Topic
from reader.ui.appearance import Appearance
from reader.ui.dock.card_list import CardList
from reader.ui.dock.pair_actions import PairActions
from reader.ui.dock.pair_card import DetailsProvider, PairCard, PairKey
from reader.ui.dock.pair_delegate import PairDelegate
from reader.ui.dock.pair_model import PairModel
from reader.ui.popups.controls import RING


class PairList(CardList):
    """Cards of pairs.

    The list's own cursor (arrow keys) is not the current pair: that one is set from outside, and a card becomes it
    when the window has gone there. Single keys act on the card under the cursor.
    """

    pair_activated = Signal(tuple)
    confirm_requested = Signal(tuple)
    reject_requested = Signal(tuple)
    undo_requested = Signal(tuple)
    note_requested = Signal(tuple)
    relation_chosen = Signal(tuple, object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("Pairs of passages", "cxun", parent)
        self.pairs = PairModel(self)
        self.actions_bar = PairActions(appearance, self.viewport())
        self.actions_bar.hide()
        self.setModel(self.pairs)
        self._delegate = PairDelegate(appearance, self.pairs, self)
        self.setItemDelegate(self._delegate)
        self.actions_bar.confirm_requested.connect(self.confirm_requested)
        self.actions_bar.reject_requested.connect(self.reject_requested)
        self.actions_bar.undo_requested.connect(self.undo_requested)
        self.actions_bar.note_requested.connect(self.note_requested)
        self.actions_bar.relation_chosen.connect(self.relation_chosen)
        self.pairs.dataChanged.connect(self._lay_out_again)
        self.pairs.modelReset.connect(self._lay_out_again)
        appearance.recoloured.connect(self.viewport().update)
        self._ready = True

    # -- data ----------------------------------------------------------------------------------------------------

    def set_cards(self, cards: Sequence[PairCard], topic: Topic | None) -> None:
        """Show the pairs of a topic; the cursor stays on its pair."""
        at = self.cursor_key()
        self._delegate.topic = topic
        self.pairs.set_cards(cards)
        self._restore_cursor(at)
        self._lay_out_again()

    def set_provider(self, provider: DetailsProvider | None) -> None:
        """Take excerpts and shared terms from another comparison."""
        self.pairs.set_provider(provider)

    def set_current(self, key: PairKey | None) -> None:
        """Show a pair in full and bring it into view; the cursor goes with it."""
        self.pairs.current = key
        self._lay_out_again()
        row = self.pairs.row_of(key)
        if row >= 0:
            self.setCurrentIndex(self.pairs.index(row))
            self.reveal_current()

    def cursor_key(self) -> PairKey | None:
        """Return the pair under the list's cursor."""
        index = self.currentIndex()
        return self.pairs.card(index.row()).key if index.isValid() else None

    def _restore_cursor(self, key: PairKey | None) -> None:
        row = self.pairs.row_of(key)
        if row >= 0 and not self.currentIndex().isValid():
            self.setCurrentIndex(self.pairs.index(row))

    def _lay_out_again(self) -> None:
        self._delegate.forget()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    # -- the current card's buttons ------------------------------------------------------------------------------

    def place_widgets(self) -> None:
        """Put the buttons on the current card."""
        row = self.pairs.row_of(self.pairs.current)
        if row < 0:
            self.actions_bar.hide()
            return
        place = self._delegate.actions_rect(self.visualRect(self.pairs.index(row)), row)
        self.actions_bar.setGeometry(place.adjusted(-RING, -RING, RING, RING))
        self.actions_bar.show_card(self.pairs.card(row))
        self.actions_bar.show()

    # -- pointer -------------------------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Answer the pointer."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        key = self.pairs.card(index.row()).key
        if self._undo_at(index, event.position()):
            self.undo_requested.emit(key)
        elif key != self.pairs.current or index != self.currentIndex():
            self.pair_activated.emit(key)

    def _undo_at(self, index: QModelIndex, place: QPointF) -> bool:
        card = self.pairs.card(index.row())
        if card.state is not PairState.REJECTED or card.key == self.pairs.current:
            return False
        return self._delegate.undo_rect(self._delegate.card_rect(self.visualRect(index))).contains(place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer in a menu what can be done."""
        key = self.cursor_key()
        if key is None:
            return
        state = self.pairs.card(self.currentIndex().row()).state
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Go to this pair", lambda: self.pair_activated.emit(key))
        menu.addSeparator()
        if state in (PairState.COMPUTED, PairState.REJECTED):
            menu.addAction("Confirm", lambda: self.confirm_requested.emit(key))
        if state is not PairState.REJECTED:
            menu.addAction("Reject", lambda: self.reject_requested.emit(key))
        if state is not PairState.COMPUTED:
            words = "Remove" if state is PairState.MADE else "Undo"
            menu.addAction(words, lambda: self.undo_requested.emit(key))
        menu.addAction("Note…", lambda: self.note_requested.emit(key))
        menu.popup(self.menu_place(event))

    # -- keys ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this control."""
        key = self.cursor_key()
        if key is None or not self.is_own_key(event):
            super().keyPressEvent(event)
            return
        signals = {
            "c": self.confirm_requested,
            "x": self.reject_requested,
            "u": self.undo_requested,
            "n": self.note_requested,
        }
        signals.get(event.text(), self.pair_activated).emit(key)
