"""Note and tag editors: saving, drafts, tags with completion; and the sheet of all keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reader.domain.annotation import HighlightColour
from reader.ui.appearance import Appearance
from reader.ui.popups.key_sheet import KeyGroup, KeyRow, KeySheet, in_columns
from reader.ui.popups.note_editor import NoteDraft, NoteEditor
from reader.ui.popups.tag_editor import TagEditor
from reader.ui.popups.tag_field import add_tags, clean_tag

ANCHOR, BOUNDS = QRect(100, 60, 200, 20), QRect(0, 0, 600, 600)
STORED = NoteDraft("Rests on Bolt", HighlightColour.YELLOW, ("neutrality",))
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 600)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


@pytest.fixture
def editor(window: QWidget, appearance: Appearance) -> NoteEditor:
    editor = NoteEditor(appearance, window)
    editor.open_for("a", "the SCO took a neutral position", STORED, ["energy/pipelines", "theory"], ANCHOR, BOUNDS)
    return editor


@pytest.fixture
def tag_editor(window: QWidget, appearance: Appearance) -> TagEditor:
    editor = TagEditor(appearance, window)
    editor.open_for("a", ["neutrality"], ["energy/pipelines", "theory"], ANCHOR, BOUNDS)
    return editor


def test_it_opens_with_the_focus_in_the_note(editor: NoteEditor) -> None:
    assert editor.text.hasFocus()
    assert editor.draft() == STORED
    assert BOUNDS.contains(editor.frame_rect())


def test_control_enter_saves_note_colour_and_tags(qtbot: QtBot, editor: NoteEditor) -> None:
    QTest.keyClicks(editor.text, ", 8")
    QTest.mouseClick(editor.swatches[4], Qt.MouseButton.LeftButton)
    QTest.keyClicks(editor.tag_field.line, "Theory,open")
    with qtbot.waitSignal(editor.saved) as saved:
        QTest.keyClick(editor.text, Qt.Key.Key_Return, CONTROL)
    assert saved.args == [
        "a",
        NoteDraft("Rests on Bolt, 8", HighlightColour.VIOLET, ("neutrality", "Theory", "open")),
    ]
    assert editor.isHidden()


def test_plain_enter_makes_a_new_line(editor: NoteEditor) -> None:
    QTest.keyClick(editor.text, Qt.Key.Key_Return)
    QTest.keyClicks(editor.text, "x")
    assert editor.draft().note == "Rests on Bolt\nx"


def test_escape_with_nothing_changed_cancels(qtbot: QtBot, editor: NoteEditor) -> None:
    with qtbot.waitSignal(editor.cancelled), qtbot.assertNotEmitted(editor.draft_kept):
        QTest.keyClick(editor.text, Qt.Key.Key_Escape)
    assert editor.isHidden()
    assert not editor.has_draft("a")


def test_escape_keeps_what_was_written(qtbot: QtBot, editor: NoteEditor) -> None:
    QTest.keyClicks(editor.text, "!")
    with qtbot.waitSignal(editor.draft_kept), qtbot.assertNotEmitted(editor.saved):
        QTest.keyClick(editor.text, Qt.Key.Key_Escape)
    editor.open_for("a", "quote", STORED, [], ANCHOR, BOUNDS)
    assert editor.draft().note == "Rests on Bolt!"
    QTest.mouseClick(editor.go_back, Qt.MouseButton.LeftButton)
    assert editor.draft() == STORED
    assert editor.go_back.isHidden()


def test_opening_for_another_keeps_the_first_ones_draft(qtbot: QtBot, editor: NoteEditor) -> None:
    QTest.keyClicks(editor.text, "!")
    with qtbot.waitSignal(editor.draft_kept) as kept:
        editor.open_for("b", "other", NoteDraft("", HighlightColour.BLUE), [], ANCHOR, BOUNDS)
    assert kept.args is not None
    assert kept.args[0] == "a"
    assert editor.draft() == NoteDraft("", HighlightColour.BLUE)


def test_a_pairs_note_has_neither_colour_nor_tags(editor: NoteEditor) -> None:
    editor.open_for("pair 1", "Pair", NoteDraft("same"), [], ANCHOR, BOUNDS)
    assert editor.tag_field.isHidden()
    assert all(swatch.isHidden() for swatch in editor.swatches)
    assert editor.draft() == NoteDraft("same")


def test_undo_in_the_field_comes_before_the_windows(qtbot: QtBot, window: QWidget, editor: NoteEditor) -> None:
    shortcut = QShortcut(QKeySequence.StandardKey.Undo, window)
    QTest.keyClicks(editor.text, "zz")
    with qtbot.assertNotEmitted(shortcut.activated):
        QTest.keyClick(editor.text, Qt.Key.Key_Z, CONTROL)
    assert editor.draft().note == "Rests on Bolt"


def test_enter_adds_a_tag_and_enter_again_saves(qtbot: QtBot, tag_editor: TagEditor) -> None:
    line = tag_editor.field.line
    assert line.hasFocus()
    QTest.keyClicks(line, "#sourcing / primary")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert tag_editor.field.tags == ("neutrality", "sourcing/primary")
    assert line.text() == ""
    with qtbot.waitSignal(tag_editor.saved) as saved:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert saved.args == ["a", ("neutrality", "sourcing/primary")]


def test_backspace_removes_the_last_tag(tag_editor: TagEditor) -> None:
    QTest.keyClick(tag_editor.field.line, Qt.Key.Key_Backspace)
    assert tag_editor.field.tags == ()


def test_a_chip_removes_its_tag(tag_editor: TagEditor) -> None:
    chip = tag_editor.field._chips[0]
    assert chip.accessibleName() == "Remove tag neutrality"
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert tag_editor.field.tags == ()
    assert tag_editor.field.line.hasFocus()


def test_completion_matches_anywhere_in_the_tree(qtbot: QtBot, tag_editor: TagEditor) -> None:
    line = tag_editor.field.line
    QTest.keyClicks(line, "pipe")
    completer = line.completer()
    assert completer is not None
    popup = completer.popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert tag_editor.field.tags == ("neutrality", "energy/pipelines")
    qtbot.waitUntil(lambda: line.text() == "")


def test_a_completion_can_be_pressed(qtbot: QtBot, tag_editor: TagEditor) -> None:
    line = tag_editor.field.line
    QTest.keyClicks(line, "theo")
    completer = line.completer()
    assert completer is not None
    popup = completer.popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    QTest.mouseClick(
        popup.viewport(),
        Qt.MouseButton.LeftButton,
        pos=popup.visualRect(completer.completionModel().index(0, 0)).center(),
    )
    qtbot.waitUntil(lambda: line.text() == "")
    assert tag_editor.field.tags == ("neutrality", "theory")


def test_unchanged_tags_are_not_saved(qtbot: QtBot, tag_editor: TagEditor) -> None:
    with qtbot.assertNotEmitted(tag_editor.saved):
        QTest.keyClick(tag_editor.field.line, Qt.Key.Key_Return)
    assert tag_editor.isHidden()


@given(st.text(alphabet="aB#/, é", max_size=30))
def test_cleaning_a_tag_twice_changes_nothing_more(text: str) -> None:
    tag = clean_tag(text)
    assert clean_tag(tag) == tag
    assert not tag.startswith(("#", "/", " "))
    assert "//" not in tag


@given(st.lists(st.text(alphabet="abAB", min_size=1, max_size=3), max_size=6))
def test_adding_tags_makes_no_doubles(parts: list[str]) -> None:
    tags = add_tags((), ",".join(parts))
    assert len({tag.casefold() for tag in tags}) == len(tags)
    assert add_tags(tags, ",".join(parts)) == tags


def test_the_sheet_lists_all_keys_and_closes_with_escape(qtbot: QtBot, appearance: Appearance) -> None:
    groups = [KeyGroup(f"Group {n}", (KeyRow(f"Action {n}", ("j", "Ctrl+J")),) * (n + 1)) for n in range(6)]
    sheet = KeySheet(appearance, groups)
    qtbot.addWidget(sheet)
    with qtbot.waitExposed(sheet):
        sheet.show()
    assert len(sheet._actions) == sum(len(group.rows) for group in groups)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isHidden()


@given(st.lists(st.integers(0, 12), max_size=12), st.integers(1, 4))
def test_columns_keep_every_group_in_order(sizes: list[int], columns: int) -> None:
    groups = [KeyGroup(str(n), (KeyRow("x", ("y",)),) * size) for n, size in enumerate(sizes)]
    parted = in_columns(groups, columns)
    assert [group for column in parted for group in column] == groups
    assert len(parted) <= columns
