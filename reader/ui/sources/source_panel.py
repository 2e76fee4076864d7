"""One card of the Sources tab: a work, the chips of its places on both sides, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.controls import Button, paint_focus_ring
from reader.ui.sources.number_chips import NumberChips
from reader.ui.sources.source_card import SourceCard, SourcePlace, SourceSide
from reader.ui.sources.words import Remark, SideMark, Words

COPY_KINDS = (("Formatted citation", "citation"), ("BibTeX", "bibtex"), ("CSL-JSON", "csl-json"))
_RADIUS = 8.0


class SourcePanel(QWidget):
    """Shows a source.

    Signals:
        selected: It was pressed or Enter was.
        place_chosen: The SourcePlace of a pressed chip.
        next_requested: Go on to the next place in both panes.
        copy_requested: "citation", "bibtex" or "csl-json".
        step_requested: Go to the next (+1) or previous (-1) card.
    """

    selected = Signal()
    place_chosen = Signal(object)
    next_requested = Signal()
    copy_requested = Signal(str)
    step_requested = Signal(int)

    def __init__(self, appearance: Appearance, card: SourceCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.card = card
        self.is_current = False
        self.chips: list[NumberChips] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(13, 11, 13, 10)
        self._column.setSpacing(5)
        self.title = Words(appearance, card.title, size=13.5, reading=True, rich=True)
        self._column.addWidget(self.title)
        for side in card.sides:
            self._add_side(side)
        if any(place.from_ibid for side in card.sides for place in side.places):
            self.legend: Words | None = Words(appearance, "Dashed: resolved from Ibid.", ink="ink2", size=11.5)
            self._column.addWidget(self.legend)
            self.legend.hide()
        else:
            self.legend = None
        for remark in card.remarks:
            self._column.addWidget(Remark(appearance, remark))
        self._build_actions()
        self.setAccessibleName(self._spoken())
        appearance.recoloured.connect(self.update)

    def _spoken(self) -> str:
        counts = ", ".join(f"{side.side} {len(side.places)} places" for side in self.card.sides)
        authors = self.card.cited[0][0].byline
        title = f"{authors}, {self.card.cited[0][0].title}" if len(self.card.cited) < 3 else authors
        return ". ".join([f"{self.card.group}: {title}; {counts}", *self.card.remarks])

    def _add_side(self, side: SourceSide) -> None:
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(6)
        words.setSpacing(0)
        mark = SideMark(self._appearance, side.side)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        if side.caption:
            words.addWidget(Words(self._appearance, side.caption, ink="ink2", size=12))
        chips = NumberChips(self._appearance, side.places, self)
        if not side.caption:
            mark.setFixedHeight(chips.first_row_height())
        chips.chosen.connect(self.place_chosen)
        self.chips.append(chips)
        words.addWidget(chips)
        row.addLayout(words, 1)
        self._column.addLayout(row)

    def _build_actions(self) -> None:
        self.actions_row = QWidget(self)
        row = QHBoxLayout(self.actions_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.next = Button(self._appearance, "Next note", icon="chevron-down", font_size=12.5)
        self.next.clicked.connect(self.next_requested)
        self.copy = Button(self._appearance, "Copy", icon="copy", font_size=12.5, name="Copy this source")
        menu = QMenu(self.copy)
        for words, kind in COPY_KINDS:
            menu.addAction(words).triggered.connect(lambda _=False, kind=kind: self.copy_requested.emit(kind))
        self.copy.set_menu(menu)
        row.addWidget(self.next)
        row.addWidget(self.copy)
        row.addStretch(1)
        self._column.addWidget(self.actions_row)
        self.actions_row.hide()

    def set_current(self, current: bool) -> None:  # a setter of one flag
        """Frame it and show its buttons, or not."""
        self.is_current = current
        self.actions_row.setVisible(current)
        if self.legend is not None:
            self.legend.setVisible(current)
        if not current:
            self.set_place(None)
        self.update()

    def set_place(self, *places: SourcePlace | None) -> None:
        """Fill the chips of the places the reader is at, one a side."""
        for chips in self.chips:
            chips.set_current(next((place for place in places if place in chips.places), None))

    # -- events --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select it."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.selected.emit()
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Select with Enter or Space, walk the places with Enter, walk the cards with the arrows."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            (self.next_requested if self.is_current else self.selected).emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step_requested.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        colour, width = (theme.head, 2) if self.is_current else (theme.hairline, 1)
        painter.setPen(QPen(QColor(colour), width))
        painter.setBrush(QColor(theme.card))
        painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        if self.hasFocus() and not self.is_current:
            paint_focus_ring(painter, body.adjusted(1, 1, -1, -1), _RADIUS, theme.head)
        elif self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.head), 1))
            painter.drawRoundedRect(body.adjusted(4, 4, -4, -4), _RADIUS - 3, _RADIUS - 3)
