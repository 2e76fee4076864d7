"""A reader adds a topic from two words, edits and orders topics, sees the gaps, and undoes it all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.domain.alignment import PairState
from reader.ui.main_window import MainWindow
from reader.ui.topics.topic_editor import TopicEditor
from reader.ui.topics.topics_dialog import TopicsDialog
from reader.ui.workbench import Workbench

OpenWindow = Callable[..., MainWindow]
PATIENCE = 30_000


def settled(qtbot: QtBot, bench: Workbench) -> None:
    def rested() -> bool:
        return bench.journal.unsaved == 0 and not bench.library_lane.busy and not bench.compute_lane.busy

    qtbot.waitUntil(rested, timeout=PATIENCE)


def names(window: MainWindow) -> list[str]:
    return [topic.name for topic in window.topics.topics]


def in_dialog(act: Callable[[], None]) -> None:
    """Do something once the dialog that is about to open has the event loop."""
    QTimer.singleShot(0, act)


@pytest.mark.slow
def test_a_topic_is_added_from_two_words_and_becomes_the_active_one(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    before = names(window)

    def write() -> None:
        editor = window.findChild(TopicEditor)
        assert editor is not None
        QTest.keyClicks(editor.form.name, "Manas, Hanabat")
        qtbot.waitUntil(lambda: not window.bench.compute_lane.busy, timeout=PATIENCE)
        QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    in_dialog(write)
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, window.bench)
    qtbot.waitUntil(lambda: window.comparing.comparison is not None and len(window.comparing.comparison.topics) == 18)
    settled(qtbot, window.bench)
    (added,) = [name for name in names(window) if name not in before]
    assert window.comparing.topic == window.topics.topics[-1].slug
    comparison = window.comparing.comparison
    assert comparison is not None
    assert comparison.counts(window.topics.topics[-1].slug)[0] >= 1, f"{added} has its passage on the bases"
    window.bench.journal.undo_stack.undo()
    settled(qtbot, window.bench)
    assert names(window) == before
    assert window.comparing.topic == "georgia"


@pytest.mark.slow
def test_topics_are_moved_merged_removed_restored_and_all_undone(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    before = names(window)
    topics = window.topics
    topics.move("energy", 0)
    settled(qtbot, window.bench)
    assert names(window)[0] == "Energy"
    topics.merge("csto", "sco")
    settled(qtbot, window.bench)
    assert "csto" not in [topic.slug for topic in topics.topics]
    merged = next(topic for topic in topics.topics if topic.slug == "sco")
    assert any("Collective Security" in term.term for term in merged.terms)
    topics.remove("georgia")
    settled(qtbot, window.bench)
    assert window.comparing.topic != "georgia"
    topics.restore_ready()
    settled(qtbot, window.bench)
    assert {"csto", "georgia"} <= {topic.slug for topic in topics.topics}
    for _ in range(4):
        window.bench.journal.undo_stack.undo()
        settled(qtbot, window.bench)
    assert names(window) == before


@pytest.mark.slow
def test_the_list_of_topics_suggests_new_ones(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    count = len(names(window))

    def take_the_first() -> None:
        dialog = window.findChild(TopicsDialog)
        assert dialog is not None
        qtbot.waitUntil(lambda: not window.bench.compute_lane.busy, timeout=PATIENCE)
        suggested = window.bench.services.suggestions.suggest_topics(window.comparing.comparison)  # type: ignore[arg-type]
        assert suggested
        dialog.suggestion_chosen.emit(suggested[0])
        settled(qtbot, window.bench)
        assert len(dialog.list.topics.topics) == count + 1
        dialog.reject()

    in_dialog(take_the_first)
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    settled(qtbot, window.bench)
    assert len(names(window)) == count + 1


def test_the_gaps_lead_to_their_passages(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    settled(qtbot, window.bench)
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.desk.panel.current == "gaps"
    comparison = window.comparing.comparison
    assert comparison is not None
    gaps = [card for card in window.desk.gaps._cards if card.side == "right"]
    assert any("Korea" in topic.name for topic in comparison.topics if (topic.slug,) in {card.topics for card in gaps})
    ordinal = gaps[-1].ordinal
    window.desk.gaps.show_page("right")
    row = window.desk.gaps.list.gaps.rowCount() - 1
    window.desk.gaps.list.setCurrentIndex(window.desk.gaps.list.gaps.index(row))
    QTest.keyClick(window.desk.gaps.list, Qt.Key.Key_Return)
    view = window.desk.panes["right"].view
    qtbot.waitUntil(lambda: view.is_visible(comparison.right.passages[ordinal].span))
    assert QApplication.focusWidget() is view


def test_a_link_drawn_across_the_gutter_is_a_pair_made_by_hand(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.desk.gutter.link_drawn.emit(3, 50)
    settled(qtbot, window.bench)
    assert window.comparing.pair is not None
    (link,) = window.comparing.pair.links
    assert link.state is PairState.MADE
    window.comparing.choose_topic(None)
    settled(qtbot, window.bench)
    assert window.comparing.browser is not None
    first = window.comparing.browser.pairs[0]
    assert (first.left, first.right, first.state) == (3, 50, PairState.MADE)
