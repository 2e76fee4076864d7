"""Pacing: progress told often enough for Cancel to answer at once, and not so often that it costs time."""

from __future__ import annotations

from reader.domain.progress import Progress

# Characters between two calls: a few milliseconds' work in each of the steps of loading.
_EVERY = 30_000
# What one unit of work costs beside its characters, in characters: a text of tiny paragraphs must answer too.
_EACH = 200
# Progress of the whole is told in thousandths.
STEPS = 1_000


class Pace:
    """Tells the progress of one step each few thousand characters."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = total
        self._since = 0

    def did(self, done: int, characters: int) -> None:
        """Take note of work done.

        Args:
            done: How much of the step's total is done.
            characters: How many characters were worked on since the last call.
        """
        self._since += characters + _EACH
        if self._since >= _EVERY:
            self._since = 0
            self._progress(done, self._total)


def stretch(progress: Progress, low: int, high: int) -> Progress:
    """Let a step tell its own progress as a stretch, in thousandths, of the whole."""

    def tell(done: int, total: int) -> None:
        progress(low + (high - low) * min(done, total) // max(1, total), STEPS)

    return tell
