"""The Gaps tab: how far each document treats each topic, and what one treats and the other does not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from reader.domain.topic import Topic
from reader.services.gaps import TopicCoverage
from reader.ui.appearance import Appearance
from reader.ui.dock.empty_view import EmptyView
from reader.ui.dock.gap_card import ExcerptProvider, GapCard, GapSide, narrowed
from reader.ui.dock.gap_coverage import CoverageTable
from reader.ui.dock.gap_list import GapList
from reader.ui.dock.segments import Segments
from reader.ui.popups.controls import RING, Button
from reader.ui.toolbar.topic_chip import TopicItem, glyph_icon

_PAGES: tuple[GapSide | None, ...] = (None, "left", "right")


class GapsTab(QWidget):
    """Three pages: the coverage of all topics, what is on the left only, what is on the right only.

    Nothing is stored here.

    Signals:
        topic_chosen: The slug of a topic pressed in the coverage.
        gap_activated: The side ("left" or "right") and the ordinal of the passage to go to.
        manage_requested: Make topics, where there are none.
        count_changed: How many gaps there are on both sides, for the tab.
    """

    topic_chosen = Signal(str)
    gap_activated = Signal(str, int)
    manage_requested = Signal()
    count_changed = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._page: GapSide | None = None
        self._topics: tuple[Topic, ...] = ()
        self._topic: str | None = None
        self._cards: tuple[GapCard, ...] = ()
        self._open = self._computing = False
        choices = [("Coverage", ""), ("Left only", ""), ("Right only", "")]
        self.pages = Segments(appearance, choices, "Coverage, or what one side treats alone", self)
        self.pages.chosen.connect(self._choose_page)
        self.topic = Button(appearance, "All topics", padding=7, font_size=12.6, name="Topic: all", parent=self)
        self.topic.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.topic.set_menu(QMenu(self.topic))
        self.coverage = CoverageTable(appearance, self)
        self.coverage.topic_chosen.connect(self.topic_chosen)
        self.list = GapList(appearance, self)
        self.list.gap_activated.connect(lambda card: self.gap_activated.emit(card.side, card.ordinal))
        self.empty = EmptyView(appearance, self)
        self.empty.action_triggered.connect(self._take_next_step)
        self._stack = QStackedWidget(self)
        for page in (self.coverage, self.list, self.empty):
            self._stack.addWidget(page)
        self._lay_out()
        appearance.recoloured.connect(self._fill_topics)
        self._update()

    def _lay_out(self) -> None:
        pages, topics, head, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(), QVBoxLayout(self)
        pages.setContentsMargins(RING, 0, RING, 0)
        pages.addWidget(self.pages)
        topics.addWidget(self.topic)
        self._head = QWidget(self)
        self._head.setLayout(head)
        head.setContentsMargins(12 - RING, 8, 12 - RING, 4)
        head.setSpacing(8 - RING)
        head.addLayout(pages)
        head.addLayout(topics)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)

    # -- data ----------------------------------------------------------------------------------------------------

    def set_gaps(
        self, coverage: Sequence[TopicCoverage], gaps: Sequence[GapCard], excerpts: ExcerptProvider | None = None
    ) -> None:
        """Show the coverage of the topics in the reader's order, and what only one document treats.

        Args:
            coverage: One row a topic.
            gaps: Both sides' cards.
            excerpts: Gives what a passage says; asked only for cards in view, on the GUI thread.
        """
        self.list.set_excerpts(excerpts)
        self._open, self._computing = True, False
        self._topics = tuple(row.topic for row in coverage)
        self._cards = tuple(gaps)
        if self._topic not in {topic.slug for topic in self._topics}:
            self._topic = None
        self.coverage.set_rows(coverage)
        self._fill_topics()
        self.count_changed.emit(len(self._cards))
        self._update()

    def clear(self) -> None:
        """Show that no two documents are open."""
        self._open = self._computing = False
        self._topics = self._cards = ()
        self._topic = None
        self.coverage.set_rows(())
        self._fill_topics()
        self.count_changed.emit(0)
        self._update()

    def set_computing(self, computing: bool) -> None:  # a setter of one flag
        """Say whether gaps are being computed."""
        self._computing = computing
        self._update()

    def set_current_topic(self, slug: str | None) -> None:
        """Mark the active topic in the coverage."""
        self.coverage.coverage.set_current(slug)

    def show_page(self, side: GapSide | None) -> None:
        """Show the coverage (None), or what one side treats alone."""
        self.pages.choose(_PAGES.index(side))

    def filter_by_topic(self, slug: str | None) -> None:
        """List the gaps of one topic, or of all."""
        self._topic = slug
        self._fill_topics()
        self._update()

    # -- filters -------------------------------------------------------------------------------------------------

    def _choose_page(self, number: int) -> None:
        self._page = _PAGES[number]
        self._update()

    def _fill_topics(self) -> None:
        menu = self.topic.menu()
        if menu is None:
            return
        menu.clear()
        menu.addAction("All topics").triggered.connect(lambda: self.filter_by_topic(None))
        chosen = None
        for topic in self._topics:
            item = TopicItem(topic.slug, topic.name, topic.colour, topic.glyph)
            action = menu.addAction(glyph_icon(self._appearance, item), topic.name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, slug=topic.slug: self.filter_by_topic(slug))
            if topic.slug == self._topic:
                chosen = item
        self.topic.set_words(chosen.name if chosen is not None else "All topics")
        self.topic.set_symbol(glyph_icon(self._appearance, chosen) if chosen is not None else "")
        self.topic.describe(f"Topic: {chosen.name if chosen is not None else 'all'}")

    # -- what is shown -------------------------------------------------------------------------------------------

    def _update(self) -> None:
        sides = [len(narrowed(self._cards, side, self._topic)) for side in ("left", "right")]
        self.pages.set_counts([len(self._topics), *sides])
        self._head.setVisible(self._open and bool(self._topics or self._cards))
        self.topic.setVisible(self._page is not None and bool(self._cards))
        if self._page is not None:
            self.list.set_cards(narrowed(self._cards, self._page, self._topic), self._topics)
        if not self._open or self._computing:
            self._say_waiting()
        elif self._page is None and self._topics:
            self._stack.setCurrentWidget(self.coverage)
        elif self._page is not None and self.list.gaps.rowCount():
            self._stack.setCurrentWidget(self.list)
        else:
            self._say_nothing()

    def _say_waiting(self) -> None:
        if self._computing:
            self.empty.show_message("columns-2", "Comparing…", "You can go on reading meanwhile.", busy=True)
        else:
            text = "Open two documents to see what only one of them treats."
            self.empty.show_message("columns-2", "No gaps yet", text)
        self._stack.setCurrentWidget(self.empty)

    def _say_nothing(self) -> None:
        if self._page is None:
            text = "Coverage is counted by topic. Make one from two or three words."
            self.empty.show_message("list-filter", "No topics yet", text, action="Topics…")
        elif self._topic is not None:
            name = next(topic.name for topic in self._topics if topic.slug == self._topic)
            title = f"Nothing on {name} on the {self._page} only"
            self.empty.show_message("circle-check", title, "", action="Show all topics")
        else:
            other = "right" if self._page == "left" else "left"
            text = f"All that the {self._page} text treats has a counterpart on the {other}."
            self.empty.show_message("circle-check", f"Nothing on the {self._page} only", text)
        self._stack.setCurrentWidget(self.empty)

    def _take_next_step(self) -> None:
        if self._page is None:
            self.manage_requested.emit()
        else:
            self.filter_by_topic(None)
