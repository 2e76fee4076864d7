"""Documents with their contents and passages."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, Select, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from reader.domain.document import Document, DocumentId
from reader.errors import DocumentError
from reader.storage import contents_rows
from reader.storage.search_index import ADD_TO_INDEX, row_range, search_rows
from reader.storage.tables import documents, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reader.domain.document import Contents
    from reader.domain.passage import Passage
    from reader.domain.progress import Progress
    from reader.storage.transaction import Transaction

# Rows written between two reports of progress: some 10 ms of work.
_BATCH = 1000

_VISIBLE = documents.c.removed.is_(None)
_FIELDS = (
    documents.c.id,
    documents.c.slug,
    documents.c.title,
    documents.c.author,
    documents.c.year,
    documents.c.kind,
    documents.c.digest,
    documents.c.fingerprint,
    documents.c.source_path,
    documents.c.characters,
    documents.c.passages,
    documents.c.added,
    documents.c.pages,
    documents.c.words,
    documents.c.notes,
    documents.c.institution,
    documents.c.citation,
    documents.c.kept,
)


def document_key(connection: Connection, document_id: DocumentId, *, removed_too: bool = False) -> int:
    """Return a document's key in this file.

    Raises:
        DocumentError: If there is no such document.
    """
    query = select(documents.c.key).where(documents.c.id == document_id)
    key: int | None = connection.execute(query if removed_too else query.where(_VISIBLE)).scalar_one_or_none()
    if key is None:
        raise DocumentError(
            f"There is no document {document_id} in the library.", "Import it, or list what is there with `documents`."
        )
    return key


class SqliteDocuments:
    """The documents of a library file (implements `DocumentRepository`)."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, document: Document, contents: Contents, passages: Sequence[Passage], progress: Progress) -> None:
        """Store a new document and index it for search; a failure or a cancellation leaves nothing of it.

        Raises:
            DocumentError: If its id, slug or bytes are in the library already, removed documents included.
        """
        connection = self._transaction.writing()
        with connection.begin_nested():
            _store_contents(connection, _insert_document(connection, document), contents, passages, progress)

    def replace(self, document: Document, contents: Contents, passages: Sequence[Passage], progress: Progress) -> None:
        """Store another reading of a document in place of the one there; what was made on it stays as it is.

        Raises:
            DocumentError: If it is not in the library, or another document is made of the same bytes.
        """
        connection = self._transaction.writing()
        key = document_key(connection, document.id)
        values = {column.name: getattr(document, column.name) for column in _FIELDS}
        with connection.begin_nested():
            try:
                connection.execute(update(documents).where(documents.c.key == key).values(values))
            except IntegrityError as error:
                raise _already_held(document) from error
            _delete_contents(connection, key)
            _store_contents(connection, key, contents, passages, progress)

    def all(self) -> list[Document]:
        """Return every document, oldest first."""
        query = select(*_FIELDS).where(_VISIBLE).order_by(documents.c.added, documents.c.key)
        return [_document(row) for row in self._transaction.reading().execute(query).mappings()]

    def get(self, document_id: DocumentId) -> Document | None:
        """Return one document."""
        return self._first(select(*_FIELDS).where(documents.c.id == document_id, _VISIBLE))

    def by_slug(self, slug: str) -> Document | None:
        """Return the document with a slug."""
        return self._first(select(*_FIELDS).where(documents.c.slug == slug, _VISIBLE))

    def by_digest(self, digest: str) -> Document | None:
        """Return the document made of the same bytes, a removed one too (see `is_removed`)."""
        return self._first(select(*_FIELDS).where(documents.c.digest == digest))

    def by_source_path(self, path: str) -> Document | None:
        """Return the document last imported from a path."""
        query = select(*_FIELDS).where(documents.c.source_path == path, _VISIBLE)
        return self._first(query.order_by(documents.c.added.desc(), documents.c.key.desc()).limit(1))

    def slugs(self) -> frozenset[str]:
        """Return every slug in use, those of removed documents too."""
        return frozenset(self._transaction.reading().execute(select(documents.c.slug)).scalars())

    def digests(self) -> frozenset[str]:
        """Return the digests of all files, those of removed documents too."""
        return frozenset(self._transaction.reading().execute(select(documents.c.digest)).scalars())

    def is_removed(self, document_id: DocumentId) -> bool:
        """Tell whether a document was taken out of the library and can be restored."""
        query = select(documents.c.key).where(documents.c.id == document_id, ~_VISIBLE)
        return self._transaction.reading().execute(query).first() is not None

    def contents(self, document_id: DocumentId) -> Contents:
        """Return the canonical text and structure.

        Raises:
            DocumentError: If there is no such document.
        """
        connection = self._transaction.reading()
        return contents_rows.load_contents(connection, document_key(connection, document_id))

    def passages(self, document_id: DocumentId) -> tuple[Passage, ...]:
        """Return the passages in order.

        Raises:
            DocumentError: If there is no such document.
        """
        connection = self._transaction.reading()
        return contents_rows.load_passages(connection, document_key(connection, document_id))

    def update(self, document: Document) -> None:
        """Store changed metadata (title, author, year, institution, citation, source path).

        Raises:
            DocumentError: If there is no such document.
        """
        connection = self._transaction.writing()
        key = document_key(connection, document.id)
        connection.execute(
            update(documents)
            .where(documents.c.key == key)
            .values(
                title=document.title,
                author=document.author,
                year=document.year,
                institution=document.institution,
                citation=document.citation,
                source_path=document.source_path,
            )
        )

    def remove(self, document_id: DocumentId) -> None:
        """Take a document out of the library; its annotations and links go with it."""
        self._set_removed(document_id, datetime.now(UTC))

    def restore(self, document_id: DocumentId) -> None:
        """Bring a removed document back with its annotations and links."""
        self._set_removed(document_id, None)

    def erase(self, document_id: DocumentId) -> None:
        """Delete a document for good, removed or not, with all that was made on it.

        Raises:
            DocumentError: If there is no such document.
        """
        connection = self._transaction.writing()
        _erase(connection, document_key(connection, document_id, removed_too=True))

    def purge(self, removed_before: datetime) -> int:
        """Delete for good what was removed before a time; return how many documents."""
        connection = self._transaction.writing()
        query = select(documents.c.key).where(documents.c.removed < removed_before)
        keys = connection.execute(query).scalars().all()
        for key in keys:
            _erase(connection, key)
        return len(keys)

    def _set_removed(self, document_id: DocumentId, moment: datetime | None) -> None:
        connection = self._transaction.writing()
        key = document_key(connection, document_id, removed_too=True)
        change = update(documents).where(documents.c.key == key).values(removed=moment)
        # A second removal must not lengthen the time until `purge`.
        connection.execute(change if moment is None else change.where(_VISIBLE))

    def _first(self, query: Select[Any]) -> Document | None:
        row = self._transaction.reading().execute(query).mappings().first()
        return None if row is None else _document(row)


def _document(row: RowMapping) -> Document:
    return Document(**row)


def _insert_document(connection: Connection, document: Document) -> int:
    values = {column.name: getattr(document, column.name) for column in _FIELDS}
    try:
        result = connection.execute(insert(documents).values(values).returning(documents.c.key))
    except IntegrityError as error:
        raise _already_held(document) from error
    key: int = result.scalar_one()
    return key


def _already_held(document: Document) -> DocumentError:
    return DocumentError(
        f"The library already holds “{document.title}”, or another document under the name {document.slug}.",
        "Open the one that is there, or restore it if it was removed.",
    )


def _store_contents(
    connection: Connection, key: int, contents: Contents, passages: Sequence[Passage], progress: Progress
) -> None:
    """Store a document's text, structure and passages, and index them for search."""
    connection.execute(insert(texts).values(document_key=key, text=contents.text))
    contents_rows.store_origins(connection, key, contents)
    # No more units are searched than there are blocks and passages.
    total = contents_rows.row_count(contents, passages) + len(contents.blocks) + len(passages)
    done = 0
    progress(done, total)
    for table, rows in contents_rows.rows_by_table(key, contents, passages):
        for batch in _batches(rows):
            connection.execute(insert(table), batch)
            done += len(batch)
            progress(done, total)
    for batch in _batches(search_rows(key, contents, passages)):
        connection.execute(ADD_TO_INDEX, batch)
        done += len(batch)
        progress(done, total)
    progress(total, total)


def _delete_contents(connection: Connection, key: int) -> None:
    """Delete what `_store_contents` stored."""
    _delete_from_index(connection, key)
    for table in contents_rows.TABLES:
        connection.execute(delete(table).where(table.c.document_key == key))


def _delete_from_index(connection: Connection, key: int) -> None:
    connection.exec_driver_sql("DELETE FROM search_index WHERE rowid BETWEEN ? AND ?", row_range(key))


def _erase(connection: Connection, key: int) -> None:
    _delete_from_index(connection, key)
    connection.execute(delete(documents).where(documents.c.key == key))


def _batches(rows: Iterable[contents_rows.Values]) -> Iterator[list[contents_rows.Values]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH)):
        yield batch
