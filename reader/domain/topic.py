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


@dataclass(frozen=True, slots=True)
class ProposedTerm:
    """A term that may speak for a topic, and why.

    Attributes:
        left, right: How many passages of each document hold it.
        why: One line, such as "in 9 of the 12 passages on it, in 1 of the others".
    """

    term: WeightedTerm
    left: int
    right: int
    why: str


@dataclass(frozen=True, slots=True)
class LearnedTerms:
    """What passages that the reader confirmed or rejected for a topic say of its terms.

    Attributes:
        new: Terms that speak for the confirmed passages.
        changed: Terms of the topic with a lower weight, since rejected passages hold them.
    """

    new: tuple[ProposedTerm, ...] = ()
    changed: tuple[ProposedTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class SuggestedTopic:
    """Something that both documents speak of and no topic covers.

    Attributes:
        name: Its most telling term, as written.
        terms: The most telling first.
        left, right: Ordinals of the passages that speak of it most, best first.
        why: One line on where it stands.
    """

    name: str
    terms: tuple[ProposedTerm, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    why: str


def slug_of(name: str) -> str:
    """Make a slug: ASCII letters and digits where the name has them, words joined by "-"; never empty."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_name.casefold()).strip("-")
    return slug or "-".join(f"{ord(c):x}" for c in name.strip()) or "untitled"
