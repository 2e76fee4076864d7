"""Raised notes: raised digits that a converter left in a text, and paragraphs that begin with such, made notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.documents.elements import Element, Reference
from reader.domain.document import BlockRole
from reader.domain.text import SUPERSCRIPT_DIGITS, from_superscript

_NOTE = re.compile(rf"\s*(?P<number>[{SUPERSCRIPT_DIGITS}]{{1,4}})\s*(?=[^\s{SUPERSCRIPT_DIGITS}])")
_MARKER = re.compile(rf"(?<=\S)\s?(?P<number>[{SUPERSCRIPT_DIGITS}]{{1,4}})(?![{SUPERSCRIPT_DIGITS}])")
_UNIT = re.compile(r"(?:^|[\s\d(/])(?:[kcdm]?m|mi|ft|in|yd|s|x|n|R)$")
# Fewer numbers that are both in the text and before a paragraph are exponents and stray paragraphs.
_FEWEST = 3


def mark_raised_notes(elements: Sequence[Element]) -> None:
    """Turn raised digits into references where a file states no note of its own, but prints notes all the same."""
    if any(element.note is not None for element in elements):
        return
    notes: dict[int, list[Element]] = {}
    for element in elements:
        if element.role is BlockRole.BODY and (match := _NOTE.match(element.items[0][0].text)):
            notes.setdefault(from_superscript(match["number"]), []).append(element)
    printed = {id(element) for same in notes.values() for element in same}
    markers = _markers([element for element in elements if id(element) not in printed], notes)
    if len({number for _, _, number in markers}) < _FEWEST:
        return
    turns: dict[int, int] = {}
    for rich_references, reference, number in markers:
        turn = turns.get(number, 0)
        turns[number] = turn + 1
        if turn < len(notes[number]):
            reference.note = f"raised {number} {turn}"
            rich_references.append(reference)
    for number, same in notes.items():
        for turn, element in enumerate(same):
            element.role, element.note = BlockRole.NOTE, f"raised {number} {turn}"


def _markers(
    elements: Sequence[Element], notes: dict[int, list[Element]]
) -> list[tuple[list[Reference], Reference, int]]:
    """Find raised digits that are the number of a note: (where the reference goes, the reference, the number)."""
    found: list[tuple[list[Reference], Reference, int]] = []
    for rich in (rich for element in elements for row in element.items for rich in row):
        text = rich.text
        for match in _MARKER.finditer(text):
            number = from_superscript(match["number"])
            if number in notes and not _UNIT.search(text, max(0, match.start() - 4), match.start()):
                start = match.start("number")
                width = match.end() - start
                found.append((rich.references, Reference(start, "", str(number), width), number))
    return found
