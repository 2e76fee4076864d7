"""Paints the annotations list: headings of groups, and cards with quote, note and tags."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader.domain.annotation import Placement
from reader.ui.appearance import Appearance
from reader.ui.dock.annotation_card import AnnotationCard, GroupHeading, shown_time
from reader.ui.dock.annotation_model import AnnotationModel
from reader.ui.dock.card_painting import Chip, Faces, Lines, flow_chips, lay_out, line_height, paint_card
from reader.ui.dock.excerpt import Run
from reader.ui.dock.note_text import note_runs
from reader.ui.popups.controls import paint_focus_ring, paint_side

MARGIN = 12
GAP = 4
BAR = 5
LEFT = 16  # from a card's left edge to its text
HEADER = 20
CHIP = 20
ACTIONS = 60  # room for the two icon buttons at a current card's lower right corner
_QUOTE_LINES, _NOTE_LINES = 4, 6  # of cards that are not current
_USUAL = "the quick brown fox jumps over the lazy dog, and then again "
_PLACE_WORDS = {
    Placement.REVIEW: "Its place in the text needs review",
    Placement.ORPHANED: "Its text was not found again",
}


@dataclass(frozen=True, slots=True)
class CardLayout:
    """Where everything lies in a card, from its own top left corner."""

    caution: tuple[Lines, float] | None
    quote: Lines
    quote_top: float
    note: Lines | None
    note_top: float
    chips: list[Chip]
    chips_top: float
    add_tag: QPointF  # where "+ tag" goes on the current card
    height: float


class AnnotationDelegate(QStyledItemDelegate):
    """Paints rows; the card under the list's cursor is shown whole and has room for buttons.

    Args:
        now: The time that cards are dated against.
    """

    def __init__(
        self, appearance: Appearance, model: AnnotationModel, view: QAbstractItemView, now: Callable[[], datetime]
    ) -> None:
        super().__init__(view)
        self._appearance = appearance
        self._faces = Faces(appearance)
        self._model = model
        self._view = view
        self._now = now
        self._notes: dict[str, tuple[Run, ...]] = {}
        self._layouts: dict[tuple[AnnotationCard, int, bool], CardLayout] = {}
        self._widths: dict[bool, float] = {}

    # -- geometry ------------------------------------------------------------------------------------------------

    def card_rect(self, item: QRect) -> QRectF:
        """Return a card's place in its row: the scroll bar takes from the margin, not from the card."""
        bar = max(0, self._view.width() - item.width())
        return QRectF(item).adjusted(MARGIN, GAP, -max(2, MARGIN - bar), -GAP)

    def add_tag_place(self, item: QRect, row: int) -> QPointF:
        """Return the top left corner of the current card's "+ tag"."""
        rect = self.card_rect(item)
        card = self._model.card(row)
        if card is None:
            return rect.topLeft()
        return rect.topLeft() + self._layout(card, round(rect.width()), current=True).add_tag

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size it wants."""
        width = self._view.viewport().width()
        card = self._model.card(index.row())
        if card is None:
            return QSize(width, round(self._line(12, 16) + 8))
        key = self._key(index.row(), card)
        height = self._layout(*key[:2], current=True).height if key[2] else self._known_height(*key[:2])
        return QSize(width, round(height) + 2 * GAP)

    def _key(self, row: int, card: AnnotationCard) -> tuple[AnnotationCard, int, bool]:
        rect = self.card_rect(QRect(0, 0, self._view.viewport().width(), 100))
        return card, round(rect.width()), row == self._view.currentIndex().row()

    def measure(self, row: int) -> bool:
        """Lay a card out; tell whether its height is another than was taken so far."""
        card = self._model.card(row)
        if card is None:
            return False
        key = self._key(row, card)
        if key in self._layouts:
            return False
        before = self._known_height(*key[:2])
        return round(self._layout(*key[:2], current=key[2]).height) != round(before)

    def _known_height(self, card: AnnotationCard, width: int) -> float:
        """Return the height of a card that is not current; one that was not laid out yet has about this height."""
        layout = self._layouts.get((card, width, False))
        if layout is not None:
            return layout.height
        room = width - LEFT - MARGIN
        lines = min(_QUOTE_LINES, math.ceil(len(card.quote) * self._character(serif=True) / room))
        height = 8 + HEADER + 4 + lines * self._quote_line() + 10
        if card.needs_review:
            height += self._line(12, 16) + 4
        if card.note.strip():
            lines = min(_NOTE_LINES, math.ceil(len(card.note) * self._character(serif=False) / room))
            height += 5 + lines * self._line(13, 18)
        return height + (8 + CHIP if card.tags else 0)

    def _character(self, *, serif: bool) -> float:
        """Return the width of a letter on the average."""
        if serif not in self._widths:
            font = self._faces.reading(13) if serif else self._faces.interface(12.6)
            self._widths[serif] = QFontMetricsF(font).horizontalAdvance(_USUAL) / len(_USUAL)
        return self._widths[serif]

    def _quote_line(self) -> float:
        return line_height(self._faces.reading(13), 18, 13)

    def _line(self, size: float, height: float) -> float:
        return line_height(self._faces.interface(size), height, size)

    def _layout(self, card: AnnotationCard, width: int, *, current: bool) -> CardLayout:
        key = (card, width, current)
        if key not in self._layouts:
            if len(self._layouts) > 4096:
                self._layouts.clear()
                self._notes.clear()
            self._layouts[key] = self._make_layout(card, width, current=current)
        return self._layouts[key]

    def _note(self, markdown: str) -> tuple[Run, ...]:
        if markdown not in self._notes:
            self._notes[markdown] = note_runs(markdown)
        return self._notes[markdown]

    def _make_layout(self, card: AnnotationCard, width: int, *, current: bool) -> CardLayout:
        room = width - LEFT - MARGIN
        y = 8.0 + HEADER
        caution = None
        if card.needs_review:
            words = [Run(_PLACE_WORDS[card.placement])]
            lines = lay_out(words, self._faces.interface(12), room - 18, self._line(12, 16))
            caution = (lines, y + 2)
            y += lines.height + 4
        quote_top = y + 4
        serif = self._faces.reading(13)
        quote = lay_out(
            [Run(" ".join(card.quote.split()))], serif, room, self._quote_line(), 0 if current else _QUOTE_LINES
        )
        y = quote_top + quote.height
        note, note_top = None, y + 5
        if card.note.strip():
            face = self._faces.interface(12.6)
            note = lay_out(
                self._note(card.note), face, room, self._line(13, 18), 0 if current else _NOTE_LINES, bold_weight=650
            )
            y = note_top + note.height
        chips_top = y + 8
        tags = [*card.tags, "+ tag"] if current else list(card.tags)
        metrics = QFontMetricsF(self._faces.interface(11))
        chips, _ = flow_chips(
            tags,
            self._faces.interface(11),
            room - (ACTIONS if current else 0),
            height=max(CHIP, metrics.height() + 4),
            padding=8,
        )
        if chips:
            y = chips_top + chips[-1].rect.bottom()
        add_tag = QPointF(LEFT, chips_top)
        if current and chips:
            add_tag += chips.pop().rect.topLeft()
        return CardLayout(caution, quote, quote_top, note, note_top, chips, chips_top, add_tag, y + 10)

    # -- painting ------------------------------------------------------------------------------------------------

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = self._model.row(index.row())
        if isinstance(row, GroupHeading):
            self._paint_heading(painter, self.card_rect(option.rect), row)
        else:
            current = index.row() == self._view.currentIndex().row()
            hover = bool(option.state & QStyle.StateFlag.State_MouseOver) and not current
            self._paint_annotation(painter, self.card_rect(option.rect), row, current=current, hover=hover)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRectF, heading: GroupHeading) -> None:
        theme = self._appearance.theme
        painter.setFont(self._faces.interface(12, 600))
        painter.setPen(QColor(theme.ink2))
        shown = painter.fontMetrics().elidedText(heading.text, Qt.TextElideMode.ElideRight, round(rect.width()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, shown)
        end = rect.left() + painter.fontMetrics().horizontalAdvance(shown) + 8
        painter.setPen(QPen(QColor(theme.hairline), 1))
        painter.drawLine(QPointF(end, rect.center().y()), QPointF(rect.right(), rect.center().y()))

    def _paint_annotation(
        self, painter: QPainter, rect: QRectF, card: AnnotationCard, *, current: bool, hover: bool
    ) -> None:
        theme = self._appearance.theme
        layout = self._layout(card, round(rect.width()), current=current)
        border = QColor(theme.head if current else theme.hairline)
        paint_card(painter, rect, theme, border, 2 if current else 1, hover=hover)
        self._paint_bar(painter, rect, card, inset=2 if current else 1)
        if current and self._view.hasFocus():
            paint_focus_ring(painter, rect.adjusted(-1, -1, 1, 1), 8, theme.head)
        self._paint_header(
            painter, QRectF(rect.left() + LEFT, rect.top() + 8, rect.width() - LEFT - MARGIN, HEADER), card
        )
        corner = QPointF(rect.left() + LEFT, rect.top())
        if layout.caution is not None:
            lines, top = layout.caution
            self._icon(painter, "triangle-alert", theme.caution, corner + QPointF(0, top + 1), 13)
            lines.draw(painter, corner + QPointF(18, top), theme.caution)
        fill = theme.highlight_fill(card.colour)
        layout.quote.draw(painter, corner + QPointF(0, layout.quote_top), theme.ink, fill)
        if layout.note is not None:
            layout.note.draw(painter, corner + QPointF(0, layout.note_top), theme.ink)
        self._paint_tags(painter, corner + QPointF(0, layout.chips_top), layout)

    def _paint_bar(self, painter: QPainter, rect: QRectF, card: AnnotationCard, inset: float) -> None:
        inside = rect.adjusted(inset, inset, -inset, -inset)
        outline, strip = QPainterPath(), QPainterPath()
        outline.addRoundedRect(inside, 8 - inset, 8 - inset)
        strip.addRect(QRectF(inside.left(), inside.top(), BAR, inside.height()))
        painter.fillPath(outline.intersected(strip), self._appearance.theme.highlight_line(card.colour))

    def _paint_header(self, painter: QPainter, row: QRectF, card: AnnotationCard) -> None:
        theme = self._appearance.theme
        paint_side(painter, QRectF(row.left() - 1, row.center().y() - 8, 16, 16), card.side, theme.ink2)
        flags = Qt.AlignmentFlag.AlignVCenter
        right = self._paint_header_end(painter, row, card)
        x = row.left() + 20
        for text, ink, weight in ((f"{card.label}  ·  ", theme.ink2, 400), (card.colour.label, theme.ink, 650)):
            font = self._faces.interface(12, weight)
            painter.setFont(font)
            painter.setPen(QColor(ink))
            room = QRectF(x, row.top(), max(0.0, right - x), row.height())
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(room.width()))
            painter.drawText(room, flags, shown)
            x += QFontMetricsF(font).horizontalAdvance(text)

    def _paint_header_end(self, painter: QPainter, row: QRectF, card: AnnotationCard) -> float:
        """Paint time and counterpart at the right end; return where they begin."""
        theme, right = self._appearance.theme, row.right()
        font = self._faces.interface(12)
        painter.setFont(font)
        parts = [(shown_time(card.created, self._now()), theme.ink3)]
        if card.counterpart:
            parts.append((card.counterpart, theme.ink2))
        for text, ink in parts:
            width = QFontMetricsF(font).horizontalAdvance(text) + 1
            painter.setPen(QColor(ink))
            painter.drawText(QRectF(right - width, row.top(), width, row.height()), Qt.AlignmentFlag.AlignVCenter, text)
            right -= width + 7
        if card.counterpart:
            right += 3
            self._icon(painter, "link", theme.ink2, QPointF(right - 12, row.center().y() - 6), 12)
            right -= 16
        return right - 4

    def _paint_tags(self, painter: QPainter, place: QPointF, layout: CardLayout) -> None:
        theme = self._appearance.theme
        painter.setFont(self._faces.interface(11))
        for chip in layout.chips:
            box = chip.rect.translated(place)
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.setBrush(QColor(theme.panel))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), box.height() / 2, box.height() / 2)
            painter.setPen(QColor(theme.ink2))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, chip.text)

    def _icon(self, painter: QPainter, name: str, colour: str, place: QPointF, size: int) -> None:
        pixmap = self._appearance.pixmap(name, colour, size, self._view.devicePixelRatioF())
        painter.drawPixmap(QRect(round(place.x()), round(place.y()), size, size), pixmap)
