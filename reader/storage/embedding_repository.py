"""Embeddings by model and text hash, so that a text is embedded once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from reader.storage.tables import embeddings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.storage.transaction import Transaction

# SQLite before 3.32 takes 999 parameters in one statement.
_AT_ONCE = 500


class SqliteEmbeddings:
    """The embeddings of a library file (implements `EmbeddingRepository`)."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, model: str, hashes: Sequence[str]) -> dict[str, bytes]:
        """Return the known vectors among `hashes`."""
        connection = self._transaction.reading()
        found: dict[str, bytes] = {}
        for start in range(0, len(hashes), _AT_ONCE):
            query = select(embeddings.c.hash, embeddings.c.vector).where(
                embeddings.c.model == model, embeddings.c.hash.in_(hashes[start : start + _AT_ONCE])
            )
            found.update((text_hash, vector) for text_hash, vector in connection.execute(query))
        return found

    def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Store vectors."""
        if not vectors:
            return
        # A vector depends on nothing else in the library, so other changes meanwhile don't matter.
        connection = self._transaction.writing(latest=True)
        statement = insert(embeddings)
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=[embeddings.c.model, embeddings.c.hash],
                set_={"vector": statement.excluded.vector},
            ),
            [{"model": model, "hash": text_hash, "vector": vector} for text_hash, vector in vectors.items()],
        )
