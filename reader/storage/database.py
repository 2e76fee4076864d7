"""Opens a library file and hands out units of work on it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from reader.errors import StorageError
from reader.storage import schema
from reader.storage.backup import write_backup
from reader.storage.connection import OpenMode, driver, make_engine, translated
from reader.storage.failures import not_a_library, read_only
from reader.storage.integrity import problems
from reader.storage.kept_files import KeptFiles
from reader.storage.transaction import WriterLock
from reader.storage.unit_of_work import SqliteUnitOfWork

if TYPE_CHECKING:
    from sqlalchemy import Engine

# A scheme has two letters or more: one alone is a Windows drive.
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://|(sqlite):", re.IGNORECASE)


def open_library(path_or_url: str) -> SqliteLibrary:
    """Open a library, creating the file and its folders at need, and migrating it if it is older.

    Args:
        path_or_url: A path, or a `sqlite:` URL.

    Raises:
        StorageError: If it can't be opened; what is there is left as it was.
    """
    path = library_path(path_or_url)
    blank = schema.is_blank(path)
    if blank:
        _make_folder(path)
    writable = os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))
    if blank and not writable:
        raise read_only(str(path))
    engine = make_engine(path, OpenMode.READ_WRITE if writable else _reading_mode(path))
    try:
        _prepare(engine, path, blank=blank, writable=writable)
    except BaseException:
        engine.dispose()
        raise
    return SqliteLibrary(engine, path, writable=writable)


def library_path(path_or_url: str) -> Path:
    """Return the absolute path of a library's file.

    Raises:
        StorageError: If it is a URL that names no SQLite file.
    """
    url = _URL.match(path_or_url)
    if url is None:
        return Path(path_or_url).expanduser().absolute()
    if (url[1] or url[2]).casefold() != "sqlite":
        raise StorageError(
            f"A library can't be opened through “{url[1]}”.", "Only sqlite works: give a path or sqlite:///path."
        )
    name = _file_named_by(path_or_url[len("sqlite:") :])
    if not name or name == ":memory:":
        raise StorageError(f"{path_or_url} names no file.", "Give a path or sqlite:///path, without settings.")
    return Path(name).expanduser().absolute()


def _file_named_by(rest: str) -> str:
    """Return the file that a URL names after its scheme ("///path", or just "path"), "" if none."""
    if rest.startswith("//"):
        host, slash, rest = rest[2:].partition("/")
        rest = rest if slash and not host else ""
    # Settings would be ignored; better to say so.
    return "" if "?" in rest else unquote(rest)


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"The folder {path.parent} can't be created ({error.strerror}).",
            "Choose another place for the library with --library.",
        ) from error


def _reading_mode(path: Path) -> OpenMode:
    """Return how to open a file that can't be written: with a log beside it, only SQLite's locks show all of it."""
    log = path.with_name(f"{path.name}-wal")
    return OpenMode.READ_ONLY if log.exists() and log.stat().st_size else OpenMode.IMMUTABLE


def _prepare(engine: Engine, path: Path, *, blank: bool, writable: bool) -> None:
    """Create or migrate the library as needed."""
    if writable:
        version = schema.prepare(engine, path, blank=blank)
    else:
        with engine.connect() as connection:
            stored = schema.stored_version(connection)
        if stored is None:
            raise not_a_library(str(path))
        schema.refuse_newer(stored, path)
        version = stored
    if version == schema.SCHEMA_VERSION:
        return
    if not writable:
        raise StorageError(
            f"The library {path} is from an older Diptych and read-only.",
            "See that you may write the file and its folder, so that it can be brought up to date.",
        )
    from reader.storage.upgrade import upgrade  # imports Alembic, which is rarely due and slow

    upgrade(engine, path, version=schema.SCHEMA_VERSION)


class SqliteLibrary:
    """An open library file (implements `Library`). Safe to use from several threads."""

    def __init__(self, engine: Engine, path: Path, *, writable: bool) -> None:
        self._engine = engine
        self._path = path
        self._writable = writable
        self._writer = WriterLock()

    @property
    def path(self) -> str:
        """The file, for messages."""
        return str(self._path)

    @property
    def is_new(self) -> bool:
        """Whether it still wants the bundled documents and topics (never where they can't be written)."""
        if not self._writable:
            return False
        with self._engine.connect() as connection:
            return not schema.is_seeded(connection)

    def unit_of_work(self) -> SqliteUnitOfWork:
        """Begin a unit of work."""
        return SqliteUnitOfWork(self._engine, self.path, self._writer)

    def backup(self, path: str, *, overwrite: bool) -> None:
        """Write a consistent copy while in use, with the kept files in a folder beside it.

        Raises:
            StorageError: If the copy can't be written; a file that was there is left as it was.
        """
        target = Path(path).expanduser().absolute()
        if target.exists() and target.samefile(self._path):
            raise StorageError(f"{target} is the library itself.", "Choose another name for the backup.")
        with self._engine.connect() as connection, translated(self._path):
            write_backup(driver(connection), target, overwrite=overwrite, files=KeptFiles(self._path))

    def check(self) -> list[str]:
        """Check the file, the places in its texts, its quotes and its search index; return the problems."""
        with self._engine.connect() as connection:
            return problems(connection, writable=self._writable)

    def close(self) -> None:
        """Release the file."""
        self._engine.dispose()
