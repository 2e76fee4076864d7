"""Print what alignment costs beside TF-IDF and cosine: `uv run python -m tests.benchmarks.alignment_cost [passages]`.

With a number, two documents of so many short passages are aligned as well (31000 takes some minutes).
"""

from __future__ import annotations

import random
import resource
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from time import perf_counter

if __package__ in {None, ""}:  # run as a file
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from reader.alignment.aligner import PassageText, align
from reader.alignment.embedding import Embedder
from reader.alignment.evaluation import JudgedSet
from tests.benchmarks.methods import ROOT, MemoryCache, ready_topics

out = sys.stdout.write
RUNS = 5


def main() -> None:
    """Measure and print."""
    judged = JudgedSet.load(ROOT / "tests" / "gold")
    sentences = [s for p in (*judged.left, *judged.right) for s in p.text.split(". ") if len(s) > len("sentence")]
    out(f"{'passages':<34}{'first embedding':>16}{'TF-IDF':>9}{'Diptych':>9}{'ratio':>7}\n")
    compare("the two theses", judged.left, judged.right)
    for words in (100, 25):
        documents = [made_up(sentences, 3000, words, seed) for seed in (1, 2)]
        compare(f"3,000 × 3,000 of {words} words", *documents)
    if len(sys.argv) > 1:
        large(int(sys.argv[1]), sentences)


def made_up(sentences: Sequence[str], size: int, words: int, seed: int) -> list[PassageText]:
    """Put passages of about so many words together out of sentences."""
    chance = random.Random(seed)  # noqa: S311 # nothing secret
    passages = []
    for number in range(size):
        text = ""
        while len(text.split()) < words:
            text += f"{chance.choice(sentences)}. "
        passages.append(PassageText(text, (f"Part {number // 50}",), number))
    return passages


def compare(name: str, left: Sequence[PassageText], right: Sequence[PassageText]) -> None:
    """Measure both methods side by side, the embeddings cached; the best of several runs."""
    topics, embedder = ready_topics(), Embedder(MemoryCache())
    embedding = _seconds(lambda: embedder.embed([p.text for p in (*left, *right)]))
    align(left[:1], right[:1], topics, embedder)
    theirs, ours = [], []
    for _ in range(RUNS):
        theirs.append(_seconds(lambda: _tfidf(left, right)))
        ours.append(_seconds(lambda: align(left, right, topics, embedder)))
    best = min(theirs), min(ours)
    out(f"{name:<34}{embedding:>14.2f} s{best[0]:>7.3f} s{best[1]:>7.3f} s{best[1] / best[0]:>7.1f}\n")


def large(size: int, sentences: Sequence[str]) -> None:
    """Align two books of short passages; tell time, memory and how long progress was silent."""
    left, right = (made_up(sentences, size, 25, seed) for seed in (1, 2))
    embedder = Embedder(MemoryCache())
    embedding = _seconds(lambda: embedder.embed([p.text for p in (*left, *right)]))
    told = [perf_counter()]
    seconds = _seconds(lambda: align(left, right, ready_topics(), embedder, lambda *_: told.append(perf_counter())))
    silences = sorted(after - before for before, after in pairwise(told))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    out(f"{size:,} × {size:,} of 25 words: {seconds:.0f} s after {embedding:.0f} s of embedding, {memory:.0f} MB; ")
    out(f"between reports {1000 * silences[len(silences) // 2]:.0f} ms mostly, {silences[-1]:.1f} s at most\n")


def _tfidf(left: Sequence[PassageText], right: Sequence[PassageText]) -> None:
    vectors = TfidfVectorizer().fit_transform([p.text for p in (*left, *right)])
    cosine_similarity(vectors[: len(left)], vectors[len(left) :])


def _seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


if __name__ == "__main__":
    main()
