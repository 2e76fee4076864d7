"""Abbreviations as a document defines them: "Shanghai Cooperation Organization (SCO)", "SCO (Shanghai …)"."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORT = r"[A-Z][A-Za-z&]*[A-Z](?:s\b)?|(?:[A-Z]\.){2,}"
_IN_BRACKETS = re.compile(rf"\(\s*[“\"']?({_SHORT})[”\"',.;]*\s*[)\]]")
_BEFORE_BRACKETS = re.compile(rf"\b({_SHORT})[”\"']?\s+\(([^()]{{5,80}})\)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LONGEST_SHORT = 10
# Small words that a short form leaves out.
_PARTICLES = frozenset({"of", "the", "and", "for", "in", "on", "to", "de", "der", "la", "a", "an"})


def find_definitions(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Return (short form, long form) of every abbreviation that texts define, in order, each long form once.

    The letters of the short form begin the words of the long one, as with Schwartz and Hearst (2003), but strictly:
    what is wrongly tied together would spoil both topics and likeness.
    """
    found: Counter[tuple[str, str]] = Counter()
    for text in texts:
        if "(" not in text:
            continue
        for match in _IN_BRACKETS.finditer(text):
            long = _long_form(_letters(match[1]), text[max(0, match.start() - 120) : match.start()])
            if long:
                found[_plain(match[1]), long] += 1
        for match in _BEFORE_BRACKETS.finditer(text):
            letters = _letters(match[1])
            long = _long_form(letters, match[2])
            if long and long == " ".join(_WORD.findall(match[2])):
                found[_plain(match[1]), long] += 1
    return list(found)


def _plain(short: str) -> str:
    plain = short.replace(".", "").replace("&", "")
    return plain[:-1] if plain.endswith("s") and len(plain) > 2 else plain


def _letters(short: str) -> str:
    return _plain(short).casefold()


def _long_form(letters: str, before: str) -> str:
    """Return the last words of a text that the letters abbreviate, or ""."""
    if not 2 <= len(letters) <= _LONGEST_SHORT:
        return ""
    words = _WORD.findall(before.split(". ")[-1])
    at, left = len(words) - 1, len(letters) - 1
    while at >= 0 and left >= 0:
        word = words[at].casefold()
        if word[0] == letters[left]:
            left -= 1
        elif word not in _PARTICLES:
            return ""
        at -= 1
    chosen = words[at + 1 :]
    return " ".join(chosen) if left < 0 and len(chosen) > 1 else ""
