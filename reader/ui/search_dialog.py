"""Search the whole library: a field, the places found, and a way to each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from reader.domain.document import Document, DocumentId
from reader.domain.repositories import SearchHit
from reader.ui.appearance import Appearance
from reader.ui.palette import IN_SHEETS

_Index = QModelIndex | QPersistentModelIndex
# Typing pauses this long before the library is asked.
_PAUSE_MS = 150

Finder = Callable[[str, Callable[[Sequence[SearchHit]], None]], None]


class SearchHits(QAbstractListModel):
    """The places found, one row each: the document's byline and the text around."""

    def __init__(self, names: dict[DocumentId, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self._hits: Sequence[SearchHit] = ()

    def show_hits(self, hits: Sequence[SearchHit]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self._hits = hits
        self.endResetModel()

    def hit(self, index: _Index) -> SearchHit:
        """Return the hit of a row."""
        return self._hits[index.row()]

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many places were found."""
        return 0 if parent is not None and parent.isValid() else len(self._hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return what a row shows or says."""
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{self._names.get(hit.document_id, '')}  ·  {' '.join(hit.snippet.split())}"
        return None


class SearchDialog(QDialog):
    """Finds words in every document of the library; opens on the words given.

    Signals:
        chosen: The SearchHit to go to.
    """

    chosen = Signal(object)

    def __init__(
        self, appearance: Appearance, documents: Sequence[Document], find: Finder, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Search the library")
        self.resize(720, 480)
        self._find = find
        self._asked: str | None = None
        self._shown = ""
        self._choose_when_found = False
        self.field = QLineEdit()
        self.field.setPlaceholderText("Words in any document; the last one may be a beginning")
        self.field.setClearButtonEnabled(True)
        self.field.setAccessibleName("Search the library")
        self.hits = SearchHits({document.id: document.byline for document in documents}, self)
        self.list = QListView()
        self.list.setModel(self.hits)
        self.list.setUniformItemSizes(False)
        self.list.setWordWrap(True)
        self.list.setSpacing(4)
        self.list.setAccessibleName("Places found")
        self.list.setFont(appearance.reading_font(14))
        self.message = QLabel("Every document, its notes and its bibliography are searched.")
        self.message.setStyleSheet(f"color: {IN_SHEETS.ink2}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        for widget in (self.field, self.list, self.message):
            layout.addWidget(widget)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._search)
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self.field.returnPressed.connect(self._choose_current)
        self.field.installEventFilter(self)
        self.list.activated.connect(self._choose)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Up and Down in the field move through the list."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                row = max(0, min(self.hits.rowCount() - 1, self.list.currentIndex().row() + step))
                self.list.setCurrentIndex(self.hits.index(row))
                return True
        return super().eventFilter(watched, event)

    def _search(self) -> None:
        self._pause.stop()
        query = self._asked = self.field.text().strip()

        def found(hits: Sequence[SearchHit]) -> None:
            if query == self._asked:
                self._show(query, hits)

        self._find(query, found)

    def done(self, result: int) -> None:
        """Close; what is still being searched for is no longer wanted."""
        self._pause.stop()
        self._asked = None
        super().done(result)

    def _show(self, query: str, hits: Sequence[SearchHit]) -> None:
        self.hits.show_hits(hits)
        self._shown = query
        if hits:
            self.list.setCurrentIndex(self.hits.index(0))
            self.message.setText("1 place" if len(hits) == 1 else f"{len(hits)} places")
        else:
            self.message.setText(f"Nothing found for “{query}”." if query else "")
        if self._choose_when_found:
            self._choose_when_found = False
            self._choose(self.list.currentIndex())

    def _choose_current(self) -> None:
        # Enter directly after typing means the words in the field, not what was found for earlier ones.
        self._choose_when_found = self._pause.isActive() or self._shown != self.field.text().strip()
        if self._pause.isActive():
            self._search()
        elif not self._choose_when_found:
            self._choose(self.list.currentIndex())

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.hits.hit(index))
            self.accept()
