"""The dialog in which topics are ordered, edited, merged and removed, and suggested ones are taken up."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QMenu, QStackedWidget, QVBoxLayout, QWidget

from reader.domain.topic import SuggestedTopic
from reader.ui.appearance import Appearance
from reader.ui.dock.empty_view import EmptyView
from reader.ui.popups.controls import RING, Button
from reader.ui.status.notice import Notice
from reader.ui.status.text_label import TextLabel, ink2
from reader.ui.toolbar.topic_chip import glyph_icon
from reader.ui.topics.suggestions import Suggestions
from reader.ui.topics.topic_list import TopicList
from reader.ui.topics.topic_model import TopicRow

_ORDER = "Chips stand in this order; the first four have a lane beside the text."
_SUGGESTED = "Both texts speak of these, and no topic covers them."
_RIGHT = 300


class TopicsDialog(QDialog):
    """Lists the topics; what is pressed is only asked for, the window does it.

    Removing and merging ask nothing: a notice in the dialog offers Undo, as Ctrl+Z does.

    Signals:
        new_requested: Make a topic.
        edit_requested, duplicate_requested, remove_requested: The topic's slug.
        move_requested: The slug, and the position from 0 it now has in the list.
        merge_requested: The slug of the topic that goes, and of the one that takes its terms.
        restore_requested: Bring the ready topics back.
        suggestion_chosen: A SuggestedTopic to add as it is.
        suggestion_edit_requested: A SuggestedTopic to open in the editor.
        undo_requested: Take the last change back.
    """

    new_requested = Signal()
    edit_requested = Signal(str)
    duplicate_requested = Signal(str)
    remove_requested = Signal(str)
    move_requested = Signal(str, int)
    merge_requested = Signal(str, str)
    restore_requested = Signal()
    suggestion_chosen = Signal(object)
    suggestion_edit_requested = Signal(object)
    undo_requested = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setWindowTitle("Topics")
        self.words = QLineEdit(self)
        self.words.setPlaceholderText("Search topics")
        self.words.setAccessibleName("Search topics")
        self.words.setClearButtonEnabled(True)
        self._search = QAction(self)
        self.words.addAction(self._search, QLineEdit.ActionPosition.LeadingPosition)
        self.new = Button(appearance, "New topic…", icon="plus", height=32, parent=self)
        self.list = TopicList(appearance, self)
        self.empty = EmptyView(appearance, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        self.edit = Button(appearance, "Edit…", height=30, name="Edit the topic", keys="Enter", parent=self)
        self.duplicate = Button(appearance, "Duplicate", height=30, parent=self)
        self.merge = Button(appearance, "Merge into", height=30, name="Merge into another topic", parent=self)
        self.merge.set_menu(QMenu(self.merge))
        self.up = Button(appearance, icon="arrow-up", height=30, name="Move up", keys="Alt+Up", parent=self)
        self.down = Button(appearance, icon="arrow-down", height=30, name="Move down", keys="Alt+Down", parent=self)
        self.remove = Button(appearance, icon="trash-2", height=30, name="Remove the topic", keys="Del", parent=self)
        self.restore = Button(
            appearance, "Restore ready topics", icon="rotate-ccw", kind="flat", height=32, parent=self
        )
        self.close_button = Button(appearance, "Close", keys="Esc", height=32, padding=14, parent=self)
        self.suggestions = Suggestions(appearance, self)
        self.suggestions.tab_after = self.remove
        self.notice = Notice(appearance, self, above=4)
        self._lay_out()
        self._connect()
        appearance.recoloured.connect(self._restyle)
        self._restyle()
        self._update()
        self.resize(800, 540)

    def _lay_out(self) -> None:
        outer, columns, bottom = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        outer.setContentsMargins(20 - RING, 20 - RING, 20 - RING, 16 - RING)
        outer.setSpacing(12 - RING)
        columns.setSpacing(24)
        columns.addLayout(self._left(), 1)
        columns.addLayout(self._right())
        outer.addLayout(columns, 1)
        bottom.addWidget(self.restore)
        bottom.addStretch(1)
        bottom.addWidget(self.close_button)
        outer.addLayout(bottom)

    def _left(self) -> QVBoxLayout:
        column, top, acts = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        column.setSpacing(8 - RING)
        top.setSpacing(8 - RING)
        top.setContentsMargins(RING, 0, 0, 0)
        top.addWidget(self.words, 1)
        top.addWidget(self.new)
        column.addLayout(top)
        order = TextLabel(self._appearance, _ORDER, size=12, colour=ink2, parent=self)
        inset = QVBoxLayout()  # as far in as the buttons, which bring room for their focus ring
        inset.setContentsMargins(RING, 0, RING, 0)
        inset.setSpacing(8 - RING)
        inset.addWidget(order)
        inset.addWidget(self._stack, 1)
        column.addLayout(inset, 1)
        acts.setSpacing(8 - 2 * RING)
        for button in (self.edit, self.duplicate, self.merge):
            acts.addWidget(button)
        acts.addStretch(1)
        for button in (self.up, self.down, self.remove):
            acts.addWidget(button)
        column.addLayout(acts)
        return column

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.setContentsMargins(0, 6, RING, 0)
        title = TextLabel(self._appearance, "Suggested topics", size=14, weight=650, wrap=False, parent=self)
        about = TextLabel(self._appearance, _SUGGESTED, size=12, colour=ink2, parent=self)
        column.addWidget(title)
        column.addWidget(about)
        column.addSpacing(6)
        column.addWidget(self.suggestions, 1)
        self.suggestions.setFixedWidth(_RIGHT)
        about.setFixedWidth(_RIGHT)
        return column

    def _connect(self) -> None:
        self.words.textChanged.connect(self._narrow)
        self.words.returnPressed.connect(self.list.setFocus)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._update())
        self.list.topics.modelReset.connect(self._update)
        self.list.moved.connect(self.move_requested)
        self.list.moved.connect(lambda *_: self._update())
        self.list.edit_requested.connect(self.edit_requested)
        self.list.remove_requested.connect(self.remove_requested)
        self.new.clicked.connect(self.new_requested)
        for button, signal in (
            (self.edit, self.edit_requested),
            (self.duplicate, self.duplicate_requested),
            (self.remove, self.remove_requested),
        ):
            button.clicked.connect(lambda _=False, signal=signal: self._emit(signal.emit))
        self.up.clicked.connect(lambda: self.list.step(-1))
        self.down.clicked.connect(lambda: self.list.step(1))
        self.restore.clicked.connect(self.restore_requested)
        self.close_button.clicked.connect(self.close)
        self.suggestions.add_requested.connect(self.suggestion_chosen)
        self.suggestions.edit_requested.connect(self.suggestion_edit_requested)
        self.notice.action_requested.connect(self.undo_requested)
        self.empty.action_triggered.connect(self._take_next_step)

    def _restyle(self) -> None:
        self._search.setIcon(self._appearance.icon("search", self._appearance.theme.ink2))
        self.words.setFont(self._appearance.interface_font(13))
        self.words.setMinimumHeight(32)

    # -- data ----------------------------------------------------------------------------------------------------

    def set_topics(self, rows: Sequence[TopicRow]) -> None:
        """Show the topics in order; the cursor stays on its topic, or on the row of one that is gone."""
        slug, row = self.list.slug(), self.list.currentIndex().row()
        self.list.topics.set_topics(rows)
        if self.list.topics.row_of(slug) >= 0:
            self.list.choose(slug)
        elif self.list.topics.rowCount():
            at = min(max(0, row), self.list.topics.rowCount() - 1)
            self.list.choose(self.list.topics.topic(at).item.slug)
        self._update()

    def set_suggestions(self, suggestions: Sequence[SuggestedTopic] | None) -> None:
        """Show suggested topics; None where no two documents are open."""
        self.suggestions.set_suggestions(suggestions)

    def set_looking(self) -> None:
        """Say that suggestions are being looked for."""
        self.suggestions.set_busy()

    def select(self, slug: str) -> None:
        """Put the cursor on a topic, such as one just made; a search that hides it is cleared."""
        if self.list.topics.row_of(slug) < 0:
            self.words.clear()
        self.list.choose(slug)

    def show_notice(self, text: str) -> None:
        """Say what was done, with Undo, such as "Removed Georgia"."""
        self.notice.show_notice(text)

    def show_suggestions(self) -> None:
        """Put the focus on the first suggestion."""
        if self.suggestions.cards:
            self.suggestions.cards[0].add.setFocus()

    # -- state ---------------------------------------------------------------------------------------------------

    def _narrow(self, text: str) -> None:
        slug = self.list.slug()
        self.list.topics.set_words(text)
        self.list.choose(slug)
        self._update()

    def _update(self) -> None:
        slug, topics = self.list.slug(), self.list.topics
        row, last = topics.row_of(slug), len(topics.topics) - 1
        for button in (self.edit, self.duplicate, self.remove):
            button.setEnabled(slug is not None)
        self.merge.setEnabled(slug is not None and last > 0)
        self.up.setEnabled(not topics.narrowed and row > 0)
        self.down.setEnabled(not topics.narrowed and 0 <= row < last)
        self._fill_merge_menu(slug)
        if topics.rowCount():
            self._stack.setCurrentWidget(self.list)
            return
        if topics.topics:
            title = f"Nothing found for “{self.words.text()}”"
            self.empty.show_message("search", title, "", action="Show all topics")
        else:
            text = "Make one from two or three words, or bring the ready ones back."
            self.empty.show_message("list-filter", "No topics yet", text, action="New topic…")
        self._stack.setCurrentWidget(self.empty)

    def _fill_merge_menu(self, slug: str | None) -> None:
        menu = self.merge.menu()
        if menu is None:
            return
        menu.clear()
        for row in self.list.topics.topics:
            if row.item.slug != slug:
                action = menu.addAction(glyph_icon(self._appearance, row.item), row.item.name.replace("&", "&&"))
                action.triggered.connect(lambda _=False, target=row.item.slug: self._merge(target))

    def _merge(self, target: str) -> None:
        self._emit(lambda slug: self.merge_requested.emit(slug, target))

    def _emit(self, emit: Callable[[str], None]) -> None:
        slug = self.list.slug()
        if slug is not None:
            emit(slug)

    def _take_next_step(self) -> None:
        if self.list.topics.topics:
            self.words.clear()
        else:
            self.new_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo on Ctrl+Z; Esc clears a search before it closes."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Cancel) and self.words.text():
            self.words.clear()
        else:
            super().keyPressEvent(event)
