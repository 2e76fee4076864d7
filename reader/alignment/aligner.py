"""Align two documents: score every pair of passages, keep the best, rank them under topics, and explain them."""

from __future__ import annotations

from array import array
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from reader.alignment.abbreviations import find_definitions
from reader.alignment.context import mean_in_context, neighbour_weights, unit_in_context
from reader.alignment.evidence import CitedWork, EvidenceSource, Rarity, find_evidence
from reader.alignment.lexical import LexicalVectors, Occurrences
from reader.alignment.ranking import BestPartners, pairs_of
from reader.alignment.scoring import PairScorer, probabilities, topic_coverage, topic_rarity, under_topic
from reader.alignment.terms import Analyzer
from reader.alignment.tokens import TokenStream, Vocabulary, find_phrases
from reader.alignment.topics import find_mentions, score_topics, title_weights, topic_terms, topic_text
from reader.domain.alignment import Evidence, RankedPairs
from reader.domain.progress import Progress, no_progress
from reader.domain.topic import ON_TOPIC

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Self

    from numpy.typing import NDArray

    from reader.alignment.embedding import Embedder
    from reader.domain.topic import Topic

    Keys = tuple[str, ...]
    # For each document, the works that passages cite, by passage.
    CitedWorks = tuple[Mapping[int, Sequence[CitedWork]], Mapping[int, Sequence[CitedWork]]]

KEPT_PARTNERS: Final = 50
# Pairs scored at a time: some 20 ms of work, so that cancelling answers at once.
_BLOCK_PAIRS: Final = 500_000
_AHEAD: Final = 2
_CHUNK: Final = 100_000


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
class _Computed:
    """An alignment of two documents in the one order it is computed in.

    Attributes:
        left_topics, right_topics: Shape (passages, topics).
        under: Rankings under topics, worked out when first asked for.
        unjudged: The same before the reader's word took the place of topic scores.
    """

    left: tuple[PassageText, ...]
    right: tuple[PassageText, ...]
    topics: tuple[Topic, ...]
    pairs: RankedPairs
    left_topics: NDArray[np.float64]
    right_topics: NDArray[np.float64]
    scorer: PairScorer
    analyzer: Analyzer
    rarity: Rarity
    abbreviations: tuple[tuple[Keys, Keys], ...]
    under: dict[int, RankedPairs] = field(default_factory=dict)
    unjudged: _Computed | None = None

    def column(self, slug: str) -> int:
        """Return the number of a topic."""
        for column, topic in enumerate(self.topics):
            if topic.slug == slug:
                return column
        raise KeyError(slug)

    def ranked_under(self, column: int) -> RankedPairs:
        """Rank the retained pairs, and pairs of passages on a topic that were not retained, under that topic."""
        if column not in self.under:
            left = np.frombuffer(self.pairs.left, dtype=np.int32).astype(np.int64)
            right = np.frombuffer(self.pairs.right, dtype=np.int32).astype(np.int64)
            score = np.frombuffer(self.pairs.score, dtype=np.float64)
            if len(score) < len(self.left) * len(self.right):
                more = self._more_pairs(column, left * len(self.right) + right)
                left, right, score = (np.concatenate(both) for both in zip((left, right, score), more, strict=True))
            of_left, of_right = self._scores_under(column)
            scores = [
                under_topic(
                    of_left[left[at : at + _CHUNK]],
                    of_right[right[at : at + _CHUNK]],
                    score[at : at + _CHUNK],
                    column,
                )
                for at in range(0, len(score), _CHUNK)
            ]
            under = np.concatenate(scores) if scores else score
            order = np.argsort(-under, kind="stable")
            self.under[column] = pairs_of(left[order], right[order], under[order])
        return self.under[column]

    def _scores_under(self, column: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the topic scores to rank under a topic by: the reader's word on other topics takes no share from it.

        A passage judged to treat one topic would else lose its pairs under all others, which it may treat as well.
        """
        if self.unjudged is None:
            return self.left_topics, self.right_topics
        left, right = self.unjudged.left_topics.copy(), self.unjudged.right_topics.copy()
        left[:, column], right[:, column] = self.left_topics[:, column], self.right_topics[:, column]
        return left, right

    def _more_pairs(
        self, column: int, known: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Return the best partners of each passage on a topic among those on it, as far as they are not known yet."""
        rows = np.flatnonzero(self.left_topics[:, column] >= ON_TOPIC)
        columns = np.flatnonzero(self.right_topics[:, column] >= ON_TOPIC)
        best = BestPartners(len(columns), KEPT_PARTNERS)
        step = max(1, _BLOCK_PAIRS // max(1, len(columns)))
        for start in range(0, len(rows) if len(columns) else 0, step):
            best.add(start, self.scorer.logits_of(rows[start : start + step], columns))
        left, right, logits = best.best()
        left, right = rows[left], columns[right]
        fresh = ~np.isin(left * len(self.right) + right, known)
        return left[fresh], right[fresh], probabilities(logits[fresh])


@dataclass(frozen=True, slots=True)
class PassageAlignment:
    """What `align` returns; see `reader.domain.alignment.Alignment`."""

    computed: _Computed
    swapped: bool
    cited: CitedWorks = ({}, {})

    @property
    def left(self) -> tuple[PassageText, ...]:
        """The left document's passages."""
        return self.computed.right if self.swapped else self.computed.left

    @property
    def right(self) -> tuple[PassageText, ...]:
        """The right document's passages."""
        return self.computed.left if self.swapped else self.computed.right

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics it was made under."""
        return self.computed.topics

    def ranked(self, topic: str | None = None) -> RankedPairs:
        """Rank the retained pairs, under one topic if given.

        Under a topic, the best partners of each passage on it among those on it are listed even if they are not among
        the retained ones.

        Raises:
            KeyError: If the alignment doesn't know the topic.
        """
        computed = self.computed
        pairs = computed.pairs if topic is None else computed.ranked_under(computed.column(topic))
        return RankedPairs(pairs.right, pairs.left, pairs.score) if self.swapped else pairs

    def topic_scores(self, topic: str) -> tuple[Sequence[float], Sequence[float]]:
        """Return each left and each right passage's score for a topic, in passage order, in [0, 1].

        Raises:
            KeyError: If the alignment doesn't know the topic.
        """
        column = self.computed.column(topic)
        left, right = (
            array("d", side[:, column].tobytes()) for side in (self.computed.left_topics, self.computed.right_topics)
        )
        return (right, left) if self.swapped else (left, right)

    def judged(self, words: Mapping[str, tuple[Mapping[int, bool], Mapping[int, bool]]]) -> Self:
        """Return this alignment with the reader's word in place of computed topic scores; nothing else is new.

        Args:
            words: For topics by slug, whether left and right passages, by ordinal, treat it (score 1) or not (score 0).

        Raises:
            KeyError: If the alignment doesn't know a topic.
        """
        computed, left, right = self.computed, self.computed.left_topics.copy(), self.computed.right_topics.copy()
        for slug, sides in words.items():
            column = computed.column(slug)
            for scores, word in zip((left, right), sides[::-1] if self.swapped else sides, strict=True):
                scores[list(word), column] = [float(treats) for treats in word.values()]
        judged = replace(
            computed, left_topics=left, right_topics=right, under={}, unjudged=computed.unjudged or computed
        )
        return replace(self, computed=judged)

    def explain(self, left: int, right: int) -> Evidence:
        """Say why two passages belong together."""
        computed = self.computed
        one, other = (right, left) if self.swapped else (left, right)
        joint = np.minimum(computed.left_topics[one], computed.right_topics[other])
        on = [int(at) for at in np.argsort(-joint, kind="stable") if joint[at] >= ON_TOPIC]
        first, second = self.left[left], self.right[right]
        return find_evidence(
            EvidenceSource(first.text, first.offset, tuple(self.cited[0].get(left, ()))),
            EvidenceSource(second.text, second.offset, tuple(self.cited[1].get(right, ()))),
            computed.analyzer,
            computed.rarity,
            [computed.topics[at].name for at in on],
            computed.abbreviations,
        )


def align(
    left: Sequence[PassageText],
    right: Sequence[PassageText],
    topics: Sequence[Topic],
    embedder: Embedder,
    progress: Progress = no_progress,
    language: str = "en",
    cited: CitedWorks = ({}, {}),
) -> PassageAlignment:
    """Align two documents. Pure: equal arguments give equal results, swapped documents the transposed one.

    Args:
        left: All passages of the left document, in order.
        right: All passages of the right document, in order.
        topics: With distinct slugs; more topics change no embeddings.
        embedder: Makes the vectors, or takes them from its cache.
        progress: Called after each slice of work.
        language: What both are written in, by name or ISO 639-1 code.
        cited: The works that left and right passages cite, by passage; evidence names those that a pair shares.

    Raises:
        CancelledError: From `progress`.
    """
    # Sums of floats depend on their order: computing every pair of documents one way round makes the result symmetric.
    swapped = (len(left), tuple(left)) > (len(right), tuple(right))
    first, second = (right, left) if swapped else (left, right)
    computed = _align(tuple(first), tuple(second), tuple(topics), embedder, progress, language)
    return PassageAlignment(computed, swapped, cited)


def _align(
    left: tuple[PassageText, ...],
    right: tuple[PassageText, ...],
    topics: tuple[Topic, ...],
    embedder: Embedder,
    progress: Progress,
    language: str,
) -> _Computed:
    both = (*left, *right)
    middle, size = len(left), len(both)
    # Analysis, embedding and scoring are reported as one third each.
    total = 3 * size
    analyzer = Analyzer(language)
    vocabulary = Vocabulary(analyzer)
    texts = [p.text for p in both]
    stream = TokenStream.read([(text,) for text in texts], vocabulary, lambda done: progress(done, total))
    progress(size, total)
    abbreviations = tuple((analyzer.phrase(short), analyzer.phrase(long)) for short, long in find_definitions(texts))
    vectors = embedder.embed(texts, lambda done, _: progress(size + done, total))
    topic_vectors = embedder.embed([topic_text(topic) for topic in topics])
    occurrences = _occurrences(stream, vocabulary, abbreviations, middle)
    progress(2 * size, total)
    lengths = np.concatenate([np.bincount(side.rows, minlength=side.size) for side in occurrences])
    scores = _topic_scores(both, stream, vocabulary, abbreviations, topics, lengths, vectors @ topic_vectors.T)
    weights = _neighbour_weights(stream, middle)
    progress(2 * size, total)
    words = LexicalVectors.build(*occurrences, len(vocabulary), weights)
    progress(2 * size, total)
    scorer = PairScorer(
        words,
        (unit_in_context(vectors[:middle], weights[0]), unit_in_context(vectors[middle:], weights[1])),
        (
            mean_in_context(scores[:middle].astype(np.float32), weights[0]),
            mean_in_context(scores[middle:].astype(np.float32), weights[1]),
        ),
        topic_rarity(scores),
        topic_coverage(scores),
    )
    best = BestPartners(len(right), KEPT_PARTNERS)
    for start, block in _blocks(scorer, middle, len(right)):
        progress(2 * size + size * start // middle, total)
        best.add(start, block)
    first, second, logits = best.best(lambda: progress(max(0, total - 1), total))
    pairs = pairs_of(first, second, probabilities(logits))
    progress(total, total)
    return _Computed(
        left,
        right,
        topics,
        pairs,
        scores[:middle],
        scores[middle:],
        scorer,
        analyzer,
        Rarity(
            {key: held for key, held in zip(vocabulary.keys, words.passages_with.tolist(), strict=True) if held},
            size,
            vocabulary.ordinary(),
        ),
        abbreviations,
    )


def _blocks(scorer: PairScorer, left: int, right: int) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Score all pairs block by block, each while the one before is being used: arrays leave the other core idle."""
    step = max(1, _BLOCK_PAIRS // max(1, right))
    starts = range(0, left if right else 0, step)
    with ThreadPoolExecutor(1) as ahead:
        waiting = deque[Future["NDArray[np.float32]"]]()
        for number, start in enumerate(starts):
            while len(waiting) < _AHEAD and number + len(waiting) < len(starts):
                begin = starts[number + len(waiting)]
                waiting.append(ahead.submit(scorer.logits, begin, min(begin + step, left)))
            yield start, waiting.popleft().result()


def _occurrences(
    stream: TokenStream, vocabulary: Vocabulary, abbreviations: Sequence[tuple[Keys, Keys]], middle: int
) -> tuple[Occurrences, Occurrences]:
    """Part the content terms by document; where an abbreviation's meaning is written out, it counts as well."""
    rows, terms = stream.content(vocabulary.stops)
    shorts = [vocabulary.number(short[0]) if len(short) == 1 else 0 for short, _ in abbreviations]
    found = find_phrases(stream, [long for _, long in abbreviations], vocabulary)
    more_rows = stream.text_of[found.start].astype(np.int64)
    more_terms = np.array(shorts, dtype=np.int64)[found.phrase]
    known = more_terms > 0
    more_rows, more_terms = more_rows[known], more_terms[known]
    split = int(np.searchsorted(rows, middle))
    on_left = more_rows < middle
    return (
        Occurrences(rows[:split], terms[:split], more_rows[on_left], more_terms[on_left], middle),
        Occurrences(
            rows[split:] - middle,
            terms[split:],
            more_rows[~on_left] - middle,
            more_terms[~on_left],
            len(stream.ends) - middle,
        ),
    )


def _topic_scores(
    passages: Sequence[PassageText],
    stream: TokenStream,
    vocabulary: Vocabulary,
    abbreviations: Sequence[tuple[Keys, Keys]],
    topics: Sequence[Topic],
    lengths: NDArray[np.int64],
    meaning: NDArray[np.float32],
) -> NDArray[np.float64]:
    """Score all passages for all topics, shape (passages, topics)."""
    terms = topic_terms(topics, vocabulary.analyzer, abbreviations)
    above = {titles: at for at, titles in enumerate(dict.fromkeys(p.titles for p in passages))}
    # A vocabulary of its own would know the titles' words alone; here new ones are simply never met in passages.
    titles = TokenStream.read(list(above), vocabulary, lambda _: None)
    in_titles = title_weights(terms, find_mentions(titles, terms, vocabulary), (len(above), len(topics)))
    rows = np.array([above[p.titles] for p in passages], dtype=np.int64)
    return score_topics(terms, find_mentions(stream, terms, vocabulary), in_titles[rows], lengths, meaning)


def _neighbour_weights(stream: TokenStream, middle: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the weights of neighbours in both documents, by how long their passages are."""
    words = np.diff(stream.ends, prepend=0) - 1
    left, right = (float(side.mean()) if len(side) else 0.0 for side in (words[:middle], words[middle:]))
    return neighbour_weights(left), neighbour_weights(right)
