"""What the tests of topics in the window share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reader.domain.topic import Topic, WeightedTerm
from reader.ui.appearance import Appearance
from reader.ui.tasks import TaskLane


@pytest.fixture
def appearance(qtbot: QtBot, resources_path: Path) -> Appearance:
    return Appearance(resources_path)


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[TaskLane]:
    lane = TaskLane("topics")
    yield lane
    lane.close()


@pytest.fixture
def topics() -> list[Topic]:
    return [
        Topic("georgia", "Georgia", "The war of 2008", (WeightedTerm("Ossetia"),), "vermilion", "circle"),
        Topic("sco", "SCO", "", (WeightedTerm("SCO", 0.7), WeightedTerm("Shanghai Five")), "blue", "square"),
        Topic("energy", "Energy", "Oil and gas", (WeightedTerm("oil"),), "ochre", "triangle-up"),
    ]
