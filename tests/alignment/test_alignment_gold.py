"""The alignment measured against the judged set; floors, so that a change that spoils it is seen."""

from __future__ import annotations

from reader.alignment.aligner import PassageAlignment, align
from reader.alignment.embedding import Embedder
from reader.alignment.evaluation import JudgedSet, Scores, calibration_error
from reader.domain.topic import Topic


def scores_of(judged: JudgedSet, aligned: PassageAlignment, topic: str | None = None) -> Scores:
    return judged.scores(aligned.ranked(topic), [p.text for p in judged.left], [p.text for p in judged.right])


def test_every_judged_passage_stands_for_itself(judged: JudgedSet, aligned: PassageAlignment) -> None:
    scores = scores_of(judged, aligned)
    assert {left for left, _ in scores} == set(range(100))
    assert {right for _, right in scores} == set(judged.right_judged)


def test_ranking_beats_words_and_meaning_alone(judged: JudgedSet, aligned: PassageAlignment) -> None:
    figures = judged.retrieval(scores_of(judged, aligned))
    # TF-IDF alone reaches 0.55, embeddings alone 0.54.
    assert figures.mean >= 0.70
    assert figures.left_to_right >= 0.75
    assert figures.right_to_left >= 0.60
    assert figures.average_precision >= 0.50
    assert figures.hits >= 0.85


def test_topics_add_to_words_and_meaning(judged: JudgedSet, embedder: Embedder) -> None:
    without = align(judged.left, judged.right, (), embedder)
    assert judged.retrieval(scores_of(judged, without)).mean >= 0.58


def test_pairs_under_a_topic(judged: JudgedSet, aligned: PassageAlignment) -> None:
    precisions = {
        slug: judged.average_precision(scores_of(judged, aligned, slug), slug) for slug in judged.judged_topics()
    }
    # Topic term lists alone reach 0.40.
    assert sum(precisions.values()) / len(precisions) >= 0.52
    assert precisions["georgia"] >= 0.85
    assert precisions["energy"] >= 0.65


def test_passages_by_topic(judged: JudgedSet, aligned: PassageAlignment, topics: tuple[Topic, ...]) -> None:
    found = [judged.topic_precision(topic.slug, *aligned.topic_scores(topic.slug)) for topic in topics]
    assert len(found) == 17
    assert sum(found) / len(found) >= 0.87


def test_scores_are_probabilities(judged: JudgedSet, aligned: PassageAlignment) -> None:
    scores = scores_of(judged, aligned)
    grades = judged.grades_of()

    def share(low: float, high: float) -> float:
        hits = [grades.get(pair, 0) >= 2 for pair, score in scores.items() if low <= score < high]
        return sum(hits) / len(hits)

    shares = [share(0, 0.2), share(0.2, 0.4), share(0.4, 0.6), share(0.6, 1.01)]
    assert shares == sorted(shares)
    assert shares[0] < 0.06
    assert shares[3] > 0.65


def test_scores_are_calibrated(judged: JudgedSet, aligned: PassageAlignment) -> None:
    assert calibration_error(judged.calibration(scores_of(judged, aligned))) < 0.02
    under = [
        calibration_error(judged.calibration(scores_of(judged, aligned, slug), slug)) for slug in judged.judged_topics()
    ]
    assert sum(under) / len(under) < 0.02


def test_withheld_support_over_georgia_comes_first(judged: JudgedSet, aligned: PassageAlignment) -> None:
    scores = scores_of(judged, aligned, "georgia")
    same_claim = {pair for pair, grade in judged.grades["georgia"].items() if grade == 3}
    first = sorted(scores, key=lambda pair: -scores[pair])[:5]
    assert sum(pair in same_claim for pair in first) >= 3
    assert first[0] in same_claim
    evidence = aligned.explain(*first[0])
    assert {"South Ossetia", "Abkhazia"} <= {term.text for term in evidence.terms}
    assert "Georgia" in evidence.reason


def test_topic_of_one_document_only_ranks_nowhere_high(judged: JudgedSet, aligned: PassageAlignment) -> None:
    """The right document alone has passages on Korea."""
    on_korea = {at for at, topics in judged.right_topics.items() if "korea" in topics}
    assert on_korea
    assert all(pair.score < 0.5 for pair in aligned.ranked() if pair.right in on_korea)
