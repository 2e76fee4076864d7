"""A document opened for reading: its text, structure and passages, and the words for places in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reader.domain.document import BlockRole, Contents, Document, DocumentId, SectionRole
from reader.domain.passage import Passage, passage_at
from reader.domain.repositories import UnitOfWork
from reader.domain.text import TextSpan
from reader.errors import DocumentError

_PATH_SEPARATOR = " › "
_EN_DASH = "–"


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A document with its text, its structure and its passages."""

    document: Document
    contents: Contents
    passages: tuple[Passage, ...]

    def quote(self, span: TextSpan) -> str:
        """Return the canonical text of a span without its note markers."""
        pieces: list[str] = []
        at = span.start
        for marker in self.contents.markers:
            if marker.span.end <= at:
                continue
            if marker.span.start >= span.end:
                break
            pieces.append(self.contents.text[at : max(at, marker.span.start)])
            at = marker.span.end
        pieces.append(self.contents.text[at : span.end])
        return "".join(pieces)

    def locator(self, span: TextSpan) -> str:
        """Say where a span is: "p. 37" or "pp. 37–38" where the file has pages.

        Else "¶ 61", "¶ 61a–62", "Notes, n. 12", or the title of its table or section.
        """
        if self.contents.page_runs:
            return _pages(self.contents, span)
        covered = self._passages_in(span)
        if covered:
            return _paragraphs(covered[0], covered[-1])
        notes = [note.number for note in self.contents.notes if note.span.overlap(_visible(span))]
        if notes:
            return f"Notes, n. {notes[0]}" if len(notes) == 1 else f"Notes, nn. {notes[0]}{_EN_DASH}{notes[-1]}"
        return self._caption(span) or self.section_title(span).rpartition(_PATH_SEPARATOR)[2]

    def page_label(self, span: TextSpan) -> str | None:
        """Return the printed label of the page that a span begins on, None where the file has no pages."""
        page = self.contents.page_at(span.start)
        return page.label if page is not None else None

    def section_title(self, span: TextSpan) -> str:
        """Return the titles of the sections a span begins in, outermost first; "" for body text without headings."""
        if not self.contents.sections:
            return ""
        section = self.contents.section_at(span.start)
        path = self.contents.section_path(section)
        if path or section.role is SectionRole.BODY:
            return _PATH_SEPARATOR.join(path)
        return section.role.value.capitalize()

    def passage_at(self, span: TextSpan) -> Passage | None:
        """Return the passage that shares the most text with a span, or None."""
        return passage_at(self.passages, span)

    def _passages_in(self, span: TextSpan) -> Sequence[Passage]:
        wanted = _visible(span)
        return [passage for passage in self.passages if passage.span.overlap(wanted)]

    def _caption(self, span: TextSpan) -> str:
        """Return the caption of the table that a span is in (or the caption's own text), on one line; else ""."""
        block = self.contents.block_at(span.start)
        if block is None or block.role not in {BlockRole.TABLE, BlockRole.CAPTION}:
            return ""
        index = self.contents.blocks.index(block)
        near = [block, *self.contents.blocks[max(0, index - 1) : index], *self.contents.blocks[index + 1 : index + 2]]
        caption = next((b for b in near if b.role is BlockRole.CAPTION), None)
        return " ".join(self.quote(caption.span).split()) if caption else ""


def read_document(unit: UnitOfWork, document_id: DocumentId) -> OpenDocument:
    """Read a document with its text and passages inside a unit of work.

    Raises:
        DocumentError: If it is not in the library.
    """
    document = known_document(unit, document_id)
    contents, passages = unit.documents.contents(document_id), unit.documents.passages(document_id)
    if contents.page_runs:
        passages = tuple(replace(passage, pages=_pages(contents, passage.span)) for passage in passages)
    return OpenDocument(document, contents, passages)


def known_document(unit: UnitOfWork, document_id: DocumentId) -> Document:
    """Return a document of the library.

    Raises:
        DocumentError: If it is not in the library.
    """
    document = unit.documents.get(document_id)
    if document is None:
        remedy = "Choose one that is there, or import its file again."
        raise DocumentError("This document is no longer in the library.", remedy)
    return document


def _pages(contents: Contents, span: TextSpan) -> str:
    """Write the printed labels of a span's pages: "p. 37", "pp. 37–38"."""
    first, last = contents.page_at(span.start), contents.page_at(max(span.start, span.end - 1))
    if first is None or last is None or first.index == last.index:
        return f"p. {first.label}" if first is not None else ""
    low, high = sorted((first, last), key=lambda page: page.index)
    return f"pp. {low.label}{_EN_DASH}{high.label}"


def _visible(span: TextSpan) -> TextSpan:
    """Let an empty span stand for the character after it."""
    return span or TextSpan(span.start, span.start + 1)


def _paragraphs(first: Passage, last: Passage) -> str:
    """Write a run of passages: "¶ 61", "¶ 61a", "¶ 61a–c", "¶ 61a–62"."""
    if first.ordinal == last.ordinal:
        return first.label
    if first.paragraph == last.paragraph:
        return f"{first.label}{_EN_DASH}{last.part}"
    return f"{first.label}{_EN_DASH}{last.paragraph}{last.part}"
