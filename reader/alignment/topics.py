"""How far each passage treats each topic: term matches, the section titles above it, and nearness in meaning."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from reader.alignment.terms import Analyzer
    from reader.domain.topic import Topic

# Logistic on the evidence, fitted to the judged topics (tests/gold/topics.json) and rounded so that one mention of a
# term of weight 1 in a passage of average length just reaches 0.5: "1 decides alone".
_TERMS, _TITLES, _MEANING, _BIAS = 5.0, 2.0, 4.0, -3.46
# BM25's saturation and length normalization (Robertson and Zaragoza 2009), milder in length since passages are alike.
_SATURATION, _LENGTH_SHARE = 2.0, 0.5


@dataclass(frozen=True, slots=True)
class _Phrase:
    keys: tuple[str, ...]
    topic: int
    weight: float


class TopicMatcher:
    """Finds the terms of all topics in one pass over a passage's words."""

    def __init__(self, topics: Sequence[Topic], analyzer: Analyzer) -> None:
        self._phrases: list[_Phrase] = []
        self._by_first: dict[str, list[int]] = {}
        known: dict[tuple[int, tuple[str, ...]], int] = {}
        for number, topic in enumerate(topics):
            for term in topic.terms:
                keys = analyzer.phrase(term.term)
                if not keys:
                    continue
                at = known.setdefault((number, keys), len(self._phrases))
                if at < len(self._phrases):  # two spellings of one stem: the stronger counts
                    old = self._phrases[at]
                    self._phrases[at] = _Phrase(keys, number, max(old.weight, term.weight))
                    continue
                self._phrases.append(_Phrase(keys, number, term.weight))
                self._by_first.setdefault(keys[0], []).append(at)
        for found in self._by_first.values():
            found.sort(key=lambda at: -len(self._phrases[at].keys))

    def counts(self, keys: Sequence[str]) -> Counter[int]:
        """Count the phrases in a text; of two that overlap, of one topic, the first and longest counts."""
        found: Counter[int] = Counter()
        taken: dict[int, int] = {}
        first = self._by_first
        for position in [position for position, key in enumerate(keys) if key in first]:
            for at in first[keys[position]]:
                phrase = self._phrases[at]
                end = position + len(phrase.keys)
                if taken.get(phrase.topic, 0) <= position and tuple(keys[position:end]) == phrase.keys:
                    taken[phrase.topic] = end
                    found[at] += 1
        return found

    def evidence(self, counts: Counter[int]) -> list[tuple[int, float, int]]:
        """Return (topic, weight, count) for counted phrases."""
        return [(self._phrases[at].topic, self._phrases[at].weight, count) for at, count in counts.items()]


@dataclass(frozen=True, slots=True)
class TopicMentions:
    """The topic terms of one passage: (topic, weight, count) in its text and in its section titles."""

    text: list[tuple[int, float, int]]
    titles: list[tuple[int, float, int]]


def score_topics(
    mentions: Sequence[TopicMentions],
    lengths: NDArray[np.int64],
    meaning: NDArray[np.float32],
) -> NDArray[np.float64]:
    """Score passages for topics.

    Args:
        mentions: One for each passage of both documents.
        lengths: Terms in each passage.
        meaning: Shape (passages, topics), the cosine of passage and topic.

    Returns:
        Shape (passages, topics), in [0, 1]; 0.5 and more means the passage is on the topic.
    """
    in_text = np.zeros(meaning.shape)
    in_titles = np.zeros(meaning.shape)
    relative = lengths / max(1.0, float(lengths.mean())) if len(lengths) else lengths
    for row, mention in enumerate(mentions):
        pull = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * float(relative[row]))
        for topic, weight, count in mention.text:
            in_text[row, topic] += weight * (_SATURATION + 1) * count / (count + pull)
        for topic, weight, _ in mention.titles:
            in_titles[row, topic] += weight
    # Centred: how near a passage is compared with the others, since a whole document may be near a broad topic.
    centred = meaning - meaning.mean(axis=0, keepdims=True) if len(meaning) else meaning
    logit = _TERMS * np.log1p(in_text) + _TITLES * np.minimum(in_titles, 1) + _MEANING * centred + _BIAS
    scores: NDArray[np.float64] = np.round(1 / (1 + np.exp(-logit)), 6)
    return scores


def topic_text(topic: Topic) -> str:
    """Write a topic as one text, for its embedding."""
    return f"{topic.name}. {topic.description} {', '.join(_terms(topic))}".strip()


def _terms(topic: Topic) -> Iterable[str]:
    return (term.term for term in topic.terms)
