"""The Sources tab: what both documents rest on, and what each rests on alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from reader.ui.appearance import Appearance
from reader.ui.dock.empty_view import EmptyView
from reader.ui.palette import IN_SHEETS
from reader.ui.sources.group_head import GroupHead
from reader.ui.sources.source_card import SourceCard, SourceGroup, SourcePlace
from reader.ui.sources.source_panel import SourcePanel

_FILTER_MS = 150
# Cards are made some at a time, so that the window answers meanwhile.
_AT_ONCE = 8
_FOLDED_AT_FIRST = frozenset({SourceGroup.LEFT, SourceGroup.RIGHT})


class SourcesTab(QWidget):
    """Shared works first, then volumes, authors, and each document's own works; nothing is stored here.

    Signals:
        selected: The SourceCard that was chosen, or None.
        place_chosen: A SourcePlace to go to.
        walked: The SourcePlaces to go to, at most one a side.
        copy_requested: A SourceCard, and "citation", "bibtex" or "csl-json".
        count_changed: How many works both documents cite, for the tab.
    """

    selected = Signal(object)
    place_chosen = Signal(object)
    walked = Signal(object)
    copy_requested = Signal(object, str)
    count_changed = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._cards: tuple[SourceCard, ...] = ()
        self._has_notes = False
        self._current: SourceCard | None = None
        self._step = -1
        self._folded = set(_FOLDED_AT_FIRST)
        self._waiting: list[GroupHead | SourceCard] = []
        self.panels: list[SourcePanel] = []
        self.heads: list[GroupHead] = []
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText("Author, title or year")
        self.filter.setAccessibleName("Filter sources by author, title or year")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumHeight(30)
        self._search_action = self.filter.addAction(appearance.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._soon = QTimer(self, singleShot=True, interval=_FILTER_MS)
        self._soon.timeout.connect(self._fill)
        self.filter.textChanged.connect(lambda _text: self._soon.start())
        self._making = QTimer(self, interval=0)
        self._making.timeout.connect(self._make_some)
        self.empty = EmptyView(appearance, self)
        self.empty.action_triggered.connect(self.filter.clear)
        self._build_list()
        self._lay_out()
        # Without this the scroll area's page keeps the system's colour.
        ground = f"background: {IN_SHEETS.panel};"
        self.area.setStyleSheet(f"QScrollArea {{ {ground} }} QWidget#sources {{ {ground} }}")
        self.filter.setFont(appearance.interface_font(13))
        appearance.recoloured.connect(self._restyle)
        self._restyle()
        self.clear()

    def _build_list(self) -> None:
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setAccessibleName("Sources")
        body = QWidget()
        body.setObjectName("sources")
        self._list = QVBoxLayout(body)
        self._list.setContentsMargins(10, 0, 10, 10)
        self._list.setSpacing(4)
        self._list.addStretch(1)
        self.area.setWidget(body)

    def _lay_out(self) -> None:
        self._head = QWidget(self)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(12, 10, 12, 6)
        row.addWidget(self.filter)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.area)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)

    def _restyle(self) -> None:
        self._search_action.setIcon(self._appearance.icon("search"))

    # -- data ----------------------------------------------------------------------------------------------------

    def set_cards(self, cards: Sequence[SourceCard], *, has_notes: bool = True) -> None:
        """Show these sources; `has_notes` tells whether any notes were found in the documents."""
        self._cards, self._has_notes = tuple(cards), has_notes
        self._current = None
        self.count_changed.emit(sum(card.group is SourceGroup.BOTH for card in self._cards))
        self._fill()

    def clear(self) -> None:
        """Show that no two documents are open."""
        self.set_cards(())
        self.empty.show_message("book-open", "No sources yet", "Open two documents to see which works both cite.")

    def set_computing(self) -> None:
        """Show that the notes are being read."""
        self.empty.show_message("book-open", "Reading notes…", "You can go on reading meanwhile.", busy=True)

    def set_failed(self) -> None:
        """Show that the notes could not be read."""
        self.empty.show_message("triangle-alert", "The notes could not be read", "You can go on reading without them.")

    @property
    def current(self) -> SourceCard | None:
        """The chosen source."""
        return self._current

    # -- the list ------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        """Make the list anew from what the filter lets through."""
        query = self.filter.text().casefold().strip()
        shown = [card for card in self._cards if card.matches(query)]
        self._empty_list()
        self._head.setVisible(bool(self._cards))
        if not shown:
            self._say_nothing(query)
            return
        for group in SourceGroup:
            cards = [card for card in shown if card.group is group]
            if cards:
                folds = group in _FOLDED_AT_FIRST and not query
                head = GroupHead(self._appearance, group, len(cards), folds=folds, folded=group in self._folded)
                head.fold_changed.connect(lambda folded, group=group: self._fold(group, folded=folded))
                self._waiting.append(head)
                if not (folds and group in self._folded):
                    self._waiting.extend(cards)
        self._stack.setCurrentWidget(self.area)
        self._make_some()

    def _empty_list(self) -> None:
        self._making.stop()
        self._waiting.clear()
        for widget in (*self.panels, *self.heads):
            self._list.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.panels, self.heads = [], []

    def _make_some(self) -> None:
        for _ in range(min(_AT_ONCE, len(self._waiting))):
            item = self._waiting.pop(0)
            widget = item if isinstance(item, GroupHead) else self._panel(item)
            self._list.insertWidget(self._list.count() - 1, widget)
            if isinstance(widget, GroupHead):
                self.heads.append(widget)
            else:
                self.panels.append(widget)
            widget.show()
        if self._waiting and not self._making.isActive():
            self._making.start()
        elif not self._waiting:
            self._making.stop()

    def _panel(self, card: SourceCard) -> SourcePanel:
        panel = SourcePanel(self._appearance, card)
        panel.set_current(card == self._current)
        panel.selected.connect(lambda: self.select(card))
        panel.place_chosen.connect(lambda place: self._choose_place(card, place))
        panel.next_requested.connect(self.walk)
        panel.copy_requested.connect(lambda kind: self.copy_requested.emit(card, kind))
        panel.step_requested.connect(lambda by: self._step_card(panel, by))
        return panel

    def _fold(self, group: SourceGroup, *, folded: bool) -> None:
        if folded:
            self._folded.add(group)
        else:
            self._folded.discard(group)
        at = self.area.verticalScrollBar().value()
        self._fill()
        while self._waiting:  # the height must be there before the list can stand where it stood
            self._make_some()
        head = next((head for head in self.heads if head.source_group is group), None)
        if head is not None:
            head.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, lambda: self.area.verticalScrollBar().setValue(at))

    def _say_nothing(self, query: str) -> None:
        if query:
            title = f"Nothing found for “{self.filter.text().strip()}”"
            self.empty.show_message("search", title, "Authors, titles and years were searched.", action="Show all")
        elif self._has_notes:
            self.empty.show_message("book-open", "No sources found", "The notes of these documents name no works.")
        else:
            text = "Diptych could not tell notes from text in these documents."
            self.empty.show_message("book-open", "No footnotes found", text)
        self._stack.setCurrentWidget(self.empty)

    # -- choosing ------------------------------------------------------------------------------------------------

    def select(self, card: SourceCard | None) -> None:
        """Make a source the chosen one; its markers are ringed."""
        if card != self._current:
            self._current, self._step = card, -1
            for panel in self.panels:
                panel.set_current(panel.card == card)
            self.selected.emit(card)

    def walk(self) -> None:
        """Go on to the next place of the chosen source in both panes; each side begins again after its last."""
        card = self._current
        if card is None:
            return
        self._step += 1
        sides = (card.places("left"), card.places("right"))
        places = tuple(each[self._step % len(each)] for each in sides if each)
        if places:
            self._show_places(*places)
            self.walked.emit(places)

    def _choose_place(self, card: SourceCard, place: SourcePlace) -> None:
        self.select(card)
        self._step = card.places(place.side).index(place)
        self._show_places(place)
        self.place_chosen.emit(place)

    def _show_places(self, *places: SourcePlace) -> None:
        for panel in self.panels:
            if panel.card == self._current:
                panel.set_place(*places)

    def _step_card(self, panel: SourcePanel, by: int) -> None:
        at = self.panels.index(panel) + by
        if 0 <= at < len(self.panels):
            self.panels[at].setFocus(Qt.FocusReason.TabFocusReason)
            self.area.ensureWidgetVisible(self.panels[at], 0, 24)
