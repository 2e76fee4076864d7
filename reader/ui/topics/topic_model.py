"""The topics of the manager as a Qt model, narrowed by a search, and moved before the library has stored it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.ui.toolbar.topic_chip import TopicItem


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic as the manager shows it: look and counts as in the toolbar, what it is about, how many terms it has."""

    item: TopicItem
    description: str = ""
    terms: int = 0


class TopicModel(QAbstractListModel):
    """Rows of topics in the reader's order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[TopicRow] = []
        self._shown: list[TopicRow] = []
        self._words: tuple[str, ...] = ()

    @property
    def topics(self) -> tuple[TopicRow, ...]:
        """All topics, whatever the search."""
        return tuple(self._all)

    @property
    def narrowed(self) -> bool:
        """Whether a search hides some; then there is nothing to move between."""
        return bool(self._words)

    def set_topics(self, rows: Sequence[TopicRow]) -> None:
        """Show these topics; where only their contents differ, the rows stay."""
        same = [row.item.slug for row in rows] == [row.item.slug for row in self._all]
        self._all = list(rows)
        shown = self._found()
        if same and len(shown) == len(self._shown):
            self._shown = shown
            if shown:
                self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))
            return
        self._reset(shown)

    def set_words(self, text: str) -> None:
        """Narrow to the topics whose name or description holds every word."""
        self._words = tuple(text.casefold().split())
        self._reset(self._found())

    def _found(self) -> list[TopicRow]:
        return [
            row
            for row in self._all
            if all(word in f"{row.item.name} {row.description}".casefold() for word in self._words)
        ]

    def _reset(self, shown: list[TopicRow]) -> None:
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def topic(self, row: int) -> TopicRow:
        """Return the topic of a row."""
        return self._shown[row]

    def row_of(self, slug: str | None) -> int:
        """Return a topic's row, or -1 where it is not shown."""
        return next((number for number, row in enumerate(self._shown) if row.item.slug == slug), -1)

    def move(self, row: int, target: int) -> bool:
        """Move a topic to another row at once, so that the list follows the hand.

        Args:
            row: Where it is.
            target: The row it has afterwards.

        Returns:
            Whether anything moved.
        """
        target = min(max(0, target), len(self._shown) - 1)
        if self.narrowed or row == target or not 0 <= row < len(self._shown):
            return False
        # Qt counts the target before the row is taken out.
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), target + 1 if target > row else target)
        self._all.insert(target, self._all.pop(row))
        self._shown = list(self._all)
        self.endMoveRows()
        return True

    # -- Qt's model ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return what a row says of itself."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.item.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.item.spoken(active=False)}, {index.row() + 1} of {len(self._shown)}"
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return row.description
        return None
