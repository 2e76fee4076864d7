"""The annotations list as a Qt model: group headings and cards."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.domain.annotation import AnnotationId, HighlightColour, Placement
from reader.ui.dock.annotation_card import (
    AnnotationCard,
    AnnotationOrder,
    CardFilter,
    GroupHeading,
    Row,
    arrange,
    count_colours,
    describe,
    tag_tree,
)


class AnnotationModel(QAbstractListModel):
    """Rows of headings and cards, filtered and grouped."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[AnnotationCard] = []
        self._rows: list[Row] = []
        self._on_screen: frozenset[AnnotationId] = frozenset()
        self._topic: tuple[str, str] | None = None
        self.filter = CardFilter()
        self.order = AnnotationOrder.POSITION

    # -- what is shown -------------------------------------------------------------------------------------------

    def set_cards(self, cards: Sequence[AnnotationCard]) -> None:
        """Show other annotations."""
        self._all = list(cards)
        self._arrange()

    def set_on_screen(self, ids: Collection[AnnotationId]) -> None:
        """Say which annotations are in view."""
        if frozenset(ids) != self._on_screen:
            self._on_screen = frozenset(ids)
            self._arrange()

    def set_topic(self, topic: tuple[str, str] | None) -> None:
        """Group under the active topic, given by slug and name."""
        self._topic = topic
        self._arrange()

    def set_filter(self, filter_: CardFilter) -> None:
        """Narrow the list."""
        self.filter = filter_
        self._arrange()

    def set_order(self, order: AnnotationOrder) -> None:
        """Order the list."""
        self.order = order
        self._arrange()

    def _arrange(self) -> None:
        rows = arrange(self._all, self.filter, self.order, self._on_screen, self._topic)
        if [_identity(row) for row in rows] == [_identity(row) for row in self._rows]:
            before, self._rows = self._rows, rows
            for number, (old, new) in enumerate(zip(before, rows, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(number), self.index(number))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    # -- what there is -------------------------------------------------------------------------------------------

    @property
    def total(self) -> int:
        """How many annotations there are, whatever the filter."""
        return len(self._all)

    def row(self, number: int) -> Row:
        """Return a heading or a card."""
        return self._rows[number]

    def card(self, number: int) -> AnnotationCard | None:
        """Return the card of a row, None for headings and rows that are not there."""
        row = self._rows[number] if 0 <= number < len(self._rows) else None
        return row if isinstance(row, AnnotationCard) else None

    def row_of(self, annotation_id: AnnotationId | None) -> int:
        """Return the row of an annotation, or -1."""
        for number, row in enumerate(self._rows):
            if isinstance(row, AnnotationCard) and row.id == annotation_id:
                return number
        return -1

    def count(self, placement: Placement) -> int:
        """Count the annotations that were placed in a way, whatever the filter."""
        return sum(card.placement is placement for card in self._all)

    def next_unsure(self, annotation_id: AnnotationId | None) -> AnnotationCard | None:
        """Return the next listed card after one whose place is not sure, from the top again; those lost come last."""
        at = self.row_of(annotation_id) + 1
        cards = [row for row in self._rows[at:] + self._rows[:at] if isinstance(row, AnnotationCard)]
        wanted = [card for card in cards if card.needs_review and card.id != annotation_id]
        return min(wanted, key=lambda card: card.placement is Placement.ORPHANED, default=None)

    def colour_counts(self) -> dict[HighlightColour, int]:
        """Count what each colour would show."""
        return count_colours(self._all, self.filter)

    def tags(self) -> list[tuple[str, int]]:
        """List the tags in use with their counts."""
        return tag_tree(self._all)

    # -- Qt's model ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Return what can be done with a row."""
        if index.isValid() and self.card(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return what a row says of itself."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.text if isinstance(row, GroupHeading) else describe(row)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, AnnotationCard):
            return f"{row.created.astimezone():%d %B %Y, %H:%M}"
        return None


def _identity(row: Row) -> str:
    return f"# {row.text}" if isinstance(row, GroupHeading) else row.id
