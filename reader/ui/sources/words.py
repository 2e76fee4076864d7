"""Labels of cards: words in the window's colours and faces that wrap, and remarks with a sign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from reader.ui.appearance import Appearance
from reader.ui.pair_browser import Side
from reader.ui.palette import IN_SHEETS
from reader.ui.popups.controls import paint_side

Ink = Literal["ink", "ink2", "ink3", "caution"]
_ROLES: Mapping[Ink, str] = {"ink": IN_SHEETS.ink, "ink2": IN_SHEETS.ink2, "ink3": IN_SHEETS.ink3}


class Words(QLabel):
    """A label whose face and ink follow the appearance; HTML or plain text."""

    def __init__(
        self,
        appearance: Appearance,
        text: str = "",
        *,
        ink: Ink = "ink",
        size: float = 12.5,
        weight: int = 400,
        reading: bool = False,
        rich: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._ink: Ink = ink
        self.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setText(text)
        self.setFont(appearance.reading_font(size) if reading else appearance.interface_font(size, weight))
        self._restyle()
        if ink not in _ROLES:
            appearance.recoloured.connect(self._restyle)

    def minimumSizeHint(self) -> QSize:
        """Return the least size: what wraps takes its height from its width alone."""
        return QSize(0, self.fontMetrics().height()) if self.wordWrap() else super().minimumSizeHint()

    def _restyle(self) -> None:
        self.setStyleSheet(f"color: {_ROLES.get(self._ink) or getattr(self._appearance.theme, self._ink)};")


class SideMark(QWidget):
    """The mark of the left or the right document."""

    def __init__(self, appearance: Appearance, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._side = side
        self.setFixedSize(QSize(16, 16))
        self.setAccessibleName(f"{side.capitalize()} document")
        appearance.recoloured.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        paint_side(QPainter(self), QRectF(self.rect()), self._side, self._appearance.theme.ink2)


class Remark(QWidget):
    """A sentence to mind, with the sign of caution."""

    def __init__(self, appearance: Appearance, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._sign = QLabel()
        self.words = Words(appearance, text, ink="caution", size=12)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        appearance.recoloured.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme = self._appearance.theme
        self._sign.setPixmap(self._appearance.pixmap("triangle-alert", theme.caution, 14, self.devicePixelRatioF()))
