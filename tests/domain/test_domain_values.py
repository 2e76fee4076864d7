from __future__ import annotations

from array import array
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.alignment import PassagePair, RankedPairs
from reader.domain.annotation import HIGHLIGHT_LABELS, HighlightColour, Target
from reader.domain.document import (
    Block,
    BlockRole,
    Contents,
    Document,
    DocumentId,
    Section,
    SectionRole,
    digest_of,
    fingerprint_of,
)
from reader.domain.note import Footnote, Marker
from reader.domain.passage import Passage, passage_at
from reader.domain.progress import no_progress
from reader.domain.repositories import SearchHit
from reader.domain.selector import TextPositionSelector, TextQuoteSelector
from reader.domain.session import ReadingSession
from reader.domain.text import TextSpan
from reader.domain.topic import TOPIC_COLOURS, TOPIC_GLYPHS, WeightedTerm, slug_of

#            0         10        20        30
TEXT = "A preface.\n\nOne\n\nFirst.\n\nDeeper\n\nSecond."
CONTENTS = Contents(
    TEXT,
    blocks=(
        Block(BlockRole.BODY, TextSpan(0, 10), 1),
        Block(BlockRole.HEADING, TextSpan(12, 15), level=1),
        Block(BlockRole.BODY, TextSpan(17, 23), 2),
        Block(BlockRole.HEADING, TextSpan(25, 31), level=2),
        Block(BlockRole.BODY, TextSpan(33, 40), 3),
        Block(BlockRole.TABLE, TextSpan(40, 40)),
    ),
    sections=(
        Section(0, "", 0, SectionRole.BODY, TextSpan(0, 12)),
        Section(1, "One", 1, SectionRole.BODY, TextSpan(12, 25)),
        Section(2, "Deeper", 2, SectionRole.BODY, TextSpan(25, 40), parent=1),
    ),
)
DOCUMENT = Document(
    DocumentId("1"), "moore-2012", "Title", "Russ Moore", 2012, "text", "d", "f", "/a.txt", 40, 3,
    datetime(2026, 1, 1, tzinfo=UTC),
)  # fmt: skip


def test_contents_find_sections_and_blocks_by_offset() -> None:
    assert [CONTENTS.section_at(at).ordinal for at in (0, 11, 12, 24, 25, 40, 99)] == [0, 0, 1, 1, 2, 2, 2]
    block = CONTENTS.block_at(24)
    assert block is not None
    assert block.paragraph == 2
    assert Contents("", (), ()).block_at(0) is None
    assert CONTENTS.paragraphs == 3
    assert Contents("", (), ()).paragraphs == 0


def test_a_section_path_leaves_untitled_sections_out() -> None:
    assert CONTENTS.section_path(CONTENTS.sections[2]) == ("One", "Deeper")
    assert CONTENTS.section_path(CONTENTS.sections[0]) == ()


@pytest.mark.parametrize(
    ("author", "year", "byline"),
    [("Russ Moore", 2012, "Moore 2012"), ("Russ Moore", None, "Moore"), ("", 2012, "moore-2012 2012")],
)
def test_a_byline_is_short(author: str, year: int | None, byline: str) -> None:
    assert replace(DOCUMENT, author=author, year=year).byline == byline


def test_digest_and_fingerprint_tell_bytes_and_text() -> None:
    assert digest_of(b"a") == fingerprint_of("a")
    assert fingerprint_of("é") != fingerprint_of("e")
    assert len(fingerprint_of("\ud800")) == 64


def test_passages_are_labelled_by_paragraph() -> None:
    assert Passage(0, TextSpan(0, 1), 61, "a", 0).label == "¶ 61a"


SPANS = [TextSpan(0, 10), TextSpan(12, 20), TextSpan(21, 30)]
PASSAGES = [Passage(number, span, number + 1, "", 0) for number, span in enumerate(SPANS)]


@pytest.mark.parametrize(
    ("start", "end", "ordinal"),
    [
        (0, 0, 0), (9, 10, 0), (10, 10, None), (11, 12, None), (11, 13, 1), (8, 14, 0), (8, 19, 1), (19, 23, 2),
        (30, 30, None), (99, 99, None),
    ],
)  # fmt: skip
def test_the_passage_at_a_span_shares_most_with_it(start: int, end: int, ordinal: int | None) -> None:
    found = passage_at(PASSAGES, TextSpan(start, end))
    assert (found.ordinal if found else None) == ordinal
    assert passage_at([], TextSpan(start, end)) is None


def test_ranked_pairs_read_as_pairs() -> None:
    pairs = RankedPairs(array("i", [3, 1]), array("i", [2, 0]), array("d", [0.9, 0.4]))
    assert len(pairs) == 2
    assert list(pairs) == [pairs[0], pairs[1]] == [PassagePair(3, 2, 0.9), PassagePair(1, 0, 0.4)]


def test_every_colour_says_what_it_stands_for() -> None:
    assert [colour.label for colour in HighlightColour] == list(HIGHLIGHT_LABELS.values())
    assert HighlightColour("pink").label == "Dispute"


def test_a_target_has_a_span() -> None:
    target = Target(DocumentId("1"), TextQuoteSelector("b"), TextPositionSelector(1, 2), "f")
    assert target.span == TextSpan(1, 2)


def test_topics_have_a_shape_for_each_colour() -> None:
    assert len(TOPIC_COLOURS) == len(TOPIC_GLYPHS) == 8
    assert WeightedTerm("gas").weight == 1.0


@given(st.text(min_size=1))
def test_a_slug_is_ascii_and_never_empty(name: str) -> None:
    slug = slug_of(name)
    assert slug
    assert slug == slug_of(slug)
    assert all(char.isascii() and (char.isalnum() or char == "-") for char in slug)


def test_slugs_read_like_names() -> None:
    assert slug_of(" Énergie & Gas ") == "energie-gas"
    assert slug_of("能源") == "80fd-6e90"
    assert slug_of("  ") == "untitled"


def test_plain_values_have_defaults() -> None:
    assert ReadingSession().linked == "follow"
    assert Footnote(1, TextSpan(0, 1), None).marker is None
    assert Marker(TextSpan(0, 1), 1).number == 1
    assert SearchHit(DocumentId("1"), TextSpan(0, 1), "x").snippet == "x"
    no_progress(1, 2)
