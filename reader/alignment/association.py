"""How strongly a term keeps company with passages: significance by Dunning's log-likelihood ratio, and correlation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def log_likelihood_ratio(together: Floats, first: Floats, second: Floats | float, total: float) -> Floats:
    """Return Dunning's (1993) log-likelihood ratio G² of two things standing together more often than by chance.

    Args:
        together: How often both stand together; may be a fraction.
        first: How often the first stands.
        second: How often the second stands.
        total: How many places there are.

    Returns:
        0 where they stand together no more often than chance has it; 3.84 is chance in one case of twenty.
    """
    rows = (together, first - together)
    others = (second - together, total - first - second + together)
    ratio = np.zeros_like(together)
    for cell, row, column in (
        (rows[0], first, second),
        (rows[1], first, total - second),
        (others[0], total - first, second),
        (others[1], total - first, total - second),
    ):
        expected = np.maximum(row * column / max(total, 1e-9), 1e-9)
        filled = np.maximum(cell, 0)
        ratio += np.where(filled > 0, filled * np.log(np.maximum(filled, 1e-9) / expected), 0)
    attracted = together * total > first * second
    return np.where(attracted, np.maximum(2 * ratio, 0), 0)


def explained_share(inside: Floats, share: Floats) -> Floats:
    """Tell how much of a term's places a class explains beyond chance: 1 if all are in it, 0 if as many as by chance.

    Args:
        inside: The part of the term's places that are in the class.
        share: The part of all places that are.
    """
    return np.clip((inside - share) / np.maximum(1 - share, 1e-9), 0, 1)
