"""Markdown (CommonMark with tables and notes): rendered to HTML, which is read like any other; metadata at its head."""

from __future__ import annotations

import re
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote import footnote_plugin

from reader.documents.deadline import Deadline
from reader.documents.elements import StatedDocument
from reader.documents.html_document import read_html
from reader.documents.pacing import STEPS, stretch
from reader.domain.progress import Progress
from reader.errors import DocumentError

# Characters; the parser reads about a million in two seconds.
_LARGEST = 16 * 1024 * 1024
# What is nested more deeply is left out by the parser, which calls itself for each level.
_DEEPEST = 100
_HEAD = re.compile(r"\A---[ \t]*\n(?P<fields>(?:.*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"(?P<name>title|author|authors|date|year)[ \t]*:[ \t]*(?P<value>.*)", re.IGNORECASE)
_ENTRY = re.compile(r"[ \t]*-[ \t]+(?:name[ \t]*:[ \t]*)?(?P<value>.+)")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


def read_markdown(text: str, name: str, progress: Progress) -> StatedDocument:
    """Read Markdown.

    Args:
        text: The whole file, decoded.
        name: Its name, for messages.
        progress: Called with thousandths.

    Raises:
        DocumentError: If it is too large.
    """
    if len(text) > _LARGEST:
        limit = _LARGEST // (1024 * 1024)
        raise DocumentError(f"“{name}” holds more than {limit} MB of Markdown.", "Split it into smaller files.")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    head = _HEAD.match(text)
    body = text[head.end() :] if head else text
    rendered = _parser(Deadline(name), stretch(progress, 0, 600)).render(body)
    stated = read_html(rendered, name, stretch(progress, 600, STEPS))
    return _with_fields(stated, head["fields"]) if head else replace(stated, title="", author="", year=None)


def _parser(deadline: Deadline, progress: Progress) -> MarkdownIt:
    """Make a parser that tells its progress, and ends in time whatever it is given."""
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"]).use(footnote_plugin)
    steps = 0

    def step(done: int, total: int) -> None:
        nonlocal steps
        steps += 1
        if steps % 64 == 0:
            deadline.check()
            progress(done, total)

    def in_blocks(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        del end, silent
        step(line, 2 * max(1, state.lineMax))
        return False

    def in_text(state: StateInline, silent: bool) -> bool:
        del state, silent
        step(1, 2)
        return False

    parser.block.ruler.before("code", "step", in_blocks)
    parser.inline.ruler.before("text", "step", in_text)
    return parser


def _with_fields(stated: StatedDocument, fields: str) -> StatedDocument:
    """Read title, author and date from the lines at the head of a file, in the plainest YAML only."""
    said: dict[str, list[str]] = {}
    last = ""
    for line in fields.split("\n"):
        if match := _FIELD.fullmatch(line.rstrip()):
            last = match["name"].lower()
            said[last] = [_unquoted(value) for value in match["value"].strip("[] ").split(", ") if value]
            if last == "title":
                said[last] = [_unquoted(match["value"])]
        elif last.startswith("author") and (match := _ENTRY.fullmatch(line.rstrip())):
            said[last].append(_unquoted(match["value"]))
        elif not line.startswith((" ", "\t")):
            last = ""
    title = next(iter(said.get("title", [])), "")
    authors = said.get("author") or said.get("authors") or []
    year = _YEAR.search(" ".join(said.get("date", []) + said.get("year", [])))
    return replace(stated, title=title, author=", ".join(authors), year=int(year[1]) if year else None)


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
