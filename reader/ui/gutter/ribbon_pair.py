"""What the gutter is told of a pair, and how it is spoken of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from reader.domain.alignment import PairState
from reader.ui.gutter.ribbon_layout import Extent, PairKey, Side
from reader.ui.spoken import spoken_place

STATE_WORDS = {
    PairState.COMPUTED: "to review",
    PairState.CONFIRMED: "confirmed",
    PairState.REJECTED: "rejected",
    PairState.MADE: "made by hand",
}


@dataclass(frozen=True, slots=True)
class RibbonPair:
    """A pair as the gutter shows it.

    Attributes:
        key: Ordinals of the left and the right passage.
        label_left, label_right: Locators such as "¶ 61".
        score: In [0, 1].
        description: What the score rests on; shown in the tooltip and told to screen readers.
    """

    key: PairKey
    label_left: str
    label_right: str
    score: float
    state: PairState = PairState.COMPUTED
    description: str = ""

    @property
    def shown_score(self) -> int:
        """The score as shown everywhere, 0 to 100."""
        return round(100 * self.score)

    def accessible_name(self, rank: int, count: int) -> str:
        """Say the pair in words, such as "Pair 1 of 12, score 86, to review: left paragraph 61, right paragraph 26"."""
        left, right = spoken_place(self.label_left), spoken_place(self.label_right)
        state = STATE_WORDS[self.state]
        return f"Pair {rank} of {count}, score {self.shown_score}, {state}: left {left}, right {right}"

    def tooltip(self, rank: int, count: int) -> str:
        """Return the tooltip: the pair, its rank and state, and what the score rests on."""
        head = f"{self.label_left} ↔ {self.label_right} · score {self.shown_score} · {STATE_WORDS[self.state]}"
        lines = [head, f"Pair {rank} of {count}"]
        if self.description:
            lines.append(self.description)
        return "\n".join(lines)


class RibbonGeometry(Protocol):
    """Where the passages are now; answered by the two reading panes."""

    @property
    def viewport_height(self) -> float:
        """The height of the reading viewports."""

    def left_extent(self, ordinal: int) -> Extent | None:
        """Return top and bottom of a left passage in viewport coordinates, or None while it is not laid out."""

    def right_extent(self, ordinal: int) -> Extent | None:
        """Return top and bottom of a right passage in viewport coordinates, or None while it is not laid out."""

    def ordinal_at(self, side: Side, y: float) -> int | None:
        """Return the passage that touches the gutter's edge at a height, or None between passages."""
