"""The toolbar of the main window, 48 px high; gives up labels before it gives up topics when the window is narrow."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.controls import RING
from reader.ui.status.command_button import CommandButton
from reader.ui.toolbar.find_field import FindField
from reader.ui.toolbar.linked_button import OFF, LinkedButton
from reader.ui.toolbar.topic_chip import TopicItem
from reader.ui.toolbar.topic_row import TopicRow

HEIGHT = 48
LABELS_FROM = 1360  # below this width the find field is short and Linked and Export have no words
_NEEDS_TWO = "Needs two open documents"


class ToolbarLine(QWidget):
    """The thin upright line between groups of buttons."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setFixedSize(7, 24)
        appearance.recoloured.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        QPainter(self).fillRect(3, 0, 1, 24, QColor(self._appearance.theme.hairline))


class Toolbar(QWidget):
    """Library, back and forward, topics, find, linked scrolling, export and the main menu.

    Signals:
        topic_chosen: Slug of the topic to make active.
        topic_step_requested: -1 or +1, to the previous or next topic.
        topic_new_requested: Make a topic.
        topic_menu_requested: A menu is wanted for a topic (its slug; "" beside the chips), at a global point.
        back_requested, forward_requested: Through the places visited.
        find_requested: What to find in both documents.
        find_left: The reader pressed Esc in the find field.
        linked_toggled: Whether linked scrolling is on, after a press on the button or a choice in its menu.
        linked_mode_chosen: "follow", "offset" or "off".

    Args:
        appearance: Colours, faces and icons.
    """

    topic_chosen = Signal(str)
    topic_step_requested = Signal(int)
    topic_new_requested = Signal()
    topic_menu_requested = Signal(str, QPoint)
    back_requested = Signal()
    forward_requested = Signal()
    find_requested = Signal(str)
    find_left = Signal()
    linked_toggled = Signal(bool)
    linked_mode_chosen = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._main_menu: QMenu | None = None
        self.library = CommandButton(appearance, "Library", icon="library-big", keys="Ctrl+Shift+L", parent=self)
        self.back = CommandButton(appearance, icon="chevron-left", name="Back", keys="Alt+Left", parent=self)
        self.forward = CommandButton(appearance, icon="chevron-right", name="Forward", keys="Alt+Right", parent=self)
        self.topics = TopicRow(appearance, self)
        self.find_field = FindField(appearance, self)
        self.linked = LinkedButton(appearance, self)
        self.export = CommandButton(appearance, "Export", icon="upload", keys="Ctrl+E", parent=self)
        self.menu = CommandButton(appearance, icon="menu", name="Menu", parent=self)
        self._lay_out()
        self._connect()
        self.set_history(back=False, forward=False)
        self.set_documents_open(False)
        appearance.recoloured.connect(self.update)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        # The buttons bring 3 px of their own for the focus ring.
        row.setContentsMargins(12 - RING, 0, 9 - RING, 1)
        row.setSpacing(1)
        row.addWidget(self.library)
        row.addWidget(ToolbarLine(self._appearance, self))
        row.addWidget(self.back)
        row.addWidget(self.forward)
        row.addWidget(ToolbarLine(self._appearance, self))
        row.addSpacing(2)
        row.addWidget(self.topics, 1)
        row.addWidget(self.find_field)
        row.addSpacing(3)
        row.addWidget(self.linked)
        row.addWidget(self.export)
        row.addWidget(self.menu)
        self.setFixedHeight(HEIGHT)
        chain: list[QWidget] = [self.library, self.back, self.forward, self.topics.previous]
        chain_end: list[QWidget] = [self.topics.new, self.find_field, self.linked, self.export, self.menu]
        for part in (chain, chain_end):
            for first, second in itertools.pairwise(part):
                QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_requested)
        self.forward.clicked.connect(self.forward_requested)
        self.topics.topic_chosen.connect(self.topic_chosen)
        self.topics.step_requested.connect(self.topic_step_requested)
        self.topics.new_requested.connect(self.topic_new_requested)
        self.topics.context_menu_requested.connect(self.topic_menu_requested)
        self.find_field.find_requested.connect(self.find_requested)
        self.find_field.left.connect(self.find_left)
        self.linked.mode_chosen.connect(self.linked_mode_chosen)
        self.linked.mode_chosen.connect(lambda mode: self.linked_toggled.emit(mode != OFF))
        self.menu.clicked.connect(self._open_main_menu)

    # -- what the window fills in --------------------------------------------------------------------------------

    def set_library_menu(self, menu: QMenu) -> None:
        """Give the Library button its menu, filled by the window."""
        self.library.set_menu(menu)

    def set_export_menu(self, menu: QMenu) -> None:
        """Give the Export button its menu, filled by the window."""
        self.export.set_menu(menu)

    def set_main_menu(self, menu: QMenu) -> None:
        """Give the menu button its menu, filled by the window."""
        self._main_menu = menu

    def set_topics(self, items: Sequence[TopicItem], active: str | None) -> None:
        """Show these topics with their counts; `active` is the slug of the active one, or None."""
        self.topics.set_topics(items, active)

    def set_history(self, *, back: bool, forward: bool) -> None:
        """Say whether there are places to go back and forward to."""
        self.back.set_available(back, "No earlier place to go back to")
        self.forward.set_available(forward, "No later place to go forward to")

    def set_documents_open(self, opened: bool) -> None:
        """Say whether two documents are open; find, new topics, linked scrolling and export need them."""
        for control in (self.find_field, self.linked, self.export):
            control.set_available(opened, _NEEDS_TWO)
        self.topics.set_can_make(opened)
        self.library.set_kind("flat" if opened else "outline")

    def set_linked_mode(self, mode: str) -> None:
        """Show the mode of linked scrolling: "follow", "offset" or "off"."""
        self.linked.set_mode(mode)

    def focus_find(self) -> None:
        """Put the cursor into the find field, with what it holds selected."""
        self.find_field.setFocus()
        self.find_field.selectAll()

    # -- Qt ------------------------------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size it can be used at."""
        return QSize(900, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the contents to the new size."""
        super().resizeEvent(event)
        narrow = self.width() < LABELS_FROM
        self.find_field.set_narrow(narrow=narrow)
        self.linked.set_words("" if narrow else "Linked")
        self.export.set_words("" if narrow else "Export")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.window))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(theme.hairline))

    def _open_main_menu(self) -> None:
        if self._main_menu is not None:
            corner = self.menu.mapToGlobal(QPoint(self.menu.width() - RING, self.menu.height() - RING + 4))
            self._main_menu.popup(corner - QPoint(self._main_menu.sizeHint().width(), 0))
