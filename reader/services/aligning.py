"""Aligning open documents with the alignment engine, which is imported at the first use: it is slow to load."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING

from reader.domain.alignment import Alignment
from reader.domain.progress import Progress, no_progress
from reader.domain.repositories import Library
from reader.domain.topic import Topic
from reader.errors import StorageError
from reader.services.open_document import OpenDocument

if TYPE_CHECKING:
    from reader.alignment.aligner import PassageText
    from reader.alignment.embedding import Embedder
    from reader.alignment.suggestion import Suggester

_LOG = logging.getLogger(__name__)


class PassageAligner:
    """Aligns documents and scores their passages for topics, with one embedding model that the library's cache spares.

    Safe to use from several threads.
    """

    def __init__(self, library: Library) -> None:
        self._cache = LibraryEmbeddings(library)
        self._embedder: Embedder | None = None
        self._lock = Lock()

    def align(self, left: OpenDocument, right: OpenDocument, topics: Sequence[Topic], progress: Progress) -> Alignment:
        """Score the pairs of two documents' passages; see `reader.alignment.aligner.align`."""
        from reader.alignment.aligner import align

        return align(_texts(left), _texts(right), topics, self._made_embedder(), progress)

    def score_topics(self, opened: OpenDocument, topics: Sequence[Topic]) -> Mapping[str, Sequence[float]]:
        """Return for each topic's slug the scores of one document's passages, in passage order, in [0, 1]."""
        from reader.alignment.aligner import align

        alone = align(_texts(opened), (), topics, self._made_embedder(), no_progress)
        return {topic.slug: alone.topic_scores(topic.slug)[0] for topic in topics}

    def suggester(self, left: OpenDocument, right: OpenDocument, progress: Progress) -> Suggester:
        """Read two documents for their terms; see `reader.alignment.suggestion.Suggester`."""
        from reader.alignment.suggestion import Suggester

        return Suggester(_texts(left), _texts(right), self._made_embedder(), progress)

    def _made_embedder(self) -> Embedder:
        from reader.alignment.embedding import Embedder

        with self._lock:
            if self._embedder is None:
                self._embedder = Embedder(self._cache)
            return self._embedder


class LibraryEmbeddings:
    """Keeps embeddings in the library; one that can't be written to only costs computing them again."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def get(self, model: str, hashes: Sequence[str]) -> dict[str, bytes]:
        """Return the known vectors among `hashes`."""
        with self._library.unit_of_work() as unit:
            return unit.embeddings.get(model, hashes)

    def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Store vectors."""
        try:
            with self._library.unit_of_work() as unit:
                unit.embeddings.put(model, vectors)
                unit.commit()
        except StorageError as error:
            _LOG.warning("Embeddings were not kept: %s", error)


def _texts(opened: OpenDocument) -> list[PassageText]:
    from reader.alignment.aligner import PassageText

    contents = opened.contents
    titles = [contents.section_path(section) for section in contents.sections]
    return [
        PassageText(passage.span.of(contents.text), titles[passage.section], passage.span.start)
        for passage in opened.passages
    ]
