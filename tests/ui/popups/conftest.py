"""What the tests of the popups share."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reader.ui.appearance import Appearance


@pytest.fixture
def appearance(qtbot: QtBot, resources_path: Path) -> Appearance:
    return Appearance(resources_path)
