"""A window for the widgets under test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reader.ui.appearance import Appearance


@pytest.fixture
def appearance(qapp: QApplication, resources_path: Path) -> Appearance:
    return Appearance(resources_path)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1440, 600)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.mouseMove(window, QPoint(1400, 300))  # away from where the test before left it
    yield window
    window.close()
