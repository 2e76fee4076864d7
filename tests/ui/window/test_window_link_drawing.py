"""Where passages touch the gutter in a real window, and a link drawn between two of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.ui.gutter.ribbon_layout import Side
from reader.ui.gutter.ribbon_pair import RibbonGeometry
from reader.ui.main_window import MainWindow
from tests.ui.window.driving import at_rest

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def middles(geometry: RibbonGeometry, side: Side, count: int) -> dict[int, float]:
    """Return the middle of each passage that is whole on the screen."""
    ask = geometry.left_extent if side is Side.LEFT else geometry.right_extent
    extents = {ordinal: ask(ordinal) for ordinal in range(count)}
    return {
        ordinal: (extent[0] + extent[1]) / 2
        for ordinal, extent in extents.items()
        if extent is not None and extent[0] >= 0 and extent[1] <= geometry.viewport_height
    }


def test_a_link_is_drawn_between_the_passages_on_the_screen(
    open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    window = open_window()
    gutter = window.desk.gutter
    geometry, pair = gutter.canvas._geometry, window.comparing.pair
    assert geometry is not None
    assert pair is not None
    at_rest(qtbot, window)
    counts = {Side.LEFT: len(pair.left.passages), Side.RIGHT: len(pair.right.passages)}
    seen = {side: middles(geometry, side, counts[side]) for side in Side}
    for side, places in seen.items():
        assert places, f"a passage is whole on the {side}"
        for ordinal, y in places.items():
            assert geometry.ordinal_at(side, y) == ordinal
        assert geometry.ordinal_at(side, -5000) is None
    left, y_left = next(iter(seen[Side.LEFT].items()))
    right, y_right = next(iter(seen[Side.RIGHT].items()))
    canvas = gutter.canvas
    start, end = QPoint(2, round(y_left)), QPoint(canvas.width() - 2, round(y_right))
    with qtbot.waitSignal(gutter.link_drawn) as drawn:
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(canvas, start + QPoint(12, 12))
        QTest.mouseMove(canvas, end)
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)
    assert drawn.args == [left, right]
