"""The pane around the text: header, outline, find bar, note marks, strip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip
from pytestqt.qtbot import QtBot

from reader.domain.annotation import AnnotationId, HighlightColour
from reader.domain.document import Contents
from reader.domain.text import TextSpan
from reader.services.library import OpenDocument
from reader.ui.appearance import Appearance
from reader.ui.reading.marks import HighlightMark, Side, StripTopic
from reader.ui.reading.outline import OutlineModel, OutlinePopup
from reader.ui.reading.reading_pane import ReadingPane

Key = Qt.Key
LEFT, FREE, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def make_pane(qtbot: QtBot, appearance: Appearance) -> Callable[[Side], ReadingPane]:
    def make(side: Side) -> ReadingPane:
        pane = ReadingPane(side, appearance)
        qtbot.addWidget(pane)
        pane.view.reduced_motion = True
        pane.resize(560, 700)
        pane.show()
        qtbot.waitExposed(pane)
        return pane

    return make


@pytest.fixture
def pane(make_pane: Callable[[Side], ReadingPane], lkhagvasuren: OpenDocument) -> ReadingPane:
    result = make_pane("left")
    result.set_document(lkhagvasuren)
    return result


def span_of(contents: Contents, text: str) -> TextSpan:
    start = contents.text.index(text)
    return TextSpan(start, start + len(text))


# -- header ----------------------------------------------------------------------------------------------------------


def test_the_header_tells_whose_text_and_where(pane: ReadingPane, lkhagvasuren: OpenDocument) -> None:
    place = span_of(lkhagvasuren.contents, "the SCO took a neutral position")
    pane.view.scroll_to(place, 0.5)
    assert "Lkhagvasuren, 2018" in pane.header.toolTip()
    path = pane.header.breadcrumb.text_shown
    assert path.startswith("Ch. 4 Analysis › The Shanghai Cooperation Organization Response")
    passage = lkhagvasuren.passage_at(place)
    assert passage is not None
    share = round(100 * place.start / len(lkhagvasuren.contents.text))
    assert pane.header.position == f"¶ {passage.paragraph} of {lkhagvasuren.contents.paragraphs} · {share} %"


def test_changed_details_leave_the_place(pane: ReadingPane, lkhagvasuren: OpenDocument) -> None:
    pane.view.scroll_to(lkhagvasuren.passages[40].span, 0.5)
    value = pane.view.value
    changed = replace(lkhagvasuren.document, title="Another Title", year=None)
    pane.refresh_details(replace(lkhagvasuren, document=changed))
    assert pane.view.value == value
    assert pane.header.toolTip() == "Another Title · Lkhagvasuren"


def test_loading_and_empty_panes_say_so(pane: ReadingPane) -> None:
    pane.show_loading("A Book")
    assert pane.document is None
    assert not pane.view.isVisible()
    assert not pane.grab().isNull()
    pane.show_empty("No document")
    assert not pane.grab().isNull()
    assert pane.open_outline() is None


def test_the_pane_with_the_keyboard_is_told(pane: ReadingPane, qtbot: QtBot) -> None:
    pane.header.breadcrumb.setFocus()
    with qtbot.waitSignal(pane.activated):
        QTest.mouseClick(pane.view.viewport(), LEFT, FREE, QPoint(200, 100))


def test_a_banner_stands_between_header_and_text(pane: ReadingPane) -> None:
    banner = QLabel("Something happened.")
    pane.show_banner(banner)
    QApplication.processEvents()
    assert pane.header.geometry().bottom() < banner.geometry().top()
    assert banner.geometry().bottom() < pane.view.mapTo(pane, QPoint(0, 0)).y()


# -- outline ---------------------------------------------------------------------------------------------------------


def open_outline(pane: ReadingPane, qtbot: QtBot) -> OutlinePopup:
    with qtbot.waitSignal(pane.outline_opened) as blocker:
        QTest.mouseClick(pane.header.breadcrumb, LEFT)
    assert blocker.args is not None
    popup = blocker.args[0]
    assert isinstance(popup, OutlinePopup)
    return popup


def test_the_outline_is_a_sound_tree(lkhagvasuren: OpenDocument, appearance: Appearance) -> None:
    model = OutlineModel(lkhagvasuren.contents, 9, appearance)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert tester.model() is model
    sections = lkhagvasuren.contents.sections
    assert model.titled_count == sum(bool(section.title) for section in sections)
    chapter = next(s for s in sections if s.title.startswith("CHAPTER 4"))
    index = model.index_of(chapter.ordinal)
    assert index.data() == "Ch. 4 Analysis"
    assert model.rowCount(index) == sum(s.parent == chapter.ordinal for s in sections)
    assert model.parent(model.index(0, 0, index)) == index


def test_the_outline_opens_where_the_reader_is_and_goes_where_told(
    pane: ReadingPane, lkhagvasuren: OpenDocument, qtbot: QtBot
) -> None:
    pane.view.scroll_to(span_of(lkhagvasuren.contents, "the SCO took a neutral position"), 0.5)
    popup = open_outline(pane, qtbot)
    assert str(popup.tree.currentIndex().data()).startswith("The Shanghai Cooperation Organization Response")
    QTest.keyClicks(popup.field, "methodology")
    assert popup.tree.currentIndex().data() == "Ch. 3 Research Methodology"
    QTest.keyClick(popup.field, Key.Key_Down)
    assert popup.tree.currentIndex().data() == "Methodology"
    with qtbot.waitSignal(pane.section_chosen):
        QTest.keyClick(popup.field, Key.Key_Return)
    section = next(s for s in lkhagvasuren.contents.sections if s.title == "Methodology")
    assert pane.view.is_visible(TextSpan(section.span.start, section.span.start + 5))
    assert pane.view.hasFocus()


def test_a_click_in_the_outline_goes_there(pane: ReadingPane, lkhagvasuren: OpenDocument, qtbot: QtBot) -> None:
    popup = open_outline(pane, qtbot)
    QTest.keyClicks(popup.field, "bibliography")
    with qtbot.waitSignal(pane.section_chosen):
        rect = popup.tree.visualRect(popup.tree.currentIndex())
        QTest.mouseClick(popup.tree.viewport(), LEFT, FREE, rect.center())
    assert pane.view.is_visible(lkhagvasuren.contents.sections[-1].span)


def test_the_outline_says_when_nothing_fits_and_esc_closes_it(pane: ReadingPane, qtbot: QtBot) -> None:
    popup = open_outline(pane, qtbot)
    value = pane.view.value
    QTest.keyClicks(popup.field, "zzz")
    assert not popup.tree.isVisible()
    QTest.keyClick(popup.field, Key.Key_Return)
    assert popup.isVisible()
    with qtbot.waitSignal(popup.destroyed):
        QTest.keyClick(popup, Key.Key_Escape)
    assert pane.view.value == value


# -- find bar --------------------------------------------------------------------------------------------------------


def find(pane: ReadingPane, qtbot: QtBot, text: str) -> list[TextSpan]:
    pane.open_find()
    pane.find_bar.field.clear()
    QTest.keyClicks(pane.find_bar.field, text)
    qtbot.waitUntil(lambda: not pane.find_bar.is_searching)
    return pane.find_bar.matches


def test_finding_counts_shows_and_steps(pane: ReadingPane, lkhagvasuren: OpenDocument, qtbot: QtBot) -> None:
    contents = lkhagvasuren.contents
    matches = find(pane, qtbot, "South Ossetia")
    assert [m.of(contents.text).lower() for m in matches] == ["south ossetia"] * len(matches)
    assert len(matches) == contents.text.lower().count("south ossetia") > 2
    bar = pane.find_bar
    assert bar.count.text() == f"1 of {len(matches)}"
    assert pane.view.is_visible(matches[0])
    QTest.keyClick(bar.field, Key.Key_Return)
    assert bar.count.text() == f"2 of {len(matches)}"
    assert pane.view.is_visible(matches[1])
    QTest.keyClick(bar.field, Key.Key_Return, SHIFT)
    QTest.keyClick(bar.field, Key.Key_F3, SHIFT)
    assert bar.count.text() == f"{len(matches)} of {len(matches)}"
    QTest.mouseClick(bar.next, LEFT)
    assert bar.count.text() == f"1 of {len(matches)}"


def test_finding_goes_on_from_where_the_reader_is(pane: ReadingPane, lkhagvasuren: OpenDocument, qtbot: QtBot) -> None:
    pane.view.scroll_to(lkhagvasuren.passages[100].span, 0.0)
    start = pane.view.visible_span().start
    matches = find(pane, qtbot, "georgia")
    ahead = next(i for i, m in enumerate(matches) if m.start >= start)
    assert ahead > 0
    assert pane.find_bar.count.text() == f"{ahead + 1} of {len(matches)}"


def test_words_are_found_over_a_note_number(pane: ReadingPane, lkhagvasuren: OpenDocument, qtbot: QtBot) -> None:
    (match,) = find(pane, qtbot, "position on the issue. Prior to the recognition")
    assert match.of(lkhagvasuren.contents.text) == "position on the issue.¹²² Prior to the recognition"


def test_nothing_found_is_said(pane: ReadingPane, qtbot: QtBot) -> None:
    assert find(pane, qtbot, "Kokoity zzz") == []
    assert pane.find_bar.count.text() == "Nothing found"
    assert not pane.find_bar.next.isEnabled()


def test_case_can_count(pane: ReadingPane, qtbot: QtBot) -> None:
    both = len(find(pane, qtbot, "Background"))
    QTest.mouseClick(pane.find_bar.match_case, LEFT)
    qtbot.waitUntil(lambda: not pane.find_bar.is_searching)
    assert 0 < len(pane.find_bar.matches) < both


def test_esc_closes_the_bar_and_gives_the_keys_back(pane: ReadingPane, qtbot: QtBot) -> None:
    find(pane, qtbot, "China")
    with qtbot.waitSignal(pane.find_bar.closed):
        QTest.keyClick(pane.find_bar.field, Key.Key_Escape)
    assert not pane.find_bar.isVisible()
    assert pane.view.hasFocus()
    assert pane.find_bar.matches == []


def test_selected_words_are_looked_for(pane: ReadingPane, lkhagvasuren: OpenDocument, qtbot: QtBot) -> None:
    pane.view.set_selection(span_of(lkhagvasuren.contents, "implacable enemies"))
    pane.open_find()
    qtbot.waitUntil(lambda: not pane.find_bar.is_searching)
    assert pane.find_bar.field.text() == "implacable enemies"
    assert pane.find_bar.count.text() == "1 of 1"
    pane.view.setFocus()
    QTest.keyClick(pane.view, Key.Key_F3)
    assert pane.find_bar.count.text() == "1 of 1"


def test_opening_the_bar_moves_no_text(pane: ReadingPane, lkhagvasuren: OpenDocument) -> None:
    place = lkhagvasuren.passages[60].span
    pane.view.scroll_to(place, 0.2)
    before = pane.view.extent(place)
    pane.open_find()
    QApplication.processEvents()
    assert pane.view.extent(place) == before


# -- note marks ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", ["left", "right"])
def test_note_marks_stand_beside_their_highlights(
    make_pane: Callable[[Side], ReadingPane], moore: OpenDocument, qtbot: QtBot, side: Side
) -> None:
    pane = make_pane(side)
    pane.set_document(moore)
    words = span_of(moore.contents, "realpolitik approaches")
    mark = HighlightMark(AnnotationId("noted"), words, HighlightColour.GREEN, has_note=True)
    plain = HighlightMark(AnnotationId("plain"), words, HighlightColour.BLUE)
    pane.view.set_highlights([mark, plain])
    assert pane.marks.buttons == []
    pane.view.scroll_to(words, 0.5)
    (button,) = pane.marks.buttons
    line = pane.view.line_rects(words)[0]
    assert abs(button.geometry().center().y() - line.center().y()) <= 2
    # 38 px from the pane's outer edge to the mark, of which the widget is 2 px wider on each side.
    x = button.mapTo(pane, QPoint(0, 0)).x()
    assert (x if side == "left" else pane.width() - x - button.width()) == 36
    assert button.accessibleName().startswith("Evidence, with note, ¶ 26")
    with qtbot.waitSignal(pane.note_activated) as blocker:
        QTest.mouseClick(button, LEFT)
    assert blocker.args == ["noted"]
    pane.view.scroll_by(5_000)
    assert pane.marks.buttons == []


def test_two_notes_on_a_line_do_not_cover_each_other(pane: ReadingPane, lkhagvasuren: OpenDocument) -> None:
    words = span_of(lkhagvasuren.contents, "implacable enemies")
    marks = [
        HighlightMark(AnnotationId(name), span, HighlightColour.YELLOW, has_note=True)
        for name, span in (("a", words), ("b", TextSpan(words.start + 3, words.end)))
    ]
    pane.view.set_highlights(marks)
    pane.view.scroll_to(words, 0.5)
    first, second = pane.marks.buttons
    assert second.y() - first.y() >= 20


# -- strip -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def topic(lkhagvasuren: OpenDocument) -> StripTopic:
    contents = lkhagvasuren.contents
    return StripTopic(
        "vermilion", "Georgia", [p.span for p in lkhagvasuren.passages if "Georgia" in p.span.of(contents.text)]
    )


def laid_out(pane: ReadingPane, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not pane.view.is_laying_out)


def test_a_click_on_a_mark_goes_to_its_passage(pane: ReadingPane, topic: StripTopic, qtbot: QtBot) -> None:
    laid_out(pane, qtbot)
    pane.strip.set_topics(topic)
    wanted = topic.spans[-1]
    y = round((pane.strip.y_of(wanted.start) + pane.strip.y_of(wanted.end)) / 2)
    heard: list[bool] = []
    pane.view.scrolled.connect(heard.append)
    QTest.mouseClick(pane.strip, LEFT, FREE, QPoint(25, y))
    assert pane.view.is_comfortably_visible(wanted)
    assert heard
    assert all(heard)


def test_a_click_elsewhere_goes_there_and_a_drag_scrolls(pane: ReadingPane, qtbot: QtBot) -> None:
    laid_out(pane, qtbot)
    strip, bar = pane.strip, pane.view.verticalScrollBar()
    QTest.mousePress(strip, LEFT, FREE, QPoint(20, strip.height() // 2))
    assert bar.value() == pytest.approx(bar.maximum() / 2, rel=0.02)
    QTest.mouseMove(strip, QPoint(20, strip.height() + 40))
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    QTest.mouseRelease(strip, LEFT, FREE, QPoint(20, 10))
    rect = strip.viewport_rect()
    assert rect.bottom() == pytest.approx(strip.height() - 7, abs=0.5)


def test_hovering_names_the_place(pane: ReadingPane, topic: StripTopic, qtbot: QtBot) -> None:
    laid_out(pane, qtbot)
    assert "Chapter" not in pane.strip.tooltip_at(8)
    pane.strip.set_topics(topic)
    y = round(pane.strip.y_of(topic.spans[-1].start)) + 1
    at = QPoint(20, y)
    QApplication.sendEvent(pane.strip, QHelpEvent(QHelpEvent.Type.ToolTip, at, pane.strip.mapToGlobal(at)))
    assert QToolTip.text().startswith("Georgia · ¶ ")
    QToolTip.hideText()


def test_the_strip_shows_topics_and_annotations_in_their_colours(
    pane: ReadingPane, topic: StripTopic, lkhagvasuren: OpenDocument, qtbot: QtBot, appearance: Appearance
) -> None:
    laid_out(pane, qtbot)
    word = span_of(lkhagvasuren.contents, "implacable enemies")
    pane.strip.set_topics(topic, [StripTopic("blue", "SCO", [p.span for p in lkhagvasuren.passages[::7]])])
    pane.strip.set_annotations([HighlightMark(AnnotationId("a"), word, HighlightColour.GREEN)])
    image = pane.strip.grab().toImage()
    span = topic.spans[-1]
    y = round((pane.strip.y_of(span.start) + pane.strip.y_of(span.end)) / 2)
    assert image.pixelColor(27, y) == appearance.theme.topic("vermilion")
    dot = image.pixelColor(12, round(pane.strip.y_of(word.start)))
    assert dot == appearance.theme.highlight_line(HighlightColour.GREEN)
