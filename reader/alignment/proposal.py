"""Propose terms for a topic of which a few words are known: longer phrases, what keeps their company, what is near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reader.alignment.association import log_likelihood_ratio
from reader.alignment.candidates import lies_within

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from reader.alignment.candidates import Candidates
    from reader.alignment.phrases import Phrase

    Keys = tuple[str, ...]
    Places = Callable[[Keys], NDArray[np.int64]]
    Floats = NDArray[np.float64]

_MOST: Final = 12
# With fewer than so many, weaker evidence is taken as well.
_FEW: Final = 8
# Of each way of being found no more than so many.
_MOST_OF_A_KIND: Final = {"holds": 5, "company": 8, "near": 6, "once": 3}
# G² of a chance in a hundred; so many passages must hold both at least.
_SIGNIFICANT: Final = 6.63
_LEAST_TOGETHER: Final = 1.6
# A G² of this much is half of full company.
_HALF: Final = 12.0
# What keeps company must besides be of the same field: by itself or by the passages it stands in.
_LEAST_KINSHIP: Final = 0.15
# Cosines of unrelated words scatter by 1/√256 = 0.06 around 0.
_NEAR: Final = 0.24
_VERY_NEAR: Final = 0.38
# What stands beside the words only once has to be of their field, and no stranger to them in meaning.
_LEAST_CONTEXT, _LEAST_BESIDE = 0.3, -0.05
# A passage of this relevance holds the words themselves.
_WHOLE: Final = 0.5
_TWICE: Final = 2
_APART: Final = 0.6
_RELATED_STEM: Final = 5
# A term in a larger share of all passages is no term of one topic among many.
_COMMON_SHARE: Final = 0.25
_HELD, _PART_HELD = 1.2, 0.7
_COMPANY, _NEARNESS, _CONTEXT = 1.0, 1.6, 0.5


@dataclass(frozen=True, slots=True)
class Seed:
    """A word or phrase that the reader gave.

    Attributes:
        text: As the reader wrote it.
        keys: Its terms.
        spellings: It, and what abbreviations make of it.
        passages: The passages that hold it.
    """

    text: str
    keys: Keys
    spellings: tuple[Keys, ...]
    passages: frozenset[int]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A phrase that goes with what the reader gave, the passages that hold it, its weight as a term, the reason."""

    phrase: Phrase
    places: tuple[int, ...]
    weight: float
    why: str


@dataclass(frozen=True, slots=True)
class _Columns:
    """What speaks for each candidate, one entry a candidate; `held` is 1 or less where it contains a given word."""

    held: Floats
    together: Floats
    significance: Floats
    nearness: Floats
    nearest: NDArray[np.int64]
    context: Floats


def propose(
    candidates: Candidates, seeds: Sequence[Seed], relevance: Floats, vectors: NDArray[np.float32], places: Places
) -> list[Proposal]:
    """Choose the phrases that go best with what the reader gave, best first.

    Args:
        candidates: Of both documents.
        seeds: What the reader gave.
        relevance: How far each passage treats it, in [0, 1].
        vectors: Unit vectors of the seeds, shape (seeds, dimensions).
        places: Finds the passages that hold a phrase, in longer names too.
    """
    if not len(candidates):
        return []
    size = len(relevance)
    columns = _measure(candidates, seeds, relevance, vectors, size)
    keeps_company, near = _qualify(candidates, columns, relevance)
    company = columns.significance / (columns.significance + _HALF)
    fair = candidates.counts <= max(3, _COMMON_SHARE * size)
    value = candidates.telling * (
        columns.held
        + np.where(keeps_company, _COMPANY * company, 0)
        + _NEARNESS * np.maximum(columns.nearness, 0)
        + _CONTEXT * np.maximum(columns.context, 0)
    )
    # What stands once, and nowhere beside the words, may be an accident of spelling.
    value *= np.where((candidates.counts < _TWICE) & (columns.together == 0) & (columns.held == 0), _APART, 1)
    value = np.where(fair & ((columns.held > 0) | keeps_company | near), np.round(value, 5), 0)
    order = sorted(np.flatnonzero(value > 0).tolist(), key=lambda at: (-value[at], candidates.phrases[at].keys))
    alone = np.where(candidates.counts < _TWICE, "once", "near")
    kinds = {
        at: "holds" if columns.held[at] > 0 else "company" if keeps_company[at] else str(alone[at]) for at in order
    }
    chosen = _choose(candidates, order, kinds, {seed.keys: float(len(seed.passages)) for seed in seeds})
    if len(chosen) < _FEW:
        # With few passages to go by, what stands beside the words once is better than nothing if it is of the field.
        weaker = _beside(candidates, columns, fair)
        kinds.update((at, "company") for at in weaker if at not in kinds)
        taken = {seed.keys: float(len(seed.passages)) for seed in seeds}
        chosen = _choose(candidates, [*chosen, *(at for at in weaker if at not in chosen)], kinds, taken)[:_FEW]
    relevant = relevance >= _WHOLE
    return [
        _proposal(phrase, tuple(places(phrase.keys).tolist()), kinds[at], at, columns, seeds, relevant)
        for at, phrase in ((at, candidates.phrases[at]) for at in chosen)
    ]


def _choose(candidates: Candidates, order: Sequence[int], kinds: dict[int, str], taken: dict[Keys, float]) -> list[int]:
    """Take candidates in order, of each kind a few, without what others of them say already."""
    left = dict(_MOST_OF_A_KIND)
    chosen: list[int] = []
    for at in order:
        phrase = candidates.phrases[at]
        if left[kinds[at]] and not _repeats(phrase, taken):
            left[kinds[at]] -= 1
            taken[phrase.keys] = float(candidates.counts[at])
            chosen.append(at)
            if len(chosen) == _MOST:
                break
    return chosen


def _beside(candidates: Candidates, columns: _Columns, fair: NDArray[np.bool_]) -> list[int]:
    """Return the names and phrases that stand beside the reader's words at least once, those of their field first."""
    once = (columns.together >= 1) & (columns.significance >= _SIGNIFICANT) & (columns.context >= _LEAST_CONTEXT)
    telling = np.array([phrase.is_name or len(phrase.keys) > 1 for phrase in candidates.phrases])
    value = np.round(candidates.telling * (columns.context + np.maximum(columns.nearness, 0)), 5)
    rows = np.flatnonzero(once & telling & fair & (columns.nearness >= _LEAST_BESIDE)).tolist()
    return sorted(rows, key=lambda at: (-value[at], candidates.phrases[at].keys))


def _qualify(
    candidates: Candidates, columns: _Columns, relevance: Floats
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell which candidates keep company with what the reader gave, and which are near it in meaning."""
    kin = np.maximum(columns.nearness, columns.context) >= _LEAST_KINSHIP
    # What tells less by itself has to stand out more.
    significant = columns.significance * candidates.telling >= _SIGNIFICANT
    near = (columns.nearness >= _NEAR) & (columns.context >= _LEAST_KINSHIP) & (float(relevance.max()) >= _WHOLE)
    very_near = columns.nearness >= _VERY_NEAR
    return significant & (columns.together >= _LEAST_TOGETHER) & kin, near | very_near


def _measure(
    candidates: Candidates, seeds: Sequence[Seed], relevance: Floats, vectors: NDArray[np.float32], size: int
) -> _Columns:
    together = candidates.sums(relevance)
    significance = log_likelihood_ratio(together, candidates.counts, float(relevance.sum()), float(size))
    cosines = np.round(candidates.vectors @ vectors.T, 5).astype(np.float64)
    heads = [{key for key in candidates.words if _is_kin(key, seed.keys[-1])} | {seed.keys[-1]} for seed in seeds]
    held = np.array([_held(phrase.keys, seeds, heads) for phrase in candidates.phrases])
    asked = np.flatnonzero((held > 0) | (significance >= _SIGNIFICANT) | (cosines.max(axis=1) >= _NEAR))
    context = np.zeros(len(candidates))
    context[asked] = np.round(candidates.contexts(asked) @ candidates.context_of(relevance), 5)
    return _Columns(
        held=held,
        together=together,
        significance=significance,
        nearness=cosines.max(axis=1),
        nearest=cosines.argmax(axis=1),
        context=context,
    )


def _held(keys: Keys, seeds: Sequence[Seed], heads: Sequence[set[str]]) -> float:
    """Tell how much of what the reader gave a phrase contains: a whole phrase, its last word, a word of its stem."""
    best = 0.0
    for seed, kin in zip(seeds, heads, strict=True):
        if any(lies_within(way, keys) for way in seed.spellings) or set(seed.keys) <= set(keys):
            return _HELD
        # The last word of an English phrase says what kind of thing it is: "transnational pipeline" is a pipeline.
        if not kin.isdisjoint(keys):
            best = max(best, _PART_HELD if len(seed.keys) > 1 else 0.9 * _HELD)
    return best


def _is_kin(one: str, other: str) -> bool:
    """Tell whether two stems begin alike and part late: "democrat", "democraci"."""
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= max(_RELATED_STEM, 0.7 * max(len(one), len(other)))


def _repeats(phrase: Phrase, taken: dict[Keys, float]) -> bool:
    """Tell whether a phrase is, or is mostly, one that was chosen before."""
    for keys, count in taken.items():
        if phrase.keys == keys or sorted(phrase.keys) == sorted(keys):
            return True
        inside = lies_within(phrase.keys, keys)
        if inside and len(phrase.passages) <= 2 * count:
            return True
        if lies_within(keys, phrase.keys) and len(keys) > 1 and len(phrase.passages) < _TWICE:
            return True
    return False


def _proposal(
    phrase: Phrase,
    places: tuple[int, ...],
    kind: str,
    at: int,
    columns: _Columns,
    seeds: Sequence[Seed],
    relevant: NDArray[np.bool_],
) -> Proposal:
    number = len(places)
    both = sum(bool(relevant[place]) for place in places)
    nearest = seeds[int(columns.nearest[at])].text
    where = f"in {passages(number)}"
    if both:
        where = f"in {both} of the {passages(int(relevant.sum()))} with your words"
        where += f", in {number - both} other{'s' if number - both != 1 else ''}" if number > both else ""
    if kind == "holds":
        weight = 0.9 if columns.held[at] >= _HELD else 0.7
        return Proposal(phrase, places, weight, f"holds or varies your words; in {passages(number)}")
    if kind == "company":
        # Laplace's rule: what stands beside the words once may have come there by chance.
        share = float(columns.together[at]) / (number + 1)
        return Proposal(phrase, places, round(min(0.8, max(0.3, share)), 1), where)
    nearness = float(columns.nearness[at])
    return Proposal(phrase, places, round(min(0.8, 0.3 + nearness / 2), 1), f"near in meaning to “{nearest}”; {where}")


def passages(number: int) -> str:
    """Write a number of passages."""
    return "1 passage" if number == 1 else f"{number} passages"
