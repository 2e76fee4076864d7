"""Headings: the contents table, and which units are headings of which level and part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.documents.plain_text import Unit, all_capitals, ends_sentence
from reader.domain.document import SectionRole

_FRONT = re.compile(
    r"(?:table of )?contents|(?:list of )?(?:illustrations|figures|tables|maps|charts|plates|appendices)"
    r"|(?:list of )?(?:acronyms|abbreviations)(?: and (?:acronyms|abbreviations))?|acknowledge?ments?"
    r"|disclaimers?|dedication|(?:thesis |dissertation )?approval(?: page)?|copyright(?: page)?|declaration"
    r"|curriculum vitae|vita|biographical sketch"
    r"|report documentation page|certificate|imprint|title page|.{0,40}(?:thesis|dissertation) approval page"
)
_CONTENTS = re.compile(r"(?:table of )?contents")
_ABSTRACT = re.compile(r"abstract|executive summary")
_NOTES = re.compile(r"(?:end|foot)?notes")
_BIBLIOGRAPHY = re.compile(
    r"(?:selected |select |annotated |general )?bibliography|(?:list of )?references(?: cited)?"
    r"|works (?:cited|consulted)|literature cited|(?:primary |secondary )?sources(?: cited)?|glossary(?: of .{1,40})?"
)
_BODY = re.compile(
    r"introduction|conclusions?|preface|foreword|prologue|epilogue|summary|discussion|results|methods?|methodology|background"
    r"|literature review|afterword|postscript|recommendations|appendix(?: \w{1,3})?(?: .{1,80})?|appendices"
)
_CHAPTER = re.compile(
    r"(?:chapter|part|book|section|appendix|letter|canto|act|lecture|volume)\s+(?:\d{1,3}|[ivxlc]{1,7}|[a-z]|one|two|three|four|five"
    r"|six|seven|eight|nine|ten|eleven|twelve)\b[.:]?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=[A-Z“\"])")
CAPTION = re.compile(
    r"(?:Figure|Fig\.|Table|Chart|Map|Illustration|Exhibit|Plate|Graph|Diagram|Photo|Photograph|Image)\s+"
    r"(?:\d[\d.\-]*|[IVX]+|[A-Z](?:[.\-]\d+)?)\s*(?:[.:–—-]\s*\S|$)",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"[IVXLC]{1,7}\.?")
_MARKDOWN = re.compile(r"(?P<marks>#{1,6})\s+")
_PAGE = re.compile(r"(?:[\s.…·]*(?:\t|\s{2,}|\.{2,}|…)[\s.…·]*|\s)(?:\d{1,4}|[ivxlcIVXLC]{1,7})\s*$")
_ENTRY = re.compile(
    r"\t|\.{3,}|…|(?:\s{2,}|\s\.\s)(?:\d{1,4}|[ivxlc]{1,7})\s*$|^(?:\d{1,4}|[ivxlc]{1,7}|page)$", re.IGNORECASE
)
# fmt: off
_SMALL_WORDS = frozenset({
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "nor", "of", "on", "or", "over", "the",
    "to", "vs", "with", "its", "after", "under",
})
# fmt: on
_LONGEST = 140
PROSE = 150  # characters that a heading-like line never has and a paragraph mostly has


@dataclass(frozen=True, slots=True)
class ContentsTable:
    """The printed contents table: where it stands, and its entries' keys with their levels."""

    start: int
    end: int
    levels: dict[str, int]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found: how many units it takes, its level, the part it opens, and how sure its look is.

    Attributes:
        part: None for a heading of no known name, which stays in the part it stands in.
        strong: Recognised by the contents table, its number or its capitals, not only by title case.
    """

    units: int
    level: int
    part: SectionRole | None
    strong: bool
    chapter: bool = False
    abstract: bool = False


def is_chapter(text: str) -> bool:
    """Tell whether a line says "Chapter 1", "PART II" or the like and nothing else."""
    return _CHAPTER.fullmatch(text) is not None


def key_of(text: str) -> str:
    """Reduce a heading to what it is compared by: letters and digits, case folded."""
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def find_contents(units: Sequence[Unit]) -> ContentsTable | None:
    """Find and read the contents table in the first part of a document."""
    for index, unit in enumerate(units[:400]):
        if len(unit.text) <= _LONGEST and len(unit.lines) == 1 and _CONTENTS.fullmatch(key_of(unit.text)):
            entries: list[str] = []
            end = index + 1
            while end < len(units) and _is_entry(units[end]):
                entries += _entries(units[end])
                end += 1
            if entries:
                return ContentsTable(index, end, _levels(entries))
    return None


def part_of(key: str) -> SectionRole | None:
    """Return the part a heading of this name opens, or None if the name says nothing."""
    key = re.sub(r"^(?:\d+|[ivx]+) ", "", key)
    for pattern, part in (
        (_FRONT, SectionRole.FRONT_MATTER),
        (_NOTES, SectionRole.NOTES),
        (_BIBLIOGRAPHY, SectionRole.BIBLIOGRAPHY),
        (_ABSTRACT, SectionRole.BODY),
        (_BODY, SectionRole.BODY),
    ):
        if pattern.fullmatch(key):
            return part
    return None


def heading_at(units: Sequence[Unit], index: int, contents: ContentsTable | None) -> Heading | None:
    """Recognise the heading that begins at a unit.

    Args:
        units: Without furniture.
        index: Where to look.
        contents: The contents table, if there is one.
    """
    unit = units[index]
    text = unit.text
    if unit.level and not unit.table and not unit.note:
        return _printed(units, index)
    if unit.table or unit.note or len(text) > _LONGEST or len(unit.lines) > 3 or CAPTION.match(text):
        return None
    if match := _MARKDOWN.match(text):
        return Heading(1, len(match["marks"]), part_of(key_of(text)), strong=True)
    if not text[:1].isalnum() and text[:1] not in "“\"'‘¿¡":
        return None
    if _CHAPTER.match(text) and (chapter := _chapter(units, index)):
        return chapter
    if text[-1] in ",;:" or (ends_sentence(text) and not text.endswith("?") and not _ROMAN.fullmatch(text)):
        return None
    found = _named(units, index, contents) or _typographic(units, index)
    return None if found is not None and unit.plain and not found.strong else found


def _printed(units: Sequence[Unit], index: int) -> Heading:
    """Make a heading of what is set as one, a chapter's number and its name together."""
    unit = units[index]
    key = key_of(unit.text)
    following = units[index + 1] if index + 1 < len(units) else None
    if is_chapter(unit.text):
        has_name = following is not None and following.level > 0 and not is_chapter(following.text)
        return Heading(2 if has_name else 1, unit.level, SectionRole.BODY, strong=True, chapter=True)
    part = part_of(key)
    chapter = _CHAPTER.match(unit.text) is not None
    part = SectionRole.BODY if part is None and chapter else part
    return Heading(1, unit.level, part, strong=True, chapter=chapter, abstract=bool(_ABSTRACT.fullmatch(key)))


def _chapter(units: Sequence[Unit], index: int) -> Heading | None:
    """Recognise "CHAPTER 1", with its name in the same unit or the next one."""
    text = units[index].text
    match = _CHAPTER.match(text)
    if match is None or text[:1].islower() or (ends_sentence(text) and len(text) > match.end() + 1):
        return None
    if match.end() < len(text.rstrip()):
        named = text[match.end() :].strip(" .:—–-")
        looks = all_capitals(named) or _title_case(named)
        return Heading(1, 1, SectionRole.BODY, strong=True, chapter=True) if looks else None
    following = units[index + 1] if index + 1 < len(units) else None
    is_name = (
        following is not None
        and not following.table
        and len(following.text) <= 100
        and not ends_sentence(following.text)
        and (all_capitals(following.text) or _title_case(following.text))
        and not _CHAPTER.match(following.text)
    )
    return Heading(2 if is_name else 1, 1, SectionRole.BODY, strong=True, chapter=True)


def _named(units: Sequence[Unit], index: int, contents: ContentsTable | None) -> Heading | None:
    """Recognise a heading by its name: one the contents table lists, or one that every scholar uses."""
    text = units[index].text
    key = key_of(text)
    part = part_of(key)
    abstract = bool(_ABSTRACT.fullmatch(key))
    if contents is not None and key in contents.levels:
        level = 1 if part not in (None, SectionRole.BODY) else contents.levels[key]
        return Heading(1, level, part, strong=True, abstract=abstract)
    if part is not None and (text[:1].isupper() or text[:1].isdigit()):
        is_title = part is SectionRole.BODY and not all_capitals(text) and contents is not None
        return Heading(1, 2 if is_title and not abstract else 1, part, strong=True, abstract=abstract)
    return None


def _typographic(units: Sequence[Unit], index: int) -> Heading | None:
    """Recognise a heading by its look: capitals, a number, or title case above a paragraph."""
    unit = units[index]
    text = unit.text
    if all_capitals(text) and len(text) <= 100:
        return Heading(1, 1, None, strong=True)
    following = units[index + 1] if index + 1 < len(units) else None
    above_prose = following is not None and not following.table and len(following.text) >= PROSE
    if above_prose and _ROMAN.fullmatch(text):
        return Heading(1, 1, None, strong=True, chapter=True)
    in_list = index > 0 and _NUMBERED.match(units[index - 1].text) and len(units[index - 1].text) < PROSE
    if (match := _NUMBERED.match(text)) and len(text) <= 100 and above_prose and not in_list and text[-1] != "?":
        return Heading(1, 1 + match["number"].count("."), None, strong="." in match["number"])
    apart = index == 0 or not unit.attached
    if above_prose and apart and len(unit.lines) == 1 and len(text) <= 80 and _title_case(text):
        return Heading(1, 2, None, strong=False)
    return None


def _title_case(text: str) -> bool:
    words = re.findall(r"[^\W_][\w'’.-]*", text)
    weighty = [w for w in words if w.casefold() not in _SMALL_WORDS]
    return bool(weighty) and all(w[0].isupper() or w[0].isdigit() for w in weighty) and text[:1].isalnum()


def _is_entry(unit: Unit) -> bool:
    if unit.table:
        return not any(len(line) > 300 for line, _ in unit.lines)
    entries = sum(1 for line, _ in unit.lines if _ENTRY.search(line))
    return entries * 2 >= len(unit.lines)


def _entries(unit: Unit) -> list[str]:
    """Read the titles out of a unit of the contents table."""
    titles: list[str] = []
    for line, _ in unit.lines:
        if unit.table:
            cells = [c.strip() for c in line.strip().strip("|").split("|")]
            title = next((c for c in cells if re.search(r"[^\W\d_]", c)), "")
        else:
            title = _PAGE.sub("", line)
        title = title.strip(" .…·\t_")
        if title and key_of(title) != "page":
            titles.append(title)
    return titles


def _levels(entries: Sequence[str]) -> dict[str, int]:
    """Give each entry a level: chapters and capitals 1, numbered ones by their dots, others 2 below such, else 1."""
    top = [e for e in entries if _CHAPTER.match(e) or all_capitals(e)]
    other = 2 if top else 1
    levels: dict[str, int] = {}
    for entry in entries:
        match = _NUMBERED.match(entry)
        level = 1 + match["number"].count(".") if match else (1 if entry in top else other)
        levels.setdefault(key_of(entry), level)
        if match:
            levels.setdefault(key_of(entry[match.end() :]), level)
    return levels
