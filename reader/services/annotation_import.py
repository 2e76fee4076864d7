"""Use case of reading annotations and links back from a file of Web Annotations, in this library or another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from reader.domain.alignment import Link
from reader.domain.annotation import Annotation, Placement, Target
from reader.domain.document import Document, DocumentId
from reader.domain.progress import Progress, no_progress
from reader.domain.repositories import Library, UnitOfWork
from reader.errors import AnnotationError
from reader.export.web_annotation_reading import DocumentReference, ReadAnnotations, UnfitError, from_web_annotation
from reader.services.open_document import OpenDocument, read_document
from reader.services.refreshing import SURE, is_in_place, re_place, re_placed
from reader.services.tags import normalise_tags

LARGEST_FILE = 200 * 1024 * 1024  # bytes
_REMEDY = "Choose a file that was written with export --format web-annotation."


@dataclass(frozen=True, slots=True)
class MissingDocument:
    """A document that is not in the library, and how many annotations and links wait for it."""

    title: str
    slug: str
    waiting: int


@dataclass(frozen=True, slots=True)
class AnnotationsRead:
    """What became of a file of annotations.

    Attributes:
        annotations, links: What was added.
        present: How many annotations and links were there already.
        missing: The documents that are not in the library; importing them and then the file again adds the rest.
    """

    annotations: tuple[Annotation, ...]
    links: tuple[Link, ...]
    present: int
    missing: tuple[MissingDocument, ...]

    @property
    def placements(self) -> Mapping[Placement, int]:
        """How many of the added annotations were placed in which way."""
        return Counter(annotation.placement for annotation in self.annotations)


class AnnotationImportService:
    """Reads annotations back from files."""

    def __init__(self, library: Library, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._library = library
        self._clock = clock

    def import_file(self, path: str | Path, progress: Progress = no_progress) -> AnnotationsRead:
        """Add the annotations and links of a file that are not in the library yet, in one transaction.

        Their documents are found by the bytes of their files, else by their text, else by name and title; each
        annotation is placed as if its document had been read again.

        Args:
            path: The file.
            progress: Called with annotations and links.

        Raises:
            AnnotationError: If the file can't be read as Web Annotations; nothing was changed.
            CancelledError: If the reader cancelled; nothing was changed.
        """
        name = Path(path).name
        try:
            read = from_web_annotation(_bytes_of(Path(path)), self._clock())
        except UnfitError as error:
            raise AnnotationError(f"“{name}” can't be read as Web Annotations: {error}.", _REMEDY) from error
        with self._library.unit_of_work() as unit:
            result = _Reading(unit, read, progress).store()
            unit.commit()
        return result

    def take_back(self, read: AnnotationsRead) -> None:
        """Delete what a file has added: how reading it is undone; `put_back` redoes it."""
        with self._library.unit_of_work() as unit:
            for annotation in read.annotations:
                unit.annotations.remove(annotation.id)
            for link in read.links:
                unit.links.remove(link.id)
            unit.commit()

    def put_back(self, read: AnnotationsRead) -> None:
        """Store again exactly what a file has added."""
        with self._library.unit_of_work() as unit:
            for annotation in read.annotations:
                unit.annotations.add(annotation)
            for link in read.links:
                unit.links.put(link)
            unit.commit()


class _Reading:
    """One file's annotations on their way into the library."""

    def __init__(self, unit: UnitOfWork, read: ReadAnnotations, progress: Progress) -> None:
        self._unit = unit
        self._read = read
        self._progress = progress
        self._done = 0
        everything = unit.documents.all()
        self._own = {key: _document_of(said, everything) for key, said in read.documents.items()}
        self._opened: dict[DocumentId, OpenDocument] = {}
        self._waiting: Counter[DocumentId] = Counter()
        self._spellings = [tag for annotation in unit.annotations.all() for tag in annotation.tags]

    def store(self) -> AnnotationsRead:
        """Store what is new, and tell."""
        annotations = [each for each in self._read.annotations if self._are_here(each.target)]
        links = [each for each in self._read.links if self._are_here(each.left, each.right)]
        new_annotations = tuple(self._placed(a) for a in annotations if self._unit.annotations.get(a.id) is None)
        new_links = tuple(self._placed_link(link) for link in links if self._unit.links.get(link.id) is None)
        for annotation in new_annotations:
            self._unit.annotations.add(annotation)
        for link in new_links:
            self._unit.links.put(link)
        present = len(annotations) + len(links) - len(new_annotations) - len(new_links)
        return AnnotationsRead(new_annotations, new_links, present, tuple(self._missing()))

    def _are_here(self, *targets: Target) -> bool:
        missing = {target.document_id for target in targets if self._own[target.document_id] is None}
        self._waiting.update(missing)
        return not missing

    def _missing(self) -> Iterable[MissingDocument]:
        for key, count in self._waiting.items():
            said = self._read.documents[key]
            yield MissingDocument(said.title, said.slug, count)

    def _tell(self) -> None:
        self._done += 1
        self._progress(self._done, len(self._read.annotations) + len(self._read.links))

    def _placed(self, annotation: Annotation) -> Annotation:
        self._tell()
        said = self._read.documents[annotation.target.document_id]
        target, opened = self._here(annotation.target)
        own = replace(annotation, target=target, tags=normalise_tags(annotation.tags, self._spellings))
        placed = re_placed(own, opened, same_file=said.digest == opened.document.digest)
        if annotation.placement in SURE and is_in_place(target, opened):
            return replace(placed, placement=annotation.placement)
        return placed

    def _placed_link(self, link: Link) -> Link:
        self._tell()
        return replace(link, left=self._placed_side(link.left), right=self._placed_side(link.right))

    def _placed_side(self, side: Target) -> Target:
        target, opened = self._here(side)
        found, placement = re_place(target, opened)
        return found if placement in SURE else target

    def _here(self, target: Target) -> tuple[Target, OpenDocument]:
        """Return a target with the id that its document has in this library, and the document."""
        document = self._own[target.document_id]
        if document is None:
            msg = "a target was placed in a document that is not there"
            raise LookupError(msg)
        if document.id not in self._opened:
            self._opened[document.id] = read_document(self._unit, document.id)
        return replace(target, document_id=document.id), self._opened[document.id]


def _document_of(said: DocumentReference, documents: Iterable[Document]) -> Document | None:
    """Find a document by its file's bytes, else by its text, else by its name and title."""
    known = list(documents)
    tests: tuple[Callable[[Document], bool], ...] = (
        lambda document: bool(said.digest) and document.digest == said.digest,
        lambda document: bool(said.fingerprint) and document.fingerprint == said.fingerprint,
        lambda document: bool(said.slug) and document.slug == said.slug and said.title in {document.title, said.slug},
    )
    return next((document for test in tests for document in known if test(document)), None)


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise AnnotationError(f"There is no file “{path}”.", "Check the name and the folder.")
        if path.stat().st_size > LARGEST_FILE:
            raise AnnotationError(f"“{path.name}” is too large for a file of annotations.", _REMEDY)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise AnnotationError(f"“{path}” can't be read.", "Check the name and the disk, then try again.") from error
