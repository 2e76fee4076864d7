"""The toolbar with real mouse and keys, at several widths."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from reader.domain.topic import TOPIC_COLOURS, TOPIC_GLYPHS
from reader.ui.appearance import Appearance
from reader.ui.toolbar.toolbar import LABELS_FROM, Toolbar
from reader.ui.toolbar.topic_chip import TopicChip, TopicItem

# Warnings of the screenless platform, which has no window manager to talk to.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NAMES = ("Georgia", "SCO", "Energy", "NATO", "History", "Central Asia", "Arms", "Terrorism", "Crimea", "Taiwan")
ITEMS = [
    TopicItem(name.casefold(), name, TOPIC_COLOURS[i % 8], TOPIC_GLYPHS[i % 8], 17 + i, 0 if name == "Crimea" else 4)
    for i, name in enumerate(NAMES)
]


@pytest.fixture
def appearance(qapp: QApplication, resources_path: Path) -> Appearance:
    return Appearance(resources_path)


@pytest.fixture
def toolbar(qtbot: QtBot, appearance: Appearance) -> Iterator[Toolbar]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(2400, 60)
    toolbar = Toolbar(appearance, window)
    toolbar.resize(1440, 48)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    toolbar.set_documents_open(True)
    toolbar.set_topics(ITEMS, "georgia")
    yield toolbar
    window.close()  # also keeps the window from being collected while the test runs


def chip(toolbar: Toolbar, slug: str) -> TopicChip:
    (found,) = [chip for chip in toolbar.findChildren(TopicChip) if chip.item.slug == slug and chip.isVisible()]
    return found


def test_a_chip_chooses_its_topic(toolbar: Toolbar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(toolbar.topic_chosen) as signal:
        QTest.mouseClick(chip(toolbar, "energy"), Qt.MouseButton.LeftButton)
    assert signal.args == ["energy"]
    with qtbot.waitSignal(toolbar.topic_chosen) as signal:
        QTest.keyClick(chip(toolbar, "sco"), Qt.Key.Key_Return)
    assert signal.args == ["sco"]


def test_chips_say_their_counts_and_which_is_active(toolbar: Toolbar) -> None:
    assert chip(toolbar, "georgia").accessibleName() == "Georgia, 17 passages left, 4 right, active"
    toolbar.set_topics(ITEMS, "crimea")
    assert chip(toolbar, "georgia").accessibleName() == "Georgia, 17 passages left, 4 right"
    assert "Only one of the texts speaks of it" in chip(toolbar, "crimea").toolTip()


@pytest.mark.parametrize("width", [960, 1280, 1359, 1440, 1920, 2400])
@pytest.mark.parametrize("active", ["georgia", "taiwan", None])
def test_chips_fit_and_the_rest_is_in_the_menu(toolbar: Toolbar, width: int, active: str | None) -> None:
    toolbar.set_topics(ITEMS, active)
    toolbar.resize(width, 48)
    row = toolbar.topics
    shown = [c for c in toolbar.findChildren(TopicChip) if c.isVisible()]
    assert {c.item.slug for c in shown} | {item.slug for item in row.hidden_items} == {item.slug for item in ITEMS}
    assert active is None or active in row.visible_slugs
    edges = sorted([row.previous.geometry(), *(c.geometry() for c in shown), row.next.geometry()], key=lambda g: g.x())
    assert row.rect().contains(edges[0])
    assert row.rect().contains(edges[-1])
    assert all(a.right() <= b.left() for a, b in itertools.pairwise(edges))
    assert row.more.isVisible() == bool(row.hidden_items)
    assert all(c.width() >= c.sizeHint().width() for c in shown)


def test_wider_windows_show_no_fewer_chips(toolbar: Toolbar) -> None:
    counts = []
    for width in range(960, LABELS_FROM, 20):
        toolbar.resize(width, 48)
        counts.append(len(toolbar.topics.visible_slugs))
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


def test_the_more_menu_holds_counts_and_chooses(toolbar: Toolbar, qtbot: QtBot) -> None:
    toolbar.resize(1000, 48)
    menu = toolbar.topics.more.menu()
    assert menu is not None
    hidden = toolbar.topics.hidden_items
    assert toolbar.topics.more.text() == f"+{len(hidden)}"
    assert [a.text() for a in menu.actions()] == [f"{i.name}\t{i.left} | {i.right}" for i in hidden]
    QTest.mouseClick(toolbar.topics.more, Qt.MouseButton.LeftButton)
    assert menu.isVisible()
    with qtbot.waitSignal(toolbar.topic_chosen) as signal:
        menu.actions()[-1].trigger()
    menu.close()
    assert signal.args == ["taiwan"]


def test_the_bracket_keys_are_buttons(toolbar: Toolbar, qtbot: QtBot) -> None:
    for key, step in ((toolbar.topics.previous, -1), (toolbar.topics.next, 1)):
        assert key.width() >= 24
        with qtbot.waitSignal(toolbar.topic_step_requested) as signal:
            QTest.mouseClick(key, Qt.MouseButton.LeftButton)
        assert signal.args == [step]


def test_below_the_limit_labels_go_and_names_stay(toolbar: Toolbar) -> None:
    assert (toolbar.linked.text(), toolbar.export.text()) == ("Linked", "Export")
    wide = toolbar.find_field.width()
    toolbar.resize(LABELS_FROM - 1, 48)
    assert (toolbar.linked.text(), toolbar.export.text()) == ("", "")
    assert toolbar.find_field.width() < wide
    assert toolbar.find_field.placeholderText() == "Find"
    assert toolbar.export.accessibleName() == "Export"
    assert "Ctrl+L" in toolbar.linked.toolTip()


def test_everything_is_inside_the_smallest_window(toolbar: Toolbar) -> None:
    toolbar.resize(960, 48)
    QApplication.processEvents()
    controls = (toolbar.library, toolbar.back, toolbar.forward, toolbar.topics, toolbar.find_field, toolbar.linked)
    for control in (*controls, toolbar.export, toolbar.menu):
        assert toolbar.rect().contains(control.geometry())


def test_find_asks_on_enter_and_leaves_on_escape(toolbar: Toolbar, qtbot: QtBot) -> None:
    toolbar.focus_find()
    assert QApplication.focusWidget() is toolbar.find_field
    QTest.keyClicks(toolbar.find_field, "Abkhazia / j")
    with qtbot.waitSignal(toolbar.find_requested) as signal:
        QTest.keyClick(toolbar.find_field, Qt.Key.Key_Return)
    assert signal.args == ["Abkhazia / j"]
    with qtbot.waitSignal(toolbar.find_left):
        QTest.keyClick(toolbar.find_field, Qt.Key.Key_Escape)


def test_linked_toggles_between_follow_and_off(toolbar: Toolbar, qtbot: QtBot) -> None:
    heard: list[object] = []
    toolbar.linked_mode_chosen.connect(heard.append)
    toolbar.linked_toggled.connect(heard.append)
    QTest.mouseClick(toolbar.linked, Qt.MouseButton.LeftButton, pos=QPoint(20, 18))
    QTest.mouseClick(toolbar.linked, Qt.MouseButton.LeftButton, pos=QPoint(20, 18))
    assert heard == ["off", False, "follow", True]
    toolbar.set_linked_mode("offset")
    assert toolbar.linked.isChecked()
    assert heard == ["off", False, "follow", True], "showing a mode is not choosing it"
    QTest.keyClick(toolbar.linked, Qt.Key.Key_Space)
    assert heard[-2:] == ["off", False]


@pytest.mark.parametrize("how", ["chevron", "key"])
def test_the_linked_menu_holds_the_three_modes(toolbar: Toolbar, qtbot: QtBot, how: str) -> None:
    if how == "chevron":
        QTest.mouseClick(
            toolbar.linked,
            Qt.MouseButton.LeftButton,
            pos=QPoint(toolbar.linked.width() - 10, toolbar.linked.height() // 2),
        )
    else:
        QTest.keyClick(toolbar.linked, Qt.Key.Key_Down)
    menu = toolbar.linked.menu()
    assert menu is not None
    assert menu.isVisible()
    assert [a.text() for a in menu.actions()] == ["Follow", "Locked offset", "Off"]
    assert [a.isChecked() for a in menu.actions()] == [True, False, False]
    with qtbot.waitSignal(toolbar.linked_mode_chosen) as signal:
        menu.actions()[1].trigger()
    menu.close()
    assert signal.args == ["offset"]
    assert toolbar.linked.mode == "offset"


def test_the_window_fills_the_menus(toolbar: Toolbar) -> None:
    menus = []
    for button, give in (
        (toolbar.library, toolbar.set_library_menu),
        (toolbar.export, toolbar.set_export_menu),
        (toolbar.menu, toolbar.set_main_menu),
    ):
        menu = QMenu(toolbar)
        menu.addAction("Something")
        give(menu)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert menu.isVisible()
        menu.close()
        menus.append(menu)
    assert len(menus) == 3


def test_history_buttons_say_why_they_are_disabled(toolbar: Toolbar, qtbot: QtBot) -> None:
    assert toolbar.back.toolTip() == "No earlier place to go back to"
    toolbar.set_history(back=True, forward=True)
    for button, signal in ((toolbar.back, toolbar.back_requested), (toolbar.forward, toolbar.forward_requested)):
        with qtbot.waitSignal(signal):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "Alt+Left" in toolbar.back.toolTip()


def test_without_documents_the_toolbar_says_what_is_missing(toolbar: Toolbar) -> None:
    toolbar.set_topics([], None)
    toolbar.set_documents_open(False)
    for control in (toolbar.find_field, toolbar.linked, toolbar.export):
        assert not control.isEnabled()
        assert "two open documents" in control.toolTip()
    empty = toolbar.topics.grab().toImage()
    toolbar.topics.set_message("")
    assert toolbar.topics.grab().toImage() != empty, "a sentence stands where the chips were"
    assert not toolbar.topics.previous.isVisible()
    toolbar.set_documents_open(True)
    assert "two open documents" not in toolbar.linked.toolTip()


def test_tab_goes_through_the_controls_in_order(toolbar: Toolbar) -> None:
    toolbar.set_history(back=True, forward=True)
    toolbar.library.setFocus()
    order: list[QWidget] = [toolbar.back, toolbar.forward, toolbar.topics.previous]
    order += [c for c in toolbar.findChildren(TopicChip) if c.isVisible()]
    order += [
        toolbar.topics.more,
        toolbar.topics.next,
        toolbar.topics.new,
        toolbar.find_field,
        toolbar.linked,
        toolbar.export,
        toolbar.menu,
    ]
    for widget in order:
        QTest.keyClick(toolbar.window(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is widget


def test_a_focused_control_looks_different(toolbar: Toolbar) -> None:
    controls: list[QWidget] = [toolbar.library, chip(toolbar, "georgia"), toolbar.topics.previous, toolbar.find_field]
    for control in controls:
        toolbar.menu.setFocus()
        before = control.grab().toImage()
        control.setFocus(Qt.FocusReason.TabFocusReason)
        assert control.grab().toImage() != before


@pytest.mark.parametrize("dark", [False, True])
def test_the_active_chip_wears_its_topic_colour(toolbar: Toolbar, appearance: Appearance, dark: bool) -> None:
    appearance.use_scheme(dark)
    active = chip(toolbar, "georgia")
    image = active.grab().toImage()
    colours = {image.pixelColor(active.width() // 2, y).name() for y in range(active.height())}
    assert appearance.theme.topic("vermilion").name() in colours
    assert toolbar.grab().toImage().pixelColor(2, 2).name().upper() == appearance.theme.window


def test_long_names_widen_their_chip(toolbar: Toolbar) -> None:
    long = TopicItem("x", "Energieversorgungssicherheit und Rohrleitungen", "blue", "square", 120, 130)
    toolbar.set_topics([long], "x")
    wide = chip(toolbar, "x")
    assert wide.width() >= wide.fontMetrics().horizontalAdvance(long.name)


def test_counts_not_known_yet_are_left_out(toolbar: Toolbar) -> None:
    known = chip(toolbar, "georgia").width()
    toolbar.set_topics([TopicItem("georgia", "Georgia", "vermilion", "circle")], "georgia")
    unknown = chip(toolbar, "georgia")
    assert unknown.accessibleName() == "Georgia, active"
    assert not unknown.item.one_sided
    assert unknown.width() < known
    toolbar.set_topics([TopicItem("georgia", "Georgia", "vermilion", "circle", 0, 0)], None)
    assert "Neither text speaks of it" in chip(toolbar, "georgia").toolTip()


# -- making and arranging topics -------------------------------------------------------------------------------------


def ask_for_menu(toolbar: Toolbar, place: QPoint, reason: QContextMenuEvent.Reason) -> None:
    target = toolbar.topics.childAt(place) or toolbar.topics
    inside = target.mapFrom(toolbar.topics, place) if target is not toolbar.topics else place
    QApplication.sendEvent(target, QContextMenuEvent(reason, inside, target.mapToGlobal(inside)))


def test_a_chip_asks_for_its_menu(toolbar: Toolbar, qtbot: QtBot) -> None:
    middle = chip(toolbar, "energy").geometry().center()
    with qtbot.waitSignal(toolbar.topic_menu_requested) as signal:
        ask_for_menu(toolbar, middle, QContextMenuEvent.Reason.Mouse)
    assert signal.args == ["energy", toolbar.topics.mapToGlobal(middle)]
    with qtbot.waitSignal(toolbar.topic_menu_requested) as signal:
        ask_for_menu(toolbar, middle, QContextMenuEvent.Reason.Keyboard)
    assert signal.args[0] == "energy"
    below = chip(toolbar, "energy").mapToGlobal(QPoint(0, chip(toolbar, "energy").height()))
    assert abs(signal.args[1].y() - below.y()) < 8, "from the keyboard the menu opens below the chip"
    beside = QPoint(toolbar.topics.width() - 1, 2)
    with qtbot.waitSignal(toolbar.topic_menu_requested) as signal:
        ask_for_menu(toolbar, beside, QContextMenuEvent.Reason.Mouse)
    assert signal.args[0] == ""


@pytest.mark.parametrize("width", [960, 1280, 1440, 2400])
def test_the_plus_makes_a_topic_and_takes_no_room_from_its_neighbours(
    toolbar: Toolbar, qtbot: QtBot, width: int
) -> None:
    plus = toolbar.topics.new
    toolbar.set_documents_open(False)
    assert not plus.isVisible(), "there is nothing to find terms in yet"
    toolbar.set_documents_open(True)
    toolbar.resize(width, 48)
    assert plus.isVisible()
    assert toolbar.topics.rect().contains(plus.geometry())
    assert plus.x() > toolbar.topics.next.geometry().right()
    assert plus.accessibleName() == plus.toolTip() == "New topic"
    with qtbot.waitSignal(toolbar.topic_new_requested):
        QTest.mouseClick(plus, Qt.MouseButton.LeftButton)
    toolbar.topics.next.setFocus()
    QTest.keyClick(toolbar.window(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is plus
    with qtbot.waitSignal(toolbar.topic_new_requested):
        QTest.keyClick(plus, Qt.Key.Key_Return)


def test_without_topics_the_plus_stands_before_the_sentence(toolbar: Toolbar) -> None:
    toolbar.set_topics([], None)
    toolbar.topics.set_can_make(True)
    toolbar.topics.set_message("No topics yet")
    assert toolbar.topics.new.isVisible()
    assert toolbar.topics.new.x() < 10
    assert not toolbar.topics.next.isVisible()
