"""The Annotations tab: filters, groups, and what pointer and keys ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from reader.domain.annotation import AnnotationId, HighlightColour, Placement
from reader.domain.text import TextSpan
from reader.domain.topic import Topic
from reader.ui.appearance import Appearance
from reader.ui.dock.annotation_card import (
    AnnotationCard,
    AnnotationOrder,
    CardFilter,
    CardSide,
    GroupHeading,
    arrange,
    count_colours,
    describe,
    shown_time,
    tag_tree,
)
from reader.ui.dock.annotation_model import AnnotationModel
from reader.ui.dock.annotations_tab import AnnotationsTab
from reader.ui.dock.note_text import note_runs
from reader.ui.dock.review_places import ReviewPlace, Surroundings, shortened, surroundings

NOW = datetime(2026, 3, 12, 15, 0, tzinfo=UTC)
GEORGIA = Topic("georgia", "Georgia", "", (), "vermilion", "circle")


def card(
    name: str,
    *,
    side: CardSide = "left",
    colour: HighlightColour = HighlightColour.YELLOW,
    note: str = "",
    tags: tuple[str, ...] = (),
    topics: frozenset[str] = frozenset(),
    offset: int = 0,
    minutes: int = 0,
) -> AnnotationCard:
    return AnnotationCard(
        AnnotationId(name),
        side,
        "¶ 61",
        colour,
        f"quote {name}",
        note,
        tags,
        NOW - timedelta(minutes=minutes),
        topics=topics,
        offset=offset,
    )


CARDS = [
    card(
        "a", note="Rests on **Bolt**", tags=("energy/pipelines", "sourcing"), topics=frozenset({"georgia"}), minutes=9
    ),
    card("b", side="right", colour=HighlightColour.GREEN, tags=("energy",), offset=5, minutes=5),
    card("c", colour=HighlightColour.BLUE, topics=frozenset({"georgia"}), offset=90, minutes=1),
]


@pytest.fixture
def tab(qtbot: QtBot, appearance: Appearance) -> AnnotationsTab:
    tab = AnnotationsTab(appearance)
    qtbot.addWidget(tab)
    tab.set_annotations(CARDS)
    tab.set_topics([GEORGIA], GEORGIA)
    tab.set_on_screen([AnnotationId("b")])
    tab.resize(320, 700)
    with qtbot.waitExposed(tab):
        tab.show()
    return tab


def rows(tab: AnnotationsTab) -> list[str]:
    model = tab.list.annotations
    shown = [model.row(number) for number in range(model.rowCount())]
    return [row.text if isinstance(row, GroupHeading) else row.id for row in shown]


# -- without widgets ---------------------------------------------------------------------------------------------


def test_groups_by_screen_topic_and_rest() -> None:
    shown = arrange(CARDS, CardFilter(), AnnotationOrder.POSITION, {AnnotationId("b")}, ("georgia", "Georgia"))
    assert [row.text if isinstance(row, GroupHeading) else row.id for row in shown] == [
        "On this screen",
        "b",
        "Elsewhere on Georgia",
        "a",
        "c",
    ]
    newest = arrange(CARDS, CardFilter(), AnnotationOrder.NEWEST, (), None)
    assert [row.id for row in newest if isinstance(row, AnnotationCard)] == ["c", "b", "a"]


def test_tags_make_a_tree_whose_counts_add_up() -> None:
    assert tag_tree(CARDS) == [("energy", 2), ("energy/pipelines", 1), ("sourcing", 1)]


@pytest.mark.parametrize(
    ("filter_", "ids"),
    [
        (CardFilter(text="bolt on"), ["a"]),
        (CardFilter(text="evidence"), ["b"]),
        (CardFilter(tag="energy"), ["a", "b"]),
        (CardFilter(tag="energy/pipelines"), ["a"]),
        (CardFilter(side="right"), ["b"]),
        (CardFilter(topic="georgia"), ["a", "c"]),
        (CardFilter(colours=frozenset({HighlightColour.BLUE, HighlightColour.GREEN})), ["b", "c"]),
        (CardFilter(topic="georgia", tag="energy"), ["a"]),
    ],
)
def test_filters_are_joined_by_and(filter_: CardFilter, ids: list[str]) -> None:
    assert [c.id for c in CARDS if filter_.matches(c)] == ids


def test_colour_counts_look_past_the_chosen_colours() -> None:
    filter_ = CardFilter(topic="georgia", colours=frozenset({HighlightColour.PINK}))
    counts = count_colours(CARDS, filter_)
    assert counts[HighlightColour.YELLOW] == counts[HighlightColour.BLUE] == 1
    assert counts[HighlightColour.GREEN] == 0


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (NOW.replace(hour=14, minute=12), "14:12"),
        (NOW - timedelta(days=3), "Mon"),
        (NOW - timedelta(days=7), "5 Mar"),
        (NOW.replace(year=2024), "12 Mar 2024"),
    ],
)
def test_times(moment: datetime, shown: str) -> None:
    assert shown_time(moment, NOW) == shown


def test_uncertain_places_are_told() -> None:
    orphan = AnnotationCard(
        AnnotationId("x"), "left", "¶ 3", HighlightColour.PINK, "q", "n", ("t",), NOW, Placement.ORPHANED
    )
    assert describe(orphan) == "Dispute, left, paragraph 3, its place is lost, with note, tags t: q"


def test_markdown_becomes_runs(qtbot: QtBot) -> None:
    runs = note_runs("A **realist** reading, *later*.\n\n- one\n- two")
    assert [run.text for run in runs if run.bold] == ["realist"]
    assert [run.text for run in runs if run.italic] == ["later"]
    assert "".join(run.text for run in runs).split("\u2028") == ["A realist reading, later.", "• one", "• two"]


@given(st.text(max_size=200))
def test_any_note_can_be_shown(note: str) -> None:
    assert all(run.text for run in note_runs(note)) or not note


# -- the tab -----------------------------------------------------------------------------------------------------


def test_the_model_keeps_qts_rules(qtbot: QtBot) -> None:
    model = AnnotationModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_cards(CARDS)
    model.set_on_screen([AnnotationId("a")])
    model.set_topic(("georgia", "Georgia"))
    model.set_filter(CardFilter(text="b"))
    model.set_order(AnnotationOrder.NEWEST)
    model.set_cards([])
    assert model.rowCount() == 0


def test_typing_narrows_and_clearing_shows_all(qtbot: QtBot, tab: AnnotationsTab) -> None:
    with qtbot.waitSignal(tab.filter_changed):
        QTest.keyClicks(tab.filters.words, "zzz")
    assert tab.empty.title == "Nothing matches"
    QTest.mouseClick(tab.empty.action, Qt.MouseButton.LeftButton)
    assert tab.filters.words.text() == ""
    assert len(rows(tab)) == 5


def test_colour_buttons_toggle(tab: AnnotationsTab) -> None:
    button = tab.filters.colours[HighlightColour.BLUE]
    assert button.accessibleName() == "Context, 1"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert rows(tab) == ["Elsewhere on Georgia", "c"]
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert len(rows(tab)) == 5


def test_menus_narrow_by_side_topic_and_tag(tab: AnnotationsTab) -> None:
    for button, number, left in (
        (tab.filters.side, 2, ["On this screen", "b"]),
        (tab.filters.topic, 1, ["Elsewhere on Georgia", "a", "c"]),
        (tab.filters.tag, 2, ["Elsewhere on Georgia", "a"]),
    ):
        menu = button.menu()
        assert menu is not None
        menu.actions()[number].trigger()
        assert rows(tab) == left
        tab.filters.clear()


def test_a_tag_that_is_gone_is_no_longer_asked_for(tab: AnnotationsTab) -> None:
    menu = tab.filters.tag.menu()
    assert menu is not None
    menu.actions()[3].trigger()
    assert rows(tab) == ["Elsewhere on Georgia", "a"]
    tab.set_annotations(CARDS[1:])
    assert tab.filters.filter.tag is None
    assert "c" in rows(tab)


def test_a_press_goes_there_and_shows_the_buttons(qtbot: QtBot, tab: AnnotationsTab) -> None:
    index = tab.list.annotations.index(tab.list.annotations.row_of(AnnotationId("c")))
    with qtbot.waitSignal(tab.annotation_activated) as goes:
        QTest.mouseClick(
            tab.list.viewport(),
            Qt.MouseButton.LeftButton,
            pos=tab.list.visualRect(index).topLeft() + QPoint(40, 20),
        )
    assert goes.args == ["c"]
    tab.grab()
    place = tab.list.visualRect(index)
    for button in tab.list.card_actions.buttons:
        assert button.isVisible()
        assert place.contains(button.geometry().center())
    with qtbot.waitSignal(tab.tags_edit_requested) as asked:
        QTest.mouseClick(tab.list.card_actions.add_tag, Qt.MouseButton.LeftButton)
    assert asked.args == ["c"]


@pytest.mark.parametrize(
    ("key", "signal", "args"),
    [
        (Qt.Key.Key_E, "edit_requested", ["a"]),
        (Qt.Key.Key_T, "tags_edit_requested", ["a"]),
        (Qt.Key.Key_Delete, "delete_requested", ["a"]),
        (Qt.Key.Key_Return, "annotation_activated", ["a"]),
        (Qt.Key.Key_4, "recolour_requested", ["a", HighlightColour.PINK]),
    ],
)
def test_keys_act_on_the_card_under_the_cursor(
    qtbot: QtBot, tab: AnnotationsTab, key: Qt.Key, signal: str, args: list[object]
) -> None:
    tab.set_current(AnnotationId("a"))
    tab.list.setFocus()
    with qtbot.waitSignal(getattr(tab, signal)) as asked:
        QTest.keyClick(tab.list, key)
    assert asked.args == args


def test_copy_is_asked_for_the_whole_quote(qtbot: QtBot, tab: AnnotationsTab) -> None:
    tab.set_current(AnnotationId("a"))
    with qtbot.waitSignal(tab.copy_requested) as asked:
        QTest.keyClick(tab.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == ["a"]


def test_the_menu_recolours_and_deletes(qtbot: QtBot, tab: AnnotationsTab) -> None:
    menu = tab.list.card_actions.menu(CARDS[0])
    words = [action.text().partition("\t")[0] for action in menu.actions() if not action.isSeparator()]
    assert words == ["Edit note", "Change colour", "Add tag", "Copy quote", "Delete"]
    colours = menu.actions()[1].menu()
    assert colours is not None
    with qtbot.waitSignal(tab.recolour_requested) as asked:
        colours.actions()[1].trigger()  # type: ignore[attr-defined] # the stubs call it an object
    assert asked.args == ["a", HighlightColour.GREEN]
    menu.deleteLater()


def test_arrows_pass_over_headings(tab: AnnotationsTab) -> None:
    tab.set_current(AnnotationId("b"))
    tab.list.setFocus()
    QTest.keyClick(tab.list, Qt.Key.Key_Down)
    current = tab.list.current_card()
    assert current is not None
    assert current.id == "a"


def test_the_cursor_stays_when_groups_change(tab: AnnotationsTab) -> None:
    tab.set_current(AnnotationId("a"))
    tab.set_on_screen([AnnotationId("a"), AnnotationId("c")])
    current = tab.list.current_card()
    assert current is not None
    assert current.id == "a"
    assert rows(tab) == ["On this screen", "a", "c", "Elsewhere", "b"]


def test_without_annotations_it_says_how_to_begin(tab: AnnotationsTab) -> None:
    tab.set_annotations([])
    assert tab.empty.title == "No annotations yet"
    assert tab.empty.accessibleDescription().endswith("press h")
    assert tab.filters.isHidden()


# -- annotations without a sure place ----------------------------------------------------------------------------

UNSURE = [
    replace(card("lost", offset=1), placement=Placement.ORPHANED),
    replace(card("d", offset=2), placement=Placement.REVIEW),
    replace(card("e", side="right", offset=3), placement=Placement.REVIEW),
]
WAS = Surroundings("…before ", "quote d", " after…")


def place(number: int) -> ReviewPlace:
    return ReviewPlace(TextSpan(number, number + 5), f"¶ {number}", Surroundings("", f"words {number}", ""))


def test_what_has_no_sure_place_is_listed_by_what_became_of_it() -> None:
    shown = arrange([*CARDS, *UNSURE], CardFilter(unsure=True), AnnotationOrder.POSITION, {AnnotationId("d")}, None)
    assert [row.text if isinstance(row, GroupHeading) else row.id for row in shown] == [
        "To review",
        "d",
        "e",
        "Without a place",
        "lost",
    ]


def test_the_banner_counts_and_goes_to_the_first_question(tab: AnnotationsTab) -> None:
    assert tab.banner.isHidden()
    tab.set_annotations([*CARDS, *UNSURE])
    assert tab.banner.accessibleName() == (
        "2 annotations to review. Their text reads otherwise now. 1 more without a place."
    )
    QTest.keyClicks(tab.filters.words, "quote a")
    QTest.mouseClick(tab.banner.button, Qt.MouseButton.LeftButton)
    assert rows(tab) == ["To review", "d", "e", "Without a place", "lost"], "no other filter hides a question"
    assert tab.review.card is not None
    assert tab.review.card.id == "d"
    assert tab.filters.isHidden()
    QTest.mouseClick(tab.banner.button, Qt.MouseButton.LeftButton)
    assert len([row for row in rows(tab) if row in {"a", "b", "c", "d", "e", "lost"}]) == 6
    assert tab.filters.isVisible()


def test_lost_ones_alone_ask_for_nothing_but_can_be_listed(tab: AnnotationsTab) -> None:
    tab.set_annotations([*CARDS, UNSURE[0]])
    assert tab.banner.isHidden()
    tab.filters.unsure.trigger()
    assert rows(tab) == ["Without a place", "lost"]
    assert tab.banner.title.text() == "1 annotation without a place"
    assert tab.filters.isVisible()
    tab.filters.clear()
    assert not tab.filters.unsure.isChecked()


def test_settling_one_goes_on_to_the_next(qtbot: QtBot, tab: AnnotationsTab) -> None:
    tab.set_annotations([*CARDS, *UNSURE])
    tab.show_review()
    tab.review.show_places(AnnotationId("d"), WAS, [place(number) for number in range(7)])
    assert len(tab.review.places) == 5
    with qtbot.waitSignal(tab.place_visited) as asked:
        QTest.keyClick(tab.review.places[1].go, Qt.Key.Key_Return)
    assert asked.args == ["d", TextSpan(1, 6)]
    with qtbot.waitSignals([tab.place_taken, tab.review_asked]):
        QTest.mouseClick(tab.review.places[1].take, Qt.MouseButton.LeftButton)
    assert tab.review.card is not None
    assert tab.review.card.id == "e"
    tab.review.show_places(AnnotationId("d"), WAS, [place(1)])
    assert not tab.review.places, "an answer that comes too late is about another annotation"


def test_a_lost_one_without_places_can_be_placed_by_hand_only(qtbot: QtBot, tab: AnnotationsTab) -> None:
    tab.set_annotations([*CARDS, *UNSURE])
    tab.set_current(AnnotationId("lost"))
    tab.review.show_places(AnnotationId("lost"), WAS, [])
    assert [button.text() for button in tab.review.other_buttons] == ["Place it on the selected words"]
    with qtbot.waitSignal(tab.selection_taken) as asked:
        QTest.mouseClick(tab.review.other_buttons[0], Qt.MouseButton.LeftButton)
    assert asked.args == ["lost"]
    tab.set_current(AnnotationId("a"))
    assert tab.review.isHidden()


@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=60))
def test_surroundings_keep_the_words_whole_on_one_line(words: str, before: str, after: str) -> None:
    shown = surroundings(before, words, after)
    assert shown.words == " ".join(words.split())
    assert "\n" not in "".join(run.text for run in shown.runs())
    assert len(shortened(shown.words)) <= 83
