"""What the Gaps tab shows: how far each document treats each topic, and what one treats and the other does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from reader.domain.text import TextSpan
from reader.services.comparison import Comparison
from reader.services.gaps import GapList, LonePassage, TopicCoverage, TopicGap
from reader.ui.dock.excerpt import excerpt, plain
from reader.ui.reading.section_labels import section_label
from reader.ui.spoken import spoken_place

GapSide = Literal["left", "right"]
ExcerptProvider = Callable[[GapSide, int], str]  # side and ordinal of a passage: what it says, shortened

_EXCERPT = 130  # two lines of a card


@dataclass(frozen=True, slots=True)
class GapCard:
    """A passage without counterpart, or a topic that only one document treats.

    Attributes:
        side: Where it is treated.
        ordinal: Of the passage to go to; for a topic its first passage.
        topics: Slugs of the topics that the passage is on; for a topic its own.
        label: Locator of the passage, such as "¶ 61"; for a topic how many passages are on it.
        section: Title of the section it stands in.
        reason: Why it is listed, in one sentence.
        whole_topic: Whether the card stands for the topic and not for one passage.
    """

    side: GapSide
    ordinal: int
    topics: tuple[str, ...]
    label: str
    section: str
    reason: str
    whole_topic: bool = False


def gap_cards(comparison: Comparison, gaps: GapList) -> list[GapCard]:
    """Make the cards: whole topics first, then passages in the order of their documents."""
    cards = [_topic_card(gap) for gap in gaps.topics if gap.passages]
    return cards + [_passage_card(comparison, lone) for lone in gaps.passages]


def _topic_card(gap: TopicGap) -> GapCard:
    count = len(gap.passages)
    label = "1 passage" if count == 1 else f"{count} passages"
    return GapCard(gap.side, gap.passages[0], (gap.topic.slug,), label, "", gap.reason, whole_topic=True)


def _passage_card(comparison: Comparison, lone: LonePassage) -> GapCard:
    opened = comparison.left if lone.side == "left" else comparison.right
    passage = opened.passages[lone.ordinal]
    title = section_label(opened.contents.sections[passage.section].title)
    return GapCard(lone.side, lone.ordinal, lone.topics, passage.label, title, lone.reason)


def excerpts_of(comparison: Comparison) -> ExcerptProvider:
    """Return what gives the beginning of a passage, without note markers."""

    def provide(side: GapSide, ordinal: int) -> str:
        opened = comparison.left if side == "left" else comparison.right
        span = opened.passages[ordinal].span
        markers: list[TextSpan] = [
            marker.span for marker in opened.contents.markers if span.start <= marker.span.start < span.end
        ]
        return plain(excerpt(opened.contents.text, span, (), markers, _EXCERPT))

    return provide


# -- coverage ----------------------------------------------------------------------------------------------------------


def count_of(row: TopicCoverage, side: GapSide) -> int:
    """Return how many passages of a document are on the topic."""
    return row.left if side == "left" else row.right


def share_of(row: TopicCoverage, side: GapSide) -> float:
    """Return which part of a document's passages is on the topic, in [0, 1]."""
    return row.left_share if side == "left" else row.right_share


def spoken_coverage(row: TopicCoverage) -> str:
    """Say a topic's coverage in words."""
    sides = (f"{side} {count_of(row, side)}, {percent(share_of(row, side))}" for side in _SIDES)
    return f"{row.topic.name}: passages {'; '.join(sides)}"


_SIDES: tuple[GapSide, ...] = ("left", "right")


def percent(share: float) -> str:
    """Write a share, such as "18 %"; less than half a percent is not nothing."""
    if 0 < share < 0.005:
        return "< 1 %"
    return f"{round(100 * share)} %"


# -- list --------------------------------------------------------------------------------------------------------------


def narrowed(cards: Sequence[GapCard], side: GapSide, topic: str | None) -> list[GapCard]:
    """Return the cards of a side, and of a topic where one is asked for; whole topics come first."""
    found = [card for card in cards if card.side == side and (topic is None or topic in card.topics)]
    return sorted(found, key=lambda card: not card.whole_topic)


def describe(card: GapCard, row: int, count: int) -> str:
    """Say a card in words for assistive technology."""
    place = spoken_place(card.label)
    where = f"{place}, {card.section}" if card.section else place
    return f"Gap {row + 1} of {count}, {card.side} only: {where}. {card.reason}".strip()
