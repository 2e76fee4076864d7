"""Highlights, notes and tags: from a selection to a saved annotation, and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from reader.domain.annotation import Annotation, AnnotationId, HighlightColour
from reader.domain.document import DocumentId
from reader.domain.text import TextSpan
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
        self.last_colour = colour or self.last_colour
        chosen, service = self.last_colour, self._bench.services.annotations
        self._record(
            "Note" if note else "Highlight",
            lambda: service.annotate(document_id, span, colour=chosen, note=note, tags=tuple(tags)),
            lambda annotation: service.remove(annotation.id),
            service.put,
            announce=f"Saved as {chosen.label}",
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
        before = self.annotations[annotation_id]
        service = self._bench.services.annotations
        words = "Recolour highlight" if colour is not None else "Edit note" if note is not None else "Edit tags"
        self.last_colour = colour or self.last_colour
        self._record(
            words,
            lambda: service.edit(
                annotation_id, colour=colour, note=note, tags=tuple(tags) if tags is not None else None
            ),
            lambda _after: service.put(before),
            service.put,
        )

    def delete(self, annotation_id: AnnotationId) -> None:
        """Delete an annotation; a notice offers to undo it."""
        service = self._bench.services.annotations
        self._record(
            "Delete annotation",
            lambda: service.remove(annotation_id),
            service.put,
            lambda annotation: service.remove(annotation.id),
            show=False,
        )
        self._bench.noticed.emit("Annotation deleted")

    def _record(
        self,
        words: str,
        first: Callable[[], Annotation],
        undo: Callable[[Annotation], object],
        redo: Callable[[Annotation], object],
        *,
        announce: str = "",
        show: bool = True,
    ) -> None:
        made: list[Annotation] = []

        def make() -> Annotation:
            annotation = first()
            made.append(annotation)
            return annotation

        def done() -> None:
            if show:
                self.made.emit(made[0].id)
            if announce:
                self._bench.announced.emit(announce)

        self._bench.journal.record(Change(self._bench.journal, words, make, undo, redo, done))
