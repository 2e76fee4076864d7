"""Annotations with their tags."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from reader.domain.annotation import Annotation, AnnotationId, HighlightColour, Placement
from reader.domain.document import DocumentId
from reader.domain.selector import FragmentSelector
from reader.errors import StorageError
from reader.storage import tables
from reader.storage.document_repository import document_key
from reader.storage.tables import annotation_fragments, annotation_tags, documents
from reader.storage.targets import target_of, values_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.storage.transaction import Transaction


class SqliteAnnotations:
    """The annotations of a library file (implements `AnnotationRepository`)."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, annotation: Annotation) -> None:
        """Store a new annotation (or one that was removed, with its old id).

        Raises:
            DocumentError: If its document is not in the library.
            StorageError: If there is one with this id.
        """
        connection = self._transaction.writing()
        try:
            connection.execute(insert(tables.annotations).values(id=annotation.id, **_values(connection, annotation)))
        except IntegrityError as error:
            raise StorageError(
                f"The library already holds the annotation {annotation.id}.", "Change that one, or delete it first."
            ) from error
        _insert_parts(connection, annotation)

    def get(self, annotation_id: AnnotationId) -> Annotation | None:
        """Return one annotation."""
        return next(iter(self._select(tables.annotations.c.id == annotation_id)), None)

    def all(self, document_id: DocumentId | None = None) -> list[Annotation]:
        """Return annotations by document (oldest first) and position."""
        return self._select(*([] if document_id is None else [documents.c.id == document_id]))

    def update(self, annotation: Annotation) -> None:
        """Store a changed annotation.

        Raises:
            StorageError: If it is no longer there.
        """
        connection = self._transaction.writing()
        change = update(tables.annotations).where(tables.annotations.c.id == annotation.id)
        if connection.execute(change.values(_values(connection, annotation))).rowcount == 0:
            raise StorageError(
                "The annotation is no longer in the library.", "Undo its deletion, or mark the passage again."
            )
        for table in (annotation_tags, annotation_fragments):
            connection.execute(delete(table).where(table.c.annotation == annotation.id))
        _insert_parts(connection, annotation)

    def remove(self, annotation_id: AnnotationId) -> None:
        """Delete an annotation; one that is gone already is no failure."""
        connection = self._transaction.writing()
        connection.execute(delete(tables.annotations).where(tables.annotations.c.id == annotation_id))

    def _select(self, *conditions: ColumnElement[bool]) -> list[Annotation]:
        connection = self._transaction.reading()
        visible = (documents.c.removed.is_(None), *conditions)
        tags: defaultdict[str, list[str]] = defaultdict(list)
        for row in connection.execute(_parts(annotation_tags, visible)).mappings():
            tags[row["annotation"]].append(row["tag"])
        fragments: defaultdict[str, list[FragmentSelector]] = defaultdict(list)
        for row in connection.execute(_parts(annotation_fragments, visible)).mappings():
            fragments[row["annotation"]].append(FragmentSelector(row["page"], row["label"], row["boxes"]))
        query = (
            select(documents.c.id.label("document_id"), tables.annotations)
            .join_from(tables.annotations, documents)
            .where(*visible)
            .order_by(
                documents.c.added,
                documents.c.key,
                tables.annotations.c.start,
                tables.annotations.c.end,
                tables.annotations.c.created,
                tables.annotations.c.id,
            )
        )
        return [
            _annotation(row, tuple(tags[row["id"]]), tuple(fragments[row["id"]]))
            for row in connection.execute(query).mappings()
        ]


def _parts(table: Table, visible: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """Select the rows of a table that belong to annotations which are seen, each annotation's in order."""
    joined = select(table).join_from(table, tables.annotations).join(documents).where(*visible)
    return joined.order_by(table.c.annotation, table.c.ordinal)


def _values(connection: Connection, annotation: Annotation) -> dict[str, Any]:
    return {
        **values_of(annotation.target, document_key(connection, annotation.target.document_id, removed_too=True)),
        "colour": annotation.colour.value,
        "note": annotation.note,
        "created": annotation.created,
        "modified": annotation.modified,
        "placement": annotation.placement.value,
        "author": annotation.author,
    }


def _insert_parts(connection: Connection, annotation: Annotation) -> None:
    tags = [{"annotation": annotation.id, "ordinal": n, "tag": tag} for n, tag in enumerate(annotation.tags)]
    fragments = [
        {"annotation": annotation.id, "ordinal": n, "page": part.page, "label": part.label, "boxes": part.boxes}
        for n, part in enumerate(annotation.fragments)
    ]
    for table, rows in ((annotation_tags, tags), (annotation_fragments, fragments)):
        if rows:
            connection.execute(insert(table), rows)


def _annotation(row: RowMapping, tags: tuple[str, ...], fragments: tuple[FragmentSelector, ...]) -> Annotation:
    return Annotation(
        id=AnnotationId(row["id"]),
        target=target_of(row, DocumentId(row["document_id"])),
        colour=HighlightColour(row["colour"]),
        note=row["note"],
        tags=tags,
        created=row["created"],
        modified=row["modified"],
        placement=Placement(row["placement"]),
        author=row["author"],
        fragments=fragments,
    )
