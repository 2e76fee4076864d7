"""Task lanes deliver on the GUI thread, in order, and can be cancelled."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from reader.domain.progress import Progress
from reader.errors import CancelledError, StorageError
from reader.ui.tasks import TaskLane


def unexpected(error: Exception) -> None:
    raise AssertionError from error


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[TaskLane]:
    lane = TaskLane("test")
    yield lane
    lane.close()


def test_results_arrive_in_order_on_the_gui_thread(qtbot: QtBot, lane: TaskLane) -> None:
    seen: list[tuple[int, bool, bool]] = []
    gui = QThread.currentThread()
    gui_ident = threading.get_ident()

    def work(number: int) -> tuple[int, bool]:
        return number, threading.get_ident() != gui_ident

    def done(result: tuple[int, bool]) -> None:
        seen.append((*result, QThread.currentThread() == gui))

    def counting(number: int) -> Callable[[Progress], tuple[int, bool]]:
        return lambda _progress: work(number)

    for number in range(5):
        lane.submit("count", counting(number), done, unexpected)
    with qtbot.waitSignal(lane.idle):
        pass
    assert seen == [(number, True, True) for number in range(5)]
    assert not lane.busy


def test_cancelling_stops_the_work_at_its_next_progress_call(qtbot: QtBot, lane: TaskLane) -> None:
    started = threading.Event()
    go_on = threading.Event()
    errors: list[Exception] = []

    def work(progress: Progress) -> None:
        started.set()
        assert go_on.wait(10)
        progress(1, 2)
        pytest.fail("went on after cancel")

    with qtbot.waitSignal(lane.idle):
        task = lane.submit("long", work, lambda _: pytest.fail("finished"), errors.append)
        assert started.wait(10)
        task.cancel()
        go_on.set()
    assert [type(error) for error in errors] == [CancelledError]


def test_a_waiting_task_that_was_cancelled_never_starts(qtbot: QtBot, lane: TaskLane) -> None:
    gate = threading.Event()
    errors: list[Exception] = []
    with qtbot.waitSignal(lane.idle):
        lane.submit("first", lambda _p: gate.wait(10), lambda _: None, unexpected)
        lane.submit("second", lambda _p: pytest.fail("ran"), lambda _: None, errors.append).cancel()
        gate.set()
    assert [type(error) for error in errors] == [CancelledError]


def test_failures_reach_the_caller_and_the_lane_goes_on(qtbot: QtBot, lane: TaskLane) -> None:
    errors: list[Exception] = []
    results: list[int] = []

    def fail(_progress: Progress) -> None:
        raise StorageError("The library is locked.", "Close the other program.")

    with qtbot.waitSignal(lane.idle):
        lane.submit("bad", fail, lambda _: None, errors.append)
        lane.submit("good", lambda _p: 7, results.append, unexpected)
    assert [str(error) for error in errors] == ["The library is locked. Close the other program."]
    assert results == [7]


def test_progress_crosses_threads(qtbot: QtBot, lane: TaskLane) -> None:
    seen: list[tuple[int, int]] = []
    lane.progressed.connect(lambda _task, done, total: seen.append((done, total)))

    def work(progress: Progress) -> None:
        for step in range(1, 1001):
            progress(step, 1000)

    with qtbot.waitSignal(lane.idle):
        lane.submit("count", work, lambda _: None, unexpected)
    assert seen[-1] == (1000, 1000)
    assert len(seen) < 1000, "progress is thinned out"
