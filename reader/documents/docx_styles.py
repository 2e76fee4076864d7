"""Styles of a Word document: what a paragraph's style makes of it, and the bullets and numbers of its lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from reader.documents.elements import BULLET
from reader.documents.markup_tree import Node
from reader.domain.document import BlockRole

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING_NAME = re.compile(r"heading ([1-9])")
_DEEPEST_STYLE = 20
_DEEPEST_LIST = 9
_HIGHEST_NUMBER = 100_000
_ROLES = {
    "title": BlockRole.FRONT_MATTER, "subtitle": BlockRole.FRONT_MATTER, "author": BlockRole.FRONT_MATTER,
    "date": BlockRole.FRONT_MATTER, "toc heading": BlockRole.FRONT_MATTER, "table of figures": BlockRole.FRONT_MATTER,
    "contents heading": BlockRole.FRONT_MATTER, "quote": BlockRole.BLOCK_QUOTATION,
    "intense quote": BlockRole.BLOCK_QUOTATION, "block text": BlockRole.BLOCK_QUOTATION,
    "block quote": BlockRole.BLOCK_QUOTATION, "quotations": BlockRole.BLOCK_QUOTATION, "caption": BlockRole.CAPTION,
    "image caption": BlockRole.CAPTION, "table caption": BlockRole.CAPTION, "bibliography": BlockRole.BIBLIOGRAPHY,
    "epigraph": BlockRole.EPIGRAPH,
}  # fmt: skip
_TOC = re.compile(r"toc [1-9]")


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a style says of its paragraphs.

    Attributes:
        level: Of a heading, from 1; 0 for text.
        italic: Whether its type is italic; None where it does not say.
        list_id, list_level: The list it belongs to; "" for none.
    """

    role: BlockRole = BlockRole.BODY
    level: int = 0
    italic: bool | None = None
    list_id: str = ""
    list_level: int = 0


class Styles:
    """The styles of a document, by their ids.

    Args:
        root: The root of its part of styles; None where it has none.
    """

    def __init__(self, root: Node | None) -> None:
        self._nodes = {node.get(f"{W}styleId", ""): node for node in root.iter(f"{W}style")} if root is not None else {}
        self._known: dict[str, ParagraphStyle] = {}

    def paragraph(self, node: Node) -> ParagraphStyle:
        """Return what a paragraph is, by its style and its own properties."""
        properties = node.find(f"{W}pPr")
        if properties is None:
            return self.style("")
        return _with_properties(self.style(value_of(properties.find(f"{W}pStyle"))), properties)

    def style(self, style_id: str) -> ParagraphStyle:
        """Return what a style says, with what it takes over from the style it is based on."""
        if style_id not in self._known:
            made = ParagraphStyle()
            for node in reversed(list(self._chain(style_id))):
                made = _with_style(made, node)
            self._known[style_id] = made
        return self._known[style_id]

    def _chain(self, style_id: str) -> Iterator[Node]:
        for _ in range(_DEEPEST_STYLE):
            node = self._nodes.get(style_id)
            if node is None:
                return
            yield node
            style_id = value_of(node.find(f"{W}basedOn"))


def value_of(node: Node | None, default: str = "") -> str:
    """Return the value of a property."""
    return default if node is None else node.get(f"{W}val", default)


def is_on(properties: Node | None, name: str) -> bool | None:
    """Tell whether a property that is on or off is on; None where it is not said."""
    node = properties.find(f"{W}{name}") if properties is not None else None
    return None if node is None else value_of(node, "1") not in ("0", "false", "off", "none")


def _with_style(style: ParagraphStyle, node: Node) -> ParagraphStyle:
    name = value_of(node.find(f"{W}name")).lower()
    if match := _HEADING_NAME.fullmatch(name):
        style = replace(style, role=BlockRole.HEADING, level=int(match[1]))
    elif _TOC.fullmatch(name):
        style = replace(style, role=BlockRole.FRONT_MATTER, level=0)
    elif name in _ROLES:
        style = replace(style, role=_ROLES[name], level=0)
    italic = is_on(node.find(f"{W}rPr"), "i")
    style = replace(style, italic=style.italic if italic is None else italic)
    properties = node.find(f"{W}pPr")
    return style if properties is None else _with_properties(style, properties)


def _with_properties(style: ParagraphStyle, properties: Node) -> ParagraphStyle:
    outline = value_of(properties.find(f"{W}outlineLvl"))
    if outline.isdigit() and style.role in (BlockRole.BODY, BlockRole.HEADING):
        level = int(outline) + 1 if int(outline) < _DEEPEST_LIST else 0
        style = replace(style, role=BlockRole.HEADING if level else BlockRole.BODY, level=level)
    numbering = properties.find(f"{W}numPr")
    if numbering is not None:
        list_id = value_of(numbering.find(f"{W}numId"), style.list_id)
        level_text = value_of(numbering.find(f"{W}ilvl"), str(style.list_level))
        list_level = min(int(level_text), _DEEPEST_LIST - 1) if level_text.isdigit() else 0
        style = replace(style, list_id="" if list_id == "0" else list_id, list_level=list_level)
    return style


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the items of all lists of a document as they come.

    Args:
        root: The root of its part of numbering; None where it has none.
    """

    def __init__(self, root: Node | None) -> None:
        self._lists: dict[str, _List] = {}
        if root is None:
            return
        abstract = {node.get(f"{W}abstractNumId", ""): _levels(node) for node in root.iter(f"{W}abstractNum")}
        shared: dict[str, _List] = {}
        for node in root.iter(f"{W}num"):
            name = value_of(node.find(f"{W}abstractNumId"))
            overrides = list(node.iter(f"{W}lvlOverride"))
            levels = dict(abstract.get(name, {}))
            for override in overrides:
                index = _number(override.get(f"{W}ilvl", ""), 0)
                start = _number(value_of(override.find(f"{W}startOverride")), 1)
                levels[index] = replace(levels.get(index, _Level()), start=start)
            # Lists of one definition count on from each other, unless one says where it starts.
            counts = _List(levels) if overrides else shared.setdefault(name, _List(levels))
            self._lists[node.get(f"{W}numId", "")] = counts

    def label(self, list_id: str, level: int) -> str:
        """Count an item and return its bullet or number as printed, "" where it has none."""
        found = self._lists.get(list_id)
        if found is None:
            return ""
        form = found.levels.get(level, _Level())
        found.counts[level] = min(found.counts.get(level, form.start - 1) + 1, _HIGHEST_NUMBER)
        for deeper in [other for other in found.counts if other > level]:
            del found.counts[deeper]
        if form.form == "bullet":
            return BULLET
        if form.form == "none":
            return ""
        return re.sub(r"%([1-9])", lambda match: _count(found, int(match[1]) - 1), form.text).strip()


def _count(found: _List, level: int) -> str:
    form = found.levels.get(level, _Level())
    return _written(found.counts.get(level, form.start), form.form)


def _levels(node: Node) -> dict[int, _Level]:
    return {
        _number(level.get(f"{W}ilvl", ""), 0): _Level(
            value_of(level.find(f"{W}numFmt"), "decimal"),
            value_of(level.find(f"{W}lvlText")),
            _number(value_of(level.find(f"{W}start")), 1),
        )
        for level in node.iter(f"{W}lvl")
    }


def _number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else default


def _written(number: int, form: str) -> str:
    match form:
        case "lowerLetter" | "upperLetter":
            letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letters if form == "lowerLetter" else letters.upper()
        case "lowerRoman" | "upperRoman":
            return _roman(number) if form == "upperRoman" else _roman(number).lower()
        case "decimalZero":
            return f"{number:02}"
        case _:
            return str(number)


def _roman(number: int) -> str:
    made = ""
    for value, digits in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
        (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        made += digits * (number // value)
        number %= value
    return made
