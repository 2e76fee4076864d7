"""The reading view under mouse and keys."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.domain.annotation import AnnotationId, HighlightColour
from reader.domain.document import BlockRole, Contents
from reader.domain.text import TextSpan
from reader.services.library import OpenDocument
from reader.ui.reading.marks import Band, HighlightMark
from reader.ui.reading.reading_view import ReadingView

Composer = Callable[..., Contents]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
FREE = Qt.KeyboardModifier.NoModifier
Key = Qt.Key


@pytest.fixture
def contents(compose: Composer) -> Contents:
    return compose(
        [
            (BlockRole.HEADING, "CHAPTER 1\nINTRODUCTION"),
            (BlockRole.BODY, "The first paragraph has an emoji 😀😀 before its note.¹² Then it goes on. " * 3 + "End."),
            (BlockRole.TABLE, "Name\tPlace\nPeace Mission 2005\tVladivostok 😀"),
            (BlockRole.BODY, "The last cafe\u0301 paragraph; words-with-hyphens, U.S. and more. " * 30 + "Done."),
        ]
    )


@pytest.fixture
def reading(view: ReadingView, contents: Contents) -> ReadingView:
    view.set_contents(contents)
    view.setFocus()
    return view


def span_of(contents: Contents, text: str, *, after: int = 0) -> TextSpan:
    start = contents.text.index(text, after)
    return TextSpan(start, start + len(text))


def point_at(view: ReadingView, offset: int) -> QPoint:
    rect = view.line_rects(TextSpan(offset, offset + 1))[0]
    return QPoint(math.ceil(rect.left() + 0.1), round(rect.center().y()))


def drag(qtbot: QtBot, view: ReadingView, start: QPoint, end: QPoint) -> None:
    port = view.viewport()
    QTest.mousePress(port, LEFT, FREE, start)
    move(view, (start + end) / 2)
    move(view, end)
    QTest.mouseRelease(port, LEFT, FREE, end)


def move(view: ReadingView, to: QPoint, buttons: Qt.MouseButton = LEFT) -> None:
    point = QPointF(to)
    kind = QEvent.Type.MouseMove
    event = QMouseEvent(kind, point, view.viewport().mapToGlobal(point), NONE, buttons, FREE)
    QApplication.sendEvent(view.viewport(), event)


# -- selecting -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["paragraph has", "emoji 😀😀 before", "note.¹² Then", "it goes on. The first"])
def test_dragging_selects_the_words_dragged_over(
    qtbot: QtBot, reading: ReadingView, contents: Contents, words: str
) -> None:
    wanted = span_of(contents, words)
    with qtbot.waitSignal(reading.selection_finished):
        drag(qtbot, reading, point_at(reading, wanted.start), point_at(reading, wanted.end))
    selection = reading.selection()
    assert selection is not None
    assert contents.text[selection.start : selection.end] == words


def test_dragging_upwards_selects_the_same(qtbot: QtBot, reading: ReadingView, contents: Contents) -> None:
    wanted = span_of(contents, "paragraph has an emoji")
    drag(qtbot, reading, point_at(reading, wanted.end), point_at(reading, wanted.start))
    assert reading.selection() == wanted


def test_a_selection_runs_over_blocks_and_cells(qtbot: QtBot, reading: ReadingView, contents: Contents) -> None:
    start, end = span_of(contents, "End.").start, span_of(contents, "Vladivostok").start
    drag(qtbot, reading, point_at(reading, start), point_at(reading, end))
    selection = reading.selection()
    assert selection is not None
    assert selection.of(contents.text) == "End.\n\nName\tPlace\nPeace Mission 2005\t"


def test_double_click_takes_a_word_and_drags_by_words(qtbot: QtBot, reading: ReadingView, contents: Contents) -> None:
    word, further = span_of(contents, "paragraph"), span_of(contents, "emoji")
    at = point_at(reading, word.start + 3)
    QTest.mouseClick(reading.viewport(), LEFT, FREE, at)
    QTest.mouseDClick(reading.viewport(), LEFT, FREE, at)
    assert reading.selection() == word
    QTest.mouseDClick(reading.viewport(), LEFT, FREE, at)
    QApplication.sendEvent(
        reading.viewport(),
        QMouseEvent(
            QEvent.Type.MouseButtonDblClick,
            QPointF(at),
            reading.viewport().mapToGlobal(QPointF(at)),
            LEFT,
            LEFT,
            FREE,
        ),
    )
    move(reading, point_at(reading, further.start + 1))
    assert reading.selection() == TextSpan(word.start, further.end)


def test_triple_click_takes_the_paragraph_or_the_cell(qtbot: QtBot, reading: ReadingView, contents: Contents) -> None:
    body, cell = contents.blocks[1].span, span_of(contents, "Peace Mission 2005")
    for wanted in (body, cell):
        at = point_at(reading, wanted.start + 2)
        QTest.mouseDClick(reading.viewport(), LEFT, FREE, at)
        QTest.mousePress(reading.viewport(), LEFT, FREE, at)
        QTest.mouseRelease(reading.viewport(), LEFT, FREE, at)
        assert reading.selection() == wanted


def test_shift_click_goes_on_from_the_caret(qtbot: QtBot, reading: ReadingView, contents: Contents) -> None:
    wanted = span_of(contents, "first paragraph has")
    QTest.mouseClick(reading.viewport(), LEFT, FREE, point_at(reading, wanted.start))
    QTest.mouseClick(reading.viewport(), LEFT, SHIFT, point_at(reading, wanted.end))
    assert reading.selection() == wanted


def test_a_click_drops_the_selection(qtbot: QtBot, reading: ReadingView, contents: Contents) -> None:
    reading.set_selection(span_of(contents, "first paragraph"))
    QTest.mouseClick(reading.viewport(), LEFT, FREE, point_at(reading, span_of(contents, "goes on").start))
    assert reading.selection() is None


def test_dragging_below_the_edge_scrolls(qtbot: QtBot, reading: ReadingView) -> None:
    reading.resize(560, 200)
    QTest.mousePress(reading.viewport(), LEFT, FREE, QPoint(200, 100))
    move(reading, QPoint(200, 260))
    qtbot.waitUntil(lambda: reading.value > 60)
    selection = reading.selection()
    assert selection is not None
    QTest.mouseRelease(reading.viewport(), LEFT, FREE, QPoint(200, 260))
    rest = reading.value
    move(reading, QPoint(200, 280), NONE)
    assert reading.value == rest


# -- clicking on marks -----------------------------------------------------------------------------------------------


def test_clicks_tell_what_was_clicked(qtbot: QtBot, reading: ReadingView, contents: Contents) -> None:
    words, band = span_of(contents, "first paragraph"), contents.blocks[1].span
    reading.set_highlights([HighlightMark(AnnotationId("mine"), words, HighlightColour.BLUE)])
    reading.set_topic_bands([Band(band, current=False, key=7)], "green")
    with qtbot.waitSignal(reading.highlight_activated) as highlight:
        QTest.mouseClick(reading.viewport(), LEFT, FREE, point_at(reading, words.start + 3))
    assert highlight.args == ["mine"]
    with qtbot.waitSignal(reading.band_activated) as passage:
        QTest.mouseClick(reading.viewport(), LEFT, FREE, point_at(reading, span_of(contents, "Then it").start))
    assert passage.args == [7]
    with qtbot.waitSignal(reading.marker_activated) as marker:
        QTest.mouseClick(reading.viewport(), LEFT, FREE, point_at(reading, contents.markers[0].span.start))
    assert marker.args == [contents.markers[0]]


def test_dragging_over_a_highlight_is_no_click(qtbot: QtBot, reading: ReadingView, contents: Contents) -> None:
    words = span_of(contents, "first paragraph")
    reading.set_highlights([HighlightMark(AnnotationId("mine"), words, HighlightColour.BLUE)])
    with qtbot.assertNotEmitted(reading.highlight_activated):
        drag(qtbot, reading, point_at(reading, words.start), point_at(reading, words.end))


def test_the_pointer_shows_what_can_be_clicked(reading: ReadingView, contents: Contents) -> None:
    words = span_of(contents, "first paragraph")
    reading.set_highlights([HighlightMark(AnnotationId("mine"), words, HighlightColour.BLUE)])
    shapes = []
    for offset in (words.start + 2, words.end + 5, contents.markers[0].span.start):
        move(reading, point_at(reading, offset), NONE)
        shapes.append(reading.viewport().cursor().shape())
    hand, beam = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.IBeamCursor
    assert shapes == [hand, beam, hand]


def test_a_menu_is_wanted_for_the_selection_or_the_place(
    qtbot: QtBot, reading: ReadingView, contents: Contents
) -> None:
    words = span_of(contents, "first paragraph")
    reading.set_selection(words)
    spans = []
    for offset in (words.start + 3, words.end + 6):
        at = point_at(reading, offset)
        with qtbot.waitSignal(reading.context_menu_requested) as blocker:
            event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, reading.viewport().mapToGlobal(at))
            QApplication.sendEvent(reading.viewport(), event)
        assert blocker.args is not None
        spans.append(blocker.args[0])
    assert spans == [words, TextSpan(words.end + 6, words.end + 6)]


# -- keys ------------------------------------------------------------------------------------------------------------


def test_arrows_space_and_ends_scroll(qtbot: QtBot, reading: ReadingView) -> None:
    reading.resize(560, 200)
    maximum = reading.verticalScrollBar().maximum()
    places = []
    for key in (Key.Key_Down, Key.Key_Space, Key.Key_Up, Key.Key_PageDown, Key.Key_End, Key.Key_Home):
        QTest.keyClick(reading, key)
        places.append(reading.value)
    assert places[:4] == [46, 46 + 154, 154, 154 + 154]
    assert places[4:] == [maximum, 0]
    QTest.keyClick(reading, Key.Key_PageDown)
    QTest.keyClick(reading, Key.Key_Space, SHIFT)
    assert reading.value == 0
    assert reading.selection() is None


def test_shift_and_arrows_select_by_what_is_seen_as_a_character(
    qtbot: QtBot, reading: ReadingView, contents: Contents
) -> None:
    cafe = span_of(contents, "cafe\u0301")
    reading.set_selection(TextSpan(cafe.start, cafe.start))
    for _ in range(4):
        QTest.keyClick(reading, Key.Key_Right, SHIFT)
    assert reading.selection() == cafe
    QTest.keyClick(reading, Key.Key_Left, SHIFT)
    assert reading.selection() == TextSpan(cafe.start, cafe.start + 3)


def test_shift_and_control_select_by_words(qtbot: QtBot, reading: ReadingView, contents: Contents) -> None:
    start = contents.blocks[1].span.start
    reading.set_selection(TextSpan(start, start))
    for _ in range(3):
        QTest.keyClick(reading, Key.Key_Right, SHIFT | CONTROL)
    selection = reading.selection()
    assert selection is not None
    assert selection.of(contents.text) == "The first paragraph "
    QTest.keyClick(reading, Key.Key_Left, SHIFT | CONTROL)
    selection = reading.selection()
    assert selection is not None
    assert selection.of(contents.text) == "The first "


def test_shift_and_down_select_a_line(qtbot: QtBot, reading: ReadingView, contents: Contents) -> None:
    start = contents.blocks[1].span.start
    reading.set_selection(TextSpan(start, start))
    QTest.keyClick(reading, Key.Key_Down, SHIFT)
    first, second = reading.line_rects(contents.blocks[1].span)[:2]
    selection = reading.selection()
    assert selection is not None
    assert [r.top() for r in reading.line_rects(selection)] == [first.top()]
    QTest.keyClick(reading, Key.Key_End, SHIFT)
    selection = reading.selection()
    assert selection is not None
    assert reading.line_rects(selection)[1].width() == pytest.approx(second.width(), abs=8)


def test_the_caret_walks_through_blocks_and_cells(qtbot: QtBot, reading: ReadingView, contents: Contents) -> None:
    QTest.keyClick(reading, Key.Key_F7)
    assert reading.caret_visible
    QTest.keyClick(reading, Key.Key_Home, CONTROL)
    visited = [reading.selection_model.caret]
    while visited[-1] < contents.blocks[3].span.start:
        QTest.keyClick(reading, Key.Key_Right)
        assert reading.selection_model.caret > visited[-1]
        visited.append(reading.selection_model.caret)
    assert {block.span.start for block in contents.blocks} <= set(visited)
    assert not any(contents.text[offset - 1 : offset + 1] == "\n\n" for offset in visited if offset)
    back = [visited[-1]]
    while back[-1] > 0:
        QTest.keyClick(reading, Key.Key_Left)
        assert reading.selection_model.caret < back[-1]
        back.append(reading.selection_model.caret)
    assert back == visited[::-1]


def test_the_caret_walks_down_and_up_every_line(qtbot: QtBot, reading: ReadingView, contents: Contents) -> None:
    QTest.keyClick(reading, Key.Key_F7)
    QTest.keyClick(reading, Key.Key_Home, CONTROL)
    down = [reading.selection_model.caret]
    for _ in range(200):
        QTest.keyClick(reading, Key.Key_Down)
        down.append(reading.selection_model.caret)
    assert down[-1] == len(contents.text)
    assert reading.is_visible(TextSpan(len(contents.text) - 1, len(contents.text)))
    for _ in range(200):
        QTest.keyClick(reading, Key.Key_Up)
    assert reading.selection_model.caret == 0
    assert reading.value == 0


def test_select_all_and_escape(qtbot: QtBot, reading: ReadingView, contents: Contents) -> None:
    QTest.keyClick(reading, Key.Key_A, CONTROL)
    assert reading.selection() == TextSpan(0, len(contents.text))
    QTest.keyClick(reading, Key.Key_Escape)
    assert reading.selection() is None


@pytest.mark.parametrize(
    ("key", "text", "modifiers"),
    [
        (Key.Key_J, "j", FREE),
        (Key.Key_1, "1", FREE),
        (Key.Key_Return, "\r", FREE),
        (Key.Key_Escape, "", FREE),
        (Key.Key_C, "\x03", CONTROL),
        (Key.Key_Left, "", Qt.KeyboardModifier.AltModifier),
        (Key.Key_PageDown, "", CONTROL),
        (Key.Key_Question, "?", SHIFT),
    ],
)
def test_other_keys_are_left_to_the_window(
    reading: ReadingView, key: Qt.Key, text: str, modifiers: Qt.KeyboardModifier
) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text)
    reading.keyPressEvent(event)
    assert not event.isAccepted()


def test_selecting_in_a_thesis_gives_its_words(qtbot: QtBot, view: ReadingView, moore: OpenDocument) -> None:
    contents = moore.contents
    view.set_contents(contents)
    wanted = span_of(contents, "the overall security of Central Asia")
    view.scroll_to(wanted, 0.5)
    drag(qtbot, view, point_at(view, wanted.start), point_at(view, wanted.end))
    selection = view.selection()
    assert selection is not None
    assert moore.quote(selection) == "the overall security of Central Asia"
