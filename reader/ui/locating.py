"""Finds out in the background on which boxes of its pages an annotation stands, once it is saved."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, QTimer

from reader.domain.annotation import Annotation, AnnotationId
from reader.domain.document import Document, DocumentId
from reader.domain.page import PageBox
from reader.domain.progress import Progress
from reader.domain.text import TextSpan
from reader.errors import CancelledError, KnownError
from reader.services.annotations import AnnotationFilter, is_placed
from reader.services.bundle import Services
from reader.services.fragments import BoxesOf, wants_boxes
from reader.services.pages import OpenPages
from reader.ui.comparing import Comparing
from reader.ui.tasks import TaskLane
from reader.ui.workbench import SIDES, OpenPair, Workbench

_log = logging.getLogger(__name__)
# Highlights come in bursts, and each question to a file starts a process: a burst is one question.
_PAUSE_MS = 400

_Place = tuple[AnnotationId, TextSpan]


class Locating(QObject):
    """Asks the files of annotated pages for boxes; a file that can't be asked is left alone until it is opened again.

    Each file is asked in a process of its own, so that pages that are being looked at don't wait. Nothing on the
    screen depends on the answer, so nothing is read again and nothing is said.

    Attributes:
        lane: Where files are asked.
    """

    def __init__(self, bench: Workbench, comparing: Comparing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self.lane = TaskLane("places", self)
        self._waiting: dict[_Place, None] = {}
        self._asked: set[_Place] = set()
        self._pages: OpenPages | None = None
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._submit)
        comparing.opened.connect(self._open)
        comparing.refreshed.connect(self._take_up)

    @property
    def busy(self) -> bool:
        """Whether boxes are still being looked for."""
        return bool(self._waiting) or self.lane.busy

    # -- whose boxes are wanted ----------------------------------------------------------------------------------

    def _open(self, pair: OpenPair) -> None:
        self._asked.clear()
        self._take_up(pair)

    def _take_up(self, pair: OpenPair) -> None:
        if any(pair.side(side).document.pages is not None for side in SIDES):
            self.want(pair.annotations)

    def want(self, annotations: Iterable[Annotation]) -> None:
        """Look for the boxes of those annotations that stand on pages and have none."""
        places = [_place(each) for each in annotations if wants_boxes(each) and is_placed(each)]
        self._waiting.update(dict.fromkeys(place for place in places if place not in self._asked))
        if self._waiting and not self._soon.isActive():
            self._soon.start()

    def want_all_of(self, documents: Sequence[Document]) -> None:
        """Look for the boxes of all annotations on documents, such as those that came with a PDF."""
        paged = [document.id for document in documents if document.pages is not None]
        if not paged:
            return
        service = self._bench.services.annotations

        def read() -> list[Annotation]:
            return [each for key in paged for each in service.all(AnnotationFilter(document_id=key))]

        self._bench.read("Reading annotations", read, self.want)

    # -- asking --------------------------------------------------------------------------------------------------

    def _submit(self) -> None:
        places = list(self._waiting)
        self._waiting.clear()
        self._asked.update(places)
        services = self._bench.services

        def work(progress: Progress) -> list[Annotation]:
            return services.annotations.locate([key for key, _span in places], self._boxes_in(services, progress))

        self.lane.submit("Finding highlights on their pages", work, self._located, self._failed)

    def _boxes_in(self, services: Services, progress: Progress) -> BoxesOf:
        def boxes_of(document_id: DocumentId, spans: Sequence[TextSpan]) -> list[list[PageBox]]:
            found: list[list[PageBox]] = []
            with services.pages.open(document_id) as pages:
                self._pages = pages  # before progress looks whether to stop, so that closing always ends the process
                try:
                    for number, span in enumerate(spans):
                        progress(number, len(spans))
                        found.append(pages.boxes(span))
                finally:
                    self._pages = None
            return found

        return boxes_of

    def _located(self, annotations: list[Annotation]) -> None:
        # Those that were found may lose their boxes again, as by undoing and doing again.
        self._asked.difference_update(map(_place, annotations))

    def _failed(self, error: Exception) -> None:
        # The annotations are saved and have their pages; boxes can be asked for again.
        if isinstance(error, KnownError):
            _log.info("Boxes of annotations were not found: %s", error)
        elif not isinstance(error, CancelledError):
            self._bench.failed.emit(error)

    def close(self) -> None:
        """Ask no more, and end the process that is asked."""
        self._soon.stop()
        self.lane.cancel_all()
        if self._pages is not None:
            self._pages.give_up()
        self.lane.close()


def _place(annotation: Annotation) -> _Place:
    return annotation.id, annotation.target.span
