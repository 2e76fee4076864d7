"""Word overlap of passages: TF-IDF over the pair of documents, each passage read with its neighbours in view."""

# scipy carries no types.
# mypy: disallow-any-unimported=False

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# Full IDF makes pairs of one rare word win over pairs of one subject; without any, common words carry the match.
_IDF_EXPONENT = 0.75


class TermCounts:
    """The content terms of one document's passages as numbers, with a vocabulary that both documents share."""

    def __init__(self, vocabulary: dict[str, int]) -> None:
        self._vocabulary = vocabulary
        self._ids = array("q")
        self._ends = array("q", [0])

    def add(self, keys: Sequence[str]) -> None:
        """Add the next passage's terms, in order."""
        vocabulary = self._vocabulary
        self._ids.extend([vocabulary.setdefault(key, len(vocabulary)) for key in keys])
        self._ends.append(len(self._ids))

    def __len__(self) -> int:
        return len(self._ends) - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Terms in each passage."""
        ends = np.array(self._ends, dtype=np.int64)
        return ends[1:] - ends[:-1]

    def columns(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (passage, term) of every occurrence, in order."""
        rows = np.repeat(np.arange(len(self), dtype=np.int64), self.lengths)
        return rows, np.array(self._ids, dtype=np.int64)


@dataclass(frozen=True)
class LexicalVectors:
    """TF-IDF vectors of both documents, ready to be compared row block by row block.

    Attributes:
        passages_with: Number of passages, of both documents, that hold each term of the vocabulary.
    """

    left: sparse.csr_array
    right: sparse.csr_array
    left_scale: NDArray[np.float32]
    right_scale: NDArray[np.float32]
    neighbour_weight: float
    passages_with: NDArray[np.int64]

    @classmethod
    def build(
        cls, left: TermCounts, right: TermCounts, vocabulary_size: int, neighbour_weight: float
    ) -> LexicalVectors:
        """Weigh terms and pairs of adjacent terms by TF-IDF.

        Args:
            left: The terms of the left document.
            right: The terms of the right document.
            vocabulary_size: Number of distinct terms in both.
            neighbour_weight: How much of the mean of the passages before and after is added to each passage.
        """
        sides = (left.columns(), right.columns())
        counts = [
            _matrix(*side, (len(counts), vocabulary_size)) for side, counts in zip(sides, (left, right), strict=True)
        ]
        passages_with = sum((_passages_with(c) for c in counts), np.zeros(vocabulary_size, dtype=np.int64))
        bigrams = _shared_bigrams(sides, vocabulary_size, (len(left), len(right)))
        both = [sparse.hstack(pair, format="csr") for pair in zip(counts, bigrams, strict=True)]
        weighed = _weigh(both)
        scales = [_scale(side, neighbour_weight / 2) for side in weighed]
        # What only one side holds counted for the lengths of the vectors and adds nothing to any product.
        shared = np.flatnonzero(np.logical_and(*(_passages_with(side) > 0 for side in weighed)))
        rows, columns = (side[:, shared].astype(np.float32) for side in weighed)
        return cls(rows, sparse.csr_array(columns.T), scales[0], scales[1], neighbour_weight, passages_with)

    def cosine(self, start: int, end: int) -> NDArray[np.float32]:
        """Compare a block of left passages with all right ones.

        Since vectors are sums of a passage and its neighbours, smoothing the small dense block gives the same as
        multiplying the smoothed vectors, which are three times as full.

        Returns:
            Shape (end - start, right passages), in [0, 1].
        """
        half = self.neighbour_weight / 2
        first, last = max(0, start - 1), min(self.left.shape[0], end + 1)
        raw: NDArray[np.float32] = (self.left[first:last] @ self.right).toarray()
        rows = add_neighbours(raw, half, axis=0)[start - first : raw.shape[0] - (last - end)]
        both = add_neighbours(rows, half, axis=1)
        both *= self.left_scale[start:end, None]
        both *= self.right_scale
        return np.clip(both, 0, 1, out=both)


def add_neighbours(values: NDArray[np.float32], weight: float, axis: int) -> NDArray[np.float32]:
    """Add to each row (or column) `weight` times the one before and the one after."""
    out = values.copy()
    if axis == 0:
        out[1:] += weight * values[:-1]
        out[:-1] += weight * values[1:]
    else:
        out[:, 1:] += weight * values[:, :-1]
        out[:, :-1] += weight * values[:, 1:]
    return out


def _matrix(rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, int]) -> sparse.csr_array:
    return sparse.coo_array((np.ones(len(rows)), (rows, columns)), shape=shape).tocsr()


def _passages_with(counts: sparse.csr_array) -> NDArray[np.int64]:
    return np.bincount(counts.indices, minlength=counts.shape[1])


def _shared_bigrams(
    sides: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]], vocabulary_size: int, sizes: tuple[int, int]
) -> list[sparse.csr_array]:
    """Count the pairs of adjacent terms that both documents hold; the others would swell the matrices for nothing."""
    found = []
    for rows, ids in sides:
        adjacent = rows[:-1] == rows[1:]
        found.append((rows[:-1][adjacent], (ids[:-1] * vocabulary_size + ids[1:])[adjacent]))
    shared = np.intersect1d(found[0][1], found[1][1])
    matrices = []
    for (rows, codes), size in zip(found, sizes, strict=True):
        held = np.isin(codes, shared)
        matrices.append(_matrix(rows[held], np.searchsorted(shared, codes[held]), (size, len(shared))))
    return matrices


def _weigh(sides: list[sparse.csr_array]) -> list[sparse.csr_array]:
    total = sum(side.shape[0] for side in sides)
    passages_with = sum(_passages_with(side) for side in sides)
    idf = (np.log((total + 1) / (passages_with + 1)) + 1) ** _IDF_EXPONENT
    weighed = []
    for side in sides:
        side.data = (1 + np.log(side.data)) * idf[side.indices]
        lengths = np.sqrt(np.bincount(_row_numbers(side), weights=side.data**2, minlength=side.shape[0]))
        side.data /= lengths[_row_numbers(side)]
        weighed.append(side)
    return weighed


def _row_numbers(matrix: sparse.csr_array) -> NDArray[np.int64]:
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def _scale(vectors: sparse.csr_array, half: float) -> NDArray[np.float32]:
    """Return 1 / the length of each passage's vector with its neighbours added."""
    size = vectors.shape[0]
    own = _dots(vectors, vectors)
    squares = own.copy()
    if size > 1:
        next_one = _dots(vectors[:-1], vectors[1:])
        squares[1:] += half**2 * own[:-1] + 2 * half * next_one
        squares[:-1] += half**2 * own[1:] + 2 * half * next_one
    if size > 2:
        squares[1:-1] += 2 * half**2 * _dots(vectors[:-2], vectors[2:])
    scale: NDArray[np.float32] = np.where(squares > 0, 1 / np.sqrt(np.where(squares > 0, squares, 1)), 0)
    return scale.astype(np.float32)


def _dots(first: sparse.csr_array, second: sparse.csr_array) -> NDArray[np.float64]:
    return np.asarray(first.multiply(second).sum(axis=1), dtype=np.float64).ravel()
