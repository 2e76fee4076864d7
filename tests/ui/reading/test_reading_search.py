"""Finding words in a document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.text import TextSpan
from reader.ui.reading.section_labels import section_label
from reader.ui.reading.text_search import SLICE, find_in_slices, query_pattern


def found(text: str, query: str, *, match_case: bool = False) -> list[str]:
    pattern = query_pattern(query, match_case=match_case)
    assert pattern is not None
    return [span.of(text) for spans in find_in_slices(text, pattern) for span in spans]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("a word.¹⁵ Next one", "word. Next", ["word.¹⁵ Next"]),
        ("Résumé and RESUME", "resume", ["Résumé", "RESUME"]),
        ("the “quoted” text", '"quoted"', ["“quoted”"]),
        ("Russia’s own", "russia's", ["Russia’s"]),
        ("Sino–Russian", "sino-russian", ["Sino–Russian"]),
        ("two\nlines and\u00a0more", "two lines and more", ["two\nlines and\u00a0more"]),
        ("co\u00adoperate", "cooperate", ["co\u00adoperate"]),
        ("e\u0301tat", "etat", ["e\u0301tat"]),
        ("a+b (c) [d]", "+b (c) [", ["+b (c) ["]),
        ("😀 twice 😀", "😀", ["😀", "😀"]),
        ("nothing here", "absent", []),
    ],
)
def test_matches_what_a_reader_means(text: str, query: str, expected: list[str]) -> None:
    assert found(text, query) == expected


def test_case_counts_when_asked() -> None:
    assert found("Georgia and georgia", "Georgia", match_case=True) == ["Georgia"]


@pytest.mark.parametrize("query", ["", "  ", "\n"])
def test_nothing_to_look_for(query: str) -> None:
    assert query_pattern(query, match_case=False) is None


@given(st.integers(-12, 12))
def test_a_match_across_two_slices_is_found_once(shift: int) -> None:
    start = SLICE + shift
    text = "x" * start + "needle" + "x" * 50
    pattern = query_pattern("needle", match_case=False)
    assert pattern is not None
    spans = [span for spans in find_in_slices(text, pattern) for span in spans]
    assert spans == [TextSpan(start, start + 6)]


@given(st.text(alphabet="ab c", min_size=1, max_size=8), st.text(alphabet="ab c", max_size=60))
def test_plain_text_is_found_where_it_is(query: str, text: str) -> None:
    words = " ".join(query.split())
    if words and "  " not in text:
        assert bool(found(text, query)) == (words in text)


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("CHAPTER 4 ANALYSIS", "Ch. 4 Analysis"),
        ("THE ROOTS OF DISTRUST", "The Roots of Distrust"),
        ("Theories of International Politics", "Theories of International Politics"),
        ("Chapter 2 Literature Review", "Ch. 2 Literature Review"),
        ("U.S. INTERESTS", "U.S. Interests"),
        ("CHINA'S RISE", "China's Rise"),
        ("2008", "2008"),
    ],
)
def test_titles_do_not_shout(title: str, label: str) -> None:
    assert section_label(title) == label
