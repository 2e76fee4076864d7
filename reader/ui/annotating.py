"""Highlights, notes and tags: from a selection to a saved annotation, and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from reader.domain.annotation import Annotation, AnnotationId, HighlightColour, Placement
from reader.domain.document import DocumentId
from reader.domain.text import TextSpan
from reader.services.annotations import AnnotationFilter, AnnotationService
from reader.ui.journal import Change
from reader.ui.workbench import Workbench


class Annotating(QObject):
    """Makes, changes and deletes annotations, each as one undoable change.

    Signals:
        made: The id of an annotation just saved, so that it can be shown as the focused one.
    """

    made = Signal(object)

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self.last_colour = HighlightColour.YELLOW
        self.annotations: dict[AnnotationId, Annotation] = {}

    @property
    def _service(self) -> AnnotationService:
        # Asked for at each use: changes that wait may be saved to a copy of the library.
        return self._bench.services.annotations

    def _put(self, annotation: Annotation) -> Annotation:
        return self._service.put(annotation)

    def take_up(self, annotations: Sequence[Annotation]) -> None:
        """Use a fresh reading of the library."""
        self.annotations = {annotation.id: annotation for annotation in annotations}

    def annotate(
        self,
        document_id: DocumentId,
        span: TextSpan,
        colour: HighlightColour | None = None,
        note: str = "",
        tags: Sequence[str] = (),
    ) -> None:
        """Make an annotation on a span; without a colour, in the one used last."""
        chosen = self.last_colour = colour or self.last_colour
        made: list[AnnotationId] = []

        def make() -> Annotation:
            annotation = self._service.annotate(document_id, span, colour=chosen, note=note, tags=tuple(tags))
            made.append(annotation.id)
            return annotation

        def done() -> None:
            self.made.emit(made[0])
            self._bench.announced.emit(f"Saved as {chosen.label}")

        self._bench.journal.record(
            Change(
                self._bench.journal,
                "Note" if note else "Highlight",
                make,
                lambda annotation: self._service.remove(annotation.id),
                self._put,
                done,
            )
        )

    def edit(
        self,
        annotation_id: AnnotationId,
        *,
        colour: HighlightColour | None = None,
        note: str | None = None,
        tags: Sequence[str] | None = None,
    ) -> None:
        """Change an annotation; what is None stays."""
        shown = self.annotations.get(annotation_id)
        if shown is None:
            return
        wanted = AnnotationFilter(document_id=shown.target.document_id)

        def first() -> tuple[Annotation | None, Annotation]:
            # What is shown may be older than changes still on their way: undo must go back to what these left.
            before = next((each for each in self._service.all(wanted) if each.id == annotation_id), None)
            after = self._service.edit(
                annotation_id, colour=colour, note=note, tags=tuple(tags) if tags is not None else None
            )
            return before, after

        words = "Edit note" if note is not None else "Edit tags" if tags is not None else "Recolour highlight"
        self.last_colour = colour or self.last_colour
        self._bench.journal.record(
            Change(
                self._bench.journal,
                words,
                first,
                lambda result: self._put(result[0]) if result[0] is not None else None,
                lambda result: self._put(result[1]),
                lambda: self.made.emit(annotation_id),
            )
        )

    def settle(self, annotation_id: AnnotationId, span: TextSpan) -> None:
        """Place an annotation where the reader says it belongs."""
        self._re_place(annotation_id, "Place annotation", lambda _before: self._service.settle(annotation_id, span))

    def leave_without_place(self, annotation_id: AnnotationId) -> None:
        """Say that an annotation belongs to none of the places found; quote and note stay."""

        def leave(before: Annotation) -> Annotation:
            return self._put(replace(before, placement=Placement.ORPHANED))

        self._re_place(annotation_id, "Leave without a place", leave)

    def _re_place(self, annotation_id: AnnotationId, words: str, change: Callable[[Annotation], Annotation]) -> None:
        shown = self.annotations.get(annotation_id)
        if shown is None:
            return
        wanted = AnnotationFilter(document_id=shown.target.document_id)

        def first() -> tuple[Annotation, Annotation]:
            before = next((each for each in self._service.all(wanted) if each.id == annotation_id), shown)
            return before, change(before)

        self._bench.journal.record(
            Change(
                self._bench.journal,
                words,
                first,
                lambda result: self._put(result[0]),
                lambda result: self._put(result[1]),
            )
        )

    def delete(self, annotation_id: AnnotationId) -> None:
        """Delete an annotation; a notice offers to undo it."""
        # Taken out at once, so that a second press is no second deletion; the next reading shows what is there.
        if self.annotations.pop(annotation_id, None) is None:
            return
        self._bench.journal.record(
            Change(
                self._bench.journal,
                "Delete annotation",
                lambda: self._service.remove(annotation_id),
                self._put,
                lambda annotation: self._service.remove(annotation.id),
            )
        )
        self._bench.noticed.emit("Annotation deleted")
