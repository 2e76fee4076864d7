"""Notes: recognising note paragraphs among the text, and the markers in the text that point to them."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from reader.documents.pacing import Pace
from reader.documents.plain_text import Unit
from reader.documents.traced_text import Line
from reader.domain.progress import Progress
from reader.domain.text import SUPERSCRIPT_DIGITS, from_superscript

_SUPERSCRIPTS = f"[{SUPERSCRIPT_DIGITS}]"
_NOTE = re.compile(rf"(?:[-*•]\s+)?(?P<number>{_SUPERSCRIPTS}{{1,4}})\s*(?=\S)")
_PLAIN_NOTE = re.compile(r"(?:[-*•]\s+)?(?:\[(?:Footnote )?)?(?P<number>\d{1,4})(?:[.):\]]+|(?=\s))\s*(?=\S)")
_NEXT_NOTE = re.compile(
    rf"(?<=[.\])”\"])\s+(?=(?P<raised>{_SUPERSCRIPTS}{{1,4}})\s*\S|(?P<plain>\d{{1,4}})\s+[A-Z“\"])"
)
_PLAIN_LINE = re.compile(r"\s*(?P<plain>\d{1,4})\s+(?=[A-Z“\"])")
_MARKER = re.compile(rf"{_SUPERSCRIPTS}+")
_UNIT_OF_MEASURE = re.compile(r"(?:^|[\s\d(/])(?:[kcdm]?m|mi|ft|in|yd|s|x|n|R)$")
_PLAIN_MARKER = re.compile(r"(?<=[.,;:!?”\"’')\]])[ ](?P<number>\d{1,3})(?=\s|$)")
_AFTER_SENTENCE = re.compile(r"\s+[A-Z“\"‘(]|\s*$")

# Scans lose markers; a plain number this far past the last marker is still believed to be one.
_LONGEST_GAP = 12


@dataclass(frozen=True, slots=True)
class PlacedMarker:
    """A marker found in the text of one block.

    Attributes:
        block: The block's place in the sequence looked through.
        start, end: The digits' place in the block's text.
        space: How many characters before the digits must go.
    """

    block: int
    start: int
    end: int
    number: int
    space: int = 0


@dataclass(frozen=True, slots=True)
class _Candidate:
    marker: PlacedMarker
    strong: bool


def note_number(unit: Unit, last: int, *, among_notes: bool) -> int | None:
    """Return the number of the note that a unit begins, or None if it begins none.

    Args:
        unit: The unit.
        last: The number of the note before, 0 at first.
        among_notes: Notes stand directly before, or the unit stands under a heading "Notes".
    """
    if unit.table:
        return None
    if match := _NOTE.match(unit.text):
        return from_superscript(match["number"])
    match = _PLAIN_NOTE.match(unit.text)
    if match and among_notes:
        number = int(match["number"])
        if last < number <= last + 3 or number == 1 or (unit.note and last < number):
            return number
    return None


def after_number(text: str) -> int:
    """Return where a note's own words begin, after a bullet and its number (0 if there is neither)."""
    match = _NOTE.match(text) or _PLAIN_NOTE.match(text)
    return match.end() if match else 0


def split_notes(unit: Unit, number: int | None, last: int) -> list[tuple[int | None, list[Line]]]:
    """Part a unit that holds several notes.

    Args:
        unit: Lines that begin with a note.
        number: That note's number, None for a note that lost it.
        last: The number of the note before.

    Returns:
        Each note's number and lines.
    """
    notes: list[tuple[int | None, list[Line]]] = [(number, [])]
    last = number if number is not None else last
    for index, (text, start) in enumerate(unit.lines):
        at = 0
        begun = _PLAIN_LINE.match(text) if index else None
        if begun and int(begun["plain"]) == last + 1:
            last += 1
            notes.append((last, []))
        for match in _NEXT_NOTE.finditer(text):
            found = from_superscript(match["raised"]) if match["raised"] else int(match["plain"])
            if match["raised"] or found == last + 1:
                notes[-1][1].append((text[at : match.start()], start + at))
                notes.append((found, []))
                at, last = match.end(), found
        notes[-1][1].append((text[at:], start + at))
    return notes


def misread_numbers(numbers: Sequence[int | None]) -> list[int]:
    """Find notes whose number a scan misread: it was used before, and neither neighbour goes with it.

    Args:
        numbers: The notes' numbers in order, None for a note without one.

    Returns:
        Indexes into `numbers`.
    """
    seen: set[int] = set()
    found: list[int] = []
    for index, number in enumerate(numbers):
        if number is None:
            continue
        before = numbers[index - 1] if index else None
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        # A new chapter's notes begin with 1 and go on from there.
        if number in seen and before != number - 1 and following != number + 1:
            found.append(index)
        seen.add(number)
    return found


def place_markers(texts: Sequence[str], noted: Sequence[int], progress: Progress) -> list[PlacedMarker]:
    """Find the note markers in the text of successive blocks.

    Superscript digits are markers. Plain digits after a punctuation mark are taken for one only where the sequence of
    numbers has a gap that they fill, so that quantities and years stay what they are.

    Args:
        texts: The blocks' texts, in reading order.
        noted: The numbers of the document's notes, in their order.
        progress: Called with texts, twice their number being the total.
    """
    pace = Pace(progress, 2 * len(texts))
    raised: list[PlacedMarker] = []
    for index, text in enumerate(texts):
        raised += _raised(index, text)
        pace.did(index, len(text))
    if not noted:
        return raised if len(_increasing([m.number for m in raised])) >= 3 else []
    restarts = sum(number == 1 for number in noted) > 1
    numbers = frozenset(noted)
    raised = [m for m in raised if m.number in numbers or m.number <= max(noted)]
    if restarts:
        return raised
    anchors = [raised[i] for i in _increasing([m.number for m in raised])]
    candidates: list[_Candidate] = []
    for index, text in enumerate(texts):
        candidates += _candidates(index, text, max(noted))
        pace.did(len(texts) + index, len(text))
    plain = _plain_markers(candidates, anchors, max(noted), numbers)
    return sorted([*raised, *plain], key=lambda m: (m.block, m.start))


def _raised(block: int, text: str) -> list[PlacedMarker]:
    return [
        PlacedMarker(block, m.start(), m.end(), from_superscript(m.group()))
        for m in _MARKER.finditer(text)
        if m.start() and not text[m.start() - 1].isspace() and len(m.group()) <= 4
        if not _UNIT_OF_MEASURE.search(text, max(0, m.start() - 4), m.start())
    ]


def _plain_markers(
    candidates: Sequence[_Candidate], anchors: Sequence[PlacedMarker], highest: int, noted: frozenset[int]
) -> list[PlacedMarker]:
    """Choose the plain numbers that fill the gaps between certain markers."""
    found: list[PlacedMarker] = []
    low = 0
    at = 0
    last = PlacedMarker(sys.maxsize, 0, 0, highest + 1)
    for anchor in (*anchors, last):
        inside: list[_Candidate] = []
        while at < len(candidates) and _place(candidates[at].marker) < _place(anchor):
            inside.append(candidates[at])
            at += 1
        found += _fill(inside, low, anchor.number, noted)
        low = anchor.number
    return found


def _candidates(block: int, text: str, highest: int) -> list[_Candidate]:
    out: list[_Candidate] = []
    for match in _PLAIN_MARKER.finditer(text):
        number = int(match["number"])
        if 0 < number <= highest:
            strong = text[match.start() - 1] not in ",;:" and _AFTER_SENTENCE.match(text, match.end()) is not None
            marker = PlacedMarker(block, match.start("number"), match.end(), number, space=1)
            out.append(_Candidate(marker, strong))
    return out


def _fill(inside: Sequence[_Candidate], low: int, high: int, noted: frozenset[int]) -> list[PlacedMarker]:
    """Choose, of the candidates between two certain markers, those whose numbers fit between theirs."""
    fitting = [c for c in inside if low < c.marker.number < high]
    chain = [fitting[i] for i in _increasing([c.marker.number for c in fitting])]
    numbers = {c.marker.number for c in chain} | {low, high}
    found: list[PlacedMarker] = []
    last = low
    for candidate in chain:
        number = candidate.marker.number
        has_neighbour = number - 1 in numbers or number + 1 in numbers
        near = number - last <= _LONGEST_GAP and number in noted
        if has_neighbour or (candidate.strong and near):
            found.append(candidate.marker)
            last = number
    return found


def _place(marker: PlacedMarker) -> tuple[int, int]:
    return marker.block, marker.start


def _increasing(numbers: Sequence[int]) -> list[int]:
    """Return the indexes of a longest strictly increasing subsequence (patience sorting, Fredman 1975)."""
    tops: list[int] = []
    top_indexes: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        pile = bisect_left(tops, number)
        before.append(top_indexes[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(number)
            top_indexes.append(index)
        else:
            tops[pile] = number
            top_indexes[pile] = index
    chain: list[int] = []
    at = top_indexes[-1] if top_indexes else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]
