"""What is opened at the start: the library, then the documents asked for, the last pair, or the bundled one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reader.domain.annotation import AnnotationId
from reader.domain.document import Document, DocumentId
from reader.domain.progress import Progress
from reader.domain.session import ReadingSession
from reader.errors import DocumentError, PasswordError
from reader.services.bundle import Services
from reader.services.place_links import PlaceLink
from reader.ui.workbench import Workbench


@dataclass(frozen=True, slots=True)
class StartRequest:
    """What to open at the start.

    Attributes:
        left, right: References to documents (slug, id or path), or None for the last pair; a path that is not in the
            library is imported.
        link: A `diptych://` link, or None.
    """

    left: str | None = None
    right: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening the library gave.

    Attributes:
        pair: The documents to show, or None for the welcome page.
        annotation: What to go to, from a link.
        problem: Why something that was asked for is not shown.
        locked: The files asked for, where one of them needs a password, which only the window can ask for.
    """

    services: Services
    session: ReadingSession
    documents: list[Document]
    pair: tuple[DocumentId, DocumentId] | None
    annotation: AnnotationId | None = None
    problem: Exception | None = None
    locked: tuple[str, ...] = ()


class Opening(QObject):
    """Opens the library on its lane.

    Signals:
        opened: An Opened.
        failed: The error that keeps the library shut.
    """

    opened = Signal(object)
    failed = Signal(object)

    def __init__(self, bench: Workbench, open_services: Callable[[], Services], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._open_services = open_services

    def start(self, request: StartRequest) -> None:
        """Open the library and find out what to show."""
        self._bench.library_lane.submit(
            "Opening the library",
            lambda progress: _open(self._open_services(), request, progress),
            self._done,
            self.failed.emit,
        )

    def _done(self, opened: Opened) -> None:
        self._bench.services = opened.services
        self.opened.emit(opened)


def _open(services: Services, request: StartRequest, progress: Progress) -> Opened:
    session, documents = services.library.session(), services.library.documents()
    pair, annotation, problem = _last_or_first(session, documents), None, None
    locked: tuple[str, ...] = ()
    try:
        if request.link is not None:
            pair, annotation = _linked(services, request.link, pair, documents)
        elif request.left is not None:
            pair = _asked(services, request, pair, progress)
    except PasswordError:
        locked = tuple(each for each in (request.left, request.right) if each is not None and Path(each).is_file())
    except DocumentError as error:
        problem = error
    return Opened(services, session, services.library.documents(), pair, annotation, problem, locked)


def _last_or_first(session: ReadingSession, documents: list[Document]) -> tuple[DocumentId, DocumentId] | None:
    """Return the last pair; on the very first start the first two documents; None after the reader closed all."""
    known = {document.id for document in documents}
    if session.left is not None and session.right is not None:
        pair = (session.left.document_id, session.right.document_id)
        return pair if set(pair) <= known else None
    if not session.recent and len(documents) >= 2:
        return documents[0].id, documents[1].id
    return None


def _asked(
    services: Services, request: StartRequest, last: tuple[DocumentId, DocumentId] | None, progress: Progress
) -> tuple[DocumentId, DocumentId] | None:
    left = _find_or_import(services, request.left or "", progress)
    if request.right is not None:
        right = _find_or_import(services, request.right, progress)
    else:
        others = [document for document in last or () if document != left]
        others += [document.id for document in services.library.documents() if document.id != left]
        if not others:
            raise DocumentError("There is only one document in the library.", "Import another one to compare it with.")
        right = others[0]
    if left == right:
        raise DocumentError("Both sides would show the same document.", "Name two different ones.")
    return left, right


def _find_or_import(services: Services, reference: str, progress: Progress) -> DocumentId:
    try:
        return services.library.resolve(reference).id
    except DocumentError:
        if not Path(reference).is_file():
            raise
    return services.library.import_file(reference, progress).document.id


def _linked(
    services: Services, link: str, pair: tuple[DocumentId, DocumentId] | None, documents: list[Document]
) -> tuple[tuple[DocumentId, DocumentId], AnnotationId | None]:
    place = PlaceLink.parse(link)
    wanted = services.library.resolve(place.slug).id
    if pair is not None and wanted in pair:
        return pair, place.annotation_id
    others = [document.id for document in documents if document.id != wanted]
    if not others:
        raise DocumentError("There is only one document in the library.", "Import another one to compare it with.")
    return (wanted, others[0]), place.annotation_id
