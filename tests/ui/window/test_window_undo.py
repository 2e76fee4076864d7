"""Undo and redo of everything that changes the library, and single keys that know where they are typed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reader.domain.alignment import PairState, PassagePair, Relation
from reader.domain.annotation import HighlightColour
from reader.ui.main_window import MainWindow
from tests.ui.window.driving import (
    LEFT_QUOTE,
    RIGHT_QUOTE,
    OpenWindow,
    banners,
    click,
    control,
    dump,
    highlight,
    keys,
    locked_by_another_program,
    made,
    opened,
    painted_highlights,
    press,
    settle,
    status,
    view,
)


def current(window: MainWindow) -> PassagePair:
    assert window.comparing.current is not None
    return window.comparing.current


@pytest.mark.slow
def test_undoing_everything_restores_the_library_and_redoing_all_brings_it_back(
    qtbot: QtBot, open_window: OpenWindow, library: Path
) -> None:
    window = open_window()
    states = [dump(library)]

    def done() -> None:
        settle(qtbot, window)
        assert not banners(window)
        states.append(dump(library))
        assert states[-1] != states[-2], "each step changes the library"

    highlight(window, "left", LEFT_QUOTE, "2")
    done()
    (first,) = made(window)
    highlight(window, "right", RIGHT_QUOTE, "4")
    done()
    second = next(a for a in made(window) if a.id != first.id)
    tab = window.desk.annotations
    tab.recolour_requested.emit(first.id, list(HighlightColour)[4])
    done()
    window.annotating.edit(first.id, note="A note, *stressed*.", tags=("Energy/Pipelines", "sco"))
    done()
    window.annotating.edit(second.id, tags=("energy/pipelines",))
    done()
    tab.delete_requested.emit(first.id)
    done()
    keys(view(window, "left"), "c")
    done()
    window.desk.alignments.relation_chosen.emit((current(window).left, current(window).right), Relation.DIFFER)
    done()
    window.pairing.write_note(current(window), "Both say so.")
    done()
    keys(view(window, "left"), ".")
    settle(qtbot, window)
    keys(view(window, "left"), "x")
    done()
    window.desk.alignments.undo_requested.emit((current(window).left, current(window).right))
    done()
    window.travelling.stand_at("left", 3)
    window.travelling.stand_at("right", 5)
    keys(view(window, "left"), "p")
    done()
    window.library.edit(opened(window, "left").document, "Another title", "A. Nother", None)
    done()

    for state in reversed(states[:-1]):
        control(view(window, "left"), Qt.Key.Key_Z)
        settle(qtbot, window)
        assert dump(library) == state
    assert not banners(window)
    assert not made(window)
    assert not painted_highlights(window, "left")
    assert not window.commands["undo"].isEnabled()

    for state in states[1:]:
        control(view(window, "left"), Qt.Key.Key_Y)
        settle(qtbot, window)
        assert dump(library) == state
    assert [a.id for a in made(window)] == [second.id]
    assert not banners(window)


@pytest.mark.slow
def test_changes_made_before_the_first_is_saved_are_undone_one_by_one(
    qtbot: QtBot, open_window: OpenWindow, library: Path
) -> None:
    window = open_window()
    highlight(window, "left", LEFT_QUOTE, "1")
    settle(qtbot, window)
    (annotation,) = made(window)
    # Three changes at once: the window still shows what was before them.
    for colour in list(HighlightColour)[1:4]:
        window.annotating.edit(annotation.id, colour=colour)
    settle(qtbot, window)
    seen = [made(window)[0].colour]
    for _ in range(3):
        control(view(window, "left"), Qt.Key.Key_Z)
        settle(qtbot, window)
        seen.append(made(window)[0].colour)
    assert seen == list(HighlightColour)[3::-1]
    # A relation and a note in quick succession do not overwrite each other.
    pair = current(window)
    window.pairing.mark(pair, PairState.CONFIRMED)
    settle(qtbot, window)
    pair = current(window)
    window.pairing.relate(pair, Relation.AGREE)
    window.pairing.write_note(pair, "Word for word.")
    settle(qtbot, window)
    link = current(window).link
    assert link is not None
    assert (link.relation, link.note) == (Relation.AGREE, "Word for word.")


@pytest.mark.slow
def test_deleting_twice_deletes_once(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    highlight(window, "left", LEFT_QUOTE)
    settle(qtbot, window)
    (annotation,) = made(window)
    window.desk.annotations.delete_requested.emit(annotation.id)
    window.desk.annotations.delete_requested.emit(annotation.id)
    settle(qtbot, window)
    assert not banners(window)
    assert not made(window)
    control(view(window, "left"), Qt.Key.Key_Z)
    settle(qtbot, window)
    assert made(window) == [annotation]


def test_the_notices_undo_takes_back_what_it_speaks_of(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    highlight(window, "left", LEFT_QUOTE)
    settle(qtbot, window)
    window.desk.annotations.delete_requested.emit(made(window)[0].id)
    settle(qtbot, window)
    notice = window.messages.notice
    assert notice.text.text() == "Annotation deleted"
    click(notice.action)
    settle(qtbot, window)
    assert len(made(window)) == 1
    window.desk.annotations.delete_requested.emit(made(window)[0].id)
    settle(qtbot, window)
    assert notice.isVisible()
    highlight(window, "right", RIGHT_QUOTE)
    assert not notice.isVisible(), "another change was made: this Undo would take that back"


def test_undo_in_a_text_field_works_on_the_field(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    highlight(window, "left", LEFT_QUOTE)
    settle(qtbot, window)
    (annotation,) = made(window)
    window.presenter._note_clicked(annotation.id)
    editor = window.popups.note_editor
    keys(editor.text, "A thought")
    # By the key, and by the menu.
    control(editor.text, Qt.Key.Key_Z)
    assert editor.text.toPlainText() != "A thought"
    keys(editor.text, "Another")
    editor.text.setFocus()
    window.commands["undo"].trigger()
    assert "Another" not in editor.text.toPlainText()
    settle(qtbot, window)
    assert made(window) == [annotation]
    assert window.bench.journal.undo_stack.count() == 1


@pytest.mark.slow
def test_single_keys_are_typed_in_fields(qtbot: QtBot, open_window: OpenWindow, library: Path) -> None:
    window = open_window()
    before = dump(library)
    words = "join 12345 chunks: [x] p. n, t?"
    field = window.toolbar.find_field
    field.setFocus()
    keys(field, words)
    assert field.text() == words
    view(window, "left").setFocus()
    control(view(window, "left"), Qt.Key.Key_F)
    find = window.desk.panes["left"].find_bar
    assert find.isVisible()
    line = find.field
    line.clear()
    keys(line, words)
    assert line.text() == words
    press(line, Qt.Key.Key_Escape)
    assert not find.isVisible()
    settle(qtbot, window)
    assert dump(library) == before
    assert window.bench.journal.undo_stack.count() == 0


def test_a_change_that_can_never_be_saved_is_told_and_holds_nothing_back(
    qtbot: QtBot, open_window: OpenWindow, library: Path
) -> None:
    window = open_window()
    highlight(window, "left", LEFT_QUOTE)
    settle(qtbot, window)
    (annotation,) = made(window)
    with closing(sqlite3.connect(library)) as other:  # another program deletes it meanwhile
        other.execute("PRAGMA foreign_keys = ON")
        other.execute("DELETE FROM annotations")
        other.commit()
    window.annotating.edit(annotation.id, note="Too late")
    highlight(window, "right", RIGHT_QUOTE)
    settle(qtbot, window)
    assert len(banners(window)) == 1
    assert "no longer in the library" in banners(window)[0].title.text()
    assert len(made(window)) == 1
    assert window.status.saved.text() == "All changes saved"


@pytest.mark.slow
def test_without_anything_to_undo_nothing_happens(qtbot: QtBot, open_window: OpenWindow, library: Path) -> None:
    window = open_window()
    with locked_by_another_program(library):
        control(view(window, "left"), Qt.Key.Key_Z)
        control(view(window, "left"), Qt.Key.Key_Y)
    assert window.bench.journal.unsaved == 0
    assert "Undone" not in status(window)
