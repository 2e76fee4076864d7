"""Use cases on documents: list, open, import, edit and remove them, and look after the library file."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from reader.domain.document import BlockRole, Contents, Document, DocumentId, LoadedFile, SectionRole, digest_of
from reader.domain.passage import Passage, passage_at
from reader.domain.progress import Progress, no_progress
from reader.domain.repositories import Library, UnitOfWork
from reader.domain.session import ReadingSession
from reader.domain.text import TextSpan
from reader.errors import DocumentError
from reader.services.citations import cite, cite_again
from reader.services.importing import document_of, free_slug
from reader.services.targets import anchor_problems

EARLIEST_YEAR, LATEST_YEAR = 1000, 2999
_PATH_SEPARATOR = " › "
_EN_DASH = "–"


class DocumentLoader(Protocol):
    """Reads a file into its canonical text and structure."""

    def __call__(self, path: Path, progress: Progress) -> LoadedFile:
        """Load a file.

        Raises:
            DocumentError: If there is no such file or it can't be read as a document.
        """


class Segmenter(Protocol):
    """Cuts a document's body into passages."""

    def __call__(self, contents: Contents) -> tuple[Passage, ...]:
        """Return the passages in order."""


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A document with its text, its structure and its passages."""

    document: Document
    contents: Contents
    passages: tuple[Passage, ...]

    def quote(self, span: TextSpan) -> str:
        """Return the canonical text of a span without its note markers."""
        pieces: list[str] = []
        at = span.start
        for marker in self.contents.markers:
            if marker.span.end <= at:
                continue
            if marker.span.start >= span.end:
                break
            pieces.append(self.contents.text[at : max(at, marker.span.start)])
            at = marker.span.end
        pieces.append(self.contents.text[at : span.end])
        return "".join(pieces)

    def locator(self, span: TextSpan) -> str:
        """Say where a span is: "¶ 61", "¶ 61a–62", "Notes, n. 12", else the title of its table or section."""
        covered = self._passages_in(span)
        if covered:
            return _paragraphs(covered[0], covered[-1])
        notes = [note.number for note in self.contents.notes if note.span.overlap(_visible(span))]
        if notes:
            return f"Notes, n. {notes[0]}" if len(notes) == 1 else f"Notes, nn. {notes[0]}{_EN_DASH}{notes[-1]}"
        return self._caption(span) or self.section_title(span).rpartition(_PATH_SEPARATOR)[2]

    def section_title(self, span: TextSpan) -> str:
        """Return the titles of the sections a span begins in, outermost first; "" for body text without headings."""
        if not self.contents.sections:
            return ""
        section = self.contents.section_at(span.start)
        path = self.contents.section_path(section)
        if path or section.role is SectionRole.BODY:
            return _PATH_SEPARATOR.join(path)
        return section.role.value.capitalize()

    def passage_at(self, span: TextSpan) -> Passage | None:
        """Return the passage that shares the most text with a span, or None."""
        return passage_at(self.passages, span)

    def _passages_in(self, span: TextSpan) -> Sequence[Passage]:
        wanted = _visible(span)
        return [passage for passage in self.passages if passage.span.overlap(wanted)]

    def _caption(self, span: TextSpan) -> str:
        """Return the caption of the table that a span is in (or the caption's own text), on one line; else ""."""
        block = self.contents.block_at(span.start)
        if block is None or block.role not in {BlockRole.TABLE, BlockRole.CAPTION}:
            return ""
        index = self.contents.blocks.index(block)
        near = [block, *self.contents.blocks[max(0, index - 1) : index], *self.contents.blocks[index + 1 : index + 2]]
        caption = next((b for b in near if b.role is BlockRole.CAPTION), None)
        return " ".join(self.quote(caption.span).split()) if caption else ""


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
    ) -> None:
        self._library = library
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

    def import_file(self, path: str | Path, progress: Progress = no_progress) -> ImportResult:
        """Add a file; one whose bytes are in the library already is found there, or brought back if it was removed.

        Raises:
            DocumentError: If it can't be read as a document; nothing was changed.
            CancelledError: If the reader cancelled; nothing was changed.
        """
        file = Path(path).absolute()
        present = self._present(file)
        if present is not None:
            return present
        loaded = self._load(file, progress)
        passages = self._segment(loaded.contents)
        with self._library.unit_of_work() as unit:
            # Another process may have been quicker while this one was loading.
            twin = unit.documents.by_digest(loaded.digest)
            if twin is not None:
                return _already_there(unit, twin)
            slug = free_slug(unit.documents, loaded)
            document = document_of(loaded, passages, DocumentId(uuid.uuid4().hex), slug, self._clock())
            unit.documents.add(document, loaded.contents, passages, progress)
            unit.commit()
        count = "1 passage" if len(passages) == 1 else f"{len(passages)} passages"
        return ImportResult(document, added=True, message=f"Read as {loaded.encoding}: {count}.")

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
            digest = digest_of(file.read_bytes())
        except OSError:
            return None  # the loader says what is wrong with it, in the reader's words
        with self._library.unit_of_work() as unit:
            twin = unit.documents.by_digest(digest)
            return None if twin is None else _already_there(unit, twin)


def read_document(unit: UnitOfWork, document_id: DocumentId) -> OpenDocument:
    """Read a document with its text and passages inside a unit of work.

    Raises:
        DocumentError: If it is not in the library.
    """
    document = known_document(unit, document_id)
    return OpenDocument(document, unit.documents.contents(document_id), unit.documents.passages(document_id))


def known_document(unit: UnitOfWork, document_id: DocumentId) -> Document:
    """Return a document of the library.

    Raises:
        DocumentError: If it is not in the library.
    """
    document = unit.documents.get(document_id)
    if document is None:
        remedy = "Choose one that is there, or import its file again."
        raise DocumentError("This document is no longer in the library.", remedy)
    return document


def citation_of(document: Document) -> str:
    """Return a document's full citation, composed of what is known where it has none."""
    return document.citation or cite(document.author, document.title, document.institution, document.year)


def _find(unit: UnitOfWork, reference: str) -> Document | None:
    """Look a reference up as a slug, an id and a path, in this order."""
    wanted = reference.strip()
    found = unit.documents.by_slug(wanted) or unit.documents.by_slug(wanted.lower())
    found = found or unit.documents.get(DocumentId(wanted))
    if found is not None or not wanted:
        return found
    file = Path(wanted).absolute()
    found = unit.documents.by_source_path(str(file))
    if found is not None or not file.is_file():
        return found
    twin = unit.documents.by_digest(digest_of(file.read_bytes()))
    return None if twin is None or unit.documents.is_removed(twin.id) else twin


def _already_there(unit: UnitOfWork, twin: Document) -> ImportResult:
    if not unit.documents.is_removed(twin.id):
        return ImportResult(twin, added=False, message=f"It is in the library already, as “{twin.title}”.")
    unit.documents.restore(twin.id)
    unit.commit()
    return ImportResult(twin, added=False, message=f"It is back in the library, as “{twin.title}”, with its notes.")


def _visible(span: TextSpan) -> TextSpan:
    """Let an empty span stand for the character after it."""
    return span if span else TextSpan(span.start, span.start + 1)


def _paragraphs(first: Passage, last: Passage) -> str:
    """Write a run of passages: "¶ 61", "¶ 61a", "¶ 61a–c", "¶ 61a–62"."""
    if first.ordinal == last.ordinal:
        return first.label
    if first.paragraph == last.paragraph:
        return f"{first.label}{_EN_DASH}{last.part}"
    return f"{first.label}{_EN_DASH}{last.paragraph}{last.part}"
