"""All passages of both documents as one stream of numbered terms, so that arrays do what loops over words would."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from reader.alignment.terms import Analyzer

# Stands between texts and between titles, so that no phrase reaches across.
BREAK: Final = 0
_STEP: Final = 200


class Vocabulary:
    """Numbers for terms, from 1; words as written are looked up once each."""

    def __init__(self, analyzer: Analyzer) -> None:
        self.analyzer = analyzer
        self._numbers: dict[str, int] = {}
        self._written = _Lookup(self._number_of_word)
        self.keys: list[str] = [""]
        self.stops = bytearray(b"\x01")

    def __len__(self) -> int:
        return len(self.keys)

    def number(self, key: str, *, stop: bool = False) -> int:
        """Return the number of a key, new or known."""
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.keys)
            self.keys.append(key)
            self.stops.append(stop)
        return found

    def known(self, key: str) -> int | None:
        """Return the number of a key that some text holds, or None."""
        return self._numbers.get(key)

    def ordinary(self) -> frozenset[str]:
        """Return the keys that some text writes without a capital: words, and no names."""
        return frozenset(self.keys[number] for word, number in self._written.items() if word.islower())

    def numbers(self, text: str) -> Iterable[int]:
        """Return the numbers of a text's terms, in order."""
        words = self.analyzer.words(text)
        if words is not None:
            return map(self._written.__getitem__, words)
        terms = self.analyzer.terms(text)
        return [self.number(key, stop=stop) for key, stop in zip(terms.keys, terms.stops, strict=True)]

    def _number_of_word(self, word: str) -> int:
        key, stop = self.analyzer.analyze(word)
        return self.number(key, stop=stop)


class _Lookup(dict[str, int]):
    """Asks once for what it doesn't know, and keeps it."""

    def __init__(self, ask: Callable[[str], int]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, word: str) -> int:
        number = self[word] = self._ask(word)
        return number


@dataclass(frozen=True, slots=True)
class TokenStream:
    """Texts in order, each followed by one BREAK.

    Attributes:
        numbers: The terms of all texts.
        text_of: For each term, the number of its text.
        ends: For each text, the place after its last term.
    """

    numbers: NDArray[np.int32]
    text_of: NDArray[np.int32]
    ends: NDArray[np.int64]

    @classmethod
    def read(cls, texts: Sequence[Sequence[str]], vocabulary: Vocabulary, report: Callable[[int], None]) -> TokenStream:
        """Number the terms of texts.

        Args:
            texts: Each in parts that no phrase reaches across.
            vocabulary: Takes new terms in.
            report: Called now and then with the number of texts read.
        """
        numbers = array("i")
        ends = array("q")
        for at, parts in enumerate(texts):
            if at % _STEP == 0:
                report(at)
            for part in parts:
                numbers.extend(vocabulary.numbers(part))
                numbers.append(BREAK)
            ends.append(len(numbers))
        places = np.array(ends, dtype=np.int64)
        sizes = np.diff(places, prepend=0)
        return cls(np.array(numbers, dtype=np.int32), np.repeat(np.arange(len(texts), dtype=np.int32), sizes), places)

    def content(self, stops: bytearray) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (text, term) of every occurrence of a term that is no function word, in order."""
        content = np.frombuffer(bytes(stops), dtype=np.uint8)[self.numbers] == 0
        return self.text_of[content].astype(np.int64), self.numbers[content].astype(np.int64)


@dataclass(frozen=True, slots=True)
class PhraseMatches:
    """Where phrases stand in a stream; columns of one length, in no particular order."""

    phrase: NDArray[np.int64]
    start: NDArray[np.int64]
    length: NDArray[np.int64]


def find_phrases(stream: TokenStream, phrases: Sequence[Sequence[str]], vocabulary: Vocabulary) -> PhraseMatches:
    """Find every occurrence of phrases, given by their keys, overlapping ones included."""
    numbered: list[tuple[int, list[int]]] = []
    for at, keys in enumerate(phrases):
        known = [vocabulary.known(key) for key in keys]
        found = [number for number in known if number is not None]
        if found and len(found) == len(known):
            numbered.append((at, found))
    begins = np.zeros(len(vocabulary), dtype=bool)
    begins[[found[0] for _, found in numbered]] = True
    candidates = np.flatnonzero(begins[stream.numbers])
    order = np.argsort(stream.numbers[candidates], kind="stable")
    candidates = candidates[order]
    firsts = stream.numbers[candidates]
    columns: list[tuple[NDArray[np.int64], int, int]] = []
    for at, found in numbered:
        low, high = np.searchsorted(firsts, [found[0], found[0] + 1])
        places = candidates[low:high]
        for offset, number in enumerate(found[1:], 1):
            # A phrase never reaches past the end: every text ends with a BREAK, and no phrase holds one.
            places = places[places + offset < len(stream.numbers)]
            places = places[stream.numbers[places + offset] == number]
        if len(places):
            columns.append((places, at, len(found)))
    if not columns:
        empty = np.empty(0, dtype=np.int64)
        return PhraseMatches(empty, empty, empty)
    return PhraseMatches(
        np.concatenate([np.full(len(places), at) for places, at, _ in columns]),
        np.concatenate([places for places, _, _ in columns]).astype(np.int64),
        np.concatenate([np.full(len(places), length) for places, _, length in columns]),
    )


def leftmost_longest(
    group: NDArray[np.int64], start: NDArray[np.int64], length: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Choose, of matches of one group that overlap, the first and of those the longest."""
    kept = np.ones(len(start), dtype=bool)
    order = np.lexsort((-length, start, group))
    groups, starts, ends = group[order], start[order], (start + length)[order]
    if not len(order):
        return kept
    # A running maximum of ends within each group: what begins before it overlaps something earlier.
    offset = groups * (int(ends.max()) + 1)
    reached = np.maximum.accumulate(ends + offset)
    overlapping = np.zeros(len(order), dtype=bool)
    overlapping[1:] = (starts + offset)[1:] < reached[:-1]
    last_group, last_end = -1, 0
    for at in np.flatnonzero(overlapping | np.append(overlapping[1:], False)).tolist():
        if int(groups[at]) != last_group or not overlapping[at]:
            last_group, last_end = int(groups[at]), 0
        if int(starts[at]) < last_end:
            kept[order[at]] = False
        else:
            last_end = int(ends[at])
    return kept
