"""The Alignments tab: topic, filter by state, order, and the list of pairs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from reader.domain.alignment import PairState
from reader.domain.topic import Topic
from reader.ui.appearance import Appearance, glyph_path
from reader.ui.dock.empty_view import EmptyView
from reader.ui.dock.pair_card import DetailsProvider, PairCard, PairKey, PairOrder
from reader.ui.dock.pair_list import PairList
from reader.ui.dock.segments import Segments
from reader.ui.popups.controls import RING, Button, Side

_STATES: tuple[tuple[PairState | None, str, str], ...] = (
    (None, "All", ""),
    (PairState.COMPUTED, "To review", ""),
    (PairState.CONFIRMED, "Confirmed", "check"),
    (PairState.MADE, "By hand", "pencil"),
    (PairState.REJECTED, "Rejected", "x"),
)


class TopicHeading(QWidget):
    """Glyph and name of the active topic, and how many passages are on it on either side."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._topic: Topic | None = None
        self._counts = self._short_counts = ""
        self._name = "All subjects"
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        appearance.recoloured.connect(self.update)

    def show_topic(self, topic: Topic | None, left: int, right: int) -> None:
        """Show a topic, or all subjects."""
        self._topic = topic
        self._name = topic.name if topic is not None else "All subjects"
        self._counts = f"{left} left · {right} right"
        self._short_counts = f"{left} | {right}"
        self.setAccessibleName(f"{self._name}, {left} passages left, {right} right")
        self.setToolTip(f"{self._name}: {self._counts}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        return QSize(160, QFontMetrics(self._appearance.interface_font(14, 650)).height() + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = 0.0
        if self._topic is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.topic(self._topic.colour))
            painter.drawPath(glyph_path(self._topic.glyph, QPointF(6, self.height() / 2), 11))
            x = 20.0
        bold, light = self._appearance.interface_font(14, 650), self._appearance.interface_font(13)
        counts = self._counts
        if x + QFontMetrics(bold).horizontalAdvance(self._name) + 10 + _advance(light, counts) > self.width():
            counts = self._short_counts
        room = max(40.0, self.width() - x - _advance(light, counts) - 10)
        name = QFontMetrics(bold).elidedText(self._name, Qt.TextElideMode.ElideRight, round(room))
        painter.setFont(bold)
        painter.setPen(QColor(theme.ink))
        place = QRectF(x, 0, self.width() - x, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(light)
        painter.setPen(QColor(theme.ink2))
        place.setLeft(x + QFontMetrics(bold).horizontalAdvance(name) + 10)
        shown = QFontMetrics(light).elidedText(counts, Qt.TextElideMode.ElideRight, round(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)


class AlignmentsTab(QWidget):
    """Shows pairs and says what the reader wants done with them; nothing is stored here.

    Signals:
        pair_activated: The reader wants to go to a pair.
        confirm_requested, reject_requested, undo_requested, note_requested: With the pair's key.
        relation_chosen: The pair's key, and a Relation or None.
        one_side_requested: "left" or "right": show the only side that treats the topic.
        count_changed: How many pairs there are, for the tab.
    """

    pair_activated = Signal(tuple)
    confirm_requested = Signal(tuple)
    reject_requested = Signal(tuple)
    undo_requested = Signal(tuple)
    note_requested = Signal(tuple)
    relation_chosen = Signal(tuple, object)
    one_side_requested = Signal(str)
    count_changed = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._topic: Topic | None = None
        self._on_topic = (0, 0)
        self._aligning = False
        self._one_side: Side = "left"
        self._state: PairState | None = None
        self.heading = TopicHeading(appearance, self)
        self.sort = Button(
            appearance, "Score", icon="arrow-down-wide-narrow", kind="quiet", font_size=12, name="Order", parent=self
        )
        self.sort.set_menu(self._sort_menu())
        self.states = Segments(appearance, [(words, icon) for _, words, icon in _STATES], "Filter by state", self)
        self.states.chosen.connect(self._choose_state)
        self.list = PairList(appearance, self)
        self.empty = EmptyView(appearance, self)
        self.empty.action_triggered.connect(self._take_next_step)
        for name in ("pair_activated", "confirm_requested", "reject_requested", "undo_requested", "note_requested"):
            getattr(self.list, name).connect(getattr(self, name))
        self.list.relation_chosen.connect(self.relation_chosen)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        top = QHBoxLayout()
        top.setContentsMargins(RING, 0, 0, 0)
        top.addWidget(self.heading, 1)
        top.addWidget(self.sort)
        self._head = QWidget(self)
        head = QVBoxLayout(self._head)
        head.setContentsMargins(12 - RING, 4, 12 - RING, 4)
        head.setSpacing(8 - RING)
        head.addLayout(top)
        states = QHBoxLayout()
        states.setContentsMargins(RING, 0, RING, 0)
        states.addWidget(self.states)
        head.addLayout(states)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)
        self._update()

    def _sort_menu(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for order in PairOrder:
            action = menu.addAction(order.value)
            action.setCheckable(True)
            action.setChecked(order is PairOrder.SCORE)
            group.addAction(action)
            action.triggered.connect(lambda _=False, order=order: self.set_order(order))
        return menu

    # -- data ----------------------------------------------------------------------------------------------------

    def set_pairs(self, cards: Sequence[PairCard], topic: Topic | None, left_count: int, right_count: int) -> None:
        """Show the pairs under a topic (rejected ones too), and how many passages are on it on either side."""
        self._topic, self._on_topic = topic, (left_count, right_count)
        self.heading.show_topic(topic, left_count, right_count)
        self.list.set_cards(cards, topic)
        counts = self.list.pairs.counts()
        self.states.set_counts([counts[state] for state, _, _ in _STATES])
        self.count_changed.emit(len(cards))
        self._update()

    def set_details(self, provider: DetailsProvider | None) -> None:
        """Say where excerpts and shared terms come from; asked only for cards in view, on the GUI thread."""
        self.list.set_provider(provider)

    def details_found(self, keys: Sequence[PairKey]) -> None:
        """Show what was found of pairs for which there were no details yet, or others."""
        self.list.pairs.details_found(keys)

    def set_current(self, key: PairKey | None) -> None:
        """Show a pair in full: the one both panes show."""
        self.list.set_current(key)

    def set_aligning(self, aligning: bool) -> None:  # a setter of one flag
        """Say whether pairs are being computed."""
        self._aligning = aligning
        self._update()

    def set_order(self, order: PairOrder) -> None:
        """Order the list."""
        self.sort.set_words(order.value)
        self.sort.describe(f"Order: {order.value}")
        self.list.pairs.set_order(order)

    def _choose_state(self, number: int) -> None:
        self._state = _STATES[number][0]
        self.list.pairs.set_state(self._state)
        self._update()

    # -- empty states --------------------------------------------------------------------------------------------

    def _update(self) -> None:
        counts = self.list.pairs.counts()
        self._head.setVisible(bool(counts[None]) or self._topic is not None)
        self.states.setVisible(bool(counts[None]))
        if self.list.pairs.rowCount():
            self._stack.setCurrentWidget(self.list)
            return
        if self._aligning:
            self.empty.show_message("pair", "Aligning…", "You can go on reading meanwhile.", busy=True)
        elif counts[None]:
            words = next(words for state, words, _ in _STATES if state is self._state).lower()
            self.empty.show_message("pair", f"No pairs {words}", "", action="Show all pairs")
        else:
            self._say_no_counterpart()
        self._stack.setCurrentWidget(self.empty)

    def _say_no_counterpart(self) -> None:
        left, right = self._on_topic
        if self._topic is None:
            self.empty.show_message("pair", "No pairs yet", "Open two documents to see what they share.")
            return
        title, action = f"No counterpart for {self._topic.name}", ""
        if left and not right:
            self._one_side, action = "left", "Show it in the left text"
            text = f"The left text has {_passages(left)} on it, the right text none."
        elif right and not left:
            self._one_side, action = "right", "Show it in the right text"
            text = f"The right text has {_passages(right)} on it, the left text none."
        elif left:
            text = f"{_passages(left).capitalize()} left and {right} right are on it, but no two of them match."
        else:
            text = "Neither text has a passage on it."
        self.empty.show_message("pair", title, text, action=action)

    def _take_next_step(self) -> None:
        if self.list.pairs.counts()[None]:
            self.states.choose(0)
        else:
            self.one_side_requested.emit(self._one_side)


def _advance(font: QFont, text: str) -> int:
    return QFontMetrics(font).horizontalAdvance(text)


def _passages(count: int) -> str:
    return "1 passage" if count == 1 else f"{count} passages"
