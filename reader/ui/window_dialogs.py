"""The dialogs of the window: choose, edit and remove documents, search the library, all keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from reader.domain.document import Document, DocumentId
from reader.domain.repositories import SearchHit
from reader.ui.appearance import Appearance
from reader.ui.commands import COMMANDS
from reader.ui.comparing import Comparing
from reader.ui.dialogs.document_dialog import DocumentDialog
from reader.ui.dialogs.library_dialog import LibraryDialog
from reader.ui.library_actions import LibraryActions
from reader.ui.linked_scrolling import other_side
from reader.ui.pair_browser import Side
from reader.ui.popups.key_sheet import KeyGroup, KeyRow, KeySheet
from reader.ui.search_dialog import SearchDialog
from reader.ui.travelling import Travelling
from reader.ui.workbench import SIDES, Workbench


class WindowDialogs(QObject):
    """Opens dialogs and carries out what was chosen in them.

    Args:
        window: Their parent.
        appearance: Colours, faces and icons.
        bench: Services and announcements.
        comparing: The open pair.
        library: Documents.
        travelling: Goes to what was found.
    """

    def __init__(
        self,
        window: QWidget,
        appearance: Appearance,
        bench: Workbench,
        comparing: Comparing,
        library: LibraryActions,
        travelling: Travelling,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._appearance = appearance
        self._bench = bench
        self._comparing = comparing
        self._library = library
        self._travelling = travelling
        self._go_when_open: SearchHit | None = None
        library.rereading.done.connect(self._show_again)

    # -- documents -----------------------------------------------------------------------------------------------

    def open_ids(self) -> tuple[DocumentId | None, DocumentId | None]:
        """Return the ids of the open documents."""
        pair = self._comparing.pair
        return (pair.left.document.id, pair.right.document.id) if pair is not None else (None, None)

    def choose_documents(self) -> None:
        """Show the list of documents; it stays open while sides are chosen."""
        if not self._bench.is_open:
            return
        dialog = LibraryDialog(self._appearance, self._window)

        def show() -> None:
            dialog.set_documents(self._library.documents, *self.open_ids())

        show()
        # What the dialog shows changes while it is open, and no longer: then it is gone.
        signals = (self._library.documents_changed, self._comparing.opened, self._comparing.closed)
        connections = [signal.connect(lambda *_: show()) for signal in signals]
        dialog.open_left.connect(lambda key: self.show_on_side("left", key))
        dialog.open_right.connect(lambda key: self.show_on_side("right", key))
        dialog.edit_requested.connect(self.edit_document)
        dialog.remove_requested.connect(self.remove_document)
        dialog.reread_requested.connect(self.read_again)
        dialog.pdf_requested.connect(self.write_pdf)
        dialog.import_requested.connect(self.open_imported)
        dialog.exec()
        for connection in connections:
            QObject.disconnect(connection)
        dialog.deleteLater()

    def show_on_side(self, side: str, key: str) -> None:
        """Show a document on one side; the other side keeps its own, or trades places with it."""
        left, right = self.open_ids()
        chosen: Side = "left" if side == "left" else "right"
        document = DocumentId(key)
        opposite = right if chosen == "left" else left
        if opposite == document:
            opposite = left if chosen == "left" else right
        if opposite is None or opposite == document:
            others = [each.id for each in self._library.documents if each.id != document]
            if not others:
                self._bench.announced.emit("Import a second document to read beside this one")
                return
            opposite = others[0]
        ids = {chosen: document, other_side(chosen): opposite}
        if (ids["left"], ids["right"]) != (left, right):
            self._comparing.open(ids["left"], ids["right"])

    def open_imported(self) -> None:
        """Ask for files, import them and show them."""
        if self._bench.is_open:
            self._library.choose_and_import(self.show_imported)

    def show_imported(self, documents: Sequence[Document]) -> None:
        """Show what was imported: two on both sides, one on the right beside what is on the left."""
        if len(documents) >= 2:
            self._comparing.open(documents[0].id, documents[1].id)
        elif self.open_ids().count(documents[0].id) == 0:
            self.show_on_side("right", documents[0].id)

    def edit_document(self, key: str) -> None:
        """Edit a document's title, author and year."""
        document = self._known(key)
        if document is None:
            return
        dialog = DocumentDialog(self._appearance, document, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            values = dialog.values()
            self._library.edit(document, values.title, values.author, values.year)
        dialog.deleteLater()

    def remove_document(self, key: str) -> None:
        """Take a document out of the library; an open one is closed first."""
        document = self._known(key)
        if document is None:
            return
        if document.id in self.open_ids():
            self._comparing.close()
        self._library.remove(document.id)

    def read_again(self, key: str) -> None:
        """Read a document again with the current parser."""
        document = self._known(key)
        if document is not None:
            self._library.rereading.read(document)

    def _show_again(self, document: Document) -> None:
        self._library.refresh()
        left, right = self.open_ids()
        if document.id in (left, right) and left is not None and right is not None:
            self._comparing.open(left, right)

    def write_pdf(self, key: str) -> None:
        """Write a copy of a document's PDF with its highlights."""
        document = self._known(key)
        if document is not None:
            self._library.pdf_copies.write(document)

    def _known(self, key: str) -> Document | None:
        return next((document for document in self._library.documents if document.id == key), None)

    # -- search --------------------------------------------------------------------------------------------------

    def search_library(self) -> None:
        """Show the search dialog and go to the place chosen."""
        if not self._bench.is_open:
            return
        service = self._bench.services.search
        dialog = SearchDialog(
            self._appearance,
            self._library.documents,
            lambda query, found: self._bench.read("Searching", lambda: service.search(query), found),
            self._window,
        )
        dialog.chosen.connect(self._go_to_hit)
        dialog.exec()
        dialog.deleteLater()

    def _go_to_hit(self, hit: SearchHit) -> None:
        ids = self.open_ids()
        if hit.document_id in ids:
            self._travelling.go_to_span(SIDES[ids.index(hit.document_id)], hit.span)
        else:
            self._go_when_open = hit
            self.show_on_side("right", hit.document_id)

    def go_to_waiting(self) -> bool:
        """Go to the place found in a document that had to be opened first; tell whether there was one."""
        hit, self._go_when_open = self._go_when_open, None
        if hit is None or hit.document_id not in self.open_ids():
            return False
        self._go_to_hit(hit)
        return True

    # -- keys ----------------------------------------------------------------------------------------------------

    def show_all_keys(self) -> None:
        """Show the sheet of all keys."""
        groups: dict[str, list[KeyRow]] = {}
        for command in COMMANDS:
            groups.setdefault(command.group, []).append(KeyRow(command.text, command.shown_keys))
        sheet = KeySheet(
            self._appearance, [KeyGroup(title, tuple(rows)) for title, rows in groups.items()], self._window
        )
        sheet.exec()
        sheet.deleteLater()
