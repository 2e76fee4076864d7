"""Turns SQLite's known failures into one clear sentence with a remedy; everything else stays a bug."""

from __future__ import annotations

import sqlite3

from reader.errors import StorageError

_RESTORE = (
    "Put a backup in its place (or a copy named “….before-….sqlite” beside it), or open another library with --library."
)


class LibraryInUseError(StorageError):
    """Another program holds the library locked."""


def known_failure(error: BaseException, path: str) -> StorageError | None:
    """Tell a known failure of the file at `path`, or return None for a bug."""
    if not isinstance(error, sqlite3.Error):
        return None
    # The low byte is the primary result code; the rest only says where in SQLite it arose.
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
            return LibraryInUseError(
                f"The library {path} is in use by another program.",
                "Nothing was changed: try again when that program has finished.",
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return read_only(path)
        case sqlite3.SQLITE_FULL:
            return StorageError(
                f"There is no room left to save the library {path}.",
                "Nothing was changed: free some disk space and try again.",
            )
        case sqlite3.SQLITE_IOERR:
            return StorageError(
                f"The disk failed to read or write the library {path}.",
                "Nothing was changed: check the disk and its free space and try again.",
            )
        case sqlite3.SQLITE_NOTADB:
            return not_a_library(path)
        case sqlite3.SQLITE_CORRUPT:
            return StorageError(f"The library {path} is damaged.", _RESTORE)
        case sqlite3.SQLITE_CANTOPEN:
            return StorageError(
                f"The library {path} can't be opened.",
                "See that you may read and write it and its folder, or open another library with --library.",
            )
        case _:
            return None


def read_only(path: str) -> StorageError:
    """Say that a library can't be written."""
    return StorageError(
        f"The library {path} is read-only.",
        "Nothing was changed: see that you may write the file and its folder, or open another library with --library.",
    )


def not_a_library(path: str) -> StorageError:
    """Say that a file is something else, or damaged from its first bytes on; the file stays as it is."""
    return StorageError(f"The file {path} is not a Diptych library, or it is damaged.", _RESTORE)
