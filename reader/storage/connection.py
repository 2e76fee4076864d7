"""How connections to a library file are made: modes, settings, and one place where SQLite's failures are translated."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from enum import Enum
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, ExceptionContext, QueuePool, create_engine, event

from reader.storage.failures import known_failure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# How long a statement waits for another program's lock before it gives up.
BUSY_SECONDS = 5.0


class OpenMode(Enum):
    """How a file is opened; the value is the query of SQLite's file URI."""

    READ_WRITE = "mode=rwc"
    READ_ONLY = "mode=ro"
    # Without locks and side files: the only way to read a WAL file in a folder that can't be written.
    IMMUTABLE = "mode=ro&immutable=1"


def connect(path: Path, mode: OpenMode) -> sqlite3.Connection:
    """Open a bare connection with every setting a library wants.

    The driver begins no transactions of its own (isolation_level None): it would leave DDL outside them.
    """
    connection = sqlite3.connect(
        f"{path.as_uri()}?{mode.value}", uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        # Saved means committed means on the disk.
        connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def make_engine(path: Path, mode: OpenMode) -> Engine:
    """Make an engine whose known failures arise as StorageError."""
    engine = create_engine("sqlite://", creator=lambda: connect(path, mode), poolclass=QueuePool, max_overflow=-1)

    def translate(context: ExceptionContext) -> BaseException | None:
        return known_failure(context.original_exception, str(path))

    event.listen(engine, "handle_error", translate)
    return engine


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Translate known failures of bare connections to the file at `path`."""
    try:
        yield
    except sqlite3.Error as error:
        if (known := known_failure(error, str(path))) is not None:
            raise known from error
        raise


def driver(connection: Connection) -> sqlite3.Connection:
    """Return the bare connection under SQLAlchemy's."""
    bare = connection.connection.driver_connection
    if not isinstance(bare, sqlite3.Connection):
        msg = f"not a SQLite connection: {bare!r}"
        raise TypeError(msg)
    return bare


def number(connection: Connection, statement: str) -> int:
    """Run a statement that gives one number, such as a PRAGMA."""
    return int(connection.exec_driver_sql(statement).scalar_one())
