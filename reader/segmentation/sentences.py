"""Sentences: where they end, abbreviations, initials, quotes and note markers considered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.domain.text import SUPERSCRIPT_DIGITS

# What may follow a full stop and still belong to its sentence: closing quotes and brackets, note markers.
_END = re.compile(rf"(?:[.!?…]+|[。！？]+|\n)[\"'”’»)\]]*[{SUPERSCRIPT_DIGITS}]*")
_WIDE = "。！？"
_OPENING = re.compile(r"[\"'“‘«(\[—–-]*(?P<first>.)", re.DOTALL)
# fmt: off
_ABBREVIATIONS = frozenset({
    "mr", "mrs", "ms", "dr", "prof", "st", "gen", "col", "lt", "maj", "capt", "cmdr", "adm", "sgt", "gov", "sen",
    "rep", "rev", "hon", "pres", "messrs", "mme", "mlle", "no", "nos", "vol", "vols", "pp", "pg", "pgs", "p", "ch",
    "chap", "sec", "fig", "figs", "art", "arts", "para", "paras", "ed", "eds", "trans", "op", "cit", "cf", "viz",
    "vs", "v", "al", "e.g", "i.e", "eg", "ie", "etc", "ca", "approx", "dept", "univ", "inc", "ltd", "co", "corp",
    "bros", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "u.s", "u.k",
    "u.n", "e.u", "u.s.s.r", "p.r.c", "d.c", "a.d", "b.c", "a.m", "p.m", "ph.d", "m.a", "b.a", "j.d",
})
# fmt: on
# Abbreviations that may well end a sentence: they do if a capital follows that can begin one.
# fmt: off
_MAY_END = frozenset({
    "etc", "inc", "ltd", "co", "corp", "al", "u.s", "u.k", "u.n", "e.u", "u.s.s.r", "p.r.c", "d.c", "a.d", "b.c",
    "a.m", "p.m", "ph.d", "m.a", "b.a", "j.d",
})
# fmt: on
# fmt: off
_STARTERS = frozenset({
    "the", "a", "an", "this", "that", "these", "those", "it", "its", "he", "she", "they", "we", "i", "in", "on",
    "at", "by", "for", "from", "as", "if", "when", "while", "although", "though", "however", "but", "and", "so",
    "thus", "therefore", "moreover", "furthermore", "additionally", "also", "since", "because", "after", "before",
    "during", "despite", "even", "not", "no", "there", "here", "his", "her", "their", "our", "first", "second",
    "third", "finally", "some", "many", "most", "such", "other", "russia", "china", "russian", "chinese", "to",
    "of", "with", "what", "why", "how", "who", "where",
})
# fmt: on
_NEVER_END = _ABBREVIATIONS - _MAY_END
_LAST_WORD = re.compile(r"[^\s(\[“\"‘']+$")
_LONGEST_WORD = 60


def sentence_ends(text: str) -> Iterator[int]:
    """Find where sentences end.

    Yields:
        Offsets just after a sentence (its closing quotes and note markers included), the end of the text last.
    """
    last = 0
    for match in _END.finditer(text):
        end = match.end() if text[match.start()] != "\n" else match.start() + 1
        if end < len(text) and _is_end(text, match.start(), end):
            yield end
            last = end
    if last < len(text):
        yield len(text)


def _is_end(text: str, stop: int, end: int) -> bool:
    if text[stop] in _WIDE or text[stop] == "\n":
        return True
    if not text[end].isspace():
        return False
    following = text[end : end + _LONGEST_WORD].lstrip()
    if text[end] == "\n" or not following:
        return True
    opening = _OPENING.match(following)
    if opening is None or opening["first"].islower() or following[0] == ".":
        return False  # the sentence goes on, or an ellipsis is set with spaces
    if text[stop] != "." or text[stop:end].strip(".") != "":
        # A question, a quotation's end or a marker: nothing abbreviates here.
        return True
    return not _is_abbreviation(text, stop, following)


def _is_abbreviation(text: str, stop: int, following: str) -> bool:
    """Tell whether the full stop at `stop` belongs to an abbreviation that the sentence goes on after."""
    match = _LAST_WORD.search(text[max(0, stop - _LONGEST_WORD) : stop])
    word = match.group() if match else ""
    if len(word) == 1 and word.isupper():
        return True  # an initial
    if word.isdigit() and text.rfind("\n", 0, stop) + 1 == stop - len(word):
        return True  # a list item's number
    folded = word.lower()
    if folded in _NEVER_END:
        return True
    if folded in _MAY_END or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        return re.split(r"\W", following.lstrip("“\"‘'([") + " ", maxsplit=1)[0].lower() not in _STARTERS
    return False
