"""Code points and UTF-16 units, and heights of many items."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.document import Block, BlockRole, Contents
from reader.domain.text import TextSpan
from reader.ui.reading.fragment_layout import cell_reaches
from reader.ui.reading.fragments import LONGEST_FRAGMENT, FragmentIndex, FragmentKey, HeightEstimate, split_block
from reader.ui.reading.height_index import HeightIndex
from reader.ui.reading.span_list import SpanList
from reader.ui.reading.typesetting import fit_columns
from reader.ui.text_offsets import DisplayText, utf16_length

TEXTS = st.text(alphabet=st.sampled_from("ab e\u0301😀👩‍👩‍👧\n\t¹ ß\u2029𝔘"), max_size=60)


@given(TEXTS)
def test_units_are_those_of_utf16(text: str) -> None:
    shown = DisplayText(text)
    for offset in range(len(text) + 1):
        assert shown.to_units(offset) == utf16_length(text[:offset])
        assert shown.from_units(shown.to_units(offset)) == offset
    assert utf16_length(shown.text) == utf16_length(text)


@given(TEXTS)
def test_replacements_shift_what_follows(text: str) -> None:
    shown = DisplayText(text, {"\n": " · "})
    assert "\n" not in shown.text
    for offset in range(len(text) + 1):
        assert shown.to_units(offset) == utf16_length(text[:offset].replace("\n", " · "))
        assert shown.from_units(shown.to_units(offset)) == offset


@given(TEXTS, st.integers(-5, 200))
def test_any_unit_lies_in_the_text(text: str, unit: int) -> None:
    shown = DisplayText(text)
    offset = shown.from_units(unit)
    assert 0 <= offset <= len(text)
    assert shown.to_units(offset) <= max(0, unit)


def test_what_a_layout_would_break_at_is_replaced() -> None:
    shown = DisplayText("a\u2029b\x0bc\ud800d\ne")
    assert shown.text == "a b c\ufffdd\u2028e"


@given(st.lists(st.integers(0, 50), min_size=1, max_size=70), st.data())
def test_heights_agree_with_plain_sums(heights: list[int], data: st.DataObject) -> None:
    index = HeightIndex(heights)
    changed = data.draw(st.integers(0, len(heights) - 1))
    height = data.draw(st.integers(0, 80))
    assert index.set(changed, height) == height - heights[changed]
    heights[changed] = height
    for position in range(len(heights) + 1):
        assert index.top(position) == sum(heights[:position])
    for y in range(-1, sum(heights) + 2):
        found = index.find(y)
        inside = [i for i in range(len(heights)) if sum(heights[:i]) <= y < sum(heights[: i + 1])]
        assert found == (inside[0] if inside else (0 if y < 0 else len(heights) - 1))


@given(st.integers(0, 3 * LONGEST_FRAGMENT), st.sampled_from(["x", "word ", "line of words\n", "😀"]))
def test_fragments_cover_their_block(length: int, piece: str) -> None:
    text = (piece * (length // len(piece) + 1))[:length]
    fragments = list(split_block(Block(BlockRole.BODY, TextSpan(0, length)), text))
    assert "".join(text[f.start : f.end] for f in fragments) == text
    assert all(f.end - f.start <= LONGEST_FRAGMENT for f in fragments)
    assert [f.is_first for f in fragments] == [True] + [False] * (len(fragments) - 1)
    assert [f.is_last for f in fragments] == [False] * (len(fragments) - 1) + [True]


def _blocks(count: int) -> Contents:
    span = TextSpan(0, 48)
    blocks = tuple(Block(BlockRole.BODY, TextSpan(span.start + i * 50, span.end + i * 50), i + 1) for i in range(count))
    return Contents("\n\n".join(["x" * 48] * count), blocks, ())


def test_a_chunk_is_listed_only_when_looked_at() -> None:
    index = FragmentIndex(_blocks(10_000), HeightEstimate(70, 23, 11))
    assert index.listed_chunks == 0
    assert 0 < index.estimated_y(250_000) < index.height
    assert abs(index.estimated_offset(index.estimated_y(250_000)) - 250_000) < 200
    assert index.listed_chunks == 0
    key = index.key_of(250_000)
    assert index.fragment(key).start == 250_000
    assert index.listed_chunks == 1
    assert index.key_at(index.top(key)) == key


def test_walking_meets_every_fragment_once() -> None:
    index = FragmentIndex(_blocks(300), HeightEstimate(70, 23, 11))
    forth = _walk(index.first(), index.after)
    assert [index.fragment(key).start for key in forth] == list(range(0, 300 * 50, 50))
    assert forth[-1] == index.last()
    assert _walk(index.last(), index.before) == forth[::-1]


def _walk(key: FragmentKey | None, step: Callable[[FragmentKey], FragmentKey | None]) -> list[FragmentKey]:
    keys = []
    while key is not None:
        keys.append(key)
        key = step(key)
    return keys


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda s: TextSpan(s[0], s[0] + s[1])))


@given(SPANS, st.integers(0, 70), st.integers(0, 20))
def test_span_lists_find_what_overlaps(spans: list[TextSpan], start: int, length: int) -> None:
    wanted = TextSpan(start, start + length)
    found = SpanList(spans, lambda span: span).within(wanted)
    assert sorted(found) == sorted(span for span in spans if span.overlap(wanted))


def test_cells_use_the_empty_cells_beside_them() -> None:
    assert cell_reaches([True, True, True], 3) == [1, 2, 3]
    assert cell_reaches([True, False, False], 3) == [3, 2, 3]
    assert cell_reaches([True, False, True], 3) == [2, 2, 3]
    assert cell_reaches([True], 3) == [3]


@given(st.lists(st.tuples(st.floats(20, 300), st.floats(20, 300)), min_size=1, max_size=8), st.floats(100, 900))
def test_columns_fill_the_width(needs: list[tuple[float, float]], width: float) -> None:
    natural, words = [max(n) for n in needs], [min(n) for n in needs]
    columns = fit_columns(natural, words, width)
    assert sum(columns) == pytest.approx(width)
    if sum(words) <= width:
        assert all(got >= word - 1e-6 for got, word in zip(columns, words, strict=True))
