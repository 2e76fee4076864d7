"""The gutter as the window uses it: a header that steps through the pairs above the drawing of the ribbons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader.ui.appearance import Appearance
from reader.ui.gutter.ribbon_canvas import RibbonCanvas
from reader.ui.gutter.ribbon_layout import PairKey
from reader.ui.gutter.ribbon_pair import RibbonGeometry, RibbonPair
from reader.ui.popups.controls import RING
from reader.ui.status.command_button import CommandButton

WIDE, NARROW = 64, 56
_NARROW_BELOW = 1200
HEADER_HEIGHT = 54
_SMALLEST = 8


class GutterHeader(QWidget):
    """Up and down through the pairs, and where one is: "1 / 12"."""

    step_requested = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._rank, self._count = 0, 0
        self.up = CommandButton(
            appearance, icon="chevron-up", name="Previous pair", keys=", or Ctrl+Up", height=24, parent=self
        )
        self.down = CommandButton(
            appearance, icon="chevron-down", name="Next pair", keys=". or Ctrl+Down", height=24, parent=self
        )
        self.up.clicked.connect(lambda: self.step_requested.emit(-1))
        self.down.clicked.connect(lambda: self.step_requested.emit(1))
        self.setFixedHeight(HEADER_HEIGHT)
        self.show_position(0, 0)
        appearance.recoloured.connect(self.update)

    def show_position(self, rank: int, count: int) -> None:
        """Show the current pair's rank (0 for none) among all."""
        self._rank, self._count = rank, count
        for button in (self.up, self.down):
            button.set_available(count > 0, "No pairs to step through")
        place = f"Pair {rank} of {count}" if rank else f"{count} pairs"
        self.setAccessibleName(place)
        self.setToolTip(place)
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Fit the contents to the new size."""
        # Both come with room for a focus ring around them; side by side they share it.
        side = self.up.sizeHint().width()
        left = (self.width() - 2 * side + 2 * RING) // 2
        self.up.setGeometry(left, 0, side, side)
        self.down.setGeometry(left + side - 2 * RING, 0, side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.panel))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(theme.hairline))
        # Rank in bold, the rest fainter; smaller where the figures would not fit.
        rank, rest = str(self._rank or "–"), f" / {self._count}"
        size = 13
        while True:
            size -= 1
            strong, weak = self._appearance.interface_font(size, 650), self._appearance.interface_font(size)
            width_rank = QFontMetricsF(strong).horizontalAdvance(rank)
            width = width_rank + QFontMetricsF(weak).horizontalAdvance(rest)
            if size <= _SMALLEST or width <= self.width() - 4:
                break
        x, y, height = (self.width() - width) / 2, 27.0, 20.0
        painter.setFont(strong)
        painter.setPen(QColor(theme.ink))
        painter.drawText(QRectF(x, y, width_rank + 2, height), Qt.AlignmentFlag.AlignVCenter, rank)
        painter.setFont(weak)
        painter.setPen(QColor(theme.ink2))
        painter.drawText(QRectF(x + width_rank, y, width, height), Qt.AlignmentFlag.AlignVCenter, rest)


class Gutter(QWidget):
    """The strip between two reading panes.

    Signals carry pair keys, (left ordinal, right ordinal):
        pair_activated: go to both passages.
        confirm_requested, reject_requested: the reader judged a pair.
        chip_activated: go to the passage on that side (a `Side`) which is off screen.
        step_requested: -1 or +1, to the previous or next pair.
        link_drawn: the reader dragged from one passage to another: left and right ordinal.

    Args:
        appearance: Colours, faces and icons.
    """

    pair_activated = Signal(object)
    confirm_requested = Signal(object)
    reject_requested = Signal(object)
    chip_activated = Signal(object, object)
    step_requested = Signal(int)
    link_drawn = Signal(int, int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current: PairKey | None = None
        self._stale = False
        self.header = GutterHeader(appearance, self)
        self.canvas = RibbonCanvas(appearance, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.canvas, 1)
        self.header.step_requested.connect(self.step_requested)
        self.canvas.pair_activated.connect(self.pair_activated)
        self.canvas.confirm_requested.connect(self.confirm_requested)
        self.canvas.reject_requested.connect(self.reject_requested)
        self.canvas.chip_activated.connect(self.chip_activated)
        self.canvas.link_drawn.connect(self.link_drawn)
        self.setFixedWidth(WIDE)

    def set_pairs(self, pairs: Sequence[RibbonPair]) -> None:
        """Show these pairs; their order is their rank."""
        self.canvas.set_pairs(pairs)
        self._show_position()

    def set_current(self, key: PairKey | None) -> None:
        """Make a pair the current one, or none."""
        self._current = key
        self.canvas.set_current(key)
        self._show_position()

    def set_geometry(self, geometry: RibbonGeometry | None) -> None:
        """Ask these panes where passages are."""
        self.canvas.set_geometry(geometry)

    def set_colour(self, colour: str | None) -> None:
        """Draw in a topic's colour (one of TOPIC_COLOURS), or in grey where no topic is active."""
        self.canvas.set_colour(colour)

    def set_show_rejected(self, show: bool) -> None:
        """Show rejected pairs too."""
        self.canvas.set_show_rejected(show)

    def set_window_width(self, width: int) -> None:
        """Fit the window: 64 px, or 56 in windows narrower than 1200 px."""
        self.setFixedWidth(NARROW if width < _NARROW_BELOW else WIDE)

    def refresh(self) -> None:
        """Lay out again."""
        self._stale = False
        self.canvas.refresh()

    def refresh_soon(self) -> None:
        """Lay out again once before the next painting; to be connected to the panes' scrolled and layout_changed."""
        if not self._stale:
            self._stale = True
            # Painting comes after this event, so that text and ribbons move together.
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

    def event(self, event: QEvent) -> bool:
        """Lay out what was asked for since the last time."""
        if event.type() == QEvent.Type.User and self._stale:
            self.refresh()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size it can be used at."""
        return QSize(self.width(), HEADER_HEIGHT + 120)

    def _show_position(self) -> None:
        pairs = self.canvas.pairs
        rank = pairs[self._current][0] if self._current in pairs else 0
        self.header.show_position(rank, len(pairs))
