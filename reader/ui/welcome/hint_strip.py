"""The strip of the first start: the few keys one needs, below the toolbar until it is dismissed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reader.ui.appearance import Appearance
from reader.ui.status.command_button import CommandButton
from reader.ui.status.key_hints import KeyHint, KeyHints
from reader.ui.status.text_label import TextLabel

HEIGHT = 36
HINTS = (
    KeyHint(("j", "k"), "next / previous passage"),
    KeyHint(("o",), "its counterpart"),
    KeyHint((), "select text to highlight it"),
    KeyHint(("[", "]"), "other topics"),
    KeyHint(("?",), "all keys"),
)


class HintStrip(QWidget):
    """One line of hints with a close button.

    Signals:
        dismissed: The reader closed it; it hides itself.
    """

    dismissed = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.hints = KeyHints(appearance, centred=False, size=12)
        self.hints.set_hints(HINTS)
        self.close_button = CommandButton(appearance, icon="x", name="Close these hints", height=24)
        self.close_button.clicked.connect(self._dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(16)
        row.addWidget(TextLabel(appearance, "To begin", size=12, weight=650, wrap=False))
        row.addWidget(self.hints, 1)
        row.addWidget(self.close_button)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(f"To begin: {self.hints.accessibleName()}")
        appearance.recoloured.connect(self.update)

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.card))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(theme.hairline))
