"""What the reader does with whole documents: import, edit, remove, export, copies of the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from reader.domain.document import Document, DocumentId
from reader.domain.progress import Progress
from reader.services.bundle import Services
from reader.services.export import ExportScope
from reader.services.library import LibraryService
from reader.ui.annotation_importing import AnnotationImporting
from reader.ui.choosers import Choosers
from reader.ui.importing import Importing
from reader.ui.journal import Change
from reader.ui.passwords import Passwords
from reader.ui.pdf_copies import PdfCopies
from reader.ui.rereading import Rereading
from reader.ui.tasks import TaskLane
from reader.ui.workbench import Workbench

_KINDS = {
    "markdown": ("md", "Markdown (*.md)"),
    "csv": ("csv", "Table (*.csv)"),
    "web-annotation": ("jsonld", "Web Annotations (*.jsonld)"),
}


class LibraryActions(QObject):
    """Carries out the commands of the library and export menus.

    Signals:
        documents_changed: The list of documents, after every change to it.
        documents_imported: The documents of an import that has ended.
        moved: The library's path, after going on in a copy.

    Attributes:
        import_lane: Where files are read and written.
        importing: Imports files.
        pdf_copies: Writes annotated copies.
        rereading: Reads documents again.
        annotations: Reads annotations back from files.
        documents: As last read from the library.
    """

    documents_changed = Signal(object)
    documents_imported = Signal(object)
    moved = Signal(str)

    def __init__(
        self,
        bench: Workbench,
        choosers: Choosers,
        passwords: Passwords,
        open_file: Callable[[str], Services] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Take up the window's parts.

        Args:
            bench: Services, lanes and journal.
            choosers: Answers file dialogs.
            passwords: Asks what protected files open with.
            open_file: Opens another library file; without it a copy can be saved, not used.
            parent: Its Qt owner.
        """
        super().__init__(parent)
        self._open_file = open_file
        self._bench = bench
        self._choosers = choosers
        # Importing a large book takes a while: neither saving nor aligning may wait for it.
        self.import_lane = TaskLane("import", self)
        self.pdf_copies = PdfCopies(bench, choosers, passwords, self.import_lane, self)
        self.rereading = Rereading(bench, passwords, self.import_lane, self)
        self.importing = Importing(bench, passwords, self.import_lane, self)
        self.importing.imported.connect(self.refresh)
        self.annotations = AnnotationImporting(bench, choosers, self.import_lane, self.choose_and_import, self)
        self.documents: list[Document] = []
        bench.journal.changed.connect(self.refresh)

    @property
    def _service(self) -> LibraryService:
        # Asked for at each use: changes that wait may be saved to a copy of the library.
        return self._bench.services.library

    def refresh(self) -> None:
        """Read the list of documents again."""
        self._bench.read("Reading the library", self._bench.services.library.documents, self._take_up)

    def _take_up(self, documents: list[Document]) -> None:
        if documents != self.documents:
            self.documents = documents
            self.documents_changed.emit(documents)

    # -- documents -----------------------------------------------------------------------------------------------

    def import_files(
        self, files: Sequence[str], done: Callable[[list[Document]], None], *, link_only: bool = False
    ) -> None:
        """Import files one after the other; see `Importing.run`."""

        def finished(documents: list[Document]) -> None:
            done(documents)
            self.documents_imported.emit(documents)

        self.importing.run(files, finished, link_only=link_only)

    def choose_and_import(self, done: Callable[[list[Document]], None]) -> None:
        """Ask for files and import them."""
        files = self._choosers.files_to_import()
        if files:
            self.import_files(files, done)

    def edit(self, before: Document, title: str, author: str, year: int | None) -> None:
        """Change a document's title, author and year, undoably."""

        def first() -> tuple[Document, Document]:
            # As the library has it, not as shown: an earlier change may still have been on its way.
            stored = next((each for each in self._service.documents() if each.id == before.id), before)
            return stored, self._service.edit(before.id, title=title, author=author, year=year)

        self._bench.journal.record(
            Change(
                self._bench.journal,
                "Edit document",
                first,
                lambda result: self._service.put(result[0]),
                lambda result: self._service.put(result[1]),
            )
        )

    def remove(self, document_id: DocumentId) -> None:
        """Take a document out of the library, undoably."""
        self._bench.journal.record(
            Change(
                self._bench.journal,
                "Remove document",
                lambda: self._service.remove(document_id),
                lambda document: self._service.restore(document.id),
                lambda document: self._service.remove(document.id),
            )
        )
        self._bench.noticed.emit("Document removed from the library")

    # -- files written -------------------------------------------------------------------------------------------

    def export(self, kind: str, scope: ExportScope, name: str) -> None:
        """Ask where to write, and export annotations and pairs as "markdown", "csv" or "web-annotation"."""
        if not self._bench.is_open:
            return
        ending, filter_ = _KINDS[kind]
        file = self._choosers.file_to_write("Export annotations", f"{name}.{ending}", filter_)
        if file is None:
            return
        service = self._bench.services.export
        written = {"markdown": service.markdown, "csv": service.csv, "web-annotation": service.web_annotation}[kind]

        def write(_progress: Progress) -> str:
            service.write(written(scope), file, overwrite=True)  # the dialog has asked
            return file

        self._bench.library_lane.submit(
            "Exporting",
            write,
            lambda path: self._bench.announced.emit(f"Exported to {Path(path).name}"),
            self._bench.failed.emit,
        )

    def save_copy(self) -> None:
        """Ask where to, and write a copy of the library."""
        if not self._bench.is_open:
            return
        file = self._choosers.file_to_write("Save a copy of the library", "library-copy.sqlite", "Libraries (*.sqlite)")
        if file is None:
            return

        def copied(_nothing: None) -> None:
            self._bench.announced.emit(f"Copy saved as {Path(file).name}")

        self._bench.library_lane.submit(
            "Saving a copy",
            lambda _progress: self._bench.services.library.backup(file, overwrite=True),
            copied,
            self._bench.failed.emit,
        )

    def save_unsaved(self) -> None:
        """Save a copy of the library and the changes that wait into it, and go on there."""
        if self._open_file is None:
            self.save_copy()
        else:
            self.go_on_in_copy(self._open_file, self._use_copy)

    def _use_copy(self, services: Services) -> None:
        self._bench.services = services
        self.moved.emit(services.library.path)
        self._bench.journal.retry()
        self._bench.told.emit(f"From now on your changes are saved in {Path(services.library.path).name}")

    def show_folder(self) -> None:
        """Show the library file's folder."""
        if self._bench.is_open:
            folder = Path(self._bench.services.library.path).parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def go_on_in_copy(self, open_copy: Callable[[str], Services], used: Callable[[Services], None]) -> None:
        """Ask where to, write a copy of the library, and open it: the way out when the library can't be written.

        Args:
            open_copy: Opens the copy; called on the library's thread.
            used: Gets its services.
        """
        file = self._choosers.file_to_write("Save a copy of the library", "library-copy.sqlite", "Libraries (*.sqlite)")
        if file is None:
            return

        def copy(_progress: Progress) -> Services:
            self._service.backup(file, overwrite=True)
            return open_copy(file)

        self._bench.library_lane.submit("Saving a copy", copy, used, self._bench.failed.emit)

    def close(self) -> None:
        """Cancel imports and end their lane."""
        self.import_lane.cancel_all()
        self.import_lane.close()
