"""Typography: how a document is set, learnt from all its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.documents.page_rows import Row
from reader.documents.plain_text import ends_sentence

# Notes are set at most this large, in parts of the size of the text.
NOTE_SIZE = 0.93
# Headings are set at least this large.
_HEADING_SIZE = 1.12
LONGEST_HEADING = 200
# More white than this, in lines, parts paragraphs.
SPACE = 1.3
_INDENT = 0.7  # ems; less is a matter of optical margins
# A document indents its paragraphs where so many are indented, and so many times more than are parted by white.
_FEWEST_INDENTS, _INDENTS_TO_SPACES = 5, 4
_SAMPLE = 40  # pages
# Entries hang where this part of the rows is indented and nearly all others follow a full stop.
_HANGING, _AFTER_STOP, _FEWEST_HANGING = 0.35, 0.75, 3


@dataclass(frozen=True, slots=True)
class Typography:
    """How a document is set.

    Attributes:
        size: The size of most of its letters.
        leading: For each size, in half points, the usual distance of two lines.
        levels: The level of a heading set in a size and weight.
        indents: Whether the first lines of its paragraphs are indented.
    """

    size: float
    leading: dict[int, float]
    levels: dict[tuple[int, bool], int]
    indents: bool = False


def typography_of(pages: Sequence[Sequence[Row]]) -> Typography:
    """Learn how a document is set from all its rows."""
    sizes: Counter[int] = Counter()
    steps: dict[int, Counter[float]] = {}
    for rows in pages:
        halves = [half_points(row.size) for row in rows]
        for row, half in zip(rows, halves, strict=True):
            sizes[half] += len(row.text)
        for (a, b), half, next_half in zip(pairwise(rows), halves, halves[1:], strict=False):
            if half == next_half and a.column == b.column and a.y0 > b.y0:
                steps.setdefault(half, Counter())[round(2 * (a.y0 - b.y0)) / 2] += 1
    size = sizes.most_common(1)[0][0] / 2 if sizes else 10.0
    leading = {key: max(counts, key=lambda step: (counts[step], -step)) for key, counts in steps.items()}
    looks: Counter[tuple[int, bool]] = Counter()
    for rows in pages:
        for row in rows:
            if looks_like_heading(row, size):
                looks[half_points(row.size), row.bold] += 1
    ranked = sorted(looks, key=lambda look: (-look[0], not look[1]))
    larger = [look for look in ranked if look[0] >= half_points(size)]
    levels = {look: min(4, rank + 1) for rank, look in enumerate(larger)}
    return Typography(size, leading, levels, _indents(pages, size, leading))


def _indents(pages: Sequence[Sequence[Row]], size: float, leading: dict[int, float]) -> bool:
    """Tell whether indents rather than white space show where paragraphs begin."""
    indented = spaced = 0
    usual = SPACE * leading.get(half_points(size), 1.2 * size)
    for rows in pages[:: max(1, len(pages) // _SAMPLE)]:
        for column in columns_of(rows):
            text = [row for row in column if half_points(row.size) == half_points(size)]
            if len(text) < 2:
                continue
            margin, _ = margins_of(text)
            for before, row in pairwise(text):
                if ends_sentence(before.text):
                    inner = is_indented(row, margin)
                    indented += inner and not is_indented(before, margin)
                    spaced += not inner and before.y0 - row.y0 > usual
    return indented >= _FEWEST_INDENTS and indented >= _INDENTS_TO_SPACES * spaced


def hangs(rows: Sequence[Row], margin: float) -> bool:
    """Tell whether the rows are entries of which all lines but the first are indented."""
    inner = [is_indented(row, margin) for row in rows]
    after = [ends_sentence(before.text) for before, outer in zip(rows, inner[1:], strict=False) if not outer]
    if len(after) < _FEWEST_HANGING or sum(inner) < _HANGING * len(rows):
        return False
    return sum(after) >= _AFTER_STOP * len(after)


def looks_like_heading(row: Row, size: float) -> bool:
    """Tell whether a row is set like a heading, where the text has a size in points."""
    if row.rotated or not any(c.isalpha() for c in row.text) or len(row.text) > LONGEST_HEADING or len(row.cells) > 3:
        return False
    return row.size >= _HEADING_SIZE * size or (row.bold and row.size >= NOTE_SIZE * size)


def half_points(size: float) -> int:
    """Return a size in half points: nobody tells smaller differences."""
    return round(2 * size)


def columns_of(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Part the rows of a page into its columns."""
    column: list[Row] = []
    for row in rows:
        if column and row.column != column[-1].column:
            yield column
            column = []
        column.append(row)
    if column:
        yield column


def margins_of(rows: Sequence[Row]) -> tuple[float, float]:
    """Return where most lines begin, or the leftmost of several such places, and where the longest lines end."""
    starts = Counter(round(row.x0 / 2) for row in rows)
    common = [start for start, count in starts.items() if count * 4 >= len(rows)]
    ends = sorted(row.x1 for row in rows)
    return 2 * min(common or starts), ends[int(0.9 * (len(ends) - 1))]


def is_indented(row: Row, margin: float) -> bool:
    """Tell whether a row begins well right of a margin."""
    return row.x0 - margin > _INDENT * row.size
