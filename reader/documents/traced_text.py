"""Text that remembers where each of its characters came from, so that canonical offsets lead back to the raw file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# (text, offset of its first character in the raw text); a bare tuple, since a large book has a million of them.
Line = tuple[str, int]
# (start in the text made, start in the raw text, length)
Run = tuple[int, int, int]
# (start, end, what stands there instead)
Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class TracedText:
    """A text and the runs of it that were copied from the raw text, in order."""

    text: str
    runs: tuple[Run, ...]

    @classmethod
    def of_lines(cls, lines: Sequence[Line], joints: Sequence[tuple[int, str]]) -> TracedText:
        """Join lines.

        Args:
            lines: The lines, stripped.
            joints: For each line but the last, how many characters to cut from its end and what to put there.
        """
        if len(lines) == 1:
            text, start = lines[0]
            return cls(text, ((0, start, len(text)),) if text else ())
        pieces: list[str] = []
        runs: list[Run] = []
        length = 0
        for (text, start), (cut, joint) in zip(lines, (*joints, (0, "")), strict=True):
            kept = text[: len(text) - cut] if cut else text
            runs.append((length, start, len(kept)))
            pieces += (kept, joint)
            length += len(kept) + len(joint)
        return cls("".join(pieces), tuple(runs))

    def edited(self, edits: Iterable[Edit]) -> TracedText:
        """Replace ranges (ordered, not overlapping); a replacement of equal length keeps its origin."""
        pieces: list[str] = []
        kept: list[Run] = []
        at = length = 0
        for start, end, new in edits:
            pieces += (self.text[at:start], new)
            kept.append((length, at, start - at))
            length += start - at
            if len(new) == end - start:
                kept.append((length, start, end - start))
            length += len(new)
            at = end
        if not pieces:
            return self
        pieces.append(self.text[at:])
        kept.append((length, at, len(self.text) - at))
        return TracedText("".join(pieces), _through(kept, self.runs))

    def stripped(self) -> TracedText:
        """Take white space from both ends."""
        text = self.text
        left = len(text) - len(text.lstrip())
        right = len(text.rstrip())
        edits = [(0, left, "")] if left else []
        if right < len(text) and right >= left:
            edits.append((right, len(text), ""))
        return self.edited(edits) if edits else self

    def composed(self) -> TracedText:
        """Bring the text to Unicode's composed form, NFC."""
        if unicodedata.is_normalized("NFC", self.text):
            return self
        edits: list[Edit] = []
        for start, end in _clusters(self.text):
            cluster = self.text[start:end]
            normal = unicodedata.normalize("NFC", cluster)
            if normal != cluster:
                edits.append((start, end, normal))
        made = self.edited(edits)
        if made.text == unicodedata.normalize("NFC", self.text):
            return made
        return TracedText(unicodedata.normalize("NFC", self.text), self.runs[:0])


def _clusters(text: str) -> Iterable[tuple[int, int]]:
    """Cut a text where composition can't reach across: before each starter that is no conjoining jamo."""
    start = 0
    for index, char in enumerate(text):
        if index > start and not unicodedata.combining(char) and not "\u1160" <= char <= "\u11ff":
            yield start, index
            start = index
    if start < len(text):
        yield start, len(text)


def _through(kept: list[Run], runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Lead runs that point into a text on to where that text's own runs point."""
    out: list[Run] = []
    index = 0
    for made, old, length in kept:
        end = old + length
        while index < len(runs) and runs[index][0] + runs[index][2] <= old:
            index += 1
        scan = index
        while scan < len(runs) and runs[scan][0] < end:
            run_start, source, run_length = runs[scan]
            low, high = max(old, run_start), min(end, run_start + run_length)
            if low < high:
                _append(out, (made + low - old, source + low - run_start, high - low))
            scan += 1
    return tuple(out)


def _append(runs: list[Run], run: Run) -> None:
    if runs:
        made, source, length = runs[-1]
        if made + length == run[0] and source + length == run[1]:
            runs[-1] = (made, source, length + run[2])
            return
    runs.append(run)
