"""Reads documents again with the current parser, and says what became of what was made on them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reader.domain.annotation import Placement
from reader.domain.document import Document
from reader.domain.progress import Progress
from reader.errors import CancelledError
from reader.services.library import RefreshResult
from reader.ui.passwords import Passwords
from reader.ui.tasks import TaskLane
from reader.ui.workbench import Workbench


class Rereading(QObject):
    """Carries out "Read again".

    Signals:
        done: The Document as it is now.
        review_requested: The Document whose annotations the reader wants to review.

    Args:
        bench: Services, journal and messages.
        passwords: Asks for the password of a protected file.
        lane: Where files are read.
    """

    done = Signal(object)
    review_requested = Signal(object)

    def __init__(self, bench: Workbench, passwords: Passwords, lane: TaskLane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._passwords = passwords
        self._lane = lane

    def read(self, document: Document) -> None:
        """Read a document's file again; its annotations, links and verdicts are re-placed."""
        service = self._bench.services.library

        def work(progress: Progress, password: str | None) -> RefreshResult:
            return service.refresh(document.id, progress, password=password)

        def failed(error: Exception) -> None:
            if isinstance(error, CancelledError):
                self._bench.announced.emit(f"“{document.title}” stays as it was read before")
            else:
                self._bench.failed.emit(error)

        name = Path(document.source_path).name
        self._passwords.submit(self._lane, f"Reading {name} again", name, work, self._read, failed)

    def _read(self, result: RefreshResult) -> None:
        if result.changed:
            # What was done before speaks of places in the text as it was.
            self._bench.journal.undo_stack.clear()
        if result.annotations.get(Placement.REVIEW, 0) or result.annotations.get(Placement.ORPHANED, 0):
            self._bench.offered.emit(told(result), "Review", lambda: self.review_requested.emit(result.document))
        else:
            self._bench.told.emit(told(result))
        self.done.emit(result.document)


def told(result: RefreshResult) -> str:
    """Say in a sentence or two what another reading has changed."""
    if not result.changed:
        return f"“{result.document.title}” was read again: its text is the same"
    counts = result.annotations
    placed = counts.get(Placement.EXACT, 0) + counts.get(Placement.MOVED, 0)
    unsure, lost = counts.get(Placement.REVIEW, 0), counts.get(Placement.ORPHANED, 0)
    words = [f"{placed} of {placed + unsure + lost} annotations in place"] if placed + unsure + lost else []
    words += [f"{unsure} to review"] if unsure else []
    words += [f"{lost} not found again"] if lost else []
    return f"“{result.document.title}” was read again" + (f": {', '.join(words)}" if words else "")
