"""A place that comes into question for an annotation, as a card: pressing it goes there, its button takes it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reader.domain.text import TextSpan
from reader.services.open_document import OpenDocument
from reader.ui.appearance import Appearance
from reader.ui.dock.card_painting import Lines, lay_out, line_height, paint_card
from reader.ui.dock.excerpt import ELLIPSIS, Run
from reader.ui.popups.controls import RING
from reader.ui.popups.ringed_button import RingedButton
from reader.ui.spoken import spoken_place
from reader.ui.status.command_button import CommandButton
from reader.ui.theme import Theme

CONTEXT = 48  # code points shown before and after a place
_SIZE, _LINE = 13, 18
_MOST_LINES = 6
_WIDTH = 280  # that it wants where nobody says how much there is
_LEAD, _TAIL = 48, 32  # code points kept of the ends of a long quote that stands elsewhere whole
_PADDING = 10
_TAKE_HEIGHT = 24


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Words with what stands before and after them, all on one line."""

    before: str
    words: str
    after: str

    def runs(self) -> list[Run]:
        """Return them with the words themselves bold."""
        return [Run(self.before), Run(self.words, bold=True), Run(self.after)]


@dataclass(frozen=True, slots=True)
class ReviewPlace:
    """A place in a document as it reads now.

    Attributes:
        label: Such as "¶ 61" or "p. 37".
    """

    span: TextSpan
    label: str
    text: Surroundings


def surroundings(before: str, words: str, after: str) -> Surroundings:
    """Write a quote with its context on one line, the context cut at words."""
    lead, tail = " ".join(before.split()), " ".join(after.split())
    lead = lead.partition(" ")[2] if len(before) >= CONTEXT else lead
    tail = tail.rpartition(" ")[0] if len(after) >= CONTEXT else tail
    return Surroundings(
        f"{ELLIPSIS}{lead}{' ' if before[-1:].isspace() else ''}" if lead else "",
        " ".join(words.split()),
        f"{' ' if after[:1].isspace() else ''}{tail}{ELLIPSIS}" if tail else "",
    )


def shortened(words: str) -> str:
    """Leave out the middle of a long quote, between two words."""
    if len(words) <= _LEAD + _TAIL:
        return words
    lead, tail = words[:_LEAD].rpartition(" ")[0], words[-_TAIL:].partition(" ")[2]
    return f"{lead or words[:_LEAD]} {ELLIPSIS} {tail or words[-_TAIL:]}"


def review_place(document: OpenDocument, span: TextSpan) -> ReviewPlace:
    """Describe a place of a document."""
    text = document.contents.text
    before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
    return ReviewPlace(span, document.locator(span), surroundings(before, document.quote(span), after))


class SurroundingsView(QWidget):
    """Shows words with their context."""

    def __init__(self, appearance: Appearance, text: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._text = text
        self.setAccessibleName("".join(run.text for run in text.runs()))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        appearance.recoloured.connect(self.update)

    def heightForWidth(self, width: int) -> int:
        """Return the height that its lines take."""
        return round(_lines(self._appearance, self._text, width - 2 * RING).height)

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        return QSize(_WIDTH, self.heightForWidth(_WIDTH))

    def minimumSizeHint(self) -> QSize:
        """Return the least size it can be drawn in."""
        return QSize(120, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        lines = _lines(self._appearance, self._text, self.width() - 2 * RING)
        lines.draw(painter, QPointF(RING, 0), self._appearance.theme.ink2)


class PlaceButton(RingedButton):
    """A place with its context; pressing it goes there."""

    def __init__(self, appearance: Appearance, place: ReviewPlace, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._place = place
        self.setAccessibleName(f"Go to {spoken_place(place.label)}: {place.text.words}")
        self.setToolTip(f"Go to {place.label}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _header(self) -> float:
        return max(_TAKE_HEIGHT, QFontMetricsF(self._appearance.interface_font(12, 600)).height()) + 4

    def heightForWidth(self, width: int) -> int:
        """Return the height that its lines take."""
        lines = _lines(self._appearance, self._place.text, width - 2 * (RING + _PADDING))
        return round(lines.height + self._header() + 2 * RING + 2 * _PADDING - 6)

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        return QSize(_WIDTH, self.heightForWidth(_WIDTH))

    def minimumSizeHint(self) -> QSize:
        """Return the least size it can be drawn in."""
        return QSize(120, 0)

    def ring(self) -> tuple[QRectF, float]:
        """Return what the focus ring goes around, and its radius."""
        return QRectF(self.rect()).adjusted(RING, RING, -RING, -RING), 8

    def paint_face(self, painter: QPainter, theme: Theme) -> None:
        """Draw what the button shows."""
        body = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        paint_card(painter, body, theme, QColor(theme.border), 1, hover=self.under_pointer)
        inside = body.adjusted(_PADDING, _PADDING - 6, -_PADDING, -_PADDING)
        painter.setFont(self._appearance.interface_font(12, 600))
        painter.setPen(QColor(theme.ink2))
        label = QRectF(inside.left(), inside.top(), inside.width(), self._header())
        painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, self._place.label)
        lines = _lines(self._appearance, self._place.text, inside.width())
        lines.draw(painter, QPointF(inside.left(), inside.top() + self._header()), theme.ink)


class PlaceCard(QWidget):
    """A place, and the button that takes it.

    Attributes:
        go: Pressed to look at the place.
        take: Pressed to place the annotation there.
    """

    def __init__(self, appearance: Appearance, place: ReviewPlace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.go = PlaceButton(appearance, place, self)
        self.take = CommandButton(
            appearance,
            "Place it here",
            icon="check",
            kind="outline",
            name=f"Place it here: {spoken_place(place.label)}",
            height=_TAKE_HEIGHT,
            font_size=12,
            parent=self,
        )
        self.setSizePolicy(self.go.sizePolicy())

    def heightForWidth(self, width: int) -> int:
        """Return the height that its lines take."""
        return self.go.heightForWidth(width)

    def sizeHint(self) -> QSize:
        """Return the size it wants."""
        return self.go.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the button into the upper right corner."""
        super().resizeEvent(event)
        self.go.resize(event.size())
        self.take.adjustSize()
        self.take.move(event.size().width() - self.take.width() - RING - 2, RING + 2)


def _lines(appearance: Appearance, text: Surroundings, width: float) -> Lines:
    face = appearance.reading_font(_SIZE)
    return lay_out(text.runs(), face, max(60.0, width), line_height(face, _LINE, _SIZE), _MOST_LINES)
