"""A topic as a chip: its glyph, name and how many passages it has on either side."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QIcon, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.ui.appearance import Appearance, glyph_path
from reader.ui.popups.controls import RING, PaintedButton, paint_focus_ring

_HEIGHT = 30
_GLYPH = 10.0
_PAD = 11.0
_GAP = 6.0
_BAR = 4.0  # either side of the line between the two counts


@dataclass(frozen=True, slots=True)
class TopicItem:
    """A topic as the toolbar shows it.

    Attributes:
        colour: One of TOPIC_COLOURS.
        glyph: One of TOPIC_GLYPHS.
        left, right: How many passages are on the topic; None while that is not known.
    """

    slug: str
    name: str
    colour: str
    glyph: str
    left: int | None = None
    right: int | None = None

    @property
    def known(self) -> bool:
        """Whether the counts are known."""
        return self.left is not None and self.right is not None

    @property
    def one_sided(self) -> bool:
        """Whether only one of the documents, or neither, speaks of it."""
        return self.known and not (self.left and self.right)

    def spoken(self, *, active: bool) -> str:
        """Return the accessible name, such as "Georgia, 17 passages left, 4 right, active"."""
        if not self.known:
            return self.name + (", active" if active else "")
        passages = "passage" if self.left == 1 else "passages"
        return f"{self.name}, {self.left} {passages} left, {self.right} right" + (", active" if active else "")


class TopicChip(PaintedButton):
    """One topic; pressed when it is the active one.

    Args:
        appearance: Colours, faces and icons.
        item: The topic and its counts.
    """

    def __init__(self, appearance: Appearance, item: TopicItem, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self.item = item
        self._active = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_item(item, active=False)

    @property
    def active(self) -> bool:
        """Whether it is the active topic."""
        return self._active

    def show_item(self, item: TopicItem, *, active: bool) -> None:
        """Show a topic."""
        self.item, self._active = item, active
        self.setAccessibleName(item.spoken(active=active))
        lines = [item.spoken(active=False)]
        if item.one_sided:
            either = item.left or item.right
            lines.append("Only one of the texts speaks of it" if either else "Neither text speaks of it")
        self.setToolTip("\n".join(lines))
        self._restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of its own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _name_font(self, weight: int) -> QFont:
        return self._appearance.interface_font(13, weight)

    def _count_font(self) -> QFont:
        return self._appearance.interface_font(12, 500)

    def sizeHint(self) -> QSize:
        """Return the size its contents need."""
        # As wide as when it is active, so that choosing a topic moves no chip.
        name = QFontMetricsF(self._name_font(650))
        width = 2 * _PAD + _GLYPH + _GAP + name.horizontalAdvance(self.item.name)
        if self.item.known:
            width += _GAP + self._counts_width()
        height = max(_HEIGHT, round(name.height()) + 10)
        return QSize(round(width + 0.5) + 2 * RING, height + 2 * RING)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size it can be used at."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        radius = body.height() / 2
        self._paint_pill(painter, body)
        grey = self.item.one_sided
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ink3) if grey else theme.topic(self.item.colour))
        x, middle = body.left() + _PAD, body.center().y()
        painter.drawPath(glyph_path(self.item.glyph, QPointF(x + _GLYPH / 2, middle), _GLYPH))
        x += _GLYPH + _GAP
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._name_font(650 if self._active else 500))
        painter.setPen(QColor(theme.ink2 if grey and not self._active else theme.ink))
        painter.drawText(QRectF(x, body.top(), body.width(), body.height()), left, self.item.name)
        if self.item.known:
            self._paint_counts(painter, body)
        if self.hasFocus():
            paint_focus_ring(painter, body, radius, theme.head)

    def _counts_width(self) -> float:
        digits = f"{self.item.left}{self.item.right}"
        return QFontMetricsF(self._count_font()).horizontalAdvance(digits) + 2 * _BAR + 1

    def _paint_counts(self, painter: QPainter, body: QRectF) -> None:
        theme = self._appearance.theme
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        place = QRectF(body)
        place.setLeft(body.right() - _PAD - self._counts_width())
        painter.setFont(self._count_font())
        painter.setPen(QColor(theme.ink if self._active else theme.ink2))
        painter.drawText(place, align, str(self.item.left))
        bar = place.left() + QFontMetricsF(self._count_font()).horizontalAdvance(str(self.item.left)) + _BAR
        painter.fillRect(QRectF(bar, body.center().y() - 5.5, 1, 11), QColor(theme.border))
        place.setLeft(bar + 1 + _BAR)
        painter.drawText(place, align, str(self.item.right))

    def _paint_pill(self, painter: QPainter, body: QRectF) -> None:
        theme = self._appearance.theme
        topic = theme.topic(self.item.colour)
        fill = QColor(theme.hover if self.under_pointer or self.isDown() else theme.card)
        pen = QPen(QColor(theme.border), 1)
        if self._active:
            pen = QPen(topic, 2)
            fill = QColor(theme.card)
        if self.item.one_sided:
            pen.setDashPattern([4 / pen.widthF(), 3 / pen.widthF()])
            fill = fill if self._active or self.under_pointer else QColor(theme.window)
        inset = pen.widthF() / 2
        pill = body.adjusted(inset, inset, -inset, -inset)
        painter.setPen(pen)
        painter.setBrush(fill)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        if self._active:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.topic_tint(self.item.colour, current=True))
            painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)


def glyph_icon(appearance: Appearance, item: TopicItem) -> QIcon:
    """Return a topic's glyph in its colour, for menus."""
    return appearance.glyph_icon(item.glyph, item.colour)
