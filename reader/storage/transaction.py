"""One transaction on one connection: begun when first needed, and for writing at once, so that a lock shows at once."""

from __future__ import annotations

import threading
from enum import Enum, auto
from typing import TYPE_CHECKING

from reader.errors import StorageError
from reader.storage.connection import driver, number

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

# Storing a book of 50 MB is the longest any part of this program writes; another part that waits must not give up.
_WRITER_SECONDS = 300.0


class WriterLock:
    """Lets one thread of this process write at a time: SQLite's own waiting would give up during a long import."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner: int | None = None

    def acquire(self, path: str) -> None:
        """Wait for the right to write.

        Raises:
            RuntimeError: If this thread is writing already, in another unit of work.
            StorageError: If the other thread does not finish.
        """
        if self._owner == threading.get_ident():
            msg = "two units of work of one thread both write"
            raise RuntimeError(msg)
        if not self._lock.acquire(timeout=_WRITER_SECONDS):
            raise StorageError(
                f"The library {path} is busy with a long piece of work.", "Nothing was changed: try again later."
            )
        self._owner = threading.get_ident()

    def release(self) -> None:
        """Let the next one write."""
        self._owner = None
        self._lock.release()


class _Phase(Enum):
    IDLE = auto()
    READING = auto()
    WRITING = auto()


class Transaction:
    """A transaction that begins with the first statement and can be used again after a commit."""

    def __init__(self, engine: Engine, path: str, writer: WriterLock) -> None:
        self._path = path
        self._writer = writer
        self._connection = engine.connect()
        self._phase = _Phase.IDLE

    def reading(self) -> Connection:
        """Return the connection; what is read from now on belongs to one moment."""
        if self._phase is _Phase.IDLE:
            self._connection.exec_driver_sql("BEGIN")
            self._phase = _Phase.READING
        self._require_open()
        return self._connection

    def writing(self, *, latest: bool = False) -> Connection:
        """Return the connection with the library locked for writing.

        Args:
            latest: Whether to write even if the library changed since this transaction began reading, for writes that
                don't depend on what was read.

        Raises:
            StorageError: If the library is locked or read-only, or changed since this transaction began reading.
        """
        if self._phase is _Phase.WRITING:
            self._require_open()
            return self._connection
        # SQLite does not wait for a lock inside a reading transaction; so end it, take the lock, and see whether
        # anything happened in between.
        seen = number(self._connection, "PRAGMA data_version") if self._phase is _Phase.READING else None
        self._rollback()
        self._writer.acquire(self._path)
        try:
            self._connection.exec_driver_sql("BEGIN IMMEDIATE")
        except BaseException:
            self._connection.rollback()
            self._writer.release()
            raise
        self._phase = _Phase.WRITING
        if seen is not None and not latest and seen != number(self._connection, "PRAGMA data_version"):
            self._rollback()
            raise StorageError(
                f"The library {self._path} was changed elsewhere at the same moment.",
                "Nothing was changed here: try again.",
            )
        return self._connection

    def commit(self) -> None:
        """Make every change durable.

        Raises:
            StorageError: If that failed; nothing was changed.
        """
        if self._phase is _Phase.WRITING:
            self._require_open()
            try:
                self._connection.commit()
            except BaseException:
                self._rollback()
                raise
        self._rollback()

    def close(self) -> None:
        """Undo what was not committed and give the connection back."""
        try:
            self._rollback()
        finally:
            self._connection.close()

    def _rollback(self) -> None:
        """End the transaction, undoing what was not committed."""
        try:
            self._connection.rollback()
            # SQLAlchemy forgets a transaction whose commit failed; the driver does not.
            driver(self._connection).rollback()
        finally:
            if self._phase is _Phase.WRITING:
                self._writer.release()
            self._phase = _Phase.IDLE

    def _require_open(self) -> None:
        """Refuse to go on after a failure that made SQLite undo everything: each statement would stand alone."""
        if not driver(self._connection).in_transaction:
            raise StorageError(
                f"Saving to the library {self._path} failed before.", "Nothing was changed: begin again."
            )
