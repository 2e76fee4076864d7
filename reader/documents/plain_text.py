"""Plain text: decoded slices to lines, and lines to units (paragraphs, headings, items, table rows) by layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from reader.documents.normalization import plain
from reader.documents.pacing import STEPS, Pace, stretch
from reader.documents.traced_text import Line
from reader.domain.progress import Progress
from reader.domain.text import SUPERSCRIPT_DIGITS

# No paragraph on paper is longer; text without line ends is cut here, so that no step works on megabytes at once.
_LONGEST_LINE = 20_000
# Lines longer than this are not wrapped for a page or a terminal.
_LONGEST_WRAPPED = 120
_SHORTEST_WRAPPED = 40

_ENDS_SENTENCE = re.compile(rf"[.!?:…。！？][\"'”’»)\]*_]*[{SUPERSCRIPT_DIGITS}\d]{{0,4}}[*_]*$")
_BULLET = re.compile(
    r"\s{0,12}(?:[-*•‣◦▪]\s+|\d{1,2}[.)]\s+|(?:[a-z]|[ivx]{1,4})\)\s+|\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)\s+)\S"
)
_NOTE_START = re.compile(rf"\s*(?:[-*•]\s+)?(?:[{SUPERSCRIPT_DIGITS}]+|<sup>\s*\d+\s*</sup>|\[\d{{1,4}}\])\s*\S")
_HEADING_LINE = re.compile(r"\s*(?:#{1,6}\s+\S|(?:CHAPTER|Chapter|BOOK|PART|Part|Book)\s+(?:\d+|[IVXLC]+)\b)")
_SMALL_LETTERS = re.compile(r"[a-z]{4}")
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Unit:
    """A paragraph-like run of lines as it stands in the file.

    Attributes:
        lines: At least one, none of them blank.
        text: The lines as one plain line.
        attached: No empty line stands between it and the unit before.
        after_page: A page break stands before it.
        table: It is a run of table rows; pipe table rows where `rows` is None.
        rows: The cells of a table's rows.
        level: The level of the heading that its type, place or the file's outline make it; 0 where they do not.
        plain: It is set like the text, so that only its words can make it a heading.
        note: It stands at the foot of a page, in small type.
        goes_on: The way it is set shows that it is the rest of the paragraph before.
    """

    lines: list[Line]
    text: str
    attached: bool = False
    after_page: bool = False
    table: bool = False
    rows: list[list[Line]] | None = None
    level: int = 0
    plain: bool = False
    note: bool = False
    goes_on: bool = False


class Layout(Enum):
    """How a file's lines relate to its paragraphs."""

    WRAPPED = auto()
    LINE_PER_PARAGRAPH = auto()
    LOOSE = auto()


@dataclass(slots=True)
class Group:
    """Lines without an empty line between them."""

    lines: list[Line]
    after_page: bool = False


def read_lines(slices: Iterable[str]) -> Iterator[tuple[str, int, str]]:
    """Cut decoded text into lines.

    Yields:
        The line without its end, its offset in the raw text, and its end ("" for the last line and for cut ones).
    """
    rest = ""
    offset = 0
    for part in slices:
        lines = (rest + part).splitlines(keepends=True)
        rest = ""
        # The last line may go on, and a final "\r" may be the first half of "\r\n".
        if lines and (lines[-1].endswith("\r") or lines[-1].splitlines()[0] == lines[-1]):
            rest = lines.pop()
        for line in lines:
            yield from _cut(line, offset)
            offset += len(line)
        while len(rest) > 2 * _LONGEST_LINE:
            size = _cut_at(rest)
            yield rest[:size], offset, ""
            offset += size
            rest = rest[size:]
    if rest:
        yield from _cut(rest, offset)


def read_groups(slices: Iterable[str], total: int, progress: Progress) -> list[Group]:
    """Cut decoded text into groups of lines; a progress call each few thousand characters, in characters."""
    groups: list[Group] = []
    lines: list[Line] = []
    size = 0
    page = False
    pace = Pace(progress, total)

    def close() -> None:
        nonlocal lines, size, page
        if lines:
            groups.append(Group(lines, page))
            page = False
        lines, size = [], 0

    for text, offset, end in read_lines(slices):
        if text.strip() == "":
            close()
        elif not text.lstrip().startswith("```"):
            lines.append((text, offset))
            size += len(text)
        if end in ("\f", "\u2029", "") and (end or size > _LONGEST_LINE):
            close()
        page = page or end == "\f"
        pace.did(offset, len(text) + 1)
    close()
    return groups


def units_of(groups: Sequence[Group], progress: Progress) -> list[Unit]:
    """Cut groups of lines into units, by the layout of the whole file."""
    layout, width = _layout(groups, stretch(progress, 0, 200))
    units: list[Unit] = []
    pace = Pace(stretch(progress, 200, STEPS), len(groups))
    for number, group in enumerate(groups):
        attached = False
        for lines in _split(group.lines, layout, width):
            table = lines[0][0].lstrip().startswith("|")
            units.append(Unit(lines, plain(lines), attached, group.after_page and not attached, table))
            attached = True
            pace.did(number, len(units[-1].text))
    return units


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends where a sentence may end (closing quotes and note markers may follow)."""
    return _ENDS_SENTENCE.search(text, max(0, len(text) - 12)) is not None


def all_capitals(text: str) -> bool:
    """Tell whether a text has letters, and no small ones to speak of."""
    if _SMALL_LETTERS.search(text, 0, 300):
        return False
    letters = _LETTERS.findall(text[:300])
    return len(letters) >= 3 and sum(c.islower() for c in letters) <= len(letters) // 20


def _cut(line: str, offset: int) -> Iterator[tuple[str, int, str]]:
    text = line.splitlines()[0] if line else ""
    end = line[len(text) :]
    while len(text) > 2 * _LONGEST_LINE:
        size = _cut_at(text)
        yield text[:size], offset, ""
        offset += size
        text = text[size:]
    yield text, offset, end


def _cut_at(text: str) -> int:
    """Find where to cut an overlong line: after a sentence, else at a space, else anywhere."""
    window = text[:_LONGEST_LINE]
    for mark in (". ", "。", " "):
        place = window.rfind(mark, _LONGEST_LINE // 2)
        if place > 0:
            return place + len(mark)
    return _LONGEST_LINE


def _layout(groups: Sequence[Group], progress: Progress) -> tuple[Layout, int]:
    """Tell from the lines that another line follows how the file is set, and how wide."""
    lengths: Counter[int] = Counter()
    pace = Pace(progress, len(groups))
    for number, group in enumerate(groups):
        for (text, _), (following, _) in zip(group.lines, group.lines[1:], strict=False):
            if not (_is_table_row(text) or _starts_alone(following)):
                lengths[min(len(text.rstrip()), 400)] += 1
            pace.did(number, len(text))
    count = lengths.total()
    if count < 3:
        return Layout.LOOSE, 0
    long = sum(n for length, n in lengths.items() if length > _LONGEST_WRAPPED)
    if long >= 0.3 * count:
        return Layout.LINE_PER_PARAGRAPH, 0
    seen = 0
    for length in sorted(lengths):
        seen += lengths[length]
        if seen >= 0.9 * count:
            return (Layout.WRAPPED, length) if length >= _SHORTEST_WRAPPED else (Layout.LOOSE, 0)
    return Layout.LOOSE, 0


def _split(lines: list[Line], layout: Layout, width: int) -> Iterator[list[Line]]:
    """Split one group of lines where a paragraph, item, note, heading or table begins."""
    indents = _indent_style(lines)
    start = 0
    for index in range(1, len(lines)):
        before, line = lines[index - 1][0], lines[index][0]
        if _is_table_row(before) or _is_table_row(line):
            new = _is_table_row(before) != _is_table_row(line)
        elif _starts_alone(line) or _heading_ends(before, line, width):
            new = True
        elif layout is Layout.LINE_PER_PARAGRAPH:
            new = not (line.lstrip()[:1].islower() and not ends_sentence(before.rstrip()))
        else:
            by_indent = indents is not None and _indented(line) == indents
            new = by_indent or (indents is not False and _breaks(before, line, width))
        if new or index - start >= _LONGEST_LINE // 40:
            yield lines[start:index]
            start = index
    yield lines[start:]


def _is_table_row(text: str) -> bool:
    return text.lstrip().startswith("|")


def _starts_alone(line: str) -> bool:
    return bool(_BULLET.match(line) or _NOTE_START.match(line) or _HEADING_LINE.match(line))


def _heading_ends(before: str, line: str, width: int) -> bool:
    """Tell whether a heading line stands directly above its paragraph, or below one."""
    if before.lstrip().startswith("#"):
        return True
    if not width:
        return False
    if all_capitals(before) == all_capitals(line):
        return False
    short = before if all_capitals(before) else line
    return len(short.strip()) < 0.8 * width and len(short.split()) <= 10


def _indented(line: str) -> bool:
    return line.startswith(("  ", "\t", "\u3000", "\xa0\xa0"))


def _indent_style(lines: Sequence[Line]) -> bool | None:
    """Tell what begins a paragraph in this group: True an indented line, False one that isn't, None neither."""
    indented = sum(_indented(text) for text, _ in lines)
    if not 0 < indented < len(lines):
        return None
    if indented * 2 <= len(lines):
        return True
    return None if _indented(lines[0][0]) else False


def _breaks(before: str, line: str, width: int) -> bool:
    """Tell whether a paragraph ends before `line`: the line before had room for its first word, and ends a sentence."""
    if not width:
        return len(before) > _LONGEST_WRAPPED and ends_sentence(before.rstrip())
    first = line.split(None, 1)[0]
    has_room = len(before.rstrip()) + 1 + len(first) <= width - 2
    return has_room and ends_sentence(before.rstrip()) and not line.lstrip()[:1].islower()
