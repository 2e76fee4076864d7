"""What a tab shows instead of a list: what is missing, why, and one next step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from reader.ui.appearance import Appearance
from reader.ui.palette import IN_SHEETS
from reader.ui.status.key_cap import KeyCap
from reader.ui.status.link_button import LinkButton


class EmptyView(QWidget):
    """Icon, title, sentence (with a key cap if a key helps), and a button for the next step."""

    action_triggered = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._icon_name = ""
        self._icon, self._title, self._text = QLabel(), QLabel(), QLabel()
        self._key = KeyCap(appearance, "")
        for label in (self._icon, self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(label is not self._icon)
        self.action = LinkButton(appearance, "")
        self.action.clicked.connect(self.action_triggered)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setFixedHeight(6)
        self._busy.setAccessibleName("In progress")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 48, 24, 24)
        column.setSpacing(8)
        column.addWidget(self._icon)
        column.addWidget(self._title)
        column.addWidget(self._text)
        for widget in (self._key, self.action):
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(widget)
            row.addStretch(1)
            column.addLayout(row)
        column.addWidget(self._busy)
        column.addStretch(1)
        self._text.setStyleSheet(f"color: {IN_SHEETS.ink2};")
        self._busy.setStyleSheet(
            f"QProgressBar {{ background: {IN_SHEETS.hairline}; border: 0; border-radius: 3px; }}"
            f"QProgressBar::chunk {{ background: {IN_SHEETS.primary}; border-radius: 3px; }}"
        )
        appearance.recoloured.connect(self._restyle)
        self._restyle()

    def show_message(
        self, icon: str, title: str, text: str, *, key: str = "", action: str = "", busy: bool = False
    ) -> None:
        """Say what is missing.

        Args:
            icon: A name of the icon set.
            title: What is missing.
            text: Why, in a sentence.
            key: A key that helps, shown as a cap.
            action: The words of the next step; none without it.
            busy: Whether work is going on that will fill the list.
        """
        self._icon_name = icon
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._key.set_key(key)
        self._key.setVisible(bool(key))
        self.action.set_words(action)
        self.action.setVisible(bool(action))
        self._busy.setVisible(busy)
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{text} {key}".strip())
        self._restyle()

    @property
    def title(self) -> str:
        """What it says first."""
        return self._title.text()

    def _restyle(self) -> None:
        theme = self._appearance.theme
        self._title.setFont(self._appearance.interface_font(13, 650))
        self._text.setFont(self._appearance.interface_font(12.5))
        if self._icon_name:
            pixmap = self._appearance.pixmap(self._icon_name, theme.ink3, 20, self.devicePixelRatioF())
            self._icon.setPixmap(pixmap)
