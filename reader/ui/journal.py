"""The reader's changes on their way to the library: in order, undoable, and kept until they are saved."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import Enum
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from reader.domain.progress import Progress
from reader.ui.tasks import TaskLane

R = TypeVar("R")


class SaveState(Enum):
    """What the status bar says of the reader's changes."""

    SAVED = "All changes saved"
    SAVING = "Saving…"
    FAILED = "not saved"


class Journal(QObject):
    """Sends each change to the library lane as one transaction and remembers those that failed.

    A change that fails holds back all later ones, so that they are saved in the order they were made; `retry` sends
    them again.

    Signals:
        changed: After every commit.
        state_changed: The SaveState, and how many changes are not saved.
        failed: The error that holds the changes back.
    """

    changed = Signal()
    state_changed = Signal(object, int)
    failed = Signal(object)

    def __init__(self, lane: TaskLane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._queue: deque[tuple[Callable[[], object], Callable[[object], None]]] = deque()
        self._running = False
        self._stuck = False
        self.undo_stack = QUndoStack(self)

    @property
    def unsaved(self) -> int:
        """How many changes are not committed yet."""
        return len(self._queue)

    @property
    def stuck(self) -> bool:
        """Whether a change could not be saved and waits for `retry`."""
        return self._stuck

    def record(self, change: Change[R]) -> None:
        """Make an undoable change."""
        self.undo_stack.push(change)

    def send(self, work: Callable[[], R], done: Callable[[R], None]) -> None:
        """Queue one transaction; `done` runs on the GUI thread once it is committed."""
        self._queue.append((work, done))  # type: ignore[arg-type] # each `done` takes what its own `work` gives
        self._next()

    def retry(self) -> None:
        """Send the changes that failed once more."""
        self._stuck = False
        self._next()

    def give_up(self) -> None:
        """Drop the change that failed, as when it can never succeed, and go on with the others."""
        if self._stuck:
            self._queue.popleft()
            self.retry()

    def _next(self) -> None:
        if self._running or self._stuck or not self._queue:
            self._tell()
            return
        work, _done = self._queue[0]
        self._running = True
        self._tell()

        def run(_progress: Progress) -> object:
            return work()

        self._lane.submit("Saving", run, self._committed, self._kept)

    def _committed(self, result: object) -> None:
        _work, done = self._queue.popleft()
        self._running = False
        done(result)
        self.changed.emit()
        self._next()

    def _kept(self, error: Exception) -> None:
        self._running = False
        self._stuck = True
        self._tell()
        self.failed.emit(error)

    def _tell(self) -> None:
        waiting = SaveState.SAVING if self._queue else SaveState.SAVED
        state = SaveState.FAILED if self._stuck else waiting
        self.state_changed.emit(state, len(self._queue))


class Change(QUndoCommand, Generic[R]):
    """One user action on the library: `first` makes it; `undo` and `redo` get what `first` returned.

    Undo and redo travel the same queue, so a change that is not saved yet can be undone at once.
    """

    def __init__(
        self,
        journal: Journal,
        text: str,
        first: Callable[[], R],
        undo: Callable[[R], object],
        redo: Callable[[R], object],
        done: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(text)
        self._journal = journal
        self._first = first
        self._undo = undo
        self._redo = redo
        self._done = done
        self._results: list[R] = []
        self._made = False

    def redo(self) -> None:
        """Make the change, or make it again with the same ids."""
        if self._made:
            self._journal.send(self._make_again, lambda _: self._done())
            return
        self._made = True
        self._journal.send(self._first, self._keep)

    def undo(self) -> None:
        """Take the change back."""
        self._journal.send(self._take_back, lambda _: self._done())

    def _take_back(self) -> object:
        # A change that was given up never happened: there is nothing to take back.
        return self._undo(self._results[0]) if self._results else None

    def _make_again(self) -> object:
        return self._redo(self._results[0]) if self._results else None

    def _keep(self, result: R) -> None:
        self._results.append(result)
        self._done()
