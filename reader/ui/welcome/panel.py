"""The rounded panels of the welcome page, and the cards on them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from reader.domain.document import Document
from reader.ui.appearance import Appearance
from reader.ui.popups.controls import Side, paint_side
from reader.ui.popups.ground import Ground
from reader.ui.status.text_label import TextLabel, ink2, ink3
from reader.ui.theme import Theme
from reader.ui.welcome.title_label import TitleLabel

# Where the ribbons between the two cards leave and arrive, as shares of the height, and their topic colours' places.
_RIBBONS = ((0.17, 0.25, 0), (0.32, 0.19, 1), (0.49, 0.54, 2), (0.66, 0.44, 3), (0.84, 0.79, 4))
_RIBBON_HALF = 0.047


class Panel(Ground):
    """A rounded panel with a heading and a sentence; more is added to `column`."""

    def __init__(self, appearance: Appearance, heading: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self.heading = TextLabel(appearance, heading, size=14, weight=650)
        self.text = TextLabel(appearance, text, size=12.5, colour=ink2)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 18)
        self.column.setSpacing(4)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.text)
        self.column.addSpacing(12)


class SideMark(QWidget):
    """Two pages with the left or the right one filled."""

    def __init__(self, appearance: Appearance, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._side = side
        self.setFixedSize(16, 16)
        appearance.recoloured.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        paint_side(QPainter(self), QRectF(self.rect()), self._side, self._appearance.theme.ink)


class DocumentCard(Ground):
    """A document as a card: side, title, author, institution and year, length."""

    radius = 4.0

    def __init__(self, appearance: Appearance, document: Document, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(SideMark(appearance, side))
        head.addWidget(TextLabel(appearance, side.capitalize(), size=12, colour=ink2, wrap=False))
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(3)
        column.addLayout(head)
        column.addSpacing(10)
        column.addWidget(TitleLabel(appearance, document.title, 18))
        column.addSpacing(6)
        if document.author:
            column.addWidget(TextLabel(appearance, document.author, size=12.5))
        place = ", ".join(part for part in (document.institution, str(document.year or "")) if part)
        if place:
            column.addWidget(TextLabel(appearance, place, size=12, colour=ink2))
        column.addStretch(1)
        column.addSpacing(12)
        column.addWidget(TextLabel(appearance, length_of(document), size=12, colour=ink3))
        self.setAccessibleName(f"{side.capitalize()}: {document.title}, {document.byline}")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def colours(self, theme: Theme) -> tuple[str, str]:
        """Return fill and border."""
        return theme.card, theme.border


class PairRibbons(QWidget):
    """The ribbons between the two cards: a picture of what the program does, not of these documents' pairs."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setMinimumWidth(48)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        appearance.recoloured.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = float(self.width()), self.height()
        half = _RIBBON_HALF * height
        for left, right, place in _RIBBONS:
            colour = QColor(theme.topics[place])
            a, b = left * height, right * height
            top, bottom = QPainterPath(QPointF(0, a - half)), QPainterPath(QPointF(0, a + half))
            top.cubicTo(width / 2, a - half, width / 2, b - half, width, b - half)
            bottom.cubicTo(width / 2, a + half, width / 2, b + half, width, b + half)
            area = QPainterPath(top)
            area.lineTo(width, b + half)
            area.cubicTo(width / 2, b + half, width / 2, a + half, 0, a + half)
            fill = QColor(colour)
            fill.setAlphaF(0.27)
            painter.fillPath(area, fill)
            colour.setAlphaF(0.75)
            pen = QPen(colour, 1)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.strokePath(top, pen)
            painter.strokePath(bottom, pen)


def length_of(document: Document) -> str:
    """Say how long a document is, such as "15,219 words · 141 footnotes"."""
    parts = [f"{document.words:,} words" if document.words else f"{document.characters:,} characters"]
    if document.notes:
        parts.append(f"{document.notes:,} {'footnote' if document.notes == 1 else 'footnotes'}")
    return " · ".join(parts)
