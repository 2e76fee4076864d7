"""What the topic widgets are told and hand back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reader.domain.topic import LearnedTerms, ProposedTerm, Topic, WeightedTerm

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
class LearntTerm:
    """A term that should weigh more or less by the reader's word on passages.

    Attributes:
        before: Its weight by the topic alone; None if the topic does not list it.
        after: The weight it should have; 0 if it should no longer count.
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
    propose: Callable[[TopicDraft], Sequence[ProposedTerm]]


def learning_of(topic: Topic, learned: LearnedTerms, confirmed: int, rejected: int) -> Learning:
    """Put what passages taught beside the weights that the topic itself gives its terms.

    Args:
        topic: With its own weights.
        learned: What the passages say.
        confirmed: How many passages the reader said to be on the topic.
        rejected: How many the reader said not to be on it.
    """
    own = {term.term.casefold(): term.weight for term in topic.terms}
    terms = [
        LearntTerm(each.term.term, own.get(each.term.term.casefold()), each.term.weight, each.why)
        for each in (*learned.new, *learned.changed)
    ]
    return Learning(confirmed, rejected, tuple(terms))


def counts_words(counts: Counts) -> str:
    """Say counts, such as "9 passages left, 4 right"."""
    left, right = counts
    return f"{left} {'passage' if left == 1 else 'passages'} left, {right} right"
