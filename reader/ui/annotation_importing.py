"""Reads annotations and pairs back from a file of Web Annotations, as one change that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reader.domain.annotation import Placement
from reader.domain.document import Document
from reader.domain.progress import Progress
from reader.errors import AnnotationError, CancelledError
from reader.services.annotation_import import AnnotationsRead, MissingDocument
from reader.ui.choosers import Choosers
from reader.ui.journal import Change
from reader.ui.tasks import TaskLane
from reader.ui.workbench import Workbench

_MOST_NAMED = 3
ImportDocuments = Callable[[Callable[[list[Document]], None]], None]


class AnnotationImporting(QObject):
    """Carries out "Import annotations".

    Signals:
        imported: The AnnotationsRead, once it is in the library.

    Args:
        bench: Services, journal and messages.
        choosers: Asks for the file.
        lane: Where files are read.
        import_documents: Asks for documents and imports them; its argument gets them.
    """

    imported = Signal(object)

    def __init__(
        self,
        bench: Workbench,
        choosers: Choosers,
        lane: TaskLane,
        import_documents: ImportDocuments,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._choosers = choosers
        self._lane = lane
        self._import_documents = import_documents

    def choose(self) -> None:
        """Ask for a file and read it."""
        file = self._choosers.annotations_to_import() if self._bench.is_open else None
        if file is not None:
            self.read(file)

    def read(self, file: str) -> None:
        """Add what a file has and the library has not."""
        service = self._bench.services.annotation_import

        def work(progress: Progress) -> AnnotationsRead:
            return service.import_file(file, progress)

        self._lane.submit(f"Reading {Path(file).name}", work, partial(self._take_up, file), self._failed)

    def _take_up(self, file: str, read: AnnotationsRead) -> None:
        words = told(read, Path(file).name)
        if read.annotations or read.links:
            self._record(read)
            self._bench.noticed.emit(words)
        else:
            self._bench.told.emit(words)
        if read.missing:
            again = partial(self._import_documents, lambda _documents: self.read(file))
            self._bench.repairable.emit(missing_documents(read.missing, Path(file).name), "Import documents…", again)
        self.imported.emit(read)

    def _record(self, read: AnnotationsRead) -> None:
        """Let what is in the library already be undone and done again like every other change."""
        journal = self._bench.journal
        journal.record(Change(journal, "Import annotations", lambda: read, self._take_back, self._put_back))

    # The service is asked for at each use: changes that wait may be saved to a copy of the library.

    def _take_back(self, read: AnnotationsRead) -> None:
        self._bench.services.annotation_import.take_back(read)

    def _put_back(self, read: AnnotationsRead) -> None:
        self._bench.services.annotation_import.put_back(read)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, CancelledError):
            self._bench.announced.emit("Import cancelled; no annotations were added")
        else:
            self._bench.failed.emit(error)


def told(read: AnnotationsRead, name: str) -> str:
    """Say in a sentence what a file has added."""
    added = [(len(read.annotations), "annotation"), (len(read.links), "pair")]
    words = " and ".join(_counted(count, noun) for count, noun in added if count)
    parts = [f"{words} added from {name}" if words else f"Nothing new in {name}"]
    unsure, lost = read.placements.get(Placement.REVIEW, 0), read.placements.get(Placement.ORPHANED, 0)
    parts += [f"{unsure} to review"] if unsure else []
    parts += [f"{lost} without a place"] if lost else []
    parts += [f"{read.present} there already"] if read.present else []
    return f"{parts[0]}: {', '.join(parts[1:])}" if parts[1:] else parts[0]


def missing_documents(missing: Sequence[MissingDocument], name: str) -> AnnotationError:
    """Say which documents a file's annotations wait for, and what to do."""
    titles = [f"“{document.title or document.slug}”" for document in missing[:_MOST_NAMED]]
    more = [f"{len(missing) - _MOST_NAMED} more"] if len(missing) > _MOST_NAMED else []
    listed = " and ".join([", ".join([*titles, *more][:-1]), [*titles, *more][-1]]) if len(missing) > 1 else titles[0]
    waiting = sum(document.waiting for document in missing)
    verb = "waits" if waiting == 1 else "wait"
    wanted = "a document that is" if len(missing) == 1 else "documents that are"
    return AnnotationError(
        f"{_counted(waiting, 'annotation or pair')} in {name} {verb} for {wanted} not in the library: {listed}.",
        "Import what is missing; the file is then read once more, and nothing is doubled.",
    )


def _counted(number: int, noun: str) -> str:
    plural = {"annotation or pair": "annotations and pairs"}.get(noun, f"{noun}s")
    return f"{number} {noun if number == 1 else plural}"
