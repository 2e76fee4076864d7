"""Small documents with notes, made for tests of the apparatus."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.apparatus.resolution import read_apparatus
from reader.domain.document import Block, BlockRole, Contents, Section, SectionRole
from reader.domain.note import Apparatus, Citation, Footnote, Marker, ResolvedNote, Work
from reader.domain.text import SUPERSCRIPT_DIGITS, TextSpan, from_superscript, to_superscript

Note = tuple[int | None, str]


def contents_of(notes: Sequence[Note], bibliography: Sequence[str] = (), body: str | None = None) -> Contents:
    """Compose a document: a body, its notes (None for a lost number), a bibliography; "*" sets italics.

    Without a body, it holds the marker of every note.
    """
    if body is None:
        body = " ".join(f"Said.{to_superscript(number)}" for number, _ in notes if number is not None) or "Said."
    pieces: list[tuple[BlockRole, str, int | None]] = [(BlockRole.BODY, body, None)]
    for number, text in notes:
        pieces.append((BlockRole.NOTE, text if number is None else f"{to_superscript(number)} {text}", number))
    pieces += ((BlockRole.BIBLIOGRAPHY, entry, None) for entry in bibliography)
    blocks: list[Block] = []
    emphasis: list[TextSpan] = []
    footnotes: list[tuple[int, TextSpan]] = []
    texts: list[str] = []
    at = 0
    for role, written, number in pieces:
        text, own = _emphasised(written)
        span = TextSpan(at, at + len(text))
        blocks.append(Block(role, span))
        emphasis += (TextSpan(at + e.start, at + e.end) for e in own)
        if number is not None:
            footnotes.append((number, span))
        texts.append(text)
        at = span.end + 2
    whole = "\n\n".join(texts)
    found = re.finditer(f"(?<=\\S)[{SUPERSCRIPT_DIGITS}]+", texts[0])
    markers = tuple(Marker(TextSpan(m.start(), m.end()), from_superscript(m[0])) for m in found)
    first = {marker.number: marker.span for marker in reversed(markers)}
    return Contents(
        whole,
        tuple(blocks),
        (Section(0, "", 0, SectionRole.BODY, TextSpan(0, len(whole))),),
        tuple(emphasis),
        markers,
        tuple(Footnote(n, span, first.get(n)) for n, span in footnotes),
    )


def apparatus_of(notes: Sequence[str], bibliography: Sequence[str] = ()) -> Apparatus:
    """Read the apparatus of a document whose notes are numbered from 1."""
    return read_apparatus(contents_of(list(enumerate(notes, start=1)), bibliography))


def titles(apparatus: Apparatus, number: int) -> list[str]:
    """The titles that a note finally refers to."""
    return [work_of(apparatus, citation).title for citation in note(apparatus, number).citations]


def note(apparatus: Apparatus, number: int, series: int = 0) -> ResolvedNote:
    """The note of a number."""
    [found] = [n for n in apparatus.notes if n.number == number and n.series == series]
    return found


def only(apparatus: Apparatus, number: int, series: int = 0) -> Citation:
    """The one citation of a note."""
    [citation] = note(apparatus, number, series).citations
    return citation


def work_of(apparatus: Apparatus, citation: Citation) -> Work:
    """The work that is cited."""
    return apparatus.works[citation.work]


def _emphasised(written: str) -> tuple[str, list[TextSpan]]:
    text = ""
    spans: list[TextSpan] = []
    for index, piece in enumerate(written.split("*")):
        if index % 2:
            spans.append(TextSpan(len(text), len(text) + len(piece)))
        text += piece
    return text, spans
