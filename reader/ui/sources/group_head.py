"""The heading of a group of sources, with a line to the edge; some can be folded."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.ringed_button import RingedButton
from reader.ui.sources.source_card import SourceGroup
from reader.ui.theme import Theme

_HEIGHT = 26
_FONT = (11.5, 650)


class GroupHead(RingedButton):
    """A heading such as "Cited by both · 2".

    Signals:
        fold_changed: It was folded (True) or unfolded.
    """

    fold_changed = Signal(bool)

    def __init__(
        self,
        appearance: Appearance,
        group: SourceGroup,
        count: int,
        *,
        folds: bool,
        folded: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, parent)
        self.source_group = group
        self.folds, self.folded = folds, folds and folded
        self.setText(f"{group} · {count}")
        state = (", folded" if self.folded else ", unfolded") if folds else ""
        self.setAccessibleName(f"{group}, {count}{state}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if folds else Qt.FocusPolicy.NoFocus)
        self.setEnabled(True)
        if folds:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.clicked.connect(lambda: self.fold_changed.emit(not self.folded))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        metrics = QFontMetrics(self._appearance.interface_font(*_FONT))
        return QSize(120, max(_HEIGHT, metrics.height() + 8))

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return self.sizeHint()

    def ring(self) -> tuple[QRectF, float]:
        """Return what the focus ring goes around, and its radius."""
        return QRectF(self.rect()).adjusted(2, 2, -2, -2), 4

    def paint_face(self, painter: QPainter, theme: Theme) -> None:
        """Draw what the button shows."""
        font = self._appearance.interface_font(*_FONT)
        painter.setFont(font)
        body, _ = self.ring()
        x = body.left()
        if self.folds:
            icon = "chevron-right" if self.folded else "chevron-down"
            pixmap = self._appearance.pixmap(icon, theme.ink2, 12, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(round(x), round(body.center().y() - 6)), pixmap)
            x += 16
        painter.setPen(QColor(theme.ink if self.folds and self.under_pointer else theme.ink2))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(x, body.top(), body.right() - x, body.height()), flags, self.text())
        x += QFontMetrics(font).horizontalAdvance(self.text()) + 8
        painter.setPen(QPen(QColor(theme.hairline), 1))
        if x < body.right():
            painter.drawLine(QPointF(x, body.center().y()), QPointF(body.right(), body.center().y()))
