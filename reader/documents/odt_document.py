"""ODT: the paragraphs of an OpenDocument text by their styles, its notes, lists and tables, to elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from reader.documents.archive import Archive, damaged, protected
from reader.documents.elements import BULLET, Flow, Setting, StatedDocument
from reader.documents.markup_tree import Node, local_name, parse_xml
from reader.documents.pacing import STEPS, Pace, stretch
from reader.domain.document import BlockRole, SectionRole
from reader.domain.progress import Progress

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_NOTE_CLASS = f"{_TEXT}note-class"
_YEAR = re.compile(r"(1[5-9]\d\d|20\d\d)-")
_DEEPEST_STYLE = 20
_MOST_SPACES = 80
_ROLES = {
    "title": BlockRole.FRONT_MATTER, "subtitle": BlockRole.FRONT_MATTER, "quotations": BlockRole.BLOCK_QUOTATION,
    "block text": BlockRole.BLOCK_QUOTATION, "caption": BlockRole.CAPTION, "contents heading": BlockRole.FRONT_MATTER,
}  # fmt: skip
_INDEXES = {
    "table-of-content": SectionRole.FRONT_MATTER, "illustration-index": SectionRole.FRONT_MATTER,
    "table-index": SectionRole.FRONT_MATTER, "object-index": SectionRole.FRONT_MATTER,
    "user-index": SectionRole.FRONT_MATTER, "alphabetical-index": SectionRole.BIBLIOGRAPHY,
    "bibliography": SectionRole.BIBLIOGRAPHY,
}  # fmt: skip
# Their text stands on no page, or not where they stand.
_DROPPED = frozenset(
    {"tracked-changes", "annotation", "annotation-end", "forms", "sequence-decls", "variable-decls", "user-field-decls",
     "dde-connection-decls", "note-citation", "ruby-text", "hidden-text", "hidden-paragraph", "script", "page-sequence",
     "change", "desc"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Style:
    role: BlockRole = BlockRole.BODY
    italic: bool | None = None
    raised: bool = False
    level: int = 0


def read_odt(archive: Archive, name: str, progress: Progress) -> StatedDocument:
    """Read an OpenDocument text.

    Args:
        archive: The file.
        name: Its name, for messages.
        progress: Called with thousandths.

    Raises:
        DocumentError: If it is damaged, protected or too large.
    """
    if b"encryption-data" in (archive.find("META-INF/manifest.xml") or b""):
        raise protected(name)
    data = archive.read("content.xml")
    progress(100, STEPS)
    content = parse_xml(data, name)
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise damaged(name)
    styles = archive.find("styles.xml")
    roots = [content] if styles is None else [parse_xml(styles, name), content]
    progress(500, STEPS)
    flow = Flow(Pace(stretch(progress, 500, STEPS), len(data)))
    _Walk(flow, _Styles(roots), _list_styles(roots)).run(body)
    meta = archive.find("meta.xml")
    return _with_metadata(StatedDocument(flow.elements), parse_xml(meta, name) if meta is not None else None)


class _Styles:
    """The styles of a document, by their names."""

    def __init__(self, roots: list[Node]) -> None:
        self._nodes = {node.get(f"{_STYLE}name", ""): node for root in roots for node in root.iter(f"{_STYLE}style")}
        self._known: dict[str, _Style] = {}

    def style(self, name: str) -> _Style:
        """Return what a style says, with what it takes over from its parents."""
        if name not in self._known:
            made = _Style()
            for node in reversed(list(self._chain(name))):
                made = _with_style(made, node)
            self._known[name] = made
        return self._known[name]

    def _chain(self, name: str) -> Iterator[Node]:
        for _ in range(_DEEPEST_STYLE):
            node = self._nodes.get(name)
            if node is None:
                return
            yield node
            name = node.get(f"{_STYLE}parent-style-name", "")


def _with_style(style: _Style, node: Node) -> _Style:
    shown = node.get(f"{_STYLE}display-name") or node.get(f"{_STYLE}name", "").replace("_20_", " ")
    role = _ROLES.get(shown.lower(), style.role)
    italic, raised = style.italic, style.raised
    for properties in node.iterfind(f"{_STYLE}text-properties"):
        form = properties.get(f"{_FO}font-style")
        italic = italic if form is None else form in ("italic", "oblique")
        position = properties.get(f"{_STYLE}text-position")
        raised = raised if position is None else position.startswith("super")
    outline = node.get(f"{_STYLE}default-outline-level", "")
    return _Style(role, italic, raised, int(outline) if outline.isdigit() and len(outline) < 3 else style.level)


@dataclass(slots=True)
class _ListState:
    """A list being counted: how its items are labelled, and the last item's number."""

    style: str
    number: int = 0


class _Walk:
    """One pass over the text, and one over each note in it."""

    def __init__(self, flow: Flow, styles: _Styles, list_styles: dict[tuple[str, int], str | None]) -> None:
        self._flow = flow
        self._styles = styles
        self._list_styles = list_styles
        self._lists: list[_ListState] = []
        self._counted: dict[str, _ListState] = {}
        self._notes: list[tuple[str, Node]] = []
        self._boxes: list[Node] = []
        self._keeps_numbers = True
        self._handlers: dict[str, Callable[[Node], None]] = {
            "p": self._paragraph,
            "h": self._paragraph,
            "list": self._list,
            "table": self._table,
        }

    def run(self, body: Node) -> None:
        # Numbers of endnotes are counted apart: with both kinds in a text, one count serves both.
        self._keeps_numbers = all(note.get(_NOTE_CLASS) == "footnote" for note in body.iter(f"{_TEXT}note"))
        self._blocks(body)
        for key, note in self._notes:
            self._flow.setting = Setting(BlockRole.NOTE, note=key)
            self._blocks(note)

    # Blocks

    def _blocks(self, parent: Node) -> None:
        for node in parent:
            self._flow.passed()
            name = local_name(node)
            if name in self._handlers:
                self._handlers[name](node)
            elif name in _INDEXES:
                self._index(node, _INDEXES[name])
            elif name not in _DROPPED and not name.endswith("-source"):
                self._blocks(node)

    def _index(self, node: Node, part: SectionRole) -> None:
        before = self._flow.setting
        if before.note is None:
            role = BlockRole.FRONT_MATTER if part is SectionRole.FRONT_MATTER else BlockRole.BIBLIOGRAPHY
            self._flow.setting = Setting(role, part=part)
        self._blocks(node)
        self._flow.setting = before

    def _paragraph(self, node: Node) -> None:
        flow = self._flow
        style = self._styles.style(node.get(f"{_TEXT}style-name", ""))
        before = flow.setting
        flow.end_paragraph()
        if before.note is None:
            flow.setting = self._setting(node, style, before)
        self._runs(node, style)
        flow.end_paragraph()
        flow.setting = before
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._blocks(box)

    def _setting(self, node: Node, style: _Style, outer: Setting) -> Setting:
        if local_name(node) == "h":
            level = node.get(f"{_TEXT}outline-level", "1")
            number = int(level) if level.isdigit() and len(level) < 3 else 1
            return replace(outer, role=BlockRole.HEADING, level=max(1, number))
        if outer.part is not None or style.role is BlockRole.BODY:
            return outer
        return replace(outer, role=style.role)

    # Lists

    def _list(self, node: Node) -> None:
        flow = self._flow
        before = flow.setting
        state = self._list_state(node)
        self._lists.append(state)
        if before.note is None and before.part is None:
            flow.setting = replace(before, role=BlockRole.LIST)
        for item in node:
            start = item.get(f"{_TEXT}start-value", "")
            state.number = int(start) if start.isdigit() and len(start) < 7 else state.number + 1
            numbered = local_name(item) == "list-item" and next(iter(item), None) is not None
            if numbered and local_name(item[0]) != "list":
                flow.begin_item(self._label(state))
            elif local_name(item) == "list-header":
                state.number -= 1
            self._blocks(item)
        self._lists.pop()
        flow.setting = before
        flow.end_paragraph()

    def _list_state(self, node: Node) -> _ListState:
        """Return where the counting of a list begins, or goes on after text between its items."""
        outer = self._lists[-1].style if self._lists else ""
        style = node.get(f"{_TEXT}style-name", outer)
        name = node.get("{http://www.w3.org/XML/1998/namespace}id", "")
        continued = node.get(f"{_TEXT}continue-list", "")
        state = self._counted.get(continued)
        if state is None and node.get(f"{_TEXT}continue-numbering") == "true":
            state = self._counted.get(f"{len(self._lists)} {style}")
        state = state or _ListState(style)
        self._counted[f"{len(self._lists)} {style}"] = state
        if name:
            self._counted[name] = state
        return state

    def _label(self, state: _ListState) -> str:
        suffix = self._list_styles.get((state.style, len(self._lists)))
        return BULLET if suffix is None else f"{state.number}{suffix or '.'}"

    # Tables

    def _table(self, node: Node) -> None:
        rows = [
            [cell for cell in row if local_name(cell) == "table-cell"]
            for row in node.iter("{*}table-row")
            if next(row.iterancestors("{*}table")) is node
        ]
        self._flow.table(rows, self._blocks)

    # Running text

    def _runs(self, node: Node, style: _Style) -> None:
        self._text(node.text, style)
        for child in node:
            self._piece(child, style)
            self._text(child.tail, style)

    def _text(self, text: str | None, style: _Style) -> None:
        if not text:
            return
        self._flow.raised(text) if style.raised else self._flow.text(text)

    def _piece(self, node: Node, style: _Style) -> None:
        flow = self._flow
        match local_name(node):
            case "s":
                count = node.get(f"{_TEXT}c", "1")
                flow.text(" " * min(int(count) if count.isdigit() and len(count) < 4 else 1, _MOST_SPACES))
            case "tab":
                flow.text(" ")
            case "line-break":
                flow.end_line()
            case "note":
                self._note(node)
            case "span":
                self._span(node, style)
            case "text-box":
                self._boxes.append(node)
            case name if name not in _DROPPED:
                self._runs(node, style)

    def _span(self, node: Node, outer: _Style) -> None:
        flow = self._flow
        style = self._styles.style(node.get(f"{_TEXT}style-name", ""))
        before = flow.emphasised
        if style.italic is not None:
            # A style that sets whole paragraphs in italics sets nothing off.
            flow.emphasised = style.italic and not outer.italic
        self._runs(node, style if style.raised else outer)
        flow.emphasised = before

    def _note(self, node: Node) -> None:
        if self._flow.setting.note is not None:
            return
        body = next(node.iterfind(f"{_TEXT}note-body"), None)
        if body is None:
            return
        citation = node.find(f"{_TEXT}note-citation")
        key = f"note {len(self._notes)}"
        self._notes.append((key, body))
        label = citation.text or "" if citation is not None else ""
        self._flow.refer(key, label if self._keeps_numbers else "")


def _list_styles(roots: list[Node]) -> dict[tuple[str, int], str | None]:
    """Return what follows the numbers of each level of each list style, None for bullets."""
    found: dict[tuple[str, int], str | None] = {}
    for root in roots:
        for style in root.iter(f"{_TEXT}list-style"):
            name = style.get(f"{_STYLE}name", "")
            for level in style:
                at = level.get(f"{_TEXT}level", "")
                if at.isdigit() and len(at) < 3:
                    numbered = local_name(level) == "list-level-style-number"
                    found[name, int(at)] = level.get(f"{_STYLE}num-suffix", ".") if numbered else None
    return found


def _with_metadata(stated: StatedDocument, meta: Node | None) -> StatedDocument:
    creator = ""
    for node in meta.iter() if meta is not None else ():
        words = " ".join((node.text or "").split())
        match local_name(node):
            case "title":
                stated.title = words
            case "initial-creator":
                stated.author = words
            case "creator":
                creator = words
            case "creation-date" if year := _YEAR.match(words):
                stated.created = int(year[1])
    stated.author = stated.author or creator
    return stated
