"""Describe a place so that it can be found again, and find it: one pair of functions, with the W3C's selectors.

A wrong place is worse than a lost one: only what is certain is called moved; everything else waits for the reader.
"""

from __future__ import annotations

from dataclasses import dataclass

from reader.anchoring.quote_matching import Match, approximate_matches, exact_matches
from reader.domain.annotation import Placement
from reader.domain.selector import TextPositionSelector, TextQuoteSelector
from reader.domain.text import TextSpan

# Code points of context kept on each side of a quote.
CONTEXT = 32
# An approximate place needs this score: the whole quote without its context has a little more.
MINIMUM_SCORE = 0.5
# The best place must be this much better than the next one.
CLEAR_LEAD = 0.1
# A quote found elsewhere is certainly the same one if its context is this much alike …
_LIKE_CONTEXT = 0.5
# … or if it stands there alone and is so long that chance is no explanation.
_TELLING_LENGTH = 24


@dataclass(frozen=True, slots=True)
class Anchored:
    """Where a quote was found.

    Attributes:
        span: Its place; None when orphaned.
        placement: MOVED is certain; REVIEW needs the reader's yes before it is saved.
        candidates: The places that came into question, best first, for the reader to choose from.
    """

    span: TextSpan | None
    placement: Placement
    candidates: tuple[TextSpan, ...] = ()


def describe(text: str, span: TextSpan) -> tuple[TextQuoteSelector, TextPositionSelector]:
    """Describe a span of a text by its quote with context, and by its position."""
    prefix = text[max(0, span.start - CONTEXT) : span.start]
    suffix = text[span.end : span.end + CONTEXT]
    return TextQuoteSelector(span.of(text), prefix, suffix), TextPositionSelector(span.start, span.end)


def anchor(
    text: str, quote: TextQuoteSelector, position: TextPositionSelector | None = None, *, approximate: bool = True
) -> Anchored:
    """Find a described span in a text, another reading of the same document perhaps.

    Args:
        text: The text.
        quote: The quote with its context.
        position: Where it was; without it, only quote and context can tell where it is.
        approximate: Whether to look for what is only like the quote, too. It takes most of the time, and nothing that
            it finds is sure.
    """
    if position is not None and text[position.start : position.end] == quote.exact:
        span = TextSpan(position.start, position.end)
        return Anchored(span, Placement.EXACT, (span,))
    if not quote.exact.strip():
        return Anchored(None, Placement.ORPHANED)
    near = position.start if position is not None else None
    exact = exact_matches(text, quote, near)
    if exact:
        return _among_exact(exact, located=near is not None)
    found = approximate_matches(text, quote, near) if approximate else []
    candidates = tuple(match.span for match in found)
    if found and found[0].score >= MINIMUM_SCORE and _leads(found):
        return Anchored(candidates[0], Placement.REVIEW, candidates)
    return Anchored(None, Placement.ORPHANED, candidates)


def _among_exact(matches: list[Match], *, located: bool) -> Anchored:
    """Choose among the places that are the quote letter by letter."""
    candidates = tuple(match.span for match in matches)
    best = matches[0]
    if _leads(matches):
        alone = len(matches) == 1 and len(best.span) >= _TELLING_LENGTH
        certain = alone or (best.context is not None and best.context >= _LIKE_CONTEXT)
        return Anchored(best.span, Placement.MOVED if certain else Placement.REVIEW, candidates)
    if located:
        # Nothing but nearness speaks for it: a proposal.
        return Anchored(best.span, Placement.REVIEW, candidates)
    return Anchored(None, Placement.ORPHANED, candidates)


def _leads(matches: list[Match]) -> bool:
    return len(matches) == 1 or matches[0].score - matches[1].score >= CLEAR_LEAD
