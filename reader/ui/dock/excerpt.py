"""Excerpts: the part of a passage that shows best what it shares with another, with the shared terms marked."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from reader.domain.text import TextSpan

ELLIPSIS = "…"
EXCERPT_LENGTH = 160  # three to four lines of a card

_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
# What a window of words is worth: a term it adds counts most, then a repeated one, then whole sentences.
_NEW_TERM, _REPEATED, _SENTENCE = 12, 1, 5
_LEAD = (0, 3)  # words before a shared term with which a fragment may begin


class Run(NamedTuple):
    """A stretch of text set in one face."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class _Term:
    first: int
    last: int
    key: str


@dataclass(frozen=True, slots=True)
class _Fragment:
    """Words `first` to `last` (inclusive) with what they are worth."""

    first: int
    last: int
    worth: int
    keys: frozenset[str]


class _Prepared:
    """A passage without markers and with single spaces, cut into words, with the terms found among them."""

    def __init__(self, text: str, passage: TextSpan, terms: Sequence[TextSpan], markers: Sequence[TextSpan]) -> None:
        self.text, offsets = _clean(text, passage, markers)
        self.words = [TextSpan(*match.span()) for match in _WORD.finditer(self.text)]
        self.marked = sorted({span for term in terms if (span := self._placed(term, passage, offsets))})
        ends = [bool(_SENTENCE_END.search(word.of(self.text))) for word in self.words]
        self.begins = {i for i in range(len(self.words)) if i == 0 or ends[i - 1]}
        # For each word the last one up to it that ends a sentence, or -1.
        self.last_end = list(accumulate(range(len(ends)), lambda end, i: i if ends[i] else end, initial=-1))[1:]
        self.terms = [self._located(span) for span in self.marked]

    def _placed(self, term: TextSpan, passage: TextSpan, offsets: list[int]) -> TextSpan:
        """Return where a span of the canonical text went, without white space at its ends; empty if it is not here."""
        start, end = (offsets[min(max(0, at - passage.start), len(offsets) - 1)] for at in (term.start, term.end))
        shown = self.text[start:end]
        if not shown.strip():
            return TextSpan(0, 0)
        return TextSpan(end - len(shown.lstrip()), start + len(shown.rstrip()))

    def _located(self, span: TextSpan) -> _Term:
        first = bisect_right(self.words, span.start, key=lambda word: word.end)
        last = bisect_left(self.words, span.end, key=lambda word: word.start) - 1
        return _Term(first, last, span.of(self.text).casefold())

    def openings(self) -> list[int]:
        """Return the words a fragment may begin with: those of sentences, and some before each shared term."""
        lead = {max(0, term.first - words) for term in self.terms for words in _LEAD}
        return sorted(self.begins | lead)

    def span(self, fragment: _Fragment) -> TextSpan:
        return TextSpan(self.words[fragment.first].start, self.words[fragment.last].end)


def excerpt(
    text: str,
    passage: TextSpan,
    terms: Sequence[TextSpan],
    markers: Sequence[TextSpan] = (),
    limit: int = EXCERPT_LENGTH,
) -> tuple[Run, ...]:
    """Choose the words of a passage around the terms it shares.

    One stretch of words, or two where two show more of the terms; whole words, sentences from their beginning where
    that fits, an ellipsis where something is left out inside a sentence.

    Args:
        text: The canonical text.
        passage: The passage's place in it.
        terms: Places of the shared terms; those outside the passage are ignored.
        markers: Places of note markers, which are left out.
        limit: The most code points, ellipses included.
    """
    prepared = _Prepared(text, passage, terms, markers)
    if len(prepared.text) <= limit:
        return _runs(prepared, [TextSpan(0, len(prepared.text))] if prepared.text else [])
    fragments = _choose(prepared, limit)
    if not fragments:  # not even one word fits
        return (Run(prepared.text[: max(0, limit - 1)] + ELLIPSIS),)
    return _runs(prepared, [prepared.span(fragment) for fragment in fragments])


def plain(runs: Sequence[Run]) -> str:
    """Return the text of runs."""
    return "".join(run.text for run in runs)


def _clean(text: str, passage: TextSpan, markers: Sequence[TextSpan]) -> tuple[str, list[int]]:
    """Return the passage without markers and doubled white space, and where each of its offsets went."""
    dropped = {at for marker in markers for at in range(marker.start, marker.end)}
    out: list[str] = []
    offsets: list[int] = []
    for at in range(passage.start, min(passage.end, len(text))):
        offsets.append(len(out))
        char = text[at]
        if at in dropped:
            continue
        if not char.isspace():
            out.append(char)
        elif out and out[-1] != " ":
            out.append(" ")
    if out and out[-1] == " ":
        out.pop()
    return "".join(out), [min(offset, len(out)) for offset in [*offsets, len(out)]]


def _choose(prepared: _Prepared, limit: int) -> list[_Fragment]:
    whole = _best(prepared, limit - len(f"{ELLIPSIS}  {ELLIPSIS}"), frozenset())
    if whole is None:
        return []
    room = limit - len(f"{ELLIPSIS}  {ELLIPSIS}  {ELLIPSIS}")
    first = _best(prepared, room // 2, frozenset())
    if first is None:
        return [whole]
    left = room - len(prepared.span(first))
    second = _best(prepared, left, first.keys, apart_from=first)
    if second is None or len(first.keys | second.keys) <= len(whole.keys):
        return [whole]
    return sorted((first, second), key=lambda fragment: fragment.first)


def _best(
    prepared: _Prepared, room: int, known: frozenset[str], apart_from: _Fragment | None = None
) -> _Fragment | None:
    """Return the most telling stretch of at most `room` code points, the earliest of equals."""
    best: _Fragment | None = None
    for first in prepared.openings():
        end = bisect_right(prepared.words, prepared.words[first].start + room, key=lambda word: word.end) - 1
        if apart_from is not None and first <= apart_from.last:
            end = min(end, apart_from.first - 1)
        if end < first:
            continue
        fragment = _worth(prepared, first, end, known)
        if best is None or fragment.worth > best.worth:
            best = fragment
    return best


def _worth(prepared: _Prepared, first: int, last: int, known: frozenset[str]) -> _Fragment:
    inside = [term for term in prepared.terms if first <= term.first and term.last <= last]
    keys = frozenset(term.key for term in inside)
    worth = _NEW_TERM * len(keys - known) + _REPEATED * len(inside)
    # Shorten to the end of a sentence as long as no term is lost.
    floor = max((term.last for term in inside), default=first + (last - first) // 2)
    if prepared.last_end[last] >= floor:
        last, worth = prepared.last_end[last], worth + _SENTENCE
    if first in prepared.begins:
        worth += _SENTENCE
    return _Fragment(first, last, worth, keys)


def _runs(prepared: _Prepared, spans: list[TextSpan]) -> tuple[Run, ...]:
    runs: list[Run] = []
    starts = {prepared.words[at].start for at in prepared.begins}
    for number, span in enumerate(spans):
        between = f" {ELLIPSIS} " if number else ("" if span.start in starts else f"{ELLIPSIS} ")
        _extend(runs, between, bold=False)
        at = span.start
        for term in prepared.marked:
            start, end = max(at, term.start), min(span.end, term.end)
            if start < end:
                _extend(runs, prepared.text[at:start], bold=False)
                _extend(runs, prepared.text[start:end], bold=True)
                at = end
        _extend(runs, prepared.text[at : span.end], bold=False)
    if spans and spans[-1].end < len(prepared.text) and not _SENTENCE_END.search(prepared.text[: spans[-1].end]):
        _extend(runs, f" {ELLIPSIS}", bold=False)
    return tuple(runs)


def _extend(runs: list[Run], text: str, *, bold: bool) -> None:
    if not text:
        return
    if runs and runs[-1].bold == bold:
        runs[-1] = Run(runs[-1].text + text, bold)
    else:
        runs.append(Run(text, bold))
