"""Asks in the background while the reader types, and shows only the answer to the last question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

from reader.ui.tasks import Task, TaskLane

A = TypeVar("A")

PAUSE_MS = 200  # a pause in typing after which it is worth asking


class LatestAnswer(Generic[A]):
    """One question at a time: a new one cancels what was asked before.

    Args:
        lane: Where the work runs.
        name: What the work is called, such as "Counting passages".
        show: Gets the answer, on the GUI thread.
        failed: Called where there is no answer, on the GUI thread; the lane has written down why.
        parent: Owns the timer.
    """

    def __init__(
        self, lane: TaskLane, name: str, show: Callable[[A], None], failed: Callable[[], None], parent: QObject
    ) -> None:
        self._lane = lane
        self._name = name
        self._show = show
        self._failed = failed
        self._work: Callable[[], A] | None = None
        self._task: Task[A] | None = None
        self._number = 0
        self._timer = QTimer(parent, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._submit)

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._work is not None or self._task is not None

    def ask(self, work: Callable[[], A]) -> None:
        """Ask once the reader pauses."""
        self._drop()
        self._work = work
        self._timer.start()

    def stop(self) -> None:
        """Want no answer any more."""
        self._drop()
        self._timer.stop()
        self._work = None

    def _drop(self) -> None:
        self._number += 1
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _submit(self) -> None:
        if self._work is None:
            return
        work, number, self._work = self._work, self._number, None

        def done(answer: A) -> None:
            if number == self._number:
                self._task = None
                self._show(answer)

        def failed(_error: Exception) -> None:
            if number == self._number:
                self._task = None
                self._failed()

        self._task = self._lane.submit(self._name, lambda _progress: work(), done, failed)
