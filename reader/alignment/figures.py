"""Figures with what they count: "48.6 billion barrels", "$20 billion", "70 percent"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.alignment.terms import Analyzer

    Figure = tuple[str, ...]

_FIGURE = re.compile(
    r"(?P<currency>US\$|[$€£¥])?\s?(?<![\w.,])(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?![\d/])"
    r"(?:[\s-]+(?P<scale>thousand|million|billion|trillion)s?\b)?"
    r"(?:\s*(?P<percent>%|per\s?cents?\b)|[\s-]+(?P<unit>[a-z]{3,}))?"
)
_YEAR = re.compile(r"(?:1\d|20)\d\d$")


def find_figures(text: str, analyzer: Analyzer) -> dict[Figure, list[tuple[int, int]]]:
    """Return the figures of a text with their places; equal ones are written alike ("70%" and "70 per cent")."""
    found: dict[Figure, list[tuple[int, int]]] = {}
    for match in _FIGURE.finditer(text):
        number, scale = match["number"].replace(",", ""), match["scale"] or ""
        unit = "percent" if match["percent"] else match["currency"] or ""
        end = match.end()
        if not unit and match["unit"]:
            key, is_stop = analyzer.analyze(match["unit"])
            unit = "" if is_stop else key
        if not match["percent"] and (match["currency"] or not unit):
            end = match.end("scale") if scale else match.end("number")
        plain_year = _YEAR.match(match["number"]) and not scale and not match["percent"] and not match["currency"]
        if plain_year or not (unit or scale):
            continue
        start = match.start("currency") if match["currency"] else match.start("number")
        found.setdefault((number, scale, unit.removeprefix("US")), []).append((start, end))
    return found
