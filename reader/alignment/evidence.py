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
    from collections.abc import Iterable, Mapping, Sequence

    from reader.alignment.terms import Analyzer, Terms

_LONGEST_PHRASE = 5
_MOST_TERMS = 8
# A single word held by more than this share of the passages, and more than so many of them, says nothing about a pair.
_COMMON_SHARE, _COMMON_COUNT = 0.12, 3
# Names tell more than other words of the same rarity.
_NAME_BONUS = 1.5
_NAMED_IN_REASON = 2

# Months as the stemmer leaves them.
_MONTH = re.compile(
    r"(?:jan(?:uari)?|feb(?:ruari)?|mar(?:ch)?|apr(?:il)?|may|june?|juli?|aug(?:ust)?"
    r"|sept?(?:emb)?|oct(?:ob)?|nov(?:emb)?|dec(?:emb)?)$"
)
_YEAR = re.compile(r"(?:1\d|20)\d\d$")
_NAME_PARTICLES = frozenset({"of", "the", "for", "on", "in", "de", "von"})
_SENTENCE_END = re.compile(r"(?:^|[.!?][\"'”’)\]\d⁰¹²³⁴⁵⁶⁷⁸⁹]*)\s*[\"'“‘(\[]*$")

_Place = tuple[int, int]  # first term number, last term number + 1


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare terms are in two documents.

    Attributes:
        passages_with: Number of passages, of both documents, that hold each content term.
        passages: Number of all passages.
    """

    passages_with: Mapping[str, int]
    passages: int

    def is_common(self, key: str) -> bool:
        """Tell whether so many passages hold a term that it tells nothing."""
        count = self.passages_with.get(key, self.passages)
        return count > max(_COMMON_COUNT, _COMMON_SHARE * self.passages)

    def information(self, key: str) -> float:
        """Return what holding a term tells, in nats; 0 for a function word."""
        return math.log(self.passages / self.passages_with.get(key, self.passages))


@dataclass(frozen=True, slots=True)
class _Side:
    """One passage as evidence sees it."""

    text: str
    offset: int
    terms: Terms

    def phrases(self) -> dict[tuple[str, ...], list[_Place]]:
        """Return every run of terms that can be evidence, with its places."""
        found: dict[tuple[str, ...], list[_Place]] = {}
        keys, stops = self.terms.keys, self.terms.stops
        for first in range(len(keys)):
            if stops[first]:
                continue
            for last in range(first, min(len(keys), first + _LONGEST_PHRASE)):
                if last > first and self._parted(last):
                    break
                if not stops[last] and self._is_phrase(first, last + 1):
                    found.setdefault(tuple(keys[first : last + 1]), []).append((first, last + 1))
        return found

    def _parted(self, number: int) -> bool:
        """Tell whether anything but white space or a hyphen stands between a term and the one before it."""
        between = self.text[self.terms.ends[number - 1] : self.terms.starts[number]]
        return any(not (c.isspace() or c in "-‐‑,") for c in between) or (
            "," in between and not self.terms.keys[number][0].isdigit()  # "August 8, 2008", but no lists
        )

    def _is_phrase(self, first: int, end: int) -> bool:
        """Tell whether terms belong together: a date, a name with its particles, or words in direct sequence."""
        keys = self.terms.keys[first:end]
        if len(keys) == 1:
            return True
        if any(_YEAR.match(key) for key in keys):
            return all(_MONTH.match(key) or key.isdigit() for key in keys)
        written = "".join("A" if self.text[self.terms.starts[at]].isupper() else "a" for at in range(first, end))
        if "Aa" in written and written.rindex("A") > written.index("Aa") and not any(self.terms.stops[first:end]):
            return False  # two names with a verb between them
        particles = {key for key, at in zip(keys, range(first, end), strict=True) if self.terms.stops[at]}
        return not particles or (particles <= _NAME_PARTICLES and self.is_name((first, end)))

    def is_name(self, place: _Place) -> bool:
        """Tell whether all content terms are written with a capital, and not only because a sentence begins."""
        terms = self.terms
        capitals = all(self.text[terms.starts[at]].isupper() for at in range(*place) if not terms.stops[at])
        if not capitals or self.text.isupper():
            return False
        start, end = terms.starts[place[0]], terms.ends[place[0]]
        alone = place[1] - place[0] == 1 and not self.text[start:end].isupper()
        return not (alone and _SENTENCE_END.search(self.text[:start]))

    def surface(self, place: _Place) -> str:
        """Return a phrase as written, on one line."""
        return " ".join(self.text[self.terms.starts[place[0]] : self.terms.ends[place[1] - 1]].split())

    def spans(self, places: Iterable[_Place]) -> tuple[TextSpan, ...]:
        """Return where phrases stand in the canonical text."""
        terms, offset = self.terms, self.offset
        return tuple(TextSpan(offset + terms.starts[a], offset + terms.ends[b - 1]) for a, b in places)


@dataclass(frozen=True, slots=True)
class _Shared:
    """A phrase that both passages hold."""

    keys: tuple[str, ...]
    text: str
    weight: float
    is_name: bool
    spans: tuple[tuple[TextSpan, ...], tuple[TextSpan, ...]]


def find_evidence(
    left: tuple[str, int],
    right: tuple[str, int],
    analyzer: Analyzer,
    rarity: Rarity,
    topics: Sequence[str],
) -> Evidence:
    """Collect what two passages share.

    Args:
        left: The left passage's text, and its start in the canonical text.
        right: The same of the right passage.
        analyzer: The one the alignment was made with.
        rarity: How many passages of both documents hold each term.
        topics: Names of the topics that both passages treat.
    """
    sides = (_Side(left[0], left[1], analyzer.terms(left[0])), _Side(right[0], right[1], analyzer.terms(right[0])))
    shared = _shared_phrases(sides, rarity)
    dates = [s for s in shared if s.keys[0][0].isdigit() or any(_YEAR.match(key) for key in s.keys)]
    terms = [s for s in shared if s not in dates]
    # In very short texts every word is common: then the rarest must do.
    telling = [s for s in terms if len(s.keys) > 1 or not rarity.is_common(s.keys[0])] or terms[:3]
    telling = telling[:_MOST_TERMS]
    figures = [s for s in dates if len("".join(s.keys)) > 2]
    return Evidence(
        terms=tuple(SharedTerm(s.text, *s.spans) for s in telling),
        dates=tuple(SharedTerm(s.text, *s.spans) for s in figures),
        reason=_reason(telling, figures, topics),
    )


def _shared_phrases(sides: tuple[_Side, _Side], rarity: Rarity) -> list[_Shared]:
    """Return the longest phrases that both hold, and parts of them that both also hold alone; weightiest first."""
    held = [side.phrases() for side in sides]
    covered: tuple[set[int], set[int]] = (set(), set())
    shared = []
    for keys in sorted(held[0].keys() & held[1].keys(), key=lambda k: (-len(k), k)):
        places = [phrases[keys] for phrases in held]
        alone = [
            any(not seen.issuperset(range(*place)) for place in side)
            for side, seen in zip(places, covered, strict=True)
        ]
        if not all(alone):
            continue
        for side, seen in zip(places, covered, strict=True):
            seen.update(at for place in side for at in range(*place))
        is_name = all(side.is_name(place) for side, found in zip(sides, places, strict=True) for place in found)
        information = sum(rarity.information(key) for key in keys)
        shared.append(
            _Shared(
                keys,
                _usual([side.surface(place) for side, found in zip(sides, places, strict=True) for place in found]),
                round(information * (_NAME_BONUS if is_name else 1), 6),
                is_name,
                (sides[0].spans(places[0]), sides[1].spans(places[1])),
            )
        )
    return sorted(shared, key=lambda s: (-s.weight, s.text, s.keys))


def _usual(written: list[str]) -> str:
    """Choose the usual way of writing a phrase, the same whichever side comes first."""
    counts = Counter(written)
    return min(counts, key=lambda text: (-counts[text], text))


def _reason(terms: Sequence[_Shared], figures: Sequence[_Shared], topics: Sequence[str]) -> str:
    """Say in one line what the pair rests on."""
    names: list[str] = []
    for name in (s.text for s in terms if s.is_name):
        # "Central Asian" adds nothing to "Central Asia".
        if not any(name.startswith(other) or other.startswith(name) for other in names):
            names.append(name)
    words = [f"“{s.text}”" for s in terms if not s.is_name]
    parts = []
    if names:
        parts.append(f"name {_listed(names[:_NAMED_IN_REASON])}")
    elif words:
        parts.append(f"speak of {_listed(words[:_NAMED_IN_REASON])}")
    elif figures:
        parts.append(f"give {_listed([s.text for s in figures[:_NAMED_IN_REASON]])}")
    if topics:
        parts.append(f"treat {_listed(topics[:_NAMED_IN_REASON])}")
    return f"Both {' and '.join(parts)}" if parts else "Alike in wording and meaning as a whole"


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
