"""The topic editor with real mouse and keys: from two words to a topic."""

from __future__ import annotations

import itertools
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.domain.topic import TOPIC_COLOURS, TOPIC_GLYPHS, LearnedTerms, ProposedTerm, Topic, WeightedTerm
from reader.errors import TopicError
from reader.ui.appearance import Appearance
from reader.ui.tasks import TaskLane
from reader.ui.topics.learning_panel import learning_title, weight_words
from reader.ui.topics.look_picker import LookPicker
from reader.ui.topics.topic_editor import TopicEditor
from reader.ui.topics.topic_views import Counts, Learning, LearntTerm, TopicDraft, TopicSources, learning_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Source:
    """Counts terms as passages, and proposes the same two terms; remembers the thread it was asked on."""

    def __init__(self) -> None:
        self.asked: list[TopicDraft] = []
        self.threads: set[int] = set()
        self.broken = False

    def count(self, draft: TopicDraft) -> Counts:
        self.asked.append(draft)
        self.threads.add(threading.get_ident())
        if self.broken:
            raise TopicError("No.", "Nothing.")
        return len(draft.terms), 10 * len(draft.terms)

    def propose(self, draft: TopicDraft) -> tuple[ProposedTerm, ...]:
        self.threads.add(threading.get_ident())
        if self.broken:
            raise TopicError("No.", "Nothing.")
        return (
            *(ProposedTerm(term, 3, 2, "given") for term in draft.terms),
            ProposedTerm(WeightedTerm("South Ossetia", 0.8), 9, 4, "stands beside it"),
            ProposedTerm(WeightedTerm("Tbilisi", 0.6), 5, 1, "stands beside it"),
        )


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def editor(qtbot: QtBot, appearance: Appearance, source: Source, lane: TaskLane) -> TopicEditor:
    editor = TopicEditor(appearance, TopicSources(source.count, source.propose), lane)
    qtbot.addWidget(editor)
    return editor


def show(editor: TopicEditor, qtbot: QtBot) -> None:
    editor.show()
    editor.activateWindow()
    qtbot.waitUntil(editor.isActiveWindow)


def test_two_words_become_a_topic(editor: TopicEditor, source: Source, topics: list[Topic], qtbot: QtBot) -> None:
    editor.start_new(topics, look=("rose", "star"))
    show(editor, qtbot)
    form = editor.form
    assert QApplication.focusWidget() is form.name
    assert not form.save.isEnabled()
    assert "needs a name" in form.save.toolTip()
    assert not form.name_problem.isVisible(), "nobody is blamed before writing"
    QTest.keyClicks(form.name, "breakaway regions")
    qtbot.waitUntil(lambda: len(form.proposals.chips) == 2)
    assert form.counts.text() == "1 left · 10 right"
    assert form.terms.terms.terms == (WeightedTerm("breakaway regions"),), "the terms follow the name"
    QTest.mouseClick(form.proposals.chips[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: form.counts.text() == "2 left · 20 right")
    assert threading.get_ident() not in source.threads, "asked off the GUI thread"
    with qtbot.waitSignal(editor.saved) as saved:
        QTest.mouseClick(form.save, Qt.MouseButton.LeftButton)
    terms = (WeightedTerm("South Ossetia", 0.8), WeightedTerm("breakaway regions"))
    assert saved.args == [TopicDraft(None, "breakaway regions", "", terms, "rose", "star")]
    assert not editor.isVisible()


def test_only_the_last_question_is_answered(editor: TopicEditor, source: Source, qtbot: QtBot) -> None:
    editor.start_new([])
    show(editor, qtbot)
    QTest.keyClicks(editor.form.name, "gas, pipelines")
    qtbot.waitUntil(lambda: editor.form.counts.text() == "2 left · 20 right")
    assert [draft.terms for draft in source.asked] == [(WeightedTerm("gas"), WeightedTerm("pipelines"))]


def test_terms_are_typed_parted_by_commas_and_no_longer_follow_the_name(editor: TopicEditor, qtbot: QtBot) -> None:
    editor.start_new([], "Gas")
    show(editor, qtbot)
    QTest.keyClicks(editor.form.entry, "LNG, Gazprom")
    assert editor.draft().terms == (WeightedTerm("Gazprom"), WeightedTerm("LNG"), WeightedTerm("Gas"))
    QTest.keyClick(editor.form.entry, Qt.Key.Key_Return)
    QTest.keyClicks(editor.form.entry, "lng")
    QTest.mouseClick(editor.form.add, Qt.MouseButton.LeftButton)
    assert "is there already" in editor.form.hint.text()
    QTest.keyClicks(editor.form.name, " and oil")
    assert [term.term for term in editor.draft().terms] == ["Gazprom", "LNG", "Gas"]


def test_a_name_that_is_taken_and_missing_terms_are_told_in_place(
    editor: TopicEditor, topics: list[Topic], qtbot: QtBot
) -> None:
    editor.start_new(topics, "energy")
    show(editor, qtbot)
    form = editor.form
    assert form.name_problem.isVisible()
    assert "“Energy” already" in form.name_problem.text()
    assert not form.save.isEnabled()
    QTest.keyClicks(form.name, "Energy prices")
    assert form.save.isEnabled()
    form.terms.reveal(0)
    form.terms.setFocus()
    QTest.keyClick(form.terms, Qt.Key.Key_Delete)
    assert form.terms_problem.isVisible()
    assert not form.save.isEnabled()
    heard: list[object] = []
    editor.saved.connect(heard.append)
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not heard
    assert QApplication.focusWidget() is form.entry, "the field that is missing something"


def test_a_topic_may_keep_its_own_name(editor: TopicEditor, topics: list[Topic], qtbot: QtBot) -> None:
    editor.edit(topics[1], topics)
    show(editor, qtbot)
    assert not editor.has_changes()
    assert editor.form.save.isEnabled()
    editor.form.look.colour_swatches[3].click()
    assert editor.has_changes()
    with qtbot.waitSignal(editor.saved) as saved:
        QTest.keyClick(editor.form.description, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert saved.args == [TopicDraft("sco", "SCO", "", topics[1].terms, "violet", "square")]


def test_escape_asks_once_more_before_it_discards(editor: TopicEditor, qtbot: QtBot) -> None:
    editor.start_new([])
    show(editor, qtbot)
    QTest.keyClicks(editor.form.name, "Arms")
    QTest.keyClick(editor.form.name, Qt.Key.Key_Escape)
    assert editor.isVisible()
    assert "Esc again" in editor.form.hint.text()
    QTest.keyClick(editor.form.name, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    editor.start_new([])
    show(editor, qtbot)
    QTest.keyClick(editor.form.name, Qt.Key.Key_Escape)
    assert not editor.isVisible(), "nothing to lose"


def test_a_long_selection_describes_and_does_not_name(editor: TopicEditor, qtbot: QtBot) -> None:
    editor.start_new([], "China refused to support Russian military action in Georgia")
    assert editor.form.name.text() == ""
    assert editor.draft().description.startswith("China refused")
    qtbot.waitUntil(lambda: len(editor.form.proposals.chips) == 2)


def test_a_failed_question_is_told(editor: TopicEditor, source: Source, qtbot: QtBot) -> None:
    source.broken = True
    editor.start_new([], "Gas")
    qtbot.waitUntil(lambda: editor.form.counts.text() == "Counts not known")
    qtbot.waitUntil(lambda: "could be proposed" in editor.form.proposals.message.text())


def test_no_answer_comes_after_closing(editor: TopicEditor, source: Source, lane: TaskLane, qtbot: QtBot) -> None:
    editor.start_new([], "Gas")
    show(editor, qtbot)
    editor.reject()
    assert editor.form.counts.text() == "Counting…"
    assert not source.asked
    assert not lane.busy


def test_without_documents_topics_can_still_be_made(qtbot: QtBot, appearance: Appearance, lane: TaskLane) -> None:
    editor = TopicEditor(appearance, None, lane)
    qtbot.addWidget(editor)
    editor.start_new([], "Gas")
    assert "Open two documents" in editor.form.proposals.message.text()
    assert editor.form.save.isEnabled()


def test_everything_fits_the_smallest_window(editor: TopicEditor, topics: list[Topic], qtbot: QtBot) -> None:
    editor.edit(topics[0], topics, Learning(5, 2, (LearntTerm("Abkhazia", 0.6, 0.8, "in 4 of 5"),)))
    editor.resize(editor.minimumSizeHint())
    show(editor, qtbot)
    assert editor.width() <= 960
    assert editor.height() <= 600
    form = editor.form
    parts = (form.name, form.description, form.look, form.learning, form.entry, form.terms, form.proposals, form.save)
    for part in parts:
        assert editor.rect().contains(part.geometry()), part.accessibleName()
    boxes = [form.description.geometry(), form.look.geometry(), form.learning.geometry()]
    assert all(upper.bottom() < lower.top() for upper, lower in itertools.pairwise(boxes))


def test_tab_goes_through_the_fields_in_reading_order(editor: TopicEditor, qtbot: QtBot) -> None:
    editor.start_new([], "Gas")
    show(editor, qtbot)
    qtbot.waitUntil(lambda: len(editor.form.proposals.chips) == 2)
    form = editor.form
    look = form.look
    order = [form.description, look.colour_swatches[0], look.glyph_swatches[0], form.entry, form.add, form.terms]
    for widget in (*order, *form.proposals.chips, form.cancel, form.save, form.name):
        QTest.keyClick(editor, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is widget, widget.accessibleName()


# -- learning ----------------------------------------------------------------------------------------------------------


def test_what_was_learnt_is_told_and_taken_over(editor: TopicEditor, topics: list[Topic], qtbot: QtBot) -> None:
    learned = LearnedTerms(
        new=(ProposedTerm(WeightedTerm("Kosovo", 0.4), 3, 1, "in 3 of 5 confirmed"),),
        changed=(ProposedTerm(WeightedTerm("SCO", 0.4), 9, 9, "in 2 rejected"),),
    )
    learning = learning_of(topics[1], learned, 5, 2)
    assert [weight_words(term) for term in learning.terms] == ["new 0.4", "0.7 → 0.4"]
    editor.edit(topics[1], topics, learning)
    show(editor, qtbot)
    panel = editor.form.learning
    assert panel.title.text() == "Learnt from 5 confirmed, 2 rejected passages"
    assert [row.accessibleName() for row in panel.rows] == [
        "Kosovo, weight new 0.4, in 3 of 5 confirmed",
        "SCO, weight 0.7 to 0.4, in 2 rejected",
    ]
    assert editor.draft().terms == topics[1].terms, "nothing changes by itself"
    QTest.mouseClick(panel.take, Qt.MouseButton.LeftButton)
    assert editor.draft().terms == (
        WeightedTerm("Kosovo", 0.4),
        WeightedTerm("SCO", 0.4),
        WeightedTerm("Shanghai Five"),
    )
    assert not panel.take.isEnabled()


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        ((1, 0), "Learnt from 1 confirmed passage"),
        ((0, 3), "Learnt from 3 rejected passages"),
        ((0, 0), "Nothing learnt yet"),
    ],
)
def test_titles_of_what_was_learnt(counts: tuple[int, int], title: str) -> None:
    assert learning_title(Learning(*counts)) == title


def test_without_a_word_of_the_reader_there_is_no_panel(editor: TopicEditor, topics: list[Topic]) -> None:
    editor.edit(topics[0], topics, Learning(0, 0))
    assert editor.form.learning.isHidden()
    editor.edit(topics[0], topics, Learning(1, 0))
    assert not editor.form.learning.isHidden()
    assert editor.form.learning.take.isHidden()


# -- look --------------------------------------------------------------------------------------------------------------


def test_colours_and_shapes_by_mouse_and_arrow_keys(qtbot: QtBot, appearance: Appearance) -> None:
    picker = LookPicker(appearance)
    qtbot.addWidget(picker)
    picker.show()
    picker.activateWindow()
    qtbot.waitUntil(picker.isActiveWindow)
    with qtbot.waitSignal(picker.look_changed) as signal:
        QTest.mouseClick(picker.colour_swatches[4], Qt.MouseButton.LeftButton)
    assert signal.args == ["green", "circle"]
    picker.glyph_swatches[0].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(picker.glyph_swatches[0], Qt.Key.Key_Right)
    assert (picker.colour, picker.glyph) == ("green", "square")
    assert picker.glyph_swatches[1].hasFocus()
    reachable = [
        s for s in (*picker.colour_swatches, *picker.glyph_swatches) if s.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert [swatch.value for swatch in reachable] == ["green", "square"], "one tab stop a row"
    assert [s.accessibleName() for s in picker.glyph_swatches][2] == "Triangle up"
    picker.set_taken({("green", "square"): "History"})
    assert picker.caution.isVisible()
    assert "History" in picker.caution.text()
    picker.set_look(TOPIC_COLOURS[1], TOPIC_GLYPHS[7])
    assert not picker.caution.isVisible()
