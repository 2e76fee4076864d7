"""The small buttons that stand on ribbons: score badge, edge chip, and the confirm and reject pair."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reader.domain.alignment import PairState
from reader.ui.appearance import Appearance
from reader.ui.gutter.ribbon_layout import BADGE_RADIUS, CURRENT_BADGE_RADIUS, Edge
from reader.ui.gutter.ribbon_pair import RibbonPair
from reader.ui.popups.controls import PaintedButton, paint_focus_ring

_HIT_RADIUS = 12.5  # a target of at least 24 px, though the disc is 23
_CHECK_RADIUS = 6.5
_RING_SPACE = 4  # around a disc, for the focus ring and the check


class RibbonButton(PaintedButton):
    """A button on the ribbons that answers Enter as well as Space and tells when the pointer comes and goes."""

    pointer_came = Signal()
    pointer_left = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Note that the pointer has come."""
        super().enterEvent(event)
        self.pointer_came.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Note that the pointer has gone."""
        super().leaveEvent(event)
        self.pointer_left.emit()


class RibbonBadge(RibbonButton):
    """The disc on a ribbon: score, or pen or cross, with a check where the pair is confirmed."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._pair: RibbonPair | None = None
        self._topic = QColor()
        self._current = False
        self._face = ""

    def show_pair(self, pair: RibbonPair, topic: QColor, *, current: bool) -> None:
        """Show a pair; does nothing where all of it is shown already."""
        if (pair, topic, current) == (self._pair, self._topic, self._current):
            return
        self._pair, self._topic, self._current = pair, topic, current
        self.setFixedSize(self.size_for(self.radius))
        self.update()

    @property
    def radius(self) -> float:
        """The disc's radius."""
        return CURRENT_BADGE_RADIUS if self._current else BADGE_RADIUS

    @staticmethod
    def size_for(radius: float) -> QSize:
        """Return the widget's size for a disc: room for the focus ring and the check."""
        side = 2 * round(radius + _RING_SPACE)
        return QSize(side, side)

    def centre_on(self, x: float, y: float) -> None:
        """Move so that the disc's centre lies at a point of the parent."""
        self.move(round(x - self.width() / 2), round(y - self.height() / 2))

    def hitButton(self, pos: QPoint) -> bool:
        """Return whether a press at this point counts."""
        centre = QPointF(self.width() / 2, self.height() / 2)
        offset = QPointF(pos) - centre
        return bool(QPointF.dotProduct(offset, offset) <= max(_HIT_RADIUS, self.radius) ** 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        if self._pair is None:
            return
        theme, state = self._appearance.theme, self._pair.state
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(self.width() / 2, self.height() / 2)
        rim = 2.0 if self._current else 1.25
        grey = state is PairState.REJECTED
        pen = QPen(QColor(theme.ink3) if grey else self._topic, rim)
        if state in (PairState.MADE, PairState.REJECTED):
            pen.setDashPattern([2.2, 1.8])
        painter.setPen(pen)
        painter.setBrush(QColor(theme.hover if self.under_pointer else theme.card))
        painter.drawEllipse(centre, self.radius - rim / 2, self.radius - rim / 2)
        disc = QRectF(centre.x() - self.radius, centre.y() - self.radius, 2 * self.radius, 2 * self.radius)
        if state in (PairState.MADE, PairState.REJECTED):
            name, colour = ("pencil", theme.ink) if state is PairState.MADE else ("x", theme.ink2)
            size = 14 if self._current else 12
            pixmap = self._appearance.pixmap(name, colour, size, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(centre.x() - size / 2, centre.y() - size / 2), pixmap)
        else:
            painter.setFont(self._appearance.interface_font(13 if self._current else 11, 650))
            painter.setPen(QColor(theme.ink))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(self._pair.shown_score))
        if self.hasFocus():
            paint_focus_ring(painter, disc, self.radius, theme.head)
        if state is PairState.CONFIRMED:
            self._paint_check(painter, centre)

    def _paint_check(self, painter: QPainter, centre: QPointF) -> None:
        theme = self._appearance.theme
        at = centre + QPointF(1, -1) * (self.radius * 0.76)
        painter.setPen(QPen(QColor(theme.card), 1))
        painter.setBrush(QColor(theme.confirmed))
        painter.drawEllipse(at, _CHECK_RADIUS, _CHECK_RADIUS)
        painter.setPen(QPen(QColor(theme.card), 1.6, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline([at + QPointF(-2.8, 0.2), at + QPointF(-0.8, 2.2), at + QPointF(2.8, -2.0)])


class EdgeChip(RibbonButton):
    """The pill at the gutter's top or bottom that names a passage off screen, such as "⌄ ¶ 28"."""

    HEIGHT = 24  # of the target; the pill drawn in it is 20
    _ICON = 10
    _PAD = 7
    _GAP = 3

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._edge = Edge.TOP
        self._label = ""
        self._state = PairState.COMPUTED
        self._strong: QColor | None = None

    def show_label(self, label: str, edge: Edge, state: PairState, strong: QColor | None) -> None:
        """Show a locator; `strong` is the topic colour for the chip of the current pair."""
        label = label.replace(" ", "\N{THIN SPACE}")
        shown = (label, edge, state, strong)
        if shown == (self._label, self._edge, self._state, self._strong):
            return
        self._label, self._edge, self._state, self._strong = shown
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size its contents need."""
        metrics = QFontMetrics(self._font(11))
        icons = 2 if self._mark() else 1
        width = metrics.horizontalAdvance(self._label) + icons * (self._ICON + self._GAP) + 2 * self._PAD
        return QSize(width, max(self.HEIGHT, metrics.height() + 8))

    def _font(self, size: int) -> QFont:
        return self._appearance.interface_font(size, 600)

    def _mark(self) -> str:
        return {PairState.MADE: "pencil", PairState.CONFIRMED: "check", PairState.REJECTED: "x"}.get(self._state, "")

    def _fitting(self) -> tuple[list[str], QFont]:
        """Return the icons before and after the label ("" for none) and the face with which all of it fits."""
        arrow = f"chevron-{'up' if self._edge is Edge.TOP else 'down'}"
        # Where the pill stands says up or down as well, so the arrow goes first, then the size of the type.
        for icons, size in (([arrow, self._mark()], 11), (["", self._mark()], 11), (["", self._mark()], 10)):
            taken = sum(self._ICON + self._GAP for icon in icons if icon) + 2 * self._PAD
            if QFontMetrics(self._font(size)).horizontalAdvance(self._label) + taken <= self.width():
                return icons, self._font(size)
        return ["", ""], self._font(9)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rim = 2.0 if self._strong is not None else 1.0
        pill = QRectF(self.rect()).adjusted(rim / 2, 2 + rim / 2, -rim / 2, -2 - rim / 2)
        painter.setPen(QPen(self._strong if self._strong is not None else QColor(theme.border), rim))
        painter.setBrush(QColor(theme.hover if self.under_pointer else theme.card))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        (before, after), font = self._fitting()
        inside = QRectF(self.rect()).adjusted(self._PAD, 0, -self._PAD, 0)
        top = (self.height() - self._ICON) / 2
        if before:
            painter.drawPixmap(QPointF(inside.left(), top), self._icon(before, theme.ink))
            inside.setLeft(inside.left() + self._ICON + self._GAP)
        if after:
            painter.drawPixmap(QPointF(inside.right() - self._ICON, top), self._icon(after, theme.ink))
            inside.setRight(inside.right() - self._ICON - self._GAP)
        painter.setPen(QColor(theme.ink))
        painter.setFont(font)
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, self._label)
        if self.hasFocus():
            # Inside the pill: chips stand close together and at the gutter's very edge.
            paint_focus_ring(painter, pill.adjusted(2, 2, -2, -2), pill.height() / 2 - 2, theme.head)

    def _icon(self, name: str, colour: str) -> QPixmap:
        return self._appearance.pixmap(name, colour, self._ICON, self.devicePixelRatioF())


class ReviewButton(RibbonButton):
    """Confirm or reject, 28 × 26."""

    def __init__(self, appearance: Appearance, icon: str, name: str, keys: str, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self._icon, self._confirms = icon, keys == "c"
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({keys})")
        self.setFixedSize(28, 26)
        # The same two acts are in the badge's menu, on the card and on keys: no extra stops on the way of Tab.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.under_pointer or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.pressed if self.isDown() else theme.hover))
            painter.drawEllipse(QPointF(14, 13), 13, 13)
        pixmap = self._appearance.pixmap(
            self._icon, theme.confirmed if self._confirms else theme.failure, 14, self.devicePixelRatioF()
        )
        painter.drawPixmap(QPointF(7, 6), pixmap)


class ReviewButtons(QWidget):
    """The pill with confirm and reject that comes under the badge the pointer is on."""

    confirm_clicked = Signal()
    reject_clicked = Signal()
    left = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.confirm = ReviewButton(appearance, "check", "Confirm the pair", "c", self)
        self.reject = ReviewButton(appearance, "x", "Reject the pair", "x", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 5)
        row.setSpacing(0)
        row.addWidget(self.confirm)
        row.addWidget(self.reject)
        self.confirm.clicked.connect(self.confirm_clicked)
        self.reject.clicked.connect(self.reject_clicked)
        self.resize(56, 33)
        self.hide()

    def leaveEvent(self, event: QEvent) -> None:
        """Note that the pointer has gone."""
        super().leaveEvent(event)
        self.left.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pill = QRectF(0.5, 0.5, self.width() - 1, 29)
        painter.setPen(Qt.PenStyle.NoPen)
        for drop, alpha in ((3.0, 14), (2.0, 22), (1.0, 30)):
            painter.setBrush(QColor(0, 0, 0, alpha))
            painter.drawRoundedRect(pill.translated(0, drop), 14.5, 14.5)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.card))
        painter.drawRoundedRect(pill, 14.5, 14.5)
