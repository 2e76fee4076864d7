"""A document's contents and passages as rows, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, insert, select

from reader.domain.document import Block, BlockRole, Contents, Page, PageRun, Section, SectionRole
from reader.domain.note import Footnote, Marker
from reader.domain.passage import Passage
from reader.domain.text import OffsetMap, TextSpan
from reader.storage import tables
from reader.storage.packed_maps import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# One row by column name.
Values = dict[str, int | float | str | None]

# Every table that holds part of a document's contents.
TABLES = (
    tables.texts, tables.origins, tables.sections, tables.blocks, tables.emphasis, tables.markers, tables.notes,
    tables.passages, tables.pages, tables.page_runs,
)  # fmt: skip


def row_count(contents: Contents, passages: Sequence[Passage]) -> int:
    """Return how many rows `rows_by_table` gives in all."""
    parts = (contents.sections, contents.blocks, contents.emphasis, contents.markers, contents.notes, passages)
    return sum(len(part) for part in (*parts, contents.pages, contents.page_runs))


def rows_by_table(
    key: int, contents: Contents, passages: Sequence[Passage]
) -> Iterator[tuple[Table, Iterable[Values]]]:
    """Give every table's rows for one document, made one by one, so that the caller can stop in between."""
    yield tables.sections, _numbered(key, map(_of_section, contents.sections))
    yield tables.blocks, _numbered(key, map(_of_block, contents.blocks))
    yield tables.emphasis, _numbered(key, map(_of_span, contents.emphasis))
    yield tables.markers, _numbered(key, ({**_of_span(m.span), "number": m.number} for m in contents.markers))
    yield tables.notes, _numbered(key, map(_of_note, contents.notes))
    yield tables.passages, _numbered(key, map(_of_passage, passages))
    yield tables.pages, _numbered(key, map(_of_page, contents.pages))
    yield tables.page_runs, _numbered(key, ({"start": run.start, "page": run.page} for run in contents.page_runs))


def store_origins(connection: Connection, key: int, contents: Contents) -> None:
    """Store the way back to the raw text of the pages, if there are pages."""
    if contents.origins is not None:
        connection.execute(insert(tables.origins).values(document_key=key, runs=pack(contents.origins)))


def load_contents(connection: Connection, key: int) -> Contents:
    """Read a document's contents."""
    text = connection.execute(select(tables.texts.c.text).where(tables.texts.c.document_key == key)).scalar_one()
    return Contents(
        text=text,
        blocks=tuple(
            Block(BlockRole(role), TextSpan(start, end), paragraph, level)
            for role, start, end, paragraph, level in _rows(connection, tables.blocks, key)
        ),
        sections=tuple(
            Section(ordinal, title, level, SectionRole(role), TextSpan(start, end), parent)
            for ordinal, (title, level, role, start, end, parent) in enumerate(_rows(connection, tables.sections, key))
        ),
        emphasis=tuple(TextSpan(start, end) for start, end in _rows(connection, tables.emphasis, key)),
        markers=tuple(
            Marker(TextSpan(start, end), number) for start, end, number in _rows(connection, tables.markers, key)
        ),
        notes=tuple(
            Footnote(number, TextSpan(start, end), None if marker is None else TextSpan(marker, marker_end))
            for number, start, end, marker, marker_end in _rows(connection, tables.notes, key)
        ),
        pages=tuple(
            Page(index, label, TextSpan(start, end), width, height, source_start)
            for index, (label, start, end, width, height, source_start) in enumerate(
                _rows(connection, tables.pages, key)
            )
        ),
        page_runs=tuple(PageRun(start, page) for start, page in _rows(connection, tables.page_runs, key)),
        origins=_load_origins(connection, key),
    )


def _load_origins(connection: Connection, key: int) -> OffsetMap | None:
    query = select(tables.origins.c.runs).where(tables.origins.c.document_key == key)
    packed = connection.execute(query).scalar_one_or_none()
    return None if packed is None else unpack(packed)


def load_passages(connection: Connection, key: int) -> tuple[Passage, ...]:
    """Read a document's passages."""
    return tuple(
        Passage(ordinal, TextSpan(start, end), paragraph, part, section)
        for ordinal, (start, end, paragraph, part, section) in enumerate(_rows(connection, tables.passages, key))
    )


def _rows(connection: Connection, table: Table, key: int) -> Sequence[Sequence[Any]]:
    """Return one document's rows in order, without the two key columns."""
    columns = [column for column in table.c if column.name not in ("document_key", "ordinal")]
    query = select(*columns).where(table.c.document_key == key).order_by(table.c.ordinal)
    return connection.execute(query).all()


def _numbered(key: int, rows: Iterable[Values]) -> Iterator[Values]:
    for ordinal, row in enumerate(rows):
        row["document_key"] = key
        row["ordinal"] = ordinal
        yield row


def _of_span(span: TextSpan) -> Values:
    return {"start": span.start, "end": span.end}


def _of_section(section: Section) -> Values:
    return {
        "title": section.title,
        "level": section.level,
        "role": section.role.value,
        "start": section.span.start,
        "end": section.span.end,
        "parent": section.parent,
    }


def _of_block(block: Block) -> Values:
    return {
        "role": block.role.value,
        "start": block.span.start,
        "end": block.span.end,
        "paragraph": block.paragraph,
        "level": block.level,
    }


def _of_note(note: Footnote) -> Values:
    return {
        "number": note.number,
        "start": note.span.start,
        "end": note.span.end,
        "marker_start": None if note.marker is None else note.marker.start,
        "marker_end": None if note.marker is None else note.marker.end,
    }


def _of_passage(passage: Passage) -> Values:
    return {
        "start": passage.span.start,
        "end": passage.span.end,
        "paragraph": passage.paragraph,
        "part": passage.part,
        "section": passage.section,
    }


def _of_page(page: Page) -> Values:
    return {
        "label": page.label,
        "start": page.span.start,
        "end": page.span.end,
        "width": page.width,
        "height": page.height,
        "source_start": page.source_start,
    }
