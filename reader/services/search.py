"""The use case of searching the whole library."""

from __future__ import annotations

from reader.domain.document import DocumentId
from reader.domain.repositories import Library, SearchHit


class SearchService:
    """Full-text search."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def search(self, query: str, document_id: DocumentId | None = None, limit: int = 100) -> list[SearchHit]:
        """Return the best hits; every word must occur, the last one may be a beginning. No words, no hits."""
        if not query.strip():
            return []
        with self._library.unit_of_work() as unit:
            return unit.search_index.search(query, document_id, limit)
