"""Pages as they are shown: their images, and where text stands on them."""

from __future__ import annotations

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
