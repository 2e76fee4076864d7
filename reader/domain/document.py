"""Documents: what is known of them, and their composed text with its structure."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

from reader.domain.text import OffsetMap, TextSpan

if TYPE_CHECKING:
    from reader.domain.note import Footnote, Marker

DocumentId = NewType("DocumentId", str)


class BlockRole(StrEnum):
    """What a block of text is for."""

    HEADING = "heading"
    BODY = "body"
    LIST = "list"
    BLOCK_QUOTATION = "block quotation"
    TABLE = "table"
    CAPTION = "caption"
    EPIGRAPH = "epigraph"
    NOTE = "note"
    BIBLIOGRAPHY = "bibliography"
    FRONT_MATTER = "front matter"


# The roles that passages are made of.
PASSAGE_ROLES = frozenset({BlockRole.BODY, BlockRole.LIST, BlockRole.BLOCK_QUOTATION})


class SectionRole(StrEnum):
    """The part of the document a section belongs to, in the order canonical text holds them."""

    FRONT_MATTER = "front matter"
    BODY = "body"
    NOTES = "notes"
    BIBLIOGRAPHY = "bibliography"


@dataclass(frozen=True, slots=True)
class Block:
    r"""One paragraph-like unit of canonical text; blocks are parted by one empty line ("\n\n").

    Inside a table, rows are parted by "\n" and cells by "\t"; inside a list, items by "\n"; a chapter heading may
    hold its number and its name on two lines.

    Attributes:
        role: What it is.
        span: Its place in the canonical text.
        paragraph: For blocks that passages are made of, the number that ¶ shows, from 1; else None.
        level: For headings, 1 for a chapter, 2 for a section in it, and so on; else 0.
    """

    role: BlockRole
    span: TextSpan
    paragraph: int | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A run of blocks under one heading (or none).

    Attributes:
        ordinal: Its place in `Contents.sections`, from 0.
        title: The heading on one line, without markers; "" for text without a heading.
        level: As for headings; 0 for text without a heading.
        role: The part of the document.
        span: From the heading to where the next section of any level begins; sections cover the text in order.
        parent: The ordinal of the section it belongs to, or None.
    """

    ordinal: int
    title: str
    level: int
    role: SectionRole
    span: TextSpan
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a file.

    Attributes:
        index: Zero-based.
        label: As it is printed ("iv", "37"), counted on where the file does not say.
        span: Its part of the canonical text, its notes left out where it has other text; see `Contents.page_at`.
        width, height: In points (1/72 inch), as shown.
        source_start: Where its text begins in the raw text.
    """

    index: int
    label: str
    span: TextSpan
    width: float
    height: float
    source_start: int = 0


@dataclass(frozen=True, slots=True)
class PageRun:
    """From `start` of the canonical text on, up to the next run, the text stands on a page (zero-based)."""

    start: int
    page: int


@dataclass(frozen=True, slots=True)
class Contents:
    r"""A document's canonical text and its structure; all spans are code points in `text`.

    Attributes:
        text: NFC, line ends "\n", markers as superscript digits; what the reader sees.
        blocks: Ordered, not overlapping.
        sections: Ordered, covering `text`.
        emphasis: Spans set in italics.
        markers: Note markers, in order.
        notes: The numbered notes, each one's text being a block of the notes part.
        pages: The file's pages, in order; empty where it has none.
        page_runs: Which text stands on which page, in the order of the text.
        origins: Leads to offsets in the raw text of all pages (see `Page.source_start`); None without pages.
    """

    text: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    emphasis: tuple[TextSpan, ...] = ()
    markers: tuple[Marker, ...] = ()
    notes: tuple[Footnote, ...] = ()
    pages: tuple[Page, ...] = ()
    page_runs: tuple[PageRun, ...] = ()
    origins: OffsetMap | None = None

    def page_at(self, offset: int) -> Page | None:
        """Return the page that an offset stands on, or None where the file has no pages."""
        if not self.page_runs:
            return None
        index = bisect_right(self.page_runs, offset, key=lambda run: run.start) - 1
        return self.pages[self.page_runs[max(0, index)].page]

    def spans_of_page(self, index: int) -> tuple[TextSpan, ...]:
        """Return all text that stands on a page (zero-based): its part of the text, and its notes."""
        ends = [run.start for run in self.page_runs[1:]] + [len(self.text)]
        return tuple(
            TextSpan(run.start, end) for run, end in zip(self.page_runs, ends, strict=False) if run.page == index
        )

    def section_at(self, offset: int) -> Section:
        """Return the section that holds an offset (the last one for the end of the text)."""
        index = bisect_right(self.sections, offset, key=lambda s: s.span.start) - 1
        return self.sections[max(0, index)]

    def block_at(self, offset: int) -> Block | None:
        """Return the last block that begins at or before an offset, or None before the first."""
        index = bisect_right(self.blocks, offset, key=lambda b: b.span.start) - 1
        return self.blocks[index] if index >= 0 else None

    def section_path(self, section: Section) -> tuple[str, ...]:
        """Return the titles from the outermost section down to `section`, untitled ones left out."""
        titles: list[str] = []
        at: Section | None = section
        while at is not None:
            if at.title:
                titles.append(at.title)
            at = self.sections[at.parent] if at.parent is not None else None
        return tuple(reversed(titles))

    @property
    def paragraphs(self) -> int:
        """How many paragraphs ¶ counts."""
        return max((b.paragraph for b in reversed(self.blocks) if b.paragraph is not None), default=0)


@dataclass(frozen=True, slots=True)
class Document:
    """What the library knows of a document without opening it.

    Attributes:
        kind: "text", later "pdf" and others.
        digest: SHA-256 of the file's bytes, hexadecimal: is it already here?
        fingerprint: SHA-256 of the canonical text, hexadecimal: must anchors be placed again?
        source_path: Where the file was when it was imported.
        characters: Length of the canonical text in code points.
        passages: How many passages it has.
        pages: How many pages the file has, or None where it has none.
        words: How many words the body holds.
        notes: How many numbered notes it has.
        citation: The full citation a bibliography would give, Markdown emphasis allowed; "" when unknown.
        kept: Whether the library keeps a copy of its file.
    """

    id: DocumentId
    slug: str
    title: str
    author: str
    year: int | None
    kind: str
    digest: str
    fingerprint: str
    source_path: str
    characters: int
    passages: int
    added: datetime
    pages: int | None = None
    words: int = 0
    notes: int = 0
    institution: str = ""
    citation: str = ""
    kept: bool = False

    @property
    def byline(self) -> str:
        """The short name shown beside titles and quotes: last word of the author's name, and the year."""
        surname = self.author.split()[-1] if self.author.split() else self.slug
        return f"{surname} {self.year}" if self.year is not None else surname


@dataclass(frozen=True, slots=True)
class FileAnnotation:
    """A highlight that the file brought along.

    Attributes:
        span: The text under it, in the canonical text.
        colour: Red, green and blue from 0 to 1, or None.
        created: Aware, or None where the file does not say.
    """

    span: TextSpan
    note: str
    author: str
    colour: tuple[float, float, float] | None
    created: datetime | None


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """What loading a file gives: its contents, and what could be learnt of title, author and year.

    Attributes:
        encoding: The encoding the text was read in ("UTF-8", "UTF-16", "Windows-1252" …), for the import message.
        annotations: What was highlighted in the file.
    """

    path: str
    kind: str
    digest: str
    encoding: str
    contents: Contents
    title: str
    author: str = ""
    year: int | None = None
    institution: str = ""
    citation: str = ""
    pages: int | None = field(default=None)
    annotations: tuple[FileAnnotation, ...] = ()


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def fingerprint_of(text: str) -> str:
    """Return the SHA-256 of a canonical text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
