"""A PDF to a composed document: pages from the worker, rows, units, structure, canonical text with pages."""

from __future__ import annotations

import shutil
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from reader.documents.composition import Composition, compose
from reader.documents.file_reading import FileReading
from reader.documents.pacing import STEPS, stretch
from reader.documents.page_record import FileMark, FileStructure, PageText
from reader.documents.page_rows import Row, labels_of, rows_of_page, without_furniture
from reader.documents.page_typography import typography_of
from reader.documents.page_units import UnitMaker
from reader.documents.pdf_client import PdfClient
from reader.documents.plain_text import Unit
from reader.documents.structure import structure
from reader.domain.document import Contents, FileAnnotation, Page, PageRun, SectionRole
from reader.domain.progress import Progress
from reader.domain.text import SourceIndex, TextSpan, merged
from reader.errors import DocumentError, ScanError

# The largest books have some five million characters.
_LARGEST_TEXT = 40_000_000
_MOST_PAGES = 30_000
# Fewer letters a page than this are stamps and page numbers on the images of a scan.
_FEWEST_LETTERS = 8


@dataclass(frozen=True, slots=True)
class ReadPdf:
    """What reading a PDF gives."""

    composition: Composition
    structure: FileStructure
    annotations: tuple[FileAnnotation, ...]


def read_pdf(path: Path, password: str | None, progress: Progress) -> ReadPdf:
    """Read a PDF.

    Args:
        path: The file.
        password: What it opens with, if it is protected.
        progress: Called with thousandths; pages are the first 700 of them.

    Raises:
        DocumentError: If it can't be read, takes too much time or memory, or holds no text.
        PasswordError: If it needs a password, or another one.
    """
    with FileReading(path, password) as reading:
        pages, rows = _pages(reading, path.name, stretch(progress, 0, 700))
        said = reading.structure(stretch(progress, 700, 750))
        bases = _bases(pages)
        composition = _composed(pages, rows, bases, said, stretch(progress, 750, 980))
        _refuse_scan(path.name, pages)
        marks = _annotations(reading.client, said.marks, bases, composition, stretch(progress, 980, STEPS))
    return ReadPdf(composition, said, marks)


def _pages(reading: FileReading, name: str, progress: Progress) -> tuple[list[PageText], list[list[Row]]]:
    """Read the pages and make rows of each while the next ones are read."""
    count = reading.page_count(progress)
    if count == 0:
        raise DocumentError(f"“{name}” has no pages.", "Choose another file.")
    if count > _MOST_PAGES:
        raise DocumentError(f"“{name}” has more than {_MOST_PAGES} pages.", "Split it into smaller files.")
    pages: list[PageText] = []
    rows: list[list[Row]] = []
    size = 0
    for page in reading.pages(progress):
        pages.append(page)
        rows.append(rows_of_page(page, size))
        size += len(page.text) + 1
        if size > _LARGEST_TEXT:
            raise DocumentError(f"“{name}” holds more text than any book.", "Split it into smaller files.")
    if all(page.width == 0 for page in pages):
        raise DocumentError(f"None of the pages of “{name}” can be read.", "Save it anew from a PDF viewer.")
    return pages, rows


def _refuse_scan(name: str, pages: Sequence[PageText]) -> None:
    letters = sum(sum(c.isalpha() for c in page.text[:400]) for page in pages)
    if letters >= _FEWEST_LETTERS * len(pages) or letters >= 2_000:
        return
    installed = next((program for program in ("ocrmypdf", "tesseract") if shutil.which(program)), None)
    if installed is not None:
        remedy = f"Let {installed}, which is installed here, recognise its text: diptych import --ocr FILE."
    else:
        remedy = "Install an OCR program, ocrmypdf or tesseract, and import it with its text recognised (--ocr)."
    raise ScanError(f"“{name}” holds images of pages and no text (a scan).", remedy)


def _bases(pages: Sequence[PageText]) -> list[int]:
    """Return where each page's text begins in the raw text, in which one character parts pages."""
    bases: list[int] = []
    at = 0
    for page in pages:
        bases.append(at)
        at += len(page.text) + 1
    return bases


def _composed(
    pages: Sequence[PageText], rows: list[list[Row]], bases: list[int], said: FileStructure, progress: Progress
) -> Composition:
    furniture = without_furniture(rows)
    progress(200, STEPS)
    typography = typography_of(furniture.kept)
    maker = UnitMaker(typography, said.outline)
    units: list[Unit] = []
    for number, kept in enumerate(furniture.kept):
        units += (unit for unit in maker.units(kept) if any(c.isalnum() for c in unit.text))
        progress(200 + 100 * number // len(pages), STEPS)
    structured = structure(units, stretch(progress, 300, 500), furniture=False)
    made = compose(structured, stretch(progress, 500, 950), markup=False)
    labels = labels_of(len(pages), said.labels, furniture.folios)
    contents = _with_pages(made.contents, made.runs, pages, bases, labels)
    origins = made.origins
    emphasis = _emphasis(pages, bases, SourceIndex(origins))
    return Composition(replace(contents, emphasis=emphasis, origins=origins), made.runs)


def _with_pages(
    contents: Contents, runs: array[int], pages: Sequence[PageText], bases: list[int], labels: Sequence[str]
) -> Contents:
    """Tell which text stands on which page."""
    notes = [section.span for section in contents.sections if section.role is SectionRole.NOTES]
    starts: list[PageRun] = []
    hulls: dict[int, tuple[int, int]] = {}
    noted: dict[int, tuple[int, int]] = {}
    for at in range(0, len(runs), 3):
        start, source, length = runs[at : at + 3]
        page = bisect_right(bases, source) - 1
        if not starts or starts[-1].page != page:
            starts.append(PageRun(start, page))
        found = noted if any(span.start <= start < span.end for span in notes) else hulls
        low, high = found.get(page, (start, start + length))
        found[page] = (min(low, start), max(high, start + length))
    made: list[Page] = []
    last = 0
    for page_text, base, label in zip(pages, bases, labels, strict=True):
        low, high = hulls.get(page_text.index) or noted.get(page_text.index) or (last, last)
        last = high
        size = (page_text.width, page_text.height)
        made.append(Page(page_text.index, label, TextSpan(low, high), *size, source_start=base))
    return replace(contents, pages=tuple(made), page_runs=tuple(starts))


def _emphasis(pages: Sequence[PageText], bases: Sequence[int], finder: SourceIndex) -> tuple[TextSpan, ...]:
    """Return what is set in italics, less whole pages of it."""
    found: list[TextSpan] = []
    for page, base in zip(pages, bases, strict=True):
        if sum(end - start for start, end in page.italics) * 2 > len(page.text):
            continue
        for start, end in page.italics:
            found += finder.spans(base + start, base + end)
    return tuple(merged(sorted(found), gap=1))


def _annotations(
    client: PdfClient, marks: Sequence[FileMark], bases: Sequence[int], composition: Composition, progress: Progress
) -> tuple[FileAnnotation, ...]:
    found: list[FileAnnotation] = []
    if not marks:
        return ()
    finder = SourceIndex(composition.origins)
    for number, mark in enumerate(marks):
        progress(number, len(marks))
        try:
            spans = client.under(mark.page, mark.quads)
        except DocumentError:
            continue  # the text was read already; a page that breaks now loses its highlights, not the document
        base = bases[mark.page]
        place = finder.hull((base + start, base + end) for start, end in spans)
        if place is not None:
            found.append(FileAnnotation(place, mark.comment, mark.author, mark.colour, _moment(mark.created)))
    return tuple(found)


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None  # a time zone may lead out of the calendar
