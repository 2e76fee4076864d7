"""The banner on the pane or panel concerned: what happened, what is safe, and one or two things to do."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.controls import ButtonKind
from reader.ui.status.command_button import CommandButton
from reader.ui.status.link_button import LinkButton
from reader.ui.status.text_label import TextLabel, ink2

_ICON = 16
_TEXT_LEFT = 43
_SIDE_BY_SIDE_FROM = 560  # narrower banners put their buttons below the text


class Severity(StrEnum):
    """How bad it is; says the bar's colour and the icon."""

    ERROR = "error"
    CAUTION = "caution"


class Banner(QWidget):
    """Title, text, details on request, and actions.

    Signals:
        closed: The reader closed it; it hides itself.

    Args:
        appearance: Colours, faces and icons.
        severity: Error or caution.
        title: What happened, in a few words.
        text: What is safe and what to do.
        details: Shown on request; "" for none.
        closable: Whether it has a close button.
    """

    closed = Signal()

    def __init__(
        self,
        appearance: Appearance,
        severity: Severity,
        title: str,
        text: str = "",
        *,
        details: str = "",
        closable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._severity = severity
        self.title = TextLabel(appearance, title, size=13, weight=650)
        self.text = TextLabel(appearance, text, size=12.5, colour=ink2)
        self.details_link = LinkButton(appearance, "Show details", size=12, colour=ink2)
        self.details_link.clicked.connect(self._toggle_details)
        self.details = TextLabel(appearance, details, size=12, colour=ink2)
        self.details.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.details.hide()
        self._buttons: list[CommandButton] = []
        self._actions = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._actions.setSpacing(4)
        self.close_button = CommandButton(appearance, icon="x", name="Close this message", height=24)
        self.close_button.clicked.connect(self._close)
        self._lay_out()
        # Not before they have their place: what has no parent would show as a window of its own.
        self.text.setVisible(bool(text))
        self.details_link.setVisible(bool(details))
        self.close_button.setVisible(closable)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(f"{title}. {text}".strip())
        appearance.recoloured.connect(self.update)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.text)
        words.addWidget(self.details_link, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self.details)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(6)
        self._body.addLayout(words, 1)
        self._body.addLayout(self._actions)
        self._body.setAlignment(self._actions, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(_TEXT_LEFT, 10, 8, 12)
        row.setSpacing(4)
        row.addLayout(self._body, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)

    def add_action(self, text: str, *, primary: bool = False) -> CommandButton:
        """Add a button; connect to its `clicked`."""
        kind: ButtonKind = "primary" if primary else "outline"
        button = CommandButton(self._appearance, text, kind=kind, height=28, font_size=12.5)
        self._buttons.append(button)
        self._actions.addWidget(button)
        return button

    def announce(self) -> None:
        """Tell screen readers that it is there."""
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _toggle_details(self) -> None:
        shown = self.details.isHidden()
        self.details.setVisible(shown)
        self.details_link.set_words("Hide details" if shown else "Show details")

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the contents to the new size."""
        super().resizeEvent(event)
        along, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        wide = self.width() >= _SIDE_BY_SIDE_FROM
        self._body.setDirection(along if wide else down)
        buttons = [button.sizeHint().width() for button in self._buttons]
        room = self.width() - _TEXT_LEFT - self.close_button.sizeHint().width() - 12
        self._actions.setDirection(along if sum(buttons) + 4 * len(buttons) <= room else down)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        colour = QColor(theme.failure if self._severity is Severity.ERROR else theme.caution)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(frame, 8, 8)
        painter.fillPath(outline, QColor(theme.card))
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(QRectF(0, 0, 4, self.height()), colour)
        painter.restore()
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawPath(outline)
        painter.fillRect(QRectF(0, 8, 4, self.height() - 16), colour)
        icon = self._appearance.pixmap("triangle-alert", colour.name(), _ICON, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(17, 12), icon)
