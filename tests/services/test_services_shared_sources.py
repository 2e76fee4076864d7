"""Sources that two passages share are evidence of their pair, on the real theses."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from reader.app import open_services
from reader.services.bundle import Services
from reader.services.comparison import Comparison


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with ExitStack() as stack:
        yield open_services(stack, str(tmp_path_factory.mktemp("shared") / "library.sqlite"))


@pytest.fixture(scope="module")
def compared(services: Services) -> Comparison:
    left, right = services.library.documents()
    return services.comparison.compare(left.id, right.id)


def cites(compared: Comparison, side: str, number: int) -> int:
    """Return the passage that holds a note's marker."""
    document = compared.left if side == "left" else compared.right
    marker = next(m for m in document.contents.markers if m.number == number)
    passage = document.passage_at(marker.span)
    assert passage is not None
    return passage.ordinal


def test_a_work_that_both_passages_cite_is_evidence(services: Services, compared: Comparison) -> None:
    left, right = cites(compared, "left", 3), cites(compared, "right", 1)  # both cite Lo, Axis of Convenience
    assert not compared.evidence(left, right).sources
    with_sources = services.comparison.with_sources(compared)
    assert [source.text for source in with_sources.evidence(left, right).sources] == ["Lo, Axis of Convenience"]


def test_passages_that_cite_nothing_in_common_share_no_source(services: Services, compared: Comparison) -> None:
    left, right = cites(compared, "left", 20), cites(compared, "right", 100)
    assert not services.comparison.with_sources(compared).evidence(left, right).sources
