"""Structure: a role and a part for each unit of a file, notes lifted out of the flow, broken paragraphs joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reader.documents.furniture import running_heads, without_head
from reader.documents.headings import CAPTION, ContentsTable, Heading, find_contents, heading_at
from reader.documents.notes import misread_numbers, note_number, split_notes
from reader.documents.opening import body_start
from reader.documents.pacing import STEPS, Pace, stretch
from reader.documents.plain_text import Unit, all_capitals, ends_sentence
from reader.documents.traced_text import Line
from reader.domain.document import BlockRole, SectionRole
from reader.domain.progress import Progress
from reader.domain.text import SUPERSCRIPT_DIGITS

_ITEM = re.compile(r"(?:[-*•‣◦▪–]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)|\d{1,2}\.)\s+(?=\S)")
_BULLET = re.compile(r"[-*•‣◦▪–]\s+(?=\S)")
_SOURCE = re.compile(r"(?:Sources?|Notes?|Data source|Adapted from|Credit)\s*:", re.IGNORECASE)
_ATTRIBUTION = re.compile(r"(?:—|―|–|--)\s*[^\W\d_]")
_ENDS_WITH_MARKER = re.compile(rf"[{SUPERSCRIPT_DIGITS}]$|[.”\"] \d{{1,3}}$")
_ENDS_WITH_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:etc|vs|e\.g|i\.e|cf|Dr|Mr|Mrs|Ms|St|Gen|Col|Lt|No|vol|pp?|pgs?))\.$"
)
_MARKDOWN_MARKS = re.compile(r"\s*#{1,6}\s+")
_CELL = re.compile(r"(?<!\\)\|")
_TABLE_RULE = re.compile(r"[\s:|+=-]*")
_LONGEST_BLOCK = 40_000
_LONGEST_ITEM_ALONE = 400
_LONGEST_EPIGRAPH = 600
# A shorter line without a full stop is rather a heading or an address than the first half of a paragraph.
_SHORTEST_HALF = 150


@dataclass(slots=True)
class StructuredBlock:
    """One block of the text to come.

    Attributes:
        items: What canonical text parts by line ends: list items, heading lines, table rows; each a list of the
            lines to join, or, in a table, of its cells.
        number: A note's number, None where it has none.
        tail: The plain text of the last unit in it.
        size: Its length so far, in characters.
    """

    role: BlockRole
    items: list[list[Line]]
    level: int = 0
    number: int | None = None
    tail: str = ""
    size: int = 0

    def __post_init__(self) -> None:
        self.items = [[*lines] for lines in self.items]  # go_on adds to them
        self.size = len(self.tail)

    def go_on(self, unit: Unit) -> None:
        """Add a unit to the last item."""
        self.items[-1] += unit.lines
        self.tail = unit.text
        self.size += len(unit.text)

    @property
    def is_full(self) -> bool:
        """Tell whether it is longer than any paragraph in print, so that nothing more belongs to it."""
        return self.size > _LONGEST_BLOCK


@dataclass(slots=True)
class Structure:
    """A file's blocks by part."""

    parts: dict[SectionRole, list[StructuredBlock]] = field(default_factory=lambda: {role: [] for role in SectionRole})


def structure(units: Sequence[Unit], progress: Progress, *, furniture: bool = True) -> Structure:
    """Give each unit its role and part.

    Args:
        units: The units of a file in order.
        progress: Called with thousandths.
        furniture: Whether running heads and page numbers may stand among them.
    """
    heads = running_heads(units, stretch(progress, 0, 200)) if furniture else frozenset()
    kept: list[Unit] = []
    indented = 0
    pace = Pace(stretch(progress, 200, 400), len(units))
    for index, unit in enumerate(units):
        pace.did(index, len(unit.text))
        clean = without_head(unit, heads) if furniture else unit
        if clean is not None:
            kept.append(clean)
            indented += _deeply_indented(clean)
    walk = _Walk(kept, find_contents(kept), marks_quotations_by_indent=indented * 5 < len(kept))
    return walk.run(stretch(progress, 400, STEPS))


class _Walk:
    """One pass over the units of a file, from its first to its last."""

    def __init__(self, units: list[Unit], contents: ContentsTable | None, *, marks_quotations_by_indent: bool) -> None:
        self._units = units
        self._contents = contents
        self._start, self._end = body_start(units, contents)
        self._part = SectionRole.FRONT_MATTER if self._start > 0 else SectionRole.BODY
        self._in_abstract = False
        self._out = Structure()
        self._last_note = 0
        self._since_note = 0  # units since the last note
        self._marks_quotations_by_indent = marks_quotations_by_indent

    def run(self, progress: Progress) -> Structure:
        index = 0
        pace = Pace(progress, len(self._units))
        while index < len(self._units):
            pace.did(index, len(self._units[index].text))
            if index == self._start and self._part is SectionRole.FRONT_MATTER:
                self._part = SectionRole.BODY
            if index == self._end:
                self._part = SectionRole.FRONT_MATTER
            index += self._step(index)
        notes = [block for block in self._notes if block.role is BlockRole.NOTE]
        for misread in misread_numbers([note.number for note in notes]):
            notes[misread].number = None
        return self._out

    def _step(self, index: int) -> int:
        """Place the unit at an index, and return how many units that took."""
        unit = self._units[index]
        self._since_note += 1
        if self._take_note(index):
            return 1
        in_contents = self._contents is not None and self._contents.start < index < self._contents.end
        heading = None if in_contents else heading_at(self._units, index, self._contents)
        if heading is not None and self._accepts(heading, index):
            self._open_section(heading, index)
            return heading.units
        if self._part is SectionRole.FRONT_MATTER:
            self._add(_table(unit) if unit.table else [_front_matter(unit)])
        elif self._part is SectionRole.BIBLIOGRAPHY:
            self._take_entry(unit)
        elif self._part is SectionRole.NOTES:
            self._take_loose_note(unit)
        else:
            self._take_body(index)
        return 1

    # Notes

    def _take_note(self, index: int) -> bool:
        """Lift a note out of the flow, if the unit is one."""
        unit = self._units[index]
        # A bibliography's own numbers are no notes, but there may be notes at the foot of its first page.
        is_raised = unit.note and unit.text[:1] in SUPERSCRIPT_DIGITS
        if (self._part is SectionRole.BIBLIOGRAPHY and not is_raised) or (
            self._part is SectionRole.FRONT_MATTER and unit.table
        ):
            return False
        among_notes = self._part is SectionRole.NOTES or self._since_note == 1
        number = note_number(unit, self._last_note, among_notes=unit.note or (among_notes and index > 0))
        if unit.note and number is None:
            self._take_loose_note(unit)
            return True
        if number is None:
            if self._continues_note(index):
                self._notes[-1].go_on(unit)
                return True
            lost_number = among_notes and unit.attached and self._notes and not unit.table
            if not lost_number or heading_at(self._units, index, self._contents):
                return False
        for found, lines in split_notes(_without_bullet(unit), number, self._last_note):
            tail = lines[-1][0].strip()
            self._notes.append(StructuredBlock(BlockRole.NOTE, [lines], number=found, tail=tail))
            self._last_note = found if found is not None else self._last_note + 1
        self._since_note = 0
        return True

    @property
    def _notes(self) -> list[StructuredBlock]:
        return self._out.parts[SectionRole.NOTES]

    def _continues_note(self, index: int) -> bool:
        """Tell whether a unit is the rest of a note that a page break cut: small, and directly above the next note."""
        unit = self._units[index]
        if not self._notes or self._since_note < 2 or index + 1 >= len(self._units) or len(unit.text) > 300:
            return False
        following = note_number(self._units[index + 1], self._last_note, among_notes=True)
        is_rest = unit.text[:1].islower() or unit.text.startswith(("<http", "http", "www."))
        return is_rest and following == self._last_note + 1 and not ends_sentence(self._notes[-1].tail)

    def _take_loose_note(self, unit: Unit) -> None:
        """Place a unit without a number under a heading "Notes": the rest of a note, or one of its own."""
        last = self._notes[-1] if self._notes else None
        is_open = last is not None and last.role is BlockRole.NOTE and not last.is_full
        if last is not None and is_open and not ends_sentence(last.tail):
            last.go_on(unit)
        else:
            self._notes.append(StructuredBlock(BlockRole.NOTE, [unit.lines], tail=unit.text))

    # Headings

    def _accepts(self, heading: Heading, index: int) -> bool:
        """Tell whether what looks like a heading can be one in the part it stands in."""
        following = index + heading.units
        if self._part is SectionRole.FRONT_MATTER:
            if not heading.strong or heading.part is None:
                return False
            has_text = following < len(self._units) and ends_sentence(self._units[following].text)
            return heading.part is SectionRole.FRONT_MATTER or heading.abstract or (index >= self._start or has_text)
        if self._part is SectionRole.NOTES and heading.part is not SectionRole.BIBLIOGRAPHY:
            # Subheadings of the notes ("Chapter 2") are followed by a note.
            goes_on = following < len(self._units) and note_number(self._units[following], 0, among_notes=True)
            return heading.strong and not goes_on
        return heading.strong or self._part is SectionRole.BODY

    def _open_section(self, heading: Heading, index: int) -> None:
        level = heading.level
        if heading.part is not None:
            self._part = heading.part
        elif self._part in (SectionRole.BIBLIOGRAPHY, SectionRole.NOTES):
            listed = self._contents is not None and level == 1
            if heading.chapter or (listed and self._is_listed(index)):
                self._part = SectionRole.BODY
            else:
                level = max(2, level)
        self._in_abstract = heading.abstract
        units = self._units[index : index + heading.units]
        items = [_without_marks(unit.lines) for unit in units]
        if heading.chapter and heading.units == 1 and len(units[0].lines) == 2:
            items = [[line] for line in units[0].lines]
        if self._part is SectionRole.NOTES and self._notes:
            return  # notes of several places make one part; its first heading is enough
        self._add([StructuredBlock(BlockRole.HEADING, items, level, tail=units[-1].text)])

    def _is_listed(self, index: int) -> bool:
        heading = heading_at(self._units, index, self._contents)
        return heading is not None and self._contents is not None and heading.strong

    # Bibliography

    def _take_entry(self, unit: Unit) -> None:
        if unit.table:
            self._add(_table(unit))
            return
        blocks = self._out.parts[SectionRole.BIBLIOGRAPHY]
        last = blocks[-1] if blocks else None
        bullet = _BULLET.match(unit.text)
        goes_on = unit.goes_on or unit.text[:1].islower() or unit.text.startswith(("<http", "http", "("))
        if last and last.role is BlockRole.BIBLIOGRAPHY and not bullet and goes_on and not last.is_full:
            last.go_on(unit)
            return
        lines = _without_bullet(unit).lines
        blocks.append(StructuredBlock(BlockRole.BIBLIOGRAPHY, [lines], tail=unit.text))

    # Body

    def _take_body(self, index: int) -> None:
        unit = self._units[index]
        blocks = self._out.parts[SectionRole.BODY]
        last = blocks[-1] if blocks else None
        if unit.table:
            self._add(_table(unit))
            return
        following = self._units[index + 1] if index + 1 < len(self._units) else None
        role = self._role(unit, last, following)
        if role is BlockRole.LIST and last is not None and last.role is BlockRole.LIST and not last.is_full:
            last.items.append([])
            last.go_on(unit)
        elif role is BlockRole.BODY and (half := self._first_half(unit)) is not None:
            half.go_on(unit)
        else:
            blocks.append(StructuredBlock(role, [_without_quote_mark(unit.lines)], tail=unit.text))

    def _role(self, unit: Unit, last: StructuredBlock | None, following: Unit | None) -> BlockRole:
        """Tell the role of a unit in the body."""
        text = unit.text
        after = last.role if last is not None else None
        tail = last.tail if last is not None else ""
        if CAPTION.match(text) and len(text) <= 300:
            return BlockRole.CAPTION
        if _SOURCE.match(text) and after in (BlockRole.CAPTION, BlockRole.TABLE):
            return BlockRole.CAPTION
        if _is_item(unit, last, following):
            return BlockRole.LIST
        if after is BlockRole.EPIGRAPH and _ATTRIBUTION.match(text) and len(text) <= 200:
            return BlockRole.EPIGRAPH
        if after is BlockRole.HEADING and _is_epigraph(unit, following):
            return BlockRole.EPIGRAPH
        if self._in_abstract and after is BlockRole.HEADING and all_capitals(text[: max(20, len(text) // 2)]):
            return BlockRole.FRONT_MATTER
        return BlockRole.BLOCK_QUOTATION if self._is_quotation(unit, tail) else BlockRole.BODY

    def _is_quotation(self, unit: Unit, tail: str) -> bool:
        """Tell whether a unit is a quotation set off from its paragraph."""
        if unit.text.startswith(">"):
            return True
        if self._marks_quotations_by_indent and _deeply_indented(unit) and len(unit.lines) > 1:
            return True
        return tail.endswith(":") and len(unit.text) >= 60 and _ends_with(_ENDS_WITH_MARKER, unit.text)

    def _first_half(self, unit: Unit) -> StructuredBlock | None:
        """Return the paragraph that a page break cut before this unit; captions and tables may stand between."""
        for block in reversed(self._out.parts[SectionRole.BODY][-6:]):
            if block.role in (BlockRole.CAPTION, BlockRole.TABLE):
                continue
            if block.is_full:
                return None
            if block.role is BlockRole.BODY:
                return block if unit.goes_on or _goes_on(block.tail, unit.text) else None
            if block.role in (BlockRole.LIST, BlockRole.BLOCK_QUOTATION):
                return block if unit.text[:1].islower() and _goes_on(block.tail, unit.text) else None
            return None
        return None

    def _add(self, blocks: list[StructuredBlock]) -> None:
        self._out.parts[self._part] += blocks


def _ends_with(pattern: re.Pattern[str], text: str) -> bool:
    """Search the last few characters only: a whole long paragraph would be looked through for nothing."""
    return pattern.search(text, max(0, len(text) - 12)) is not None


def _goes_on(first: str, second: str) -> bool:
    """Tell whether a paragraph goes on in another one."""
    start = second.lstrip("“\"'‘([")[:1]
    if first.endswith((":", ";")) and not start.islower():
        return False
    if ends_sentence(first):
        return start.islower() and _ends_with(_ENDS_WITH_ABBREVIATION, first)
    if start.islower():
        return True
    return len(first) >= _SHORTEST_HALF and not _ends_with(_ENDS_WITH_MARKER, first)


def _is_item(unit: Unit, last: StructuredBlock | None, following: Unit | None) -> bool:
    if not _ITEM.match(unit.text):
        return False
    after_item = last is not None and last.role is BlockRole.LIST
    before_item = following is not None and _ITEM.match(following.text) is not None
    announced = last is not None and last.tail.endswith((":", ";"))
    return after_item or before_item or (announced and len(unit.text) <= _LONGEST_ITEM_ALONE)


def _is_epigraph(unit: Unit, following: Unit | None) -> bool:
    is_attributed = following is not None and len(following.text) <= 200 and _ATTRIBUTION.match(following.text)
    return bool(is_attributed) and len(unit.text) <= _LONGEST_EPIGRAPH


def _deeply_indented(unit: Unit) -> bool:
    return all(line.startswith(("    ", "\t")) for line, _ in unit.lines)


def _without_bullet(unit: Unit) -> Unit:
    text, start = unit.lines[0]
    cut = len(text) - len(text.lstrip())
    match = _BULLET.match(text[cut:])
    cut += match.end() if match else 0
    lines = [(text[cut:], start + cut), *unit.lines[1:]]
    return replace(unit, lines=lines)


def _without_marks(lines: list[Line]) -> list[Line]:
    """Take Markdown's number signs off a heading."""
    text, start = lines[0]
    match = _MARKDOWN_MARKS.match(text)
    if match is None:
        return lines
    return [(text[match.end() :].rstrip("# "), start + match.end()), *lines[1:]]


def _without_quote_mark(lines: list[Line]) -> list[Line]:
    if not lines[0][0].lstrip().startswith(">"):
        return lines
    out: list[Line] = []
    for text, start in lines:
        cut = len(text) - len(text.lstrip("> "))
        out.append((text[cut:], start + cut))
    return out


def _front_matter(unit: Unit) -> StructuredBlock:
    """Keep the lines of title pages and lists apart, and join those of prose."""
    is_prose = ends_sentence(unit.text) and len(unit.text) > 200
    items = [unit.lines] if is_prose else [[line] for line in unit.lines]
    return StructuredBlock(BlockRole.FRONT_MATTER, items, tail=unit.text)


def _table(unit: Unit) -> list[StructuredBlock]:
    """Read pipe table rows: rules dropped, a first row that holds only a caption made one."""
    rows: list[list[Line]] = list(unit.rows or ())
    for text, start in unit.lines if unit.rows is None else ():
        if not _TABLE_RULE.fullmatch(text):
            rows.append(_cells(text, start))
    if not rows:
        return []
    blocks: list[StructuredBlock] = []
    filled = [cell for cell in rows[0] if cell[0]]
    if len(filled) == 1 and len(rows) > 1 and CAPTION.match(filled[0][0]):
        blocks.append(StructuredBlock(BlockRole.CAPTION, [filled], tail=filled[0][0]))
        rows = rows[1:]
    blocks.append(StructuredBlock(BlockRole.TABLE, rows, tail="."))
    return blocks


def _cells(text: str, start: int) -> list[Line]:
    bounds = [match.start() for match in _CELL.finditer(text)]
    ends = [*bounds[1:], len(text)]
    cells = [(text[a + 1 : b], start + a + 1) for a, b in zip(bounds, ends, strict=True)]
    cells = [(cell.strip(), at + len(cell) - len(cell.lstrip())) for cell, at in cells]
    while cells and not cells[-1][0]:
        cells.pop()
    return cells
