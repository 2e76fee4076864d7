"""Pages as PDFium reads them: their text in segments with geometry, character boxes, and page images."""

from __future__ import annotations

import ctypes
import itertools
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from reader.documents.page_record import BOLD, ITALIC, ROTATED, PageText, Segment
from reader.domain.page import Box, PageImage
from reader.domain.text import SUPERSCRIPT_DIGITS

# No printed page holds a tenth of this; a file that says so wants to exhaust the reader.
LARGEST_PAGE = 300_000  # characters
_LARGEST_IMAGE = 40_000_000  # pixels
_LONGEST_SIDE = 12_000  # pixels
# A gap wider than this parts a line into cells or columns, in ems: justified words hardly stand further apart.
_WIDE_GAP = 1.2
_WORD = re.compile(r"[^\s\ufffe\x02]+")
_DIGITS = re.compile(r"\d{1,4}")
_LONG_WORD = re.compile(r"\w{4,}")
_VOTERS = 60
_BREAK = re.compile(r"[\r\n]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\uffff]")
_VISIBLE = re.compile("[^\\s\x00\x01\x03-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\uffff]+")
_HYPHENS = re.compile("[\ufffe\x02]")
_TO_SUPERSCRIPT = str.maketrans("0123456789", SUPERSCRIPT_DIGITS)


def _plain(function: Any, result: Any, *arguments: Any) -> Any:  # noqa: ANN401 # functions of PDFium's
    """Call a function with addresses as numbers, which takes a third of the time: two calls are made for each word."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, *arguments)(address)


_TEXT_OBJECT = _plain(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_LOOSE_BOX = _plain(
    pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(pdfium.FS_RECTF)
)
_LOOSE_BOX_AT = _plain(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_NO_BOX = (0.0, 0.0, 0.0, 0.0)
_ITALIC_FLAG = 1 << 6
_BOLD_FLAG = 1 << 18
_BOLD_WEIGHT = 600


class PasswordNeededError(Exception):
    """The file opens with a password only, and not with the one given."""


class UnreadablePdfError(Exception):
    """The file, or a page of it, can't be read."""


@dataclass(frozen=True, slots=True)
class _Type:
    """What a text object is set in."""

    size: float
    bold: bool
    italic: bool


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    box: Box
    last: Box
    type: _Type
    last_type: _Type

    @property
    def size(self) -> float:
        """The size of its letters: a raised number may stand before or after them."""
        return max(self.type.size, self.last_type.size)

    @property
    def main(self) -> int:
        """The offset of a character of that size."""
        return self.start if self.type.size >= self.last_type.size else self.end - 1

    @property
    def main_box(self) -> Box:
        """That character's box."""
        return self.box if self.type.size >= self.last_type.size else self.last


class PdfPages:
    """An open PDF. Not safe for use from several threads: PDFium is not."""

    def __init__(self, path: str, password: str | None = None) -> None:
        try:
            self._pdf = pypdfium2.PdfDocument(path, password=password)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
                raise PasswordNeededError from error
            raise UnreadablePdfError(str(error)) from error

    def __len__(self) -> int:
        return len(self._pdf)

    def close(self) -> None:
        """Release the file."""
        self._pdf.close()

    def read(self, index: int) -> PageText:
        """Read a page's text.

        Raises:
            UnreadablePdfError: If it can't be read.
        """
        with _OpenPage(self._pdf, index) as page:
            return _Reader(page).read(index)

    def boxes(self, index: int, spans: Sequence[Sequence[int]], *, in_file: bool = False) -> list[list[Box]]:
        """Return the boxes of spans of a page's text, for each span one a line.

        Args:
            index: The page, zero-based.
            spans: Where each span begins and ends in the page's text.
            in_file: In the file's own coordinates rather than those of the page as shown.
        """
        with _OpenPage(self._pdf, index) as page:
            return [
                _joined(page.char_box(at, as_shown=not in_file) for at in page.visible(start, end))
                for start, end in spans
            ]

    def glyphs(self, index: int) -> array[float]:
        """Return the box of every character of a page's text as shown: four numbers each, all 0 where it has none."""
        with _OpenPage(self._pdf, index) as page:
            return page.glyphs()

    def under(self, index: int, quads: Sequence[Box]) -> list[tuple[int, int]]:
        """Return the spans of a page's text whose characters have their middle in one of the boxes (file's own)."""
        spans: list[tuple[int, int]] = []
        with _OpenPage(self._pdf, index) as page:
            for at in page.visible(0, len(page.text)):
                x0, y0, x1, y1 = page.char_box(at, as_shown=False)
                x, y = (x0 + x1) / 2, (y0 + y1) / 2
                if not any(q[0] <= x <= q[2] and q[1] <= y <= q[3] for q in quads):
                    continue
                if spans and not page.text[spans[-1][1] : at].strip():
                    spans[-1] = (spans[-1][0], at + 1)
                else:
                    spans.append((at, at + 1))
        return spans

    def offset_at(self, index: int, x: float, y: float, tolerance: float) -> int | None:
        """Return the offset in a page's text of the character at a point of the page as shown, or None."""
        with _OpenPage(self._pdf, index) as page:
            px, py = page.to_file(x, y)
            found = pdfium.FPDFText_GetCharIndexAtPos(page.handle, px, py, tolerance, tolerance)
            return page.offset_of(found) if found >= 0 else None

    def image(self, index: int, scale: float) -> PageImage:
        """Render a page.

        Args:
            index: The page, zero-based.
            scale: Pixels a point; less where the image would be too large.
        """
        try:
            page = self._pdf[index]
        except pypdfium2.PdfiumError as error:
            raise UnreadablePdfError(str(error)) from error
        try:
            width, height = page.get_size()
            bitmap = page.render(
                scale=_bounded_scale(width, height, scale), rev_byteorder=False, prefer_bgrx=True, may_draw_forms=False
            )
            try:
                return PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            finally:
                bitmap.close()
        finally:
            page.close()


def _bounded_scale(width: float, height: float, scale: float) -> float:
    width, height = max(width, 1.0), max(height, 1.0)
    scale = min(scale, _LONGEST_SIDE / width, _LONGEST_SIDE / height)
    return float(min(scale, (_LARGEST_IMAGE / (width * height)) ** 0.5))


class _OpenPage:
    """A page with its text layer."""

    def __init__(self, pdf: pypdfium2.PdfDocument, index: int) -> None:
        try:
            self._page = pdf[index]
            self._text_page = self._page.get_textpage()
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise UnreadablePdfError(str(error)) from error
        self.page = self._page.raw
        self.handle: Any = self._text_page.raw
        self.width, self.height = self._page.get_size()
        self._rotation = self._page.get_rotation()
        self._frame = self._page.get_bbox()
        self.count = max(0, pdfium.FPDFText_CountChars(self.handle))
        if self.count > LARGEST_PAGE:
            raise UnreadablePdfError(f"page {index + 1} holds more text than a page can")
        self.text = self._read_text()
        self._direct = len(self.text) == self.count
        self._turned = 0  # 1 where the text runs up the page, -1 where it runs down
        self._units = None if self.text.isascii() else _utf16_offsets(self.text)
        self._box = pdfium.FS_RECTF()
        self._box_reference = ctypes.byref(self._box)
        self.address = ctypes.cast(self.handle, ctypes.c_void_p).value

    def __enter__(self) -> _OpenPage:
        return self

    def __exit__(self, *_: object) -> None:
        self._text_page.close()
        self._page.close()

    def _read_text(self) -> str:
        if not self.count:
            return ""
        # Characters outside the Basic Multilingual Plane take two units.
        size = 2 * self.count + 2
        buffer = (ctypes.c_ushort * size)()
        written = pdfium.FPDFText_GetText(self.handle, 0, self.count, buffer)
        data = bytes(buffer)[: 2 * max(0, written - 1)]
        return data.decode("utf-16-le", "surrogatepass")

    def char(self, offset: int) -> int:
        """Return PDFium's number of the character at an offset in the text."""
        if self._direct:
            return offset
        unit = offset if self._units is None else self._units[offset]
        found = int(pdfium.FPDFText_GetCharIndexFromTextIndex(self.handle, unit))
        return max(0, found)

    def offset_of(self, char: int) -> int:
        """Return the offset in the text of PDFium's character."""
        if self._direct:
            return char
        unit = max(0, int(pdfium.FPDFText_GetTextIndexFromCharIndex(self.handle, char)))
        if self._units is None:
            return unit
        low, high = 0, len(self._units) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._units[middle] <= unit else (low, middle - 1)
        return low

    def char_box(self, offset: int, *, as_shown: bool = True) -> Box:
        """Return the box of a character: as wide as it advances, as high as its line."""
        rect = self._box
        _LOOSE_BOX(self.address, offset if self._direct else self.char(offset), self._box_reference)
        box = (rect.left, rect.bottom, rect.right, rect.top)
        return self.shown(box) if as_shown else box

    def glyphs(self) -> array[float]:
        """Return x0, y0, x1, y1 of each character as shown; 0, 0, 0, 0 where there is nothing to see."""
        text = self.text
        found = array("f", bytes(16 * len(text)))
        # The boxes are written one behind the other, which takes a quarter of the time of reading each on its own.
        at, address = found.buffer_info()[0], self.address
        if self._direct:
            for match in _VISIBLE.finditer(text):
                for offset in range(*match.span()):
                    _LOOSE_BOX_AT(address, offset, at + 16 * offset)
        else:
            for match in _VISIBLE.finditer(text):
                for offset in range(*match.span()):
                    _LOOSE_BOX_AT(address, self.char(offset), at + 16 * offset)
        left, top, right, bottom = found[0::4], found[1::4], found[2::4], found[3::4]  # PDFium's order
        boxes = array("f")
        shown = self.shown
        for box in zip(left, bottom, right, top, strict=True):
            boxes.extend(shown(box) if box[0] < box[2] and box[1] < box[3] else _NO_BOX)
        return boxes

    def turn_upright(self) -> None:
        """Where most of the page's text runs up or down, let `shown` turn it to run from side to side."""
        votes = 0
        for match in itertools.islice(_LONG_WORD.finditer(self.text), _VOTERS):
            first, last = self.char_box(match.start()), self.char_box(match.end() - 1)
            across, along = last[0] - first[0], last[1] - first[1]
            if abs(along) > abs(across):
                votes += 1 if along > 0 else -1
        count = sum(1 for _ in itertools.islice(_LONG_WORD.finditer(self.text), _VOTERS))
        if abs(votes) * 2 > count:
            self._turned = 1 if votes > 0 else -1

    def shown(self, box: Box) -> Box:
        """Turn a box in the file's coordinates to those of the page as shown."""
        x0, y0, x1, y1 = self._rotated(box)
        if self._turned > 0:
            return y0, self.width - x1, y1, self.width - x0
        if self._turned < 0:
            return self.height - y1, x0, self.height - y0, x1
        return x0, y0, x1, y1

    def _rotated(self, box: Box) -> Box:
        left, bottom, right, top = self._frame
        x0, y0, x1, y1 = box
        if self._rotation == 90:
            return y0 - bottom, right - x1, y1 - bottom, right - x0
        if self._rotation == 180:
            return right - x1, top - y1, right - x0, top - y0
        if self._rotation == 270:
            return top - y1, x0 - left, top - y0, x1 - left
        return x0 - left, y0 - bottom, x1 - left, y1 - bottom

    def to_file(self, x: float, y: float) -> tuple[float, float]:
        """Turn a point of the page as shown to the file's coordinates."""
        left, bottom, right, top = self._frame
        if self._rotation == 90:
            return right - y, x + bottom
        if self._rotation == 180:
            return right - x, top - y
        if self._rotation == 270:
            return y + left, top - x
        return x + left, y + bottom

    def rise(self, offset: int) -> float:
        """Return how high a character's base line lies."""
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self.handle, self.char(offset), x, y)
        low: float = self.shown((x.value, y.value, x.value, y.value))[1]
        return low

    def visible(self, start: int, end: int) -> Iterator[int]:
        """Yield the offsets of characters that are not white space."""
        return (at for at in range(max(0, start), min(end, len(self.text))) if not self.text[at].isspace())


def _utf16_offsets(text: str) -> list[int] | None:
    if max(text) < "\U00010000":
        return None
    offsets, at = [], 0
    for char in text:
        offsets.append(at)
        at += 2 if char >= "\U00010000" else 1
    offsets.append(at)
    return offsets


class _Reader:
    """Reads one page into segments."""

    def __init__(self, page: _OpenPage) -> None:
        self._page = page
        self._types: dict[int, _Type] = {}
        self._fonts: dict[int, tuple[bool, bool]] = {}
        self._raised: list[tuple[int, int]] = []

    def read(self, index: int) -> PageText:
        page = self._page
        text = page.text
        page.turn_upright()
        words = [self._word(match.start(), match.end()) for match in _WORD.finditer(text)]
        made = PageText(index, round(page.width, 2), round(page.height, 2), "")
        run: list[_Word] = []
        for word in words:
            if run and self._parts(run[-1], word):
                made.segments.append(self._segment(run))
                run = []
            run.append(word)
        if run:
            made.segments.append(self._segment(run))
        made.text = self._clean(text)
        made.italics = self._italics(words)
        return made

    def _word(self, start: int, end: int) -> _Word:
        page = self._page
        kind = self._type(start)
        box = page.char_box(start)
        if end - start == 1:
            return _Word(start, end, box, box, kind, kind)
        # Only a raised number can make the last letter another size than the first.
        mixed = page.text[start].isdigit() or page.text[end - 1].isdigit()
        return _Word(start, end, box, page.char_box(end - 1), kind, self._type(end - 1) if mixed else kind)

    def _parts(self, before: _Word, word: _Word) -> bool:
        """Tell whether a segment ends between two words."""
        if _BREAK.search(self._page.text, before.end, word.start):
            return True
        a, b = before.last, word.box
        height = max(a[3] - a[1], b[3] - b[1], 0.1)
        # A word on another line (PDFium keeps the two halves of a broken word together).
        if abs((a[1] + a[3]) - (b[1] + b[3])) > 1.2 * height:
            return True
        return max(b[0] - a[2], a[0] - b[2]) > _WIDE_GAP * max(before.size, word.size, 1.0)

    def _segment(self, run: list[_Word]) -> Segment:
        longest = max(run, key=lambda w: w.end - w.start)
        boxes = [w.box for w in run] + [w.last for w in run]
        size = longest.size
        bold = all(w.type.bold for w in run)
        italic = all(w.type.italic for w in run)
        y0, y1 = longest.main_box[1], longest.main_box[3]
        first, last = run[0].box, run[-1].last
        across, along = abs(last[0] - first[0]), abs(last[1] - first[1])
        rotated = run[-1].end - run[0].start >= 3 and along > across
        if rotated:
            y0, y1 = min(b[1] for b in boxes), max(b[3] for b in boxes)
        self._find_raised(run, longest)
        flags = (BOLD if bold else 0) | (ITALIC if italic else 0) | (ROTATED if rotated else 0)
        x0, x1 = min(b[0] for b in boxes), max(b[2] for b in boxes)
        end = run[-1].end
        # A hyphen at the line's end belongs to it.
        if end < len(self._page.text) and _HYPHENS.match(self._page.text, end):
            end += 1
        x0, y0, x1, y1, size = (round(value, 1) for value in (x0, y0, x1, y1, size))
        return Segment(run[0].start, end, x0, y0, x1, y1, size, flags)

    def _find_raised(self, run: list[_Word], longest: _Word) -> None:
        """Find raised digits: the markers of notes."""
        page = self._page
        base: float | None = None
        for word in run:
            for match in _DIGITS.finditer(page.text, word.start, word.end):
                start, end = match.span()
                small = self._type(start).size <= 0.86 * longest.size
                if not small and start == word.start:
                    continue
                if base is None:
                    base = page.rise(longest.main)
                raised = abs(page.rise(start) - base)
                if raised >= (0.15 if small else 0.25) * longest.size and page.rise(start) > base:
                    self._raised.append((start, end))

    def _type(self, offset: int) -> _Type:
        key = _TEXT_OBJECT(self._page.address, self._page.char(offset)) or 0
        known = self._types.get(key)
        if known is None:
            known = self._type_of(ctypes.cast(key, pdfium.FPDF_PAGEOBJECT)) if key else self._type_of_char(offset)
            self._types[key] = known
        return known

    def _type_of(self, text_object: Any) -> _Type:  # noqa: ANN401 # a handle of PDFium's
        size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
        pdfium.FPDFTextObj_GetFontSize(text_object, size)
        scale = 1.0
        if pdfium.FPDFPageObj_GetMatrix(text_object, matrix):
            scale = (matrix.b * matrix.b + matrix.d * matrix.d) ** 0.5 or abs(matrix.a) or 1.0
        font = pdfium.FPDFTextObj_GetFont(text_object)
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        if key not in self._fonts:
            self._fonts[key] = _look_of(font) if key else (False, False)
        return _Type(round(abs(size.value * scale), 2), *self._fonts[key])

    def _type_of_char(self, offset: int) -> _Type:
        size = float(pdfium.FPDFText_GetFontSize(self._page.handle, self._page.char(offset)))
        return _Type(round(size, 2), bold=False, italic=False)

    def _italics(self, words: Sequence[_Word]) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        for before, word in zip([None, *words], words, strict=False):
            if not word.type.italic:
                continue
            joins = before is not None and before.type.italic and spans and spans[-1][1] == before.end
            if joins and not _BREAK.search(self._page.text, spans[-1][1], word.start):
                spans[-1] = (spans[-1][0], word.end)
            else:
                spans.append((word.start, word.end))
        return spans

    def _clean(self, text: str) -> str:
        """Make raised digits superscript and drop what can't be printed, letter for letter."""
        pieces: list[str] = []
        at = 0
        for start, end in sorted(self._raised):
            if start >= at:
                pieces += (text[at:start], text[start:end].translate(_TO_SUPERSCRIPT))
                at = end
        pieces.append(text[at:])
        return _UNPRINTABLE.sub(" ", _HYPHENS.sub("-", "".join(pieces)))


def _look_of(font: Any) -> tuple[bool, bool]:  # noqa: ANN401 # a handle of PDFium's
    buffer = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("latin-1").lower()
    flags = max(0, int(pdfium.FPDFFont_GetFlags(font)))
    weight = int(pdfium.FPDFFont_GetWeight(font))
    bold = "bold" in name or "black" in name or bool(flags & _BOLD_FLAG) or (_BOLD_WEIGHT <= weight <= 1000)
    italic = "italic" in name or "oblique" in name or bool(flags & _ITALIC_FLAG)
    return bold, italic


def _joined(boxes: Iterator[Box]) -> list[Box]:
    """Join the boxes of neighbouring characters on one line."""
    out: list[Box] = []
    for box in boxes:
        if box[2] <= box[0] or box[3] <= box[1]:
            continue
        if out:
            x0, y0, x1, y1 = out[-1]
            height = min(y1 - y0, box[3] - box[1])
            same_line = min(y1, box[3]) - max(y0, box[1]) > 0.5 * height
            if same_line and -height <= box[0] - x1 <= 3 * height:
                out[-1] = (min(x0, box[0]), min(y0, box[1]), max(x1, box[2]), max(y1, box[3]))
                continue
        out.append(box)
    return [(round(a, 2), round(b, 2), round(c, 2), round(d, 2)) for a, b, c, d in out]
