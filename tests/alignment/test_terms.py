"""Words, acronyms, numbers and scripts as terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.alignment.terms import Analyzer, without_markers


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Sino-Russian pipelines", ["sino", "russian", "pipelin"]),
        ("the SCO’s members", ["the", "sco", "member"]),
        ("RATS and rats", ["rats", "and", "rat"]),
        ("the U.S. told us", ["the", "US", "told", "us"]),
        ("THE ROOTS OF DISTRUST", ["the", "root", "of", "distrust"]),
        ("recognition.¹² 1,200 in 2008", ["recognit", "1,200", "in", "2008"]),
        ("word³⁴word", ["word", "word"]),
        ("石油管道", ["石油", "油管", "管道"]),
        ("Café", ["cafe"]),
    ],
)
def test_keys(text: str, keys: list[str]) -> None:
    assert Analyzer("en").terms(text).keys == keys


def test_stop_words_are_marked_and_us_is_none() -> None:
    terms = Analyzer("en").terms("The U.S. did not tell us")
    assert [k for k, stop in zip(terms.keys, terms.stops, strict=True) if not stop] == ["US", "tell"]


def test_other_languages() -> None:
    assert Analyzer("de").terms("Verträge").keys == Analyzer("de").terms("Vertrag").keys
    assert Analyzer("xx").terms("Houses").keys == ["houses"]


@given(st.text())
def test_places_are_in_order_and_hold_the_terms(text: str) -> None:
    analyzer = Analyzer("en")
    terms = analyzer.terms(text)
    assert len(terms.keys) == len(terms.starts) == len(terms.ends) == len(terms.stops)
    assert all(0 <= start < end <= len(text) for start, end in zip(terms.starts, terms.ends, strict=True))
    assert terms.starts == sorted(terms.starts)


@given(st.text(alphabet=st.sampled_from("abA.'’¹23,中 \nÉU-:")))
def test_quick_way_gives_the_same_keys(text: str) -> None:
    analyzer = Analyzer("en")
    terms = analyzer.terms(text)
    words = analyzer.words(text)
    if words is not None:
        analyzed = [analyzer.analyze(word) for word in words]
        assert analyzed == list(zip(terms.keys, terms.stops, strict=True))


def test_markers_are_left_out() -> None:
    assert without_markers("recognition.¹² Then") == "recognition. Then"


@given(st.text(alphabet=st.sampled_from("abAU.'23,: -\n"), max_size=12))
def test_quick_way_for_ascii(text: str) -> None:
    analyzer = Analyzer("en")
    words = analyzer.words(text)
    if words is not None:
        terms = analyzer.terms(text)
        assert [analyzer.analyze(word) for word in words] == list(zip(terms.keys, terms.stops, strict=True))
