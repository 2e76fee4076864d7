"""When the program itself is at fault, is killed, or is closed in the middle of its work."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from reader.domain.progress import Progress
from reader.services.comparison import Comparison, ComparisonService
from reader.ui.appearance import Appearance
from reader.ui.application import _window
from reader.ui.linked_scrolling import LinkMode
from reader.ui.main_window import MainWindow
from reader.ui.opening import StartRequest
from reader.ui.pair_browser import key_of
from reader.ui.reading.reading_view import ReadingView
from tests.ui.window.conftest import PATIENCE
from tests.ui.window.driving import (
    LEFT_QUOTE,
    OpenWindow,
    at_rest,
    banners,
    click,
    highlight,
    locked_by_another_program,
    made,
    opened,
    settle,
    view,
    wheel,
)

ROOT = Path(__file__).resolve().parents[3]


# -- bugs ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def bugs_become_banners(open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """A window whose bugs are caught as the program catches them, not by the tests."""
    window = open_window()
    usual = sys.excepthook

    def hook(_kind: type[BaseException], error: BaseException, _trace: object) -> None:
        window.messages.show_bug(error)

    monkeypatch.setattr(sys, "excepthook", hook)
    yield window
    monkeypatch.setattr(sys, "excepthook", usual)


def test_a_bug_in_a_slot_is_told_and_the_window_goes_on(qtbot: QtBot, bugs_become_banners: MainWindow) -> None:
    window = bugs_become_banners

    def fail() -> None:
        raise ZeroDivisionError("a planted fault")

    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: bool(banners(window)))
    (banner,) = banners(window)
    assert "Something went wrong" in banner.title.text()
    assert "the log" in banner.text.text()
    click(banner.details_link)
    assert "a planted fault" in banner.details.text()
    highlight(window, "left", LEFT_QUOTE)
    settle(qtbot, window)
    assert len(made(window)) == 1


@pytest.mark.qt_log_ignore("QBackingStore::endPaint", "This plugin does not support")
def test_a_bug_in_painting_is_told_once_and_does_not_end_the_program(
    qtbot: QtBot, bugs_become_banners: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, usual = bugs_become_banners, ReadingView.page

    def page(_view: ReadingView) -> NoReturn:
        raise ZeroDivisionError("a planted fault in painting")

    monkeypatch.setattr(ReadingView, "page", page)
    for _ in range(5):
        view(window, "left").viewport().update()
        QApplication.processEvents()
    assert len(banners(window)) == 1
    monkeypatch.setattr(ReadingView, "page", usual)
    highlight(window, "left", LEFT_QUOTE)
    settle(qtbot, window)
    assert len(made(window)) == 1


def test_the_programs_own_hook_shows_and_logs_bugs(
    qtbot: QtBot, resources_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    window = _window(Appearance(resources_path), lambda _file: pytest.fail("opened"), None, StartRequest(), "the log")
    qtbot.addWidget(window)
    window.show()
    sys.excepthook(ZeroDivisionError, ZeroDivisionError("a planted fault"), None)
    assert len(banners(window)) == 1
    assert "A bug reached the window" in caplog.text


class StrayWindows(QObject):
    """Notes every window of its own that is shown and is no main window, dialog, menu or popup."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 # Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            usual = isinstance(watched, MainWindow | QDialog | QMenu)
            if not usual and watched.windowType() not in {Qt.WindowType.Popup, Qt.WindowType.ToolTip}:
                self.seen.append(type(watched).__name__)
        return False


@pytest.mark.slow
def test_no_part_of_the_window_flashes_up_as_a_window_of_its_own(
    qtbot: QtBot, open_window: OpenWindow, library: Path
) -> None:
    watcher = StrayWindows()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(watcher)
    window = open_window()
    highlight(window, "left", LEFT_QUOTE)
    settle(qtbot, window)
    window.presenter._note_clicked(made(window)[0].id)
    window.messages.show_error(ZeroDivisionError("a planted fault"))
    window.commands["annotations_tab"].trigger()
    window.commands["close_pair"].trigger()
    settle(qtbot, window)
    application.removeEventFilter(watcher)
    assert watcher.seen == []


# -- closing in the middle -------------------------------------------------------------------------------------------


def worker_threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith(("import", "library", "compute"))]


def test_closing_while_aligning_ends_the_work_and_the_library_can_be_opened_at_once(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = threading.Event()
    usual = ComparisonService.compare

    def align_forever(_self: ComparisonService, _left: str, _right: str, progress: Progress) -> Comparison:
        started.set()
        while True:
            progress(1, 100)
            threading.Event().wait(0.005)

    monkeypatch.setattr(ComparisonService, "compare", align_forever)
    window = open_window(until="documents_painted")
    qtbot.waitUntil(started.is_set, timeout=PATIENCE)
    highlight(window, "left", LEFT_QUOTE)  # reading and annotating do not wait for the alignment
    qtbot.waitUntil(lambda: len(made(window)) == 1)
    assert window.close()
    assert not worker_threads()
    monkeypatch.setattr(ComparisonService, "compare", usual)
    assert len(made(open_window())) == 1


def test_an_alignment_can_be_cancelled_and_reading_goes_on(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def align_forever(_self: ComparisonService, _left: str, _right: str, progress: Progress) -> Comparison:
        while True:
            progress(1, 100)
            threading.Event().wait(0.005)

    monkeypatch.setattr(ComparisonService, "compare", align_forever)
    window = open_window(until="documents_painted")
    qtbot.waitUntil(window.status.cancel.isVisible)
    assert "Aligning" in window.status.work_name.text()
    click(window.status.cancel)
    settle(qtbot, window)
    assert "cancelled" in window.status.message.text()
    wheel(window, "left", -3)
    assert view(window, "left").value > 0


def test_closing_with_the_library_locked_loses_only_the_place(
    qtbot: QtBot, open_window: OpenWindow, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.storage.connection.BUSY_SECONDS", 0.05)
    window = open_window()
    with locked_by_another_program(library):
        wheel(window, "left", -3)
        assert window.close()
    assert not worker_threads()


# -- a killed process ------------------------------------------------------------------------------------------------

DRIVER = """
import sys, os, signal
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from reader.domain.text import TextSpan
from reader.ui import application
from reader.ui.main_window import MainWindow

usual = application._window

def window_(*arguments):
    window = usual(*arguments)
    def annotate():
        if window.bench.journal.undo_stack.count():
            return
        pair = window.comparing.pair
        start = pair.left.contents.text.index("the SCO took a neutral position")
        window.annotating.annotate(pair.left.document.id, TextSpan(start, start + 31), note="Before the end")
        window.travelling.step_pair(1)
        watch.start(5)
    def look():
        state = window.status.saved.text()
        if state == "All changes saved" and window.annotating.annotations and window.keeper._stored.topic:
            if not window.keeper._rest.isActive() and not window.bench.library_lane.busy:
                os.kill(os.getpid(), signal.SIGKILL)
    watch = QTimer(window)
    watch.timeout.connect(look)
    window.alignment_ready.connect(annotate)
    return window

application._window = window_
from reader.app import main
sys.exit(main(["--library", sys.argv[1]]))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_killed_process_loses_nothing_that_was_shown_as_saved(
    open_window: OpenWindow, library: Path, qtbot: QtBot
) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", DRIVER, str(library)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=90,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    with closing(sqlite3.connect(library)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    window = open_window()
    (annotation,) = made(window)
    assert annotation.note == "Before the end"
    # The place was stored once the view had rested: the second pair is shown again.
    current = window.comparing.current
    assert current is not None
    assert window.comparing.browser is not None
    assert window.comparing.browser.rank == 1
    at_rest(qtbot, window)
    assert view(window, "left").is_visible(opened(window, "left").passages[current.left].span)


# -- the session -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_window_comes_back_as_it_was(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.desk.panel.set_panel_width(390)
    window.commands["annotations_tab"].trigger()
    window.comparing.step_topic(2)
    topic = window.comparing.topic
    window.linked.mode = LinkMode.OFFSET
    window.commands["larger"].trigger()
    window.menus.scheme_chosen.emit(True)  # noqa: FBT003 # a signal's value
    click(window.hint.close_button)
    size = window.bench.appearance.text_size
    settle(qtbot, window)
    window.close()
    again = open_window()
    assert again.desk.panel.panel_width == 390
    assert again.desk.panel.current == "annotations"
    assert again.comparing.topic == topic
    assert again.linked.mode is LinkMode.OFFSET
    assert again.bench.appearance.text_size == size
    assert again.bench.appearance.theme.dark
    assert not again.hint.isVisible()
    again.menus.scheme_chosen.emit(None)


@pytest.mark.slow
def test_a_session_of_another_version_is_taken_as_far_as_it_is_understood(
    qtbot: QtBot, open_window: OpenWindow, library: Path, tmp_path: Path
) -> None:
    window = open_window()
    window.close()
    strange = {
        "geometry": "no base 64 %%",
        "panel width": "wide",
        "panel tab": "sources",
        "colour": "mauve",
        "pair": "a b",
    }
    with closing(sqlite3.connect(library)) as connection:
        for name, value in strange.items():
            connection.execute("DELETE FROM window_state WHERE name = ?", (name,))
            connection.execute("INSERT INTO window_state (name, value) VALUES (?, ?)", (name, value))
        connection.commit()
    shutil.copy(library, tmp_path / "kept.sqlite")
    again = open_window()
    assert not banners(again)
    assert again.comparing.browser is not None


def test_a_window_that_was_closed_asks_for_nothing_any_more(qtbot: QtBot, open_window: OpenWindow) -> None:
    """Cards that are painted in the very last moment ask what their pairs share."""
    window = open_window()
    settle(qtbot, window)
    browser = window.comparing.browser
    assert browser is not None
    keys = [key_of(pair) for pair in browser.pairs[-5:]]
    window.evidence._known.clear()
    window.evidence._fresh.clear()
    for key in keys:
        window.evidence.details(key)  # to be found at the next turn of the event loop
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    qtbot.wait(50)  # an error in a timer would fail the test
    assert window.evidence.details(keys[0]) is None
