"""How large pages are shown: fitted to the pane, or at a factor of their printed size."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# A point is 96/72 pixels at 100 %, as everywhere on the desktop.
ACTUAL = 96 / 72
FACTORS = (0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
SMALLEST, LARGEST = 0.1, 8.0  # factors; a fit goes no farther either
_SAME = 0.01


class Fit(StrEnum):
    """What a page is fitted to; values are stored with the session."""

    TEXT = "text"
    WIDTH = "width"


@dataclass(frozen=True, slots=True)
class PageZoom:
    """A fit, or a factor of the printed size.

    Attributes:
        fit: What is fitted to the pane's width, or None for a factor.
        factor: 1.0 is the printed size.
    """

    fit: Fit | None = Fit.TEXT
    factor: float = 1.0

    @property
    def words(self) -> str:
        """What the header shows."""
        return {Fit.TEXT: "Fit text", Fit.WIDTH: "Fit page", None: f"{round(100 * self.factor)} %"}[self.fit]

    @property
    def stored(self) -> str:
        """How the session keeps it."""
        return str(self.fit) if self.fit is not None else f"{self.factor:g}"

    @classmethod
    def read(cls, stored: str) -> PageZoom:
        """Read what the session kept; what is not known is fitted to the text."""
        if stored in {str(fit) for fit in Fit}:
            return cls(Fit(stored))
        try:
            factor = float(stored)
        except ValueError:
            return cls()
        return cls(None, factor) if SMALLEST <= factor <= LARGEST else cls()

    def stepped(self, by: int, scale: float) -> PageZoom:
        """Return the next larger (+1) or smaller (-1) factor than a scale in pixels a point."""
        factor = scale / ACTUAL
        if by > 0:
            found = next((each for each in FACTORS if each > factor + _SAME), FACTORS[-1])
        else:
            found = next((each for each in reversed(FACTORS) if each < factor - _SAME), FACTORS[0])
        return PageZoom(None, found)
