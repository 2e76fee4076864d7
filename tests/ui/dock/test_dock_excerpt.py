"""Excerpts of passages: what they may hold, and what they choose."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.text import SUPERSCRIPT_DIGITS, TextSpan
from reader.ui.dock.excerpt import ELLIPSIS, Run, excerpt, plain

TEXT = (
    "The most striking phenomena within the organization are the realpolitik approaches of its members. As mentioned "
    "earlier, Central Asian nations use the organization to counterbalance Russian and Chinese interests.⁹⁹ The SCO "
    "also constrains a more assertive Russia in the region, in which it refuses to endorse Russian action in Georgia "
    "during the summer of 2008 and also denies diplomatic recognition to the breakaway regions of Abkhazia and South "
    "Ossetia.¹⁰⁰"
)


def spans(*terms: str) -> list[TextSpan]:
    return [TextSpan(m.start(), m.end()) for term in terms for m in re.finditer(re.escape(term), TEXT)]


def markers(text: str) -> list[TextSpan]:
    return [TextSpan(m.start(), m.end()) for m in re.finditer(f"[{SUPERSCRIPT_DIGITS}]+", text)]


def test_a_short_passage_is_shown_whole_without_markers() -> None:
    text = "China refused.¹²¹  It said\nso."
    runs = excerpt(text, TextSpan(0, len(text)), [TextSpan(6, 13)], markers(text))
    assert runs == (Run("China "), Run("refused", bold=True), Run(". It said so."))


def test_an_excerpt_gathers_the_shared_terms_from_two_places() -> None:
    terms = spans("refuses", "Georgia", "recognition", "Abkhazia", "South Ossetia")
    runs = excerpt(TEXT, TextSpan(0, len(TEXT)), terms, markers(TEXT))
    assert {"refuses", "Georgia", "recognition", "Abkhazia", "South Ossetia"} == {r.text for r in runs if r.bold}
    assert plain(runs).startswith(ELLIPSIS)
    assert plain(runs).endswith("Ossetia.")


def test_without_terms_it_is_the_beginning() -> None:
    assert plain(excerpt(TEXT, TextSpan(0, len(TEXT)), [])).startswith("The most striking phenomena")


def test_terms_elsewhere_in_the_document_are_ignored() -> None:
    passage = TextSpan(0, TEXT.index("As mentioned"))
    assert not any(run.bold for run in excerpt(TEXT, passage, spans("Abkhazia")))


@pytest.mark.parametrize("limit", [1, 5, 20])
def test_a_word_longer_than_the_limit_is_cut(limit: int) -> None:
    text = "x" * 50
    assert plain(excerpt(text, TextSpan(0, 50), [], limit=limit)) == "x" * (limit - 1) + ELLIPSIS


words = st.text(alphabet="abcdefg .,'“”é😀¹²³\n", min_size=0, max_size=600)


@given(words, st.lists(st.tuples(st.integers(0, 600), st.integers(0, 40)), max_size=12), st.integers(20, 200))
def test_an_excerpt_is_words_of_the_passage_in_order(text: str, places: list[tuple[int, int]], limit: int) -> None:
    terms = [TextSpan(a, a + n) for a, n in places if a + n <= len(text)]
    runs = excerpt(text, TextSpan(0, len(text)), terms, markers(text), limit)
    shown = plain(runs)
    assert len(shown) <= limit
    assert not set(shown) & set(SUPERSCRIPT_DIGITS)
    assert all(run.text for run in runs)
    assert all(a.bold != b.bold for a, b in pairwise(runs))
    clean = " ".join(re.sub(f"[{SUPERSCRIPT_DIGITS}]", "", text).split())
    if len(clean) <= limit:
        assert shown == clean
        return
    if all(len(word) + 4 <= limit for word in clean.split(" ")):
        at = 0
        for fragment in filter(None, (part.strip() for part in shown.split(ELLIPSIS))):
            found = f" {clean} ".find(f" {fragment} ", at)
            assert found >= 0, fragment
            at = found + len(fragment)


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 30))
def test_a_single_term_is_always_shown(start: int, length: int) -> None:
    span = TextSpan(start, min(len(TEXT), start + length))
    runs = excerpt(TEXT, TextSpan(0, len(TEXT)), [span], markers(TEXT))
    wanted = re.sub(f"[{SUPERSCRIPT_DIGITS}]", "", span.of(TEXT)).strip()
    assert wanted in "".join(run.text for run in runs if run.bold)
