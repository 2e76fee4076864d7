"""Copies of imported files, kept in a folder beside the library and named by their digests."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from reader.errors import StorageError

_SLICE = 1 << 20


class KeptFiles:
    """The folder of kept files of one library (implements `reader.domain.repositories.FileStore`).

    Args:
        library: The library file; of `library.sqlite` the folder is `library.files`.
    """

    def __init__(self, library: Path) -> None:
        self._folder = library.with_suffix(".files")

    def keep(self, source: Path, digest: str) -> bool:
        """Copy a file, unless its copy is there already.

        Args:
            source: The file.
            digest: The SHA-256 of its bytes, hexadecimal.

        Returns:
            Whether a copy was made.

        Raises:
            StorageError: If it can't be written, or the file changed since its digest was taken.
        """
        target = self._path(source.suffix, digest)
        if self.path_of(digest) is not None:
            return False
        partial = target.with_name(f".{secrets.token_hex(8)}.part")
        try:
            self._folder.mkdir(exist_ok=True)
            if _copied(source, partial) != digest:
                raise StorageError(f"“{source.name}” changed while it was read.", "Import it again.")
            partial.replace(target)
        except OSError as error:
            raise StorageError(
                f"The library can't keep a copy of “{source.name}” in {self._folder} ({error.strerror}).",
                "Make room there, or import the file without a copy (--link-only).",
            ) from error
        finally:
            partial.unlink(missing_ok=True)
        return True

    def path_of(self, digest: str) -> Path | None:
        """Return where the copy of a file is, or None if there is none."""
        return next(iter(sorted(self._folder.glob(f"{digest}*"))), None)

    def discard(self, digest: str) -> None:
        """Delete the copy of a file, if there is one."""
        path = self.path_of(digest)
        if path is not None:
            path.unlink(missing_ok=True)

    def _path(self, suffix: str, digest: str) -> Path:
        return self._folder / f"{digest}{suffix.lower()}"


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
