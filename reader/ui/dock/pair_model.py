"""The pairs of the alignments list as a Qt model: filtered, ordered, with details fetched when first needed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.domain.alignment import PairState
from reader.ui.dock.pair_card import (
    DetailsProvider,
    PairCard,
    PairDetails,
    PairKey,
    PairOrder,
    arrange,
    count_states,
    describe,
)

_NO_DETAILS = PairDetails("", "", (), (), (), "")


class PairModel(QAbstractListModel):
    """Rows of cards; `card` and `details` give a delegate what it paints.

    Attributes:
        current: The pair both panes show, or None; it is shown whole.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[PairCard] = []
        self._shown: list[PairCard] = []
        self._rows: dict[PairKey, int] = {}
        self._provider: DetailsProvider | None = None
        self._details: dict[PairKey, PairDetails] = {}
        self._state: PairState | None = None
        self._order = PairOrder.SCORE
        self.current: PairKey | None = None

    # -- what is shown -------------------------------------------------------------------------------------------

    def set_cards(self, cards: Sequence[PairCard]) -> None:
        """Show other cards; where only their contents differ, the rows stay."""
        self._all = list(cards)
        self._arrange()

    def set_provider(self, provider: DetailsProvider | None) -> None:
        """Take details from another comparison."""
        self._provider = provider
        self._details.clear()
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def set_state(self, state: PairState | None) -> None:
        """Show the pairs of one state, or all."""
        self._state = state
        self._arrange()

    def set_order(self, order: PairOrder) -> None:
        """Order the list."""
        self._order = order
        self._arrange()

    def _arrange(self) -> None:
        shown = arrange(self._all, self._state, self._order)
        if [card.key for card in shown] == [card.key for card in self._shown]:
            before, self._shown = self._shown, shown
            for row, (old, new) in enumerate(zip(before, shown, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(row), self.index(row))
            return
        self.beginResetModel()
        self._shown = shown
        self._rows = {card.key: row for row, card in enumerate(shown)}
        self.endResetModel()

    # -- what there is -------------------------------------------------------------------------------------------

    def counts(self) -> dict[PairState | None, int]:
        """Count all cards by state, whatever the filter."""
        return count_states(self._all)

    def card(self, row: int) -> PairCard:
        """Return the card of a row."""
        return self._shown[row]

    def row_of(self, key: PairKey | None) -> int:
        """Return the row of a pair, or -1 where the filter hides it."""
        return -1 if key is None else self._rows.get(key, -1)

    def details(self, row: int) -> PairDetails:
        """Return a card's details, asking for them the first time."""
        key = self._shown[row].key
        if key not in self._details:
            if self._provider is None:
                return _NO_DETAILS
            found = self._provider(key)
            if found is None:
                return _NO_DETAILS
            self._details[key] = found
        return self._details[key]

    def details_found(self, keys: Sequence[PairKey]) -> None:
        """Show the details of these pairs, which were still being found or have changed."""
        for key in keys:
            self._details.pop(key, None)
            row = self.row_of(key)
            if row >= 0:
                self.dataChanged.emit(self.index(row), self.index(row))

    # -- Qt's model ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return what a row says of itself."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return describe(self._shown[index.row()], index.row(), len(self._shown))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self.details(index.row()).reason
        return None
