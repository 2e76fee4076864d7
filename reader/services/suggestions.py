"""Use cases around topics that are not there yet: terms for a new one, terms learned, and topics that are missing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from threading import Lock
from typing import Protocol

from reader.domain.alignment import Link, PairState
from reader.domain.progress import Progress, no_progress
from reader.domain.topic import LearnedTerms, ProposedTerm, SuggestedTopic, Topic, WeightedTerm
from reader.services.comparison import Comparison
from reader.services.links import linked_ordinals
from reader.services.open_document import OpenDocument


class TermSuggester(Protocol):
    """Knows the terms of two documents; passages are numbered with the left ones first."""

    def propose_terms(self, words: Sequence[str], name: str = "") -> tuple[ProposedTerm, ...]:
        """Propose terms for a topic of which a few words are known, the words themselves first."""

    def learn(self, topic: Topic, confirmed: Collection[int], rejected: Collection[int]) -> LearnedTerms:
        """Say how a topic's terms should change after passages were confirmed or rejected for it."""

    def suggest_topics(self, topics: Sequence[Topic]) -> tuple[SuggestedTopic, ...]:
        """Suggest topics that both documents speak of and none of `topics` covers."""


class SuggesterMaker(Protocol):
    """Reads two documents for their terms."""

    def __call__(self, left: OpenDocument, right: OpenDocument, progress: Progress) -> TermSuggester:
        """Read them; takes a while for long documents.

        Raises:
            CancelledError: If the reader cancelled.
        """


class SuggestionService:
    """What the program proposes for topics; only the reader changes them. Safe to use from several threads."""

    def __init__(self, read: SuggesterMaker) -> None:
        self._read = read
        self._last: tuple[tuple[str, str], TermSuggester] | None = None
        self._lock = Lock()

    def propose_terms(
        self,
        words: Sequence[str],
        left: OpenDocument,
        right: OpenDocument,
        name: str = "",
        progress: Progress = no_progress,
    ) -> tuple[ProposedTerm, ...]:
        """Propose terms for a new topic out of two documents, each with a weight and a reason.

        Args:
            words: Two or three words or phrases that the reader gave; they come first, with weight 1.
            left: One of the documents that are open.
            right: The other one.
            name: The topic's name, if it has one.
            progress: Called while the documents are read for the first time.

        Returns:
            Nothing if `words` hold no word at all.

        Raises:
            CancelledError: If the reader cancelled.
        """
        return self._suggester(left, right, progress).propose_terms(words, name)

    def learn_terms(
        self, comparison: Comparison, slug: str, links: Sequence[Link], progress: Progress = no_progress
    ) -> LearnedTerms:
        """Say how a topic's terms should change, by the reader's word on passages and on pairs under it.

        Pairs count if one of their passages is on the topic. Nothing changes by itself: `refined` takes the changes in.

        Raises:
            KeyError: If the comparison doesn't know the topic.
            CancelledError: If the reader cancelled.
        """
        topic = next((topic for topic in comparison.topics if topic.slug == slug), None)
        if topic is None:
            raise KeyError(slug)
        confirmed, rejected = judged_passages(comparison, slug, links)
        suggester = self._suggester(comparison.left, comparison.right, progress)
        return suggester.learn(topic, confirmed, rejected - confirmed)

    def suggest_topics(self, comparison: Comparison, progress: Progress = no_progress) -> tuple[SuggestedTopic, ...]:
        """Suggest topics that both documents speak of and none of the reader's covers.

        Raises:
            CancelledError: If the reader cancelled.
        """
        return self._suggester(comparison.left, comparison.right, progress).suggest_topics(comparison.topics)

    def _suggester(self, left: OpenDocument, right: OpenDocument, progress: Progress) -> TermSuggester:
        """Return what knows the documents' terms; the last pair is remembered."""
        key = left.document.fingerprint, right.document.fingerprint
        with self._lock:
            if self._last is None or self._last[0] != key:
                self._last = key, self._read(left, right, progress)
            return self._last[1]


def judged_passages(comparison: Comparison, slug: str, links: Sequence[Link]) -> tuple[set[int], set[int]]:
    """Return the passages that speak for a topic by the reader's word, and those that speak against it.

    These are the passages of pairs confirmed or made, and of pairs rejected, under the topic; where the reader said of
    a passage itself whether it treats the topic, that alone counts.

    Returns:
        Numbers of passages, left ones first.
    """
    on_left, on_right = (set(side) for side in comparison.on_topic(slug))
    offset = len(comparison.left.passages)
    confirmed: set[int] = set()
    rejected: set[int] = set()
    for link in links:
        place = linked_ordinals(link, comparison.left, comparison.right)
        if place is None or not (place[0] in on_left or place[1] in on_right):
            continue
        (rejected if link.state is PairState.REJECTED else confirmed).update((place[0], offset + place[1]))
    for start, judged in zip((0, offset), comparison.judged(slug), strict=True):
        for ordinal, treats in judged.items():
            (confirmed if treats else rejected).add(start + ordinal)
            (rejected if treats else confirmed).discard(start + ordinal)
    return confirmed, rejected


def refined(topic: Topic, learned: LearnedTerms) -> Topic:
    """Return a topic with learned terms taken in: changed weights where they stand, new terms at the end."""
    weights = {proposed.term.term: proposed.term.weight for proposed in learned.changed}
    kept = [WeightedTerm(term.term, weights.get(term.term, term.weight)) for term in topic.terms]
    known = {term.term.casefold() for term in kept}
    new = [proposed.term for proposed in learned.new if proposed.term.term.casefold() not in known]
    return Topic(topic.slug, topic.name, topic.description, (*kept, *new), topic.colour, topic.glyph)
