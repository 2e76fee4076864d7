"""The gutter's drawing area: lays the ribbons out at each scroll position and keeps their buttons in place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from reader.domain.alignment import LIKELY, PairState
from reader.ui.appearance import Appearance
from reader.ui.gutter.link_drawing import LinkDrawing
from reader.ui.gutter.link_painting import paint_link
from reader.ui.gutter.ribbon_button_pool import RibbonButtonPool
from reader.ui.gutter.ribbon_buttons import EdgeChip, ReviewButtons, RibbonBadge
from reader.ui.gutter.ribbon_layout import Badge, Chip, Extent, PairKey, Ribbon, RibbonLayout, Side, lay_out, pair_at
from reader.ui.gutter.ribbon_painting import paint_ribbons
from reader.ui.gutter.ribbon_pair import RibbonGeometry, RibbonPair
from reader.ui.spoken import spoken_place

# Long enough to move from a badge to the buttons below it, short enough not to linger.
_LEAVE_MS = 180
_MENU_LENGTH = 20


class RibbonCanvas(QWidget):
    """Ribbons, badges and chips of the pairs on screen, in the coordinates of the reading viewports."""

    pair_activated = Signal(object)
    confirm_requested = Signal(object)
    reject_requested = Signal(object)
    chip_activated = Signal(object, object)
    link_drawn = Signal(int, int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._geometry: RibbonGeometry | None = None
        self._pairs: dict[PairKey, tuple[int, RibbonPair]] = {}
        self._current: PairKey | None = None
        self._hovered: PairKey | None = None
        self._reviewed: PairKey | None = None
        self._colour: str | None = None
        self._show_rejected = False
        self._layout = RibbonLayout()
        self._drawing = LinkDrawing(self)
        self._drawing.changed.connect(self._link_changed)
        self._badges = RibbonButtonPool(self, self._new_badge)
        self._chips = RibbonButtonPool(self, self._new_chip)
        self._tab_chain: list[QWidget] = []
        self._review = ReviewButtons(appearance, self)
        self._review.confirm_clicked.connect(self._confirm_reviewed)
        self._review.reject_clicked.connect(self._reject_reviewed)
        self._leaving = QTimer(self, singleShot=True, interval=_LEAVE_MS)
        self._leaving.timeout.connect(self._end_hover)
        self._review.left.connect(self._leaving.start)
        self.setMouseTracking(True)
        self.setAccessibleName("Aligned passages")
        appearance.recoloured.connect(self._restyle)

    # -- what is shown -------------------------------------------------------------------------------------------

    @property
    def ribbon_layout(self) -> RibbonLayout:
        """What is drawn now."""
        return self._layout

    @property
    def pairs(self) -> dict[PairKey, tuple[int, RibbonPair]]:
        """The pairs with their ranks from 1."""
        return self._pairs

    def set_pairs(self, pairs: Sequence[RibbonPair]) -> None:
        """Show these pairs; their order is their rank."""
        self._pairs = {pair.key: (rank, pair) for rank, pair in enumerate(pairs, 1)}
        self.refresh()

    def set_current(self, key: PairKey | None) -> None:
        """Make a pair the current one."""
        if key != self._current:
            self._current = key
            self.refresh()

    def set_geometry(self, geometry: RibbonGeometry | None) -> None:
        """Ask these panes where passages are."""
        self._geometry = self._drawing.geometry = geometry
        self.refresh()

    def set_colour(self, colour: str | None) -> None:
        """Draw in a topic's colour (one of TOPIC_COLOURS), or in grey where no topic is active."""
        self._colour = colour
        self.refresh()

    def set_show_rejected(self, show: bool) -> None:
        """Show rejected pairs too, or only the current one of them."""
        self._show_rejected = show
        self.refresh()

    def refresh(self) -> None:
        """Lay out again; to be called when a pane has scrolled or laid out its text."""
        self._layout = self._lay_out()
        self._place_buttons()
        self.update()

    def _topic(self) -> QColor:
        theme = self._appearance.theme
        return theme.topic(self._colour) if self._colour is not None else QColor(theme.ink3)

    def _lay_out(self) -> RibbonLayout:
        geometry = self._geometry
        if geometry is None or not self._pairs:
            return RibbonLayout()
        lefts: dict[int, Extent | None] = {}
        rights: dict[int, Extent | None] = {}
        height = geometry.viewport_height
        ribbons = []
        for key, (_, pair) in self._pairs.items():
            if key != self._current and not self._is_drawn(pair):
                continue
            if key[0] not in lefts:
                lefts[key[0]] = geometry.left_extent(key[0])
            if key[1] not in rights:
                rights[key[1]] = geometry.right_extent(key[1])
            left, right = lefts[key[0]], rights[key[1]]
            if left is not None and right is not None:
                ribbons.append(Ribbon(key, left, right, pair.score, pair.state))
        return lay_out(ribbons, self.width(), height, self._current)

    def _is_drawn(self, pair: RibbonPair) -> bool:
        if pair.state is PairState.REJECTED:
            return self._show_rejected
        # The list goes on below what is likely; ribbons that far down would only hide the good ones.
        return pair.state is not PairState.COMPUTED or pair.score >= LIKELY

    # -- buttons -------------------------------------------------------------------------------------------------

    def _new_badge(self) -> RibbonBadge:
        badge = RibbonBadge(self._appearance, self)
        badge.clicked.connect(lambda: self._activate(self._badges.key_of(badge)))
        badge.pointer_came.connect(lambda: self._badge_hovered(badge))
        badge.pointer_left.connect(self._leaving.start)
        return badge

    def _new_chip(self) -> EdgeChip:
        chip = EdgeChip(self._appearance, self)
        chip.clicked.connect(lambda: self._chip_clicked(chip))
        chip.pointer_came.connect(lambda: self._chip_hovered(chip))
        chip.pointer_left.connect(self._leaving.start)
        return chip

    def _place_buttons(self) -> None:
        topic, count = self._topic(), len(self._pairs)
        badges = {badge.key: badge for badge in self._layout.badges}
        chips: dict[object, Chip] = {chip.edge if chip.more else chip.keys[0]: chip for chip in self._layout.chips}
        self._badges.keep(badges)
        self._chips.keep(chips)
        for key, place in badges.items():
            self._place_badge(self._badges.take(key), place, topic, count)
        for ident, chip in chips.items():
            self._place_chip(self._chips.take(ident), chip, topic)
        if self._reviewed is not None:
            self._place_review()
        self._order_tabs()

    def _place_badge(self, button: RibbonBadge, place: Badge, topic: QColor, count: int) -> None:
        rank, pair = self._pairs[place.key]
        button.show_pair(pair, topic, current=place.key == self._current)
        name = pair.accessible_name(rank, count)
        if name != button.accessibleName() or pair.description != button.accessibleDescription():
            button.setAccessibleName(name)
            button.setAccessibleDescription(pair.description)
            button.setToolTip(pair.tooltip(rank, count))
        button.centre_on(place.x, place.y)

    def _place_chip(self, button: EdgeChip, chip: Chip, topic: QColor) -> None:
        rank, pair = self._pairs[chip.keys[0]]
        if not chip.more:
            label = pair.label_left if chip.side is Side.LEFT else pair.label_right
            strong = topic if self._current in chip.keys else None
            button.show_label(label, chip.edge, pair.state, strong)
            name = f"Go to {chip.side} {spoken_place(label)}, off screen: " + pair.accessible_name(
                rank, len(self._pairs)
            )
            tooltip = f"Go to {label} on the {chip.side}\n" + pair.tooltip(rank, len(self._pairs))
        else:
            more = len(chip.keys)
            button.show_label(f"+{more}", chip.edge, PairState.COMPUTED, None)
            name = tooltip = f"{more} more pairs off screen"
        if name != button.accessibleName():
            button.setAccessibleName(name)
            button.setToolTip(tooltip)
        size = button.sizeHint().boundedTo(QSize(self.width(), button.sizeHint().height()))
        slack = self.width() - size.width()
        # Towards the side the passage is on, as far as the chip's width leaves room.
        x = max(0, slack - 4) if chip.side is Side.RIGHT else min(4, slack)
        button.setGeometry(x, round(chip.y - size.height() / 2), size.width(), size.height())

    def _order_tabs(self) -> None:
        """Let Tab go through chips and badges from top to bottom."""
        buttons: list[QWidget] = [*self._badges.shown(), *self._chips.shown()]
        buttons.sort(key=lambda button: (button.geometry().center().y(), button.x()))
        if buttons != self._tab_chain:
            self._tab_chain = buttons
            for first, second in zip([self, *buttons], buttons, strict=False):
                QWidget.setTabOrder(first, second)

    def _chip_clicked(self, button: EdgeChip) -> None:
        ident = self._chips.key_of(button)
        for chip in self._layout.chips:
            if not chip.more and chip.keys[0] == ident:
                self.chip_activated.emit(chip.keys[0], chip.side)
                return
            if chip.more and chip.edge == ident:
                menu = self._more_menu(chip)
                menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
                return

    def _more_menu(self, chip: Chip) -> QMenu:
        """List the pairs that one "+n" chip stands for, the strongest first."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key in chip.keys[:_MENU_LENGTH]:
            _, pair = self._pairs[key]
            action = menu.addAction(f"{pair.label_left} ↔ {pair.label_right}\t{pair.shown_score}")
            action.triggered.connect(lambda _=False, key=key: self.pair_activated.emit(key))
        return menu

    # -- pointer -------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold: what follows is a click or a link drawn by hand."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._drawing.press(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self._drawing.pressed:
            self._drawing.move(event.position())
            return
        key = self._pair_under(event.position())
        self._drawing.hover(event.position())
        self._set_hovered(key)
        if key is not None and key == self._current and self._layout.band is not None:
            self._start_review(key)
        elif self._reviewed is not None and not self._leaving.isActive():
            self._leaving.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish the link, or act on what was clicked."""
        if event.button() is not Qt.MouseButton.LeftButton or not self._drawing.pressed:
            return
        drawn, linked = self._drawing.active, self._drawing.release()
        if linked is not None:
            self.link_drawn.emit(*linked)
        elif not drawn and self.rect().contains(event.position().toPoint()):
            self._activate(self._pair_under(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Note that the pointer has gone."""
        super().leaveEvent(event)
        self._drawing.leave()
        self._leaving.start()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of what is under the pointer."""
        key = self._pair_under(QPointF(event.pos()))
        if key is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, signal in (
            ("Go to both passages", self.pair_activated),
            ("Confirm\tc", self.confirm_requested),
            ("Reject\tx", self.reject_requested),
        ):
            menu.addAction(text).triggered.connect(lambda _=False, signal=signal: signal.emit(key))
        menu.popup(event.globalPos())

    def _pair_under(self, point: QPointF) -> PairKey | None:
        return pair_at(self._layout, point.x(), point.y(), self.width())

    def _activate(self, key: object) -> None:
        if key is not None:
            self.pair_activated.emit(key)

    def _set_hovered(self, key: PairKey | None) -> None:
        if key != self._hovered:
            self._hovered = key
            pair = self._pairs.get(key) if key is not None else None
            self.setToolTip(pair[1].tooltip(pair[0], len(self._pairs)) if pair is not None else "")
            self._show_cursor()
            self.update()

    def _show_cursor(self) -> None:
        over = Qt.CursorShape.PointingHandCursor if self._hovered is not None else None
        shape = over or self._drawing.cursor if not self._drawing.active else self._drawing.cursor
        if shape is None:
            self.unsetCursor()
        else:
            self.setCursor(shape)

    def _link_changed(self) -> None:
        if self._drawing.active and self._hovered is not None:
            self._set_hovered(None)
            self._reviewed = None
            self._review.hide()
        self._show_cursor()
        self.update()

    def _badge_hovered(self, badge: RibbonBadge) -> None:
        key = self._badges.key_of(badge)
        for place in self._layout.badges:
            if place.key == key:
                self._set_hovered(place.key)
                self._start_review(place.key)

    def _chip_hovered(self, button: EdgeChip) -> None:
        ident = self._chips.key_of(button)
        self._set_hovered(next((stub.key for stub in self._layout.stubs if stub.key == ident), None))

    # -- confirm and reject under the pointer ------------------------------------------------------------------------

    def _start_review(self, key: PairKey) -> None:
        self._leaving.stop()
        if key != self._reviewed or not self._review.isVisible():
            self._reviewed = key
            self._place_review()

    def _place_review(self) -> None:
        place = next((badge for badge in self._layout.badges if badge.key == self._reviewed), None)
        if place is None:
            self._end_hover()
            return
        size = self._review.size()
        x = min(max(0.0, place.x - size.width() / 2), float(self.width() - size.width()))
        y = place.y + place.radius + 4
        if y + size.height() > self.height():
            y = place.y - place.radius - 2 - size.height()
        self._review.move(round(x), round(y))
        self._review.show()
        self._review.raise_()

    def _end_hover(self) -> None:
        if self._review.isVisible() and self._review.underMouse():
            return
        self._reviewed = None
        self._review.hide()
        if not self.underMouse():
            self._set_hovered(None)

    def _confirm_reviewed(self) -> None:
        if self._reviewed is not None:
            self.confirm_requested.emit(self._reviewed)

    def _reject_reviewed(self) -> None:
        if self._reviewed is not None:
            self.reject_requested.emit(self._reviewed)

    # -- Qt ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the contents to the new size."""
        super().resizeEvent(event)
        self._drawing.width = self.width()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Give up the link that was being drawn."""
        super().hideEvent(event)
        self._drawing.cancel()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.gutter))
        paint_ribbons(
            painter,
            self._layout,
            theme=theme,
            topic=self._topic(),
            width=self.width(),
            current=self._current,
            hovered=self._hovered,
        )
        paint_link(painter, self._drawing, theme, self._topic(), self.height())

    def _restyle(self) -> None:
        self.refresh()
        self._review.update()
