"""The one stored reading session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from reader.domain.document import DocumentId
from reader.domain.session import PaneState, ReadingSession
from reader.storage import tables

if TYPE_CHECKING:
    from reader.storage.transaction import Transaction


class SqliteSession:
    """The reading session of a library file (implements `SessionRepository`)."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def load(self) -> ReadingSession:
        """Return the last session, or a fresh one; its documents may have been removed since."""
        connection = self._transaction.reading()
        row = connection.execute(select(tables.session)).first()
        if row is None:
            return ReadingSession()
        pairs = connection.execute(select(tables.recent_pairs).order_by(tables.recent_pairs.c.ordinal))
        return ReadingSession(
            left=_pane(row.left_document, row.left_offset),
            right=_pane(row.right_document, row.right_offset),
            topic=row.topic,
            linked=row.linked,
            recent=tuple((DocumentId(pair.left_document), DocumentId(pair.right_document)) for pair in pairs),
            text_size=row.text_size,
            window={row.name: row.value for row in connection.execute(select(tables.window_state))},
        )

    def save(self, session: ReadingSession) -> None:
        """Store the session in place of the last one."""
        connection = self._transaction.writing(latest=True)
        for table in (tables.session, tables.recent_pairs, tables.window_state):
            connection.execute(delete(table))
        left, right = session.left, session.right
        connection.execute(
            insert(tables.session).values(
                id=1,
                left_document=left and left.document_id,
                left_offset=left and left.offset,
                right_document=right and right.document_id,
                right_offset=right and right.offset,
                topic=session.topic,
                linked=session.linked,
                text_size=session.text_size,
            )
        )
        if session.recent:
            rows = [
                {"ordinal": ordinal, "left_document": first, "right_document": second}
                for ordinal, (first, second) in enumerate(session.recent)
            ]
            connection.execute(insert(tables.recent_pairs), rows)
        if session.window:
            rows_by_name = [{"name": name, "value": value} for name, value in session.window.items()]
            connection.execute(insert(tables.window_state), rows_by_name)


def _pane(document: str | None, offset: int | None) -> PaneState | None:
    return None if document is None or offset is None else PaneState(DocumentId(document), offset)
