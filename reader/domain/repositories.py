"""What storage must offer: repositories inside a unit of work, and the library they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from reader.domain.alignment import Link, LinkId
from reader.domain.annotation import Annotation, AnnotationId, Target
from reader.domain.document import Contents, Document, DocumentId
from reader.domain.passage import Passage
from reader.domain.progress import Progress
from reader.domain.session import ReadingSession
from reader.domain.text import TextSpan
from reader.domain.topic import Topic
from reader.domain.verdict import TopicVerdict


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A place in the library that matches a query; `snippet` is plain text around it."""

    document_id: DocumentId
    span: TextSpan
    snippet: str


class DocumentRepository(Protocol):
    """Documents with their contents and passages. Removed ones are kept aside: only `restore` and `add` see them."""

    def add(self, document: Document, contents: Contents, passages: Sequence[Passage], progress: Progress) -> None:
        """Store a new document and index it for search."""

    def all(self) -> list[Document]:
        """Return every document, oldest first."""

    def get(self, document_id: DocumentId) -> Document | None:
        """Return one document."""

    def by_slug(self, slug: str) -> Document | None:
        """Return the document with a slug."""

    def by_digest(self, digest: str) -> Document | None:
        """Return the document made of the same bytes, a removed one too (see `is_removed`)."""

    def by_source_path(self, path: str) -> Document | None:
        """Return the document last imported from a path."""

    def slugs(self) -> frozenset[str]:
        """Return every slug in use, those of removed documents too."""

    def is_removed(self, document_id: DocumentId) -> bool:
        """Tell whether a document was taken out of the library and can be restored."""

    def contents(self, document_id: DocumentId) -> Contents:
        """Return the canonical text and structure.

        Raises:
            DocumentError: If there is no such document.
        """

    def passages(self, document_id: DocumentId) -> tuple[Passage, ...]:
        """Return the passages in order."""

    def update(self, document: Document) -> None:
        """Store changed metadata (title, author, year, institution, citation, source path)."""

    def replace(self, document: Document, contents: Contents, passages: Sequence[Passage], progress: Progress) -> None:
        """Store another reading of a document in place of the one there; what was made on it stays as it is."""

    def digests(self) -> frozenset[str]:
        """Return the digests of all files, those of removed documents too."""

    def remove(self, document_id: DocumentId) -> None:
        """Take a document out of the library; its annotations and links go with it."""

    def restore(self, document_id: DocumentId) -> None:
        """Bring a removed document back with its annotations and links."""

    def erase(self, document_id: DocumentId) -> None:
        """Delete a document for good, removed or not, with all that was made on it."""

    def purge(self, removed_before: datetime) -> int:
        """Delete for good what was removed before a time; return how many documents."""


class AnnotationRepository(Protocol):
    """Annotations with their tags; those of removed documents are not seen."""

    def add(self, annotation: Annotation) -> None:
        """Store a new annotation (or one that was removed, with its old id)."""

    def get(self, annotation_id: AnnotationId) -> Annotation | None:
        """Return one annotation."""

    def all(self, document_id: DocumentId | None = None) -> list[Annotation]:
        """Return annotations by document (oldest first) and position."""

    def update(self, annotation: Annotation) -> None:
        """Store a changed annotation."""

    def remove(self, annotation_id: AnnotationId) -> None:
        """Delete an annotation."""


class LinkRepository(Protocol):
    """The reader's word on pairs."""

    def put(self, link: Link) -> None:
        """Store a link, new or changed."""

    def get(self, link_id: LinkId) -> Link | None:
        """Return one link."""

    def all(self) -> list[Link]:
        """Return every link, oldest first."""

    def between(self, first: DocumentId, second: DocumentId) -> list[Link]:
        """Return the links between two documents, whichever side each is on, oldest first."""

    def remove(self, link_id: LinkId) -> None:
        """Delete a link."""


class TopicRepository(Protocol):
    """Topics in the reader's order."""

    def all(self) -> list[Topic]:
        """Return every topic in order."""

    def put(self, topic: Topic, position: int | None = None) -> None:
        """Store a topic: a known slug is replaced where it stands, a new one goes to `position` (None: the end)."""

    def remove(self, slug: str) -> None:
        """Delete a topic."""


class VerdictRepository(Protocol):
    """The reader's word on which passages treat a topic; that on removed documents is not seen.

    A verdict belongs to its topic by slug alone: it outlives a topic that is taken out of the list and put back.
    """

    def put(self, verdict: TopicVerdict) -> None:
        """Store a verdict, in place of one of the same topic on the same target."""

    def all(self, document_id: DocumentId | None = None) -> list[TopicVerdict]:
        """Return the verdicts, on one document if given, oldest first."""

    def remove(self, topic: str, target: Target) -> None:
        """Take back a topic's verdict on a target."""

    def remove_topic(self, topic: str) -> None:
        """Delete all that was said of a topic, as when it goes for good."""


class SessionRepository(Protocol):
    """The one stored reading session."""

    def load(self) -> ReadingSession:
        """Return the last session, or a fresh one."""

    def save(self, session: ReadingSession) -> None:
        """Store the session."""


class EmbeddingRepository(Protocol):
    """Embeddings by model and text hash: little-endian float32 vectors as bytes."""

    def get(self, model: str, hashes: Sequence[str]) -> dict[str, bytes]:
        """Return the known vectors among `hashes`."""

    def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Store vectors."""


class SearchIndex(Protocol):
    """Full-text search."""

    def search(self, query: str, document_id: DocumentId | None = None, limit: int = 100) -> list[SearchHit]:
        """Return the best hits; any text is a valid query, every word must occur, the last one may be a beginning."""


class UnitOfWork(Protocol):
    """One transaction: leave the `with` block after `commit()` and all is on disk; leave it without and nothing is."""

    @property
    def documents(self) -> DocumentRepository:
        """The documents of the library."""

    @property
    def annotations(self) -> AnnotationRepository:
        """The annotations on them."""

    @property
    def links(self) -> LinkRepository:
        """The reader's word on pairs."""

    @property
    def topics(self) -> TopicRepository:
        """The topics."""

    @property
    def verdicts(self) -> VerdictRepository:
        """The reader's word on which passages treat a topic."""

    @property
    def session(self) -> SessionRepository:
        """The last reading session."""

    @property
    def embeddings(self) -> EmbeddingRepository:
        """Word vectors kept from one alignment to the next."""

    @property
    def search_index(self) -> SearchIndex:
        """Full-text search."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def mark_seeded(self) -> bool:
        """Note, with this transaction, that the bundled documents and topics are in; call it before any reading.

        Returns:
            Whether they were still wanted; False if another process was first.
        """

    def commit(self) -> None:
        """Make every change so far durable.

        Raises:
            StorageError: If the file is locked, read-only, or the disk is full; nothing was changed.
        """


class FileStore(Protocol):
    """Copies of imported files that the library keeps, by the digests of their bytes."""

    def keep(self, source: Path, digest: str) -> bool:
        """Copy a file, unless its copy is there; return whether one was made.

        Raises:
            StorageError: If it can't be written, or the file changed since its digest was taken.
        """

    def path_of(self, digest: str) -> Path | None:
        """Return where the copy of a file is, or None if there is none."""

    def is_whole(self, digest: str) -> bool:
        """Tell whether the copy of a file is there and has the bytes it was made with."""

    def discard(self, digest: str) -> None:
        """Delete the copy of a file, if there is one."""


class Library(Protocol):
    """An open library file. Safe to use from several threads; each unit of work belongs to one."""

    @property
    def path(self) -> str:
        """The file, for messages."""

    @property
    def is_new(self) -> bool:
        """Whether it still wants the bundled documents and topics (see `UnitOfWork.mark_seeded`)."""

    def unit_of_work(self) -> UnitOfWork:
        """Begin a unit of work."""

    def backup(self, path: str, *, overwrite: bool) -> None:
        """Write a consistent copy while in use.

        Raises:
            StorageError: If the copy can't be written.
        """

    def check(self) -> list[str]:
        """Check the file (integrity, foreign keys, spans inside their texts); return the problems, one line each."""

    def close(self) -> None:
        """Release the file."""
