"""The Alignments tab: what it lists, and what pointer and keys ask for."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from reader.domain.alignment import PairState, Relation
from reader.domain.topic import Topic
from reader.ui.appearance import Appearance
from reader.ui.dock.alignments_tab import AlignmentsTab
from reader.ui.dock.excerpt import Run
from reader.ui.dock.pair_card import PairCard, PairDetails, PairKey, PairOrder
from reader.ui.dock.pair_model import PairModel

GEORGIA = Topic("georgia", "Georgia", "", (), "vermilion", "circle")
CARDS = [
    PairCard((61, 26), 0.86, PairState.COMPUTED, "¶ 61", "¶ 26"),
    PairCard((61, 27), 0.84, PairState.COMPUTED, "¶ 61", "¶ 27"),
    PairCard((62, 26), 0.73, PairState.CONFIRMED, "¶ 62", "¶ 26", Relation.AGREE, "same claim"),
    PairCard((68, 26), 0.18, PairState.MADE, "¶ 68", "¶ 26"),
    PairCard((21, 3), 0.9, PairState.REJECTED, "¶ 21", "¶ 3"),
]


class Provider:
    """Counts what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[PairKey] = []

    def __call__(self, key: PairKey) -> PairDetails:
        self.asked.append(key)
        runs = (Run("China "), Run("refused", bold=True), Run(" to support Russian military action in Georgia. "))
        return PairDetails("Lkhagvasuren 2018, ¶ 61", "Moore 2012, ¶ 26", runs, runs, ("refuse", "Georgia") * 4, "Why")


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
def tab(qtbot: QtBot, appearance: Appearance, provider: Provider) -> AlignmentsTab:
    tab = AlignmentsTab(appearance)
    qtbot.addWidget(tab)
    tab.set_details(provider)
    tab.set_pairs(CARDS, GEORGIA, 17, 4)
    tab.resize(320, 800)
    with qtbot.waitExposed(tab):
        tab.show()
    return tab


def keys(model: PairModel) -> list[PairKey]:
    return [model.card(row).key for row in range(model.rowCount())]


def click(qtbot: QtBot, tab: AlignmentsTab, key: PairKey, place: QPoint | None = None) -> None:
    rect = tab.list.visualRect(tab.list.pairs.index(tab.list.pairs.row_of(key)))
    QTest.mouseClick(tab.list.viewport(), Qt.MouseButton.LeftButton, pos=place or rect.topLeft() + QPoint(60, 30))


def test_the_model_keeps_qts_rules(qtbot: QtBot) -> None:
    model = PairModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_cards(CARDS)
    model.set_state(PairState.COMPUTED)
    model.set_order(PairOrder.LEFT)
    model.set_state(None)
    model.set_cards(CARDS[:2])
    model.set_cards([])
    assert model.rowCount() == 0


def test_the_orders(tab: AlignmentsTab) -> None:
    assert keys(tab.list.pairs) == [(61, 26), (61, 27), (62, 26), (68, 26), (21, 3)]
    tab.set_order(PairOrder.LEFT)
    assert keys(tab.list.pairs) == [(21, 3), (61, 26), (61, 27), (62, 26), (68, 26)]
    tab.set_order(PairOrder.RIGHT)
    assert keys(tab.list.pairs) == [(21, 3), (61, 26), (62, 26), (68, 26), (61, 27)]


def test_the_segments_count_and_filter(qtbot: QtBot, tab: AlignmentsTab) -> None:
    names = [segment.accessibleName() for segment in tab.states.segments]
    assert names == ["All, 5", "To review, 2", "Confirmed, 1", "By hand, 1", "Rejected, 1"]
    QTest.mouseClick(tab.states.segments[1], Qt.MouseButton.LeftButton)
    assert keys(tab.list.pairs) == [(61, 26), (61, 27)]
    QTest.keyClick(tab.states.segments[1], Qt.Key.Key_Right)
    assert keys(tab.list.pairs) == [(62, 26)]


def test_a_card_is_named_for_assistive_technology(tab: AlignmentsTab) -> None:
    index = tab.list.pairs.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Pair 1 of 5, score 86, to review: left paragraph 61, right paragraph 26"
    )


def test_details_are_asked_for_cards_in_view_only(qtbot: QtBot, appearance: Appearance) -> None:
    provider = Provider()
    tab = AlignmentsTab(appearance)
    qtbot.addWidget(tab)
    tab.set_details(provider)
    tab.set_pairs([PairCard((n, n), 0.9, PairState.COMPUTED, f"¶ {n}", f"¶ {n}") for n in range(800)], None, 0, 0)
    tab.set_current((400, 400))
    tab.resize(320, 600)
    with qtbot.waitExposed(tab):
        tab.show()
    tab.grab()
    assert (400, 400) in provider.asked
    assert len(provider.asked) == len(set(provider.asked)) < 30


def test_a_click_goes_to_the_pair(qtbot: QtBot, tab: AlignmentsTab) -> None:
    with qtbot.waitSignal(tab.pair_activated) as goes:
        click(qtbot, tab, (62, 26))
    assert goes.args == [(62, 26)]


def test_arrows_move_and_enter_goes(qtbot: QtBot, tab: AlignmentsTab) -> None:
    tab.set_current((61, 26))
    tab.list.setFocus()
    QTest.keyClick(tab.list, Qt.Key.Key_Down)
    QTest.keyClick(tab.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(tab.pair_activated) as goes:
        QTest.keyClick(tab.list, Qt.Key.Key_Return)
    assert goes.args == [(62, 26)]
    assert tab.list.pairs.current == (61, 26)


@pytest.mark.parametrize(
    ("key", "signal"),
    [("c", "confirm_requested"), ("x", "reject_requested"), ("u", "undo_requested"), ("n", "note_requested")],
)
def test_letters_act_on_the_card_under_the_cursor(qtbot: QtBot, tab: AlignmentsTab, key: str, signal: str) -> None:
    tab.set_current((61, 26))
    tab.list.setFocus()
    QTest.keyClick(tab.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(getattr(tab, signal)) as asked:
        QTest.keyClicks(tab.list, key)
    assert asked.args == [(61, 27)]


def test_the_current_card_has_buttons(qtbot: QtBot, tab: AlignmentsTab) -> None:
    tab.set_current((61, 26))
    tab.grab()
    bar = tab.list.actions_bar
    card = tab.list.visualRect(tab.list.pairs.index(0))
    assert bar.isVisible()
    assert card.contains(bar.geometry())
    assert bar.undo.isHidden()
    for button, signal in ((bar.confirm, tab.confirm_requested), (bar.reject, tab.reject_requested)):
        with qtbot.waitSignal(signal) as asked:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert asked.args == [(61, 26)]


def test_the_buttons_follow_state_and_scrolling(qtbot: QtBot, tab: AlignmentsTab) -> None:
    tab.resize(320, 420)
    tab.set_current((62, 26))
    tab.grab()
    bar = tab.list.actions_bar
    assert bar.confirm.isHidden()
    assert not bar.undo.isHidden()
    before = bar.y()
    tab.list.verticalScrollBar().setValue(tab.list.verticalScrollBar().value() - 40)
    assert bar.y() == before + 40
    tab.set_current(None)
    tab.grab()
    assert bar.isHidden()


def test_a_relation_is_chosen_in_the_menu(qtbot: QtBot, tab: AlignmentsTab) -> None:
    tab.set_current((62, 26))
    tab.grab()
    menu = tab.list.actions_bar.relation.menu()
    assert menu is not None
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["They agree"]
    with qtbot.waitSignal(tab.relation_chosen) as chosen:
        menu.actions()[2].trigger()
    assert chosen.args == [(62, 26), Relation.DIFFER]


def test_a_rejected_card_offers_undo(qtbot: QtBot, tab: AlignmentsTab) -> None:
    tab.grab()
    row = tab.list.pairs.row_of((21, 3))
    rect = tab.list.visualRect(tab.list.pairs.index(row))
    undo = tab.list._delegate.undo_rect(tab.list._delegate.card_rect(rect)).center().toPoint()
    with qtbot.waitSignal(tab.undo_requested) as asked, qtbot.assertNotEmitted(tab.pair_activated):
        click(qtbot, tab, (21, 3), undo)
    assert asked.args == [(21, 3)]


def test_the_cursor_stays_on_its_pair_when_states_change(tab: AlignmentsTab) -> None:
    tab.set_current((61, 27))
    changed = [*CARDS[1:], PairCard((61, 26), 0.86, PairState.REJECTED, "¶ 61", "¶ 26")]
    tab.set_pairs(changed, GEORGIA, 17, 4)
    assert tab.list.cursor_key() == (61, 27)
    assert keys(tab.list.pairs)[-1] == (61, 26)


def test_cards_are_laid_out_again_when_the_width_changes(tab: AlignmentsTab) -> None:
    tab.set_current((61, 26))
    tab.resize(280, 800)
    rects = [tab.list.visualRect(tab.list.pairs.index(row)) for row in range(5)]
    assert all(a.bottom() < b.top() for a, b in pairwise(rects))
    assert all(rect.width() <= 280 for rect in rects)


@pytest.mark.parametrize(
    ("left", "right", "side", "text"),
    [(1, 0, "left", "left text has 1 passage on it"), (0, 3, "right", "right text has 3 passages on it")],
)
def test_a_topic_on_one_side_only(
    qtbot: QtBot, tab: AlignmentsTab, left: int, right: int, side: str, text: str
) -> None:
    tab.set_pairs([], Topic("crimea", "Crimea", "", (), "slate", "hexagon"), left, right)
    assert tab.empty.title == "No counterpart for Crimea"
    assert text in tab.empty.accessibleDescription()
    with qtbot.waitSignal(tab.one_side_requested) as asked:
        QTest.mouseClick(tab.empty.action, Qt.MouseButton.LeftButton)
    assert asked.args == [side]


def test_while_aligning_it_says_so(tab: AlignmentsTab) -> None:
    tab.set_pairs([], None, 0, 0)
    tab.set_aligning(True)
    assert tab.empty.title == "Aligning…"
    tab.set_aligning(False)
    assert tab.empty.title == "No pairs yet"


def test_an_empty_filter_leads_back_to_all(qtbot: QtBot, tab: AlignmentsTab) -> None:
    tab.set_pairs(CARDS[:2], GEORGIA, 17, 4)
    tab.states.choose(4)
    assert tab.empty.isVisible()
    QTest.mouseClick(tab.empty.action, Qt.MouseButton.LeftButton)
    assert tab.list.isVisible()
    assert tab.list.pairs.rowCount() == 2


def test_it_repaints_in_the_other_theme(appearance: Appearance, tab: AlignmentsTab) -> None:
    tab.set_current((61, 26))
    light = tab.grab().toImage()
    appearance.use_scheme(dark=True)
    assert tab.grab().toImage() != light
