"""The head of a pane: whose text it is, the section at hand, and how far the reader is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.controls import paint_side
from reader.ui.reading.marks import Side

HEIGHT = 54
MARGIN = 16
TITLE_LEFT = 38
FIRST_BASELINE, SECOND_BASELINE = 23, 42
SEPARATOR = " › "
CHEVRON = 12
SWITCH_TOP, SWITCH_MARGIN = 3, 8
LEAST_TITLE = 80  # pixels; with less room the byline goes


class Breadcrumb(QAbstractButton):
    """The titles of the sections at hand; pressed, it opens the outline."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._titles: tuple[str, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_titles(self, titles: Sequence[str]) -> None:
        """Show the titles, outermost first."""
        self._titles = tuple(titles)
        path = SEPARATOR.join(self._titles)
        self.setAccessibleName(f"Section: {path}" if path else "Outline")
        self.setToolTip(f"{path}\nOpen the outline" if path else "Open the outline")
        self.updateGeometry()
        self.update()

    @property
    def text_shown(self) -> str:
        """The whole path."""
        return SEPARATOR.join(self._titles) or "Outline"

    def sizeHint(self) -> QSize:
        """Return the room for the whole path."""
        outer, last = self._parts()
        width = self._metrics(400).horizontalAdvance(outer) + self._metrics(500).horizontalAdvance(last)
        return QSize(round(width) + CHEVRON + 14, 24)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _parts(self) -> tuple[str, str]:
        if not self._titles:
            return "", "Outline"
        return "".join(f"{title}{SEPARATOR}" for title in self._titles[:-1]), self._titles[-1]

    def _metrics(self, weight: int) -> QFontMetricsF:
        return QFontMetricsF(self._appearance.interface_font(12, weight))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the path; where room is short the outer titles are cut first, but not away."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.width() - CHEVRON - 14
        outer, last = self._parts()
        light, strong = self._metrics(400), self._metrics(500)
        inner_width = strong.horizontalAdvance(last)
        outer_room = min(light.horizontalAdvance(outer), max(room * 0.3, room - inner_width))
        if light.horizontalAdvance(outer) > outer_room + 0.5:
            tail = light.horizontalAdvance(SEPARATOR)
            cut = light.elidedText(outer.removesuffix(SEPARATOR), Qt.TextElideMode.ElideRight, outer_room - tail)
            outer = f"{cut}{SEPARATOR}"
        last = strong.elidedText(last, Qt.TextElideMode.ElideRight, room - light.horizontalAdvance(outer) + 1)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.pressed if self.isDown() else theme.hover))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0, 1, 0, -1), 4, 4)
        baseline, x = 16.0, 4.0
        painter.setFont(self._appearance.interface_font(12))
        painter.setPen(QColor(theme.ink2))
        painter.drawText(QRectF(x, 0, self.width(), baseline + 3), Qt.AlignmentFlag.AlignBottom, outer)
        x += light.horizontalAdvance(outer)
        painter.setFont(self._appearance.interface_font(12, 500))
        painter.setPen(QColor(theme.ink))
        painter.drawText(QRectF(x, 0, self.width(), baseline + 3), Qt.AlignmentFlag.AlignBottom, last)
        x += strong.horizontalAdvance(last) + 4
        icon = self._appearance.pixmap("chevron-down", theme.ink2, CHEVRON, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(round(x), 6), icon)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.head), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)


class PaneHeader(QWidget):
    """Side, title, author and year; section path and position below.

    Signals:
        outline_requested: The breadcrumb was pressed.
    """

    outline_requested = Signal()

    def __init__(self, side: Side, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side: Side = side
        self._appearance = appearance
        self._title, self._byline, self._position = "", "", ""
        self._active = False
        self.breadcrumb = Breadcrumb(appearance, self)
        self.breadcrumb.clicked.connect(self.outline_requested)
        self.breadcrumb.hide()
        self._switch: QWidget | None = None
        self.setFixedHeight(HEIGHT)
        appearance.recoloured.connect(self.update)

    def set_switch(self, switch: QWidget) -> None:
        """Take a widget into the upper line's end; hidden, it leaves its room to the title."""
        self._switch = switch
        switch.setParent(self)
        switch.installEventFilter(self)

    def set_document(self, title: str, byline: str) -> None:
        """Show whose text it is; both empty without a document."""
        self._title, self._byline = title, byline
        self.setToolTip(f"{title} · {byline}" if byline else title)
        self.setAccessibleName(f"{self._side.capitalize()}: {title}")
        self.breadcrumb.setVisible(bool(title))
        self.update()

    def set_place(self, titles: Sequence[str], position: str) -> None:
        """Show the section path and the position, such as "¶ 61 of 97 · 66 %"."""
        if position != self._position:
            self._position = position
            self.update()
        self.breadcrumb.set_titles(titles)
        self._lay_out()

    @property
    def position(self) -> str:
        """The position shown."""
        return self._position

    def set_active(self, active: bool) -> None:
        """Mark the pane that has the keyboard, or had it last."""
        self._active = active
        self.update()

    def _lay_out(self) -> None:
        metrics = QFontMetricsF(self._appearance.interface_font(11.5))
        room = self.width() - 2 * MARGIN - round(metrics.horizontalAdvance(self._position)) - 12
        if self._switch is not None:
            hint = self._switch.sizeHint()
            self._switch.setGeometry(
                self.width() - SWITCH_MARGIN - hint.width(), SWITCH_TOP, hint.width(), hint.height()
            )
        self.breadcrumb.setGeometry(MARGIN - 4, 26, max(40, min(self.breadcrumb.sizeHint().width(), room + 4)), 24)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room for the switch when it changes."""
        changes = {QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest}
        if watched is self._switch and event.type() in changes:
            self._lay_out()
        return super().eventFilter(watched, event)

    def _switch_width(self) -> int:
        shown = self._switch is not None and self._switch.isVisibleTo(self)
        return self._switch.width() if shown and self._switch is not None else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the path to the new width."""
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.panel))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), QColor(theme.hairline))
        if self._active:
            painter.fillRect(QRectF(0, 0, self.width(), 2), QColor(theme.head))
        if not self._title:
            return
        paint_side(painter, QRectF(MARGIN - 1, 10, 16, 16), self._side, theme.ink)
        byline_font, title_font = self._appearance.interface_font(13), self._appearance.reading_font(14.5, bold=True)
        metrics, byline_metrics = QFontMetricsF(title_font), QFontMetricsF(byline_font)
        room = self.width() - TITLE_LEFT - MARGIN - self._switch_width()
        byline = f"· {self._byline}" if self._byline else ""
        byline_room = byline_metrics.horizontalAdvance(byline) + 8 if byline else 0
        if room - byline_room < LEAST_TITLE:  # the tool tip has it
            byline, byline_room = "", 0
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, max(0.0, room - byline_room))
        painter.setFont(title_font)
        painter.setPen(QColor(theme.ink))
        painter.drawText(TITLE_LEFT, FIRST_BASELINE, title)
        painter.setFont(byline_font)
        painter.setPen(QColor(theme.ink2))
        painter.drawText(round(TITLE_LEFT + metrics.horizontalAdvance(title) + 8), FIRST_BASELINE, byline)
        position_font = self._appearance.interface_font(11.5)
        painter.setFont(position_font)
        width = QFontMetricsF(position_font).horizontalAdvance(self._position)
        painter.drawText(round(self.width() - MARGIN - width), SECOND_BASELINE, self._position)
