"""Resolution: every note's references followed to works, with the chain that led there and how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from reader.apparatus.bibliography import read_bibliography
from reader.apparatus.footnotes import PrintedNote, printed_notes
from reader.apparatus.matching import Fit, Match, edits_volume, matches
from reader.apparatus.references import Form, Reference, read_references
from reader.apparatus.works import WorkList, volume_of
from reader.domain.document import Contents
from reader.domain.note import (
    Apparatus,
    BibliographyEntry,
    Certainty,
    Citation,
    Name,
    ReferenceForm,
    ResolvedNote,
    WorkKind,
)
from reader.domain.text import TextSpan

_NO_REFERENCE = "It cites no work."
_MOST_OFFERED = 4


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one reference: the works it can mean, one unless that is doubtful, or why there is none."""

    citations: tuple[Citation, ...] = ()
    reason: str = ""
    is_broken: bool = False


@dataclass(frozen=True, slots=True)
class _Resolved:
    """A note with what became of each of its references."""

    note: PrintedNote
    outcomes: tuple[_Outcome, ...]


def read_apparatus(contents: Contents) -> Apparatus:
    """Read a document's notes and bibliography, and resolve every citation to a work."""
    works = WorkList()
    entries = read_bibliography(contents)
    bibliography = tuple(BibliographyEntry(entry.span, works.add(entry.work)) for entry in entries)
    resolver = _Resolver(contents, works, bibliography)
    notes = tuple(resolver.resolve(note) for note in printed_notes(contents))
    return Apparatus(notes, tuple(works.works), bibliography)


@dataclass(slots=True)
class _Resolver:
    contents: Contents
    works: WorkList
    bibliography: Sequence[BibliographyEntry]
    # The note that last cited each work in full, works in the order they were last cited.
    _cited_at: dict[int, int] = field(default_factory=dict)
    # The note that last cited a chapter of each volume that a short form named by its editor.
    _volume_at: dict[int, int] = field(default_factory=dict)
    _series: list[_Resolved] = field(default_factory=list)
    _here: list[_Outcome] = field(default_factory=list)
    _authors: tuple[Name, ...] = ()
    _entry_of: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._entry_of = {entry.work: at for at, entry in reversed(list(enumerate(self.bibliography)))}

    def resolve(self, note: PrintedNote) -> ResolvedNote:
        """Resolve one note; notes come by series and number."""
        if self._series and self._series[-1].note.series != note.series:
            self._series = []
        self._here = []
        words = note.words.of(self.contents.text)
        for reference in read_references(words, self._emphasis(note.words)):
            outcome = self._outcome(reference, note)
            self._here.append(_doubted(outcome, note.remark))
            for citation in outcome.citations[-1:]:
                work = self.works.works[citation.work]
                self._authors = work.authors or work.editors
        self._series.append(_Resolved(note, tuple(self._here)))
        citations = tuple(citation for outcome in self._here for citation in outcome.citations)
        for citation in citations:
            # The last work a note cites is the first that a short form is compared with.
            if citation.work in self._cited_at:
                self._cited_at[citation.work] = self._cited_at.pop(citation.work)
        reasons = [*(o.reason for o in self._here), *(c.reason for c in citations)]
        if not citations:
            reasons = [note.remark, *(reasons if any(reasons) or note.is_lost else [_NO_REFERENCE])]
        told = " ".join(dict.fromkeys(reason for reason in reasons if reason))
        return ResolvedNote(note.series, note.number, note.span, note.words, note.marker, citations, told)

    def _emphasis(self, words: TextSpan) -> list[TextSpan]:
        at = words.start
        return [TextSpan(e.start - at, e.end - at) for e in self.contents.emphasis if e and words.contains(e)]

    def _outcome(self, reference: Reference, note: PrintedNote) -> _Outcome:
        by_form: dict[Form, Callable[[Reference, PrintedNote], _Outcome]] = {
            Form.FULL: self._full,
            Form.IBID: self._ibid,
            Form.SHORT: self._short,
            Form.NOTE: self._above,
            Form.WORDS: lambda _reference, _note: _Outcome(),
        }
        return by_form[reference.form](reference, note)

    def _citation(self, work: int, reference: Reference, note: PrintedNote, form: ReferenceForm) -> Citation:
        start = note.words.start
        span = TextSpan(start + reference.span.start, start + reference.span.end)
        page, entry = reference.page, self._entry_of.get(work)
        return Citation(work, span, form, Certainty.CERTAIN, page, entry=entry)

    # Full citations

    def _full(self, reference: Reference, note: PrintedNote) -> _Outcome:
        if reference.full is None:
            raise AssertionError(reference)
        work = reference.full.work
        if reference.same_author:
            work = replace(work, authors=self._authors)
        index = self.works.add(work)
        self._cited_at.pop(index, None)
        self._cited_at[index] = note.number
        return _Outcome((self._citation(index, reference, note, ReferenceForm.FULL),))

    # Ibid.

    def _ibid(self, reference: Reference, note: PrintedNote) -> _Outcome:
        number, before, doubts = self._before(note)
        if before is None:
            return _Outcome(reason="There is no note before it that it could repeat.", is_broken=True)
        if before.is_broken:
            return _Outcome(reason=f"Note {number}, which it repeats, is not resolved.", is_broken=True)
        if reference.is_garbled:
            doubts.append("The scan garbled “Ibid.”")
        if reference.says_more:
            doubts.append("More than a page follows “Ibid.”")
        return _Outcome(tuple(self._repeated(c, number, reference, note, doubts) for c in before.citations))

    def _repeated(
        self, citation: Citation, number: int, reference: Reference, note: PrintedNote, doubts: Sequence[str]
    ) -> Citation:
        """Repeat a citation, with another page if one is given."""
        own = self._citation(citation.work, reference, note, ReferenceForm.IBID)
        inherits = reference.page is None and citation.page is not None
        page = citation.page if reference.page is None else reference.page
        chain = citation.chain if number == note.number else (number, *citation.chain)
        reasons = list(doubts)
        if citation.certainty is Certainty.PROBABLE:
            reasons.append(f"Note {number}, which it repeats, is only probable.")
        repeated = replace(own, page=page, page_inherited=inherits, chain=chain)
        return _probable(repeated, " ".join(reasons)) if reasons else repeated

    def _before(self, note: PrintedNote) -> tuple[int, _Outcome | None, list[str]]:
        """Find what an "Ibid." repeats: the note it is in, the outcome, and what is doubtful about that."""
        told = [outcome for outcome in self._here if outcome.citations or outcome.is_broken]
        if told:
            return note.number, told[-1], []
        doubts: list[str] = []
        following = note.number
        for resolved in reversed(self._series):
            number = resolved.note.number
            if number < following - 1 or resolved.note.is_lost:
                doubts.append(f"Note {number if resolved.note.is_lost else following - 1} before it is lost.")
            following = number
            told = [outcome for outcome in resolved.outcomes if outcome.citations or outcome.is_broken]
            if told:
                if len(told) > 1:
                    doubts.append(f"Note {number} cites several works; the last one is meant.")
                if resolved.outcomes[-1] is not told[-1]:
                    doubts.append(f"Note {number} ends in words that may name something else.")
                return number, told[-1], list(dict.fromkeys(doubts))
            if not resolved.note.is_lost:
                doubts.append(f"Note {number} before it cites no work.")
        return note.number, None, doubts

    # Short forms

    def _short(self, reference: Reference, note: PrintedNote) -> _Outcome:
        if reference.same_author:
            reference = replace(reference, author=" and ".join(name.direct for name in self._authors))
        found = self._cited(reference)
        is_from_notes = bool(found)
        if not found:
            entries = {entry.work for entry in self.bibliography}
            listed = matches(reference.author, reference.title, ((i, self.works.forms[i]) for i in sorted(entries)))
            reason = "No note before it cites the work in full; it is in the bibliography."
            found = [replace(match, reason=" ".join((reason, match.reason)).strip()) for match in listed]
        if not found or len(found) > _MOST_OFFERED:
            return _unresolved(reference, too_many=bool(found))
        doubt = self._doubt(reference, found) if is_from_notes else ""
        return _Outcome(tuple(self._shortened(match, reference, note, doubt) for match in found))

    def _cited(self, reference: Reference) -> list[Match]:
        """Return the works cited before that a short form fits, the last cited first, volumes of chapters too."""
        cited = [(i, self.works.forms[i]) for i in reversed(self._cited_at)]
        found = matches(reference.author, reference.title, cited)
        for index, forms in cited:
            work = forms[0]
            if work.kind is WorkKind.CHAPTER and edits_volume(reference.author, reference.title, work):
                volume = self.works.add(volume_of(work))
                number = self._volume_at.setdefault(volume, self._cited_at[index])
                if volume not in {match.work for match in found}:
                    reason = f"No note before it cites the volume itself; note {number} cites a chapter of it."
                    found.append(Match(volume, Fit.WEAK, reason))
        return found

    def _doubt(self, reference: Reference, found: Sequence[Match]) -> str:
        """Return why a short form that fits works cited before is doubtful, "" if it is not."""
        if len(found) > 1:
            return f"It fits {len(found)} works."
        work = found[0].work
        if not reference.title:
            others = {entry.work for entry in self.bibliography} - {work, *self._cited_at}
            fitting = matches(reference.author, "", ((i, self.works.forms[i]) for i in sorted(others)))
            if any(match.fit == found[0].fit for match in fitting):
                return "The bibliography has another work by this author."
        if _is_outside(reference.page, self.works.works[work].pages):
            return "The page lies outside the pages of the work."
        return ""

    def _shortened(self, match: Match, reference: Reference, note: PrintedNote, doubt: str) -> Citation:
        own = self._citation(match.work, reference, note, ReferenceForm.SHORT)
        number = self._cited_at.get(match.work, self._volume_at.get(match.work))
        if number is not None:
            own = replace(own, chain=(number,))
        if reference.repeats_page:
            own = replace(own, page=self._last_page(match.work), page_inherited=True)
        reason = " ".join(part for part in (doubt, match.reason) if part)
        return _probable(own, reason) if reason else own

    def _last_page(self, work: int) -> str | None:
        """Return the page of the last citation of a work."""
        outcomes = [o for resolved in self._series for o in resolved.outcomes] + self._here
        pages = [c.page for outcome in outcomes for c in outcome.citations if c.work == work]
        return pages[-1] if pages else None

    # "Supra note 12"

    def _above(self, reference: Reference, note: PrintedNote) -> _Outcome:
        named = next((r for r in self._series if r.note.number == reference.note), None)
        citations = [c for outcome in named.outcomes for c in outcome.citations] if named else []
        forms = [(c.work, self.works.forms[c.work]) for c in citations]
        fitting = {match.work for match in matches(reference.author, reference.title, forms)}
        chosen = [c for c in citations if c.work in fitting]
        if not chosen:
            reason = f"Note {reference.note}, which it names, cites no such work."
            return _Outcome(reason=reason, is_broken=True)
        doubts = [f"It fits {len(fitting)} works."] if len(fitting) > 1 else []
        number = reference.note or 0
        made = [self._repeated(c, number, replace(reference, page=reference.page or ""), note, doubts) for c in chosen]
        return _Outcome(tuple(replace(c, form=ReferenceForm.SHORT, page=c.page or None) for c in made))


def _probable(citation: Citation, reason: str) -> Citation:
    return replace(citation, certainty=Certainty.PROBABLE, reason=reason)


def _doubted(outcome: _Outcome, remark: str) -> _Outcome:
    """Let nothing be certain in a note whose own number is doubtful."""
    if not remark:
        return outcome
    doubted = (_probable(c, " ".join(part for part in (remark, c.reason) if part)) for c in outcome.citations)
    return replace(outcome, citations=tuple(doubted))


def _unresolved(reference: Reference, *, too_many: bool) -> _Outcome:
    name = ", ".join(part for part in (reference.author, reference.title) if part)
    reason = f"“{name}” fits too many works." if too_many else f"Nothing cited before is known as “{name}”."
    return _Outcome(reason=reason, is_broken=True)


def _is_outside(page: str | None, pages: str) -> bool:
    """Tell whether a cited page lies outside the extent of an article or chapter."""
    first, _, last = pages.partition("-")
    cited = (page or "").split("-", maxsplit=1)[0]
    if not (first.isdecimal() and last.isdecimal() and cited.isdecimal()) or int(last) < int(first):
        return False
    return not int(first) <= int(cited) <= int(last)
