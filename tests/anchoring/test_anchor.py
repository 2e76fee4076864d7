from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from reader.anchoring.anchor import anchor, describe
from reader.domain.annotation import Placement
from reader.domain.selector import TextPositionSelector, TextQuoteSelector
from reader.domain.text import TextSpan

SENTENCES = (
    "The summit of Dushanbe did not recognize the independence of South Ossetia. ",
    "Energy is the other field of their rivalry, and the pipeline to Daqing is one case.⁷ ",
    "Neither Beijing nor the organization gave Moscow what it had asked for in August. ",
    "Trade across the Amur grew, while migrants from the north-east settled on the far bank. ",
)
TEXT = "".join(SENTENCES)


@st.composite
def spans(draw: st.DrawFn, text: str) -> TextSpan:
    start = draw(st.integers(min_value=0, max_value=len(text)))
    return TextSpan(start, draw(st.integers(min_value=start, max_value=len(text))))


@given(st.data(), st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_what_was_described_is_found_where_it_was(data: st.DataObject, text: str) -> None:
    span = data.draw(spans(text))
    quote, position = describe(text, span)
    found = anchor(text, quote, position)
    assert (found.span, found.placement) == (span, Placement.EXACT)


@given(spans(TEXT), st.text(alphabet="xyz \n", min_size=1, max_size=60))
def test_text_put_before_it_moves_a_long_quote(span: TextSpan, inserted: str) -> None:
    assume(len(span) >= 24)
    quote, position = describe(TEXT, span)
    found = anchor(inserted + TEXT, quote, position)
    assert found.placement is Placement.MOVED
    assert found.span == TextSpan(span.start + len(inserted), span.end + len(inserted))


def test_a_description_keeps_32_code_points_of_context() -> None:
    text = "a" * 40 + "😀middle" + "b" * 40
    quote, position = describe(text, TextSpan(40, 47))
    assert quote == TextQuoteSelector("😀middle", "a" * 32, "b" * 32)
    assert position == TextPositionSelector(40, 47)


def test_context_decides_between_places_of_one_quote() -> None:
    quote, position = describe("They met at the river bank in spring.", TextSpan(22, 26))
    text = "A bank lent the money, long before. They met at the river bank in spring."
    found = anchor(text, quote, position)
    assert found.placement is Placement.MOVED
    assert found.span == TextSpan(58, 62)
    assert found.candidates == (TextSpan(58, 62), TextSpan(2, 6))


def test_a_short_quote_in_another_context_waits_for_the_reader() -> None:
    quote, position = describe("They met at the river bank in spring.", TextSpan(22, 26))
    found = anchor("The central bank raised its rates.", quote, position)
    assert found.placement is Placement.REVIEW
    assert found.span == TextSpan(12, 16)


def test_a_long_quote_that_stands_once_needs_no_context() -> None:
    found = anchor("xx " + SENTENCES[1], TextQuoteSelector("the pipeline to Daqing is one case", "no such", "context"))
    assert found.placement is Placement.MOVED


def test_equals_are_proposed_by_nearness_and_never_chosen() -> None:
    text = "so it was. " * 5
    near = anchor(text, TextQuoteSelector("so it was"), TextPositionSelector(23, 32))
    assert near.placement is Placement.REVIEW
    assert near.span == TextSpan(22, 31)
    lost = anchor(text, TextQuoteSelector("so it was"))
    assert (lost.span, lost.placement, len(lost.candidates)) == (None, Placement.ORPHANED, 5)


def test_a_misread_quote_is_proposed() -> None:
    quote, position = describe(TEXT, TextSpan(4, 70))
    misread = TEXT.replace("Dushanbe", "Dushanhe").replace("recognize", "re-\ncognise")
    found = anchor("Another page.\n\n" + misread, quote, position)
    assert found.placement is Placement.REVIEW
    assert found.span is not None
    assert found.span.of("Another page.\n\n" + misread).startswith("summit of Dushanhe did not re-\ncognise")


def test_spacing_case_and_markers_alone_make_no_error_but_still_ask() -> None:
    quote, position = describe(TEXT, TextSpan(76, 160))
    found = anchor("x" + TEXT.replace("⁷", "").replace(" ", "  ").upper(), quote, position)
    assert found.placement is Placement.REVIEW


def test_two_places_that_fit_alike_are_left_to_the_reader() -> None:
    text = "The pipeline to Daqinq is one case. " * 2
    found = anchor(text, TextQuoteSelector("The pipeline to Daqing is one case"))
    assert found.placement is Placement.ORPHANED
    assert found.span is None
    assert len(found.candidates) == 2


def test_what_is_gone_is_an_orphan() -> None:
    quote, position = describe(TEXT, TextSpan(4, 70))
    found = anchor("Nothing of the kind is left in this edition.", quote, position)
    assert (found.span, found.placement, found.candidates) == (None, Placement.ORPHANED, ())
    assert anchor("", quote, position).placement is Placement.ORPHANED


def test_an_empty_quote_is_found_only_where_it_was() -> None:
    quote, position = describe("abc", TextSpan(1, 1))
    assert anchor("abc", quote, position).placement is Placement.EXACT
    assert anchor("abc", quote).placement is Placement.ORPHANED
