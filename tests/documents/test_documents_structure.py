"""Structure and composition of small texts: layout, headings, notes, markers, lists, furniture; and any text at all."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings

from reader.documents.composition import Composition
from reader.documents.loader import read_plain_text
from reader.domain.document import BlockRole, Contents, SectionRole
from reader.domain.progress import no_progress
from reader.domain.text import SUPERSCRIPT_DIGITS
from reader.errors import DocumentError
from tests.strategies import texts

WRAPPED = """\
The first paragraph is set to a measure of about seventy-two characters
as books in plain text have been for a long time, and it ends.
The second paragraph stands directly below it, for there is no empty
line between the two, only a line that had room for another word.
Indisputably it is a short one.
A third paragraph then breaks a long word at the end of its line, inter-
national as it is, and keeps the hyphen of another one that is well-
known from elsewhere, for the word well-known stands in this very line.
"""

PROSE = "This sentence is long enough to be taken for prose by anything that counts its letters, and it goes on. " * 2


def compose(text: str) -> Composition:
    return read_plain_text(text.encode("utf-8", "surrogatepass"), "text.txt", no_progress).composition


def contents(text: str) -> Contents:
    return compose(text).contents


def blocks(text: str) -> list[tuple[BlockRole, str]]:
    made = contents(text)
    return [(b.role, b.span.of(made.text)) for b in made.blocks]


def roles(text: str) -> list[BlockRole]:
    return [role for role, _ in blocks(text)]


def test_wrapped_text_without_empty_lines() -> None:
    found = [text for _, text in blocks(WRAPPED)]
    assert [text[:20] for text in found] == ["The first paragraph ", "The second paragraph", "A third paragraph th"]
    joined = " ".join(found)
    assert "inter-" not in joined
    assert "international" in joined
    assert joined.count("well-known") == 2


def test_indented_first_lines_part_paragraphs() -> None:
    line = "words that fill a line of this book up to its full measure and more\n"
    text = ("   Opening " + line + line + "end of it.\n") * 3
    assert len(blocks(text)) == 3


def test_one_line_per_paragraph_without_empty_lines() -> None:
    text = "\n".join(PROSE + str(n) + "." for n in range(6))
    assert len(blocks(text)) == 6


def test_markdown_headings_nest() -> None:
    made = contents(f"# One\n\n{PROSE}\n\n## Two\n\n{PROSE}\n\n### Three\n\n{PROSE}\n\n## Four\n\n{PROSE}")
    assert [(s.title, s.level, s.parent) for s in made.sections] == [
        ("One", 1, None),
        ("Two", 2, 0),
        ("Three", 3, 1),
        ("Four", 2, 0),
    ]


def test_a_title_page_is_front_matter_and_chapters_are_not_furniture() -> None:
    text = f"A Book\n\nby Somebody\n\nCHAPTER 1\n\nTHE START\n\n{PROSE}\n\nCHAPTER 2\n\nTHE END\n\n{PROSE}"
    made = contents(text)
    assert [(s.title, s.role) for s in made.sections] == [
        ("", SectionRole.FRONT_MATTER),
        ("CHAPTER 1 THE START", SectionRole.BODY),
        ("CHAPTER 2 THE END", SectionRole.BODY),
    ]


def test_licence_of_an_electronic_edition_is_front_matter() -> None:
    start, end = "*** START OF THE PROJECT GUTENBERG EBOOK X ***", "*** END OF THE PROJECT GUTENBERG EBOOK X ***"
    made = contents(f"About this ebook. {PROSE}\n\n{start}\n\nCHAPTER 1\n\n{PROSE}\n\n{end}\n\nLicence. {PROSE}")
    body = [b.span.of(made.text) for b in made.blocks if b.role is BlockRole.BODY]
    assert body == [PROSE.strip()]


def test_running_heads_go_and_repeated_headings_stay() -> None:
    half = "sentence that the page breaks in two and that goes on after the"
    page = (
        f"\n\n{half}\n\nJournal of Things, 12\n\nrunning head of the next page. Then it ends.\n\nSummary\n\n{PROSE}\n\n"
    )
    made = contents(
        PROSE + "".join(page.replace("\n\nsent", f"\n\n{nth} sent") for nth in ("One", "Another", "The last"))
    )
    assert "Journal" not in made.text
    assert made.text.count("after the running head of the next page.") == 3
    assert [s.title for s in made.sections].count("Summary") == 3


def test_notes_between_two_halves_are_lifted_out() -> None:
    text = (
        f"{PROSE}It breaks off in the middle¹ of\n\n¹ Lo, *Axis*, 3.\n\n² Ibid., 4.\n\n"
        "a sentence that goes on.² And ends.\n\nAnother paragraph."
    )
    made = contents(text)
    found = [(b.role, b.span.of(made.text)) for b in made.blocks]
    assert found[0][1].endswith("in the middle¹ of a sentence that goes on.² And ends.")
    assert found[1] == (BlockRole.BODY, "Another paragraph.")
    assert found[2:] == [
        (BlockRole.HEADING, "Notes"),
        (BlockRole.NOTE, "¹ Lo, Axis, 3."),
        (BlockRole.NOTE, "² Ibid., 4."),
    ]
    assert [(n.number, n.marker is not None) for n in made.notes] == [(1, True), (2, True)]


def test_paragraphs_are_not_joined_without_reason() -> None:
    text = f"Dear reader\n\nI write to you. {PROSE}\n\nIt ends here.\n\nAnd another begins:\n\nThe last one."
    assert len(blocks(text)) == 5


def test_plain_numbers_become_markers_only_in_sequence() -> None:
    notes = "\n\n".join(f"{digit} Note number {n}, 12." for n, digit in enumerate("¹²³⁴⁵", start=1))
    text = (
        "It began.¹ It cost 40 dollars. 2 Then, in 2008, 31 people and 3 dogs came. 3 They left in May, 4 and 5 came"
        f" back.⁵ There were 3.\n\n{notes}"
    )
    made = contents(text)
    assert made.text.startswith(
        "It began.¹ It cost 40 dollars.² Then, in 2008, 31 people and 3 dogs came.³ They left in May,⁴ and 5 came"
        " back.⁵ There were 3."
    )
    assert [m.number for m in made.markers] == [1, 2, 3, 4, 5]


def test_units_of_measure_are_no_markers() -> None:
    made = contents(f"It covers 30 km² of land.¹ {PROSE}\n\n¹ A note.\n\n² Another.")
    assert [m.number for m in made.markers] == [1]


def test_a_misread_note_number_is_not_a_second_note() -> None:
    notes = ["¹ One.", "² Two.", "³ Three.", "¹ Four, misread.", "⁵ Five."]
    made = contents(f"{PROSE}\n\n" + "\n\n".join(notes))
    assert [n.number for n in made.notes] == [1, 2, 3, 5]
    assert "¹ Four, misread." in made.text


def test_notes_under_their_own_heading() -> None:
    made = contents(
        f"CHAPTER 1\n\n{PROSE}Said so.1 Again. 2 More.\n\nNOTES\n\n1. First, 3.\n\n2. Second, 4.\n\n"
        "BIBLIOGRAPHY\n\nFirst, A. A Book."
    )
    assert [s.role for s in made.sections] == [SectionRole.BODY, SectionRole.NOTES, SectionRole.BIBLIOGRAPHY]
    assert [(n.number, n.span.of(made.text)) for n in made.notes] == [(1, "¹ First, 3."), (2, "² Second, 4.")]


def test_lists_captions_tables_epigraphs_and_quotations() -> None:
    text = (
        "CHAPTER 1\n\nBrief is best.\n\n—Somebody, *Sayings*\n\n"
        f"{PROSE}\n\nThese are the points:\n\n1. One\n\n2. Two\ngoes on\n\n- Three\n\nFigure 1. A picture\n\n"
        "Source: Somebody.\n\n"
        "| a | b | |\n|---|---|---|\n| 1 | | |\n\nShe wrote this to him:\n\n"
        "“All of it is true, and it was said long before either of us was born.”¹\n\n"
        "The end of it.\n\n¹ Her letters, 3."
    )
    assert blocks(text)[:11] == [
        (BlockRole.HEADING, "CHAPTER 1"),
        (BlockRole.EPIGRAPH, "Brief is best."),
        (BlockRole.EPIGRAPH, "—Somebody, Sayings"),
        (BlockRole.BODY, PROSE.strip()),
        (BlockRole.BODY, "These are the points:"),
        (BlockRole.LIST, "1. One\n2. Two goes on\n- Three"),
        (BlockRole.CAPTION, "Figure 1. A picture"),
        (BlockRole.CAPTION, "Source: Somebody."),
        (BlockRole.TABLE, "a\tb\n1"),
        (BlockRole.BODY, "She wrote this to him:"),
        (
            BlockRole.BLOCK_QUOTATION,
            "“All of it is true, and it was said long before either of us was born.”¹",
        ),
    ]


@pytest.mark.parametrize(
    ("raw", "clean", "emphasised"),
    [
        ("A *word* here.", "A word here.", ["word"]),
        ("A _word_ and snake_case_name here.", "A word and snake_case_name here.", ["word"]),
        ("A **bold** one, 5 * 3 * 2.", "A bold one, 5 * 3 * 2.", ["bold"]),
        ("It costs \\$9 and \\*no\\* less.", "It costs $9 and *no* less.", []),
        ("Fish &amp; <i>chips</i><br>now, x &lt; y.", "Fish & chips now, x < y.", ["chips"]),
        ("See <https://example.org/a_b_c> soft\u00adly.", "See <https://example.org/a_b_c> softly.", []),
        ("An *unbalanced start here.", "An unbalanced start here.", []),
    ],
)
def test_mark_up_is_resolved(raw: str, clean: str, emphasised: list[str]) -> None:
    made = contents(raw)
    assert made.text == clean
    assert [span.of(made.text) for span in made.emphasis] == emphasised


def _is_copied(made: str, source: str) -> bool:
    """Tell whether equal-length text is the same but for raised digits and plain white space."""
    digits = str.maketrans(SUPERSCRIPT_DIGITS, "0123456789")
    return all(
        a == b or a.translate(digits) == b.translate(digits) or (a == " " and b.isspace()) or _same_when_composed(a, b)
        for a, b in zip(made, source, strict=True)
    )


def _same_when_composed(made: str, source: str) -> bool:
    return unicodedata.normalize("NFC", source) == made


@settings(max_examples=300, deadline=None)
@given(texts())
def test_any_text_loads_or_is_told_to_hold_nothing(text: str) -> None:
    try:
        composition = compose(text)
    except DocumentError:
        return
    made = composition.contents
    assert unicodedata.is_normalized("NFC", made.text)
    assert not set(made.text) & set("\r\x0b\x0c\x00\x85\u2028\u2029\u00a0\ufeff")
    at = 0
    for index, block in enumerate(made.blocks):
        assert block.span.start == at + (2 if index else 0)
        assert made.text[at : block.span.start] == ("\n\n" if index else "")
        assert block.span.of(made.text).strip()
        assert "\n\n" not in block.span.of(made.text)
        at = block.span.end
    assert at == len(made.text)
    assert "".join(section.span.of(made.text) for section in made.sections) == made.text
    order = list(SectionRole)
    places = [order.index(section.role) for section in made.sections]
    assert places == sorted(places)
    for span in (*made.emphasis, *(m.span for m in made.markers), *(n.span for n in made.notes)):
        assert 0 <= span.start < span.end <= len(made.text)
    raw = text.removeprefix("\ufeff")  # a byte order mark is no part of the text
    origins = composition.origins
    for start, source, length in zip(origins.target_starts, origins.source_starts, origins.lengths, strict=True):
        assert _is_copied(made.text[start : start + length], raw[source : source + length])
