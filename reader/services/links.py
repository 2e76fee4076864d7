"""Use cases on links: the reader's word on which passages belong together."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from reader.domain.alignment import Link, LinkId, PairState, Relation
from reader.domain.annotation import Target
from reader.domain.document import DocumentId
from reader.domain.repositories import Library
from reader.domain.text import TextSpan
from reader.errors import AnnotationError
from reader.services.open_document import OpenDocument
from reader.services.targets import place_of, target_of


class LinkService:
    """What the reader does with pairs."""

    def __init__(self, library: Library, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._library = library
        self._clock = clock

    def mark(
        self,
        left: OpenDocument,
        right: OpenDocument,
        left_span: TextSpan,
        right_span: TextSpan,
        state: PairState,
        *,
        relation: Relation | None = None,
        note: str = "",
    ) -> tuple[Link | None, Link]:
        """Confirm, reject or make the pair of two passages.

        A link on the same two passages is changed, not doubled; it keeps its relation and note where none is given.

        Returns:
            The link as it was before (None: there was none), and as it is now.

        Raises:
            AnnotationError: If the state is "computed": that is no word of the reader's.
            AnchorError: If one of the spans holds no text.
        """
        if state is PairState.COMPUTED:
            raise AnnotationError("A pair is confirmed, rejected or made.", "Remove its link to leave it as computed.")
        now = self._clock()
        targets = target_of(left, left_span), target_of(right, right_span)
        with self._library.unit_of_work() as unit:
            links = unit.links.between(left.document.id, right.document.id)
            before = next((link for link in links if _same_pair(link, left, right, targets)), None)
            if before is None:
                after = Link(LinkId(uuid.uuid4().hex), *targets, state, relation, note, created=now, modified=now)
            else:
                after = replace(
                    before, state=state, relation=relation or before.relation, note=note or before.note, modified=now
                )
            unit.links.put(after)
            unit.commit()
        return before, after

    def put(self, link: Link) -> Link:
        """Store exactly this link, new or changed: how a change is undone and redone with the same id."""
        with self._library.unit_of_work() as unit:
            unit.links.put(link)
            unit.commit()
        return link

    def remove(self, link_id: LinkId) -> Link:
        """Delete a link, so that its pair is as computed again, and return what was deleted.

        Raises:
            AnnotationError: If there is no such link.
        """
        with self._library.unit_of_work() as unit:
            link = unit.links.get(link_id)
            if link is None:
                raise AnnotationError("This pair is no longer marked.", "Mark it again if you want it.")
            unit.links.remove(link_id)
            unit.commit()
        return link

    def between(self, left_id: DocumentId, right_id: DocumentId) -> list[Link]:
        """Return the links between two documents, whichever side each is on, oldest first."""
        with self._library.unit_of_work() as unit:
            return unit.links.between(left_id, right_id)


def oriented(link: Link, left: OpenDocument, right: OpenDocument) -> tuple[Target, Target] | None:
    """Return a link's targets in the order of two documents, or None if it is not on these two."""
    wanted = left.document.id, right.document.id
    if (link.left.document_id, link.right.document_id) == wanted:
        return link.left, link.right
    if (link.right.document_id, link.left.document_id) == wanted:
        return link.right, link.left
    return None


def linked_ordinals(link: Link, left: OpenDocument, right: OpenDocument) -> tuple[int, int] | None:
    """Find the two passages a link is on, by its anchors, so that it outlives another segmentation.

    Returns:
        Their ordinals, left and right; None if one side has no passage there.
    """
    targets = oriented(link, left, right)
    if targets is None:
        return None
    places = place_of(targets[0], left), place_of(targets[1], right)
    if places[0] is None or places[1] is None:
        return None
    first, second = left.passage_at(places[0]), right.passage_at(places[1])
    return None if first is None or second is None else (first.ordinal, second.ordinal)


def _same_pair(link: Link, left: OpenDocument, right: OpenDocument, wanted: tuple[Target, Target]) -> bool:
    """Tell whether a link is on the same two passages as two targets, or on the same text outside of passages."""
    targets = oriented(link, left, right)
    if targets is None:
        return False
    sides = zip(targets, wanted, (left, right), strict=True)
    return all(_same_passage(old, new, document) for old, new, document in sides)


def _same_passage(old: Target, new: Target, document: OpenDocument) -> bool:
    place = place_of(old, document)
    if place is None:
        return False
    before, after = document.passage_at(place), document.passage_at(new.span)
    if before is None or after is None:
        return before is after and place.overlap(new.span) > 0
    return before.ordinal == after.ordinal
