"""The Annotations tab: filters and the list of annotations on the two open documents."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from reader.domain.annotation import AnnotationId, Placement
from reader.domain.topic import Topic
from reader.ui.appearance import Appearance
from reader.ui.dock.annotation_card import AnnotationCard, AnnotationOrder, CardFilter
from reader.ui.dock.annotation_filters import AnnotationFilters
from reader.ui.dock.annotation_list import AnnotationList
from reader.ui.dock.empty_view import EmptyView
from reader.ui.dock.review_banner import ReviewBanner
from reader.ui.dock.review_panel import ReviewPanel

_REVIEW_SHARE = 0.6


class AnnotationsTab(QWidget):
    """Shows annotations and says what the reader wants done with them; nothing is stored here.

    The tab filters by itself: `filter_changed` is for whoever wants to know.

    Signals:
        annotation_activated: The reader wants to go to an annotation.
        edit_requested, delete_requested, tags_edit_requested, copy_requested: With the annotation's id.
        recolour_requested: With the id and the HighlightColour.
        filter_changed: The CardFilter now in force.
        count_changed: How many annotations there are, for the tab.
        review_asked: The card of the annotation that the reader is asked about, or None.
        place_visited, place_taken: An annotation's id and the span to be shown, or where it belongs.
        selection_taken: The id of an annotation that belongs where words are selected.
        place_declined: The id of an annotation that belongs to none of the places found.
    """

    annotation_activated = Signal(str)
    edit_requested = Signal(str)
    delete_requested = Signal(str)
    recolour_requested = Signal(str, object)
    tags_edit_requested = Signal(str)
    copy_requested = Signal(str)
    filter_changed = Signal(object)
    count_changed = Signal(int)
    review_asked = Signal(object)
    place_visited = Signal(str, object)
    place_taken = Signal(str, object)
    selection_taken = Signal(str)
    place_declined = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filters = AnnotationFilters(appearance, self)
        self.list = AnnotationList(appearance, self)
        self.empty = EmptyView(appearance, self)
        self.banner = ReviewBanner(appearance, self)
        self.review = ReviewPanel(appearance, self)
        self._reviewing = False
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(8, 8, 8, 4)
        top.addWidget(self.banner)
        column.addLayout(top)
        column.addWidget(self.filters)
        column.addWidget(self._stack, 1)
        column.addWidget(self.review)
        for name in ("edit", "delete", "recolour", "tags_edit", "copy"):
            getattr(self.list, f"{name}_requested").connect(getattr(self, f"{name}_requested"))
        self.list.annotation_activated.connect(self.annotation_activated)
        self.filters.filter_changed.connect(self._narrow)
        self.filters.order_changed.connect(self._order)
        self.empty.action_triggered.connect(self.filters.clear)
        self._connect_review()
        self._update()

    def _connect_review(self) -> None:
        self.list.current_changed.connect(self._ask)
        self.banner.review_chosen.connect(self._choose_review)
        self.review.visited.connect(self.place_visited)
        self.review.taken.connect(self.place_taken)
        self.review.selection_taken.connect(self.selection_taken)
        self.review.declined.connect(self.place_declined)
        self.review.taken.connect(lambda key, _span: self._settled(key))
        self.review.declined.connect(self._settled)
        self.review.emptied.connect(self._focus_list)
        # The card that is asked about stays in view; queued, since the list is laid out after the panel.
        self.review.resized.connect(self.list.reveal_current, Qt.ConnectionType.QueuedConnection)

    # -- data ----------------------------------------------------------------------------------------------------

    def set_annotations(self, cards: Sequence[AnnotationCard]) -> None:
        """Show the annotations on both open documents."""
        self.list.annotations.set_cards(cards)
        self.filters.set_tags(self.list.annotations.tags())
        if self.filters.filter.unsure and self.list.current_card() is None:
            self._go_on(None)
        self.count_changed.emit(len(cards))
        self._update()

    def set_topics(self, topics: Sequence[Topic], active: Topic | None) -> None:
        """Offer topics to filter by, and group under the active one."""
        self.filters.set_topics(topics)
        self.list.annotations.set_topic((active.slug, active.name) if active is not None else None)

    def set_on_screen(self, ids: Collection[AnnotationId]) -> None:
        """Say which annotations are in view in either pane."""
        self.list.annotations.set_on_screen(ids)

    def set_current(self, annotation_id: AnnotationId | None) -> None:
        """Put the list's cursor on an annotation, such as one just made or pressed in the text."""
        self.list.set_current(annotation_id)

    # -- review --------------------------------------------------------------------------------------------------

    def show_review(self) -> None:
        """List only annotations whose place is uncertain or lost, and ask about the first one."""
        self.filters.clear()  # they make room, and none may stay in force unseen
        self._reviewing = True
        self.filters.show_unsure(unsure=True)
        current = self.list.current_card()
        if current is None or current.placement is not Placement.REVIEW:
            self._go_on(None)
        self._focus_list()

    def _choose_review(self, review: bool) -> None:  # a slot
        if review:
            self.show_review()
        else:
            self.filters.clear()
            self._focus_list()

    def _settled(self, annotation_id: str) -> None:
        """Go on with the next question where all of them are listed."""
        if self.filters.filter.unsure:
            self._go_on(AnnotationId(annotation_id))

    def _go_on(self, annotation_id: AnnotationId | None) -> None:
        following = self.list.annotations.next_unsure(annotation_id)
        if following is not None:
            self.list.set_current(following.id)

    def _focus_list(self) -> None:
        shown = self.list if self._stack.currentWidget() is self.list else self.empty.action
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, card: AnnotationCard | None) -> None:
        asked = card if card is not None and card.needs_review else None
        before = self.review.card
        same = asked is not None and before is not None and _question(asked) == _question(before)
        if not same and (asked is not None or before is not None):
            self.review.ask(asked)
            self.review_asked.emit(asked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the list half of the room."""
        super().resizeEvent(event)
        self.review.setMaximumHeight(round(self.height() * _REVIEW_SHARE))

    # -- filter --------------------------------------------------------------------------------------------------

    def _narrow(self, filter_: CardFilter) -> None:
        self.list.annotations.set_filter(filter_)
        self._update()
        self.filter_changed.emit(filter_)

    def _order(self, order: AnnotationOrder) -> None:
        self.list.annotations.set_order(order)

    def _update(self) -> None:
        annotations = self.list.annotations
        self.filters.set_colour_counts(annotations.colour_counts())
        self._reviewing = self._reviewing and self.filters.filter.unsure
        self.filters.setVisible(bool(annotations.total) and not self._reviewing)
        unsure, lost = annotations.count(Placement.REVIEW), annotations.count(Placement.ORPHANED)
        reviewing = self.filters.filter.unsure
        self.banner.show_counts(unsure, lost, reviewing=reviewing and bool(unsure or lost))
        if annotations.rowCount():
            self._stack.setCurrentWidget(self.list)
            return
        if reviewing and annotations.total and not unsure and not lost:
            text = "Every annotation on these two documents has its place in the text."
            self.empty.show_message("circle-check", "Nothing to review", text, action="Show all annotations")
        elif annotations.total:
            text = f"None of the {annotations.total} annotations here matches the filters."
            self.empty.show_message("search", "Nothing matches", text, action="Clear filters")
        else:
            text = "Select some words in either text and press"
            self.empty.show_message("message-square", "No annotations yet", text, key="h")
        self._stack.setCurrentWidget(self.empty)


def _question(card: AnnotationCard) -> tuple[str, Placement, str, int]:
    return card.id, card.placement, card.quote, card.offset
