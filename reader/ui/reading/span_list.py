"""Marks on the text in order, so that those on the screen are found fast."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from reader.domain.text import TextSpan

T = TypeVar("T")


class SpanList(Generic[T]):
    """Items with spans; the spans may overlap.

    Args:
        items: In any order.
        span_of: Gives an item's span.
    """

    def __init__(self, items: Sequence[T], span_of: Callable[[T], TextSpan]) -> None:
        self._span_of = span_of
        self.items = sorted(items, key=lambda item: span_of(item).start)
        self._starts = [span_of(item).start for item in self.items]
        self._longest = max((len(span_of(item)) for item in self.items), default=0)

    def within(self, span: TextSpan) -> list[T]:
        """Return the items that share a character with a span, in order."""
        low = bisect_left(self._starts, span.start - self._longest)
        high = bisect_right(self._starts, span.end)
        return [item for item in self.items[low:high] if self._span_of(item).overlap(span)]

    def at(self, offset: int) -> list[T]:
        """Return the items that hold the character at an offset."""
        return self.within(TextSpan(offset, offset + 1))
