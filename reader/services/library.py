"""Use cases on documents: list, open, import, edit and remove them, and look after the library file."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
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
from reader.services.importing import annotations_of, document_of, free_slug, read_again
from reader.services.keeping import KeptCopies
from reader.services.open_document import OpenDocument, known_document, read_document
from reader.services.refreshing import RefreshResult, put_reading
from reader.services.targets import anchor_problems

__all__ = ["DocumentLoader", "ImportResult", "LibraryService", "OpenDocument", "RefreshResult", "Segmenter"]

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
        self._copies = KeptCopies(library, files)
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
        loaded = self._read(file, progress, password)
        passages = self._segment(loaded.contents, progress)
        with self._copies.keeping(loaded, wanted=not link_only) as kept:
            return self._add(loaded, passages, progress, kept=kept)

    def _read(self, file: Path, progress: Progress, password: str | None) -> LoadedFile:
        return self._load(file, progress) if password is None else self._load(file, progress, password=password)

    def _add(
        self, loaded: LoadedFile, passages: tuple[Passage, ...], progress: Progress, *, kept: bool
    ) -> ImportResult:
        with self._library.unit_of_work() as unit:
            # Another process may have been quicker while this one was loading.
            twin = unit.documents.by_digest(loaded.digest)
            if twin is not None:
                return _already_there(unit, twin)
            slug = free_slug(unit.documents, loaded)
            document = document_of(loaded, passages, DocumentId(uuid.uuid4().hex), slug, self._clock(), kept=kept)
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
        copy = self._copies.path_of(document)
        if copy is not None:
            return copy
        source = Path(document.source_path)
        try:
            same = _digest_of_file(source) == document.digest
        except OSError:
            same = False
        if not same:
            raise _gone(document, source)
        return source

    def refresh(
        self, document_id: DocumentId, progress: Progress = no_progress, *, password: str | None = None
    ) -> RefreshResult:
        """Read a document again and re-place its annotations, links and verdicts, all in one transaction.

        The library's copy of its file is read, or else the file it came from, as it is now. What the reader said of its
        title, author and year stays.

        Args:
            document_id: The document.
            progress: Called with steps of its own.
            password: What a protected file opens with; it is not kept.

        Raises:
            DocumentError: If it is not in the library, or its file is gone or can't be read; nothing was changed.
            PasswordError: If it needs a password, or another one; nothing was changed.
            CancelledError: If the reader cancelled; nothing was changed.
        """
        with self._library.unit_of_work() as unit:
            known = known_document(unit, document_id)
        source = Path(known.source_path)
        file = self._copies.sound_path_of(known) or source
        if not file.is_file():
            raise _gone(known, source)
        loaded = self._read(file, progress, password)
        passages = self._segment(loaded.contents, progress)
        with self._copies.keeping(loaded, wanted=known.kept) as kept, self._library.unit_of_work() as unit:
            before = known_document(unit, document_id)
            _refuse_twin(unit.documents.by_digest(loaded.digest), before)
            document = read_again(before, loaded, passages, kept=kept)
            result = put_reading(unit, before, OpenDocument(document, loaded.contents, passages), progress)
            unit.commit()
        self._copies.let_go([before.digest])
        return result

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

    def erase(self, document_id: DocumentId) -> Document:
        """Delete a document for good with all that was made on it and the copy of its file, and return it.

        Raises:
            DocumentError: If it is not in the library.
        """
        with self._library.unit_of_work() as unit:
            document = known_document(unit, document_id)
            unit.documents.erase(document_id)
            unit.commit()
        self._copies.let_go([document.digest])
        return document

    def purge(self, removed_before: datetime) -> int:
        """Delete for good what was removed before a time, with the copies of its files; return how many documents."""
        with self._library.unit_of_work() as unit:
            before = unit.documents.digests()
            count = unit.documents.purge(removed_before)
            unit.commit()
        self._copies.let_go(before)
        return count

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
        """Write a consistent copy of the library while it is in use, with its copies of files in a folder beside it.

        Raises:
            StorageError: If it can't be written, or is there already and may not be overwritten.
        """
        self._library.backup(str(path), overwrite=overwrite)

    def check(self) -> list[str]:
        """Check the library file, every anchor in it, and the kept files; return the problems, one line each."""
        problems = self._library.check()
        with self._library.unit_of_work() as unit:
            problems += anchor_problems(unit)
            documents = unit.documents.all()
        return problems + self._copies.problems(documents)

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
            if twin is None:
                return None
            mended = self._copies.mend(twin, file)
            present = _already_there(unit, twin)
        return replace(present, message=f"{present.message} {_MENDED}") if mended else present


_MENDED = "The library's copy of its file was lost, and is there again."


def _gone(document: Document, source: Path) -> DocumentError:
    remedy = "Put it back, or remove the document and import the file from where it is now."
    return DocumentError(f"The file of “{document.title}”, {source}, is gone or was changed.", remedy)


def _refuse_twin(twin: Document | None, document: Document) -> None:
    """Make sure that no other document is made of the bytes that a document's file now has."""
    if twin is not None and twin.id != document.id:
        remedy = f"Remove “{document.slug}” if you don't need both."
        raise DocumentError(f"The file of “{document.title}” is now the same as that of “{twin.title}”.", remedy)


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
