"""Use cases on true pages: their images, and where text stands on them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from reader.documents.pdf_client import PdfClient
from reader.domain.document import Contents, Document, DocumentId, Page
from reader.domain.page import Box, PageBox, PageImage, PageLine
from reader.domain.repositories import Library
from reader.domain.text import TextSpan
from reader.errors import DocumentError
from reader.services.open_document import OpenDocument, read_document
from reader.services.page_lines import lines_of_page, text_area

# Characters between two pieces of one line: a line's end, a space, a dropped hyphen.
_NEIGHBOURS = 3
_SAMPLES = 4  # places of a document at which its margins are measured


class PageFile(Protocol):
    """A file with pages, in a process of its own."""

    def image(self, page: int, scale: float) -> PageImage:
        """Render a page at a scale in pixels a point."""

    def glyphs(self, page: int) -> Sequence[float]:
        """Return four numbers for each code point of a page's raw text: its box as shown, or zeros."""

    def boxes(self, page: int, spans: Sequence[tuple[int, int]], *, in_file: bool = False) -> list[list[Box]]:
        """Return the boxes of spans of a page's raw text, one for each line of each span."""

    def annotate(self, target: Path, marks: Sequence[dict[str, object]]) -> None:
        """Write a copy with highlights."""

    def give_up(self) -> None:
        """Let the question being answered fail at once, and every later one; from any thread, without waiting."""

    def close(self) -> None:
        """End the process."""


class OpenPages:
    """The pages of one open document. Questions may come from any thread; each waits for the one before.

    Raises of every method:
        DocumentError: If the file broke or takes too long; the next question starts anew.
    """

    def __init__(self, opened: OpenDocument, file: PageFile) -> None:
        self._contents = opened.contents
        self._file = file

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages in order, with their labels and sizes in points."""
        return self._contents.pages

    def image(self, index: int, scale: float) -> PageImage:
        """Render a page.

        Args:
            index: Zero-based.
            scale: Pixels a point: 96 / 72 times the zoom times the screen's pixel ratio.
        """
        return self._file.image(index, scale)

    def boxes(self, span: TextSpan) -> list[PageBox]:
        """Return where a span of the canonical text stands, a box for each line or part of a line."""
        return page_boxes(self._file, self._contents, span)

    def lines(self, index: int) -> list[PageLine]:
        """Return the lines of a page (zero-based), in the order of the canonical text, with each letter's place."""
        return lines_of_page(self._contents, index, self._file.glyphs(index))

    def text_area(self) -> tuple[float, float]:
        """Return where the text of most pages begins and ends, in points from their left edge; 0, 0 without text."""
        count = len(self.pages)
        # Two neighbours each, since margins may change from left to right pages.
        first = {count * part // _SAMPLES for part in range(_SAMPLES)}
        sample = sorted({min(index + more, count - 1) for index in first for more in (0, 1)})
        return text_area(self.lines(index) for index in sample)

    def give_up(self) -> None:
        """Let the question being answered fail at once, and every later one; from any thread, without waiting."""
        self._file.give_up()

    def close(self) -> None:
        """End the process that reads the file."""
        self._file.close()


class PageService:
    """Opens the true pages of documents that have them."""

    def __init__(
        self,
        library: Library,
        file_of: Callable[[DocumentId], Path],
        open_file: Callable[[Path, str | None], PageFile] = PdfClient,
    ) -> None:
        self._library = library
        self._file_of = file_of
        self._open_file = open_file

    def open(self, document_id: DocumentId, password: str | None = None) -> OpenPages:
        """Open a document's pages; close them when done.

        Raises:
            DocumentError: If it has no pages, or its file is gone.
        """
        with self._library.unit_of_work() as unit:
            opened = read_document(unit, document_id)
        return self.open_read(opened, password)

    def open_file(self, path: str | Path, password: str | None = None) -> PageFile:
        """Open a file that is not in the library; its first question finds out whether it can be read."""
        return self._open_file(Path(path), password)

    def open_read(self, opened: OpenDocument, password: str | None = None) -> OpenPages:
        """Open the pages of a document that was read already; see `open`."""
        refuse_without_pages(opened.document)
        return OpenPages(opened, self._open_file(self._file_of(opened.document.id), password))


def refuse_without_pages(document: Document) -> None:
    """Make sure that a document has pages.

    Raises:
        DocumentError: If it has none.
    """
    if document.pages is None:
        raise DocumentError(f"“{document.title}” has no pages.", "Choose a document that was imported from a PDF.")


def page_boxes(file: PageFile, contents: Contents, span: TextSpan, *, in_file: bool = False) -> list[PageBox]:
    """Return where a span of the canonical text stands on the pages."""
    found: list[PageBox] = []
    for page, spans in places_on_pages(contents, span):
        for boxes in file.boxes(page, spans, in_file=in_file):
            found += (PageBox(page, box) for box in boxes)
    return found


def places_on_pages(contents: Contents, span: TextSpan) -> list[tuple[int, list[tuple[int, int]]]]:
    """Return the spans of each page's raw text that a span of the canonical text was made of, page by page."""
    if contents.origins is None:
        return []
    starts = [page.source_start for page in contents.pages]
    found: list[tuple[int, list[tuple[int, int]]]] = []
    for piece in contents.origins.source_spans(span):
        page = bisect_right(starts, piece.start) - 1
        start, end = piece.start - starts[page], piece.end - starts[page]
        if not found or found[-1][0] != page:
            found.append((page, []))
        spans = found[-1][1]
        if spans and 0 <= start - spans[-1][1] <= _NEIGHBOURS:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return found
