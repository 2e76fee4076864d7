"""Suggested topics: what both documents speak of and no topic covers, each with one press to add it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from reader.domain.topic import SuggestedTopic
from reader.ui.appearance import Appearance
from reader.ui.dock.empty_view import EmptyView
from reader.ui.popups.controls import RING, Button
from reader.ui.popups.ground import Ground
from reader.ui.status.text_label import TextLabel, ink2
from reader.ui.theme import Theme
from reader.ui.topics.topic_views import counts_words

_TERMS = 6  # shown on a card; the tool tip has them all


class SuggestionCard(Ground):
    """One suggested topic.

    Signals:
        add_requested: The reader wants it as it is.
        edit_requested: The reader wants to change it first.
    """

    add_requested = Signal()
    edit_requested = Signal()

    def __init__(self, appearance: Appearance, suggestion: SuggestedTopic, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self.suggestion = suggestion
        terms = [each.term.term for each in suggestion.terms]
        shown = ", ".join(terms[:_TERMS]) + (f" +{len(terms) - _TERMS}" if len(terms) > _TERMS else "")
        title = TextLabel(appearance, suggestion.name, weight=650, parent=self)
        about = TextLabel(appearance, shown, size=12, colour=ink2, parent=self)
        about.setToolTip(", ".join(terms))
        counts = counts_words((len(suggestion.left), len(suggestion.right)))
        words = TextLabel(
            appearance,
            f"{len(suggestion.left)} left · {len(suggestion.right)} right",
            size=12,
            colour=ink2,
            parent=self,
        )
        words.setToolTip(counts)
        self.add = Button(appearance, "Add", icon="plus", height=26, font_size=12.5, icon_size=12, parent=self)
        self.add.describe(f"Add topic {suggestion.name}")
        self.edit = Button(appearance, "Edit first…", kind="flat", height=26, font_size=12.5, parent=self)
        self.edit.describe(f"Edit {suggestion.name} before it is added")
        self.add.clicked.connect(self.add_requested)
        self.edit.clicked.connect(self.edit_requested)
        self.setAccessibleName(
            f"Both speak of {suggestion.name} and no topic covers it: {counts}, terms {', '.join(terms)}"
        )
        self.setToolTip(suggestion.why)
        column, buttons = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(12, 9, 12 - RING, 9 - RING)
        column.setSpacing(2)
        column.addWidget(title)
        column.addWidget(about)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(0)
        buttons.addWidget(words, 1)
        buttons.addWidget(self.edit)
        buttons.addWidget(self.add)
        column.addLayout(buttons)

    def colours(self, theme: Theme) -> tuple[str, str]:
        """Return fill and border."""
        return theme.card, theme.hairline


class Suggestions(QWidget):
    """Cards that scroll, or what is missing.

    Attributes:
        tab_after: The widget from which Tab leads to the first card.

    Signals:
        add_requested, edit_requested: The SuggestedTopic.
    """

    add_requested = Signal(object)
    edit_requested = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.cards: list[SuggestionCard] = []
        self.tab_after: QWidget | None = None
        self._stack = QStackedLayout(self)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setAccessibleName("Suggested topics")
        self._ground = QWidget()
        self._ground.setObjectName("ground")
        self._area.setStyleSheet("QScrollArea, QWidget#ground { background: transparent; border: 0; }")
        self._list = QVBoxLayout(self._ground)
        self._list.setContentsMargins(0, 0, 4, 0)
        self._list.setSpacing(8)
        self._list.addStretch(1)
        self._area.setWidget(self._ground)
        self.empty = EmptyView(appearance, self)
        self._stack.addWidget(self._area)
        self._stack.addWidget(self.empty)
        self.set_suggestions(None)

    def set_suggestions(self, suggestions: Sequence[SuggestedTopic] | None) -> None:
        """Show suggestions, the best first; None where no two documents are open."""
        for card in self.cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [SuggestionCard(self._appearance, each, self._ground) for each in suggestions or ()]
        for number, card in enumerate(self.cards):
            card.add_requested.connect(lambda each=card.suggestion: self.add_requested.emit(each))
            card.edit_requested.connect(lambda each=card.suggestion: self.edit_requested.emit(each))
            self._list.insertWidget(number, card)
        self._order_tabs()
        if self.cards:
            self._stack.setCurrentWidget(self._area)
            return
        if suggestions is None:
            self.empty.show_message("columns-2", "No suggestions yet", "Open two documents to see what both speak of.")
        else:
            text = "The topics cover what both texts speak of."
            self.empty.show_message("circle-check", "Nothing to suggest", text)
        self._stack.setCurrentWidget(self.empty)

    def _order_tabs(self) -> None:
        if self.tab_after is not None:  # Qt would put what is made last behind the dialog's buttons
            buttons = [button for card in self.cards for button in (card.edit, card.add)]
            for first, second in itertools.pairwise([self.tab_after, *buttons]):
                QWidget.setTabOrder(first, second)

    def set_busy(self) -> None:
        """Say that suggestions are being looked for."""
        self.empty.show_message("search", "Looking for topics…", "", busy=True)
        self._stack.setCurrentWidget(self.empty)
