"""Single keys are matched by what is typed, and only in a reading pane."""

from collections import Counter
from functools import partial

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reader.ui.commands import COMMANDS, Commands


@pytest.fixture
def calls() -> Counter[str]:
    return Counter()


@pytest.fixture
def window(qtbot: QtBot, calls: Counter[str]) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    pane = QWidget(window)
    pane.setObjectName("pane")
    commands = Commands(window, {c.key: partial(calls.update, [c.key]) for c in COMMANDS})
    commands.watch(pane)
    commands.setObjectName("commands")
    return window


def type_character(widget: QWidget, key: Qt.Key, text: str, held: Qt.KeyboardModifier) -> None:
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, held, text))


def test_every_key_means_one_thing() -> None:
    characters = Counter(character for command in COMMANDS for character in command.characters)
    shortcuts = Counter(shortcut for command in COMMANDS for shortcut in command.shortcuts)
    assert max(characters.values()) == 1
    assert max(shortcuts.values()) == 1


@pytest.mark.parametrize(
    ("key", "text", "held", "expected"),
    [
        (Qt.Key.Key_J, "j", Qt.KeyboardModifier.NoModifier, "next_passage"),
        # "[" on a German keyboard: AltGr and 8, which some systems report as Ctrl and Alt.
        (Qt.Key.Key_8, "[", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier, "previous_topic"),
        (Qt.Key.Key_Question, "?", Qt.KeyboardModifier.ShiftModifier, "all_keys"),
        (Qt.Key.Key_Return, "\r", Qt.KeyboardModifier.NoModifier, "counterpart"),
    ],
)
def test_characters_give_their_command(
    window: QWidget, calls: Counter[str], key: Qt.Key, text: str, held: Qt.KeyboardModifier, expected: str
) -> None:
    pane = window.findChild(QWidget, "pane")
    assert pane is not None
    type_character(pane, key, text, held)
    assert calls == {expected: 1}


def test_characters_with_ctrl_and_outside_a_pane_do_nothing(window: QWidget, calls: Counter[str]) -> None:
    pane = window.findChild(QWidget, "pane")
    assert pane is not None
    type_character(pane, Qt.Key.Key_J, "j", Qt.KeyboardModifier.ControlModifier)
    type_character(window, Qt.Key.Key_J, "j", Qt.KeyboardModifier.NoModifier)
    assert not calls


def test_single_keys_can_be_switched_off(window: QWidget, calls: Counter[str]) -> None:
    commands = window.findChild(Commands, "commands")
    pane = window.findChild(QWidget, "pane")
    assert commands is not None
    assert pane is not None
    commands.characters_enabled = False
    type_character(pane, Qt.Key.Key_J, "j", Qt.KeyboardModifier.NoModifier)
    assert not calls
