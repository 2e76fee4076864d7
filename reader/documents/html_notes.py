"""Notes in HTML: which links are references to notes, which elements are the notes, and which links lead back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reader.documents.archive import resolve
from reader.documents.markup_tree import Node, local_name

_REFERENCE_TYPES = frozenset({"noteref", "doc-noteref"})
_NOTE_TYPES = frozenset({"footnote", "endnote", "rearnote", "note", "doc-footnote", "doc-endnote"})
_BACKLINK_TYPES = frozenset({"backlink", "doc-backlink", "footnote-backref", "footnote-back", "referrer", "backref"})
_REFERENCE_CLASS = re.compile(r"(?:foot-?|end-?)?note-?ref(?:erence)?|fn-?ref|sd(?:foot|end)noteanc")
_REFERENCE_ADDRESS = re.compile(r"_(?:ftn|edn)\d+|sd(?:foot|end)note\d+sym|fn:?-?\w{1,30}|footnote-?\d+|endnote-?\d+")
_LABEL = re.compile(r"[\[(]?(?:\d{1,4}|[*†‡§¶#‖]{1,4}|[a-z]|[ivxlc]{1,6})[\])]?")
_BACK_LABEL = re.compile(r"[^A-Za-z]*|[a-z]")
_TYPE_NAMES = ("role", "epub:type", "{http://www.idpf.org/2007/ops}type")
_INLINE = frozenset({"a", "sup", "sub", "span", "b", "i", "em", "strong", "small", "cite", "font", "u", "big", "tt"})
_WHOLE_NOTES = frozenset({"li", "aside", "dd", "tr"})
_TOO_LARGE = frozenset(
    {"body", "html", "section", "article", "main", "ol", "ul", "dl", "table", "tbody", "h1", "h2", "h3"}
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A parsed file: the name that others refer to it by, and its root."""

    name: str
    root: Node


@dataclass(slots=True)
class NoteLinks:
    """The notes of a document.

    Attributes:
        references: For each link to a note, the note's key.
        notes: For each element that is a note, its key.
        backlinks: Links from notes back to the text.
    """

    references: dict[Node, str] = field(default_factory=dict)
    notes: dict[Node, str] = field(default_factory=dict)
    backlinks: set[Node] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Link:
    node: Node
    place: int
    target: str
    typed: bool


def find_notes(chapters: Sequence[Chapter], passed: Callable[[], None]) -> NoteLinks:
    """Find the notes of a document that may consist of several files.

    Args:
        chapters: The files in order.
        passed: Called with each element; may raise CancelledError.
    """
    targets: dict[str, tuple[int, Node]] = {}
    links: list[_Link] = []
    typed_notes: list[Node] = []
    place = 0
    for chapter in chapters:
        for node in chapter.root.iter():
            place += 1
            passed()
            for name in (node.get("id"), node.get("name") if local_name(node) == "a" else None):
                if name:
                    targets.setdefault(f"{chapter.name}#{name}", (place, node))
            if local_name(node) == "a" and "#" in (address := node.get("href", "")):
                links += _link(chapter.name, node, place, address)
            elif types_of(node) & _NOTE_TYPES and local_name(node) not in _TOO_LARGE:
                typed_notes.append(node)
    return _resolved(links, targets, typed_notes)


def types_of(node: Node) -> frozenset[str]:
    """Return what an element says it is: its epub:type and role."""
    if not node.attrib:
        return frozenset()
    return frozenset(" ".join(node.get(name, "") for name in _TYPE_NAMES).lower().split())


def _classes_of(node: Node) -> frozenset[str]:
    return frozenset(node.get("class", "").lower().split())


def _link(chapter: str, node: Node, place: int, address: str) -> Iterator[_Link]:
    path, _, fragment = address.partition("#")
    if ":" in path or not fragment:
        return
    target = f"{resolve(chapter, path) if path else chapter}#{fragment}"
    typed = bool(types_of(node) & _REFERENCE_TYPES) or any(map(_REFERENCE_CLASS.fullmatch, _classes_of(node)))
    yield _Link(node, place, target, typed)


def _resolved(
    links: Sequence[_Link], targets: Mapping[str, tuple[int, Node]], typed_notes: Sequence[Node]
) -> NoteLinks:
    found = NoteLinks()
    keys: dict[Node, str] = {}
    for link in links:
        if link.target not in targets or not (link.typed or _looks_like_reference(link)):
            continue
        place, target = targets[link.target]
        note = _note_of(target)
        if note is None or (place < link.place and not link.typed) or _is_inside(link.node, note):
            continue
        found.references[link.node] = keys.setdefault(note, link.target)
    _add_unreferenced(keys, typed_notes)
    found.notes = keys
    found.backlinks = {link.node for link in links if link.node not in found.references and _leads_back(link, keys)}
    return found


def _add_unreferenced(notes: dict[Node, str], typed: Sequence[Node]) -> None:
    """Add notes that nothing points to: those that say they are, and other items of a list of notes."""
    for note in typed:
        inside = any(outer in notes for outer in note.iterancestors())
        if not inside and not any(inner in notes for inner in note.iter()):
            notes[note] = f"note {len(notes)}"
    for item in [note for note in notes if local_name(note) == "li"]:
        for preceding in (False, True):
            for other in item.itersiblings("{*}li", preceding=preceding):
                if other in notes:
                    break
                notes[other] = f"note {len(notes)}"


def _looks_like_reference(link: _Link) -> bool:
    """Tell whether a link is raised and short, or its address is one that word processors give notes."""
    label = label_of(link.node)
    if not _LABEL.fullmatch(label):
        return False
    parent = link.node.getparent()
    raised = (parent is not None and local_name(parent) == "sup") or any(local_name(n) == "sup" for n in link.node)
    return raised or _REFERENCE_ADDRESS.fullmatch(link.target.partition("#")[2]) is not None


def label_of(node: Node) -> str:
    """Return the text of a link."""
    return "".join(str(text) for text in node.itertext()).strip()


def _note_of(target: Node) -> Node | None:
    """Return the element that holds the note whose beginning is a target, or None if that is a whole chapter."""
    node = target
    while local_name(node) in _INLINE:
        parent = node.getparent()
        if parent is None:
            return None
        node = parent
    # A note of several paragraphs: the target stands in the first one.
    for _ in range(3):
        parent = node.getparent()
        if parent is None or local_name(parent) not in _WHOLE_NOTES or parent[0] is not node:
            break
        node = parent
    return None if local_name(node) in _TOO_LARGE else node


def _is_inside(node: Node, outer: Node) -> bool:
    return any(ancestor is outer for ancestor in node.iterancestors())


def _leads_back(link: _Link, notes: Mapping[Node, str]) -> bool:
    if not (
        (types_of(link.node) | _classes_of(link.node)) & _BACKLINK_TYPES or _BACK_LABEL.fullmatch(label_of(link.node))
    ):
        return False
    return link.node in notes or any(ancestor in notes for ancestor in link.node.iterancestors())
