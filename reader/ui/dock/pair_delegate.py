"""Paints the cards of the alignments list: small ones of equal height, and the current pair in full."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader.domain.alignment import PairState
from reader.domain.topic import Topic
from reader.ui.appearance import Appearance
from reader.ui.dock.card_painting import Chip, Faces, Lines, flow_chips, lay_out, line_height, paint_card, paint_dotted
from reader.ui.dock.excerpt import Run
from reader.ui.dock.pair_card import RELATION_WORDS, STATE_ICONS, STATE_WORDS, PairCard, PairDetails, PairKey
from reader.ui.dock.pair_model import PairModel
from reader.ui.popups.controls import Side, paint_focus_ring, paint_side

MARGIN = 12  # between panel and card, and inside a card
GAP = 4  # above and below each card
TEXT = 20  # from a card's padding to its quotes
CIRCLE = 26
ACTIONS = 28
_QUOTE_LINES = 2


@dataclass(frozen=True, slots=True)
class CardLayout:
    """Where everything lies in a card, from its own top left corner."""

    left: Lines
    right: Lines
    left_top: float
    right_top: float
    chips: list[Chip]
    more: int
    chips_top: float
    remarks: list[tuple[str, Lines, float]]
    actions_top: float
    height: float


class PairDelegate(QStyledItemDelegate):
    """Paints pairs. The layout of what is on screen is kept; everything else has a known height.

    Attributes:
        topic: The active topic, whose colour the cards wear; None for all subjects.
    """

    def __init__(self, appearance: Appearance, model: PairModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._appearance = appearance
        self._faces = Faces(appearance)
        self._model = model
        self._layouts: dict[tuple[PairKey, int, bool], CardLayout] = {}
        self._compact = 0.0  # the height of a small card, once it was asked for
        self.topic: Topic | None = None

    def forget(self) -> None:
        """Lay everything out anew: faces, texts or details changed."""
        self._layouts.clear()
        self._compact = 0.0

    # -- geometry ------------------------------------------------------------------------------------------------

    def card_rect(self, item: QRect) -> QRectF:
        """Return a card's place in its row: the scroll bar takes from the margin, not from the card."""
        bar = max(0, self._view.width() - item.width())
        return QRectF(item).adjusted(MARGIN, GAP, -max(2, MARGIN - bar), -GAP)

    def undo_rect(self, card: QRectF) -> QRectF:
        """Return where a rejected card offers Undo."""
        width = QFontMetricsF(self._faces.interface(12, 500)).horizontalAdvance("Undo") + 8
        return QRectF(card.right() - MARGIN - width + 4, card.top() + 8, width, CIRCLE)

    def actions_rect(self, item: QRect, row: int) -> QRect:
        """Return where the current card's buttons go."""
        card = self.card_rect(item)
        top = card.top() + self._layout(row, round(card.width())).actions_top
        return QRectF(card.left() + MARGIN, top, card.width() - 2 * MARGIN, self._action_height()).toRect()

    def _action_height(self) -> float:
        return max(ACTIONS, QFontMetricsF(self._faces.interface(13, 500)).height() + 6)

    def _quote_line(self) -> float:
        return line_height(self._faces.reading(13), 18, 13)

    def _caption_line(self) -> float:
        return line_height(self._faces.interface(11), 16, 12)

    def _compact_height(self) -> float:
        if not self._compact:
            self._compact = 8 + CIRCLE + 6 + 2 * _QUOTE_LINES * self._quote_line() + 5 + 4 + self._caption_line() + 11
        return self._compact

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size it wants."""
        card = self._model.card(index.row())
        width = self._view.viewport().width()
        if card.key != self._model.current:
            return QSize(width, round(self._compact_height()) + 2 * GAP)
        place = self.card_rect(QRect(0, 0, width, 100))
        return QSize(width, round(self._layout(index.row(), round(place.width())).height) + 2 * GAP)

    def _layout(self, row: int, width: int) -> CardLayout:
        card = self._model.card(row)
        current = card.key == self._model.current
        key = (card.key, width, current)
        if key not in self._layouts:
            if len(self._layouts) > 256:
                self._layouts.clear()
            details = self._model.details(row)
            make = self._full_layout if current else self._compact_layout
            self._layouts[key] = make(card, details, width)
        return self._layouts[key]

    def _compact_layout(self, card: PairCard, details: PairDetails, width: int) -> CardLayout:
        line, room = self._quote_line(), width - 2 * MARGIN - TEXT
        font = self._faces.reading(13)
        left, right = (
            lay_out(runs, font, room, line, _QUOTE_LINES) for runs in (details.left_excerpt, details.right_excerpt)
        )
        left_top = 8 + CIRCLE + 6
        right_top = left_top + _QUOTE_LINES * line + 5
        chips_top = right_top + _QUOTE_LINES * line + 4
        mark = 20 if card.note or card.relation else 0
        words = [f"{term}," for term in details.terms[:2]] + list(details.terms[2:3])
        chips, more = flow_chips(
            words,
            self._faces.interface(11),
            width - 2 * MARGIN - mark - 28,
            height=self._caption_line(),
            padding=0,
            gap=4,
            max_rows=1,
        )
        more += max(0, len(details.terms) - 3)
        height = self._compact_height()
        return CardLayout(left, right, left_top, right_top, chips, more, chips_top, [], height, height)

    def _full_layout(self, card: PairCard, details: PairDetails, width: int) -> CardLayout:
        line, caption, room = self._quote_line(), self._caption_line(), width - 2 * MARGIN - TEXT
        font = self._faces.reading(13)
        left, right = (lay_out(runs, font, room, line) for runs in (details.left_excerpt, details.right_excerpt))
        left_top = 8 + CIRCLE + 4 + caption
        right_top = left_top + left.height + 4 + caption
        chips_top = right_top + right.height + 8
        chips, more = flow_chips(
            details.terms,
            self._faces.interface(11),
            width - 2 * MARGIN,
            height=caption + 3,
            padding=6,
            max_rows=1,
        )
        y = chips_top + (chips[-1].rect.bottom() + 8 if chips else 0)
        remarks = []
        for icon, text in self._remarks(card, details):
            lines = lay_out([Run(text)], self._faces.interface(12), room, caption, 4)
            remarks.append((icon, lines, y))
            y += lines.height + 4
        actions_top = y + 3
        height = actions_top + self._action_height() + MARGIN
        return CardLayout(left, right, left_top, right_top, chips, more, chips_top, remarks, actions_top, height)

    def _remarks(self, card: PairCard, details: PairDetails) -> list[tuple[str, str]]:
        remarks = [("info", details.reason)] if details.reason else []
        if card.relation is not None:
            remarks.append(("arrow-left-right", RELATION_WORDS[card.relation]))
        if card.note:
            remarks.append(("message-square", card.note))
        return remarks

    # -- painting ------------------------------------------------------------------------------------------------

    def topic_colour(self) -> QColor:
        """Return the colour cards wear."""
        theme = self._appearance.theme
        return theme.topic(self.topic.colour) if self.topic is not None else QColor(theme.ink2)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a row."""
        state = option.state
        rect = self.card_rect(option.rect)
        card, details = self._model.card(index.row()), self._model.details(index.row())
        layout = self._layout(index.row(), round(rect.width()))
        current = card.key == self._model.current
        theme = self._appearance.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        border = self.topic_colour() if current else QColor(theme.hairline)
        hover = bool(state & QStyle.StateFlag.State_MouseOver) and not current
        paint_card(painter, rect, theme, border, 2 if current else 1, hover=hover)
        if state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            paint_focus_ring(painter, rect.adjusted(1, 1, -1, -1), 8, theme.head)
        self._paint_header(painter, rect, card, current=current)
        self._paint_quotes(painter, rect, layout, details, current=current)
        if current:
            self._paint_boxes(painter, rect, layout)
            self._paint_remarks(painter, rect, layout)
        else:
            self._paint_terms(painter, rect, layout, card)
        painter.restore()

    def _icon(self, painter: QPainter, name: str, colour: str, place: QPointF, size: int = 12) -> None:
        ratio = self._view.devicePixelRatioF()
        painter.drawPixmap(
            QRect(round(place.x()), round(place.y()), size, size), self._appearance.pixmap(name, colour, size, ratio)
        )

    def _paint_header(self, painter: QPainter, rect: QRectF, card: PairCard, *, current: bool) -> None:
        theme = self._appearance.theme
        circle = QRectF(rect.left() + MARGIN, rect.top() + 8, CIRCLE, CIRCLE)
        self._paint_badge(painter, circle, card, current=current)
        row = QRectF(circle.right() + 8, circle.top(), rect.right() - MARGIN - circle.right() - 8, CIRCLE)
        taken = self._paint_state(painter, row, card)
        painter.setFont(self._faces.interface(13, 650 if current else 400))
        painter.setPen(QColor(theme.ink if current else theme.ink2))
        text = "Current pair" if current else f"{card.left_label} ↔ {card.right_label}"
        room = row.adjusted(0, 0, -taken - 8, 0)
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_badge(self, painter: QPainter, circle: QRectF, card: PairCard, *, current: bool) -> None:
        theme = self._appearance.theme
        rejected, made = card.state is PairState.REJECTED, card.state is PairState.MADE
        pen = QPen(QColor(theme.ink3) if rejected else self.topic_colour(), 2 if current else 1.3)
        if rejected or made:
            pen.setDashPattern([2.0, 1.6] if current else [3.0, 2.0])
        painter.setPen(pen)
        painter.setBrush(QColor(theme.card))
        painter.drawEllipse(circle.adjusted(1, 1, -1, -1))
        if rejected or made or card.shown_score is None:
            icon = "x" if rejected else "pencil"
            self._icon(painter, icon, theme.ink2 if rejected else theme.ink, circle.center() - QPointF(5, 5), 10)
            return
        painter.setFont(self._faces.interface(12, 650))
        painter.setPen(QColor(theme.ink))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(card.shown_score))

    def _paint_state(self, painter: QPainter, row: QRectF, card: PairCard) -> float:
        """Paint icon and word of the state at the right end; return the width taken."""
        theme, right = self._appearance.theme, row.right()
        colour = {PairState.CONFIRMED: theme.confirmed, PairState.REJECTED: theme.failure}.get(card.state, theme.ink2)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        parts = [(STATE_WORDS[card.state], colour, 400 if card.state is PairState.COMPUTED else 500)]
        if card.state is PairState.MADE and card.shown_score is not None:
            computed = f"(computed {card.shown_score})"
            words = f"{STATE_WORDS[card.state]}{card.left_label} ↔ {card.right_label}"
            needed = QFontMetricsF(self._faces.interface(12.6)).horizontalAdvance(words)
            needed += QFontMetricsF(self._faces.interface(11)).horizontalAdvance(computed)
            if row.width() > needed + 27:
                parts.append((computed, theme.ink3, 400))
        if card.state is PairState.REJECTED and card.key != self._model.current:
            parts.append(("Undo", theme.ink, 500))
        for text, ink, weight in reversed(parts):
            font = self._faces.interface(11 if text.startswith("(") else 12, weight)
            font.setUnderline(text == "Undo")
            painter.setFont(font)
            painter.setPen(QColor(ink))
            width = QFontMetricsF(font).horizontalAdvance(text)
            painter.drawText(QRectF(right - width - 1, row.top(), width + 1, row.height()), flags, text)
            right -= width + (10 if text == "Undo" else 4)
        self._icon(painter, STATE_ICONS[card.state], colour, QPointF(right - 15, row.center().y() - 6))
        return row.right() - right + 15

    def _paint_quotes(
        self, painter: QPainter, rect: QRectF, layout: CardLayout, details: PairDetails, *, current: bool
    ) -> None:
        theme, caption = self._appearance.theme, self._caption_line()
        x = rect.left() + MARGIN + TEXT
        sides: list[tuple[Side, Lines, float, str]] = [
            ("left", layout.left, layout.left_top, details.left_byline),
            ("right", layout.right, layout.right_top, details.right_byline),
        ]
        for side, lines, top, byline in sides:
            first = rect.top() + top - (caption if current else 0)
            paint_side(painter, QRectF(rect.left() + MARGIN - 1, first + 2, 16, 16), side, theme.ink)
            if current:
                painter.setFont(self._faces.interface(11))
                painter.setPen(QColor(theme.ink3))
                room = QRectF(x, first, rect.right() - MARGIN - x, caption)
                shown = painter.fontMetrics().elidedText(byline, Qt.TextElideMode.ElideRight, round(room.width()))
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
            lines.draw(painter, QPointF(x, rect.top() + top), theme.ink)

    def _paint_boxes(self, painter: QPainter, rect: QRectF, layout: CardLayout) -> None:
        theme, place = self._appearance.theme, QPointF(rect.left() + MARGIN, rect.top() + layout.chips_top)
        painter.setFont(self._faces.interface(11))
        end = QPointF(0, 0)
        for chip in layout.chips:
            box = chip.rect.translated(place)
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.setBrush(QColor(theme.panel))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setPen(QColor(theme.ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, chip.text)
            paint_dotted(painter, QPointF(box.left() + 6, box.bottom() - 3), box.width() - 12, self.topic_colour())
            end = QPointF(box.right() + 6, box.top())
        self._paint_more(painter, layout, QRectF(end.x(), end.y(), 40, self._caption_line() + 3))

    def _paint_terms(self, painter: QPainter, rect: QRectF, layout: CardLayout, card: PairCard) -> None:
        theme, place = self._appearance.theme, QPointF(rect.left() + MARGIN, rect.top() + layout.chips_top)
        painter.setFont(self._faces.interface(11))
        metrics = QFontMetricsF(painter.font())
        end = place.x()
        for chip in layout.chips:
            box = chip.rect.translated(place)
            painter.setPen(QColor(theme.ink2))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, chip.text)
            width = metrics.horizontalAdvance(chip.text.removesuffix(","))
            paint_dotted(painter, QPointF(box.left(), box.bottom()), width, self.topic_colour())
            end = box.left() + metrics.horizontalAdvance(chip.text) + 4
        self._paint_more(painter, layout, QRectF(end, place.y(), 40, self._caption_line()))
        if card.note or card.relation:
            icon = "message-square" if card.note else "arrow-left-right"
            self._icon(painter, icon, theme.ink2, QPointF(rect.right() - MARGIN - 14, place.y() + 1))

    def _paint_more(self, painter: QPainter, layout: CardLayout, place: QRectF) -> None:
        if layout.more:
            painter.setPen(QColor(self._appearance.theme.ink2))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, f"+{layout.more}")

    def _paint_remarks(self, painter: QPainter, rect: QRectF, layout: CardLayout) -> None:
        theme = self._appearance.theme
        for icon, lines, top in layout.remarks:
            self._icon(painter, icon, theme.ink3, QPointF(rect.left() + MARGIN, rect.top() + top + 1))
            lines.draw(painter, QPointF(rect.left() + MARGIN + TEXT, rect.top() + top), theme.ink2)
