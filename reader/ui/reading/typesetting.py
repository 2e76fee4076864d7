"""How each kind of block is set: face, line height, indents and space around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtGui import QFont, QFontMetricsF, QTextCharFormat, QTextLayout

from reader.domain.document import Block, BlockRole, Contents
from reader.domain.text import SUPERSCRIPT_DIGITS, from_superscript
from reader.ui.appearance import Appearance
from reader.ui.reading.fragments import HeightEstimate
from reader.ui.text_offsets import DisplayText

MEASURE_EM = 33  # 70 characters of Charis SIL, 495 px at 15 px
CHARACTER_EM = 0.46  # mean advance of English text in Charis SIL, for estimates only
MARKER_EM = 0.7
MARKER_RISE_EM = 0.36
MARKER_GAP = 1.0  # px between a word and its note number
HEADING_JOIN = {"\n": " · "}
_DASHES = "—–―-"
_LEADING_NUMBER = re.compile(rf"(?:[{SUPERSCRIPT_DIGITS}]+|\d{{1,4}}\.) +")


@dataclass(frozen=True)
class BlockStyle:
    """One way of setting text; all lengths in logical pixels.

    Attributes:
        line: Distance from baseline to baseline.
        above, below: Space before and after the block.
        left, right: Indents of the whole block.
        hanging: Further indent of all lines but the first.
        ink: Name of the theme's colour.
        replacements: Characters shown as something else.
    """

    font: QFont
    line: int
    below: int
    above: int = 0
    left: int = 0
    right: int = 0
    hanging: int = 0
    ink: str = "ink"
    replacements: Mapping[str, str] = field(default_factory=dict)

    @property
    def baseline(self) -> float:
        """Where the baseline stands in a line, so that the face's own extent is centred in it."""
        metrics = QFontMetricsF(self.font)
        return (self.line - metrics.ascent() - metrics.descent()) / 2 + metrics.ascent()


class Typesetter:
    """Styles for one document at one reading size.

    Args:
        contents: The document whose emphasis and markers are set.
    """

    def __init__(self, appearance: Appearance, contents: Contents) -> None:
        self._appearance = appearance
        self._contents = contents
        self.size = appearance.text_size
        self.line = appearance.line_height
        self._styles: dict[tuple[BlockRole, int, bool], BlockStyle] = {}
        self._emphasis_ends = [span.end for span in contents.emphasis]
        self._marker_ends = [marker.span.end for marker in contents.markers]

    def scaled(self, pixels: float) -> int:
        """Scale a length of the design, which is drawn at 15 px, to the reading size."""
        return round(pixels * self.size / 15)

    @property
    def measure(self) -> int:
        """The widest column."""
        return MEASURE_EM * self.size

    def estimate(self, width: int) -> HeightEstimate:
        """Return what text not yet laid out is taken to measure in a column."""
        return HeightEstimate(max(8.0, width / (CHARACTER_EM * self.size)), self.line, self.scaled(11))

    def style(self, block: Block) -> BlockStyle:
        """Return how a block is set."""
        signed = block.role is BlockRole.EPIGRAPH and self._contents.text[block.span.start] in _DASHES
        key = (block.role, min(block.level, 4), signed)
        if key not in self._styles:
            if block.role is BlockRole.HEADING:
                self._styles[key] = self._heading(key[1])
            elif block.role is BlockRole.EPIGRAPH:
                self._styles[key] = self._epigraph(signed=signed)
            else:
                self._styles[key] = self._text(block.role)
        return self._styles[key]

    def _epigraph(self, *, signed: bool) -> BlockStyle:
        """Set a motto in italics, close to the line below that says whose it is."""
        font, s = self._appearance.reading_font(italic=not signed), self.scaled
        return BlockStyle(font, self.line, s(16 if signed else 2), left=s(36), right=s(20), ink="ink2")

    def _heading(self, level: int) -> BlockStyle:
        reading = self._appearance.reading_font
        if level <= 1:
            font = reading(self.scaled(13), bold=True)
            font.setCapitalization(QFont.Capitalization.AllUppercase)
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 106)
            return BlockStyle(
                font, self.line, self.scaled(14), above=self.scaled(34), ink="head", replacements=HEADING_JOIN
            )
        size, above, italic = {2: (18, 22, False), 3: (16, 16, False), 4: (15, 12, True)}[level]
        font = reading(self.scaled(size), bold=True, italic=italic)
        line = max(self.line, round(self.scaled(size) * 1.28))
        return BlockStyle(font, line, self.scaled(9), above=self.scaled(above), ink="head", replacements=HEADING_JOIN)

    def _text(self, role: BlockRole) -> BlockStyle:
        reading, s = self._appearance.reading_font, self.scaled
        gap = s(11)
        match role:
            case BlockRole.BLOCK_QUOTATION:
                return BlockStyle(reading(s(14)), s(22), gap + s(3), above=s(3), left=s(30), right=s(14))
            case BlockRole.CAPTION:
                return BlockStyle(reading(s(13)), s(19), s(8), above=s(4), ink="ink2")
            case BlockRole.TABLE:
                return BlockStyle(reading(s(13)), s(19), gap + s(6), above=s(4))
            case BlockRole.NOTE | BlockRole.BIBLIOGRAPHY:
                return BlockStyle(reading(s(14)), s(21), s(7), hanging=s(22))
            case BlockRole.FRONT_MATTER:
                return BlockStyle(reading(s(14)), s(21), gap, ink="ink2")
            case BlockRole.LIST:
                return BlockStyle(reading(), self.line, gap, left=s(4))
            case _:
                return BlockStyle(reading(), self.line, gap)

    def list_gap(self) -> int:
        """Return the space between the items of a list."""
        return self.scaled(3)

    def formats(self, style: BlockStyle, text: DisplayText, start: int) -> list[QTextLayout.FormatRange]:
        """Return the italics and raised note numbers of a piece of text that begins at an offset."""
        ranges: list[QTextLayout.FormatRange] = []
        end = start + len(text)
        emphasis = self._contents.emphasis
        for span in emphasis[bisect_left(self._emphasis_ends, start + 1) :]:
            if span.start >= end:
                break
            ranges.append(format_range(text, span.start - start, span.end - start, self._italic(style)))
        markers = self._contents.markers
        for marker in markers[bisect_left(self._marker_ends, start + 1) :]:
            if marker.span.start >= end:
                break
            first = marker.span.start - start
            if first > 0:
                ranges.append(format_range(text, first - 1, first, spaced(self._font_at(style, marker.span.start - 1))))
            ranges.append(format_range(text, first, marker.span.end - start, self._marker(style)))
        return ranges

    def marker_places(self, text: DisplayText, start: int) -> list[tuple[int, int]]:
        """Return where markers stand in a shown text that begins at an offset: UTF-16 positions and lengths."""
        places = []
        for marker in self._contents.markers[bisect_left(self._marker_ends, start + 1) :]:
            if marker.span.start >= start + len(text):
                break
            first, last = max(0, marker.span.start - start), min(len(text), marker.span.end - start)
            places.append((text.to_units(first), text.to_units(last) - text.to_units(first)))
        return places

    def note_number(self, style: BlockStyle, text: DisplayText) -> list[QTextLayout.FormatRange]:
        """Return the spacing that puts a note's text at the hanging indent, whatever its number's width."""
        number = _LEADING_NUMBER.match(text.text)
        if number is None:
            return []
        width = QFontMetricsF(style.font).horizontalAdvance(number.group())
        font = QFont(style.font)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, max(0.0, style.hanging - width))
        char_format = QTextCharFormat()
        char_format.setFont(font)
        return [format_range(text, number.end() - 1, number.end(), char_format)]

    def _font_at(self, style: BlockStyle, offset: int) -> QFont:
        """Return the face of the character at an offset."""
        emphasis = self._contents.emphasis
        index = bisect_left(self._emphasis_ends, offset + 1)
        font = QFont(style.font)
        if index < len(emphasis) and emphasis[index].start <= offset:
            font.setItalic(not font.italic())
        return font

    def _italic(self, style: BlockStyle) -> QTextCharFormat:
        font = QFont(style.font)
        font.setItalic(not style.font.italic())
        char_format = QTextCharFormat()
        char_format.setFont(font)
        return char_format

    def _marker(self, style: BlockStyle) -> QTextCharFormat:
        size = style.font.pixelSize()
        font = self._appearance.interface_font(max(9, size * MARKER_EM))
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.4)
        metrics = QFontMetricsF(font)
        char_format = QTextCharFormat()
        char_format.setFont(font)
        # The percentage is of the marker's own face.
        char_format.setBaselineOffset(100 * size * MARKER_RISE_EM / (metrics.ascent() + metrics.descent()))
        return char_format

    def shown(self, style: BlockStyle, source: str, start: int) -> DisplayText:
        """Return canonical text as it is shown: superscript digits of markers as digits, which are raised instead."""
        markers = self._contents.markers
        pieces: list[str] = []
        done = 0
        for marker in markers[bisect_left(self._marker_ends, start + 1) :]:
            first = max(0, marker.span.start - start)
            if first >= len(source):
                break
            last = min(len(source), marker.span.end - start)
            pieces += (source[done:first], plain_digits(source[first:last]))
            done = last
        if pieces:
            source = "".join((*pieces, source[done:]))
        return DisplayText(source, style.replacements)


def spaced(font: QFont) -> QTextCharFormat:
    """Return a face with a little room after each character."""
    spacing = MARKER_GAP
    if font.letterSpacingType() is QFont.SpacingType.PercentageSpacing and font.letterSpacing() > 0:
        spacing += font.pixelSize() * (font.letterSpacing() - 100) / 200
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    char_format = QTextCharFormat()
    char_format.setFont(font)
    return char_format


def plain_digits(digits: str) -> str:
    """Write superscript digits as plain ones, one for one."""
    try:
        return "".join(str(from_superscript(digit)) for digit in digits)
    except ValueError:
        return digits


def format_range(text: DisplayText, start: int, end: int, char_format: QTextCharFormat) -> QTextLayout.FormatRange:
    """Apply a format from one code point of a shown text to another."""
    result = QTextLayout.FormatRange()
    first = text.to_units(start)
    result.start = first
    result.length = text.to_units(end) - first
    result.format = char_format
    return result


def fit_columns(natural: Sequence[float], longest_word: Sequence[float], width: float) -> list[float]:
    """Share a width among a table's columns.

    Args:
        natural: What each column would need to keep every cell on one line.
        longest_word: What each column needs so that no word is broken.
        width: The width there is.
    """
    if sum(natural) <= width:
        spare = (width - sum(natural)) / max(1, len(natural))
        return [w + spare for w in natural]
    least = sum(longest_word)
    if least >= width:
        return [w * width / least for w in longest_word]
    wish = sum(natural) - least
    return [low + (width - least) * (high - low) / wish for low, high in zip(longest_word, natural, strict=True)]
