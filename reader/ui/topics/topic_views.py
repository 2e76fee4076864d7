"""What the topic widgets are told and hand back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reader.domain.topic import WeightedTerm

Counts = tuple[int, int]  # passages on a topic, left and right


@dataclass(frozen=True, slots=True)
class TopicDraft:
    """A topic as the editor holds it.

    Attributes:
        slug: Of the topic that is edited; None for a new one.
        colour: One of TOPIC_COLOURS.
        glyph: One of TOPIC_GLYPHS.
    """

    slug: str | None
    name: str
    description: str
    terms: tuple[WeightedTerm, ...]
    colour: str
    glyph: str


@dataclass(frozen=True, slots=True)
class TermProposal:
    """A word or phrase that the program proposes for a topic.

    Attributes:
        left, right: How many passages have it.
        weight: In (0, 1].
        why: A sentence for the tool tip.
    """

    term: str
    left: int
    right: int
    weight: float = 1.0
    why: str = ""

    @property
    def spoken(self) -> str:
        """Return the accessible name, such as "Add South Ossetia, 9 passages left, 4 right"."""
        return f"Add {self.term}, {counts_words((self.left, self.right))}"


@dataclass(frozen=True, slots=True)
class TopicSuggestion:
    """A subject of both documents that no topic covers.

    Attributes:
        left, right: How many passages speak of it.
        why: A sentence for the tool tip.
    """

    name: str
    terms: tuple[WeightedTerm, ...]
    left: int
    right: int
    description: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class LearntTerm:
    """A term whose weight the reader's word on passages has changed.

    Attributes:
        before: Its weight by the topic alone; None if the topic does not list it.
        after: Its weight now; 0 if it no longer counts.
        why: Such as "in 4 of 5 confirmed passages, in no rejected one".
    """

    term: str
    before: float | None
    after: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Learning:
    """What a topic has learnt from the passages that the reader confirmed or rejected for it."""

    confirmed: int
    rejected: int
    terms: tuple[LearntTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicSources:
    """Whom the editor asks; both are called on another thread.

    Attributes:
        count: How many passages a draft would have, left and right.
        propose: Terms for a draft, the best first; those it has are left out by the editor.
    """

    count: Callable[[TopicDraft], Counts]
    propose: Callable[[TopicDraft], Sequence[TermProposal]]


def counts_words(counts: Counts) -> str:
    """Say counts, such as "9 passages left, 4 right"."""
    left, right = counts
    return f"{left} {'passage' if left == 1 else 'passages'} left, {right} right"
