"""The dialogs: a document's data, and the documents of the library."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from reader.domain.document import Document, DocumentId
from reader.ui.appearance import Appearance
from reader.ui.dialogs.document_dialog import DocumentDialog, DocumentValues
from reader.ui.dialogs.document_table import DocumentTable
from reader.ui.dialogs.library_dialog import LibraryDialog


def document(name: str, title: str, author: str, year: int | None, passages: int) -> Document:
    added = datetime(2026, 3, 12, 15, 0, tzinfo=UTC)
    return Document(DocumentId(name), name, title, author, year, "text", name, name, f"{name}.txt", 10, passages, added)


DOCUMENTS = [
    document("l", "The Sino-Russian Collaboration", "U. Lkhagvasuren", 2018, 170),
    document("m", "An Analysis", "Moore", 2012, 90),
    document("n", "Notes", "", None, 9),
]


@pytest.fixture
def dialog(qtbot: QtBot, appearance: Appearance) -> LibraryDialog:
    dialog = LibraryDialog(appearance)
    qtbot.addWidget(dialog)
    dialog.set_documents(DOCUMENTS, DocumentId("l"), DocumentId("m"))
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    return dialog


def shown(dialog: LibraryDialog, column: int = 0) -> list[str]:
    model = dialog.table.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def choose(dialog: LibraryDialog, title: str) -> None:
    dialog.table.selectRow(shown(dialog).index(title))


def test_the_table_keeps_qts_rules(qtbot: QtBot) -> None:
    table = DocumentTable()
    QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.set_documents(DOCUMENTS, DocumentId("l"), DocumentId("l"))
    assert table.index(0, 7).data() == "Both"
    table.set_documents([])
    assert table.rowCount() == 0


def test_documents_are_listed_by_title(dialog: LibraryDialog) -> None:
    assert shown(dialog) == ["An Analysis", "Notes", "The Sino-Russian Collaboration"]
    assert shown(dialog, 2) == ["2012", "", "2018"]
    assert shown(dialog, 7) == ["Right", "", "Left"]


def test_passages_are_ordered_as_numbers(dialog: LibraryDialog) -> None:
    dialog.table.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    assert shown(dialog, 3) == ["9", "90", "170"]


def test_search_narrows_and_says_when_nothing_is_found(dialog: LibraryDialog) -> None:
    QTest.keyClicks(dialog.words, "moore 2012")
    assert shown(dialog) == ["An Analysis"]
    assert dialog.selected() == "m"
    QTest.keyClicks(dialog.words, " zzz")
    assert shown(dialog) == []
    assert dialog._nothing.isVisible()
    assert not dialog.left.isEnabled()
    assert dialog.left.toolTip() == "Choose a document first"


@pytest.mark.parametrize(
    ("button", "signal"),
    [
        ("left", "open_left"),
        ("right", "open_right"),
        ("edit", "edit_requested"),
        ("remove", "remove_requested"),
    ],
)
def test_buttons_act_on_the_selection(qtbot: QtBot, dialog: LibraryDialog, button: str, signal: str) -> None:
    choose(dialog, "Notes")
    with qtbot.waitSignal(getattr(dialog, signal)) as asked:
        QTest.mouseClick(getattr(dialog, button), Qt.MouseButton.LeftButton)
    assert asked.args == ["n"]


def test_keys_in_the_table(qtbot: QtBot, dialog: LibraryDialog) -> None:
    choose(dialog, "Notes")
    dialog.table.setFocus()
    for key, modifier, signal in (
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, dialog.open_left),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier, dialog.open_right),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, dialog.remove_requested),
    ):
        with qtbot.waitSignal(signal) as asked:
            QTest.keyClick(dialog.table, key, modifier)
        assert asked.args == ["n"]


@pytest.mark.parametrize(("left", "signal"), [("l", "open_right"), (None, "open_left")])
def test_a_double_click_opens_on_the_free_side(
    qtbot: QtBot, dialog: LibraryDialog, left: str | None, signal: str
) -> None:
    dialog.set_documents(DOCUMENTS, DocumentId(left) if left else None)
    index = dialog.table.model().index(shown(dialog).index("Notes"), 0)
    place = dialog.table.visualRect(index).center()
    QTest.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(getattr(dialog, signal)) as asked:
        QTest.mouseDClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == ["n"]


def test_the_selection_stays_on_its_document(dialog: LibraryDialog) -> None:
    choose(dialog, "Notes")
    dialog.set_documents([*DOCUMENTS, document("a", "A first one", "", None, 1)])
    assert dialog.selected() == "n"


def test_import_needs_no_selection(qtbot: QtBot, dialog: LibraryDialog) -> None:
    dialog.set_documents([])
    assert dialog._nothing.text().startswith("The library is empty")
    with qtbot.waitSignal(dialog.import_requested):
        QTest.mouseClick(dialog.importer, Qt.MouseButton.LeftButton)


@pytest.fixture
def form(qtbot: QtBot, appearance: Appearance) -> DocumentDialog:
    form = DocumentDialog(appearance, DOCUMENTS[0])
    qtbot.addWidget(form)
    form.show()
    return form


def test_the_form_begins_valid(form: DocumentDialog) -> None:
    assert form.ok.isEnabled()
    assert form.values() == DocumentValues("The Sino-Russian Collaboration", "U. Lkhagvasuren", 2018)


@pytest.mark.parametrize(("year", "value"), [("", None), (" 1 ", 1), ("9999", 9999)])
def test_valid_years(form: DocumentDialog, year: str, value: int | None) -> None:
    form.year.clear()
    QTest.keyClicks(form.year, year)
    assert form.ok.isEnabled()
    assert form.values().year == value


@pytest.mark.parametrize("year", ["0", "10000", "20x", "-5", "1.5", "²"])
def test_invalid_years_are_told_at_once(form: DocumentDialog, year: str) -> None:
    form.year.setText(year)
    assert not form.ok.isEnabled()
    assert form.problem.text().startswith("A year is a number")
    assert form.ok.toolTip() == form.problem.text()


def test_a_title_is_needed(form: DocumentDialog) -> None:
    form.title.setText("   ")
    assert not form.ok.isEnabled()
    assert form.problem.text() == "A document needs a title."
    QTest.keyClick(form.title, Qt.Key.Key_Return)
    assert form.isVisible()


def test_enter_accepts(qtbot: QtBot, form: DocumentDialog) -> None:
    with qtbot.waitSignal(form.accepted):
        QTest.keyClick(form.title, Qt.Key.Key_Return)
