"""Whole documents in the window: edit, remove and undo, swap sides, recent pairs, and one document too few."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from reader.domain.alignment import PairState, Relation
from reader.ui.dialogs.document_dialog import DocumentDialog
from reader.ui.dialogs.library_dialog import LibraryDialog
from tests.ui.window.conftest import PATIENCE
from tests.ui.window.driving import (
    LEFT_QUOTE,
    RIGHT_QUOTE,
    OpenWindow,
    at_rest,
    banners,
    can_open_a_pair,
    click,
    drop_files,
    dump,
    highlight,
    keys,
    made,
    menu_action,
    opened,
    painted_highlights,
    press,
    settle,
    slugs,
    status,
    submenu_words,
    view,
)

THESES = ("lkhagvasuren-2018", "moore-2012")


def in_dialog(kind: type[QDialog], act: object) -> list[QDialog]:
    """Do something in the next dialog once it is shown."""
    seen: list[QDialog] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            seen.append(dialog)
            assert callable(act)
            act(dialog)

    QTimer.singleShot(0, look)
    return seen


@pytest.mark.slow
def test_edit_a_document_and_undo(qtbot: QtBot, open_window: OpenWindow, library: Path) -> None:
    window = open_window()
    before = dump(library)

    def fill(dialog: DocumentDialog) -> None:
        dialog.title.setText("Another title")
        dialog.author.setText("A. Nother")
        dialog.year.setText("1999")
        dialog.accept()

    in_dialog(DocumentDialog, fill)
    menu_action(window.menus.library, "Edit title", opened(window, "right").document.title[:20]).trigger()
    settle(qtbot, window)
    document = opened(window, "right").document
    assert (document.title, document.author, document.year) == ("Another title", "A. Nother", 1999)
    assert "1999" in window.windowTitle()
    assert [d.title for d in window.library.documents].count("Another title") == 1
    window.commands["undo"].trigger()
    settle(qtbot, window)
    assert dump(library) == before
    assert "2012" in window.windowTitle()


def test_removing_an_open_document_closes_the_pair_and_undo_brings_all_back(
    qtbot: QtBot, open_window: OpenWindow, library: Path
) -> None:
    window = open_window()
    highlight(window, "left", LEFT_QUOTE)
    settle(qtbot, window)
    keys(view(window, "left"), "c")
    settle(qtbot, window)
    before = dump(library)
    menu_action(window.menus.library, "Remove", opened(window, "left").document.title[:20]).trigger()
    settle(qtbot, window)
    assert window.welcome.isVisible()
    assert [d.slug for d in window.library.documents] == ["moore-2012"]
    assert not can_open_a_pair(window), "one document is no pair"
    assert status(window) == "Library is ready · 1 document"
    assert window.messages.notice.isVisible()
    click(window.messages.notice.action)
    settle(qtbot, window)
    assert dump(library) == before
    assert window.welcome.open_button is not None
    click(window.welcome.open_button)
    qtbot.waitUntil(lambda: window.comparing.browser is not None, timeout=PATIENCE)
    assert slugs(window) == THESES
    assert [a.colour.label for a in made(window)] == ["Claim"]
    assert window.comparing.browser is not None
    assert window.comparing.browser.pairs[0].state is PairState.CONFIRMED


@pytest.mark.slow
def test_swapping_sides_keeps_places_annotations_and_links(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    highlight(window, "left", LEFT_QUOTE)
    highlight(window, "right", RIGHT_QUOTE, "3")
    settle(qtbot, window)
    current = window.comparing.current
    assert current is not None
    window.pairing.relate(current, Relation.AGREE)
    settle(qtbot, window)
    view(window, "left").scroll_by(400)
    at_rest(qtbot, window)
    texts = {side: opened(window, side) for side in ("left", "right")}
    quotes = texts["left"].passages[current.left].span, texts["right"].passages[current.right].span
    places = window.travelling.here()
    with qtbot.waitSignal(window.comparing.ranked, timeout=PATIENCE):
        press(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    settle(qtbot, window)
    assert slugs(window) == (THESES[1], THESES[0])
    assert len(painted_highlights(window, "left")) == len(painted_highlights(window, "right")) == 1
    swapped = window.travelling.here()
    assert abs(swapped.left - places.right) < 200
    assert abs(swapped.right - places.left) < 200
    pair = window.comparing.current
    assert pair is not None
    assert (pair.left, pair.right) == (current.right, current.left)
    assert (
        opened(window, "right").passages[pair.right].span,
        opened(window, "left").passages[pair.left].span,
    ) == quotes
    assert pair.state is PairState.CONFIRMED
    assert pair.link is not None
    assert pair.link.relation is Relation.AGREE
    # A rejected pair stays rejected on the other side too.
    keys(view(window, "left"), "x")
    settle(qtbot, window)
    with qtbot.waitSignal(window.comparing.ranked, timeout=PATIENCE):
        window.commands["swap"].trigger()
    settle(qtbot, window)
    assert window.comparing.browser is not None
    assert [(p.left, p.right) for p in window.comparing.browser.rejected] == [(current.left, current.right)]


@pytest.mark.slow
def test_recent_pairs_are_reopened(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    file = tmp_path / "essay.txt"
    file.write_text("An essay\n\nIt speaks of Georgia and of Abkhazia.\n", encoding="utf-8")
    drop_files(window, [file])
    qtbot.waitUntil(lambda: slugs(window)[1] == "essay", timeout=PATIENCE)
    settle(qtbot, window)
    (words,) = submenu_words(window.menus.library, "Recent")
    assert "Moore" in words, "what was open before; what is open now is no recent pair"
    menu_action(window.menus.library, "Recent", words).trigger()
    qtbot.waitUntil(lambda: slugs(window) == THESES, timeout=PATIENCE)
    settle(qtbot, window)
    (words,) = submenu_words(window.menus.library, "Recent")
    assert "essay" in words.lower()


@pytest.mark.slow
def test_the_same_document_on_both_sides_trades_places(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window.dialogs.show_on_side("right", opened(window, "left").document.id)
    settle(qtbot, window)
    assert slugs(window) == (THESES[1], THESES[0])


def test_the_only_document_can_not_be_shown_beside_itself(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    only = opened(window, "left").document.id
    menu_action(window.menus.library, "Remove", opened(window, "right").document.title[:20]).trigger()
    settle(qtbot, window)
    window.dialogs.show_on_side("left", only)
    settle(qtbot, window)
    assert window.welcome.isVisible()
    assert "second document" in status(window)
    assert not banners(window)


@pytest.mark.slow
def test_the_library_dialog_is_gone_when_it_is_closed(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    seen = in_dialog(LibraryDialog, lambda dialog: dialog.reject())
    window.commands["library"].trigger()
    assert seen
    qtbot.waitUntil(lambda: not window.findChildren(LibraryDialog))
    # What the window does afterwards no longer reaches the dialog.
    with qtbot.waitSignal(window.comparing.ranked, timeout=PATIENCE):
        window.commands["swap"].trigger()
    settle(qtbot, window)
    assert not banners(window)


@pytest.mark.slow
@pytest.mark.parametrize("side", ["left", "right"])
def test_sides_are_chosen_in_the_library_menu(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, side: str) -> None:
    window = open_window()
    file = tmp_path / "essay.txt"
    file.write_text("An essay\n\nIt speaks of Georgia and of Abkhazia.\n", encoding="utf-8")
    window.library.import_files([str(file)], lambda _documents: None)
    settle(qtbot, window)
    menu_action(window.menus.library, f"{side.capitalize()} document", "An essay").trigger()
    expected = ("essay", THESES[1]) if side == "left" else (THESES[0], "essay")
    qtbot.waitUntil(lambda: slugs(window) == expected, timeout=PATIENCE)
