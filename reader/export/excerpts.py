"""What an export is written from: the reader's annotations and pairs, with everything that is shown of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ExcerptAnnotation:
    """An annotation as it is written.

    Attributes:
        quote: Without note markers; paragraphs parted by an empty line.
        locator: Where the quote is, such as "¶ 61"; "" if it has lost its place.
        section: The section's titles, outermost first, parted by " › ".
        colour: What the highlight's colour stands for, such as "Claim".
        note: Markdown, as the reader wrote it.
        link: Opens the program at this annotation.
        sources: What the quoted sentences rest on, as their notes say, such as "Lo, Axis of Convenience, p. 91".
    """

    id: str
    quote: str
    locator: str
    section: str
    colour: str
    note: str
    tags: tuple[str, ...]
    created: date
    link: str
    start: int
    end: int
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExcerptDocument:
    """A document with its annotations in the order of the text.

    Attributes:
        citation: Full, Markdown emphasis allowed.
    """

    slug: str
    title: str
    byline: str
    citation: str
    annotations: tuple[ExcerptAnnotation, ...]


@dataclass(frozen=True, slots=True)
class ExcerptSide:
    """One side of a pair; `sources` as for annotations."""

    slug: str
    byline: str
    locator: str
    section: str
    quote: str
    start: int
    end: int
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExcerptPair:
    """A pair that the reader confirmed or made.

    Attributes:
        state: "Confirmed" or "By hand".
        score: The probability that both passages are on one subject, in [0, 1]; None where none was computed.
        terms: What both passages name: words, dates and sources.
        relation: "Agree", "Differ", "Complement" or "".
    """

    id: str
    left: ExcerptSide
    right: ExcerptSide
    state: str
    score: float | None
    terms: tuple[str, ...]
    relation: str
    note: str
    created: date


@dataclass(frozen=True, slots=True)
class Excerpts:
    """A whole export.

    Attributes:
        scope: What it was limited to, in words; "" for the whole library.
    """

    date: date
    scope: str
    documents: tuple[ExcerptDocument, ...]
    pairs: tuple[ExcerptPair, ...]
