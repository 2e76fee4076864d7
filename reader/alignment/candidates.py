"""The words, names and phrases that may be terms of topics: where they stand, what they mean, how telling they are."""

# scipy carries no types.
# mypy: disallow-any-unimported=False

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from reader.alignment.embedding import Embedder
    from reader.alignment.phrases import Phrase, PhraseReading
    from reader.alignment.word_use import WordUse

    Keys = tuple[str, ...]
    Floats = NDArray[np.float64]

# Below this a word is rather a verb or an adjective than a noun.
_LEAST_NOUN: Final = 0.4
_LEAST_NOUN_IN_NAMES: Final = 0.3
# How much less a single word tells than a phrase or a name, and how much less the commonest word than a rare one.
_SINGLE: Final = 0.8
_COMMON_LOSS: Final = 0.6
_ONCE, _PLAIN_END = 0.7, 0.6
_LEAST_LETTERS: Final = 3
_PARTS: Final = re.compile(r"[\s\-‐‑]+")


class Candidates:
    """Phrases as rows, with what is known of each; phrases that tell nothing of a subject are left out.

    Args:
        reading: The phrases of both documents.
        passages: Unit vectors of all passages, shape (passages, dimensions).
        embedder: Gives vectors of phrases.

    Attributes:
        phrases: In the order of their keys.
        holders: 1 where a passage holds a phrase, shape (phrases, passages).
        counts: How many passages hold each phrase.
        telling: How much each tells of a subject, in (0, 1].
        words: The keys that phrases are made of.
        vectors: Unit vectors of the phrases by themselves, shape (phrases, dimensions).
    """

    def __init__(self, reading: PhraseReading, passages: NDArray[np.float32], embedder: Embedder) -> None:
        offered = sorted((*reading.phrases.values(), *reading.further.values()), key=lambda phrase: phrase.keys)
        values = _telling(offered, reading.use, embedder)
        told = [(phrase, value) for phrase, value in zip(offered, values, strict=True) if value > 0]
        self.phrases: tuple[Phrase, ...] = tuple(phrase for phrase, _ in told)
        self.telling: Floats = np.array([value for _, value in told], dtype=np.float64)
        self.counts: Floats = np.array([len(phrase.passages) for phrase in self.phrases], dtype=np.float64)
        columns = np.array([at for phrase in self.phrases for at in phrase.passages], dtype=np.int64)
        starts = np.concatenate([[0], np.cumsum(self.counts)]).astype(np.int64)
        shape = (len(self.phrases), len(passages))
        self.holders: sparse.csr_array = sparse.csr_array((np.ones(len(columns)), columns, starts), shape=shape)
        self.words: frozenset[str] = frozenset(key for phrase in self.phrases for key in phrase.keys)
        self.vectors: NDArray[np.float32] = embedder.embed([phrase.text for phrase in self.phrases], keep=False)
        self._centred: NDArray[np.float32] = (
            passages - passages.mean(axis=0, keepdims=True) if len(passages) else passages
        )

    def __len__(self) -> int:
        return len(self.phrases)

    def sums(self, weights: Floats) -> Floats:
        """Sum a weight of passages over the passages of each phrase."""
        sums: Floats = np.asarray(self.holders @ weights, dtype=np.float64).round(6)
        return sums

    def contexts(self, rows: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """Return what the passages of phrases are about, compared with all passages: unit vectors."""
        return unit_rows(np.asarray(self.holders[np.asarray(rows, dtype=np.int64)] @ self._centred, dtype=np.float64))

    def context_of(self, weights: Floats) -> NDArray[np.float32]:
        """Return what weighed passages are about, compared with all passages: one unit vector."""
        context: NDArray[np.float32] = unit_rows((weights @ self._centred)[None, :])[0]
        return context


def unit_rows(vectors: NDArray[np.float64]) -> NDArray[np.float32]:
    """Scale rows to length 1, but for zeros."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: NDArray[np.float32] = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit


def lies_within(short: Keys, long: Keys) -> bool:
    """Tell whether one phrase is a part of another, or the same."""
    size = len(short)
    return size <= len(long) and any(long[at : at + size] == short for at in range(len(long) - size + 1))


def overlaps(keys: Keys, others: Collection[Keys], *, within: bool = False) -> bool:
    """Tell whether one phrase lies inside another (with `within`: this one inside another only)."""
    return any(lies_within(keys, other) or (not within and lies_within(other, keys)) for other in others)


def _telling(phrases: Sequence[Phrase], use: WordUse, embedder: Embedder) -> list[float]:
    """Estimate how much each phrase tells of a subject; 0 for what names none."""
    forms = {phrase.keys[0]: phrase.text.casefold() for phrase in phrases if len(phrase.keys) == 1}
    words = sorted(forms)
    common = dict(zip(words, embedder.commonness([forms[word] for word in words]).tolist(), strict=True))
    return [_value(phrase, use, common.get(phrase.keys[0], 0.0)) for phrase in phrases]


def _value(phrase: Phrase, use: WordUse, commonness: float) -> float:
    keys, parts = phrase.keys, _PARTS.split(phrase.text)
    if len(phrase.text) < _LEAST_LETTERS and phrase.text.isascii() and not phrase.text.isupper():
        return 0.0
    noun = use.nounness(keys[-1], parts[-1])
    once = _ONCE if len(phrase.passages) == 1 else 1.0
    if phrase.is_name:
        names = noun >= (_LEAST_NOUN_IN_NAMES if parts[-1][:1].isupper() else _LEAST_NOUN) and not all(
            use.is_vague(key) for key in keys
        )
        return once if names and not use.is_vague(keys[-1]) else 0.0
    if noun < _LEAST_NOUN or use.is_vague(keys[0]):
        return 0.0
    if len(keys) == 1:
        return once * _SINGLE * noun * (1 - _COMMON_LOSS * commonness)
    if _begins_as_verb(keys[0], parts[0], use):
        return 0.0
    if use.is_vague(keys[-1]):
        return once * _PLAIN_END if use.is_plain_head(keys[-1]) else 0.0
    return once


def _begins_as_verb(key: str, written: str, use: WordUse) -> bool:
    return written.endswith(("ed", "ly", "ing")) and use.nounness(key, written) < _LEAST_NOUN
