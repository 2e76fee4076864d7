"""What the worker tells of a PDF: its pages' text with geometry, and what the file says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.domain.page import Box

BOLD, ITALIC, ROTATED = 1, 2, 4


@dataclass(slots=True)
class Segment:
    """A run of words on one line without a wide gap; coordinates are points of the page as shown, from bottom left.

    Attributes:
        start, end: Its place in the page's text.
        size: The letters' size in points.
        flags: BOLD, ITALIC (all of it), ROTATED (it does not run from side to side).
        column: The number of its column on the page in reading order.
    """

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    flags: int = 0
    column: int = 0


@dataclass(slots=True)
class PageText:
    """A page's text and segments.

    Attributes:
        index: Zero-based.
        width, height: In points, as shown.
        text: What PDFium reads, letter for letter; raised digits made superscript, hyphens at line ends "-".
        italics: Spans of `text` set in italics.
        marked: Whether there are highlights on it.
    """

    index: int
    width: float
    height: float
    text: str
    segments: list[Segment] = field(default_factory=list)
    italics: list[tuple[int, int]] = field(default_factory=list)
    marked: bool = False


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """An entry of the outline; `page` is zero-based, None where it leads to none."""

    title: str
    level: int
    page: int | None


@dataclass(frozen=True, slots=True)
class FileMark:
    """A highlight made in the file.

    Attributes:
        page: Zero-based.
        quads: Boxes in the file's own coordinates, one for each line.
        colour: Red, green, blue from 0 to 1; None where none is given.
        created: As ISO 8601; "" where unknown.
    """

    page: int
    quads: tuple[Box, ...]
    comment: str
    colour: tuple[float, float, float] | None
    created: str
    author: str


@dataclass(slots=True)
class FileStructure:
    """What the file says of itself; what is damaged is left out.

    Attributes:
        labels: The printed label of each page; empty where the file gives none.
    """

    title: str = ""
    author: str = ""
    year: int | None = None
    labels: list[str] = field(default_factory=list)
    outline: list[OutlineEntry] = field(default_factory=list)
    marks: list[FileMark] = field(default_factory=list)
