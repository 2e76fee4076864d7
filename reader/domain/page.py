"""Pages as they are shown: their images, and where text stands on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Left, bottom, right, top in points (1/72 inch) from the page's lower left corner, as the page is shown.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page's image.

    Attributes:
        width, height: In pixels.
        stride: Bytes a row.
        pixels: Blue, green, red and an unused byte for each, rows from the top (32-bit RGB, little-endian).
    """

    width: int
    height: int
    stride: int
    pixels: bytes


@dataclass(frozen=True, slots=True)
class PageBox:
    """A piece of a line on a page; `page` is zero-based."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page's text as it is printed; white space at its end and a dropped hyphen belong to it.

    Attributes:
        start: The offset in the canonical text of its first character.
        end: The offset after its last one.
        top, bottom: In points from the page's upper edge, downwards, as the page is shown.
        edges: Where each offset from `start` to `end`, that one included, stands: points from the page's left edge;
            they fall in text that runs to the left.
    """

    start: int
    end: int
    top: float
    bottom: float
    edges: Sequence[float]
