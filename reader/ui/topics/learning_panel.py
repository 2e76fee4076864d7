"""What a topic has learnt from the reader's word on passages: changed weights, each with its reason."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from reader.ui.appearance import Appearance
from reader.ui.popups.controls import RING, Button
from reader.ui.popups.ground import Ground
from reader.ui.status.text_label import TextLabel, ink2
from reader.ui.topics.topic_views import Learning, LearntTerm

_PAD = 10


def learning_title(learning: Learning) -> str:
    """Say from how much was learnt, such as "Learnt from 5 confirmed, 2 rejected passages"."""
    parts = [f"{count} {word}" for count, word in ((learning.confirmed, "confirmed"), (learning.rejected, "rejected"))]
    kept = [part for part, count in zip(parts, (learning.confirmed, learning.rejected), strict=True) if count]
    total = learning.confirmed + learning.rejected
    return f"Learnt from {', '.join(kept)} {'passage' if total == 1 else 'passages'}" if kept else "Nothing learnt yet"


def weight_words(term: LearntTerm) -> str:
    """Say how a weight changed, such as "0.6 → 0.8", "new 0.4", or "0.4 → 0" where it no longer counts."""
    after = f"{term.after:.1f}" if term.after else "0"
    return f"new {after}" if term.before is None else f"{term.before:.1f} → {after}"


class LearntRow(QWidget):
    """A term, how its weight changed, and why."""

    def __init__(self, appearance: Appearance, term: LearntTerm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._term = term
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setToolTip(f"{term.term}: {weight_words(term)}\n{term.why}".strip())
        self.setAccessibleName(f"{term.term}, weight {weight_words(term).replace('→', 'to')}, {term.why}".rstrip(", "))
        appearance.recoloured.connect(self.updateGeometry)
        appearance.recoloured.connect(self.update)

    def _line(self) -> int:
        return QFontMetrics(self._appearance.interface_font(12.5)).height() + 1

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        return QSize(200, self._line() * (2 if self._term.why else 1) + 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        theme, line = self._appearance.theme, self._line()
        painter = QPainter(self)
        weights = weight_words(self._term)
        rises = self._term.before is None or self._term.after >= self._term.before
        icon = self._appearance.pixmap("arrow-up" if rises else "arrow-down", theme.ink2, 12, self.devicePixelRatioF())
        painter.drawPixmap(0, 3 + (line - 12) // 2, icon)
        light = self._appearance.interface_font(12)
        width = QFontMetrics(light).horizontalAdvance(weights)
        font = self._appearance.interface_font(12.5, 500)
        room = QRectF(17, 3, self.width() - 17 - width - 10, line)
        painter.setFont(font)
        painter.setPen(QColor(theme.ink))
        flags = Qt.AlignmentFlag.AlignVCenter
        words = QFontMetrics(font).elidedText(self._term.term, Qt.TextElideMode.ElideRight, round(room.width()))
        painter.drawText(room, flags, words)
        painter.setFont(light)
        painter.setPen(QColor(theme.ink2))
        painter.drawText(QRectF(self.width() - width - 1, 3, width + 1, line), flags, weights)
        small = self._appearance.interface_font(11.5)
        painter.setFont(small)
        why = QFontMetrics(small).elidedText(self._term.why, Qt.TextElideMode.ElideRight, self.width() - 17)
        painter.drawText(QRectF(17, 3 + line, self.width() - 17, line), flags, why)


class LearningPanel(Ground):
    """A quiet box below the topic's look; hidden while nothing was confirmed or rejected.

    Signals:
        taken: The LearntTerms whose weights the topic shall have.
    """

    radius = 6.0

    taken = Signal(tuple)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self.rows: list[LearntRow] = []
        self._learning: Learning | None = None
        self.title = TextLabel(appearance, size=12, weight=650, parent=self)
        self.take = Button(appearance, "Use these weights", height=26, font_size=12, parent=self)
        self.take.clicked.connect(self._take)
        self.remark = TextLabel(appearance, size=12, colour=ink2, parent=self)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName("Weights learnt")
        self._ground = QWidget()
        self._ground.setObjectName("ground")
        self._area.setStyleSheet("QScrollArea, QWidget#ground { background: transparent; border: 0; }")
        self._list = QVBoxLayout(self._ground)
        self._list.setContentsMargins(0, 0, 4, 0)
        self._list.setSpacing(0)
        self._list.addStretch(1)
        self._area.setWidget(self._ground)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PAD, 8, _PAD - 4, 8 - RING)
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self.remark)
        column.addWidget(self._area, 1)
        column.addWidget(self.take, 0, Qt.AlignmentFlag.AlignRight)
        self.set_learning(None)

    def set_learning(self, learning: Learning | None) -> None:
        """Show what was learnt; None hides the panel."""
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        terms = learning.terms if learning is not None else ()
        self.rows = [LearntRow(self._appearance, term, self._ground) for term in terms]
        for number, row in enumerate(self.rows):
            self._list.insertWidget(number, row)
        self.title.setText(learning_title(learning) if learning is not None else "")
        self.remark.setText("No term needs another weight." if learning is not None and not terms else "")
        self.remark.setVisible(bool(self.remark.text()))
        self._learning = learning
        self._area.setVisible(bool(terms))
        self.take.setVisible(bool(terms))
        self.take.setEnabled(bool(terms))
        self.take.set_words("Use these weights")
        self.setVisible(learning is not None and bool(learning.confirmed + learning.rejected))

    def _take(self) -> None:
        """Hand the weights on, once."""
        if self._learning is not None:
            self.take.set_words("In use")
            self.take.setEnabled(False)
            self.taken.emit(self._learning.terms)
