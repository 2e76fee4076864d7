"""Reading order: the segments of a page brought into the order in which they are read, column by column."""

from __future__ import annotations

from collections.abc import Sequence

from reader.documents.page_record import ROTATED, PageText, Segment

# Fewer lines than this on a side are no column but a table, a caption or a by-line.
_FEWEST_LINES = 5
# Cells of tables are short, lines of columns are not, in characters.
_SHORTEST_MEAN = 14
_MOST_CROSSING = 0.4
_DEEPEST = 6
# A last column begins in this part of the height of the one before: a running head may stand above that.
_UPPER = 0.35
_MOST_SEGMENTS = 20_000


def put_in_order(page: PageText) -> None:
    """Sort a page's segments into reading order and number its columns."""
    upright = [s for s in page.segments if not s.flags & ROTATED]
    turned = [s for s in page.segments if s.flags & ROTATED]
    if len(upright) > _MOST_SEGMENTS:
        return
    numbering = _Columns()
    numbering.place(upright, 0)
    # Text along the margin is read last.
    for segment in turned:
        numbering.add([segment])
    page.segments = numbering.ordered


def rows_of(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Group segments into rows from top to bottom, each from left to right."""
    rows: list[list[Segment]] = []
    low = high = 0.0
    for segment in sorted(segments, key=lambda s: -(s.y0 + s.y1)):
        middle = (segment.y0 + segment.y1) / 2
        if rows and low <= middle <= high and middle >= low + 0.15 * (high - low):
            rows[-1].append(segment)
            continue
        rows.append([segment])
        low, high = segment.y0, segment.y1
    for row in rows:
        row.sort(key=lambda s: s.x0)
    return rows


class _Columns:
    """Cuts a page at its gutters, again and again, and numbers the columns that result."""

    def __init__(self) -> None:
        self.ordered: list[Segment] = []
        self._column = 0

    def place(self, segments: list[Segment], depth: int) -> None:
        """Put a region's segments in order."""
        gutter = _gutter(segments) if depth < _DEEPEST else None
        if gutter is None:
            self.add([segment for row in rows_of(segments) for segment in row])
            return
        crossing = [s for s in segments if s.x0 < gutter < s.x1 and not _overhangs(s, segments, gutter)]
        across = {id(s) for s in crossing}
        rest = sorted((s for s in segments if id(s) not in across), key=lambda s: -s.y0)
        at = 0
        for row in rows_of(crossing):
            middle = (row[0].y0 + row[0].y1) / 2
            end = at
            while end < len(rest) and (rest[end].y0 + rest[end].y1) / 2 > middle:
                end += 1
            self._band(rest[at:end], gutter, depth)
            self.add(row)
            at = end
        self._band(rest[at:], gutter, depth)

    def add(self, segments: list[Segment]) -> None:
        """Add segments in their order as one column."""
        for segment in segments:
            segment.column = self._column
        if segments:
            self.ordered += segments
            self._column += 1

    def _band(self, segments: list[Segment], gutter: float, depth: int) -> None:
        left = [s for s in segments if s.x0 < gutter]
        right = [s for s in segments if s.x0 >= gutter]
        for side in (left, right):
            if side:
                self.place(side, depth + 1)


def _overhangs(segment: Segment, segments: Sequence[Segment], gutter: float) -> bool:
    """Tell whether a line of the left column is too long for it, as addresses of web pages are.

    It stands directly under a line of that column which comes before it in the file too, and beside the other column.
    """
    above = None
    for other in segments:
        if other.end <= segment.start and other.x1 <= gutter and (above is None or other.end > above.end):
            above = other
    if above is None or abs(above.size - segment.size) > 0.1:
        return False
    edge = min(s.x0 for s in segments if abs(s.y0 - above.y0) < 1)
    if abs(edge - segment.x0) > 3 * segment.size:
        return False
    if not 0 < above.y0 - segment.y0 < 1.6 * segment.size or any(above.end < s.end <= segment.start for s in segments):
        return False
    return any(s.x0 >= gutter and s.y0 < above.y1 and segment.y0 < s.y1 for s in segments)


def _gutter(segments: Sequence[Segment]) -> float | None:
    """Find where a gutter between columns of text runs, or None."""
    if len(segments) < 2 * _FEWEST_LINES:
        return _last_gutter(segments)
    starts: dict[int, int] = {}
    for segment in segments:
        starts[round(segment.x0 / 3)] = starts.get(round(segment.x0 / 3), 0) + 1
    best: tuple[int, float] | None = None
    for key, count in sorted(starts.items(), key=lambda item: -item[1])[:8]:
        near = count + starts.get(key - 1, 0) + starts.get(key + 1, 0)
        if near < _FEWEST_LINES:
            break
        place = _edge(segments, 3.0 * key)
        score = _score(segments, place) if place is not None else None
        if place is not None and score is not None and (best is None or score > best[0]):
            best = (score, place)
    return best[1] if best else _last_gutter(segments)


def _last_gutter(segments: Sequence[Segment]) -> float | None:
    """Find the gutter where columns end after a few lines, by the file giving all of the first one before the other."""
    for start in sorted({s.x0 for s in segments})[1:]:
        place = _edge(segments, start, fewest=2)
        if place is None:
            continue
        left = [s for s in segments if s.x1 <= place]
        right = [s for s in segments if s.x0 >= place]
        if len(right) >= _FEWEST_LINES or len(left) + len(right) < len(segments) - _FEWEST_LINES:
            continue
        if any(sum(s.end - s.start for s in side[:-1]) < _SHORTEST_MEAN * (len(side) - 1) for side in (left, right)):
            continue
        top, bottom = max(s.y1 for s in left), min(s.y0 for s in left)
        begins_at_top = max(s.y1 for s in right) >= top - _UPPER * (top - bottom)
        if begins_at_top and max(s.end for s in left) <= min(s.start for s in right):
            return place
    return None


def _edge(segments: Sequence[Segment], start: float, fewest: int = _FEWEST_LINES) -> float | None:
    """Return the middle of the white strip left of where many lines start."""
    right = [s for s in segments if s.x0 >= start - 5]
    left = [s.x1 for s in segments if s.x1 <= start + 2]
    if not right or len(left) < fewest:
        return None
    first = min(s.x0 for s in right)
    last = max(left)
    return (last + first) / 2 if last < first else None


def _score(segments: Sequence[Segment], gutter: float) -> int | None:
    """Rate a gutter by the lines beside it; None if what is beside it is no text in columns."""
    left = [s for s in segments if s.x1 <= gutter]
    right = [s for s in segments if s.x0 >= gutter]
    crossing = len(segments) - len(left) - len(right)
    if min(len(left), len(right)) < _FEWEST_LINES or crossing > _MOST_CROSSING * len(segments):
        return None
    for side in (left, right):
        if sum(s.end - s.start for s in side) < _SHORTEST_MEAN * len(side):
            return None
    low = max(min(s.y0 for s in left), min(s.y0 for s in right))
    high = min(max(s.y1 for s in left), max(s.y1 for s in right))
    shorter = min(max(s.y1 for s in side) - min(s.y0 for s in side) for side in (left, right))
    if high - low < 0.5 * shorter:
        return None
    # The rows of a table agree line by line and hold single cells; so do columns set on one grid, but full of text.
    return min(len(left), len(right)) - crossing
