from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.anchoring import quote_matching
from reader.anchoring.quote_matching import (
    approximate_matches,
    exact_matches,
    find_quotes,
    match_score,
)
from reader.domain.selector import TextQuoteSelector
from reader.domain.text import TextSpan

TEXT = (
    "Relations were strained by the war.⁶ China “withheld” its support,¹² and the SCO\n\nstayed neutral — for a while. "
    "Later, China withheld its support again; the ﬁnal communiqué said so."
)
SHARE = st.floats(min_value=0, max_value=1)


def quoted(text: str, quote: str, prefix: str = "", suffix: str = "") -> list[str]:
    return [span.of(text) for span in find_quotes(text, quote, prefix, suffix)]


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("strained by the war.", "strained by the war."),
        ("the war. China", "the war.⁶ China"),
        ("the war.⁶ China", "the war.⁶ China"),
        ('China "withheld" its support, and the SCO', "China “withheld” its support,¹² and the SCO"),
        ("  the SCO stayed\nneutral - for a while ", "the SCO\n\nstayed neutral — for a while"),
        ("THE FINAL COMMUNIQUE", "the ﬁnal communiqué"),
    ],
)
def test_a_typed_quote_is_found_whatever_its_spaces_markers_and_marks(quote: str, found: str) -> None:
    assert quoted(TEXT, quote) == [found]


def test_what_is_not_there_is_not_found() -> None:
    assert quoted(TEXT, "China gave its support") == []
    assert quoted(TEXT, " ⁶ ") == []


def test_a_prefix_or_suffix_chooses_among_several() -> None:
    text = "one bank here; the river bank there; a third bank"
    assert len(find_quotes(text, "bank")) == 3
    assert find_quotes(text, "bank", prefix="River ") == (TextSpan(25, 29),)
    assert find_quotes(text, "bank", suffix="there") == (TextSpan(25, 29),)
    assert find_quotes(text, "bank", prefix="one", suffix="there") == ()


def test_case_is_disregarded_only_where_nothing_else_is_found() -> None:
    assert quoted("China and china", "China") == ["China"]
    assert quoted("China and china", "CHINA") == ["China", "china"]


@given(st.tuples(SHARE, SHARE, SHARE, SHARE), st.tuples(SHARE, SHARE, SHARE, SHARE))
def test_what_is_worse_in_everything_never_scores_higher(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> None:
    better, worse = (
        [max(a, b) for a, b in zip(one, other, strict=True)],
        [min(a, b) for a, b in zip(one, other, strict=True)],
    )
    high = match_score(1 - better[0], *better[1:])
    low = match_score(1 - worse[0], *worse[1:])
    assert 0 <= low <= high <= 1 + 1e-9


def test_exact_matches_are_ordered_by_context_before_nearness() -> None:
    text = "near bank near. " + "x" * 50 + " the river bank there"
    right = text.index("bank there")
    best = exact_matches(text, TextQuoteSelector("bank", "the river ", " there"), near=5)[0]
    assert best.span == TextSpan(right, right + 4)
    assert best.context == 1.0


@given(st.integers(min_value=0, max_value=60), st.permutations(range(40)))
def test_a_worse_quote_never_scores_higher(start: int, order: list[int]) -> None:
    quote = list(TEXT[start : start + 40])
    scores = []
    for place in [None, *order[:16]]:
        if place is not None:
            quote[place] = "%"  # which the text has nowhere
        found = approximate_matches(TEXT, TextQuoteSelector("".join(quote)), near=None)
        scores.append(found[0].score if found else 0.0)
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1.0
    assert scores[-1] == 0.0


def test_approximate_matches_do_not_overlap_and_come_best_first() -> None:
    text = "the joint declaration of the summit. " * 3 + "the joint statement of that summit."
    found = approximate_matches(text, TextQuoteSelector("the joint declaratlon of the summit"), near=None)
    assert len(found) >= 3
    assert found[0].span.of(text).startswith("the joint declaration")
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    spans = sorted(match.span for match in found)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_no_more_than_ten_places_are_returned() -> None:
    text = "an often repeated sentence. " * 30
    assert len(approximate_matches(text, TextQuoteSelector("an often repeeted sentence."), near=None)) == 10
    assert len(exact_matches(text, TextQuoteSelector("often"), near=None)) == 10


def test_short_quotes_are_never_matched_approximately() -> None:
    assert approximate_matches("the cat sat", TextQuoteSelector("the bat"), near=0) == []


@pytest.mark.parametrize("place", [0, 3_000, 6_000])
def test_in_a_long_text_the_neighbourhood_is_searched(monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    monkeypatch.setattr(quote_matching, "_MOST_SEARCHED", 500)
    sentence = "withheld recognition of the breakaway regions"
    filler = "lorem ipsum dolor sit amet. " * 220
    text = filler[:place] + sentence + filler[place:]
    damaged = TextQuoteSelector(sentence.replace("breakaway", "breakway"))
    [found] = approximate_matches(text, damaged, near=place)
    assert found.span.of(text) == sentence
    if place == 6_000:
        assert approximate_matches(text, damaged, near=0) == []
