"""Linked scrolling in the real window: follow, locked offset, off, and letting go."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.domain.passage import passage_at
from reader.domain.text import TextSpan
from reader.ui.linked_scrolling import LinkMode
from reader.ui.main_window import MainWindow
from reader.ui.pair_browser import Side, end_of
from tests.ui.window.driving import OpenWindow, at_rest, control, keys, opened, status, view, wheel


def passage_under(window: MainWindow, side: Side) -> int | None:
    """The passage well inside which the sync point is, or None at the edge of one."""
    text = view(window, side)
    offset = text.offset_at_sync_point()
    passage = passage_at(opened(window, side).passages, TextSpan(offset, offset))
    if passage is None:
        return None
    top, bottom = text.extent(passage.span)
    return passage.ordinal if top + 12 < text.sync_y() < bottom - 12 else None


@pytest.fixture
def window(qtbot: QtBot, open_window: OpenWindow) -> MainWindow:
    window = open_window()
    window.menus.reduced_motion.setChecked(True)
    at_rest(qtbot, window)
    return window


def test_the_other_text_follows_to_the_strongest_partner_and_stands_still_between(window: MainWindow) -> None:
    browser = window.comparing.browser
    assert browser is not None
    followed = stood = 0
    last: tuple[int, int] | None = None
    for _ in range(60):
        before = view(window, "right").value
        wheel(window, "left", -1)
        ordinal = passage_under(window, "left")
        strongest = browser.strongest("left", ordinal) if ordinal is not None else None
        after = view(window, "right").value
        if strongest is None or (strongest.left, strongest.right) == last:
            if ordinal is not None:
                assert after == before, "without a partner, or with the same one, the other text stands still"
                stood += 1
            continue
        last = (strongest.left, strongest.right)
        span = opened(window, "right").passages[end_of(strongest, "right")].span
        assert view(window, "right").is_visible(span)
        followed += after != before
    assert followed >= 3
    assert stood >= 3


def test_a_passage_without_a_counterpart_is_told(window: MainWindow) -> None:
    browser = window.comparing.browser
    assert browser is not None
    alone = [p for p in opened(window, "left").passages if browser.strongest("left", p.ordinal) is None]
    if not alone:
        window.linked._strongest = lambda _side, _ordinal: None
    wheel(window, "left", -1)
    for _ in range(40):
        if "No counterpart" in status(window):
            break
        wheel(window, "left", -1)
    assert status(window) == "No counterpart here: the right text stands still"


def test_nothing_is_said_of_counterparts_before_the_alignment_is_there(window: MainWindow) -> None:
    window.comparing.browser = None
    before = view(window, "right").value
    for _ in range(10):
        wheel(window, "left", -1)
    assert "No counterpart" not in status(window)
    assert view(window, "right").value == before


def test_the_answer_of_the_other_text_is_not_answered(window: MainWindow) -> None:
    calls: list[Side] = []
    usual = window.linked.scrolled

    def scrolled(side: Side, *, let_go: bool = False) -> None:
        calls.append(side)
        usual(side, let_go=let_go)

    window.linked.scrolled = scrolled  # type: ignore[method-assign] # listens in
    for mode in LinkMode:
        window.linked.mode = mode
        calls.clear()
        for _ in range(20):
            wheel(window, "left", -1)
        assert set(calls) == {"left"} or (mode is LinkMode.OFFSET and calls.count("left") == 20)
        wheel(window, "left", 20)


@pytest.mark.slow
def test_locked_offset_moves_both_by_the_same(window: MainWindow) -> None:
    window.linked.mode = LinkMode.OFFSET
    left, right = view(window, "left").value, view(window, "right").value
    wheel(window, "left", -3)
    moved = view(window, "left").value - left
    assert moved > 0
    assert view(window, "right").value - right == moved
    wheel(window, "right", 2)
    assert view(window, "right").value - right == view(window, "left").value - left


@pytest.mark.slow
def test_locked_offset_goes_on_from_where_a_jump_led(qtbot: QtBot, window: MainWindow) -> None:
    window.linked.mode = LinkMode.OFFSET
    window.menus.reduced_motion.setChecked(False)  # jumps glide: they end after they were made
    keys(view(window, "left"), ".")
    at_rest(qtbot, window)
    left, right = view(window, "left").value, view(window, "right").value
    wheel(window, "left", -1)
    moved = view(window, "left").value - left
    assert 0 < moved < 300
    assert view(window, "right").value - right == moved, "the jump itself is not added"


@pytest.mark.slow
def test_off_leaves_the_other_text_alone(window: MainWindow) -> None:
    control(view(window, "left"), Qt.Key.Key_L)
    assert str(window.linked.mode) == "off"
    before = view(window, "right").value
    wheel(window, "left", -20)
    assert view(window, "right").value == before
    control(view(window, "left"), Qt.Key.Key_L)
    assert str(window.linked.mode) == "follow"
    assert view(window, "right").value == before, "switching on goes on from where each side is"


@pytest.mark.slow
@pytest.mark.parametrize("mode", [LinkMode.FOLLOW, LinkMode.OFFSET])
def test_shift_lets_go_for_the_moment(window: MainWindow, monkeypatch: pytest.MonkeyPatch, mode: LinkMode) -> None:
    window.linked.mode = mode
    before = view(window, "right").value
    # A wheel event that is sent does not set the application's modifiers, as the window system's does.
    monkeypatch.setattr(QApplication, "keyboardModifiers", lambda: Qt.KeyboardModifier.ShiftModifier)
    wheel(window, "left", -15, shift=True)
    assert view(window, "right").value == before
    monkeypatch.setattr(QApplication, "keyboardModifiers", lambda: Qt.KeyboardModifier.NoModifier)
    left = view(window, "left").value
    wheel(window, "left", -1)
    if mode is LinkMode.OFFSET:
        assert view(window, "right").value - before == view(window, "left").value - left


def test_a_jump_brings_both_and_scrolling_on_follows_again(qtbot: QtBot, window: MainWindow) -> None:
    for _ in range(3):
        keys(view(window, "left"), ".")
        current = window.comparing.current
        assert current is not None
        at_rest(qtbot, window)
        for side in ("left", "right"):
            chosen: Side = "left" if side == "left" else "right"
            assert view(window, chosen).is_visible(opened(window, chosen).passages[end_of(current, chosen)].span)
        right = view(window, "right").value
        wheel(window, "left", -1)
        if passage_under(window, "left") == current.left:
            strongest = window.comparing.browser.strongest("left", current.left)  # type: ignore[union-attr]
            if strongest is not None and strongest.right == current.right:
                assert view(window, "right").value == right, "still the same pair"
