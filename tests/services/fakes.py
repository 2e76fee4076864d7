"""A library in memory, and small documents, for tests of services."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from reader.domain.alignment import Evidence, Link, LinkId, RankedPairs, SharedTerm
from reader.domain.annotation import Annotation, AnnotationId, Target
from reader.domain.document import (
    Block,
    BlockRole,
    Contents,
    Document,
    DocumentId,
    LoadedFile,
    Section,
    SectionRole,
    digest_of,
    fingerprint_of,
)
from reader.domain.note import Footnote, Marker
from reader.domain.passage import Passage
from reader.domain.progress import Progress, no_progress
from reader.domain.repositories import SearchHit
from reader.domain.session import ReadingSession
from reader.domain.text import SUPERSCRIPT_DIGITS, TextSpan, from_superscript
from reader.domain.topic import Topic
from reader.domain.verdict import TopicVerdict
from reader.errors import DocumentError, StorageError
from reader.services.open_document import OpenDocument

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@dataclass
class State:
    documents: dict[DocumentId, Document] = field(default_factory=dict)
    removed: set[DocumentId] = field(default_factory=set)
    contents: dict[DocumentId, Contents] = field(default_factory=dict)
    passages: dict[DocumentId, tuple[Passage, ...]] = field(default_factory=dict)
    annotations: dict[AnnotationId, Annotation] = field(default_factory=dict)
    links: dict[LinkId, Link] = field(default_factory=dict)
    topics: list[Topic] = field(default_factory=list)
    verdicts: dict[tuple[str, Target], TopicVerdict] = field(default_factory=dict)
    session: ReadingSession = field(default_factory=ReadingSession)
    embeddings: dict[tuple[str, str], bytes] = field(default_factory=dict)
    seeded: bool = False


class FakeDocuments:
    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, document: Document, contents: Contents, passages: Sequence[Passage], progress: Progress) -> None:
        self._state.documents[document.id] = document
        self._state.contents[document.id] = contents
        self._state.passages[document.id] = tuple(passages)

    def all(self) -> list[Document]:
        return [document for document in self._state.documents.values() if not self.is_removed(document.id)]

    def get(self, document_id: DocumentId) -> Document | None:
        return next((document for document in self.all() if document.id == document_id), None)

    def by_slug(self, slug: str) -> Document | None:
        return next((document for document in self.all() if document.slug == slug), None)

    def by_digest(self, digest: str) -> Document | None:
        return next((document for document in self._state.documents.values() if document.digest == digest), None)

    def by_source_path(self, path: str) -> Document | None:
        return next((document for document in self.all() if document.source_path == path), None)

    def slugs(self) -> frozenset[str]:
        return frozenset(document.slug for document in self._state.documents.values())

    def is_removed(self, document_id: DocumentId) -> bool:
        return document_id in self._state.removed

    def contents(self, document_id: DocumentId) -> Contents:
        if self.get(document_id) is None:
            raise DocumentError("There is no such document.", "Choose another.")
        return self._state.contents[document_id]

    def passages(self, document_id: DocumentId) -> tuple[Passage, ...]:
        return self._state.passages[document_id]

    def update(self, document: Document) -> None:
        self._state.documents[document.id] = document

    def remove(self, document_id: DocumentId) -> None:
        self._state.removed.add(document_id)

    def restore(self, document_id: DocumentId) -> None:
        self._state.removed.discard(document_id)

    def replace(self, document: Document, contents: Contents, passages: Sequence[Passage], progress: Progress) -> None:
        assert document.id in self._state.documents
        self.add(document, contents, passages, progress)

    def digests(self) -> frozenset[str]:
        return frozenset(document.digest for document in self._state.documents.values())

    def erase(self, document_id: DocumentId) -> None:
        del self._state.documents[document_id]
        self._state.removed.discard(document_id)

    def purge(self, removed_before: datetime) -> int:
        raise AssertionError


class FakeAnnotations:
    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, annotation: Annotation) -> None:
        assert annotation.id not in self._state.annotations
        self._state.annotations[annotation.id] = annotation

    def get(self, annotation_id: AnnotationId) -> Annotation | None:
        return self._state.annotations.get(annotation_id)

    def all(self, document_id: DocumentId | None = None) -> list[Annotation]:
        order = {known: number for number, known in enumerate(self._state.documents)}
        seen = [a for a in self._state.annotations.values() if a.target.document_id not in self._state.removed]
        wanted = [a for a in seen if document_id in {None, a.target.document_id}]
        return sorted(wanted, key=lambda a: (order[a.target.document_id], a.target.position.start))

    def update(self, annotation: Annotation) -> None:
        assert annotation.id in self._state.annotations
        self._state.annotations[annotation.id] = annotation

    def remove(self, annotation_id: AnnotationId) -> None:
        del self._state.annotations[annotation_id]


class FakeLinks:
    def __init__(self, state: State) -> None:
        self._state = state

    def put(self, link: Link) -> None:
        self._state.links[link.id] = link

    def get(self, link_id: LinkId) -> Link | None:
        return self._state.links.get(link_id)

    def all(self) -> list[Link]:
        return list(self._state.links.values())

    def between(self, first: DocumentId, second: DocumentId) -> list[Link]:
        wanted = sorted((first, second))
        return [link for link in self.all() if sorted((link.left.document_id, link.right.document_id)) == wanted]

    def remove(self, link_id: LinkId) -> None:
        del self._state.links[link_id]


class FakeTopics:
    def __init__(self, state: State) -> None:
        self._state = state

    def all(self) -> list[Topic]:
        return list(self._state.topics)

    def put(self, topic: Topic, position: int | None = None) -> None:
        slugs = [known.slug for known in self._state.topics]
        if topic.slug in slugs:
            self._state.topics[slugs.index(topic.slug)] = topic
        else:
            self._state.topics.insert(len(slugs) if position is None else position, topic)

    def remove(self, slug: str) -> None:
        self._state.topics = [topic for topic in self._state.topics if topic.slug != slug]


class FakeVerdicts:
    def __init__(self, state: State) -> None:
        self._state = state

    def put(self, verdict: TopicVerdict) -> None:
        self._state.verdicts[verdict.topic, verdict.target] = verdict

    def all(self, document_id: DocumentId | None = None) -> list[TopicVerdict]:
        wanted = [v for v in self._state.verdicts.values() if document_id in {None, v.target.document_id}]
        seen = [verdict for verdict in wanted if verdict.target.document_id not in self._state.removed]
        return sorted(seen, key=lambda verdict: verdict.created)

    def remove(self, topic: str, target: Target) -> None:
        self._state.verdicts.pop((topic, target), None)

    def remove_topic(self, topic: str) -> None:
        self._state.verdicts = {key: each for key, each in self._state.verdicts.items() if key[0] != topic}


class FakeSession:
    def __init__(self, state: State) -> None:
        self._state = state

    def load(self) -> ReadingSession:
        return self._state.session

    def save(self, session: ReadingSession) -> None:
        self._state.session = session


class FakeEmbeddings:
    def __init__(self, state: State) -> None:
        self._state = state

    def get(self, model: str, hashes: Sequence[str]) -> dict[str, bytes]:
        known = self._state.embeddings
        return {key: known[model, key] for key in hashes if (model, key) in known}

    def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        self._state.embeddings |= {(model, key): vector for key, vector in vectors.items()}


class FakeSearchIndex:
    def __init__(self, state: State) -> None:
        self._state = state

    def search(self, query: str, document_id: DocumentId | None = None, limit: int = 100) -> list[SearchHit]:
        places = [
            (known, contents.text.find(query))
            for known, contents in self._state.contents.items()
            if document_id in {None, known}
        ]
        hits = [SearchHit(known, TextSpan(at, at + len(query)), query) for known, at in places if at >= 0]
        return hits[:limit]


class FakeUnitOfWork:
    """Works on a copy of the library's state, which `commit` puts in its place."""

    def __init__(self, library: FakeLibrary) -> None:
        self._library = library
        self._state = deepcopy(library.state)

    @property
    def documents(self) -> FakeDocuments:
        return FakeDocuments(self._state)

    @property
    def annotations(self) -> FakeAnnotations:
        return FakeAnnotations(self._state)

    @property
    def links(self) -> FakeLinks:
        return FakeLinks(self._state)

    @property
    def topics(self) -> FakeTopics:
        return FakeTopics(self._state)

    @property
    def verdicts(self) -> FakeVerdicts:
        return FakeVerdicts(self._state)

    @property
    def session(self) -> FakeSession:
        return FakeSession(self._state)

    @property
    def embeddings(self) -> FakeEmbeddings:
        return FakeEmbeddings(self._state)

    @property
    def search_index(self) -> FakeSearchIndex:
        return FakeSearchIndex(self._state)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def mark_seeded(self) -> bool:
        wanted = not self._state.seeded
        self._state.seeded = True
        return wanted

    def commit(self) -> None:
        if self._library.locked:
            raise StorageError("The library is locked.", "Close the other program.")
        self._library.state = deepcopy(self._state)
        self._library.commits += 1


class FakeLibrary:
    def __init__(self) -> None:
        self.state = State()
        self.commits = 0
        self.locked = False
        self.problems: list[str] = []
        self.backups: list[tuple[str, bool]] = []

    @property
    def path(self) -> str:
        return "memory.sqlite"

    @property
    def is_new(self) -> bool:
        return not self.state.seeded

    def unit_of_work(self) -> FakeUnitOfWork:
        return FakeUnitOfWork(self)

    def backup(self, path: str, *, overwrite: bool) -> None:
        self.backups.append((path, overwrite))

    def check(self) -> list[str]:
        return list(self.problems)

    def close(self) -> None:
        return None


@dataclass(frozen=True)
class FakeAlignment:
    """Pairs and topic scores as given."""

    pairs: Sequence[tuple[int, int, float]]
    scores: Mapping[str, tuple[Sequence[float], Sequence[float]]]

    def ranked(self, topic: str | None = None) -> RankedPairs:
        rows = self.pairs
        if topic is not None:
            left, right = self.scores[topic]
            rows = [(a, b, s) for a, b, s in rows if left[a] >= 0.5 and right[b] >= 0.5]
        rows = sorted(rows, key=lambda row: (-row[2], row[0], row[1]))
        return RankedPairs(
            array("i", [row[0] for row in rows]),
            array("i", [row[1] for row in rows]),
            array("d", [row[2] for row in rows]),
        )

    def topic_scores(self, topic: str) -> tuple[Sequence[float], Sequence[float]]:
        return self.scores[topic]

    def judged(self, words: Mapping[str, tuple[Mapping[int, bool], Mapping[int, bool]]]) -> FakeAlignment:
        scores = dict(self.scores)
        for slug, sides in words.items():
            columns = [list(column) for column in scores[slug]]
            for column, word in zip(columns, sides, strict=True):
                for ordinal, treats in word.items():
                    column[ordinal] = float(treats)
            scores[slug] = (columns[0], columns[1])
        return FakeAlignment(self.pairs, scores)

    def explain(self, left: int, right: int) -> Evidence:
        return Evidence(
            terms=(SharedTerm("pipeline", (TextSpan(0, 1),), (TextSpan(0, 1),)),), reason="Both name pipeline"
        )


def contents_of(text: str) -> Contents:
    """Compose a little document: "# " begins a heading, "n. " after "# Notes" a note, "| " a table, "^ " a caption."""
    blocks: list[Block] = []
    sections: list[Section] = []
    notes: list[tuple[int, TextSpan]] = []
    kept: list[str] = []
    at, paragraph = 0, 0
    role = SectionRole.BODY
    for piece in text.split("\n\n"):
        sign, body = (piece[0], piece[2:]) if piece[:2] in {"# ", "| ", "^ "} else ("", piece)
        span = TextSpan(at, at + len(body))
        if sign == "#":
            role = SectionRole.NOTES if body == "Notes" else SectionRole.BODY
            sections.append(Section(len(sections), body, 1, role, TextSpan(at, at)))
            blocks.append(Block(BlockRole.HEADING, span, level=1))
        elif sign:
            blocks.append(Block(BlockRole.TABLE if sign == "|" else BlockRole.CAPTION, span))
        elif role is SectionRole.NOTES:
            blocks.append(Block(BlockRole.NOTE, span))
            notes.append((int(body.split(".")[0]), span))
        else:
            paragraph += 1
            blocks.append(Block(BlockRole.BODY, span, paragraph))
        if not sections:
            sections.append(Section(0, "", 0, SectionRole.BODY, TextSpan(0, 0)))
        kept.append(body)
        at += len(body) + 2
    whole = "\n\n".join(kept)
    ends = [section.span.start for section in sections[1:]] + [len(whole)]
    sections = [replace(s, span=TextSpan(s.span.start, end)) for s, end in zip(sections, ends, strict=True)]
    markers = [
        Marker(TextSpan(place, place + 1), from_superscript(char))
        for place, char in enumerate(whole)
        if char in SUPERSCRIPT_DIGITS
    ]
    footnotes = tuple(
        Footnote(number, span, next((m.span for m in markers if m.number == number), None)) for number, span in notes
    )
    return Contents(whole, tuple(blocks), tuple(sections), markers=tuple(markers), notes=footnotes)


def segment(contents: Contents, progress: Progress = no_progress) -> tuple[Passage, ...]:
    """One passage for each paragraph, cut in two at " ‖ "."""
    passages: list[Passage] = []
    for block in contents.blocks:
        if block.paragraph is None:
            continue
        cut = block.span.of(contents.text).find(" ‖ ")
        spans = [block.span]
        if cut >= 0:
            middle = block.span.start + cut
            spans = [TextSpan(block.span.start, middle), TextSpan(middle + 3, block.span.end)]
        section = contents.section_at(block.span.start).ordinal
        for number, span in enumerate(spans):
            part = "ab"[number] if len(spans) > 1 else ""
            passages.append(Passage(len(passages), span, block.paragraph, part, section))
    return tuple(passages)


def load(path: Path, progress: Progress, *, password: str | None = None) -> LoadedFile:
    """Read a little document; its first line may be "author, year: title"."""
    if not path.is_file():
        raise DocumentError(f"There is no file “{path}”.", "Check the name.")
    data = path.read_bytes()
    contents = contents_of(data.decode())
    return LoadedFile(str(path), "text", digest_of(data), "UTF-8", contents, path.stem)


def opened(slug: str, text: str, **known: str | int) -> OpenDocument:
    """Open a little document without a library."""
    contents = contents_of(text)
    passages = segment(contents)
    document = Document(
        id=DocumentId(slug),
        slug=slug,
        title=str(known.get("title", slug.title())),
        author=str(known.get("author", "")),
        year=int(known["year"]) if "year" in known else None,
        kind="text",
        digest=digest_of(text.encode()),
        fingerprint=fingerprint_of(contents.text),
        source_path=f"/texts/{slug}.txt",
        characters=len(contents.text),
        passages=len(passages),
        added=NOON,
        citation=str(known.get("citation", "")),
    )
    return OpenDocument(document, contents, passages)


def library_of(*documents: OpenDocument) -> FakeLibrary:
    """Make a library of documents."""
    library = FakeLibrary()
    for each in documents:
        library.state.documents[each.document.id] = each.document
        library.state.contents[each.document.id] = each.contents
        library.state.passages[each.document.id] = each.passages
    return library
