"""Words and paragraphs over removed line ends and page breaks: none joined, none torn."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from reader.documents.loader import load
from reader.domain.document import BlockRole, Contents
from tests.documents.pdf_making import REGULAR, Style, Typesetter

WORDS = tuple(
    re.findall(
        r"\S+",
        "a the of gas and its law pipeline government considerations sovereignty negotiates reservoir arbitration "
        "consequence well-known long-term twenty-first co-operation re-export state-owned différence naïve Übergang "
        "fjord office affluent waffle final refinery",
    )
)


def read(tmp_path: Path, data: bytes) -> Contents:
    file = tmp_path / "file.pdf"
    file.write_bytes(data)
    return load(file).contents


def body(contents: Contents) -> list[str]:
    return [block.span.of(contents.text) for block in contents.blocks if block.role is BlockRole.BODY]


def sentence(chance: random.Random) -> str:
    chosen = [chance.choice(WORDS) for _ in range(chance.randrange(6, 18))]
    return f"{chosen[0].capitalize()} {' '.join(chosen[1:])}."


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("columns", [1, 2])
def test_no_word_is_joined_or_torn(tmp_path: Path, seed: int, columns: int) -> None:
    chance = random.Random(1000 * columns + seed)  # noqa: S311 # the same words each time
    style = Style(
        height=chance.choice([240, 400, 700]),
        width=612 if columns == 2 else chance.choice([420, 612]),
        columns=columns,
        size=9,
        leading=12,
        justified=chance.random() < 0.5,
        head=chance.choice(["", "A Running Head"]),
    )
    made = Typesetter(style)
    paragraphs = [" ".join(sentence(chance) for _ in range(chance.randrange(3, 9))) for _ in range(24)]
    for paragraph in paragraphs:
        made.paragraph(paragraph)
    assert " ".join(body(read(tmp_path, made.finish()))) == " ".join(paragraphs)


def test_a_paragraph_goes_on_over_a_page_that_ends_with_a_sentence(tmp_path: Path) -> None:
    made = Typesetter(Style(height=300, hyphenated=False, justified=False))
    line = "This one line is so long that it fills the whole measure from side to side and ends here there."
    paragraphs = [" ".join([line] * 7) for _ in range(9)]
    for paragraph in paragraphs:
        made.paragraph(paragraph)
    assert body(read(tmp_path, made.finish())) == paragraphs


def test_a_paragraph_that_begins_a_page_is_one_of_its_own(tmp_path: Path) -> None:
    made = Typesetter(Style(height=300, hyphenated=False))
    paragraphs = [f"Number {number} begins and ends. " + "It says little more than that it says little. " * 5
                  for number in range(9)]  # fmt: skip
    paragraphs = [paragraph.strip() for paragraph in paragraphs]
    for number, paragraph in enumerate(paragraphs):
        if number % 3 == 0 and number:
            made.new_page()
        made.paragraph(paragraph)
    assert body(read(tmp_path, made.finish())) == paragraphs


def test_entries_of_a_bibliography_are_kept_whole_and_apart(tmp_path: Path) -> None:
    made = Typesetter(Style(height=300))
    for _ in range(6):
        made.paragraph("Something is said at length before the works are listed at the end of it all. " * 5)
    made.heading("Bibliography")
    entries = [
        f"Author{number}, Given. {'The Long Title of a Work in Many Words, ' * (number % 3)}A Subtitle. "
        f"Place: Publisher, {1950 + number}."
        for number in range(24)
    ]
    for entry in entries:
        made.paragraph(entry)
    contents = read(tmp_path, made.finish())
    found = [block.span.of(contents.text) for block in contents.blocks if block.role is BlockRole.BIBLIOGRAPHY]
    assert found == entries


def test_ligatures_and_soft_hyphens_are_resolved(tmp_path: Path) -> None:
    made = Typesetter(Style())
    for _ in range(3):
        made.paragraph("Plain words stand before and after the others, so that there is something to read at all. " * 2)
    made.y -= 14
    made._piece(
        "The e\ufb03cient o\ufb00icer \ufb01nds a \ufb02ag in the re\xadfinery and keeps it.", REGULAR, 11, 72, made.y
    )
    text = read(tmp_path, made.finish()).text
    assert "The efficient officer finds a flag in the refinery and keeps it." in text


def test_a_running_head_that_changes_with_the_chapter_is_no_text(tmp_path: Path) -> None:
    made = Typesetter(Style(height=300))
    chance = random.Random(5)  # noqa: S311 # the same words each time
    for chapter in ("The Northern Route", "The Southern Route", "What Came of Both"):
        made.style.head = chapter
        made.new_page()
        for _ in range(9):
            made.paragraph(" ".join(sentence(chance) for _ in range(6)))
    contents = read(tmp_path, made.finish())
    assert contents.text.count("Route") == 0
    assert "What Came of Both" not in contents.text


def test_heads_on_even_and_odd_pages_differ_and_none_is_text(tmp_path: Path) -> None:
    made = Typesetter(Style(height=300, folios=False))
    chance = random.Random(7)  # noqa: S311 # the same words each time
    number = 0
    while made.page < 12:
        # As books are set: the folio in the head, outside; the title left, the chapter right.
        page = made.page + 40
        made.style.head = f"{page}    A History of Gas" if page % 2 else f"Second Chapter    {page}"
        made.paragraph(f"Number {number} says this. " + " ".join(sentence(chance) for _ in range(5)))
        number += 1
    contents = read(tmp_path, made.finish())
    assert "History of Gas" not in contents.text
    assert "Second Chapter" not in contents.text


def test_text_in_italics_at_the_top_of_a_page_is_no_head(tmp_path: Path) -> None:
    made = Typesetter(Style(height=300, head="On Gas"))
    chance = random.Random(9)  # noqa: S311 # the same words each time
    said = []
    for _ in range(8):
        made.new_page()
        words = sentence(chance)
        made.paragraph(words, italic=True)
        said.append(words)
        made.paragraph(" ".join(sentence(chance) for _ in range(4)))
    contents = read(tmp_path, made.finish())
    assert "On Gas" not in contents.text
    for words in said:
        assert words in " ".join(contents.text.split())


@pytest.mark.parametrize("shown_upright", [True, False])
@pytest.mark.parametrize("angle", [90, 270])
def test_text_along_the_side_of_the_page_reads_like_any_other(tmp_path: Path, angle: int, shown_upright: bool) -> None:
    made = Typesetter(Style(height=400, head="A Running Head"))
    chance = random.Random(3)  # noqa: S311 # the same words each time
    paragraphs = [" ".join(sentence(chance) for _ in range(5)) for _ in range(12)]
    for paragraph in paragraphs:
        made.paragraph(paragraph)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made.finish())))
    for page in writer.pages:
        page.rotate(angle)
        page.transfer_rotation_to_content()
        if shown_upright:
            page.rotate(-angle)
    out = io.BytesIO()
    writer.write(out)
    assert body(read(tmp_path, out.getvalue())) == paragraphs
