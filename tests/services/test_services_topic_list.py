"""The list of topics is arranged as a whole, on a real library file, and any arrangement can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.domain.topic import Topic, WeightedTerm
from reader.errors import TopicError
from reader.services.topics import TopicService
from reader.storage.database import open_library


def topic(name: str, *terms: str) -> Topic:
    return Topic(name.casefold(), name, "", tuple(WeightedTerm(term) for term in terms or (name,)), "blue", "star")


TOPICS = [topic("Georgia", "South Ossetia", "Abkhazia"), topic("Energy", "oil"), topic("Korea"), topic("Arms")]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[TopicService]:
    with closing(open_library(str(tmp_path / "library.sqlite"))) as library:
        service = TopicService(library, lambda opened, topics: {})
        service.arrange(TOPICS)
        yield service


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.permutations(TOPICS), st.integers(0, 4))
def test_any_arrangement_is_stored_and_undone(service: TopicService, order: list[Topic], kept: int) -> None:
    wanted = [replace(each, name=f"{each.name}!") for each in order[:kept]]
    before = service.arrange(wanted)
    assert service.topics() == wanted
    assert service.arrange(before) == wanted
    assert service.topics() == before


@pytest.mark.parametrize(
    ("topics", "message"),
    [
        ([topic("Oil"), replace(topic("Gas"), name="OIL")], "two topics"),
        ([topic("Oil"), replace(topic("Oil"), name="Petroleum")], "two topics"),
        ([replace(topic("Oil"), name="  ")], "needs a name"),
        ([replace(topic("Oil"), terms=())], "has no terms"),
    ],
)
def test_a_list_that_makes_no_sense_changes_nothing(service: TopicService, topics: list[Topic], message: str) -> None:
    with pytest.raises(TopicError, match=message):
        service.arrange(topics)
    assert service.topics() == TOPICS
