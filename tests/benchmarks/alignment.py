"""Print how well pairs and passages are found, beside simple methods: `uv run python -m tests.benchmarks.alignment`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

if __package__ in {None, ""}:  # run as a file
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reader.alignment.aligner import PassageAlignment, align
from reader.alignment.embedding import Embedder
from reader.alignment.evaluation import JudgedSet, Scores, calibration_error
from reader.domain.alignment import PassagePair
from reader.domain.topic import Topic
from tests.benchmarks.methods import ROOT, MemoryCache, bm25, embeddings, pairs_of, ready_topics, tfidf

out = sys.stdout.write


def main() -> None:
    """Measure and print."""
    judged = JudgedSet.load(ROOT / "tests" / "gold")
    topics = ready_topics()
    embedder = Embedder(MemoryCache())
    aligned = align(judged.left, judged.right, topics, embedder)
    foreign = [replace(topic, terms=()) for topic in topics]
    rows: list[tuple[str, Iterable[PassagePair]]] = [
        ("TF-IDF", pairs_of(tfidf(judged.left, judged.right))),
        ("BM25", pairs_of(bm25(judged.left, judged.right))),
        ("embeddings", pairs_of(embeddings(embedder, judged.left, judged.right))),
        ("Diptych, no topics", align(judged.left, judged.right, (), embedder).ranked()),
        ("Diptych, no terms", align(judged.left, judged.right, foreign, embedder).ranked()),
        ("Diptych", aligned.ranked()),
    ]
    columns = ("nDCG@10 L→R", "R→L", "mean", "hit@3", "AP", "by topic", "calibration")
    out(f"{'method':<20}" + "".join(f"{name:>13}" for name in columns) + "\n")
    for name, pairs in rows:
        _print_row(judged, name, scores_of(judged, pairs), aligned if name == "Diptych" else None)
    _print_topics(judged, aligned, topics)
    _print_bins(judged, aligned)


def scores_of(judged: JudgedSet, pairs: Iterable[PassagePair]) -> Scores:
    """Carry pairs of the judged set's own passages over to it."""
    return judged.scores(pairs, [p.text for p in judged.left], [p.text for p in judged.right])


def macro_precision(judged: JudgedSet, aligned: PassageAlignment) -> float:
    """Return the mean over topics of the average precision of pairs under the topic."""
    found = [judged.average_precision(scores_of(judged, aligned.ranked(slug)), slug) for slug in judged.judged_topics()]
    return float(np.mean(found))


def _print_row(judged: JudgedSet, name: str, scores: Scores, aligned: PassageAlignment | None) -> None:
    figures = judged.retrieval(scores)
    out(f"{name:<20}{figures.left_to_right:>13.3f}{figures.right_to_left:>13.3f}{figures.mean:>13.3f}")
    if aligned is not None:
        by_topic = macro_precision(judged, aligned)
    else:  # one ranking for all topics
        by_topic = float(np.mean([judged.average_precision(scores, slug) for slug in judged.judged_topics()]))
    probable = f"{calibration_error(judged.calibration(scores)):.3f}" if name.startswith("Diptych") else "-"
    out(f"{figures.hits:>13.3f}{figures.average_precision:>13.3f}{by_topic:>13.3f}{probable:>13}\n")


def _print_topics(judged: JudgedSet, aligned: PassageAlignment, topics: list[Topic]) -> None:
    out("\nAverage precision by topic: pairs under it, passages on it\n")
    precisions = []
    for topic in topics:
        precisions.append(judged.topic_precision(topic.slug, *aligned.topic_scores(topic.slug)))
        pairs = "     -"
        if topic.slug in judged.judged_topics():
            found = judged.average_precision(scores_of(judged, aligned.ranked(topic.slug)), topic.slug)
            pairs = f"{found:6.3f}"
        out(f"  {topic.slug:<34}{pairs}  {precisions[-1]:6.3f}\n")
    out(f"  {'mean':<34}{macro_precision(judged, aligned):6.3f}  {np.mean(precisions):6.3f}\n")


def _print_bins(judged: JudgedSet, aligned: PassageAlignment) -> None:
    out("\nScores as probabilities\n")
    for each in judged.calibration(scores_of(judged, aligned.ranked())):
        out(f"  mean score {each.score:.2f}: {each.share:.2f} of {each.pairs} pairs are grade 2 or 3\n")


if __name__ == "__main__":
    main()
