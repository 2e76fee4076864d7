"""Normalisation: raw lines of one paragraph to clean text (joined, mark-up resolved, NFC)."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise

from reader.documents.traced_text import Edit, Line, TracedText
from reader.domain.text import SUPERSCRIPT_DIGITS, TextSpan, to_superscript

_TAGS = "a|b|big|br|center|cite|div|em|font|i|img|p|q|s|small|span|strike|strong|sub|sup|tt|u"
_MARKUP = re.compile(
    r"<sup>\s*(?P<number>\d{1,4})\s*</sup>"
    r"|<(?P<italic>/?(?:i|em)\s*)>"
    rf"|<(?P<tag>/?(?:{_TAGS})(?:\s[^<>]{{0,300}})?/?\s*)>"
    r"|&(?P<entity>#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});",
    re.IGNORECASE,
)
# Control characters (white space ones aside), zero-width ones that join nothing, and soft hyphens.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff]")
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_SPACES = re.compile(r"\s{2,}|[^\S ]")
_HYPHENS = "-\u2010\u00ad"
_SPACE_BEFORE_MARKER = re.compile(rf"(?<=[^\s{SUPERSCRIPT_DIGITS}]) +(?=[{SUPERSCRIPT_DIGITS}])")
_EMPHASIS = re.compile(
    r"(?P<escape>\\[$*_#|\[\]<>`&%])"
    r"|(?<![\\*])(?P<stars>\*{1,3})(?=[^\s*])(?P<starred>[^*]{0,2000}?[^\s*\\])(?P=stars)(?!\*)"
    r"|(?<![\w\\])_(?=[^\s_])(?P<underscored>[^_]{0,2000}?[^\s_\\])_(?!\w)"
    r"|(?P<stray>(?<![\w*\\])\*(?=\w)|(?<=\w)\*(?=[.,;:]))"
)

KnownWord = Callable[[str], bool]


def joint(line: str, following: str, is_word: KnownWord) -> tuple[int, str]:
    """Tell how a line goes over into the next one.

    Args:
        line: The line, stripped.
        following: The next one, stripped.
        is_word: Tells whether the document holds a word elsewhere.

    Returns:
        How many characters to cut from the line's end, and what to put there.
    """
    if len(line) < 2 or line[-1] not in _HYPHENS or not line[-2].isalpha():
        return (0, "" if line.endswith(("—", "–")) and line[-2:-1] not in (" ", "") else " ")
    if line[-1] == "\u00ad":
        return (1, "")
    if not following[:1].islower():
        return (0, "")
    head = re.search(r"[^\W\d_]+$", line[:-1])
    tail = re.match(r"[^\W\d_]+", following)
    first, second = (head.group() if head else ""), (tail.group() if tail else "")
    joined, hyphenated = (first + second).lower(), f"{first}-{second}".lower()
    keeps_hyphen = (is_word(hyphenated) or "-" in line.split()[-1][:-1]) and not is_word(joined)
    return (0, "") if keeps_hyphen else (1, "")


def clean(lines: Sequence[Line], is_word: KnownWord, *, markup: bool = True) -> TracedText:
    """Join and clean the lines of one paragraph, list item, heading line or table cell.

    Args:
        lines: The lines.
        is_word: Tells whether the document holds a word elsewhere.
        markup: Whether the text may hold tags and entities.

    Emphasis marks stay in, so that callers can still join and mark; `lift_emphasis` takes them out.
    """
    trimmed = [_trimmed(line) for line in lines]
    trimmed = [line for line in trimmed if line[0]]
    if not trimmed:
        return TracedText("", ())
    joints = [joint(a[0], b[0], is_word) for a, b in pairwise(trimmed)]
    made = TracedText.of_lines(trimmed, joints)
    if markup and ("<" in made.text or "&" in made.text):
        made = made.edited([(m.start(), m.end(), _resolved(m)) for m in _MARKUP.finditer(made.text)])
    made = made.edited([(m.start(), m.end(), "") for m in _INVISIBLE.finditer(made.text)])
    made = made.edited(
        [(m.start(), m.end(), unicodedata.normalize("NFKD", m[0])) for m in _LIGATURES.finditer(made.text)]
    )
    made = made.edited([(m.start(), m.end(), " ") for m in _SPACES.finditer(made.text)]).stripped()
    made = made.composed()
    return made.edited([(m.start(), m.end(), "") for m in _SPACE_BEFORE_MARKER.finditer(made.text)])


def lift_emphasis(source: TracedText) -> tuple[TracedText, list[TextSpan]]:
    """Take emphasis marks and escapes out of a cleaned text and return the emphasised spans of the result."""
    text = source.text
    if not ("*" in text or "_" in text or "\\" in text):
        return source, []
    edits: list[Edit] = []
    spans: list[TextSpan] = []
    dropped = 0
    for match in _EMPHASIS.finditer(text):
        if _touches_combining(text, match):
            continue
        if match.lastgroup in ("starred", "underscored"):
            start, end = match.span(match.lastgroup)
            edits += ((match.start(), start, ""), (end, match.end(), ""))
            dropped += start - match.start()
            spans.append(TextSpan(start - dropped, end - dropped))
            dropped += match.end() - end
        else:
            edits.append((match.start(), match.start() + 1, ""))
            dropped += 1
    return source.edited(edits), spans


def plain(lines: Sequence[Line]) -> str:
    """Return the text of lines the way structure is recognised by: on one line, without emphasis marks and tags."""
    text = " ".join(line[0].strip() for line in lines) if len(lines) > 1 else lines[0][0].strip()
    if "<" in text:
        text = _MARKUP.sub(_resolved, text)
    if "*" in text:
        text = text.replace("*", "")
    return text.strip()


def _trimmed(line: Line) -> Line:
    text, start = line
    bare = text.strip()
    return (bare, start) if len(bare) == len(text) else (bare, start + text.find(bare[:1]) if bare else start)


def _resolved(match: re.Match[str]) -> str:
    if match["number"]:
        return to_superscript(int(match["number"])) if match["number"].isascii() else match["number"]
    if match["italic"]:
        return "*"
    if match["tag"]:
        return " " if match["tag"].lower().startswith("br") else ""
    return html.unescape(match.group())


def _touches_combining(text: str, match: re.Match[str]) -> bool:
    """Tell whether taking the marks out would let a combining character run into another base."""
    inner = match.start() + len(match["stars"] or "*")
    following = [text[i] for i in (inner, match.end()) if i < len(text)]
    return any(unicodedata.combining(char) or "\u1160" <= char <= "\u11ff" for char in following)
