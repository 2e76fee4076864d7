"""The card of a note over the text: what it says, the works it refers to, and the other document's notes on them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from reader.ui.appearance import Appearance
from reader.ui.palette import IN_SHEETS
from reader.ui.popups.controls import RING, Button
from reader.ui.popups.ground import Ground
from reader.ui.popups.popup_frame import SHADOW, PopupFrame
from reader.ui.sources.note_card import Elsewhere, NoteCard, NoteReference
from reader.ui.sources.number_chips import NumberChips
from reader.ui.sources.words import Remark, SideMark, Words

WIDTH = 400
_MOST_HEIGHT = 440
_MARGIN = 14


class _ReferenceBox(Ground):
    """A full citation on a ground of its own."""

    radius = 6.0

    def __init__(self, appearance: Appearance, reference: NoteReference, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 10)
        column.setSpacing(4)
        column.addWidget(Words(appearance, reference.caption, ink="ink2", size=12))
        self.citation = Words(appearance, reference.text, size=13.5, reading=True, rich=True)
        self.citation.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.citation)


class NotePopup(PopupFrame):
    """Shows a note; stays while the pointer is on it.

    Signals:
        pointer_entered, pointer_left: The pointer came onto it or left it.
        copy_requested: Copy the works' citations, or the note's words where it names none.
        go_requested: Go to the note's own text.
        place_chosen: The SourcePlace of a pressed chip.
    """

    pointer_entered = Signal()
    pointer_left = Signal()
    copy_requested = Signal()
    go_requested = Signal()
    place_chosen = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self.card: NoteCard | None = None
        self.copy = Button(appearance, "Copy citation", icon="copy", font_size=12.5)
        self.go = Button(appearance, "Go to note", icon="arrow-right", font_size=12.5, name="Go to note (Back returns)")
        self.copy.clicked.connect(self.copy_requested)
        self.go.clicked.connect(self.go_requested)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        actions = QHBoxLayout()
        actions.setContentsMargins(_MARGIN - RING, 0, _MARGIN - RING, 0)
        actions.setSpacing(2)
        actions.addWidget(self.copy)
        actions.addWidget(self.go)
        actions.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, _MARGIN - 2, 1, _MARGIN - 4)
        column.setSpacing(8)
        column.addWidget(self.area, 1)
        column.addLayout(actions)
        self._content = QWidget()
        self._restyle()

    def _restyle(self) -> None:
        ground = IN_SHEETS.card
        self.area.setStyleSheet(f"QScrollArea {{ background: {ground}; }} QWidget#note {{ background: {ground}; }}")

    def show_card(self, card: NoteCard) -> None:
        """Fill it; `place` then shows it."""
        self.card = card
        content = QWidget()
        content.setObjectName("note")
        column = QVBoxLayout(content)
        column.setContentsMargins(_MARGIN - 1, 0, _MARGIN - 1, 0)
        column.setSpacing(8)
        column.addLayout(self._title_row(card))
        words = card.words or "The text of this note is lost; only its marker is there."
        self.words = Words(self._appearance, words, size=13.5, reading=True, ink="ink" if card.words else "ink2")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.words)
        if card.reason and card.words:
            column.addWidget(Remark(self._appearance, card.reason))
        for reference in card.references:
            column.addWidget(_ReferenceBox(self._appearance, reference))
        for elsewhere in card.elsewhere:
            column.addLayout(self._elsewhere_row(card, elsewhere))
        column.addStretch(1)
        self._content = content
        self.area.setWidget(content)
        self.copy.set_words("Copy citations" if len(card.works) > 1 else "Copy citation" if card.works else "Copy note")
        self.copy.describe(self.copy.text())
        self.copy.setEnabled(bool(card.works or card.words))
        self.go.setEnabled(bool(card.span))
        self.setAccessibleName(self._spoken(card))

    @staticmethod
    def _spoken(card: NoteCard) -> str:
        parts = [f"Note {card.number}, {card.document}", card.words]
        parts += [
            f"{reference.caption}: {reference.work.byline}, {reference.work.title}" for reference in card.references
        ]
        return ". ".join(part for part in (*parts, card.reason) if part)

    def _title_row(self, card: NoteCard) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for text, ink, weight in ((f"Note {card.number}", "ink", 650), (card.document, "ink2", 400)):
            label = Words(self._appearance, text, ink="ink" if ink == "ink" else "ink2", size=12.5, weight=weight)
            label.setWordWrap(False)
            label.setSizePolicy(label.sizePolicy().horizontalPolicy().Preferred, label.sizePolicy().verticalPolicy())
            row.addWidget(label)
        row.addStretch(1)
        locator = Words(self._appearance, card.locator, ink="ink2", size=12)
        locator.setWordWrap(False)
        locator.setSizePolicy(locator.sizePolicy().horizontalPolicy().Preferred, locator.sizePolicy().verticalPolicy())
        row.addWidget(locator)
        return row

    def _elsewhere_row(self, card: NoteCard, elsewhere: Elsewhere) -> QHBoxLayout:
        row, column = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(6)
        column.setSpacing(0)
        row.addWidget(
            SideMark(self._appearance, "right" if card.side == "left" else "left"), 0, Qt.AlignmentFlag.AlignTop
        )
        column.addWidget(Words(self._appearance, elsewhere.words, ink="ink2", size=12.5))
        chips = NumberChips(self._appearance, elsewhere.places)
        chips.chosen.connect(self.place_chosen)
        column.addWidget(chips)
        row.addLayout(column, 1)
        return row

    def sizeHint(self) -> QSize:
        """Return the size it wants: as tall as its words, up to a limit beyond which they scroll."""
        self._content.ensurePolished()
        layout = self._content.layout()
        inner = WIDTH - 2
        height = layout.totalHeightForWidth(inner) if layout is not None else 0
        around = self.copy.sizeHint().height() + 8 + 2 * _MARGIN - 6
        return QSize(WIDTH + 2 * SHADOW, min(height, _MOST_HEIGHT) + around + 2 * SHADOW)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that the pointer is on it."""
        super().enterEvent(event)
        self.pointer_entered.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer left it."""
        super().leaveEvent(event)
        self.pointer_left.emit()
