"""The side panel: tabs, counts, rail and width."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from reader.ui.appearance import Appearance
from reader.ui.dock.side_panel import MAX_WIDTH, MIN_WIDTH, RAIL_WIDTH, SidePanel


@pytest.fixture
def panel(qtbot: QtBot, appearance: Appearance) -> SidePanel:
    panel = SidePanel(appearance)
    qtbot.addWidget(panel)
    panel.add_tab("alignments", "Alignments", "pair", QLabel("one"), "Ctrl+1")
    panel.add_tab("annotations", "Annotations", "message-square", QLabel("two"), "Ctrl+2")
    panel.resize(320, 600)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def test_counts_are_shown_and_told(panel: SidePanel) -> None:
    panel.set_count("alignments", 12)
    assert panel.tabs.accessibleTabName(0) == "Alignments, 12"
    assert panel.tabs.tabToolTip(0) == "Alignments, 12 (Ctrl+1)"
    panel.set_count("alignments", None)
    assert panel.tabs.accessibleTabName(0) == "Alignments"


def test_a_press_on_a_tab_shows_it(qtbot: QtBot, panel: SidePanel) -> None:
    with qtbot.waitSignal(panel.current_changed) as changed:
        QTest.mouseClick(panel.tabs, Qt.MouseButton.LeftButton, pos=panel.tabs.tabRect(1).center())
    assert changed.args == ["annotations"]
    assert panel.current == "annotations"


def test_collapsing_leaves_a_rail_that_opens_a_tab(qtbot: QtBot, panel: SidePanel) -> None:
    panel.set_panel_width(350)
    with qtbot.waitSignal(panel.collapsed_changed):
        QTest.mouseClick(panel.collapse, Qt.MouseButton.LeftButton)
    assert panel.width() == RAIL_WIDTH
    button = panel._tabs[1].button
    assert button.accessibleName() == "Annotations"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not panel.collapsed
    assert panel.current == "annotations"
    assert panel.width() == 350


def test_the_focus_stays_in_the_panel_when_it_collapses(qtbot: QtBot, panel: SidePanel) -> None:
    panel.collapse.setFocus()
    QTest.keyClick(panel.collapse, Qt.Key.Key_Space)
    assert panel.expand.hasFocus()


def test_the_edge_is_dragged_within_limits(qtbot: QtBot, panel: SidePanel) -> None:
    grip = panel._grip
    QTest.mousePress(grip, Qt.MouseButton.LeftButton, pos=QPoint(2, 100))
    QTest.mouseMove(grip, QPoint(-28, 100))
    QTest.mouseRelease(grip, Qt.MouseButton.LeftButton)
    assert panel.panel_width == 350
    panel.set_panel_width(10)
    assert panel.width() == MIN_WIDTH
    panel.set_panel_width(1000)
    assert panel.width() == MAX_WIDTH
    with qtbot.waitSignal(panel.width_changed) as changed:
        QTest.keyClick(grip, Qt.Key.Key_Right)
    assert changed.args == [MAX_WIDTH - 8]


def test_slots_take_and_give_back_widgets(panel: SidePanel) -> None:
    work, banner = QLabel("Aligning"), QLabel("Not saved")
    panel.set_work_card(work)
    panel.set_banner(banner)
    assert work.isVisible()
    assert banner.isVisible()
    panel.set_work_card(None)
    assert not work.isVisible()
    assert work.parent() is None
    work.deleteLater()
