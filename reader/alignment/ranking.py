"""Keep the best partners of each passage while scores come in block by block, and put the pairs in order."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np

from reader.domain.alignment import RankedPairs

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


class BestPartners:
    """The best partners of each left and each right passage, in memory that grows with n + m, not n × m.

    Args:
        right: Number of right passages.
        keep: Partners kept for each passage.
    """

    def __init__(self, right: int, keep: int) -> None:
        self._right, self._keep = right, keep
        self._found: list[tuple[NDArray[np.int64], NDArray[np.float32]]] = []
        # For each right passage, its candidates so far; a row that holds twice as many as are kept is thinned out.
        self._candidate_keys = np.empty((right, 0), dtype=np.float32)
        self._candidates = np.empty((right, 0), dtype=np.int32)
        self._filled = np.zeros(right, dtype=np.int64)
        self._threshold = np.full(right, -np.inf, dtype=np.float32)

    def add(self, start: int, keys: NDArray[np.float32]) -> None:
        """Take the keys of the next block of left passages with all right ones, shape (block, right)."""
        if self._right > self._keep:
            best = np.argpartition(keys, self._right - self._keep, axis=1)[:, -self._keep :]
        else:
            best = np.broadcast_to(np.arange(self._right), keys.shape)
        codes = np.arange(start, start + len(keys), dtype=np.int64)[:, None] * self._right + best
        self._found.append((codes.ravel(), np.take_along_axis(keys, best, axis=1).ravel()))
        columns, rows = np.nonzero((keys > self._threshold).T)
        counts = np.bincount(columns, minlength=self._right)
        self._make_room(int((self._filled + counts).max(initial=0)))
        # Those of one column follow each other: each goes to the next free place of its row of candidates.
        places = self._filled[columns] + np.arange(len(columns)) - (np.cumsum(counts) - counts)[columns]
        self._candidate_keys[columns, places] = keys[rows, columns]
        self._candidates[columns, places] = start + rows
        self._filled += counts
        self._thin_out(np.flatnonzero(self._filled >= 2 * self._keep))

    def best(
        self, report: Callable[[], None] = lambda: None
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
        """Return (left, right, key) of all kept pairs, best first, equals by left and right passage.

        Args:
            report: Called between the steps, each of which takes a moment for millions of pairs.
        """
        self._thin_out(np.flatnonzero(self._filled > self._keep))
        report()
        columns, places = np.nonzero(np.arange(self._candidates.shape[1]) < self._filled[:, None])
        lefts = self._candidates[columns, places].astype(np.int64)
        found = [*self._found, (lefts * self._right + columns, self._candidate_keys[columns, places])]
        report()
        codes, first = np.unique(np.concatenate([c for c, _ in found]), return_index=True)
        keys = np.concatenate([k for _, k in found])[first]
        report()
        order = np.argsort(-keys, kind="stable")
        report()
        left, right = np.divmod(codes[order], max(1, self._right))
        return left, right, keys[order]

    def _make_room(self, wanted: int) -> None:
        more = wanted - self._candidates.shape[1]
        if more > 0:
            self._candidate_keys = np.pad(self._candidate_keys, ((0, 0), (0, more)), constant_values=-np.inf)
            self._candidates = np.pad(self._candidates, ((0, 0), (0, more)))

    def _thin_out(self, columns: NDArray[np.int64]) -> None:
        """Keep only the best candidates of some right passages, each of which has at least that many."""
        if not len(columns):
            return
        keys = self._candidate_keys[columns]
        best = np.argpartition(keys, -self._keep, axis=1)[:, -self._keep :]
        kept = np.take_along_axis(keys, best, axis=1)
        self._candidates[columns, : self._keep] = np.take_along_axis(self._candidates[columns], best, axis=1)
        self._candidate_keys[columns] = -np.inf
        self._candidate_keys[columns, : self._keep] = kept
        self._filled[columns] = self._keep
        self._threshold[columns] = kept.min(axis=1)


def pairs_of(left: NDArray[np.int64], right: NDArray[np.int64], score: NDArray[np.float64]) -> RankedPairs:
    """Put three arrays of one length into columns."""
    return RankedPairs(
        array("i", left.astype(np.int32).tobytes()),
        array("i", right.astype(np.int32).tobytes()),
        array("d", score.astype(np.float64).tobytes()),
    )
