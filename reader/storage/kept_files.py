"""Copies of imported files, kept in a folder beside the library and named by their digests."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterable

_SLICE = 1 << 20


class KeptFiles:
    """The folder of kept files of one library (implements `reader.domain.repositories.FileStore`).

    Args:
        library: The library file; of `library.sqlite` the folder is `library.files`.
    """

    def __init__(self, library: Path) -> None:
        self._folder = library.with_suffix(".files")

    def keep(self, source: Path, digest: str) -> bool:
        """Copy a file, unless its copy is there already; a copy that was changed gives way to a sound one.

        Args:
            source: The file.
            digest: The SHA-256 of its bytes, hexadecimal.

        Returns:
            Whether a copy was made.

        Raises:
            StorageError: If it can't be written, or the file changed since its digest was taken.
        """
        if self.is_whole(digest):
            return False
        try:
            self._folder.mkdir(exist_ok=True)
            self._copy(source, digest, self.path_of(digest) or self._folder / f"{digest}{source.suffix.lower()}")
        except OSError as error:
            raise StorageError(
                f"The library can't keep a copy of “{source.name}” in {self._folder} ({error.strerror}).",
                "Make room there, or import the file without a copy (--link-only).",
            ) from error
        return True

    def path_of(self, digest: str) -> Path | None:
        """Return where the copy of a file is, or None if there is none."""
        return next(iter(sorted(self._folder.glob(f"{digest}*"))), None)

    def is_whole(self, digest: str) -> bool:
        """Tell whether the copy of a file is there and has the bytes it was made with."""
        path = self.path_of(digest)
        try:
            return path is not None and _digest_of(path) == digest
        except OSError:
            return False  # what can't be read is as good as lost

    def discard(self, digest: str) -> None:
        """Delete the copy of a file, if there is one, and the folder with the last one."""
        path = self.path_of(digest)
        if path is not None:
            path.unlink(missing_ok=True)
            with suppress(OSError):  # there are others
                self._folder.rmdir()

    def copy_to(self, other: KeptFiles, digests: Iterable[str]) -> list[str]:
        """Copy the files of some digests to another library's folder, as they are; what is sound there is left alone.

        Returns:
            The digests of the copies that were not there before.

        Raises:
            OSError: If that fails; nothing new is left there.
        """
        made: list[str] = []
        try:
            for digest in digests:
                source = self.path_of(digest)
                if source is None or other.is_whole(digest):
                    continue
                other._folder.mkdir(exist_ok=True)  # of the same class
                if other.path_of(digest) is None:
                    made.append(digest)
                other._copy(source, None, other._folder / source.name)
        except BaseException:
            for digest in made:
                other.discard(digest)
            with suppress(OSError):
                other._folder.rmdir()
            raise
        return made

    def _copy(self, source: Path, digest: str | None, target: Path) -> None:
        """Copy a file, which appears under its name only when it is whole; make sure of its digest, if one is given."""
        partial = target.with_name(f".{secrets.token_hex(8)}.part")
        try:
            found = _copied(source, partial)
            if digest not in {None, found}:
                raise StorageError(f"“{source.name}” changed while it was read.", "Import it again.")
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)


def _copied(source: Path, target: Path) -> str:
    """Copy a file to disk and return its digest."""
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("xb") as written:
        while part := read.read(_SLICE):
            digest.update(part)
            written.write(part)
        written.flush()
        os.fsync(written.fileno())
    return digest.hexdigest()


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
