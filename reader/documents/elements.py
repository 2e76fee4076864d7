"""Elements: what a format states of a text (headings, paragraphs, items, tables, notes), as one neutral stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from reader.documents.pacing import Pace
from reader.domain.document import BlockRole, SectionRole
from reader.domain.text import SUPERSCRIPT_DIGITS

T = TypeVar("T")

# No paragraph or list in print is longer; what is gets cut, so that no step works on megabytes at once.
_LONGEST = 40_000
BULLET = "•"
_RAISED = str.maketrans("0123456789", SUPERSCRIPT_DIGITS)


@dataclass(slots=True)
class Reference:
    """A place that points to a note.

    Attributes:
        offset: In the text of its `RichText`.
        note: The note's key.
        label: What the file prints there ("12", "*"); "" where it leaves that to the program.
        width: How many characters of the text at the offset are the marker itself.
    """

    offset: int
    note: str
    label: str = ""
    width: int = 0


@dataclass(slots=True)
class RichText:
    """The text of a paragraph, list item, heading line or table cell, with emphasis and references to notes."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    emphasis: list[tuple[int, int]] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)

    def add(self, text: str, *, emphasised: bool = False) -> None:
        """Add text at the end."""
        if not text:
            return
        start = self.length
        self.pieces.append(text)
        self.length += len(text)
        if emphasised:
            if self.emphasis and self.emphasis[-1][1] == start:
                start = self.emphasis.pop()[0]
            self.emphasis.append((start, self.length))

    @property
    def text(self) -> str:
        """The text without markers of notes."""
        return "".join(self.pieces)


@dataclass(slots=True)
class Element:
    """One block as the file states it.

    Attributes:
        role: What it is.
        items: What canonical text parts by line ends: list items, heading lines, table rows; each of one text, or, in
            a table, of its cells.
        level: For headings, from 1; else 0.
        part: The part of the document that the file says it belongs to; None where it says nothing.
        note: The key of the note it is; None for all else.
        size: Its length so far, in characters.
    """

    role: BlockRole
    items: list[list[RichText]]
    level: int = 0
    part: SectionRole | None = None
    note: str | None = None
    size: int = 0

    @property
    def plain(self) -> str:
        """The text on one line."""
        return " ".join(" ".join(rich.text for row in self.items for rich in row).split())


@dataclass(slots=True)
class StatedDocument:
    """A file as its format states it.

    Attributes:
        elements: In the order of the file; a note stands anywhere.
        title, author, year: "" and None where the file does not say.
        created: The year in which the file was begun, which may be another than the document's.
    """

    elements: list[Element]
    title: str = ""
    author: str = ""
    year: int | None = None
    created: int | None = None


@dataclass(slots=True)
class Setting:
    """What text that comes next belongs to."""

    role: BlockRole = BlockRole.BODY
    level: int = 0
    part: SectionRole | None = None
    note: str | None = None


class Flow:
    """Collects elements from text as it comes; a paragraph opens with its first word and ends with `end_paragraph`.

    Attributes:
        setting: What text that comes next belongs to.
        emphasised: Whether it is set off in italics.
    """

    def __init__(self, pace: Pace) -> None:
        self.elements: list[Element] = []
        self.setting = Setting()
        self.emphasised = False
        self._pace = pace
        self._notes: dict[str, Element] = {}
        self._open: tuple[Element, RichText] | None = None
        self._cell: RichText | None = None
        self._table: Element | None = None
        self._tables = 0
        self._item: str | None = None
        self._number = ""
        self._gap = False
        self._done = 0

    # Text

    def text(self, text: str) -> None:
        """Add running text; white space alone opens no paragraph."""
        for part in _parts(text):
            if self._open is None and self._cell is None and not part.strip():
                continue
            rich = self._current()
            if self._gap:
                rich.add(" ")
                self._gap = False
            rich.add(part, emphasised=self.emphasised)
            self._did(len(part))
            if self._open is None and self._table is not None:
                self._table.size += len(part) + 1
            elif self._open is not None:
                element = self._open[0]
                element.size += len(part)
                if rich.length > _LONGEST and element.note is None:
                    self.end_paragraph()

    def raised(self, text: str) -> None:
        """Add what is set as a superscript: digits raised, all else as it is."""
        digits = text.strip()
        is_number = digits.isascii() and digits.isdigit()
        self.text(digits.translate(_RAISED) if is_number else text)

    def refer(self, note: str, label: str = "") -> None:
        """Point to a note here."""
        rich = self._current()
        self._gap = False
        rich.references.append(Reference(rich.length, note, label.strip()))

    def end_line(self) -> None:
        """Break a line: in headings and title pages it parts lines, elsewhere it is a space."""
        is_front = self.setting.part is SectionRole.FRONT_MATTER or self.setting.role is BlockRole.FRONT_MATTER
        parts_lines = (is_front or self.setting.role is BlockRole.HEADING) and self._cell is None
        if self._open is not None and parts_lines and self._open[0].note is None:
            rich = RichText()
            self._open[0].items.append([rich])
            self._open = (self._open[0], rich)
        else:
            self.text(" ")

    def end_paragraph(self) -> None:
        """End the paragraph that is open, if one is; in a cell or a note a space parts it from the next one."""
        self._open = None
        self._number = ""
        self._gap = self._cell is not None and self._cell.length > 0

    # Lists

    def begin_item(self, label: str = "") -> None:
        """Let the next paragraph of role LIST be a new item, beginning with its bullet or number."""
        self.end_paragraph()
        if self._cell is None and self.setting.note is None:
            self._item = label

    def begin_numbered(self, label: str) -> None:
        """Let the next paragraph begin with its number, if it has any text."""
        self.end_paragraph()
        self._number = f"{label} " if label else ""

    # Tables

    def table(self, rows: Sequence[Sequence[T]], read: Callable[[T], None]) -> None:
        """Take in a table that is known as a whole; one of a single cell is a frame around text.

        Args:
            rows: Its rows, each with its cells.
            read: Reads a cell's text into this flow.
        """
        if len(rows) == 1 and len(rows[0]) == 1:
            read(rows[0][0])
            return
        before = self.setting
        if before.note is None:
            self.setting = Setting(part=before.part)
        self.begin_table()
        for cells in rows:
            self.begin_row()
            for cell in cells:
                self.begin_cell()
                read(cell)
                self.end_cell()
        self.end_table()
        self.setting = before

    def begin_table(self) -> None:
        """Begin a table; one inside a cell becomes text of that cell, one inside a note text of the note."""
        self.end_paragraph()
        self._tables += 1
        if self._tables == 1 and self.setting.note is None:
            self._table = Element(BlockRole.TABLE, [], part=self.setting.part)
            self.elements.append(self._table)

    def begin_row(self) -> None:
        """Begin a row; a table longer than any in print goes on in another one."""
        if self._tables == 1 and self._table is not None:
            if self._table.size > _LONGEST:
                self._table = Element(BlockRole.TABLE, [], part=self.setting.part)
                self.elements.append(self._table)
            self._table.items.append([])

    def begin_cell(self) -> None:
        """Begin a cell of the row."""
        self.end_paragraph()
        if self._tables == 1 and self._table is not None:
            if not self._table.items:
                self._table.items.append([])
            self._cell = RichText()
            self._gap = False
            self._table.items[-1].append(self._cell)

    def end_cell(self) -> None:
        """End the cell."""
        self.end_paragraph()
        if self._tables == 1:
            self._cell = None
            self._gap = False

    def end_table(self) -> None:
        """End the table."""
        self.end_paragraph()
        self._tables -= 1
        if self._tables == 0:
            self._table = self._cell = None
            self._gap = False

    # Where text goes

    def _current(self) -> RichText:
        if self._cell is not None and self.setting.note is None:
            return self._cell
        if self._open is None:
            self._open = self._opened()
        return self._open[1]

    def _opened(self) -> tuple[Element, RichText]:
        setting = self.setting
        if setting.note is not None:
            return self._note(setting.note)
        if setting.role is BlockRole.LIST:
            return self._list_item()
        rich = RichText()
        element = Element(setting.role, [[rich]], setting.level, setting.part)
        at = len(self.elements)
        if self._table is not None and self._table is self.elements[-1] and not self._table.items:
            at -= 1  # its caption, which stands above it in print
        self.elements.insert(at, element)
        rich.add(self._number)
        return element, rich

    def _note(self, key: str) -> tuple[Element, RichText]:
        element = self._notes.get(key)
        if element is None:
            element = Element(BlockRole.NOTE, [[RichText()]], note=key)
            self._notes[key] = element
            self.elements.append(element)
        elif element.size:
            element.items[0][0].add(" ")
        return element, element.items[0][0]

    def _list_item(self) -> tuple[Element, RichText]:
        label, self._item = self._item, None
        last = self.elements[-1] if self.elements else None
        goes_on = last is not None and last.role is BlockRole.LIST and last.part is self.setting.part
        if last is None or not goes_on or last.size > _LONGEST:
            last = Element(BlockRole.LIST, [], part=self.setting.part)
            self.elements.append(last)
        elif label is None and last.size:
            last.items[-1][0].add(" ")
            return last, last.items[-1][0]
        rich = RichText()
        rich.add(f"{label} " if label else "")
        last.items.append([rich])
        return last, rich

    def passed(self) -> None:
        """Take note of an element of the file passed, which may hold no text."""
        self._pace.did(self._done, 0)

    def _did(self, characters: int) -> None:
        self._done += characters
        self._pace.did(self._done, characters)


def _parts(text: str) -> Iterator[str]:
    """Cut text that is longer than any paragraph, at spaces where it has some."""
    while len(text) > _LONGEST:
        at = text.rfind(" ", _LONGEST // 2, _LONGEST) + 1 or _LONGEST
        yield text[:at]
        text = text[at:]
    yield text
