"""Work off the GUI thread: lanes that run one task at a time and deliver results on the GUI thread."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from reader.domain.progress import Progress
from reader.errors import CancelledError, KnownError

T = TypeVar("T")
_log = logging.getLogger(__name__)

# Progress crosses threads at most this often; more would only load the event loop.
_PROGRESS_INTERVAL = 0.05
# How long a lane may compute before the window's thread gets its turn, which it asks for many times a frame. Python's
# own 5 ms add up to stutter; a tenth of that costs the lanes next to nothing.
SWITCH_SECONDS = 0.0005


@dataclass(eq=False)
class Task(Generic[T]):
    """One piece of work and its fate; callbacks run on the GUI thread.

    Attributes:
        name: What the status bar shows, such as "Aligning passages".
        work: Runs on the lane's thread.
        done: Gets the result.
        failed: Gets the known error or bug.
    """

    name: str
    work: Callable[[Progress], T]
    done: Callable[[T], None]
    failed: Callable[[Exception], None]
    _cancelled: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Ask the work to stop at its next progress call; `failed` then gets a CancelledError."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether cancelling was asked for."""
        return self._cancelled.is_set()


class TaskLane(QObject):
    """Runs tasks in order on one thread of its own.

    Signals carry the task: started when its work begins, progressed with done and total, ended when its callback ran.
    """

    started = Signal(object)
    progressed = Signal(object, int, int)
    ended = Signal(object)
    idle = Signal()
    _delivered = Signal(object, object, object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._waiting: list[Task[object]] = []
        self._delivered.connect(self._deliver)

    def submit(
        self,
        name: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> Task[T]:
        """Queue a piece of work; `done` or `failed` is called on the GUI thread."""
        task = Task(name, work, done, failed)
        self._waiting.append(task)  # type: ignore[arg-type] # the lane never looks at the result's type
        self._executor.submit(self._run, task)
        return task

    @property
    def busy(self) -> bool:
        """Whether a task is running or waiting."""
        return bool(self._waiting)

    def cancel_all(self) -> None:
        """Cancel what runs and what waits."""
        for task in self._waiting:
            task.cancel()

    def close(self) -> None:
        """Let what runs and what waits end, less what was cancelled, and end the thread; no result is delivered."""
        self._executor.shutdown(wait=True)
        self._waiting.clear()

    def _run(self, task: Task[T]) -> None:
        last = 0.0
        self.started.emit(task)

        def progress(done: int, total: int) -> None:
            nonlocal last
            if task.cancelled:
                raise CancelledError
            now = time.monotonic()
            if now - last >= _PROGRESS_INTERVAL or done >= total:
                last = now
                self.progressed.emit(task, done, total)

        try:
            progress(0, 0)
            result = task.work(progress)
        except Exception as error:  # noqa: BLE001 # the thread's outer edge: the GUI thread must hear of every failure
            self._delivered.emit(task, None, error)
        else:
            self._delivered.emit(task, result, None)

    def _deliver(self, task: Task[object], result: object, error: Exception | None) -> None:
        if task not in self._waiting:  # closed meanwhile
            return
        self._waiting.remove(task)
        try:
            if error is None:
                task.done(result)
            else:
                if not isinstance(error, KnownError | CancelledError):
                    _log.error("%s failed", task.name, exc_info=error)
                task.failed(error)
        finally:
            self.ended.emit(task)
            if not self._waiting:
                self.idle.emit()
