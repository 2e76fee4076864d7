from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.anchoring.edit_distance import distance, distances

SHORT = st.text(alphabet="abc ", max_size=12)


def plain_distance(first: str, second: str) -> int:
    """The textbook's table (Wagner and Fischer 1974), for comparison."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        above, row = row, [i]
        for j, b in enumerate(second, start=1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
    return row[-1]


@given(SHORT, SHORT)
def test_distance_is_that_of_the_textbook(first: str, second: str) -> None:
    assert distance(first, second) == plain_distance(first, second)


@given(SHORT.filter(bool), SHORT)
def test_anywhere_finds_the_best_beginning_for_each_end(pattern: str, text: str) -> None:
    best = [min(plain_distance(pattern, text[i:end]) for i in range(end + 1)) for end in range(1, len(text) + 1)]
    assert list(distances(pattern, text, anywhere=True)) == best


def test_long_patterns_fit_into_one_column() -> None:
    text = "the quick brown fox jumps over the lazy dog " * 20
    assert distance(text, text.replace("lazy", "hazy", 3)) == 3
