"""One true page at a zoom: its lines where they are printed, and the columns they stand in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.domain.document import Contents
from reader.domain.page import PageLine
from reader.domain.text import TextSpan
from reader.ui.reading.text_layout import PlacedLine


class PrintedLine:
    """A printed line in pixels; x counts from the left edge of the widest page.

    Args:
        line: The line, in points.
        left: Where its page begins.
        scale: Pixels a point.
    """

    __slots__ = ("_edges", "_left", "_scale", "end", "height", "start", "top")

    def __init__(self, line: PageLine, left: float, scale: float) -> None:
        self.start, self.end = line.start, line.end
        self.top = round(line.top * scale)
        self.height = max(1, round(line.bottom * scale) - self.top)
        self._edges = line.edges
        self._left = left
        self._scale = scale

    @property
    def left(self) -> float:
        """Where the text begins."""
        return self._x(min(self._edges[0], self._edges[-1]))

    @property
    def right(self) -> float:
        """Where the text ends."""
        return self._x(max(self._edges[0], self._edges[-1]))

    def x_of(self, offset: int) -> float:
        """Return the x of an offset."""
        return self._x(self._edges[min(max(offset, self.start), self.end) - self.start])

    def offset_at(self, x: float) -> int:
        """Return the offset nearest to an x."""
        wanted = (x - self._left) / self._scale
        # The place after a line that goes on is the start of the next one, as far as the text is concerned.
        nearest = min(range(len(self._edges)), key=lambda at: (abs(self._edges[at] - wanted), at))
        return self.start + nearest

    def part_from(self, before: PrintedLine) -> None:
        """Where the line before reaches into this one, as letters' boxes do in close print, let both end halfway."""
        bottom = before.top + before.height
        if before.top < self.top < bottom and self.left < before.right and before.left < self.right:
            cut = (self.top + bottom) // 2
            before.height = max(1, cut - before.top)
            self.height = max(1, self.height - (cut - self.top))
            self.top = cut

    def _x(self, points: float) -> float:
        return self._left + points * self._scale


@dataclass(frozen=True, slots=True)
class EstimatedLine:
    """Stands for the line of an offset on a page that is not read yet."""

    start: int
    height: int

    @property
    def end(self) -> int:
        """The same offset: how far it goes is not known."""
        return self.start

    @property
    def left(self) -> float:
        """Nowhere: nothing is under the pointer."""
        return 0.0

    @property
    def right(self) -> float:
        """Nowhere."""
        return -1.0

    def x_of(self, offset: int) -> float:
        """Return the column's edge."""
        del offset
        return 0.0

    def offset_at(self, x: float) -> int:
        """Return the offset it stands for."""
        del x
        return self.start


@dataclass(frozen=True, slots=True)
class Column:
    """Lines of one paragraph that stand one below the other, or what they are a part of."""

    left: float
    right: float
    lines: int

    def overlaps(self, other: Column) -> bool:
        """Tell whether both share some of the page's width."""
        return min(self.right, other.right) > max(self.left, other.left)


class PrintedPage:
    """A page's lines.

    Args:
        contents: The document's.
        index: The page, zero-based.
        lines: Its lines, in the order of the text.
        top: Its y in the document.
        left: Where it begins, from the left edge of the widest page.
        scale: Pixels a point.
    """

    def __init__(
        self, contents: Contents, index: int, lines: Sequence[PageLine], top: int, left: float, scale: float
    ) -> None:
        self._contents = contents
        self._top = top
        self._running = contents.pages[index].span
        self._lines = [PrintedLine(line, left, scale) for line in lines]
        for before, line in pairwise(self._lines):
            line.part_from(before)
        self._starts = [line.start for line in self._lines]
        self._columns = self._find_columns()

    def __bool__(self) -> bool:
        return bool(self._lines)

    def _find_columns(self) -> list[Column]:
        """Return each line's column: its paragraph's, widened to the longest one beside it that it belongs to."""
        groups: list[list[PrintedLine]] = []
        for line in self._lines:
            before = groups[-1][-1] if groups else None
            if before is None or not self._goes_on(before, line):
                groups.append([])
            groups[-1].append(line)
        own = [Column(min(li.left for li in g), max(li.right for li in g), len(g)) for g in groups]
        found: list[Column] = []
        for column in own:
            long = max((each for each in own if each.overlaps(column)), key=lambda each: each.lines, default=column)
            whole = Column(min(column.left, long.left), max(column.right, long.right), column.lines)
            found += [whole] * column.lines
        return found

    def _goes_on(self, before: PrintedLine, line: PrintedLine) -> bool:
        same = self._contents.block_at(before.start) == self._contents.block_at(line.start)
        return same and line.top > before.top

    def column_of(self, placed: PlacedLine) -> Column:
        """Return the column of one of this page's lines."""
        return self._columns[max(0, bisect_right(self._starts, placed.line.start) - 1)]

    @property
    def text_edges(self) -> tuple[float, float]:
        """Where the text of the page begins and ends."""
        return min((c.left for c in self._columns), default=0.0), max((c.right for c in self._columns), default=0.0)

    def _placed(self, line: PrintedLine) -> PlacedLine:
        # In print paragraphs stand as close as lines: tints must not reach beyond them.
        return PlacedLine(line, self._top + line.top, opens=False, closes=False)

    def line_of(self, offset: int) -> PlacedLine | None:
        """Return the line of an offset; the one before it where the offset itself is not printed."""
        if not self._lines:
            return None
        return self._placed(self._lines[max(0, bisect_right(self._starts, offset) - 1)])

    def lines(self, span: TextSpan) -> Iterator[PlacedLine]:
        """Yield the lines that hold characters of a span."""
        for index in range(max(0, bisect_right(self._starts, span.start) - 1), len(self._lines)):
            line = self._lines[index]
            if line.start >= span.end:
                return
            if line.end > span.start:
                yield self._placed(line)

    def groups(self, span: TextSpan) -> Iterator[list[PlacedLine]]:
        """Yield the same lines, a list for each run of them down one column."""
        run: list[PlacedLine] = []
        for placed in self.lines(span):
            if run and (placed.top <= run[-1].top or not self.column_of(placed).overlaps(self.column_of(run[-1]))):
                yield run
                run = []
            run.append(placed)
        if run:
            yield run

    def line_at(self, x: float, y: float, *, running_only: bool = False) -> PlacedLine | None:
        """Return the line nearest to a point: in the column there if it has one near, else by height."""
        wanted = y - self._top
        best: tuple[tuple[float, float], PrintedLine] | None = None
        for line, column in zip(self._lines, self._columns, strict=True):
            if running_only and not self._running.start <= line.start < self._running.end:
                continue
            below = max(line.top - wanted, wanted - line.top - line.height + 1, 0.0)
            beside = max(column.left - x, x - column.right, 0.0)
            # A line in the column at hand wins over one of another column at the same height.
            far = below + (3.0 * line.height if beside and not running_only else 0.0)
            key = (far, beside + abs(min(0.0, line.right - x)) / 1e4)
            if best is None or key < best[0]:
                best = key, line
        return self._placed(best[1]) if best is not None else None

    def neighbour(self, placed: PlacedLine, step: int, x: float) -> PlacedLine | None:
        """Return the next line down (1) or up (-1) the column at an x, else the next one of the text."""
        at = max(0, bisect_right(self._starts, placed.line.start) - 1)
        line, column = self._lines[at], self._columns[at]
        below = [
            each
            for each, its in zip(self._lines, self._columns, strict=True)
            if (each.top - line.top) * step > line.height / 2 and its.overlaps(column)
        ]
        if below:
            return self._placed(min(below, key=lambda each: (abs(each.top - line.top), abs(each.left - x))))
        following = at + step
        return self._placed(self._lines[following]) if 0 <= following < len(self._lines) else None

    def first(self) -> PlacedLine | None:
        """Return the first line of the text on the page."""
        return self._placed(self._lines[0]) if self._lines else None

    def last_running(self) -> PlacedLine | None:
        """Return the last line of the running text on the page."""
        at = bisect_left(self._starts, self._running.end) - 1
        return self._placed(self._lines[max(0, at)]) if self._lines else None
