"""The reader's word on pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, RowMapping, and_, delete, or_, select
from sqlalchemy.dialects.sqlite import insert

from reader.domain.alignment import Link, LinkId, PairState, Relation
from reader.domain.document import DocumentId
from reader.storage.document_repository import document_key
from reader.storage.tables import documents, links
from reader.storage.targets import target_of, values_of

if TYPE_CHECKING:
    from reader.storage.transaction import Transaction

_LEFT = documents.alias("left_document")
_RIGHT = documents.alias("right_document")


class SqliteLinks:
    """The links of a library file (implements `LinkRepository`)."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def put(self, link: Link) -> None:
        """Store a link, new or changed.

        Raises:
            DocumentError: If one of its documents is not in the library.
        """
        connection = self._transaction.writing()
        values = {
            **values_of(link.left, document_key(connection, link.left.document_id, removed_too=True), "left_"),
            **values_of(link.right, document_key(connection, link.right.document_id, removed_too=True), "right_"),
            "state": link.state.value,
            "relation": None if link.relation is None else link.relation.value,
            "note": link.note,
            "created": link.created,
            "modified": link.modified,
        }
        statement = insert(links).values(id=link.id, **values)
        connection.execute(statement.on_conflict_do_update(index_elements=[links.c.id], set_=values))

    def get(self, link_id: LinkId) -> Link | None:
        """Return one link."""
        return next(iter(self._select(links.c.id == link_id)), None)

    def all(self) -> list[Link]:
        """Return every link, oldest first."""
        return self._select()

    def between(self, first: DocumentId, second: DocumentId) -> list[Link]:
        """Return the links between two documents, whichever side each is on, oldest first."""
        return self._select(
            or_(and_(_LEFT.c.id == first, _RIGHT.c.id == second), and_(_LEFT.c.id == second, _RIGHT.c.id == first))
        )

    def remove(self, link_id: LinkId) -> None:
        """Delete a link; one that is gone already is no failure."""
        self._transaction.writing().execute(delete(links).where(links.c.id == link_id))

    def _select(self, *conditions: ColumnElement[bool]) -> list[Link]:
        query = (
            select(_LEFT.c.id.label("left_document"), _RIGHT.c.id.label("right_document"), links)
            .join_from(links, _LEFT, links.c.left_document_key == _LEFT.c.key)
            .join(_RIGHT, links.c.right_document_key == _RIGHT.c.key)
            .where(_LEFT.c.removed.is_(None), _RIGHT.c.removed.is_(None), *conditions)
            .order_by(links.c.created, links.c.id)
        )
        return [_link(row) for row in self._transaction.reading().execute(query).mappings()]


def _link(row: RowMapping) -> Link:
    return Link(
        id=LinkId(row["id"]),
        left=target_of(row, DocumentId(row["left_document"]), "left_"),
        right=target_of(row, DocumentId(row["right_document"]), "right_"),
        state=PairState(row["state"]),
        relation=None if row["relation"] is None else Relation(row["relation"]),
        note=row["note"],
        created=row["created"],
        modified=row["modified"],
    )
