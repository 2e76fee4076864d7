"""Segments: the words of a page put together to runs on one line, with their type and the raised digits in them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import add, itemgetter, sub
from typing import NamedTuple, Protocol

from reader.documents.page_record import BOLD, ITALIC, ROTATED, PageText, Segment
from reader.domain.page import Box
from reader.domain.text import SUPERSCRIPT_DIGITS

# A gap wider than this parts a line into cells or columns, in ems: justified words hardly stand further apart.
_WIDE_GAP = 1.2
# Unless all gaps of a line are equal up to this, and not wider than that, in ems: it is spread to the measure. Where
# most words are numbers they must be more equal.
_EVEN, _QUITE_EVEN, _WIDEST_SPREAD = 0.2, 0.05, 8.0
# Digits are raised if they stand this much higher than the line, in ems: less where they are smaller too.
_RISE, _RISE_OF_SMALL, _SMALL = 0.25, 0.15, 0.86
# Words this long, so many of them, tell which way a page's text runs.
_LONG_WORD, _VOTERS = 4, 60
_WORD = re.compile(r"[^\s\ufffe\x02]+")
_DIGITS = re.compile(r"\d{1,4}")
_NUMBER = re.compile(rf"[\d{SUPERSCRIPT_DIGITS}]+")
_LEFT, _RIGHT = itemgetter(0), itemgetter(2)
_BREAKS = frozenset("\r\n")
_LINE_END = re.compile(r"[\r\n]\s*")
_HYPHENS = frozenset("\ufffe\x02")
_HYPHEN = re.compile("[\ufffe\x02]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\uffff]")
_TO_SUPERSCRIPT = str.maketrans("0123456789", SUPERSCRIPT_DIGITS)


class Type(NamedTuple):
    """What letters are set in; the size is in points."""

    size: float
    bold: bool
    italic: bool


class TextLayer(Protocol):
    """What segments are made of: a page's text and where its characters stand on the page as shown."""

    text: str
    width: float
    height: float

    def char_boxes(self, offsets: Sequence[int]) -> list[Box]:
        """Return the boxes of characters: as wide as they advance, as high as their line."""

    def types(self, offsets: Sequence[int], boxes: Sequence[Box]) -> list[Type]:
        """Return what characters are set in."""

    def rise(self, offset: int) -> float:
        """Return how high a character's base line lies."""

    def turn(self, direction: int) -> None:
        """Let all places be those of the page turned: 1 if its text runs up, -1 if it runs down."""


def read_page(layer: TextLayer, index: int) -> PageText:
    """Read a page into segments, in the order of its text."""
    made = PageText(index, round(layer.width, 2), round(layer.height, 2), "")
    spans = [match.span() for match in _WORD.finditer(layer.text)]
    words = _Words(layer, spans)
    first = 0
    for end in words.ends_of_runs():
        made.segments.append(words.segment(first, end))
        first = end
    made.text = _printable(layer.text, words.raised)
    made.italics = words.italics()
    return made


class _Words:
    """The words of a page, in columns: a page may have a thousand, and a book a million.

    Args:
        layer: The page.
        spans: Where its words stand in its text.
    """

    def __init__(self, layer: TextLayer, spans: Sequence[tuple[int, int]]) -> None:
        self._layer = layer
        self._text = layer.text
        self._spans = spans
        self.raised: list[tuple[int, int]] = []
        self._place()
        starts = [start for start, _ in spans]
        self._types = layer.types(starts, self._first)
        self._last_types = self._types
        mixed = self._with_digits_at_end(starts)
        if mixed:
            self._last_types = [*self._types]
            found = layer.types([spans[i][1] - 1 for i in mixed], [self._last[i] for i in mixed])
            for i, kind in zip(mixed, found, strict=True):
                self._last_types[i] = kind
        self._sizes = [max(a.size, b.size) for a, b in zip(self._types, self._last_types, strict=True)]

    def _with_digits_at_end(self, starts: Sequence[int]) -> list[int]:
        """Find the words that begin or end with a number: a raised one alone can change the size within a word."""
        found: list[int] = []
        for match in _NUMBER.finditer(self._text):
            i = bisect_right(starts, match.start()) - 1
            start, end = self._spans[i]
            if (match.start() == start or match.end() == end) and end - start > 1 and (not found or found[-1] != i):
                found.append(i)
        return found

    def _place(self) -> None:
        """Find the boxes of the first and last letter of each word, turned so that most of them run sideways."""
        ends = [offset for start, end in self._spans for offset in (start, end - 1)]
        boxes = self._layer.char_boxes(ends)
        voters = [i for i, (start, end) in enumerate(self._spans) if end - start >= _LONG_WORD][:_VOTERS]
        votes = 0
        for i in voters:
            across, along = boxes[2 * i + 1][0] - boxes[2 * i][0], boxes[2 * i + 1][1] - boxes[2 * i][1]
            if abs(along) > abs(across):
                votes += 1 if along > 0 else -1
        if abs(votes) * 2 > len(voters):
            self._layer.turn(1 if votes > 0 else -1)
            boxes = self._layer.char_boxes(ends)
        self._first, self._last = boxes[0::2], boxes[1::2]

    def ends_of_runs(self) -> list[int]:
        """Return the number of the word after each run: at line ends and at wide gaps."""
        if not self._spans:
            return []
        firsts, lasts, sizes = self._first, self._last, self._sizes
        breaks = self._after_breaks()
        ends: list[int] = []
        wide: list[int] = []  # those of the line so far
        begin = 0
        for i in self._irregular(breaks):
            a_left, a_low, a_right, a_high = lasts[i - 1]
            b_left, b_low, b_right, b_high = firsts[i]
            gap = b_left - a_right if b_left > a_left else a_left - b_right
            # Words may stand on two lines without a break: PDFium keeps the halves of a broken word together.
            moved = abs(a_low + a_high - b_low - b_high) > 1.2 * max(a_high - a_low, b_high - b_low, 0.1)
            if moved or i in breaks:
                ends += [*self._parting(begin, i, wide), i]
                wide = []
                begin = i
            elif gap > _WIDE_GAP * max(sizes[i - 1], sizes[i], 1.0):
                wide.append(i)
        return [*ends, *self._parting(begin, len(self._spans), wide), len(self._spans)]

    def _after_breaks(self) -> set[int]:
        """Return the numbers of the words before which the text has a line's end."""
        starts = [start for start, _ in self._spans]
        ends = [match.end() for match in _LINE_END.finditer(self._text)]
        return {bisect_left(starts, end) for end in ends} - {0, len(starts)}

    def _irregular(self, breaks: set[int]) -> list[int]:
        """Return the numbers of the words that do not just follow the word before, a space away, on the same line."""
        lefts, lows, _, highs = zip(*self._first, strict=True)
        _, last_lows, last_rights, last_highs = zip(*self._last, strict=True)
        middles, last_middles = map(add, lows[1:], highs[1:]), map(add, last_lows, last_highs)
        gaps = map(sub, lefts[1:], last_rights)
        widest = _WIDE_GAP * max(1.0, min(self._sizes))  # of those that are narrow in any size
        found = {
            i
            for i, (gap, middle, last_middle) in enumerate(zip(gaps, middles, last_middles, strict=False), 1)
            if gap > widest or gap < -widest or middle != last_middle
        }
        return sorted(found | breaks)

    def _parting(self, begin: int, end: int, wide: list[int]) -> list[int]:
        """Return which of a line's wide gaps part it: none where all are equal, as in a line spread to its measure."""
        if end - begin <= 2 or not wide:
            return wide
        gaps = [self._first[i][0] - self._last[i - 1][2] for i in range(begin + 1, end)]
        words = [self._text[start:stop] for start, stop in self._spans[begin:end]]
        # Cells of numbers may stand equally far apart; cells of words hardly do.
        letters = sum(word[:1].isalpha() for word in words)
        if not letters or len({*map(len, words)}) == 1:
            return wide
        even = (_EVEN if 2 * letters > len(words) else _QUITE_EVEN) * self._sizes[begin]
        widest = max(gaps)
        return [] if widest - min(gaps) <= even and widest <= _WIDEST_SPREAD * self._sizes[begin] else wide

    def segment(self, first: int, end: int) -> Segment:
        """Make a segment of a run of words, and find the raised digits in it."""
        spans = self._spans[first:end]
        lengths = [stop - start for start, stop in spans]
        longest = first + lengths.index(max(lengths))
        size = self._sizes[longest]
        # A raised number may stand before or after the letters of a word.
        at_start = self._types[longest].size >= self._last_types[longest].size
        _, y0, _, y1 = (self._first if at_start else self._last)[longest]
        boxes = self._first[first:end] + self._last[first:end]
        start, stop = spans[0][0], spans[-1][1]
        a, b = self._first[first], self._last[end - 1]
        rotated = stop - start >= 3 and abs(b[1] - a[1]) > abs(b[0] - a[0])
        if rotated:
            y0, y1 = min(box[1] for box in boxes), max(box[3] for box in boxes)
        self._find_raised(start, stop, self._spans[longest][0] if at_start else self._spans[longest][1] - 1, size)
        types = set(self._types[first:end])
        flags = BOLD if all(kind.bold for kind in types) else 0
        flags |= ITALIC if all(kind.italic for kind in types) else 0
        flags |= ROTATED if rotated else 0
        # A hyphen at the line's end belongs to it.
        if stop < len(self._text) and self._text[stop] in _HYPHENS:
            stop += 1
        x0, x1 = min(map(_LEFT, boxes)), max(map(_RIGHT, boxes))
        return Segment(start, stop, round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1), round(size, 1), flags)

    def _find_raised(self, start: int, end: int, main: int, size: float) -> None:
        """Find raised digits, the markers of notes, in a run whose letters are of a size on the line of `main`."""
        layer, text = self._layer, self._text
        base: float | None = None
        for match in _DIGITS.finditer(text, start, end):
            at = match.start()
            small = layer.types([at], layer.char_boxes([at]))[0].size <= _SMALL * size
            begins_word = at == start or text[at - 1].isspace() or text[at - 1] in _HYPHENS
            if not small and begins_word:
                continue
            if base is None:
                base = layer.rise(main)
            if layer.rise(at) - base >= (_RISE_OF_SMALL if small else _RISE) * size > 0:
                self.raised.append(match.span())

    def italics(self) -> list[tuple[int, int]]:
        """Return what is set in italics, words on one line together."""
        found: list[tuple[int, int]] = []
        if not any(kind.italic for kind in set(self._types)):
            return found
        before = False
        for (start, end), kind in zip(self._spans, self._types, strict=True):
            if kind.italic:
                if before and _BREAKS.isdisjoint(self._text[found[-1][1] : start]):
                    found[-1] = (found[-1][0], end)
                else:
                    found.append((start, end))
            before = kind.italic
        return found


def _printable(text: str, raised: Sequence[tuple[int, int]]) -> str:
    """Make raised digits superscript and drop what can't be printed, letter for letter."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(raised):
        if start >= at:
            pieces += (text[at:start], text[start:end].translate(_TO_SUPERSCRIPT))
            at = end
    pieces.append(text[at:])
    return _UNPRINTABLE.sub(" ", _HYPHEN.sub("-", "".join(pieces)))
