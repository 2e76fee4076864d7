"""What stands around a passage tells what it speaks of, the more the shorter passages are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The weight of a neighbour falls by e over so many words: 0.19 for the next of paragraphs of a hundred words, 0.61 for
# the next verse of a gospel. Figures from 50 to 75 do as well on both.
_REACH: Final = 60.0
# Lists of very short passages would be blurred.
_SHORTEST: Final = 30.0
_LEAST: Final = 0.1
_FARTHEST: Final = 4


def neighbour_weights(mean_words: float) -> tuple[float, ...]:
    """Return the weights of the passages one place away, two places away and so on.

    Args:
        mean_words: How long the document's passages are on average.
    """
    step = max(mean_words, _SHORTEST)
    weights = (math.exp(-distance * step / _REACH) for distance in range(1, _FARTHEST + 1))
    return tuple(weight for weight in weights if weight >= _LEAST)


def add_neighbours(values: NDArray[np.float32], weights: tuple[float, ...], axis: int) -> NDArray[np.float32]:
    """Add to each row (axis 0) or column (axis 1) the weighted ones before and after it."""
    out = values.copy()
    for distance, weight in enumerate(weights, 1):
        if distance >= values.shape[axis]:
            break
        scaled = np.float32(weight) * values
        if axis == 0:
            out[distance:] += scaled[:-distance]
            out[:-distance] += scaled[distance:]
        else:
            out[:, distance:] += scaled[:, :-distance]
            out[:, :-distance] += scaled[:, distance:]
    return out


def unit_in_context(vectors: NDArray[np.float32], weights: tuple[float, ...]) -> NDArray[np.float32]:
    """Add neighbours to vectors and make each a unit vector again."""
    mixed = add_neighbours(vectors, weights, axis=0)
    lengths = np.linalg.norm(mixed, axis=1, keepdims=True)
    unit: NDArray[np.float32] = (mixed / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit


def mean_in_context(values: NDArray[np.float32], weights: tuple[float, ...]) -> NDArray[np.float32]:
    """Return weighted means of rows and their neighbours: what lies in [0, 1] stays there."""
    held = add_neighbours(np.ones((len(values), 1), dtype=np.float32), weights, axis=0)
    return add_neighbours(values, weights, axis=0) / held
