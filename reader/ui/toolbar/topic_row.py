"""The row of topic chips: as many as fit, the others in a "+n" menu, and a step to either side."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.controls import RING
from reader.ui.popups.ringed_button import RingedButton
from reader.ui.status.command_button import CommandButton
from reader.ui.status.key_cap import paint_key_cap
from reader.ui.theme import Theme
from reader.ui.toolbar.topic_chip import TopicChip, TopicItem, glyph_icon

NO_TOPICS = "Topics appear here once two documents are open"
_SPACING = 6 - 2 * RING  # between the widgets, whose rings' room overlaps


class StepKey(RingedButton):
    """A key cap that is also a button: the key's name shows, and pressing it does what the key does."""

    def __init__(self, appearance: Appearance, key: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._key = key
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({key})")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(26, 26)

    def hover(self) -> tuple[QRectF, float]:
        """Fill all of it while the pointer is on it."""
        return QRectF(self.rect()), 6

    def ring(self) -> tuple[QRectF, float]:
        """Return what the focus ring goes around, and its radius."""
        return QRectF(4, 4, 18, 18), 4

    def paint_face(self, painter: QPainter, theme: Theme) -> None:
        """Draw what the button shows."""
        cap, _ = self.ring()
        paint_key_cap(painter, cap, theme)
        painter.setFont(self._appearance.interface_font(11, 500))
        painter.setPen(QColor(theme.ink2))
        painter.drawText(cap.adjusted(0, 0, 0, -1), Qt.AlignmentFlag.AlignCenter, self._key)


class MoreButton(CommandButton):
    """The "+n" pill, with the padding of a short word."""

    def _padding(self) -> int:
        return 9


class TopicRow(QWidget):
    """Chips of all topics, or a sentence in their place while there are none.

    Signals:
        topic_chosen: The slug of the chip or menu entry that was pressed.
        step_requested: -1 or +1, to the previous or next topic.
        new_requested: Make a topic.
        context_menu_requested: A menu is wanted for a topic (its slug; "" beside the chips), at a global point.
    """

    topic_chosen = Signal(str)
    step_requested = Signal(int)
    new_requested = Signal()
    context_menu_requested = Signal(str, QPoint)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._items: tuple[TopicItem, ...] = ()
        self._active: str | None = None
        self._message = NO_TOPICS
        self._chips: list[TopicChip] = []
        self.previous = StepKey(appearance, "[", "Previous topic", self)
        self.next = StepKey(appearance, "]", "Next topic", self)
        self.previous.clicked.connect(lambda: self.step_requested.emit(-1))
        self.next.clicked.connect(lambda: self.step_requested.emit(1))
        self.more = MoreButton(appearance, "+1", kind="chip", name="More topics", height=30, parent=self)
        self._menu = QMenu(self)
        self.more.set_menu(self._menu)
        self.new = CommandButton(appearance, icon="plus", name="New topic", height=30, parent=self)
        self.new.clicked.connect(self.new_requested)
        self._can_make = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("Topics")
        self._arrange()
        appearance.recoloured.connect(self._recolour)

    # -- what is shown -------------------------------------------------------------------------------------------

    def set_topics(self, items: Sequence[TopicItem], active: str | None) -> None:
        """Show these topics, one of them active (its slug) or none."""
        items = tuple(items)
        while len(self._chips) > len(items):
            chip = self._chips.pop()
            chip.hide()
            chip.deleteLater()
        for item in items[len(self._chips) :]:
            chip = TopicChip(self._appearance, item, self)
            chip.clicked.connect(lambda _=False, chip=chip: self.topic_chosen.emit(chip.item.slug))
            self._chips.append(chip)
        self._items, self._active = items, active
        for chip, item in zip(self._chips, items, strict=True):
            chip.show_item(item, active=item.slug == active)
        self._order_tabs()
        self._arrange()

    def set_can_make(self, can_make: bool) -> None:  # a setter of one flag
        """Offer to make a topic, or not: without documents there is nothing to find terms in."""
        self._can_make = can_make
        self._arrange()

    def set_message(self, text: str) -> None:
        """Say something else where the topics would be."""
        self._message = text
        self.update()

    @property
    def visible_slugs(self) -> tuple[str, ...]:
        """The topics that have a chip now, in order."""
        return tuple(chip.item.slug for chip in self._chips if not chip.isHidden())

    @property
    def hidden_items(self) -> tuple[TopicItem, ...]:
        """The topics in the "+n" menu."""
        return tuple(chip.item for chip in self._chips if chip.isHidden())

    # -- layout --------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Return the size its contents need."""
        return QSize(400, 30 + 2 * RING)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size it can be used at."""
        return QSize(180, 30 + 2 * RING)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the contents to the new size."""
        super().resizeEvent(event)
        self._arrange()

    def _recolour(self) -> None:
        self._fill_menu()
        self.update()

    def _arrange(self) -> None:
        for button in (self.previous, self.next):
            button.setVisible(bool(self._items))
        shown = self._fitting()
        for chip in self._chips:
            chip.setVisible(chip in shown)
        hidden = len(self._chips) - len(shown)
        self.more.setVisible(hidden > 0)
        self.more.set_words(f"+{hidden}")
        self.more.setAccessibleName(f"{hidden} more topics")
        self._fill_menu()
        self.new.setVisible(self._can_make)
        row: list[QWidget] = [self.previous, *shown, *([self.more] if hidden else []), self.next]
        row = (row if self._items else []) + ([self.new] if self._can_make else [])
        x = 0
        for widget in row:
            size = widget.sizeHint() if not isinstance(widget, StepKey) else widget.size()
            gap = _SPACING if isinstance(widget, TopicChip | CommandButton) else 0
            x += gap
            widget.setGeometry(x, (self.height() - size.height()) // 2, size.width(), size.height())
            x += size.width() + (2 if isinstance(widget, StepKey) else 0)
            if widget in (self.more, *shown[-1:]):
                x += 2
        self.update()

    def _fitting(self) -> list[TopicChip]:
        """Return the chips there is room for: from the first on, and always the active one."""
        room = self.width() - 2 * (self.previous.width() + 3)
        room -= self.new.sizeHint().width() + _SPACING if self._can_make else 0
        widths = {chip: chip.sizeHint().width() + _SPACING for chip in self._chips}
        if sum(widths.values()) <= room:
            return list(self._chips)
        room -= self.more.sizeHint().width() + 2
        active = [chip for chip in self._chips if chip.active]
        shown: list[TopicChip] = []
        taken = sum(widths[chip] for chip in active)
        for chip in self._chips:
            if chip in active:
                continue
            if taken + widths[chip] > room:
                break
            shown.append(chip)
            taken += widths[chip]
        return sorted([*shown, *active], key=self._chips.index)

    def _fill_menu(self) -> None:
        self._menu.clear()
        for item in self.hidden_items:
            action = self._menu.addAction(
                glyph_icon(self._appearance, item), f"{item.name}\t{item.left} | {item.right}"
            )
            action.setToolTip(item.spoken(active=False))
            action.triggered.connect(lambda _=False, slug=item.slug: self.topic_chosen.emit(slug))

    def _order_tabs(self) -> None:
        chain: list[QWidget] = [self.previous, *self._chips, self.more, self.next, self.new]
        for first, second in itertools.pairwise(chain):
            QWidget.setTabOrder(first, second)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the chip under the pointer, or of the one with the focus."""
        event.accept()
        chip = next(
            (chip for chip in self._chips if not chip.isHidden() and chip.geometry().contains(event.pos())), None
        )
        place = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard and chip is not None:
            place = chip.mapToGlobal(QPoint(RING, chip.height() - RING + 4))
        self.context_menu_requested.emit(chip.item.slug if chip is not None else "", place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        if self._items:
            return
        painter = QPainter(self)
        painter.setFont(self._appearance.interface_font(12.5))
        painter.setPen(QColor(self._appearance.theme.ink2))
        room = self.rect().adjusted(4 + (self.new.width() if self._can_make else 0), 0, -4, 0)
        words = painter.fontMetrics().elidedText(self._message, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
