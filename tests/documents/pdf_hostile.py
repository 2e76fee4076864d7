"""Odd, damaged and hostile PDFs, made on the spot."""

from __future__ import annotations

import io
import random
import re
import zlib
from collections.abc import Callable, Iterator
from functools import partial

from pypdf import PdfReader, PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

SENTENCE = "The quick brown fox jumps over the lazy dog and goes on to the next field."


def file_of(objects: dict[int, bytes], root: int = 1, extra: bytes = b"") -> bytes:
    """Write a PDF of numbered objects with a sound cross-reference table."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places: dict[int, int] = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places.get(number, 0)
    out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, extra, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def packed(data: bytes) -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter /FlateDecode")


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def text_of(sentence: str = SENTENCE) -> bytes:
    return b"BT /F1 11 Tf 72 700 Td 14 TL " + b"".join(b"(%s) Tj T* " % sentence.encode() for _ in range(6)) + b"ET"


def one_page(
    page: bytes = b"/MediaBox [0 0 612 792]",
    contents: bytes | None = None,
    catalog: bytes = b"",
    more: dict[int, bytes] | None = None,
    resources: bytes = b"",
) -> bytes:
    """Write a file of one page: 1 catalogue, 2 page tree, 3 page, 4 contents, 5 font; others from 6 on."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s >> >>"
        % (page, resources),
        4: contents if contents is not None else stream(text_of()),
        5: FONT,
    }
    return file_of(objects | (more or {}))


def canvas_file(draw: Callable[[Canvas], object]) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def encrypted(user: str, owner: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(one_page())))
    writer.encrypt(user, owner, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _forms(depth: int, fan: int) -> bytes:
    """Forms that draw forms that draw forms: few bytes, without end to draw."""
    more = {}
    for number in range(depth):
        child = b"/X%d Do " % (number + 1) if number + 1 < depth else b"BT /F1 8 Tf 72 700 Td (deep) Tj ET "
        entries = (
            b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> "
            b"/XObject << /X%d %d 0 R >> >>" % (number + 1, 7 + number if number + 1 < depth else 6)
        )
        more[6 + number] = stream(child * fan, entries)
    return one_page(contents=stream(b"/X0 Do"), more=more, resources=b"/XObject << /X0 6 0 R >>")


def _many_pages(count: int) -> bytes:
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (10 + number) for number in range(count)), count),
        4: stream(text_of()),
        5: FONT,
    }
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>"
    )
    objects |= {10 + number: page for number in range(count)}
    return file_of(objects)


def _hebrew(canvas: Canvas) -> None:
    pdfmetrics.registerFont(TTFont("DejaVu", "DejaVuSans.ttf"))
    canvas.setFont("DejaVu", 12)
    for line in range(8):
        canvas.drawString(72, 700 - 16 * line, "םולש םלוע לש הדש " * 3)


def _japanese(canvas: Canvas) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    canvas.setFont("HeiseiMin-W3", 12)
    for line in range(8):
        canvas.drawString(72, 700 - 16 * line, "日本語の文章は空白なしで続いていきます。")


def _picture(canvas: Canvas) -> None:
    for _ in range(3):
        canvas.rect(72, 72, 400, 600, fill=1)
        canvas.showPage()


def odd_files() -> dict[str, Callable[[], bytes]]:
    """Every odd or hostile file by name; each is made when asked for."""
    deep = b"[" * 50_000 + b"]" * 50_000
    loop_outline = {
        6: b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>",
        7: b"<< /Title (Again) /Parent 6 0 R /Next 7 0 R /First 7 0 R /Last 7 0 R /Dest [3 0 R /Fit] >>",
    }
    wrong_font = {
        6: b"<< /Type /Font /Subtype /TrueType /BaseFont /None /ToUnicode 7 0 R /FontDescriptor 99 0 R >>",
        7: stream(b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <00> <ff> <d800> endbfrange"),
    }
    script = {6: b"<< /S /JavaScript /JS (app.alert\\('x'\\); while\\(true\\){}) >>"}
    attached = {
        6: stream(b"MZ" * 500, b"/Type /EmbeddedFile"),
        7: b"<< /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>",
    }
    box = b"/MediaBox [%s]"
    return {
        "empty": lambda: b"",
        "header only": lambda: b"%PDF-1.7\n",
        "plain text": lambda: b"This is no PDF at all. " * 40,
        "no objects": lambda: b"%PDF-1.4\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF",
        "page tree loop": lambda: file_of(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>",
            }
        ),
        "false page count": lambda: one_page().replace(b"/Count 1", b"/Count 9"),
        "outline loop": partial(one_page, catalog=b"/Outlines 6 0 R", more=loop_outline),
        "labels loop": partial(one_page, catalog=b"/PageLabels 6 0 R", more={6: b"<< /Kids [6 0 R 6 0 R] >>"}),
        "annotation loop": partial(one_page, b"/MediaBox [0 0 612 792] /Annots 6 0 R", more={6: b"[6 0 R 6 0 R]"}),
        "content bomb": lambda: one_page(contents=None, more={4: packed(b"q " * 150_000_000)}),
        "zero bomb": lambda: one_page(more={4: packed(bytes(800_000_000))}),
        "text bomb": lambda: one_page(
            more={4: packed(b"BT /F1 1 Tf 72 700 Td " + b"(all work and no play ) Tj " * 400_000 + b"ET")}
        ),
        "form bomb": partial(_forms, 24, 12),
        "form loop": partial(_forms, 1, 3),
        "deep array": partial(one_page, b"/MediaBox [0 0 612 792] /Deep " + deep),
        "deep dictionary": partial(one_page, b"/MediaBox [0 0 612 792] /D " + b"<< /D " * 20_000 + b">> " * 20_000),
        "huge box": partial(one_page, box % b"0 0 1e9 1e9"),
        "endless box": partial(one_page, box % (b"0 0 " + b"9" * 400 + b" 1")),
        "empty box": partial(one_page, box % b"0 0 0 0"),
        "turned box": partial(one_page, box % b"612 792 0 0"),
        "shifted box": partial(one_page, box % b"-5000 -5000 -4388 -4208"),
        "odd rotation": partial(one_page, b"/MediaBox [0 0 612 792] /Rotate 37"),
        "turned page": partial(one_page, b"/MediaBox [0 0 612 792] /Rotate 90"),
        "wrong font": partial(one_page, more={5: wrong_font[6], **wrong_font}),
        "no font": partial(one_page, more={5: b"null"}),
        "script": partial(one_page, catalog=b"/OpenAction 6 0 R", more=script),
        "attachment": partial(one_page, catalog=b"/Names << /EmbeddedFiles << /Names [(a) 7 0 R] >> >>", more=attached),
        "previous table loop": lambda: re.sub(rb"/Root", b"/Prev 15 /Root", one_page()),
        "wrong start": lambda: re.sub(rb"startxref\n\d+", b"startxref\n99999999", one_page()),
        "no text": partial(canvas_file, _picture),
        "right to left": partial(canvas_file, _hebrew),
        "no spaces": partial(canvas_file, _japanese),
        "password": partial(encrypted, "secret", "owner"),
        "owner password": partial(encrypted, "", "owner"),
        "damaged encryption": lambda: encrypted("", "owner").replace(b"/Standard", b"/Stondord"),
        "ten thousand pages": partial(_many_pages, 10_000),
        "two files in one": lambda: one_page() + one_page(),
        "prefix": lambda: b"X-Header: 1\r\n\r\n" + one_page(),
        "endless stream": lambda: one_page().replace(b"endstream", b"endstraam"),
        "negative length": partial(one_page, more={4: b"<< /Length -1 >>\nstream\n" + text_of() + b"\nendstream"}),
        "own length": partial(one_page, more={4: b"<< /Length 4 0 R >>\nstream\n" + text_of() + b"\nendstream"}),
        "predictor bomb": lambda: one_page(
            more={
                4: stream(
                    zlib.compress(bytes(50_000_000), 9),
                    b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2000000000 /Colors 32 >>",
                )
            },
        ),
        "stacked filters": lambda: one_page(
            more={
                4: stream(
                    zlib.compress(zlib.compress(bytes(900_000_000), 9), 9), b"/Filter [/FlateDecode /FlateDecode]"
                )
            },
        ),
    }


def damaged(good: bytes, count: int, seed: int = 1) -> Iterator[bytes]:
    """Yield a file's damaged variants: cut short, bits turned, parts taken out or put in, references led astray."""
    chance = random.Random(seed)  # noqa: S311 # repeatable damage, no secret
    for number in range(count):
        data = bytearray(good)
        place = chance.randrange(len(data))
        match number % 6:
            case 0:
                data = data[:place]
            case 1:
                for _ in range(chance.choice([1, 10, 100, 1000])):
                    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            case 2:
                del data[place : place + chance.randrange(5_000)]
            case 3:
                data[place:place] = chance.randbytes(chance.randrange(3_000))
            case 4:
                found = list(re.finditer(rb"\d+ 0 R", good))
                for match in chance.sample(found, min(len(found), chance.choice([1, 5, 30]))):
                    wide = match.end() - match.start()
                    data[match.start() : match.end()] = (b"%d 0 R" % chance.randrange(100)).ljust(wide)[:wide]
            case _:
                data = data[: -chance.randrange(1, 2_000)] + b"startxref\n%d\n%%%%EOF" % place
        yield bytes(data)
