"""What the Sources tab shows: each work with the places where the documents cite it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reader.domain.document import Document
from reader.domain.note import (
    Apparatus,
    Certainty,
    Concordance,
    Name,
    Occurrence,
    ReferenceForm,
    SharedSource,
    SoleSource,
    SourceRelation,
    Work,
)
from reader.domain.text import TextSpan
from reader.services.source_citations import CitedAt, formatted_citation
from reader.ui.pair_browser import Side

SIDES: tuple[Side, Side] = ("left", "right")
_EMPHASIS = re.compile(r"\*([^*]+)\*")
_BREAKABLE = re.compile(r"(?<=[/\-_.?=])(?=[^\s/])")
_ZERO_WIDTH_SPACE = "\u200b"


class SourceGroup(StrEnum):
    """The headings of the tab, in their order."""

    BOTH = "Cited by both"
    VOLUME = "Same volume, other chapters"
    AUTHOR = "Same author, other works"
    LEFT = "Only left"
    RIGHT = "Only right"


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """One note, or entry of the bibliography, that cites a work.

    Attributes:
        span: Where to go: the marker, or the note's text where the marker is lost.
        number: The note's number, None for an entry of the bibliography.
        has_marker: Whether `span` is a marker in the text.
        from_ibid: Whether the note says "Ibid."
    """

    side: Side
    span: TextSpan
    number: int | None
    page: str | None
    has_marker: bool
    from_ibid: bool
    probable: bool

    @property
    def label(self) -> str:
        """The number, or what it is without one."""
        return str(self.number) if self.number is not None else "Bibliography"

    @property
    def spoken(self) -> str:
        """The place in words, for assistive technology and tool tips."""
        if self.number is None:
            return f"Bibliography, {self.side}"
        parts = [f"Note {self.number}, {self.side}"]
        parts += [f"page {self.page}"] if self.page else []
        parts += ["resolved from Ibid."] if self.from_ibid else []
        parts += ["probable"] if self.probable else []
        parts += [] if self.has_marker else ["its marker is lost: goes to the note"]
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class SourceSide:
    """The places of one document."""

    side: Side
    caption: str
    places: tuple[SourcePlace, ...]


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A work, a volume or an author, with the places on each side.

    Attributes:
        title: In the HTML of a label.
        words: What a filter looks through, folded.
        cited: What is copied: each document's work, as that document knows it.
        remarks: What to mind, such as different editions.
    """

    group: SourceGroup
    title: str
    words: str
    sides: tuple[SourceSide, ...]
    cited: tuple[CitedAt, ...]
    remarks: tuple[str, ...] = ()

    def places(self, side: Side) -> tuple[SourcePlace, ...]:
        """Return the places on a side."""
        return tuple(place for each in self.sides if each.side == side for place in each.places)

    def matches(self, query: str) -> bool:
        """Tell whether each word of a folded query is in author, title or year."""
        return all(word in self.words for word in query.split())


def source_cards(
    documents: Mapping[Side, Document], apparatus: Mapping[Side, Apparatus], concordance: Concordance
) -> list[SourceCard]:
    """Make the cards in the order of the tab."""
    cards = [_shared_card(source, documents, apparatus) for source in concordance.shared]
    cards += _author_cards(documents, apparatus, concordance)
    sides: tuple[tuple[Side, SourceGroup, Sequence[SoleSource]], ...] = (
        ("left", SourceGroup.LEFT, concordance.only_left),
        ("right", SourceGroup.RIGHT, concordance.only_right),
    )
    for side, group, sole in sides:
        for source in sole:
            shown = SourceSide(side, "", places_of(side, apparatus[side], source.places))
            cited = (cited_at(source.work, documents[side], shown.places),)
            cards.append(SourceCard(group, title_of(source.work), _words([source.work]), (shown,), cited))
    order = list(SourceGroup)
    return sorted(cards, key=lambda card: order.index(card.group))


def places_of(side: Side, apparatus: Apparatus, occurrences: Iterable[Occurrence]) -> tuple[SourcePlace, ...]:
    """Return the places of a work, each note once."""
    found: dict[int | None, SourcePlace] = {}
    for each in occurrences:
        if each.note in found:
            continue
        forms = set()
        if each.note is not None:
            forms = {c.form for c in apparatus.notes[each.note].citations if c.work == each.work}
        found[each.note] = SourcePlace(
            side,
            each.marker or each.span,
            each.number,
            each.page,
            each.marker is not None,
            forms == {ReferenceForm.IBID},
            each.certainty is Certainty.PROBABLE,
        )
    return tuple(found.values())


def _shared_card(
    source: SharedSource, documents: Mapping[Side, Document], apparatus: Mapping[Side, Apparatus]
) -> SourceCard:
    same_work = source.relation is SourceRelation.WORK
    sides, works, cited = [], [], []
    given: tuple[tuple[Side, Sequence[Occurrence]], ...] = (("left", source.left), ("right", source.right))
    for side, occurrences in given:
        work = apparatus[side].works[occurrences[0].work]
        works.append(work)
        imprint = edition_of(work) if same_work else ""
        caption = " · ".join(part for part in (surname(documents[side]), imprint) if part)
        places = places_of(side, apparatus[side], occurrences)
        sides.append(SourceSide(side, caption, places))
        cited.append(cited_at(work if same_work else source.work, documents[side], places))
    remarks = tuple(_remarks(works[0], works[1], documents["right"])) if same_work else ()
    group = SourceGroup.BOTH if same_work else SourceGroup.VOLUME
    everything = [apparatus[side].works[place.work] for side, places in given for place in places]
    words = _words([source.work, *dict.fromkeys(everything)])
    return SourceCard(group, title_of(source.work), words, tuple(sides), tuple(cited), remarks)


def _remarks(left: Work, right: Work, right_document: Document) -> Iterable[str]:
    if left.year is not None and right.year is not None and left.year != right.year:
        yield "Different editions: page numbers may not agree."
    ours, theirs = ({name.family.casefold() for name in work.authors} for work in (left, right))
    if ours and theirs and not ours & theirs:
        printed = right.authors[0].inverted
        yield f"Matched by title. {surname(right_document)} prints the name as “{printed}”."


def _author_cards(
    documents: Mapping[Side, Document], apparatus: Mapping[Side, Apparatus], concordance: Concordance
) -> list[SourceCard]:
    """Group the works that only one document cites by those authors whom both cite."""
    by_author: dict[tuple[str, str], dict[Side, list[SoleSource]]] = {}
    names: dict[tuple[str, str], Name] = {}
    given: tuple[tuple[Side, Sequence[SoleSource]], ...] = (
        ("left", concordance.only_left),
        ("right", concordance.only_right),
    )
    for side, sole in given:
        for source in sole:
            for name in source.work.authors:
                if name.institution or not name.given:
                    continue
                key = (name.family.casefold(), name.given[:1].casefold())
                names.setdefault(key, name)
                by_author.setdefault(key, {}).setdefault(side, []).append(source)
    cards = []
    for key, found in sorted(by_author.items()):
        if len(found) < 2:
            continue
        works = [source.work for sources in found.values() for source in sources]
        sides = []
        for side in SIDES:
            occurrences = [place for source in found[side] for place in source.places]
            sides.append(SourceSide(side, surname(documents[side]), places_of(side, apparatus[side], occurrences)))
        title = html.escape(names[key].direct)
        cited = [
            cited_at(source.work, documents[side], places_of(side, apparatus[side], source.places))
            for side, sources in found.items()
            for source in sources
        ]
        cards.append(SourceCard(SourceGroup.AUTHOR, title, _words(works), tuple(sides), tuple(cited)))
    return cards


# -- words -------------------------------------------------------------------------------------------------------------


def cited_at(work: Work, document: Document, places: Iterable[SourcePlace]) -> CitedAt:
    """Return a work with the document and the notes that cite it."""
    return work, document.slug, tuple(place.number for place in places if place.number is not None)


def surname(document: Document) -> str:
    """Return what a document is called shortly: its author's last name."""
    return document.author.split()[-1] if document.author.split() else document.title


def title_of(work: Work) -> str:
    """Return author and title of a work in HTML, as the head of a card."""
    people = work.authors or work.editors
    names = ", ".join(name.direct for name in people[:2]) + (" et al." if len(people) > 2 else "")
    if not work.authors and work.editors:
        names += " (ed.)" if len(work.editors) == 1 else " (eds.)"
    title = html.escape(work.title)
    shown = f"“{title}”" if work.container or work.url else f"<i>{title}</i>"
    return f"{html.escape(names)}, {shown}" if names else shown


def edition_of(work: Work) -> str:
    """Return publisher and year, as far as a document tells them."""
    return ", ".join(part for part in (work.publisher, str(work.year) if work.year is not None else "") if part)


def citation_html(work: Work) -> str:
    """Return a formatted citation in HTML; long addresses may break after their slashes and stops."""
    emphasised = _EMPHASIS.sub(r"<i>\1</i>", html.escape(formatted_citation(work), quote=False))
    if not work.url:
        return emphasised
    address = html.escape(work.url, quote=False)
    return emphasised.replace(address, _BREAKABLE.sub(_ZERO_WIDTH_SPACE, address))


def citation_text(work: Work) -> str:
    """Return a formatted citation without emphasis."""
    return _EMPHASIS.sub(r"\1", formatted_citation(work))


def _words(works: Iterable[Work]) -> str:
    parts: list[str] = []
    for work in works:
        parts += [name.direct for name in (*work.authors, *work.editors)]
        parts += [work.title, work.container, str(work.year or "")]
    return " ".join(parts).casefold()
