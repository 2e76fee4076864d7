"""HTML: a tree to elements, with what is no text (scripts, styles, navigation, hidden parts) left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import islice

from lxml import etree

from reader.documents.elements import BULLET, Flow, Setting, StatedDocument
from reader.documents.html_notes import Chapter, NoteLinks, find_notes, label_of, types_of
from reader.documents.markup_tree import Node, local_name, parse_html
from reader.documents.pacing import STEPS, Pace, stretch
from reader.domain.document import BlockRole, SectionRole
from reader.domain.progress import Progress

# fmt: off
_DROPPED = frozenset({
    "head", "script", "style", "nav", "template", "noscript", "iframe", "object", "svg", "canvas", "audio", "video",
    "button", "select", "textarea", "input", "datalist", "rt", "rp", "map",
    "annotation", "annotation-xml", "dialog", "applet", "frameset", "title",
})
_DROPPED_TYPES = frozenset({
    "navigation", "search", "banner", "contentinfo", "menu", "menubar", "toolbar", "doc-pagebreak", "pagebreak",
    "page-list", "doc-pagelist", "landmarks", "toc-brief",
})
_BLOCKS = frozenset({
    "p", "div", "section", "article", "header", "footer", "main", "address", "center", "body", "html", "fieldset",
    "details", "summary", "figure", "form", "hgroup", "dl", "aside", "ul", "ol", "pre", "hr", "legend", "dir",
    "tbody", "thead", "tfoot", "colgroup", "option", "optgroup", "search",
})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ITALICS = frozenset({"i", "em", "cite", "dfn", "var", "strong"})
_CELLS = frozenset({"td", "th"})
_PARTS = {
    SectionRole.FRONT_MATTER: frozenset({
        "titlepage", "halftitlepage", "copyright-page", "dedication", "doc-dedication", "acknowledgments",
        "doc-acknowledgments", "toc", "doc-toc", "loi", "lot", "lof", "imprint", "imprimatur", "colophon",
        "doc-colophon", "cover", "doc-cover", "contributors",
    }),
    SectionRole.BIBLIOGRAPHY: frozenset({
        "bibliography", "doc-bibliography", "glossary", "doc-glossary", "index", "doc-index",
    }),
    SectionRole.NOTES: frozenset({"footnotes", "endnotes", "rearnotes", "doc-endnotes", "doc-footnotes"}),
}
# fmt: on
_PART_HOLDERS = frozenset({"body", "section", "div", "aside", "article", "ol", "ul", "dl"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_WORDLESS = re.compile(r"[^\w]*")


def read_html(text: str, name: str, progress: Progress) -> StatedDocument:
    """Read HTML.

    Args:
        text: The whole file, decoded.
        name: Its name, for messages.
        progress: Called with thousandths.

    Raises:
        DocumentError: If it is empty, too large or nested too deeply.
    """
    root = parse_html(text, name, stretch(progress, 0, 500))
    chapter = Chapter("", root)
    flow = Flow(Pace(stretch(progress, 500, STEPS), max(1, len(text))))
    add_chapter(flow, chapter, find_notes([chapter], flow.passed))
    return with_metadata(StatedDocument(flow.elements), root)


def add_chapter(flow: Flow, chapter: Chapter, links: NoteLinks) -> None:
    """Add the elements of a parsed file to a flow."""
    _Walk(flow, links).run(chapter.root)


def with_metadata(stated: StatedDocument, root: Node) -> StatedDocument:
    """Add the title, author and year that the head of a file gives."""
    said: dict[str, list[str]] = {}
    title = ""
    for node in root.iter():
        match local_name(node):
            case "title" if not title:
                title = " ".join(label_of(node).split())
            case "meta":
                key = (node.get("name") or node.get("property") or "").lower()
                said.setdefault(key, []).append(" ".join(node.get("content", "").split()))
            case "body":
                break
    names = ("citation_title", "dc.title", "dcterms.title", "og:title")
    title = next((said[name][0] for name in names if said.get(name, [""])[0]), title)
    authors = next((said[name] for name in ("citation_author", "dc.creator", "author") if name in said), [])
    dates = " ".join(date for name in _DATES for date in said.get(name, ()))
    year = _YEAR.search(dates)
    return replace(stated, title=title, author=", ".join(filter(None, authors)), year=int(year[1]) if year else None)


_DATES = ("citation_publication_date", "citation_date", "dc.date", "dcterms.date", "article:published_time", "date")


class _Walk:
    """One pass over a tree, in the order of the text."""

    def __init__(self, flow: Flow, links: NoteLinks) -> None:
        self._flow = flow
        self._links = links
        self._undo: dict[Node, Callable[[], None]] = {}
        self._lists: list[tuple[str, int]] = []
        self._raised = 0
        self._laying_out: dict[Node, bool] = {}
        markers = (*links.references, *links.backlinks)
        self._around_markers = {outer for node in markers for outer in islice(node.iterancestors("{*}sup"), 1)}

    def run(self, root: Node) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, node in walker:
            if event == "start":
                self._flow.passed()
                if self._begins(node):
                    self._text(node.text)
                else:
                    walker.skip_subtree()
            else:
                undo = self._undo.pop(node, None)
                if undo is not None:
                    undo()
                if node is not root:
                    self._text(node.tail)
        self._flow.end_paragraph()

    def _text(self, text: str | None) -> None:
        # Brackets around a marker are no part of it.
        if text and not (self._raised and _WORDLESS.fullmatch(text)):
            self._flow.text(text)

    def _begins(self, node: Node) -> bool:
        """Take in an element's beginning; False if what it holds is to be skipped."""
        name = local_name(node)
        if node in self._links.references:
            self._flow.refer(self._links.references[node], label_of(node))
            return False
        if node in self._links.backlinks:
            return False
        if node in self._links.notes:
            self._set(node, Setting(BlockRole.NOTE, note=self._links.notes[node]))
            return True
        if name in _DROPPED or _is_hidden(node):
            return False
        if name in _CELLS or name in ("table", "tr"):
            self._table(node, name)
        elif name in _BLOCKS or name in _HEADINGS or name in _STARTS:
            self._block(node, name)
        else:
            return self._inline(node, name)
        return True

    # Blocks

    def _set(self, node: Node, setting: Setting) -> None:
        """Let text belong to another setting until an element ends."""
        before = self._flow.setting
        self._flow.end_paragraph()
        self._flow.setting = setting if before.note is None else before

        def undo() -> None:
            self._flow.end_paragraph()
            self._flow.setting = before

        self._undo[node] = undo

    def _block(self, node: Node, name: str) -> None:
        setting = self._flow.setting
        part = _part(node, name) or setting.part
        if name in _HEADINGS:
            self._set(node, replace(setting, role=BlockRole.HEADING, level=_HEADINGS[name], part=part))
        elif name in _ROLES:
            self._set(node, replace(setting, role=_ROLES[name], level=0, part=part))
        elif name in ("ul", "ol", "dir", "menu"):
            self._list(node, name, part)
        elif name in ("li", "dt", "dd"):
            self._set(node, replace(setting, role=BlockRole.LIST, level=0, part=part))
            self._flow.begin_item(self._label(name))
        else:
            self._set(node, replace(setting, part=part))

    def _list(self, node: Node, name: str, part: SectionRole | None) -> None:
        start = node.get("start", "1")
        self._lists.append((name, int(start) if re.fullmatch(r"\d{1,6}", start) else 1))
        self._set(node, replace(self._flow.setting, part=part))
        leave = self._undo[node]

        def undo() -> None:
            leave()
            self._lists.pop()

        self._undo[node] = undo

    def _label(self, name: str) -> str:
        if name != "li":
            return ""
        if not self._lists or self._lists[-1][0] != "ol":
            return BULLET
        number = self._lists[-1][1]
        self._lists[-1] = ("ol", number + 1)
        return f"{number}."

    # Tables

    def _table(self, node: Node, name: str) -> None:
        """Take in a table; one that only lays out a page is no table."""
        table = _table_of(node)
        if table not in self._laying_out:
            self._laying_out[table] = _lays_out(table, self._links)
        if self._laying_out[table]:
            self._set(node, self._flow.setting)
            return
        flow = self._flow
        if name == "table":
            before = flow.setting
            flow.begin_table()

            def undo() -> None:
                flow.end_table()
                flow.setting = before

            self._undo[node] = undo
        elif name == "tr":
            flow.begin_row()
        else:
            flow.begin_cell()
            self._undo[node] = flow.end_cell

    # Running text

    def _inline(self, node: Node, name: str) -> bool:
        flow = self._flow
        if name == "br":
            flow.end_line()
        elif name == "sup":
            return self._superscript(node)
        elif name == "q":
            flow.text("“")
            self._undo[node] = lambda: flow.text("”")
        elif name == "wbr":
            flow.text("\u200b")
        elif (name in _ITALICS or _ITALIC_STYLE.search(node.get("style", ""))) and not flow.emphasised:
            flow.emphasised = True

            def undo() -> None:
                flow.emphasised = False

            self._undo[node] = undo
        return True

    def _superscript(self, node: Node) -> bool:
        if node in self._around_markers:
            self._raised += 1

            def undo() -> None:
                self._raised -= 1

            self._undo[node] = undo
        elif len(node) == 0 or (len(node) == 1 and len(node[0]) == 0):
            words = "".join(str(text) for text in node.itertext())
            self._flow.raised(words)
            return False
        return True


_ROLES = {
    "blockquote": BlockRole.BLOCK_QUOTATION,
    "caption": BlockRole.CAPTION,
    "figcaption": BlockRole.CAPTION,
}
_STARTS = frozenset({*_ROLES, "li", "dt", "dd", "menu"})


def _is_hidden(node: Node) -> bool:
    if not node.attrib:
        return False
    if node.get("hidden") is not None or node.get("aria-hidden") == "true":
        return True
    return bool(_HIDDEN_STYLE.search(node.get("style", "")) or types_of(node) & _DROPPED_TYPES)


def _part(node: Node, name: str) -> SectionRole | None:
    if name not in _PART_HOLDERS or not node.attrib:
        return None
    types = types_of(node)
    return next((part for part, names in _PARTS.items() if types & names), None)


def _table_of(node: Node) -> Node:
    """Return the table an element of one belongs to."""
    return node if local_name(node) == "table" else next(node.iterancestors("{*}table"), node)


def _lays_out(table: Node, links: NoteLinks) -> bool:
    """Tell whether a table only arranges a page: it says so, has one cell, or holds headings, tables or notes."""
    if table.get("role") in ("presentation", "none"):
        return True
    cells = 0
    for inner in table.iter():
        name = local_name(inner)
        cells += name in _CELLS
        if name in _HEADINGS or inner in links.notes or (name == "table" and inner is not table):
            return True
    return cells <= 1
