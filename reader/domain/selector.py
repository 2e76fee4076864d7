"""W3C selectors: how an annotation says where in a document it belongs (Web Annotation Data Model, section 4.2)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextQuoteSelector:
    """The quoted text and what stands before and after it (32 code points, fewer at the ends of the text)."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class TextPositionSelector:
    """The place in the canonical text, in code points, end exclusive."""

    start: int
    end: int
