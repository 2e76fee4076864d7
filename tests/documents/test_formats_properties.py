"""Any paragraphs written in any format come back as they were; any awkward text loads soundly or is told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.documents.loader import load
from reader.domain.document import BlockRole, LoadedFile, SectionRole
from reader.errors import DocumentError
from tests.documents.format_making import (
    DOCX_STYLES,
    chapter,
    check_soundness,
    docx,
    docx_paragraph,
    docx_run,
    epub,
    odt,
)
from tests.strategies import texts

Paragraphs = list[tuple[int, str]]  # (the level of a heading or 0, its text)

# Punctuation that is mark-up in one format or another, letters of several scripts, characters outside the BMP.
_LETTERS = st.sampled_from("aBcéßñжש中가😀½0123456789.,:;!?-–—“”\"'()[]{}<>&*_#|\\`~=+^$%@/")
_words = st.text(_LETTERS, min_size=1, max_size=12)
_lines = st.lists(_words, min_size=1, max_size=8).map(" ".join)


def is_plain(text: str) -> bool:
    """Tell whether a text has something to show, and isn't taken for a note's own number or a caption."""
    return any(c.isalpha() for c in text) and unicodedata.is_normalized("NFC", text)


paragraphs = st.lists(st.tuples(st.integers(0, 3), _lines.filter(is_plain)), min_size=1, max_size=8)


def as_html(made: Paragraphs) -> bytes:
    body = "\n".join(f"<{tag(level)}>{escape(text)}</{tag(level)}>" for level, text in made)
    return f"<!DOCTYPE html><meta charset=utf-8><title>t</title><body>{body}".encode()


def tag(level: int) -> str:
    return f"h{level}" if level else "p"


def as_markdown(made: Paragraphs) -> bytes:
    lines = ["#" * level + " " * bool(level) + re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text) for level, text in made]
    return "\n\n".join(lines).encode()


def as_docx(made: Paragraphs) -> bytes:
    body = "".join(docx_paragraph(docx_run(text), f"Heading{level}" if level else "Normal") for level, text in made)
    return docx(body, styles=DOCX_STYLES)


def as_odt(made: Paragraphs) -> bytes:
    return odt(
        "".join(
            f'<text:h text:outline-level="{level}">{escape(text)}</text:h>'
            if level
            else f"<text:p>{escape(text)}</text:p>"
            for level, text in made
        )
    )


def as_epub(made: Paragraphs) -> bytes:
    """Give each paragraph a chapter of its own."""
    return epub(
        {f"c{n}.xhtml": chapter(f"<{tag(level)}>{escape(text)}</{tag(level)}>") for n, (level, text) in enumerate(made)}
    )


FORMATS: dict[str, Callable[[Paragraphs], bytes]] = {
    "html": as_html,
    "markdown": as_markdown,
    "docx": as_docx,
    "odt": as_odt,
    "epub": as_epub,
}
SUFFIXES = {"html": "html", "markdown": "md", "docx": "docx", "odt": "odt", "epub": "epub"}
every_format = pytest.mark.parametrize("kind", FORMATS)
examples = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def loaded(folder: Path, kind: str, data: bytes) -> LoadedFile:
    path = folder / f"made.{SUFFIXES[kind]}"
    path.write_bytes(data)
    return load(path)


def loaded_or_empty(folder: Path, kind: str, data: bytes) -> LoadedFile | None:
    """Load a file; None where it is told to hold no text."""
    try:
        return loaded(folder, kind, data)
    except DocumentError as error:
        if "holds no text" not in error.message:
            raise
        return None


@every_format
@examples
@given(made=paragraphs)
def test_contents_hold_exactly_the_paragraphs(tmp_path: Path, kind: str, made: Paragraphs) -> None:
    file = loaded(tmp_path, kind, FORMATS[kind](made))
    assert file.kind == kind
    contents = file.contents
    check_soundness(contents)
    found = [(block.level, block.span.of(contents.text)) for block in contents.blocks]
    assert found == made
    headings = [block for block in contents.blocks if block.role is BlockRole.HEADING]
    assert [block.level for block in headings] == [level for level, _ in made if level]


@every_format
@examples
@given(made=st.lists(texts(), min_size=1, max_size=4))
def test_any_text_loads_or_is_told_to_hold_nothing(tmp_path: Path, kind: str, made: list[str]) -> None:
    paragraphs = [(0, re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)) for text in made]
    file = loaded_or_empty(tmp_path, kind, FORMATS[kind](paragraphs))
    if file is None:
        assert not any(c.isalnum() for _, text in paragraphs for c in text)
        return
    check_soundness(file.contents)
    assert all(section.role is not SectionRole.NOTES for section in file.contents.sections)


@examples
@given(text=texts(), name=st.sampled_from(["made.html", "made.md"]))
def test_any_characters_load_as_mark_up_or_are_told(tmp_path: Path, text: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        file = load(path)
    except DocumentError:
        return
    check_soundness(file.contents)


# fmt: off
MARK_UP = (
    "<p>", "</p>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "</table>", "<blockquote>", "</blockquote>",
    "<sup>", "</sup>", "</aside>", "<h2>", "</h2>", "<em>", "</em>", "<br>", "</div>", "<nav>", "</nav>", "<script>",
    "</script>", "<caption>", "<q>", "</q>", "</ol>", "word", '<a href="#n1">1</a>', '<sup><a href="#n1">1</a></sup>',
    '<sup><a href="#n2">*</a></sup>', '<li id="n1">', '<p id="n2">', '<aside epub:type="footnote">', "<div hidden>",
    " and text ", "1. ", "<h1>Notes</h1>", "<h1>References</h1>", "<ol start=7>", "<section epub:type=toc>", "<dl><dt>",
    "<pre>", "</section>",
)
# fmt: on


@examples
@given(made=st.lists(st.sampled_from(MARK_UP), max_size=40))
def test_any_mark_up_loads_or_is_told(tmp_path: Path, made: list[str]) -> None:
    path = tmp_path / "made.html"
    path.write_text("".join(made), "utf-8")
    try:
        file = load(path)
    except DocumentError:
        return
    check_soundness(file.contents)
