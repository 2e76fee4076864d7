"""What the Gaps tab shows: how far each document treats each topic, and what one treats and the other does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reader.domain.topic import Topic

GapSide = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """How many passages of either document are on a topic.

    Attributes:
        left, right: How many passages are on it.
        left_total, right_total: How many passages the documents have.
    """

    topic: Topic
    left: int
    right: int
    left_total: int
    right_total: int

    def share(self, side: GapSide) -> float:
        """Return the share of a document's passages that are on the topic, in [0, 1]."""
        count, total = (self.left, self.left_total) if side == "left" else (self.right, self.right_total)
        return count / total if total else 0.0

    def count(self, side: GapSide) -> int:
        """Return how many passages of a document are on the topic."""
        return self.left if side == "left" else self.right

    @property
    def spoken(self) -> str:
        """Say the row in words."""
        left, right = percent(self.share("left")), percent(self.share("right"))
        return f"{self.topic.name}: left {self.left} passages, {left}; right {self.right} passages, {right}"


@dataclass(frozen=True, slots=True)
class GapCard:
    """A passage without counterpart, or a topic that only one document treats.

    Attributes:
        side: Where it is treated.
        ordinal: Of the passage to go to; for a topic its first passage.
        topic: The slug of the topic, or None for a passage on none.
        label: Locator of the passage, such as "¶ 61"; for a topic how many passages are on it.
        section: Title of the section it stands in.
        excerpt: What it says.
        reason: Why it is listed, in one sentence.
        whole_topic: Whether the card stands for the topic and not for one passage.
    """

    side: GapSide
    ordinal: int
    topic: str | None
    label: str
    section: str
    excerpt: str
    reason: str
    whole_topic: bool = False


def percent(share: float) -> str:
    """Write a share, such as "18 %"; less than half a percent is not nothing."""
    if 0 < share < 0.005:
        return "< 1 %"
    return f"{round(100 * share)} %"


def narrowed(cards: Sequence[GapCard], side: GapSide, topic: str | None) -> list[GapCard]:
    """Return the cards of a side, and of a topic where one is asked for; whole topics come first."""
    found = [card for card in cards if card.side == side and topic in (None, card.topic)]
    return sorted(found, key=lambda card: (not card.whole_topic,))


def describe(card: GapCard, row: int, count: int) -> str:
    """Say a card in words for assistive technology."""
    place = card.label.replace("¶", "paragraph").replace("  ", " ")
    where = f"{place}, {card.section}" if card.section else place
    return f"Gap {row + 1} of {count}, {card.side} only: {where}. {card.excerpt} {card.reason}".strip()
