"""The status bar: messages, hints, save state, library path and work under way."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.ui.appearance import Appearance
from reader.ui.journal import SaveState
from reader.ui.status.key_hints import KeyHint
from reader.ui.status.status_bar import StatusBar
from reader.ui.status.work_card import WorkCard, spoken_time
from reader.ui.status.work_monitor import WorkMonitor

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

HINTS = [
    KeyHint(("j",), "next"),
    KeyHint(("k",), "previous"),
    KeyHint(("o",), "counterpart"),
    KeyHint(("c",), "confirm"),
    KeyHint(("?",), "all keys"),
]


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def monitor(clock: Clock, window: QWidget) -> WorkMonitor:
    return WorkMonitor(window, clock=clock)


@pytest.fixture
def bar(appearance: Appearance, window: QWidget, monitor: WorkMonitor, tmp_path: Path) -> StatusBar:
    bar = StatusBar(appearance, monitor, window)
    bar.resize(1440, 26)
    bar.show_message("Aligned 170 × 90 passages in 0.15 s · 10 topics")
    bar.set_hints(HINTS)
    bar.set_library_path(tmp_path / "library.diptych")
    bar.show()
    return bar


def test_it_is_26_px_high_with_nothing_overlapping(bar: StatusBar) -> None:
    assert bar.height() == 26
    parts: list[QWidget] = [bar.message, bar.hints, bar.saved, bar.library]
    for width in (480, 960, 1280, 1440, 2000):
        bar.resize(width, 26)
        edges = [(part.geometry().left(), part.geometry().right()) for part in parts if part.isVisible()]
        assert all(a[1] <= b[0] + 1 for a, b in itertools.pairwise(edges))
        assert edges[-1][1] <= width


def test_hints_that_do_not_fit_are_left_out_from_the_end(bar: StatusBar) -> None:
    assert bar.hints.fitting(bar.hints.sizeHint().width()) == tuple(HINTS)
    assert bar.hints.fitting(bar.hints.sizeHint().width() - 1) == tuple(HINTS[:-1])
    assert bar.hints.fitting(0) == ()
    assert bar.hints.accessibleName().startswith("j: next, k: previous")


def test_the_save_state_says_what_is_not_saved_and_offers_to_try_again(bar: StatusBar, qtbot: QtBot) -> None:
    assert bar.saved.text() == "All changes saved"
    assert not bar.retry.isVisible()
    bar.set_save_state(SaveState.SAVING, 1)
    assert bar.saved.text() == "Saving…"
    bar.set_save_state(SaveState.FAILED, 2)
    assert bar.saved.text() == "2 changes not saved"
    with qtbot.waitSignal(bar.retry_requested):
        QTest.mouseClick(bar.retry, Qt.MouseButton.LeftButton)
    bar.set_save_state(SaveState.FAILED, 1)
    assert bar.saved.text() == "1 change not saved"
    bar.set_save_state(SaveState.SAVED, 0)
    assert not bar.retry.isVisible()


def test_the_library_path_is_short_and_opens_its_folder(bar: StatusBar, qtbot: QtBot, tmp_path: Path) -> None:
    bar.set_library_path(Path.home() / "Documents" / "library.diptych")
    assert bar.library.text() == "~/Documents/library.diptych"
    bar.set_library_path(tmp_path / ("long" * 30) / "library.diptych")
    assert bar.library.text() == "library.diptych"
    assert "long" in bar.library.toolTip()
    with qtbot.waitSignal(bar.library_requested):
        QTest.mouseClick(bar.library, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(bar.library_requested):
        QTest.keyClick(bar.library, Qt.Key.Key_Return)


def test_short_work_shows_nothing(bar: StatusBar, monitor: WorkMonitor, clock: Clock) -> None:
    bar.begin("a", "Aligning passages")
    clock.now = 0.29
    monitor.changed.emit()
    assert bar.message.isVisible()
    assert not bar.cancel.isVisible()
    bar.finish("a")
    clock.now = 9
    monitor.changed.emit()
    assert not bar.cancel.isVisible()


def test_longer_work_shows_name_count_bar_and_cancel(
    bar: StatusBar, monitor: WorkMonitor, clock: Clock, qtbot: QtBot
) -> None:
    bar.begin("a", "Aligning passages")
    bar.update_work("a", 1140, 4800)
    clock.now = 0.3
    monitor.changed.emit()
    assert bar.work_name.text() == "Aligning passages, 1,140 of 4,800"
    assert bar.line.share == pytest.approx(1140 / 4800)
    assert not bar.message.isVisible()
    with qtbot.waitSignal(bar.cancel_requested) as signal:
        QTest.mouseClick(bar.cancel, Qt.MouseButton.LeftButton)
    assert signal.args == ["a"]
    bar.finish("a")
    assert bar.message.isVisible()


def test_of_several_tasks_the_newest_shows_with_their_number(
    bar: StatusBar, monitor: WorkMonitor, clock: Clock, qtbot: QtBot
) -> None:
    bar.begin("a", "Aligning passages")
    bar.begin("b", "Reading a file")
    clock.now = 1
    monitor.changed.emit()
    assert bar.work_name.text() == "Reading a file (and 1 more)"
    assert bar.line.share is None, "how far it is, is not known yet"
    bar.finish("b")
    assert bar.work_name.text() == "Aligning passages"


def test_the_monitor_tells_of_its_own_that_work_has_become_long(window: QWidget, qtbot: QtBot) -> None:
    monitor = WorkMonitor(window, bar_after=1)
    monitor.begin("a", "Aligning")
    qtbot.waitUntil(lambda: bool(monitor.in_bar()))
    with qtbot.waitSignal(monitor.changed):
        pass
    monitor.finish("a")
    assert monitor.in_bar() == []


def test_work_over_two_seconds_gets_a_card(
    appearance: Appearance, window: QWidget, monitor: WorkMonitor, clock: Clock, qtbot: QtBot
) -> None:
    card = WorkCard(appearance, monitor, window)
    card.resize(300, card.sizeHint().height())
    monitor.begin("a", "Aligning passages")
    monitor.update("a", 1200, 4800)
    clock.now = 1.9
    monitor.changed.emit()
    assert not card.isVisible()
    clock.now = 2.0
    monitor.changed.emit()
    assert card.isVisible()
    assert (card.name.text(), card.count.text()) == ("Aligning passages", "1,200 of 4,800")
    assert card.remark.text() == "You can keep reading. About 6 s left."
    with qtbot.waitSignal(monitor.cancel_requested) as signal:
        QTest.mouseClick(card.cancel, Qt.MouseButton.LeftButton)
    assert signal.args == ["a"]
    monitor.finish("a")
    assert not card.isVisible()


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "About 1 s"), (59, "About 59 s"), (150, "About 2 min")])
def test_times_left_are_rough(seconds: float, words: str) -> None:
    assert spoken_time(seconds) == words


@pytest.mark.parametrize("dark", [False, True])
def test_it_takes_over_the_theme(bar: StatusBar, appearance: Appearance, dark: bool) -> None:
    appearance.use_scheme(dark)
    assert bar.grab().toImage().pixelColor(2, 12).name().upper() == appearance.theme.window
