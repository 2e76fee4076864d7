"""Page furniture: running heads, watermarks and page numbers that belong to the page, not to the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from reader.documents.headings import is_chapter
from reader.documents.pacing import Pace
from reader.documents.plain_text import Unit, ends_sentence
from reader.domain.progress import Progress
from reader.domain.text import SUPERSCRIPT_DIGITS

_PAGE_NUMBER = re.compile(r"\W{0,4}(?:[Pp](?:age|\.)\s*\d{1,4}|\d{1,3}|[ivxlc]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?\W{0,4}")
_RULE = re.compile(r"[\W_]*")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_BEFORE_NOTE = re.compile(rf"(?P<head>[^{SUPERSCRIPT_DIGITS}]{{4,60}}?) (?=[{SUPERSCRIPT_DIGITS}]+ \S)")
_RAISED = re.compile(rf"[{SUPERSCRIPT_DIGITS}]|<sup>", re.IGNORECASE)
_LONGEST_HEAD = 70


def is_blank_furniture(unit: Unit) -> bool:
    """Tell whether a unit is a bare page number, a rule, an ornament or an image placeholder."""
    if len(unit.text) > 200 or unit.table:
        return False
    text = unit.text
    return bool(_PAGE_NUMBER.fullmatch(text) or _RULE.fullmatch(text) or _IMAGE.fullmatch(text))


def running_heads(units: Sequence[Unit], progress: Progress) -> frozenset[str]:
    """Find the running heads and watermarks: short lines that come again and again where pages break.

    A heading that comes again ("Summary") is followed by its text; a running head stands between two halves of a
    paragraph, or among notes, page numbers and other running heads.
    """
    places: dict[str, list[int]] = defaultdict(list)
    pace = Pace(progress, len(units))
    for index, unit in enumerate(units):
        if head := head_of(unit):
            places[head].append(index)
        pace.did(index, len(unit.text))
    repeated = {head for head, indexes in places.items() if len(indexes) > 1}
    found: set[str] = set()
    for head in repeated:
        indexes = places[head]
        at_breaks = sum(_at_page_break(units, index, repeated) for index in indexes)
        if at_breaks == len(indexes) or (len(indexes) >= 3 and at_breaks >= 0.3 * len(indexes)):
            found.add(head)
    return frozenset(found)


def head_of(unit: Unit) -> str | None:
    """Return what might be a running head in a unit: its whole short text, or what stands before a note in it."""
    if unit.table or unit.level:
        return None
    if match := _BEFORE_NOTE.match(unit.text):
        return _key(match["head"])
    if len(unit.text) > _LONGEST_HEAD or len(unit.lines) > 1 or ends_sentence(unit.text) or is_chapter(unit.text):
        return None
    return _key(unit.text)


def without_head(unit: Unit, heads: frozenset[str]) -> Unit | None:
    """Take a running head off a unit; None if nothing is left."""
    if is_blank_furniture(unit):
        return None
    head = head_of(unit)
    if head is None or head not in heads:
        return unit
    match = _BEFORE_NOTE.match(unit.text)
    if match is None:
        return None
    first, start = unit.lines[0]
    raised = _RAISED.search(first)
    if raised is None:
        return unit
    cut = raised.start()
    lines = [(first[cut:], start + cut), *unit.lines[1:]]
    return replace(unit, lines=lines, text=unit.text[match.end() :])


def _key(text: str) -> str | None:
    key = re.sub(r"[\W\d_]+", " ", text).strip().casefold()
    return key if len(key) >= 3 else None


def _at_page_break(units: Sequence[Unit], index: int, repeated: set[str]) -> bool:
    """Tell whether a unit stands where a page breaks, by what stands around it."""
    unit = units[index]
    if unit.after_page or _BEFORE_NOTE.match(unit.text):
        return True
    following = units[index + 1] if index + 1 < len(units) else None
    before = units[index - 1] if index else None
    if following is None or following.after_page or following.text[:1] in SUPERSCRIPT_DIGITS:
        return True
    if following.text[:1].islower() or is_blank_furniture(following):
        return True
    if before is not None and (is_blank_furniture(before) or before.text[:1] in SUPERSCRIPT_DIGITS):
        return True
    return _is_head(before, repeated) or _is_head(following, repeated)


def _is_head(unit: Unit | None, repeated: set[str]) -> bool:
    return unit is not None and head_of(unit) in repeated
