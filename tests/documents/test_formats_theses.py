"""The bundled theses, written as HTML and as Word documents, hold what their texts hold, block by block."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from reader.documents.loader import load, read_plain_text
from reader.domain.document import Block, BlockRole, Contents, SectionRole
from reader.domain.progress import no_progress
from reader.segmentation.passages import segment
from tests.documents.format_making import check_soundness, docx_of, html_of

ROOT = Path(__file__).parents[2]
# A format has no caption or epigraph of its own in HTML: those stand as paragraphs.
PARAGRAPHS = frozenset({BlockRole.BODY, BlockRole.CAPTION, BlockRole.EPIGRAPH})


@cache
def original(slug: str) -> Contents:
    data = (ROOT / "corpus" / f"{slug}.txt").read_bytes()
    return read_plain_text(data, slug, no_progress).composition.contents


def body(contents: Contents, *, merged: bool = False) -> list[tuple[BlockRole, int, str]]:
    """Return the blocks of the body; the kinds that HTML does not tell apart as one, if so wished."""

    def role(block: Block) -> BlockRole:
        return BlockRole.BODY if merged and block.role in PARAGRAPHS else block.role

    spans = [section.span for section in contents.sections if section.role is SectionRole.BODY]
    start, end = spans[0].start, spans[-1].end
    # The text of a thesis may repeat lines of its title page in its body, which a format puts with the others.
    return [
        (role(block), block.level, block.span.of(contents.text))
        for block in contents.blocks
        if start <= block.span.start < end and block.role is not BlockRole.FRONT_MATTER
    ]


def others(contents: Contents) -> list[str]:
    """Return the texts of all other blocks but notes, in any order."""
    inside = {text for _, _, text in body(contents)}
    texts = (b.span.of(contents.text) for b in contents.blocks if b.role is not BlockRole.NOTE)
    return sorted(text for text in texts if text not in inside)


@pytest.mark.parametrize("slug", ["lkhagvasuren-2018", "moore-2012"])
def test_html_of_a_thesis_holds_the_same(tmp_path: Path, slug: str) -> None:
    wanted = original(slug)
    path = tmp_path / "thesis.html"
    path.write_text(html_of(wanted), "utf-8")
    made = load(path).contents
    check_soundness(made)
    assert body(made, merged=True) == body(wanted, merged=True)
    assert others(made) == others(wanted)
    numbered = [(note.number, note.span.of(wanted.text)) for note in wanted.notes]
    assert sorted((note.number, note.span.of(made.text)) for note in made.notes) == sorted(numbered)
    assert [marker.number for marker in made.markers] == sorted(note.number for note in wanted.notes if note.marker)
    assert [span.of(made.text) for span in made.emphasis] == [span.of(wanted.text) for span in wanted.emphasis]


def test_word_document_of_a_thesis_holds_the_same(tmp_path: Path) -> None:
    # Only this one has the marker of every note, without which a Word document holds no note.
    wanted = original("lkhagvasuren-2018")
    path = tmp_path / "thesis.docx"
    path.write_bytes(docx_of(wanted))
    made = load(path).contents
    check_soundness(made)
    assert body(made) == body(wanted)
    assert others(made) == others(wanted)
    numbered = [(note.number, note.span.of(wanted.text)) for note in wanted.notes]
    assert [(note.number, note.span.of(made.text)) for note in made.notes] == numbered
    assert [span.of(made.text) for span in made.emphasis] == [span.of(wanted.text) for span in wanted.emphasis]
    passages = [passage.span.of(wanted.text) for passage in segment(wanted)]
    assert [passage.span.of(made.text) for passage in segment(made)] == passages
