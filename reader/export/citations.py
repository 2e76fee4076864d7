"""Works as CSL-JSON and as BibTeX, and one work as a formatted citation."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reader.domain.note import Name, Work, WorkKind

_CSL_TYPES = {
    WorkKind.BOOK: "book",
    WorkKind.CHAPTER: "chapter",
    WorkKind.ARTICLE: "article-journal",
    WorkKind.THESIS: "thesis",
    WorkKind.REPORT: "report",
    WorkKind.NEWS: "article-newspaper",
    WorkKind.WEB: "webpage",
    WorkKind.CASE: "legal_case",
}
_BIBTEX_TYPES = {
    WorkKind.BOOK: "book",
    WorkKind.CHAPTER: "incollection",
    WorkKind.ARTICLE: "article",
    WorkKind.THESIS: "phdthesis",
    WorkKind.REPORT: "techreport",
    WorkKind.NEWS: "article",
    WorkKind.WEB: "misc",
    WorkKind.CASE: "misc",
}
_BIBTEX_CONTAINERS = {WorkKind.CHAPTER: "booktitle", WorkKind.ARTICLE: "journal", WorkKind.NEWS: "journal"}
_BIBTEX_PUBLISHERS = {WorkKind.THESIS: "school", WorkKind.REPORT: "institution"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?", re.IGNORECASE)
_DAY = re.compile(r"(?<![\d/])(\d{1,2})(?![\d/])")
_YEAR = re.compile(r"\b(\d{4})\b")
# What TeX would read as its own, and what stands for it.
_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_{}"},
}
_STOP_WORDS = frozenset({"the", "a", "an", "on", "of", "in", "and", "for", "to"})


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work, the slug of the document that cites it, and the numbers of the notes that do."""

    work: Work
    document: str
    notes: tuple[int, ...] = ()


def to_csl_json(cited: Sequence[CitedWork]) -> str:
    """Write works as CSL-JSON (schema 1.0.2), one item each; ids are those of the BibTeX export."""
    keys = _keys(cited)
    items = [_csl_item(one, key) for one, key in zip(cited, keys, strict=True)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def to_bibtex(cited: Sequence[CitedWork]) -> str:
    """Write works as BibTeX in UTF-8, one entry each."""
    keys = _keys(cited)
    return "\n".join(_bibtex_entry(one, key) for one, key in zip(cited, keys, strict=True))


def formatted(work: Work) -> str:
    """Write a work as a bibliography does (Chicago style, titles of books in Markdown emphasis)."""
    is_part = work.kind in {WorkKind.CHAPTER, WorkKind.ARTICLE, WorkKind.NEWS, WorkKind.WEB, WorkKind.THESIS}
    title = f"“{_stopped(work.title)}”" if is_part else f"*{work.title}*"
    parts = [work.byline, title, *_container(work), _imprint(work)]
    if work.accessed:
        parts.append(f"Accessed {work.accessed}")
    parts.append(work.url)
    return " ".join(part if part.endswith(("”", "?")) and "“" in part else _stopped(part) for part in parts if part)


def _stopped(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _container(work: Work) -> Iterator[str]:
    if work.kind is WorkKind.CHAPTER:
        editors = f", edited by {_spoken(work.editors)}" if work.editors else ""
        pages = f", {work.pages.replace('-', '–')}" if work.pages else ""
        yield f"In *{work.container}*{editors}{pages}"
    elif work.container:
        volume = f" {work.volume}" if work.volume else ""
        issue = f", no. {work.issue}" if work.issue else ""
        pages = f": {work.pages.replace('-', '–')}" if work.pages else ""
        date = _date(work)
        dated = f" ({date})" if work.kind is WorkKind.ARTICLE else f", {date}"
        yield f"*{work.container}*{volume}{issue}{dated if date else ''}{pages}"


def _spoken(names: Sequence[Name]) -> str:
    written = [name.direct for name in names]
    return " and ".join(part for part in (", ".join(written[:-1]), written[-1]) if part)


def _imprint(work: Work) -> str:
    date = "" if work.container and work.kind is not WorkKind.CHAPTER else _date(work)
    place = ": ".join(part for part in (work.place, work.publisher) if part)
    return ", ".join(part for part in (work.genre[:1].upper() + work.genre[1:], place, date) if part)


def _date(work: Work) -> str:
    return work.date or (str(work.year) if work.year is not None else "")


def _csl_item(one: CitedWork, key: str) -> dict[str, object]:
    work = one.work
    item: dict[str, object] = {"id": key, "type": _CSL_TYPES[work.kind], "title": work.title}
    if work.authors:
        item["author"] = [_csl_name(name) for name in work.authors]
    if work.editors:
        item["editor"] = [_csl_name(name) for name in work.editors]
    texts = {
        "container-title": work.container,
        "publisher": work.publisher,
        "publisher-place": work.place,
        "volume": work.volume,
        "issue": work.issue,
        "page": work.pages,
        "URL": work.url,
        "genre": work.genre,
    }
    item |= {name: value for name, value in texts.items() if value}
    if work.year is not None:
        item["issued"] = {"date-parts": [_date_parts(work.date, work.year)]}
    if work.accessed:
        year = _YEAR.search(work.accessed)
        parts = _date_parts(work.accessed, int(year[1])) if year else []
        item["accessed"] = {"date-parts": [parts]} if parts else {"raw": work.accessed}
    item["note"] = _note(one)
    return item


def _csl_name(name: Name) -> dict[str, str]:
    if name.institution or not name.given:
        return {"literal": name.direct}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: value for part, value in parts.items() if value}


def _date_parts(date: str, year: int) -> list[int]:
    """Return year, month and day, as far as a printed date tells one of each."""
    months = _MONTH.findall(date)
    if len(months) != 1:
        return [year]
    parts = [year, _MONTHS.index(months[0].lower()) + 1]
    day = _DAY.search(_YEAR.sub("", date))
    return [*parts, int(day[1])] if day and 1 <= int(day[1]) <= 31 else parts


def _note(one: CitedWork) -> str:
    if not one.notes:
        return f"In the bibliography of {one.document}"
    numbers = ", ".join(str(number) for number in one.notes)
    return (
        f"Cited in {one.document}, n. {numbers}" if len(one.notes) == 1 else f"Cited in {one.document}, nn. {numbers}"
    )


def _bibtex_entry(one: CitedWork, key: str) -> str:
    work = one.work
    fields = {
        "author": " and ".join(_bibtex_name(name) for name in work.authors),
        "editor": " and ".join(_bibtex_name(name) for name in work.editors),
        # Braces keep the capitals of the title as printed.
        "title": f"{{{_tex(work.title)}}}",
        _BIBTEX_CONTAINERS.get(work.kind, "howpublished"): _tex(work.container),
        _BIBTEX_PUBLISHERS.get(work.kind, "publisher"): _tex(work.publisher),
        "address": _tex(work.place),
        "type": _tex(work.genre),
        "year": "" if work.year is None else str(work.year),
        "month": _month(work),
        "volume": _tex(work.volume),
        "number": _tex(work.issue),
        "pages": _tex(work.pages).replace("-", "--"),
        "url": work.url.replace("{", "%7B").replace("}", "%7D"),
        "urldate": _tex(work.accessed),
        "note": _tex(_note(one)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    kind = "mastersthesis" if "master" in work.genre.casefold() else _BIBTEX_TYPES[work.kind]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def _bibtex_name(name: Name) -> str:
    if name.institution or not name.given:
        return f"{{{_tex(name.direct)}}}"
    return ", ".join(_tex(part) for part in (name.family, name.suffix, name.given) if part)


def _month(work: Work) -> str:
    parts = _date_parts(work.date, work.year or 0)
    return _MONTHS[parts[1] - 1] if len(parts) > 1 else ""


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in text)


def _keys(cited: Iterable[CitedWork]) -> list[str]:
    """Name each work by author, year and title: "lo2009axis"; equal names get "-2", "-3" and so on."""
    taken: set[str] = set()
    keys: list[str] = []
    for one in cited:
        work = one.work
        author = (work.authors or work.editors or (Name("anon"),))[0].family
        word = next((w for w in _plain(work.title).split() if w not in _STOP_WORDS), "")
        stem = f"{_plain(author).replace(' ', '')}{work.year or ''}{word}" or "work"
        key, tail = stem, 1
        while key in taken:
            tail += 1
            key = f"{stem}-{tail}"
        taken.add(key)
        keys.append(key)
    return keys


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold().replace("’", "").replace("'", "")
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", letters).strip()
