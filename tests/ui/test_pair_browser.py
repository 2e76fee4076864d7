"""The path through the pairs of a comparison, without widgets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.domain.alignment import PassagePair
from reader.domain.topic import Topic, WeightedTerm
from reader.services.comparison import Comparison
from reader.ui.pair_browser import PairBrowser, Ranking, key_of
from tests.services.fakes import FakeAlignment, opened

LEFT = opened("left", "Oil one.\n\nWar two.\n\nOil three.\n\nNothing here.")
RIGHT = opened("right", "Oil uno.\n\nOil dos.\n\nWar tres.")
OIL = Topic("oil", "Oil", "", (WeightedTerm("oil"),), "blue", "star")
WAR = Topic("war", "War", "", (WeightedTerm("war"),), "green", "cross")
PAIRS = [(0, 0, 0.9), (0, 1, 0.7), (1, 2, 0.6), (2, 1, 0.55), (2, 0, 0.52)]
ALIGNMENT = FakeAlignment(
    PAIRS, {"oil": ([0.9, 0.1, 0.6, 0.0], [0.8, 0.6, 0.0]), "war": ([0.0, 0.9, 0.0, 0.0], [0.0, 0.0, 0.9])}
)
COMPARISON = Comparison(LEFT, RIGHT, (OIL, WAR), ALIGNMENT)


def browser(topic: str | None = None) -> PairBrowser:
    return PairBrowser(Ranking(COMPARISON, topic, ()))


def keys(pairs: list[PassagePair | None]) -> list[tuple[int, int] | None]:
    return [key_of(pair) if pair is not None else None for pair in pairs]


def test_stepping_walks_the_list_and_stops_at_its_ends() -> None:
    path = browser()
    assert keys([path.step(1) for _ in range(6)]) == [(0, 0), (0, 1), (1, 2), (2, 1), (2, 0), None]
    assert path.current is not None
    assert path.rank == 4
    assert keys([path.step(-1)]) == [(2, 1)]


def test_the_first_step_back_begins_at_the_end() -> None:
    assert keys([browser().step(-1)]) == [(2, 0)]


def test_the_counterpart_is_the_strongest_then_the_next_best_then_round_again() -> None:
    path = browser()
    assert keys([path.counterpart("left", 0) for _ in range(3)]) == [(0, 0), (0, 1), (0, 0)]
    assert keys([path.counterpart("right", 1), path.counterpart("right", 1)]) == [(0, 1), (2, 1)]
    assert path.counterpart("left", 3) is None


def test_a_passage_without_a_pair_under_the_topic_still_has_its_strongest_pair() -> None:
    path = browser("war")
    assert path.strongest("left", 0) is not None
    assert path.strongest("left", 3) is None


@given(st.integers(-1, 4), st.sampled_from([1, -1]))
def test_the_next_passage_on_a_topic_lies_beyond_the_one_at_hand(ordinal: int, by: int) -> None:
    path = browser("oil")
    found = path.next_on_topic("left", ordinal, by)
    beyond = [each for each in (0, 2) if (each - ordinal) * by > 0]
    assert found == (min(beyond, key=lambda each: abs(each - ordinal)) if beyond else None)


def test_another_ranking_keeps_the_current_pair_if_it_is_still_listed() -> None:
    path = browser()
    path.step(1)
    path.use(Ranking(COMPARISON, "oil", ()))
    assert path.current is not None
    assert key_of(path.current) == (0, 0)
