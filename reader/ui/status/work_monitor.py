"""What work is under way, and since when: the source of the status bar's progress and of the dock's work card."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

BAR_AFTER_MS = 300  # shorter work shows nothing: a bar that flashes only disturbs
CARD_AFTER_MS = 2000
_TICK_MS = 100


@dataclass(eq=False)
class Work:
    """One piece of work.

    Attributes:
        key: What the giver knows it by.
        name: Such as "Aligning passages".
        done, total: In the work's own units; `total` is 0 while it is not known.
        since: When it began, in seconds of the monitor's clock.
    """

    key: object
    name: str
    since: float
    done: int = 0
    total: int = 0

    @property
    def count(self) -> str:
        """How far it is, such as "1,140 of 4,800"; empty while unknown."""
        return f"{self.done:,} of {self.total:,}" if self.total else ""

    @property
    def share(self) -> float | None:
        """How far it is, in [0, 1], or None while unknown."""
        return min(1.0, self.done / self.total) if self.total else None


class WorkMonitor(QObject):
    """Keeps the work under way in the order it began.

    Signals:
        changed: What there is to show, or how far it is, has changed.
        cancel_requested: Key of the work the reader wants to stop.

    Args:
        bar_after, card_after: After how many milliseconds work shows in the status bar and as a card.
        clock: Returns seconds; for tests.
    """

    changed = Signal()
    cancel_requested = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        bar_after: int = BAR_AFTER_MS,
        card_after: int = CARD_AFTER_MS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._after = {"bar": bar_after / 1000, "card": card_after / 1000}
        self._works: list[Work] = []
        self._ticker = QTimer(self, interval=_TICK_MS)
        self._ticker.timeout.connect(self.changed)

    def begin(self, key: object, name: str) -> None:
        """Take note that work has begun."""
        self._works.append(Work(key, name, self._clock()))
        self._ticker.start()

    def update(self, key: object, done: int, total: int) -> None:
        """Take note of how far work is; unknown keys are work that has ended."""
        for work in self._works:
            if work.key is key:
                work.done, work.total = done, total
                self.changed.emit()

    def finish(self, key: object) -> None:
        """Take note that work has ended, in whatever way."""
        self._works = [work for work in self._works if work.key is not key]
        if not self._works:
            self._ticker.stop()
        self.changed.emit()

    def in_bar(self) -> list[Work]:
        """Return the work that has gone on long enough for the status bar, oldest first."""
        return self._older_than("bar")

    def in_card(self) -> list[Work]:
        """Return the work that has gone on long enough for a card, oldest first."""
        return self._older_than("card")

    def seconds_left(self, work: Work) -> float | None:
        """Estimate the seconds that work will still take, or None while that would be a guess."""
        elapsed, share = self._clock() - work.since, work.share
        if not share or elapsed < self._after["bar"]:
            return None
        return elapsed * (1 - share) / share

    def _older_than(self, threshold: str) -> list[Work]:
        now = self._clock()
        return [work for work in self._works if now - work.since >= self._after[threshold]]
