"""Heights of many items one below the other: prefix sums and look-up in logarithmic time."""

from __future__ import annotations

from array import array
from collections.abc import Iterable


class HeightIndex:
    """A Fenwick tree over non-negative heights (Fenwick 1994, "A new data structure for cumulative frequency tables").

    Args:
        heights: The heights in order, in pixels.
    """

    __slots__ = ("_heights", "_top_bit", "_tree")

    def __init__(self, heights: Iterable[int]) -> None:
        self._heights = array("q", heights)
        size = len(self._heights)
        self._tree = array("q", [0])
        self._tree.extend(self._heights)
        for index in range(1, size + 1):
            parent = index + (index & -index)
            if parent <= size:
                self._tree[parent] += self._tree[index]
        self._top_bit = 1 << (size.bit_length() - 1) if size else 0

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> int:
        return self._heights[index]

    @property
    def total(self) -> int:
        """The sum of all heights."""
        return self.top(len(self._heights))

    def top(self, index: int) -> int:
        """Return the sum of the heights before `index`."""
        result = 0
        while index > 0:
            result += self._tree[index]
            index &= index - 1
        return result

    def set(self, index: int, height: int) -> int:
        """Change one height; return by how much it grew."""
        change = height - self._heights[index]
        if change:
            self._heights[index] = height
            position = index + 1
            while position < len(self._tree):
                self._tree[position] += change
                position += position & -position
        return change

    def find(self, y: int) -> int:
        """Return the index of the item that holds `y`: the first one for y below 0, the last one past the end."""
        position, bit = 0, self._top_bit
        while bit:
            following = position + bit
            if following < len(self._tree) and self._tree[following] <= y:
                position = following
                y -= self._tree[following]
            bit >>= 1
        return max(0, min(position, len(self._heights) - 1))
