"""What a PDF says of itself, as pypdf reads it: metadata, outline, page labels and the annotations made in it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, Destination, DictionaryObject

from reader.documents.page_record import FileMark, FileStructure, OutlineEntry

_MOST_ENTRIES = 20_000
_MOST_MARKS = 20_000
_DEEPEST = 12
_LONGEST_TITLE = 300
_LONGEST_COMMENT = 20_000
_MARKED = frozenset({"/Highlight", "/Underline", "/Squiggly", "/StrikeOut"})
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
# A title that a program made of a file's name tells a reader nothing.
_NO_TITLE = re.compile(
    r"(?:microsoft word\s*-.*|untitled.*|title|document\d*|.*\.(?:docx?|tex|dvi|pdf|indd|qxd|wpd|rtf|odt))", re.IGNORECASE
)
# What pypdf raises on damaged files, beside its own errors.
DAMAGE = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, AssertionError,
          OverflowError, NotImplementedError, UnicodeError, ArithmeticError, EOFError, OSError)  # fmt: skip


def read_structure(path: str, password: str | None) -> FileStructure:
    """Read what a file says of itself; nothing where it is damaged beyond reading."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    found = FileStructure()
    try:
        reader = PdfReader(path, strict=False, password=password)
        pages = _page_numbers(reader)
    except DAMAGE:
        return found
    for part in (_read_metadata, _read_labels):
        try:
            part(reader, found)
        except DAMAGE:
            continue  # the other parts may be sound
    try:
        found.outline = list(_outline(reader, reader.outline, 1, [_MOST_ENTRIES]))
    except DAMAGE:
        found.outline = []
    found.marks = list(_marks(pages))
    return found


def _page_numbers(reader: PdfReader) -> list[DictionaryObject]:
    return list(reader.pages)


def _read_metadata(reader: PdfReader, found: FileStructure) -> None:
    info = reader.metadata
    if info is None:
        return
    title = _line(info.get("/Title"))
    found.title = "" if _NO_TITLE.fullmatch(title) else title
    found.author = _line(info.get("/Author"))
    # The year a file was made in is that of the work only where nothing else is known, so only a stated one counts.
    stated = _YEAR.search(_line(info.get("/Subject")))
    found.year = int(stated.group()) if stated else None


def _read_labels(reader: PdfReader, found: FileStructure) -> None:
    if "/PageLabels" in reader.root_object:
        found.labels = [label[:40] for label in reader.page_labels]


def _outline(reader: PdfReader, items: Any, level: int, left: list[int]) -> Iterator[OutlineEntry]:  # noqa: ANN401 # nested lists
    for item in items:
        if left[0] <= 0:
            return
        left[0] -= 1
        if isinstance(item, list):
            if level < _DEEPEST:
                yield from _outline(reader, item, level + 1, left)
        elif isinstance(item, Destination):
            title = _line(item.title)[:_LONGEST_TITLE]
            if title:
                yield OutlineEntry(title, level, _page_of(reader, item))


def _page_of(reader: PdfReader, item: Destination) -> int | None:
    try:
        number = reader.get_destination_page_number(item)
    except DAMAGE:
        return None
    return number if number is not None and number >= 0 else None


def _marks(pages: list[DictionaryObject]) -> Iterator[FileMark]:
    count = 0
    for number, page in enumerate(pages):
        try:
            annotations = page.get("/Annots")
            annotations = annotations.get_object() if annotations is not None else None
        except DAMAGE:
            continue
        for reference in annotations if isinstance(annotations, ArrayObject) else ():
            try:
                mark = _mark(number, reference.get_object())
            except DAMAGE:
                continue  # one damaged annotation does not spoil the others
            if mark is not None:
                yield mark
                count += 1
            if count >= _MOST_MARKS:
                return


def _mark(number: int, annotation: Any) -> FileMark | None:  # noqa: ANN401 # whatever the file holds there
    if not isinstance(annotation, DictionaryObject) or annotation.get("/Subtype") not in _MARKED:
        return None
    points = [float(value) for value in annotation.get("/QuadPoints", ())]
    quads = [
        (min(points[i : i + 8 : 2]), min(points[i + 1 : i + 8 : 2]), max(points[i : i + 8 : 2]), max(points[i + 1 : i + 8 : 2]))
        for i in range(0, len(points) - 7, 8)
    ]
    if not quads and "/Rect" in annotation:
        x0, y0, x1, y1 = (float(value) for value in annotation["/Rect"])
        quads = [(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))]
    colour = [float(value) for value in annotation.get("/C", ())]
    return FileMark(
        number,
        tuple(quads),
        str(annotation.get("/Contents", "")).replace("\r\n", "\n").replace("\r", "\n")[:_LONGEST_COMMENT].strip(),
        (colour[0], colour[1], colour[2]) if len(colour) == 3 else None,
        _date(str(annotation.get("/CreationDate") or annotation.get("/M") or "")),
        _line(annotation.get("/T"))[:200],
    )


_DATE = re.compile(
    r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?"
)


def _date(text: str) -> str:
    """Read a PDF date as ISO 8601 with a time zone; "" where it is none."""
    match = _DATE.match(text)
    if match is None:
        return ""
    year, month, day, hour, minute, second = (int(part) if part else None for part in match.groups()[:6])
    sign, hours, minutes = match[8], match[9], match[10]
    offset = f"{sign}{hours}:{minutes or '00'}" if sign else "+00:00"
    iso = f"{year:04}-{month or 1:02}-{day or 1:02}T{hour or 0:02}:{minute or 0:02}:{second or 0:02}{offset}"
    try:
        return datetime.fromisoformat(iso).isoformat()
    except ValueError:
        return ""


def _line(value: object) -> str:
    if value is None:
        return ""
    text = "".join(c if c.isprintable() else " " for c in str(value))
    return " ".join(text.split())
