"""The controls above the annotations list: words, side, topic, tag and colours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QFontMetrics, QIcon, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QVBoxLayout, QWidget

from reader.domain.annotation import HighlightColour
from reader.domain.topic import Topic
from reader.ui.appearance import Appearance
from reader.ui.dock.annotation_card import AnnotationOrder, CardFilter, CardSide
from reader.ui.popups.controls import RING, Button, PaintedButton, paint_focus_ring, paint_swatch, side_icon

_SIDES: tuple[tuple[CardSide | None, str], ...] = ((None, "Both"), ("left", "Left"), ("right", "Right"))


class ColourButton(PaintedButton):
    """A highlight colour with its name and how many annotations it would show."""

    def __init__(self, appearance: Appearance, colour: HighlightColour, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self.colour = colour
        self._count = 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Show how many there are."""
        self._count = count
        self.setAccessibleName(f"{self.colour.label}, {count}")
        self.setToolTip(f"Show only {self.colour.label}" if not self.isChecked() else "Show all colours")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        metrics = QFontMetrics(self._appearance.interface_font(11, 600))
        return QSize(max(44, metrics.horizontalAdvance(self.colour.label) + 8), 34 + metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """Return the least size it can be drawn in."""
        return QSize(44, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        if self._count or self.isChecked():
            painter.setPen(QPen(QColor(theme.head if self.isChecked() else theme.border), 2 if self.isChecked() else 1))
            fill = theme.pressed if self.isChecked() else theme.hover if self.under_pointer else theme.card
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(body, 6, 6)
        swatch = QRectF(0, body.top() + 5, 21, 21)
        swatch.moveLeft(body.center().x() - 10.5)
        paint_swatch(painter, swatch, self.colour, str(self._count), self._appearance)
        font = self._appearance.interface_font(11, 600 if self._count else 400)
        painter.setFont(font)
        painter.setPen(QColor(theme.ink if self._count else theme.ink2))
        label = QRectF(0, swatch.bottom() + 3, self.width(), body.bottom() - swatch.bottom() - 4)
        shown = QFontMetrics(font).elidedText(self.colour.label, Qt.TextElideMode.ElideRight, self.width() - 4)
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, shown)
        if self.hasFocus() and self.shows_focus:
            paint_focus_ring(painter, body.adjusted(3, 3, -3, -3), 4, theme.head)


class AnnotationFilters(QWidget):
    """Asks what to show.

    Signals:
        filter_changed: The CardFilter.
        order_changed: The AnnotationOrder.
    """

    filter_changed = Signal(object)
    order_changed = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._filter = CardFilter()
        self._topics: tuple[Topic, ...] = ()
        self.words = QLineEdit(self)
        self.words.setPlaceholderText("Filter notes and tags")
        self.words.setAccessibleName("Filter notes and tags")
        self.words.setClearButtonEnabled(True)
        self.words.setMinimumHeight(32)
        self._search = QAction(self)
        self.words.addAction(self._search, QLineEdit.ActionPosition.LeadingPosition)
        self.words.textChanged.connect(lambda text: self._change(replace(self._filter, text=text)))
        self.sort = Button(appearance, icon="arrow-down-wide-narrow", height=32, chevron=False, parent=self)
        self.sort.set_menu(self._order_menu())
        self.side = self._choice("Both")
        self.topic = self._choice("All topics")
        self.tag = self._choice("All tags", "tag")
        self.colours = {colour: ColourButton(appearance, colour, self) for colour in HighlightColour}
        for button in self.colours.values():
            button.toggled.connect(self._change_colours)
        self._lay_out()
        self._fill_side_menu()
        appearance.recoloured.connect(self._restyle)
        self._restyle()

    def _choice(self, text: str, icon: str = "") -> Button:
        button = Button(self._appearance, text, icon=icon, padding=7, font_size=12.6, parent=self)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.set_menu(QMenu(button))
        return button

    def _lay_out(self) -> None:
        first, second, third = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.words, 1)
        first.addWidget(self.sort)
        first.setSpacing(8 - RING)
        first.setContentsMargins(RING, 0, 0, 0)
        for button in (self.side, self.topic, self.tag):
            second.addWidget(button)
        second.setSpacing(8 - 2 * RING)
        second.setContentsMargins(0, 0, 0, 0)
        for colour in self.colours.values():
            third.addWidget(colour, 1)
        third.setSpacing(2)
        third.setContentsMargins(RING - 1, 0, RING - 1, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(12 - RING, 8, 12 - RING, 4)
        column.setSpacing(8 - 2 * RING)
        for row in (first, second, third):
            column.addLayout(row)

    def _restyle(self) -> None:
        theme = self._appearance.theme
        self.words.setFont(self._appearance.interface_font(13))
        self._search.setIcon(self._appearance.icon("search", theme.ink2))
        self._show_side()
        self._show_topic()

    # -- what is asked for ---------------------------------------------------------------------------------------

    @property
    def filter(self) -> CardFilter:
        """What the controls ask for."""
        return self._filter

    def clear(self) -> None:
        """Ask for everything again."""
        for button in self.colours.values():
            button.setChecked(False)
        self.words.clear()
        self._change(CardFilter())

    def _change(self, filter_: CardFilter) -> None:
        if filter_ == self._filter:
            return
        self._filter = filter_
        self.unsure.setChecked(filter_.unsure)
        self._show_side()
        self._show_topic()
        self.tag.set_words(f"# {filter_.tag}" if filter_.tag else "All tags")
        self.tag.describe(f"Tag: {filter_.tag or 'all'}")
        self.filter_changed.emit(filter_)

    def _change_colours(self) -> None:
        chosen = frozenset(colour for colour, button in self.colours.items() if button.isChecked())
        self._change(replace(self._filter, colours=chosen))

    # -- choices -------------------------------------------------------------------------------------------------

    def show_unsure(self, *, unsure: bool) -> None:
        """Ask only for annotations whose place is uncertain or lost, or for all again."""
        self._change(replace(self._filter, unsure=unsure))

    def _order_menu(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for order in AnnotationOrder:
            action = menu.addAction(order.value)
            action.setCheckable(True)
            action.setChecked(order is AnnotationOrder.POSITION)
            group.addAction(action)
            action.triggered.connect(lambda _=False, order=order: self._choose_order(order))
        menu.addSeparator()
        self.unsure = menu.addAction("Only those without a sure place")
        self.unsure.setCheckable(True)
        self.unsure.triggered.connect(lambda unsure: self.show_unsure(unsure=unsure))
        self.sort.describe(f"Order: {AnnotationOrder.POSITION.value}")
        return menu

    def _choose_order(self, order: AnnotationOrder) -> None:
        self.sort.describe(f"Order: {order.value}")
        self.order_changed.emit(order)

    def _fill_side_menu(self) -> None:
        self._fill(
            self.side,
            [
                (
                    words if side is None else f"{words} text",
                    side_icon(side or "both", self._appearance.theme.ink),
                    side,
                )
                for side, words in _SIDES
            ],
            self._filter.side,
            self._choose_side,
        )

    def _choose_side(self, side: str | None) -> None:
        self._change(replace(self._filter, side=next(s for s, _ in _SIDES if s == side)))

    def set_topics(self, topics: Sequence[Topic]) -> None:
        """Offer topics; a topic that is gone is no longer asked for."""
        self._topics = tuple(topics)
        if self._filter.topic not in {None, *(topic.slug for topic in topics)}:
            self._change(replace(self._filter, topic=None))
        self._show_topic()

    def set_tags(self, tags: Sequence[tuple[str, int]]) -> None:
        """Offer tags with their counts, those below another indented."""
        choices: list[tuple[str, QIcon | None, str | None]] = [("All tags", None, None)]
        choices += [(f"{'    ' * tag.count('/')}{tag.rpartition('/')[2]}\t{count}", None, tag) for tag, count in tags]
        self._fill(self.tag, choices, self._filter.tag, lambda tag: self._change(replace(self._filter, tag=tag)))
        if self._filter.tag is not None and self._filter.tag not in {tag for tag, _ in tags}:
            self._change(replace(self._filter, tag=None))

    def set_colour_counts(self, counts: Mapping[HighlightColour, int]) -> None:
        """Show what each colour would give."""
        for colour, count in counts.items():
            self.colours[colour].set_count(count)

    def _fill(
        self,
        button: Button,
        choices: Sequence[tuple[str, QIcon | None, str | None]],
        chosen: str | None,
        choose: Callable[[str | None], None],
    ) -> None:
        menu = button.menu()
        if menu is None:
            return
        menu.clear()
        for text, icon, value in choices:
            action = menu.addAction(text.replace("&", "&&"))
            if icon is not None:
                action.setIcon(icon)
            else:
                action.setCheckable(True)
                action.setChecked(value == chosen)
            action.triggered.connect(lambda _=False, value=value: choose(value))

    def _show_side(self) -> None:
        words = next(words for side, words in _SIDES if side == self._filter.side)
        self.side.set_words(words)
        self.side.set_symbol(side_icon(self._filter.side or "both", self._appearance.theme.ink))
        self.side.describe(f"Document: {words.lower()}")
        self._fill_side_menu()

    def _show_topic(self) -> None:
        choices: list[tuple[str, QIcon | None, str | None]] = [("All topics", self._glyph(None), None)]
        choices += [(topic.name, self._glyph(topic), topic.slug) for topic in self._topics]
        chosen = next((topic for topic in self._topics if topic.slug == self._filter.topic), None)
        self.topic.set_words(chosen.name if chosen is not None else "All topics")
        self.topic.set_symbol(self._glyph(chosen) if chosen is not None else "")
        self.topic.describe(f"Topic: {chosen.name if chosen is not None else 'all'}")
        self._fill(
            self.topic, choices, self._filter.topic, lambda slug: self._change(replace(self._filter, topic=slug))
        )

    def _glyph(self, topic: Topic | None) -> QIcon:
        if topic is not None:
            return self._appearance.glyph_icon(topic.glyph, topic.colour)
        room = QPixmap(16, 16)  # so that all names begin at one height
        room.fill(Qt.GlobalColor.transparent)
        return QIcon(room)
