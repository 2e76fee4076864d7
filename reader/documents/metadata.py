"""Metadata: a careful guess at title, author and year from the opening of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from reader.domain.document import BlockRole, Contents

_LABELLED = re.compile(
    r"(?:thesis |dissertation )?(?P<label>title|author|by)\s*:\s*(?P<value>\S.{1,200})", re.IGNORECASE
)
_BY = re.compile(r"(?:written )?by\s+(?P<name>[^\W\d_].{2,80})", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w.'’ ,-]{2,80}")
_YEAR_LINE = re.compile(r"(?:.{0,30}\W)?(?P<year>1[5-9]\d\d|20\d\d)")
_DEGREE = re.compile(r"(?i)\b(?:master|bachelor|doctor|degree|university|college|faculty|department|school|thesis)\b")
_OPENING = 6_000  # characters: a title page and the form behind it
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the opening tells; "" and None where it tells nothing."""

    title: str = ""
    author: str = ""
    year: int | None = None


def guess(contents: Contents) -> Metadata:
    """Guess title, author and year from the first blocks of a text."""
    opening = _opening_blocks(contents)
    labelled: dict[str, str] = {}
    for block in opening:
        for line in block.split("\n"):
            if match := _LABELLED.fullmatch(line):
                labelled.setdefault(match["label"].lower(), match["value"].strip())
    author = labelled.get("author") or labelled.get("by") or _after_by(opening)
    title = labelled.get("title") or _title(opening)
    years = [m["year"] for block in opening for line in block.split("\n") if (m := _YEAR_LINE.fullmatch(line))]
    return Metadata(title, author, int(years[0]) if years else None)


def _opening_blocks(contents: Contents) -> list[str]:
    """Return the short blocks before the first long paragraph of the body."""
    texts: list[str] = []
    for block in contents.blocks[:80]:
        if block.span.start > _OPENING or (block.role is BlockRole.BODY and len(block.span) > _LONGEST_TITLE):
            break
        if block.role is not BlockRole.TABLE:
            texts.append(block.span.of(contents.text))
    return texts


def _after_by(opening: list[str]) -> str:
    """Return the name after a line "by", or in a line "by …"."""
    for text, following in zip(opening, [*opening[1:], ""], strict=False):
        if text.strip().lower() == "by" and following:
            return _name(following.split("\n")[0])
        if len(text) < 100 and (match := _BY.fullmatch(text)):
            return _name(match["name"])
    return ""


def _name(text: str) -> str:
    """Take a rank or degree off a name, and capitals."""
    name = text.split(",")[0].strip(" .")
    if not _NAME.fullmatch(name):
        return ""
    return name.title() if name.isupper() else name


def _title(opening: list[str]) -> str:
    """Return what stands above "by", else the first line that is no institution's name."""
    for text, following in pairwise(opening):
        if following.strip().lower().startswith("by") and len(text) <= _LONGEST_TITLE and not _DEGREE.search(text):
            return _one_line(text)
    candidates: Iterable[str] = (text for text in opening if len(text) <= _LONGEST_TITLE)
    first = next((text for text in candidates if re.search(r"[^\W\d_]{2}", text)), "")
    return _one_line(first) if not first.endswith((".", ",", ";")) else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())
