"""The opening: where front matter ends and the body begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.documents.headings import PROSE, ContentsTable, heading_at
from reader.documents.plain_text import Unit, ends_sentence
from reader.domain.document import SectionRole

_EBOOK_START = re.compile(r"\*{3}\s*START OF (?:THE|THIS) PROJECT GUTENBERG EBOOK", re.IGNORECASE)
_EBOOK_END = re.compile(r"\*{3}\s*END OF (?:THE|THIS) PROJECT GUTENBERG EBOOK", re.IGNORECASE)
# Title pages, forms and contents tables are over within so many units.
_SEARCHED = 400
_SHORTEST_PROSE = 60


def body_start(units: Sequence[Unit], contents: ContentsTable | None) -> tuple[int, int]:
    """Find the unit at which the body begins, and the one at which an electronic edition's licence begins.

    Returns:
        Indexes of units; the second one is their number where there is no such licence.
    """
    begin = 0
    end = len(units)
    for index, unit in enumerate(units):
        line = unit.lines[0][0]
        if "***" in line:
            if _EBOOK_START.search(line):
                begin = index + 1
            elif _EBOOK_END.search(line):
                end = index
    if contents is not None and contents.end >= begin:
        return _after_contents(units, contents), end
    return _without_contents(units, begin, contents), end


def _after_contents(units: Sequence[Unit], contents: ContentsTable) -> int:
    for index in range(contents.end, min(len(units), contents.end + _SEARCHED)):
        heading = heading_at(units, index, contents)
        if heading is not None and heading.strong and heading.part is not SectionRole.FRONT_MATTER:
            return index
    return contents.end


def _without_contents(units: Sequence[Unit], begin: int, contents: ContentsTable | None) -> int:
    """Let the body begin at the headings that stand directly above the first prose outside front matter."""
    in_front = False
    first_heading: int | None = None
    for index in range(begin, min(len(units), begin + _SEARCHED)):
        heading = heading_at(units, index, contents)
        if heading is not None and heading.strong and heading.part is SectionRole.FRONT_MATTER:
            in_front, first_heading = True, None
        elif heading is not None:
            in_front = in_front and not heading.strong
            first_heading = index if first_heading is None else first_heading
        elif not in_front and _is_prose(units[index]):
            return first_heading if first_heading is not None else index
        elif len(units[index].text) < _SHORTEST_PROSE:
            # A by-line or date between two headings: what stands above it is a title page.
            first_heading = None
    return begin


def _is_prose(unit: Unit) -> bool:
    text = unit.text
    return not unit.table and (len(text) >= PROSE or (len(text) >= _SHORTEST_PROSE and ends_sentence(text)))
