"""Notes and sources in a real window: the tab, the card of a note, the rings, keys and the clipboard."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.domain.note import Marker
from reader.domain.text import TextSpan
from reader.ui.main_window import MainWindow
from reader.ui.pair_browser import Side
from reader.ui.sources.source_card import SourceGroup
from reader.ui.workbench import SIDES
from tests.ui.window.driving import OpenWindow, at_rest

FREE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot: QtBot, open_window: OpenWindow) -> MainWindow:
    window = open_window()
    qtbot.waitUntil(lambda: bool(window.desk.sources.panels))
    return window


def marker(window: MainWindow, side: Side, number: int) -> Marker:
    """Bring a note's marker on the screen."""
    view = window.desk.panes[side].view
    found = next(m for m in view.markers if m.number == number)
    view.scroll_to(found.span, animated=False)
    return found


def open_card(window: MainWindow, side: Side, number: int) -> None:
    window.sources.cards.open(side, marker(window, side, number))


def shown_number(window: MainWindow) -> int | None:
    card = window.sources.cards.shown
    return card.number if card is not None else None


def wait_for_place(qtbot: QtBot, window: MainWindow, side: Side, span: TextSpan) -> None:
    view = window.desk.panes[side].view
    qtbot.waitUntil(lambda: view.is_visible(span))


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_the_tab_lists_shared_works_first(window: MainWindow) -> None:
    tab = window.desk.sources
    assert [(head.source_group, head.text()) for head in tab.heads][:2] == [
        (SourceGroup.BOTH, "Cited by both · 2"),
        (SourceGroup.VOLUME, "Same volume, other chapters · 1"),
    ]
    lo = tab.panels[0].card
    assert "Axis of Convenience" in lo.title
    assert [place.number for place in lo.places("left")] == [3, 5]
    right = lo.places("right")
    assert [place.number for place in right] == [1, 2, 11, 17, 18, 19, 20, 21, 22, 23, 26, 31]
    assert {place.number for place in right if place.from_ibid} >= {2, 18, 19}
    assert lo.remarks == ("Different editions: page numbers may not agree.",)


@pytest.mark.slow
def test_a_chip_goes_to_its_marker_and_back_returns(qtbot: QtBot, window: MainWindow) -> None:
    tab, view = window.desk.sources, window.desk.panes["right"].view
    window.commands["sources_tab"].trigger()
    assert window.desk.panel.current == "sources"
    before = view.offset_at_sync_point()
    panel = tab.panels[0]
    place = panel.card.places("right")[-1]
    panel.chips[1].chips[place].click()
    qtbot.waitUntil(lambda: view.is_comfortably_visible(place.span))
    assert tab.current is panel.card
    assert view._marker_rings.open == place.span
    assert view._marker_rings.cited >= {p.span for p in panel.card.places("right") if p.has_marker}
    window.commands["back"].trigger()
    qtbot.waitUntil(lambda: abs(view.offset_at_sync_point() - before) < 200)


@pytest.mark.slow
def test_next_note_walks_both_panes(qtbot: QtBot, window: MainWindow) -> None:
    tab = window.desk.sources
    panel = tab.panels[0]
    tab.select(panel.card)
    for step in range(3):
        panel.next.click()
        for side in SIDES:
            places = panel.card.places(side)
            wait_for_place(qtbot, window, side, places[step % len(places)].span)


@pytest.mark.slow
def test_the_filter_narrows_and_says_when_nothing_is_left(qtbot: QtBot, window: MainWindow) -> None:
    tab = window.desk.sources
    window.desk.panel.show_tab("sources")
    tab.filter.setText("jing-dong yuan")
    qtbot.waitUntil(lambda: [panel.card.group for panel in tab.panels] == [SourceGroup.BOTH, SourceGroup.VOLUME])
    tab.filter.setText("no such author")
    qtbot.waitUntil(tab.empty.isVisible)
    assert tab.empty.title == "Nothing found for “no such author”"
    tab.empty.action.click()
    qtbot.waitUntil(lambda: len(tab.panels) >= 3)


@pytest.mark.slow
def test_works_of_one_document_unfold(qtbot: QtBot, window: MainWindow) -> None:
    tab = window.desk.sources
    head = next(head for head in tab.heads if head.source_group is SourceGroup.LEFT)
    assert head.folded
    head.click()
    qtbot.waitUntil(lambda: sum(panel.card.group is SourceGroup.LEFT for panel in tab.panels) == 73)


def test_a_source_copies_as_citation_bibtex_and_csl(window: MainWindow) -> None:
    panel = window.desk.sources.panels[0]
    menu = panel.copy.menu()
    assert menu is not None
    actions = menu.actions()
    actions[0].trigger()
    assert "Lo, Bobo. Axis of Convenience" in clipboard()
    actions[1].trigger()
    assert clipboard().count("@book{") == 2  # each document's own edition
    actions[2].trigger()
    assert {item["title"].partition(":")[0] for item in json.loads(clipboard())} == {"Axis of Convenience"}


def test_the_pointer_opens_a_card_that_stays_under_it(qtbot: QtBot, window: MainWindow) -> None:
    cards, view = window.sources.cards, window.desk.panes["right"].view
    there = marker(window, "right", 2)
    at_rest(qtbot, window)
    point = view.line_rects(there.span)[0].center().toPoint()
    QTest.mouseMove(view.viewport(), point)
    qtbot.waitUntil(lambda: shown_number(window) == 2)
    view.marker_hovered.emit(None)
    assert cards.closing.isActive()
    on_it = QPointF(20, 20)
    QApplication.sendEvent(cards.popup, QEnterEvent(on_it, on_it, on_it))
    assert not cards.closing.isActive()
    assert shown_number(window) == 2
    QApplication.sendEvent(cards.popup, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: shown_number(window) is None)


def test_an_ibid_shows_its_work_and_the_other_documents_notes(window: MainWindow) -> None:
    open_card(window, "right", 2)
    card = window.sources.cards.shown
    assert card is not None
    assert card.words.startswith("Ibid")
    (reference,) = card.references
    assert reference.caption == "In full, from note 1 · certain"
    assert "Axis of Convenience" in reference.text
    assert "<b>p" in reference.text
    (elsewhere,) = card.elsewhere
    assert elsewhere.words == "Lkhagvasuren cites the 2009 edition in"
    assert [place.number for place in elsewhere.places] == [3, 5]
    assert window.desk.panes["right"].view._marker_rings.open == card.marker
    assert len(window.desk.panes["left"].view._marker_rings.cited) == 2


def test_a_short_form_that_fits_two_works_offers_both(window: MainWindow) -> None:
    open_card(window, "left", 123)
    card = window.sources.cards.shown
    assert card is not None
    assert card.alternatives
    assert [reference.caption for reference in card.references] == [
        "In full, from note 98 · perhaps",
        "In full, from note 40 · perhaps",
    ]
    window.sources.cards.popup.copy.click()
    assert len(clipboard().splitlines()) == 2


@pytest.mark.slow
def test_a_lost_note_tells_why(window: MainWindow) -> None:
    open_card(window, "right", 29)
    card, popup = window.sources.cards.shown, window.sources.cards.popup
    assert card is not None
    assert popup.words.text() == "The text of this note is lost; only its marker is there."
    assert not popup.copy.isEnabled()
    assert not popup.go.isEnabled()


def test_keys_go_to_a_note_open_it_and_close_it(qtbot: QtBot, window: MainWindow) -> None:
    view, cards = window.desk.panes["right"].view, window.sources.cards
    window.activateWindow()
    marker(window, "right", 17)
    window.desk.focus_text("right")
    qtbot.waitUntil(view.hasFocus)
    QTest.keyClicks(view, "f")
    first = cards.focused("right")
    QTest.keyClicks(view, "f")
    second = cards.focused("right")
    assert first is not None
    assert second is not None
    assert second.start > first.start
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert second == view._marker_rings.open
    assert shown_number(window) is not None
    qtbot.waitUntil(cards.popup.copy.hasFocus)
    QTest.keyClick(cards.popup.copy, Qt.Key.Key_Escape)
    assert shown_number(window) is None
    qtbot.waitUntil(view.hasFocus)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert cards.focused("right") is None


@pytest.mark.slow
def test_go_to_note_and_back(qtbot: QtBot, window: MainWindow) -> None:
    view = window.desk.panes["right"].view
    open_card(window, "right", 2)
    card = window.sources.cards.shown
    assert card is not None
    there = card.marker
    assert there is not None
    window.sources.cards.popup.go.click()
    qtbot.waitUntil(lambda: view.is_visible(card.span))
    assert shown_number(window) is None
    window.commands["back"].trigger()
    qtbot.waitUntil(lambda: view.is_visible(there))


@pytest.mark.slow
def test_closing_the_pair_empties_the_tab(window: MainWindow) -> None:
    open_card(window, "right", 2)
    window.commands["close_pair"].trigger()
    assert shown_number(window) is None
    assert window.desk.sources.empty.title == "No sources yet"
    assert not window.desk.sources.panels
