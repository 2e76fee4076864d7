"""The Linked button: one press turns linked scrolling on or off, its chevron opens the three modes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.controls import RING
from reader.ui.status.command_button import CommandButton

FOLLOW, OFFSET, OFF = "follow", "offset", "off"  # as the reading session stores them
_MODES = (
    (FOLLOW, "Follow", "Linked scrolling: the other pane follows by meaning"),
    (OFFSET, "Locked offset", "Linked scrolling: both panes keep their distance"),
    (OFF, "Off", "Linked scrolling is off"),
)
_CHEVRON = 22


class LinkedButton(CommandButton):
    """Toggles Follow and Off; the menu holds Locked offset too.

    Signals:
        mode_chosen: "follow", "offset" or "off".
    """

    mode_chosen = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, "Linked", icon="link", name="Linked scrolling", keys="Ctrl+L", parent=parent)
        self.setCheckable(True)
        self._mode = FOLLOW
        self._modes = QMenu(self)
        self._actions: dict[str, QAction] = {}
        group = QActionGroup(self)
        for mode, text, help_text in _MODES:
            action = self._modes.addAction(text)
            action.setCheckable(True)
            action.setToolTip(help_text)
            action.triggered.connect(lambda _=False, mode=mode: self._choose(mode))
            group.addAction(action)
            self._actions[mode] = action
        self.set_menu(self._modes)
        self.set_mode(FOLLOW)

    @property
    def mode(self) -> str:
        """The mode shown."""
        return self._mode

    def set_mode(self, mode: str) -> None:
        """Show a mode."""
        self._mode = mode
        self.setChecked(mode != OFF)
        self._actions[mode].setChecked(True)
        self.set_symbol("link-2-off" if mode == OFF else "lock" if mode == OFFSET else "link")
        words = {mode: help_text for mode, _, help_text in _MODES}[mode]
        self.describe(words, "Ctrl+L")
        self._usual_tooltip = self.toolTip()
        if not self.isEnabled():
            self.set_available(available=False, reason="Linked scrolling needs two open documents")

    def set_menu(self, menu: QMenu) -> None:
        """Open a menu from the chevron, the context menu or Down; a press on the rest toggles."""
        self._menu = menu
        self.updateGeometry()

    def _padding(self) -> int:
        return 8

    def nextCheckState(self) -> None:
        """Toggle between Follow and Off."""
        self._choose(FOLLOW if self._mode == OFF else OFF)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the menu where the press ends on the chevron."""
        if event.position().x() >= self.width() - RING - _CHEVRON and self.rect().contains(event.position().toPoint()):
            self.setDown(False)
            self._open_modes()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the menu on Down."""
        if event.key() == Qt.Key.Key_Down:
            self._open_modes()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of what is under the pointer."""
        event.accept()
        self._open_modes()

    def _open_modes(self) -> None:
        self._modes.popup(self.mapToGlobal(QPoint(RING, self.height() - RING + 4)))

    def _choose(self, mode: str) -> None:
        self.set_mode(mode)
        self.mode_chosen.emit(mode)
