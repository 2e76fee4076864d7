"""Settles with the reader where annotations belong whose place in the text is uncertain or lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from reader.domain.annotation import Annotation, AnnotationId, Placement
from reader.domain.document import Document, DocumentId
from reader.domain.progress import Progress
from reader.domain.text import TextSpan
from reader.errors import AnnotationError
from reader.services.library import OpenDocument
from reader.ui.annotating import Annotating
from reader.ui.comparing import Comparing
from reader.ui.desk import ANNOTATIONS, Desk
from reader.ui.dock.annotation_card import AnnotationCard
from reader.ui.dock.review_places import review_place, shortened, surroundings
from reader.ui.pair_browser import Side
from reader.ui.rereading import Rereading
from reader.ui.travelling import Travelling
from reader.ui.workbench import SIDES, OpenPair, Workbench


class Reviewing(QObject):
    """Finds the places that come into question, shows them, and carries out what the reader says.

    Args:
        bench: Services and messages.
        comparing: The open pair.
        annotating: Makes the changes.
        desk: Panes and side panel.
        travelling: Goes to a place.
        rereading: Offers a review after a document was read again.
        open_document: Opens a document beside another one.
    """

    def __init__(
        self,
        bench: Workbench,
        comparing: Comparing,
        annotating: Annotating,
        desk: Desk,
        travelling: Travelling,
        rereading: Rereading,
        open_document: Callable[[DocumentId], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._comparing = comparing
        self._annotating = annotating
        self._desk = desk
        self._travelling = travelling
        self._open_document = open_document
        self._wanted: DocumentId | None = None
        self._pointed_out: tuple[Side, TextSpan] | None = None
        tab = desk.annotations
        tab.review_asked.connect(self._ask)
        tab.place_visited.connect(self._visit)
        tab.place_taken.connect(self._take)
        tab.selection_taken.connect(self._take_selection)
        tab.place_declined.connect(self._decline)
        tab.annotation_activated.connect(self._activated)
        rereading.review_requested.connect(self.show_document)
        comparing.opened.connect(self._opened)

    # -- what is asked -------------------------------------------------------------------------------------------

    def show(self) -> None:
        """List the annotations on the open documents that have no sure place."""
        self._desk.panel.show_tab(ANNOTATIONS)
        self._desk.annotations.show_review()

    def show_document(self, document: Document) -> None:
        """The same, with a document opened first if it isn't open."""
        self._wanted = document.id
        if not self._show_wanted():
            self._open_document(document.id)

    def _opened(self, _pair: OpenPair) -> None:
        # Another reading of the text may have other places.
        self._ask(self._desk.annotations.review.card)
        self._show_wanted()

    def _show_wanted(self) -> bool:
        pair = self._comparing.pair
        if pair is None or self._wanted not in {pair.side(side).document.id for side in SIDES}:
            return False
        self._wanted = None
        self.show()
        return True

    def _ask(self, card: AnnotationCard | None) -> None:
        self._forget_place()
        found = self._find(card.id) if card is not None else None
        if found is None:
            return
        annotation, side, document = found
        service = self._bench.services.annotations

        def work(_progress: Progress) -> tuple[TextSpan, ...]:
            return service.proposals(annotation.id)

        def done(spans: tuple[TextSpan, ...]) -> None:
            pair = self._comparing.pair
            # Places count in the text that they were looked for in.
            if pair is None or pair.side(side).document.fingerprint != document.document.fingerprint:
                return
            quote = annotation.target.quote
            was = surroundings(quote.prefix, shortened(quote.exact), quote.suffix)
            places = [review_place(document, span) for span in spans]
            self._desk.annotations.review.show_places(annotation.id, was, places)

        def failed(error: Exception) -> None:
            if not isinstance(error, AnnotationError):  # deleted meanwhile
                self._bench.failed.emit(error)

        self._bench.evidence_lane.submit("Looking for places", work, done, failed)

    def _find(self, key: str) -> tuple[Annotation, Side, OpenDocument] | None:
        annotation, pair = self._annotating.annotations.get(AnnotationId(key)), self._comparing.pair
        if annotation is None or pair is None:
            return None
        for side in SIDES:
            if pair.side(side).document.id == annotation.target.document_id:
                return annotation, side, pair.side(side)
        return None

    # -- what the reader says ------------------------------------------------------------------------------------

    def _activated(self, key: str) -> None:
        found = self._find(key)
        if found is not None and found[0].placement is Placement.REVIEW:
            self._point_out(found[1], found[0].target.span)

    def _visit(self, key: str, span: TextSpan) -> None:
        found = self._find(key)
        if found is not None:
            _annotation, side, document = found
            self._desk.activate(side)
            self._travelling.go_to_span(side, span)
            self._point_out(side, span)
            self._bench.announced.emit(f"{side.capitalize()}, {document.locator(span)}: it may belong here")

    def _point_out(self, side: Side, span: TextSpan) -> None:
        """Show how far a place goes, without the toolbar that a selection by hand brings."""
        view = self._desk.panes[side].view
        view.selection_model.set(span)
        view.selection_moved(finished=False)
        self._pointed_out = side, span

    def _forget_place(self) -> None:
        """Let no place of one annotation pass for words that were selected for the next."""
        if self._pointed_out is not None:
            side, span = self._pointed_out
            self._pointed_out = None
            view = self._desk.panes[side].view
            if view.selection() == span:
                view.set_selection(None)

    def _take(self, key: str, span: TextSpan) -> None:
        found = self._find(key)
        if found is not None:
            annotation, side, document = found
            self._desk.panes[side].view.set_selection(None)
            self._annotating.settle(annotation.id, span)
            self._bench.noticed.emit(f"Annotation placed at {document.locator(span)}")

    def _take_selection(self, key: str) -> None:
        found = self._find(key)
        if found is None:
            return
        span = self._desk.panes[found[1]].view.selection()
        if span is None:
            self._bench.announced.emit(f"First select the words it belongs to in the {found[1]} text")
        else:
            self._take(key, span)

    def _decline(self, key: str) -> None:
        found = self._find(key)
        if found is not None:
            self._annotating.leave_without_place(found[0].id)
            self._bench.noticed.emit("Annotation left without a place; its quote and note are kept")
