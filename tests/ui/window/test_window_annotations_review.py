"""Annotations whose place is not sure after another reading: shown, settled, left, undone; by keyboard too."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.domain.annotation import Annotation, Placement
from reader.ui.desk import ANNOTATIONS
from reader.ui.main_window import MainWindow
from tests.ui.window.conftest import PATIENCE
from tests.ui.window.driving import (
    OpenWindow,
    banner_texts,
    button,
    click,
    control,
    drag_over,
    drop_files,
    dump,
    highlight,
    made,
    menu_action,
    opened,
    painted_highlights,
    press,
    settle,
    slugs,
    span_of,
    status,
    view,
)

FILLER = "It has another paragraph about weather, about ships, and about the price of bread in the northern towns.\n\n"
BEFORE = "The quick brown fox jumps over the lazy dog in Tbilisi, and everybody sees it."
AFTER = "The quick brown fox leapt over a lazy dog at Tbilisi, and everybody sees it."
QUOTE = "quick brown fox jumps over the lazy dog in Tbilisi"
NOW_READS = "quick brown fox leapt over a lazy dog at Tbilisi"
GONE = "Nobody had counted the herons of the marsh since 1911."
WHOLE = f"Foxes\n\n{FILLER}{BEFORE}\n\n{FILLER}{GONE}\n\n{FILLER}"


def read_again(qtbot: QtBot, window: MainWindow) -> None:
    menu_action(window.menus.library, "Read again", "Foxes").trigger()
    with qtbot.waitSignal(window.comparing.opened, timeout=PATIENCE):
        pass
    settle(qtbot, window, timeout=PATIENCE)


@pytest.fixture
def foxes(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> MainWindow:
    """A window on a text with two annotations, whose words were then changed on the disk and read again."""
    file = tmp_path / "foxes.txt"
    file.write_text(WHOLE, encoding="utf-8")
    window = open_window()
    drop_files(window, [file])
    qtbot.waitUntil(lambda: slugs(window)[1] == "foxes", timeout=PATIENCE)
    settle(qtbot, window)
    highlight(window, "right", QUOTE, "2")
    settle(qtbot, window)
    highlight(window, "right", GONE)
    settle(qtbot, window)
    file.write_text(WHOLE.replace(BEFORE, AFTER).replace(f"{GONE}\n\n", ""), encoding="utf-8")
    read_again(qtbot, window)
    return window


def by_quote(window: MainWindow, quote: str) -> Annotation:
    (found,) = [a for a in window.bench.services.annotations.all() if a.target.quote.exact == quote]
    return found


def asks(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until the places of the annotation under the cursor are there."""
    qtbot.waitUntil(lambda: bool(window.desk.annotations.review.other_buttons), timeout=PATIENCE)
    settle(qtbot, window)


def review(qtbot: QtBot, window: MainWindow) -> None:
    click(window.messages.notice.action)
    asks(qtbot, window)


def test_reading_again_tells_what_is_to_review_and_the_list_shows_old_quotes(qtbot: QtBot, foxes: MainWindow) -> None:
    tab, notice = foxes.desk.annotations, foxes.messages.notice
    assert notice.text.text() == "“Foxes” was read again: 0 of 2 annotations in place, 1 to review, 1 not found again"
    assert notice.action.text() == "Review"
    # A place nobody has agreed to is not painted as if it were one.
    assert painted_highlights(foxes, "right") == []
    review(qtbot, foxes)
    assert foxes.desk.panel.current == ANNOTATIONS
    assert banner_texts(foxes) == ["1 annotation to review "]
    model = tab.list.annotations
    texts = [model.index(row).data() for row in range(model.rowCount())]
    assert [text for text in texts if ":" not in text] == ["To review", "Without a place"]
    assert any(QUOTE in text and "needs review" in text for text in texts)
    assert any(GONE in text and "place is lost" in text for text in texts)
    current = tab.list.current_card()
    assert current is not None
    assert current.quote == QUOTE
    assert tab.review.places[0].go.accessibleName().endswith(NOW_READS)


def test_a_place_is_visited_taken_and_the_taking_undone(qtbot: QtBot, foxes: MainWindow, library: Path) -> None:
    review(qtbot, foxes)
    before = dump(library)
    tab = foxes.desk.annotations
    click(tab.review.places[0].go)
    place = span_of(foxes, "right", NOW_READS)
    assert view(foxes, "right").selection() == place
    assert view(foxes, "right").visible_span().overlap(place)
    assert not foxes.popups.toolbar.isVisible()
    assert dump(library) == before, "looking changes nothing"
    click(tab.review.places[0].take)
    settle(qtbot, foxes)
    settled = by_quote(foxes, NOW_READS)
    assert settled.placement is Placement.EXACT
    assert settled.target.span == place
    assert settled.colour.label == "Evidence"
    assert painted_highlights(foxes, "right") == [settled.id]
    assert foxes.messages.notice.text.text().startswith("Annotation placed at ¶ ")
    # The next question stands there already.
    asks(qtbot, foxes)
    current = tab.list.current_card()
    assert current is not None
    assert current.quote == GONE
    click(foxes.messages.notice.action)
    settle(qtbot, foxes)
    assert dump(library) == before
    assert by_quote(foxes, QUOTE).placement is Placement.REVIEW
    foxes.commands["redo"].trigger()
    settle(qtbot, foxes)
    assert by_quote(foxes, NOW_READS) == settled


@pytest.mark.slow
def test_none_of_the_places_keeps_quote_and_note_and_can_be_undone(
    qtbot: QtBot, foxes: MainWindow, library: Path
) -> None:
    review(qtbot, foxes)
    before = dump(library)
    click(button(foxes.desk.annotations.review, "Leave it without a place"))
    settle(qtbot, foxes)
    assert by_quote(foxes, QUOTE).placement is Placement.ORPHANED
    assert painted_highlights(foxes, "right") == []
    assert banner_texts(foxes) == ["2 annotations without a place "]
    click(button(foxes.desk.annotations.banner, "Show all annotations"))
    # Those left on purpose ask for nothing any more; they are found in the list and by its menu.
    assert banner_texts(foxes) == []
    assert len(made(foxes)) == 2
    foxes.commands["undo"].trigger()
    settle(qtbot, foxes)
    assert dump(library) == before
    assert banner_texts(foxes)


@pytest.mark.slow
def test_a_lost_annotation_is_placed_on_words_selected_by_hand(qtbot: QtBot, foxes: MainWindow) -> None:
    review(qtbot, foxes)
    tab = foxes.desk.annotations
    click(tab.review.places[0].go)
    tab.list.set_current(by_quote(foxes, GONE).id)
    qtbot.waitUntil(lambda: tab.review.card is not None and tab.review.card.quote == GONE)
    asks(qtbot, foxes)
    by_hand = "Place it on the words selected in the text"
    click(button(tab.review, by_hand))
    assert status(foxes) == "First select the words it belongs to in the right text"
    words = "price of bread"
    drag_over(foxes, "right", span_of(foxes, "right", words))
    click(button(tab.review, by_hand))
    settle(qtbot, foxes)
    assert by_quote(foxes, words).placement is Placement.EXACT
    assert painted_highlights(foxes, "right") == [by_quote(foxes, words).id]


@pytest.mark.slow
def test_all_of_it_goes_by_keyboard(qtbot: QtBot, foxes: MainWindow) -> None:
    tab = foxes.desk.annotations
    press(view(foxes, "left"), Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    asks(qtbot, foxes)
    assert tab.list.hasFocus()
    press(tab.list, Qt.Key.Key_Return)
    assert view(foxes, "right").selection() == span_of(foxes, "right", NOW_READS)
    for _ in range(12):
        focused = QApplication.focusWidget()
        if focused is tab.review.places[0].take:
            break
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    else:
        pytest.fail("the button is out of the keyboard's reach")
    press(tab.review.places[0].take, Qt.Key.Key_Return)
    settle(qtbot, foxes)
    assert by_quote(foxes, NOW_READS).placement is Placement.EXACT
    # The keyboard stays where the next question is.
    asks(qtbot, foxes)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert tab.review.isAncestorOf(focused)
    control(view(foxes, "right"), Qt.Key.Key_Z)
    settle(qtbot, foxes)
    assert by_quote(foxes, QUOTE).placement is Placement.REVIEW


@pytest.mark.slow
def test_when_all_is_settled_the_list_says_so(qtbot: QtBot, foxes: MainWindow) -> None:
    review(qtbot, foxes)
    tab = foxes.desk.annotations
    click(tab.review.places[0].take)
    settle(qtbot, foxes)
    asks(qtbot, foxes)
    foxes.annotating.delete(by_quote(foxes, GONE).id)
    settle(qtbot, foxes)
    assert tab.empty.isVisible()
    assert tab.empty.title == "Nothing to review"
    assert not tab.review.isVisible()
    assert banner_texts(foxes) == []
    click(tab.empty.action)
    assert [card.quote for card in map(tab.list.annotations.card, range(2)) if card is not None] == [NOW_READS]


@pytest.mark.slow
def test_a_document_that_is_not_open_is_opened_for_its_review(qtbot: QtBot, foxes: MainWindow, tmp_path: Path) -> None:
    theses = [d for d in foxes.library.documents if d.slug != "foxes"]
    with qtbot.waitSignal(foxes.comparing.ranked, timeout=PATIENCE):
        foxes.comparing.open(theses[0].id, theses[1].id)
    settle(qtbot, foxes)
    (tmp_path / "foxes.txt").write_text(WHOLE.replace(BEFORE, AFTER).replace(GONE, "None."), encoding="utf-8")
    menu_action(foxes.menus.library, "Read again", "Foxes").trigger()
    qtbot.waitUntil(lambda: foxes.messages.notice.action.text() == "Review" and foxes.messages.notice.isVisible())
    settle(qtbot, foxes)
    assert "foxes" not in slugs(foxes)
    click(foxes.messages.notice.action)
    qtbot.waitUntil(lambda: "foxes" in slugs(foxes), timeout=PATIENCE)
    asks(qtbot, foxes)
    assert opened(foxes, "right").document.slug == "foxes"
    current = foxes.desk.annotations.list.current_card()
    assert current is not None
    assert current.quote == QUOTE
