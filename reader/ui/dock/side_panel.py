"""The side panel: tabs with counts, a slot for work in progress and one for banners, collapsible to a rail."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.controls import RING, Button, PaintedButton, paint_focus_ring

DEFAULT_WIDTH, MIN_WIDTH, MAX_WIDTH, RAIL_WIDTH = 320, 280, 420, 44
HEADER_HEIGHT = 54
_GRIP = 5
_TAB_ICON = 16
_BESIDE_TABS = 64  # the collapse button and the margins


@dataclass(slots=True)
class _Tab:
    key: str
    name: str
    icon: str
    keys: str
    count: int | None
    button: RailButton


class PanelTabs(QTabBar):
    """The tab bar: name, count, and a line under the active tab."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._advances: dict[tuple[str, int, int], int] = {}
        self._room = DEFAULT_WIDTH
        self.setDrawBase(False)
        self.currentChanged.connect(lambda _index: self._restyle())
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setAccessibleName("Side panel")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        appearance.recoloured.connect(self.update)

    def _restyle(self) -> None:
        # A tab bar measures its tabs only when it is told that one changed.
        self.setElideMode(self.elideMode())
        self.setIconSize(self.iconSize())
        self.updateGeometry()
        self.update()

    def _parts(self, index: int) -> tuple[str, str]:
        name, _, count = self.tabText(index).partition("\u2002")
        return name, count

    def _width(self, index: int, *, as_icon: bool) -> int:
        name, count = self._parts(index)
        first = _TAB_ICON if as_icon else self._advance(name, 13, 650)
        return first + (self._advance(count, 12, 400) + 6 if count else 0) + 16

    def _advance(self, words: str, size: int, weight: int) -> int:
        # The bar asks for the width of every tab a hundred times when one of them changes.
        key = (words, size, weight)
        if key not in self._advances:
            font = self._appearance.interface_font(size, weight)
            self._advances[key] = QFontMetrics(font).horizontalAdvance(words)
        return self._advances[key]

    def _is_icon(self, index: int) -> bool:
        """Tell whether a tab is shown by its icon: all but the active one, where the names don't fit side by side."""
        if index == self.currentIndex():
            return False
        return sum(self._width(each, as_icon=False) for each in range(self.count())) > self._room

    def set_room(self, width: int) -> None:
        """Say how wide the bar may become, in px."""
        if width != self._room:
            self._room = width
            self._restyle()

    def tabSizeHint(self, index: int) -> QSize:
        """Return the size of a tab."""
        return QSize(self._width(index, as_icon=self._is_icon(index)), HEADER_HEIGHT)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Return the smallest size of a tab."""
        return QSize(min(56, self._width(index, as_icon=True)), HEADER_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(self.count()):
            rect, active = QRectF(self.tabRect(index)), index == self.currentIndex()
            self._paint_tab(painter, index, rect.adjusted(8, 12, -8, 0), active=active)
            if active:
                painter.fillRect(QRectF(rect.left(), rect.bottom() - 2, rect.width(), 2), QColor(theme.head))
            if active and self.hasFocus():
                paint_focus_ring(painter, rect.adjusted(3, 16, -3, -8), 4, theme.head)

    def _paint_tab(self, painter: QPainter, index: int, body: QRectF, *, active: bool) -> None:
        theme = self._appearance.theme
        name, count = self._parts(index)
        font, small = self._appearance.interface_font(13, 650 if active else 500), self._appearance.interface_font(12)
        if self._is_icon(index):
            icon = self._appearance.pixmap(self.tabData(index), theme.ink2, _TAB_ICON, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(body.left(), body.center().y() - _TAB_ICON / 2), icon)
            body.setLeft(body.left() + _TAB_ICON + 6)
        else:
            count_width = QFontMetrics(small).horizontalAdvance(count) + 6 if count else 0
            room = round(max(24.0, body.width() - count_width + 1))
            shown = QFontMetrics(font).elidedText(name, Qt.TextElideMode.ElideRight, room)
            painter.setFont(font)
            painter.setPen(QColor(theme.ink if active else theme.ink2))
            painter.drawText(body, Qt.AlignmentFlag.AlignVCenter, shown)
            body.setLeft(body.left() + QFontMetrics(font).horizontalAdvance(shown) + 6)
        painter.setFont(small)
        painter.setPen(QColor(theme.ink2 if active else theme.ink3))
        painter.drawText(body, Qt.AlignmentFlag.AlignVCenter, count)


class RailButton(PaintedButton):
    """A tab as icon and count, on the rail."""

    def __init__(self, appearance: Appearance, icon: str, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self._icon = icon
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        return QSize(36, 30 + QFontMetrics(self._appearance.interface_font(11.5, 500)).height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked() or self.under_pointer:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.pressed if self.isChecked() else theme.hover))
            painter.drawRoundedRect(body, 6, 6)
        icon = self._appearance.pixmap(self._icon, theme.ink, 18, self.devicePixelRatioF())
        painter.drawPixmap(QRect(round(body.center().x() - 9), 7, 18, 18), icon)
        painter.setFont(self._appearance.interface_font(11.5, 650 if self.isChecked() else 500))
        painter.setPen(QColor(theme.ink if self.isChecked() else theme.ink2))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(body.adjusted(-4, 25, 4, 0), flags, self.text())
        if self.hasFocus() and self.shows_focus:
            paint_focus_ring(painter, body.adjusted(2, 2, -2, -2), 4, theme.head)


class Grip(QWidget):
    """The edge that is dragged, or moved with the arrow keys, to make the panel wider or narrower."""

    moved = Signal(int)  # px to the left since the last signal

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._at: int | None = None
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Width of the side panel")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Answer the pointer."""
        self._at = round(event.globalPosition().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self._at is not None:
            here = round(event.globalPosition().x())
            self.moved.emit(self._at - here)
            self._at = here

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Answer the pointer."""
        self._at = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this control."""
        step = {Qt.Key.Key_Left: 8, Qt.Key.Key_Right: -8}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        if self.hasFocus():
            QPainter(self).fillRect(QRect(0, 0, 2, self.height()), QColor(self._appearance.theme.head))


class SidePanel(QWidget):
    """Tabs beside the panes.

    The panel sets its own width: the window's layout gives it what it asks for.

    Signals:
        current_changed: The key of the tab now shown.
        collapsed_changed: Whether only the rail is shown.
        width_changed: The width of the open panel in px.
    """

    current_changed = Signal(str)
    collapsed_changed = Signal(bool)
    width_changed = Signal(int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._tabs: list[_Tab] = []
        self._width = DEFAULT_WIDTH
        self._collapsed = False
        self.setAccessibleName("Side panel")
        self.tabs = PanelTabs(appearance, self)
        self.collapse = Button(
            appearance, icon="panel-right-close", kind="flat", name="Collapse the side panel", keys="Ctrl+\\"
        )
        self.expand = Button(
            appearance, icon="panel-right-open", kind="flat", name="Show the side panel", keys="Ctrl+\\"
        )
        self._stack = QStackedWidget(self)
        self._slots = {"work": QVBoxLayout(), "banner": QVBoxLayout()}
        self._open, self._rail = QWidget(self), QWidget(self)
        self._build_open()
        self._build_rail()
        self._grip = Grip(appearance, self)
        self._grip.moved.connect(lambda step: self.set_panel_width(self._width + step))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._open)
        outer.addWidget(self._rail)
        self.tabs.currentChanged.connect(self._show_tab)
        self.collapse.clicked.connect(lambda: self.set_collapsed(True))
        self.expand.clicked.connect(lambda: self.set_collapsed(False))
        appearance.recoloured.connect(self.update)
        self._apply_width()

    def _build_open(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(6, 0, 12 - RING, 0)
        head.setSpacing(4)
        head.addWidget(self.tabs, 1, Qt.AlignmentFlag.AlignLeft)
        beside = QVBoxLayout()
        beside.setContentsMargins(0, 12, 0, 0)  # the tabs' words sit as much below the middle
        beside.addWidget(self.collapse, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(beside)
        column = QVBoxLayout(self._open)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        for slot in self._slots.values():
            slot.setContentsMargins(12, 0, 12, 0)
            column.addLayout(slot)
        column.addWidget(self._stack, 1)

    def _build_rail(self) -> None:
        self._rail_column = QVBoxLayout(self._rail)
        self._rail_column.setContentsMargins(4, 8, 3, 8)
        self._rail_column.setSpacing(8)
        self._rail_column.addWidget(self.expand, 0, Qt.AlignmentFlag.AlignHCenter)
        self._rail_column.addSpacing(8)
        self._rail_column.addStretch(1)
        self._rail.hide()

    # -- tabs ----------------------------------------------------------------------------------------------------

    def add_tab(self, key: str, name: str, icon: str, page: QWidget, keys: str = "") -> None:
        """Add a tab at the end.

        Args:
            key: What the program calls it.
            name: What readers call it.
            icon: A name of the icon set, for the rail.
            page: What it shows.
            keys: The keys that lead to it, for the tool tip.
        """
        button = RailButton(self._appearance, icon, self._rail)
        button.clicked.connect(lambda: self.show_tab(key))
        self._rail_column.insertWidget(self._rail_column.count() - 1, button)
        self._tabs.append(_Tab(key, name, icon, keys, None, button))
        self._stack.addWidget(page)
        self.tabs.setTabData(self.tabs.addTab(name), icon)
        self.set_count(key, None)

    def set_count(self, key: str, count: int | None) -> None:
        """Show a number beside a tab's name; None shows none."""
        index, tab = self._find(key)
        tab.count = count
        shown = f"{tab.name}, {count}" if count is not None else tab.name
        hint = f"{shown} ({tab.keys})" if tab.keys else shown
        self.tabs.setTabText(index, f"{tab.name}\u2002{count}" if count is not None else tab.name)
        self.tabs.setAccessibleTabName(index, shown)
        self.tabs.setTabToolTip(index, hint)
        tab.button.setText("" if count is None else str(count))
        tab.button.setAccessibleName(shown)
        tab.button.setToolTip(hint)
        tab.button.update()

    def _find(self, key: str) -> tuple[int, _Tab]:
        return next((index, tab) for index, tab in enumerate(self._tabs) if tab.key == key)

    @property
    def keys(self) -> list[str]:
        """The keys of all tabs."""
        return [tab.key for tab in self._tabs]

    @property
    def current(self) -> str:
        """The key of the tab shown last."""
        return self._tabs[self.tabs.currentIndex()].key if self._tabs else ""

    def show_tab(self, key: str) -> None:
        """Show a tab, opening the panel if only the rail is there."""
        self.set_collapsed(False)
        self.tabs.setCurrentIndex(self._find(key)[0])

    def _show_tab(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        for number, tab in enumerate(self._tabs):
            tab.button.setChecked(number == index)
        if 0 <= index < len(self._tabs):
            self.current_changed.emit(self._tabs[index].key)

    # -- slots ---------------------------------------------------------------------------------------------------

    def set_work_card(self, card: QWidget | None) -> None:
        """Show a card about long work above the tabs' contents; None removes it."""
        self._fill("work", card)

    def set_banner(self, banner: QWidget | None) -> None:
        """Show a banner above the tabs' contents; None removes it."""
        self._fill("banner", banner)

    def _fill(self, name: str, widget: QWidget | None) -> None:
        slot = self._slots[name]
        item = slot.itemAt(0)
        old = item.widget() if item is not None else None
        if old is widget:
            return
        if old is not None:
            slot.removeWidget(old)
            old.hide()
            old.setParent(None)
        if widget is not None:
            slot.addWidget(widget)
            widget.show()
        slot.setContentsMargins(12, 12 if widget is not None else 0, 12, 0)

    # -- width ---------------------------------------------------------------------------------------------------

    @property
    def collapsed(self) -> bool:
        """Whether only the rail is shown."""
        return self._collapsed

    def set_collapsed(self, collapsed: bool) -> None:  # a setter of one flag
        """Shrink to the rail, or open again; the focus stays inside."""
        if collapsed == self._collapsed:
            return
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self._collapsed = collapsed
        self._open.setVisible(not collapsed)
        self._rail.setVisible(collapsed)
        self._grip.setVisible(not collapsed)
        self._apply_width()
        if had_focus:
            (self.expand if collapsed else self.collapse).setFocus(Qt.FocusReason.OtherFocusReason)
        self.collapsed_changed.emit(collapsed)

    @property
    def panel_width(self) -> int:
        """The width of the open panel in px."""
        return self._width

    def set_panel_width(self, width: int) -> None:
        """Set the width of the open panel, kept between MIN_WIDTH and MAX_WIDTH."""
        width = min(MAX_WIDTH, max(MIN_WIDTH, width))
        if width != self._width:
            self._width = width
            self._apply_width()
            self.width_changed.emit(width)

    def _apply_width(self) -> None:
        self.setFixedWidth(RAIL_WIDTH if self._collapsed else self._width)
        self.tabs.set_room(self._width - _BESIDE_TABS)
        self._grip.setGeometry(0, 0, _GRIP, self.height())
        self._grip.raise_()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Fit the contents to the new size."""
        self._grip.setGeometry(0, 0, _GRIP, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.panel if not self._collapsed else theme.window))
        painter.setPen(QPen(QColor(theme.hairline), 1))
        painter.drawLine(0, 0, 0, self.height())
        if self._collapsed:
            y = self.expand.geometry().bottom() + 8
            painter.drawLine(QPoint(10, y), QPoint(self.width() - 10, y))
        else:
            painter.drawLine(QPointF(0, HEADER_HEIGHT - 0.5), QPointF(self.width(), HEADER_HEIGHT - 0.5))
