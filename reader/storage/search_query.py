"""What a reader typed as an FTS5 expression, and the place in a matching text that answers it best."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.domain.text import SUPERSCRIPT_DIGITS, TextSpan

if TYPE_CHECKING:
    from collections.abc import Sequence

# Code points of context on each side of the place, and how much of a long place is shown.
_CONTEXT = 60
_LONGEST = 200
_NO_SUPERSCRIPTS = str.maketrans("", "", SUPERSCRIPT_DIGITS)


@dataclass(frozen=True, slots=True)
class Query:
    """A query in FTS5's language.

    Attributes:
        expression: Every word as a quoted string, so that nothing in it is an operator.
        words: The words, folded as `_fold` does; the last one is a beginning.
    """

    expression: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> Query | None:
        """Read what was typed, or return None if there is no word in it."""
        # NUL would end the expression early; the index has none.
        words = [word for word in typed.replace("\0", " ").split() if _fold(_plain(word))]
        if not words:
            return None
        parts = [_part(word) for word in words[:-1]] + [_part(words[-1], beginning=True)]
        return cls(" AND ".join(parts), tuple(_fold(_plain(word)) for word in words))


def _plain(word: str) -> str:
    """Return a word without a copied note marker, unless it is nothing else."""
    return word.translate(_NO_SUPERSCRIPTS) or word


def _part(word: str, *, beginning: bool = False) -> str:
    """Write one word; one with superscripts may be a marked word (policy¹²) or have its own (km²)."""
    spellings = dict.fromkeys((_plain(word), word))
    quoted = [_quoted(spelling) + ("*" if beginning else "") for spelling in spellings]
    return f"({' OR '.join(quoted)})"


def _quoted(word: str) -> str:
    doubled = word.encode("utf-8", "replace").decode().replace('"', '""')
    return f'"{doubled}"'


def _fold(text: str) -> str:
    """Keep what the index compares: letters and digits, without case and diacritics."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if unicodedata.category(char)[0] in "LN" or "\ue000" <= char <= "\uf8ff")


def best_place(unit: str, matches: Sequence[TextSpan], wanted: Query) -> TextSpan:
    """Return the shortest stretch of a text that holds every word of a query, the first of equals.

    Args:
        unit: The text.
        matches: Its words that match, in order.
        wanted: The query.
    """
    if not matches:
        return TextSpan(0, len(unit))
    folded = [_fold(_plain(span.of(unit))) for span in matches]
    last_seen: dict[int, TextSpan] = {}
    best: TextSpan | None = None
    for span, word in zip(matches, folded, strict=True):
        for index in _answered(word, wanted):
            last_seen[index] = span
        if len(last_seen) == len(wanted.words):
            stretch = TextSpan(min(seen.start for seen in last_seen.values()), span.end)
            if best is None or len(stretch) < len(best):
                best = stretch
    # The index may fold a rare letter otherwise than Python does; then the first matching word is shown.
    return best or matches[0]


def _answered(word: str, wanted: Query) -> list[int]:
    """Return which of the query's words a word of the text answers."""
    last = len(wanted.words) - 1
    return [
        index for index, asked in enumerate(wanted.words) if word == asked or (index == last and word.startswith(asked))
    ]


def snippet(unit: str, place: TextSpan) -> str:
    """Return a place with some words around it on one line, "…" where something was left out."""
    end = min(place.end, place.start + _LONGEST)
    start, stop = max(0, place.start - _CONTEXT), min(len(unit), end + _CONTEXT)
    before, after = unit[start : place.start], unit[end:stop]
    # Whole words only, where there is more than one.
    if start > 0 and " " in before:
        before = before[before.index(" ") :]
    if stop < len(unit) and " " in after:
        after = after[: after.rindex(" ")]
    line = " ".join((before + unit[place.start : end] + after).split())
    return f"{'…' if start > 0 else ''}{line}{'…' if stop < len(unit) else ''}"
