"""The selection of a reading view: an anchor and a caret, grown by character, word or paragraph."""

from __future__ import annotations

from enum import Enum

from reader.domain.document import Contents
from reader.domain.text import TextSpan
from reader.ui.reading.caret_movement import clamp_to_text, paragraph_at, word_at


class Unit(Enum):
    """What a selection grows by."""

    CHARACTER = 1
    WORD = 2
    PARAGRAPH = 3


class Selection:
    """Offsets of one document; empty at first."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._fixed = TextSpan(0, 0)
        self.caret = 0

    @property
    def span(self) -> TextSpan:
        """What is selected; an empty span at the caret if nothing is."""
        return TextSpan(min(self._fixed.start, self.caret), max(self._fixed.end, self.caret))

    def set(self, span: TextSpan) -> None:
        """Select a span; the caret goes to its end."""
        start = clamp_to_text(self._contents, span.start)
        self._fixed = TextSpan(start, start)
        self.caret = max(start, clamp_to_text(self._contents, span.end))

    def begin(self, offset: int, unit: Unit) -> None:
        """Start anew with the unit at an offset."""
        offset = clamp_to_text(self._contents, offset)
        self._fixed = self._unit_at(offset, unit)
        self.caret = self._fixed.end

    def extend(self, offset: int, unit: Unit = Unit.CHARACTER) -> None:
        """Grow or shrink to the unit at an offset; what it was begun with stays selected."""
        grown = self._unit_at(clamp_to_text(self._contents, offset), unit)
        self.caret = grown.start if grown.start < self._fixed.start else max(grown.end, self._fixed.end)

    def collapse(self, offset: int) -> None:
        """Put the caret at an offset with nothing selected."""
        self.set(TextSpan(offset, offset))

    def _unit_at(self, offset: int, unit: Unit) -> TextSpan:
        if unit is Unit.WORD:
            return word_at(self._contents, offset)
        if unit is Unit.PARAGRAPH:
            return paragraph_at(self._contents, offset)
        return TextSpan(offset, offset)
