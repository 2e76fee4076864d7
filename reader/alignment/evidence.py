"""Why two passages belong together: the rare words, names, dates and figures that both hold, with their places."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.domain.alignment import Evidence, SharedTerm
from reader.domain.text import TextSpan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reader.alignment.terms import Analyzer, Terms

_LONGEST_PHRASE = 5
_MOST_TERMS = 8
# A single word held by more than this share of the passages says nothing about a pair.
_COMMON = 0.12
# Names tell more than other words of the same rarity.
_NAME_BONUS = 1.5
_NAMED_IN_REASON = 2

_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
    + "jan feb mar apr jun jul aug sept sep oct nov dec".split()
)
_YEAR = re.compile(r"(?:1[0-9]|20)\d\d$")
_NUMBER = re.compile(r"\d[\d.,:]*$")


@dataclass(frozen=True, slots=True)
class _Side:
    """One passage as evidence sees it."""

    text: str
    offset: int
    terms: Terms

    def occurrences(self) -> dict[tuple[str, ...], list[tuple[int, int]]]:
        """Return every phrase that begins and ends with a content term, with its (first, last + 1) term numbers."""
        keys, stops = self.terms.keys, self.terms.stops
        found: dict[tuple[str, ...], list[tuple[int, int]]] = {}
        for first in range(len(keys)):
            if stops[first]:
                continue
            for last in range(first, min(len(keys), first + _LONGEST_PHRASE)):
                if last > first and self._parted(last):
                    break
                if not stops[last]:
                    found.setdefault(tuple(keys[first : last + 1]), []).append((first, last + 1))
        return found

    def _parted(self, number: int) -> bool:
        """Tell whether punctuation other than a hyphen or a closing full stop of "U.S." parts a term from the last."""
        between = self.text[self.terms.ends[number - 1] : self.terms.starts[number]]
        return any(not (c.isspace() or c in "-‐‑'’") for c in between)

    def surface(self, place: tuple[int, int]) -> str:
        """Return a phrase as written, on one line."""
        return " ".join(self.text[self.terms.starts[place[0]] : self.terms.ends[place[1] - 1]].split())

    def spans(self, places: Iterable[tuple[int, int]]) -> tuple[TextSpan, ...]:
        """Return where phrases stand in the canonical text."""
        terms, offset = self.terms, self.offset
        return tuple(TextSpan(offset + terms.starts[a], offset + terms.ends[b - 1]) for a, b in places)


@dataclass(frozen=True, slots=True)
class _Shared:
    keys: tuple[str, ...]
    text: str
    weight: float
    is_name: bool
    left: list[tuple[int, int]]
    right: list[tuple[int, int]]


def find_evidence(
    left: tuple[str, int],
    right: tuple[str, int],
    analyzer: Analyzer,
    rarity: Callable[[str], float],
    topics: Sequence[str],
) -> Evidence:
    """Collect what two passages share.

    Args:
        left, right: Each passage's text and its start in the canonical text.
        rarity: The share of all passages that hold a term, in [0, 1].
        topics: Names of the topics that both passages treat.
    """
    sides = [_Side(text, offset, analyzer.terms(text)) for text, offset in (left, right)]
    shared = _shared_phrases(sides[0], sides[1], rarity)
    dates = [s for s in shared if _is_figure(s.keys)]
    terms = [s for s in shared if not any(_NUMBER.match(key) for key in s.keys)]
    telling = [s for s in terms if len(s.keys) > 1 or rarity(s.keys[0]) <= _COMMON] or terms[:3]
    telling = telling[:_MOST_TERMS]
    return Evidence(
        terms=tuple(_as_term(s, *sides) for s in telling),
        dates=tuple(_as_term(s, *sides) for s in dates),
        reason=_reason(telling, dates, topics),
    )


def _shared_phrases(left: _Side, right: _Side, rarity: Callable[[str], float]) -> list[_Shared]:
    """Return the longest phrases that both hold, and shorter ones that also stand elsewhere; weightiest first."""
    held = left.occurrences()
    facing = right.occurrences()
    covered: tuple[set[int], set[int]] = (set(), set())
    shared = []
    for keys in sorted(held.keys() & facing.keys(), key=lambda k: (-len(k), k)):
        places = held[keys], facing[keys]
        # A part of a longer shared phrase is evidence of its own only where it stands alone on one side at least.
        if all(set(range(a, b)) <= seen for side, seen in zip(places, covered, strict=True) for a, b in side):
            continue
        for side, seen in zip(places, covered, strict=True):
            for a, b in side:
                seen.update(range(a, b))
        surface, is_name = _surface([left.surface(p) for p in places[0]] + [right.surface(p) for p in places[1]])
        weight = sum(-math.log(max(rarity(key), 1e-9)) for key in keys) * (_NAME_BONUS if is_name else 1)
        shared.append(_Shared(keys, surface, weight, is_name, *places))
    return sorted(shared, key=lambda s: (-s.weight, s.text, s.keys))


def _surface(written: list[str]) -> tuple[str, bool]:
    """Choose the usual way of writing a phrase, the same whichever side comes first; tell whether it is a name."""
    counts = Counter(written)
    text = min(counts, key=lambda w: (-counts[w], w))
    is_name = all(w[0].isupper() and w[-1] != "." or w.isupper() for w in written)
    return text, is_name


def _is_figure(keys: tuple[str, ...]) -> bool:
    """Tell whether a phrase is a year, a date with its month, or a figure of three and more characters."""
    numbers = [key for key in keys if _NUMBER.match(key)]
    if not numbers:
        return False
    if len(keys) == 1:
        return bool(_YEAR.match(keys[0])) or len(keys[0]) > 2
    return all(key in _MONTHS or _NUMBER.match(key) for key in keys)


def _as_term(shared: _Shared, left: _Side, right: _Side) -> SharedTerm:
    return SharedTerm(shared.text, left.spans(shared.left), right.spans(shared.right))


def _reason(terms: Sequence[_Shared], dates: Sequence[_Shared], topics: Sequence[str]) -> str:
    """Say in one line what the pair rests on."""
    names = [s.text for s in terms if s.is_name][:_NAMED_IN_REASON]
    words = [s.text for s in terms if not s.is_name][:_NAMED_IN_REASON]
    parts = []
    if names:
        parts.append(f"name {_listed(names)}")
    elif words:
        parts.append(f"speak of {_listed([f'“{word}”' for word in words])}")
    if dates and len(parts) + bool(topics) < 2:
        parts.append(f"give {_listed([s.text for s in dates[:_NAMED_IN_REASON]])}")
    if topics:
        parts.append(f"treat {_listed(topics[: _NAMED_IN_REASON + 1])}")
    if not parts:
        return "Alike in wording and meaning as a whole"
    return f"Both {_listed(parts)}"


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
