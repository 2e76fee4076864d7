"""Keys, selections and searches in the real window: everything a reader does without the mouse, and where."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from reader.domain.document import BlockRole, SectionRole
from reader.domain.text import TextSpan
from reader.ui.main_window import MainWindow
from reader.ui.pair_browser import Side
from reader.ui.popups.key_sheet import KeySheet
from reader.ui.search_dialog import SearchDialog
from tests.ui.window.conftest import PATIENCE
from tests.ui.window.driving import (
    OpenWindow,
    at_rest,
    banners,
    control,
    drag_over,
    keys,
    made,
    menu_action,
    opened,
    painted_highlights,
    press,
    settle,
    slugs,
    status,
    view,
)

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def place_in(window: MainWindow, side: Side, where: str) -> TextSpan:
    """A few words in the notes, a table or the bibliography."""
    contents = opened(window, side).contents
    if where == "table":
        block = next(block for block in contents.blocks if block.role is BlockRole.TABLE)
        start = block.span.start
    else:
        role = {"notes": SectionRole.NOTES, "bibliography": SectionRole.BIBLIOGRAPHY}[where]
        section = next(section for section in contents.sections if section.role is role)
        start = section.span.start + (section.span.end - section.span.start) // 2
    while not contents.text[start].isalpha():
        start += 1
    return TextSpan(start, start + 12)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("side", "where"), [("left", "notes"), ("right", "notes"), ("left", "bibliography"), ("left", "table")]
)
def test_highlights_in_notes_tables_and_bibliography(
    qtbot: QtBot, open_window: OpenWindow, side: Side, where: str
) -> None:
    window = open_window()
    span = place_in(window, side, where)
    view(window, side).scroll_to(span, 0.4, animated=False)
    view(window, side).setFocus()
    view(window, side).set_selection(span)
    keys(view(window, side), "3")
    settle(qtbot, window)
    (annotation,) = made(window)
    assert (
        annotation.target.span.overlap(span)
        >= len(opened(window, side).contents.text[span.start : span.end].strip()) - 1
    )
    assert painted_highlights(window, side) == [annotation.id]
    assert not banners(window)
    # The list says where it is and goes there.
    view(window, side).scroll_to(TextSpan(0, 0), 0.0, animated=False)
    window.desk.annotations.annotation_activated.emit(annotation.id)
    qtbot.waitUntil(lambda: view(window, side).is_visible(span))


def test_a_selection_across_paragraphs_is_one_highlight_and_copies_as_one_quote(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window()
    document = opened(window, "left")
    first, second = next(
        (a, b)
        for a, b in zip(document.passages[20:], document.passages[21:], strict=False)
        if b.paragraph == a.paragraph + 1 and "\n\n" in document.contents.text[a.span.end : b.span.start + 1]
    )
    span = TextSpan(first.span.end - 40, second.span.start + 30)
    drag_over(window, "left", span)
    assert view(window, "left").selection() == span
    keys(view(window, "left"), "h")
    settle(qtbot, window)
    (annotation,) = made(window)
    assert annotation.target.span == span
    view(window, "left").set_selection(span)
    control(view(window, "left"), Qt.Key.Key_C)
    copied = QGuiApplication.clipboard().text()
    assert f"¶ {first.paragraph}" in copied
    assert "Lkhagvasuren" in copied
    assert not any(digit in copied.split("”")[0] for digit in "⁰¹²³⁴⁵⁶⁷⁸⁹")


def test_select_highlight_note_and_tag_with_the_keyboard_alone(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    text = view(window, "left")
    text.setFocus()

    def select_words(count: int) -> TextSpan:
        press(text, Qt.Key.Key_Down)
        for _ in range(count):
            press(text, Qt.Key.Key_Right, SHIFT, CONTROL)
        selection = text.selection()
        assert selection is not None
        return selection

    span = select_words(3)
    keys(text, "h")
    settle(qtbot, window)
    (first,) = made(window)
    assert first.target.span.overlap(span)
    assert text.selection() is None

    select_words(4)
    keys(text, "n")
    editor = window.popups.note_editor
    assert editor.isVisible()
    assert QApplication.focusWidget() is editor.text
    keys(editor.text, "Only keys.")
    control(editor.text, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert [a.note for a in made(window)].count("Only keys.") == 1
    assert QApplication.focusWidget() is text, "the keyboard is back in the text"

    select_words(2)
    keys(text, "t")
    tags = window.popups.tag_editor
    assert tags.isVisible()
    line = QApplication.focusWidget()
    assert line is not None
    keys(line, "energy/pipelines")
    press(line, Qt.Key.Key_Return)
    press(line, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert [a.tags for a in made(window)].count(("energy/pipelines",)) == 1


def test_keys_without_a_selection_say_what_is_missing(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    text = view(window, "left")
    for key in "hnt":
        window.presenter._focused = None
        keys(text, key)
        assert status(window).startswith("Select some words first")
    settle(qtbot, window)
    assert not made(window)


def test_f6_goes_round_the_regions(open_window: OpenWindow) -> None:
    window = open_window()
    window.desk.focus_text("left")

    def region() -> str:
        focus = QApplication.focusWidget()
        assert focus is not None
        parts: dict[str, QWidget] = {
            "left": window.desk.panes["left"],
            "right": window.desk.panes["right"],
            "panel": window.desk.panel,
            "toolbar": window.toolbar,
        }
        return next(name for name, part in parts.items() if part.isAncestorOf(focus))

    seen = [region()]
    for _ in range(4):
        press(QApplication.focusWidget() or window, Qt.Key.Key_F6)
        seen.append(region())
    assert seen == ["left", "right", "panel", "toolbar", "left"]
    press(QApplication.focusWidget() or window, Qt.Key.Key_F6, SHIFT)
    assert region() == "toolbar"


@pytest.mark.slow
def test_the_sheet_of_all_keys(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    seen: list[str] = []

    def look() -> None:
        sheet = QApplication.activeModalWidget()
        if isinstance(sheet, KeySheet):
            seen.extend(label.text() for label in sheet.findChildren(QLabel))
            press(sheet, Qt.Key.Key_Escape)

    QTimer.singleShot(0, look)
    keys(view(window, "left"), "?")
    assert "Next passage on the topic" in seen
    qtbot.waitUntil(lambda: not window.findChildren(KeySheet))


def test_slash_finds_in_both_documents_and_control_f_in_one(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    keys(view(window, "right"), "/")
    field = window.toolbar.find_field
    assert QApplication.focusWidget() is field
    keys(field, "Abkhazia")
    press(field, Qt.Key.Key_Return)
    for side in ("left", "right"):
        bar = window.desk.panes["left" if side == "left" else "right"].find_bar
        assert bar.isVisible()
        assert bar.field.text() == "Abkhazia"
    press(window.desk.panes["left"].find_bar.field, Qt.Key.Key_Escape)
    press(window.desk.panes["right"].find_bar.field, Qt.Key.Key_Escape)
    window.desk.focus_text("right")
    control(view(window, "right"), Qt.Key.Key_F)
    assert window.desk.panes["right"].find_bar.isVisible()
    assert not window.desk.panes["left"].find_bar.isVisible()


def search(window: MainWindow, words: str, *, then_press: Qt.Key) -> list[SearchDialog]:
    """Open the library's search, type, and press a key at once or when places are found."""
    seen: list[SearchDialog] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, SearchDialog):
            seen.append(dialog)
            QTimer.singleShot(8_000, dialog, dialog.reject)  # where nothing is found, the dialog stays
            keys(dialog.field, words)
            press(dialog.field, then_press)

    QTimer.singleShot(0, look)
    press(window, Qt.Key.Key_F, CONTROL, SHIFT)
    return seen


@pytest.mark.slow
def test_a_search_goes_to_a_place_in_a_document_that_is_not_open(
    qtbot: QtBot, open_window: OpenWindow, tmp_path_factory: pytest.TempPathFactory
) -> None:
    window = open_window()
    file = tmp_path_factory.mktemp("files") / "essay.txt"
    filler = "\n\n".join(f"Paragraph {n} speaks of Georgia and of nothing else, at some length." for n in range(80))
    file.write_text(f"An essay\n\n{filler}\n\nHere stands the word quagga alone.\n\n{filler}\n", encoding="utf-8")
    window.library.import_files([str(file)], lambda _documents: None)
    settle(qtbot, window)
    assert search(window, "quagga", then_press=Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: slugs(window)[1] == "essay", timeout=PATIENCE)
    settle(qtbot, window)
    at_rest(qtbot, window)
    start = view(window, "right").contents.text.index("quagga")
    assert view(window, "right").is_visible(TextSpan(start, start + 6))
    assert slugs(window)[0] == "lkhagvasuren-2018"


def test_a_search_goes_to_a_place_in_an_open_document_and_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    before = window.travelling.here()
    assert search(window, "Uzbekistan", then_press=Qt.Key.Key_Return)
    settle(qtbot, window)
    at_rest(qtbot, window)
    assert window.travelling.history.can_go_back
    window.commands["back"].trigger()
    at_rest(qtbot, window)
    assert abs(window.travelling.here().left - before.left) < 200


@pytest.mark.slow
def test_a_search_given_up_while_it_runs_leaves_no_trace(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, SearchDialog):
            dialog.field.setText("Georgia")
            dialog._search()
            dialog.reject()

    QTimer.singleShot(0, look)
    window.commands["search_library"].trigger()
    settle(qtbot, window)
    qtbot.waitUntil(lambda: not window.findChildren(QDialog))
    assert not banners(window)


def test_the_outline_leads_to_a_section_and_back_returns(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    before = window.travelling.here()
    contents = opened(window, "left").contents
    section = next(s for s in contents.sections if s.role is SectionRole.BIBLIOGRAPHY)
    window.desk.focus_text("left")
    press(view(window, "left"), Qt.Key.Key_O, CONTROL, SHIFT)
    popup = QApplication.activePopupWidget() or next(
        w for w in QApplication.topLevelWidgets() if type(w).__name__ == "OutlinePopup" and w.isVisible()
    )
    assert popup.isVisible()
    popup.section_chosen.emit(TextSpan(section.span.start, section.span.start))  # type: ignore[attr-defined]
    popup.close()
    at_rest(qtbot, window)
    assert view(window, "left").is_visible(TextSpan(section.span.start, section.span.start + 1))
    window.commands["back"].trigger()
    at_rest(qtbot, window)
    assert abs(window.travelling.here().left - before.left) < 200


@pytest.mark.slow
def test_single_keys_can_be_switched_off(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    current = window.comparing.current
    menu_action(window.menus.main, "View", "Single keys").trigger()
    keys(view(window, "left"), ".cx")
    settle(qtbot, window)
    assert window.comparing.current == current
    assert window.bench.journal.undo_stack.count() == 0
    window.close()
    again = open_window()
    assert not again.commands.characters_enabled
