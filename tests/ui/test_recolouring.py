from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reader.ui.appearance import Appearance
from reader.ui.palette import IN_SHEETS
from reader.ui.recolouring import Recolouring
from reader.ui.theme import DARK, LIGHT


@pytest.fixture
def appearance(qapp: QApplication, resources_path: Path) -> Iterator[Appearance]:
    made = Appearance(resources_path)
    made.use_scheme(dark=False)
    recolouring = Recolouring(made)
    yield made
    recolouring.deleteLater()
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())


def ground(widget: QWidget) -> QColor:
    """The colour inside a widget's border, at its right end."""
    picture = widget.grab().toImage()
    return picture.pixelColor(picture.width() - 6, picture.height() // 2)


def has_ground(widget: QWidget, colour: str) -> bool:
    return ground(widget) == QColor(colour)


def ink(label: QLabel) -> set[str]:
    picture = label.grab().toImage()
    return {picture.pixel(x, y).to_bytes(4).hex()[2:] for x in range(picture.width()) for y in range(picture.height())}


def test_what_is_seen_and_what_is_hidden_follow_the_theme_and_come_back(
    qtbot: QtBot, appearance: Appearance, qapp: QApplication
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    field, button, note, later = QLineEdit(page), QPushButton("Words", page), QLabel("▇▇▇", page), QLineEdit(page)
    note.setStyleSheet(f"color: {IN_SHEETS.ink2};")
    for widget in (field, button, note, later):
        column.addWidget(widget)
    later.hide()
    page.show()
    qtbot.waitExposed(page)
    sheet = qapp.styleSheet()
    for dark, theme in ((True, DARK), (False, LIGHT)):
        appearance.use_scheme(dark)
        assert ground(field) == ground(button) == QColor(theme.card)
        assert theme.ink2[1:].lower() in ink(note)
        qtbot.waitUntil(partial(has_ground, later, theme.card))
    assert qapp.styleSheet() == sheet


def test_a_widget_that_goes_while_others_wait_does_no_harm(qtbot: QtBot, appearance: Appearance) -> None:
    gone, kept = QLineEdit(), QLineEdit()
    qtbot.addWidget(kept)
    for widget in (gone, kept):
        widget.ensurePolished()
    appearance.use_scheme(dark=True)
    gone.deleteLater()
    qtbot.waitUntil(lambda: ground(kept) == QColor(DARK.card))


def test_the_size_of_the_text_leaves_colours_alone(qtbot: QtBot, appearance: Appearance) -> None:
    recoloured: list[bool] = []
    appearance.recoloured.connect(lambda: recoloured.append(True))
    with qtbot.waitSignals([appearance.resized, appearance.changed]):
        appearance.text_size = 18
    assert not recoloured
    with qtbot.waitSignals([appearance.recoloured, appearance.changed]):
        appearance.use_scheme(dark=True)
    assert recoloured
