"""How far each passage treats each topic: term matches, the section titles above it, and nearness in meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reader.alignment.tokens import TokenStream, Vocabulary, find_phrases, leftmost_longest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from reader.alignment.terms import Analyzer
    from reader.domain.topic import Topic

    Keys = tuple[str, ...]

# Logistic on the evidence, fitted to the judged topics (tests/gold/topics.json) and rounded so that one mention of a
# term of weight 1 in a passage of average length just reaches 0.5: "1 decides alone".
_TERMS, _TITLES, _MEANING, _BIAS = 5.0, 2.0, 4.0, -3.46
# BM25's saturation and length normalization (Robertson and Zaragoza 2009), milder in length since passages are alike.
_SATURATION, _LENGTH_SHARE = 2.0, 0.5


@dataclass(frozen=True, slots=True)
class TopicTerm:
    """A term of a topic with every way it is written: its own, and with abbreviations for what they are short for."""

    topic: int
    weight: float
    spellings: tuple[Keys, ...]


@dataclass(frozen=True, slots=True)
class TopicMentions:
    """Terms of topics found in texts; columns of one length.

    Attributes:
        text: Which text.
        term: Which term, by its number.
        count: How often.
    """

    text: NDArray[np.int64]
    term: NDArray[np.int64]
    count: NDArray[np.int64]


def topic_terms(
    topics: Sequence[Topic], analyzer: Analyzer, abbreviations: Sequence[tuple[Keys, Keys]] = ()
) -> list[TopicTerm]:
    """Return the terms of topics; of two spellings of one stem, or of an abbreviation and its meaning, the stronger.

    Args:
        topics: In any order.
        analyzer: The one that passages are read with.
        abbreviations: Keys of short and long forms that mean the same.
    """
    terms: list[TopicTerm] = []
    for number, topic in enumerate(topics):
        known: dict[Keys, int] = {}
        for term in topic.terms:
            keys = analyzer.phrase(term.term)
            if not keys:
                continue
            spellings = tuple(_spellings(keys, abbreviations))
            at = next((known[way] for way in spellings if way in known), len(terms))
            if at == len(terms):
                terms.append(TopicTerm(number, term.weight, spellings))
            else:
                old = terms[at]
                both = tuple(dict.fromkeys((*old.spellings, *spellings)))
                terms[at] = TopicTerm(number, max(old.weight, term.weight), both)
            known.update(dict.fromkeys(terms[at].spellings, at))
    return terms


def find_mentions(stream: TokenStream, terms: Sequence[TopicTerm], vocabulary: Vocabulary) -> TopicMentions:
    """Find the terms of topics; of two that overlap, of one topic, the first and longest counts."""
    ways = [(at, keys) for at, term in enumerate(terms) for keys in term.spellings]
    found = find_phrases(stream, [keys for _, keys in ways], vocabulary)
    term_of = np.array([at for at, _ in ways], dtype=np.int64)
    topic_of = np.array([term.topic for term in terms], dtype=np.int64)
    if not len(found.phrase):
        empty = np.empty(0, dtype=np.int64)
        return TopicMentions(empty, empty, empty)
    matched = term_of[found.phrase]
    kept = leftmost_longest(topic_of[matched], found.start, found.length)
    codes = stream.text_of[found.start[kept]].astype(np.int64) * len(terms) + matched[kept]
    unique, counts = np.unique(codes, return_counts=True)
    text, term = np.divmod(unique, len(terms))
    return TopicMentions(text, term, counts.astype(np.int64))


def score_topics(
    terms: Sequence[TopicTerm],
    mentions: TopicMentions,
    in_titles: NDArray[np.float64],
    lengths: NDArray[np.int64],
    meaning: NDArray[np.float32],
) -> NDArray[np.float64]:
    """Score passages for topics.

    Args:
        terms: The terms of all topics.
        mentions: Where they stand in the passages of both documents.
        in_titles: Shape (passages, topics), the weights of the terms in the section titles above each passage.
        lengths: Terms in each passage.
        meaning: Shape (passages, topics), the cosine of passage and topic.

    Returns:
        Shape (passages, topics), in [0, 1]; 0.5 and more means the passage is on the topic.
    """
    in_text = np.zeros(meaning.shape)
    relative = lengths / max(1.0, float(lengths.mean())) if len(lengths) else lengths
    pull = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * relative)
    topic_of, weight_of = _columns(terms)
    strength = (_SATURATION + 1) * mentions.count / (mentions.count + pull[mentions.text])
    np.add.at(in_text, (mentions.text, topic_of[mentions.term]), weight_of[mentions.term] * strength)
    # Centred: how near a passage is compared with the others, since a whole document may be near a broad topic.
    centred = meaning - meaning.mean(axis=0, keepdims=True) if len(meaning) else meaning
    logit = _TERMS * np.log1p(in_text) + _TITLES * np.minimum(in_titles, 1) + _MEANING * centred + _BIAS
    scores: NDArray[np.float64] = np.round(1 / (1 + np.exp(-logit)), 6)
    return scores


def title_weights(terms: Sequence[TopicTerm], mentions: TopicMentions, shape: tuple[int, int]) -> NDArray[np.float64]:
    """Sum the weights of the terms that each title holds, shape (titles, topics)."""
    weights = np.zeros(shape)
    topic_of, weight_of = _columns(terms)
    np.add.at(weights, (mentions.text, topic_of[mentions.term]), weight_of[mentions.term])
    return weights


def topic_text(topic: Topic) -> str:
    """Write a topic as one text, for its embedding."""
    return f"{topic.name}. {topic.description} {', '.join(_terms(topic))}".strip()


def _columns(terms: Sequence[TopicTerm]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    return np.array([t.topic for t in terms], dtype=np.int64), np.array([t.weight for t in terms], dtype=np.float64)


def _spellings(keys: Keys, abbreviations: Sequence[tuple[Keys, Keys]]) -> Iterable[Keys]:
    """Yield a phrase, and it with each abbreviation put for its meaning or the other way round."""
    yield keys
    for short, long in abbreviations:
        for one, other in ((short, long), (long, short)):
            for at in range(len(keys) - len(one) + 1):
                if keys[at : at + len(one)] == one:
                    yield (*keys[:at], *other, *keys[at + len(one) :])


def _terms(topic: Topic) -> Iterable[str]:
    return (term.term for term in topic.terms)
