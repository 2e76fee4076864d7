"""What a PDF says of itself, as pypdf reads it: metadata, outline, page labels and the annotations made in it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    Destination,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from reader.documents.page_record import FileMark, FileStructure, OutlineEntry
from reader.documents.stated_metadata import on_one_line, put_metadata
from reader.domain.page import Box

_MOST_ENTRIES = 20_000
_MOST_MARKS = 20_000
_DEEPEST = 12
_LONGEST_TITLE = 300
_LONGEST_COMMENT = 20_000
_MARKED = frozenset({"/Highlight", "/Underline", "/Squiggly", "/StrikeOut"})
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
    title, author, subject = (str(info.get(key) or "") for key in ("/Title", "/Author", "/Subject"))
    put_metadata(found, title, author, subject)


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
        (
            min(points[i : i + 8 : 2]),
            min(points[i + 1 : i + 8 : 2]),
            max(points[i : i + 8 : 2]),
            max(points[i + 1 : i + 8 : 2]),
        )
        for i in range(0, len(points) - 7, 8)
    ]
    if not quads and "/Rect" in annotation:
        x0, y0, x1, y1 = (float(value) for value in annotation.get("/Rect", ()))
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


_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?")


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
    return "" if value is None else on_one_line(str(value))


def write_annotated(path: str, password: str | None, target: str, marks: Iterable[dict[str, Any]]) -> None:
    """Write a copy of a file with highlights added; what is in the file stays, and it is never written to.

    Args:
        path: The file.
        password: What it opens with; the copy is not protected.
        target: Where to write the copy.
        marks: For each highlight "page" (zero-based), "quads" (boxes in the file's coordinates), "rgb" (0 to 1),
            "comment", "author", "id", and "created" and "modified" as PDF dates.
    """
    writer = PdfWriter(clone_from=PdfReader(path, strict=False, password=password))
    for mark in marks:
        page = writer.pages[mark["page"]]
        reference = writer._add_object(_highlight(writer, page, mark))  # noqa: SLF001 # pypdf's own way for annotations
        existing = page.get("/Annots")
        annotations = existing.get_object() if existing is not None else None
        if not isinstance(annotations, ArrayObject):
            annotations = ArrayObject()
            page[NameObject("/Annots")] = annotations
        annotations.append(reference)
    with open(target, "xb") as file:  # noqa: PTH123 # as pypdf has it
        writer.write(file)


def _highlight(writer: PdfWriter, page: DictionaryObject, mark: dict[str, Any]) -> DictionaryObject:
    quads: list[Box] = mark["quads"]
    bounds = (
        min(q[0] for q in quads), min(q[1] for q in quads), max(q[2] for q in quads), max(q[3] for q in quads),
    )  # fmt: skip
    points = [v for x0, y0, x1, y1 in quads for v in (x0, y1, x1, y1, x0, y0, x1, y0)]
    annotation = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Highlight"),
            NameObject("/Rect"): _numbers(bounds),
            NameObject("/QuadPoints"): _numbers(points),
            NameObject("/C"): _numbers(mark["rgb"]),
            NameObject("/F"): NumberObject(4),  # printed with the page
            NameObject("/Contents"): TextStringObject(mark["comment"]),
            NameObject("/T"): TextStringObject(mark["author"]),
            NameObject("/NM"): TextStringObject(mark["id"]),
            NameObject("/CreationDate"): TextStringObject(mark["created"]),
            NameObject("/M"): TextStringObject(mark["modified"]),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): _appearance(writer, bounds, quads, mark["rgb"])}),
        }
    )
    if page.indirect_reference is not None:
        annotation[NameObject("/P")] = page.indirect_reference
    return annotation


def _appearance(writer: PdfWriter, bounds: Box, quads: Sequence[Box], rgb: Sequence[float]) -> IndirectObject:
    """Draw a highlight the way viewers do: its colour multiplied with the page."""
    form = StreamObject()
    boxes = " ".join(f"{x0:.2f} {y0:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re" for x0, y0, x1, y1 in quads)
    form.set_data(f"/Marker gs {rgb[0]:.3f} {rgb[1]:.3f} {rgb[2]:.3f} rg {boxes} f".encode("ascii"))
    state = DictionaryObject(
        {NameObject("/Type"): NameObject("/ExtGState"), NameObject("/BM"): NameObject("/Multiply")}
    )
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = _numbers(bounds)
    form[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/ExtGState"): DictionaryObject({NameObject("/Marker"): state})}
    )
    group = {NameObject("/S"): NameObject("/Transparency"), NameObject("/Type"): NameObject("/Group")}
    form[NameObject("/Group")] = DictionaryObject(group)
    return writer._add_object(form)  # noqa: SLF001 # as above


def _numbers(values: Iterable[float]) -> ArrayObject:
    return ArrayObject([FloatObject(round(value, 3)) for value in values])
