"""Notices, banners and empty states with real mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reader.ui.appearance import Appearance
from reader.ui.status.banner import Banner, Severity
from reader.ui.status.empty_state import EmptyState
from reader.ui.status.key_cap import KeyCap
from reader.ui.status.notice import DURATION_MS, Notice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_a_notice_offers_undo_and_goes_when_it_is_taken(appearance: Appearance, window: QWidget, qtbot: QtBot) -> None:
    notice = Notice(appearance, window, above=26)
    assert not notice.isVisible()
    notice.show_notice("Pair rejected")
    assert notice.isVisible()
    assert notice.accessibleName() == "Pair rejected. Undo Ctrl+Z"
    assert notice.geometry().bottom() < window.height() - 26
    with qtbot.waitSignal(notice.action_requested):
        QTest.mouseClick(notice.action, Qt.MouseButton.LeftButton)
    assert not notice.isVisible()


def test_a_notice_goes_by_itself(appearance: Appearance, window: QWidget, qtbot: QtBot) -> None:
    assert DURATION_MS == 8000
    notice = Notice(appearance, window, duration=20)
    notice.show_notice("Annotation deleted")
    qtbot.waitUntil(lambda: not notice.isVisible())


def test_a_notice_waits_for_the_pointer(appearance: Appearance, window: QWidget, qtbot: QtBot) -> None:
    notice = Notice(appearance, window, duration=20)
    notice.show_notice("Annotation deleted")
    QApplication.sendEvent(notice, QEnterEvent(QPointF(2, 2), QPointF(2, 2), QPointF(2, 2)))
    assert not notice._timer.isActive()
    QApplication.sendEvent(notice, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not notice.isVisible())


def test_a_notice_waits_while_the_keyboard_is_on_it(appearance: Appearance, window: QWidget, qtbot: QtBot) -> None:
    notice = Notice(appearance, window, duration=20)
    notice.show_notice("Annotation deleted")
    notice.action.setFocus()
    notice._end()
    assert notice.isVisible()
    notice.action.clearFocus()
    qtbot.waitUntil(lambda: not notice.isVisible())


def test_a_notice_stays_above_the_lower_edge(appearance: Appearance, window: QWidget) -> None:
    notice = Notice(appearance, window, above=26)
    notice.show_notice("Pair rejected")
    window.resize(960, 700)
    QApplication.processEvents()
    assert window.height() - notice.geometry().bottom() - 1 == 26 + 12


@pytest.fixture
def banner(appearance: Appearance, window: QWidget) -> Banner:
    return Banner(
        appearance,
        Severity.ERROR,
        "Your last 2 changes are not saved",
        "The disk with library.diptych is full. The changes are kept in memory; free some space or save a copy.",
        details="no space left on device",
        parent=window,
    )


def fit(banner: Banner, width: int) -> None:
    banner.resize(width, 10)
    banner.show()
    QApplication.processEvents()
    banner.resize(width, banner.heightForWidth(width))
    QApplication.processEvents()


def test_a_banner_has_actions_and_details_on_request(banner: Banner, qtbot: QtBot) -> None:
    again = banner.add_action("Try again", primary=True)
    fit(banner, 900)
    assert not banner.details.isVisible()
    QTest.mouseClick(banner.details_link, Qt.MouseButton.LeftButton)
    assert banner.details.isVisible()
    assert banner.details_link.text() == "Hide details"
    QTest.keyClick(banner.details_link, Qt.Key.Key_Return)
    assert not banner.details.isVisible()
    with qtbot.waitSignal(again.clicked):
        QTest.mouseClick(again, Qt.MouseButton.LeftButton)


def test_a_banner_can_be_closed(banner: Banner, qtbot: QtBot) -> None:
    fit(banner, 900)
    with qtbot.waitSignal(banner.closed):
        QTest.mouseClick(banner.close_button, Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


@pytest.mark.parametrize("width", [280, 320, 420, 600, 1200])
def test_no_text_of_a_banner_is_clipped(banner: Banner, width: int) -> None:
    first, second = banner.add_action("Save a copy…"), banner.add_action("Try again", primary=True)
    fit(banner, width)
    for label in (banner.title, banner.text):
        assert label.height() >= label.heightForWidth(label.width())
    for button in (first, second):
        assert button.width() >= button.sizeHint().width()
        assert banner.rect().contains(button.geometry())
    beside = first.geometry().top() < banner.text.geometry().bottom()
    assert beside == (width >= 560)


def test_plain_text_is_never_taken_for_markup(banner: Banner) -> None:
    banner.text.setText("<b>bold</b>")
    assert banner.text.textFormat() is Qt.TextFormat.PlainText


@pytest.mark.parametrize("dark", [False, True])
def test_the_bar_of_a_banner_shows_how_bad_it_is(appearance: Appearance, window: QWidget, dark: bool) -> None:
    appearance.use_scheme(dark)
    for severity, colour in ((Severity.ERROR, appearance.theme.failure), (Severity.CAUTION, appearance.theme.caution)):
        banner = Banner(appearance, severity, "A title", parent=window)
        fit(banner, 600)
        assert banner.grab().toImage().pixelColor(2, banner.height() // 2).name().upper() == colour


def test_an_empty_state_offers_one_next_step(appearance: Appearance, window: QWidget, qtbot: QtBot) -> None:
    card = EmptyState(
        appearance,
        "search",
        "Nothing found for “Kokoity”",
        "Searched both.",
        action="Search the library",
        parent=window,
    )
    card.resize(300, 160)
    card.show()
    assert card.accessibleName() == "Nothing found for “Kokoity”. Searched both."
    with qtbot.waitSignal(card.action_requested):
        QTest.mouseClick(card.action, Qt.MouseButton.LeftButton)


def test_an_empty_state_can_name_a_key(appearance: Appearance, window: QWidget) -> None:
    card = EmptyState(
        appearance, "message-square", "No annotations yet", "Select some words and press", key="h", parent=window
    )
    card.resize(card.sizeHint())
    card.show()
    (cap,) = card.findChildren(KeyCap)
    assert cap.key == "h"
    assert not card.action.isVisible()
    assert card.rect().contains(cap.mapTo(card, QPoint(0, 0)))


def test_a_key_cap_is_as_wide_as_its_key_needs(appearance: Appearance, window: QWidget) -> None:
    short, long = KeyCap(appearance, "j", window), KeyCap(appearance, "Ctrl+Shift+F", window)
    assert short.sizeHint().width() == 18
    assert long.sizeHint().width() > long.fontMetrics().horizontalAdvance("Ctrl") * 2
    short.set_key("Esc")
    assert short.accessibleName() == "Esc"
    assert short.sizeHint().width() > 18
