"""The journal saves changes in order, undoes them, and keeps what could not be saved."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from reader.errors import StorageError
from reader.ui.journal import Change, Journal, SaveState
from reader.ui.tasks import TaskLane


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[TaskLane]:
    lane = TaskLane("journal")
    yield lane
    lane.close()


@pytest.fixture
def journal(lane: TaskLane) -> Journal:
    return Journal(lane)


class Shelf:
    """Holds what was saved; refuses while locked."""

    def __init__(self) -> None:
        self.items: list[str] = []
        self.locked = False

    def add(self, item: str) -> str:
        if self.locked:
            raise StorageError("The library is locked.", "Close the other program.")
        self.items.append(item)
        return item

    def change(self, journal: Journal, item: str) -> Change[str]:
        return Change(journal, f"Add {item}", lambda: self.add(item), self.items.remove, self.add)


def test_undo_and_redo_travel_the_same_way(qtbot: QtBot, journal: Journal, lane: TaskLane) -> None:
    shelf = Shelf()
    journal.record(shelf.change(journal, "a"))
    journal.record(shelf.change(journal, "b"))
    journal.undo_stack.undo()
    journal.undo_stack.undo()
    journal.undo_stack.redo()
    qtbot.waitUntil(lambda: journal.unsaved == 0)
    assert shelf.items == ["a"]
    assert journal.undo_stack.canRedo()


def test_saved_is_said_only_after_the_commit(qtbot: QtBot, journal: Journal) -> None:
    shelf = Shelf()
    states: list[tuple[SaveState, int, int]] = []
    journal.state_changed.connect(lambda state, count: states.append((state, count, len(shelf.items))))
    journal.record(shelf.change(journal, "a"))
    qtbot.waitUntil(lambda: journal.unsaved == 0)
    assert states[0][:2] == (SaveState.SAVING, 1)
    assert states[-1] == (SaveState.SAVED, 0, 1)


def test_a_failed_change_holds_back_later_ones_until_it_is_retried(qtbot: QtBot, journal: Journal) -> None:
    shelf = Shelf()
    shelf.locked = True
    with qtbot.waitSignal(journal.failed) as failed:
        journal.record(shelf.change(journal, "a"))
    journal.record(shelf.change(journal, "b"))
    assert str(failed.args[0]).startswith("The library is locked")
    assert journal.unsaved == 2
    assert shelf.items == []
    shelf.locked = False
    journal.retry()
    qtbot.waitUntil(lambda: journal.unsaved == 0)
    assert shelf.items == ["a", "b"]
