"""The buttons of the current pair's card: what the reader can say of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from reader.domain.alignment import PairState, Relation
from reader.ui.appearance import Appearance
from reader.ui.dock.pair_card import RELATION_WORDS, PairCard, PairKey
from reader.ui.popups.controls import RING, Button

_SPACING = 6 - 2 * RING


class PairActions(QWidget):
    """Confirm, reject or take back; relate; note. Which of them there are depends on the pair's state."""

    confirm_requested = Signal(tuple)
    reject_requested = Signal(tuple)
    undo_requested = Signal(tuple)
    note_requested = Signal(tuple)
    relation_chosen = Signal(tuple, object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key: PairKey = (0, 0)
        self.confirm = Button(
            appearance, "Confirm", icon="check", kind="primary", keys="c", padding=7, icon_size=13, parent=self
        )
        self.undo = Button(appearance, "Undo", icon="undo-2", padding=7, icon_size=13, parent=self)
        self.reject = Button(appearance, "Reject", icon="x", keys="x", padding=7, icon_size=13, parent=self)
        self.relation = Button(appearance, icon="arrow-left-right", chevron=False, parent=self)
        self.note = Button(appearance, "Note", icon="message-square", padding=7, icon_size=13, parent=self)
        self.relation.set_menu(self._relation_menu())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING)
        for button in (self.confirm, self.undo, self.reject):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.relation)
        row.addWidget(self.note)
        for button, signal in (
            (self.confirm, self.confirm_requested),
            (self.undo, self.undo_requested),
            (self.reject, self.reject_requested),
            (self.note, self.note_requested),
        ):
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(self._key))

    def _relation_menu(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        self._relations: dict[Relation | None, QAction] = {}
        for relation in (None, *Relation):
            action = menu.addAction("No relation set" if relation is None else RELATION_WORDS[relation])
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _=False, r=relation: self.relation_chosen.emit(self._key, r))
            self._relations[relation] = action
        return menu

    def show_card(self, card: PairCard) -> None:
        """Offer what can be said of a pair."""
        self._key = card.key
        self.confirm.setVisible(card.state in (PairState.COMPUTED, PairState.REJECTED))
        self.reject.setVisible(card.state is not PairState.REJECTED)
        self.undo.setVisible(card.state is not PairState.COMPUTED)
        names = {
            PairState.CONFIRMED: "Take the confirmation back",
            PairState.REJECTED: "Take the rejection back",
            PairState.MADE: "Remove the pair made by hand",
        }
        made = card.state is PairState.MADE
        self.undo.set_words("Remove" if made else "Undo")
        self.undo.set_symbol("trash-2" if made else "undo-2")
        self.undo.describe(names.get(card.state, "Undo"), "u")
        shown = RELATION_WORDS[card.relation] if card.relation is not None else "not set"
        self.relation.describe(f"Relation of the two passages: {shown}")
        self._relations[card.relation].setChecked(True)
        self.note.describe("Edit the note on this pair" if card.note else "Note on this pair", "n")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the contents to the new size."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out words where there is no room, the least needed ones first."""
        words = {self.note: "Note", self.reject: "Reject", self.undo: self.undo.text() or "Undo"}
        for button, text in words.items():
            button.set_words(text)
        for button in words:
            shown = [b for b in (self.confirm, self.undo, self.reject, self.relation, self.note) if not b.isHidden()]
            needed = sum(b.sizeHint().width() for b in shown) + _SPACING * len(shown)
            if needed <= self.width():
                return
            button.set_words("")
