"""Below the list of annotations: where an annotation whose place is not sure may belong, for the reader to say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from reader.domain.annotation import AnnotationId, Placement
from reader.ui.appearance import Appearance
from reader.ui.dock.annotation_card import AnnotationCard
from reader.ui.dock.review_places import PlaceCard, ReviewPlace, Surroundings, SurroundingsView
from reader.ui.popups.controls import RING
from reader.ui.status.command_button import CommandButton
from reader.ui.status.text_label import TextLabel, ink2

_MOST_PLACES = 5
_MARGIN = 12
_KEPT = "Its quote and note are kept, and it is looked for again whenever the document is read again."


class ReviewPanel(QScrollArea):
    """Asks where one annotation belongs.

    Signals:
        visited: Id and span: show this place.
        taken: Id and span: it belongs there.
        selection_taken: Id: it belongs where the reader has selected words.
        declined: Id: it belongs to none of them.
        resized: It takes more or less room.
        emptied: It had the keyboard and has nothing to ask any more.
    """

    visited = Signal(str, object)
    taken = Signal(str, object)
    selection_taken = Signal(str)
    declined = Signal(str)
    resized = Signal()
    emptied = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._card: AnnotationCard | None = None
        self._had_keyboard = False
        self.places: list[PlaceCard] = []
        self.other_buttons: list[CommandButton] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QScrollArea { background: transparent; border: 0; }")
        self.setAccessibleName("Where it belongs")
        appearance.recoloured.connect(self.update)
        self.hide()

    @property
    def card(self) -> AnnotationCard | None:
        """The annotation asked about."""
        return self._card

    # -- what is asked -------------------------------------------------------------------------------------------

    def ask(self, card: AnnotationCard | None) -> None:
        """Begin to ask about an annotation, whose places are still looked for; None to ask nothing."""
        # The keyboard stays in the panel while one question follows the other.
        self._had_keyboard = self._had_keyboard or self._has_keyboard()
        self._card = card
        if card is None:
            self.hide()
            if self._had_keyboard:
                self._had_keyboard = False
                self.emptied.emit()
            return
        self.places, self.other_buttons = [], []
        self._set_body([TextLabel(self._appearance, "Looking for its words…", size=12.5, colour=ink2)])
        self.show()

    def show_places(self, annotation_id: AnnotationId, was: Surroundings, places: Sequence[ReviewPlace]) -> None:
        """Show where an annotation may belong, best first; nothing if another is asked about by now."""
        card = self._card
        if card is None or card.id != annotation_id:
            return
        self.places = []
        body: list[QWidget] = [
            self._title("Where does it belong now?" if places else "Its words were not found again"),
            self._caption("As it was"),
            SurroundingsView(self._appearance, was),
        ]
        if places:
            body.append(self._caption("In the text as it reads now"))
        body += [self._place(card, place) for place in places[:_MOST_PLACES]]
        if len(places) > _MOST_PLACES:
            body.append(self._caption(f"and {len(places) - _MOST_PLACES} more places"))
        self._set_body([*body, *self._other_ways(card)])
        if self._had_keyboard:
            self._had_keyboard = False
            first = self.places[0].go if self.places else self.other_buttons[0]
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self, card: AnnotationCard, place: ReviewPlace) -> PlaceCard:
        shown = PlaceCard(self._appearance, place)
        shown.go.clicked.connect(lambda: self.visited.emit(card.id, place.span))
        shown.take.clicked.connect(lambda: self.taken.emit(card.id, place.span))
        self.places.append(shown)
        return shown

    def _other_ways(self, card: AnnotationCard) -> list[QWidget]:
        by_hand = CommandButton(
            self._appearance,
            "Place it on the selected words",
            kind="flat",
            icon="locate",
            name="Place it on the words selected in the text",
            height=26,
            font_size=12.5,
        )
        by_hand.clicked.connect(lambda: self.selection_taken.emit(card.id))
        self.other_buttons = [by_hand]
        rows: list[QWidget] = [_row(by_hand)]
        if card.placement is Placement.REVIEW:
            leave = CommandButton(
                self._appearance, "Leave it without a place", kind="flat", icon="unlink", height=26, font_size=12.5
            )
            leave.clicked.connect(lambda: self.declined.emit(card.id))
            self.other_buttons.append(leave)
            rows.append(_row(leave))
        else:
            rows.append(TextLabel(self._appearance, _KEPT, size=12, colour=ink2))
        return rows

    def _title(self, words: str) -> TextLabel:
        return TextLabel(self._appearance, words, size=13, weight=650)

    def _caption(self, words: str) -> TextLabel:
        return TextLabel(self._appearance, words, size=12, colour=ink2)

    # -- layout --------------------------------------------------------------------------------------------------

    def _set_body(self, parts: Sequence[QWidget]) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(_MARGIN - RING, 10, _MARGIN - RING, 8)
        column.setSpacing(4)
        for part in parts:
            if isinstance(part, TextLabel):
                part.setContentsMargins(RING, 0, RING, 0)
            column.addWidget(part)
        column.addStretch(1)
        body.setStyleSheet("background: transparent;")
        self.setWidget(body)  # the one before goes with it
        self.verticalScrollBar().setValue(0)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the size of what it holds; more than there is room for is scrolled."""
        body = self.widget()
        if body is None:
            return QSize(280, 0)
        return QSize(280, max(body.heightForWidth(max(240, self.width())), 0) + 1)

    def minimumSizeHint(self) -> QSize:
        """Return the least size it can be used at."""
        return QSize(240, 80)

    def _has_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the contents to the new size."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line that parts it from the list."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(self._appearance.theme.hairline), 1))
        painter.drawLine(0, 0, self.viewport().width(), 0)


def _row(button: CommandButton) -> QWidget:
    """Let a button keep its own width."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(button)
    line.addStretch(1)
    return row
