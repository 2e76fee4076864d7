"""What the card of a note shows: its words, the works it refers to, and the other document's notes on them."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from reader.domain.note import (
    Apparatus,
    Certainty,
    Citation,
    Concordance,
    ReferenceForm,
    ResolvedNote,
    SourceRelation,
    Work,
)
from reader.domain.text import TextSpan
from reader.services.open_document import OpenDocument
from reader.services.sources import located
from reader.ui.pair_browser import Side
from reader.ui.sources.source_card import SourceCard, SourcePlace, citation_html, places_of, source_cards, surname


@dataclass(frozen=True, slots=True)
class NoteReference:
    """One work a note refers to.

    Attributes:
        caption: How it was found: "In full, from note 1".
        text: The full citation with the page cited, in the HTML of a label.
    """

    work: Work
    caption: str
    text: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The other document's notes on the same work."""

    words: str
    places: tuple[SourcePlace, ...]


@dataclass(frozen=True, slots=True)
class NoteCard:
    """A note as its card shows it.

    Attributes:
        index: The note's place in its document's apparatus.
        locator: Where its marker stands: "¶ 6".
        span: Its own text; empty where the scan lost it.
        references: Works it names by "Ibid." or shortly; and all of them where that is in doubt.
        works: All works it refers to.
        alternatives: Whether its words fit several works.
        reason: Why a reference is missing or only probable; "" if there is nothing to tell.
        own: All places of its works in its own document.
    """

    side: Side
    index: int
    number: int
    document: str
    locator: str
    words: str
    span: TextSpan
    marker: TextSpan | None
    references: tuple[NoteReference, ...]
    works: tuple[Work, ...]
    alternatives: bool
    reason: str
    own: tuple[SourcePlace, ...]
    elsewhere: tuple[Elsewhere, ...]


class SourceReading:
    """The notes and works of an open pair, read once."""

    def __init__(
        self, documents: Mapping[Side, OpenDocument], apparatus: Mapping[Side, Apparatus], concordance: Concordance
    ) -> None:
        self._documents = documents
        self.apparatus = apparatus
        self._concordance = concordance
        self.cards: tuple[SourceCard, ...] = tuple(
            source_cards({side: opened.document for side, opened in documents.items()}, apparatus, concordance)
        )

    def document_slug(self, side: Side) -> str:
        """Return the slug of a side's document."""
        return self._documents[side].document.slug

    def note_at(self, side: Side, offset: int) -> int | None:
        """Return which note has its marker at an offset."""
        notes = self.apparatus[side].notes
        return next((i for i, n in enumerate(notes) if n.marker and n.marker.start <= offset < n.marker.end), None)

    def markers(self, side: Side) -> list[tuple[TextSpan, int]]:
        """Return markers and note numbers of a side, in reading order."""
        return sorted((note.marker, note.number) for note in self.apparatus[side].notes if note.marker is not None)

    def card(self, side: Side, index: int) -> NoteCard:
        """Make the card of a note."""
        opened, apparatus = self._documents[side], self.apparatus[side]
        note = apparatus.notes[index]
        spans = Counter(citation.span for citation in note.citations)
        alternatives = any(count > 1 for count in spans.values())
        references = tuple(
            _reference(citation, apparatus, alternative=spans[citation.span] > 1)
            for citation in note.citations
            if citation.form is not ReferenceForm.FULL or citation.certainty is Certainty.PROBABLE
        )
        return NoteCard(
            side,
            index,
            note.number,
            opened.document.byline,
            opened.locator(note.marker) if note.marker is not None else "",
            " ".join(note.words.of(opened.contents.text).split()),
            note.span,
            note.marker,
            references,
            tuple(apparatus.works[c.work] for c in note.citations),
            alternatives,
            _reason(note, alternatives=alternatives),
            self._own_places(side, note),
            self._elsewhere(side, note),
        )

    def _own_places(self, side: Side, note: ResolvedNote) -> tuple[SourcePlace, ...]:
        cited = {citation.work for citation in note.citations}
        found = []
        for other in self.apparatus[side].notes:
            if other.marker is not None and cited & {citation.work for citation in other.citations}:
                certain = any(c.certainty is Certainty.CERTAIN for c in other.citations)
                found.append(
                    SourcePlace(
                        side, other.marker, other.number, None, has_marker=True, from_ibid=False, probable=not certain
                    )
                )
        return tuple(found)

    def _elsewhere(self, side: Side, note: ResolvedNote) -> tuple[Elsewhere, ...]:
        cited = {citation.work for citation in note.citations}
        other: Side = "right" if side == "left" else "left"
        name, apparatus = surname(self._documents[other].document), self.apparatus[other]
        found = []
        for source in self._concordance.shared:
            mine, theirs = (source.left, source.right) if side == "left" else (source.right, source.left)
            here = next((place.work for place in mine if place.work in cited), None)
            if here is None:
                continue
            words = f"{name} cites other chapters of this volume in"
            if source.relation is SourceRelation.WORK:
                ours, edition = self.apparatus[side].works[here].year, apparatus.works[theirs[0].work].year
                differs = None not in (ours, edition) and ours != edition
                words = f"{name} cites the {edition} edition in" if differs else f"{name} cites it in"
            found.append(Elsewhere(words, places_of(other, apparatus, theirs)))
        return tuple(found)


def _reason(note: ResolvedNote, *, alternatives: bool) -> str:
    """Return what is to be told of a note; where it fits several works, that the choice is the reader's."""
    return f"{note.reason} Which one is meant the text does not tell.".strip() if alternatives else note.reason


def _reference(citation: Citation, apparatus: Apparatus, *, alternative: bool) -> NoteReference:
    work = apparatus.works[citation.work]
    certain = citation.certainty is Certainty.CERTAIN
    page = ""
    if citation.page is not None:
        page = f" <b>{html.escape(located(citation.page))}</b>"
        page += " (the page of the note it repeats)" if citation.page_inherited else ""
    return NoteReference(work, _caption(citation, alternative=alternative), citation_html(work) + page, certain)


def _caption(citation: Citation, *, alternative: bool) -> str:
    certain = citation.certainty is Certainty.CERTAIN
    doubt = "Certain" if certain else "Perhaps" if alternative else "Probable"
    if not citation.chain:
        origin = "from the bibliography" if citation.entry is not None else "as printed"
        return f"In full, {origin} · {doubt.lower()}"
    *between, source = citation.chain
    way = f", by way of {'note' if len(between) == 1 else 'notes'} {_listed(between)}" if between else ""
    return f"In full, from note {source}{way} · {doubt.lower()}"


def _listed(numbers: list[int]) -> str:
    """List numbers, runs of three and more as a range: "23–20, 17"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] - number == 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = (f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)
    return ", ".join(parts)
