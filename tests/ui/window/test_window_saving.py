"""Saving when the library can't be written: nothing is shown as saved that is not, and nothing is lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.app import open_services
from reader.services.bundle import Services
from reader.storage import connection as storage_connection
from reader.storage.connection import OpenMode
from tests.ui.window.conftest import Answers
from tests.ui.window.driving import (
    LEFT_QUOTE,
    RIGHT_QUOTE,
    SAVED,
    OpenWindow,
    banner_texts,
    banners,
    button,
    click,
    control,
    highlight,
    locked_by_another_program,
    made,
    painted_highlights,
    settle,
    view,
)


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give another program's lock up soon; the program itself waits five seconds."""
    monkeypatch.setattr(storage_connection, "BUSY_SECONDS", 0.05)


def test_changes_wait_for_a_locked_library_and_are_saved_in_order(
    qtbot: QtBot, open_window: OpenWindow, library: Path
) -> None:
    window = open_window()
    with locked_by_another_program(library):
        highlight(window, "left", LEFT_QUOTE, "2")
        assert window.status.saved.text() == "Saving…"
        qtbot.waitUntil(lambda: window.bench.journal.stuck)
        highlight(window, "right", RIGHT_QUOTE, "3")
        window.desk.focus_text("left")
        # Nothing is shown as made, the status bar and a banner say why.
        assert not made(window)
        assert not painted_highlights(window, "left")
        assert window.status.saved.text() == "2 changes not saved"
        (text,) = banner_texts(window)
        assert "not saved" in text
        assert "in use by another program" in text
        # Trying while it is still locked changes nothing.
        click(button(banners(window)[0], "Try again"))
        qtbot.waitUntil(lambda: window.bench.journal.stuck)
        assert len(banners(window)) == 1
        assert window.status.saved.text() == "2 changes not saved"
    click(button(banners(window)[0], "Try again"))
    settle(qtbot, window)
    assert window.status.saved.text() == SAVED
    assert not banners(window)
    assert [a.colour.label for a in sorted(made(window), key=lambda a: a.created)] == ["Evidence", "Context"]
    # Undo takes them back, the last first.
    control(view(window, "left"), Qt.Key.Key_Z)
    settle(qtbot, window)
    assert [a.colour.label for a in made(window)] == ["Evidence"]


def test_the_status_bars_try_again_does_the_same(qtbot: QtBot, open_window: OpenWindow, library: Path) -> None:
    window = open_window()
    with locked_by_another_program(library):
        highlight(window, "left", LEFT_QUOTE)
        qtbot.waitUntil(lambda: window.bench.journal.stuck)
    click(window.status.retry)
    settle(qtbot, window)
    assert len(made(window)) == 1
    assert not banners(window)


def test_a_change_made_and_undone_while_the_library_is_locked_leaves_nothing(
    qtbot: QtBot, open_window: OpenWindow, library: Path
) -> None:
    window = open_window()
    with locked_by_another_program(library):
        highlight(window, "left", LEFT_QUOTE)
        qtbot.waitUntil(lambda: window.bench.journal.stuck)
        control(view(window, "left"), Qt.Key.Key_Z)
    window.bench.journal.retry()
    settle(qtbot, window)
    assert not made(window)
    assert window.status.saved.text() == SAVED


def test_closing_with_unsaved_changes_asks_first(
    qtbot: QtBot, open_window: OpenWindow, library: Path, answers: Answers
) -> None:
    window = open_window()
    with locked_by_another_program(library):
        highlight(window, "left", LEFT_QUOTE)
        qtbot.waitUntil(lambda: window.bench.journal.stuck)
        assert not window.close()
        assert answers.asked == ["1 unsaved"]
        assert window.isVisible()
        answers.leave = True
        assert window.close()


def test_closing_while_a_change_is_on_its_way_saves_it_first(
    qtbot: QtBot, open_window: OpenWindow, answers: Answers
) -> None:
    window = open_window()
    highlight(window, "left", LEFT_QUOTE)
    highlight(window, "right", RIGHT_QUOTE)
    assert window.bench.journal.unsaved
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert answers.asked == []
    assert len(made(open_window())) == 2


@pytest.mark.slow
def test_closing_while_a_change_is_on_its_way_asks_if_it_fails(
    qtbot: QtBot, open_window: OpenWindow, library: Path, answers: Answers
) -> None:
    window = open_window()
    with locked_by_another_program(library):
        highlight(window, "left", LEFT_QUOTE)
        window.close()
        qtbot.waitUntil(lambda: answers.asked == ["1 unsaved"])
        assert window.isVisible()
    click(button(banners(window)[0], "Try again"))
    settle(qtbot, window)
    assert len(made(window)) == 1


@pytest.fixture
def open_file() -> Iterator[Callable[[str], Services]]:
    """Open another library file, as the program does."""
    with ExitStack() as stack:
        yield partial(open_services, stack)


def test_changes_that_can_not_be_saved_go_into_a_copy(
    qtbot: QtBot, open_window: OpenWindow, library: Path, tmp_path: Path, open_file: Callable[[str], Services]
) -> None:
    window = open_window(open_file=open_file)
    with locked_by_another_program(library):
        highlight(window, "left", LEFT_QUOTE, "2")
        qtbot.waitUntil(lambda: window.bench.journal.stuck)
        highlight(window, "right", RIGHT_QUOTE, "3")
        click(button(banners(window)[0], "Save a copy…"))
        settle(qtbot, window)
        # The window goes on in the copy: both changes are in it, and shown.
        copy = tmp_path / "library-copy.sqlite"
        assert window.bench.services.library.path == str(copy)
        assert window.status.saved.text() == SAVED
        assert not banners(window)
        assert len(made(window)) == 2
        assert window.messages.notice.isVisible()
        assert "library-copy.sqlite" in window.messages.notice.text.text()
        assert len(open_file(str(copy)).annotations.all()) == 2
    assert not open_file(str(library)).annotations.all()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs Unix permissions")
def test_a_read_only_library_can_be_read_and_says_at_the_first_change_that_it_can_not_be_changed(
    qtbot: QtBot, open_window: OpenWindow, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect, read_only = storage_connection.connect, OpenMode.READ_ONLY
    # Whoever runs the tests may be allowed to write every file: the file is opened read-only instead.
    monkeypatch.setattr(storage_connection, "connect", lambda path, _mode: connect(path, read_only))
    window = open_window()
    assert window.comparing.browser is not None
    assert window.comparing.browser.pairs
    highlight(window, "left", LEFT_QUOTE)
    qtbot.waitUntil(lambda: window.bench.journal.stuck)
    (text,) = banner_texts(window)
    assert "read-only" in text
    assert not made(window)


def test_focus_stays_in_the_text_after_a_highlight(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    highlight(window, "right", RIGHT_QUOTE)
    settle(qtbot, window)
    assert QApplication.focusWidget() is view(window, "right")
