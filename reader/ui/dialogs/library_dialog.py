"""The dialog in which the reader chooses what is left and what is right, and keeps the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reader.domain.document import Document, DocumentId
from reader.ui.appearance import Appearance
from reader.ui.dialogs.document_table import SORT_ROLE, DocumentTable
from reader.ui.palette import IN_SHEETS


class DocumentFilter(QSortFilterProxyModel):
    """Keeps the documents whose title, author or year hold every word that was typed."""

    def __init__(self, table: DocumentTable) -> None:
        super().__init__(table)
        self._words: tuple[str, ...] = ()
        self.setSourceModel(table)
        self.setSortRole(SORT_ROLE)
        self._table = table

    def set_words(self, text: str) -> None:
        """Narrow the table."""
        self._words = tuple(text.casefold().split())
        self.invalidate()

    def filterAcceptsRow(self, row: int, _parent: QModelIndex | QPersistentModelIndex) -> bool:
        """Tell whether a document is shown."""
        document = self._table.document(row)
        held = f"{document.title} {document.author} {document.year or ''}".casefold()
        return all(word in held for word in self._words)


class LibraryTable(QTableView):
    """The table; Enter opens on the left, Shift+Enter on the right, Delete removes."""

    open_left = Signal()
    open_right = Signal()
    remove_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this control."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.open_right if shifted else self.open_left).emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_requested.emit()
        else:
            super().keyPressEvent(event)


class LibraryDialog(QDialog):
    """Lists the documents; what is pressed is only asked for, the window does it.

    Removing asks nothing: it can be undone.

    Signals:
        open_left, open_right, edit_requested, remove_requested: The document's id.
        reread_requested, pdf_requested: The same, to read it again, or to write its PDF with its highlights.
        import_requested: Choose files to import.
    """

    open_left = Signal(str)
    open_right = Signal(str)
    edit_requested = Signal(str)
    remove_requested = Signal(str)
    reread_requested = Signal(str)
    pdf_requested = Signal(str)
    import_requested = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setWindowTitle("Library")
        self.words = QLineEdit(self)
        self.words.setPlaceholderText("Search title, author or year")
        self.words.setAccessibleName("Search title, author or year")
        self.words.setClearButtonEnabled(True)
        self._search = QAction(self)
        self.words.addAction(self._search, QLineEdit.ActionPosition.LeadingPosition)
        self.documents = DocumentTable(self)
        self._shown = DocumentFilter(self.documents)
        self.table = LibraryTable(self)
        self._set_up_table()
        self._nothing = QLabel(self)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.left = QPushButton("Open left", self)
        self.right = QPushButton("Open right", self)
        self.importer = QPushButton("Import…", self)
        self.edit = QPushButton("Edit…", self)
        self.remove = QPushButton("Remove", self)
        self.more = QPushButton("More", self)
        menu = QMenu(self)
        self.reread = menu.addAction(
            "Read again with the current parser…", lambda: self._emit(self.reread_requested.emit)
        )
        self.pdf = menu.addAction(
            "Export a copy of the PDF with your highlights…", lambda: self._emit(self.pdf_requested.emit)
        )
        self.more.setMenu(menu)
        self.close_button = QPushButton("Close", self)
        self._lay_out()
        self._connect()
        appearance.recoloured.connect(self._restyle)
        self._restyle()
        self._update()
        self.resize(880, 440)

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self._shown)
        table.setAccessibleName("Documents")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        table.setTabKeyNavigation(False)
        table.setStyleSheet("QTableView::item { padding: 0 8px; }")
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        column, buttons = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.words)
        column.addWidget(self.table, 1)
        column.addWidget(self._nothing)
        buttons.setSpacing(8)
        for button in (self.left, self.right):
            buttons.addWidget(button)
        buttons.addSpacing(16)
        for button in (self.importer, self.edit, self.remove, self.more):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column.addLayout(buttons)
        for button in (self.left, self.right, self.importer, self.edit, self.remove, self.more, self.close_button):
            button.setAutoDefault(False)

    def _connect(self) -> None:
        self.words.textChanged.connect(self._narrow)
        self.words.returnPressed.connect(self.table.setFocus)
        self.table.selectionModel().selectionChanged.connect(self._update)
        self._shown.modelReset.connect(self._update)
        self.table.doubleClicked.connect(lambda _index: self._open_double_clicked())
        self.table.open_left.connect(self.left.click)
        self.table.open_right.connect(self.right.click)
        self.table.remove_requested.connect(self.remove.click)
        for button, signal in (
            (self.left, self.open_left),
            (self.right, self.open_right),
            (self.edit, self.edit_requested),
            (self.remove, self.remove_requested),
        ):
            button.clicked.connect(lambda _=False, signal=signal: self._emit(signal.emit))
        self.importer.clicked.connect(self.import_requested)
        self.close_button.clicked.connect(self.close)

    def _restyle(self) -> None:
        self._search.setIcon(self._appearance.icon("search", self._appearance.theme.ink2))
        self._nothing.setStyleSheet(f"color: {IN_SHEETS.ink2};")
        self.table.verticalHeader().setDefaultSectionSize(self.table.fontMetrics().height() + 16)

    # -- data ----------------------------------------------------------------------------------------------------

    def set_documents(
        self, documents: Sequence[Document], left: DocumentId | None = None, right: DocumentId | None = None
    ) -> None:
        """Show the documents of the library, and which two are open; the selection stays on its document."""
        selected = self.selected()
        self.documents.set_documents(documents, left, right)
        row = self.documents.row_of(selected) if selected is not None else -1
        shown = self._shown.mapFromSource(self.documents.index(max(0, row), 0))
        if shown.isValid():
            self.table.selectRow(shown.row())
        self._update()

    def selected(self) -> DocumentId | None:
        """Return the selected document."""
        rows = self.table.selectionModel().selectedRows()
        return self.documents.document(self._shown.mapToSource(rows[0]).row()).id if rows else None

    def _narrow(self, text: str) -> None:
        self._shown.set_words(text)
        if self.selected() is None and self._shown.rowCount():
            self.table.selectRow(0)
        self._update()

    def _update(self) -> None:
        chosen = self.selected()
        row = self.documents.row_of(chosen) if chosen is not None else -1
        self.pdf.setEnabled(row >= 0 and bool(self.documents.document(row).pages))
        for button in (self.left, self.right, self.edit, self.remove, self.more):
            button.setEnabled(chosen is not None)
            button.setToolTip("" if chosen is not None else "Choose a document first")
        if not self.documents.rowCount():
            self._nothing.setText("The library is empty. Import a document to begin.")
        else:
            self._nothing.setText(f"Nothing found for “{self.words.text()}”.")
        self._nothing.setVisible(not self._shown.rowCount())

    def _emit(self, emit: Callable[[str], None]) -> None:
        chosen = self.selected()
        if chosen is not None:
            emit(chosen)

    def _open_double_clicked(self) -> None:
        """Open on the left, or on the right where only that side is free."""
        only_right_free = self.documents.is_open("Left") and not self.documents.is_open("Right")
        (self.right if only_right_free else self.left).click()
