"""W3C selectors: how an annotation says where in a document it belongs (Web Annotation Data Model, section 4.2)."""

from __future__ import annotations

from dataclasses import dataclass

from reader.domain.page import Box


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


@dataclass(frozen=True, slots=True)
class FragmentSelector:
    """Where the text stands on a page of its file; text that goes over a page's end has one for each page.

    Attributes:
        page: Zero-based.
        label: As it is printed ("iv", "37").
        boxes: One for each line, in points from the page's lower left corner; empty until they are known.
    """

    page: int
    label: str
    boxes: tuple[Box, ...] = ()
