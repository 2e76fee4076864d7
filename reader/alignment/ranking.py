"""Keep the best partners of each passage while scores come in block by block, and put the pairs in order."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np

from reader.domain.alignment import RankedPairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Orders equal scores by relative position in the documents; far below the sixth digit that scores are rounded to.
_POSITION_WEIGHT = 1e-7


class BestPartners:
    """The best partners of each left and each right passage, in memory that grows with n + m, not n × m.

    Args:
        left, right: Number of passages.
        keep: Partners kept for each passage.
    """

    def __init__(self, left: int, right: int, keep: int) -> None:
        self._left, self._right, self._keep = left, right, keep
        self._rows: list[tuple[NDArray[np.int64], NDArray[np.float64]]] = []
        self._candidates: list[tuple[NDArray[np.int64], NDArray[np.float64]]] = []
        self._waiting = 0
        self._threshold = np.full(right, -np.inf)
        self._right_places = np.arange(right) / max(1, right - 1)

    def add(self, start: int, scores: NDArray[np.float64]) -> None:
        """Take the scores of the next block of left passages with all right ones, shape (block, right)."""
        places = np.arange(start, start + len(scores)) / max(1, self._left - 1)
        keys = scores - _POSITION_WEIGHT * np.abs(places[:, None] - self._right_places)
        codes = np.arange(start, start + len(scores), dtype=np.int64)[:, None] * self._right
        if self._right > self._keep:
            best = np.argpartition(keys, self._right - self._keep, axis=1)[:, -self._keep :]
        else:
            best = np.broadcast_to(np.arange(self._right), keys.shape)
        self._rows.append(((codes + best).ravel(), np.take_along_axis(keys, best, axis=1).ravel()))
        rows, columns = np.nonzero(keys > self._threshold)
        self._candidates.append((codes[rows, 0] + columns, keys[rows, columns]))
        self._waiting += len(rows)
        if self._waiting > 4 * self._keep * self._right:
            self._thin_out()

    def ranked(self) -> RankedPairs:
        """Return all kept pairs, best first."""
        self._thin_out()
        found = self._rows + self._candidates
        if not found:
            return RankedPairs(array("i"), array("i"), array("d"))
        codes, first = np.unique(np.concatenate([c for c, _ in found]), return_index=True)
        keys = np.concatenate([k for _, k in found])[first]
        order = np.argsort(-keys, kind="stable")
        left, right = np.divmod(codes[order], max(1, self._right))
        return pairs_of(left, right, np.round(keys[order], 6))

    def _thin_out(self) -> None:
        """Drop the candidates that are not among the best of their right passage any more."""
        if not self._candidates:
            return
        codes = np.concatenate([c for c, _ in self._candidates])
        keys = np.concatenate([k for _, k in self._candidates])
        columns = codes % self._right
        by_key = np.argsort(-keys, kind="stable")
        order = by_key[np.argsort(columns[by_key], kind="stable")]
        starts = np.searchsorted(columns[order], np.arange(self._right))
        place = np.arange(len(order)) - starts[columns[order]]
        kept = order[place < self._keep]
        self._candidates = [(codes[kept], keys[kept])]
        self._waiting = len(kept)
        full = order[place == self._keep - 1]
        self._threshold[columns[full]] = keys[full]


def pairs_of(left: NDArray[np.int64], right: NDArray[np.int64], score: NDArray[np.float64]) -> RankedPairs:
    """Put three arrays of one length into columns."""
    return RankedPairs(
        array("i", left.astype(np.int32).tobytes()),
        array("i", right.astype(np.int32).tobytes()),
        array("d", score.astype(np.float64).tobytes()),
    )
