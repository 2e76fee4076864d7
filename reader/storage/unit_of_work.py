"""One transaction with all repositories in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from sqlalchemy import update

from reader.storage.annotation_repository import SqliteAnnotations
from reader.storage.document_repository import SqliteDocuments
from reader.storage.embedding_repository import SqliteEmbeddings
from reader.storage.link_repository import SqliteLinks
from reader.storage.search_index import SqliteSearchIndex
from reader.storage.session_repository import SqliteSession
from reader.storage.tables import library_state
from reader.storage.topic_repository import SqliteTopics
from reader.storage.transaction import Transaction, WriterLock
from reader.storage.verdict_repository import SqliteVerdicts

if TYPE_CHECKING:
    from types import TracebackType

    from sqlalchemy import Engine


class SqliteUnitOfWork:
    """A unit of work on a library file (implements `UnitOfWork`); used inside `with`, by one thread."""

    def __init__(self, engine: Engine, path: str, writer: WriterLock) -> None:
        self._engine = engine
        self._path = path
        self._writer = writer
        self._begun: Transaction | None = None

    @property
    def _transaction(self) -> Transaction:
        if self._begun is None:
            msg = "a unit of work is used inside `with` only"
            raise RuntimeError(msg)
        return self._begun

    @property
    def documents(self) -> SqliteDocuments:
        """The documents."""
        return SqliteDocuments(self._transaction)

    @property
    def annotations(self) -> SqliteAnnotations:
        """The annotations."""
        return SqliteAnnotations(self._transaction)

    @property
    def links(self) -> SqliteLinks:
        """The links."""
        return SqliteLinks(self._transaction)

    @property
    def topics(self) -> SqliteTopics:
        """The topics."""
        return SqliteTopics(self._transaction)

    @property
    def verdicts(self) -> SqliteVerdicts:
        """The verdicts on topics."""
        return SqliteVerdicts(self._transaction)

    @property
    def session(self) -> SqliteSession:
        """The reading session."""
        return SqliteSession(self._transaction)

    @property
    def embeddings(self) -> SqliteEmbeddings:
        """The embeddings."""
        return SqliteEmbeddings(self._transaction)

    @property
    def search_index(self) -> SqliteSearchIndex:
        """Full-text search."""
        return SqliteSearchIndex(self._transaction)

    def __enter__(self) -> Self:
        self._begun = Transaction(self._engine, self._path, self._writer)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transaction.close()
        self._begun = None

    def mark_seeded(self) -> bool:
        """Note, with this transaction, that the bundled documents and topics are in; call it before any reading.

        Returns:
            Whether they were still wanted; False if another process was first.
        """
        wanted = update(library_state).where(~library_state.c.seeded).values(seeded=True)
        return self._transaction.writing().execute(wanted).rowcount == 1

    def commit(self) -> None:
        """Make every change so far durable.

        Raises:
            StorageError: If the disk is full or fails; nothing was changed.
        """
        self._transaction.commit()
