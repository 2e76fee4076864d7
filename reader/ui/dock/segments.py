"""A row of joined buttons of which one is chosen: the filter by state."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.controls import PaintedButton, paint_focus_ring
from reader.ui.popups.ground import Ground
from reader.ui.theme import Theme


class Segment(PaintedButton):
    """One choice: words or an icon, and a count."""

    def __init__(self, appearance: Appearance, name: str, icon: str, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self._name = name
        self._icon = icon
        self._count = 0
        self.first = self.last = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Show how many there are."""
        self._count = count
        self.setText(str(count) if self._icon else f"{self._name} {count}")
        self.setAccessibleName(f"{self._name}, {count}")
        self.setToolTip(f"{self._name}, {count}" if self._icon else "")
        self._restyle()

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        metrics = QFontMetrics(self._appearance.interface_font(12, 650))
        width = metrics.horizontalAdvance(self.text()) + (18 if self._icon else 0) + 16
        return QSize(max(28, width), max(28, metrics.height() + 10))

    def minimumSizeHint(self) -> QSize:
        """Return the least size it can be drawn in."""
        return QSize(self.sizeHint().width() - 8, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect())
        if self.isChecked() or self.under_pointer:
            painter.fillPath(self._outline(body), QColor(theme.pressed if self.isChecked() else theme.hover))
        if not self.first:
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawLine(QPointF(0.5, 1), QPointF(0.5, body.height() - 1))
        font = self._appearance.interface_font(12, 650 if self.isChecked() else 400)
        painter.setFont(font)
        painter.setPen(QColor(theme.ink))
        width = QFontMetrics(font).horizontalAdvance(self.text())
        if not self._icon:
            painter.drawText(body, Qt.AlignmentFlag.AlignCenter, self.text())
        else:
            left = round((body.width() - width - 18) / 2)
            place = QRect(left, round(body.height() / 2 - 6), 12, 12)
            painter.drawPixmap(place, self._appearance.pixmap(self._icon, theme.ink2, 12, self.devicePixelRatioF()))
            painter.drawText(body.adjusted(left + 18, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus() and self.shows_focus:
            paint_focus_ring(painter, body.adjusted(3, 3, -3, -3), 3, theme.head)

    def _outline(self, body: QRectF) -> QPainterPath:
        path = QPainterPath()
        path.addRoundedRect(body, 6, 6)
        for squared, side in ((not self.first, body.adjusted(0, 0, -8, 0)), (not self.last, body.adjusted(8, 0, 0, 0))):
            if squared:
                square = QPainterPath()
                square.addRect(side)
                path = path.united(square)
        return path


class Segments(Ground):
    """Joined buttons; arrow keys move between them.

    Signals:
        chosen: The number of the segment.
    """

    radius = 6.0

    chosen = Signal(int)

    def __init__(
        self, appearance: Appearance, choices: list[tuple[str, str]], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self.segments: list[Segment] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for number, (words, icon) in enumerate(choices):
            segment = Segment(appearance, words, icon, self)
            self._group.addButton(segment, number)
            self.segments.append(segment)
            row.addWidget(segment)
        self.segments[0].first = self.segments[-1].last = True
        self.segments[0].setChecked(True)
        self._group.idClicked.connect(self.chosen)

    def set_counts(self, counts: list[int]) -> None:
        """Show how many there are of each."""
        for segment, count in zip(self.segments, counts, strict=True):
            segment.set_count(count)

    def choose(self, number: int) -> None:
        """Choose a segment as if it were pressed."""
        self.segments[number].click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this control."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        number = (self._group.checkedId() + step) % len(self.segments)
        self.segments[number].setFocus(Qt.FocusReason.TabFocusReason)
        self.segments[number].click()

    def colours(self, theme: Theme) -> tuple[str, str]:
        """Return fill and border."""
        return theme.card, theme.border
