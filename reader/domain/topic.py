"""Topics: what a reader follows through both documents."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# A passage is *on* a topic from this score up.
ON_TOPIC = 0.5

# Names of the eight topic colours and the eight shapes of the design; the window knows their values.
TOPIC_COLOURS = ("vermilion", "blue", "ochre", "violet", "green", "rose", "slate", "wine")
TOPIC_GLYPHS = ("circle", "square", "triangle-up", "diamond", "hexagon", "cross", "triangle-down", "star")


@dataclass(frozen=True, slots=True)
class WeightedTerm:
    """A word or phrase that speaks for a topic, with its weight in (0, 1]; 1 decides alone."""

    term: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject the reader follows.

    Attributes:
        slug: Its key; derived from the name.
        colour: One of TOPIC_COLOURS.
        glyph: One of TOPIC_GLYPHS, so that no topic is told by colour alone.
    """

    slug: str
    name: str
    description: str
    terms: tuple[WeightedTerm, ...]
    colour: str
    glyph: str


def slug_of(name: str) -> str:
    """Make a slug: ASCII letters and digits where the name has them, words joined by "-"; never empty."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_name.casefold()).strip("-")
    return slug or "-".join(f"{ord(c):x}" for c in name.strip()) or "untitled"
