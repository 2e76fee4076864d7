"""Mark-up trees: HTML and XML parsed by libxml2 without network, entities or external files, within bounds."""

from __future__ import annotations

import codecs
import html
import re

from lxml import etree

from reader.documents.archive import damaged
from reader.documents.deadline import Deadline
from reader.documents.decoding import decode
from reader.domain.progress import Progress, no_progress
from reader.errors import DocumentError

Node = etree._Element  # noqa: SLF001 # the library gives its elements no public name
# Bytes of mark-up. The largest books have five million.
LARGEST_MARKUP = 48 * 1024 * 1024
# What takes memory is elements, and what is made of them. Word processors write ten times as many as are needed.
_MOST_HTML_TAGS = 2_000_000
_MOST_XML_TAGS = 6_000_000
_SLICE = 1 << 16
_SAMPLE = 2_048
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(
    rb"""(?:<meta[^>]{0,300}?charset\s*=\s*["']?|<\?xml[^>]{0,100}?encoding\s*=\s*["'])([\w.:-]{2,40})""", re.IGNORECASE
)
# What stands above the root; entities declared there are not read.
_DECLARATIONS = re.compile(
    r"\A\s*(?:<\?xml[^>]{0,200}\?>)?\s*(?:<!DOCTYPE[^\[>]{0,500}(?:\[.{0,20000}?\]\s*)?>)?", re.IGNORECASE | re.DOTALL
)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_KEPT_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
# A tag with a thousand attributes: the parser's time grows with the square of their number.
_CROWDED = re.compile(
    r"""<[A-Za-z][^\s>]*+(?:[\s/]++[^\s=>/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]++))?+){1000}"""
)
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# Names that browsers take for another encoding (WHATWG Encoding Standard, section 4.2).
_READ_AS = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "iso8859-9": "cp1254", "tis-620": "cp874", "iso8859-11": "cp874",
    "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8", "utf-7": "cp1252",
}  # fmt: skip


def text_of_markup(data: bytes, name: str) -> tuple[str, str]:
    """Decode HTML by its byte order mark, else by the encoding it declares, else by its bytes.

    Returns:
        The text, and the encoding's name for readers.

    Raises:
        DocumentError: If it is no text.
    """
    for mark, codec in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace"), codec[:6].upper().rstrip("-")
    if (declared := _declared(data)) is not None:
        try:
            return data.decode(declared), _label(declared)
        except UnicodeDecodeError:
            pass  # the declaration is wrong, or the file damaged: its bytes tell more
    decoded = decode(data, name, no_progress)
    return "".join(decoded.slices), decoded.encoding


def parse_html(text: str, name: str, progress: Progress) -> Node:
    """Parse HTML; any text gives a tree.

    Args:
        text: The whole file.
        name: Its name, for messages.
        progress: Called with characters.

    Raises:
        DocumentError: If it is too large, or nested too deeply.
    """
    _refuse_large(len(text), text.count("<"), _MOST_HTML_TAGS, name)
    if _CROWDED.search(text):
        raise _unlike_text(name)
    deadline = Deadline(name)
    # "Huge" allows 2,048 elements inside each other in place of 256: old pages leave many open.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    for at in range(0, len(text), _SLICE):
        try:
            parser.feed(_NO_TEXT.sub("\ufffd", text[at : at + _SLICE]).encode())
        except etree.LxmlError as error:
            raise _unlike_text(name) from error
        deadline.check()
        progress(at, len(text))
    try:
        root = parser.close()
    except etree.LxmlError as error:
        if _is_deep(parser):
            raise _unlike_text(name) from error
        raise _without_text(name) from error
    if _is_deep(parser):
        raise _unlike_text(name)
    if root is None:
        raise _without_text(name)
    return root


def parse_xhtml(data: bytes, name: str) -> Node:
    """Parse a chapter in XHTML; one that is not well formed is read as HTML."""
    text, _ = text_of_markup(data, name)
    known = _ENTITY.sub(_resolved, text)
    body = _DECLARATIONS.sub("", known, count=1)
    try:
        return parse_xml(body.encode("utf-8", "replace"), name)
    except DocumentError:
        return parse_html(body, name, no_progress)


def parse_xml(data: bytes, name: str) -> Node:
    """Parse XML as it is well formed; entities are left out.

    Raises:
        DocumentError: If it is damaged or too large.
    """
    _refuse_large(len(data), data.count(b"<"), _MOST_XML_TAGS, name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise damaged(name) from error
    etree.strip_elements(root, etree.Entity, with_tail=False)
    return root


def local_name(node: Node) -> str:
    """Return an element's name without its namespace, in small letters."""
    tag = node.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _declared(data: bytes) -> str | None:
    match = _CHARSET.search(data[:_SAMPLE])
    if match is None:
        return None
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return None
    return _READ_AS.get(name, name)


def _label(codec: str) -> str:
    return {"cp1252": "Windows-1252"}.get(codec, codec.upper())


def _resolved(match: re.Match[str]) -> str:
    return match[0] if match[1] in _KEPT_ENTITIES else html.unescape(match[0])


def _is_deep(parser: etree.HTMLParser) -> bool:
    return any("depth" in entry.message.lower() for entry in parser.feed_error_log)


def _without_text(name: str) -> DocumentError:
    return DocumentError(f"“{name}” holds no text.", "Choose a file with text in it.")


def _unlike_text(name: str) -> DocumentError:
    return DocumentError(
        f"“{name}” holds mark-up that no text has: thousands of elements inside each other, or of attributes of one.",
        "Open it in a browser, save it as plain text and import that.",
    )


def _refuse_large(size: int, tags: int, most_tags: int, name: str) -> None:
    if size > LARGEST_MARKUP or tags > most_tags:
        raise DocumentError(f"“{name}” holds more mark-up than any book.", "Split it into smaller files.")
