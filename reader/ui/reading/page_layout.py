"""The pages of a document one below the other, with the place of each line on them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from reader.domain.document import Contents
from reader.domain.page import PageLine
from reader.domain.text import TextSpan
from reader.ui.reading.marks import Side
from reader.ui.reading.printed_page import EstimatedLine, PrintedPage
from reader.ui.reading.text_layout import PlacedLine

PAGE_GAP = 14  # pixels between two pages
KEPT_PAGES = 300  # whose lines are kept; some 30 kB each
# Where the text of a page that is not read yet is taken to begin and end, and its notes: parts of its height.
_TEXT_TOP, _TEXT_BOTTOM, _NOTES = 0.1, 0.86, 0.88
_LINE_POINTS = 13
# From a column's edge to the edges of its tint, in pixels; a bar stands at one of them.
_TINT_MARGIN = 8
# A column that ends this near to the page's outermost text is tinted to the gutter (pixels).
_OUTERMOST = 24
_ALL = 1_000_000


class PageLayout:
    """Where every page is, and every line of those that are read; y counts from the first page's top.

    Args:
        contents: The document's; it has pages.
        scale: Pixels a point.
        lines_of: Returns a page's lines, or None as long as it is not read.
    """

    def __init__(self, contents: Contents, scale: float, lines_of: Callable[[int], Sequence[PageLine] | None]) -> None:
        self.contents = contents
        self.scale = scale
        self._lines_of = lines_of
        self._printed: dict[int, PrintedPage] = {}
        self._spans: dict[int, tuple[TextSpan, ...]] = {}
        self.width = max((round(page.width * scale) for page in contents.pages), default=0)
        self._tops: list[int] = []
        at = 0
        for page in contents.pages:
            self._tops.append(at)
            at += round(page.height * scale) + PAGE_GAP
        self.height = max(0, at - PAGE_GAP)

    def __bool__(self) -> bool:
        return bool(self._tops)

    # -- pages ---------------------------------------------------------------------------------------------------

    def page_rect(self, index: int) -> tuple[int, int, int, int]:
        """Return a page's left, top, width and height."""
        page = self.contents.pages[index]
        width = round(page.width * self.scale)
        return (self.width - width) // 2, self._tops[index], width, round(page.height * self.scale)

    def page_at(self, y: float) -> int:
        """Return the page at a y, the one above a gap, the first and the last one beyond the ends."""
        return max(0, bisect_right(self._tops, y) - 1)

    def pages_within(self, top: int, bottom: int) -> range:
        """Return the pages that meet [top, bottom)."""
        return range(self.page_at(top), self.page_at(bottom - 1) + 1) if self._tops else range(0)

    def _page_of(self, offset: int) -> int:
        page = self.contents.page_at(offset)
        return page.index if page is not None else 0

    def _known(self, index: int) -> PrintedPage | None:
        printed = self._printed.get(index)
        if printed is None:
            lines = self._lines_of(index)
            if lines is None:
                return None
            left, top, _, _ = self.page_rect(index)
            printed = self._printed[index] = PrintedPage(self.contents, index, lines, top, left, self.scale)
            if len(self._printed) > KEPT_PAGES:
                del self._printed[max(self._printed, key=lambda each: abs(each - index))]
        return printed

    def settle(self, top: int, bottom: int) -> bool:
        """Return False: what is read of a page changes no height."""
        del top, bottom
        return False

    # -- lines ---------------------------------------------------------------------------------------------------

    def line_of(self, offset: int) -> PlacedLine:
        """Return the line of an offset, an estimate as long as its page is not read."""
        known = self.known_line_of(offset)
        return known if known is not None else self._estimate(offset)

    def known_line_of(self, offset: int) -> PlacedLine | None:
        """Return the line of an offset if its page is read."""
        printed = self._known(self._page_of(offset)) if self._tops else None
        return printed.line_of(offset) if printed is not None else None

    def line_at(self, x: float, y: float) -> PlacedLine:
        """Return the line nearest to a point."""
        return self._line_near(x, y, running_only=False)

    def reading_line_at(self, y: float) -> PlacedLine:
        """Return the line of the running text nearest to a y, in the leftmost column."""
        return self._line_near(0.0, y, running_only=True)

    def _line_near(self, x: float, y: float, *, running_only: bool) -> PlacedLine:
        printed = self._known(self.page_at(y))
        found = printed.line_at(x, y, running_only=running_only) if printed is not None else None
        return found if found is not None else self._estimate(self.estimated_offset(round(y)))

    def _estimate(self, offset: int) -> PlacedLine:
        line = EstimatedLine(offset, max(1, round(_LINE_POINTS * self.scale)))
        return PlacedLine(line, self._estimated_y(offset), opens=False, closes=False)

    def lines(self, span: TextSpan, top: int, bottom: int) -> Iterator[PlacedLine]:
        """Yield the known lines of a span that meet [top, bottom)."""
        for group in self.bands(span, top, bottom):
            yield from group

    def bands(self, span: TextSpan, top: int, bottom: int) -> list[list[PlacedLine]]:
        """Return the same lines, those of one column of one page together."""
        found = []
        for index in self.pages_within(top, bottom):
            printed = self._known(index)
            if printed is None:
                continue
            for group in printed.groups(span):
                shown = [placed for placed in group if placed.top < bottom and placed.bottom > top]
                if shown:
                    found.append(shown)
        return found

    def outline(self, span: TextSpan) -> list[list[PlacedLine]] | None:
        """Return the lines of a span column by column, None if one of its pages is not read."""
        found: list[list[PlacedLine]] = []
        last = self._page_of(max(span.start, span.end - 1))
        for index in range(self._page_of(span.start), last + 1):
            printed = self._known(index)
            if printed is None:
                return None
            found += printed.groups(span)
        return found or None

    def band_edges(self, lines: Sequence[PlacedLine], side: Side) -> tuple[float, float] | None:
        """Return from where to where a column is tinted: to the gutter, unless another column is between."""
        printed = self._known(self.page_at(lines[0].top))
        if printed is None:
            return None
        column, (leftmost, rightmost) = printed.column_of(lines[0]), printed.text_edges
        left, right = column.left - _TINT_MARGIN, column.right + _TINT_MARGIN
        if side == "left" and rightmost - column.right < _OUTERMOST:
            right = _ALL
        if side == "right" and column.left - leftmost < _OUTERMOST:
            left = -_ALL
        return left, right

    def neighbour(self, placed: PlacedLine, step: int, x: float) -> PlacedLine | None:
        """Return the line below (step 1) or above (-1) a line; None at the ends and where a page is not read."""
        index = self.page_at(placed.top)
        printed = self._known(index)
        if printed is None:
            return None
        found = printed.neighbour(placed, step, x)
        if found is not None:
            return found
        following = self._known(index + step) if 0 <= index + step < len(self._tops) else None
        if following is None:
            return None
        return following.first() if step > 0 else following.last_running()

    def visible_spans(self, top: int, bottom: int) -> list[TextSpan]:
        """Return the text of the pages that meet [top, bottom), running text first."""
        pages = self.pages_within(top, bottom)
        if not pages:
            return [TextSpan(0, 0)]
        first, last = self.reading_line_at(top).line, self.reading_line_at(bottom - 1).line
        running = TextSpan(min(first.start, last.start), max(first.end, last.end))
        return [running, *(span for index in pages for span in self._spans_of(index) if not running.overlap(span))]

    def _spans_of(self, index: int) -> tuple[TextSpan, ...]:
        if index not in self._spans:
            self._spans[index] = self.contents.spans_of_page(index)
        return self._spans[index]

    # -- estimates -----------------------------------------------------------------------------------------------

    def estimated_y(self, offset: int) -> int:
        """Return about where an offset lies, exactly on pages that were shown."""
        printed = self._printed.get(self._page_of(offset))
        known = printed.line_of(offset) if printed is not None else None
        return known.top if known is not None else self._estimated_y(offset)

    def _estimated_y(self, offset: int) -> int:
        if not self._tops:
            return 0
        index = self._page_of(offset)
        _, top, _, height = self.page_rect(index)
        running = self.contents.pages[index].span
        if not running.start <= offset < running.end:
            return top + round(_NOTES * height)
        share = (offset - running.start) / max(1, len(running))
        return top + round((_TEXT_TOP + share * (_TEXT_BOTTOM - _TEXT_TOP)) * height)

    def estimated_offset(self, y: int) -> int:
        """Return about which offset lies at a y."""
        if not self._tops:
            return 0
        index = self.page_at(y)
        _, top, _, height = self.page_rect(index)
        share = ((y - top) / max(1, height) - _TEXT_TOP) / (_TEXT_BOTTOM - _TEXT_TOP)
        running = self.contents.pages[index].span
        return running.start + round(min(1.0, max(0.0, share)) * max(0, len(running) - 1))
