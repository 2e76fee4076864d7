"""Formats: which kind of document a file is, by its content first and its name second."""

from __future__ import annotations

import re
from enum import StrEnum

from reader.documents.archive import Archive, damaged, protected
from reader.errors import DocumentError


class Kind(StrEnum):
    """A kind of document that can be imported; the value is `Document.kind`."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    EPUB = "epub"
    ODT = "odt"
    PDF = "pdf"


_BY_NAME = {
    ".pdf": Kind.PDF,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".mkd": Kind.MARKDOWN,
    ".htm": Kind.HTML,
    ".html": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".docx": Kind.DOCX,
    ".docm": Kind.DOCX,
    ".epub": Kind.EPUB,
    ".odt": Kind.ODT,
}
_ZIPPED = {Kind.DOCX: "Word document", Kind.EPUB: "EPUB", Kind.ODT: "OpenDocument text"}
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,1000}?-->\s*)*<(?:!doctype\s+html|html)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def kind_of(data: bytes, name: str) -> Kind | None:
    """Tell a file's kind; None for a zipped file, whose parts tell.

    Args:
        data: The file's bytes.
        name: Its name.

    Raises:
        DocumentError: If it is none, and more can be said of that than that it is no text.
    """
    named = _named(name)
    # Some programs write a line or two before the PDF begins.
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith(_ZIP):
        return None
    if data.startswith(_COMPOUND):
        raise _compound(data, name)
    if _HTML.match(_in_ascii(data[:4096])):
        return Kind.HTML
    if named in _ZIPPED:
        raise DocumentError(
            f"“{name}” is no {_ZIPPED[named]}, whatever its name says.",
            "Open it in the program it was made with and save it anew, then import that file.",
        )
    return named


def kind_of_archive(archive: Archive, name: str) -> Kind:
    """Tell the kind of a zipped document by its parts.

    Raises:
        DocumentError: If it is none that can be read.
    """
    said = (archive.find("mimetype") or b"")[:100].strip() if archive.size("mimetype") <= 100 else b""
    if said.startswith(b"application/vnd.oasis.opendocument.text"):
        return Kind.ODT
    if said == b"application/epub+zip" or "META-INF/container.xml" in archive.names:
        return Kind.EPUB
    if "word/document.xml" in archive.names or "word/document2.xml" in archive.names:
        return Kind.DOCX
    if is_zipped_kind(name) and not said:
        raise damaged(name)
    raise DocumentError(
        f"“{name}” is a ZIP archive or an office document, and no text.",
        "Import the files in it, or save it as .docx, .odt, PDF or plain text.",
    )


def is_zipped_kind(name: str) -> bool:
    """Tell whether a file's name says that it is a zipped document."""
    return _named(name) in _ZIPPED


def _named(name: str) -> Kind:
    return _BY_NAME.get(f".{name.lower().rpartition('.')[2]}", Kind.TEXT)


def _in_ascii(data: bytes) -> bytes:
    """Make the beginning of a file in UTF-16 readable."""
    return data[2:].replace(b"\0", b"") if data.startswith((b"\xff\xfe", b"\xfe\xff")) else data


def _compound(data: bytes, name: str) -> DocumentError:
    if _ENCRYPTED in data:
        return protected(name)
    return DocumentError(
        f"“{name}” is an office document of the old kind (.doc).", "Save it as .docx or PDF and import that."
    )
