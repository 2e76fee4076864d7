"""Jumps: to pairs, passages, counterparts and places, and back again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from reader.domain.alignment import PassagePair
from reader.domain.passage import passage_at
from reader.domain.text import TextSpan
from reader.ui.comparing import Comparing
from reader.ui.linked_scrolling import LinkedScrolling, other_side
from reader.ui.navigation import History, Place
from reader.ui.pair_browser import PairKey, Side, end_of
from reader.ui.reading.reading_view import ReadingView
from reader.ui.workbench import SIDES, Workbench

# Where a jump brings the beginning of a passage: high enough to read on, low enough to see what stands before it.
_PAIR_AT, _PLACE_AT = 0.26, 0.33


class Travelling(QObject):
    """Moves both panes on the reader's behalf and remembers the way.

    Signals:
        moved: After every jump, for buttons of the history and the session.
    """

    moved = Signal()

    def __init__(
        self,
        bench: Workbench,
        comparing: Comparing,
        views: dict[Side, ReadingView],
        linked: LinkedScrolling,
        active_side: Callable[[], Side],
        parent: QObject | None = None,
    ) -> None:
        """Take up the window's parts.

        Args:
            bench: Where sentences are announced.
            comparing: The open pair.
            views: Both reading views.
            linked: Told of each jump, so that it doesn't answer it.
            active_side: Returns the pane the reader works in.
            parent: Its Qt owner.
        """
        super().__init__(parent)
        self._bench = bench
        self._comparing = comparing
        self._views = views
        self._linked = linked
        self._active_side = active_side
        self.history = History()
        # The passage last jumped to on each side; scrolling away forgets it.
        self._at: dict[Side, int | None] = {"left": None, "right": None}
        comparing.opened.connect(self._start_afresh)
        comparing.closed.connect(self._start_afresh)

    def _start_afresh(self) -> None:
        self.history.clear()
        self._at = {"left": None, "right": None}
        self.moved.emit()

    def wandered(self, side: Side) -> None:
        """Forget where a jump led: the reader has scrolled on."""
        self._at[side] = None

    # -- places --------------------------------------------------------------------------------------------------

    def here(self) -> Place:
        """Return what both panes show."""
        current = self._comparing.current
        return Place(
            self._views["left"].offset_at_sync_point(),
            self._views["right"].offset_at_sync_point(),
            self._comparing.topic,
            (current.left, current.right) if current is not None else None,
        )

    def ordinal(self, side: Side) -> int | None:
        """Return the passage the reader is at: the last one jumped to, else the one at the sync point."""
        if self._at[side] is not None:
            return self._at[side]
        if self._comparing.pair is None:
            return None
        passages = self._comparing.pair.side(side).passages
        offset = self._views[side].offset_at_sync_point()
        inside = passage_at(passages, TextSpan(offset, offset))
        if inside is not None:
            return inside.ordinal
        before = [passage.ordinal for passage in passages if passage.span.start <= offset]
        return before[-1] if before else (0 if passages else None)

    def back(self) -> None:
        """Return to the place before the last jump."""
        self._restore(self.history.back(self.here()))

    def forward(self) -> None:
        """Go again where `back` came from."""
        self._restore(self.history.forward(self.here()))

    def _restore(self, place: Place | None) -> None:
        if place is None:
            return
        self._comparing.choose_topic(place.topic)
        self._comparing.make_current(place.pair)
        self.put(place.left, place.right)
        self.moved.emit()

    def put(self, left: int, right: int, *, animated: bool = True) -> None:
        """Bring offsets back to both sync points, without remembering where the panes were."""
        for side, offset in zip(SIDES, (left, right), strict=True):
            # The sync point is mid-pane except in the first and last half screen, where scrolling stops by itself.
            self._views[side].scroll_to(TextSpan(offset, offset), 0.5, animated=animated)
            self._at[side] = None
        self._linked.settle(self._comparing.current)

    def leave(self) -> None:
        """Remember this place before something else moves the panes."""
        self.history.leave(self.here())
        self.moved.emit()

    def stand_at(self, side: Side, ordinal: int) -> None:
        """Take a passage as the one the reader is at, without moving."""
        self._at[side] = ordinal

    def sees_topic(self, slug: str) -> bool:
        """Tell whether a passage on a topic is on the screen."""
        pair, comparison = self._comparing.pair, self._comparing.comparison
        if pair is None or comparison is None:
            return False
        return any(
            self._views[side].is_visible(pair.side(side).passages[ordinal].span)
            for side, ordinals in zip(SIDES, comparison.on_topic(slug), strict=True)
            for ordinal in ordinals
        )

    # -- jumps ---------------------------------------------------------------------------------------------------

    def go_to_pair(self, key: PairKey) -> None:
        """Bring both passages of a listed pair side by side."""
        self.history.leave(self.here())
        pair = self._comparing.make_current(key)
        if pair is not None:
            self._show(pair)

    def show_first(self) -> None:
        """Show the best pair, as where reading begins: this is no jump to come back from."""
        pair = self._comparing.step_pair(1) if self._comparing.current is None else self._comparing.current
        if pair is not None:
            self._show(pair, animated=False)

    def step_pair(self, by: int) -> None:
        """Go to the next or previous pair of the list."""
        place = self.here()
        pair = self._comparing.step_pair(by)
        if pair is None:
            self._bench.announced.emit("No more pairs on this topic" if self._comparing.browser else "Still aligning")
            return
        self.history.leave(place)
        self._show(pair)

    def counterpart(self) -> None:
        """Jump to the counterpart of the passage in the active pane; again, to the next best."""
        side = self._active_side()
        ordinal = self.ordinal(side)
        place = self.here()
        pair = self._comparing.counterpart(side, ordinal) if ordinal is not None else None
        if pair is None:
            self._bench.announced.emit("No counterpart for this passage in the other document")
            return
        self.history.leave(place)
        self._show(pair)

    def next_passage(self, by: int) -> None:
        """Go to the next (+1) or previous (-1) passage on the topic in the active pane."""
        side, browser, pair = self._active_side(), self._comparing.browser, self._comparing.pair
        at = self.ordinal(side)
        if browser is None or pair is None or at is None:
            return
        ordinal = browser.next_on_topic(side, at, by)
        if ordinal is None:
            end = "last" if by > 0 else "first"
            self._bench.announced.emit(f"This is the {end} passage on the topic here")
            return
        self.go_to_passage(side, ordinal)
        strongest = browser.strongest(side, ordinal)
        if strongest is not None:
            other = other_side(side)
            there = end_of(strongest, other)
            self._comparing.make_current((strongest.left, strongest.right))
            self._views[other].scroll_to(pair.side(other).passages[there].span, _PAIR_AT)
            self._at[other] = there
            self._linked.settle(strongest)
        else:
            self._comparing.make_current(None)

    def go_to_passage(self, side: Side, ordinal: int) -> None:
        """Show one passage of one side; the other pane stays."""
        if self._comparing.pair is None:
            return
        passage = self._comparing.pair.side(side).passages[ordinal]
        self.go_to_span(side, passage.span, _PAIR_AT)
        self._at[side] = ordinal
        self._bench.announced.emit(f"{side.capitalize()}, {passage.label}")

    def go_to_span(self, side: Side, span: TextSpan, where: float = _PLACE_AT) -> None:
        """Show a place of one side; the other pane stays."""
        self.history.leave(self.here())
        self._views[side].scroll_to(span, where)
        self._at[side] = None
        self._linked.settle(self._comparing.current)
        self.moved.emit()

    def _show(self, pair: PassagePair, *, animated: bool = True) -> None:
        open_pair, browser = self._comparing.pair, self._comparing.browser
        if open_pair is None or browser is None:
            return
        for side in SIDES:
            ordinal = end_of(pair, side)
            self._views[side].scroll_to(open_pair.side(side).passages[ordinal].span, _PAIR_AT, animated=animated)
            self._at[side] = ordinal
        self._linked.settle(pair)
        left, right = open_pair.left.passages[pair.left].label, open_pair.right.passages[pair.right].label
        rank = browser.rank
        place = f", pair {rank + 1} of {len(browser.pairs)}" if rank is not None else ""
        self._bench.announced.emit(f"Left {left}, right {right}{place}")
        self.moved.emit()
