"""The two theses as the program itself reads and parts them, measured against the judged set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reader.alignment.aligner import PassageAlignment, PassageText, align
from reader.alignment.embedding import Embedder
from reader.alignment.evaluation import JudgedSet, Scores
from reader.documents.loader import load
from reader.domain.topic import Topic
from reader.segmentation.passages import segment


def passages_of(path: Path) -> list[PassageText]:
    contents = load(path).contents
    return [
        PassageText(
            passage.span.of(contents.text),
            contents.section_path(contents.sections[passage.section]),
            passage.span.start,
        )
        for passage in segment(contents)
    ]


@pytest.fixture(scope="module")
def theses(corpus_path: Path, topics: tuple[Topic, ...], embedder: Embedder) -> PassageAlignment:
    left, right = (passages_of(corpus_path / f"{name}.txt") for name in ("lkhagvasuren-2018", "moore-2012"))
    return align(left, right, topics, embedder)


def scores_of(judged: JudgedSet, theses: PassageAlignment, topic: str | None = None) -> Scores:
    return judged.scores(theses.ranked(topic), [p.text for p in theses.left], [p.text for p in theses.right])


def test_ranking(judged: JudgedSet, theses: PassageAlignment) -> None:
    figures = judged.retrieval(scores_of(judged, theses))
    assert figures.mean >= 0.68
    assert figures.average_precision >= 0.48


def test_pairs_under_topics(judged: JudgedSet, theses: PassageAlignment) -> None:
    found = [judged.average_precision(scores_of(judged, theses, slug), slug) for slug in judged.judged_topics()]
    assert sum(found) / len(found) >= 0.50


def test_korea_has_no_partner_but_for_gas_and_rails(theses: PassageAlignment) -> None:
    """The right document alone treats Korea; the last of its passages there speaks of a gas pipeline and a railway."""
    on_korea = [at for at, score in enumerate(theses.topic_scores("korea")[1]) if score >= 0.9]
    assert len(on_korea) >= 3
    for pair in theses.ranked():
        if pair.right in on_korea and pair.score >= 0.5:
            for text in (theses.left[pair.left].text, theses.right[pair.right].text):
                assert re.search(r"\b(gas|rail)", text)


def test_withheld_support_over_georgia_comes_first(judged: JudgedSet, theses: PassageAlignment) -> None:
    best = next(iter(theses.ranked("georgia")))
    left, right = theses.left[best.left].text, theses.right[best.right].text
    for text in (left, right):
        assert "South Ossetia" in text
        assert "Abkhazia" in text
    assert "refused" in left
    assert "recognition" in right
    scores = scores_of(judged, theses, "georgia")
    first = sorted(scores, key=lambda pair: -scores[pair])[:5]
    assert sum(judged.grades["georgia"].get(pair) == 3 for pair in first) >= 3
