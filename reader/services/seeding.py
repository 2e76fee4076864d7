"""What a fresh library begins with: the bundled documents of the corpus and the bundled topics."""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reader.domain.document import DocumentId, LoadedFile
from reader.domain.passage import Passage
from reader.domain.progress import Progress, no_progress
from reader.domain.repositories import Library
from reader.domain.session import PaneState, ReadingSession
from reader.domain.topic import Topic, WeightedTerm
from reader.services.importing import document_of
from reader.services.library import DocumentLoader, Segmenter


@dataclass(frozen=True, slots=True)
class _Bundled:
    slug: str
    loaded: LoadedFile
    passages: tuple[Passage, ...]


def seed(
    library: Library,
    corpus: Path | None,
    topics_file: Path,
    load: DocumentLoader,
    segment: Segmenter,
    progress: Progress = no_progress,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> bool:
    """Give a fresh library the bundled documents and topics, all of them or none.

    Args:
        library: A library that may want them.
        corpus: The folder of catalog.toml and its files; None where the program was built without them.
        topics_file: The bundled topics, see `read_topics`.
        load: Reads the files.
        segment: Cuts them into passages.
        progress: Called with documents.
        clock: Says when they were added.

    Returns:
        Whether it was done; False if the library did not want them, or another process was first.
    """
    if not library.is_new:
        return False
    # Reading takes longest, so it is done before the transaction, which keeps other processes waiting.
    topics = read_topics(topics_file)
    bundled = _read_corpus(corpus, load, segment, progress) if corpus is not None else []
    with library.unit_of_work() as unit:
        if not unit.mark_seeded():
            return False
        ids: list[DocumentId] = []
        for each in bundled:
            document = document_of(each.loaded, each.passages, DocumentId(uuid.uuid4().hex), each.slug, clock())
            unit.documents.add(document, each.loaded.contents, each.passages, no_progress)
            ids.append(document.id)
        for topic in topics:
            unit.topics.put(topic)
        if len(ids) >= 2:
            # The very first start opens the pair, under the first topic.
            slug = topics[0].slug if topics else None
            unit.session.save(ReadingSession(left=PaneState(ids[0]), right=PaneState(ids[1]), topic=slug))
        unit.commit()
    return True


def read_topics(file: Path) -> list[Topic]:
    """Read a file of topics: tables [[topic]] with slug, name, description, colour, glyph and terms."""
    return [_topic(table) for table in _tables(file, "topic")]


def _topic(table: dict[str, Any]) -> Topic:
    return Topic(
        slug=table["slug"],
        name=table["name"],
        description=table["description"],
        terms=tuple(_term(entry) for entry in table["terms"]),
        colour=table["colour"],
        glyph=table["glyph"],
    )


def _term(entry: str | list[Any]) -> WeightedTerm:
    """Read a term: alone, or with its weight as a list of two."""
    return WeightedTerm(entry) if isinstance(entry, str) else WeightedTerm(entry[0], float(entry[1]))


def _read_corpus(corpus: Path, load: DocumentLoader, segment: Segmenter, progress: Progress) -> list[_Bundled]:
    tables = _tables(corpus / "catalog.toml", "document")
    bundled: list[_Bundled] = []
    for number, table in enumerate(tables):
        progress(number, len(tables))
        loaded = replace(
            load(corpus / table["file"], no_progress),
            title=table["title"],
            author=table["author"],
            year=table["year"],
            institution=table["institution"],
            citation=table["citation"],
        )
        bundled.append(_Bundled(table["slug"], loaded, segment(loaded.contents, no_progress)))
    progress(len(tables), len(tables))
    return bundled


def _tables(file: Path, name: str) -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8")).get(name, [])
    return tables
