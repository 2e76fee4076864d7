"""Writes copies of PDFs with the reader's highlights and notes, for other programs to show."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from reader.domain.document import Document
from reader.domain.progress import Progress
from reader.errors import CancelledError
from reader.ui.choosers import Choosers
from reader.ui.passwords import Passwords
from reader.ui.tasks import TaskLane
from reader.ui.workbench import Workbench


class PdfCopies(QObject):
    """Asks where to, and writes.

    Args:
        bench: Services and messages.
        choosers: Answers file dialogs.
        passwords: Asks for the password of a protected file.
        lane: Where copies are written.
    """

    def __init__(
        self,
        bench: Workbench,
        choosers: Choosers,
        passwords: Passwords,
        lane: TaskLane,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._choosers = choosers
        self._passwords = passwords
        self._lane = lane

    def write(self, document: Document) -> None:
        """Write a copy of a document's PDF; the original is never written to."""
        if not self._bench.is_open or not document.pages:
            return
        title = "Export a copy of the PDF with your highlights"
        file = self._choosers.file_to_write(title, f"{document.slug}-highlights.pdf", "PDF (*.pdf)")
        if file is None:
            return
        service = self._bench.services.pdf_export

        def work(progress: Progress, password: str | None) -> int:
            # The dialog has asked before it took an existing file.
            return service.write(document.id, file, overwrite=True, password=password, progress=progress)

        def done(count: int) -> None:
            highlights = "1 highlight" if count == 1 else f"{count} highlights"
            words = f"{Path(file).name} is written, with {highlights}"
            self._bench.offered.emit(words, "Show in folder", lambda: show_folder_of(file))

        def failed(error: Exception) -> None:
            if isinstance(error, CancelledError):
                self._bench.announced.emit("Export cancelled; no file was written")
            else:
                self._bench.failed.emit(error)

        name = Path(document.source_path).name
        self._passwords.submit(self._lane, f"Writing {Path(file).name}", name, work, done, failed)


def show_folder_of(file: str) -> None:
    """Open the folder of a file in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(file).parent)))
