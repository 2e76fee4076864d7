"""Damaged, odd and hostile files of every format: each loads, or is told in one sentence with a remedy, within bounds."""

# ruff: noqa: E501 # mark-up is easier to read unbroken
from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from reader.documents import archive
from reader.documents.archive import LARGEST_UNPACKED, Archive
from reader.documents.deadline import Deadline
from reader.documents.loader import load
from reader.documents.markdown_document import read_markdown
from reader.documents.markup_tree import LARGEST_MARKUP
from reader.domain.progress import no_progress
from reader.errors import CancelledError, DocumentError
from tests.documents.format_making import (
    CONTAINER,
    CONTENT_TYPES,
    chapter,
    check_soundness,
    docx,
    docx_paragraph,
    docx_run,
    docx_style,
    epub,
    odt,
    zipped,
)

WORDS = docx_paragraph(docx_run("Words of a document."))
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
DOUBLED = "".join(f'<!ENTITY b{n} "&b{n - 1};&b{n - 1};">' for n in range(1, 60))
BOMB = f'<!DOCTYPE x [<!ENTITY b0 "haha">{DOUBLED}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


def docx_body(text: str) -> str:
    return (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        f"<w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    )


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def with_part(made: bytes, name: str, data: bytes | str) -> bytes:
    """Replace or add a part of a zipped document."""
    with zipfile.ZipFile(io.BytesIO(made)) as old:
        parts: dict[str, str | bytes] = {entry: old.read(entry) for entry in old.namelist()}
    return zipped(parts | {name: data})


def encrypted(made: bytes) -> bytes:
    """Set the flag of encryption in every header of a ZIP archive."""
    out = bytearray(made)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(magic)
        while at >= 0:
            out[at + offset] |= 1
            at = out.find(magic, at + 4)
    return bytes(out)


DRM = (
    "<encryption xmlns:e='http://www.w3.org/2001/04/xmlenc#'><e:EncryptedData><e:EncryptionMethod Algorithm='{}'/>"
    "</e:EncryptedData></encryption>"
)
BOOK = {"c.xhtml": chapter("<p>Words of a book.</p>")}

TOLD: dict[str, tuple[str, bytes | str, str]] = {
    "no zip": ("a.docx", "just words", "no Word document"),
    "no zip, EPUB": ("a.epub", "just words", "no EPUB"),
    "no zip, ODT": ("a.odt", b"\x00\x01\x02", "no OpenDocument text"),
    "cut short": ("a.docx", docx(WORDS)[:700], "damaged"),
    "zip of nothing": ("a.docx", zipped({}), "no Word document"),
    "other zip": ("a.zip", zipped({"readme.txt": "words"}), "ZIP archive"),
    "spreadsheet": ("a.ods", zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "ZIP archive"),
    "old office": ("a.doc", COMPOUND, "old kind"),
    "encrypted office": ("a.docx", COMPOUND + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    "encrypted zip": ("a.docx", encrypted(docx(WORDS)), "protected by a password"),
    "encrypted ODT": ("a.odt", odt("<text:p>x</text:p>", manifest="<manifest:encryption-data/>"), "protected by a password"),
    "DRM": ("a.epub", epub(BOOK, others={"META-INF/encryption.xml": DRM.format("http://adept")}), "protected against copying"),
    "no document part": ("a.docx", zipped({"[Content_Types].xml": CONTENT_TYPES}), "damaged"),
    "no body": ("a.docx", with_part(docx(WORDS), "word/document.xml", "<document/>"), "damaged"),
    "broken XML": ("a.docx", docx("<w:p>"), "damaged"),
    "broken styles": ("a.docx", with_part(docx(WORDS), "word/styles.xml", "<w:styles"), "damaged"),
    "nested XML": ("a.docx", docx("<w:p>" * 400 + "</w:p>" * 400), "damaged"),
    "no package": ("a.epub", zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}), "damaged"),
    "no root file": ("a.epub", zipped({"META-INF/container.xml": "<container/>"}), "damaged"),
    "no chapters": ("a.epub", epub({}), "damaged"),
    "chapters missing": ("a.epub", epub({}, manifest="<item id='x' href='x' media-type='text/html'/>"), "damaged"),
    "empty DOCX": ("a.docx", docx("<w:p/>"), "no text"),
    "empty EPUB": ("a.epub", epub({"c.xhtml": chapter("<p> </p>")}), "no text"),
    "empty ODT": ("a.odt", odt("<text:p/>"), "no text"),
    "empty HTML": ("a.html", "<html><body><p>&nbsp;</p></body></html>", "no text"),
    "only comments": ("a.html", "<!--" * 20_000 + "x", "no text"),
    "only scripts": ("a.html", "<script>var words = 1</script>", "no text"),
    "empty Markdown": ("a.md", "---\ntitle: x\n---\n", "no text"),
    "picture named HTML": ("a.html", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"),
    "zeros named Markdown": ("a.md", b"words\x00\x01\x02", "binary"),
    "deep HTML": ("a.html", "<div>" * 50_000 + "x", "inside each other"),
    "deep Markdown": ("a.md", "*" * 20_000 + "a" + "*" * 20_000, "inside each other"),
    "crowded tag": ("a.html", "<p " + " ".join(f"a{n}='>'" for n in range(50_000)) + ">x", "attributes"),
    "crowded tag, bare": ("a.html", "<p " + " ".join(f"a{n}" for n in range(50_000)) + ">x", "attributes"),
    "bomb in a part": ("a.docx", docx(WORDS + " " * 20_000_000), "unpacks to more"),
    "bomb of entities": ("a.docx", with_part(docx(WORDS), "word/document.xml", BOMB + docx_body("&b59;x")), "damaged"),
    "bomb in an EPUB": ("a.epub", epub({"c.xhtml": "x" * 20_000_000}), "unpacks to more"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "words"), TOLD.values(), ids=TOLD.keys())
def test_what_can_not_be_read_is_told_with_a_remedy(tmp_path: Path, name: str, data: bytes | str, words: str) -> None:
    with pytest.raises(DocumentError) as caught:
        load(write(tmp_path, name, data))
    assert words in caught.value.message
    assert name in caught.value.message
    for sentence in (caught.value.message, caught.value.remedy):
        assert sentence.endswith(".")
        assert "\n" not in sentence


READ: dict[str, tuple[str, bytes | str, str | None]] = {
    "file outside of DOCX": ("a.docx", with_part(docx(WORDS), "word/document.xml", OUTSIDE + docx_body("&f;Words")), "Words"),
    "entities in a chapter": (
        "a.epub", epub({"c.xhtml": f"<?xml version='1.0'?>{BOMB}<html><body><p>Words&nbsp;of &b59; it</p></body></html>"}),
        "Words of",
    ),
    "addresses": ("a.html", '<p>Words<img src="http://127.0.0.1:9/x"><link href="//x" rel=stylesheet><iframe src=x></iframe>', "Words"),
    "way out": ("a.epub", epub({"../../../etc/passwd": "", "c.xhtml": chapter("<p>Words</p>")}), "Words"),
    "twice in the spine": ("a.epub", epub(BOOK | {"./c.xhtml": chapter("<p>no</p>")}), "Words of a book."),
    "fonts obfuscated": (
        "a.epub", epub(BOOK, others={"META-INF/encryption.xml": DRM.format("http://www.idpf.org/2008/embedding")}), "Words of a book.",
    ),
    "styles in a ring": (
        "a.docx", docx(docx_paragraph(docx_run("Words"), "A"), styles=docx_style("A", "a", based_on="B") + docx_style("B", "b", based_on="A")),
        "Words",
    ),
    "notes in notes": (
        "a.docx",
        docx(
            docx_paragraph(docx_run("Words") + '<w:r><w:footnoteReference w:id="2"/><w:footnoteReference w:id="9"/></w:r>'),
            notes={"footnotes": '<w:footnote w:id="2"><w:p><w:r><w:t>Note</w:t><w:footnoteReference w:id="2"/></w:r></w:p></w:footnote>'},
        ),
        "Words¹\n\nNotes\n\n¹ Note",
    ),
    "lists gone": ("a.docx", docx(docx_paragraph(docx_run("Words"), properties='<w:numPr><w:numId w:val="7"/></w:numPr>')), "Words"),
    "numbers astray": ("a.html", "<ol start=99999999999><li>Words", "1. Words"),
    "spaces without end": ("a.odt", odt("<text:p>Words<text:s text:c='999999999'/>more</text:p>"), "Words more"),
    "notes that point to themselves": (
        "a.html", "<p id=a>Words<sup><a href='#a'>1</a></sup><sup><a href='#b'>2</a></sup></p><p id=b><sup><a href='#b'>2</a></sup></p>", None,
    ),
    "nothing closed": ("a.html", "<ul><li>Words<table><tr><td>a<b>c<blockquote><h2>d<sup><a href=#x>1<p>e", None),
    "tables in tables": ("a.html", "<table><tr><td>" * 300 + "Words" + "</td></tr></table>" * 300, "Words"),
    "lone surrogates": ("a.html", "<p>Words&#xD800;&#0;&#x1F;", None),
    "nested quotes": ("a.md", "> " * 90 + "Words", "Words"),
    "brackets": ("a.md", "Words " + "[" * 3_000, "Words " + "[" * 3_000),
    "a long line": ("a.html", "<p>" + "word " * 100_000, None),
    "tables in Word, in each other": (
        "a.docx", docx("<w:tbl><w:tr><w:tc>" * 60 + WORDS * 2 + "</w:tc><w:tc/></w:tr></w:tbl>" * 60), None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "wanted"), READ.values(), ids=READ.keys())
def test_what_is_odd_is_read(tmp_path: Path, name: str, data: bytes | str, wanted: str | None) -> None:
    contents = load(write(tmp_path, name, data)).contents
    check_soundness(contents)
    if wanted is None:
        assert contents.text
    else:
        assert contents.text.startswith(wanted)
    assert "root:" not in contents.text
    assert "haha" not in contents.text


def test_a_size_that_lies_does_not_unpack_without_bounds() -> None:
    """Make the headers claim that a part of 40 MB is one of ten bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(40_000_000)) + packer.flush()
    made = bytearray(zipped({"x": b"0123456789"}))
    plain_size = struct.pack("<I", 10)
    entry = zipfile.ZipFile(io.BytesIO(made)).infolist()[0]
    old = made[entry.header_offset + 31 : made.find(b"PK\x01\x02")]
    lying = bytes(made).replace(bytes(old), packed).replace(struct.pack("<I", len(old)), struct.pack("<I", len(packed)))
    assert plain_size in lying
    directory = lying.find(b"PK\x01\x02")
    lying = lying[:-6] + struct.pack("<I", directory) + lying[-2:]
    opened = Archive(lying, "x.docx", no_progress)
    with pytest.raises(DocumentError, match=r"damaged|unpacks"):
        opened.read("x")


def test_all_parts_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_UNPACKED", 1_000)
    opened = Archive(zipped({"a": b"ab" * 300, "b": b"cd" * 300}), "x.epub", no_progress)
    assert len(opened.read("a")) == 600
    with pytest.raises(DocumentError, match="unpacks to more"):
        opened.read("b")
    assert LARGEST_UNPACKED <= 200 * 1024 * 1024


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_MOST_PARTS", 10)
    with pytest.raises(DocumentError, match="unpacks to more"):
        Archive(zipped({f"part {n}": b"" for n in range(11)}), "x.epub", no_progress)


def test_more_mark_up_than_any_book_is_refused(tmp_path: Path) -> None:
    for data in (b"<p>" + b"word " * (LARGEST_MARKUP // 5 + 1), b"<html>" + b"<p>a" * 2_000_000):
        with pytest.raises(DocumentError, match="more mark-up than any book"):
            load(write(tmp_path, "a.html", data))
    with pytest.raises(DocumentError, match="16 MB of Markdown"):
        read_markdown("word " * 4_000_000, "a.md", no_progress)


@pytest.mark.parametrize("name", ["a.html", "a.md"])
def test_parsing_ends_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    class Over(Deadline):
        def __init__(self, name: str) -> None:
            super().__init__(name, seconds=-1.0)

    module = "markup_tree" if name == "a.html" else "markdown_document"
    monkeypatch.setattr(f"reader.documents.{module}.Deadline", Over)
    with pytest.raises(DocumentError, match="takes too long"):
        load(write(tmp_path, name, "words * of _ a text\n\n" * 500))


LARGE: dict[str, Callable[[], bytes]] = {
    "a.html": ("<p>A sentence of <i>some</i> words.</p>" * 20_000).encode,
    "a.md": ("A sentence of *some* words.\n\n" * 10_000).encode,
    "a.docx": partial(docx, docx_paragraph(docx_run("A sentence of some words.")) * 20_000),
    "a.odt": partial(odt, "<text:p>A sentence of some words.</text:p>" * 20_000),
    "a.epub": lambda: epub({f"c{n}.xhtml": chapter("<p>A sentence of some words.</p>" * 500) for n in range(40)}),
}


@pytest.mark.parametrize("name", LARGE)
def test_progress_rises_to_the_whole_and_can_cancel(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, LARGE[name]())
    told: list[int] = []
    load(path, lambda done, total: told.append(done * 1000 // total))
    assert told == sorted(told)
    assert told[-1] == 1000
    assert len(told) > 20
    for stop in (told[len(told) // 3], told[len(told) // 2]):

        def cancel(done: int, total: int, stop: int = stop) -> None:
            if done * 1000 // total >= stop:
                raise CancelledError

        with pytest.raises(CancelledError):
            load(path, cancel)
