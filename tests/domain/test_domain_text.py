from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.text import OffsetMap, TextSpan, fold, from_superscript, merged, to_superscript

TEXT = st.text(alphabet=st.sampled_from("aB é\u0301ßﬁ\u00ad\n\u00a0İ😀½7⁷x"), max_size=40)


@given(st.integers(min_value=0, max_value=10**6))
def test_a_marker_reads_back(number: int) -> None:
    assert from_superscript(to_superscript(number)) == number


def test_a_word_is_no_marker() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        from_superscript("x⁷")


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_span_begins_in_the_text_and_ends_after_it_begins(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        TextSpan(start, end)


def test_spans_know_their_text_and_each_other() -> None:
    span = TextSpan(2, 5)
    assert (len(span), span.of("abcdef"), bool(span), bool(TextSpan(2, 2))) == (3, "cde", True, False)
    assert span.contains(TextSpan(2, 5))
    assert span.contains(TextSpan(3, 4))
    assert not span.contains(TextSpan(1, 4))
    assert not span.contains(TextSpan(4, 6))
    assert (span.overlap(TextSpan(4, 9)), span.overlap(TextSpan(5, 9))) == (1, 0)


def test_an_offset_map_goes_back_over_what_was_dropped_and_inserted() -> None:
    # "the  quick-\nest fox" became "the quickest, fox"
    offsets = OffsetMap.of_runs([(0, 0, 4), (4, 5, 5), (9, 12, 3), (12, 15, 0), (13, 15, 4)])
    assert [offsets.to_source(at) for at in (0, 3, 4, 8, 9, 12, 13, 16)] == [0, 3, 5, 9, 12, 15, 15, 18]
    assert offsets.span_to_source(TextSpan(4, 12)) == TextSpan(5, 15)
    assert offsets.span_to_source(TextSpan(9, 9)) == TextSpan(12, 12)
    assert offsets.to_source(99) == 19


def test_an_offset_before_the_first_run_goes_to_its_start() -> None:
    offsets = OffsetMap.of_runs([(3, 7, 2)])
    assert offsets.to_source(1) == 7
    assert OffsetMap.of_runs([]).to_source(5) == 0


def test_folding_takes_away_what_extractors_disagree_on() -> None:
    folded, offsets = fold("The co\u00adoperation of 2\u00a0½\nﬁnal cafe\u0301s")
    assert folded == "thecooperationof21⁄2finalcafes"
    place = folded.index("final")
    assert (
        offsets.span_to_source(TextSpan(place, place + 5)).of("The co\u00adoperation of 2\u00a0½\nﬁnal cafe\u0301s")
        == "ﬁnal"
    )


@given(TEXT, TEXT)
def test_folding_a_text_folds_its_parts(first: str, second: str) -> None:
    assert fold(first + second)[0] == fold(first)[0] + fold(second)[0]


@given(TEXT)
def test_folding_again_changes_nothing_and_neither_does_normalising_first(text: str) -> None:
    folded, _ = fold(text)
    assert fold(folded)[0] == folded
    assert fold(unicodedata.normalize("NFD", text))[0] == folded


@given(TEXT)
def test_each_folded_character_comes_from_where_the_map_says(text: str) -> None:
    folded, offsets = fold(text)
    for at, char in enumerate(folded):
        source = offsets.to_source(at)
        assert char in fold(text[source])[0]
        assert offsets.span_to_source(TextSpan(at, at + 1)) == TextSpan(source, source + 1)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)), max_size=12), st.integers(0, 2))
def test_merged_spans_cover_the_same_and_stand_apart(pairs: list[tuple[int, int]], gap: int) -> None:
    spans = sorted(TextSpan(start, start + length) for start, length in pairs)
    joined = list(merged(spans, gap))
    covered = {at for span in joined for at in range(span.start, span.end)}
    wanted = {at for span in spans for at in range(span.start, span.end)}
    assert wanted <= covered
    assert gap or covered == wanted
    assert all(after.start - before.end > gap for before, after in pairwise(joined))
