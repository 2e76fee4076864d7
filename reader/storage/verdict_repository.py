"""The reader's word on which passages treat a topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from reader.domain.document import DocumentId
from reader.domain.verdict import TopicVerdict
from reader.storage.document_repository import document_key
from reader.storage.tables import documents, topic_verdicts
from reader.storage.targets import target_of, values_of

if TYPE_CHECKING:
    from reader.domain.annotation import Target
    from reader.storage.transaction import Transaction


class SqliteVerdicts:
    """The verdicts of a library file (implements `VerdictRepository`)."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def put(self, verdict: TopicVerdict) -> None:
        """Store a verdict, in place of one of the same topic on the same target.

        Raises:
            DocumentError: If its document is not in the library.
        """
        connection = self._transaction.writing()
        values = {
            **values_of(verdict.target, document_key(connection, verdict.target.document_id, removed_too=True)),
            "topic": verdict.topic,
            "treats": verdict.treats,
            "created": verdict.created,
        }
        statement = insert(topic_verdicts).values(**values)
        keys = list(topic_verdicts.primary_key.columns)
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))

    def all(self, document_id: DocumentId | None = None) -> list[TopicVerdict]:
        """Return the verdicts, on one document if given, oldest first."""
        query = (
            select(documents.c.id.label("document"), topic_verdicts)
            .join_from(topic_verdicts, documents, topic_verdicts.c.document_key == documents.c.key)
            .where(documents.c.removed.is_(None))
            .order_by(topic_verdicts.c.created, *topic_verdicts.primary_key.columns)
        )
        if document_id is not None:
            query = query.where(documents.c.id == document_id)
        return [
            TopicVerdict(row["topic"], target_of(row, DocumentId(row["document"])), row["treats"], row["created"])
            for row in self._transaction.reading().execute(query).mappings()
        ]

    def remove(self, topic: str, target: Target) -> None:
        """Take back a topic's verdict on a target; one that is gone already is no failure."""
        connection = self._transaction.writing()
        connection.execute(
            delete(topic_verdicts).where(
                topic_verdicts.c.document_key == document_key(connection, target.document_id, removed_too=True),
                topic_verdicts.c.topic == topic,
                topic_verdicts.c.fingerprint == target.fingerprint,
                topic_verdicts.c.start == target.position.start,
                topic_verdicts.c.end == target.position.end,
            )
        )

    def remove_topic(self, topic: str) -> None:
        """Delete all that was said of a topic, as when it goes for good."""
        self._transaction.writing().execute(delete(topic_verdicts).where(topic_verdicts.c.topic == topic))
