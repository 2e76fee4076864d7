"""The scholarly apparatus: note markers in the text, and the notes they point to."""

from __future__ import annotations

from dataclasses import dataclass

from reader.domain.text import TextSpan


@dataclass(frozen=True, slots=True)
class Marker:
    """A note marker in canonical text: superscript digits directly after a word or its punctuation."""

    span: TextSpan
    number: int


@dataclass(frozen=True, slots=True)
class Footnote:
    """A numbered note: its text's place in the notes part, and its marker's place, None where the source lost it."""

    number: int
    span: TextSpan
    marker: TextSpan | None
