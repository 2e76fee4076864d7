"""Linked scrolling: the other pane follows by meaning, at a locked offset, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from reader.domain.alignment import PassagePair
from reader.domain.passage import Passage, passage_at
from reader.domain.text import TextSpan
from reader.services.library import OpenDocument
from reader.ui.pair_browser import PairKey, Side, end_of, key_of
from reader.ui.reading.reading_view import ReadingView

# The sync point must lie this far inside another passage before the other pane moves: no flicker at the edge.
_HYSTERESIS_PX = 10


class LinkMode(StrEnum):
    """The three modes; values are stored with the session."""

    FOLLOW = "follow"
    OFFSET = "offset"
    OFF = "off"


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
        views: dict[Side, ReadingView],
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
            self._last_position[side] = view.value

    def noted(self, side: Side) -> None:
        """Take note that the program moved one side, as by a jump: nothing for the other side to answer."""
        self._last_position[side] = self._views[side].value

    def scrolled(self, side: Side, *, let_go: bool = False) -> None:
        """React to the reader scrolling one side; `let_go` (Shift held) leaves the other where it is."""
        view = self._views[side]
        moved = view.value - self._last_position.get(side, view.value)
        self._last_position[side] = view.value
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
            self._last_position[other] = self._views[other].value

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
        where = view.extent(passage.span)[0] / max(1, view.viewport().height())
        self._views[other].scroll_to(span, min(0.6, max(0.02, where)))

    @staticmethod
    def _well_inside(view: ReadingView, passage: Passage) -> bool:
        top, bottom = view.extent(passage.span)
        margin = min(_HYSTERESIS_PX, (bottom - top) / 4)
        return top + margin <= view.sync_y() <= bottom - margin

    def _say_alone(self, side: Side | None) -> None:
        if side != self._alone:
            self._alone = side
            self.without_counterpart.emit(side)
