"""Measure rankings against pairs and topics that a reader judged."""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from reader.alignment.aligner import PassageText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reader.domain.alignment import PassagePair

RELEVANT = 2  # the grade from which a pair is on the same specific subject
_UNSCORED = -1.0
_FIRST = 3
_BINS = 5

_T = TypeVar("_T")

Scores = dict[tuple[int, int], float]  # (left, right) judged passages by number


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of nearly one score: their number, mean score, and the share of them of grade 2 or 3."""

    pairs: int
    score: float
    share: float


@dataclass(frozen=True, slots=True)
class RetrievalFigures:
    """How well a ranking finds what a reader put side by side.

    Attributes:
        left_to_right, right_to_left: Mean nDCG@10 over the passages that have a partner of grade 2 or 3.
        average_precision: Of one list of all pairs.
        hits: The share of those passages, of both directions, with a partner of grade 2 or 3 among the first 3.
    """

    left_to_right: float
    right_to_left: float
    average_precision: float
    hits: float

    @property
    def mean(self) -> float:
        """Mean nDCG@10 of both directions."""
        return (self.left_to_right + self.right_to_left) / 2


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Two documents' passages with the reader's grades.

    Attributes:
        left, right: All passages.
        right_judged: Numbers of the right passages whose every pair was judged.
        grades: By topic, the grade of each (left, right) above 0.
        left_topics, right_topics: For judged passages, the topics each treats.
    """

    left: tuple[PassageText, ...]
    right: tuple[PassageText, ...]
    right_judged: tuple[int, ...]
    grades: Mapping[str, Mapping[tuple[int, int], int]]
    left_topics: Mapping[int, frozenset[str]]
    right_topics: Mapping[int, frozenset[str]]

    @classmethod
    def load(cls, folder: Path) -> JudgedSet:
        """Read passages.json, pairs.json and topics.json as the judged set's README describes them."""
        rows = json.loads((folder / "passages.json").read_text(encoding="utf-8"))
        sides = {side: [row for row in rows if row["id"][0] == side] for side in "LM"}
        number = {row["id"]: at for side in sides.values() for at, row in enumerate(side)}
        grades: dict[str, dict[tuple[int, int], int]] = defaultdict(dict)
        for pair in json.loads((folder / "pairs.json").read_text(encoding="utf-8")):
            key = number[pair["l"]], number[pair["m"]]
            grades[pair["topic"]][key] = max(grades[pair["topic"]].get(key, 0), pair["grade"])
        labels = json.loads((folder / "topics.json").read_text(encoding="utf-8"))
        passages = {
            side: tuple(PassageText(row["text"], tuple(row["section"].split(" > ")), row["start"]) for row in rows)
            for side, rows in sides.items()
        }
        topics = {
            side: {number[key]: frozenset(value) for key, value in labels.items() if key[0] == side} for side in "LM"
        }
        odd = tuple(number[row["id"]] for row in sides["M"] if int(row["id"][1:]) % 2)
        return cls(passages["L"], passages["M"], odd, dict(grades), topics["L"], topics["M"])

    def grades_of(self, topic: str | None = None) -> dict[tuple[int, int], int]:
        """Return the best grade of each pair, under one topic or any."""
        best: dict[tuple[int, int], int] = {}
        for slug in self.grades if topic is None else (topic,):
            for pair, grade in self.grades[slug].items():
                best[pair] = max(best.get(pair, 0), grade)
        return best

    def scores(self, pairs: Iterable[PassagePair], left: Sequence[str], right: Sequence[str]) -> Scores:
        """Carry the scores of computed passages over to the judged ones.

        A computed passage stands for a judged one when at least half of the shorter one's word 4-grams are in both; a
        judged pair gets the best score of the pairs that stand for it.

        Args:
            pairs: Computed pairs.
            left: The texts of the computed left passages.
            right: The texts of the computed right passages.
        """
        judged = set(self.right_judged)
        lefts = _standing_for(left, self.left)
        rights = [[at for at in found if at in judged] for found in _standing_for(right, self.right)]
        scores: Scores = {}
        for pair in pairs:
            for a in lefts[pair.left]:
                for b in rights[pair.right]:
                    scores[a, b] = max(scores.get((a, b), _UNSCORED), pair.score)
        return scores

    def retrieval(self, scores: Scores) -> RetrievalFigures:
        """Measure the ranking of all pairs."""
        by_left, by_right = self._ranked_grades(scores, by_left=True), self._ranked_grades(scores, by_left=False)
        hits = [max(grades[:_FIRST]) >= RELEVANT for grades in (*by_left, *by_right)]
        return RetrievalFigures(
            sum(map(ndcg, by_left)) / len(by_left),
            sum(map(ndcg, by_right)) / len(by_right),
            self.average_precision(scores),
            sum(hits) / len(hits),
        )

    def average_precision(self, scores: Scores, topic: str | None = None) -> float:
        """Return the average precision of one list of all pairs, under one topic if given."""
        relevant = {pair for pair, grade in self.grades_of(topic).items() if grade >= RELEVANT}
        return average_precision(sorted(scores, key=lambda pair: (-scores[pair], pair)), relevant)

    def judged_topics(self) -> list[str]:
        """Return the topics that have a pair of grade 2 or 3."""
        return sorted(slug for slug, pairs in self.grades.items() if max(pairs.values()) >= RELEVANT)

    def topic_precision(self, slug: str, left: Sequence[float], right: Sequence[float]) -> float:
        """Return the average precision of ranking the judged passages by their scores for a topic.

        Args:
            slug: A name of the code-book.
            left: Scores of this set's left passages.
            right: Scores of this set's right passages.
        """
        scored = {("L", at): left[at] for at in self.left_topics} | {("M", at): right[at] for at in self.right_topics}
        relevant = {("L", at) for at, topics in self.left_topics.items() if slug in topics}
        relevant |= {("M", at) for at, topics in self.right_topics.items() if slug in topics}
        return average_precision(sorted(scored, key=lambda key: (-scored[key], key)), relevant)

    def calibration(self, scores: Scores, topic: str | None = None) -> list[Bin]:
        """Compare scores with the share of pairs of grade 2 or 3, in five equal bins of scores."""
        grades = self.grades_of(topic)
        bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
        for pair, score in scores.items():
            bins[min(_BINS - 1, int(score * _BINS))].append((score, grades.get(pair, 0) >= RELEVANT))
        return [
            Bin(len(rows), sum(score for score, _ in rows) / len(rows), sum(hit for _, hit in rows) / len(rows))
            for rows in bins
            if rows
        ]

    def _ranked_grades(self, scores: Scores, *, by_left: bool) -> list[list[int]]:
        """Return the grades of each query's candidates, best first, for passages with a partner of grade 2 or 3."""
        grades = self.grades_of()
        queries = sorted({pair[0 if by_left else 1] for pair, grade in grades.items() if grade >= RELEVANT})
        candidates = self.right_judged if by_left else range(len(self.left))
        ranked = []
        for query in queries:
            pairs = [(query, c) if by_left else (c, query) for c in candidates]
            pairs.sort(key=lambda pair: (-scores.get(pair, _UNSCORED), pair))
            ranked.append([grades.get(pair, 0) for pair in pairs])
        return ranked


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the expected calibration error: the mean distance of score and share, by number of pairs."""
    return sum(each.pairs * abs(each.score - each.share) for each in bins) / max(1, sum(each.pairs for each in bins))


def ndcg(grades: Sequence[int], k: int = 10) -> float:
    """Return nDCG@k with gain 2^grade - 1 (Järvelin and Kekäläinen 2002).

    Args:
        grades: Of all candidates, in ranked order.
        k: Depth.
    """

    def gain(ordered: Sequence[int]) -> float:
        return sum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(ordered[:k]))

    best = gain(sorted(grades, reverse=True))
    return gain(grades) / best if best else 0.0


def average_precision(ranked: Sequence[_T], relevant: set[_T]) -> float:
    """Return the mean of the precision at each relevant item; items not in the ranking count as never found."""
    places = [place for place, item in enumerate(ranked, 1) if item in relevant]
    return sum(found / place for found, place in enumerate(places, 1)) / len(relevant) if relevant else 0.0


def _standing_for(texts: Sequence[str], judged: Sequence[PassageText]) -> list[list[int]]:
    grams = [_grams(passage.text) for passage in judged]
    return [list(_matches(_grams(text), grams)) for text in texts]


def _matches(mine: set[tuple[str, ...]], judged: Sequence[set[tuple[str, ...]]]) -> Iterator[int]:
    for at, theirs in enumerate(judged):
        if mine and len(mine & theirs) >= 0.5 * min(len(mine), len(theirs)):
            yield at


def _grams(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z]+", text.lower())
    return {tuple(words[at : at + 4]) for at in range(len(words) - 3)}
