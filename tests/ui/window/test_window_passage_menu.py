"""The context menu of a passage in a real window: the reader's word on topics, marks, pairs and new topics."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QListView, QMenu
from pytestqt.qtbot import QtBot

from reader.domain.alignment import PairState
from reader.domain.annotation import HighlightColour
from reader.domain.text import TextSpan
from reader.services.comparison import Comparison
from reader.ui.main_window import MainWindow
from reader.ui.pair_browser import Side
from reader.ui.topics.topic_editor import TopicEditor
from tests.ui.window.driving import (
    LEFT_QUOTE,
    OpenWindow,
    drag_over,
    dump,
    highlight,
    made,
    menu_action,
    opened,
    press,
    settle,
    span_of,
    view,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(autouse=True)
def close_menus() -> Iterator[None]:
    yield
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def comparison_of(window: MainWindow) -> Comparison:
    assert window.comparing.comparison is not None
    return window.comparing.comparison


def ask(window: MainWindow, side: Side, span: TextSpan) -> QMenu:
    """Press the right button on the beginning of a span."""
    text = view(window, side)
    text.scroll_to(span, 0.4, animated=False)
    at = text.line_rects(span)[0]
    point = QPoint(round(at.left()) + 2, round(at.center().y()))
    port = text.viewport()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, port.mapToGlobal(point))
    QApplication.sendEvent(port, event)
    return shown()


def shown() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(menu: QMenu, *path: str) -> None:
    """Choose an entry as the mouse does: the menu closes, and it acts."""
    action = menu_action(menu, *path)
    assert action.isEnabled(), path
    menu.close()
    action.trigger()


def passage(window: MainWindow, side: Side, ordinal: int) -> TextSpan:
    return opened(window, side).passages[ordinal].span


@pytest.mark.slow
def test_a_word_on_a_passage_changes_the_counts_is_undone_and_outlives_a_restart(
    qtbot: QtBot, open_window: OpenWindow, library: Path
) -> None:
    window = open_window()
    settle(qtbot, window)
    before, empty = comparison_of(window), dump(library)
    counts, off = before.counts("georgia"), before.on_topic("georgia")[0][0]
    on = next(n for n in range(len(before.left.passages)) if n not in before.on_topic("georgia")[0])
    menu = ask(window, "left", passage(window, "left", off))
    assert not menu_action(menu, "Treats Georgia").isChecked()
    assert not menu_action(menu, "Does not treat Georgia").isChecked()
    choose(menu, "Does not treat Georgia")
    settle(qtbot, window)
    assert comparison_of(window).counts("georgia") == (counts[0] - 1, counts[1])
    assert off not in {pair.left for pair in window.comparing.browser.pairs}  # type: ignore[union-attr]
    (chip,) = [chip for chip in window.toolbar.topics._chips if chip.item.slug == "georgia"]
    assert (chip.item.left, chip.item.right) == (counts[0] - 1, counts[1])
    assert view(window, "left").band_at(passage(window, "left", off).start) is None
    choose(ask(window, "left", passage(window, "left", on)), "Treats Georgia")
    settle(qtbot, window)
    assert comparison_of(window).counts("georgia") == counts
    assert view(window, "left").band_at(passage(window, "left", on).start) is not None
    judged = dump(library)

    def words_on(ordinal: int) -> tuple[bool, bool]:
        menu = ask(window, "left", passage(window, "left", ordinal))
        checked = tuple(menu_action(menu, f"{verb} Georgia").isChecked() for verb in ("Treats", "Does not treat"))
        menu.close()
        return checked  # type: ignore[return-value] # two of them

    assert (words_on(on), words_on(off)) == ((True, False), (False, True))
    window.commands["undo"].trigger()
    settle(qtbot, window)
    assert comparison_of(window).counts("georgia") == (counts[0] - 1, counts[1])
    assert words_on(on) == (False, False)
    window.commands["undo"].trigger()
    settle(qtbot, window)
    assert comparison_of(window).counts("georgia") == counts
    assert dump(library) == empty
    for _ in range(2):
        window.commands["redo"].trigger()
        settle(qtbot, window)
    assert dump(library) == judged
    window.close()
    window = open_window()
    settle(qtbot, window)
    again = comparison_of(window)
    assert again.judged("georgia") == ({off: False, on: True}, {})
    assert on in again.on_topic("georgia")[0]
    choose(ask(window, "left", passage(window, "left", on)), "Treats Georgia")  # what is checked is taken back
    settle(qtbot, window)
    assert comparison_of(window).judged("georgia") == ({off: False}, {})


@pytest.mark.slow
def test_the_topic_editor_learns_from_words_on_passages(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    settle(qtbot, window)
    for ordinal in comparison_of(window).on_topic("energy")[1][:3]:
        choose(ask(window, "right", passage(window, "right", ordinal)), "Treats another topic", "Energy")
        settle(qtbot, window)
        # It was counted already: the first press says it is not, as the check mark goes.
        choose(ask(window, "right", passage(window, "right", ordinal)), "Treats another topic", "Energy")
        settle(qtbot, window)
    off = comparison_of(window).on_topic("energy")[1][4]
    choose(ask(window, "right", passage(window, "right", off)), "Treats another topic", "Energy")
    settle(qtbot, window)
    assert list(comparison_of(window).judged("energy")[1].values()) == [True, True, True, False]
    seen: list[str] = []

    def read() -> None:
        editor = window.findChild(TopicEditor)
        assert editor is not None
        assert editor.form.learning.isVisible()
        seen.append(editor.form.learning.title.text())
        editor.reject()

    when_open(window, read)
    window.topics.edit("energy")
    qtbot.waitUntil(lambda: bool(seen))
    assert "3" in seen[0]
    assert "1" in seen[0]


def when_open(window: MainWindow, act: Callable[[], None]) -> None:
    """Act once a topic editor has the event loop."""
    timer = QTimer(window, interval=20)

    def look() -> None:
        editor = window.findChild(TopicEditor)
        if editor is not None and editor.isVisible():
            timer.stop()
            act()

    timer.timeout.connect(look)
    timer.start()


def test_a_passage_is_marked_noted_and_copied_without_selecting_it(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    settle(qtbot, window)
    span = passage(window, "right", 20)
    label = opened(window, "right").passages[20].label
    menu = ask(window, "right", span)
    assert not menu_action(menu, "Find selection").isEnabled()
    assert not menu_action(menu, "New topic from").isEnabled()
    choose(menu, f"Highlight {label}", "Dispute")
    settle(qtbot, window)
    (annotation,) = made(window)
    assert (annotation.target.span, annotation.colour) == (span, HighlightColour.PINK)
    assert window.desk.active_side == "right"
    choose(ask(window, "right", span), f"Copy {label}")
    assert opened(window, "right").quote(span)[:40] in QApplication.clipboard().text()
    choose(ask(window, "right", span), f"Note on {label}")
    assert window.popups.note_editor.isVisible()
    assert view(window, "right").selection() == span


def test_what_is_selected_is_meant_where_it_was_clicked(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    settle(qtbot, window)
    quote = span_of(window, "left", LEFT_QUOTE)
    drag_over(window, "left", quote)
    choose(ask(window, "left", quote), "Find selection in both")
    assert window.desk.panes["left"].find_bar.isVisible()
    choose(ask(window, "left", quote), "Highlight", "Claim")
    settle(qtbot, window)
    assert [annotation.target.span for annotation in made(window)] == [quote]
    words = TextSpan(quote.start + LEFT_QUOTE.index("neutral"), quote.start + LEFT_QUOTE.index(" on the"))
    drag_over(window, "left", words)
    seen: list[str] = []

    def read() -> None:
        editor = window.findChild(TopicEditor)
        assert editor is not None
        seen.append(editor.form.name.text())
        editor.reject()

    when_open(window, read)
    choose(ask(window, "left", words), "New topic from selection")
    assert seen == ["neutral position"]


def test_a_heading_offers_nothing_about_passages(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    settle(qtbot, window)
    document = opened(window, "left")
    heading = next(b.span for b in document.contents.blocks if document.passage_at(b.span) is None and b.span)
    menu = ask(window, "left", heading)
    words = [action.text() for action in menu.actions()]
    assert not any("Georgia" in each for each in words)
    assert not menu_action(menu, "Highlight").isEnabled()
    assert not menu_action(menu, "Pair by hand").isEnabled()


@pytest.mark.slow
def test_pairs_are_judged_and_made_by_the_menu(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    settle(qtbot, window)
    pair = window.travelling._comparing.step_pair(1)
    assert pair is not None
    elsewhere = passage(window, "left", 0 if pair.left else 1)
    menu = ask(window, "left", elsewhere)
    assert not [action for action in menu.actions() if "current pair" in action.text()]
    menu.close()
    choose(ask(window, "left", passage(window, "left", pair.left)), "Confirm the current pair")
    settle(qtbot, window)
    assert window.comparing.current is not None
    assert window.comparing.current.state is PairState.CONFIRMED
    window.travelling.stand_at("right", 30)
    window.linked.mode = "off"  # type: ignore[assignment] # the left text is scrolled to the passage
    choose(ask(window, "left", elsewhere), "Pair by hand")
    settle(qtbot, window)
    assert window.comparing.pair is not None
    made_by_hand = next(link for link in window.comparing.pair.links if link.state is PairState.MADE)
    assert made_by_hand.left.span == elsewhere


def test_the_menu_key_asks_for_the_passage_the_reader_is_at(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    settle(qtbot, window)
    window.desk.focus_text("left")
    ordinal = comparison_of(window).on_topic("georgia")[0][-1]
    window.travelling.go_to_passage("left", ordinal)
    qtbot.waitUntil(lambda: not view(window, "left")._glide.remaining)
    text = view(window, "left")
    point = text.rect().center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, point, text.mapToGlobal(point))
    QApplication.sendEvent(text, asked)  # what systems make of the menu key
    menu = shown()
    label = opened(window, "left").passages[ordinal].label
    choose(menu, f"Copy {label} ")
    assert opened(window, "left").quote(passage(window, "left", ordinal))[:40] in QApplication.clipboard().text()


def test_the_row_of_topics_has_a_menu_beside_its_chips(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    settle(qtbot, window)
    assert window.toolbar.topics.new.isVisible()
    window.toolbar.topic_menu_requested.emit("", QPoint(10, 10))
    words = [action.text() for action in shown().actions()]
    assert words == ["New topic…", "Suggested topics…", "Manage topics…"]


def test_an_entry_of_the_bibliography_is_copied_in_three_forms(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    settle(qtbot, window)
    clipboard = QApplication.clipboard()
    start = opened(window, "left").contents.text.rindex("Axis of Convenience")
    entry = TextSpan(start, start + 4)
    for words, expected in (("Formatted citation", "Lo"), ("BibTeX", "@book{"), ("CSL-JSON", '"type": "book"')):
        menu = ask(window, "left", entry)
        menu_action(menu, "Copy this work as", words).trigger()
        menu.close()
        assert expected in clipboard.text()
        assert "Axis of Convenience" in clipboard.text()
    menu = ask(window, "left", span_of(window, "left", LEFT_QUOTE))
    assert not any(action.text() == "Copy this work as" for action in menu.actions())


@pytest.mark.skipif(sys.platform == "win32", reason="the system turns the key into an event before the window sees it")
def test_shift_and_f10_open_the_menu_of_the_text_of_a_pair_and_of_an_annotation(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window()
    highlight(window, "left", LEFT_QUOTE)
    settle(qtbot, window)
    asked = {
        "Highlight": view(window, "left"),
        "Go to this pair": window.desk.alignments.list,
        "Edit note": window.desk.annotations.list,
    }
    for words, widget in asked.items():
        for tab in ("annotations_tab", "alignments_tab"):
            if not widget.isVisible():
                window.commands[tab].trigger()
        widget.setFocus()
        qtbot.waitUntil(widget.hasFocus)
        if isinstance(widget, QListView) and not widget.currentIndex().isValid():
            press(widget, Qt.Key.Key_Down)
        press(widget, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
        qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = shown()
        assert any(action.text().startswith(words) for action in menu.actions()), [a.text() for a in menu.actions()]
        if isinstance(widget, QListView):
            card = widget.visualRect(widget.currentIndex())
            # The tests' screen is narrower than the window: a menu is moved to the left there.
            assert card.top() <= widget.viewport().mapFromGlobal(menu.pos()).y() <= card.bottom()
        menu.close()
