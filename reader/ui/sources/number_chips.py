"""The numbers of notes as small buttons in rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.controls import RING
from reader.ui.popups.flow_layout import FlowLayout
from reader.ui.popups.ringed_button import RingedButton
from reader.ui.sources.source_card import SourcePlace
from reader.ui.theme import Theme

HEIGHT = 20  # as drawn; with its ring's room it answers to the pointer on 26
_FONT = 11.5
# More would hide what comes below; the last chip then shows how many more there are.
MOST_SHOWN = 16


class NumberChip(RingedButton):
    """A note's number in a pill: dashed where it says "Ibid.", filled where the reader is."""

    def __init__(self, appearance: Appearance, text: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self.dashed = self.current = False
        self.setText(text)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(self.sizeHint())

    def set_current(self, current: bool) -> None:  # a setter of one flag
        """Fill it, or not."""
        self.current = current
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        metrics = QFontMetrics(self._appearance.interface_font(_FONT, 600))
        height = max(HEIGHT, metrics.height() + 2)
        return QSize(max(height + 2, metrics.horizontalAdvance(self.text()) + 14) + 2 * RING, height + 2 * RING)

    def ring(self) -> tuple[QRectF, float]:
        """Return what the focus ring goes around, and its radius."""
        body = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        return body, body.height() / 2

    def paint_face(self, painter: QPainter, theme: Theme) -> None:
        """Draw what the button shows."""
        body, radius = self.ring()
        fill = theme.primary if self.current else theme.hover if self.under_pointer else theme.card
        line = theme.primary if self.current else theme.input_border if self.dashed else theme.border
        painter.setBrush(QColor(fill))
        pen = QPen(QColor(line), 1)
        if self.dashed and not self.current:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setFont(self._appearance.interface_font(_FONT, 600))
        painter.setPen(QColor(theme.on_primary if self.current else theme.ink))
        painter.drawText(body, Qt.AlignmentFlag.AlignCenter, self.text())


class NumberChips(QWidget):
    """The places of a work as chips; many are shown on request.

    Signals:
        chosen: The SourcePlace of a pressed chip.
    """

    chosen = Signal(object)

    def __init__(self, appearance: Appearance, places: Sequence[SourcePlace], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.places = tuple(places)
        self._current: SourcePlace | None = None
        self._flow = FlowLayout(self, spacing=0)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self.chips: dict[SourcePlace, NumberChip] = {}
        self.more: NumberChip | None = None
        first = self.places if len(self.places) <= MOST_SHOWN + 2 else self.places[:MOST_SHOWN]
        for place in first:
            self._add(place)
        hidden = len(self.places) - len(first)
        if hidden:
            self.more = NumberChip(appearance, f"+{hidden}", f"Show {hidden} more", self)
            self.more.clicked.connect(self.show_all)
            self._put(self.more)

    def first_row_height(self) -> int:
        """Return the height of a row of chips."""
        return max((chip.height() for chip in self.chips.values()), default=0)

    def set_current(self, place: SourcePlace | None) -> None:
        """Fill the chip of the place the reader is at."""
        self._current = place
        if place in self.places and place not in self.chips:
            self.show_all()
        for each, chip in self.chips.items():
            chip.set_current(each == place)

    def show_all(self) -> None:
        """Show every place."""
        if self.more is None:
            return
        had_focus = self.more.hasFocus()
        self._flow.removeWidget(self.more)
        self.more.hide()
        self.more.deleteLater()
        self.more = None
        for place in self.places[len(self.chips) :]:
            self._add(place)
        if had_focus:
            self.chips[self.places[MOST_SHOWN]].setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()

    def _add(self, place: SourcePlace) -> None:
        chip = NumberChip(self._appearance, place.label, place.spoken, self)
        chip.dashed = place.from_ibid
        chip.set_current(place == self._current)
        chip.clicked.connect(lambda: self.chosen.emit(place))
        self.chips[place] = chip
        self._put(chip)
        chip.show()

    def _put(self, chip: NumberChip) -> None:
        self._flow.addWidget(chip)
        self._flow.setAlignment(chip, Qt.AlignmentFlag.AlignLeft)
