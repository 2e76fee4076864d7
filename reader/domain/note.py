"""The scholarly apparatus: note markers, notes, the works they cite, and what two documents both rest on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reader.domain.text import TextSpan


@dataclass(frozen=True, slots=True)
class Marker:
    """A note marker in canonical text: superscript digits directly after a word or its punctuation."""

    span: TextSpan
    number: int


@dataclass(frozen=True, slots=True)
class Footnote:
    """A numbered note: its text's place in the notes part, and its marker's place, None where the source lost it."""

    number: int
    span: TextSpan
    marker: TextSpan | None


class Certainty(StrEnum):
    """How sure it is that a note refers to a work."""

    CERTAIN = "certain"
    PROBABLE = "probable"


class ReferenceForm(StrEnum):
    """How a note names its work."""

    FULL = "full"
    IBID = "ibid"
    SHORT = "short"


class WorkKind(StrEnum):
    """What sort of publication a work is."""

    BOOK = "book"
    CHAPTER = "chapter"
    ARTICLE = "article"
    THESIS = "thesis"
    REPORT = "report"
    NEWS = "news"
    WEB = "web"
    CASE = "case"


class SourceRelation(StrEnum):
    """What two documents share: the same work, or chapters of the same volume."""

    WORK = "work"
    VOLUME = "volume"


@dataclass(frozen=True, slots=True)
class Name:
    """An author's or editor's name.

    Attributes:
        family: The family name, or the whole name of an institution.
        given: Given names and initials, "" for institutions and where only the family name is known.
        suffix: "Jr.", "II" and the like.
        institution: Whether it is no person.
    """

    family: str
    given: str = ""
    suffix: str = ""
    institution: bool = False

    @property
    def direct(self) -> str:
        """The name as it is spoken: "Paul E. Cunningham II"."""
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)

    @property
    def inverted(self) -> str:
        """The name as bibliographies sort it: "Cunningham II, Paul E."."""
        family = f"{self.family} {self.suffix}" if self.suffix else self.family
        return f"{family}, {self.given}" if self.given else family


def _listed(names: tuple[Name, ...]) -> str:
    written = [*(name.inverted for name in names[:1]), *(name.direct for name in names[1:])]
    return f"{', '.join(written[:-1])}, and {written[-1]}" if len(written) > 1 else "".join(written)


@dataclass(frozen=True, slots=True)
class Work:
    """A publication, as far as notes and bibliography tell of it; "" and None where they don't.

    Attributes:
        editors: Of the work itself, or of the volume a chapter is in.
        container: The journal, newspaper, website or volume it is in.
        date: More of the date than the year, as printed ("October 22, 2008").
        pages: The pages of an article or chapter in its container.
        accessed: The day a web page was read, as printed.
        genre: What a thesis or report calls itself ("master’s thesis").
    """

    title: str
    kind: WorkKind
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    container: str = ""
    place: str = ""
    publisher: str = ""
    year: int | None = None
    date: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    url: str = ""
    accessed: str = ""
    genre: str = ""

    @property
    def byline(self) -> str:
        """The authors as a bibliography gives them, else the editors: "Bolt, Paul J., and Sharyl N. Cross"."""
        if not self.authors and self.editors and self.kind is not WorkKind.CHAPTER:
            return f"{_listed(self.editors)} ({'ed.' if len(self.editors) == 1 else 'eds.'})"
        return _listed(self.authors)


@dataclass(frozen=True, slots=True)
class Citation:
    """One work that a note refers to.

    Attributes:
        work: The work's place in `Apparatus.works`.
        span: What of the note's text says so.
        page: The page, paragraph or chapter cited, None where none is.
        page_inherited: Whether the page is that of the note an "Ibid." repeats.
        chain: The numbers of the notes that lead to the full citation, the nearest first; empty for a full citation.
        entry: The work's entry in the bibliography, as its place in `Apparatus.bibliography`; None without one.
        reason: Why it is only probable, one sentence; "" if it is certain.
    """

    work: int
    span: TextSpan
    form: ReferenceForm
    certainty: Certainty
    page: str | None = None
    page_inherited: bool = False
    chain: tuple[int, ...] = ()
    entry: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ResolvedNote:
    """A note with the works it finally refers to.

    Attributes:
        series: Which run of numbers it belongs to, from 0, where numbering begins anew with each chapter.
        number: Its number, printed or recovered.
        span: Its text, number included; empty, where it should stand, if the note is lost but its marker is there.
        words: Its text without the number.
        marker: Where its marker stands, None where the source lost it.
        reason: Why a citation is missing or only probable; "" if there is nothing to tell.
    """

    series: int
    number: int
    span: TextSpan
    words: TextSpan
    marker: TextSpan | None
    citations: tuple[Citation, ...] = ()
    reason: str = ""

    @property
    def form(self) -> ReferenceForm | None:
        """How its last citation names its work, None without one."""
        return self.citations[-1].form if self.citations else None


@dataclass(frozen=True, slots=True)
class BibliographyEntry:
    """An entry of the bibliography, and its work as a place in `Apparatus.works`."""

    span: TextSpan
    work: int


@dataclass(frozen=True, slots=True)
class Apparatus:
    """All that a document's notes and bibliography tell; notes by series and number."""

    notes: tuple[ResolvedNote, ...] = ()
    works: tuple[Work, ...] = ()
    bibliography: tuple[BibliographyEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a document cites a work.

    Attributes:
        work: The work's place in its document's `Apparatus.works`: with volumes, the chapter.
        note: The note's place in `Apparatus.notes`, None for an entry of the bibliography that no note cites.
        number: The note's number, None without a note.
        span: The note's words, or the entry.
        marker: Where the marker stands, None where it is lost or there is no note.
        page: The page cited.
    """

    work: int
    note: int | None
    number: int | None
    span: TextSpan
    marker: TextSpan | None
    page: str | None
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class SharedSource:
    """A work both documents cite, or a volume of which both cite chapters, with every place on each side."""

    relation: SourceRelation
    work: Work
    left: tuple[Occurrence, ...]
    right: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class SoleSource:
    """A work that only one of two documents cites."""

    work: Work
    places: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class Concordance:
    """What two documents both rest on (works first, then volumes), and what each rests on alone."""

    shared: tuple[SharedSource, ...]
    only_left: tuple[SoleSource, ...]
    only_right: tuple[SoleSource, ...]
