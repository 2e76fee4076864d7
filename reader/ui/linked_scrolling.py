"""Linked scrolling: the other pane follows by meaning, at a locked offset, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from reader.domain.alignment import PassagePair
from reader.domain.passage import Passage, passage_at
from reader.domain.text import TextSpan
from reader.services.library import OpenDocument
from reader.ui.pair_browser import PairKey, Side, end_of, key_of

# The sync point must lie this far inside another passage before the other pane moves: no flicker at the edge.
_HYSTERESIS_PX = 10


class LinkMode(StrEnum):
    """The three modes; values are stored with the session."""

    FOLLOW = "follow"
    OFFSET = "offset"
    OFF = "off"


class ScrollingView(Protocol):
    """What linking needs of a reading view."""

    def offset_at_sync_point(self) -> int:
        """Return the offset of the text at the sync point."""

    def extent(self, span: TextSpan) -> tuple[float, float]:
        """Return a span's top and bottom in viewport pixels."""

    def sync_y(self) -> float:
        """Return the sync point's height in viewport pixels."""

    def scroll_position(self) -> int:
        """Return how far the view is scrolled, in pixels."""

    def scroll_by(self, pixels: int) -> None:
        """Scroll, as the program and not as the reader."""

    def scroll_to(self, span: TextSpan, where: float, *, animated: bool = True) -> None:
        """Bring a span's top to a fraction of the viewport's height."""

    def viewport_height(self) -> int:
        """Return the height of what is visible."""


def other_side(side: Side) -> Side:
    """Return the side across the gutter."""
    return "right" if side == "left" else "left"


class LinkedScrolling(QObject):
    """Moves the pane that is not being scrolled.

    Signals:
        mode_changed: The new LinkMode.
        without_counterpart: The side that stands still because the passage across has no counterpart, or None.
    """

    mode_changed = Signal(object)
    without_counterpart = Signal(object)

    def __init__(
        self,
        views: dict[Side, ScrollingView],
        strongest: Callable[[Side, int], PassagePair | None],
        parent: QObject | None = None,
    ) -> None:
        """Link two views.

        Args:
            views: Both reading views.
            strongest: Returns the strongest pair of a passage of one side, or None.
            parent: Its Qt owner.
        """
        super().__init__(parent)
        self._views = views
        self._strongest = strongest
        self._documents: dict[Side, OpenDocument] = {}
        self._mode = LinkMode.FOLLOW
        self._shown: PairKey | None = None
        self._alone: Side | None = None
        self._last_position: dict[Side, int] = {}
        self._moving = False

    @property
    def mode(self) -> LinkMode:
        """The mode; setting it goes on from where each side is now."""
        return self._mode

    @mode.setter
    def mode(self, mode: LinkMode) -> None:
        self._mode = mode
        self.settle()
        self.mode_changed.emit(mode)

    def open(self, left: OpenDocument, right: OpenDocument) -> None:
        """Take up two documents."""
        self._documents = {"left": left, "right": right}
        self.settle()

    def settle(self, pair: PassagePair | None = None) -> None:
        """Take where both sides are now as linked, as after a jump (to `pair`)."""
        self._shown = key_of(pair) if pair is not None else None
        self._say_alone(None)
        for side, view in self._views.items():
            self._last_position[side] = view.scroll_position()

    def scrolled(self, side: Side, *, let_go: bool = False) -> None:
        """React to the reader scrolling one side; `let_go` (Shift held) leaves the other where it is."""
        view = self._views[side]
        moved = view.scroll_position() - self._last_position.get(side, view.scroll_position())
        self._last_position[side] = view.scroll_position()
        if self._moving or let_go or not self._documents:
            return
        self._moving = True  # the other view's answering scroll event must not come back to us
        try:
            if self._mode is LinkMode.OFFSET:
                self._views[other_side(side)].scroll_by(moved)
            elif self._mode is LinkMode.FOLLOW:
                self._follow(side)
        finally:
            self._moving = False
            other = other_side(side)
            self._last_position[other] = self._views[other].scroll_position()

    def _follow(self, side: Side) -> None:
        view, document = self._views[side], self._documents[side]
        offset = view.offset_at_sync_point()
        passage = passage_at(document.passages, TextSpan(offset, offset))
        if passage is None:  # a heading, a table or the notes: stay
            return
        if not self._well_inside(view, passage):
            return
        pair = self._strongest(side, passage.ordinal)
        other = other_side(side)
        if pair is None:
            self._say_alone(other)
            return
        self._say_alone(None)
        if key_of(pair) == self._shown:
            return
        self._shown = key_of(pair)
        span = self._documents[other].passages[end_of(pair, other)].span
        where = view.extent(passage.span)[0] / max(1, view.viewport_height())
        self._views[other].scroll_to(span, min(0.6, max(0.02, where)))

    @staticmethod
    def _well_inside(view: ScrollingView, passage: Passage) -> bool:
        top, bottom = view.extent(passage.span)
        margin = min(_HYSTERESIS_PX, (bottom - top) / 4)
        return top + margin <= view.sync_y() <= bottom - margin

    def _say_alone(self, side: Side | None) -> None:
        if side != self._alone:
            self._alone = side
            self.without_counterpart.emit(side)
