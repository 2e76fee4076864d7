"""Align two documents: score every pair of passages, keep the best, rank them under topics, and explain them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reader.alignment.evidence import Rarity, find_evidence
from reader.alignment.lexical import LexicalVectors, TermCounts, add_neighbours
from reader.alignment.ranking import BestPartners, pairs_of
from reader.alignment.terms import Analyzer
from reader.alignment.topics import TopicMatcher, TopicMentions, score_topics, topic_text
from reader.domain.alignment import Evidence, RankedPairs
from reader.domain.progress import Progress, no_progress
from reader.domain.topic import ON_TOPIC

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from reader.alignment.embedding import Embedder
    from reader.domain.topic import Topic

KEPT_PARTNERS: Final = 50
# Passages are short; what stands before and after them tells what they speak of. Figures from 0.2 to 0.5 do as well.
_NEIGHBOUR_WEIGHT: Final = 0.35
# Logistic on likeness, fitted to the judged pairs (tests/gold/pairs.json, grade 2 or 3) and rounded.
_WORDS: Final = 8.0
_MEANING: Final = 5.5
_SAME_TOPICS: Final = 4.5
_OTHER_TOPICS: Final = -1.25
_BIAS: Final = -8.7
# How much a pair's score counts beside its two topic scores in a ranking under one topic.
_PAIR_EXPONENT: Final = 0.5
_DIGITS: Final = 6
# Pairs scored at a time: some 20 ms of work, so that cancelling answers at once.
_BLOCK_PAIRS: Final = 500_000
_STEP: Final = 200


@dataclass(frozen=True, slots=True, order=True)
class PassageText:
    """A passage as the aligner reads it.

    Attributes:
        text: From the canonical text, note markers included.
        titles: The titles of the sections it stands in, outermost first.
        offset: Where it starts in the canonical text; evidence counts from there.
    """

    text: str
    titles: tuple[str, ...] = ()
    offset: int = 0


@dataclass(frozen=True, slots=True)
class PassageAlignment:
    """What `align` returns; see `reader.domain.alignment.Alignment`."""

    left: tuple[PassageText, ...]
    right: tuple[PassageText, ...]
    topics: tuple[Topic, ...]
    pairs: RankedPairs
    left_topics: NDArray[np.float64]
    right_topics: NDArray[np.float64]
    analyzer: Analyzer
    rarity: Rarity

    def ranked(self, topic: str | None = None) -> RankedPairs:
        """Rank the retained pairs, under one topic if given.

        Raises:
            KeyError: If the alignment doesn't know the topic.
        """
        if topic is None:
            return self.pairs
        column = self._column(topic)
        left = np.frombuffer(self.pairs.left, dtype=np.int32).astype(np.int64)
        right = np.frombuffer(self.pairs.right, dtype=np.int32).astype(np.int64)
        score = np.frombuffer(self.pairs.score, dtype=np.float64)
        both = np.sqrt(self.left_topics[left, column] * self.right_topics[right, column])
        under = np.round(both * score**_PAIR_EXPONENT, _DIGITS)
        order = np.argsort(-under, kind="stable")
        return pairs_of(left[order], right[order], under[order])

    def topic_scores(self, topic: str) -> tuple[Sequence[float], Sequence[float]]:
        """Return each left and each right passage's score for a topic, in passage order, in [0, 1].

        Raises:
            KeyError: If the alignment doesn't know the topic.
        """
        column = self._column(topic)
        return array("d", self.left_topics[:, column]), array("d", self.right_topics[:, column])

    def explain(self, left: int, right: int) -> Evidence:
        """Say why two passages belong together."""
        joint = np.minimum(self.left_topics[left], self.right_topics[right])
        on = [int(at) for at in np.argsort(-joint, kind="stable") if joint[at] >= ON_TOPIC]
        first, second = self.left[left], self.right[right]
        return find_evidence(
            (first.text, first.offset),
            (second.text, second.offset),
            self.analyzer,
            self.rarity,
            [self.topics[at].name for at in on],
        )

    def transposed(self) -> PassageAlignment:
        """Return the same alignment with the documents swapped."""
        pairs = RankedPairs(self.pairs.right, self.pairs.left, self.pairs.score)
        return PassageAlignment(
            self.right, self.left, self.topics, pairs, self.right_topics, self.left_topics, self.analyzer, self.rarity
        )

    def _column(self, slug: str) -> int:
        for column, topic in enumerate(self.topics):
            if topic.slug == slug:
                return column
        raise KeyError(slug)


def align(
    left: Sequence[PassageText],
    right: Sequence[PassageText],
    topics: Sequence[Topic],
    embedder: Embedder,
    progress: Progress = no_progress,
    language: str = "en",
) -> PassageAlignment:
    """Align two documents. Pure: equal arguments give equal results, swapped documents the transposed one.

    Args:
        left: All passages of the left document, in order.
        right: All passages of the right document, in order.
        topics: With distinct slugs; more topics change no embeddings.
        embedder: Makes the vectors, or takes them from its cache.
        progress: Called after each slice of work.
        language: What both are written in, by name or ISO 639-1 code.

    Raises:
        CancelledError: From `progress`.
    """
    # Sums of floats depend on their order: computing every pair of documents one way round makes the result symmetric.
    if (len(left), tuple(left)) <= (len(right), tuple(right)):
        return _align(tuple(left), tuple(right), tuple(topics), embedder, progress, language)
    return _align(tuple(right), tuple(left), tuple(topics), embedder, progress, language).transposed()


def _align(
    left: tuple[PassageText, ...],
    right: tuple[PassageText, ...],
    topics: tuple[Topic, ...],
    embedder: Embedder,
    progress: Progress,
    language: str,
) -> PassageAlignment:
    size = len(left) + len(right)
    # Analysis, embedding and scoring are reported as one third each.
    total = 3 * size
    analyzer = Analyzer(language)
    vocabulary: dict[str, int] = {}
    matcher = TopicMatcher(topics, analyzer)
    mentions: list[TopicMentions] = []
    counts = [
        _analyze(side, analyzer, matcher, vocabulary, mentions, lambda done: progress(done, total))
        for side in (left, right)
    ]
    vectors = embedder.embed([p.text for p in (*left, *right)], lambda done, _: progress(size + done, total))
    topic_vectors = embedder.embed([topic_text(topic) for topic in topics])
    lengths = np.concatenate([c.lengths for c in counts])
    scores = score_topics(mentions, lengths, vectors @ topic_vectors.T)
    words = LexicalVectors.build(counts[0], counts[1], len(vocabulary), _NEIGHBOUR_WEIGHT)
    middle = len(left)
    scorer = _PairScorer(
        words,
        (_in_context(vectors[:middle]), _in_context(vectors[middle:])),
        (_topics_in_context(scores[:middle]), _topics_in_context(scores[middle:])),
        _topic_weights(scores),
    )
    best = BestPartners(len(left), len(right), KEPT_PARTNERS)
    step = max(1, _BLOCK_PAIRS // max(1, len(right)))
    for start in range(0, len(left) if right else 0, step):
        progress(2 * size + size * start // len(left), total)
        best.add(start, scorer.scores(start, min(start + step, len(left))))
    pairs = best.ranked()
    progress(total, total)
    rarity = Rarity(dict(zip(vocabulary, words.passages_with.tolist(), strict=True)), size)
    return PassageAlignment(left, right, topics, pairs, scores[:middle], scores[middle:], analyzer, rarity)


class _PairScorer:
    """Scores blocks of pairs: a logistic on likeness of words, of meaning, and of topics."""

    def __init__(
        self,
        words: LexicalVectors,
        meaning: tuple[NDArray[np.float32], NDArray[np.float32]],
        topics: tuple[NDArray[np.float32], NDArray[np.float32]],
        weights: NDArray[np.float32],
    ) -> None:
        self._words = words
        self._left_meaning, self._right_meaning = meaning
        left, right = topics
        # Dot products of squares, so that the strongest topic counts most: of those both treat, and of those one does.
        self._agreement = _Contrast(left**2 * weights, right**2 * weights)
        self._difference = _Contrast(np.hstack([left, 1 - left]) ** 2, np.hstack([1 - right, right]) ** 2)

    def scores(self, start: int, end: int) -> NDArray[np.float64]:
        """Return the scores of left passages [start, end) with all right ones, shape (end - start, right)."""
        words = self._words.cosine(start, end)
        logit = np.sqrt(words, out=words)
        logit *= _WORDS
        logit += _MEANING * (self._left_meaning[start:end] @ self._right_meaning.T)
        logit += _SAME_TOPICS * self._agreement.block(start, end)
        logit += _OTHER_TOPICS * self._difference.block(start, end)
        exact = logit.astype(np.float64)
        scores: NDArray[np.float64] = np.round(1 / (1 + np.exp(-(exact + _BIAS))), _DIGITS)
        return scores


class _Contrast:
    """The roots of the dot products of two sets of non-negative vectors, less what chance gives.

    Only more than two passages taken at random have in common speaks for a pair; with no topics nothing does.
    """

    def __init__(self, left: NDArray[np.float32], right: NDArray[np.float32]) -> None:
        self._left, self._right = left, right
        self._chance = float(left.mean(axis=0) @ right.mean(axis=0)) ** 0.5 if left.size and right.size else 0.0

    def block(self, start: int, end: int) -> NDArray[np.float32]:
        """Return left vectors [start, end) with all right ones, shape (end - start, right)."""
        products: NDArray[np.float32] = self._left[start:end] @ self._right.T
        np.sqrt(products, out=products)
        products -= self._chance
        return products


def _analyze(
    passages: Sequence[PassageText],
    analyzer: Analyzer,
    matcher: TopicMatcher,
    vocabulary: dict[str, int],
    mentions: list[TopicMentions],
    report: Callable[[int], None],
) -> TermCounts:
    """Count one document's terms, and append the topic terms found in each passage to `mentions`."""
    counts = TermCounts(vocabulary)
    in_titles: dict[tuple[str, ...], list[tuple[int, float, int]]] = {}
    for passage in passages:
        if len(mentions) % _STEP == 0:
            report(len(mentions))
        keys, content = analyzer.keys(passage.text)
        counts.add(content)
        if passage.titles not in in_titles:
            above = [key for title in passage.titles for key in (*analyzer.keys(title)[0], "")]
            in_titles[passage.titles] = matcher.evidence(matcher.counts(above))
        mentions.append(TopicMentions(matcher.evidence(matcher.counts(keys)), in_titles[passage.titles]))
    return counts


def _in_context(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Add to each vector half the neighbour weight times those before and after, and make it a unit vector again."""
    mixed = add_neighbours(vectors, _NEIGHBOUR_WEIGHT / 2, axis=0)
    lengths = np.linalg.norm(mixed, axis=1, keepdims=True)
    unit: NDArray[np.float32] = (mixed / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit


def _topic_weights(scores: NDArray[np.float64]) -> NDArray[np.float32]:
    """Weigh topics by how few of all passages treat them, 1 on average: a rare topic in common tells more.

    Args:
        scores: Shape (passages of both documents, topics).
    """
    if not scores.size:
        return np.ones(scores.shape[1], dtype=np.float32)
    information = -np.log(np.clip(scores.mean(axis=0), 0.01, 0.99))
    weights: NDArray[np.float32] = (information / information.mean()).astype(np.float32)
    return weights


def _topics_in_context(scores: NDArray[np.float64]) -> NDArray[np.float32]:
    """Mix topic scores, still in [0, 1], with those of the passages before and after."""
    return add_neighbours(scores.astype(np.float32), _NEIGHBOUR_WEIGHT / 2, axis=0) / np.float32(1 + _NEIGHBOUR_WEIGHT)
