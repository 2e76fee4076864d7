"""Which pair is current and which comes next: the reader's path through a comparison, without widgets."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Literal

from reader.domain.alignment import Link, PairState, PassagePair
from reader.services.comparison import Comparison

Side = Literal["left", "right"]
PairKey = tuple[int, int]


def key_of(pair: PassagePair) -> PairKey:
    """Return what names a pair within one comparison."""
    return pair.left, pair.right


def end_of(pair: PassagePair, side: Side) -> int:
    """Return a pair's passage on one side."""
    return pair.left if side == "left" else pair.right


class PairBrowser:
    """The pairs of a comparison under the active topic, in the order the reader sees them.

    Attributes:
        comparison: What was computed.
        topic: Slug of the active topic, or None for all subjects.
        pairs: What the list shows: made and confirmed first, then by score; without the rejected ones.
        rejected: The pairs the reader rejected.
        current: The pair both panes show, or None.
    """

    def __init__(self, comparison: Comparison, topic: str | None, links: Sequence[Link]) -> None:
        self.comparison = comparison
        self.current: PassagePair | None = None
        self.topic = topic
        self.pairs: list[PassagePair] = []
        self.rejected: list[PassagePair] = []
        self._links: Sequence[Link] = links
        self._partners: dict[Side, dict[int, PassagePair]] = {"left": {}, "right": {}}
        self._rank()

    def choose_topic(self, topic: str | None) -> None:
        """Rank under another topic; the current pair stays current if it is still in the list."""
        self.topic = topic
        self._rank()

    def use_links(self, links: Sequence[Link]) -> None:
        """Take up what the reader said of pairs."""
        self._links = links
        self._rank()

    def _rank(self) -> None:
        listed = self.comparison.pairs(self.topic, self._links)
        self.pairs = [pair for pair in listed if pair.state is not PairState.REJECTED]
        self.rejected = [pair for pair in listed if pair.state is PairState.REJECTED]
        everywhere = self.comparison.pairs(None, self._links) if self.topic is not None else listed
        self._partners = {"left": {}, "right": {}}
        for pair in (*self.pairs, *(p for p in everywhere if p.state is not PairState.REJECTED)):
            self._partners["left"].setdefault(pair.left, pair)
            self._partners["right"].setdefault(pair.right, pair)
        if self.current is not None:
            self.current = self.find(key_of(self.current))

    def find(self, key: PairKey) -> PassagePair | None:
        """Return the listed or rejected pair of a key."""
        return next((pair for pair in (*self.pairs, *self.rejected) if key_of(pair) == key), None)

    @property
    def rank(self) -> int | None:
        """The current pair's place in the list, from 0, or None."""
        if self.current is None:
            return None
        key = key_of(self.current)
        return next((index for index, pair in enumerate(self.pairs) if key_of(pair) == key), None)

    def step(self, by: int) -> PassagePair | None:
        """Make the next (+1) or previous (-1) pair of the list current; None where the list ends."""
        rank = self.rank
        first = 0 if by > 0 else len(self.pairs) - 1
        wanted = first if rank is None else rank + by
        if not 0 <= wanted < len(self.pairs):
            return None
        self.current = self.pairs[wanted]
        return self.current

    def on_topic(self, side: Side) -> Sequence[int]:
        """Return the ordinals of the passages on the active topic, in order."""
        if self.topic is None:
            return ()
        left, right = self.comparison.on_topic(self.topic)
        return left if side == "left" else right

    def next_on_topic(self, side: Side, ordinal: int, by: int) -> int | None:
        """Return the next (+1) or previous (-1) passage on the topic, seen from a passage of one side."""
        ordinals = self.on_topic(side)
        index = bisect_right(ordinals, ordinal) if by > 0 else bisect_left(ordinals, ordinal) - 1
        return ordinals[index] if 0 <= index < len(ordinals) else None

    def strongest(self, side: Side, ordinal: int) -> PassagePair | None:
        """Return the strongest listed pair of a passage, the active topic's first; None if it has no counterpart."""
        return self._partners[side].get(ordinal)

    def counterpart(self, side: Side, ordinal: int) -> PassagePair | None:
        """Make the strongest pair of a passage current; asked again at the same passage, the next best, round again."""
        pairs = [pair for pair in self.pairs if end_of(pair, side) == ordinal]
        strongest = self.strongest(side, ordinal)
        if not pairs and strongest is not None:
            pairs = [strongest]
        if not pairs:
            return None
        keys = [key_of(pair) for pair in pairs]
        at = keys.index(key_of(self.current)) if self.current is not None and key_of(self.current) in keys else -1
        self.current = pairs[(at + 1) % len(pairs)]
        return self.current
