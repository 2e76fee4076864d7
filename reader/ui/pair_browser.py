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


class Ranking:
    """The pairs of a comparison under one topic, in the order the reader sees them; immutable.

    Making one walks all retained pairs: off the GUI thread.

    Attributes:
        topic: Slug of the topic, or None for all subjects.
        pairs: What the list shows: made and confirmed first, then by score; without the rejected ones.
        rejected: The pairs the reader rejected.
    """

    def __init__(self, comparison: Comparison, topic: str | None, links: Sequence[Link]) -> None:
        listed = comparison.pairs(topic, links)
        everywhere = comparison.pairs(None, links) if topic is not None else listed
        self.topic = topic
        self.pairs = [pair for pair in listed if pair.state is not PairState.REJECTED]
        self.rejected = [pair for pair in listed if pair.state is PairState.REJECTED]
        self.on_topic: dict[Side, Sequence[int]] = {"left": (), "right": ()}
        if topic is not None:
            self.on_topic["left"], self.on_topic["right"] = comparison.on_topic(topic)
        self.partners: dict[Side, dict[int, PassagePair]] = {"left": {}, "right": {}}
        for pair in (*self.pairs, *(p for p in everywhere if p.state is not PairState.REJECTED)):
            self.partners["left"].setdefault(pair.left, pair)
            self.partners["right"].setdefault(pair.right, pair)


class PairBrowser:
    """The reader's path through a ranking: the current pair, and what comes next.

    Attributes:
        current: The pair both panes show, or None.
    """

    def __init__(self, ranking: Ranking) -> None:
        self.current: PassagePair | None = None
        self._ranking = ranking

    def use(self, ranking: Ranking) -> None:
        """Take up another ranking; the current pair stays current if it is still listed."""
        self._ranking = ranking
        if self.current is not None:
            self.current = self.find(key_of(self.current))

    @property
    def topic(self) -> str | None:
        """The topic of the ranking."""
        return self._ranking.topic

    @property
    def pairs(self) -> Sequence[PassagePair]:
        """The listed pairs, without the rejected ones."""
        return self._ranking.pairs

    @property
    def rejected(self) -> Sequence[PassagePair]:
        """The pairs the reader rejected."""
        return self._ranking.rejected

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
        return self._ranking.on_topic[side]

    def next_on_topic(self, side: Side, ordinal: int, by: int) -> int | None:
        """Return the next (+1) or previous (-1) passage on the topic, seen from a passage of one side."""
        ordinals = self.on_topic(side)
        index = bisect_right(ordinals, ordinal) if by > 0 else bisect_left(ordinals, ordinal) - 1
        return ordinals[index] if 0 <= index < len(ordinals) else None

    def strongest(self, side: Side, ordinal: int) -> PassagePair | None:
        """Return the strongest listed pair of a passage, the active topic's first; None if it has no counterpart."""
        return self._ranking.partners[side].get(ordinal)

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
