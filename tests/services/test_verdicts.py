"""The reader's word on which passages treat a topic: stored by anchors, counted before any score, and undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.alignment import PairState
from reader.domain.document import fingerprint_of
from reader.domain.progress import no_progress
from reader.domain.text import TextSpan
from reader.domain.topic import Topic, WeightedTerm
from reader.errors import TopicError
from reader.services.aligning import PassageAligner
from reader.services.annotations import AnnotationService
from reader.services.comparison import Comparison, ComparisonService
from reader.services.gaps import find_gaps
from reader.services.library import LibraryService
from reader.services.links import LinkService
from reader.services.open_document import OpenDocument
from reader.services.suggestions import judged_passages
from reader.services.topics import TopicService
from tests.services.fakes import NOON, FakeAlignment, FakeLibrary, library_of, load, opened, segment

LEFT = opened("first", "Oil one.\n\nWar two.\n\nOil three.", author="Ann Ames")
RIGHT = opened("second", "Oil uno.\n\nOil dos.\n\nWar tres.", author="Bo Berg")
OIL = Topic("oil", "Oil", "", (WeightedTerm("oil"),), "blue", "star")
WAR = Topic("war", "War", "", (WeightedTerm("war"),), "green", "cross")
ALIGNMENT = FakeAlignment(
    [(0, 0, 0.9), (0, 1, 0.7), (1, 2, 0.6), (2, 1, 0.3), (2, 0, 0.2)],
    {"oil": ([0.9, 0.1, 0.5], [0.8, 0.6, 0.0]), "war": ([0.0, 0.9, 0.0], [0.0, 0.0, 0.9])},
)


@pytest.fixture
def library() -> FakeLibrary:
    library = library_of(LEFT, RIGHT)
    library.state.topics += [OIL, WAR]
    return library


def score(document: OpenDocument, topics: tuple[Topic, ...]) -> dict[str, list[float]]:
    side = 0 if document.document.id == LEFT.document.id else 1
    return {topic.slug: list(ALIGNMENT.topic_scores(topic.slug)[side]) for topic in topics}


@pytest.fixture
def topics(library: FakeLibrary) -> TopicService:
    minutes = count()
    return TopicService(library, score, clock=lambda: NOON + timedelta(minutes=next(minutes)))  # type: ignore[arg-type]


def judge(
    topics: TopicService, document: OpenDocument, ordinal: int, *, treats: bool | None, slug: str = "oil"
) -> None:
    topics.judge(document, document.passages[ordinal].span, slug, treats=treats)


def compared(library: FakeLibrary) -> Comparison:
    service = ComparisonService(library, lambda _left, _right, _topics, _progress: ALIGNMENT)
    return service.compare(LEFT.document.id, RIGHT.document.id)


def keys(comparison: Comparison, topic: str, *, limit: int = 0) -> list[tuple[int, int]]:
    return [(pair.left, pair.right) for pair in comparison.pairs(topic, limit=limit)]


def test_the_word_counts_before_the_score(library: FakeLibrary, topics: TopicService) -> None:
    before = compared(library)
    assert before.counts("oil") == (2, 2)
    judge(topics, LEFT, 0, treats=False)
    judge(topics, LEFT, 1, treats=True)
    judge(topics, RIGHT, 2, treats=True)
    after = compared(library)
    assert after.counts("oil") == (2, 3)
    assert after.on_topic("oil") == ((1, 2), (0, 1, 2))
    assert [after.topic_score("oil", "left", ordinal) for ordinal in range(3)] == [0.0, 1.0, 0.5]
    assert after.on_topic("war") == before.on_topic("war")
    assert after.judged("oil") == ({0: False, 1: True}, {2: True})
    assert keys(before, "oil") == [(0, 0), (0, 1), (2, 1), (2, 0)]
    assert keys(after, "oil") == [(1, 2), (2, 1), (2, 0)]
    pair = after.pairs("oil")[0]
    assert after.topics_of(pair) == ("oil", "war")
    assert before.with_verdicts(topics.verdicts_between(LEFT.document.id, RIGHT.document.id)).counts("oil") == (2, 3)
    assert after.with_verdicts(after.verdicts) is after
    assert after.with_verdicts(()).counts("oil") == (2, 2)


def test_the_scores_of_one_document_follow_too(library: FakeLibrary, topics: TopicService) -> None:
    service = AnnotationService(library, topics)
    annotation = service.annotate(LEFT.document.id, TextSpan(0, 3))
    assert topics.of_annotations([annotation]) == {annotation.id: ("oil",)}
    judge(topics, LEFT, 0, treats=False)
    judge(topics, LEFT, 0, treats=True, slug="war")
    assert topics.scores(LEFT) == {"oil": [0.0, 0.1, 0.5], "war": [1.0, 0.9, 0.0]}
    assert topics.of_annotations([annotation]) == {annotation.id: ("war",)}
    judge(topics, LEFT, 0, treats=None)
    assert topics.scores(LEFT)["oil"] == [0.9, 0.1, 0.5]


def test_a_pair_off_the_topic_is_listed_only_if_it_is_the_readers_own(
    library: FakeLibrary, topics: TopicService
) -> None:
    links = LinkService(library, clock=lambda: NOON)
    for right, state in ((0, PairState.CONFIRMED), (1, PairState.REJECTED)):
        links.mark(LEFT, RIGHT, LEFT.passages[2].span, RIGHT.passages[right].span, state)
    judge(topics, LEFT, 2, treats=False)
    comparison = compared(library)
    listed = comparison.pairs("oil", links.between(LEFT.document.id, RIGHT.document.id), limit=0)
    own = [(pair.left, pair.right, pair.state) for pair in listed if pair.left == 2]
    assert own == [(2, 0, PairState.CONFIRMED), (2, 1, PairState.REJECTED)]
    assert [(pair.left, pair.right) for pair in comparison.pairs(None, limit=0)] == [
        (a, b) for a, b, _ in ALIGNMENT.pairs
    ]


def test_gaps_follow(library: FakeLibrary, topics: TopicService) -> None:
    assert find_gaps(compared(library)).topics == ()
    for ordinal in (0, 1):
        judge(topics, RIGHT, ordinal, treats=False)
    (gap,) = find_gaps(compared(library)).topics
    assert (gap.topic, gap.side, gap.passages) == (OIL, "left", (0, 2))


def test_learning_takes_the_word_on_a_passage_before_that_on_its_pairs(
    library: FakeLibrary, topics: TopicService
) -> None:
    links = LinkService(library, clock=lambda: NOON)
    links.mark(LEFT, RIGHT, LEFT.passages[0].span, RIGHT.passages[0].span, PairState.CONFIRMED)
    links.mark(LEFT, RIGHT, LEFT.passages[2].span, RIGHT.passages[1].span, PairState.REJECTED)
    judge(topics, LEFT, 0, treats=False)
    judge(topics, RIGHT, 1, treats=True)
    judge(topics, LEFT, 1, treats=True)
    between = links.between(LEFT.document.id, RIGHT.document.id)
    assert judged_passages(compared(library), "oil", between) == ({1, 3, 4}, {0, 2})


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from([True, False, None])), max_size=8))
def test_any_judgements_are_undone_and_done_again(words: list[tuple[int, bool | None]]) -> None:
    library = library_of(LEFT)
    service = TopicService(library, lambda opened, topics: {}, clock=lambda: NOON)
    states, changes = [library.state.verdicts], []
    for ordinal, treats in words:
        changes.append(service.judge(LEFT, LEFT.passages[ordinal].span, "oil", treats=treats))
        states.append(library.state.verdicts)
    said = {verdict.target.span: verdict.treats for verdict in library.state.verdicts.values()}
    last = {LEFT.passages[ordinal].span: treats for ordinal, treats in words}
    assert said == {span: treats for span, treats in last.items() if treats is not None}
    for (before, after), state in zip(reversed(changes), reversed(states[:-1]), strict=True):
        service.exchange(after, before)
        assert library.state.verdicts == state
    for (before, after), state in zip(changes, states[1:], strict=True):
        service.exchange(before, after)
        assert library.state.verdicts == state


def test_only_passages_are_judged(topics: TopicService) -> None:
    document = opened("third", "# Heading\n\nOil.")
    with pytest.raises(TopicError, match="no passage"):
        topics.judge(document, TextSpan(0, 0), "oil", treats=True)


def test_a_word_finds_its_passage_in_another_text_and_segmentation(library: FakeLibrary, topics: TopicService) -> None:
    judge(topics, LEFT, 2, treats=False)
    judge(topics, LEFT, 1, treats=True)
    longer = opened("first", "A new beginning.\n\nOil one. ‖ War two.\n\nOil three.", author="Ann Ames")
    assert longer.document.fingerprint != fingerprint_of(LEFT.contents.text)
    again = replace(library.state.documents[LEFT.document.id], fingerprint=longer.document.fingerprint)
    reopened = OpenDocument(again, longer.contents, longer.passages)
    alignment = FakeAlignment([], {"oil": ([0.9] * 4, [0.0] * 3)})
    verdicts = topics.verdicts_between(LEFT.document.id, RIGHT.document.id)
    comparison = Comparison(reopened, RIGHT, (OIL,), alignment, verdicts=verdicts)
    texts = [reopened.quote(reopened.passages[ordinal].span) for ordinal in comparison.judged("oil")[0]]
    assert dict(zip(texts, comparison.judged("oil")[0].values(), strict=True)) == {
        "Oil three.": False,
        "War two.": True,
    }
    # Both words are on one passage once it is cut otherwise: the later one counts, and a new one replaces both.
    whole = replace(reopened.passages[1], span=TextSpan(0, len(longer.contents.text)), ordinal=0)
    merged = OpenDocument(again, longer.contents, (whole,))
    alignment = FakeAlignment([], {"oil": ([0.1], [0.0] * 3)})
    assert Comparison(merged, RIGHT, (OIL,), alignment, verdicts=verdicts).judged("oil")[0] == {0: True}
    before, after = topics.judge(merged, whole.span, "oil", treats=False)
    assert (len(before), len(after), len(library.state.verdicts)) == (2, 1, 1)


def test_a_topic_that_comes_back_finds_its_verdicts_and_one_removed_for_good_does_not(
    library: FakeLibrary, topics: TopicService
) -> None:
    judge(topics, LEFT, 0, treats=False)
    before = topics.arrange([WAR])
    assert compared(library).judged("oil") == ({}, {})
    topics.arrange(before)
    assert compared(library).judged("oil") == ({0: False}, {})
    topics.remove("Oil")
    assert library.state.verdicts == {}


def test_the_check_tells_a_word_that_lost_its_place(library: FakeLibrary, topics: TopicService) -> None:
    service = LibraryService(library, load, segment)
    judge(topics, LEFT, 0, treats=True)
    assert service.check() == []
    library.state.documents[LEFT.document.id] = replace(LEFT.document, fingerprint="of another text")
    assert service.check() == ["Your word on the topic oil was made on another reading of “first”."]


# -- with the real engine ---------------------------------------------------------------------------------------------

WEATHER = "Snow fell on the hills all winter.\n\nThe mayor opened a new school on Monday."
REAL_LEFT = opened("left", f"The oil pipeline carries crude oil to the refinery.\n\nA war began at sea.\n\n{WEATHER}")
REAL_RIGHT = opened("right", f"{WEATHER}\n\nCrude oil reached the refinery by ship.\n\nThe war at sea cost many ships.")


@pytest.mark.parametrize("swapped", [False, True])
def test_the_engine_ranks_by_the_word_and_other_topics_stay_as_they_were(*, swapped: bool) -> None:
    left, right = (REAL_RIGHT, REAL_LEFT) if swapped else (REAL_LEFT, REAL_RIGHT)
    alignment = PassageAligner(library_of(left, right)).align(left, right, (OIL, WAR), no_progress)
    snow = (0, 2) if swapped else (2, 0)
    judged = alignment.judged({"oil": ({snow[0]: True}, {snow[1]: True})})
    scores = judged.topic_scores("oil")
    assert (scores[0][snow[0]], scores[1][snow[1]]) == (1.0, 1.0)
    assert list(judged.ranked("war")) == list(alignment.ranked("war"))
    assert list(judged.ranked()) == list(alignment.ranked())
    found = {(pair.left, pair.right): pair.score for pair in judged.ranked("oil")}
    assert found[snow] > {(pair.left, pair.right): pair.score for pair in alignment.ranked("oil")}[snow]
    assert max(found.values()) == found[snow]
    taken_back = judged.judged({"oil": ({snow[0]: False}, {})})
    assert taken_back.topic_scores("oil")[0][snow[0]] == 0.0
    assert alignment.topic_scores("oil")[0][snow[0]] < 0.5
    with pytest.raises(KeyError):
        alignment.judged({"nowhere": ({}, {})})
