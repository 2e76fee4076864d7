"""The unit that is aligned."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.domain.text import TextSpan

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a part of a long one, of one document's body.

    Attributes:
        ordinal: Its place among the document's passages, from 0.
        span: Its place in the canonical text.
        paragraph: The number ¶ shows, from 1.
        part: "" for a whole paragraph, "a", "b" … for the parts of a split one.
        section: The ordinal of its section.
        pages: Where the file has pages, the printed labels of those it stands on, such as "pp. 37–38"; else "".
    """

    ordinal: int
    span: TextSpan
    paragraph: int
    part: str
    section: int
    pages: str = ""

    @property
    def label(self) -> str:
        """The position shown to readers: "p. 37" where the file has pages, else "¶ 61a"."""
        return self.pages or f"¶ {self.paragraph}{self.part}"


def passage_at(passages: Sequence[Passage], span: TextSpan) -> Passage | None:
    """Return the passage that shares the most text with a span (the first of equals), or None.

    An empty span counts as the character after it.
    """
    wanted = span or TextSpan(span.start, span.start + 1)
    index = max(0, bisect_right(passages, wanted.start, key=lambda p: p.span.start) - 1)
    best: Passage | None = None
    for passage in passages[index:]:
        if passage.span.start >= wanted.end:
            break
        shared = passage.span.overlap(wanted)
        if shared and (best is None or shared > best.span.overlap(wanted)):
            best = passage
    return best
