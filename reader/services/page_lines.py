"""The lines of a printed page, made of its letters' boxes: where each offset of the canonical text stands."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reader.domain.document import Contents
from reader.domain.page import Box, PageLine
from reader.domain.text import TextSpan

# Of the lower of two neighbouring letters, so much stands beside the other one if both are on one line.
_SAME_LINE = 0.5
# The gap between two letters of one line is at most this many times as wide as they are high: cells stand far apart.
_WIDEST_GAP = 12.0
_FEW = 40  # one line of so many may stick out


@dataclass(slots=True)
class _Line:
    """A line being made; `boxes` holds each offset's box, or None where nothing is printed."""

    start: int
    last: Box
    boxes: list[Box | None] = field(default_factory=list)

    def takes(self, box: Box) -> bool:
        """Tell whether a letter stands on this line."""
        height = min(box[3] - box[1], self.last[3] - self.last[1])
        shared = min(box[3], self.last[3]) - max(box[1], self.last[1])
        gap = max(box[0] - self.last[2], self.last[0] - box[2])
        return shared > _SAME_LINE * height and gap < _WIDEST_GAP * height


def lines_of_page(contents: Contents, index: int, glyphs: Sequence[float]) -> list[PageLine]:
    """Return the lines of a page in the order of the canonical text.

    Args:
        contents: The document's.
        index: The page, zero-based.
        glyphs: Four numbers for each code point of the page's raw text: left, bottom, right and top of its box in
            points from the page's lower left corner; four zeros where nothing is printed.
    """
    height = contents.pages[index].height
    lines: list[_Line] = []
    for span in contents.spans_of_page(index):
        lines += _lines_of_span(contents.text, span, _boxes(contents, index, span, glyphs))
    return [_finished(line, height) for line in lines]


def _boxes(contents: Contents, index: int, span: TextSpan, glyphs: Sequence[float]) -> Iterator[tuple[int, Box | None]]:
    """Yield each offset of a span that was printed on a page, with its box."""
    origins = contents.origins
    if origins is None:
        return
    first = contents.pages[index].source_start
    count = len(glyphs) // 4
    for target, source, length in origins.runs_in(span):
        for step in range(length):
            at = source + step - first
            if 0 <= at < count:
                x0, y0, x1, y1 = glyphs[4 * at : 4 * at + 4]
                yield target + step, (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def _lines_of_span(text: str, span: TextSpan, printed: Iterator[tuple[int, Box | None]]) -> Iterator[_Line]:
    line: _Line | None = None
    for offset, box in printed:
        if box is None:
            continue
        if line is not None:
            end = _line_end(text, line, offset)
            if end < offset or not line.takes(box):
                _extend(line, end)
                yield line
                line = None
        if line is None:
            line = _Line(offset, box)
        _extend(line, offset)
        line.boxes.append(box)
        line.last = box
    if line is not None:
        _extend(line, _line_end(text, line, span.end))
        yield line


def _line_end(text: str, line: _Line, limit: int) -> int:
    """Return where a line ends: at what is printed next, or at the end of its paragraph, item or row."""
    at = line.start + len(line.boxes)
    ended = text.find("\n", at, limit)
    return ended if ended >= 0 else limit


def _extend(line: _Line, offset: int) -> None:
    """Let the line reach to an offset: what is between was not printed, or made up of the line's end."""
    line.boxes += [None] * (offset - line.start - len(line.boxes))


def _finished(line: _Line, height: float) -> PageLine:
    boxes = [box for box in line.boxes if box is not None]
    leftwards = sum(1 if b[0] < a[0] else -1 for a, b in pairwise(boxes)) > 0
    near, far = (2, 0) if leftwards else (0, 2)
    edges = array("f")
    at = boxes[0][near]
    for box in line.boxes:
        edges.append(at if box is None else box[near])
        at = at if box is None else box[far]
    edges.append(at)
    top, bottom = max(box[3] for box in boxes), min(box[1] for box in boxes)
    return PageLine(line.start, line.start + len(line.boxes), height - top, height - bottom, edges)


def text_area(pages: Iterable[Sequence[PageLine]]) -> tuple[float, float]:
    """Return where the text of most of some pages begins and ends, in points from their left edge; 0, 0 without text.

    Lines that stick out, as of wide tables, don't count as long as they are few.
    """
    lines = [line for page in pages for line in page]
    if not lines:
        return 0.0, 0.0
    lefts = sorted(min(line.edges[0], line.edges[-1]) for line in lines)
    rights = sorted(max(line.edges[0], line.edges[-1]) for line in lines)
    few = len(lines) // _FEW
    return lefts[few], rights[-1 - few]
