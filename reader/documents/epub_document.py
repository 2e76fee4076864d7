"""EPUB: the chapters in the order of its spine, each read as HTML, notes found across all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from reader.documents.archive import Archive, damaged, resolve
from reader.documents.elements import Flow, StatedDocument
from reader.documents.html_document import add_chapter
from reader.documents.html_notes import Chapter, find_notes
from reader.documents.markup_tree import LARGEST_MARKUP, Node, local_name, parse_xhtml, parse_xml
from reader.documents.pacing import STEPS, Pace, stretch
from reader.domain.progress import Progress
from reader.errors import DocumentError

_CHAPTER_TYPES = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/xml"})
# Encrypted fonts are no hindrance to reading.
_FONT_OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


def read_epub(archive: Archive, name: str, progress: Progress) -> StatedDocument:
    """Read an EPUB.

    Args:
        archive: The file.
        name: Its name, for messages.
        progress: Called with thousandths.

    Raises:
        DocumentError: If it is damaged, protected or too large.
    """
    _refuse_protected(archive, name)
    package_name = _package_name(archive, name)
    package = parse_xml(archive.read(package_name), name)
    parts = _spine(package, package_name)
    chapters: list[Chapter] = []
    size = 0
    tell = stretch(progress, 0, 600)
    for number, part in enumerate(parts):
        tell(number, len(parts))
        data = archive.find(part)
        if data is None:
            continue  # a spine may list what the file lacks
        size += len(data)
        if size > LARGEST_MARKUP:
            raise DocumentError(f"“{name}” holds more text than any book.", "Split it into smaller files.")
        if data.strip():
            chapters.append(Chapter(part, parse_xhtml(data, name)))
    if not chapters:
        raise damaged(name)
    flow = Flow(Pace(stretch(progress, 600, STEPS), size))
    links = find_notes(chapters, flow.passed)
    for chapter in chapters:
        add_chapter(flow, chapter, links)
    return _with_metadata(StatedDocument(flow.elements), package)


def _refuse_protected(archive: Archive, name: str) -> None:
    data = archive.find("META-INF/encryption.xml")
    if data is None:
        return
    methods = {
        node.get("Algorithm", "")
        for node in parse_xml(data, name).iter()
        if local_name(node) == "encryptionmethod" and local_name(_parent(node)) == "encrypteddata"
    }
    if methods - set(_FONT_OBFUSCATION):
        raise DocumentError(
            f"“{name}” is protected against copying (DRM).", "Get it without protection from where it was bought."
        )


def _parent(node: Node) -> Node:
    parent = node.getparent()
    return node if parent is None else parent


def _package_name(archive: Archive, name: str) -> str:
    container = parse_xml(archive.read("META-INF/container.xml"), name)
    for node in container.iter():
        if local_name(node) == "rootfile" and node.get("full-path"):
            return unquote(node.get("full-path", ""))
    raise damaged(name)


def _spine(package: Node, package_name: str) -> Sequence[str]:
    """Return the names of the chapters in reading order, each once, without the table of contents for programs."""
    items: dict[str, Node] = {}
    order: dict[str, None] = {}
    for node in package.iter():
        match local_name(node):
            case "item" if node.get("id"):
                items[node.get("id", "")] = node
            case "itemref":
                item = items.get(node.get("idref", ""))
                if item is not None and _is_chapter(item):
                    order[resolve(package_name, unquote(item.get("href", "")))] = None
    return list(order)


def _is_chapter(item: Node) -> bool:
    return item.get("media-type", "") in _CHAPTER_TYPES and "nav" not in item.get("properties", "").split()


def _with_metadata(stated: StatedDocument, package: Node) -> StatedDocument:
    authors: list[str] = []
    for node in package.iter():
        words = " ".join("".join(str(text) for text in node.itertext()).split()) if not len(node) else ""
        match local_name(node):
            case "title" if words and not stated.title:
                stated.title = words
            case "creator" if words and _is_author(node, package):
                authors.append(words)
            case "date" if stated.year is None and (year := _YEAR.search(words)):
                stated.year = int(year[1])
            case "manifest":
                break
    stated.author = ", ".join(authors)
    return stated


def _is_author(creator: Node, package: Node) -> bool:
    """Tell whether a creator is an author, and no editor or illustrator, by what either version of EPUB says."""
    role = creator.get("{http://www.idpf.org/2007/opf}role", "")
    if not role and creator.get("id"):
        about = f"#{creator.get('id')}"
        found = (n for n in package.iter() if local_name(n) == "meta" and n.get("refines") == about)
        role = next(((n.text or "").strip() for n in found if n.get("property") == "role"), "")
    return role in ("", "aut")
