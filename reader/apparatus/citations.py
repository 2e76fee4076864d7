"""Full citations: author, title, container, imprint, date, page and address read out of one reference."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reader.apparatus.locators import LOCATOR, locator_at_start
from reader.apparatus.names import is_editorial, looks_like_name, names_of, words_of
from reader.domain.note import Name, Work, WorkKind
from reader.domain.text import TextSpan

_YEAR = r"(?:1[4-9]|20)\d\d"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_DAY = rf"(?:{_MONTH}\s+\d{{1,2}},?\s+{_YEAR}|\d{{1,2}}\s+{_MONTH},?\s+{_YEAR})"
_URL = re.compile(
    r"<?(?P<url>(?:https?://|www\.)[^\s<>]+|(?<![\w@/.])[A-Za-z][\w-]*(?:\.[\w-]+)+/[^\s<>]*|www\.[\w.]+)>?"
)
_ACCESSED = re.compile(
    rf"[,.]?\s*\(?\b(?:[Aa](?:cc|ss)essed|[Rr]etrieved|[Vv]iewed)(?:\s+on)?:?\s+(?P<day>{_DAY}|{_MONTH}\s+{_YEAR}|{_YEAR})\)?"
)
_QUOTED = re.compile(
    r"“(?P<curly>[^”]+)”(?=[\s,.;:()]|$)"
    r"|(?<!\w)\"(?P<straight>\S.*?)(?:(?<=[.,?!])\"|(?<=\S)\"(?=\s*[,.;(]|\s+[Ii]n\s|\s+[A-Z]|\s*$))"
    r"|(?<!\w)‘(?P<single>[^‘]+?)’(?=[,.;]|\s*\(|\s+in\s|\s*$)",
    re.DOTALL,
)
_IMPRINT = re.compile(
    rf"\(?(?P<place>[A-Z][^:()\"“”]{{1,60}}?):\s*(?P<publisher>[^:()\"“”]{{2,120}}?)\)?,\s*(?P<date>[^(),:]{{0,12}}(?:\d{{1,2}},\s*)?\b{_YEAR}[a-z]?)\)?"
)
_IN_BRACKETS = re.compile(rf"\((?P<inside>[^()]*\b(?P<year>{_YEAR})[a-z]?[^()]*|[Ff]orthcoming|n\.d\.)\)")
_TYPE = re.compile(
    r"\b(?P<thesis>thesis|dissertation)\b|"
    r"\b(?P<report>report|paper|monograph|research|project|memorandum|brief|study)\b",
    re.IGNORECASE,
)
_IN = re.compile(r"^[\s,.]*\b[Ii]n:?\s+(?=\S)")
_EDITED = re.compile(r"[,.(]?\s*(?:\bed(?:ited)?\.?\s+by|\beds?\.|\(eds?\.\))\s+")
_EDITORS_END = re.compile(r"\s*(?:\(|,\s*(?:pgs?|pp?)\b|,\s*\d|(?<=[a-z])\.\s+(?=[A-Z][^.]*:)|,\s*vol)")
_PAGES = re.compile(r"^[\s,.;]*(?:pgs?|pp?)?\b\.?\s*(?P<pages>\d+\s*[-–—]\s*\d+)(?=[\s.,]*[(.,A-Z])")
_VOLUME = re.compile(
    r"^(?P<container>.*?[^\W\d].*?),?\s+(?:vol\.?\s*)?(?P<volume>\d{1,4}|[IVXLC]+)"
    r"(?:[,:]?\s*\(?(?:[Nn]os?\.?|[Ii]ssue)\s*(?P<issue>[\w/–-]+)\)?|\((?P<number>[\w/–-]{1,5})\))?(?=\s*[,(:.]|\s*$)"
)
_DAY_AFTER = re.compile(rf"(?:^|[,.(]\s*)(?P<date>(?:{_DAY}|{_MONTH}\s+{_YEAR}))")
_BARE_YEAR = re.compile(rf"[,.]\s*(?P<date>{_YEAR})(?=[,.;:)]|\s|$)")
MODIFIED = re.compile(rf",?\s*\b(?:[Ll]ast (?:modified|updated)|[Uu]pdated)\s+{_DAY}")
_CASE = re.compile(
    rf"(?P<title>[A-Z][^\"“”]{{0,80}}?\sv\.?\s[A-Z][^\"“”\[(]{{0,80}}?),?\s+"
    r"(?P<report>[\[(]?\d{1,4}(?:[^()]|\(\d+ [A-Z][a-z.]+\))*?\d+)"
    rf"(?:,\s*(?P<page>\d+(?:[-–]\d+)?))?\s*(?:\((?P<court>[^()]*?)(?P<year>{_YEAR})?\)|$|(?=[,.]))"
)
_LAW_REVIEW = re.compile(
    rf"(?P<volume>\d{{1,4}})\s+(?P<container>[A-Z][^\d()]*?)\s+(?P<first>\d+)(?:,\s*(?P<page>[\d\s–-]+?))?"
    rf"\s*\((?P<date>[^()]*{_YEAR})\)"
)
_INSTITUTE = re.compile(
    r"\b(?:Institute?|Cent(?:er|re)|Office|Studies|Department|Ministry|Foundation|Council|Corporation|Analyses|"
    r"Endowment|Agency|Commission|White House|Brookings Institut\w+)\b"
)
_PRESS = re.compile(r"\b(?:Press|Books|Publish\w+|University)\b")
_SENTENCE_END = re.compile(r"(?:(?:(?<=[a-z]{2})(?<!\bvs)|(?<=[A-Z]{2})|(?<=\d))\.|[?!])\s+(?=[A-Z])")
_LONGEST_TITLE = 400


@dataclass(frozen=True, slots=True)
class FullCitation:
    """A work as one reference gives it, and the page that the reference cites."""

    work: Work
    page: str | None


def read_full(text: str, emphasis: Sequence[TextSpan] = (), *, names_author: bool = True) -> FullCitation | None:
    """Read a full citation, or return None if the text is none.

    Args:
        text: One reference, without a signal ("See") before it.
        emphasis: What of it is set in italics.
        names_author: Whether it begins with the author ("Idem" stood there if not).
    """
    case = _CASE.match(text)
    if case:
        return _case(case)
    body, url, accessed = without_address(text)
    quoted = _QUOTED.search(body)
    found: FullCitation | None
    # A quotation after an imprint is no title.
    if quoted and not _IMPRINT.search(body[: quoted.start()]) and _is_dated(body, quoted, url):
        found = _of_part(body, quoted)
    else:
        found = _of_whole(body, emphasis, is_addressed=bool(url or accessed), names_author=names_author)
    if found is None or not words_of(found.work.title):
        return None
    kind = WorkKind.WEB if found.work.kind is WorkKind.BOOK and url and not found.work.publisher else found.work.kind
    return replace(found, work=replace(found.work, url=url, accessed=accessed, kind=kind))


def _is_dated(body: str, quoted: re.Match[str], url: str) -> bool:
    rest = body[quoted.end() :]
    title = _title_of(quoted)
    return bool(url) or re.search(rf"\b{_YEAR}\b", rest) is not None or re.search(rf",\s*{_DAY}$", title) is not None


def without_address(text: str) -> tuple[str, str, str]:
    """Return a reference without web address and day of access, and these two."""
    accessed = _ACCESSED.search(text)
    body = text[: accessed.start()] + ", " + text[accessed.end() :] if accessed else text
    address = _URL.search(body)
    if address:
        body = body[: address.start()].rstrip(" ,<") + body[address.end() :]
    return body.strip(" ,"), address["url"].rstrip(".,)") if address else "", accessed["day"] if accessed else ""


def _title_of(quoted: re.Match[str]) -> str:
    return (quoted["curly"] or quoted["straight"] or quoted["single"]).strip().rstrip(",.;")


def _of_part(body: str, quoted: re.Match[str]) -> FullCitation:
    """Read a citation whose title is in quotation marks: chapter, article, thesis, paper, news or page."""
    authors = names_of(body[: quoted.start()])
    title = _title_of(quoted)
    rest = re.sub(r"^[\s,.]*\[[^\]]*\]", "", body[quoted.end() :])
    inside = _IN.match(rest)
    if inside:
        return _chapter(authors, title, rest[inside.end() :])
    bracket = _IN_BRACKETS.search(rest)
    kind = _manuscript_kind(rest)
    if kind is not None:
        after = rest[bracket.end() :] if bracket else ""
        imprint = bracket["inside"] if bracket else rest.strip(" .,")
        genre = clean(imprint.split(",")[0])
        work = Work(title, kind, authors, publisher=_institution(imprint), year=year_in(imprint), genre=genre)
        return FullCitation(work, locator_at_start(after))
    return _article(authors, title, rest)


def _manuscript_kind(rest: str) -> WorkKind | None:
    """Tell a thesis or a paper by the words that its imprint begins with."""
    start = rest.lstrip(" ,.(")[:60].split(",")[0]
    found = _TYPE.search(start)
    if found is None or re.search(r"\d", start):
        return None
    if found["thesis"]:
        return WorkKind.THESIS
    # "Paper" and the like also stand in the names of journals ("Research Policy 12").
    return (
        WorkKind.REPORT
        if start[:1].islower() or rest.lstrip(" ,.").startswith("(") or len(start.split()) <= 3
        else None
    )


def _institution(inside: str) -> str:
    """Return what stands between the type of a thesis or paper and its year."""
    parts = [part.strip() for part in inside.split(",")][1:]
    return ", ".join(part for part in parts if not re.search(rf"\b{_YEAR}\b", part))


def _chapter(authors: tuple[Name, ...], title: str, rest: str) -> FullCitation:
    """Read what follows "in": volume, editors, pages, imprint, page."""
    edited = _EDITED.search(rest)
    editors: tuple[Name, ...] = ()
    if edited:
        container, after = rest[: edited.start()], rest[edited.end() :]
        end = _EDITORS_END.search(after)
        cut = end.start() if end else len(after)
        editors, after = names_of(after[:cut]), after[cut:]
    else:
        end = re.search(r"\s*[(]|,\s*(?:pgs?|pp?)\b|,\s*\d|\.\s+(?=[A-Z])", rest)
        cut = end.start() if end else len(rest)
        container, after = rest[:cut], rest[cut:]
    pages = _PAGES.match(after)
    if pages:
        after = after[pages.end() :]
    imprint = read_imprint(after)
    work = Work(
        title,
        WorkKind.CHAPTER,
        authors,
        editors,
        clean(container),
        imprint.place,
        imprint.publisher,
        imprint.year,
        pages=_dashed(pages["pages"]) if pages else "",
    )
    return FullCitation(work, locator_at_start(after[imprint.end :]) if imprint.end else None)


@dataclass(frozen=True, slots=True)
class Imprint:
    """Place, publisher and year, and where they stand; `end` is 0 where there is none."""

    place: str = ""
    publisher: str = ""
    year: int | None = None
    date: str = ""
    start: int = 0
    end: int = 0


def read_imprint(text: str) -> Imprint:
    """Find place, publisher and year, in brackets or without; brackets may close too early."""
    bracket = _IN_BRACKETS.search(text)
    found = _IMPRINT.search(text)
    if found and not (bracket and bracket.start() < found.start()):
        place = _SENTENCE_END.split(found["place"])[-1]
        start = found.start("place") + len(found["place"]) - len(place)
        start = found.start() if start == found.start("place") else start
        date = found["date"].strip()
        return Imprint(
            clean(place), clean(found["publisher"]), year_in(date), _more_than_year(date), start, found.end()
        )
    if bracket is None:
        return Imprint()
    inside = bracket["inside"]
    place, colon, rest = inside.rpartition(":")
    parts = [part.strip() for part in (rest if colon else inside).split(",")]
    dated = next((i for i, part in enumerate(parts) if re.search(_YEAR, part)), len(parts))
    named = ", ".join(p for p in parts[:dated] if not re.fullmatch(rf"{_MONTH}(?:\s+\d+)?", p))
    publisher = named if colon else ""
    return Imprint(
        clean(place if colon else named), clean(publisher), year_in(inside), "", bracket.start(), bracket.end()
    )


def _article(authors: tuple[Name, ...], title: str, rest: str) -> FullCitation:
    """Read what follows the title of an article: journal or newspaper, volume, date, page."""
    rest = rest.strip(" ,.")
    law = _LAW_REVIEW.match(rest)
    if law:
        kind = WorkKind.ARTICLE
        year = year_in(law["date"])
        work = Work(title, kind, authors, container=law["container"], year=year, volume=law["volume"])
        return FullCitation(work, law["page"] or law["first"])
    bracket = _IN_BRACKETS.search(rest)
    day = _DAY_AFTER.search(rest)
    before = rest[: bracket.start()] if bracket else rest[: day.start()] if day else rest
    volume = _VOLUME.match(before.rstrip(" ,"))
    page = locator_at_start(before)
    container = volume["container"] if volume else re.split(rf",\s*(?={LOCATOR}\s*$)", before)[0]
    if page and not volume:
        container = ""
    date = bracket["inside"] if bracket else day["date"] if day else ""
    found_at = bracket or day
    if found_at is not None:
        page = locator_at_start(rest[found_at.end() :]) or page
    unbound = WorkKind.NEWS if day or container else WorkKind.WEB
    kind = WorkKind.ARTICLE if bracket or volume else unbound
    work = Work(
        title,
        kind,
        authors,
        container=clean(container),
        year=year_in(date) or year_in(rest) or year_in(title),
        date=_more_than_year(date),
        volume=volume["volume"] if volume else "",
        issue=(volume["issue"] or volume["number"] or "") if volume else "",
    )
    return FullCitation(work, page)


def _of_whole(
    body: str, emphasis: Sequence[TextSpan], *, is_addressed: bool, names_author: bool
) -> FullCitation | None:
    """Read a citation of a book, a report or a document: author, title, imprint, page."""
    modified = MODIFIED.search(body)
    body = MODIFIED.sub("", body)
    imprint = read_imprint(body)
    if not imprint.end:
        dated = _DAY_AFTER.search(body) or _BARE_YEAR.search(body)
        if not is_addressed:
            return None
        start = dated.start() if dated else len(body)
        year = year_in(dated["date"]) if dated else year_in(modified[0]) if modified else None
        imprint = Imprint(year=year, start=start, end=len(body))
    head = body[: imprint.start].rstrip(" ,.(")
    author, title = part_head(head, emphasis) if names_author else ("", head)
    editors: tuple[Name, ...] = ()
    edited = _EDITED.search(title)
    if edited:
        editors, title = names_of(title[edited.end() :]), title[: edited.start()]
    title = clean(title)
    if not title or len(title) > _LONGEST_TITLE:
        return None
    authors = names_of(author)
    if is_editorial(author):
        authors, editors = (), authors
    work = Work(
        title,
        kind_by(imprint.publisher),
        authors,
        editors,
        "",
        imprint.place,
        imprint.publisher,
        imprint.year,
        imprint.date,
    )
    return FullCitation(work, locator_at_start(body[imprint.end :]))


def kind_by(publisher: str) -> WorkKind:
    """Tell a report from a book by who published it: an institute, but no press of one."""
    is_report = _INSTITUTE.search(publisher) and not _PRESS.search(publisher)
    return WorkKind.REPORT if is_report else WorkKind.BOOK


def part_head(head: str, emphasis: Sequence[TextSpan] = ()) -> tuple[str, str]:
    """Part "author, title" into both; the title may be in italics, else it begins after the last name.

    Args:
        head: What stands before imprint or page.
        emphasis: What of it is set in italics.
    """
    for span in emphasis:
        before = head[: span.start].strip()
        if span.start < len(head) and before and before[-1] in ",.":
            return before.rstrip(" ,."), head[span.start :].strip()
    parts = head.split(",")
    taken = 1
    if looks_like_name(parts[0]) or len(parts[0].split()) == 1:
        taken = _names_before(parts)
    return ",".join(parts[:taken]).strip(), ",".join(parts[taken:]).strip()


def _names_before(parts: Sequence[str]) -> int:
    """Count the parts between commas that are authors: up to the one that "and" begins, if all before it are names."""
    for count, part in enumerate(parts[1:5], start=2):
        last = re.match(r"\s*(?:and|&)\s+(.*)", part)
        if last:
            return count if looks_like_name(last[1]) and not parts[0].count(" and ") and count < len(parts) else 1
        if re.fullmatch(r"\s*(?:Jr|Sr)\.?|\s*eds?\.?", part):
            return count
        if not looks_like_name(part):
            break
    return 1


def _case(match: re.Match[str]) -> FullCitation:
    report = match["report"].strip()
    year = match["year"] or next(iter(re.findall(_YEAR, report)), None)
    work = Work(clean(match["title"]), WorkKind.CASE, container=report, year=int(year) if year else None)
    return FullCitation(work, match["page"])


def year_in(text: str) -> int | None:
    """Return the last year a text names."""
    found = re.findall(rf"\b({_YEAR})[a-z]?\b", text)
    return int(found[-1]) if found else None


def _more_than_year(date: str) -> str:
    return "" if date.strip().isdigit() else " ".join(date.split())


def clean(text: str) -> str:
    """Take white space and punctuation off both ends; the full stop of an abbreviation stays."""
    text = " ".join(text.split()).strip(" ,;:(")
    return text if re.search(r"\b[A-Z]\.$", text) else text.rstrip(" ,.;:(")


def _dashed(text: str) -> str:
    return re.sub(r"\s*[–—-]\s*", "-", text)
