"""The Annotations tab: filters and the list of annotations on the two open documents."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from reader.domain.annotation import AnnotationId
from reader.domain.topic import Topic
from reader.ui.appearance import Appearance
from reader.ui.dock.annotation_card import AnnotationCard, AnnotationOrder, CardFilter
from reader.ui.dock.annotation_filters import AnnotationFilters
from reader.ui.dock.annotation_list import AnnotationList
from reader.ui.dock.empty_view import EmptyView


class AnnotationsTab(QWidget):
    """Shows annotations and says what the reader wants done with them; nothing is stored here.

    The tab filters by itself: `filter_changed` is for whoever wants to know.

    Signals:
        annotation_activated: The reader wants to go to an annotation.
        edit_requested, delete_requested, tags_edit_requested, copy_requested: With the annotation's id.
        recolour_requested: With the id and the HighlightColour.
        filter_changed: The CardFilter now in force.
        count_changed: How many annotations there are, for the tab.
    """

    annotation_activated = Signal(str)
    edit_requested = Signal(str)
    delete_requested = Signal(str)
    recolour_requested = Signal(str, object)
    tags_edit_requested = Signal(str)
    copy_requested = Signal(str)
    filter_changed = Signal(object)
    count_changed = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filters = AnnotationFilters(appearance, self)
        self.list = AnnotationList(appearance, self)
        self.empty = EmptyView(appearance, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self._stack, 1)
        for name in ("edit", "delete", "recolour", "tags_edit", "copy"):
            getattr(self.list, f"{name}_requested").connect(getattr(self, f"{name}_requested"))
        self.list.annotation_activated.connect(self.annotation_activated)
        self.filters.filter_changed.connect(self._narrow)
        self.filters.order_changed.connect(self._order)
        self.empty.action_triggered.connect(self.filters.clear)
        self._update()

    # -- data ----------------------------------------------------------------------------------------------------

    def set_annotations(self, cards: Sequence[AnnotationCard]) -> None:
        """Show the annotations on both open documents."""
        self.list.annotations.set_cards(cards)
        self.filters.set_tags(self.list.annotations.tags())
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
        self.filters.setVisible(bool(annotations.total))
        if annotations.rowCount():
            self._stack.setCurrentWidget(self.list)
            return
        if annotations.total:
            text = f"None of the {annotations.total} annotations here matches the filters."
            self.empty.show_message("search", "Nothing matches", text, action="Clear filters")
        else:
            text = "Select some words in either text and press"
            self.empty.show_message("message-square", "No annotations yet", text, key="h")
        self._stack.setCurrentWidget(self.empty)
