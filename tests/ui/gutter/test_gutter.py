"""The gutter with real mouse and keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from reader.domain.alignment import PairState
from reader.ui.appearance import Appearance
from reader.ui.gutter.gutter import Gutter
from reader.ui.gutter.ribbon_buttons import EdgeChip, RibbonBadge
from reader.ui.gutter.ribbon_layout import Extent, Side
from reader.ui.gutter.ribbon_pair import RibbonPair

# Warnings of the screenless platform, which has no window manager to talk to.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@dataclass
class Panes:
    """Passages at fixed places, scrolled by `dy`."""

    left: dict[int, Extent]
    right: dict[int, Extent]
    dy: float = 0.0
    viewport_height: float = 600.0
    asked: list[int] = field(default_factory=list)

    def left_extent(self, ordinal: int) -> Extent | None:
        self.asked.append(ordinal)
        top, bottom = self.left[ordinal]
        return top + self.dy, bottom + self.dy

    def right_extent(self, ordinal: int) -> Extent | None:
        if ordinal not in self.right:
            return None
        top, bottom = self.right[ordinal]
        return top + self.dy, bottom + self.dy

    def ordinal_at(self, side: Side, y: float) -> int | None:
        extents = self.left if side is Side.LEFT else self.right
        return next((n for n, (top, bottom) in extents.items() if top + self.dy <= y < bottom + self.dy), None)


def pair(left: int, right: int, score: float, state: PairState = PairState.COMPUTED) -> RibbonPair:
    return RibbonPair((left, right), f"¶ {left}", f"¶ {right}", score, state, "Both name Abkhazia")


@pytest.fixture
def panes() -> Panes:
    return Panes(
        left={60: (10, 150), 61: (160, 300), 62: (310, 500), 68: (1200, 1300)},
        right={21: (-600, -500), 26: (150, 290), 27: (300, 420), 28: (430, 560)},
    )


PAIRS = [
    pair(61, 26, 0.86),
    pair(61, 27, 0.84),
    pair(62, 28, 0.73, PairState.CONFIRMED),
    pair(68, 26, 0.18, PairState.MADE),
    pair(60, 21, 0.5),
    pair(62, 26, 0.3, PairState.REJECTED),
]


@pytest.fixture
def gutter(qtbot: QtBot, resources_path: Path, panes: Panes) -> Gutter:
    gutter = Gutter(Appearance(resources_path))
    qtbot.addWidget(gutter)
    gutter.set_colour("vermilion")
    gutter.set_geometry(panes)
    gutter.set_pairs(PAIRS)
    gutter.set_current((61, 26))
    gutter.resize(64, 654)
    gutter.show()
    gutter.activateWindow()
    qtbot.waitUntil(gutter.isActiveWindow)
    return gutter


def visible(gutter: Gutter, kind: type[QAbstractButton]) -> list[QAbstractButton]:
    found = [button for button in gutter.findChildren(kind) if button.isVisible()]
    return sorted(found, key=lambda button: button.geometry().center().y())


def named(gutter: Gutter, start: str) -> QAbstractButton:
    (button,) = [
        b for b in gutter.findChildren(QAbstractButton) if b.isVisible() and b.accessibleName().startswith(start)
    ]
    return button


def hover(widget: QWidget, point: QPoint) -> None:
    position = QPointF(point)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        position,
        QPointF(widget.mapToGlobal(point)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)


def test_badges_and_chips_are_named_for_screen_readers(gutter: Gutter) -> None:
    assert named(gutter, "Pair 1").accessibleName() == (
        "Pair 1 of 6, score 86, to review: left paragraph 61, right paragraph 26"
    )
    assert named(gutter, "Pair 3").accessibleName().startswith("Pair 3 of 6, score 73, confirmed")
    assert named(gutter, "Pair 1").accessibleDescription() == "Both name Abkhazia"
    chips = [chip.accessibleName() for chip in visible(gutter, EdgeChip)]
    assert chips[0].startswith("Go to right paragraph 21, off screen")
    assert chips[1].startswith("Go to left paragraph 68, off screen")
    assert "¶ 61 ↔ ¶ 26 · score 86 · to review" in named(gutter, "Pair 1").toolTip()


def test_a_click_on_a_badge_jumps_to_its_pair(gutter: Gutter, qtbot: QtBot) -> None:
    with qtbot.waitSignal(gutter.pair_activated) as signal:
        QTest.mouseClick(named(gutter, "Pair 2"), Qt.MouseButton.LeftButton)
    assert signal.args == [(61, 27)]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_keys_press_a_badge(gutter: Gutter, qtbot: QtBot, key: Qt.Key) -> None:
    badge = named(gutter, "Pair 3")
    badge.setFocus()
    with qtbot.waitSignal(gutter.pair_activated) as signal:
        QTest.keyClick(badge, key)
    assert signal.args == [(62, 28)]


def test_a_click_on_the_band_jumps_and_one_beside_it_does_not(gutter: Gutter, qtbot: QtBot) -> None:
    heard: list[object] = []
    gutter.pair_activated.connect(heard.append)
    QTest.mouseClick(gutter.canvas, Qt.MouseButton.LeftButton, pos=QPoint(5, 170))
    assert heard == [(61, 26)]
    QTest.mouseClick(gutter.canvas, Qt.MouseButton.LeftButton, pos=QPoint(5, 590))
    assert heard == [(61, 26)]


def test_a_chip_jumps_to_the_passage_off_screen(gutter: Gutter, qtbot: QtBot) -> None:
    with qtbot.waitSignal(gutter.chip_activated) as signal:
        QTest.mouseClick(visible(gutter, EdgeChip)[0], Qt.MouseButton.LeftButton)
    assert signal.args == [(60, 21), Side.RIGHT]


def test_rejected_pairs_are_hidden_unless_asked_for_or_current(gutter: Gutter) -> None:
    def drawn() -> set[tuple[int, int]]:
        return {cord.key for cord in gutter.canvas.ribbon_layout.cords}

    assert (62, 26) not in drawn()
    gutter.set_show_rejected(True)
    assert (62, 26) in drawn()
    gutter.set_show_rejected(False)
    gutter.set_current((62, 26))
    band = gutter.canvas.ribbon_layout.band
    assert band is not None
    assert band.key == (62, 26)


@pytest.mark.parametrize("which", ["confirm", "reject"])
def test_pointing_at_a_badge_offers_confirm_and_reject(gutter: Gutter, qtbot: QtBot, which: str) -> None:
    badge = named(gutter, "Pair 2")
    QTest.mouseMove(badge)
    word = "Confirm the pair" if which == "confirm" else "Reject the pair"
    qtbot.waitUntil(lambda: any(b.accessibleName() == word for b in visible(gutter, QAbstractButton)))
    button = named(gutter, word)
    assert (button.width(), button.height()) == (28, 26)
    assert gutter.rect().contains(button.mapTo(gutter, button.rect().center()))
    signal = gutter.confirm_requested if which == "confirm" else gutter.reject_requested
    with qtbot.waitSignal(signal) as heard:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard.args == [(61, 27)]


def test_the_offer_goes_when_the_pointer_does(gutter: Gutter, qtbot: QtBot) -> None:
    hover(gutter.canvas, QPoint(5, 170))
    confirm = named(gutter, "Confirm the pair")
    hover(gutter.canvas, QPoint(5, 590))
    qtbot.waitUntil(lambda: not confirm.isVisible())


def test_the_menu_of_a_ribbon_holds_the_same_acts(gutter: Gutter, qtbot: QtBot) -> None:
    heard: list[object] = []
    gutter.reject_requested.connect(heard.append)
    place = named(gutter, "Pair 2").geometry().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, gutter.canvas.mapToGlobal(place))
    QApplication.sendEvent(gutter.canvas, event)
    menu = gutter.canvas.findChild(QMenu)
    assert isinstance(menu, QMenu)
    assert [action.text().split("\t")[0] for action in menu.actions()] == ["Go to both passages", "Confirm", "Reject"]
    menu.actions()[2].trigger()
    menu.close()
    assert heard == [(61, 27)]


def test_tab_goes_from_top_to_bottom(gutter: Gutter, qtbot: QtBot) -> None:
    expected = sorted(
        [*visible(gutter, RibbonBadge), *visible(gutter, EdgeChip)],
        key=lambda button: (button.geometry().center().y(), button.x()),
    )
    assert len(expected) == 5
    gutter.header.down.setFocus()
    for button in expected:
        QTest.keyClick(gutter.window(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is button


def test_scrolling_moves_the_buttons_and_makes_none(gutter: Gutter, panes: Panes) -> None:
    before = set(gutter.findChildren(QAbstractButton))
    badge = named(gutter, "Pair 1")
    y = badge.y()
    panes.dy = -20
    gutter.refresh()
    assert badge.y() == y - 20
    panes.dy = -5000
    gutter.refresh()
    assert visible(gutter, RibbonBadge) == []
    panes.dy = 0
    gutter.refresh()
    assert len(visible(gutter, RibbonBadge)) == 3
    assert set(gutter.findChildren(QAbstractButton)) == before


def test_focus_stays_in_the_gutter_when_its_badge_scrolls_away(gutter: Gutter, panes: Panes) -> None:
    named(gutter, "Pair 1").setFocus()
    panes.dy = -5000
    gutter.refresh()
    assert QApplication.focusWidget() is gutter.canvas


def test_each_passage_is_asked_for_once_a_frame(gutter: Gutter, panes: Panes) -> None:
    panes.asked.clear()
    gutter.refresh()
    assert sorted(panes.asked) == [60, 61, 62, 68]


def test_a_passage_not_laid_out_yet_is_left_out(gutter: Gutter, panes: Panes) -> None:
    del panes.right[26]
    gutter.refresh()
    assert gutter.canvas.ribbon_layout.band is None
    assert {cord.key for cord in gutter.canvas.ribbon_layout.cords} == {(61, 27), (62, 28)}


def test_many_pairs_off_screen_are_one_chip_with_a_menu(gutter: Gutter, qtbot: QtBot, panes: Panes) -> None:
    panes.right.update({100 + i: (2000 + 100.0 * i, 2090 + 100.0 * i) for i in range(9)})
    gutter.set_pairs([pair(61, 100 + i, 0.9 - i / 20) for i in range(9)])
    more = named(gutter, "7 more pairs")
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    menu = gutter.canvas.findChild(QMenu)
    assert isinstance(menu, QMenu)
    assert menu.actions()[0].text() == "¶ 61 ↔ ¶ 102\t80"
    with qtbot.waitSignal(gutter.pair_activated) as signal:
        menu.actions()[0].trigger()
    menu.close()
    assert signal.args == [(61, 102)]


def test_the_header_steps_and_says_where_one_is(gutter: Gutter, qtbot: QtBot) -> None:
    assert gutter.header.accessibleName() == "Pair 1 of 6"
    for button, step in ((gutter.header.up, -1), (gutter.header.down, 1)):
        with qtbot.waitSignal(gutter.step_requested) as signal:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert signal.args == [step]
    gutter.set_pairs([])
    assert not gutter.header.down.isEnabled()
    assert gutter.header.down.toolTip() == "No pairs to step through"


@pytest.mark.parametrize(("window", "width"), [(1440, 64), (1200, 64), (1199, 56)])
def test_narrow_windows_have_a_narrow_gutter(gutter: Gutter, window: int, width: int) -> None:
    gutter.set_window_width(window)
    assert gutter.width() == width


def test_long_locators_fit_their_chip(gutter: Gutter, qtbot: QtBot) -> None:
    gutter.set_window_width(1000)
    gutter.set_pairs([RibbonPair((61, 21), "¶ 161a", "¶ 1221b", 0.5, PairState.CONFIRMED)])
    qtbot.waitUntil(lambda: gutter.canvas.width() == 56)
    (chip,) = visible(gutter, EdgeChip)
    assert gutter.canvas.rect().contains(chip.geometry())
    assert chip.height() >= 24


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("colour", ["vermilion", None])
def test_it_is_drawn_in_the_topic_colour_of_the_theme(
    qtbot: QtBot, resources_path: Path, panes: Panes, dark: bool, colour: str | None
) -> None:
    appearance = Appearance(resources_path)
    appearance.use_scheme(dark)
    gutter = Gutter(appearance)
    qtbot.addWidget(gutter)
    gutter.set_geometry(panes)
    gutter.set_colour(colour)
    gutter.set_show_rejected(True)
    gutter.set_pairs(PAIRS)
    gutter.set_current((61, 26))
    gutter.resize(64, 654)
    gutter.show()
    image = gutter.canvas.grab().toImage()
    ground, band = image.pixelColor(3, 5), image.pixelColor(3, 170)
    assert ground.name().upper() == appearance.theme.gutter
    strong = appearance.theme.topic(colour).name() if colour else appearance.theme.ink3
    assert band != ground
    red = int(strong[1:3], 16)
    assert (band.red() > ground.red()) == (red > ground.red())


def test_another_theme_is_taken_over(gutter: Gutter, resources_path: Path, qtbot: QtBot) -> None:
    appearance = gutter.canvas._appearance
    appearance.use_scheme(not appearance.theme.dark)
    colour = gutter.canvas.grab().toImage().pixelColor(3, 5)
    assert colour.name().upper() == appearance.theme.gutter


def test_pointing_at_a_chip_shows_where_it_leads(gutter: Gutter, qtbot: QtBot) -> None:
    (chip, _) = visible(gutter, EdgeChip)
    before = gutter.canvas.grab().toImage()
    QTest.mouseMove(chip)
    qtbot.waitUntil(lambda: gutter.canvas.grab().toImage() != before)
    assert gutter.canvas._hovered == (60, 21)


def test_unlikely_pairs_have_no_ribbon_until_they_are_current(gutter: Gutter) -> None:
    gutter.set_pairs([pair(61, 26, 0.86), pair(62, 26, 0.3)])
    assert not [b for b in gutter.findChildren(QAbstractButton) if b.isVisible() and "score 30" in b.accessibleName()]
    gutter.set_current((62, 26))
    assert named(gutter, "Pair 2 of 2, score 30").isVisible()


# -- links drawn by hand -----------------------------------------------------------------------------------------------


def drag(gutter: Gutter, *points: QPoint) -> None:
    canvas = gutter.canvas
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(canvas, point)


def drop(gutter: Gutter, point: QPoint) -> None:
    QTest.mouseRelease(gutter.canvas, Qt.MouseButton.LeftButton, pos=point)


@pytest.mark.parametrize(
    ("start", "end", "link"),
    [
        (QPoint(4, 400), QPoint(60, 200), [(62, 26)]),
        (QPoint(60, 500), QPoint(3, 100), [(60, 28)]),
        (QPoint(4, 400), QPoint(140, 350), [(62, 27)]),  # into the pane beyond the gutter
        (QPoint(4, 400), QPoint(20, 200), []),  # not across the middle
        (QPoint(4, 400), QPoint(60, 295), []),  # between passages
        (QPoint(4, 305), QPoint(60, 200), []),  # from between passages
    ],
)
def test_dragging_from_passage_to_passage_draws_a_link(
    gutter: Gutter, start: QPoint, end: QPoint, link: list[tuple[int, int]]
) -> None:
    drawn: list[tuple[int, int]] = []
    gone: list[object] = []
    gutter.link_drawn.connect(lambda left, right: drawn.append((left, right)))
    gutter.pair_activated.connect(gone.append)
    drag(gutter, start, start + QPoint(6, 9), end)
    drop(gutter, end)
    assert drawn == link
    assert not gone or not gutter.canvas._drawing.active


def test_a_ribbon_follows_the_pointer_and_the_cursor_tells_where_it_may_end(gutter: Gutter, qtbot: QtBot) -> None:
    canvas = gutter.canvas
    gutter.set_pairs([])
    still = canvas.grab().toImage()
    drag(gutter, QPoint(4, 400), QPoint(14, 390), QPoint(30, 350))
    loose = canvas.grab().toImage()
    assert loose != still
    assert canvas.cursor().shape() is Qt.CursorShape.ClosedHandCursor
    QTest.mouseMove(canvas, QPoint(60, 200))
    held = canvas.grab().toImage()
    assert held not in (loose, still)
    assert canvas.cursor().shape() is Qt.CursorShape.DragLinkCursor
    drop(gutter, QPoint(60, 200))
    QTest.mouseMove(canvas, QPoint(32, 590))
    qtbot.waitUntil(lambda: canvas.grab().toImage() == still)


def test_escape_gives_the_link_up_wherever_the_focus_is(gutter: Gutter) -> None:
    drawn: list[object] = []
    gutter.link_drawn.connect(lambda *ends: drawn.append(ends))
    gutter.header.down.setFocus()
    drag(gutter, QPoint(4, 400), QPoint(14, 390), QPoint(60, 200))
    QTest.keyClick(gutter.header.down, Qt.Key.Key_Escape)
    assert not gutter.canvas._drawing.active
    drop(gutter, QPoint(60, 200))
    assert drawn == []
    drag(gutter, QPoint(4, 400), QPoint(14, 390), QPoint(60, 200))
    gutter.hide()
    assert not gutter.canvas._drawing.active


def test_the_edge_shows_what_can_be_taken_hold_of(gutter: Gutter) -> None:
    canvas = gutter.canvas
    gutter.set_pairs([])
    still = canvas.grab().toImage()
    hover(canvas, QPoint(4, 400))
    assert canvas.cursor().shape() is Qt.CursorShape.OpenHandCursor
    assert canvas.grab().toImage() != still
    hover(canvas, QPoint(32, 400))
    assert canvas.cursor().shape() is Qt.CursorShape.ArrowCursor
    assert canvas.grab().toImage() == still


def test_a_press_without_a_drag_is_still_a_click(gutter: Gutter, qtbot: QtBot) -> None:
    drag(gutter, QPoint(5, 170), QPoint(6, 171))
    with qtbot.waitSignal(gutter.pair_activated) as heard:
        drop(gutter, QPoint(6, 171))
    assert heard.args == [(61, 26)]
