"""Details of a pair made of its passages and their evidence, and the order of cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from reader.domain.alignment import Evidence, PairState, SharedTerm
from reader.domain.document import Contents, Document, DocumentId
from reader.domain.note import Marker
from reader.domain.passage import Passage
from reader.domain.text import TextSpan
from reader.ui.dock.excerpt import plain
from reader.ui.dock.pair_card import PairCard, PairOrder, PassageText, arrange, count_states, describe, details_of

LEFT = "Before.¹ China refused to recognise Abkhazia.² After.³"
RIGHT = "It denies recognition to Abkhazia."


def side(text: str, span: TextSpan, author: str, markers: tuple[Marker, ...] = ()) -> PassageText:
    added = datetime(2026, 3, 12, tzinfo=UTC)
    document = Document(DocumentId(author), author, "T", author, 2018, "text", "d", "f", "x", len(text), 1, added)
    return PassageText(document, Contents(text, (), (), markers=markers), Passage(0, span, 61, "a", 0))


def span_of(text: str, word: str) -> TextSpan:
    return TextSpan(text.index(word), text.index(word) + len(word))


def test_details_show_both_passages_with_their_shared_terms() -> None:
    markers = tuple(Marker(span_of(LEFT, digit), number) for number, digit in ((1, "¹"), (2, "²"), (3, "³")))
    left = side(LEFT, TextSpan(LEFT.index("China"), LEFT.index(" After")), "U. Lkhagvasuren", markers)
    right = side(RIGHT, TextSpan(0, len(RIGHT)), "Moore")
    shared = SharedTerm("Abkhazia", (span_of(LEFT, "Abkhazia"),), (span_of(RIGHT, "Abkhazia"),))
    details = details_of(left, right, Evidence(terms=(shared,), dates=(shared,), reason="Both name Abkhazia."))
    assert details.left_byline == "Lkhagvasuren 2018, ¶ 61a · fn 2"
    assert details.right_byline == "Moore 2018, ¶ 61a"
    assert plain(details.left_excerpt) == "China refused to recognise Abkhazia."
    assert [run.text for run in details.right_excerpt if run.bold] == ["Abkhazia"]
    assert details.terms == ("Abkhazia",)
    assert details.reason == "Both name Abkhazia."


cards = st.lists(
    st.builds(
        PairCard,
        st.tuples(st.integers(0, 99), st.integers(0, 99)),
        st.none() | st.floats(0, 1),
        st.sampled_from(PairState),
        st.just("¶ 1"),
        st.just("¶ 2"),
    ),
    max_size=30,
    unique_by=lambda card: card.key,
)


@given(cards, st.sampled_from(PairOrder))
def test_arranging_keeps_every_card_and_counts_agree(given_cards: list[PairCard], order: PairOrder) -> None:
    assert sorted(arrange(given_cards, None, order), key=lambda c: c.key) == sorted(given_cards, key=lambda c: c.key)
    counts = count_states(given_cards)
    assert counts[None] == len(given_cards)
    for state in PairState:
        assert len(arrange(given_cards, state, order)) == counts[state]


@given(cards)
def test_by_score_is_the_order_in_which_pairs_were_ranked(given_cards: list[PairCard]) -> None:
    assert arrange(given_cards, None, PairOrder.SCORE) == given_cards


def test_a_pair_that_was_not_computed_has_no_score() -> None:
    card = PairCard((1, 2), None, PairState.MADE, "¶ 1", "¶ 2")
    assert describe(card, 0, 1) == "Pair 1 of 1, not scored, by hand: left paragraph 1, right paragraph 2"
    assert replace(card, score=0.176).shown_score == 18
