"""Documents for the tests: HTML, Markdown, DOCX, EPUB and ODT, and each of them made from composed contents."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import pairwise

from reader.domain.document import Block, BlockRole, Contents, SectionRole
from reader.domain.note import Footnote
from reader.domain.text import SUPERSCRIPT_DIGITS, from_superscript, to_superscript

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RAISED = re.compile(rf"[{SUPERSCRIPT_DIGITS}]+ ")

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


# DOCX


def docx(body: str, *, styles: str = "", numbering: str = "", notes: Mapping[str, str] = {}, core: str = "") -> bytes:
    """Make a Word document from the mark-up of its body; notes by kind ("footnotes", "endnotes")."""
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{_W}">{styles}</w:styles>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{_W}">{numbering}</w:numbering>',
        "docProps/core.xml": (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
            f"{core}</cp:coreProperties>"
        ),
    }
    for kind, made in notes.items():
        parts[f"word/{kind}.xml"] = f'<w:{kind} xmlns:w="{_W}">{made}</w:{kind}>'
    return zipped(parts)


def docx_style(style_id: str, name: str, properties: str = "", *, based_on: str = "", runs: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>{base}'
        f"<w:pPr>{properties}</w:pPr><w:rPr>{runs}</w:rPr></w:style>"
    )


def docx_paragraph(runs: str, style: str = "", properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def docx_run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


# EPUB and ODT


def epub(
    chapters: Mapping[str, str], *, metadata: str = "", manifest: str = "", others: Mapping[str, str] = {}
) -> bytes:
    items = "".join(
        f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">{metadata}</metadata>'
        f"<manifest>{items}{manifest}</manifest><spine>{spine}</spine></package>"
    )
    parts = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, "OPS/book.opf": package}
    return zipped(parts | {f"OPS/{name}": made for name, made in chapters.items()} | dict(others))


def chapter(body: str, title: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>{title}</title></head><body>{body}</body></html>'
    )


_ODT_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible"), ("table", "table"),
        ("meta", "meta"), ("draw", "drawing"),
    )
)  # fmt: skip


def odt(body: str, *, automatic: str = "", styles: str = "", meta: str = "", manifest: str = "") -> bytes:
    """Make an OpenDocument text from the mark-up of its body."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": (
                f"<office:document-content {_ODT_NAMES}><office:automatic-styles>{automatic}</office:automatic-styles>"
                f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
            ),
            "styles.xml": f"<office:document-styles {_ODT_NAMES}><office:styles>{styles}</office:styles>"
            "</office:document-styles>",
            "meta.xml": f'<office:document-meta {_ODT_NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
            f"{meta}</office:meta></office:document-meta>",
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
        }
    )


# From contents


Piece = tuple[str, bool, Footnote | None]
Inline = Callable[[int, int], str]


def pieces_of(contents: Contents, start: int, end: int) -> Iterator[Piece]:
    """Cut a text at emphasis and at markers of notes: (text, emphasised, the note a marker points to)."""
    notes = {note.marker.start: note for note in contents.notes if note.marker is not None}
    cuts = {start, end}
    for span in (*contents.emphasis, *(marker.span for marker in contents.markers)):
        cuts |= {at for at in (span.start, span.end) if start < at < end}
    bounds = sorted(cuts)
    for low, high in pairwise(bounds):
        emphasised = any(span.start <= low < span.end for span in contents.emphasis)
        yield contents.text[low:high], emphasised, notes.get(low)


def own_words(contents: Contents, note: Footnote) -> int:
    """Return where a note's text begins behind its number."""
    match = _RAISED.match(contents.text, note.span.start, note.span.end)
    return match.end() if match else note.span.start


def _lines(contents: Contents, block: Block) -> Iterator[tuple[int, int]]:
    at = block.span.start
    for line in block.span.of(contents.text).split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def _cells(contents: Contents, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for cell in contents.text[start:end].split("\t"):
        yield at, at + len(cell)
        at += len(cell) + 1


def _stated_blocks(contents: Contents) -> Iterator[Block]:
    """Leave out what a format makes of itself: the notes."""
    noted = {note.span.start for note in contents.notes}
    yield from (block for block in contents.blocks if block.span.start not in noted)


def html_of(contents: Contents) -> str:
    def inline(start: int, end: int) -> str:
        made = ""
        for text, emphasised, note in pieces_of(contents, start, end):
            words = escape(text)
            if note is not None:
                made += f'<sup><a href="#n{note.number}" id="r{note.number}">{note.number}</a></sup>'
            else:
                made += f"<em>{words}</em>" if emphasised else words
        return made

    body = "".join(_html_block(contents, block, inline) for block in _stated_blocks(contents))
    notes = "".join(
        f'<li id="n{note.number}" value="{note.number}">{inline(own_words(contents, note), note.span.end)} '
        f'<a href="#r{note.number}">↩</a></li>\n'
        for note in contents.notes
    )
    return f"<!doctype html><html><head><title>A thesis</title></head><body>{body}<ol>{notes}</ol></body></html>"


def _html_block(contents: Contents, block: Block, inline: Inline) -> str:
    lines = list(_lines(contents, block))
    match block.role:
        case BlockRole.HEADING:
            return f"<h{block.level}>{'<br>'.join(inline(*line) for line in lines)}</h{block.level}>\n"
        case BlockRole.TABLE:
            rows = ("".join(f"<td>{inline(*cell)}</td>" for cell in _cells(contents, *line)) for line in lines)
            return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>\n"
        case BlockRole.LIST:
            return f"<dl>{''.join(f'<dd>{inline(*line)}</dd>' for line in lines)}</dl>\n"
        case BlockRole.BLOCK_QUOTATION:
            return f"<blockquote><p>{inline(*lines[0])}</p></blockquote>\n"
        case BlockRole.FRONT_MATTER:
            return f'<div epub:type="titlepage">{"<br>".join(inline(*line) for line in lines)}</div>\n'
        case _:
            return f"<p>{inline(*lines[0])}</p>\n"


DOCX_STYLES = "".join(
    [
        docx_style("Normal", "Normal"),
        *(docx_style(f"Heading{n}", f"heading {n}", f'<w:outlineLvl w:val="{n - 1}"/>') for n in range(1, 7)),
        docx_style("Title", "Title"),
        docx_style("Quote", "Quote"),
        docx_style("Caption", "caption"),
        docx_style("Epigraph", "Epigraph"),
        docx_style("FootnoteText", "footnote text"),
    ]
)
DOCX_BULLETS = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="none"/><w:lvlText w:val=""/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_DOCX_NAMES = {
    BlockRole.BLOCK_QUOTATION: "Quote",
    BlockRole.CAPTION: "Caption",
    BlockRole.EPIGRAPH: "Epigraph",
    BlockRole.FRONT_MATTER: "Title",
}


def docx_of(contents: Contents) -> bytes:
    def inline(start: int, end: int) -> str:
        made = ""
        for text, emphasised, note in pieces_of(contents, start, end):
            if note is not None:
                made += f'<w:r><w:footnoteReference w:id="{note.number}"/></w:r>'
            else:
                made += docx_run(text, "<w:i/>" if emphasised else "")
        return made

    body = "".join(_docx_block(contents, block, inline) for block in _stated_blocks(contents))
    notes = "".join(
        f'<w:footnote w:id="{note.number}">'
        + docx_paragraph(
            f"<w:r><w:footnoteRef/></w:r>{inline(own_words(contents, note), note.span.end)}", "FootnoteText"
        )
        + "</w:footnote>"
        for note in contents.notes
    )
    separator = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>no note</w:t></w:r></w:p></w:footnote>'
    return docx(body, styles=DOCX_STYLES, numbering=DOCX_BULLETS, notes={"footnotes": separator + notes})


def _docx_block(contents: Contents, block: Block, inline: Inline) -> str:
    lines = list(_lines(contents, block))
    if block.role is BlockRole.TABLE:
        rows = (
            "".join(f"<w:tc>{docx_paragraph(inline(*cell))}</w:tc>" for cell in _cells(contents, *line))
            for line in lines
        )
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    if block.role is BlockRole.LIST:
        numbering = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        return "".join(docx_paragraph(inline(*line), properties=numbering) for line in lines)
    style = f"Heading{block.level}" if block.role is BlockRole.HEADING else _DOCX_NAMES.get(block.role, "Normal")
    return docx_paragraph("<w:r><w:br/></w:r>".join(inline(*line) for line in lines), style)


def check_soundness(contents: Contents) -> None:
    """Assert what holds of the contents of any document."""
    text = contents.text
    assert unicodedata.is_normalized("NFC", text)
    assert not set(text) & set("\r\x0b\x0c\x00\x85\u2028\u2029\u00a0\ufeff")
    at = 0
    for index, block in enumerate(contents.blocks):
        assert text[at : block.span.start] == ("\n\n" if index else "")
        assert block.span.of(text).strip()
        assert "\n\n" not in block.span.of(text)
        at = block.span.end
    assert at == len(text)
    assert "".join(section.span.of(text) for section in contents.sections) == text
    order = list(SectionRole)
    places = [order.index(section.role) for section in contents.sections]
    assert places == sorted(places)
    for span in (*contents.emphasis, *(note.span for note in contents.notes)):
        assert 0 <= span.start < span.end <= len(text)
    for marker in contents.markers:
        assert from_superscript(marker.span.of(text)) == marker.number
    for note in contents.notes:
        assert note.span.of(text).startswith(to_superscript(note.number))
        assert note.marker is None or from_superscript(note.marker.of(text)) == note.number
