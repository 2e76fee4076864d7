"""What a card of the annotations list shows, and how cards are filtered, grouped and ordered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Literal

from reader.domain.annotation import AnnotationId, HighlightColour, Placement
from reader.ui.spoken import spoken_place

CardSide = Literal["left", "right"]

ON_SCREEN = "On this screen"
ELSEWHERE = "Elsewhere"
TO_REVIEW = "To review"
NO_PLACE = "No place"
WITHOUT_PLACE = "Without a place"


class AnnotationOrder(Enum):
    """How the list is ordered; the value is what its menu shows."""

    POSITION = "Position"
    NEWEST = "Newest"


@dataclass(frozen=True, slots=True)
class AnnotationCard:
    """An annotation on one of the two open documents.

    Attributes:
        label: The position, "¶ 61".
        quote: Without note markers.
        note: Markdown.
        created: Aware.
        topics: Slugs of the topics its passage is on.
        counterpart: The position of the passage paired with its own by the reader, "¶ 26"; "" without one.
        offset: Where it begins in its document, in code points.
    """

    id: AnnotationId
    side: CardSide
    label: str
    colour: HighlightColour
    quote: str
    note: str
    tags: tuple[str, ...]
    created: datetime
    placement: Placement = Placement.EXACT
    topics: frozenset[str] = frozenset()
    counterpart: str = ""
    offset: int = 0

    @property
    def needs_review(self) -> bool:
        """Whether its place in the text is uncertain or lost."""
        return self.placement in (Placement.REVIEW, Placement.ORPHANED)


@dataclass(frozen=True, slots=True)
class CardFilter:
    """What the list is narrowed to; everything set must hold.

    Attributes:
        colours: Any of these; none set means all.
        tag: Matches itself and the tags below it.
        unsure: Only those whose place in the text is uncertain or lost.
    """

    text: str = ""
    side: CardSide | None = None
    topic: str | None = None
    tag: str | None = None
    colours: frozenset[HighlightColour] = frozenset()
    unsure: bool = False

    def without_colours(self) -> CardFilter:
        """Return the same without its colours, to count what each would show."""
        return replace(self, colours=frozenset())

    def matches(self, card: AnnotationCard) -> bool:
        """Tell whether a card is shown."""
        return (
            (self.side is None or card.side == self.side)
            and (card.needs_review or not self.unsure)
            and (self.topic is None or self.topic in card.topics)
            and (not self.colours or card.colour in self.colours)
            and (self.tag is None or any(is_below(tag, self.tag) for tag in card.tags))
            and self._has_words(card)
        )

    def _has_words(self, card: AnnotationCard) -> bool:
        held = " ".join((card.quote, card.note, *card.tags, card.colour.label)).casefold()
        return all(word in held for word in self.text.casefold().split())


@dataclass(frozen=True, slots=True)
class GroupHeading:
    """The line above a group of cards."""

    text: str


Row = GroupHeading | AnnotationCard


def is_below(tag: str, parent: str) -> bool:
    """Tell whether a tag is another or lies below it in the tree."""
    return tag.casefold() == parent.casefold() or tag.casefold().startswith(f"{parent.casefold()}/")


def tag_tree(cards: Sequence[AnnotationCard]) -> list[tuple[str, int]]:
    """List every tag and every branch with the number of cards at or below it, alphabetically."""
    counts: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for card in cards:
        branches = set()
        for tag in card.tags:
            parts = tag.split("/")
            for depth in range(1, len(parts) + 1):
                branch = "/".join(parts[:depth])
                branches.add(spelling.setdefault(branch.casefold(), branch))
        counts.update(branches)
    return sorted(counts.items(), key=lambda item: item[0].casefold().split("/"))


def count_colours(cards: Sequence[AnnotationCard], filter_: CardFilter) -> dict[HighlightColour, int]:
    """Count what each colour would show under the other filters."""
    other = filter_.without_colours()
    counts = Counter(card.colour for card in cards if other.matches(card))
    return {colour: counts[colour] for colour in HighlightColour}


def arrange(
    cards: Sequence[AnnotationCard],
    filter_: CardFilter,
    order: AnnotationOrder,
    on_screen: Collection[AnnotationId],
    topic: tuple[str, str] | None,
) -> list[Row]:
    """Filter, order and group the cards under headings.

    Args:
        cards: All annotations on the two open documents.
        filter_: What to keep.
        order: Within each group.
        on_screen: The annotations in view.
        topic: Slug and name of the active topic.
    """
    kept = [card for card in cards if filter_.matches(card)]
    if order is AnnotationOrder.NEWEST:
        kept.sort(key=lambda card: card.created, reverse=True)
    else:
        kept.sort(key=lambda card: (card.side, card.offset, card.created))
    groups = _by_placement(kept) if filter_.unsure else _by_screen(kept, on_screen, topic)
    rows: list[Row] = []
    for heading, members in groups.items():
        if members:
            rows += [GroupHeading(heading), *members]
    return rows


def _by_screen(
    cards: Sequence[AnnotationCard], on_screen: Collection[AnnotationId], topic: tuple[str, str] | None
) -> dict[str, list[AnnotationCard]]:
    groups: dict[str, list[AnnotationCard]] = {ON_SCREEN: []}
    if topic is not None:
        groups[f"{ELSEWHERE} on {topic[1]}"] = []
    groups[ELSEWHERE] = []
    for card in cards:
        if card.id in on_screen:
            groups[ON_SCREEN].append(card)
        elif topic is not None and topic[0] in card.topics:
            groups[f"{ELSEWHERE} on {topic[1]}"].append(card)
        else:
            groups[ELSEWHERE].append(card)
    return groups


def _by_placement(cards: Sequence[AnnotationCard]) -> dict[str, list[AnnotationCard]]:
    """Part what needs a word of the reader's from what is lost: these stay where they are while the text scrolls."""
    return {
        TO_REVIEW: [card for card in cards if card.placement is Placement.REVIEW],
        WITHOUT_PLACE: [card for card in cards if card.placement is Placement.ORPHANED],
    }


def shown_time(moment: datetime, now: datetime) -> str:
    """Write a time for a card: the hour today, the day's name within a week, else the date."""
    moment = moment.astimezone(now.tzinfo)
    days = (now.date() - moment.date()).days
    if days == 0:
        return f"{moment:%H:%M}"
    if 0 < days < 7:
        return f"{moment:%a}"
    if moment.year == now.year:
        return f"{moment.day} {moment:%b}"
    return f"{moment.day} {moment:%b %Y}"


def describe(card: AnnotationCard) -> str:
    """Return a card's accessible name."""
    parts = [card.colour.label, card.side, spoken_place(card.label)]
    if card.needs_review:
        parts.append("its place is lost" if card.placement is Placement.ORPHANED else "its place needs review")
    if card.note:
        parts.append("with note")
    if card.tags:
        parts.append(f"tags {' '.join(card.tags)}")
    return f"{', '.join(parts)}: {card.quote}"
