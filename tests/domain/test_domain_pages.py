"""Pages of a document, and the ways from its canonical text to its source and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.domain.document import Contents, Page, PageRun
from reader.domain.text import OffsetMap, SourceIndex, TextSpan

# Target "abc--def" made of the source "..abc..def": two runs, with something inserted between them.
MAP = OffsetMap.of_runs([(0, 2, 3), (5, 7, 3)])


def test_a_target_span_leads_to_the_pieces_it_was_copied_from() -> None:
    assert MAP.source_spans(TextSpan(0, 8)) == [TextSpan(2, 5), TextSpan(7, 10)]
    assert MAP.source_spans(TextSpan(1, 6)) == [TextSpan(3, 5), TextSpan(7, 8)]
    assert MAP.source_spans(TextSpan(3, 5)) == []
    assert OffsetMap.of_runs([]).source_spans(TextSpan(0, 4)) == []


def test_a_source_span_leads_back_to_where_it_went() -> None:
    index = SourceIndex(MAP)
    assert index.spans(0, 20) == [TextSpan(0, 3), TextSpan(5, 8)]
    assert index.spans(5, 7) == []
    assert index.hull([(2, 5), (7, 10)]) == TextSpan(0, 8)
    assert index.hull([(5, 7)]) is None


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 6)), max_size=8),
    st.integers(0, 60),
    st.integers(0, 20),
)
def test_there_and_back_gives_the_copied_characters_again(
    steps: list[tuple[int, int, int]], start: int, length: int
) -> None:
    runs, target, source = [], 0, 0
    for inserted, dropped, size in steps:
        runs.append((target + inserted, source + dropped, size))
        target, source = target + inserted + size, source + dropped + size
    origins = OffsetMap.of_runs(runs)
    index = SourceIndex(origins)
    for piece in origins.source_spans(TextSpan(start, start + length)):
        (back,) = index.spans(piece.start, piece.end)
        assert len(back) == len(piece)
        assert TextSpan(start, start + length).contains(back)


def test_far_apart_places_give_the_longer_one() -> None:
    index = SourceIndex(OffsetMap.of_runs([(0, 0, 3), (100, 50, 9)]))
    assert index.hull([(0, 3), (50, 59)]) == TextSpan(100, 109)


def test_an_offset_is_on_the_page_that_holds_it_and_a_page_holds_its_notes_too() -> None:
    text = "front body note"
    pages = (Page(0, "iv", TextSpan(0, 6), 612, 792), Page(1, "1", TextSpan(6, 11), 612, 792))
    runs = (PageRun(0, 0), PageRun(6, 1), PageRun(11, 0))
    contents = Contents(text, (), (), pages=pages, page_runs=runs)
    labels = [page.label if (page := contents.page_at(offset)) is not None else None for offset in (0, 5, 6, 10, 14)]
    assert labels == ["iv", "iv", "1", "1", "iv"]
    assert contents.spans_of_page(0) == (TextSpan(0, 6), TextSpan(11, 15))
    assert contents.spans_of_page(1) == (TextSpan(6, 11),)
    assert Contents(text, (), ()).page_at(3) is None
