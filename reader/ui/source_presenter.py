"""Shows what the open pair rests on: the Sources tab, the cards of notes, and the rings around markers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from reader.domain.note import Apparatus, Marker
from reader.domain.progress import Progress
from reader.errors import CancelledError
from reader.services.open_document import OpenDocument
from reader.services.source_citations import CitedAt, works_as_bibtex, works_as_csl_json
from reader.ui.comparing import Comparing
from reader.ui.desk import Desk
from reader.ui.note_cards import NoteCards
from reader.ui.pair_browser import Side
from reader.ui.reading.marker_rings import MarkerRings
from reader.ui.sources.note_card import NoteCard, SourceReading
from reader.ui.sources.source_card import SourceCard, SourcePlace, citation_html, citation_text
from reader.ui.travelling import Travelling
from reader.ui.workbench import SIDES, OpenPair, Workbench


class SourcePresenter(QObject):
    """Reads the notes of both documents off the GUI thread, and answers what the reader does with them.

    Args:
        bench: Services, lanes and messages.
        comparing: The open pair.
        desk: The panes and the tab.
        travelling: Jumps, with a way back.
        window: What the cards float in.
    """

    def __init__(
        self, bench: Workbench, comparing: Comparing, desk: Desk, travelling: Travelling, window: QWidget
    ) -> None:
        super().__init__(window)
        self._bench = bench
        self._comparing = comparing
        self._desk = desk
        self._travelling = travelling
        self._reading: SourceReading | None = None
        self._at: dict[Side, SourcePlace] = {}
        self.cards = NoteCards(bench.appearance, desk, window)
        self.cards.changed.connect(self._ring)
        self.cards.copy_requested.connect(self._copy_note)
        self.cards.go_requested.connect(self._go_to_note)
        self.cards.place_chosen.connect(self._go_from_card)
        tab = desk.sources
        tab.selected.connect(self._source_selected)
        tab.place_chosen.connect(self._go)
        tab.walked.connect(lambda places: self._go(*places))
        tab.copy_requested.connect(self._copy_source)
        travelling.moved.connect(self.cards.forget_focused)
        comparing.opened.connect(self._opened)
        comparing.closed.connect(self._closed)

    # -- reading -------------------------------------------------------------------------------------------------

    def _opened(self, pair: OpenPair) -> None:
        self._closed()
        self._desk.sources.set_computing()
        sources = self._bench.services.sources
        left, right = pair.left.document.id, pair.right.document.id

        def work(_progress: Progress) -> SourceReading:
            apparatus: dict[Side, Apparatus] = {"left": sources.apparatus(left), "right": sources.apparatus(right)}
            documents: dict[Side, OpenDocument] = {"left": pair.left, "right": pair.right}
            return SourceReading(documents, apparatus, sources.concordance(left, right))

        def is_open() -> bool:
            now = self._comparing.pair
            return now is not None and (now.left.document.id, now.right.document.id) == (left, right)

        def done(reading: SourceReading) -> None:
            if is_open():
                self._take_up(reading)

        def failed(error: Exception) -> None:
            if is_open():
                self._desk.sources.set_failed()
            if not isinstance(error, CancelledError):
                self._bench.failed.emit(error)

        self._bench.compute_lane.submit("Reading notes", work, done, failed)

    def _take_up(self, reading: SourceReading) -> None:
        self._reading = reading
        for side in SIDES:
            markers = [Marker(span, number) for span, number in reading.markers(side)]
            self._desk.panes[side].view.set_markers(markers)
        self.cards.use(reading)
        has_notes = any(reading.apparatus[side].notes for side in SIDES)
        self._desk.sources.set_cards(reading.cards, has_notes=has_notes)
        self._ring()

    def _closed(self) -> None:
        self._reading = None
        self._at = {}
        self.cards.use(None)
        self._desk.sources.clear()

    # -- commands ------------------------------------------------------------------------------------------------

    def next_note(self) -> None:
        """Go to the next note marker of the active pane."""
        marker = self.cards.focus_next(self._desk.active_side)
        if marker is None:
            self._bench.announced.emit("No note marker follows here" if self._reading else "The notes are not read yet")
        else:
            self._bench.announced.emit(f"Note {marker.number}: Enter opens it")

    def open_focused(self) -> bool:
        """Open the card of the marker the keyboard is at; return whether there is one."""
        return self.cards.open_focused()

    # -- going ---------------------------------------------------------------------------------------------------

    def _source_selected(self) -> None:
        self._at = {}
        self._ring()

    def _go(self, *places: SourcePlace) -> None:
        self._travelling.leave()
        for place in places:
            self._at[place.side] = place
            self._travelling.wandered(place.side)
            self._desk.panes[place.side].view.scroll_to(place.span)
        if len(places) == 1:
            self._desk.activate(places[0].side)
        self._ring()
        words = "; ".join(place.spoken for place in places)
        self._bench.announced.emit(f"{words}: Alt+Left goes back")

    def _go_from_card(self, place: SourcePlace) -> None:
        self.cards.close()
        self._go(place)
        self._desk.focus_text(place.side)

    def _go_to_note(self, card: NoteCard) -> None:
        self.cards.close()
        self._travelling.go_to_span(card.side, card.span)
        self._desk.focus_text(card.side)
        self._bench.announced.emit(f"Note {card.number}: Alt+Left goes back to its marker")

    # -- rings ---------------------------------------------------------------------------------------------------

    def _ring(self) -> None:
        shown, chosen = self.cards.shown, self._desk.sources.current
        for side in SIDES:
            if shown is not None:
                cited = [place.span for place in self._places_of(shown, side)]
                opened = shown.marker if side == shown.side else None
            else:
                places = chosen.places(side) if chosen is not None else ()
                cited = [place.span for place in places if place.has_marker]
                here = self._at.get(side)
                opened = here.span if here is not None and here.has_marker else None
            focused = self.cards.focused(side)
            self._desk.panes[side].view.set_marker_rings(MarkerRings(frozenset(cited), opened, focused))

    @staticmethod
    def _places_of(card: NoteCard, side: Side) -> list[SourcePlace]:
        if side == card.side:
            return list(card.own)
        return [place for elsewhere in card.elsewhere for place in elsewhere.places if place.has_marker]

    # -- copying -------------------------------------------------------------------------------------------------

    def _copy_note(self, card: NoteCard) -> None:
        if not card.works:
            QGuiApplication.clipboard().setText(card.words)
            self._bench.told.emit(f"Note {card.number} copied")
            return
        texts = [citation_text(work) for work in card.works]
        self._put(texts, [citation_html(work) for work in card.works])
        self._bench.told.emit("Citation copied" if len(texts) == 1 else f"{len(texts)} citations copied")

    def _copy_source(self, card: SourceCard, kind: str) -> None:
        self.copy_cited(card.cited, kind)

    def entry_at(self, side: Side, offset: int) -> CitedAt | None:
        """Return the work of the bibliography entry at an offset, None elsewhere."""
        reading = self._reading
        if reading is None:
            return None
        apparatus, slug = reading.apparatus[side], reading.document_slug(side)
        entry = next((e for e in apparatus.bibliography if e.span.start <= offset <= e.span.end), None)
        if entry is None:
            return None
        work = apparatus.works[entry.work]
        cited = (one for card in reading.cards for one in card.cited if one[0] == work and one[1] == slug)
        return next(cited, (work, slug, ()))

    def copy_cited(self, cited: Sequence[CitedAt], kind: str) -> None:
        """Copy works as "bibtex", "csl-json", or as formatted citations."""
        if kind == "bibtex":
            QGuiApplication.clipboard().setText(works_as_bibtex(cited))
            self._bench.told.emit("BibTeX copied")
        elif kind == "csl-json":
            QGuiApplication.clipboard().setText(works_as_csl_json(cited))
            self._bench.told.emit("CSL-JSON copied")
        else:
            works = [work for work, _document, _notes in cited]
            self._put([citation_text(work) for work in works], [citation_html(work) for work in works])
            self._bench.told.emit("Citation copied")

    @staticmethod
    def _put(texts: list[str], htmls: list[str]) -> None:
        """Put citations on the clipboard, plain and with italics, each once."""
        data = QMimeData()
        data.setText("\n".join(dict.fromkeys(texts)))
        data.setHtml("".join(f"<p>{text}</p>" for text in dict.fromkeys(htmls)).replace("\u200b", ""))
        QGuiApplication.clipboard().setMimeData(data)
