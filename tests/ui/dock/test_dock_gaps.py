"""The Gaps tab with real mouse and keys: coverage, what one side treats alone, filters and empty states."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from reader.domain.topic import TOPIC_COLOURS, TOPIC_GLYPHS, Topic, WeightedTerm
from reader.services.gaps import TopicCoverage
from reader.ui.appearance import Appearance
from reader.ui.dock.gap_card import GapCard, describe, narrowed, percent
from reader.ui.dock.gap_coverage import CoverageModel
from reader.ui.dock.gap_list import GapModel
from reader.ui.dock.gaps_tab import GapsTab
from reader.ui.dock.side_panel import MAX_WIDTH, MIN_WIDTH

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NAMES = ("Georgia", "SCO", "Energy", "Taiwan and missile defence")
TOPICS = [
    Topic(name.casefold(), name, "", (WeightedTerm(name),), TOPIC_COLOURS[n], TOPIC_GLYPHS[n])
    for n, name in enumerate(NAMES)
]
COVERAGE = [
    TopicCoverage(topic, left, right, left / 100, right / 50)
    for topic, left, right in zip(TOPICS, (17, 97, 10, 0), (4, 8, 25, 3), strict=True)
]
CARDS = [
    GapCard(
        "left", 61, ("georgia", "sco"), "¶ 61", "The response of the SCO", "Moore 2012 treats Georgia, but not this."
    ),
    GapCard("left", 70, (), "¶ 70b", "", "On none of your topics."),
    GapCard("right", 12, ("energy",), "¶ 12", "Roots", "Lkhagvasuren 2018 has nothing on Energy."),
    GapCard("left", 5, ("sco",), "97 passages", "", "Moore 2012 has only 8 passages.", whole_topic=True),
]


@pytest.fixture
def asked() -> list[tuple[str, int]]:
    return []


@pytest.fixture
def tab(qtbot: QtBot, appearance: Appearance, asked: list[tuple[str, int]]) -> GapsTab:
    tab = GapsTab(appearance)
    qtbot.addWidget(tab)

    def excerpt(side: str, ordinal: int) -> str:
        asked.append((side, ordinal))
        return f"What passage {ordinal} on the {side} says of it. " * 3

    tab.set_gaps(COVERAGE, CARDS, excerpt)
    tab.resize(320, 600)
    tab.show()
    tab.activateWindow()
    qtbot.waitUntil(tab.isActiveWindow)
    return tab


def cell(tab: GapsTab, row: int, column: int = 1) -> QPoint:
    return tab.coverage.visualRect(tab.coverage.sorted.index(row, column)).center()


def heading(tab: GapsTab, column: int) -> QPoint:
    header = tab.coverage.horizontalHeader()
    return QPoint(header.sectionPosition(column) + header.sectionSize(column) // 2, header.height() // 2)


def test_both_models_keep_qt_rules(qtbot: QtBot) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    coverage, gaps = CoverageModel(), GapModel()
    testers = [QAbstractItemModelTester(coverage, fatal), QAbstractItemModelTester(gaps, fatal)]
    for rows, cards in ((COVERAGE, CARDS), (COVERAGE[:1], CARDS[1:]), ([], [])):
        coverage.set_rows(rows)
        coverage.set_current("georgia")
        gaps.set_cards(cards)
    assert [tester.model() for tester in testers] == [coverage, gaps]


def test_coverage_says_counts_and_shares(tab: GapsTab) -> None:
    spoken = tab.coverage.sorted.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Georgia: passages left 17, 17 %; right 4, 8 %"
    assert [segment.text() for segment in tab.pages.segments] == ["Coverage 4", "Left only 3", "Right only 1"]
    assert (percent(0), percent(0.001), percent(1)) == ("0 %", "< 1 %", "100 %")


def test_bars_are_as_long_as_the_shares_on_either_side_of_the_middle(tab: GapsTab, appearance: Appearance) -> None:
    image = tab.coverage.viewport().grab().toImage()
    colour, y = appearance.theme.topic("ochre"), cell(tab, 2).y()
    coloured = [x for x in range(100, image.width()) if image.pixelColor(x, y) == colour]
    middle = tab.coverage.visualRect(tab.coverage.sorted.index(2, 1)).right()
    left, right = sum(x <= middle for x in coloured), sum(x > middle for x in coloured)
    assert 4.0 < right / left < 6.0, "half of one document, a tenth of the other"


def test_a_press_or_enter_chooses_the_topic(tab: GapsTab, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tab.topic_chosen) as chosen:
        QTest.mouseClick(tab.coverage.viewport(), Qt.MouseButton.LeftButton, pos=cell(tab, 2))
    assert chosen.args == ["energy"]
    tab.coverage.setFocus()
    QTest.keyClick(tab.coverage, Qt.Key.Key_Up)
    with qtbot.waitSignal(tab.topic_chosen) as chosen:
        QTest.keyClick(tab.coverage, Qt.Key.Key_Return)
    assert chosen.args == ["sco"]


def test_headings_sort_and_give_the_readers_order_back(tab: GapsTab) -> None:
    view = tab.coverage.horizontalHeader().viewport()
    own = [topic.slug for topic in TOPICS]
    orders = []
    for column in (1, 1, 1, 2, 0):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=heading(tab, column))
        orders.append([slug[0] for slug in tab.coverage.shown_slugs()])
    assert orders[0] == ["s", "g", "e", "t"], "most on the left first"
    assert orders[1] == orders[0][::-1]
    assert orders[2] == [slug[0] for slug in own]
    assert orders[3] == ["e", "s", "g", "t"]
    assert orders[4] == ["e", "g", "s", "t"]


def test_the_menu_key_offers_the_same_orders(tab: GapsTab) -> None:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(9, 9), tab.mapToGlobal(QPoint(9, 9)))
    QApplication.sendEvent(tab.coverage.viewport(), event)
    menu = tab.coverage.findChild(QMenu)
    assert isinstance(menu, QMenu)
    own, name, left, right = menu.actions()
    assert [action.isChecked() for action in menu.actions()] == [True, False, False, False]
    orders = []
    for action in (right, left, name, own):
        action.trigger()
        orders.append("".join(slug[0] for slug in tab.coverage.shown_slugs()))
    menu.close()
    assert orders == ["esgt", "sget", "egst", "gset"]


def test_the_cursor_stays_on_its_topic_when_the_counts_change(tab: GapsTab) -> None:
    tab.coverage.setCurrentIndex(tab.coverage.sorted.index(1, 0))
    tab.set_gaps(COVERAGE[::-1], CARDS)
    assert tab.coverage.cursor_slug() == "sco"


def test_a_page_lists_one_side_with_whole_topics_first(tab: GapsTab, qtbot: QtBot) -> None:
    QTest.mouseClick(tab.pages.segments[1], Qt.MouseButton.LeftButton)
    gaps = tab.list.gaps
    assert [gaps.card(row).label for row in range(gaps.rowCount())] == ["97 passages", "¶ 61", "¶ 70b"]
    with qtbot.waitSignal(tab.gap_activated) as heard:
        QTest.mouseClick(
            tab.list.viewport(), Qt.MouseButton.LeftButton, pos=tab.list.visualRect(gaps.index(1)).center()
        )
    assert heard.args == ["left", 61]
    tab.list.setFocus()
    QTest.keyClick(tab.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(tab.gap_activated) as heard:
        QTest.keyClick(tab.list, Qt.Key.Key_Return)
    assert heard.args == ["left", 70]
    tab.pages.segments[1].setFocus()
    QTest.keyClick(tab.pages.segments[1], Qt.Key.Key_Right)
    assert [gaps.card(row).label for row in range(gaps.rowCount())] == ["¶ 12"]


def test_a_topic_narrows_both_sides(tab: GapsTab) -> None:
    tab.show_page("left")
    menu = tab.topic.menu()
    assert menu is not None
    menu.actions()[1].trigger()
    assert tab.topic.accessibleName() == "Topic: Georgia"
    assert [segment.text() for segment in tab.pages.segments] == ["Coverage 4", "Left only 1", "Right only 0"]
    tab.show_page("right")
    assert tab.empty.title == "Nothing on Georgia on the right only"
    QTest.mouseClick(tab.empty.action, Qt.MouseButton.LeftButton)
    assert tab.list.gaps.rowCount() == 1
    tab.filter_by_topic("energy")
    tab.set_gaps(COVERAGE[:1], CARDS)
    assert tab.topic.accessibleName() == "Topic: all", "a topic that is gone is no longer asked for"


def test_only_cards_in_view_are_asked_for_their_text(tab: GapsTab, asked: list[tuple[str, int]], qtbot: QtBot) -> None:
    many = [GapCard("left", n, (), f"¶ {n + 1}", "Part", "On none of your topics.") for n in range(5000)]

    def excerpt(side: str, ordinal: int) -> str:
        asked.append((side, ordinal))
        return f"{side} {ordinal}"

    tab.set_gaps(COVERAGE, many, excerpt)
    tab.show_page("left")
    qtbot.waitUntil(lambda: bool(asked))
    tab.list.grab()
    assert 0 < len(set(asked)) < 20
    assert ("left", 0) in asked
    assert ("left", 4999) not in asked


def test_empty_states_say_what_is_missing(tab: GapsTab, qtbot: QtBot) -> None:
    counts: list[int] = []
    tab.count_changed.connect(counts.append)
    tab.clear()
    assert tab.empty.title == "No gaps yet"
    assert not tab.pages.isVisible()
    tab.set_computing(True)
    assert tab.empty.title == "Comparing…"
    tab.set_gaps([], [])
    assert tab.empty.title == "No topics yet"
    with qtbot.waitSignal(tab.manage_requested):
        QTest.mouseClick(tab.empty.action, Qt.MouseButton.LeftButton)
    tab.set_gaps(COVERAGE, CARDS[:1])
    tab.show_page("right")
    assert tab.empty.title == "Nothing on the right only"
    assert not tab.empty.action.isVisible()
    assert counts == [0, 0, 1]


@pytest.mark.parametrize("width", [MIN_WIDTH, 320, MAX_WIDTH])
@pytest.mark.parametrize("dark", [False, True])
def test_it_fits_the_panel_in_every_width(tab: GapsTab, appearance: Appearance, width: int, dark: bool) -> None:
    appearance.use_scheme(dark)
    tab.resize(width, 600)
    assert tab.minimumSizeHint().width() <= MIN_WIDTH
    header = tab.coverage.horizontalHeader()
    assert sum(header.sectionSize(n) for n in range(3)) == tab.coverage.viewport().width()
    assert header.sectionSize(1) - header.sectionSize(2) in (0, -1), "both sides have the same scale"
    for segment in tab.pages.segments:
        assert segment.width() >= segment.minimumSizeHint().width()
    tab.show_page("left")
    tab.list.doItemsLayout()
    rects = [tab.list.visualRect(tab.list.gaps.index(row)) for row in range(3)]
    assert all(rect.width() <= width for rect in rects)
    assert rects[0].bottom() < rects[1].top() + 1 <= rects[2].top()


def test_cards_are_told_in_words_and_kept_in_order() -> None:
    assert describe(CARDS[0], 1, 3) == (
        "Gap 2 of 3, left only: paragraph 61, The response of the SCO. Moore 2012 treats Georgia, but not this."
    )
    assert [card.ordinal for card in narrowed(CARDS, "left", "sco")] == [5, 61]


def test_a_focused_row_and_card_look_different(tab: GapsTab) -> None:
    for widget, page in ((tab.coverage, None), (tab.list, "left")):
        tab.pages.choose(0 if page is None else 1)
        widget.setFocus()
        widget.setCurrentIndex(widget.model().index(1, 0))
        focused = widget.grab().toImage()
        tab.pages.segments[0].setFocus()
        assert widget.grab().toImage() != focused
