"""Use cases on annotations and their tags."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from reader.domain.annotation import Annotation, AnnotationId, HighlightColour, Placement, TagCount
from reader.domain.document import DocumentId
from reader.domain.repositories import Library, UnitOfWork
from reader.domain.text import TextSpan
from reader.errors import AnnotationError, DocumentError
from reader.services.fragments import BoxesOf, fragments_of, wants_boxes, with_boxes
from reader.services.open_document import read_document
from reader.services.tags import count_tags, is_at_or_below, normalise_tag, normalise_tags, retag
from reader.services.targets import anchored, find_quote, target_of
from reader.services.topics import TopicService


@dataclass(frozen=True, slots=True)
class AnnotationFilter:
    """Which annotations to list; every criterion must hold.

    Attributes:
        tag: A tag stands for those below it too.
        text: Words that all occur in the quote, the note or the tags, without regard to case.
        topic: A topic's slug; its passage must be on the topic.
    """

    document_id: DocumentId | None = None
    tag: str | None = None
    colour: HighlightColour | None = None
    text: str = ""
    topic: str | None = None


class AnnotationService:
    """What the reader does with highlights, notes and tags."""

    def __init__(
        self,
        library: Library,
        topics: TopicService,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        boxes_of: BoxesOf | None = None,
    ) -> None:
        self._library = library
        self._topics = topics
        self._clock = clock
        self._boxes_of = boxes_of

    def annotate(
        self,
        document_id: DocumentId,
        span: TextSpan,
        *,
        colour: HighlightColour = HighlightColour.YELLOW,
        note: str = "",
        tags: Sequence[str] = (),
    ) -> Annotation:
        """Highlight a span, less the white space at its ends.

        Raises:
            AnchorError: If there is no text in the span.
            DocumentError: If the document is not in the library.
        """
        with self._library.unit_of_work() as unit:
            annotation = self._new(unit, document_id, span, colour, note, tags)
            unit.commit()
        return annotation

    def annotate_quote(
        self,
        document_id: DocumentId,
        quote: str,
        *,
        prefix: str = "",
        suffix: str = "",
        colour: HighlightColour = HighlightColour.YELLOW,
        note: str = "",
        tags: Sequence[str] = (),
    ) -> Annotation:
        """Highlight quoted text, found without regard to markers and to how white space runs.

        Where it stands more than once, a prefix or suffix says what is directly before or after the place meant.

        Raises:
            AnchorError: If the quote is not in the document, or more than once (the message lists where).
            DocumentError: If the document is not in the library.
        """
        with self._library.unit_of_work() as unit:
            opened = read_document(unit, document_id)
            span = find_quote(opened, quote, prefix, suffix)
            annotation = self._new(unit, document_id, span, colour, note, tags)
            unit.commit()
        return annotation

    def edit(
        self,
        annotation_id: AnnotationId,
        *,
        colour: HighlightColour | None = None,
        note: str | None = None,
        tags: Sequence[str] | None = None,
    ) -> Annotation:
        """Change what is given, leave the rest, and return the changed annotation.

        Raises:
            AnnotationError: If there is no such annotation.
        """
        with self._library.unit_of_work() as unit:
            before = _known(unit, annotation_id)
            after = replace(
                before,
                colour=before.colour if colour is None else colour,
                note=before.note if note is None else note,
                tags=before.tags if tags is None else normalise_tags(tags, _spellings(unit)),
            )
            if after != before:
                after = replace(after, modified=self._clock())
                unit.annotations.update(after)
                unit.commit()
        return after

    def remove(self, annotation_id: AnnotationId) -> Annotation:
        """Delete an annotation and return what was deleted; `put` undoes it.

        Raises:
            AnnotationError: If there is no such annotation.
        """
        with self._library.unit_of_work() as unit:
            annotation = _known(unit, annotation_id)
            unit.annotations.remove(annotation_id)
            unit.commit()
        return annotation

    def put(self, annotation: Annotation) -> Annotation:
        """Store exactly this annotation, new or changed: how a change is undone and redone with the same id."""
        with self._library.unit_of_work() as unit:
            stored = unit.annotations.get(annotation.id)
            if stored is None:
                unit.annotations.add(annotation)
            else:
                if wants_boxes(annotation) and stored.target == annotation.target:
                    # They were found after this state of it was put aside.
                    annotation = replace(annotation, fragments=stored.fragments)
                unit.annotations.update(annotation)
            unit.commit()
        return annotation

    def locate(
        self, annotation_ids: Iterable[AnnotationId] | None = None, boxes_of: BoxesOf | None = None
    ) -> list[Annotation]:
        """Find out and store where annotations stand on their pages, as a second step after they were made.

        Args:
            annotation_ids: Which ones; None for all.
            boxes_of: Finds boxes, such as of a file that is open already; None to open each file.

        Returns:
            Those that were changed. Where a file is gone, protected or can't be read, they stay without boxes.
        """
        ask = boxes_of or self._boxes_of
        if ask is None:
            return []
        wanted = frozenset(annotation_ids) if annotation_ids is not None else None
        with self._library.unit_of_work() as unit:
            by_document: dict[DocumentId, list[Annotation]] = {}
            for annotation in unit.annotations.all():
                if (wanted is None or annotation.id in wanted) and wants_boxes(annotation) and is_placed(annotation):
                    by_document.setdefault(annotation.target.document_id, []).append(annotation)
        found: list[Annotation] = []
        for document_id, group in by_document.items():
            try:
                boxes = ask(document_id, [annotation.target.span for annotation in group])
            except DocumentError:
                continue  # they have their pages, and can be asked for again
            found += (
                replace(annotation, fragments=with_boxes(annotation.fragments, own))
                for annotation, own in zip(group, boxes, strict=True)
            )
        return self._store_fragments(found)

    def _store_fragments(self, located: Sequence[Annotation]) -> list[Annotation]:
        """Store the fragments of annotations unless they were deleted or re-placed meanwhile."""
        changed: list[Annotation] = []
        with self._library.unit_of_work() as unit:
            for annotation in located:
                stored = unit.annotations.get(annotation.id)
                if stored is not None and stored.target == annotation.target and stored != annotation:
                    changed.append(replace(stored, fragments=annotation.fragments))
                    unit.annotations.update(changed[-1])
            unit.commit()
        return changed

    def proposals(self, annotation_id: AnnotationId) -> tuple[TextSpan, ...]:
        """Return the places that come into question for an annotation in its document as it reads now, best first.

        Raises:
            AnnotationError: If there is no such annotation.
        """
        with self._library.unit_of_work() as unit:
            annotation = _known(unit, annotation_id)
            return anchored(annotation.target, read_document(unit, annotation.target.document_id)).candidates

    def settle(self, annotation_id: AnnotationId, span: TextSpan) -> Annotation:
        """Place an annotation where the reader says it belongs, and return it; `put` of what it was undoes it.

        Raises:
            AnnotationError: If there is no such annotation.
            AnchorError: If there is no text in the span.
        """
        with self._library.unit_of_work() as unit:
            before = _known(unit, annotation_id)
            opened = read_document(unit, before.target.document_id)
            target = target_of(opened, span)
            fragments = fragments_of(opened.contents, target.span)
            after = replace(
                before, target=target, placement=Placement.EXACT, fragments=fragments, modified=self._clock()
            )
            unit.annotations.update(after)
            unit.commit()
        return after

    def all(self, wanted: AnnotationFilter | None = None) -> list[Annotation]:
        """Return the annotations that pass a filter, by document and position."""
        criteria = wanted or AnnotationFilter()
        with self._library.unit_of_work() as unit:
            found = [a for a in unit.annotations.all(criteria.document_id) if _passes(a, criteria)]
        if criteria.topic is None:
            return found
        slug = self._topics.resolve(criteria.topic).slug
        on = self._topics.of_annotations(found)
        return [annotation for annotation in found if slug in on[annotation.id]]

    def tags(self) -> list[TagCount]:
        """Return every tag and every tag above it with its count, alphabetically."""
        with self._library.unit_of_work() as unit:
            return count_tags(unit.annotations.all())

    def rename_tag(self, old: str, new: str) -> list[Annotation]:
        """Rename a tag and those below it; a tag that exists already takes them in.

        Returns:
            The re-tagged annotations as they were before.

        Raises:
            AnnotationError: If the new name is empty.
        """
        source, target = normalise_tag(old), normalise_tag(new)
        if not target:
            raise AnnotationError("A tag needs a name.", "Write one, such as energy/pipelines.")
        now = self._clock()
        with self._library.unit_of_work() as unit:
            before = [a for a in unit.annotations.all() if any(is_at_or_below(tag, source) for tag in a.tags)]
            for annotation in before:
                tags = retag(annotation.tags, source, target)
                unit.annotations.update(replace(annotation, tags=tags, modified=now))
            unit.commit()
        return before

    def _new(
        self,
        unit: UnitOfWork,
        document_id: DocumentId,
        span: TextSpan,
        colour: HighlightColour,
        note: str,
        tags: Sequence[str],
    ) -> Annotation:
        opened = read_document(unit, document_id)
        target = target_of(opened, span)
        now = self._clock()
        annotation = Annotation(
            id=AnnotationId(uuid.uuid4().hex),
            target=target,
            colour=colour,
            note=note,
            tags=normalise_tags(tags, _spellings(unit)),
            created=now,
            modified=now,
            fragments=fragments_of(opened.contents, target.span),
        )
        unit.annotations.add(annotation)
        return annotation


def is_placed(annotation: Annotation) -> bool:
    """Tell whether an annotation has a sure place in its document."""
    return annotation.placement in {Placement.EXACT, Placement.MOVED}


def _known(unit: UnitOfWork, annotation_id: AnnotationId) -> Annotation:
    annotation = unit.annotations.get(annotation_id)
    if annotation is None:
        raise AnnotationError("This annotation is no longer in the library.", "List the annotations to see which are.")
    return annotation


def _spellings(unit: UnitOfWork) -> list[str]:
    """Return the tags there are, so that a new one takes over their spelling."""
    return [tag for annotation in unit.annotations.all() for tag in annotation.tags]


def _passes(annotation: Annotation, criteria: AnnotationFilter) -> bool:
    if criteria.colour is not None and annotation.colour is not criteria.colour:
        return False
    if criteria.tag is not None:
        tag = normalise_tag(criteria.tag)
        if not any(is_at_or_below(own, tag) for own in annotation.tags):
            return False
    words = criteria.text.casefold().split()
    text = "\n".join((annotation.target.quote.exact, annotation.note, *annotation.tags)).casefold()
    return all(word in text for word in words)
