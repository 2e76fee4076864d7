"""Use cases on documents: list, open, import, edit and remove them, and look after the library file."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from reader.domain.document import Contents, Document, DocumentId, LoadedFile
from reader.domain.passage import Passage
from reader.domain.progress import Progress, no_progress
from reader.domain.repositories import FileStore, Library, UnitOfWork
from reader.domain.session import ReadingSession
from reader.errors import DocumentError
from reader.services.citations import cite_again
from reader.services.importing import annotations_of, document_of, free_slug
from reader.services.open_document import OpenDocument, known_document, read_document
from reader.services.targets import anchor_problems

__all__ = ["DocumentLoader", "ImportResult", "LibraryService", "OpenDocument", "Segmenter"]

EARLIEST_YEAR, LATEST_YEAR = 1000, 2999


class DocumentLoader(Protocol):
    """Reads a file into its canonical text and structure."""

    def __call__(self, path: Path, progress: Progress, *, password: str | None = None) -> LoadedFile:
        """Load a file; a password opens a protected one.

        Raises:
            DocumentError: If there is no such file or it can't be read as a document.
            PasswordError: If it needs a password, or another one.
        """


class Segmenter(Protocol):
    """Cuts a document's body into passages."""

    def __call__(self, contents: Contents, progress: Progress) -> tuple[Passage, ...]:
        """Return the passages in order."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of a file.

    Attributes:
        added: Whether it is new in the library; False where the same bytes were there already.
        message: One sentence for the reader; names the encoding of a new text.
    """

    document: Document
    added: bool
    message: str


class LibraryService:
    """What the reader does with documents and with the library as a whole."""

    def __init__(
        self,
        library: Library,
        load: DocumentLoader,
        segment: Segmenter,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        files: FileStore | None = None,
    ) -> None:
        self._library = library
        self._files = files
        self._load = load
        self._segment = segment
        self._clock = clock

    @property
    def path(self) -> str:
        """The library file, for messages."""
        return self._library.path

    def documents(self) -> list[Document]:
        """Return every document, oldest first."""
        with self._library.unit_of_work() as unit:
            return unit.documents.all()

    def resolve(self, reference: str) -> Document:
        """Find a document by its id, its slug, or the path of its file.

        Raises:
            DocumentError: If it is not in the library.
        """
        with self._library.unit_of_work() as unit:
            found = _find(unit, reference)
            if found is not None:
                return found
            slugs = [document.slug for document in unit.documents.all()]
        known = f"the library has {', '.join(slugs)}" if slugs else "the library is still empty: import a file first"
        raise DocumentError(f"There is no document “{reference}” in the library.", f"Name one that is there: {known}.")

    def open(self, document_id: DocumentId) -> OpenDocument:
        """Read a document with its text and passages.

        Raises:
            DocumentError: If it is not in the library.
        """
        with self._library.unit_of_work() as unit:
            return read_document(unit, document_id)

    def import_file(
        self,
        path: str | Path,
        progress: Progress = no_progress,
        *,
        password: str | None = None,
        link_only: bool = False,
    ) -> ImportResult:
        """Add a file; one whose bytes are in the library already is found there, or brought back if it was removed.

        Args:
            path: The file.
            progress: Called with steps of its own.
            password: What a protected file opens with; it is not kept.
            link_only: Keep no copy of a file with pages: they can be shown only while the file stays where it is.

        Raises:
            DocumentError: If it can't be read as a document; nothing was changed.
            PasswordError: If it needs a password, or another one; nothing was changed.
            CancelledError: If the reader cancelled; nothing was changed.
        """
        file = Path(path).absolute()
        present = self._present(file)
        if present is not None:
            return present
        loaded = self._load(file, progress) if password is None else self._load(file, progress, password=password)
        passages = self._segment(loaded.contents, progress)
        with self._kept_copy(loaded, wanted=not link_only):
            return self._add(loaded, passages, progress)

    @contextmanager
    def _kept_copy(self, loaded: LoadedFile, *, wanted: bool) -> Iterator[None]:
        """Keep a copy of a file with pages while its document is added, and none if that fails."""
        made = False
        if wanted and self._files is not None and loaded.pages is not None:
            made = self._files.keep(Path(loaded.path), loaded.digest)
        try:
            yield
        except BaseException:
            if made and self._files is not None:
                self._files.discard(loaded.digest)
            raise

    def _add(self, loaded: LoadedFile, passages: tuple[Passage, ...], progress: Progress) -> ImportResult:
        with self._library.unit_of_work() as unit:
            # Another process may have been quicker while this one was loading.
            twin = unit.documents.by_digest(loaded.digest)
            if twin is not None:
                return _already_there(unit, twin)
            slug = free_slug(unit.documents, loaded)
            document = document_of(loaded, passages, DocumentId(uuid.uuid4().hex), slug, self._clock())
            unit.documents.add(document, loaded.contents, passages, progress)
            found = annotations_of(loaded, OpenDocument(document, loaded.contents, passages), self._clock())
            for annotation in found:
                unit.annotations.add(annotation)
            unit.commit()
        return ImportResult(document, added=True, message=_in_words(loaded, len(passages), len(found)))

    def file_of(self, document_id: DocumentId) -> Path:
        """Return the file of a document: the library's copy, or where it was imported from if it is still the same.

        Raises:
            DocumentError: If there is neither, or no such document.
        """
        with self._library.unit_of_work() as unit:
            document = known_document(unit, document_id)
        kept = self._files.path_of(document.digest) if self._files is not None else None
        if kept is not None:
            return kept
        source = Path(document.source_path)
        try:
            same = _digest_of_file(source) == document.digest
        except OSError:
            same = False
        if not same:
            remedy = "Put it back, or remove the document and import the file from where it is now."
            raise DocumentError(f"The file of “{document.title}”, {source}, is gone or was changed.", remedy)
        return source

    def edit(self, document_id: DocumentId, *, title: str, author: str, year: int | None) -> Document:
        """Change a document's title, author and year, in its citation too.

        Raises:
            DocumentError: If it is not in the library, the title is empty, or the year is none.
        """
        title, author = " ".join(title.split()), " ".join(author.split())
        if not title:
            raise DocumentError("A document needs a title.", "Write one, or keep the one it has.")
        if year is not None and not EARLIEST_YEAR <= year <= LATEST_YEAR:
            remedy = f"Give a year from {EARLIEST_YEAR} to {LATEST_YEAR}, or none."
            raise DocumentError(f"{year} can't be the year of a document.", remedy)
        with self._library.unit_of_work() as unit:
            before = known_document(unit, document_id)
            changed = replace(before, title=title, author=author, year=year)
            document = replace(changed, citation=cite_again(before, changed))
            unit.documents.update(document)
            unit.commit()
        return document

    def put(self, document: Document) -> Document:
        """Store exactly this title, author, year and citation: how an edit is undone and redone.

        Raises:
            DocumentError: If the document is not in the library.
        """
        with self._library.unit_of_work() as unit:
            known_document(unit, document.id)
            unit.documents.update(document)
            unit.commit()
        return document

    def remove(self, document_id: DocumentId) -> Document:
        """Take a document out of the library with its annotations and links, and return it; `restore` undoes it."""
        with self._library.unit_of_work() as unit:
            document = known_document(unit, document_id)
            unit.documents.remove(document_id)
            unit.commit()
        return document

    def restore(self, document_id: DocumentId) -> Document:
        """Bring a removed document back with its annotations and links, and return it."""
        with self._library.unit_of_work() as unit:
            unit.documents.restore(document_id)
            document = known_document(unit, document_id)
            unit.commit()
        return document

    def session(self) -> ReadingSession:
        """Return the reader's last session, or a fresh one."""
        with self._library.unit_of_work() as unit:
            return unit.session.load()

    def save_session(self, session: ReadingSession) -> None:
        """Store the reader's session."""
        with self._library.unit_of_work() as unit:
            unit.session.save(session)
            unit.commit()

    def backup(self, path: str | Path, *, overwrite: bool = False) -> None:
        """Write a consistent copy of the library while it is in use.

        Raises:
            StorageError: If it can't be written, or is there already and may not be overwritten.
        """
        self._library.backup(str(path), overwrite=overwrite)

    def check(self) -> list[str]:
        """Check the library file and every anchor in it; return the problems, one line each."""
        problems = self._library.check()
        with self._library.unit_of_work() as unit:
            return problems + anchor_problems(unit)

    def _present(self, file: Path) -> ImportResult | None:
        """Look for a file's bytes in the library, which is much quicker than loading it."""
        try:
            digest = _digest_of_file(file)
        except OSError:
            return None  # the loader says what is wrong with it, in the reader's words
        if digest is None:
            return None
        with self._library.unit_of_work() as unit:
            twin = unit.documents.by_digest(digest)
            return None if twin is None else _already_there(unit, twin)


def _in_words(loaded: LoadedFile, passages: int, annotations: int) -> str:
    parts = [f"{loaded.pages} page{'s' * (loaded.pages != 1)}"] if loaded.pages is not None else []
    parts.append("1 passage" if passages == 1 else f"{passages} passages")
    if annotations:
        parts.append("1 highlight" if annotations == 1 else f"{annotations} highlights")
    return f"Read as {loaded.encoding}: {', '.join(parts)}."


def _find(unit: UnitOfWork, reference: str) -> Document | None:
    """Look a reference up as a slug, an id and a path, in this order."""
    wanted = reference.strip()
    found = unit.documents.by_slug(wanted) or unit.documents.by_slug(wanted.lower())
    found = found or unit.documents.get(DocumentId(wanted))
    if found is not None or not wanted:
        return found
    file = Path(wanted).absolute()
    found = unit.documents.by_source_path(str(file))
    if found is not None:
        return found
    try:
        digest = _digest_of_file(file)
    except OSError:
        return None
    twin = unit.documents.by_digest(digest) if digest is not None else None
    return None if twin is None or unit.documents.is_removed(twin.id) else twin


def _digest_of_file(file: Path) -> str | None:
    """Return the digest of a file's bytes, or None if it is no regular file (a folder, a pipe) or not there."""
    if not file.is_file():
        return None
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _already_there(unit: UnitOfWork, twin: Document) -> ImportResult:
    if not unit.documents.is_removed(twin.id):
        return ImportResult(twin, added=False, message=f"It is in the library already, as “{twin.title}”.")
    unit.documents.restore(twin.id)
    unit.commit()
    return ImportResult(twin, added=False, message=f"It is back in the library, as “{twin.title}”, with its notes.")
