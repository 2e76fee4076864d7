"""Notes: each with its number, series and marker, also where the scan lost a number or printed notes out of order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reader.apparatus.references import garbled_ibids, is_ibid
from reader.domain.document import BlockRole, Contents
from reader.domain.text import SUPERSCRIPT_DIGITS, TextSpan

_NUMBER = re.compile(rf"[{SUPERSCRIPT_DIGITS}]+\s*|\d{{1,4}}[.)\]]?\s+(?=\D)")
_MISREAD = "Its number is lost or misread; it was found by the numbers before and after."
_REPEATED = "Its number stands twice."
_LOST = "The text of this note is lost; only its marker is there."
# A missing number without text is only told of where notes around it are there.
_LONGEST_LOSS = 10
# How many markers of one number may be lost, or stand where there is no note, before chapters are mistaken.
_MOST_SHIFTED = 30


@dataclass(frozen=True, slots=True)
class PrintedNote:
    """A note as it is printed.

    Attributes:
        series: The run of numbers it belongs to, from 0.
        span: Its text with the number; empty where it should stand, if it is lost.
        words: Its text without the number.
        remark: What is doubtful about its number, "" if nothing is.
        is_lost: Only its marker is there.
    """

    series: int
    number: int
    span: TextSpan
    words: TextSpan
    marker: TextSpan | None = None
    remark: str = ""
    is_lost: bool = False


@dataclass(slots=True)
class _Series:
    """One run of numbers: the notes of a chapter, or of the whole document, in printed order."""

    notes: list[tuple[int, TextSpan, str]] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)

    def add(self, number: int, span: TextSpan, remark: str = "") -> None:
        self.notes.append((number, span, remark))
        self.numbers.add(number)


def printed_notes(contents: Contents) -> tuple[PrintedNote, ...]:
    """Return a document's notes by series and number, lost ones among them, each with its marker."""
    all_series = _series(contents)
    notes: list[PrintedNote] = []
    for index, series in enumerate(all_series):
        ordered = sorted(series.notes, key=lambda note: note[0])
        notes += (PrintedNote(index, n, span, _words(contents.text, span), None, r) for n, span, r in ordered)
    with_markers = _with_markers(notes, contents)
    return tuple(_with_lost(with_markers, contents))


def _series(contents: Contents) -> list[_Series]:
    """Part the notes into runs of numbers, and give notes without a number those that are missing there."""
    number_at = {note.span.start: note.number for note in contents.notes}
    out: list[_Series] = []
    loose: list[TextSpan] = []
    last = 0
    for block in contents.blocks:
        if block.role is not BlockRole.NOTE:
            continue
        number = number_at.get(block.span.start)
        if number is None:
            loose.append(block.span)
            continue
        if not out or _begins_anew(out[-1], number, last):
            out.append(_Series())
        else:
            _place_loose(out[-1], loose, last, number, contents)
        remark = _REPEATED if number in out[-1].numbers else ""
        out[-1].add(number, block.span, remark)
        loose = []
        last = number
    return out


def _begins_anew(series: _Series, number: int, last: int) -> bool:
    """Tell whether numbering begins anew: at 1, or at a number used before that lies below the last."""
    return number == 1 or (number in series.numbers and number < last)


def _place_loose(series: _Series, loose: Sequence[TextSpan], last: int, number: int, contents: Contents) -> None:
    """Give notes without a number the numbers missing between two notes, if there are as many or more."""
    expected = {note.number for note in contents.notes}
    missing = [n for n in range(last + 1, number) if n not in expected and n not in series.numbers]
    if not missing:
        return
    pieces = [piece for span in loose for piece in _pieces(contents.text, span)]
    if len(pieces) > len(missing):
        pieces = list(loose)
    if len(pieces) <= len(missing):
        for found, piece in zip(missing, pieces, strict=False):
            series.add(found, piece, _MISREAD)


def _pieces(text: str, span: TextSpan) -> Iterator[TextSpan]:
    """Part a note's text where another note, an "Ibid.", runs on in it."""
    at = span.start
    for cut in garbled_ibids(span.of(text)):
        yield TextSpan(at, at + len(text[at : span.start + cut].rstrip()))
        at = span.start + cut
    yield TextSpan(at, span.end)


def _words(text: str, span: TextSpan) -> TextSpan:
    number = None if is_ibid(span.of(text)) else _NUMBER.match(text, span.start, span.end)
    return TextSpan(number.end(), span.end) if number else span


def _with_markers(notes: Sequence[PrintedNote], contents: Contents) -> list[PrintedNote]:
    """Give notes the markers of their numbers, in one order over all series: a longest common subsequence."""
    places: dict[int, list[int]] = {}
    for at, marker in enumerate(contents.markers):
        places.setdefault(marker.number, []).append(at)
    # Pairs in note order, markers of one number backwards: an increasing run then uses each once (Hunt and Szymanski,
    # 1977).
    pairs: list[tuple[int, int]] = []
    turns: dict[int, int] = {}
    for i, note in enumerate(notes):
        turn = turns.get(note.number, 0)
        turns[note.number] = turn + 1
        near = places.get(note.number, [])[max(0, turn - _MOST_SHIFTED) : turn + _MOST_SHIFTED]
        pairs += ((i, at) for at in reversed(near))
    out = list(notes)
    if notes and notes[-1].series == 0:
        # Within one series numbers tell all, also for markers that stand out of order.
        pairs = [(i, places[note.number][0]) for i, note in enumerate(notes) if note.number in places]
        chosen = list({at: pair for pair in reversed(pairs) for at in [pair[1]]}.values())
    else:
        chosen = [pairs[k] for k in _increasing([at for _, at in pairs])]
    for index, at in chosen:
        out[index] = replace(notes[index], marker=contents.markers[at].span)
    return out


def _with_lost(notes: Sequence[PrintedNote], contents: Contents) -> Iterator[PrintedNote]:
    """Put in notes of which only the marker is left."""
    used = {note.marker for note in notes}
    free = {marker.number: marker.span for marker in reversed(contents.markers) if marker.span not in used}
    before: PrintedNote | None = None
    for note in notes:
        if before is not None and before.series == note.series and note.number - before.number <= _LONGEST_LOSS:
            place = TextSpan(before.span.end, before.span.end)
            for number in range(before.number + 1, note.number):
                if number in free:
                    yield PrintedNote(note.series, number, place, place, free[number], _LOST, is_lost=True)
        yield note
        before = note


def _increasing(values: Sequence[int]) -> list[int]:
    """Return the indexes of a longest strictly increasing subsequence (patience sorting, Fredman 1975)."""
    tops: list[int] = []
    top_indexes: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        pile = bisect_left(tops, value)
        before.append(top_indexes[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [value]
        top_indexes[pile : pile + 1] = [index]
    chain: list[int] = []
    at = top_indexes[-1] if top_indexes else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]
