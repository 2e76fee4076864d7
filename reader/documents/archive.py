"""Archives: the parts of a zipped document, unpacked within bounds whatever the file says of their sizes."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from reader.domain.progress import Progress
from reader.errors import DocumentError

# Bytes that may be unpacked of one file in all: ten times the largest book collection tried.
LARGEST_UNPACKED = 100 * 1024 * 1024
# Mark-up packs 5 to 30 times; a bomb hundreds of times.
_HIGHEST_RATIO = 200
_SMALLEST_BOMB = 4 * 1024 * 1024
_MOST_PARTS = 50_000
_SLICE = 1 << 18
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SAVE_AGAIN = "Open it in the program it was made with and save it anew, then import that file."
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class Archive:
    """A zipped file in memory.

    Args:
        data: The file's bytes.
        name: Its name, for messages.
        progress: Called with bytes as parts are unpacked; may raise CancelledError.

    Raises:
        DocumentError: If it is damaged.
    """

    def __init__(self, data: bytes, name: str, progress: Progress) -> None:
        self._name = name
        self._progress = progress
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except _BROKEN as error:
            raise damaged(name) from error
        if len(entries) > _MOST_PARTS:
            raise self._too_large()
        self._parts = {entry.filename: entry for entry in entries}

    @property
    def names(self) -> frozenset[str]:
        """The names of its parts."""
        return frozenset(self._parts)

    def size(self, part: str) -> int:
        """Return how many bytes a part is said to unpack to, 0 if it is not there."""
        entry = self._parts.get(part)
        return entry.file_size if entry is not None else 0

    def read(self, part: str) -> bytes:
        """Unpack a part.

        Raises:
            DocumentError: If it is missing, damaged, protected, or too large.
        """
        found = self.find(part)
        if found is None:
            raise damaged(self._name)
        return found

    def find(self, part: str) -> bytes | None:
        """Unpack a part, if it is there (see `read`)."""
        entry = self._parts.get(part.lstrip("/"))
        if entry is None:
            return None
        if entry.flag_bits & 1:
            raise protected(self._name)
        if entry.compress_type not in _METHODS:
            raise damaged(self._name)
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(entry) as file:
                while piece := file.read(_SLICE):
                    pieces.append(piece)
                    size += len(piece)
                    self._unpacked += len(piece)
                    packed = max(1, entry.compress_size)
                    is_bomb = size > _SMALLEST_BOMB and size > _HIGHEST_RATIO * packed
                    if is_bomb or self._unpacked > LARGEST_UNPACKED:
                        raise self._too_large()
                    self._progress(self._unpacked, LARGEST_UNPACKED)
        except _BROKEN as error:
            raise damaged(self._name) from error
        return b"".join(pieces)

    def _too_large(self) -> DocumentError:
        return DocumentError(
            f"“{self._name}” unpacks to more than any document holds.", "Check where it comes from; it may do harm."
        )


def resolve(base: str, reference: str) -> str:
    """Return the name of the part that a reference in another part means; never one outside the archive.

    Args:
        base: The name of the part with the reference.
        reference: A relative address without its fragment.
    """
    joined = posixpath.join(posixpath.dirname(base), reference) if reference else base
    return posixpath.normpath(joined).lstrip("/")


def damaged(name: str) -> DocumentError:
    """Say that a file can't be read."""
    return DocumentError(f"“{name}” is damaged.", _SAVE_AGAIN)


def protected(name: str) -> DocumentError:
    """Say that a file is encrypted."""
    return DocumentError(
        f"“{name}” is protected by a password.",
        "Save it without one in the program it was made with, then import that.",
    )
