"""Find what both documents speak of and no topic covers: terms no topic explains, grouped by company and meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reader.alignment.association import explained_share, log_likelihood_ratio
from reader.alignment.candidates import overlaps

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from reader.alignment.candidates import Candidates

    Keys = tuple[str, ...]
    Floats = NDArray[np.float64]

_MOST: Final = 10
_MOST_TERMS: Final = 8
_LEAST_TERMS: Final = 2
# No more terms than this of a group hold the same word.
_MOST_ALIKE: Final = 2
# So many of the terms that stand most open are grouped.
_GROUPED: Final = 500
_COMMON_SHARE: Final = 0.25
_LEAST_PASSAGES: Final = 2
# A term that a topic explains beyond this, or that is so near to one of its terms in meaning, is covered by it.
_EXPLAINED: Final = 0.75
_NEAR_A_TERM: Final = 0.62
# A passage on some topic counts this much for what stands in it.
_COVERED_WEIGHT: Final = 0.35
# What two terms need to be of one topic, and the share of each evidence.
_TOGETHER: Final = 0.25
_HALF: Final = 8.0
# Terms that mean nothing alike have to keep company as chance hardly has it (G² of one case in two hundred).
_LEAST_MEANING, _HIGHLY_SIGNIFICANT = 0.1, 8.0
_COMPANY, _MEANING, _CONTEXT = 0.45, 0.9, 0.4
_SINGLE_WORD: Final = 0.7
_ONE_SIDED: Final = 0.3
# A single word has to tell this much to name a topic.
_LEAST_TELLING: Final = 0.5


@dataclass(frozen=True, slots=True)
class Group:
    """Terms of a topic that is missing.

    Attributes:
        rows: Candidates, the one that names it first.
        likeness: Of each to the first, in (0, 1].
    """

    rows: tuple[int, ...]
    likeness: tuple[float, ...]


def find_groups(
    candidates: Candidates, scores: Floats, known: AbstractSet[Keys], known_vectors: NDArray[np.float32], middle: int
) -> list[Group]:
    """Group the terms that both documents use and no topic covers, the most telling group first.

    Args:
        candidates: Of both documents.
        scores: Of all passages for the topics there are, shape (passages, topics).
        known: The terms of these topics.
        known_vectors: Their unit vectors, shape (terms, dimensions).
        middle: The number of the right document's first passage.
    """
    openness = _openness(candidates, scores, known, known_vectors, middle)
    order = sorted(np.flatnonzero(openness > 0).tolist(), key=lambda at: (-openness[at], candidates.phrases[at].keys))
    rows = np.array(order[:_GROUPED], dtype=np.int64)
    if not len(rows):
        return []
    likeness = _likeness(candidates, rows)
    value = openness[rows]
    free = np.ones(len(rows), dtype=bool)
    heads = np.array([_may_name(candidates, at, middle) for at in rows.tolist()])
    groups: list[Group] = []
    while len(groups) < _MOST:
        best = _best_group(candidates, rows, likeness, value, free, heads)
        if best is None:
            break
        chosen = {candidates.phrases[int(rows[at])].keys for at in best}
        free[best] = False
        for at in np.flatnonzero(free):
            free[at] = not overlaps(candidates.phrases[int(rows[at])].keys, chosen)
        groups.append(Group(tuple(int(rows[at]) for at in best), tuple(float(likeness[best[0], at]) for at in best)))
        # What is like a group that was chosen makes no second one of it.
        value = value * (1 - 0.5 * np.clip(likeness[best[0]], 0, 1))
    return groups


def _may_name(candidates: Candidates, row: int, middle: int) -> bool:
    """Tell whether a term may name a topic: both documents hold it, and it tells enough."""
    phrase = candidates.phrases[row]
    named = phrase.is_name or len(phrase.keys) > 1 or len(phrase.passages) > _LEAST_PASSAGES
    both = phrase.passages[0] < middle <= phrase.passages[-1]
    return both and named and float(candidates.telling[row]) >= _LEAST_TELLING


def _openness(
    candidates: Candidates, scores: Floats, known: AbstractSet[Keys], known_vectors: NDArray[np.float32], middle: int
) -> Floats:
    """Tell how much both documents speak of each candidate beyond what topics cover."""
    size = candidates.holders.shape[1]
    best = scores.max(axis=1) if scores.size else np.zeros(size)
    weight = 1 - (1 - _COVERED_WEIGHT) * best
    side = np.arange(size) < middle
    counts = [candidates.sums(part.astype(np.float64)) for part in (side, ~side)]
    left, right = (candidates.sums(weight * part) for part in (side, ~side))
    fair = candidates.counts <= max(3, _COMMON_SHARE * size)
    explained = np.zeros(len(candidates))
    for topic in range(scores.shape[1]):
        on_topic = np.round(scores[:, topic], 3)
        inside = candidates.sums(on_topic) / candidates.counts
        explained = np.maximum(explained, explained_share(inside, np.full(1, float(on_topic.mean()))))
    fair &= explained < _EXPLAINED
    if len(known_vectors):
        nearest = np.round(candidates.vectors @ known_vectors.T, 5).max(axis=1)
        fair &= nearest < _NEAR_A_TERM
    fair &= np.array([not _is_known(phrase.keys, known) for phrase in candidates.phrases], dtype=bool)
    single = np.array([len(p.keys) == 1 and not p.is_name for p in candidates.phrases], dtype=bool)
    fair &= (candidates.counts >= _LEAST_PASSAGES) | ~single
    information = np.log(size / _spread(candidates))
    # What one document alone speaks of names no topic of both, but may belong to one.
    shared = np.where(np.minimum(*counts) >= 1, np.sqrt(left * right), _ONE_SIDED * np.maximum(left, right))
    value = shared * (1 - explained) * information * candidates.telling
    openness: Floats = np.where(fair, np.round(value * np.where(single, _SINGLE_WORD, 1), 5), 0)
    return openness


def _spread(candidates: Candidates) -> Floats:
    """Tell in how many passages the rarest word of each candidate stands: a phrase of common words tells no more."""
    widest: dict[str, int] = {}
    for phrase in candidates.phrases:
        for key in phrase.keys:
            widest[key] = max(widest.get(key, 0), len(phrase.passages))
    return np.array([min(widest[key] for key in phrase.keys) for phrase in candidates.phrases], dtype=np.float64)


def _is_known(keys: Keys, known: AbstractSet[Keys]) -> bool:
    """Tell whether a phrase is, or contains, a term of a topic; a part of one may still be something else."""
    return any(keys[at:end] in known for at in range(len(keys)) for end in range(at + 1, len(keys) + 1))


def _likeness(candidates: Candidates, rows: NDArray[np.int64]) -> Floats:
    """Tell how far candidates stand in the same passages and mean alike, shape (rows, rows)."""
    held = candidates.holders[rows]
    together = np.asarray((held @ held.T).todense(), dtype=np.float64)
    counts, size = candidates.counts[rows], float(held.shape[1])
    significance = log_likelihood_ratio(
        together, np.broadcast_to(counts[:, None], together.shape), np.broadcast_to(counts, together.shape), size
    )
    company = np.where(together >= _LEAST_PASSAGES, significance / (significance + _HALF), 0)
    vectors, contexts = candidates.vectors[rows], candidates.contexts(rows)
    meaning, context = np.maximum(vectors @ vectors.T, 0), np.maximum(contexts @ contexts.T, 0)
    like: Floats = np.round(_COMPANY * company + _MEANING * meaning + _CONTEXT * context**2, 5).astype(np.float64)
    # Neither company nor meaning alone: some of one is needed at least.
    like[(together < _LEAST_PASSAGES) & (meaning < _TOGETHER)] = 0
    like[(meaning < _LEAST_MEANING) & (significance < _HIGHLY_SIGNIFICANT)] = 0
    np.fill_diagonal(like, 1)
    return np.minimum(like, 1)


def _best_group(
    candidates: Candidates,
    rows: NDArray[np.int64],
    likeness: Floats,
    value: Floats,
    free: NDArray[np.bool_],
    heads: NDArray[np.bool_],
) -> list[int] | None:
    """Return the places in `rows` of the group worth most, its name first; None if there is none left."""
    worth = np.where(free & heads, 1.0, 0)[:, None] * np.where((likeness >= _TOGETHER) & free, likeness * value, 0)
    sums = value + np.sort(worth, axis=1)[:, -_MOST_TERMS:].sum(axis=1)
    for head in sorted(np.flatnonzero(free & heads).tolist(), key=lambda at: (-round(float(sums[at]), 4), at)):
        group = [head]
        for at in sorted(np.flatnonzero(worth[head] > 0).tolist(), key=lambda at: (-worth[head, at], at)):
            keys = candidates.phrases[int(rows[at])].keys
            others = [candidates.phrases[int(rows[one])].keys for one in group]
            alike = max(sum(key in other for other in others) for key in keys)
            if at != head and alike < _MOST_ALIKE and not overlaps(keys, others):
                group.append(at)
                if len(group) == _MOST_TERMS:
                    break
        if len(group) >= _LEAST_TERMS:
            return group
    return None
