"""Properties of any alignment: transposed by swapping, repeatable, scores in [0, 1], evidence that is in both texts."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.alignment.aligner import KEPT_PARTNERS, PassageAlignment, PassageText, align
from reader.alignment.embedding import Embedder
from reader.alignment.evaluation import JudgedSet
from reader.alignment.terms import Analyzer
from reader.domain.alignment import Evidence, PassagePair
from reader.domain.topic import Topic, WeightedTerm
from reader.errors import CancelledError

OIL = Topic(
    "oil", "Oil", "Oil and its transport.", (WeightedTerm("oil pipeline"), WeightedTerm("oil", 0.6)), "blue", "star"
)
SAMPLE = "oil pipeline Georgia NATO said of the U.S. 2008 1,200 treaty. Treaty, 石油管道 нефть “peace” Su-27 don’t ⁵ ²³"
TEXTS = st.lists(st.lists(st.sampled_from(SAMPLE.split()), max_size=12).map(" ".join), max_size=6)


@pytest.fixture(scope="module")
def model(embedder: Embedder) -> Embedder:
    return embedder


def passages(texts: list[str], title: str = "Part") -> list[PassageText]:
    return [PassageText(text, (title,), 100 * at) for at, text in enumerate(texts)]


def transposed(pairs: list[PassagePair]) -> list[PassagePair]:
    return [dataclasses.replace(pair, left=pair.right, right=pair.left) for pair in pairs]


def mirrored(evidence: Evidence) -> Evidence:
    return Evidence(
        tuple(dataclasses.replace(t, left=t.right, right=t.left) for t in evidence.terms),
        tuple(dataclasses.replace(t, left=t.right, right=t.left) for t in evidence.dates),
        (),
        evidence.reason,
    )


@settings(max_examples=30)
@given(left=TEXTS, right=TEXTS)
def test_swapping_the_documents_transposes(model: Embedder, left: list[str], right: list[str]) -> None:
    one = align(passages(left, "Left"), passages(right, "Right"), [OIL], model)
    other = align(passages(right, "Right"), passages(left, "Left"), [OIL], model)
    for topic in (None, "oil"):
        assert list(one.ranked(topic)) == transposed(list(other.ranked(topic)))
    assert list(map(list, one.topic_scores("oil"))) == list(map(list, reversed(other.topic_scores("oil"))))
    for pair in one.ranked():
        assert one.explain(pair.left, pair.right) == mirrored(other.explain(pair.right, pair.left))


@settings(max_examples=30)
@given(left=TEXTS, right=TEXTS)
def test_scores_and_order(model: Embedder, left: list[str], right: list[str]) -> None:
    alignment = align(passages(left), passages(right), [OIL], model)
    assert len(alignment.ranked()) == len(left) * len(right)
    for topic in (None, "oil"):
        scores = [pair.score for pair in alignment.ranked(topic)]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
    found = alignment.topic_scores("oil")
    assert [len(side) for side in found] == [len(left), len(right)]
    assert all(0 <= score <= 1 for side in found for score in side)


@settings(max_examples=30)
@given(left=TEXTS, right=TEXTS)
def test_evidence_stands_in_both_texts(model: Embedder, left: list[str], right: list[str]) -> None:
    sides = passages(left), passages(right)
    alignment = align(*sides, [OIL], model)
    analyzer = Analyzer("en")
    for pair in alignment.ranked():
        evidence = alignment.explain(pair.left, pair.right)
        for term in (*evidence.terms, *evidence.dates):
            keys = analyzer.terms(term.text).keys
            for passage, spans in ((sides[0][pair.left], term.left), (sides[1][pair.right], term.right)):
                assert spans
                for span in spans:
                    held = passage.text[span.start - passage.offset : span.end - passage.offset]
                    assert analyzer.terms(held).keys == keys


def test_theses_transpose_and_repeat(
    judged: JudgedSet, topics: tuple[Topic, ...], embedder: Embedder, aligned: PassageAlignment
) -> None:
    again = align(judged.left, judged.right, topics, embedder)
    swapped = align(judged.right, judged.left, topics, embedder)
    for topic in (None, "georgia", "energy"):
        assert list(again.ranked(topic)) == list(aligned.ranked(topic))
        assert transposed(list(swapped.ranked(topic))) == list(aligned.ranked(topic))


def test_evidence_of_the_theses(judged: JudgedSet, aligned: PassageAlignment) -> None:
    analyzer = Analyzer("en")
    alike = {frozenset(pair) for pair in aligned.computed.abbreviations}
    for pair in list(aligned.ranked())[:200]:
        evidence = aligned.explain(pair.left, pair.right)
        assert evidence.reason.startswith("Both ")
        for term in (*evidence.terms, *evidence.dates):
            keys = analyzer.phrase(term.text)
            for passage, spans in ((judged.left[pair.left], term.left), (judged.right[pair.right], term.right)):
                held = {passage.text[s.start - passage.offset : s.end - passage.offset] for s in spans}
                for text in held:
                    found = analyzer.phrase(text)
                    assert found == keys or frozenset((found, keys)) in alike


def test_retained_are_the_best_partners_of_each_side(model: Embedder) -> None:
    left = passages([f"river {at} mountain lake {at % 7} forest" for at in range(130)])
    right = passages([f"lake {at % 7} harbour {at} river boats" for at in range(120)])
    pairs = list(align(left, right, [], model).ranked())
    by_left: dict[int, int] = {}
    by_right: dict[int, int] = {}
    for pair in pairs:
        by_left[pair.left] = by_left.get(pair.left, 0) + 1
        by_right[pair.right] = by_right.get(pair.right, 0) + 1
    assert len(by_left) == 130
    assert len(by_right) == 120
    assert min(by_left.values()) >= KEPT_PARTNERS
    assert min(by_right.values()) >= KEPT_PARTNERS
    assert len(pairs) <= KEPT_PARTNERS * 250


@pytest.mark.parametrize(
    ("left", "right"),
    [([], []), (["one"], []), ([], ["one", "two"]), ([""], [""]), (["", "¹²"], ["…", "  "])],
)
def test_nothing_to_compare(model: Embedder, left: list[str], right: list[str]) -> None:
    alignment = align(passages(left), passages(right), [OIL], model)
    assert len(alignment.ranked()) == len(left) * len(right)
    assert all(pair.score < 0.5 for pair in alignment.ranked("oil"))
    for pair in alignment.ranked():
        assert alignment.explain(pair.left, pair.right).terms == ()


def test_one_passage_each(model: Embedder) -> None:
    text = "The oil pipeline from Baku to Ceyhan, which crosses Georgia."
    alignment = align(passages([text]), passages([text]), [OIL], model)
    (pair,) = alignment.ranked()
    assert pair.score > 0.8
    assert {"Baku", "Ceyhan"} <= {term.text for term in alignment.explain(0, 0).terms}


def test_no_shared_vocabulary_scores_low(model: Embedder) -> None:
    left = passages(["Cabbage soup wants slow cooking.", "Salt the potatoes well."])
    right = passages(["Parliament dissolved itself yesterday.", "Elections follow within weeks."])
    assert all(pair.score < 0.2 for pair in align(left, right, [OIL], model).ranked())


def test_script_without_spaces(model: Embedder) -> None:
    left = passages(["俄罗斯与格鲁吉亚的战争", "石油管道的安全"])
    right = passages(["能源与石油管道", "格鲁吉亚的冲突"])
    topic = Topic("guandao", "管道", "", (WeightedTerm("石油管道"),), "blue", "star")
    alignment = align(left, right, [topic], model)
    assert {(p.left, p.right) for p in list(alignment.ranked())[:2]} == {(0, 1), (1, 0)}
    lefts, rights = alignment.topic_scores("guandao")
    assert lefts[1] > lefts[0]
    assert rights[0] > rights[1]


def test_identical_paragraphs_pair_with_those_at_the_same_place(model: Embedder) -> None:
    many = passages(["The same words again and again."] * 1200)
    alignment = align(many, many[:1100], [OIL], model)
    pairs = alignment.ranked()
    assert len(pairs) <= KEPT_PARTNERS * 2300
    # Near the ends a passage has other neighbours; between them all pairs score the same.
    inner = [pair for pair in pairs if 5 < pair.left < 1190 and 5 < pair.right < 1090]
    assert all(abs(pair.left / 1199 - pair.right / 1099) < 0.05 for pair in inner)


def test_unknown_topic_is_a_mistake_of_the_caller(aligned: PassageAlignment) -> None:
    with pytest.raises(KeyError):
        aligned.ranked("nowhere")
    with pytest.raises(KeyError):
        aligned.topic_scores("nowhere")


def test_progress_rises_to_its_total_and_cancels(
    judged: JudgedSet, topics: tuple[Topic, ...], embedder: Embedder
) -> None:
    told: list[tuple[int, int]] = []
    align(judged.left, judged.right, topics, embedder, lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert len({total for _, total in told}) == 1
    assert told[-1][0] == told[-1][1]

    def cancel(done: int, total: int) -> None:
        if done > total // 3:
            raise CancelledError

    with pytest.raises(CancelledError):
        align(judged.left, judged.right, topics, embedder, cancel)
