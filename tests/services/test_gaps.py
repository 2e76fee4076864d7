"""Coverage by topic, and what one document treats and the other does not."""

from __future__ import annotations

from dataclasses import replace

from reader.domain.alignment import PairState
from reader.domain.topic import Topic, WeightedTerm
from reader.services.comparison import Comparison
from reader.services.gaps import find_gaps
from reader.services.links import LinkService
from tests.services.fakes import FakeAlignment, library_of, opened

OIL = Topic("oil", "Oil", "", (WeightedTerm("oil"),), "blue", "star")
KOREA = Topic("korea", "Korea", "", (WeightedTerm("Korea"),), "rose", "circle")
LEFT = opened("first", "One.\n\nTwo.\n\nThree.", author="Ann Ames", year=2018)
RIGHT = opened("second", "Four.\n\nFive.\n\nSix.\n\nSeven.", author="Bo Berg", year=2012)
SCORES = {"oil": ([0.9, 0.1, 0.6], [0.8, 0.2, 0.2, 0.7]), "korea": ([0.1, 0.1, 0.1], [0.1, 0.9, 0.8, 0.3])}
PAIRS = [(0, 0, 0.9), (0, 3, 0.4), (1, 1, 0.2), (2, 2, 0.3)]


def compared() -> Comparison:
    return Comparison(LEFT, RIGHT, (OIL, KOREA), FakeAlignment(PAIRS, SCORES))


def test_coverage_counts_and_shares() -> None:
    oil, korea = find_gaps(compared()).coverage
    assert (oil.topic, oil.left, oil.right, oil.left_share, oil.right_share) == (OIL, 2, 2, 2 / 3, 0.5)
    assert (korea.left, korea.right, korea.left_share, korea.right_share) == (0, 2, 0, 0.5)


def test_topic_of_one_document_is_a_gap() -> None:
    (gap,) = find_gaps(compared()).topics
    assert (gap.topic, gap.side, gap.passages) == (KOREA, "right", (1, 2))
    assert gap.reason == "Berg 2012 has 2 passages on Korea; Ames 2018 has no passage on it."


def test_passages_without_a_likely_partner() -> None:
    lone = find_gaps(compared()).passages
    assert [(row.side, row.ordinal, row.partner, row.score) for row in lone] == [
        ("left", 1, 1, 0.2),
        ("left", 2, 2, 0.3),
        ("right", 1, 1, 0.2),
        ("right", 2, 2, 0.3),
        ("right", 3, 0, 0.4),
    ]
    reasons = {(row.side, row.ordinal): row.reason for row in lone}
    assert reasons["right", 1] == "Ames 2018 has nothing on Korea."
    assert reasons["right", 3] == "Ames 2018 treats Oil, but not this side of it."
    assert reasons["left", 1] == "On none of your topics, and nothing in Berg 2012 is like it."
    assert [row.ordinal for row in find_gaps(compared(), threshold=0.35).passages if row.side == "right"] == [1, 2]


def test_the_readers_word_counts() -> None:
    links = LinkService(library_of(LEFT, RIGHT))

    def mark(left: int, right: int, state: PairState) -> None:
        links.mark(LEFT, RIGHT, LEFT.passages[left].span, RIGHT.passages[right].span, state)

    mark(0, 0, PairState.REJECTED)
    mark(1, 2, PairState.MADE)
    lone = find_gaps(compared(), links.between(LEFT.document.id, RIGHT.document.id)).passages
    assert [(row.side, row.ordinal) for row in lone] == [
        ("left", 0),
        ("left", 2),
        ("right", 0),
        ("right", 1),
        ("right", 3),
    ]
    first = lone[0]
    assert (first.partner, first.score) == (3, 0.4)


def test_nothing_to_compare() -> None:
    empty = replace(opened("empty", "# Nothing"), passages=())
    gaps = find_gaps(Comparison(empty, empty, (OIL,), FakeAlignment([], {"oil": ([], [])})))
    assert (gaps.topics, gaps.passages) == ((), ())
    assert gaps.coverage[0].left_share == 0
