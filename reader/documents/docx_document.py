"""DOCX: the paragraphs of a Word document by their styles, its notes, lists and tables, to elements."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from reader.documents.archive import Archive, damaged, resolve
from reader.documents.docx_styles import Numbering, ParagraphStyle, Styles, W, is_on, value_of
from reader.documents.elements import BULLET, Flow, Setting, StatedDocument
from reader.documents.markup_tree import Node, local_name, parse_xml
from reader.documents.pacing import STEPS, Pace, stretch
from reader.domain.document import BlockRole, SectionRole
from reader.domain.progress import Progress

_MAIN = "word/document.xml"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_YEAR = re.compile(r"(1[5-9]\d\d|20\d\d)-")
# Runs and paragraphs stand in these; what is inside counts as if they were not there.
_WRAPPERS = frozenset(
    {"hyperlink", "ins", "moveto", "smarttag", "sdt", "sdtcontent", "fldsimple", "customxml", "bdo", "dir",
     "alternatecontent", "choice", "omath", "omathpara", "r"}
)  # fmt: skip
_CONTENTS_TABLE = "Table of Contents"
_NOTES = {"footnotereference": "footnote", "endnotereference": "endnote"}
_RAISED = {"superscript"}


@dataclass(slots=True)
class _Parts:
    """The parts of the file that tell of its text."""

    document: Node
    styles: Styles
    numbering: Numbering
    notes: dict[str, Node] = field(default_factory=dict)


def read_docx(archive: Archive, name: str, progress: Progress) -> StatedDocument:
    """Read a Word document.

    Args:
        archive: The file.
        name: Its name, for messages.
        progress: Called with thousandths.

    Raises:
        DocumentError: If it is damaged, protected or too large.
    """
    main = _MAIN if _MAIN in archive.names else "word/document2.xml"
    data = archive.read(main)
    progress(100, STEPS)

    def part(kind: str) -> Node | None:
        found = archive.find(resolve(main, f"{kind}.xml"))
        return _parsed(found, name) if found is not None else None

    parts = _Parts(_parsed(data, name), Styles(part("styles")), Numbering(part("numbering")))
    for kind in ("footnote", "endnote"):
        root = part(f"{kind}s")
        for note in root.iter(f"{W}{kind}") if root is not None else ():
            if note.get(f"{W}type", "normal") == "normal":
                parts.notes[f"{kind} {note.get(f'{W}id', '')}"] = note
    progress(500, STEPS)
    flow = Flow(Pace(stretch(progress, 500, STEPS), len(data)))
    _Walk(flow, parts).run(name)
    core = archive.find("docProps/core.xml")
    return _with_metadata(StatedDocument(flow.elements), parse_xml(core, name) if core is not None else None)


def _parsed(data: bytes, name: str) -> Node:
    """Parse a part; "strict" documents name the same elements by another namespace."""
    return parse_xml(data.replace(_STRICT, W[1:-1].encode()), name)


class _Walk:
    """One pass over the body, and one over each note that it points to."""

    def __init__(self, flow: Flow, parts: _Parts) -> None:
        self._flow = flow
        self._parts = parts
        self._boxes: list[Node] = []
        self._pointed: dict[str, None] = {}
        self._handlers: dict[str, Callable[[Node], None]] = {
            "p": self._paragraph,
            "tbl": self._table,
            "sdt": self._content_control,
        }

    def run(self, name: str) -> None:
        body = self._parts.document.find(f"{W}body")
        if body is None:
            raise damaged(name)
        self._blocks(body)
        for key in self._pointed:
            self._flow.setting = Setting(BlockRole.NOTE, note=key)
            self._blocks(self._parts.notes[key])

    # Blocks

    def _blocks(self, parent: Node) -> None:
        for node in parent:
            self._flow.passed()
            name = local_name(node)
            if name in self._handlers:
                self._handlers[name](node)
            elif name in _WRAPPERS:
                self._blocks(node)

    def _content_control(self, node: Node) -> None:
        """Take in a content control; a contents table is front matter."""
        before = self._flow.setting
        gallery = next(node.iterfind(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"), None)
        if value_of(gallery) == _CONTENTS_TABLE and before.note is None:
            self._flow.setting = Setting(BlockRole.FRONT_MATTER, part=SectionRole.FRONT_MATTER)
        self._blocks(node)
        self._flow.setting = before

    def _paragraph(self, node: Node) -> None:
        flow = self._flow
        style = self._parts.styles.paragraph(node)
        before = flow.setting
        if before.note is None:
            self._set(style, before)
        self._runs(node, style)
        flow.end_paragraph()
        flow.setting = before
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._blocks(box)

    def _set(self, style: ParagraphStyle, outer: Setting) -> None:
        """Let the text of a paragraph belong to what its style says."""
        flow = self._flow
        label = self._parts.numbering.label(style.list_id, style.list_level) if style.list_id else ""
        role = style.role
        if role is BlockRole.BODY and style.list_id:
            role = BlockRole.LIST
        flow.end_paragraph()
        flow.setting = Setting(role if outer.part is None else outer.role, style.level, outer.part)
        if outer.part is not None:
            return
        if role is BlockRole.LIST:
            flow.begin_item(label)
        elif role is BlockRole.HEADING and label != BULLET:
            flow.begin_numbered(label)

    # Runs

    def _runs(self, parent: Node, style: ParagraphStyle) -> None:
        for node in parent:
            name = local_name(node)
            if name == "r":
                self._run(node, style)
            elif name in _WRAPPERS:
                self._runs(node, style)

    def _run(self, run: Node, style: ParagraphStyle) -> None:
        properties = run.find(f"{W}rPr")
        if is_on(properties, "vanish"):
            return
        self._flow.emphasised = self._is_italic(properties, style)
        raised = properties is not None and value_of(properties.find(f"{W}vertAlign")) in _RAISED
        for node in run:
            self._piece(node, raised=raised)
        self._flow.emphasised = False

    def _is_italic(self, properties: Node | None, style: ParagraphStyle) -> bool:
        italic = is_on(properties, "i")
        if italic is None and properties is not None:
            italic = self._parts.styles.style(value_of(properties.find(f"{W}rStyle"))).italic
        # A style that sets whole paragraphs in italics sets nothing off.
        return bool(italic) and not style.italic

    def _piece(self, node: Node, *, raised: bool) -> None:
        flow = self._flow
        match local_name(node):
            case "t" if raised:
                flow.raised(node.text or "")
            case "t":
                flow.text(node.text or "")
            case "tab" | "ptab":
                flow.text(" ")
            case "br" if node.get(f"{W}type", "textWrapping") != "textWrapping":
                flow.text(" ")
            case "br" | "cr":
                flow.end_line()
            case "nobreakhyphen":
                flow.text("\u2011")
            case "footnotereference" | "endnotereference" as name:
                self._refer(f"{_NOTES[name]} {node.get(f'{W}id', '')}")
            case "drawing" | "pict" | "object" | "alternatecontent":
                self._boxes += self._text_boxes(node)

    def _refer(self, key: str) -> None:
        if key in self._parts.notes and self._flow.setting.note is None:
            self._pointed[key] = None
            self._flow.refer(key)

    def _text_boxes(self, node: Node) -> list[Node]:
        """Return the text boxes of a drawing, which stand beside the paragraph, each once."""
        fallbacks = {inner for fallback in node.iter("{*}Fallback") for inner in fallback.iter(f"{W}txbxContent")}
        return [box for box in node.iter(f"{W}txbxContent") if box not in fallbacks and not _inside_box(box, node)]

    # Tables

    def _table(self, node: Node) -> None:
        self._flow.table([_inner(row, "tc") for row in _inner(node, "tr")], self._blocks)


def _inner(parent: Node, name: str) -> list[Node]:
    """Return the rows of a table or the cells of a row, those in content controls too."""
    found: list[Node] = []
    for node in parent:
        if local_name(node) == name:
            found.append(node)
        elif local_name(node) in _WRAPPERS:
            found += _inner(node, name)
    return found


def _inside_box(box: Node, outer: Node) -> bool:
    for ancestor in box.iterancestors(f"{W}txbxContent"):
        if any(node is outer for node in ancestor.iterancestors()):
            return True
    return False


def _with_metadata(stated: StatedDocument, core: Node | None) -> StatedDocument:
    for node in core if core is not None else ():
        words = " ".join((node.text or "").split())
        match local_name(node):
            case "title":
                stated.title = words
            case "creator":
                stated.author = words
            case "created" if year := _YEAR.match(words):
                stated.created = int(year[1])
    return stated
