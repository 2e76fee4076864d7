"""Bibliographies: each entry read as a work; a line for the author repeats the one before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reader.apparatus.citations import MODIFIED, clean, kind_by, read_full, read_imprint, without_address, year_in
from reader.apparatus.names import is_editorial, names_of, words_of
from reader.domain.document import BlockRole, Contents
from reader.domain.note import Name, Work, WorkKind
from reader.domain.text import TextSpan

_REPEATED = re.compile(r"\s*(?:_{2,}|[—–]{2,}|-{3,})[.,]?\s*")
_STOP = re.compile(r"\.\s+(?=\S)")
_DATED = re.compile(r",\s*(?=[^,.]*\b(?:1[4-9]|20)\d\d\b)|\.\s+(?=\S)")
_ABBREVIATIONS = frozenset({"Jr", "Sr", "St", "Dr", "Ltd", "Co", "Inc", "vs", "No", "Vol"})
_YEAR_FIRST = re.compile(
    r"^(?P<authors>[^“\"]{2,150}?)\s*\((?P<year>(?:1[4-9]|20)\d\d)[a-z]?\)[.,:]?\s+(?P<rest>\S.*)$", re.DOTALL
)
_HAS_TITLE_IN_QUOTES = re.compile(r"[^“\"]{0,200}[“\"]")
_LONGEST_ENTRY = 3_000  # characters


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a bibliography: its place in the document, and its work."""

    span: TextSpan
    work: Work


def read_bibliography(contents: Contents) -> tuple[Entry, ...]:
    """Read every entry of a document's bibliography that names a work."""
    entries: list[Entry] = []
    authors: tuple[Name, ...] = ()
    for block in contents.blocks:
        if block.role is not BlockRole.BIBLIOGRAPHY:
            continue
        span = block.span
        emphasis = [TextSpan(e.start - span.start, e.end - span.start) for e in contents.emphasis if span.contains(e)]
        work = read_entry(span.of(contents.text), emphasis, authors)
        if work is not None:
            entries.append(Entry(span, work))
            authors = work.authors or work.editors
    return tuple(entries)


def read_entry(text: str, emphasis: Sequence[TextSpan] = (), before: tuple[Name, ...] = ()) -> Work | None:
    """Read one entry.

    Args:
        text: The entry.
        emphasis: What of it is set in italics.
        before: The authors of the entry before, for a line that stands in their place.
    """
    if len(text) > _LONGEST_ENTRY:
        return None
    repeated = _REPEATED.match(text)
    cut = repeated.end() if repeated else 0
    body = text[cut:]
    inside = [TextSpan(e.start - cut, e.end - cut) for e in emphasis if e.start >= cut]
    dated = _YEAR_FIRST.match(body)
    if dated and not repeated:
        return _year_first(dated)
    quoted = read_full(body) if _HAS_TITLE_IN_QUOTES.match(body) else None
    if quoted is None:
        work = _whole(body, inside, names_author=repeated is None)
    else:
        # What a bibliography gives is the extent of an article, not a page cited.
        extent = quoted.page if quoted.page is not None and "-" in quoted.page else ""
        work = replace(quoted.work, pages=quoted.work.pages or extent)
    if work is not None and repeated:
        return replace(work, authors=before)
    return work


def _year_first(dated: re.Match[str]) -> Work | None:
    """Read an entry of author-date style: "Lo, B. (2008). Axis of Convenience. London: Chatham House."."""
    rest = dated["rest"]
    imprint = _STOP.split(rest, maxsplit=1)
    title = clean(imprint[0])
    if not words_of(title):
        return None
    return Work(title, WorkKind.BOOK, names_of(dated["authors"]), year=int(dated["year"]))


def _whole(body: str, emphasis: Sequence[TextSpan], *, names_author: bool) -> Work | None:
    """Read an entry without quotation marks: author, title, imprint."""
    text, url, accessed = without_address(body)
    imprint = read_imprint(text)
    head = text[: imprint.start] if imprint.end else text
    year, place = imprint.year, imprint.place
    if not imprint.end:
        year = year_in(head)
        head = MODIFIED.sub("", head)
    author, title = _parted(head, emphasis) if names_author else ("", head)
    if not imprint.end:
        pieces = [piece for piece in _DATED.split(title) if piece.strip()]
        title, place = pieces[0] if pieces else "", ""
    title = clean(title)
    if not words_of(title):
        return None
    authors = names_of(author)
    editors: tuple[Name, ...] = ()
    if is_editorial(author):
        authors, editors = (), authors
    kind = WorkKind.WEB if url and not imprint.publisher else kind_by(imprint.publisher)
    return Work(
        title, kind, authors, editors, "", place, imprint.publisher, year, imprint.date, url=url, accessed=accessed
    )


def _parted(head: str, emphasis: Sequence[TextSpan]) -> tuple[str, str]:
    """Part "author. title" into both: at the italics, else at the first full stop that is no initial's."""
    for span in emphasis[:1]:
        before = head[: span.start].strip()
        if before and before[-1] in ".," and span.start < len(head):
            return before, head[span.start :]
    for stop in _STOP.finditer(head):
        if _ends_names(head[: stop.start()], head[stop.end() :]):
            return head[: stop.start() + 1], head[stop.end() :]
    return "", head


def _ends_names(before: str, after: str) -> bool:
    """Tell whether a full stop ends the authors: after a word, or after the initial that ends an inverted name."""
    word = re.split(r"[\s,]", before)[-1]
    if word in _ABBREVIATIONS or "." in word:
        return False
    if len(word) > 1:
        return True
    following = after.split()[0]
    if re.fullmatch(r"[A-Z]\.,?", following) or following in {"and", "&"}:
        return False
    is_one_inverted = "," in before and not re.search(r"\b(?:and|&)\s", before)
    return is_one_inverted or not following.endswith((".", ","))
