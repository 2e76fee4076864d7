"""A whole document in a column, laid out piece by piece on demand."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence

from reader.domain.document import Contents
from reader.domain.text import TextSpan
from reader.ui.reading.fragment_layout import FragmentLayout, FragmentSetter, TextLine
from reader.ui.reading.fragments import Fragment, FragmentIndex, FragmentKey
from reader.ui.reading.marks import Side
from reader.ui.reading.text_layout import PlacedLine
from reader.ui.reading.typesetting import Typesetter

# Above this many characters only what is near the viewport stays laid out (some 2 kB of memory a line).
WHOLE_DOCUMENT_LIMIT = 500_000
KEPT_FRAGMENTS = 600


class DocumentLayout:
    """Where every line of a document is; y counts from the first fragment's top.

    Args:
        width: The column's width in pixels.
    """

    def __init__(self, contents: Contents, typesetter: Typesetter, width: int) -> None:
        self.contents = contents
        self.width = width
        self._index = FragmentIndex(contents, typesetter.estimate(width))
        self._setter = FragmentSetter(contents, typesetter, width)
        self._laid_out: OrderedDict[FragmentKey, FragmentLayout] = OrderedDict()
        self.is_lazy = len(contents.text) > WHOLE_DOCUMENT_LIMIT

    def __bool__(self) -> bool:
        return bool(self._index)

    @property
    def height(self) -> int:
        """The height as far as it is known."""
        return self._index.height

    @property
    def laid_out_count(self) -> int:
        """How many fragments are laid out now."""
        return len(self._laid_out)

    @property
    def listed_chunks(self) -> int:
        """How many chunks of blocks have been looked at."""
        return self._index.listed_chunks

    # -- laying out ----------------------------------------------------------------------------------------------

    def layout(self, key: FragmentKey) -> FragmentLayout:
        """Return a fragment laid out, doing so if needed; heights below it may change."""
        found = self._laid_out.get(key)
        if found is None:
            found = self._setter.set(self._index.fragment(key))
            self._laid_out[key] = found
            self._index.set_height(key, found.height)
            if self.is_lazy and len(self._laid_out) > KEPT_FRAGMENTS:
                self._laid_out.popitem(last=False)
        elif self.is_lazy:
            self._laid_out.move_to_end(key)
        return found

    def shed(self, count: int) -> bool:
        """Let go of some fragments, and return whether more are left: for a layout that is shown no more."""
        for _ in range(min(count, len(self._laid_out))):
            self._laid_out.popitem()
        return bool(self._laid_out)

    def is_laid_out(self, key: FragmentKey) -> bool:
        """Tell whether a fragment is laid out."""
        return key in self._laid_out

    def settle(self, top: int, bottom: int) -> bool:
        """Lay out what meets [top, bottom); return whether anything was to be done."""
        worked = False
        key: FragmentKey | None = self._index.key_at(top) if self._index else None
        while key is not None and self._index.top(key) < bottom:
            if key not in self._laid_out:
                worked = True
            self.layout(key)
            key = self._index.after(key)
        return worked

    def pending(self, offset: int) -> Iterator[FragmentKey]:
        """Yield the fragments not yet laid out, the nearest to an offset first."""
        if not self._index:
            return
        below: FragmentKey | None = self._index.key_of(offset)
        above = self._index.before(below) if below is not None else None
        while below is not None or above is not None:
            if below is not None:
                if below not in self._laid_out:
                    yield below
                below = self._index.after(below)
            if above is not None:
                if above not in self._laid_out:
                    yield above
                above = self._index.before(above)

    # -- places --------------------------------------------------------------------------------------------------

    def top(self, key: FragmentKey) -> int:
        """Return a fragment's y."""
        return self._index.top(key)

    def fragment(self, key: FragmentKey) -> Fragment:
        """Return a fragment."""
        return self._index.fragment(key)

    def key_of(self, offset: int) -> FragmentKey:
        """Return the fragment of an offset."""
        return self._index.key_of(offset)

    def key_at(self, y: int) -> FragmentKey:
        """Return the fragment at a y."""
        return self._index.key_at(y)

    def last(self) -> FragmentKey:
        """Return the last fragment."""
        return self._index.last()

    def estimated_y(self, offset: int) -> int:
        """Return about where an offset lies, laying out nothing."""
        return self._index.estimated_y(offset)

    def estimated_offset(self, y: int) -> int:
        """Return about which offset lies at a y, laying out nothing."""
        return self._index.estimated_offset(y)

    def line_of(self, offset: int) -> PlacedLine:
        """Return the line of an offset, laying it out if needed."""
        key = self._index.key_of(offset)
        layout = self.layout(key)
        line = layout.line_of(offset)
        return _placed(line, self._index.top(key), layout)

    def known_line_of(self, offset: int) -> PlacedLine | None:
        """Return the line of an offset if it is laid out, changing nothing."""
        key = self._index.listed_key_of(offset)
        layout = self._laid_out.get(key) if key is not None else None
        if key is None or layout is None:
            return None
        line = layout.line_of(offset)
        return _placed(line, self._index.top(key), layout)

    def line_at(self, x: float, y: float) -> PlacedLine:
        """Return the line nearest to a point, laying it out if needed."""
        key = self._index.key_at(round(y))
        layout = self.layout(key)
        top = self._index.top(key)
        line = layout.line_at(x, y - top)
        return _placed(line, top, layout)

    def reading_line_at(self, y: float) -> PlacedLine:
        """Return the line nearest to a y; of a table's row, the first cell's."""
        return self.line_at(0, y)

    def visible(self, top: int, bottom: int) -> Iterator[tuple[int, FragmentLayout]]:
        """Yield the laid out fragments that meet [top, bottom), each with its y."""
        key: FragmentKey | None = self._index.key_at(top) if self._index else None
        while key is not None:
            y = self._index.top(key)
            if y >= bottom:
                return
            layout = self._laid_out.get(key)
            if layout is not None:
                yield y, layout
            key = self._index.after(key)

    def lines(self, span: TextSpan, top: int, bottom: int) -> Iterator[PlacedLine]:
        """Yield the laid out lines of a span that meet [top, bottom)."""
        for y, layout in self.visible(top, bottom):
            if layout.fragment.start >= span.end:
                return
            if layout.fragment.end <= span.start:
                continue
            for line in layout.lines_in(span.start, span.end):
                if y + line.top < bottom and y + line.top + line.height > top:
                    yield _placed(line, y, layout)

    def bands(self, span: TextSpan, top: int, bottom: int) -> list[list[PlacedLine]]:
        """Return the laid out lines of a span that meet [top, bottom): all of them stand in the one column."""
        lines = list(self.lines(span, top, bottom))
        return [lines] if lines else []

    def outline(self, span: TextSpan) -> list[list[PlacedLine]] | None:
        """Return the first and last line of a span, None if one is not laid out."""
        first, last = self.known_line_of(span.start), self.known_line_of(max(span.start, span.end - 1))
        return [[first, last]] if first is not None and last is not None else None

    def band_edges(self, lines: Sequence[PlacedLine], side: Side) -> tuple[float, float] | None:
        """Return None: a passage is tinted over all of the view's width."""
        del lines, side
        return None

    def visible_spans(self, top: int, bottom: int) -> list[TextSpan]:
        """Return the text that meets [top, bottom), whole lines."""
        first, last = self.line_at(0, top).line, self.line_at(1e6, bottom - 1).line
        return [TextSpan(first.start, max(first.start, last.end))]

    def neighbour(self, placed: PlacedLine, step: int, x: float) -> PlacedLine | None:
        """Return the line below (step 1) or above (-1) a line, nearest to an x; None at the document's ends."""
        y = placed.bottom + 1 if step > 0 else placed.top - 1
        while 0 <= y < self.height:
            key = self._index.key_at(y)
            layout = self.layout(key)
            top = self._index.top(key)
            found = [li for li in layout.lines if (top + li.top >= placed.bottom) == (step > 0)]
            found = [li for li in found if top + li.top != placed.top]
            if found:
                line = min(found, key=lambda li: (abs(top + li.top - placed.top), abs(li.left - x)))
                return _placed(line, top, layout)
            y = top + max(1, layout.height) if step > 0 else top - 1
        return None


def _placed(line: TextLine, top: int, layout: FragmentLayout) -> PlacedLine:
    """Place a line of a fragment that begins at a y."""
    opens = layout.fragment.is_first and line is layout.lines[0]
    closes = layout.fragment.is_last and line is layout.lines[-1]
    return PlacedLine(line, top + line.top, opens, closes)
