"""The card that stands where there is nothing to show: what is missing, why, and one next step."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.ground import Ground
from reader.ui.status.key_cap import KeyCap
from reader.ui.status.link_button import LinkButton
from reader.ui.status.text_label import TextLabel, ink2

_ICON = 18


class EmptyState(Ground):
    """Icon, title, text, and an action or a key.

    Signals:
        action_requested: The reader pressed the action.

    Args:
        appearance: Colours, faces and icons.
        icon: A name in resources/icons.
        title: What is missing.
        text: Why, or what to do.
        action: The words of the action, "" for none.
        key: A key that follows the text, "" for none.
    """

    action_requested = Signal()

    def __init__(
        self,
        appearance: Appearance,
        icon: str,
        title: str,
        text: str = "",
        *,
        action: str = "",
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, parent)
        self._icon = icon
        centre = Qt.AlignmentFlag.AlignHCenter
        self.title = TextLabel(appearance, title, size=13, weight=650)
        self.text = TextLabel(appearance, text, size=12.5, colour=ink2, wrap=not key)
        self.action = LinkButton(appearance, action)
        self.action.clicked.connect(self.action_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 18)
        column.setSpacing(6)
        column.addStretch(1)
        column.addSpacing(_ICON + 8)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.title)
        if key:
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addStretch(1)
            row.addWidget(self.text)
            row.addWidget(KeyCap(appearance, key))
            row.addStretch(1)
            column.addLayout(row)
        else:
            column.addWidget(self.text)
        column.addWidget(self.action, 0, centre)
        column.addStretch(1)
        self.text.setVisible(bool(text))
        self.action.setVisible(bool(action))
        self.setAccessibleName(" ".join(part for part in (f"{title}.", text, key) if part))

    def sizeHint(self) -> QSize:
        """Return the size its contents need."""
        return QSize(300, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, and the icon above the title."""
        super().paintEvent(event)
        painter = QPainter(self)
        icon = self._appearance.pixmap(self._icon, self._appearance.theme.ink2, _ICON, self.devicePixelRatioF())
        top = self.title.geometry().top() - _ICON - 10
        painter.drawPixmap(QPointF((self.width() - _ICON) / 2, max(8, top)), icon)
