"""Print how well passages are found, beside simple methods: `uv run python tests/benchmarks/alignment.py`."""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import log
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from reader.alignment.aligner import PassageText, align
from reader.alignment.embedding import Embedder
from reader.alignment.evaluation import JudgedSet
from reader.domain.alignment import PassagePair
from reader.domain.topic import Topic, WeightedTerm

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Measure and print."""
    judged = JudgedSet.load(ROOT / "tests" / "gold")
    topics = _topics()
    embedder = Embedder(_MemoryCache())
    started = perf_counter()
    embedder.embed([p.text for p in (*judged.left, *judged.right)])
    embedding = perf_counter() - started
    started = perf_counter()
    alignment = align(judged.left, judged.right, topics, embedder)
    ours = perf_counter() - started
    started = perf_counter()
    tfidf = _tfidf(judged.left, judged.right)
    theirs = perf_counter() - started
    texts = [p.text for p in judged.left], [p.text for p in judged.right]
    rows: list[tuple[str, list[PassagePair]]] = [
        ("TF-IDF", list(_pairs(tfidf))),
        ("BM25", list(_pairs(_bm25(*texts)))),
        ("embeddings", list(_pairs(_cosine(embedder, *texts)))),
        ("no topics", list(align(judged.left, judged.right, (), embedder).ranked())),
        ("Diptych", list(alignment.ranked())),
    ]
    out = sys.stdout.write
    out(f"{'method':<12}{'nDCG@10 L→R':>13}{'R→L':>8}{'mean':>8}{'AP':>8}\n")
    for name, pairs in rows:
        figures = judged.retrieval(judged.scores(pairs, *texts))
        out(f"{name:<12}{figures.left_to_right:>13.3f}{figures.right_to_left:>8.3f}")
        out(f"{figures.mean:>8.3f}{figures.average_precision:>8.3f}\n")
    out("\nPairs under a topic (average precision); passages by topic (average precision)\n")
    by_topic = []
    for topic in topics:
        passages = judged.topic_precision(topic.slug, *alignment.topic_scores(topic.slug))
        pairs_found = "     -"
        if topic.slug in judged.judged_topics():
            precision = judged.average_precision(judged.scores(alignment.ranked(topic.slug), *texts), topic.slug)
            by_topic.append(precision)
            pairs_found = f"{precision:6.3f}"
        out(f"  {topic.slug:<34}{pairs_found}  {passages:6.3f}\n")
    mean_passages = np.mean([judged.topic_precision(t.slug, *alignment.topic_scores(t.slug)) for t in topics])
    out(f"  {'mean':<34}{np.mean(by_topic):6.3f}  {mean_passages:6.3f}\n")
    out("\nScores as probabilities\n")
    scores = judged.scores(alignment.ranked(), *texts)
    grades = judged.grades_of()
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        hits = [grades.get(pair, 0) >= 2 for pair, score in scores.items() if low <= score < low + 0.2]
        out(f"  {low:.1f} to {low + 0.2:.1f}: {np.mean(hits):.2f} of {len(hits)} pairs are grade 2 or 3\n")
    out(f"\nTime: alignment {ours:.3f} s, TF-IDF and cosine {theirs:.3f} s, first embedding {embedding:.3f} s\n")


class _MemoryCache:
    def __init__(self) -> None:
        self._vectors: dict[str, bytes] = {}

    def get(self, model: str, hashes: Sequence[str]) -> dict[str, bytes]:
        return {key: self._vectors[key] for key in hashes if key in self._vectors}

    def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        self._vectors.update(vectors)


def _topics() -> list[Topic]:
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


def _pairs(scores: NDArray[np.float64]) -> Iterator[PassagePair]:
    for left, row in enumerate(scores):
        for right, score in enumerate(row):
            yield PassagePair(left, right, float(score))


def _tfidf(left: tuple[PassageText, ...], right: tuple[PassageText, ...]) -> NDArray[np.float64]:
    vectors = TfidfVectorizer(stop_words="english").fit_transform([p.text for p in (*left, *right)])
    scores: NDArray[np.float64] = (vectors[: len(left)] @ vectors[len(left) :].T).toarray()
    return scores


def _cosine(embedder: Embedder, left: list[str], right: list[str]) -> NDArray[np.float64]:
    return (embedder.embed(left) @ embedder.embed(right).T).astype(np.float64)


def _bm25(left: list[str], right: list[str], k1: float = 1.5, b: float = 0.75) -> NDArray[np.float64]:
    """Score each way round with the other document as the collection, and take the mean."""
    sides = [[Counter(re.findall(r"\w+", text.lower())) for text in texts] for texts in (left, right)]

    def one_way(queries: list[Counter[str]], collection: list[Counter[str]]) -> NDArray[np.float64]:
        held = Counter(word for passage in collection for word in passage)
        average = sum(passage.total() for passage in collection) / len(collection)
        scores = np.zeros((len(queries), len(collection)))
        for row, query in enumerate(queries):
            for column, passage in enumerate(collection):
                pull = k1 * (1 - b + b * passage.total() / average)
                scores[row, column] = sum(
                    log(1 + (len(collection) - held[w] + 0.5) / (held[w] + 0.5))
                    * passage[w]
                    * (k1 + 1)
                    / (passage[w] + pull)
                    for w in query.keys() & passage.keys()
                )
        return scores

    return (one_way(sides[0], sides[1]) + one_way(sides[1], sides[0]).T) / 2


if __name__ == "__main__":
    main()
