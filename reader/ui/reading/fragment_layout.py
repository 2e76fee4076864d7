"""One fragment set in lines: its text layouts, its line boxes, and places in it by offset and by point."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QTextLayout, QTextLine, QTextOption

from reader.domain.document import BlockRole, Contents
from reader.ui.reading.fragments import Fragment
from reader.ui.reading.typesetting import BlockStyle, Typesetter, fit_columns
from reader.ui.text_offsets import DisplayText

CELL_PADDING = 6
SAMPLED_ROWS = 200  # a table's columns are fitted to its first rows only: a table can have 100,000
_ITEM_SIGN = re.compile(r"\s*(?:[-–—•*·▪◦]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,5})[.)])\s+")


@dataclass(eq=False, slots=True)
class Cell:
    """A run of text with its own layout: a paragraph, a list item, a table cell.

    Attributes:
        start: The offset of its first character.
        x, y: Where it stands in the fragment.
        markers: Where note markers stand in it, in UTF-16 positions and lengths.
    """

    layout: QTextLayout
    text: DisplayText
    start: int
    x: float
    y: int
    width: float
    markers: list[tuple[int, int]] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.start + len(self.text)


@dataclass(eq=False, slots=True)
class TextLine:
    """A line box.

    Attributes:
        start, end: The offsets of its text, trailing white space included.
        top: Its y in the fragment.
        number: Its place in its cell.
    """

    cell: Cell
    number: int
    start: int
    end: int
    top: int
    height: int

    def x_of(self, offset: int) -> float:
        """Return the x of an offset in the fragment; white space at the line's end takes no room."""
        line = self.cell.layout.lineAt(self.number)
        offset = min(max(offset, self.start), self.end)
        unit = self.cell.text.to_units(offset - self.cell.start)
        x = cast("tuple[float, int]", line.cursorToX(unit))[0]
        text = line.naturalTextRect()
        return self.cell.x + max(text.left(), min(x, text.right()))

    def offset_at(self, x: float) -> int:
        """Return the offset nearest to an x."""
        line = self.cell.layout.lineAt(self.number)
        # Beside the text Qt takes the line's end even in right-to-left text, which ends on the left.
        text = line.naturalTextRect()
        x = max(text.left() + 0.01, min(x - self.cell.x, text.right() - 0.01))
        offset = self.cell.start + self.cell.text.from_units(line.xToCursor(x))
        # The place after a wrapped line is the start of the next one: stay on this line.
        last = self.end if self.end == self.cell.end else self.end - 1
        return min(max(offset, self.start), last)

    @property
    def left(self) -> float:
        """Where the text begins."""
        return self.cell.x + self.cell.layout.lineAt(self.number).naturalTextRect().left()

    @property
    def right(self) -> float:
        """Where the text ends."""
        return self.cell.x + self.cell.layout.lineAt(self.number).naturalTextRect().right()


@dataclass(eq=False, slots=True)
class FragmentLayout:
    """A fragment, set; all places are relative to its top left corner."""

    fragment: Fragment
    style: BlockStyle
    width: int
    cells: list[Cell] = field(default_factory=list)
    lines: list[TextLine] = field(default_factory=list)
    rules: list[QLineF] = field(default_factory=list)
    height: int = 0
    _starts: list[int] = field(default_factory=list)

    def line_of(self, offset: int) -> TextLine:
        """Return the line that holds an offset."""
        if len(self._starts) != len(self.lines):
            self._starts = [line.start for line in self.lines]
        return self.lines[max(0, bisect_right(self._starts, offset) - 1)]

    def lines_in(self, start: int, end: int) -> Iterator[TextLine]:
        """Yield the lines that hold characters of [start, end)."""
        for line in self.lines:
            if line.start >= end:
                return
            if line.end > start:
                yield line

    def line_at(self, x: float, y: float) -> TextLine:
        """Return the line nearest to a point: by height first, then by table column."""

        def distance(line: TextLine) -> tuple[float, float]:
            below = max(line.top - y, y - line.top - line.height + 1, 0.0)
            beside = max(line.cell.x - x, x - line.cell.x - line.cell.width, 0.0)
            return below, beside

        if self.fragment.block.role is BlockRole.TABLE:
            return min(self.lines, key=lambda line: tuple(reversed(distance(line))))
        return min(self.lines, key=distance)

    def offset_at(self, x: float, y: float) -> int:
        """Return the offset nearest to a point."""
        return self.line_at(x, y).offset_at(x)

    def place(self, cell: Cell, first_line_indent: float = 0.0, hanging: float = 0.0) -> int:
        """Break a cell into lines and add it; return the height of its lines."""
        step, baseline = self.style.line, self.style.baseline
        layout, number = cell.layout, 0
        layout.beginLayout()
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            indent = hanging if number else first_line_indent
            line.setLineWidth(max(24.0, cell.width - indent))
            # The baseline stays where the style has it, whatever faces stand in the line.
            line.setPosition(QPointF(indent, number * step + baseline - line.ascent()))
            number += 1
        layout.endLayout()
        self.cells.append(cell)
        self._add_lines(cell, number)
        return max(1, number) * step

    def _add_lines(self, cell: Cell, count: int) -> None:
        starts = [_line_start(cell, cell.layout.lineAt(n)) for n in range(count)] or [cell.start]
        ends = [*starts[1:], cell.end]
        for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
            top = cell.y + number * self.style.line
            self.lines.append(TextLine(cell, number, start, end, top, self.style.line))


def _is_right_to_left(text: str) -> bool:
    """Tell a text's direction by its first letter (Unicode Bidirectional Algorithm, rules P2 and P3)."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _line_start(cell: Cell, line: QTextLine) -> int:
    return cell.start + cell.text.from_units(line.textStart())


class FragmentSetter:
    """Sets fragments of one document in a column.

    Args:
        width: The column's width in pixels.
    """

    def __init__(self, contents: Contents, typesetter: Typesetter, width: int) -> None:
        self._text = contents.text
        self._typesetter = typesetter
        self.width = width
        self._columns: dict[int, list[float]] = {}

    def set(self, fragment: Fragment) -> FragmentLayout:
        """Lay a fragment out."""
        style = self._typesetter.style(fragment.block)
        result = FragmentLayout(fragment, style, self.width)
        top = style.above if fragment.is_first else 0
        if fragment.block.role is BlockRole.TABLE:
            top = self._set_table(result, top)
        elif fragment.block.role is BlockRole.LIST:
            top = self._set_list(result, top)
        else:
            width = self.width - style.left - style.right
            cell = self._cell(style, fragment.start, fragment.end, style.left, top, width)
            if fragment.block.role is BlockRole.NOTE and fragment.is_first:
                cell.layout.setFormats([*cell.layout.formats(), *self._typesetter.note_number(style, cell.text)])
            first = 0 if fragment.is_first else style.hanging
            top += result.place(cell, first, style.hanging)
        result.height = top + (style.below if fragment.is_last else 0)
        return result

    def _cell(self, style: BlockStyle, start: int, end: int, x: float, y: int, width: float) -> Cell:
        shown = self._typesetter.shown(style, self._text[start:end], start)
        layout = QTextLayout(shown.text, style.font)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        if _is_right_to_left(shown.text):
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
            option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        layout.setTextOption(option)
        layout.setFormats(self._typesetter.formats(style, shown, start))
        layout.setCacheEnabled(True)
        return Cell(layout, shown, start, x, y, width, self._typesetter.marker_places(shown, start))

    def _set_list(self, result: FragmentLayout, top: int) -> int:
        style, metrics = result.style, QFontMetricsF(result.style.font)
        width = self.width - style.left - style.right
        gap = 0
        for start, end in _pieces(self._text, result.fragment.start, result.fragment.end, "\n"):
            sign = _ITEM_SIGN.match(self._text, start, end)
            hanging = metrics.horizontalAdvance(sign.group().replace("\n", " ")) if sign else 0.0
            cell = self._cell(style, start, end, style.left, top + gap, width)
            top += gap + result.place(cell, 0, min(hanging, width / 3))
            gap = self._typesetter.list_gap()
        return top

    def _set_table(self, result: FragmentLayout, top: int) -> int:
        columns = self._table_columns(result)
        result.rules.append(QLineF(0, top + 0.5, self.width, top + 0.5))
        for start, end in _pieces(self._text, result.fragment.start, result.fragment.end, "\n"):
            top = self._set_row(result, start, end, top, columns)
            result.rules.append(QLineF(0, top + 0.5, self.width, top + 0.5))
        return top + 1

    def _set_row(self, result: FragmentLayout, start: int, end: int, top: int, columns: Sequence[float]) -> int:
        style, height, x = result.style, result.style.line, 0.0
        cells = list(_pieces(self._text, start, end, "\t", len(columns) - 1))
        reaches = cell_reaches([last > first for first, last in cells], len(columns))
        for column, (first, last) in enumerate(cells):
            room = sum(columns[column : reaches[column]])
            cell = self._cell(style, first, last, x, top + CELL_PADDING - 1, max(24.0, room - CELL_PADDING))
            height = max(height, result.place(cell))
            x += columns[column]
        return top + height + 2 * CELL_PADDING - 2

    def _table_columns(self, result: FragmentLayout) -> list[float]:
        block = result.fragment.block
        if block.span.start not in self._columns:
            rows = self._sampled_rows(block.span.start, block.span.end)
            metrics = QFontMetricsF(result.style.font)
            natural = [24.0] * max(len(row) for row in rows)
            longest_word = list(natural)
            for row in rows:
                reaches = cell_reaches([bool(cell) for cell in row], len(natural))
                for column, cell in enumerate(row):
                    if reaches[column] > column + 1:
                        continue  # it has room beside its own column
                    natural[column] = max(natural[column], metrics.horizontalAdvance(cell) + 2 * CELL_PADDING + 2)
                    words = max((metrics.horizontalAdvance(w) for w in cell.split()), default=12.0)
                    longest_word[column] = max(longest_word[column], words + 2 * CELL_PADDING)
            self._columns[block.span.start] = fit_columns(natural, longest_word, self.width)
        return self._columns[block.span.start]

    def _sampled_rows(self, start: int, end: int) -> list[list[str]]:
        rows: list[list[str]] = []
        for first, last in _pieces(self._text, start, end, "\n"):
            # Enough of a cell to judge its width; nobody's column should be wider than a page.
            rows.append([cell[:200] for cell in self._text[first:last].split("\t")])
            if len(rows) == SAMPLED_ROWS:
                break
        return rows


def cell_reaches(filled: Sequence[bool], columns: int) -> list[int]:
    """Return for each cell of a row the column before which its room ends: it may use the empty cells beside it."""
    reaches, end = [0] * len(filled), columns
    for column in reversed(range(len(filled))):
        reaches[column] = end if filled[column] else column + 1
        if filled[column]:
            end = column
    return reaches


def _pieces(text: str, start: int, end: int, separator: str, cuts: int = -1) -> Iterator[tuple[int, int]]:
    """Yield the parts of text[start:end] between separators; after `cuts` of them, all the rest as one."""
    while cuts:
        found = text.find(separator, start, end)
        if found < 0:
            break
        yield start, found
        start = found + 1
        cuts -= 1
        if start == end and separator == "\n":
            return
    yield start, end
