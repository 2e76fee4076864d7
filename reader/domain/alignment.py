"""Alignment: which passages of two documents belong together, how surely, and why."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol, Self

from reader.domain.annotation import Target
from reader.domain.text import TextSpan

LinkId = NewType("LinkId", str)

# From this score up a pair is more likely right than wrong.
LIKELY = 0.5


class PairState(StrEnum):
    """Where a pair comes from and what the reader said of it."""

    COMPUTED = "computed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    MADE = "made"


class Relation(StrEnum):
    """How the two passages of a pair stand to each other; only the reader sets it."""

    AGREE = "agree"
    DIFFER = "differ"
    COMPLEMENT = "complement"


@dataclass(frozen=True, slots=True)
class Link:
    """A pair that the reader confirmed, rejected or made; anchored, so it survives another reading of the files.

    `left` and `right` are sides of this link only: the same two documents may be open the other way round.
    """

    id: LinkId
    left: Target
    right: Target
    state: PairState
    relation: Relation | None
    note: str
    created: datetime
    modified: datetime


@dataclass(frozen=True, slots=True)
class SharedTerm:
    """A word, name, date or source that both passages hold, as shown, with its places in both canonical texts."""

    text: str
    left: tuple[TextSpan, ...]
    right: tuple[TextSpan, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why two passages were put side by side, the weightiest first.

    Attributes:
        reason: One line, such as "Both name South Ossetia and Abkhazia and treat Georgia".
    """

    terms: tuple[SharedTerm, ...] = ()
    dates: tuple[SharedTerm, ...] = ()
    sources: tuple[SharedTerm, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PassagePair:
    """Two passages by their ordinals.

    Attributes:
        score: The estimated probability that a reader would call it the same subject, in [0, 1].
        state: What the reader said of it.
        link: The reader's link on it, if any.
    """

    left: int
    right: int
    score: float
    state: PairState = PairState.COMPUTED
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class RankedPairs(Sequence[PassagePair]):
    """Pairs in columns, best first: three numbers a pair, since two books can have millions of them."""

    left: array[int]
    right: array[int]
    score: array[float]

    def __len__(self) -> int:
        return len(self.score)

    def __getitem__(self, index: int) -> PassagePair:  # type: ignore[override] # slices are not needed
        return PassagePair(self.left[index], self.right[index], self.score[index])

    def __iter__(self) -> Iterator[PassagePair]:
        return map(PassagePair, self.left, self.right, self.score)


class Alignment(Protocol):
    """Two documents aligned under a list of topics; immutable."""

    def ranked(self, topic: str | None = None) -> RankedPairs:
        """Rank the retained pairs (the best 50 partners of each passage, both ways), under one topic if given."""

    def topic_scores(self, topic: str) -> tuple[Sequence[float], Sequence[float]]:
        """Return each left and each right passage's score for a topic, in passage order, in [0, 1]."""

    def judged(self, words: Mapping[str, tuple[Mapping[int, bool], Mapping[int, bool]]]) -> Self:
        """Return this alignment with the reader's word in place of computed topic scores.

        Args:
            words: For topics by slug, whether left and right passages, by ordinal, treat it (score 1) or not (score 0).
        """

    def explain(self, left: int, right: int) -> Evidence:
        """Say why two passages belong together."""
