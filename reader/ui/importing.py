"""Imports files one after the other: asks for passwords, offers to recognise scans, and tells what became of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reader.domain.document import Document
from reader.domain.progress import Progress
from reader.errors import CancelledError, ScanError
from reader.services.library import ImportResult
from reader.ui.passwords import Passwords
from reader.ui.tasks import TaskLane
from reader.ui.workbench import Workbench

_LONGEST_TITLE = 50
Done = Callable[[list[Document]], None]


class Importing(QObject):
    """Carries out imports.

    Signals:
        imported: Some files are in the library now.
        began: A file is being read: its path, and the password that was given for it or "".
        ended: Its path, when that is over.

    Attributes:
        link_only: Whether no copies of files are kept.

    Args:
        bench: Services and messages.
        passwords: Asks what protected files open with.
        lane: Where files are read.
    """

    imported = Signal()
    began = Signal(str, str)
    ended = Signal(str)

    def __init__(self, bench: Workbench, passwords: Passwords, lane: TaskLane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._passwords = passwords
        self._lane = lane
        self.link_only = False

    def run(self, files: Sequence[str], done: Done, *, link_only: bool = False, recognise: bool = False) -> None:
        """Import files.

        Args:
            files: Their paths.
            done: Gets the documents of those that could be read, once all are done with.
            link_only: Keep no copies of them, whatever the setting.
            recognise: Have the text of scans recognised by an OCR program.
        """
        services, link_only = self._bench.services, link_only or self.link_only
        read = services.ocr.import_file if recognise else services.library.import_file
        batch = _Batch(self._bench, len(files), partial(self._finish, done), partial(self._offer_ocr, done, link_only))
        for file in files:

            def work(progress: Progress, password: str | None, file: str = file) -> ImportResult:
                self.began.emit(file, password or "")
                try:
                    return read(file, progress, password=password, link_only=link_only)
                finally:
                    self.ended.emit(file)

            name, failed = Path(file).name, partial(batch.failed, file)
            self._passwords.submit(self._lane, f"Reading {name}", name, work, batch.read, failed)

    def _finish(self, done: Done, documents: list[Document], messages: list[str]) -> None:
        self._bench.told.emit("\n".join(messages))
        self.imported.emit()
        done(documents)

    def _offer_ocr(self, done: Done, link_only: bool, file: str, error: ScanError) -> None:
        """Tell that a file is a scan, with a way to read it if there is a program for it."""
        program = self._bench.services.ocr.available()
        if program is None:
            self._bench.failed.emit(error)
            return
        told = ScanError(error.message, f"The program {program.name}, which is installed here, can recognise its text.")
        self._bench.repairable.emit(
            told, "Read it with OCR", lambda: self.run([file], done, link_only=link_only, recognise=True)
        )


class _Batch:
    """The files of one import, and what became of them."""

    def __init__(
        self,
        bench: Workbench,
        count: int,
        finished: Callable[[list[Document], list[str]], None],
        is_scan: Callable[[str, ScanError], None],
    ) -> None:
        self._bench = bench
        self._alone, self._waiting = count == 1, count
        self._finished = finished
        self._is_scan = is_scan
        self._documents: list[Document] = []
        self._messages: list[str] = []

    def read(self, result: ImportResult) -> None:
        """Take note of a file that was read."""
        self._documents.append(result.document)
        self._messages.append(f"{_shortened(result.document.title)}: {result.message}")
        self._bench.announced.emit(self._messages[-1])
        self._end_one()

    def failed(self, file: str, error: Exception) -> None:
        """Tell that a file was not read."""
        if isinstance(error, CancelledError):
            left_out = f"{Path(file).name} was left out"
            self._bench.announced.emit("Import cancelled; the library is as it was" if self._alone else left_out)
        elif isinstance(error, ScanError):
            self._is_scan(file, error)
        else:
            self._bench.failed.emit(error)
        self._end_one()

    def _end_one(self) -> None:
        self._waiting -= 1
        if not self._waiting and self._documents:
            self._finished(self._documents, self._messages)


def _shortened(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…"
