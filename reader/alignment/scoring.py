"""Score pairs of passages: a logistic on likeness of words, of meaning, and of topics."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reader.alignment.lexical import LexicalVectors

DIGITS: Final = 6
# Orders pairs that are alike in all else by relative position in the documents.
_PLACE: Final = 1e-3
# Keeps what is certain finite: the logarithm of a topic score, the logit of a score.
_FLOOR: Final = 1e-3
_CERTAIN: Final = 1e-4


@dataclass(frozen=True, slots=True)
class _Weights:
    """Of the likenesses in the logit of the score."""

    words: float
    meaning: float
    same_topics: float
    other_topics: float
    bias: float


# Fitted to the judged pairs (tests/gold/pairs.json, grade 2 or 3) and rounded: where every passage is on some topic,
# and where no topic is known.
_WITH_TOPICS: Final = _Weights(6.9, 5.3, 4.65, -1.15, -8.25)
_WITHOUT_TOPICS: Final = _Weights(15.0, 7.0, 0.0, 0.0, -11.6)
# The pairs of the documents that they were fitted to.
_FITTED_PAIRS: Final = 100 * 50
# In a ranking under one topic, fitted in the same way: that the pair rests on this topic rather than another, how far
# both passages treat it, the score without a topic.
_SHARE: Final = 0.3
_UNDER_SHARE, _UNDER_TOPIC, _UNDER_SCORE, _UNDER_BIAS = 1.1, 0.4, 0.6, 0.2


class PairScorer:
    """Scores blocks of pairs.

    Args:
        words: The vectors of both documents' terms.
        meaning: Unit vectors of the left and of the right passages.
        topics: Topic scores of the left and of the right passages, in context.
        rarity: The weight of each topic.
        coverage: How far the passages of both documents are on some topic, on average, in [0, 1].
    """

    def __init__(
        self,
        words: LexicalVectors,
        meaning: tuple[NDArray[np.float32], NDArray[np.float32]],
        topics: tuple[NDArray[np.float32], NDArray[np.float32]],
        rarity: NDArray[np.float32],
        coverage: float,
    ) -> None:
        self._words = words
        self._left_meaning, self._right_meaning = meaning
        self._weights = _mixed(coverage)
        self._bias = self._weights.bias - _prior_shift(len(meaning[0]), len(meaning[1]))
        left, right = topics
        # Dot products of squares, so that the strongest topic counts most: of those both treat, and of those one does.
        self._agreement = _Contrast(left**2 * rarity, right**2 * rarity)
        self._difference = _Contrast(np.hstack([left, 1 - left]) ** 2, np.hstack([1 - right, right]) ** 2)
        self._places = [np.arange(len(side), dtype=np.float32) / max(1, len(side) - 1) for side in meaning]

    def logits(self, start: int, end: int) -> NDArray[np.float32]:
        """Score left passages [start, end) with all right ones, shape (end - start, right)."""
        return self._combined(self._words.cosine(start, end), slice(start, end), slice(None))

    def logits_of(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.float32]:
        """Score some left passages with some right ones, shape (rows, columns)."""
        return self._combined(self._words.cosine_of(rows, columns), rows, columns)

    def _combined(
        self, words: NDArray[np.float32], rows: slice | NDArray[np.int64], columns: slice | NDArray[np.int64]
    ) -> NDArray[np.float32]:
        weights = self._weights
        logit: NDArray[np.float32] = np.sqrt(words, out=words)
        logit *= np.float32(weights.words)
        logit += (np.float32(weights.meaning) * self._left_meaning[rows]) @ self._right_meaning[columns].T
        self._agreement.add_to(logit, rows, columns, weights.same_topics)
        self._difference.add_to(logit, rows, columns, weights.other_topics)
        logit += np.float32(self._bias)
        apart = self._places[0][rows][:, None] - self._places[1][columns]
        np.abs(apart, out=apart)
        apart *= np.float32(_PLACE)
        logit -= apart
        return logit


class _Contrast:
    """The roots of the dot products of two sets of non-negative vectors, less what chance gives.

    Only more than two passages taken at random have in common speaks for a pair; with no topics nothing does.
    """

    def __init__(self, left: NDArray[np.float32], right: NDArray[np.float32]) -> None:
        self._left, self._right = left, right
        self._chance = float(left.mean(axis=0) @ right.mean(axis=0)) ** 0.5 if left.size and right.size else 0.0

    def add_to(
        self,
        logit: NDArray[np.float32],
        rows: slice | NDArray[np.int64],
        columns: slice | NDArray[np.int64],
        weight: float,
    ) -> None:
        if not self._left.shape[1] or not weight:
            return
        products: NDArray[np.float32] = self._left[rows] @ self._right[columns].T
        np.sqrt(products, out=products)
        products -= np.float32(self._chance)
        products *= np.float32(weight)
        logit += products


def probabilities(logits: NDArray[np.float32] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn logits into rounded probabilities; the order stays."""
    scores: NDArray[np.float64] = np.round(1 / (1 + np.exp(-logits.astype(np.float64))), DIGITS)
    return scores


def under_topic(
    left: NDArray[np.float64], right: NDArray[np.float64], score: NDArray[np.float64], column: int
) -> NDArray[np.float64]:
    """Return the probabilities that pairs are on the same specific subject within one topic.

    Two passages that both mention the topic may belong together for the sake of another one: so what counts is the
    topic's share in what both treat, as well as the score.

    Args:
        left: Shape (pairs, topics), the topic scores of each pair's left passage.
        right: The same of its right passage.
        score: Of each pair without a topic.
        column: Which topic.
    """
    joint = _SHARE * (_logit(left) + _logit(right))
    weight = np.exp(joint)
    share = joint[:, column] - np.log(1 + weight.sum(axis=1))
    treated = np.log(left[:, column] + _FLOOR) + np.log(right[:, column] + _FLOOR)
    return probabilities(_UNDER_SHARE * share + _UNDER_TOPIC * treated + _UNDER_SCORE * _logit(score) + _UNDER_BIAS)


def _logit(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    clipped = np.clip(probability, _CERTAIN, 1 - _CERTAIN)
    logit: NDArray[np.float64] = np.log(clipped / (1 - clipped))
    return logit


def topic_rarity(scores: NDArray[np.float64]) -> NDArray[np.float32]:
    """Weigh topics by how few of all passages treat them, 1 on average: a rare topic in common tells more.

    Args:
        scores: Shape (passages of both documents, topics).
    """
    if not scores.size:
        return np.ones(scores.shape[1], dtype=np.float32)
    information = -np.log(np.clip(scores.mean(axis=0), 0.01, 0.99))
    weights: NDArray[np.float32] = (information / information.mean()).astype(np.float32)
    return weights


def topic_coverage(scores: NDArray[np.float64]) -> float:
    """Return how far passages are on some topic, on average."""
    return float(scores.max(axis=1).mean()) if scores.size else 0.0


def _prior_shift(left: int, right: int) -> float:
    """Return how much lower the log odds of any pair are than in the documents that the weights were fitted to.

    A passage has a few partners, however long the other document is: so the share of right pairs falls as documents
    grow. Of short documents nothing is presumed.
    """
    return max(0.0, 0.5 * math.log(max(1, left * right) / _FITTED_PAIRS))


def _mixed(coverage: float) -> _Weights:
    """Where topics say nothing of most passages, likeness of words and meaning must decide alone."""

    def mix(one: float, other: float) -> float:
        return coverage * one + (1 - coverage) * other

    one, other = _WITH_TOPICS, _WITHOUT_TOPICS
    return _Weights(
        mix(one.words, other.words),
        mix(one.meaning, other.meaning),
        one.same_topics,
        one.other_topics,
        mix(one.bias, other.bias),
    )
