"""The use case of comparing two documents: aligned passages under the reader's topics, with the reader's own word."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, Protocol

from reader.domain.alignment import LIKELY, Alignment, Evidence, Link, PairState, PassagePair, RankedPairs, SharedTerm
from reader.domain.document import DocumentId
from reader.domain.progress import Progress, no_progress
from reader.domain.repositories import Library
from reader.domain.topic import ON_TOPIC, Topic
from reader.services.links import linked_ordinals
from reader.services.open_document import OpenDocument, read_document
from reader.services.sources import SharedByPassage
from reader.services.verdicts import Judged, Verdicts, judged_ordinals, verdicts_on

# The list shows this many pairs, or all that are likely, whichever is more.
LISTED_PAIRS = 50

Side = Literal["left", "right"]
_READERS_OWN = {PairState.MADE, PairState.CONFIRMED}


class Aligner(Protocol):
    """Computes an alignment."""

    def __call__(
        self, left: OpenDocument, right: OpenDocument, topics: Sequence[Topic], progress: Progress
    ) -> Alignment:
        """Score the pairs of two documents' passages.

        Raises:
            CancelledError: If the reader cancelled.
        """


class SourceReader(Protocol):
    """Reads which sources the passages of two documents share."""

    def __call__(self, left_id: DocumentId, right_id: DocumentId, /) -> SharedByPassage:
        """Read the notes of both."""


class Comparison:
    """Two documents aligned under a list of topics; immutable.

    Attributes:
        seconds: How long the alignment took.
        verdicts: The reader's word on which passages treat a topic; it takes the place of computed scores.
    """

    __slots__ = (
        "_alignment",
        "_computed",
        "_judged_on",
        "_on",
        "left",
        "right",
        "seconds",
        "sources",
        "topics",
        "verdicts",
    )

    def __init__(
        self,
        left: OpenDocument,
        right: OpenDocument,
        topics: tuple[Topic, ...],
        alignment: Alignment,
        seconds: float = 0.0,
        verdicts: Verdicts = (),
        sources: SharedByPassage | None = None,
    ) -> None:
        self.sources = sources
        self.left = left
        self.right = right
        self.topics = topics
        self.seconds = seconds
        self.verdicts = verdicts
        self._computed = alignment
        self._judged_on = _judged_sides(left, right, topics, verdicts)
        self._alignment = alignment.judged(self._judged_on) if self._judged_on else alignment
        self._on = {topic.slug: _on_topic(self._alignment, topic.slug) for topic in topics}

    def with_verdicts(self, verdicts: Verdicts) -> Comparison:
        """Return the same comparison under other verdicts, without aligning again."""
        if verdicts == self.verdicts:
            return self
        return Comparison(self.left, self.right, self.topics, self._computed, self.seconds, verdicts, self.sources)

    def with_sources(self, sources: SharedByPassage) -> Comparison:
        """Return the same comparison with the sources that passages share, as evidence of their pairs."""
        return Comparison(self.left, self.right, self.topics, self._computed, self.seconds, self.verdicts, sources)

    def judged(self, slug: str) -> tuple[Judged, Judged]:
        """Return what the reader said of left and right passages under a topic."""
        return self._judged_on.get(slug, ({}, {}))

    def counts(self, slug: str) -> tuple[int, int]:
        """Return how many passages are on a topic, left and right."""
        left, right = self._on[slug]
        return len(left), len(right)

    def on_topic(self, slug: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the ordinals of the passages on a topic, left and right, in order."""
        left, right = self._on[slug]
        return tuple(left), tuple(right)

    def topic_score(self, slug: str, side: Side, ordinal: int) -> float:
        """Return a passage's score for a topic, in [0, 1]."""
        left, right = self._alignment.topic_scores(slug)
        return float((left if side == "left" else right)[ordinal])

    def topics_of(self, pair: PassagePair) -> tuple[str, ...]:
        """Return the slugs of the topics that both passages of a pair are on."""
        return tuple(slug for slug, (left, right) in self._on.items() if pair.left in left and pair.right in right)

    def pairs(
        self, topic: str | None = None, links: Sequence[Link] = (), *, limit: int | None = None
    ) -> list[PassagePair]:
        """Rank the pairs: the reader's own and confirmed ones, then computed ones, then rejected ones, each by score.

        Under a topic, a pair that the reader made or judged is listed if it is retained there or if one of its
        passages is on the topic; any other one only if the reader said of none of its passages that it is not on it.

        Args:
            topic: A topic's slug, or None for all.
            links: The reader's links between the two documents.
            limit: How many pairs to list, rejected ones not counted; 0 for every retained one, None for the best
                LISTED_PAIRS computed ones or all that are LIKELY, whichever is more.
        """
        ranked = self._alignment.ranked(topic)
        judged = self._judged(topic, links, ranked)
        own = [pair for pair in judged.values() if pair.state in _READERS_OWN]
        rejected = [pair for pair in judged.values() if pair.state is PairState.REJECTED]
        left_off, right_off = self._judged_off(topic)
        computed = (
            pair
            for pair in ranked
            if (pair.left, pair.right) not in judged and pair.left not in left_off and pair.right not in right_off
        )
        listed = sorted(own, key=_best_first)
        if limit is None:
            listed += _worth_listing(computed)
        elif limit == 0:
            listed += computed
        else:
            listed = listed[:limit]
            listed += [pair for pair, _ in zip(computed, range(limit - len(listed)), strict=False)]
        return listed + sorted(rejected, key=_best_first)

    def ranked(self, topic: str | None = None) -> RankedPairs:
        """Return every retained pair in columns, best first, without the reader's word; under a topic if given."""
        return self._alignment.ranked(topic)

    def evidence(self, left_ordinal: int, right_ordinal: int) -> Evidence:
        """Say why two passages belong together; spans are places in each document's canonical text."""
        evidence = self._alignment.explain(left_ordinal, right_ordinal)
        shared = self.sources.of_pair(left_ordinal, right_ordinal) if self.sources is not None else ()
        known = {term.text for term in evidence.sources}
        more = (SharedTerm(label, (), ()) for label in shared if label not in known)
        return replace(evidence, sources=(*evidence.sources, *more)) if shared else evidence

    def _judged_off(self, topic: str | None) -> tuple[frozenset[int], frozenset[int]]:
        """Return the passages of which the reader said that they do not treat a topic, left and right."""
        left, right = self.judged(topic) if topic is not None else ({}, {})
        return _said_not(left), _said_not(right)

    def _judged(
        self, topic: str | None, links: Sequence[Link], ranked: Sequence[PassagePair]
    ) -> dict[tuple[int, int], PassagePair]:
        """Return the pairs that the reader made or judged, with their computed scores; the last word counts."""
        places = [(linked_ordinals(link, self.left, self.right), link) for link in links]
        judged = {key: PassagePair(*key, 0.0, link.state, link) for key, link in places if key is not None}
        if not judged:
            return {}
        scores = {(pair.left, pair.right): pair.score for pair in ranked if (pair.left, pair.right) in judged}
        if topic is None:
            shown = set(judged)
        else:
            left, right = self._on[topic]
            shown = {key for key in judged if key in scores or key[0] in left or key[1] in right}
        return {key: replace(judged[key], score=scores.get(key, 0.0)) for key in judged if key in shown}


class ComparisonService:
    """Compares two documents of the library."""

    def __init__(self, library: Library, align: Aligner, shared_sources: SourceReader | None = None) -> None:
        self._library = library
        self._align = align
        self._shared_sources = shared_sources

    def with_sources(self, comparison: Comparison) -> Comparison:
        """Add the sources that passages share; apart from `compare`, since reading many notes takes longer."""
        if self._shared_sources is None or comparison.sources is not None:
            return comparison
        return comparison.with_sources(self._shared_sources(comparison.left.document.id, comparison.right.document.id))

    def compare(self, left_id: DocumentId, right_id: DocumentId, progress: Progress = no_progress) -> Comparison:
        """Align two documents under the reader's topics.

        Raises:
            DocumentError: If one of them is not in the library.
            CancelledError: If the reader cancelled.
        """
        with self._library.unit_of_work() as unit:
            left, right = read_document(unit, left_id), read_document(unit, right_id)
            topics = tuple(unit.topics.all())
            verdicts = verdicts_on(unit, left_id, right_id)
        started = time.perf_counter()
        alignment = self._align(left, right, topics, progress)
        return Comparison(left, right, topics, alignment, time.perf_counter() - started, verdicts)


def _judged_sides(
    left: OpenDocument, right: OpenDocument, topics: Sequence[Topic], verdicts: Verdicts
) -> dict[str, tuple[Judged, Judged]]:
    """Return what the reader said of left and right passages, for each topic of the list that has such a word."""
    on_left, on_right = judged_ordinals(verdicts, left), judged_ordinals(verdicts, right)
    slugs = [topic.slug for topic in topics if topic.slug in on_left or topic.slug in on_right]
    return {slug: (on_left.get(slug, {}), on_right.get(slug, {})) for slug in slugs}


def _said_not(judged: Judged) -> frozenset[int]:
    return frozenset(ordinal for ordinal, treats in judged.items() if not treats)


def _on_topic(alignment: Alignment, slug: str) -> tuple[Mapping[int, None], Mapping[int, None]]:
    """Return the ordinals on a topic, left and right, as ordered sets."""
    left, right = alignment.topic_scores(slug)
    return _reached(left), _reached(right)


def _reached(scores: Sequence[float]) -> Mapping[int, None]:
    return dict.fromkeys(ordinal for ordinal, score in enumerate(scores) if score >= ON_TOPIC)


def _worth_listing(computed: Iterator[PassagePair]) -> Iterator[PassagePair]:
    for number, pair in enumerate(computed):
        if number >= LISTED_PAIRS and pair.score < LIKELY:
            return
        yield pair


def _best_first(pair: PassagePair) -> tuple[float, int, int]:
    return -pair.score, pair.left, pair.right
