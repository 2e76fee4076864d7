"""What a reading view shows on its text besides the text: bands, highlights, and marks on the strip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reader.domain.annotation import AnnotationId, HighlightColour
from reader.domain.text import TextSpan

Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Band:
    """A passage on the active topic.

    Attributes:
        current: Whether it belongs to the current pair.
        key: What `band_activated` reports; a passage's ordinal.
    """

    span: TextSpan
    current: bool
    key: int


@dataclass(frozen=True, slots=True)
class HighlightMark:
    """An annotation's place in the text."""

    key: AnnotationId
    span: TextSpan
    colour: HighlightColour
    has_note: bool = False
    focused: bool = False


@dataclass(frozen=True, slots=True)
class StripTopic:
    """One topic's passages on the strip.

    Attributes:
        colour: One of TOPIC_COLOURS.
        name: For the tooltip.
    """

    colour: str
    name: str
    spans: Sequence[TextSpan]
