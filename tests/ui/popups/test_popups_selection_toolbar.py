"""The floating toolbar: where it stands, whose keys work, what it asks for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from reader.domain.annotation import AnnotationId, HighlightColour
from reader.ui.appearance import Appearance
from reader.ui.popups.selection_toolbar import SelectionToolbar

COLUMN = QRect(20, 10, 500, 480)
SELECTION = QRect(100, 200, 200, 40)


class Scene:
    """A text in a window with the toolbar over it."""

    def __init__(self, appearance: Appearance) -> None:
        self.window = QWidget()
        self.window.resize(600, 500)
        self.text = QPlainTextEdit("some words", self.window)
        self.text.setGeometry(0, 0, 600, 500)
        self.toolbar = SelectionToolbar(appearance, self.window)

    def open(self, selection: QRect = SELECTION, column: QRect = COLUMN) -> None:
        self.toolbar.open_for_selection(self.text, selection, column, HighlightColour.GREEN)


@pytest.fixture
def scene(qtbot: QtBot, appearance: Appearance) -> Scene:
    scene = Scene(appearance)
    qtbot.addWidget(scene.window)
    with qtbot.waitActive(scene.window):
        scene.window.show()
        scene.window.activateWindow()
    scene.text.setFocus()
    return scene


def test_it_stands_above_the_selection_and_is_44_high(scene: Scene) -> None:
    scene.open()
    frame = scene.toolbar.frame_rect()
    assert frame.bottom() == SELECTION.top() - 8 - 1
    assert frame.height() == 44
    assert COLUMN.contains(frame)


def test_it_flips_below_at_the_top(scene: Scene) -> None:
    scene.open(QRect(100, 30, 200, 20))
    assert scene.toolbar.frame_rect().top() == 50 + 8


@pytest.mark.parametrize("x", [20, 480])
def test_it_stays_in_the_column(scene: Scene, x: int) -> None:
    scene.open(QRect(x, 200, 30, 20))
    assert COLUMN.contains(scene.toolbar.frame_rect())


def test_in_a_narrow_column_words_give_way(scene: Scene) -> None:
    narrow = QRect(20, 10, 370, 480)
    scene.open(column=narrow)
    assert scene.toolbar.note.text() == ""
    assert scene.toolbar.note.accessibleName() == "Write a note"
    assert narrow.contains(scene.toolbar.frame_rect())
    scene.open()
    assert scene.toolbar.note.text() == "Note"


def test_the_text_keeps_the_focus(qtbot: QtBot, scene: Scene) -> None:
    scene.open()
    assert scene.text.hasFocus()
    with qtbot.waitSignal(scene.toolbar.colour_chosen) as chosen:
        QTest.mouseClick(scene.toolbar.swatches[3], Qt.MouseButton.LeftButton)
    assert chosen.args == [HighlightColour.PINK]
    assert scene.text.hasFocus()
    QTest.mouseClick(scene.toolbar.note, Qt.MouseButton.LeftButton)
    assert scene.text.hasFocus()
    QTest.keyClicks(scene.text, "h")
    assert scene.text.toPlainText() == "hsome words"


def test_tab_goes_in_and_out(qtbot: QtBot, scene: Scene) -> None:
    scene.open()
    QTest.keyClick(scene.text, Qt.Key.Key_Tab)
    assert scene.toolbar.swatches[1].hasFocus()  # the last used colour
    assert scene.text.toPlainText() == "some words"
    for _ in range(8):
        focus = scene.window.focusWidget()
        assert scene.toolbar.isAncestorOf(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert scene.text.hasFocus()


@pytest.mark.parametrize("inside", [False, True])
def test_escape_closes_it(qtbot: QtBot, scene: Scene, *, inside: bool) -> None:
    scene.open()
    if inside:
        scene.toolbar.enter()
    with qtbot.waitSignal(scene.toolbar.closed):
        QTest.keyClick(scene.window.focusWidget(), Qt.Key.Key_Escape)
    assert scene.toolbar.isHidden()
    assert scene.text.hasFocus()
    QTest.keyClick(scene.text, Qt.Key.Key_Tab)  # no longer caught
    assert scene.text.toPlainText() == "\tsome words"


@pytest.mark.parametrize(
    ("button", "signal"),
    [("note", "note_requested"), ("tag", "tag_requested"), ("pair", "pair_requested"), ("copy", "copy_requested")],
)
def test_buttons_ask(qtbot: QtBot, scene: Scene, button: str, signal: str) -> None:
    scene.open()
    with qtbot.waitSignal(getattr(scene.toolbar, signal)):
        QTest.mouseClick(getattr(scene.toolbar, button), Qt.MouseButton.LeftButton)


def test_keys_work_inside_too(qtbot: QtBot, scene: Scene) -> None:
    scene.open()
    scene.toolbar.enter()
    for key, colour in (("5", HighlightColour.VIOLET), ("h", HighlightColour.VIOLET)):
        with qtbot.waitSignal(scene.toolbar.colour_chosen) as chosen:
            QTest.keyClicks(scene.window.focusWidget(), key)
        assert chosen.args == [colour]
    with qtbot.waitSignal(scene.toolbar.note_requested):
        QTest.keyClicks(scene.window.focusWidget(), "n")


def test_tool_tips_name_colour_and_key(scene: Scene) -> None:
    scene.open()
    assert [swatch.toolTip() for swatch in scene.toolbar.swatches[:2]] == ["Claim (1)", "Evidence (2 or h)"]


def test_over_a_highlight_it_recolours_and_deletes(qtbot: QtBot, scene: Scene) -> None:
    scene.toolbar.open_for_highlight(scene.text, AnnotationId("x"), HighlightColour.BLUE, SELECTION, COLUMN)
    assert scene.toolbar.annotation_id == "x"
    assert scene.toolbar.pair.isHidden()
    assert [swatch.isChecked() for swatch in scene.toolbar.swatches] == [False, False, True, False, False]
    with qtbot.waitSignal(scene.toolbar.delete_requested):
        QTest.mouseClick(scene.toolbar.delete, Qt.MouseButton.LeftButton)


def test_it_follows_the_text_and_hides_out_of_sight(scene: Scene) -> None:
    scene.open()
    scene.toolbar.move_to(SELECTION.translated(0, 100), COLUMN)
    assert scene.toolbar.frame_rect().bottom() == SELECTION.top() + 100 - 8 - 1
    scene.toolbar.move_to(SELECTION.translated(0, 900), COLUMN)
    assert scene.toolbar.isHidden()
    scene.toolbar.move_to(SELECTION, COLUMN)
    assert scene.toolbar.isVisible()
