"""The schema's version: telling what a file is, and creating a fresh library.

A fresh library is created from `tables.py` and stamped: importing Alembic alone would take longer than the rest of the
start. A test proves that the migrations lead to the very same schema.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert

from reader.errors import StorageError
from reader.storage import tables
from reader.storage.connection import BUSY_SECONDS, number
from reader.storage.failures import LibraryInUseError, not_a_library

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Engine

# The newest revision in migrations/versions. Revisions are numbered so that text order is their order.
SCHEMA_VERSION = "0003"

# "Dipt" in the file's header, where SQLite keeps the mark of the program a file belongs to.
APPLICATION_ID = 0x44697074
_APPLICATION_ID_OFFSET = 68
_PAUSE_SECONDS = 0.01
_MAGIC = b"SQLite format 3\x00"


def is_blank(path: Path) -> bool:
    """Tell whether a file is still to be made a library; refuse, unopened, what is another program's.

    Raises:
        StorageError: If it is a folder, can't be read, or is not a library.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        return True
    except IsADirectoryError as error:
        raise StorageError(
            f"{path} is a folder, not a library.", "Name a file in it with --library, such as library.sqlite."
        ) from error
    except OSError as error:
        raise StorageError(
            f"The library {path} can't be read ({error.strerror}).",
            "See that you may read it, or open another library with --library.",
        ) from error
    if not header:
        return True
    if not header.startswith(_MAGIC):
        raise not_a_library(str(path))
    if header[_APPLICATION_ID_OFFSET : _APPLICATION_ID_OFFSET + 4] != APPLICATION_ID.to_bytes(4, "big"):
        raise StorageError(
            f"The file {path} is the database of another program; it was left as it is.",
            "Open another library with --library.",
        )
    return False


def stored_version(connection: Connection) -> str | None:
    """Return the schema version a library was written with, or None where nothing was created yet."""
    if not number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'alembic_version'"):
        return None
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


def refuse_newer(version: str, path: Path) -> None:
    """Refuse a library that a newer Diptych has written.

    Raises:
        StorageError: If it has.
    """
    if version > SCHEMA_VERSION:
        raise StorageError(
            f"The library {path} was made by a newer Diptych.",
            "Update Diptych, or open another library with --library; nothing was changed.",
        )


def prepare(engine: Engine, path: Path, *, blank: bool) -> str:
    """Make a file a library where it is not one yet; return the version it then has.

    Raises:
        StorageError: If a newer Diptych has written it.
    """
    with engine.connect() as connection:
        if blank:
            # On its own and first: the mark must be in the header before anything else is in the file.
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        version = stored_version(connection)
        if version is not None:
            refuse_newer(version, path)
        _use_write_ahead_log(connection)
        return version or _create(connection)


def _use_write_ahead_log(connection: Connection) -> None:
    """Let readers and a writer work at the same time; the setting stays with the file."""
    # SQLite waits for no lock here, and another process may be making the same library at this moment.
    patience = time.monotonic() + BUSY_SECONDS
    while connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() != "wal":
        try:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        except LibraryInUseError:
            if time.monotonic() > patience:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            # Some file systems can't have it; the library works there too, one program at a time.
            return


def _create(connection: Connection) -> str:
    """Create all tables, unless another process was first."""
    connection.rollback()
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    version = stored_version(connection)
    if version is None:
        version = SCHEMA_VERSION
        tables.metadata.create_all(connection, checkfirst=False)
        connection.exec_driver_sql(tables.CREATE_SEARCH_INDEX)
        # The table and its key as Alembic makes them.
        connection.exec_driver_sql(
            "CREATE TABLE alembic_version (\n\tversion_num VARCHAR(32) NOT NULL, \n\t"
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n)"
        )
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (version,))
        connection.execute(insert(tables.library_state).values(id=1, created=datetime.now(UTC), seeded=False))
    connection.commit()
    return version


def is_seeded(connection: Connection) -> bool:
    """Tell whether the bundled documents and topics were put in."""
    return bool(number(connection, "SELECT seeded FROM library_state"))
