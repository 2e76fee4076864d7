"""The simple methods that alignment is compared with, and what all benchmarks need."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from reader.alignment.aligner import PassageText
from reader.alignment.embedding import Embedder
from reader.domain.alignment import PassagePair
from reader.domain.topic import Topic, WeightedTerm

ROOT = Path(__file__).resolve().parents[2]


class MemoryCache:
    """Keeps vectors for one run."""

    def __init__(self) -> None:
        self._vectors: dict[str, bytes] = {}

    def get(self, model: str, hashes: Sequence[str]) -> dict[str, bytes]:
        """Return the known vectors among `hashes`."""
        return {key: self._vectors[key] for key in hashes if key in self._vectors}

    def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Store vectors."""
        self._vectors.update(vectors)


def ready_topics() -> list[Topic]:
    """Read the topics that come with the program."""
    rows = tomllib.loads((ROOT / "resources" / "topics.toml").read_text(encoding="utf-8"))["topic"]
    return [
        Topic(
            row["slug"],
            row["name"],
            row["description"],
            tuple(WeightedTerm(t) if isinstance(t, str) else WeightedTerm(*t) for t in row["terms"]),
            row["colour"],
            row["glyph"],
        )
        for row in rows
    ]


def pairs_of(scores: NDArray[np.float64]) -> list[PassagePair]:
    """Turn a matrix of scores into pairs."""
    return [
        PassagePair(left, right, float(score)) for left, row in enumerate(scores) for right, score in enumerate(row)
    ]


def tfidf(left: Sequence[PassageText], right: Sequence[PassageText]) -> NDArray[np.float64]:
    """Compare by TF-IDF and cosine, as scikit-learn does by default but without stop words."""
    vectors = TfidfVectorizer(stop_words="english").fit_transform([p.text for p in (*left, *right)])
    scores: NDArray[np.float64] = (vectors[: len(left)] @ vectors[len(left) :].T).toarray()
    return scores


def embeddings(embedder: Embedder, left: Sequence[PassageText], right: Sequence[PassageText]) -> NDArray[np.float64]:
    """Compare by the cosine of static embeddings."""
    one, other = (embedder.embed([p.text for p in side]) for side in (left, right))
    return (one @ other.T).astype(np.float64)


def bm25(left: Sequence[PassageText], right: Sequence[PassageText]) -> NDArray[np.float64]:
    """Compare by BM25, each way round with the other document as the collection, and take the mean."""
    counter = CountVectorizer(tokenizer=re.compile(r"\w+").findall, token_pattern=None)
    counts = counter.fit_transform([p.text for p in (*left, *right)]).astype(np.float64).toarray()
    one, other = counts[: len(left)], counts[len(left) :]
    scores: NDArray[np.float64] = (_bm25(one, other) + _bm25(other, one).T) / 2
    return scores


def _bm25(
    queries: NDArray[np.float64], collection: NDArray[np.float64], k1: float = 1.5, b: float = 0.75
) -> NDArray[np.float64]:
    held = (collection > 0).sum(axis=0)
    lengths = collection.sum(axis=1, keepdims=True)
    pull = k1 * (1 - b + b * lengths / lengths.mean())
    weights = np.log(1 + (len(collection) - held + 0.5) / (held + 0.5)) * collection * (k1 + 1) / (collection + pull)
    scores: NDArray[np.float64] = (queries > 0).astype(np.float64) @ weights.T
    return scores
