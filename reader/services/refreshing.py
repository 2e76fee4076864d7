"""Another reading of a document takes the place of the one in the library, and all that was made on it is re-placed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from reader.domain.alignment import Link
from reader.domain.annotation import Annotation, Placement, Target
from reader.domain.document import Document
from reader.domain.progress import Progress
from reader.domain.repositories import UnitOfWork
from reader.domain.selector import TextPositionSelector
from reader.domain.verdict import TopicVerdict
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
    # Looking for places takes long where many are lost: all of it is done before the library is locked for writing.
    placing = _Placing(unit, opened, progress)
    annotations = placing.annotations(same_file=before.digest == opened.document.digest)
    links, sides = placing.links()
    verdicts = placing.verdicts()
    unit.documents.replace(opened.document, opened.contents, opened.passages, progress)
    for annotation, after in annotations:
        if after != annotation:
            unit.annotations.update(after)
    for link in links:
        unit.links.put(link)
    for verdict, target, placement in verdicts:
        if placement in SURE and target != verdict.target:
            unit.verdicts.remove(verdict.topic, verdict.target)
            unit.verdicts.put(replace(verdict, target=target))
    return RefreshResult(
        opened.document,
        before.fingerprint != opened.document.fingerprint,
        Counter(after.placement for _, after in annotations),
        Counter(sides),
        Counter(placement for _, _, placement in verdicts),
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


class _Placing:
    """Finds where what was made on a document stands in another reading of it; stores nothing."""

    def __init__(self, unit: UnitOfWork, opened: OpenDocument, progress: Progress) -> None:
        own = opened.document.id
        self._opened = opened
        self._progress = progress
        self._annotations = unit.annotations.all(own)
        self._links = [link for link in unit.links.all() if own in {link.left.document_id, link.right.document_id}]
        self._verdicts = unit.verdicts.all(own)
        self._total = len(self._annotations) + 2 * len(self._links) + len(self._verdicts)
        self._done = 0

    def annotations(self, *, same_file: bool) -> list[tuple[Annotation, Annotation]]:
        """Return each annotation as it was and as it is now."""
        found: list[tuple[Annotation, Annotation]] = []
        for annotation in self._annotations:
            found.append((annotation, re_placed(annotation, self._opened, same_file=same_file)))
            self._tell()
        return found

    def links(self) -> tuple[list[Link], list[Placement]]:
        """Return the links that are changed, and how each side on this document was placed."""
        placements: list[Placement] = []
        changed: list[Link] = []
        for link in self._links:
            left, right = self._side(link.left, placements), self._side(link.right, placements)
            if (left, right) != (link.left, link.right):
                changed.append(replace(link, left=left, right=right))
        return changed, placements

    def verdicts(self) -> list[tuple[TopicVerdict, Target, Placement]]:
        """Return each verdict as it was, its target now, and how it was placed."""
        found: list[tuple[TopicVerdict, Target, Placement]] = []
        for verdict in self._verdicts:
            found.append((verdict, *re_place(verdict.target, self._opened)))
            self._tell()
        return found

    def _side(self, target: Target, placements: list[Placement]) -> Target:
        self._tell()
        if target.document_id != self._opened.document.id:
            return target
        found, placement = re_place(target, self._opened)
        placements.append(placement)
        return found if placement in SURE else target

    def _tell(self) -> None:
        self._done += 1
        self._progress(self._done, self._total)
