"""Checks a library file: the file itself, the places in its texts, its quotes, and its search index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, func, or_, select

from reader.domain.annotation import Placement
from reader.domain.document import fingerprint_of
from reader.errors import StorageError
from reader.storage import contents_rows, tables
from reader.storage.search_index import row_range, search_rows
from reader.storage.tables import documents, links, passages, texts, topic_verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.domain.document import Contents

_WITH_SPANS = ("sections", "blocks", "emphasis", "markers", "notes", "passages", "pages")


def problems(connection: Connection, *, writable: bool) -> list[str]:
    """Return what is wrong with a library, one line for each problem.

    Args:
        connection: A connection to it.
        writable: Whether it can be written, which the search index's own check asks for.
    """
    found: list[str] = []
    try:
        found.extend(_file_problems(connection))
        for row in connection.execute(select(documents).order_by(documents.c.added, documents.c.key)).mappings().all():
            found.extend(_document_problems(connection, row))
        if writable:
            _check_index(connection)
    except StorageError as error:
        # A damaged page can stop any reading; what was found before is told all the same.
        found.append(error.message)
    return found


def _file_problems(connection: Connection) -> Iterator[str]:
    for line in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
        if line != "ok":
            yield f"file: {' '.join(str(line).split())}"
    for table, _, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"file: a row of {table} refers to a missing row of {parent}"


def _document_problems(connection: Connection, document: RowMapping) -> Iterator[str]:
    text = connection.execute(select(texts.c.text).where(texts.c.document_key == document["key"])).scalar_one_or_none()
    if text is None:
        yield f"{document['slug']}: its text is missing"
        return
    if len(text) != document["characters"]:
        yield f"{document['slug']}: the text has {len(text)} characters instead of {document['characters']}"
    if fingerprint_of(text) != document["fingerprint"]:
        yield f"{document['slug']}: the text is not the one its fingerprint was taken of"
    misplaced = list(_misplaced_spans(connection, document, len(text)))
    yield from misplaced
    yield from _wrong_quotes(connection, document, text)
    if not misplaced:
        yield from _index_problems(connection, document)


def _misplaced_spans(connection: Connection, document: RowMapping, length: int) -> Iterator[str]:
    for name in _WITH_SPANS:
        table = documents.metadata.tables[name]
        wrong = _outside(table.c.start, table.c.end, length)
        if name == "notes":
            wrong = or_(wrong, _outside(table.c.marker_start, table.c.marker_end, length))
        count = _count(connection, table, document["key"], wrong)
        if count:
            yield f"{document['slug']}: {count} of its {name} lie outside the text"
    count = _count(connection, passages, document["key"])
    if count != document["passages"]:
        yield f"{document['slug']}: {count} passages instead of {document['passages']}"


def _outside(start: ColumnElement[int], end: ColumnElement[int], length: int) -> ColumnElement[bool]:
    return or_(start < 0, end < start, end > length)


def _count(connection: Connection, table: Table, key: int, *conditions: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(table).where(table.c.document_key == key, *conditions)
    return connection.execute(query).scalar_one()


def _wrong_quotes(connection: Connection, document: RowMapping, text: str) -> Iterator[str]:
    """Find quotes that do not stand where they should, among those placed in this very text."""
    placed = select(
        tables.annotations.c.id, tables.annotations.c.start, tables.annotations.c.end, tables.annotations.c.exact
    ).where(
        tables.annotations.c.document_key == document["key"],
        tables.annotations.c.fingerprint == document["fingerprint"],
        tables.annotations.c.placement.in_([Placement.EXACT.value, Placement.MOVED.value]),
    )
    for annotation_id, start, end, exact in connection.execute(placed):
        if text[start:end] != exact:
            yield f"{document['slug']}: annotation {annotation_id} does not stand where its quote is"
    for side in ("left", "right"):
        columns = [links.c[f"{side}_{name}"] for name in ("start", "end", "exact")]
        linked = select(links.c.id, *columns).where(
            links.c[f"{side}_document_key"] == document["key"],
            links.c[f"{side}_fingerprint"] == document["fingerprint"],
        )
        for link_id, start, end, exact in connection.execute(linked):
            if text[start:end] != exact:
                yield f"{document['slug']}: the {side} side of link {link_id} does not stand where its quote is"
    judged = select(topic_verdicts.c.topic, topic_verdicts.c.start, topic_verdicts.c.end, topic_verdicts.c.exact).where(
        topic_verdicts.c.document_key == document["key"], topic_verdicts.c.fingerprint == document["fingerprint"]
    )
    for topic, start, end, exact in connection.execute(judged):
        if text[start:end] != exact:
            yield f"{document['slug']}: a verdict on {topic} does not stand where its quote is"


def _index_problems(connection: Connection, document: RowMapping) -> Iterator[str]:
    contents: Contents = contents_rows.load_contents(connection, document["key"])
    expected = {
        row["rowid"]: row["text"]
        for row in search_rows(document["key"], contents, contents_rows.load_passages(connection, document["key"]))
    }
    indexed = connection.exec_driver_sql(
        "SELECT rowid, text FROM search_index WHERE rowid BETWEEN ? AND ?", row_range(document["key"])
    )
    if {row[0]: row[1] for row in indexed} != expected:
        yield f"{document['slug']}: the search index does not hold its text"


def _check_index(connection: Connection) -> None:
    """Let SQLite compare the search index with the texts stored in it; it raises what is known as damage."""
    connection.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('integrity-check')")
