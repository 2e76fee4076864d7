"""The cards of sources and the tab that lists them, without a window."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.domain.document import Document, DocumentId
from reader.domain.note import (
    Apparatus,
    Certainty,
    Citation,
    Concordance,
    Name,
    Occurrence,
    ReferenceForm,
    ResolvedNote,
    SharedSource,
    SoleSource,
    SourceRelation,
    Work,
    WorkKind,
)
from reader.domain.text import TextSpan
from reader.ui.appearance import Appearance
from reader.ui.sources.number_chips import MOST_SHOWN, NumberChips
from reader.ui.sources.source_card import SourceCard, SourceGroup, citation_html, source_cards
from reader.ui.sources.sources_tab import SourcesTab

ATLAS = Work("Atlas of Rivers", WorkKind.BOOK, (Name("Brook", "Ada"),), publisher="Weir", year=1999)
LATER = replace(ATLAS, publisher="Ford", year=2004)
DAMS = Work("Dams", WorkKind.BOOK, (Name("Brook", "Ada"),), year=2001)


def document(slug: str, author: str) -> Document:
    added = datetime(2020, 1, 1, tzinfo=UTC)
    return Document(DocumentId(slug), slug, slug, author, 2020, "text", "", "", "", 0, 0, added)


def note(number: int, form: ReferenceForm = ReferenceForm.FULL, *, marker: bool = True) -> ResolvedNote:
    words = TextSpan(1000 + number * 10, 1005 + number * 10)
    cited = Citation(0, words, form, Certainty.CERTAIN)
    return ResolvedNote(0, number, words, words, TextSpan(number, number + 1) if marker else None, (cited,))


def occurrence(notes: tuple[ResolvedNote, ...], at: int) -> Occurrence:
    each = notes[at]
    return Occurrence(0, at, each.number, each.words, each.marker, "7", Certainty.CERTAIN)


@pytest.fixture
def cards() -> list[SourceCard]:
    left = (note(3), note(4, ReferenceForm.IBID))
    right = tuple(note(number, marker=number != 2) for number in range(1, 30))
    apparatus = {"left": Apparatus(left, (ATLAS,)), "right": Apparatus(right, (LATER, DAMS))}
    shared = SharedSource(
        SourceRelation.WORK,
        ATLAS,
        tuple(occurrence(left, at) for at in (0, 1)),
        tuple(occurrence(right, at) for at in range(29)),
    )
    sole = SoleSource(DAMS, (Occurrence(1, None, None, TextSpan(5, 9), None, None, Certainty.CERTAIN),))
    documents = {"left": document("left", "Lee Ash"), "right": document("right", "Rae Birch")}
    return source_cards(documents, apparatus, Concordance((shared,), (), (sole,)))  # type: ignore[arg-type]


@pytest.fixture
def tab(qtbot: QtBot, resources_path: Path, cards: list[SourceCard]) -> SourcesTab:
    tab = SourcesTab(Appearance(resources_path))
    qtbot.addWidget(tab)
    tab.resize(280, 700)
    tab.show()
    tab.set_cards(cards)
    return tab


def test_a_card_tells_editions_ibids_and_lost_markers(cards: list[SourceCard]) -> None:
    shared = cards[0]
    assert [side.caption for side in shared.sides] == ["Ash · Weir, 1999", "Birch · Ford, 2004"]
    assert shared.remarks == ("Different editions: page numbers may not agree.",)
    assert [place.from_ibid for place in shared.places("left")] == [False, True]
    lost = shared.places("right")[1]
    assert not lost.has_marker
    assert lost.span == TextSpan(1020, 1025)
    assert lost.spoken == "Note 2, right, page 7, its marker is lost: goes to the note"
    assert shared.matches("brook 1999")
    assert shared.matches("atlas 2004")
    assert not shared.matches("brook dams")


def test_an_entry_no_note_cites_is_named_as_such(cards: list[SourceCard]) -> None:
    only = cards[-1]
    assert only.group is SourceGroup.RIGHT
    assert [place.label for place in only.places("right")] == ["Bibliography"]


def test_long_addresses_may_break(cards: list[SourceCard]) -> None:
    web = replace(ATLAS, url="https://example.org/a/long-path/to.html")
    assert "\u200b" in citation_html(web)
    assert "<i>Atlas of Rivers</i>" in citation_html(web)


def test_many_chips_unfold(qtbot: QtBot, resources_path: Path, cards: list[SourceCard]) -> None:
    chips = NumberChips(Appearance(resources_path), cards[0].places("right"))
    qtbot.addWidget(chips)
    assert len(chips.chips) == MOST_SHOWN
    assert chips.more is not None
    assert chips.more.text() == f"+{29 - MOST_SHOWN}"
    chips.more.click()
    assert len(chips.chips) == 29
    assert chips.more is None


def test_walking_shows_the_hidden_chip_it_came_to(tab: SourcesTab) -> None:
    panel = tab.panels[0]
    tab.select(panel.card)
    for _ in range(20):
        tab.walk()
    place = panel.card.places("right")[19]
    assert panel.chips[1].chips[place].current
    assert panel.chips[0].chips[panel.card.places("left")[1]].current


def test_nothing_is_wider_than_the_narrow_panel(qtbot: QtBot, tab: SourcesTab) -> None:
    tab.select(tab.panels[0].card)
    qtbot.waitUntil(lambda: tab.panels[0].height() > 150)
    inside = tab.area.viewport().width()
    for panel in tab.panels:
        assert panel.width() <= inside
        for chips in panel.chips:
            for chip in chips.chips.values():
                assert chip.geometry().right() < chips.width()
                assert chip.geometry().bottom() <= chips.height()


def test_keys_select_walk_and_step(qtbot: QtBot, tab: SourcesTab) -> None:
    panel = tab.panels[0]
    panel.setFocus()
    with qtbot.waitSignal(tab.selected):
        QTest.keyClick(panel, Qt.Key.Key_Return)
    with qtbot.waitSignal(tab.walked) as walked:
        QTest.keyClick(panel, Qt.Key.Key_Return)
    assert walked.args == [(panel.card.places("left")[0], panel.card.places("right")[0])]


def test_empty_states(tab: SourcesTab) -> None:
    tab.set_computing()
    tab.set_cards((), has_notes=False)
    assert tab.empty.title == "No footnotes found"
    tab.set_cards((), has_notes=True)
    assert tab.empty.title == "No sources found"
    tab.clear()
    assert tab.empty.title == "No sources yet"
    tab.set_failed()
    assert tab.empty.title == "The notes could not be read"
