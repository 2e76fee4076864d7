"""A heading in the reading face with a line height of its own, since the face's is too tall for headings."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.ui.appearance import Appearance

_LINE = 1.32  # em


class TitleLabel(QWidget):
    """A bold serif heading, wrapped to its width.

    Args:
        appearance: Colours, faces and icons.
        text: The heading.
        size: In logical pixels.
    """

    def __init__(self, appearance: Appearance, text: str, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._text, self._size = text, size
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(text)
        appearance.recoloured.connect(self.update)

    def hasHeightForWidth(self) -> bool:
        """Return whether its height depends on its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height its text needs at a width."""
        return round(self._lines(width).lineCount() * self._pitch())

    def sizeHint(self) -> QSize:
        """Return the size its contents need."""
        return QSize(260, self.heightForWidth(max(260, self.width())))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size it can be used at."""
        return QSize(120, round(self._pitch()))

    def _pitch(self) -> float:
        return self._size * _LINE

    def _font(self) -> QFont:
        return self._appearance.reading_font(self._size, bold=True)

    def _lines(self, width: float) -> QTextLayout:
        layout = QTextLayout(self._text, self._font())
        layout.setTextOption(QTextOption())
        layout.beginLayout()
        y = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(40.0, width))
            # The face's own line box is taller than the pitch; half of the surplus lies above the letters.
            line.setPosition(QPointF(0, y - (line.height() - self._pitch()) / 2))
            y += self._pitch()
        layout.endLayout()
        return layout

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setPen(QColor(self._appearance.theme.head))
        self._lines(self.width()).draw(painter, QPointF(0, 0))
