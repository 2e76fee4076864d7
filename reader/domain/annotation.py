"""Annotations: a highlight on a quote, with an optional note and tags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from reader.domain.document import DocumentId
from reader.domain.selector import FragmentSelector, TextPositionSelector, TextQuoteSelector
from reader.domain.text import TextSpan

AnnotationId = NewType("AnnotationId", str)


class HighlightColour(StrEnum):
    """The five highlight colours, in the order of the keys 1 to 5."""

    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    PINK = "pink"
    VIOLET = "violet"

    @property
    def label(self) -> str:
        """What the colour stands for."""
        return HIGHLIGHT_LABELS[self]

    @classmethod
    def named(cls, name: str) -> HighlightColour:
        """Return the colour of a value or label, without regard to case.

        Raises:
            ValueError: If there is none.
        """
        wanted = name.casefold()
        return next((colour for colour in cls if colour.label.casefold() == wanted), None) or cls(wanted)


HIGHLIGHT_LABELS = {
    HighlightColour.YELLOW: "Claim",
    HighlightColour.GREEN: "Evidence",
    HighlightColour.BLUE: "Context",
    HighlightColour.PINK: "Dispute",
    HighlightColour.VIOLET: "Question",
}


class Placement(StrEnum):
    """How an annotation found its text the last time it was anchored."""

    EXACT = "exact"
    MOVED = "moved"
    REVIEW = "review"
    ORPHANED = "orphaned"


@dataclass(frozen=True, slots=True)
class Target:
    """A place in a document, described so that it can be found again in another reading of it.

    Attributes:
        fingerprint: The fingerprint of the canonical text that the quote was taken from. `position` counts in it too,
            but for an annotation that needs review: there it is the place proposed in the text as it reads now.
    """

    document_id: DocumentId
    quote: TextQuoteSelector
    position: TextPositionSelector
    fingerprint: str

    @property
    def span(self) -> TextSpan:
        """The position as a span."""
        return TextSpan(self.position.start, self.position.end)


@dataclass(frozen=True, slots=True)
class Annotation:
    """A reader's mark on a quote.

    Attributes:
        note: Markdown; "" for a bare highlight.
        tags: Without "#", in the reader's order; "/" makes a tree (energy/pipelines).
        created, modified: Aware, UTC.
        author: Who made it, where it came with a file; "" for the reader's own.
        fragments: Where it stands on the pages of its file, in the order of the text; empty where there are none.
    """

    id: AnnotationId
    target: Target
    colour: HighlightColour
    note: str
    tags: tuple[str, ...]
    created: datetime
    modified: datetime
    placement: Placement = Placement.EXACT
    author: str = ""
    fragments: tuple[FragmentSelector, ...] = ()


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag and how many annotations carry it or a tag below it."""

    tag: str
    count: int
