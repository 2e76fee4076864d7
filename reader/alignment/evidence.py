"""Why two passages belong together: names, dates, figures, works and rare words that both hold, with their places."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.alignment.figures import find_figures
from reader.domain.alignment import Evidence, SharedTerm
from reader.domain.text import TextSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reader.alignment.terms import Analyzer, Terms

    Keys = tuple[str, ...]

_LONGEST_PHRASE = 5
_MOST_TERMS = 8
# A single word held by more than this share of the passages, and more than so many of them, says nothing about a pair.
_COMMON_SHARE, _COMMON_COUNT = 0.12, 3
# In very short texts every word is common: then the rarest must do.
_FEW_PASSAGES = 20
_FIGURE_WEIGHT = 5.0
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
        ordinary: Terms that are somewhere written without a capital: a treaty is no name, if "Treaty" is.
    """

    passages_with: Mapping[str, int]
    passages: int
    ordinary: frozenset[str] = frozenset()

    def is_common(self, key: str) -> bool:
        """Tell whether so many passages hold a term that it tells nothing."""
        count = self.passages_with.get(key, self.passages)
        return count > max(_COMMON_COUNT, _COMMON_SHARE * self.passages)

    def information(self, key: str) -> float:
        """Return what holding a term tells, in nats; 0 for a function word."""
        return math.log(self.passages / self.passages_with.get(key, self.passages))


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work that a passage cites.

    Attributes:
        key: The same wherever the work is cited.
        title: How to name it.
        span: Where the passage cites it, in the canonical text.
    """

    key: str
    title: str
    span: TextSpan


@dataclass(frozen=True, slots=True)
class EvidenceSource:
    """One passage of a pair: its text, where that starts in the canonical text, and the works it cites."""

    text: str
    offset: int
    works: tuple[CitedWork, ...] = ()


@dataclass(frozen=True, slots=True)
class _Side:
    """One passage as evidence sees it."""

    text: str
    offset: int
    terms: Terms
    analyzer: Analyzer

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
        if any(self.analyzer.is_plain(key) for key in (keys[0], keys[-1])) and not self.is_name((first, end)):
            return False  # "SCO held": a verb or an adjective beside a name
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

    def places(self, keys: Keys) -> list[_Place]:
        """Return where terms stand in direct sequence."""
        held, size = self.terms.keys, len(keys)
        return [(at, at + size) for at in range(len(held) - size + 1) if tuple(held[at : at + size]) == keys]

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
    spans: tuple[tuple[TextSpan, ...], tuple[TextSpan, ...]]
    is_name: bool = False
    is_figure: bool = False


def find_evidence(
    left: EvidenceSource,
    right: EvidenceSource,
    analyzer: Analyzer,
    rarity: Rarity,
    topics: Sequence[str],
    abbreviations: Sequence[tuple[Keys, Keys]] = (),
) -> Evidence:
    """Collect what two passages share.

    Args:
        left: The left passage.
        right: The right passage.
        analyzer: The one the alignment was made with.
        rarity: How many passages of both documents hold each term.
        topics: Names of the topics that both passages treat.
        abbreviations: Keys of short and long forms that mean the same.
    """
    sides = tuple(_Side(side.text, side.offset, analyzer.terms(side.text), analyzer) for side in (left, right))
    one, other = sides
    figures = _shared_figures(one, other)
    shared = [*_shared_phrases((one, other), rarity), *_shared_abbreviations(one, other, rarity, abbreviations)]
    # Where both write it both ways, the long form says it.
    doubled = {short for short, long in abbreviations if any(s.keys == long for s in shared)}
    shared = [s for s in shared if s.keys not in doubled]
    dates = [s for s in shared if any(_YEAR.match(key) for key in s.keys)]
    terms = [s for s in shared if not any(key[0].isdigit() for key in s.keys)]
    telling = [s for s in terms if _is_telling(s, analyzer, rarity)]
    if not telling and rarity.passages <= _FEW_PASSAGES:
        telling = terms[:3]
    telling = sorted([*telling, *figures], key=lambda s: (-s.weight, s.text, s.keys))[:_MOST_TERMS]
    works = _shared_works(left, right)
    return Evidence(
        terms=tuple(SharedTerm(s.text, *s.spans) for s in telling),
        dates=tuple(SharedTerm(s.text, *s.spans) for s in dates),
        sources=works,
        reason=_reason(telling, dates, topics, works),
    )


def _is_telling(shared: _Shared, analyzer: Analyzer, rarity: Rarity) -> bool:
    if len(shared.keys) > 1:
        return True
    key = shared.keys[0]
    return not rarity.is_common(key) and (shared.is_name or not analyzer.is_plain(key))


def _shared_figures(one: _Side, other: _Side) -> list[_Shared]:
    """Return the figures that both passages give, as written in the longer way."""
    found = [find_figures(side.text, side.analyzer) for side in (one, other)]
    shared = []
    for figure in sorted(found[0].keys() & found[1].keys()):
        places = [held[figure] for held in found]
        written = [side.text[a:b] for side, at in zip((one, other), places, strict=True) for a, b in at]
        spans = [
            tuple(TextSpan(side.offset + a, side.offset + b) for a, b in at)
            for side, at in zip((one, other), places, strict=True)
        ]
        # A figure that two writers give is as good as a name.
        shared.append(_Shared(figure, _usual(written), _FIGURE_WEIGHT, (spans[0], spans[1]), is_figure=True))
    return shared


def _shared_abbreviations(
    one: _Side, other: _Side, rarity: Rarity, abbreviations: Sequence[tuple[Keys, Keys]]
) -> list[_Shared]:
    """Return what one passage abbreviates and the other writes out."""
    shared = []
    for short, long in abbreviations:
        held = [(side.places(short), side.places(long)) for side in (one, other)]
        (left_short, left_long), (right_short, right_long) = held
        if not (left_short and not right_short and right_long) and not (right_short and not left_short and left_long):
            continue
        sides = (left_short + left_long, right_short + right_long)
        text = next(side.surface(at[0]) for side, (at, _) in zip((one, other), held, strict=True) if at)
        weight = round(sum(rarity.information(key) for key in short) * _NAME_BONUS, 6)
        shared.append(_Shared(short, text, weight, (one.spans(sides[0]), other.spans(sides[1])), is_name=True))
    return shared


def _shared_works(left: EvidenceSource, right: EvidenceSource) -> tuple[SharedTerm, ...]:
    """Return the works that both passages cite."""
    titles = {work.key: work.title for work in (*right.works, *left.works)}
    spans = [
        {key: tuple(work.span for work in side.works if work.key == key) for key in titles} for side in (left, right)
    ]
    return tuple(
        SharedTerm(titles[key], spans[0][key], spans[1][key])
        for key in sorted(titles)
        if spans[0][key] and spans[1][key]
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
        is_name = is_name and not (len(keys) == 1 and keys[0] in rarity.ordinary)
        information = sum(rarity.information(key) for key in keys)
        shared.append(
            _Shared(
                keys,
                _usual([side.surface(place) for side, found in zip(sides, places, strict=True) for place in found]),
                round(information * (_NAME_BONUS if is_name else 1), 6),
                (sides[0].spans(places[0]), sides[1].spans(places[1])),
                is_name,
            )
        )
    return shared


def _usual(written: list[str]) -> str:
    """Choose the usual way of writing a phrase, the same whichever side comes first."""
    counts = Counter(written)
    return min(counts, key=lambda text: (-counts[text], text))


def _reason(
    terms: Sequence[_Shared], dates: Sequence[_Shared], topics: Sequence[str], works: Sequence[SharedTerm]
) -> str:
    """Say in one line what the pair rests on."""
    names: list[str] = []
    for name in (s.text for s in terms if s.is_name):
        # "Central Asian" adds nothing to "Central Asia".
        if not any(name.startswith(other[:-1]) or other.startswith(name[:-1]) for other in names):
            names.append(name)
    words = [f"“{s.text}”" for s in terms if not s.is_name and not s.is_figure]
    figures = [s.text for s in terms if s.is_figure]
    parts = []
    if works:
        parts.append(f"cite {_listed([work.text for work in works[:1]])}")
    if names:
        parts.append(f"name {_listed(names[:_NAMED_IN_REASON])}")
    elif words:
        parts.append(f"speak of {_listed(words[:_NAMED_IN_REASON])}")
    if figures or (dates and not names):
        parts.append(f"give {_listed([*figures, *(s.text for s in dates)][:_NAMED_IN_REASON])}")
    if topics:
        parts.append(f"treat {_listed(topics[:_NAMED_IN_REASON])}")
    if not parts:
        return "Alike in wording and meaning as a whole"
    return f"Both {_listed(parts)}" if len(parts) < 3 else f"Both {', '.join(parts[:-1])}, and {parts[-1]}"


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
