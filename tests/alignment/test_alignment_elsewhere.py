"""Alignment where nothing was judged and no topic helps: other fields, other scripts, halves of passages, odd input."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from reader.alignment.aligner import KEPT_PARTNERS, PassageAlignment, PassageText, align
from reader.alignment.context import neighbour_weights
from reader.alignment.embedding import Embedder
from reader.alignment.evaluation import JudgedSet
from reader.domain.topic import Topic, WeightedTerm
from reader.errors import CancelledError

FOREIGN = Topic(
    "bread", "Bread", "Baking bread at home.", (WeightedTerm("sourdough"), WeightedTerm("oven")), "blue", "star"
)


def halves(passages: Sequence[PassageText], every: int) -> tuple[list[PassageText], list[PassageText]]:
    """Part each passage's sentences in two, by turns: each half's one right partner is the other."""
    left, right = [], []
    for passage in passages:
        sentences = re.split(r"(?<=[.!?])\s+", passage.text)
        if len(sentences) >= 2 * every:
            left.append(PassageText(" ".join(sentences[0::2])))
            right.append(PassageText(" ".join(sentences[1::2])))
    return left, right


def matrix(aligned: PassageAlignment) -> NDArray[np.float64]:
    scores = np.zeros((len(aligned.left), len(aligned.right)))
    for pair in aligned.ranked():
        scores[pair.left, pair.right] = pair.score
    return scores


def reciprocal_rank(scores: NDArray[np.float64]) -> float:
    """Mean of 1 / the rank of the partner with the same number."""
    ranks = (scores > np.diag(scores)[:, None]).sum(axis=1) + 1
    return float((1 / ranks).mean())


@pytest.mark.parametrize("topics", [(), (FOREIGN,)])
def test_halves_of_passages_find_each_other(judged: JudgedSet, embedder: Embedder, topics: tuple[Topic, ...]) -> None:
    left, right = halves((*judged.left, *judged.right), 2)
    assert len(left) > 80
    ours = reciprocal_rank(matrix(align(left, right, topics, embedder)))
    texts = [p.text for p in (*left, *right)]
    tfidf = TfidfVectorizer(stop_words="english").fit_transform(texts)
    vectors = embedder.embed(texts)
    size = len(left)
    assert ours > reciprocal_rank((tfidf[:size] @ tfidf[size:].T).toarray()) + 0.02
    assert ours > reciprocal_rank((vectors[:size] @ vectors[size:].T).astype(np.float64)) + 0.02


def test_topics_of_another_field_change_little(judged: JudgedSet, embedder: Embedder) -> None:
    without = matrix(align(judged.left, judged.right, (), embedder))
    foreign = matrix(align(judged.left, judged.right, (FOREIGN,), embedder))
    assert np.abs(without - foreign).max() < 0.1


def test_short_passages_are_read_with_more_of_their_neighbours() -> None:
    assert neighbour_weights(300) == ()
    assert len(neighbour_weights(100)) == 1
    assert len(neighbour_weights(25)) > 2
    assert neighbour_weights(5) == neighbour_weights(1)
    for words in (5, 25, 60, 100):
        weights = neighbour_weights(words)
        assert list(weights) == sorted(weights, reverse=True)
        assert all(0 < weight < 1 for weight in weights)


def test_another_language_has_names_in_common(embedder: Embedder) -> None:
    left = [PassageText("The talks in Tashkent ended."), PassageText("Cotton was sown.")]
    right = [PassageText("Der Weizen wurde geerntet."), PassageText("Die Gespräche in Tashkent endeten.")]
    best = align(left, right, [], embedder).ranked()[0]
    assert (best.left, best.right) == (0, 1)
    assert align(left, right, [], embedder).explain(0, 1).reason == "Both name Tashkent"


def test_another_script_has_nothing_in_common(embedder: Embedder) -> None:
    left = [PassageText("Нефтепровод был построен."), PassageText("Хлеб подорожал.")]
    right = [PassageText("The oil pipeline was built."), PassageText("Bread became dear.")]
    aligned = align(left, right, [FOREIGN], embedder)
    assert len(aligned.ranked()) == 4
    assert all(pair.score < 0.3 for pair in aligned.ranked())


def test_ten_thousand_identical_paragraphs(embedder: Embedder) -> None:
    many = [PassageText("The same words again and again.", (), 40 * at) for at in range(10_000)]
    aligned = align(many, many[:60], [FOREIGN], embedder)
    assert len(aligned.ranked()) <= KEPT_PARTNERS * 10_060
    assert all(0 <= pair.score <= 1 for pair in aligned.ranked())


def test_topics_of_one_name_are_told_by_their_slugs(embedder: Embedder) -> None:
    twin = dataclasses.replace(FOREIGN, slug="bread-2", terms=(WeightedTerm("rye"),))
    left, right = [PassageText("Rye flour is dark.")], [PassageText("Sourdough needs time.")]
    aligned = align(left, right, [FOREIGN, twin], embedder)
    assert aligned.topic_scores("bread-2")[0][0] > aligned.topic_scores("bread")[0][0]
    assert aligned.topic_scores("bread")[1][0] > aligned.topic_scores("bread-2")[1][0]


def test_pairs_on_a_topic_are_found_beyond_the_best_partners(embedder: Embedder) -> None:
    """Every passage is like all the others but for one word: fifty partners are full before the topic's come."""
    same = "the delegates spoke of roads and bridges and schools in the valley of the river"
    left = [PassageText(f"{same} {'sourdough' if at % 10 == 0 else 'cheese'} {at}") for at in range(300)]
    right = [PassageText(f"{same} {'oven' if at % 10 == 5 else 'cheese'} {at}") for at in range(300)]
    aligned = align(left, right, [FOREIGN], embedder)
    kept = {(pair.left, pair.right) for pair in aligned.ranked()}
    lefts, rights = aligned.topic_scores("bread")
    on_both = {(a, b) for a in range(300) for b in range(300) if lefts[a] >= 0.5 and rights[b] >= 0.5}
    assert len(on_both) == 900
    assert on_both - kept
    ranked = list(aligned.ranked("bread"))
    assert {(pair.left, pair.right) for pair in ranked} == kept | on_both
    assert {(pair.left, pair.right) for pair in ranked[:900]} == on_both
    swapped = align(right, left, [FOREIGN], embedder)
    assert [(p.right, p.left, p.score) for p in swapped.ranked("bread")] == [(p.left, p.right, p.score) for p in ranked]


def test_cancelling_stops_the_work_ahead(embedder: Embedder) -> None:
    many = [PassageText(f"Sentence {at} on the weather of day {at}.") for at in range(1500)]
    seen: list[int] = []

    def cancel(done: int, total: int) -> None:
        seen.append(done)
        if done > 2 * total // 3:
            raise CancelledError

    with pytest.raises(CancelledError):
        align(many, many, [], embedder, cancel)
