"""Places in text: spans in code points, maps between two spellings of one text, and folding for comparison."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUPERSCRIPT_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TO_SUPERSCRIPT = str.maketrans("0123456789", SUPERSCRIPT_DIGITS)
# A run of printable ASCII folds as a whole, any other character on its own.
_FOLDING_PIECES = re.compile(r"[!-~]+|[^!-~]", re.DOTALL)
_FROM_SUPERSCRIPT = str.maketrans(SUPERSCRIPT_DIGITS, "0123456789")


def to_superscript(number: int) -> str:
    """Write a note number the way markers stand in canonical text."""
    return str(number).translate(_TO_SUPERSCRIPT)


def from_superscript(digits: str) -> int:
    """Read a marker's superscript digits.

    Raises:
        ValueError: If there is anything but digits.
    """
    return int(digits.translate(_FROM_SUPERSCRIPT))


@dataclass(frozen=True, slots=True, order=True)
class TextSpan:
    """A half-open range [start, end) of code points in one text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            msg = f"not a span: [{self.start}, {self.end})"
            raise ValueError(msg)

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        return self.end > self.start

    def of(self, text: str) -> str:
        """Return the part of `text` this span covers."""
        return text[self.start : self.end]

    def contains(self, other: TextSpan) -> bool:
        """Tell whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlap(self, other: TextSpan) -> int:
        """Return the number of code points both spans cover."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


def merged(spans: Iterable[TextSpan], gap: int = 0) -> Iterator[TextSpan]:
    """Join spans, given in order, that overlap, touch, or have at most `gap` code points between them."""
    last: TextSpan | None = None
    for span in spans:
        if last is not None and span.start - last.end <= gap:
            last = TextSpan(last.start, max(last.end, span.end))
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """A monotone map from offsets in a target text (made) to offsets in a source text (given).

    Built of runs, each copied unchanged: `target_starts[i]` in the target came from `source_starts[i]` in the source,
    `lengths[i]` code points long. Target text between runs was inserted, source text between runs was dropped.
    """

    target_starts: tuple[int, ...]
    source_starts: tuple[int, ...]
    lengths: tuple[int, ...]

    @classmethod
    def of_runs(cls, runs: Iterable[tuple[int, int, int]]) -> OffsetMap:
        """Build from (target start, source start, length) in target order."""
        rows = [run for run in runs if run[2] > 0]
        return cls(tuple(r[0] for r in rows), tuple(r[1] for r in rows), tuple(r[2] for r in rows))

    def to_source(self, offset: int) -> int:
        """Map a target offset; one in inserted text goes to the end of the run before it."""
        index = bisect_right(self.target_starts, offset) - 1
        if index < 0:
            return self.source_starts[0] if self.source_starts else 0
        return self.source_starts[index] + min(offset - self.target_starts[index], self.lengths[index])

    def source_spans(self, span: TextSpan) -> list[TextSpan]:
        """Return the source spans that a target span was copied from, in the order of the target."""
        return [TextSpan(source, source + length) for _, source, length in self.runs_in(span)]

    def runs_in(self, span: TextSpan) -> Iterator[tuple[int, int, int]]:
        """Yield what of a target span was copied: target start, source start and length, in the order of the target."""
        at = max(0, bisect_right(self.target_starts, span.start) - 1)
        while at < len(self.target_starts) and self.target_starts[at] < span.end:
            target = self.target_starts[at]
            low, high = max(span.start, target), min(span.end, target + self.lengths[at])
            if low < high:
                yield low, self.source_starts[at] + low - target, high - low
            at += 1

    def span_to_source(self, span: TextSpan) -> TextSpan:
        """Map a target span to the smallest source span that holds its characters."""
        if not span:
            place = self.to_source(span.start)
            return TextSpan(place, place)
        start = self.to_source(span.start)
        return TextSpan(start, max(start, self.to_source(span.end - 1) + 1))


# Characters that may stand between two neighbouring places: line ends, dropped hyphens, paragraph ends.
_NEIGHBOURS = 8


class SourceIndex:
    """Leads back: from places in the source text of an offset map to places in its target text."""

    def __init__(self, origins: OffsetMap) -> None:
        # (source, length, target), by source
        self._runs = sorted(zip(origins.source_starts, origins.lengths, origins.target_starts, strict=True))
        self._starts = [run[0] for run in self._runs]

    def spans(self, start: int, end: int) -> list[TextSpan]:
        """Return the target spans that came from a source span, in the order of the source."""
        found: list[TextSpan] = []
        at = max(0, bisect_right(self._starts, start) - 1)
        while at < len(self._runs) and self._runs[at][0] < end:
            source, length, target = self._runs[at]
            low, high = max(start, source), min(end, source + length)
            if low < high:
                found.append(TextSpan(target + low - source, target + high - source))
            at += 1
        return found

    def hull(self, spans: Iterable[tuple[int, int]]) -> TextSpan | None:
        """Return one target span for several source spans: the longest run of neighbours among their places."""
        places = sorted(span for start, end in spans for span in self.spans(start, end))
        groups: list[TextSpan] = []
        for span in places:
            if groups and span.start - groups[-1].end <= _NEIGHBOURS:
                groups[-1] = TextSpan(groups[-1].start, max(groups[-1].end, span.end))
            else:
                groups.append(span)
        return max(groups, key=len, default=None)


def fold(text: str) -> tuple[str, OffsetMap]:
    """Fold a text for comparison: NFKD, case folded, white space, soft hyphens and combining marks removed.

    Extractors disagree on exactly these, so two readings of one page fold to the same string.

    Returns:
        The folded text, and the map from folded offsets back to offsets in `text`.
    """
    out: list[str] = []
    runs: list[tuple[int, int, int]] = []
    length = 0
    for piece in _FOLDING_PIECES.finditer(text):
        folded = _folded_piece(piece[0])
        out.append(folded)
        # Only a run of ASCII is copied one to one; a folded character can become several, all from one place.
        one_to_one = piece[0].isascii()
        runs += [(length, piece.start(), len(folded))] if one_to_one else _from_one(length, piece.start(), len(folded))
        length += len(folded)
    return "".join(out), OffsetMap.of_runs(runs)


def _folded_piece(piece: str) -> str:
    if piece.isascii():
        return piece.casefold() if not piece.isspace() else ""
    return "".join(
        c
        for c in unicodedata.normalize("NFKD", piece).casefold()
        if not c.isspace() and c != "\u00ad" and not unicodedata.combining(c)
    )


def _from_one(target: int, source: int, length: int) -> list[tuple[int, int, int]]:
    """Map each of `length` target characters to the one source character they were folded from."""
    return [(target + number, source, 1) for number in range(length)]
