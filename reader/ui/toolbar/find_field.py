"""The field that finds in both documents, with its key on it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from reader.ui.appearance import Appearance
from reader.ui.palette import IN_SHEETS
from reader.ui.status.key_cap import paint_key_cap

_WIDE, _NARROW = 196, 150
_CAP = 18


class FindField(QLineEdit):
    """A search field with a magnifier and the "/" key cap; Enter searches, Esc leaves it.

    Signals:
        find_requested: What to find, on Enter.
        left: Esc was pressed; the reader wants back to the text.
    """

    find_requested = Signal(str)
    left = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setFixedHeight(32)
        self.setAccessibleName("Find in both documents")
        self.setToolTip("Find in both documents (/)")
        self.set_narrow(narrow=False)
        self.returnPressed.connect(lambda: self.find_requested.emit(self.text()))
        self.textChanged.connect(lambda _: self._fit_margins())
        self._restyle()

    def set_narrow(self, *, narrow: bool) -> None:
        """Be shorter, in width and words."""
        self.setPlaceholderText("Find" if narrow else "Find in both documents")
        metrics = QFontMetrics(self._appearance.interface_font(13))
        needed = metrics.horizontalAdvance(self.placeholderText()) + 30 + _CAP + 16
        self.setFixedWidth(max(_NARROW if narrow else _WIDE, needed))

    def set_available(self, available: bool, reason: str = "") -> None:
        """Enable the field, or disable it with a tooltip that says why."""
        self.setEnabled(available)
        self.setToolTip("Find in both documents (/)" if available else reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the field on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        theme = self._appearance.theme
        icon = self._appearance.pixmap("search", theme.ink2, 15, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(10, (self.height() - 15) / 2), icon)
        if self._cap_shown():
            cap = QRectF(self.width() - _CAP - 8, (self.height() - _CAP) / 2, _CAP, _CAP)
            paint_key_cap(painter, cap, theme)
            painter.setFont(self._appearance.interface_font(11, 500))
            painter.setPen(QColor(theme.ink2))
            painter.drawText(cap.adjusted(0, 0, 0, -1), Qt.AlignmentFlag.AlignCenter, "/")

    def _cap_shown(self) -> bool:
        return not self.text()

    def _fit_margins(self) -> None:
        self.setTextMargins(20, 0, _CAP + 2 if self._cap_shown() else 0, 0)

    def _restyle(self) -> None:
        theme = IN_SHEETS
        self.setFont(self._appearance.interface_font(13))
        self._fit_margins()
        # The field's own sheet, for the focus border that keeps the text where it is.
        self.setStyleSheet(
            f"QLineEdit {{ background: {theme.card}; color: {theme.ink}; border: 1px solid {theme.input_border};"
            f" border-radius: 6px; padding: 0 8px; placeholder-text-color: {theme.ink3};"
            f" selection-background-color: {theme.selection}; selection-color: {theme.ink}; }}"
            f"QLineEdit:focus {{ border: 2px solid {theme.head}; padding: 0 7px; }}"
            f"QLineEdit:disabled {{ background: {theme.window}; border-color: {theme.border}; }}"
        )
