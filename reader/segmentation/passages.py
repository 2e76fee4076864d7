"""Passages: a document's paragraphs, long ones parted at sentence ends."""

from __future__ import annotations

import math
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from reader.domain.document import Block, Contents, SectionRole
from reader.domain.passage import Passage
from reader.domain.progress import Progress, no_progress
from reader.domain.text import TextSpan
from reader.segmentation.sentences import sentence_ends

# Characters. A passage should hold one thought: shorter ones lack the words to be matched by, longer ones mix subjects.
LONGEST = 1_000
# A sentence longer than this is cut at a space (texts without full stops, lists of names).
_LONGEST_SENTENCE = 1_500
_ZERO_WIDTH_JOINER = "\u200d"


def segment(contents: Contents, progress: Progress = no_progress) -> tuple[Passage, ...]:
    """Segment a document's body into passages: each paragraph, list and block quotation once and in order.

    Args:
        contents: The composed document.
        progress: Called with characters.
    """
    passages: list[Passage] = []
    starts = [section.span.start for section in contents.sections]
    told = 0
    for block in contents.blocks:
        if block.paragraph is None:
            continue
        section = contents.sections[max(0, bisect_right(starts, block.span.start) - 1)]
        if section.role is not SectionRole.BODY:
            continue
        spans = list(_parts(contents.text, block))
        for index, span in enumerate(spans):
            part = part_name(index) if len(spans) > 1 else ""
            passages.append(Passage(len(passages), span, block.paragraph, part, section.ordinal))
        if block.span.end - told > 30_000:
            told = block.span.end
            progress(told, len(contents.text))
    return tuple(passages)


def part_name(index: int) -> str:
    """Name a part of a split paragraph: a to z, then aa, ab and so on."""
    name = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        name = chr(ord("a") + letter) + name
    return name


def _parts(text: str, block: Block) -> Iterator[TextSpan]:
    """Part a block at sentence ends into about equal parts that are not longer than they must be."""
    start, end = block.span.start, block.span.end
    if end - start <= LONGEST:
        yield block.span
        return
    ends = [start + at for at in _bounded(block.span.of(text))]
    count = math.ceil((end - start) / LONGEST)
    for number in range(count, 0, -1):
        if start >= end:
            return
        target = start + (end - start) / number
        stop = end if number == 1 else _nearest(ends, start, target)
        if stop - start > LONGEST and number == 1 and len(_between(ends, start, stop)) > 1:
            # Sentences did not fall evenly: one more part keeps the last one in bounds.
            middle = _nearest(ends, start, start + (stop - start) / 2)
            yield _trimmed(text, start, middle)
            start = middle
        yield _trimmed(text, start, stop)
        start = stop


def _between(ends: list[int], start: int, stop: int) -> list[int]:
    return ends[bisect_right(ends, start) : bisect_right(ends, stop)]


def _nearest(ends: list[int], start: int, target: float) -> int:
    """Return the sentence end after `start` that is nearest to a target, one within LONGEST preferred."""
    index = bisect_right(ends, start)
    best = ends[index]
    for stop in ends[index + 1 :]:
        if stop - start > LONGEST or abs(stop - target) > abs(best - target):
            break
        best = stop
    return best


def _bounded(text: str) -> Iterator[int]:
    """Yield sentence ends, and places within sentences that are too long."""
    start = 0
    for end in sentence_ends(text):
        while end - start > _LONGEST_SENTENCE:
            start = _cut_before(text, start + LONGEST, start)
            yield start
        yield end
        start = end


def _cut_before(text: str, limit: int, start: int) -> int:
    """Find a place to cut at or before a limit: a space, else between two characters that don't combine."""
    space = text.rfind(" ", start + LONGEST // 2, limit)
    if space > 0:
        return space
    place = limit
    while place > start + LONGEST // 2 and _joins(text[place - 1], text[place]):
        place -= 1
    return place


def _joins(before: str, after: str) -> bool:
    return bool(
        unicodedata.combining(after)
        or _ZERO_WIDTH_JOINER in (before, after)
        or "\ufe00" <= after <= "\ufe0f"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
    )


def _trimmed(text: str, start: int, end: int) -> TextSpan:
    """Leave white space out at both ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return TextSpan(start, end)
