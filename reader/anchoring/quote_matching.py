"""Find quotes in a text: as a person typed them, letter by letter, or with errors; and score each place found.

The weights are those of the Hypothesis client's quote matching: the quote counts most, its context less, and the old
position only decides between equals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reader.anchoring.edit_distance import distance, distances
from reader.domain.selector import TextQuoteSelector
from reader.domain.text import SUPERSCRIPT_DIGITS, OffsetMap, TextSpan, fold

QUOTE_WEIGHT, PREFIX_WEIGHT, SUFFIX_WEIGHT, POSITION_WEIGHT = 50, 20, 20, 2
_ALL_WEIGHTS = QUOTE_WEIGHT + PREFIX_WEIGHT + SUFFIX_WEIGHT + POSITION_WEIGHT
# An approximate match may have this share of the quote wrong.
MOST_ERRORS = 0.25
# Folded quotes shorter than this are everywhere once errors are allowed.
_SHORTEST_APPROXIMATE = 8
# How many places are scored, nearest to the old position first, and how many are returned.
_MOST_SCORED = 1_000
_MOST_RETURNED = 10
# How much folded text is searched for an approximate match, around the old position: about a second's work.
_MOST_SEARCHED = 1_000_000
# How much text before or after a place is folded to compare it with a prefix or suffix, for each of its characters.
_CONTEXT_SLACK = 3

_MARKER = f"[{SUPERSCRIPT_DIGITS}]"
_DOUBLE_QUOTES, _SINGLE_QUOTES, _DASHES = '"“”„‟«»', "'‘’‚‛", "-‐‑‒–—−"
# Folding leaves these apart, but typists and extractors don't. Markers become white space, which folding drops; every
# replacement is as long as what it replaces, so that offsets stay.
_COMPARABLE = str.maketrans(
    {char: to for group, to in ((_DOUBLE_QUOTES, '"'), (_SINGLE_QUOTES, "'"), (_DASHES, "-")) for char in group}
    | dict.fromkeys(SUPERSCRIPT_DIGITS, " ")
)


@dataclass(frozen=True, slots=True)
class Match:
    """A place that may be the quote's.

    Attributes:
        score: In [0, 1].
        context: How alike the text before and after is, in [0, 1]; None if the selector has no context.
    """

    span: TextSpan
    score: float
    context: float | None


def comparable(text: str) -> tuple[str, OffsetMap]:
    """Fold a text for comparison, without note markers and with one kind of quotation mark and dash.

    Returns:
        The folded text, and the map from folded offsets back to offsets in `text`.
    """
    return fold(text.translate(_COMPARABLE))


def match_score(errors: float, prefix: float, suffix: float, position: float) -> float:
    """Weigh how well a place fits.

    Args:
        errors: Errors in the quote as a share of its length.
        prefix: How alike the text before it is, in [0, 1].
        suffix: How alike the text after it is, in [0, 1].
        position: How near the old position it is, in [0, 1].

    Returns:
        A score in [0, 1]; worse in any of the four is never scored higher.
    """
    quote = max(0.0, 1 - errors)
    weighed = QUOTE_WEIGHT * quote + PREFIX_WEIGHT * prefix + SUFFIX_WEIGHT * suffix + POSITION_WEIGHT * position
    return weighed / _ALL_WEIGHTS


def find_quotes(text: str, quote: str, prefix: str = "", suffix: str = "") -> tuple[TextSpan, ...]:
    """Find every place of a quote that a person typed or copied.

    White space may run differently, note markers may be missing and quotation marks and dashes may be of another kind.
    Only where nothing is found so, case, accents and ligatures are disregarded too.
    A prefix or suffix, compared in the loosest way, must stand directly before or after.
    """
    spans = _typed_places(text, quote) or _folded_places(text, quote)
    before, after = comparable(prefix)[0], comparable(suffix)[0]
    return tuple(
        span
        for span in spans
        if _text_before(text, span.start, before).endswith(before)
        and _text_after(text, span.end, after).startswith(after)
    )


def exact_matches(text: str, quote: TextQuoteSelector, near: int | None) -> list[Match]:
    """Find the places where the text is the quote, letter by letter, best first."""
    starts = list(_occurrences(text, quote.exact))
    if near is not None:
        starts.sort(key=lambda start: abs(start - near))
    spans = (TextSpan(start, start + len(quote.exact)) for start in starts[:_MOST_SCORED])
    return _best_first(_scored(text, span, 0.0, quote, near) for span in spans)


def approximate_matches(text: str, quote: TextQuoteSelector, near: int | None) -> list[Match]:
    """Find the places where the text is the quote with few errors, none overlapping, best first."""
    wanted, _ = comparable(quote.exact)
    if len(wanted) < _SHORTEST_APPROXIMATE:
        return []
    folded, to_text = comparable(text)
    begin = _begin_of_search(to_text, len(folded), near)
    searched = folded[begin : begin + _MOST_SEARCHED]
    matches: list[Match] = []
    for end, errors in _separate_ends(wanted, searched):
        start = _start_of(wanted, searched, end)
        span = to_text.span_to_source(TextSpan(begin + start, begin + end))
        matches.append(_scored(text, span, errors / len(wanted), quote, near))
    return _best_first(matches)


def _typed_places(text: str, quote: str) -> list[TextSpan]:
    """Find a quote by a pattern: fast on long texts, where folding is not."""
    words = re.sub(_MARKER, "", quote).split()
    if not words:
        return []
    pattern = rf"{_MARKER}*\s+".join(f"{_MARKER}*".join(map(_any_kind, _tokens(word))) for word in words)
    return [TextSpan(*found.span()) for found in re.finditer(pattern, text)]


def _folded_places(text: str, quote: str) -> list[TextSpan]:
    wanted, _ = comparable(quote)
    if not wanted:
        return []
    folded, to_text = comparable(text)
    return [to_text.span_to_source(TextSpan(at, at + len(wanted))) for at in _occurrences(folded, wanted)]


def _tokens(word: str) -> list[str]:
    """Part a word from the punctuation at it, since a marker can stand between them."""
    return re.findall(r"\w+|\W", word)


def _any_kind(token: str) -> str:
    for kinds in (_DOUBLE_QUOTES, _SINGLE_QUOTES, _DASHES):
        if token in kinds:
            return f"[{re.escape(kinds)}]"
    return re.escape(token)


def _occurrences(text: str, part: str) -> Iterable[int]:
    """Yield where a part begins in a text, overlapping places too."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _scored(text: str, span: TextSpan, errors: float, quote: TextQuoteSelector, near: int | None) -> Match:
    before, after = comparable(quote.prefix)[0], comparable(quote.suffix)[0]
    prefix = _alike(before, _text_before(text, span.start, before)[-len(before) :]) if before else 1.0
    suffix = _alike(after, _text_after(text, span.end, after)[: len(after)]) if after else 1.0
    position = 1.0 if near is None else 1 - abs(span.start - near) / max(1, len(text), near)
    sides = [alike for alike, given in ((prefix, before), (suffix, after)) if given]
    return Match(span, match_score(errors, prefix, suffix, position), sum(sides) / len(sides) if sides else None)


def _alike(wanted: str, found: str) -> float:
    return max(0.0, 1 - distance(wanted, found) / len(wanted))


def _text_before(text: str, end: int, wanted: str) -> str:
    """Return enough folded text before a place to compare with a folded prefix."""
    return comparable(text[max(0, end - _CONTEXT_SLACK * len(wanted)) : end])[0]


def _text_after(text: str, start: int, wanted: str) -> str:
    """Return enough folded text after a place to compare with a folded suffix."""
    return comparable(text[start : start + _CONTEXT_SLACK * len(wanted)])[0]


def _begin_of_search(to_text: OffsetMap, length: int, near: int | None) -> int:
    """Return where in a long folded text the searched part begins: half of it before the old position."""
    if near is None or length <= _MOST_SEARCHED:
        return 0
    low, high = 0, length
    while low < high:
        middle = (low + high) // 2
        if to_text.to_source(middle) < near:
            low = middle + 1
        else:
            high = middle
    return min(max(0, low - _MOST_SEARCHED // 2), length - _MOST_SEARCHED)


def _separate_ends(wanted: str, text: str) -> list[tuple[int, int]]:
    """Return the ends of the best approximate places, at least half a quote apart, with their errors."""
    most = int(len(wanted) * MOST_ERRORS)
    ends = [
        (errors, end) for end, errors in enumerate(distances(wanted, text, anywhere=True), start=1) if errors <= most
    ]
    chosen: list[tuple[int, int]] = []
    for errors, end in sorted(ends):
        if len(chosen) == _MOST_RETURNED:
            break
        if all(abs(end - other) > len(wanted) // 2 for other, _ in chosen):
            chosen.append((end, errors))
    return chosen


def _start_of(wanted: str, text: str, end: int) -> int:
    """Return where the approximate place that ends at `end` begins; of equals, the one nearest in length."""
    most = int(len(wanted) * (1 + MOST_ERRORS))
    before = text[max(0, end - most) : end][::-1]
    lengths = enumerate(distances(wanted[::-1], before, anywhere=False), start=1)
    _, _, length = min((errors, abs(length - len(wanted)), length) for length, errors in lengths)
    return end - length


def _best_first(matches: Iterable[Match]) -> list[Match]:
    return sorted(matches, key=lambda match: (-match.score, match.span))[:_MOST_RETURNED]
