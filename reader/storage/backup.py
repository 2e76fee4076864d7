"""Consistent copies of a library file, made while it is in use."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from reader.errors import StorageError
from reader.storage.connection import OpenMode, connect, translated
from reader.storage.kept_files import KeptFiles

if TYPE_CHECKING:
    from pathlib import Path


def write_backup(source: sqlite3.Connection, target: Path, *, overwrite: bool, files: KeptFiles | None = None) -> None:
    """Copy a library to one file, which appears under its name only when it is whole.

    Args:
        source: A connection to the library.
        target: The file to write.
        overwrite: Whether a file that is there may be replaced.
        files: The library's copies of imported files, which go into a folder beside the file; None to leave them out.

    Raises:
        StorageError: If the copy can't be written; a file that was there is left as it was.
    """
    _refuse(target, overwrite=overwrite)
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    beside = KeptFiles(target)
    made: list[str] = []
    try:
        # Reserves the name, and tells an unwritable folder from a failing copy.
        partial.touch(exist_ok=False)
        with translated(partial):
            _copy(source, partial)
            digests = _digests_in(partial) if files is not None else []
        _synchronize(partial)
        if files is not None:
            # The library comes last: one that is there has all its files.
            made = files.copy_to(beside, digests)
        _refuse(target, overwrite=overwrite)
        partial.replace(target)
        made = []
    except OSError as error:
        raise StorageError(
            f"The backup {target} can't be written ({error.strerror}).", "Choose another folder or free some space."
        ) from error
    finally:
        for digest in made:
            beside.discard(digest)
        for leftover in (partial, partial.with_name(f"{partial.name}-journal")):
            leftover.unlink(missing_ok=True)


def _refuse(target: Path, *, overwrite: bool) -> None:
    if target.is_dir():
        raise StorageError(f"{target} is a folder.", "Name a file in it for the backup.")
    if target.exists() and not overwrite:
        raise StorageError(f"The file {target} exists.", "Choose another name, or allow it to be overwritten.")
    if target.with_name(f"{target.name}-wal").exists():
        # Its leftover log would be applied to the copy.
        raise StorageError(
            f"The file {target} is a library in use.", "Choose another name for the backup, or close that library."
        )


def _copy(source: sqlite3.Connection, partial: Path) -> None:
    with closing(connect(partial, OpenMode.READ_WRITE)) as copy:
        source.backup(copy)
        # One file without side files; a library opened from it takes up its log again.
        copy.execute("PRAGMA journal_mode = DELETE")


def _digests_in(partial: Path) -> list[str]:
    with closing(connect(partial, OpenMode.READ_ONLY)) as copy:
        return [digest for (digest,) in copy.execute("SELECT digest FROM documents ORDER BY key")]


def _synchronize(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
