"""The welcome page and the hint strip with real mouse, keys and drops."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from reader.domain.document import Document, DocumentId
from reader.ui.appearance import Appearance
from reader.ui.status.empty_state import EmptyState
from reader.ui.status.key_cap import KeyCap
from reader.ui.welcome.drop_zone import DropZone
from reader.ui.welcome.hint_strip import HintStrip
from reader.ui.welcome.panel import DocumentCard, length_of
from reader.ui.welcome.title_label import TitleLabel
from reader.ui.welcome.welcome_page import WelcomeContent, WelcomePage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SIZES = [(960, 526), (1280, 650), (1440, 826), (700, 600)]


def document(slug: str, title: str, author: str, year: int, notes: int = 141) -> Document:
    return Document(
        id=DocumentId(slug),
        slug=slug,
        title=title,
        author=author,
        year=year,
        kind="text",
        digest="",
        fingerprint="",
        source_path="",
        characters=90_000,
        passages=170,
        added=datetime(2026, 1, 1, tzinfo=UTC),
        words=15_219,
        notes=notes,
        institution="U.S. Army Command and General Staff College",
    )


LEFT = document("lkhagvasuren-2018", "The Sino-Russian Collaboration in the SCO", "Bayasgalan Lkhagvasuren", 2018)
RIGHT = document("moore-2012", "An Analysis of the Sino-Russian Relationship", "Russ Moore", 2012)
CONTENT = WelcomeContent(
    pair=(LEFT, RIGHT),
    heading="Start with the two bundled theses",
    ready="10 topics are ready to read.",
    recent=((RIGHT, LEFT),),
    library_path="/home/reader/library.diptych",
)


@pytest.fixture
def appearance(qapp: QApplication, resources_path: Path) -> Appearance:
    return Appearance(resources_path)


@pytest.fixture
def page(qtbot: QtBot, appearance: Appearance) -> Iterator[WelcomePage]:
    page = WelcomePage(appearance)
    qtbot.addWidget(page)
    page.show_content(CONTENT)
    page.resize(1440, 826)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    yield page
    page.close()


def files(*names: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(f"/tmp/{name}") for name in names])  # noqa: S108 # never opened
    return data


def enter(widget: QWidget, data: QMimeData) -> bool:
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def drop(widget: QWidget, data: QMimeData) -> None:
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(widget, event)


def test_the_default_button_opens_the_pair(page: WelcomePage, qtbot: QtBot) -> None:
    assert page.open_button is not None
    assert page.open_button.hasFocus()
    with qtbot.waitSignal(page.pair_requested) as signal:
        QTest.keyClick(page.open_button, Qt.Key.Key_Return)
    assert signal.args == ["lkhagvasuren-2018", "moore-2012"]
    with qtbot.waitSignal(page.pair_requested):
        QTest.mouseClick(page.open_button, Qt.MouseButton.LeftButton)


def test_enter_opens_the_pair_from_anywhere_but_another_button(page: WelcomePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.pair_requested):
        QTest.keyClick(page, Qt.Key.Key_Enter)
    with qtbot.assertNotEmitted(page.pair_requested), qtbot.waitSignal(page.choose_requested):
        QTest.keyClick(page.choose_button, Qt.Key.Key_Return)


def test_recent_pairs_can_be_opened_again(page: WelcomePage, qtbot: QtBot) -> None:
    (button,) = page.recent_buttons
    assert button.text() == "Moore 2012 ↔ Lkhagvasuren 2018"
    with qtbot.waitSignal(page.pair_requested) as signal:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert signal.args == ["moore-2012", "lkhagvasuren-2018"]


def test_the_links_ask_for_files_and_another_library(page: WelcomePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.choose_requested):
        QTest.mouseClick(page.choose_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.library_file_requested):
        QTest.mouseClick(page.library_link, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("names", [("a.txt",), ("a.txt", "b.txt")])
@pytest.mark.parametrize("anywhere", [False, True])
def test_one_or_two_files_can_be_dropped(
    page: WelcomePage, qtbot: QtBot, names: tuple[str, ...], anywhere: bool
) -> None:
    target: QWidget = page.viewport() if anywhere else page.drop_zone
    assert enter(target, files(*names))
    assert page.drop_zone.highlighted
    with qtbot.waitSignal(page.files_dropped) as signal:
        drop(target, files(*names))
    assert signal.args == [[Path("/tmp") / name for name in names]]  # noqa: S108 # never opened
    assert not page.drop_zone.highlighted


def test_what_cannot_be_taken_is_refused(page: WelcomePage) -> None:
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/a.txt")])
    for data in (files("a", "b", "c"), files(), web):
        assert not enter(page.drop_zone, data)
        assert not page.drop_zone.highlighted


def test_the_light_goes_out_when_files_are_carried_away(page: WelcomePage) -> None:
    enter(page.drop_zone, files("a.txt"))
    dark = page.drop_zone.grab().toImage()
    QApplication.sendEvent(page.drop_zone, QDragLeaveEvent())
    assert not page.drop_zone.highlighted
    assert page.drop_zone.grab().toImage() != dark


def test_a_library_with_too_few_documents_asks_for_more(page: WelcomePage, qtbot: QtBot) -> None:
    page.show_content(WelcomeContent())
    assert page.open_button is None
    (empty,) = page.findChildren(EmptyState)
    with qtbot.waitSignal(page.choose_requested):
        QTest.mouseClick(empty.action, Qt.MouseButton.LeftButton)
    with qtbot.assertNotEmitted(page.pair_requested):
        QTest.keyClick(page, Qt.Key.Key_Return)


def test_the_content_can_change(page: WelcomePage, qtbot: QtBot) -> None:
    page.show_content(WelcomeContent())
    page.show_content(CONTENT)
    QApplication.processEvents()
    assert page.open_button is not None
    assert page.choose_button.isVisible()
    assert page.drop_zone.isVisible()
    with qtbot.waitSignal(page.pair_requested):
        QTest.mouseClick(page.open_button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("size", SIZES)
def test_it_scrolls_where_the_window_is_small_and_clips_no_text(
    page: WelcomePage, size: tuple[int, int], qtbot: QtBot
) -> None:
    page.resize(*size)
    QApplication.processEvents()
    content = page.widget()
    assert isinstance(content, QWidget)
    qtbot.waitUntil(lambda: content.width() == page.viewport().width())
    assert (page.verticalScrollBar().maximum() > 0) == (content.height() > page.viewport().height())
    for label in content.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width()) or not label.wordWrap()
        assert label.wordWrap() or label.width() >= label.sizeHint().width()
        left = label.mapTo(content, QPoint(0, 0)).x()
        assert left >= 0
        assert left + label.width() <= content.width()
    for title in content.findChildren(TitleLabel):
        assert title.height() >= title.heightForWidth(title.width())


def test_the_smallest_window_shows_the_default_button(page: WelcomePage) -> None:
    page.resize(960, 526)
    QApplication.processEvents()
    assert page.open_button is not None
    button = page.open_button
    assert page.viewport().rect().contains(button.mapTo(page.viewport(), button.rect().center()))


def test_tab_goes_down_the_page(page: WelcomePage) -> None:
    for widget in (page.choose_button, *page.recent_buttons, page.library_link):
        QTest.keyClick(page, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is widget


def test_the_key_table_has_fewer_columns_where_it_is_narrow(page: WelcomePage) -> None:
    def columns() -> int:
        QApplication.processEvents()
        return len({group.x() for group in page.keys.groups})

    assert columns() == 4
    page.resize(700, 600)
    assert columns() == 2
    assert "j" in {cap.key for cap in page.keys.findChildren(KeyCap)}


def test_cards_say_what_is_known_of_a_document(appearance: Appearance, qtbot: QtBot) -> None:
    assert length_of(LEFT) == "15,219 words · 141 footnotes"
    assert length_of(document("x", "X", "", 2000, notes=1)) == "15,219 words · 1 footnote"
    assert length_of(document("x", "X", "", 2000, notes=0)) == "15,219 words"
    card = DocumentCard(appearance, LEFT, "left")
    qtbot.addWidget(card)
    texts = [label.text() for label in card.findChildren(QLabel)]
    assert "U.S. Army Command and General Staff College, 2018" in texts
    assert card.accessibleName() == "Left: The Sino-Russian Collaboration in the SCO, Lkhagvasuren 2018"


@pytest.mark.parametrize("dark", [False, True])
def test_it_takes_over_the_theme(page: WelcomePage, appearance: Appearance, dark: bool) -> None:
    appearance.use_scheme(dark)
    assert page.grab().toImage().pixelColor(3, 400).name().upper() == appearance.theme.paper


def test_the_drop_zone_alone_has_a_name(appearance: Appearance, qtbot: QtBot) -> None:
    zone = DropZone(appearance)
    qtbot.addWidget(zone)
    assert zone.accessibleName() == "Drop two files here. The first goes left, the second right."


def test_the_hint_strip_is_dismissed_by_mouse_or_key(appearance: Appearance, qtbot: QtBot) -> None:
    strip = HintStrip(appearance)
    qtbot.addWidget(strip)
    strip.resize(960, 36)
    strip.show()
    assert "j or k: next / previous passage" in strip.accessibleName()
    assert "select text to highlight it" in strip.accessibleName()
    with qtbot.waitSignal(strip.dismissed):
        QTest.keyClick(strip.close_button, Qt.Key.Key_Return)
    assert not strip.isVisible()
