"""PDFs for the tests: a small typesetter for theses with notes, heads, folios, columns, labels and outline."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from reader.domain.document import BlockRole, Contents, SectionRole
from reader.domain.text import SUPERSCRIPT_DIGITS

_FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts" / "charis-sil"
_RAISED = re.compile(rf"[{SUPERSCRIPT_DIGITS}]+")
_PLAIN = str.maketrans(SUPERSCRIPT_DIGITS, "0123456789")
REGULAR, BOLD, ITALIC = "Charis", "Charis-Bold", "Charis-Italic"


def register_fonts() -> None:
    """Make the bundled typeface known, which has every letter of the bundled theses."""
    for name, file in ((REGULAR, "Regular"), (BOLD, "Bold"), (ITALIC, "Italic")):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(next(_FONTS.glob(f"*-{file}.ttf")))))


@dataclass
class Style:
    """How a document is set, in points."""

    width: float = 612
    height: float = 792
    margin: float = 72
    size: float = 11
    leading: float = 14
    note_size: float = 9
    columns: int = 1
    gutter: float = 20
    justified: bool = True
    hyphenated: bool = True
    head: str = ""
    folios: bool = True
    first_folio: int = 1
    outline: bool = True
    labels: list[tuple[int, str, int]] = field(default_factory=list)  # page, style, first


class Typesetter:
    """Sets paragraphs on pages."""

    def __init__(self, style: Style, title: str = "", author: str = "") -> None:
        register_fonts()
        self.style = style
        self._out = io.BytesIO()
        self.canvas = Canvas(self._out, pagesize=(style.width, style.height), invariant=1)
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.page = 0
        self._column = 0
        self._notes: list[tuple[str, str]] = []
        self._start_page()

    # Places

    @property
    def _measure(self) -> float:
        style = self.style
        whole = style.width - 2 * style.margin
        return (whole - (style.columns - 1) * style.gutter) / style.columns

    @property
    def _left(self) -> float:
        return self.style.margin + self._column * (self._measure + self.style.gutter)

    def _start_page(self) -> None:
        style, canvas = self.style, self.canvas
        if style.head:
            canvas.setFont(ITALIC, 9)
            canvas.drawString(style.margin, style.height - 45, style.head)
        if style.folios:
            canvas.setFont(REGULAR, 9)
            canvas.drawCentredString(style.width / 2, 40, str(style.first_folio + self.page))
        self._column = 0
        self.y = style.height - style.margin
        self._bottom = style.margin
        self.page += 1

    def _needs(self, height: float) -> None:
        if self.y - height >= self._bottom:
            return
        self._set_notes()
        if self._column + 1 < self.style.columns:
            self._column += 1
            self.y = self.style.height - self.style.margin
            self._bottom = self.style.margin
        else:
            self.canvas.showPage()
            self._start_page()

    def new_page(self) -> None:
        """Go on with a new page."""
        self._column = self.style.columns - 1
        self.y = self._bottom
        self._needs(1)

    # Text

    def heading(self, text: str, level: int = 1) -> None:
        """Set a heading."""
        size = {1: 18.0, 2: 14.0, 3: 12.0}.get(level, 12.0)
        lines = self._wrapped(text.replace("\n", " "), BOLD, size, self._measure, hyphenate=False)
        self._needs((len(lines) + 4) * size * 1.2)
        self.y -= size
        if self.style.outline:
            key = f"h{self.page}-{self.y}"
            self.canvas.bookmarkPage(key)
            self.canvas.addOutlineEntry(text.replace("\n", " "), key, min(level - 1, self._deepest), closed=False)
            self._deepest = min(level - 1, self._deepest) + 1
        for line in lines:
            self._line(line, BOLD, size, self._left, size * 1.25)
        self.y -= 0.5 * size

    _deepest = 0

    def paragraph(
        self, text: str, notes: dict[str, str] | None = None, indent: float = 14, italic: bool = False
    ) -> None:
        """Set a paragraph whose superscript digits mark notes."""
        style = self.style
        font = ITALIC if italic else REGULAR
        lines = self._wrapped(text, font, style.size, self._measure, first_indent=indent)
        for number, line in enumerate(lines):
            own = [n.group().translate(_PLAIN) for n in _RAISED.finditer(line)]
            added = [(n, notes[n]) for n in own if notes and n in notes]
            height = sum(len(self._note_lines(n, t)) for n, t in added) * style.note_size * 1.2
            self._needs(style.leading + height + (8 if added and not self._notes else 0))
            if added and not self._notes:
                self._bottom += 8
            self._notes += added
            self._bottom += height
            last = number == len(lines) - 1
            left = self._left + (indent if number == 0 else 0)
            width = self._measure - (indent if number == 0 else 0)
            self._line(line, font, style.size, left, style.leading, None if last or not style.justified else width)

    def table(self, rows: list[list[str]]) -> None:
        """Set a table."""
        width = self._measure / max(len(row) for row in rows)
        self.y -= 6
        for row in rows:
            self._needs(self.style.leading)
            self.y -= self.style.leading
            for number, cell in enumerate(row):
                self.canvas.setFont(REGULAR, self.style.size)
                self.canvas.drawString(self._left + number * width, self.y, cell)
        self.y -= 10

    def _note_lines(self, number: str, text: str) -> list[str]:
        return self._wrapped(f"{number} {text}", REGULAR, self.style.note_size, self._measure)

    def _set_notes(self) -> None:
        if not self._notes:
            return
        size = self.style.note_size
        y = self._bottom - 10
        for number, text in self._notes:
            for index, line in enumerate(self._note_lines(number, text)):
                if index == 0:
                    line = line.removeprefix(number)
                    self._piece(number, REGULAR, size * 0.65, self._left, y + size * 0.35)
                    self._piece(line.strip(), REGULAR, size, self._left + 8, y)
                else:
                    self._piece(line, REGULAR, size, self._left, y)
                y -= size * 1.2
        self._notes = []

    def _piece(self, text: str, font: str, size: float, x: float, y: float) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, text)

    def _line(
        self, line: str, font: str, size: float, left: float, leading: float, measure: float | None = None
    ) -> None:
        self.y -= leading
        words = line.split(" ")
        space = pdfmetrics.stringWidth(" ", font, size)
        if measure is not None and len(words) > 1:
            space += (measure - self._width(line, font, size)) / (len(words) - 1)
        x = left
        for number, word in enumerate(words):
            # The space is drawn too, as word processors do.
            x = self._word(word + (" " if number + 1 < len(words) else ""), font, size, x)
            x += space - (pdfmetrics.stringWidth(" ", font, size) if number + 1 < len(words) else 0)

    def _word(self, word: str, font: str, size: float, x: float) -> float:
        """Set a word, its digits raised where they are superscript; return where it ends."""
        at = 0
        for match in [*_RAISED.finditer(word), None]:
            plain = word[at : match.start()] if match else word[at:]
            self._piece(plain, font, size, x, self.y)
            x += pdfmetrics.stringWidth(plain, font, size)
            if match:
                digits = match.group().translate(_PLAIN)
                self._piece(digits, font, size * 0.6, x, self.y + size * 0.4)
                x += pdfmetrics.stringWidth(digits, font, size * 0.6)
                at = match.end()
        return x

    def _width(self, text: str, font: str, size: float) -> float:
        plain = _RAISED.sub("", text)
        raised = "".join(_RAISED.findall(text)).translate(_PLAIN)
        return float(pdfmetrics.stringWidth(plain, font, size) + pdfmetrics.stringWidth(raised, font, size * 0.6))

    def _wrapped(
        self, text: str, font: str, size: float, measure: float, first_indent: float = 0, *, hyphenate: bool = True
    ) -> list[str]:
        lines: list[str] = []
        line = ""
        room = measure - first_indent
        for word in text.split():
            tried = f"{line} {word}".strip()
            if self._width(tried, font, size) <= room:
                line = tried
                continue
            half = self._half(line, word, font, size, room) if hyphenate and self.style.hyphenated else 0
            if half:
                lines.append(f"{line} {word[:half]}-".strip())
                line = word[half:]
            else:
                lines.append(line)
                line = word
            room = measure
        lines.append(line)
        return [each for each in lines if each]

    def _half(self, line: str, word: str, font: str, size: float, room: float) -> int:
        """Break every long lower-case word in its middle, if that half still goes on the line."""
        if len(word) < 9 or not word.isalpha() or not word.islower():
            return 0
        at = len(word) // 2
        return at if self._width(f"{line} {word[:at]}-".strip(), font, size) <= room else 0

    def finish(self) -> bytes:
        """Return the file."""
        self._set_notes()
        self.canvas.showPage()
        self.canvas.save()
        return with_labels(self._out.getvalue(), self.style.labels) if self.style.labels else self._out.getvalue()


def with_labels(data: bytes, labels: list[tuple[int, str, int]]) -> bytes:
    """Give a PDF page labels: (first page, style, first number)."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.constants import PageLabelStyle

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    starts = [page for page, _, _ in labels[1:]] + [len(writer.pages)]
    for (page, style, first), end in zip(labels, starts, strict=True):
        writer.set_page_label(page, end - 1, style=PageLabelStyle(style), start=first)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def thesis(contents: Contents, style: Style, title: str = "", author: str = "") -> bytes:
    """Set a composed document as a PDF: its notes at the foot of the page of their markers."""
    made = Typesetter(style, title, author)
    text = contents.text
    notes = {
        str(note.number): re.sub(rf"^[{SUPERSCRIPT_DIGITS}]+\s*", "", note.span.of(text)) for note in contents.notes
    }
    set_notes: set[str] = set()
    for block in contents.blocks:
        section = contents.section_at(block.span.start)
        own = block.span.of(text)
        if section.role is SectionRole.NOTES:
            continue
        if block.role is BlockRole.HEADING:
            made.heading(own, max(1, block.level))
        elif block.role is BlockRole.TABLE:
            for row in own.split("\n"):
                made.paragraph(" ; ".join(row.split("\t")), indent=0)
        else:
            for item in own.split("\n"):
                here = {m.group().translate(_PLAIN) for m in _RAISED.finditer(item)} - set_notes
                made.paragraph(item, {n: notes[n] for n in here if n in notes})
                set_notes |= here
    return made.finish()
