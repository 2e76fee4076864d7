"""Shift+F10 opens the context menu of what has the focus, where the system does not see to that itself."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget


class ContextMenuKey(QObject):
    """The Menu key gives a context menu event everywhere; Shift+F10 does so on Windows only.

    Args:
        window: Where the keys hold.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        if sys.platform != "win32":
            shortcut = QShortcut(QKeySequence("Shift+F10"), window)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(self._open)

    def _open(self) -> None:
        widget = QApplication.focusWidget()
        if widget is not None:
            middle = widget.rect().center()
            reason = QContextMenuEvent.Reason.Keyboard
            QApplication.sendEvent(widget, QContextMenuEvent(reason, middle, widget.mapToGlobal(middle)))
