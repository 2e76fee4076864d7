"""The dark notice after an act that can be undone: what was done, Undo, and for how long it is offered."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.ground import Ground
from reader.ui.status.link_button import LinkButton
from reader.ui.status.text_label import TextLabel
from reader.ui.theme import Theme

DURATION_MS = 8000
_MARGIN = 12


def _on_primary(theme: Theme) -> str:
    return theme.on_primary


def _faint_on_primary(theme: Theme) -> str:
    """Return a fainter text colour on the primary fill, at least 4.5 : 1."""
    return "#B9BFC7" if not theme.dark else "#4A4D55"


class Notice(Ground):
    """Stands above the lower left corner of its parent for eight seconds, longer while pointer or focus is on it.

    Signals:
        action_requested: The reader pressed its action.

    Args:
        appearance: Colours, faces and icons.
        parent: The widget it stands in.
        above: How far its lower edge stays from the parent's, such as the height of the status bar.
        duration: In milliseconds.
    """

    action_requested = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget, *, above: int = 0, duration: int = DURATION_MS) -> None:
        super().__init__(appearance, parent)
        self._host = parent
        self._above = above
        self._pointer_on = False
        self.text = TextLabel(appearance, size=13, colour=_on_primary, wrap=False)
        self.action = LinkButton(appearance, "Undo", size=13, weight=650, colour=_on_primary)
        self.keys = TextLabel(appearance, size=13, colour=_faint_on_primary, wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(8)
        row.addWidget(self.text)
        row.addWidget(self.action)
        row.addWidget(self.keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self, singleShot=True, interval=duration)
        self._timer.timeout.connect(self._end)
        self.action.clicked.connect(self._act)
        self.action.installEventFilter(self)
        parent.installEventFilter(self)
        self.hide()

    def show_notice(self, text: str, action: str = "Undo", keys: str = "Ctrl+Z") -> None:
        """Say what was done and offer an action; without `action` there is none.

        Args:
            text: Such as "Pair rejected".
            action: The words of the action.
            keys: The keys that do the same, as shown.
        """
        self.text.setText(text)
        self.action.set_words(action)
        self.action.setVisible(bool(action))
        self.keys.setText(keys)
        self.keys.setVisible(bool(action and keys))
        self.setAccessibleName(f"{text}. {action} {keys}".strip() if action else text)
        self.show()
        self._place()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def dismiss(self) -> None:
        """Take it away."""
        self._timer.stop()
        self.hide()

    def _act(self) -> None:
        self.dismiss()
        self.action_requested.emit()

    def _end(self) -> None:
        # Whoever is reaching for it must not lose it.
        if self._pointer_on or self.action.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _place(self) -> None:
        parent = self._host
        self.adjustSize()
        width = min(self.sizeHint().width(), parent.width() - 2 * _MARGIN)
        self.resize(width, self.sizeHint().height())
        self.move(_MARGIN, parent.height() - self._above - _MARGIN - self.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch the widgets it follows."""
        if event.type() == QEvent.Type.Resize and watched is self._host and self.isVisible():
            self._place()
        if event.type() == QEvent.Type.FocusOut and watched is self.action and self.isVisible():
            self._timer.start()
        return bool(super().eventFilter(watched, event))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Note that the pointer has come."""
        super().enterEvent(event)
        self._pointer_on = True
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Note that the pointer has gone."""
        super().leaveEvent(event)
        self._pointer_on = False
        self._timer.start()

    def colours(self, theme: Theme) -> tuple[str, str]:
        """Return fill and border."""
        return theme.primary, theme.border
