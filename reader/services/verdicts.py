"""The reader's word on which passages treat a topic, carried from anchors to the passages of open documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reader.domain.document import DocumentId
from reader.domain.repositories import UnitOfWork
from reader.domain.verdict import TopicVerdict
from reader.services.open_document import OpenDocument
from reader.services.targets import place_of

# For each passage that the reader judged, by ordinal: whether it treats the topic.
Judged = Mapping[int, bool]
# Oldest first.
Verdicts = tuple[TopicVerdict, ...]


def judged_ordinals(verdicts: Sequence[TopicVerdict], opened: OpenDocument) -> dict[str, dict[int, bool]]:
    """Return for each topic's slug what the reader said of a document's passages; the last word on one counts.

    Args:
        verdicts: Oldest first; those on other documents are left out.
        opened: The document as it reads now, perhaps cut into other passages than when it was judged.
    """
    judged: dict[str, dict[int, bool]] = {}
    for verdict in verdicts:
        ordinal = judged_ordinal(verdict, opened)
        if ordinal is not None:
            judged.setdefault(verdict.topic, {})[ordinal] = verdict.treats
    return judged


def judged_ordinal(verdict: TopicVerdict, opened: OpenDocument) -> int | None:
    """Return the passage a verdict is on, or None if it is on no passage of this document."""
    if verdict.target.document_id != opened.document.id:
        return None
    place = place_of(verdict.target, opened)
    passage = opened.passage_at(place) if place is not None else None
    return passage.ordinal if passage is not None else None


def verdicts_on(unit: UnitOfWork, left_id: DocumentId, right_id: DocumentId) -> Verdicts:
    """Return the reader's word on the passages of two documents inside a unit of work, oldest first."""
    ids = dict.fromkeys((left_id, right_id))
    found = [verdict for document_id in ids for verdict in unit.verdicts.all(document_id)]
    return tuple(sorted(found, key=lambda verdict: verdict.created))
