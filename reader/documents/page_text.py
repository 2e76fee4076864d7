"""Pages as PDFium reads them: their text in segments with geometry, character boxes, and page images."""

from __future__ import annotations

import ctypes
import re
from array import array
from collections import deque
from collections.abc import Sequence
from itertools import repeat
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from reader.documents.page_record import PageText
from reader.documents.page_segments import Type, read_page
from reader.domain.page import Box, PageImage

# No printed page holds a tenth of this; a file that says so wants to exhaust the reader.
LARGEST_PAGE = 300_000  # characters
_LARGEST_IMAGE = 16_000_000  # pixels: a sheet of paper at 400 dots an inch, 64 MB
_LONGEST_SIDE = 12_000  # pixels
_VISIBLE = re.compile("[^\\s\x00\x01\x03-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\uffff]+")
_MARKS = frozenset(
    {pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_SQUIGGLY, pdfium.FPDF_ANNOT_STRIKEOUT}
)
_MOST_ANNOTATIONS = 5_000
_NO_BOX = (0.0, 0.0, 0.0, 0.0)
_ITALIC_FLAG = 1 << 6
_BOLD_FLAG = 1 << 18
_BOLD_WEIGHT = 600


def _plain(function: Any, result: Any, *arguments: Any) -> Any:  # noqa: ANN401 # functions of PDFium's
    """Call a function with addresses as numbers, which takes a third of the time: some calls are made for each word."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, *arguments)(address)


_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
_TEXT_OBJECT = _plain(pdfium.FPDFText_GetTextObject, _POINTER, _POINTER, _INT)
_FONT = _plain(pdfium.FPDFTextObj_GetFont, _POINTER, _POINTER)
_LOOSE_BOX = _plain(pdfium.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
_BOX_SIZE = ctypes.sizeof(pdfium.FS_RECTF)


class PasswordNeededError(Exception):
    """The file opens with a password only, and not with the one given."""


class UnreadablePdfError(Exception):
    """The file, or a page of it, can't be read."""


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
            made = read_page(page, index)
            made.marked = page.is_marked()
            return made

    def metadata(self) -> tuple[str, str, str]:
        """Return the title, author and subject the file states."""
        title, author, subject = (self._pdf.get_metadata_value(key) for key in ("Title", "Author", "Subject"))
        return title, author, subject

    def has_outline_or_labels(self) -> bool:
        """Tell whether the file has an outline or page labels."""
        has_outline = bool(pdfium.FPDFBookmark_GetFirstChild(self._pdf.raw, None))
        return has_outline or pdfium.FPDF_GetPageLabel(self._pdf.raw, 0, None, 0) > 0

    def boxes(self, index: int, spans: Sequence[Sequence[int]], *, in_file: bool = False) -> list[list[Box]]:
        """Return the boxes of spans of a page's text, for each span one a line.

        Args:
            index: The page, zero-based.
            spans: Where each span begins and ends in the page's text.
            in_file: In the file's own coordinates rather than those of the page as shown.
        """
        with _OpenPage(self._pdf, index) as page:
            return [_joined(page.char_boxes(page.visible(start, end), as_shown=not in_file)) for start, end in spans]

    def glyphs(self, index: int) -> array[float]:
        """Return the box of every character of a page's text as shown: four numbers each, all 0 where it has none."""
        with _OpenPage(self._pdf, index) as page:
            return page.glyphs()

    def under(self, index: int, quads: Sequence[Box]) -> list[tuple[int, int]]:
        """Return the spans of a page's text whose characters have their middle in one of the boxes (file's own)."""
        spans: list[tuple[int, int]] = []
        with _OpenPage(self._pdf, index) as page:
            visible = page.visible(0, len(page.text))
            for at, (x0, y0, x1, y1) in zip(visible, page.char_boxes(visible, as_shown=False), strict=True):
                x, y = (x0 + x1) / 2, (y0 + y1) / 2
                if not any(q[0] <= x <= q[2] and q[1] <= y <= q[3] for q in quads):
                    continue
                if spans and not page.text[spans[-1][1] : at].strip():
                    spans[-1] = (spans[-1][0], at + 1)
                else:
                    spans.append((at, at + 1))
        return spans

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
        self._address = ctypes.cast(self.handle, _POINTER).value
        self._types: dict[tuple[int | None, int], Type] = {}
        self._looks: dict[int, tuple[bool, bool]] = {}

    def __enter__(self) -> _OpenPage:
        return self

    def __exit__(self, *_: object) -> None:
        self._text_page.close()
        self._page.close()

    def is_marked(self) -> bool:
        """Tell whether there are highlights on the page."""
        for number in range(min(_MOST_ANNOTATIONS, pdfium.FPDFPage_GetAnnotCount(self.page))):
            annotation = pdfium.FPDFPage_GetAnnot(self.page, number)
            if annotation:
                kind = pdfium.FPDFAnnot_GetSubtype(annotation)
                pdfium.FPDFPage_CloseAnnot(annotation)
                if kind in _MARKS:
                    return True
        return False

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

    def _chars(self, offsets: Sequence[int]) -> Sequence[int]:
        return offsets if self._direct else [self.char(offset) for offset in offsets]

    def char_boxes(self, offsets: Sequence[int], *, as_shown: bool = True) -> list[Box]:
        """Return the boxes of characters: as wide as they advance, as high as their line."""
        found = array("f", bytes(_BOX_SIZE * len(offsets)))
        # PDFium writes them one behind the other, which takes a quarter of the time of fetching each on its own.
        start, _ = found.buffer_info()
        places = range(start, start + _BOX_SIZE * len(offsets), _BOX_SIZE)
        deque(map(_LOOSE_BOX, repeat(self._address), self._chars(offsets), places), maxlen=0)
        boxes = list(zip(found[0::4], found[3::4], found[2::4], found[1::4], strict=True))  # left, top, right, bottom
        if not as_shown or self._is_plain:
            return boxes
        return [self.shown(box) for box in boxes]

    def glyphs(self) -> array[float]:
        """Return x0, y0, x1, y1 of each character as shown; 0, 0, 0, 0 where there is nothing to see."""
        offsets = [at for match in _VISIBLE.finditer(self.text) for at in range(*match.span())]
        glyphs = array("f", bytes(_BOX_SIZE * len(self.text)))
        for at, box in zip(offsets, self.char_boxes(offsets), strict=True):
            if box[0] < box[2] and box[1] < box[3]:
                glyphs[4 * at : 4 * at + 4] = array("f", box)
        return glyphs

    def types(self, offsets: Sequence[int], boxes: Sequence[Box]) -> list[Type]:
        """Return what characters with these boxes are set in."""
        objects = list(map(_TEXT_OBJECT, repeat(self._address), self._chars(offsets)))
        # Letters of one font whose boxes are equally high have one size.
        fonts = map(_FONT, objects)
        keys = [(font, int(256 * (box[3] - box[1]))) for font, box in zip(fonts, boxes, strict=True)]
        known = self._types
        for key, each, offset in zip(keys, objects, offsets, strict=True):
            if key not in known:
                known[key] = self._type_of(each, key[0] or 0) if each else self._type_of_char(offset)
        return [known[key] for key in keys]

    def _type_of(self, text_object: int, font: int) -> Type:
        handle = ctypes.cast(text_object, pdfium.FPDF_PAGEOBJECT)
        size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
        pdfium.FPDFTextObj_GetFontSize(handle, size)
        scale = 1.0
        if pdfium.FPDFPageObj_GetMatrix(handle, matrix):
            scale = (matrix.b * matrix.b + matrix.d * matrix.d) ** 0.5 or abs(matrix.a) or 1.0
        if font not in self._looks:
            self._looks[font] = _look_of(ctypes.cast(font, pdfium.FPDF_FONT)) if font else (False, False)
        return Type(round(abs(size.value * scale), 2), *self._looks[font])

    def _type_of_char(self, offset: int) -> Type:
        size = float(pdfium.FPDFText_GetFontSize(self.handle, self.char(offset)))
        return Type(round(size, 2), bold=False, italic=False)

    def turn(self, direction: int) -> None:
        """Let `shown` turn the page: 1 where its text runs up, -1 where it runs down."""
        self._turned = direction

    @property
    def _is_plain(self) -> bool:
        """Whether the page is shown as it is in the file."""
        return not (self._rotation or self._turned or self._frame[0] or self._frame[1])

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

    def rise(self, offset: int) -> float:
        """Return how high a character's base line lies."""
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self.handle, self.char(offset), x, y)
        low: float = self.shown((x.value, y.value, x.value, y.value))[1]
        return low

    def visible(self, start: int, end: int) -> list[int]:
        """Return the offsets of characters that are not white space."""
        return [at for at in range(max(0, start), min(end, len(self.text))) if not self.text[at].isspace()]


def _utf16_offsets(text: str) -> list[int] | None:
    if max(text) < "\U00010000":
        return None
    offsets, at = [], 0
    for char in text:
        offsets.append(at)
        at += 2 if char >= "\U00010000" else 1
    offsets.append(at)
    return offsets


def _look_of(font: Any) -> tuple[bool, bool]:  # noqa: ANN401 # a handle of PDFium's
    buffer = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("latin-1").lower()
    flags = max(0, int(pdfium.FPDFFont_GetFlags(font)))
    weight = int(pdfium.FPDFFont_GetWeight(font))
    bold = "bold" in name or "black" in name or bool(flags & _BOLD_FLAG) or (_BOLD_WEIGHT <= weight <= 1000)
    italic = "italic" in name or "oblique" in name or bool(flags & _ITALIC_FLAG)
    return bold, italic


def _joined(boxes: Sequence[Box]) -> list[Box]:
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
