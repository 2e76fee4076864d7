"""Back and forward return to the places that jumps left."""

from hypothesis import given
from hypothesis import strategies as st

from reader.ui.navigation import History, Place


def place(number: int) -> Place:
    return Place(number, number, None, None)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30))
def test_back_all_the_way_and_forward_again_ends_where_it_began(numbers: list[int]) -> None:
    history, here = History(), place(100)
    visited = [here]
    for number in numbers:
        history.leave(here)
        here = place(number)
        if visited[-1] != here:
            visited.append(here)
    end = here
    while (before := history.back(here)) is not None:
        here = before
    assert here == visited[0]
    while (after := history.forward(here)) is not None:
        here = after
    assert here == end


def test_a_new_jump_forgets_the_way_forward() -> None:
    history = History()
    history.leave(place(1))
    assert history.back(place(2)) == place(1)
    history.leave(place(1))
    assert not history.can_go_forward
    assert history.can_go_back


def test_only_so_many_places_are_kept() -> None:
    history = History(limit=3)
    for number in range(10):
        history.leave(place(number))
    assert [history.back(place(99)) for _ in range(4)] == [place(9), place(8), place(7), None]
