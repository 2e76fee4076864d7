"""The one place where code points of canonical text and the UTF-16 units that Qt counts in are converted."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Mapping

# What Qt's text layout would take for the end of a line or paragraph, or has no glyph for; each is one unit long.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2029\ud800-\udfff\ufffc]")
_LINE_SEPARATOR = "\u2028"


def utf16_length(text: str) -> int:
    """Return how many UTF-16 units a text has."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class DisplayText:
    """A piece of canonical text as Qt is to show it, with offsets both ways.

    Line ends become line separators (a layout breaks there), characters that cannot be shown become one space or
    U+FFFD. Texts without astral characters and without longer replacements cost no table.

    Args:
        source: The canonical text.
        replacements: Single characters and what is shown instead, such as a heading's line end as " · ".
    """

    __slots__ = ("_length", "_starts", "text")

    def __init__(self, source: str, replacements: Mapping[str, str] | None = None) -> None:
        self._length = len(source)
        self._starts: array[int] | None = None
        self.text = _shown(source, replacements or {})
        if utf16_length(self.text) != self._length:
            self._starts = array("L", [0])
            for character in source:
                shown = (replacements or {}).get(character, character)
                self._starts.append(self._starts[-1] + (utf16_length(shown)))

    def __len__(self) -> int:
        """Return the length in code points of the source."""
        return self._length

    def to_units(self, offset: int) -> int:
        """Map a code point offset in the source (clamped to it) to an offset in the UTF-16 units of `text`."""
        offset = min(max(offset, 0), self._length)
        return offset if self._starts is None else self._starts[offset]

    def from_units(self, unit: int) -> int:
        """Map an offset in UTF-16 units to code points; one inside a character goes to the character's start."""
        if self._starts is None:
            return min(max(unit, 0), self._length)
        return min(max(bisect_right(self._starts, unit) - 1, 0), self._length)


def _shown(source: str, replacements: Mapping[str, str]) -> str:
    text = _UNSHOWABLE.sub(_stand_in, source)
    for character, shown in replacements.items():
        text = text.replace(character, shown)
    return text.replace("\n", _LINE_SEPARATOR)


def _stand_in(match: re.Match[str]) -> str:
    return "\ufffd" if "\ud800" <= match.group() <= "\udfff" or match.group() == "\ufffc" else " "
