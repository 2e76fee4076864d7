"""PDFs of the tests' own making read as their text does: columns, notes, labels, heads, headings, broken words."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Highlight
from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject

from reader.documents.loader import load
from reader.domain.document import BlockRole, Contents, LoadedFile, SectionRole
from reader.errors import DocumentError, PasswordError
from tests.documents.pdf_hostile import odd_files
from tests.documents.pdf_making import Style, Typesetter, thesis

LOREM = (
    "Pipelines carry natural gas across several borders before it reaches the consumers who depend on it, and each "
    "government along the way negotiates transit agreements that reflect its own considerations of sovereignty. "
)


def read(tmp_path: Path, data: bytes, password: str | None = None) -> LoadedFile:
    file = tmp_path / "file.pdf"
    file.write_bytes(data)
    return load(file, password=password)


def blocks(contents: Contents, *roles: BlockRole) -> list[str]:
    return [block.span.of(contents.text) for block in contents.blocks if block.role in roles]


def agreement(source: Contents, found: Contents, role: BlockRole) -> float:
    """Return which part of the blocks of a role is found again letter for letter."""
    wanted = Counter(blocks(source, role))
    return sum((wanted & Counter(blocks(found, role))).values()) / sum(wanted.values())


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", text)))


def test_paragraphs_are_joined_over_lines_and_pages_and_their_words_mended(tmp_path: Path) -> None:
    made = Typesetter(Style(head="Gas in Transit", height=300))
    paragraphs = [f"Number {number} begins. {LOREM * 3}".strip() for number in range(6)]
    for paragraph in paragraphs:
        made.paragraph(paragraph)
    contents = read(tmp_path, made.finish()).contents
    assert made.page > 3
    assert blocks(contents, BlockRole.BODY) == paragraphs


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    made = Typesetter(Style(columns=2, size=9, leading=11))
    paragraphs = [f"Number {number} begins. {LOREM * 2}".strip() for number in range(30)]
    made.heading("A Title over One Column")
    for paragraph in paragraphs:
        made.paragraph(paragraph)
    contents = read(tmp_path, made.finish()).contents
    assert blocks(contents, BlockRole.BODY) == paragraphs


def test_notes_at_the_foot_become_notes_with_markers(tmp_path: Path) -> None:
    made = Typesetter(Style())
    raised = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    for number in range(1, 31):
        mark = str(number).translate(raised)
        words_of_note = f"Author {number}, Title {number} (Place, 19{60 + number}), pp. 3-{number + 3}."
        made.paragraph(f"Paragraph {number} says this. {LOREM}{LOREM}So it ends.{mark}", {str(number): words_of_note})
    contents = read(tmp_path, made.finish()).contents
    assert [note.number for note in contents.notes] == list(range(1, 31))
    for note in contents.notes:
        text = note.span.of(contents.text)
        assert text.endswith(f"Author {note.number}, Title {note.number} (Place, 19{60 + note.number}), "
                             f"pp. 3-{note.number + 3}.")  # fmt: skip
        assert note.marker is not None
        assert contents.text[: note.marker.start].endswith("So it ends.")
        page = contents.page_at(note.span.start)
        assert page == contents.page_at(note.marker.start)


def test_headings_come_from_type_and_outline(tmp_path: Path) -> None:
    for outline in (True, False):
        made = Typesetter(Style(outline=outline))
        made.heading("Pipelines and Power", 1)
        made.paragraph(LOREM * 3)
        made.heading("The Northern Route", 2)
        made.paragraph(LOREM * 3)
        made.heading("After the Embargo", 1)
        made.paragraph(LOREM * 3)
        contents = read(tmp_path, made.finish()).contents
        found = [(s.title, s.level) for s in contents.sections if s.role is SectionRole.BODY]
        assert found == [("Pipelines and Power", 1), ("The Northern Route", 2), ("After the Embargo", 1)]


def test_labels_come_from_the_file(tmp_path: Path) -> None:
    made = Typesetter(Style(height=260, folios=False, labels=[(0, "/r", 4), (2, "/D", 1)]))
    for number in range(8):
        made.paragraph(f"Number {number} begins. {LOREM * 3}")
    loaded = read(tmp_path, made.finish())
    labels = [page.label for page in loaded.contents.pages]
    assert labels[:4] == ["iv", "v", "1", "2"]
    assert loaded.pages == len(labels)


def test_labels_come_from_printed_numbers_where_the_file_has_none(tmp_path: Path) -> None:
    made = Typesetter(Style(height=260, first_folio=37, head="On Gas"))
    some = LOREM.split()
    for number in range(8):
        # No two pages may hold the same lines: that is what running heads are told by.
        made.paragraph(" ".join(some[(number * step) % len(some)] for step in range(1, 90)))
    contents = read(tmp_path, made.finish()).contents
    assert [page.label for page in contents.pages][:3] == ["37", "38", "39"]
    assert "On Gas" not in contents.text
    for page in contents.pages:
        assert not page.span or contents.page_at(page.span.start) == page


def test_a_table_keeps_its_cells_apart(tmp_path: Path) -> None:
    made = Typesetter(Style())
    made.paragraph(LOREM * 3)
    made.table([["Country", "Export", "Import"], ["Russia", "41", "3"], ["China", "0", "22"], ["Georgia", "1", "2"]])
    made.paragraph(LOREM * 3)
    contents = read(tmp_path, made.finish()).contents
    assert blocks(contents, BlockRole.TABLE) == ["Country\tExport\tImport\nRussia\t41\t3\nChina\t0\t22\nGeorgia\t1\t2"]


def test_italics_become_emphasis(tmp_path: Path) -> None:
    made = Typesetter(Style())
    for _ in range(3):
        made.paragraph(LOREM * 2)
    made.paragraph("A slanted sentence stands on its own here.", italic=True)
    contents = read(tmp_path, made.finish()).contents
    assert [span.of(contents.text) for span in contents.emphasis] == ["A slanted sentence stands on its own here."]


def highlighted(data: bytes, quads: list[tuple[int, tuple[float, float, float, float]]]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page, (x0, y0, x1, y1) in quads:
        points = ArrayObject([FloatObject(v) for v in (x0, y1, x1, y1, x0, y0, x1, y0)])
        mark = Highlight(rect=(x0, y0, x1, y1), quad_points=points, highlight_color="66ccff")
        mark[NameObject("/Contents")] = TextStringObject("Is that so?")
        mark[NameObject("/T")] = TextStringObject("A colleague")
        mark[NameObject("/CreationDate")] = TextStringObject("D:20210304050607+02'00'")
        writer.add_annotation(page, mark)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_highlights_are_found_with_the_text_under_them(tmp_path: Path) -> None:
    made = Typesetter(Style())
    made.paragraph("The first line is short.", indent=0)
    made.paragraph(LOREM * 3)
    data = highlighted(made.finish(), [(0, (70, 704, 140, 720))])
    loaded = read(tmp_path, data)
    [found] = loaded.annotations
    assert found.span.of(loaded.contents.text).startswith("The first line")
    assert (found.note, found.author) == ("Is that so?", "A colleague")
    assert found.created is not None
    assert found.created.isoformat() == "2021-03-04T03:06:07+00:00"
    assert found.colour == pytest.approx((0.4, 0.8, 1.0))


def test_a_protected_file_opens_with_its_password_only(tmp_path: Path) -> None:
    data = odd_files()["password"]()
    with pytest.raises(PasswordError, match="is protected by a password"):
        read(tmp_path, data)
    with pytest.raises(PasswordError, match="another password"):
        read(tmp_path, data, "wrong")
    assert "quick brown fox" in read(tmp_path, data, "secret").contents.text


def test_a_scan_says_so(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"no text .a scan.*(ocrmypdf|tesseract)"):
        read(tmp_path, odd_files()["no text"]())


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("name", ["moore-2012", "lkhagvasuren-2018"])
def test_a_thesis_set_as_a_pdf_loses_no_word(tmp_path: Path, corpus_path: Path, name: str, columns: int) -> None:
    source = load(corpus_path / f"{name}.txt")
    style = Style(head=source.title[:60], columns=columns, size=12 - columns, note_size=8)
    data = thesis(source.contents, style, source.title, source.author)
    contents = read(tmp_path, data).contents
    found, given = words(contents.text), words(source.contents.text)
    assert sum((found - given).values()) <= 0.001 * sum(given.values())  # nothing joined, nothing cut
    raw = words("\n".join(_raw_pages(data)).replace("\ufffe", ""))
    furniture = words(style.head)
    pages = len(contents.pages)
    raw -= Counter({word: count * pages for word, count in furniture.items()})
    raw -= Counter(str(number) for number in range(pages + 1))
    missing = sum((raw - found).values())
    assert missing <= 0.01 * sum(raw.values())
    # Not even web addresses wider than their column tear paragraphs apart.
    assert agreement(source.contents, contents, BlockRole.BODY) == 1
    assert agreement(source.contents, contents, BlockRole.BIBLIOGRAPHY) >= 0.9


def _raw_pages(data: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(data)
    try:
        out = []
        for page in pdf:
            text = page.get_textpage()
            out.append(text.get_text_range())
            text.close()
            page.close()
        return out
    finally:
        pdf.close()
