"""Shows annotations in the text, on the strips and in the list, and asks the reader for notes and tags."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from reader.domain.annotation import Annotation, AnnotationId, HighlightColour, Placement
from reader.domain.document import DocumentId
from reader.domain.passage import Passage
from reader.domain.progress import Progress
from reader.domain.text import TextSpan
from reader.services.annotations import is_placed
from reader.services.comparison import Comparison
from reader.services.library import OpenDocument
from reader.ui.annotating import Annotating
from reader.ui.annotation_popups import AnnotationPopups
from reader.ui.comparing import Comparing
from reader.ui.desk import ANNOTATIONS, Desk
from reader.ui.dock.annotation_card import NO_PLACE, AnnotationCard
from reader.ui.pair_browser import Side
from reader.ui.reading.marks import HighlightMark
from reader.ui.travelling import Travelling
from reader.ui.workbench import SIDES, OpenPair, Workbench

_ON_SCREEN_MS = 60
# So many places are looked up at once; what takes longer is done off the GUI thread.
_FEW = 20

_PlaceKey = tuple[DocumentId, TextSpan]
_Place = tuple[Passage | None, str, str]  # the passage, what the place is called, and its words


class AnnotationPresenter(QObject):
    """Keeps what is shown of annotations in step with the library, and turns gestures into changes.

    Args:
        bench: Services and announcements.
        comparing: The open pair.
        annotating: Makes the changes.
        desk: Panes and side panel.
        travelling: Goes to an annotation.
        popups: The floating toolbar and the editors.
    """

    def __init__(
        self,
        bench: Workbench,
        comparing: Comparing,
        annotating: Annotating,
        desk: Desk,
        travelling: Travelling,
        popups: AnnotationPopups,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._comparing = comparing
        self._annotating = annotating
        self._desk = desk
        self._travelling = travelling
        self._popups = popups
        self._focused: AnnotationId | None = None
        # What an annotation's place is called does not change while its text is open.
        self._places: dict[_PlaceKey, _Place] = {}
        self._looking = 0
        self._topics: dict[tuple[Side, int], set[str]] = {}
        self._topics_in: Comparison | None = None
        # Scrolling moves many lines a second; the list needs to follow only now and then.
        self._soon = QTimer(self, singleShot=True, interval=_ON_SCREEN_MS)
        self._soon.timeout.connect(self._show_on_screen)
        comparing.opened.connect(lambda _pair: self._places.clear())
        comparing.opened.connect(self._take_up)
        comparing.refreshed.connect(self._take_up)
        comparing.ranked.connect(self._show_list)
        comparing.closed.connect(self._closed)
        annotating.made.connect(self._focus)
        for side in SIDES:
            pane = desk.panes[side]
            pane.view.highlight_activated.connect(self._highlight_clicked)
            pane.view.selection_changed.connect(lambda side=side: self._selection_changed(side))
            pane.view.selection_finished.connect(lambda side=side: self._selection_finished(side))
            pane.view.scrolled.connect(lambda _by_reader: self._soon.start())
            pane.view.layout_changed.connect(self._soon.start)
            pane.note_activated.connect(self._note_clicked)
        tab = desk.annotations
        tab.annotation_activated.connect(self.go_to)
        tab.edit_requested.connect(self._note_clicked)
        tab.tags_edit_requested.connect(self._edit_tags)
        tab.delete_requested.connect(lambda key: self._annotating.delete(AnnotationId(key)))
        tab.recolour_requested.connect(lambda key, colour: self._annotating.edit(AnnotationId(key), colour=colour))
        tab.copy_requested.connect(self._copy_annotation)
        tab.count_changed.connect(lambda count: desk.panel.set_count(ANNOTATIONS, count))
        popups.colour_chosen.connect(self.highlight)
        popups.note_requested.connect(self.write_note)
        popups.tag_requested.connect(self.add_tag)
        popups.copy_requested.connect(self.copy_selection)
        popups.delete_requested.connect(self.delete_focused)

    # -- showing -------------------------------------------------------------------------------------------------

    def _take_up(self, pair: OpenPair) -> None:
        self._annotating.take_up(pair.annotations)
        if self._focused not in self._annotating.annotations:
            self._focused = None
        self._show_marks()
        self._look_up(pair)
        if self._comparing.comparison is None:  # else the ranking that follows shows it
            self._show_list()

    def _look_up(self, pair: OpenPair) -> None:
        """Find out what the places of many new annotations are called, off the GUI thread."""
        unknown = [
            (pair.side(side), annotation.target.span)
            for side in SIDES
            for annotation in self._on(side)
            if (pair.side(side).document.id, annotation.target.span) not in self._places
        ]
        if len(unknown) <= _FEW:
            return
        self._looking += 1

        def work(_progress: Progress) -> dict[_PlaceKey, _Place]:
            return {_key(*each): _place(*each) for each in unknown}

        def done(places: dict[_PlaceKey, _Place]) -> None:
            self._looking -= 1
            self._places.update(places)
            self._show_list()

        def failed(error: Exception) -> None:
            self._looking -= 1
            self._bench.failed.emit(error)

        self._bench.library_lane.submit("Placing annotations", work, done, failed)

    def _closed(self) -> None:
        self._annotating.take_up(())
        self._popups.hide()
        self._desk.annotations.set_annotations(())

    def _focus(self, annotation_id: AnnotationId | None) -> None:
        self._focused = annotation_id
        self._show_marks()
        self._desk.annotations.set_current(annotation_id)

    def _on(self, side: Side) -> list[Annotation]:
        pair = self._comparing.pair
        if pair is None:
            return []
        document_id = pair.side(side).document.id
        return [a for a in self._annotating.annotations.values() if a.target.document_id == document_id]

    def _show_marks(self) -> None:
        for side in SIDES:
            marks = [
                HighlightMark(a.id, a.target.span, a.colour, bool(a.note), a.id == self._focused)
                for a in self._on(side)
                if is_placed(a)  # what needs review has no place before the reader says so
            ]
            self._desk.panes[side].view.set_highlights(marks)
            self._desk.panes[side].strip.set_annotations(marks)

    def _show_list(self) -> None:
        pair = self._comparing.pair
        if pair is None or self._looking:
            return
        active = next((topic for topic in pair.topics if topic.slug == self._comparing.topic), None)
        self._desk.annotations.set_topics(pair.topics, active)
        cards = [self._card(pair, side, annotation) for side in SIDES for annotation in self._on(side)]
        self._desk.annotations.set_annotations(cards)
        self._show_on_screen()

    def _card(self, pair: OpenPair, side: Side, annotation: Annotation) -> AnnotationCard:
        document, span = pair.side(side), annotation.target.span
        passage, locator, quote = self._place(document, span)
        if not is_placed(annotation):
            passage, quote = None, annotation.target.quote.exact
            locator = NO_PLACE if annotation.placement is Placement.ORPHANED else f"{locator}?"
        return AnnotationCard(
            annotation.id,
            side,
            locator,
            annotation.colour,
            " ".join(quote.split()),
            annotation.note,
            annotation.tags,
            annotation.created,
            annotation.placement,
            self._topics_of(side, passage),
            self._counterpart_of(pair, side, passage),
            span.start,
        )

    def _place(self, document: OpenDocument, span: TextSpan) -> _Place:
        key = _key(document, span)
        if key not in self._places:
            self._places[key] = _place(document, span)
        return self._places[key]

    def _topics_of(self, side: Side, passage: Passage | None) -> frozenset[str]:
        comparison = self._comparing.comparison
        if comparison is None or passage is None:
            return frozenset()
        if comparison is not self._topics_in:
            self._topics_in, self._topics = comparison, _topics_by_passage(comparison)
        return frozenset(self._topics.get((side, passage.ordinal), ()))

    def _counterpart_of(self, pair: OpenPair, side: Side, passage: Passage | None) -> str:
        browser = self._comparing.browser
        own = [p for p in browser.pairs if p.link is not None] if browser is not None and passage is not None else []
        for shown in own:
            if passage is not None and passage.ordinal == (shown.left if side == "left" else shown.right):
                return (
                    pair.right.passages[shown.right].label if side == "left" else pair.left.passages[shown.left].label
                )
        return ""

    def _show_on_screen(self) -> None:
        on_screen = {side: self._desk.panes[side].view.visible_span() for side in SIDES}
        visible = [a.id for side in SIDES for a in self._on(side) if on_screen[side].overlap(a.target.span)]
        self._desk.annotations.set_on_screen(visible)

    # -- gestures ------------------------------------------------------------------------------------------------

    def _selected(self) -> tuple[OpenDocument, TextSpan] | None:
        pair, side = self._comparing.pair, self._desk.active_side
        span = self._desk.panes[side].view.selection()
        return (pair.side(side), span) if pair is not None and span is not None else None

    def _selection_changed(self, side: Side) -> None:
        if self._desk.panes[side].view.selection() is None:
            self._popups.hide()

    def _selection_finished(self, side: Side) -> None:
        self._desk.activate(side)
        if self._selected() is not None:
            self._focused = None
            self._popups.show_for_selection(side, self._annotating.last_colour)

    def _highlight_clicked(self, key: str) -> None:
        annotation = self._annotating.annotations.get(AnnotationId(key))
        if annotation is None:
            return
        self._focus(annotation.id)
        self._popups.show_for_annotation(self._pane_of(annotation), annotation)

    def _note_clicked(self, key: str) -> None:
        annotation = self._annotating.annotations.get(AnnotationId(key))
        if annotation is not None:
            self._focus(annotation.id)
            self._edit_note(annotation)

    def _pane_of(self, annotation: Annotation) -> Side:
        pair = self._comparing.pair
        on_right = pair is not None and annotation.target.document_id == pair.right.document.id
        return "right" if on_right else "left"

    def highlight(self, colour: HighlightColour | None) -> None:
        """Highlight the selection, or recolour the focused highlight; None takes the colour used last."""
        selected = self._selected()
        if selected is not None:
            document, span = selected
            self._annotating.annotate(document.document.id, span, colour)
            self._done_with_selection()
        elif self._focused is not None and colour is not None:
            self._annotating.edit(self._focused, colour=colour)
            self._popups.hide()
        else:
            self._bench.announced.emit("Select some words first, then press h or 1 to 5")

    def write_note(self) -> None:
        """Write a note on the selection or edit the focused annotation's."""
        selected = self._selected()
        if selected is not None:
            document, span = selected
            self._popups.edit_note(
                self._desk.active_side,
                span,
                None,
                self._annotating.last_colour,
                self._known_tags(),
                lambda note, tags, colour: self._annotate(document, span, note, tags, colour),
            )
        elif self._focused is not None:
            self._edit_note(self._annotating.annotations[self._focused])
        else:
            self._bench.announced.emit("Select some words first, then press n")

    def _annotate(
        self, document: OpenDocument, span: TextSpan, note: str, tags: Sequence[str], colour: HighlightColour
    ) -> None:
        self._annotating.annotate(document.document.id, span, colour, note, tags)
        self._done_with_selection()

    def _edit_note(self, annotation: Annotation) -> None:
        def changed(note: str, tags: Sequence[str], colour: HighlightColour) -> None:
            if (note, tuple(tags), colour) != (annotation.note, annotation.tags, annotation.colour):
                self._annotating.edit(annotation.id, note=note, tags=tags, colour=colour)

        side, span = self._pane_of(annotation), annotation.target.span
        self._popups.edit_note(side, span, annotation, annotation.colour, self._known_tags(), changed)

    def add_tag(self) -> None:
        """Add tags to the selection, highlighting it, or to the focused annotation."""
        selected = self._selected()
        if selected is not None:
            document, span = selected
            colour = self._annotating.last_colour
            self._popups.edit_tags(
                self._desk.active_side,
                span,
                (),
                self._known_tags(),
                lambda tags: self._annotate(document, span, "", tags, colour),
            )
        elif self._focused is not None:
            self._edit_tags(self._focused)
        else:
            self._bench.announced.emit("Select some words first, then press t")

    def _edit_tags(self, key: str) -> None:
        annotation = self._annotating.annotations.get(AnnotationId(key))
        if annotation is None:
            return

        def changed(tags: Sequence[str]) -> None:
            if tuple(tags) != annotation.tags:
                self._annotating.edit(annotation.id, tags=tags)

        side, span = self._pane_of(annotation), annotation.target.span
        self._popups.edit_tags(side, span, annotation.tags, self._known_tags(), changed)

    def _known_tags(self) -> list[str]:
        return sorted({tag for annotation in self._annotating.annotations.values() for tag in annotation.tags})

    def delete_focused(self) -> None:
        """Delete the focused annotation."""
        if self._focused is not None:
            self._annotating.delete(self._focused)
            self._popups.hide()

    def _done_with_selection(self) -> None:
        self._popups.hide()
        pane = self._desk.active_pane
        pane.view.set_selection(None)
        pane.view.setFocus()

    # -- going and copying ---------------------------------------------------------------------------------------

    def knows(self, annotation_id: AnnotationId) -> bool:
        """Tell whether an annotation is on one of the open documents."""
        return annotation_id in self._annotating.annotations

    def go_to(self, key: str) -> None:
        """Show an annotation in its text."""
        annotation = self._annotating.annotations.get(AnnotationId(key))
        if annotation is None:
            return
        if annotation.placement is Placement.ORPHANED:
            self._bench.announced.emit("The text of this annotation is no longer in the document; its quote is kept")
            return
        self._focus(annotation.id)
        side = self._pane_of(annotation)
        self._desk.activate(side)
        self._travelling.go_to_span(side, annotation.target.span)

    def copy_selection(self) -> None:
        """Copy the selection, or the focused annotation's quote, with locator and citation."""
        selected = self._selected()
        if selected is None and self._focused is not None:
            self._copy_annotation(self._focused)
        elif selected is not None:
            self.copy(*selected)

    def _copy_annotation(self, key: str) -> None:
        annotation, pair = self._annotating.annotations.get(AnnotationId(key)), self._comparing.pair
        if annotation is not None and pair is not None:
            self.copy(pair.side(self._pane_of(annotation)), annotation.target.span)

    def copy(self, document: OpenDocument, span: TextSpan) -> None:
        """Copy a place's text with its locator and citation."""
        QGuiApplication.clipboard().setText(self._bench.services.export.quotation(document, span))
        self._bench.announced.emit(f"Copied with its citation: {document.locator(span)}")


def _key(document: OpenDocument, span: TextSpan) -> _PlaceKey:
    return document.document.id, span


def _place(document: OpenDocument, span: TextSpan) -> _Place:
    return document.passage_at(span), document.locator(span), document.quote(span)


def _topics_by_passage(comparison: Comparison) -> dict[tuple[Side, int], set[str]]:
    """Return the slugs of the topics that each passage of either side is on."""
    topics: dict[tuple[Side, int], set[str]] = {}
    for topic in comparison.topics:
        for side, ordinals in zip(SIDES, comparison.on_topic(topic.slug), strict=True):
            for ordinal in ordinals:
                topics.setdefault((side, ordinal), set()).add(topic.slug)
    return topics
