"""Garbage is collected on the GUI thread, and on no other."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from reader.ui.collecting import GuiThreadCollection


@pytest.fixture
def collection(qtbot: QtBot) -> Iterator[GuiThreadCollection]:
    made = GuiThreadCollection()
    yield made
    made.stop()


class Held(QObject):
    """Something of Qt's that holds on to itself, as a dialog with callbacks does."""

    def __init__(self, ended: list[int]) -> None:
        super().__init__()
        self.itself = self
        weakref.finalize(self, lambda: ended.append(threading.get_ident()))


def allocate() -> list[list[int]]:
    """Allocate more than Python lets pass without collecting."""
    return [[number] for number in range(100_000)]


def test_what_qt_holds_is_destroyed_on_the_gui_thread(collection: GuiThreadCollection) -> None:
    ended: list[int] = []
    Held(ended)
    kept: list[list[int]] = []
    worker = threading.Thread(target=lambda: kept.extend(allocate()))
    worker.start()
    worker.join()
    assert kept
    assert not ended
    collection.check()
    assert ended == [threading.get_ident()]


def test_collecting_is_given_back(collection: GuiThreadCollection) -> None:
    assert not gc.isenabled()
    collection.stop()
    assert gc.isenabled()
