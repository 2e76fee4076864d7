"""Edit distance of short patterns in long texts, a whole column of the table at a time.

Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic programming", Journal of the ACM
46 (1999), with the pattern in one integer of any length.
"""

from __future__ import annotations

from collections.abc import Iterator


def distances(pattern: str, text: str, *, anywhere: bool) -> Iterator[int]:
    """Yield, after each character of a text, the least number of errors with which the pattern ends there.

    Args:
        pattern: Not empty.
        text: What is read.
        anywhere: Whether the pattern may begin anywhere in the text, or only at its beginning.
    """
    length = len(pattern)
    all_rows = (1 << length) - 1
    last_row = 1 << (length - 1)
    where = _rows_of(pattern)
    # Where each vertical step of the column goes up and where it goes down; the first column counts 0, 1, 2 …
    up, down = all_rows, 0
    errors = length
    first_row_step = 0 if anywhere else 1
    for char in text:
        equal = where.get(char, 0)
        diagonal = (((equal & up) + up) ^ up) | equal | down
        step_up = down | (all_rows & ~(diagonal | up))
        step_down = up & diagonal
        if step_up & last_row:
            errors += 1
        elif step_down & last_row:
            errors -= 1
        step_up = ((step_up << 1) | first_row_step) & all_rows
        step_down = (step_down << 1) & all_rows
        up = step_down | (all_rows & ~(diagonal | step_up))
        down = step_up & diagonal
        yield errors


def distance(first: str, second: str) -> int:
    """Return the least number of insertions, deletions and substitutions that turn one text into the other."""
    if not first or not second:
        return max(len(first), len(second))
    *_, errors = distances(first, second, anywhere=False)
    return errors


def _rows_of(pattern: str) -> dict[str, int]:
    """Return for each character the rows it stands in, as bits."""
    where: dict[str, int] = {}
    for row, char in enumerate(pattern):
        where[char] = where.get(char, 0) | (1 << row)
    return where
