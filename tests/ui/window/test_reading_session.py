"""The whole reading session of the first issue, by mouse and keys on the real window, then again after a restart."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.domain.alignment import PairState
from reader.domain.annotation import HighlightColour
from tests.ui.window.driving import (
    LEFT_QUOTE,
    RIGHT_QUOTE,
    OpenWindow,
    drag_over,
    keys,
    made,
    settle,
    span_of,
    view,
)


def test_a_first_reading_session_is_found_again_after_a_restart(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window()

    # Georgia is active, its best pair is shown, and its ribbons stand between the panes.
    assert window.comparing.topic == "georgia"
    current = window.comparing.current
    assert current is not None
    left, right = window.comparing.pair.left, window.comparing.pair.right  # type: ignore[union-attr]
    assert "refused to support Russian military action in Georgia" in left.quote(left.passages[current.left].span)
    assert "denies diplomatic recognition" in right.quote(right.passages[current.right].span)
    assert window.desk.gutter.canvas.pairs
    assert view(window, "left").is_visible(left.passages[current.left].span)
    assert view(window, "right").is_visible(right.passages[current.right].span)

    # The next pair by the mouse, then back.
    QTest.mouseClick(window.desk.gutter.header.down, Qt.MouseButton.LeftButton)
    second = window.comparing.current
    assert second is not None
    assert (second.left, second.right) != (current.left, current.right)
    QTest.mouseClick(window.toolbar.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.comparing.current == current)

    # Highlight with the mouse and a key.
    drag_over(window, "left", span_of(window, "left", LEFT_QUOTE))
    assert view(window, "left").selection() == span_of(window, "left", LEFT_QUOTE)
    assert window.popups.toolbar.isVisible()
    keys(view(window, "left"), "2")
    settle(qtbot, window)
    (highlight,) = made(window)
    assert highlight.colour is HighlightColour.GREEN
    assert left.quote(highlight.target.span) == LEFT_QUOTE

    # Copying gives the quote without markers, with locator and citation.
    drag_over(window, "left", span_of(window, "left", "Abkhazia.¹²¹ Similarly, the SCO"))
    QTest.keyClick(view(window, "left"), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert "“Abkhazia. Similarly, the SCO”" in copied
    assert "Lkhagvasuren" in copied
    assert "¶ 57" in copied

    # A note with a tag, in the other pane.
    drag_over(window, "right", span_of(window, "right", RIGHT_QUOTE))
    keys(view(window, "right"), "n")
    editor = window.popups.note_editor
    assert editor.isVisible()
    QTest.keyClicks(editor.text, "Moore reads this as restraint.")
    editor.tag_field.line.setFocus()
    QTest.keyClicks(editor.tag_field.line, "sco/restraint")
    QTest.keyClick(editor.tag_field.line, Qt.Key.Key_Return)
    QTest.keyClick(editor.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert len(made(window)) == 2
    note = next(a for a in made(window) if a.note)
    assert note.note == "Moore reads this as restraint."
    assert note.tags == ("sco/restraint",)

    # Undo and redo give the same annotation back.
    view(window, "right").setFocus()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert len(made(window)) == 1
    QTest.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert {a.id for a in made(window)} == {highlight.id, note.id}

    # Confirm the current pair, reject the next.
    keys(view(window, "left"), "c")
    settle(qtbot, window)
    assert window.comparing.current is not None
    assert window.comparing.current.state is PairState.CONFIRMED
    keys(view(window, "left"), ".")
    rejected = window.comparing.current
    keys(view(window, "left"), "x")
    settle(qtbot, window)
    assert window.comparing.browser is not None
    assert [(p.left, p.right) for p in window.comparing.browser.rejected] == [(rejected.left, rejected.right)]

    # Another topic by its chip; the next passage on it by key.
    chip = next(chip for chip in window.toolbar.topics._chips if chip.item.slug == "energy")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.comparing.browser is not None and window.comparing.browser.topic == "energy")
    view(window, "right").setFocus()
    keys(view(window, "right"), "k")
    ordinal = window.travelling.ordinal("right")
    assert ordinal in window.comparing.browser.on_topic("right")

    # Export to Markdown.
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    exported = tmp_path / "lkhagvasuren-2018-moore-2012.md"
    qtbot.waitUntil(exported.is_file, timeout=10_000)
    text = exported.read_text(encoding="utf-8")
    assert LEFT_QUOTE in text
    assert "Moore reads this as restraint." in text
    assert "#sco/restraint" in text

    place = window.travelling.here()
    window.close()

    # The next day.
    again = open_window()
    assert again.comparing.topic == "energy"
    assert {a.id for a in made(again)} == {highlight.id, note.id}
    assert view(again, "left").highlight_at(highlight.target.span.start) is not None, "highlights are painted again"
    assert view(again, "right").highlight_at(note.target.span.start) is not None
    again_here = again.travelling.here()
    for side, offset in (("left", place.left), ("right", place.right)):
        there = again_here.left if side == "left" else again_here.right
        assert abs(there - offset) < 200, "the panes are where they were, to a line or two"
    again.comparing.choose_topic("georgia")
    qtbot.waitUntil(lambda: again.comparing.browser is not None and again.comparing.browser.topic == "georgia")
    assert again.comparing.browser is not None
    assert again.comparing.browser.pairs[0].state is PairState.CONFIRMED
    assert [(p.left, p.right) for p in again.comparing.browser.rejected] == [(rejected.left, rejected.right)]
    assert QApplication.focusWidget() is view(again, "left")
