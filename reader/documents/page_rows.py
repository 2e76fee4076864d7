"""Rows: the lines of a PDF's pages as they stand on paper, and which of them belong to the page and not to the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from reader.documents.page_record import BOLD, ITALIC, ROTATED, PageText, Segment
from reader.documents.traced_text import Line

# How many rows from the edge of a page a running head may reach.
_DEEPEST_EDGE = 4
# Points by which the place of a running head may differ from page to page.
_SWAY = 8.0
_NEAR_PAGES = 2
_FEWEST_WATERMARKS = 4
_DIGITS = re.compile(r"\d+")
_FOLIO = re.compile(
    r"[\W_]{0,4}(?:p(?:age|\.)?\s*)?(?:(?P<arabic>\d{1,5})|(?P<roman>[ivxlcdm]{1,9}))(?:\s*(?:of|/)\s*\d{1,5})?[\W_]{0,4}",
    re.IGNORECASE,
)
_EDGE_NUMBER = re.compile(r"^(?:page\s+)?(?P<first>\d{1,5})\b|\b(?P<last>\d{1,5})$", re.IGNORECASE)
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_CELL_GAP = 1.2
# What is left without running heads and watermarks is at least this part of the text.
_LEAST_TEXT = 0.4


@dataclass(slots=True)
class Row:
    """One line of one column.

    Attributes:
        page: Zero-based.
        lines: Its runs of text with their offsets in the raw text, one or, where the file breaks it, more.
        cells: The same parted at wide gaps.
        text: All of it on one line.
        size: The letters' size in points.
    """

    page: int
    column: int
    lines: list[Line]
    cells: list[list[Line]]
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    italic: bool
    rotated: bool

    @property
    def end(self) -> int:
        """Where it ends in the raw text."""
        text, start = self.lines[-1]
        return start + len(text)


@dataclass(frozen=True, slots=True)
class Folio:
    """A page number as it is printed."""

    value: int
    roman: bool


def rows_of_page(page: PageText, base: int) -> list[Row]:
    """Put a page's segments together to rows.

    Args:
        page: Its segments in reading order.
        base: Where its text begins in the raw text.
    """
    rows: list[Row] = []
    group: list[Segment] = []
    for segment in page.segments:
        if group and not _same_row(group, segment):
            rows.append(_row(page, base, group))
            group = []
        group.append(segment)
    if group:
        rows.append(_row(page, base, group))
    return rows


def _same_row(group: Sequence[Segment], segment: Segment) -> bool:
    first, last = max(group, key=lambda s: s.end - s.start), group[-1]
    if segment.column != last.column or (segment.flags | last.flags) & ROTATED or segment.x0 < last.x0:
        return False
    middle = (segment.y0 + segment.y1) / 2
    return first.y0 <= middle <= first.y1


def _row(page: PageText, base: int, group: Sequence[Segment]) -> Row:
    lines: list[Line] = []
    cells: list[list[Line]] = []
    at = -1
    right = 0.0
    for segment in group:
        text = page.text[segment.start : segment.end]
        goes_on = at >= 0 and segment.start >= at and not page.text[at : segment.start].strip()
        if goes_on and lines:
            start = lines[-1][1]
            lines[-1] = (page.text[start - base : segment.end], start)
        else:
            lines.append((text, base + segment.start))
        if cells and segment.x0 - right <= _CELL_GAP * segment.size:
            cells[-1].append((text, base + segment.start))
        else:
            cells.append([(text, base + segment.start)])
        at, right = segment.end, segment.x1
    main = max(group, key=lambda s: s.end - s.start)
    return Row(
        page=page.index,
        column=group[0].column,
        lines=lines,
        cells=cells,
        text=" ".join(" ".join(text for text, _ in lines).split()),
        x0=group[0].x0,
        y0=main.y0,
        x1=max(s.x1 for s in group),
        y1=main.y1,
        size=main.size,
        bold=all(s.flags & BOLD for s in group),
        italic=all(s.flags & ITALIC for s in group),
        rotated=bool(main.flags & ROTATED),
    )


@dataclass(slots=True)
class Furniture:
    """What belongs to the pages: the kept rows of each page, and the folios found."""

    kept: list[list[Row]]
    folios: dict[int, Folio]


def without_furniture(pages: Sequence[list[Row]]) -> Furniture:
    """Take running heads, folios and watermarks off the pages, by their coming again in the same place."""
    heads = _Heads(pages)
    kept: list[list[Row]] = []
    folios: dict[int, Folio] = {}
    mark_keys = [[_mark_key(row) for row in rows] for rows in pages]
    marks = _watermarks(mark_keys)
    for number, (rows, keys) in enumerate(zip(pages, mark_keys, strict=True)):
        dropped: set[int] = {i for i, key in enumerate(keys) if key in marks} if marks else set()
        for order in _edges(rows):
            for i in order:
                if i not in dropped and not heads.holds(rows[i]):
                    break
                dropped.add(i)
                folio = _folio_in(rows[i])
                if folio is not None and number not in folios:
                    folios[number] = folio
        kept.append([row for i, row in enumerate(rows) if i not in dropped])
    if _size(kept) < _LEAST_TEXT * _size(pages):
        # Forms and slides repeat themselves: what would leave so little is no furniture.
        kept = [[row for row in rows if _bare_folio(row) is None] for rows in pages]
    return Furniture(kept, _consistent(folios))


def _size(pages: Sequence[Sequence[Row]]) -> int:
    return sum(len(row.text) for rows in pages for row in rows)


def _edges(rows: Sequence[Row]) -> tuple[list[int], list[int]]:
    """Return the indexes of the uppermost and of the lowest rows, outermost first."""
    order = sorted((i for i, row in enumerate(rows) if not row.rotated), key=lambda i: -rows[i].y1)
    return order[:_DEEPEST_EDGE], order[::-1][:_DEEPEST_EDGE]


class _Heads:
    """The running heads and folios of a document."""

    def __init__(self, pages: Sequence[list[Row]]) -> None:
        self._found: dict[str, set[int]] = {}  # heights in points
        self._offsets: Counter[tuple[bool, int]] = Counter()
        places: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for rows in pages:
            # A page of few lines is all edge: each line once.
            for i in {i for order in _edges(rows) for i in order}:
                row = rows[i]
                places[_key(row)].append((row.page, row.y0))
                folio = _bare_folio(row)
                if folio is not None:
                    self._offsets[folio.roman, folio.value - row.page] += 1
        fewest = 3 if len(pages) >= 6 else 2
        for key, found in places.items():
            if len(found) < fewest or not key.strip():
                continue
            near = [place for place in found if _has_neighbour(place, found)]
            if 2 * len(near) >= len(found) and len(near) >= 2:
                self._found[key] = {round(y) for _, y in near}

    def holds(self, row: Row) -> bool:
        """Tell whether a row is a running head or a folio."""
        folio = _bare_folio(row)
        if folio is not None and self._offsets[folio.roman, folio.value - row.page] >= 2:
            return True
        heights = self._found.get(_key(row))
        return heights is not None and any(abs(row.y0 - y) <= _SWAY for y in heights)


def _has_neighbour(place: tuple[int, float], found: Sequence[tuple[int, float]]) -> bool:
    page, y = place
    low = bisect_left(found, (page - _NEAR_PAGES, 0.0))
    for other, height in found[low:]:
        if other > page + _NEAR_PAGES:
            return False
        if other != page and abs(height - y) <= _SWAY:
            return True
    return False


def _key(row: Row) -> str:
    if len(row.text) > 150:
        return ""
    if _FOLIO.fullmatch(row.text):
        return "#"
    return _DIGITS.sub("#", row.text.casefold())


def _mark_key(row: Row) -> tuple[str, int, int]:
    return _DIGITS.sub("#", row.text.casefold()[:200]), round(row.x0 / 4), round(row.y0 / 4)


def _watermarks(keys: Sequence[list[tuple[str, int, int]]]) -> set[tuple[str, int, int]]:
    """Find what stands in the very same place on at least half of the pages."""
    counts: Counter[tuple[str, int, int]] = Counter()
    for own in keys:
        counts.update(set(own))
    fewest = max(_FEWEST_WATERMARKS, len(keys) // 2)
    return {key for key, count in counts.items() if count >= fewest}


def _bare_folio(row: Row) -> Folio | None:
    match = _FOLIO.fullmatch(row.text)
    if match is None:
        return None
    if match["arabic"]:
        return Folio(int(match["arabic"]), roman=False)
    value = _roman(match["roman"])
    return Folio(value, roman=True) if value else None


def _folio_in(row: Row) -> Folio | None:
    """Return the page number in a running head: all of it, or the number at either end."""
    bare = _bare_folio(row)
    if bare is not None:
        return bare
    match = _EDGE_NUMBER.search(row.text)
    return Folio(int(match["first"] or match["last"]), roman=False) if match else None


def _consistent(folios: dict[int, Folio]) -> dict[int, Folio]:
    """Keep the folios that count on with at least one other one."""
    offsets = Counter((folio.roman, folio.value - page) for page, folio in folios.items())
    return {page: folio for page, folio in folios.items() if offsets[folio.roman, folio.value - page] >= 2}


def labels_of(count: int, stated: Sequence[str], folios: dict[int, Folio]) -> list[str]:
    """Return the printed label of each page.

    Args:
        count: How many pages there are.
        stated: The labels the file gives; empty if it gives none.
        folios: The page numbers found on the pages.
    """
    # Many programs number the pages from 1 without looking at them.
    is_told = list(stated) != [str(number + 1) for number in range(count)] or not folios
    if len(stated) == count and any(stated) and is_told:
        return [label.strip() or str(number + 1) for number, label in enumerate(stated)]
    if not folios:
        return [str(number + 1) for number in range(count)]
    known = sorted(folios)
    return [_label(page, folios, known) for page in range(count)]


def _label(page: int, folios: dict[int, Folio], known: Sequence[int]) -> str:
    """Count on from the last folio before a page, or back from the next one after it."""
    if page in folios:
        return _written(folios[page].value, folios[page])
    place = bisect_left(known, page)
    before = known[place - 1] if place else None
    after = known[place] if place < len(known) else None
    if after is not None:
        value = folios[after].value - (after - page)
        counts_on = before is not None and folios[before].roman == folios[after].roman
        if value >= 1 and (before is None or counts_on or not folios[after].roman):
            return _written(value, folios[after])
    if before is not None:
        return _written(folios[before].value + page - before, folios[before])
    return f"[{page + 1}]"


def _written(value: int, like: Folio) -> str:
    return _as_roman(value) if like.roman else str(value)


def _roman(text: str) -> int:
    """Read a Roman number; 0 where it is none."""
    digits = [_ROMAN_DIGITS[c] for c in text.lower()]
    total = sum(-d if d < max(digits[i:]) else d for i, d in enumerate(digits))
    return total if _as_roman(total) == text.lower() else 0


def _as_roman(value: int) -> str:
    out = ""
    for letters, size in (
        ("m", 1000), ("cm", 900), ("d", 500), ("cd", 400), ("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10),
        ("ix", 9), ("v", 5), ("iv", 4), ("i", 1),
    ):  # fmt: skip
        while value >= size:
            out += letters
            value -= size
    return out
