"""Finds words in a document the way a reader means them, in slices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from reader.domain.text import SUPERSCRIPT_DIGITS, TextSpan

MOST_MATCHES = 10_000
SLICE = 100_000  # code points searched at a time, some 5 ms
# What may stand between two characters that follow each other for the reader: note markers, soft hyphens, accents.
_SKIPPED = f"[{SUPERSCRIPT_DIGITS}\u00ad\u0300-\u036f]*"
_SAME = {
    '"': '"“”„‟«»',
    "'": "'‘’‚‛`´",
    "-": "-‐‑‒–—−",
}
_SPELLINGS = {mark: marks for marks in _SAME.values() for mark in marks}
_LATIN = (range(0xC0, 0x250), range(0x1E00, 0x1F00))
_LONGEST_MATCH = 2_000  # a match across a slice's end is looked for this far into the next


@cache
def _accented() -> dict[str, str]:
    """Map each plain letter to all letters that are it with accents, or superscript digits that are it raised."""
    spellings: dict[str, str] = {}
    for code in (code for block in _LATIN for code in block):
        plain = unicodedata.normalize("NFKD", chr(code))[0]
        if plain != chr(code):
            spellings[plain] = spellings.get(plain, plain) + chr(code)
    for digit, raised in zip("0123456789", SUPERSCRIPT_DIGITS, strict=True):
        spellings[digit] = digit + raised
    return spellings


def query_pattern(query: str, *, match_case: bool) -> re.Pattern[str] | None:
    """Return a pattern for what the reader typed; None if that is nothing.

    White space stands for any white space, plain letters also for accented ones, straight quotes and hyphens for all
    kinds; note markers, soft hyphens and combining accents in the text are passed over.
    """
    words = unicodedata.normalize("NFC", query).split()
    if not words:
        return None
    accented = _accented()

    def character(c: str) -> str:
        spellings = _SPELLINGS.get(c) or accented.get(c, c)
        return f"[{re.escape(spellings)}]" if len(spellings) > 1 else re.escape(c)

    pattern = (_SKIPPED + r"\s+").join(_SKIPPED.join(map(character, word)) for word in words)
    return re.compile(pattern, re.NOFLAG if match_case else re.IGNORECASE)


def find_in_slices(text: str, pattern: re.Pattern[str]) -> Iterator[list[TextSpan]]:
    """Yield the matches of one slice of the text after the other, all in order."""
    start = 0
    while start < len(text):
        end = min(len(text), start + SLICE)
        found = []
        following = end
        for match in pattern.finditer(text, start, min(len(text), end + _LONGEST_MATCH)):
            if match.start() >= end:
                break
            found.append(TextSpan(*match.span()))
            following = max(end, match.end())
        yield found
        start = following
