"""What a view asks of a layout: where the lines of a document stand, whether set in a column or printed on pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRectF

from reader.domain.document import Contents
from reader.domain.text import TextSpan
from reader.ui.reading.marks import Side


class Line(Protocol):
    """A line box; x counts from the column's left edge. All offsets are code points of canonical text."""

    @property
    def start(self) -> int:
        """The offset of its first character."""

    @property
    def end(self) -> int:
        """The offset after its text, trailing white space included."""

    @property
    def height(self) -> int:
        """Its height in pixels."""

    @property
    def left(self) -> float:
        """Where the text begins."""

    @property
    def right(self) -> float:
        """Where the text ends."""

    def x_of(self, offset: int) -> float:
        """Return the x of an offset; white space at the line's end takes no room."""

    def offset_at(self, x: float) -> int:
        """Return the offset nearest to an x."""


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line with the y of its box in the document.

    Attributes:
        opens, closes: Whether it is the first and the last line of its paragraph.
    """

    line: Line
    top: int
    opens: bool
    closes: bool

    @property
    def bottom(self) -> int:
        """The y below its box."""
        return self.top + self.line.height


class TextLayout(Protocol):
    """Where every line of a document is; y counts from the top of the first one's block or page, in pixels."""

    @property
    def contents(self) -> Contents:
        """The document's."""

    @property
    def width(self) -> int:
        """The column's width."""

    @property
    def height(self) -> int:
        """The height as far as it is known."""

    def __bool__(self) -> bool: ...

    def settle(self, top: int, bottom: int) -> bool:
        """Lay out what meets [top, bottom); return whether heights may have changed."""

    def line_of(self, offset: int) -> PlacedLine:
        """Return the line of an offset, an estimate where it can't be known now."""

    def known_line_of(self, offset: int) -> PlacedLine | None:
        """Return the line of an offset if it is known, changing nothing."""

    def line_at(self, x: float, y: float) -> PlacedLine:
        """Return the line nearest to a point."""

    def reading_line_at(self, y: float) -> PlacedLine:
        """Return the line of the running text nearest to a y: no note at a page's foot."""

    def lines(self, span: TextSpan, top: int, bottom: int) -> Iterator[PlacedLine]:
        """Yield the known lines of a span that meet [top, bottom)."""

    def bands(self, span: TextSpan, top: int, bottom: int) -> list[list[PlacedLine]]:
        """Return the same lines, those of one column together."""

    def outline(self, span: TextSpan) -> list[list[PlacedLine]] | None:
        """Return the first and last line, at least, of every column that a span runs through; None if not known."""

    def band_edges(self, lines: Sequence[PlacedLine], side: Side) -> tuple[float, float] | None:
        """Return from where to where the lines of one column are tinted, None for all of the view's width."""

    def neighbour(self, placed: PlacedLine, step: int, x: float) -> PlacedLine | None:
        """Return the line below (step 1) or above (-1) a line, nearest to an x; None where there is none."""

    def visible_spans(self, top: int, bottom: int) -> list[TextSpan]:
        """Return the text that meets [top, bottom), running text first."""

    def estimated_y(self, offset: int) -> int:
        """Return about where an offset lies, laying out nothing."""

    def estimated_offset(self, y: int) -> int:
        """Return about which offset lies at a y, laying out nothing."""


def offset_at(layout: TextLayout, x: float, y: float) -> int:
    """Return the offset nearest to a point."""
    return layout.line_at(x, y).line.offset_at(x)


def line_rects(layout: TextLayout, span: TextSpan, top: int, bottom: int) -> list[QRectF]:
    """Return the line boxes of a span's known text that meet [top, bottom)."""
    result = []
    for placed in layout.lines(span, top, bottom):
        x0, x1 = sorted((placed.line.x_of(span.start), placed.line.x_of(span.end)))
        if x1 > x0:
            result.append(QRectF(x0, placed.top, x1 - x0, placed.line.height))
    return result
