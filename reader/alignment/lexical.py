"""Word overlap of passages: TF-IDF over the pair of documents, each passage read with its neighbours in view."""

# scipy carries no types.
# mypy: disallow-any-unimported=False

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from reader.alignment.context import add_neighbours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# Full IDF makes pairs of one rare word win over pairs of one subject; without any, common words carry the match.
_IDF_EXPONENT = 0.75


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The content terms of one document.

    Attributes:
        rows: For each occurrence, in order, its passage.
        terms: For each occurrence its term.
        more_rows, more_terms: Terms that stand for others (an abbreviation for what it is short for), in any order.
        size: Number of passages.
    """

    rows: NDArray[np.int64]
    terms: NDArray[np.int64]
    more_rows: NDArray[np.int64]
    more_terms: NDArray[np.int64]
    size: int

    def counts(self, width: int) -> sparse.csr_array:
        """Return how often each passage holds each term."""
        rows = np.concatenate([self.rows, self.more_rows])
        return _matrix(rows, np.concatenate([self.terms, self.more_terms]), (self.size, width))


@dataclass(frozen=True)
class LexicalVectors:
    """TF-IDF vectors of both documents, ready to be compared row block by row block.

    Attributes:
        left: Shape (left passages, shared terms).
        right: Shape (shared terms, right passages).
        left_scale, right_scale: 1 / the length of each passage's vector with its neighbours added.
        left_weights, right_weights: Of neighbours, see `reader.alignment.context`.
        passages_with: Number of passages, of both documents, that hold each term of the vocabulary.
    """

    left: sparse.csr_array
    right: sparse.csr_array
    left_scale: NDArray[np.float32]
    right_scale: NDArray[np.float32]
    left_weights: tuple[float, ...]
    right_weights: tuple[float, ...]
    passages_with: NDArray[np.int64]

    @classmethod
    def build(
        cls,
        left: Occurrences,
        right: Occurrences,
        vocabulary_size: int,
        weights: tuple[tuple[float, ...], tuple[float, ...]],
    ) -> LexicalVectors:
        """Weigh terms and pairs of adjacent terms by TF-IDF.

        Args:
            left: The terms of the left document.
            right: The terms of the right document.
            vocabulary_size: Number of distinct terms in both.
            weights: Of the neighbours in the left and in the right document.
        """
        counts = [side.counts(vocabulary_size) for side in (left, right)]
        passages_with = sum((_passages_with(c) for c in counts), np.zeros(vocabulary_size, dtype=np.int64))
        bigrams = _shared_bigrams((left, right), vocabulary_size)
        both = [sparse.hstack(pair, format="csr") for pair in zip(counts, bigrams, strict=True)]
        weighed = _weigh(both)
        scales = [_scale(side, near) for side, near in zip(weighed, weights, strict=True)]
        # What only one side holds counted for the lengths of the vectors and adds nothing to any product.
        shared = np.flatnonzero(np.logical_and(*(_passages_with(side) > 0 for side in weighed)))
        rows, columns = (side[:, shared].astype(np.float32) for side in weighed)
        return cls(rows, sparse.csr_array(columns.T), scales[0], scales[1], *weights, passages_with)

    def cosine(self, start: int, end: int) -> NDArray[np.float32]:
        """Compare a block of left passages with all right ones.

        Since vectors are sums of a passage and its neighbours, smoothing the small dense block gives the same as
        multiplying the smoothed vectors, which are several times as full.

        Returns:
            Shape (end - start, right passages), in [0, 1].
        """
        reach = len(self.left_weights)
        first, last = max(0, start - reach), min(self.left.shape[0], end + reach)
        raw: NDArray[np.float32] = (self.left[first:last] @ self.right).toarray()
        rows = add_neighbours(raw, self.left_weights, axis=0)[start - first : raw.shape[0] - (last - end)]
        both = add_neighbours(rows, self.right_weights, axis=1)
        both *= self.left_scale[start:end, None]
        both *= self.right_scale
        return np.clip(both, 0, 1, out=both)

    def cosine_of(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.float32]:
        """Compare some left passages with some right ones, shape (rows, columns)."""
        left = _band(self.left.shape[0], self.left_weights)[rows] @ self.left
        right = self.right @ _band(self.right.shape[1], self.right_weights)[:, columns]
        both: NDArray[np.float32] = (left @ right).toarray()
        both *= self.left_scale[rows, None]
        both *= self.right_scale[columns]
        return np.clip(both, 0, 1, out=both)


def _band(size: int, weights: tuple[float, ...]) -> sparse.csr_array:
    """Return the matrix that adds neighbours."""
    places = np.arange(size, dtype=np.int64)
    rows, columns, values = [places], [places], [np.ones(size)]
    for distance, weight in enumerate(weights, 1):
        for first, second in ((places[distance:], places[:-distance]), (places[:-distance], places[distance:])):
            rows.append(first)
            columns.append(second)
            values.append(np.full(len(first), weight))
    cells = np.concatenate(values).astype(np.float32), (np.concatenate(rows), np.concatenate(columns))
    return sparse.coo_array(cells, shape=(size, size)).tocsr()


def _matrix(rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, int]) -> sparse.csr_array:
    """Count (row, column) pairs."""
    return sparse.coo_array((np.ones(len(rows)), (rows, columns)), shape=shape).tocsr()


def _passages_with(counts: sparse.csr_array) -> NDArray[np.int64]:
    return np.bincount(counts.indices, minlength=counts.shape[1])


def _shared_bigrams(sides: Sequence[Occurrences], vocabulary_size: int) -> list[sparse.csr_array]:
    """Count the pairs of adjacent terms that both documents hold; the others would swell the matrices for nothing."""
    found = []
    for side in sides:
        adjacent = side.rows[:-1] == side.rows[1:]
        found.append((side.rows[:-1][adjacent], (side.terms[:-1] * vocabulary_size + side.terms[1:])[adjacent]))
    shared = np.intersect1d(found[0][1], found[1][1])
    matrices = []
    for (rows, codes), side in zip(found, sides, strict=True):
        places = np.searchsorted(shared, codes)
        held = np.flatnonzero(shared[np.minimum(places, len(shared) - 1)] == codes) if len(shared) else places[:0]
        matrices.append(_matrix(rows[held], places[held], (side.size, len(shared))))
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


def _scale(vectors: sparse.csr_array, weights: tuple[float, ...]) -> NDArray[np.float32]:
    """Return 1 / the length of each passage's vector with its neighbours added.

    The square of a sum is the sum over all pairs of its terms, so the dot products of passages up to twice the reach
    apart are all it takes.
    """
    size = vectors.shape[0]
    reach = len(weights)
    near = {0: 1.0} | {side * d: w for d, w in enumerate(weights, 1) for side in (1, -1)}
    dots = [_dots(vectors[: size - lag], vectors[lag:]) for lag in range(min(2 * reach + 1, size))]
    squares = np.zeros(size)
    for first, first_weight in near.items():
        for second, second_weight in near.items():
            low, lag = min(first, second), abs(first - second)
            if lag >= len(dots):
                continue
            # Passage i takes the dot product that begins at i + low, where both places lie inside the document.
            begin, stop = max(0, -low), min(size, size - lag - low)
            if stop > begin:
                squares[begin:stop] += first_weight * second_weight * dots[lag][begin + low : stop + low]
    scale: NDArray[np.float32] = np.where(squares > 0, 1 / np.sqrt(np.where(squares > 0, squares, 1)), 0)
    return scale.astype(np.float32)


def _dots(first: sparse.csr_array, second: sparse.csr_array) -> NDArray[np.float64]:
    return np.asarray(first.multiply(second).sum(axis=1), dtype=np.float64).ravel()
