"""Use cases on sources: a document's notes with the works they refer to, and what two documents both rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from reader.apparatus.concordance import compare_sources, occurrences
from reader.apparatus.resolution import read_apparatus
from reader.domain.document import Contents, DocumentId
from reader.domain.note import Apparatus, Certainty, Concordance, Occurrence, ResolvedNote, Work, WorkKind
from reader.domain.passage import Passage
from reader.domain.repositories import Library
from reader.domain.text import TextSpan
from reader.export.citations import CitedWork, to_bibtex, to_csl_json
from reader.segmentation.sentences import sentence_ends
from reader.services.open_document import known_document, read_document

# A library's texts are read anew in a moment; a pair of them and what was open before it need not be.
_MOST_KEPT = 8


@dataclass(frozen=True, slots=True)
class SharedByPassage:
    """Which shared sources each passage cites, by its ordinal; sources by their place in `Concordance.shared`.

    Attributes:
        labels: What to call each shared source: "Lo, Axis of Convenience".
    """

    left: Mapping[int, frozenset[int]]
    right: Mapping[int, frozenset[int]]
    labels: tuple[str, ...]

    def of_pair(self, left: int, right: int) -> tuple[str, ...]:
        """Return what both passages of a pair cite, the same works before chapters of the same volume."""
        shared = self.left.get(left, frozenset()) & self.right.get(right, frozenset())
        return tuple(self.labels[index] for index in sorted(shared))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is kept of a document: its text and its apparatus."""

    contents: Contents
    passages: tuple[Passage, ...]
    apparatus: Apparatus


class SourcesService:
    """What documents rest on; all of it is read from the text, and kept in memory while the text is the same."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._readings: dict[str, _Reading] = {}

    def apparatus(self, document_id: DocumentId) -> Apparatus:
        """Return a document's notes, works and bibliography.

        Raises:
            DocumentError: If it is not in the library.
        """
        return self._reading(document_id).apparatus

    def notes(self, document_id: DocumentId) -> tuple[ResolvedNote, ...]:
        """Return a document's notes by series and number, each with the works it finally refers to.

        Raises:
            DocumentError: If it is not in the library.
        """
        return self.apparatus(document_id).notes

    def note_at(self, document_id: DocumentId, span: TextSpan) -> ResolvedNote | None:
        """Return the note whose marker, or whose own text, a place is in; None if there is none.

        Raises:
            DocumentError: If it is not in the library.
        """
        wanted = span or TextSpan(span.start, span.start + 1)
        notes = self.notes(document_id)
        marked = next((note for note in notes if note.marker is not None and note.marker.overlap(wanted)), None)
        return marked or next((note for note in notes if note.span.overlap(wanted)), None)

    def sentence_at(self, document_id: DocumentId, span: TextSpan) -> TextSpan:
        """Return the sentence that a place begins in: that of a marker is the one it ends or stands in.

        Raises:
            DocumentError: If it is not in the library.
        """
        return _sentence(self._reading(document_id).contents, span)

    def concordance(self, left_id: DocumentId, right_id: DocumentId) -> Concordance:
        """Compare what two documents cite.

        Raises:
            DocumentError: If one is not in the library.
        """
        return compare_sources(self.apparatus(left_id), self.apparatus(right_id))

    def shared_by_passage(self, left_id: DocumentId, right_id: DocumentId) -> SharedByPassage:
        """Tell which shared sources each passage of two documents cites, certain citations only.

        Raises:
            DocumentError: If one is not in the library.
        """
        shared = self.concordance(left_id, right_id).shared
        left = _by_passage(self._reading(left_id).passages, [source.left for source in shared])
        right = _by_passage(self._reading(right_id).passages, [source.right for source in shared])
        return SharedByPassage(left, right, tuple(short_title(source.work) for source in shared))

    def sources_of(self, document_id: DocumentId, span: TextSpan) -> list[str]:
        """Name the sources that the sentences of a quoted span rest on, with the pages cited.

        Raises:
            DocumentError: If the document is not in the library.
        """
        reading = self._reading(document_id)
        last = _sentence(reading.contents, TextSpan(max(span.start, span.end - 1), span.end))
        whole = TextSpan(min(span.start, last.start), max(span.end, last.end))
        named: dict[str, None] = {}
        for note in reading.apparatus.notes:
            if note.marker is None or not whole.contains(note.marker):
                continue
            for citation in note.citations:
                page = "" if citation.page is None else f", {located(citation.page)}"
                doubt = " (probably)" if citation.certainty is Certainty.PROBABLE else ""
                named[f"{short_title(reading.apparatus.works[citation.work])}{page}{doubt}"] = None
        return list(named)

    def csl_json(self, document_ids: Iterable[DocumentId]) -> str:
        """Write what documents cite as CSL-JSON, each work once for each document that cites it.

        Raises:
            DocumentError: If one is not in the library.
        """
        return to_csl_json(self._cited(document_ids))

    def bibtex(self, document_ids: Iterable[DocumentId]) -> str:
        """Write what documents cite as BibTeX.

        Raises:
            DocumentError: If one is not in the library.
        """
        return to_bibtex(self._cited(document_ids))

    def _cited(self, document_ids: Iterable[DocumentId]) -> list[CitedWork]:
        cited: list[CitedWork] = []
        for document_id in document_ids:
            with self._library.unit_of_work() as unit:
                slug = known_document(unit, document_id).slug
            apparatus = self.apparatus(document_id)
            for index, places in occurrences(apparatus).items():
                numbers = tuple(place.number for place in places if place.number is not None)
                cited.append(CitedWork(apparatus.works[index], slug, numbers))
        return cited

    def _reading(self, document_id: DocumentId) -> _Reading:
        with self._library.unit_of_work() as unit:
            fingerprint = known_document(unit, document_id).fingerprint
            kept = self._readings.get(fingerprint)
            if kept is not None:
                return kept
            opened = read_document(unit, document_id)
        reading = _Reading(opened.contents, opened.passages, read_apparatus(opened.contents))
        while len(self._readings) >= _MOST_KEPT:
            self._readings.pop(next(iter(self._readings)), None)
        self._readings[fingerprint] = reading
        return reading


def short_title(work: Work) -> str:
    """Name a work shortly: "Lo, Axis of Convenience"; the title without its subtitle."""
    people = work.authors or (work.editors if work.kind is not WorkKind.CHAPTER else ())
    names = " and ".join(name.family for name in people[:2]) + (" et al." if len(people) > 2 else "")
    title = work.title.partition(": ")[0]
    return f"{names}, {title}" if names else title


def located(page: str) -> str:
    """Write a cited page with "p." or "pp."; a chapter or paragraph says itself what it is."""
    first = page[:1]
    if not (first.isdigit() or page[1:].isdigit()):
        return page
    return f"pp. {page.replace('-', '–')}" if "-" in page or "," in page else f"p. {page}"


def _sentence(contents: Contents, span: TextSpan) -> TextSpan:
    block = contents.block_at(span.start)
    if block is None or not block.span.contains(TextSpan(span.start, span.start)):
        return span
    text = block.span.of(contents.text)
    start = 0
    for end in sentence_ends(text):
        if block.span.start + end > span.start:
            cut = len(text[start:end]) - len(text[start:end].lstrip())
            return TextSpan(block.span.start + start + cut, block.span.start + end)
        start = end
    return span


def _by_passage(passages: Sequence[Passage], sources: Sequence[Sequence[Occurrence]]) -> Mapping[int, frozenset[int]]:
    """Gather the sources that the markers in each passage point to."""
    found: dict[int, set[int]] = {}
    starts = [(passage.span, passage.ordinal) for passage in passages]
    for index, places in enumerate(sources):
        for place in places:
            if place.marker is None or place.certainty is not Certainty.CERTAIN:
                continue
            for span, ordinal in starts:
                if span.contains(place.marker):
                    found.setdefault(ordinal, set()).add(index)
    return MappingProxyType({ordinal: frozenset(indexes) for ordinal, indexes in found.items()})
