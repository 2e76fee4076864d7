"""Plain text as Markdown that shows exactly that text: escapes, block quotes and table cells."""

from __future__ import annotations

import re

# Punctuation that can mean something inside a line, to Markdown or to the note programs that extend it ("$" formulas,
# "==" marks, "#" tags). "_" inside a word and "&" that begins no entity mean nothing and are left alone, for the sake
# of those who read the file as it is.
_EMPHASIS = r"\*|(?<!\w)_|_(?!\w)"
_NOT_EMPHASIS = r"[\\`\[\]<|~$]|&(?=#?\w+;)|=(?==)|(?<==)=|(?<![\w/])#(?=\w)"
_INLINE = re.compile(f"{_NOT_EMPHASIS}|{_EMPHASIS}")
_INLINE_BUT_EMPHASIS = re.compile(_NOT_EMPHASIS)
# What at the start of a line makes it something else than a paragraph: headings, quotes, underlines, lists, rules.
_LINE_START = re.compile(r"(?P<number>\d{1,9})(?=[.)](?:\s|$))|(?P<sign>[#>=]|[+-](?=\s|$|-)|:(?=-))")
_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n\s*")
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})(.*)")
_CELLS = re.compile(r"[ ]*\t[ ]*")


def inline(text: str, *, emphasised: bool = False) -> str:
    """Write text inside a line: white space runs become one space, what Markdown or HTML would read is escaped.

    Args:
        text: Plain text.
        emphasised: Whether the text carries Markdown emphasis of its own, to be kept.
    """
    meaningful = _INLINE_BUT_EMPHASIS if emphasised else _INLINE
    return meaningful.sub(r"\\\g<0>", " ".join(text.split()))


def paragraph_line(text: str, *, emphasised: bool = False) -> str:
    """Write text as a line of its own, which must not turn into a heading, a list or a rule."""
    line = inline(text, emphasised=emphasised)
    start = _LINE_START.match(line)
    if start is None:
        return line
    if start["number"]:
        return f"{start['number']}\\{line[start.end() :]}"
    return f"\\{line}"


def block_quote(text: str) -> str:
    """Write text as a block quote; its paragraphs, lines and table cells stay apart."""
    paragraphs = [_lines(paragraph) for paragraph in paragraphs_of(text)]
    return "\n>\n".join("\n".join(f"> {line}" for line in lines) for lines in paragraphs)


def table_cell(text: str) -> str:
    """Write text into a table cell, which holds one line: paragraphs and lines in it are parted by "¶" and "/"."""
    paragraphs = [" / ".join(_cells(line) for line in paragraph.splitlines()) for paragraph in paragraphs_of(text)]
    return " ¶ ".join(paragraphs)


def paragraphs_of(text: str) -> list[str]:
    """Part a text at its empty lines; none of the parts is empty."""
    return [paragraph for paragraph in _PARAGRAPH_BREAK.split(text.strip()) if paragraph.strip()]


def tag(name: str) -> str:
    """Write a tag the way Markdown note programs read it: "#energy/pipelines", white space as "-"."""
    return "#" + re.sub(r"[^\w/-]+", "-", name.strip()).strip("-")


def reader_markdown(note: str) -> str:
    """Write Markdown of the reader's own as it is, with what would be HTML escaped and an open code block closed."""
    written = re.sub(r"(?<!\\)<(?=[A-Za-z/!?])(?!(?:https?|mailto|diptych):[^\s<>]*>)", r"\\<", note.strip())
    fence = ""
    for line in written.splitlines():
        found = _FENCE.match(line)
        if found is None:
            continue
        if not fence:
            fence = found[1]
        elif found[1].startswith(fence) and not found[2].strip():
            fence = ""
    return f"{written}\n{fence}" if fence else written


def _lines(paragraph: str) -> list[str]:
    """Write a paragraph's lines, each but the last with a hard line end."""
    lines = [line for line in paragraph.splitlines() if line.strip()]
    written = [_first_cell(line) for line in lines]
    return [f"{line}\\" for line in written[:-1]] + written[-1:]


def _first_cell(line: str) -> str:
    first, tab, rest = line.strip(" ").partition("\t")
    return paragraph_line(first) + (" \\| " + _cells(rest) if tab else "")


def _cells(line: str) -> str:
    return " \\| ".join(inline(cell) for cell in _CELLS.split(line))
