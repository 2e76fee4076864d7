"""The terms of a topic as a Qt model: added, weighed, renamed and removed in place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from reader.domain.topic import WeightedTerm

STEPS = (0.2, 0.4, 0.6, 0.8, 1.0)


def clean_term(text: str) -> str:
    """Write a term as it is stored: with single spaces."""
    return " ".join(text.split())


def split_terms(text: str) -> list[str]:
    """Part what was typed at commas, semicolons and line ends; empty parts and doubles are left out."""
    parts = (clean_term(part) for part in text.replace(";", ",").replace("\n", ",").split(","))
    return list({part.casefold(): part for part in reversed([part for part in parts if part])}.values())[::-1]


def next_step(weight: float, direction: int) -> float:
    """Return the next weight of STEPS up (1) or down (-1), or the last one there is."""
    if direction > 0:
        return next((step for step in STEPS if step > weight + 1e-9), STEPS[-1])
    return next((step for step in reversed(STEPS) if step < weight - 1e-9), STEPS[0])


class TermModel(QAbstractListModel):
    """Rows of weighted terms, the reader's last one first.

    Signals:
        terms_changed: After any change that the reader made; not after `set_terms`.
    """

    terms_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._terms: list[WeightedTerm] = []

    @property
    def terms(self) -> tuple[WeightedTerm, ...]:
        """The terms in order."""
        return tuple(self._terms)

    def set_terms(self, terms: Iterable[WeightedTerm]) -> None:
        """Show other terms."""
        self.beginResetModel()
        self._terms = list(terms)
        self.endResetModel()

    def row_of(self, term: str) -> int:
        """Return a term's row, without regard to case, or -1."""
        wanted = clean_term(term).casefold()
        return next((row for row, known in enumerate(self._terms) if known.term.casefold() == wanted), -1)

    def add(self, terms: Sequence[WeightedTerm]) -> list[WeightedTerm]:
        """Put terms at the top, in their order; those that are there already stay as they are.

        Returns:
            What was added.
        """
        fresh: dict[str, WeightedTerm] = {}
        for given in terms:
            text = clean_term(given.term)
            if text and self.row_of(text) < 0:
                fresh.setdefault(text.casefold(), WeightedTerm(text, given.weight))
        added = list(fresh.values())
        if added:
            self.beginInsertRows(QModelIndex(), 0, len(added) - 1)
            self._terms[:0] = added
            self.endInsertRows()
            self.terms_changed.emit()
        return added

    def remove(self, row: int) -> None:
        """Take a term away."""
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._terms[row]
        self.endRemoveRows()
        self.terms_changed.emit()

    def set_weight(self, row: int, weight: float) -> None:
        """Weigh a term."""
        self._replace(row, WeightedTerm(self._terms[row].term, weight))

    def step(self, row: int, direction: int) -> None:
        """Weigh a term one step more (1) or less (-1)."""
        self.set_weight(row, next_step(self._terms[row].weight, direction))

    def _replace(self, row: int, term: WeightedTerm) -> None:
        if term != self._terms[row]:
            self._terms[row] = term
            self.dataChanged.emit(self.index(row), self.index(row))
            self.terms_changed.emit()

    # -- Qt's model ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._terms)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return what a row says of itself."""
        if not index.isValid() or index.row() >= len(self._terms):
            return None
        term = self._terms[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return term.term
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{term.term}, weight {term.weight:.1f}"
        if role == Qt.ItemDataRole.ToolTipRole:
            alone = "decides alone" if term.weight >= 1 else "counts together with others"
            return f"{term.term}: weight {term.weight:.1f}, {alone}"
        return None

    def setData(
        self, index: QModelIndex | QPersistentModelIndex, value: object, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Rename a term; an empty name, and one that is there already, are not taken."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole or not isinstance(value, str):
            return False
        text, row = clean_term(value), index.row()
        if not text or self.row_of(text) not in (-1, row):
            return False
        self._replace(row, WeightedTerm(text, self._terms[row].weight))
        return True

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Let terms be renamed in place."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() else flags
