"""What a card of the alignments list shows, how cards are filtered and ordered, and how their details are made."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from reader.domain.alignment import Evidence, PairState, Relation, SharedTerm
from reader.domain.document import Contents, Document
from reader.domain.passage import Passage
from reader.domain.text import TextSpan
from reader.ui.dock.excerpt import Run, excerpt
from reader.ui.spoken import spoken_place

PairKey = tuple[int, int]  # ordinals of the left and the right passage

STATE_WORDS = {
    PairState.COMPUTED: "To review",
    PairState.CONFIRMED: "Confirmed",
    PairState.MADE: "By hand",
    PairState.REJECTED: "Rejected",
}
STATE_ICONS = {
    PairState.COMPUTED: "clock",
    PairState.CONFIRMED: "check",
    PairState.MADE: "pencil",
    PairState.REJECTED: "x",
}
RELATION_WORDS = {
    Relation.AGREE: "They agree",
    Relation.DIFFER: "They differ",
    Relation.COMPLEMENT: "They complement each other",
}


class PairOrder(Enum):
    """How the list is ordered; the value is what its menu shows."""

    SCORE = "Score"
    LEFT = "Left order"
    RIGHT = "Right order"


@dataclass(frozen=True, slots=True)
class PairCard:
    """What is known of a pair without looking at its text.

    Attributes:
        score: The computed probability in [0, 1], or None for a pair that was not computed.
        left_label, right_label: The positions, "¶ 61".
        note: The reader's note on the pair, Markdown.
    """

    key: PairKey
    score: float | None
    state: PairState
    left_label: str
    right_label: str
    relation: Relation | None = None
    note: str = ""

    @property
    def shown_score(self) -> int | None:
        """The score as readers see it, 0 to 100."""
        return None if self.score is None else round(100 * self.score)


@dataclass(frozen=True, slots=True)
class PairDetails:
    """What is computed for a card when it comes into view.

    Attributes:
        left_byline, right_byline: Author, year and locator, such as "Moore 2012, ¶ 26 · fn 100".
        terms: The shared terms, weightiest first.
        reason: One line of why.
    """

    left_byline: str
    right_byline: str
    left_excerpt: tuple[Run, ...]
    right_excerpt: tuple[Run, ...]
    terms: tuple[str, ...]
    reason: str


# None where they are still being found: the list is told when they are there.
DetailsProvider = Callable[[PairKey], PairDetails | None]


def count_states(cards: Sequence[PairCard]) -> dict[PairState | None, int]:
    """Count the cards of each state; None counts all."""
    counts: dict[PairState | None, int] = dict.fromkeys([None, *PairState], 0)
    for card in cards:
        counts[card.state] += 1
    counts[None] = len(cards)
    return counts


def arrange(cards: Sequence[PairCard], state: PairState | None, order: PairOrder) -> list[PairCard]:
    """Filter by state (None: all) and order; by score is how they come: the reader's own first, rejected ones last."""
    kept = [card for card in cards if state is None or card.state is state]
    if order is PairOrder.LEFT:
        return sorted(kept, key=lambda card: card.key)
    if order is PairOrder.RIGHT:
        return sorted(kept, key=lambda card: (card.key[1], card.key[0]))
    return kept


def describe(card: PairCard, row: int, count: int) -> str:
    """Return a card's accessible name."""
    score = "not scored" if card.shown_score is None else f"score {card.shown_score}"
    left, right = (spoken_place(label) for label in (card.left_label, card.right_label))
    return f"Pair {row + 1} of {count}, {score}, {STATE_WORDS[card.state].lower()}: left {left}, right {right}"


@dataclass(frozen=True, slots=True)
class PassageText:
    """One side of a pair: a passage and the text it stands in."""

    document: Document
    contents: Contents
    passage: Passage


def details_of(left: PassageText, right: PassageText, evidence: Evidence) -> PairDetails:
    """Make a card's details out of both passages and what they share."""
    shared: tuple[SharedTerm, ...] = (*evidence.terms, *evidence.dates, *evidence.sources)
    return PairDetails(
        left_byline=_byline(left),
        right_byline=_byline(right),
        left_excerpt=_excerpt(left, [span for term in shared for span in term.left]),
        right_excerpt=_excerpt(right, [span for term in shared for span in term.right]),
        terms=tuple(dict.fromkeys(term.text for term in shared)),
        reason=evidence.reason,
    )


def _excerpt(side: PassageText, terms: Sequence[TextSpan]) -> tuple[Run, ...]:
    return excerpt(side.contents.text, side.passage.span, terms, _markers(side))


def _byline(side: PassageText) -> str:
    numbers = _marker_numbers(side)
    notes = f" · fn {numbers[0]}" if len(numbers) == 1 else f" · fn {numbers[0]}–{numbers[-1]}" if numbers else ""
    return f"{side.document.byline}, {side.passage.label}{notes}"


def _markers(side: PassageText) -> list[TextSpan]:
    markers, span = side.contents.markers, side.passage.span
    first = bisect_left(markers, span.start, key=lambda marker: marker.span.start)
    last = bisect_left(markers, span.end, key=lambda marker: marker.span.start)
    return [marker.span for marker in markers[first:last]]


def _marker_numbers(side: PassageText) -> list[int]:
    spans = set(_markers(side))
    return [marker.number for marker in side.contents.markers if marker.span in spans]
