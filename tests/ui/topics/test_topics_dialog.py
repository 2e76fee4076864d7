"""The list of all topics with real mouse and keys, the suggestions beside it, and the menus on topics."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from reader.domain.topic import ProposedTerm, SuggestedTopic, WeightedTerm
from reader.ui.appearance import Appearance
from reader.ui.toolbar.topic_chip import TopicItem
from reader.ui.topics.topic_menu import PassageTopic, TopicMenus
from reader.ui.topics.topic_model import TopicModel, TopicRow
from reader.ui.topics.topics_dialog import TopicsDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ITEMS = [
    TopicItem("georgia", "Georgia", "vermilion", "circle", 17, 4),
    TopicItem("sco", "SCO", "blue", "square", 97, 8),
    TopicItem("energy", "Energy", "ochre", "triangle-up", 10, 0),
    TopicItem("nato", "NATO & the West", "violet", "diamond"),
]
ROWS = [TopicRow(item, f"About {item.name}", 3) for item in ITEMS]
EXERCISES = SuggestedTopic(
    "Joint exercises",
    (ProposedTerm(WeightedTerm("Peace Mission"), 8, 5, "w"), ProposedTerm(WeightedTerm("troops", 0.6), 4, 3, "w")),
    (1, 2, 3),
    (7,),
    "near “military”",
)


@pytest.fixture
def dialog(qtbot: QtBot, appearance: Appearance) -> TopicsDialog:
    dialog = TopicsDialog(appearance)
    qtbot.addWidget(dialog)
    dialog.set_topics(ROWS)
    dialog.set_suggestions([EXERCISES])
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def slugs(dialog: TopicsDialog) -> list[str]:
    return [row.item.slug for row in dialog.list.topics.topics]


def middle(dialog: TopicsDialog, row: int) -> QPoint:
    return dialog.list.visualRect(dialog.list.topics.index(row)).center()


def test_the_model_keeps_qt_rules_while_topics_move(qtbot: QtBot) -> None:
    model = TopicModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_topics(ROWS)
    assert model.move(0, 2)
    assert [row.item.slug for row in model.topics] == ["sco", "energy", "georgia", "nato"]
    assert model.move(3, -5)
    assert [row.item.slug for row in model.topics] == ["nato", "sco", "energy", "georgia"]
    assert not model.move(3, 99)
    model.set_words("about geo")
    assert model.rowCount() == 1
    assert not model.move(0, 1), "a search hides what lies between"
    model.set_topics(ROWS[:2])
    assert (
        model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole) == "Georgia, 17 passages left, 4 right, 1 of 1"
    )
    assert tester.model() is model


@pytest.mark.parametrize(
    ("start", "end", "order"), [(0, 2, "sco georgia energy nato"), (3, 0, "nato georgia sco energy")]
)
def test_a_topic_is_dragged_to_its_place(dialog: TopicsDialog, qtbot: QtBot, start: int, end: int, order: str) -> None:
    view = dialog.list.viewport()
    heard: list[tuple[str, int]] = []
    dialog.move_requested.connect(lambda slug, position: heard.append((slug, position)))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=middle(dialog, start))
    target = middle(dialog, end) - QPoint(0, 8)
    for step in (QPoint(0, 6), QPoint(0, 20)):
        QTest.mouseMove(view, middle(dialog, start) + step)
    QTest.mouseMove(view, target)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=target)
    assert " ".join(slugs(dialog)) == order
    slug = ITEMS[start].slug
    assert heard == [(slug, order.split().index(slug))]
    assert dialog.list.slug() == slug


def test_escape_puts_a_dragged_topic_back(dialog: TopicsDialog) -> None:
    view = dialog.list.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=middle(dialog, 0))
    QTest.mouseMove(view, middle(dialog, 2))
    before = dialog.list.grab().toImage()
    QTest.keyClick(dialog.list, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.list.grab().toImage() != before, "the line is gone"
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle(dialog, 2))
    assert slugs(dialog) == [item.slug for item in ITEMS]


def test_keys_and_buttons_move_too(dialog: TopicsDialog, qtbot: QtBot) -> None:
    dialog.select("sco")
    dialog.list.setFocus()
    with qtbot.waitSignal(dialog.move_requested) as moved:
        QTest.keyClick(dialog.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert moved.args == ["sco", 0]
    assert not dialog.up.isEnabled()
    with qtbot.waitSignal(dialog.move_requested) as moved:
        QTest.mouseClick(dialog.down, Qt.MouseButton.LeftButton)
    assert moved.args == ["sco", 1]
    assert slugs(dialog) == [item.slug for item in ITEMS]


def test_what_is_pressed_is_asked_for(dialog: TopicsDialog, qtbot: QtBot) -> None:
    dialog.select("energy")
    for button, signal in (
        (dialog.edit, dialog.edit_requested),
        (dialog.duplicate, dialog.duplicate_requested),
        (dialog.remove, dialog.remove_requested),
    ):
        with qtbot.waitSignal(signal) as heard:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert heard.args == ["energy"]
    for key, signal in ((Qt.Key.Key_Return, dialog.edit_requested), (Qt.Key.Key_Delete, dialog.remove_requested)):
        with qtbot.waitSignal(signal) as heard:
            QTest.keyClick(dialog.list, key)
        assert heard.args == ["energy"]
    assert slugs(dialog) == [item.slug for item in ITEMS], "the window does it"
    for button, signal in ((dialog.new, dialog.new_requested), (dialog.restore, dialog.restore_requested)):
        with qtbot.waitSignal(signal):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_merging_chooses_the_topic_that_stays(dialog: TopicsDialog, qtbot: QtBot) -> None:
    dialog.select("georgia")
    menu = dialog.merge.menu()
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["SCO", "Energy", "NATO && the West"]
    with qtbot.waitSignal(dialog.merge_requested) as heard:
        menu.actions()[1].trigger()
    assert heard.args == ["georgia", "energy"]
    dialog.set_topics(ROWS[:1])
    assert not dialog.merge.isEnabled()


def test_removing_keeps_the_place_and_can_be_undone(dialog: TopicsDialog, qtbot: QtBot) -> None:
    dialog.select("sco")
    dialog.set_topics([ROWS[0], ROWS[2], ROWS[3]])
    dialog.show_notice("Removed SCO")
    assert dialog.list.slug() == "energy"
    assert dialog.notice.isVisible()
    with qtbot.waitSignal(dialog.undo_requested):
        QTest.mouseClick(dialog.notice.action, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(dialog.undo_requested):
        QTest.keyClick(dialog.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_a_search_narrows_and_escape_clears_it_first(dialog: TopicsDialog) -> None:
    QTest.keyClicks(dialog.words, "west")
    assert dialog.list.topics.rowCount() == 1
    assert dialog.list.slug() == "nato"
    assert not dialog.up.isEnabled()
    assert not dialog.down.isEnabled()
    QTest.keyClicks(dialog.words, "zz")
    assert dialog.empty.title == "Nothing found for “westzz”"
    assert not dialog.edit.isEnabled()
    QTest.keyClick(dialog.words, Qt.Key.Key_Escape)
    assert dialog.list.topics.rowCount() == 4
    assert dialog.words.text() == ""


def test_suggestions_are_added_or_edited_first(dialog: TopicsDialog, qtbot: QtBot) -> None:
    (card,) = dialog.suggestions.cards
    assert card.accessibleName() == (
        "Both speak of Joint exercises and no topic covers it: 3 passages left, 1 right, terms Peace Mission, troops"
    )
    with qtbot.waitSignal(dialog.suggestion_chosen) as heard:
        QTest.mouseClick(card.add, Qt.MouseButton.LeftButton)
    assert heard.args == [EXERCISES]
    dialog.show_suggestions()
    assert card.add.hasFocus()
    with qtbot.waitSignal(dialog.suggestion_edit_requested) as heard:
        QTest.mouseClick(card.edit, Qt.MouseButton.LeftButton)
    assert heard.args == [EXERCISES]
    for given, title in ((None, "No suggestions yet"), ([], "Nothing to suggest")):
        dialog.set_suggestions(given)
        assert dialog.suggestions.empty.title == title
    dialog.set_looking()
    assert "Looking" in dialog.suggestions.empty.title


def test_tab_reaches_the_suggestions_before_the_dialogs_own_buttons(dialog: TopicsDialog) -> None:
    dialog.select("sco")
    dialog.words.setFocus()
    (card,) = dialog.suggestions.cards
    order = [dialog.new, dialog.list, dialog.edit, dialog.duplicate, dialog.merge, dialog.up, dialog.down]
    for widget in (*order, dialog.remove, card.edit, card.add, dialog.restore, dialog.close_button, dialog.words):
        QTest.keyClick(dialog, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is widget, widget.accessibleName()


def test_without_topics_the_next_step_is_a_new_one(dialog: TopicsDialog, qtbot: QtBot) -> None:
    dialog.set_topics([])
    assert dialog.empty.title == "No topics yet"
    with qtbot.waitSignal(dialog.new_requested):
        QTest.mouseClick(dialog.empty.action, Qt.MouseButton.LeftButton)


def test_everything_fits_the_smallest_window(dialog: TopicsDialog) -> None:
    assert dialog.minimumSizeHint().width() <= 960
    assert dialog.minimumSizeHint().height() <= 600
    dialog.resize(dialog.minimumSizeHint())
    for button in (dialog.edit, dialog.duplicate, dialog.merge, dialog.up, dialog.down, dialog.remove, dialog.new):
        assert button.width() >= button.sizeHint().width()
        assert dialog.rect().contains(button.geometry())


# -- menus -------------------------------------------------------------------------------------------------------------


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_a_chip_has_a_menu(qtbot: QtBot, appearance: Appearance) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    menus = TopicMenus(appearance)
    heard: list[object] = []
    menus.edit_requested.connect(heard.append)
    menus.remove_requested.connect(heard.append)
    menus.move_requested.connect(lambda slug, position: heard.append((slug, position)))
    menus.new_requested.connect(lambda: heard.append("new"))
    menus.suggestions_requested.connect(lambda: heard.append("suggestions"))
    menus.manage_requested.connect(lambda: heard.append("manage"))
    menu = menus.chip_menu(ITEMS, "sco", host)
    assert texts(menu) == [
        "Edit SCO…",
        "Move left",
        "Move right",
        "Remove SCO",
        "New topic…",
        "Suggested topics…",
        "Manage topics…",
    ]
    for action in menu.actions():
        action.trigger()
    assert heard == ["sco", ("sco", 0), ("sco", 2), "sco", "new", "suggestions", "manage"]
    first, last = (menus.chip_menu(ITEMS, slug, host) for slug in ("georgia", "nato"))
    assert [action.isEnabled() for action in first.actions()[1:3]] == [False, True]
    assert [action.isEnabled() for action in last.actions()[1:3]] == [True, False]


def test_a_passage_treats_a_topic_or_not(qtbot: QtBot, appearance: Appearance) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    menus = TopicMenus(appearance)
    heard: list[tuple[str, object]] = []
    menus.verdict_given.connect(lambda slug, verdict: heard.append((slug, verdict)))
    menu = QMenu(host)
    others = [PassageTopic(ITEMS[1], computed=True), PassageTopic(ITEMS[2])]
    menus.add_verdicts(menu, PassageTopic(ITEMS[0], verdict=True, computed=True), others)
    treats, not_treats, more = menu.actions()
    assert (treats.text(), not_treats.text()) == ("Treats Georgia", "Does not treat Georgia")
    assert (treats.isChecked(), not_treats.isChecked()) == (True, False)
    treats.trigger()
    not_treats.trigger()
    submenu = more.menu()
    assert isinstance(submenu, QMenu)
    assert [action.isChecked() for action in submenu.actions()] == [True, False]
    submenu.actions()[0].trigger()
    submenu.actions()[1].trigger()
    assert heard == [("georgia", None), ("georgia", False), ("sco", False), ("energy", True)]
