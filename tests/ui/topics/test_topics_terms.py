"""Terms and their weights: the model, the list with real mouse and keys, and the chips of proposals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from reader.domain.topic import ProposedTerm, WeightedTerm
from reader.ui.appearance import Appearance
from reader.ui.topics.proposals import MOST, ProposalChips
from reader.ui.topics.term_list import TermList
from reader.ui.topics.term_model import STEPS, TermModel, next_step, split_terms

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TERMS = [WeightedTerm("South Ossetia"), WeightedTerm("Abkhazia", 0.6), WeightedTerm("Caucasus", 0.4)]


@given(st.text(alphabet="aAb ,;\n\t", max_size=30))
def test_typed_terms_are_parted_clean_and_without_doubles(text: str) -> None:
    terms = split_terms(text)
    assert all(term and term == " ".join(term.split()) and "," not in term and ";" not in term for term in terms)
    folded = [term.casefold() for term in terms]
    assert len(set(folded)) == len(folded)
    assert set(folded) == {
        " ".join(p.split()).casefold() for p in text.replace(";", ",").replace("\n", ",").split(",")
    } - {""}


@given(st.floats(0.01, 1.0), st.sampled_from([-1, 1]))
def test_a_step_leads_to_a_step_in_its_direction(weight: float, direction: int) -> None:
    stepped = next_step(weight, direction)
    assert stepped in STEPS
    assert (stepped - weight) * direction >= 0 or stepped in (STEPS[0], STEPS[-1])


def test_the_model_keeps_qt_rules_while_it_changes(qtbot: QtBot) -> None:
    model = TermModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    heard: list[int] = []
    model.terms_changed.connect(lambda: heard.append(1))
    model.set_terms(TERMS)
    assert not heard, "showing other terms is not the reader's change"
    added = model.add([WeightedTerm(" south  ossetia "), WeightedTerm("Tbilisi"), WeightedTerm("tbilisi", 0.2)])
    assert added == [WeightedTerm("Tbilisi")]
    assert model.terms == (WeightedTerm("Tbilisi"), *TERMS)
    model.set_weight(1, 0.8)
    assert not model.setData(model.index(2), "CAUCASUS"), "there already"
    assert not model.setData(model.index(2), "  ")
    assert model.setData(model.index(2), "Abkhaz")
    model.remove(0)
    assert model.terms == (WeightedTerm("South Ossetia", 0.8), WeightedTerm("Abkhaz", 0.6), TERMS[2])
    assert len(heard) == 4
    assert tester.model() is model


@pytest.fixture
def terms(qtbot: QtBot, appearance: Appearance) -> TermList:
    terms = TermList(appearance)
    qtbot.addWidget(terms)
    terms.terms.set_terms(TERMS)
    terms.resize(400, 200)
    terms.show()
    terms.activateWindow()
    qtbot.waitUntil(terms.isActiveWindow)
    terms.setFocus()
    return terms


def press(terms: TermList, place: QPoint) -> None:
    QTest.mouseClick(terms.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_press_on_a_step_weighs_and_on_the_cross_removes(terms: TermList) -> None:
    row = terms.visualRect(terms.terms.index(1))
    meter = terms.delegate.meter_rect(row)
    for number, step in enumerate(STEPS):
        press(terms, QPoint(meter.left() + 15 * number + 5, row.center().y()))
        assert terms.terms.terms[1].weight == step
    press(terms, terms.delegate.cross_rect(row).center())
    assert [term.term for term in terms.terms.terms] == ["South Ossetia", "Caucasus"]
    assert terms.currentIndex().row() == 1
    assert terms.delegate.step_at(row, QPoint(meter.left() - 20, row.center().y())) is None


def test_keys_weigh_remove_and_rewrite(terms: TermList, qtbot: QtBot) -> None:
    terms.reveal(0)
    QTest.keyClick(terms, Qt.Key.Key_Left)
    QTest.keyClick(terms, Qt.Key.Key_Left)
    assert terms.terms.terms[0].weight == 0.6
    QTest.keyClick(terms, Qt.Key.Key_Right)
    assert terms.terms.terms[0].weight == 0.8
    QTest.keyClick(terms, Qt.Key.Key_Down)
    QTest.keyClick(terms, Qt.Key.Key_Delete)
    assert [term.term for term in terms.terms.terms] == ["South Ossetia", "Caucasus"]
    QTest.keyClick(terms, Qt.Key.Key_F2)
    field = terms.viewport().findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, "Tskhinvali")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: terms.terms.terms[1] == WeightedTerm("Tskhinvali", 0.4))
    assert terms.terms.data(terms.terms.index(1), Qt.ItemDataRole.AccessibleTextRole) == "Tskhinvali, weight 0.4"


def test_a_term_in_focus_and_its_weight_can_be_seen(terms: TermList, appearance: Appearance) -> None:
    terms.set_colour("blue")
    terms.reveal(0)
    focused = terms.grab().toImage()
    row = terms.visualRect(terms.terms.index(0)).translated(terms.viewport().pos())
    meter = terms.delegate.meter_rect(row)
    assert focused.pixelColor(meter.left() + 6, row.center().y()) == appearance.theme.topic("blue")
    terms.clearFocus()
    assert terms.grab().toImage() != focused


def proposals(count: int) -> list[ProposedTerm]:
    return [ProposedTerm(WeightedTerm(f"term {n}", 0.6), n + 2, n, f"reason {n}") for n in range(count)]


def test_chips_add_their_term_by_mouse_and_keys_and_go(qtbot: QtBot, appearance: Appearance) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    chips = ProposalChips(appearance, window)
    chips.resize(400, 120)
    window.resize(420, 140)
    chips.set_proposals(proposals(3))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first = chips.chips[0]
    assert first.accessibleName() == "Add term 0, 2 passages left, 0 right"
    assert first.toolTip() == "term 0: 2 passages left, 0 right\nreason 0"
    heard: list[ProposedTerm] = []
    chips.chosen.connect(heard.append)
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    chips.chips[0].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(chips.chips[0], Qt.Key.Key_Space)
    assert [each.term.term for each in heard] == ["term 0", "term 1"]
    assert QApplication.focusWidget() is chips.chips[0], "the next chip takes the focus"
    chips.set_proposals([])
    assert chips.message.isVisible()
    assert chips.message.text()


def test_chips_are_as_wide_as_their_words_and_not_too_many(qtbot: QtBot, appearance: Appearance) -> None:
    chips = ProposalChips(appearance)
    qtbot.addWidget(chips)
    chips.resize(320, 200)
    long = ProposedTerm(WeightedTerm("recognition of the independence and territorial integrity of"), 120, 130, "")
    chips.set_proposals([long, *proposals(MOST + 4)])
    chips.show()
    qtbot.waitExposed(chips)
    assert len(chips.chips) == MOST
    for chip in chips.chips:
        assert chip.width() == min(chip.sizeHint().width(), 320), "neither clipped nor stretched"
        assert chip.geometry().right() < 320
