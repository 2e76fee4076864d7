"""From rows on pages to units of text: paragraphs, headings, notes and tables told by how they are set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.documents.headings import CAPTION, key_of
from reader.documents.page_record import OutlineEntry
from reader.documents.page_rows import Row
from reader.documents.page_typography import (
    LONGEST_HEADING,
    NOTE_SIZE,
    SPACE,
    Typography,
    columns_of,
    half_points,
    hangs,
    is_indented,
    looks_like_heading,
    margins_of,
)
from reader.documents.plain_text import Unit, all_capitals, ends_sentence
from reader.documents.traced_text import Line
from reader.domain.text import SUPERSCRIPT_DIGITS

_MOST_HEADING_ROWS = 4
_FEWEST_TABLE_ROWS = 2
_NOTE_START = re.compile(rf"(?:[{SUPERSCRIPT_DIGITS}]{{1,4}}|\[?\d{{1,4}}[\].)]?\s|[*†‡§]\s*)\s*\S")
_RAISED_START = re.compile(rf"[{SUPERSCRIPT_DIGITS}]{{1,4}}\s*\S")
_ITEM = re.compile(r"(?:[-*•‣◦▪–●■·]\s+|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+)\S")
_ATTRIBUTION = re.compile(r"[—―–]\s*[^\W\d_]")
_LEADER = re.compile(r"(?<=[^\s_.…])\s*(?:(?:\.\s?){4,}|…{2,}|_{4,})")
_EDGE_FOLIO = re.compile(r"\d{1,4}|[ivxlc]{1,7}")
_NUMBERED = re.compile(r"(?:chapter\s+)?(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\S", re.IGNORECASE)


class UnitMaker:
    """Makes units of the rows of successive pages.

    Args:
        typography: How the document is set.
        outline: The file's outline.
    """

    def __init__(self, typography: Typography, outline: Sequence[OutlineEntry]) -> None:
        self._type = typography
        self._outline: dict[int, dict[str, int]] = {}
        for entry in outline:
            if entry.page is not None:
                for page in (entry.page, entry.page + 1):
                    self._outline.setdefault(page, {}).setdefault(key_of(entry.title), entry.level)
        self._in_note = False
        self._is_cut = False  # whether the column before ends with a full line of text

    def units(self, rows: Sequence[Row]) -> Iterator[Unit]:
        """Yield the units of one page; a note that the page before began may go on at its foot."""
        first = True
        notes: list[list[Row]] = []
        for column in columns_of(rows):
            body, foot = self._parted(column)
            if foot:
                notes.append(foot)
            for number, (group, table) in enumerate(self._groups(body)):
                unit = self._table(group) if table else self._unit(group)
                unit.after_page, first = first, False
                unit.goes_on = number == 0 and self._goes_on(body)
                yield unit
            self._note_end(body)
        went_on = False
        for foot in notes:
            for group in _notes(foot):
                is_note = _NOTE_START.match(group[0].text) is not None
                if not is_note and not (self._in_note or went_on):
                    yield self._unit(group)
                    continue
                went_on = True
                yield Unit(_lines(group), _text(group), attached=True, note=True)
        self._in_note = bool(notes) and not ends_sentence(notes[-1][-1].text)

    # Paragraphs over pages

    def _goes_on(self, rows: list[Row]) -> bool:
        """Tell from its indent whether the first row of a column goes on with the last paragraph of the one before."""
        row = rows[0]
        if not self._is_cut or half_points(row.size) != half_points(self._type.size) or row.bold:
            return False
        margin, right = margins_of(rows)
        if hangs(rows, margin):
            return is_indented(row, margin)
        is_line = row.x1 > right - 3 * row.size or (len(rows) > 1 and is_indented(rows[1], margin))
        return self._type.indents and is_line and not is_indented(row, margin)

    def _note_end(self, rows: list[Row]) -> None:
        if not rows:
            return
        _, right = margins_of(rows)
        last = rows[-1]
        self._is_cut = half_points(last.size) == half_points(self._type.size) and last.x1 > right - 3 * last.size

    # Notes at the foot

    def _parted(self, rows: list[Row]) -> tuple[list[Row], list[Row]]:
        """Part a column into its text and the notes at its foot."""
        at = len(rows)
        while at > 0 and rows[at - 1].size <= NOTE_SIZE * self._type.size and not rows[at - 1].rotated:
            at -= 1
        # A table or caption in small type may stand directly above the notes, and all of a page may be small.
        while at < len(rows) and not _NOTE_START.match(rows[at].text):
            if at == 0 or (self._in_note and rows[at - 1].size > NOTE_SIZE * self._type.size):
                break
            at += 1
        if at < len(rows) and not any(_NOTE_START.match(row.text) for row in rows[at:]) and not self._in_note:
            at = len(rows)
        if at == 0 and not (rows and _RAISED_START.match(rows[0].text)):
            at = len(rows)
        return rows[:at], rows[at:]

    # Text

    def _groups(self, rows: list[Row]) -> Iterator[tuple[list[Row], bool]]:
        """Cut a column into paragraphs and tables."""
        at = 0
        for start, end in _tables(rows):
            yield from ((group, False) for group in self._paragraphs(rows[at:start]))
            yield rows[start:end], True
            at = end
        yield from ((group, False) for group in self._paragraphs(rows[at:]))

    def _paragraphs(self, rows: list[Row]) -> Iterator[list[Row]]:
        if not rows:
            return
        margin, right = margins_of(rows)
        alone = [_is_entry(row) or _has_leader(row.text) for row in rows]
        group = [rows[0]]
        for index in range(1, len(rows)):
            before, row = rows[index - 1], rows[index]
            following = rows[index + 1] if index + 1 < len(rows) else None
            is_alone = alone[index - 1] or alone[index]
            if is_alone or self._begins(group, before, row, following, margin, right):
                yield group
                group = []
            group.append(row)
        yield group

    def _begins(
        self, group: list[Row], before: Row, row: Row, following: Row | None, margin: float, right: float
    ) -> bool:
        """Tell whether a row begins a paragraph."""
        if self._is_set_apart(before, row):
            return True
        if _ITEM.match(row.text) and (ends_sentence(before.text) or before.text.endswith((":", ";", ","))):
            return True
        if _ATTRIBUTION.match(row.text) and ends_sentence(before.text):
            return True
        indented, was_indented = is_indented(row, margin), is_indented(before, margin)
        room = right - before.x1
        has_room = room > (len(row.text.split(" ", 1)[0]) + 1.5) * 0.5 * row.size
        if indented and not was_indented:
            # The first line of a paragraph, unless all lines but the first hang.
            hang = following is not None and is_indented(following, margin) and len(group) == 1 and room < 3 * row.size
            return not hang or ends_sentence(before.text)
        begins_text = following is None or not is_indented(following, margin)
        if indented and begins_text and len(group) == 1 and ends_sentence(before.text) and self._type.indents:
            # After a paragraph of one line; of two indented lines of a quotation the first hardly ends a sentence.
            return True
        if not has_room or row.text[:1].islower():
            return False
        # A line that ends early ends a paragraph: after a sentence, or where the indent says that the next one begins.
        at_indent = was_indented and (len(group) > 1 or (indented and not is_indented(following or row, margin)))
        return ends_sentence(before.text) or at_indent

    def _is_set_apart(self, before: Row, row: Row) -> bool:
        """Tell whether white space, size or weight parts two rows."""
        step = before.y0 - row.y0
        usual = self._type.leading.get(half_points(row.size), 1.2 * row.size)
        if step < 0 or step > max(SPACE * usual, 1.05 * row.size):
            return True
        if abs(before.size - row.size) > 0.08 * max(before.size, row.size):
            return True
        if before.rotated or row.rotated:
            return before.rotated != row.rotated
        changes = before.bold != row.bold and (_is_short(before) or _is_short(row))
        return changes or (_is_centred_pair(before, row) and all_capitals(before.text) != all_capitals(row.text))

    def _unit(self, group: list[Row]) -> Unit:
        unit = Unit(_lines(group), _text(group))
        unit.level = self._level(group, unit.text)
        # What is set like the text is a heading only where its words or the contents say so.
        plain = not group[0].bold and not group[0].italic and abs(group[0].size - self._type.size) < 0.6
        unit.plain = plain and not unit.level
        return unit

    def _level(self, group: list[Row], text: str) -> int:
        """Return the level of the heading that a group of rows is, 0 if it is none."""
        if len(group) > _MOST_HEADING_ROWS or len(text) > LONGEST_HEADING or CAPTION.match(text):
            return 0
        listed = self._outline.get(group[0].page, {})
        key = key_of(text)
        if key and key in listed:
            return min(6, listed[key])
        if not all(looks_like_heading(row, self._type.size) for row in group) or _ends_like_text(text):
            return 0
        if match := _NUMBERED.match(text):
            return 1 + match["number"].count(".")
        look = (half_points(group[0].size), group[0].bold)
        return self._type.levels.get(look, 2) + (1 if listed else 0)

    def _table(self, rows: list[Row]) -> Unit:
        """Make a table of rows."""
        return Unit(_lines(rows), _text(rows), table=True, rows=[[_merged(cell) for cell in row.cells] for row in rows])


def _ends_like_text(text: str) -> bool:
    return text.endswith((",", ";", ":")) or (len(text) > 60 and text.endswith("."))


def _is_short(row: Row) -> bool:
    return len(row.text) < 100


def _is_centred_pair(a: Row, b: Row) -> bool:
    return abs((a.x0 + a.x1) - (b.x0 + b.x1)) < 6 and abs(a.x0 - b.x0) > 6


def _is_entry(row: Row) -> bool:
    """Tell whether a row is a line of a contents table: words, a gap, a number at the edge."""
    return len(row.cells) > 1 and _EDGE_FOLIO.fullmatch(row.cells[-1][-1][0].strip()) is not None


def _has_leader(text: str) -> bool:
    """Tell whether dots or a rule lead from words to the edge."""
    return (text.count(".") > 3 or "…" in text or "_" in text) and _LEADER.search(text) is not None


def _tables(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Find runs of rows with cells under each other."""
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and _has_cells(rows[end]) and (end == start or _aligned(rows[end - 1], rows[end])):
            end += 1
        wide = max((len(row.cells) for row in rows[start:end]), default=0)
        is_contents = sum(_is_entry(row) for row in rows[start:end]) * 2 >= end - start and wide <= 3 and wide < 3
        if end - start >= (_FEWEST_TABLE_ROWS if wide > 2 else _FEWEST_TABLE_ROWS + 1) and not is_contents:
            yield start, end
        start = max(end, start + 1)


def _has_cells(row: Row) -> bool:
    if len(row.cells) < 2 or row.rotated:
        return False
    first = row.cells[0][0][0].strip()
    # A number or bullet hung out before its text makes no table.
    return len(row.cells) > 2 or not (len(first) <= 4 and (_ITEM.match(f"{first} x") or not first.isalnum()))


def _aligned(above: Row, row: Row) -> bool:
    if above.y0 - row.y0 > 4 * row.size:
        return False
    return abs(len(above.cells) - len(row.cells)) <= max(1, len(above.cells) // 2)


def _merged(cell: list[Line]) -> Line:
    """Return a cell's text as one line, where it is one run."""
    if len(cell) == 1:
        return cell[0]
    text, start = cell[0]
    for more, at in cell[1:]:
        gap = at - start - len(text)
        if gap < 0 or gap > 8:
            break
        text += " " * gap + more
    return text, start


def _notes(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Cut the foot of a page into notes."""
    group: list[Row] = []
    left = min(row.x0 for row in rows)
    for row in rows:
        begins = _RAISED_START.match(row.text) or (
            _NOTE_START.match(row.text) and group and (ends_sentence(group[-1].text) or row.x0 > left + 2)
        )
        if group and begins:
            yield group
            group = []
        group.append(row)
    yield group


def _lines(rows: Sequence[Row]) -> list[Line]:
    return [line for row in rows for line in row.lines]


def _text(rows: Sequence[Row]) -> str:
    return " ".join(row.text for row in rows)
