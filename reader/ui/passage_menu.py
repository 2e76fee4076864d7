"""The context menu of a passage: mark it, pair it, and say which topics it treats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from reader.domain.annotation import HighlightColour
from reader.domain.passage import Passage
from reader.domain.text import TextSpan
from reader.services.library import OpenDocument
from reader.services.verdicts import judged_ordinals
from reader.ui.annotation_presenter import AnnotationPresenter
from reader.ui.appearance import Appearance
from reader.ui.commands import Commands
from reader.ui.comparing import Comparing
from reader.ui.desk import Desk
from reader.ui.judging import Judging
from reader.ui.pair_browser import Side, end_of
from reader.ui.popups.controls import swatch_icon
from reader.ui.source_presenter import SourcePresenter
from reader.ui.toolbar.topic_chip import TopicItem
from reader.ui.topics.topic_menu import PassageTopic, TopicMenus
from reader.ui.travelling import Travelling
from reader.ui.workbench import SIDES, OpenPair


@dataclass(frozen=True, slots=True)
class _Place:
    """What a menu was asked for.

    Attributes:
        selection: What is selected there, or None.
        passage: The passage there, or None as in headings and notes.
    """

    side: Side
    document: OpenDocument
    selection: TextSpan | None
    passage: Passage | None

    @property
    def span(self) -> TextSpan | None:
        """What an annotation would be on."""
        return self.selection or (self.passage.span if self.passage is not None else None)


class PassageMenu(QObject):
    """Opens a menu where a pane asks for one.

    Args:
        window: Parent of the menus.
        appearance: Colours, faces and icons.
        comparing: The open pair.
        desk: The panes.
        travelling: Knows the passage the reader is at.
        presenter: Copies.
        judging: Stores verdicts.
        commands: Whatever the menu shares with the keyboard.
        sources: Knows the entries of the bibliography.
        find_in_both: Finds words in both texts.
    """

    def __init__(
        self,
        window: QWidget,
        appearance: Appearance,
        comparing: Comparing,
        desk: Desk,
        travelling: Travelling,
        presenter: AnnotationPresenter,
        judging: Judging,
        commands: Commands,
        sources: SourcePresenter,
        find_in_both: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._appearance = appearance
        self._comparing = comparing
        self._desk = desk
        self._travelling = travelling
        self._presenter = presenter
        self._judging = judging
        self._commands = commands
        self._sources = sources
        self._find_in_both = find_in_both
        self._topic_menus = TopicMenus(appearance, self)
        self._topic_menus.verdict_given.connect(self._judge)
        self._place: _Place | None = None
        for side in SIDES:
            desk.panes[side].view.context_menu_requested.connect(partial(self._open, side))

    def _open(self, side: Side, span: TextSpan, at: QPoint) -> None:
        pair = self._comparing.pair
        if pair is None:
            return
        self._desk.activate(side)
        place = self._place = self._found(pair, side, span)
        menu = QMenu(self._window)
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(menu.deleteLater)
        self._add_marks(menu, place)
        self._add_citation(menu, side, span)
        menu.addSeparator()
        self._add_pairing(menu, place)
        menu.addSeparator()
        self._add_topics(menu, place, pair)
        menu.popup(at)

    def _found(self, pair: OpenPair, side: Side, span: TextSpan) -> _Place:
        document, view = pair.side(side), self._desk.panes[side].view
        passage = document.passage_at(span)
        if not span and not view.is_visible(span):
            # Asked for by key while the caret is elsewhere: the passage the reader is at.
            ordinal = self._travelling.ordinal(side)
            passage = document.passages[ordinal] if ordinal is not None else None
        return _Place(side, document, span or None, passage)

    # -- marks ---------------------------------------------------------------------------------------------------

    def _add_marks(self, menu: QMenu, place: _Place) -> None:
        what = "" if place.selection is not None or place.passage is None else f" {place.passage.label}"
        colours = menu.addMenu(f"Highlight{what}")
        colours.menuAction().setEnabled(place.span is not None)
        for number, colour in enumerate(HighlightColour, start=1):
            mark = partial(self._mark, place, f"highlight_{number}")
            colours.addAction(swatch_icon(colour, self._appearance), f"{colour.label}\t{number}", mark)
        some = place.span is not None
        note = f"Note on{what}…\tn" if what else "Note…\tn"
        self._add(menu, "message-square-plus", note, partial(self._mark, place, "note"), enabled=some)
        self._add(menu, "tag", f"Tag{what}…\tt", partial(self._mark, place, "tag"), enabled=some)
        self._add(menu, "copy", f"Copy{what} with citation\tCtrl+C", partial(self._copy, place), enabled=some)
        selected = place.selection is not None
        self._add(menu, "search", "Find selection in both…", partial(self._find, place), enabled=selected)

    def _add_citation(self, menu: QMenu, side: Side, span: TextSpan) -> None:
        cited = self._sources.entry_at(side, span.start)
        if cited is not None:
            copy = menu.addMenu(self._appearance.icon("book-open", self._appearance.theme.ink2), "Copy this work as")
            for words, kind in (("Formatted citation", "text"), ("BibTeX", "bibtex"), ("CSL-JSON", "csl-json")):
                copy.addAction(words, partial(self._sources.copy_cited, [cited], kind))

    def _mark(self, place: _Place, command: str) -> None:
        view = self._desk.panes[place.side].view
        if view.selection() != place.span:
            view.set_selection(place.span)
        self._commands[command].trigger()

    def _copy(self, place: _Place) -> None:
        if place.span is not None:
            self._presenter.copy(place.document, place.span)

    def _find(self, place: _Place) -> None:
        if place.selection is not None:
            self._find_in_both(" ".join(place.document.quote(place.selection).split()))

    # -- pairs ---------------------------------------------------------------------------------------------------

    def _add_pairing(self, menu: QMenu, place: _Place) -> None:
        some = place.passage is not None
        pair = self._add(menu, "pair", "Pair by hand\tp", partial(self._pair, place), enabled=some)
        pair.setToolTip("With the passage you are at on the other side")
        current = self._comparing.current
        if current is None or place.passage is None or end_of(current, place.side) != place.passage.ordinal:
            return
        self._add(menu, "check", "Confirm the current pair\tc", self._commands["confirm"].trigger)
        self._add(menu, "x", "Reject the current pair\tx", self._commands["reject"].trigger)

    def _pair(self, place: _Place) -> None:
        if place.passage is None:
            return
        view = self._desk.panes[place.side].view
        if place.selection is None and view.selection() is not None:
            view.set_selection(None)  # what is selected elsewhere is not meant
        self._travelling.stand_at(place.side, place.passage.ordinal)
        self._commands["pair_by_hand"].trigger()

    # -- topics --------------------------------------------------------------------------------------------------

    def _add_topics(self, menu: QMenu, place: _Place, pair: OpenPair) -> None:
        if place.passage is not None:
            topics = self._passage_topics(place, place.passage, pair)
            active = next((topic for topic in topics if topic.item.slug == self._comparing.topic), None)
            self._topic_menus.add_verdicts(menu, active, [topic for topic in topics if topic is not active])
            menu.addSeparator()
        new, selected = self._commands["new_topic"].trigger, place.selection is not None
        self._add(menu, "plus", "New topic from selection…\tCtrl+T", new, enabled=selected)

    def _passage_topics(self, place: _Place, passage: Passage, pair: OpenPair) -> list[PassageTopic]:
        comparison, at = self._comparing.comparison, SIDES.index(place.side)
        judged = judged_ordinals(pair.verdicts, place.document)
        on = set()
        if comparison is not None:
            on = {t.slug for t in comparison.topics if passage.ordinal in comparison.on_topic(t.slug)[at]}
        return [
            PassageTopic(
                TopicItem(topic.slug, topic.name, topic.colour, topic.glyph),
                judged.get(topic.slug, {}).get(passage.ordinal),
                topic.slug in on,
            )
            for topic in pair.topics
        ]

    def _judge(self, slug: str, treats: bool | None) -> None:  # the signal gives it
        place, pair = self._place, self._comparing.pair
        topic = next((each for each in pair.topics if each.slug == slug), None) if pair is not None else None
        if place is not None and place.passage is not None and topic is not None:
            self._judging.judge(place.document, place.passage, topic, treats=treats)

    def _add(self, menu: QMenu, icon: str, words: str, act: Callable[[], object], *, enabled: bool = True) -> QAction:
        action = menu.addAction(self._appearance.icon(icon, self._appearance.theme.ink2), words, act)
        action.setEnabled(enabled)
        return action
