"""The library's copies of files: kept with their documents, checked, and let go with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reader.domain.document import Document, LoadedFile
from reader.domain.repositories import FileStore, Library
from reader.errors import StorageError


class KeptCopies:
    """What the library does with copies of files.

    Args:
        library: The library.
        files: Where copies are kept; None to keep none.
    """

    def __init__(self, library: Library, files: FileStore | None) -> None:
        self._library = library
        self._files = files

    @contextmanager
    def keeping(self, loaded: LoadedFile, *, wanted: bool) -> Iterator[bool]:
        """Keep a copy of a file with pages while its document is stored, and none if that fails.

        Returns:
            Whether there is a copy.

        Raises:
            StorageError: If it can't be written, or the file changed since it was read.
        """
        if not wanted or self._files is None or loaded.pages is None:
            yield False
            return
        made = self._files.keep(Path(loaded.path), loaded.digest)
        try:
            yield True
        except BaseException:
            if made:
                # Another process may have added the document meanwhile; a library that can't tell keeps the copy.
                with suppress(StorageError):
                    self.let_go([loaded.digest])
            raise

    def path_of(self, document: Document) -> Path | None:
        """Return where the copy of a document's file is, or None if there is none."""
        return self._files.path_of(document.digest) if self._files is not None else None

    def sound_path_of(self, document: Document) -> Path | None:
        """Return where the copy of a document's file is, or None if there is none or it was changed."""
        if self._files is None or not self._files.is_whole(document.digest):
            return None
        return self._files.path_of(document.digest)

    def mend(self, document: Document, file: Path) -> bool:
        """Keep a file's copy again if its document has lost it; return whether that was so.

        Raises:
            StorageError: If it can't be written.
        """
        return document.kept and self._files is not None and self._files.keep(file, document.digest)

    def let_go(self, digests: Iterable[str]) -> None:
        """Delete the copies of files that no document is made of any more."""
        if self._files is None:
            return
        with self._library.unit_of_work() as unit:
            gone = set(digests) - unit.documents.digests()
        for digest in gone:
            self._files.discard(digest)

    def problems(self, documents: Iterable[Document]) -> list[str]:
        """Check the copies of files; return the problems, one line each."""
        return [problem for document in documents for problem in self._problems(document)]

    def _problems(self, document: Document) -> Iterator[str]:
        if self._files is None or self._files.is_whole(document.digest):
            return
        copy = self._files.path_of(document.digest)
        remedy = f"import it again to mend that (it was {document.source_path})"
        if copy is not None:
            yield f"{document.slug}: the library's copy of its file, {copy}, was changed or can't be read; {remedy}"
        elif document.kept:
            yield f"{document.slug}: the library's copy of its file is missing; {remedy}"
