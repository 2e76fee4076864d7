"""Another reading of a document takes the place of the one in the library, and all that was made on it is re-placed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from reader.domain.annotation import Annotation, Placement, Target
from reader.domain.document import Document, DocumentId
from reader.domain.progress import Progress
from reader.domain.repositories import UnitOfWork
from reader.domain.selector import TextPositionSelector
from reader.services.fragments import carried_over, fragments_of
from reader.services.open_document import OpenDocument
from reader.services.targets import anchored, target_of

SURE = frozenset({Placement.EXACT, Placement.MOVED})


@dataclass(frozen=True, slots=True)
class RefreshResult:
    """What another reading of a document has changed.

    Attributes:
        document: As it is now.
        changed: Whether its text reads otherwise.
        annotations: How many annotations were placed in which way.
        links: The same of the sides of links that are on this document; what is not placed surely waits as it was.
        verdicts: The same of the reader's word on topics.
    """

    document: Document
    changed: bool
    annotations: Mapping[Placement, int]
    links: Mapping[Placement, int]
    verdicts: Mapping[Placement, int]


def re_place(target: Target, opened: OpenDocument) -> tuple[Target, Placement]:
    """Find a target in its document as it reads now.

    Returns:
        Described anew where its place is sure; where it needs review, with its old quote at the place proposed; else as
        it was.
    """
    if is_in_place(target, opened):
        return target, Placement.EXACT
    found = anchored(target, opened)
    if found.span is None:
        return target, Placement.ORPHANED
    if found.placement in SURE:
        return target_of(opened, found.span), found.placement
    return replace(target, position=TextPositionSelector(found.span.start, found.span.end)), found.placement


def is_in_place(target: Target, opened: OpenDocument) -> bool:
    """Tell whether a target was taken from this very text and stands there."""
    same = target.fingerprint == opened.document.fingerprint
    return same and target.span.of(opened.contents.text) == target.quote.exact


def put_reading(unit: UnitOfWork, before: Document, opened: OpenDocument, progress: Progress) -> RefreshResult:
    """Store another reading of a document and re-place what was made on it, inside a unit of work.

    Args:
        unit: The unit of work; the caller commits it.
        before: The document as it was.
        opened: The document as it reads now, with the same id.
        progress: Called with steps of its own.
    """
    annotations = unit.annotations.all(before.id)
    unit.documents.replace(opened.document, opened.contents, opened.passages, progress)
    placed = Counter(_put_annotation(unit, annotation, before, opened) for annotation in annotations)
    return RefreshResult(
        opened.document,
        before.fingerprint != opened.document.fingerprint,
        placed,
        Counter(_put_links(unit, opened)),
        Counter(_put_verdicts(unit, opened)),
    )


def re_placed(annotation: Annotation, opened: OpenDocument, *, same_file: bool) -> Annotation:
    """Return an annotation where it stands in its document as it reads now.

    Args:
        annotation: As it was.
        opened: The document as it reads now.
        same_file: Whether the boxes known of its pages still hold.
    """
    target, placement = re_place(annotation.target, opened)
    fragments = annotation.fragments
    if placement in SURE:
        fragments = fragments_of(opened.contents, target.span)
        fragments = carried_over(fragments, annotation.fragments) if same_file else fragments
    return replace(annotation, target=target, placement=placement, fragments=fragments)


def _put_annotation(unit: UnitOfWork, annotation: Annotation, before: Document, opened: OpenDocument) -> Placement:
    after = re_placed(annotation, opened, same_file=before.digest == opened.document.digest)
    if after != annotation:
        unit.annotations.update(after)
    return after.placement


def _put_links(unit: UnitOfWork, opened: OpenDocument) -> list[Placement]:
    placements: list[Placement] = []
    for link in unit.links.all():
        left = _re_placed_side(link.left, opened, placements)
        right = _re_placed_side(link.right, opened, placements)
        after = replace(link, left=left, right=right)
        if after != link:
            unit.links.put(after)
    return placements


def _re_placed_side(target: Target, opened: OpenDocument, placements: list[Placement]) -> Target:
    if target.document_id != opened.document.id:
        return target
    found, placement = re_place(target, opened)
    placements.append(placement)
    return found if placement in SURE else target


def _put_verdicts(unit: UnitOfWork, opened: OpenDocument) -> list[Placement]:
    placements: list[Placement] = []
    document_id: DocumentId = opened.document.id
    for verdict in unit.verdicts.all(document_id):
        target, placement = re_place(verdict.target, opened)
        placements.append(placement)
        if placement in SURE and target != verdict.target:
            unit.verdicts.remove(verdict.topic, verdict.target)
            unit.verdicts.put(replace(verdict, target=target))
    return placements
