"""The button of toolbar, gutter and messages: answers Enter as well as Space, and says why when it is disabled."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.controls import Button, ButtonKind


class CommandButton(Button):
    """A button of the design that can be unavailable for a reason.

    Args:
        appearance: Colours, faces and icons.
        text: Its words; with none it is an icon button and `name` is its accessible name and tooltip.
        icon: A name in resources/icons.
        kind: "primary", "outline", "flat" or "chip".
        name: What assistive technology and the tooltip say; the text if not given.
        keys: The keys that do the same.
        height: Of what is drawn, without the room for the focus ring.
        font_size: In logical pixels.
    """

    def __init__(
        self,
        appearance: Appearance,
        text: str = "",
        *,
        icon: str = "",
        kind: ButtonKind = "flat",
        name: str = "",
        keys: str = "",
        height: int = 32,
        font_size: float = 13,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            appearance,
            text,
            icon=icon,
            kind=kind,
            name=name,
            keys=keys,
            height=height,
            font_size=font_size,
            parent=parent,
        )
        self._usual_tooltip = self.toolTip()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_available(self, available: bool, reason: str = "") -> None:
        """Enable the button, or disable it with a tooltip that says why."""
        self.setEnabled(available)
        self.setToolTip(self._usual_tooltip if available or not reason else reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring whatever brought the focus: a press of the mouse never does."""
        super().focusInEvent(event)
        self.shows_focus = True
        self.update()
