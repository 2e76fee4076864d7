"""How long work tells how far it is, and is cancelled."""

from collections.abc import Callable

# Called with (done, total) in the work's own units; raises CancelledError when the reader has cancelled.
# Call it at least every 50 ms of work, so that Cancel answers at once.
Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Report to nobody."""
