"""The judged set, the ready topics, and an embedder with a cache in memory, shared by the alignment tests."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from reader.alignment.aligner import PassageAlignment, align
from reader.alignment.embedding import Embedder
from reader.alignment.evaluation import JudgedSet
from reader.domain.topic import Topic, WeightedTerm


class MemoryCache:
    """An embedding cache that counts what it is given."""

    def __init__(self) -> None:
        self.vectors: dict[tuple[str, str], bytes] = {}
        self.stored = 0

    def get(self, model: str, hashes: Sequence[str]) -> dict[str, bytes]:
        return {key: self.vectors[model, key] for key in hashes if (model, key) in self.vectors}

    def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        self.stored += len(vectors)
        self.vectors.update({(model, key): value for key, value in vectors.items()})


@pytest.fixture(scope="session")
def cache() -> MemoryCache:
    return MemoryCache()


@pytest.fixture(scope="session")
def embedder(cache: MemoryCache) -> Embedder:
    return Embedder(cache)


@pytest.fixture(scope="session")
def topics(resources_path: Path) -> tuple[Topic, ...]:
    rows = tomllib.loads((resources_path / "topics.toml").read_text(encoding="utf-8"))["topic"]
    return tuple(
        Topic(
            slug=row["slug"],
            name=row["name"],
            description=row["description"],
            terms=tuple(WeightedTerm(t) if isinstance(t, str) else WeightedTerm(t[0], t[1]) for t in row["terms"]),
            colour=row["colour"],
            glyph=row["glyph"],
        )
        for row in rows
    )


@pytest.fixture(scope="session")
def judged() -> JudgedSet:
    return JudgedSet.load(Path(__file__).resolve().parent.parent / "gold")


@pytest.fixture(scope="session")
def aligned(judged: JudgedSet, topics: tuple[Topic, ...], embedder: Embedder) -> PassageAlignment:
    """The judged passages themselves, aligned."""
    return align(judged.left, judged.right, topics, embedder)
