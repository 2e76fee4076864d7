"""Section titles as headers and outlines show them."""

from __future__ import annotations

import re

_SMALL_WORDS = frozenset(
    {
        *("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "nor", "of", "on", "or", "over"),
        *("the", "to", "under", "vs", "with"),
    }
)
_CHAPTER = re.compile(r"chapter\s+(?=[\dIVXLC])", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def section_label(title: str) -> str:
    """Return a title without shouting: "CHAPTER 4 ANALYSIS" becomes "Ch. 4 Analysis"."""
    chapter = _CHAPTER.match(title)
    rest = title[chapter.end() :] if chapter else title
    if rest.upper() == rest and any(c.islower() for c in rest.lower()):
        rest = _title_case(rest)
    return f"Ch. {rest}" if chapter else rest


def _title_case(text: str) -> str:
    def recase(match: re.Match[str]) -> str:
        word = match.group()
        if match.start() and word.lower() in _SMALL_WORDS:
            return word.lower()
        # "U.S." and single letters before a full stop stay as they are.
        if len(word) == 1 and text[match.end() : match.end() + 1] == ".":
            return word
        return word[0] + word[1:].lower()

    return _WORD.sub(recase, text)
