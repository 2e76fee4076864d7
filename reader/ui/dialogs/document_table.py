"""The documents of the library as a Qt table model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.domain.document import Document, DocumentId

COLUMNS = ("Title", "Author", "Year", "Passages", "Pages", "Kind", "Added", "Open")
SORT_ROLE = Qt.ItemDataRole.UserRole
_NUMBERS = (2, 3, 4)
_KINDS = {"pdf": "PDF", "docx": "DOCX", "epub": "EPUB", "odt": "ODT", "html": "HTML"}


class DocumentTable(QAbstractTableModel):
    """One row a document; the last column says on which side it is open."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._documents: list[Document] = []
        self._open: dict[DocumentId, str] = {}

    def set_documents(
        self, documents: Sequence[Document], left: DocumentId | None = None, right: DocumentId | None = None
    ) -> None:
        """Show documents, and which of them are open."""
        self.beginResetModel()
        self._documents = list(documents)
        self._open = {}
        for document_id, side in ((left, "Left"), (right, "Right")):
            if document_id is not None:
                self._open[document_id] = "Both" if document_id in self._open else side
        self.endResetModel()

    def document(self, row: int) -> Document:
        """Return the document of a row."""
        return self._documents[row]

    def is_open(self, side: str) -> bool:
        """Tell whether there is a document on a side, "Left" or "Right"."""
        return any(shown in (side, "Both") for shown in self._open.values())

    def row_of(self, document_id: DocumentId) -> int:
        """Return a document's row, or -1."""
        return next((row for row, document in enumerate(self._documents) if document.id == document_id), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._documents)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | Qt.AlignmentFlag | None:
        """Return a heading."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return COLUMNS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | int | Qt.AlignmentFlag | None:
        """Return what a row says of itself."""
        if not index.isValid():
            return None
        document, column = self._documents[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._shown(document, column)
        if role == SORT_ROLE:
            return self._sorted_by(document, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def _shown(self, document: Document, column: int) -> str:
        added: datetime = document.added.astimezone()
        return (
            document.title,
            document.author,
            "" if document.year is None else str(document.year),
            str(document.passages),
            str(document.pages) if document.pages else "",
            _KINDS.get(document.kind, document.kind.capitalize()),
            f"{added.day} {added:%b %Y}",
            self._open.get(document.id, ""),
        )[column]

    def _sorted_by(self, document: Document, column: int) -> str | int:
        return (
            document.title.casefold(),
            document.author.casefold(),
            document.year or 0,
            document.passages,
            document.pages or 0,
            document.kind,
            document.added.isoformat(),
            self._open.get(document.id, "~"),
        )[column]


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
