"""The JSON shapes that scripts rely on: fields may be added, never renamed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from reader.domain.alignment import Evidence, PassagePair, SharedTerm
from reader.domain.annotation import Annotation, Placement
from reader.domain.document import Document
from reader.domain.passage import Passage
from reader.domain.repositories import SearchHit
from reader.domain.text import TextSpan
from reader.domain.topic import Topic
from reader.services.comparison import Comparison
from reader.services.library import OpenDocument, RefreshResult

Shape = dict[str, object]


def document_shape(document: Document) -> Shape:
    """Return a document as `documents` prints it."""
    return {
        "id": document.id,
        "slug": document.slug,
        "title": document.title,
        "author": document.author,
        "year": document.year,
        "kind": document.kind,
        "pages": document.pages,
        "passages": document.passages,
        "characters": document.characters,
        "fingerprint": document.fingerprint,
        "added": _time(document.added),
    }


def refresh_shape(result: RefreshResult) -> Shape:
    """Return what `refresh` prints: the document, and how many of each kind were placed in which way."""
    document = result.document
    return {
        "id": document.id,
        "slug": document.slug,
        "fingerprint": document.fingerprint,
        "changed": result.changed,
        "passages": document.passages,
        "annotations": placements_shape(result.annotations),
        "links": placements_shape(result.links),
        "verdicts": placements_shape(result.verdicts),
    }


def placements_shape(counts: Mapping[Placement, int]) -> Shape:
    """Return how many were placed in which way."""
    return {placement.value: counts.get(placement, 0) for placement in Placement}


def passage_shape(opened: OpenDocument, passage: Passage, score: float | None = None) -> Shape:
    """Return a passage as `passages` prints it."""
    shape = _side(opened, passage) | {"paragraph": passage.paragraph, "part": passage.part}
    return shape if score is None else shape | {"score": round(score, 6)}


def alignment_shape(compared: Comparison, topic: str | None, pairs: Sequence[PassagePair]) -> Shape:
    """Return ranked pairs with their evidence as `align` prints them."""
    left = [_side(compared.left, passage) for passage in compared.left.passages]
    right = [_side(compared.right, passage) for passage in compared.right.passages]
    return {
        "left": _reference(compared.left.document),
        "right": _reference(compared.right.document),
        "topic": topic,
        "pairs": [
            {
                "rank": rank,
                "score": pair.score,
                "left": left[pair.left],
                "right": right[pair.right],
                "topics": list(compared.topics_of(pair)),
                "evidence": _evidence(compared.evidence(pair.left, pair.right)),
                "state": pair.state.value,
                **_word(pair),
            }
            for rank, pair in enumerate(pairs, start=1)
        ],
    }


def topic_shape(topic: Topic) -> Shape:
    """Return a topic as `topics` prints it."""
    return {
        "slug": topic.slug,
        "name": topic.name,
        "description": topic.description,
        "terms": [{"term": term.term, "weight": term.weight} for term in topic.terms],
        "colour": topic.colour,
        "glyph": topic.glyph,
    }


def hit_shape(document: Document, hit: SearchHit) -> Shape:
    """Return a place found as `search` prints it."""
    return {"document": document.slug, "start": hit.span.start, "end": hit.span.end, "snippet": hit.snippet}


def annotation_shape(opened: OpenDocument, annotation: Annotation, topics: Iterable[str]) -> Shape:
    """Return an annotation as `annotations` and `annotate` print it."""
    place = None if annotation.placement is Placement.ORPHANED else annotation.target.span
    return {
        "id": annotation.id,
        "document": opened.document.slug,
        "start": place.start if place is not None else None,
        "end": place.end if place is not None else None,
        "quote": annotation.target.quote.exact,
        "section": opened.section_title(place) if place is not None else "",
        "page": _page(opened, annotation, place),
        "note": annotation.note,
        "author": annotation.author,
        "tags": list(annotation.tags),
        "colour": annotation.colour.value,
        "topics": list(topics),
        "created": _time(annotation.created),
        "modified": _time(annotation.modified),
        "placement": annotation.placement.value,
        "locator": opened.locator(place) if place is not None else "",
    }


def _page(opened: OpenDocument, annotation: Annotation, place: TextSpan | None) -> str | None:
    """Return the printed label of an annotation's page; of one that lost its place, of the page where it was."""
    if place is not None:
        return opened.page_label(place)
    return annotation.fragments[0].label if annotation.fragments else None


def _side(opened: OpenDocument, passage: Passage) -> Shape:
    return {
        "ordinal": passage.ordinal,
        "start": passage.span.start,
        "end": passage.span.end,
        "section": opened.section_title(passage.span),
        "text": passage.span.of(opened.contents.text),
    }


def _reference(document: Document) -> Shape:
    return {"id": document.id, "slug": document.slug}


def _evidence(evidence: Evidence) -> Shape:
    return {
        "terms": _texts(evidence.terms),
        "dates": _texts(evidence.dates),
        "sources": _texts(evidence.sources),
        "reason": evidence.reason,
    }


def _texts(shared: Iterable[SharedTerm]) -> list[str]:
    return [term.text for term in shared]


def _word(pair: PassagePair) -> Shape:
    """Return what the reader said of a pair, beyond its state."""
    if pair.link is None:
        return {}
    relation = pair.link.relation.value if pair.link.relation is not None else None
    return {"link": pair.link.id, "relation": relation, "note": pair.link.note}


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
