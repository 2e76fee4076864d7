"""Full-text search (SQLite's FTS5) over passages and the blocks outside them.

Each unit is indexed as it stands in the canonical text, character for character, only with note markers and control
characters blanked out; so a place in the indexed text is a place in the document. Words are compared without case and
diacritics (the tokenizer unicode61) and are not stemmed: a reader who searches for a form finds that form.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import text

from reader.domain.document import DocumentId
from reader.domain.repositories import SearchHit
from reader.domain.text import TextSpan
from reader.storage.search_query import Query, best_place, snippet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.domain.document import Contents
    from reader.domain.passage import Passage
    from reader.storage.contents_rows import Values
    from reader.storage.transaction import Transaction

ADD_TO_INDEX = text("INSERT INTO search_index (rowid, text) VALUES (:rowid, :text)")

_START_BITS = 32
_START_MASK = (1 << _START_BITS) - 1

# Stands for each digit of a note marker: parts words as a space does, but leaves no gap in a snippet.
MARKER_BLANK = "\x03"
# Set around each matched word by `highlight`.
_OPEN, _CLOSE = "\x01", "\x02"
_RESERVED = re.compile("[\x00-\x03]")
_MATCHED = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")

_SEARCH = """
    SELECT documents.id, search_index.rowid, highlight(search_index, 0, :open, :close)
    FROM search_index JOIN documents ON documents.key = search_index.rowid >> 32
    WHERE search_index MATCH :query AND search_index.rowid BETWEEN :first AND :last AND documents.removed IS NULL
    ORDER BY rank, search_index.rowid LIMIT :limit
"""


def row_range(key: int) -> tuple[int, int]:
    """Return the first and the last row id that a document's units can have."""
    return key << _START_BITS, key << _START_BITS | _START_MASK


def search_rows(key: int, contents: Contents, passages: Sequence[Passage]) -> Iterator[Values]:
    """Give the rows of the index for one document: its passages, and each block that no passage touches."""
    next_marker = 0
    for span in _units(contents, passages):
        unit = _RESERVED.sub(" ", span.of(contents.text)).encode("utf-8", "replace").decode()
        while next_marker < len(contents.markers) and contents.markers[next_marker].span.end <= span.start:
            next_marker += 1
        at = next_marker
        while at < len(contents.markers) and contents.markers[at].span.start < span.end:
            unit = _without_marker(unit, contents.markers[at].span, span)
            at += 1
        yield {"rowid": key << _START_BITS | span.start, "text": unit}


def _without_marker(unit: str, marker: TextSpan, span: TextSpan) -> str:
    start, end = max(0, marker.start - span.start), min(len(unit), marker.end - span.start)
    return unit[:start] + MARKER_BLANK * (end - start) + unit[end:]


def _units(contents: Contents, passages: Sequence[Passage]) -> Iterator[TextSpan]:
    """Give the searched spans in order, none empty, no two overlapping."""
    at = 0
    for block in contents.blocks:
        while at < len(passages) and passages[at].span.end <= block.span.start:
            yield passages[at].span
            at += 1
        if block.span and not (at < len(passages) and passages[at].span.start < block.span.end):
            yield block.span
    yield from (passage.span for passage in passages[at:])


class SqliteSearchIndex:
    """Full-text search of a library file (implements `SearchIndex`)."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def search(self, query: str, document_id: DocumentId | None = None, limit: int = 100) -> list[SearchHit]:
        """Return the best hits, at most one for each passage or other block.

        Args:
            query: Any text; every word must occur, the last one may be a beginning.
            document_id: Search this document only.
            limit: How many hits at most.

        Returns:
            Hits, best first; each one's span is the shortest stretch that holds every word.
        """
        wanted = Query.of(query)
        if wanted is None:
            return []
        connection = self._transaction.reading()
        first, last = 0, (1 << 63) - 1
        if document_id is not None:
            found = connection.exec_driver_sql("SELECT key FROM documents WHERE id = ?", (document_id,)).scalar()
            if found is None:
                return []
            first, last = row_range(int(found))
        rows = connection.execute(
            text(_SEARCH),
            {
                "open": _OPEN,
                "close": _CLOSE,
                "query": wanted.expression,
                "first": first,
                "last": last,
                "limit": limit,
            },
        )
        return [_hit(DocumentId(found_id), rowid & _START_MASK, marked, wanted) for found_id, rowid, marked in rows]


def _hit(document_id: DocumentId, offset: int, marked: str, wanted: Query) -> SearchHit:
    """Make a hit of a unit in which every matched word is set between the two signs."""
    # Each matched word before this one has moved it by two signs.
    matches = [
        TextSpan(match.start() - 2 * count, match.start() - 2 * count + len(match[1]))
        for count, match in enumerate(_MATCHED.finditer(marked))
    ]
    unit = marked.replace(_OPEN, "").replace(_CLOSE, "")
    place = best_place(unit, matches, wanted)
    return SearchHit(
        document_id,
        TextSpan(offset + place.start, offset + place.end),
        snippet(unit, place).replace(MARKER_BLANK, ""),
    )
