"""Locators: the page, paragraph or chapter a citation names, as it is printed there."""

from __future__ import annotations

import re

_PAGE = r"(?:[A-Z]?\d{1,5}[a-z]?(?![\w/])|[ivxlc]{1,7}\b)"
_RANGE = rf"{_PAGE}(?:\s*[-–—]\s*{_PAGE})?(?:\s*ff?\b\.?)?"
_PAGES = (
    r"(?:at\s+)?(?:[Pp]p?|[Pp]gs?|[Pp]ages?|[Ff]ols?|[Ss])?\b\.?\s*"
    rf"(?P<pages>{_RANGE}(?:(?:,\s*|\s+and\s+|\s*&\s*){_RANGE})*)"
)
_PART = (
    r"(?P<part>(?:at\s+)?(?:paras?|chapters?|chap|ch|secs?|sections?|arts?|articles?|tables?|figs?|vols?|¶|§§?)\.?"
    rf"\s*(?:{_RANGE}|[IVXLC]+\b)(?:,\s*(?:[Pp]p?|[Pp]gs?)\.?\s*{_RANGE})?)"
)
LOCATOR = rf"(?:{_PART}|{_PAGES})"
_AT_START = re.compile(rf"[\s,:.;)]*(?:{LOCATOR})(?=\s*(?:[.,;:)\]]|$|\s))")
_INSIDE = re.compile(rf",?\s+(?:at|here|esp\.|especially)\s+(?:{LOCATOR})")
_AT_END = re.compile(rf"(?:^|[,:]\s*|(?<=[”\"’])\s+|\s+(?=(?:[Pp]p?|[Pp]gs?)\.\s*\d|at\s))(?P<all>{LOCATOR})$")


def locator_at_start(text: str) -> str | None:
    """Return the locator a text begins with, punctuation before it left out, or None."""
    match = _AT_START.match(text)
    if match is None:
        return None
    # "pp. 56-97, at p. 60": the place in an article follows its extent.
    inside = _INSIDE.match(text, match.end())
    return _written(inside or match)


def locator_at_end(text: str) -> tuple[str, str | None]:
    """Part a text into what stands before the locator at its end, and the locator, None if there is none."""
    stripped = text.rstrip(" .,;")
    match = _AT_END.search(stripped)
    if match is None:
        return stripped, None
    return stripped[: match.start()].rstrip(" ,;:"), _written(match)


def _written(match: re.Match[str]) -> str:
    found = match["pages"] or match["part"]
    return re.sub(r"\s*[–—]\s*", "-", " ".join(found.split()))
