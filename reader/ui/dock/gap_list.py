"""The list of what only one document treats: model, painting and keys of its cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from reader.domain.topic import Topic
from reader.ui.appearance import Appearance, glyph_path
from reader.ui.dock.card_list import CardList
from reader.ui.dock.card_painting import Faces, Lines, lay_out, line_height, paint_card
from reader.ui.dock.excerpt import Run
from reader.ui.dock.gap_card import GapCard, describe
from reader.ui.popups.controls import paint_focus_ring, paint_side

_MARGIN = 12
_GAP = 4
_HEAD = 18
_QUOTE_LINES = 3


class GapModel(QAbstractListModel):
    """Rows of cards."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: list[GapCard] = []

    def set_cards(self, cards: Sequence[GapCard]) -> None:
        """Show these cards."""
        self.beginResetModel()
        self._cards = list(cards)
        self.endResetModel()

    def card(self, row: int) -> GapCard:
        """Return the card of a row."""
        return self._cards[row]

    def row_of(self, card: GapCard | None) -> int:
        """Return a card's row, or -1."""
        return self._cards.index(card) if card is not None and card in self._cards else -1

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._cards)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return what a row says of itself."""
        if not index.isValid() or index.row() >= len(self._cards):
            return None
        card = self._cards[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return describe(card, index.row(), len(self._cards))
        if role == Qt.ItemDataRole.ToolTipRole:
            return card.section or None
        return None


class GapDelegate(QStyledItemDelegate):
    """Paints a card: side, place and section; what it says; why it has no counterpart.

    Attributes:
        topics: The topics by their slugs, for glyphs and names.
    """

    def __init__(self, appearance: Appearance, model: GapModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._appearance = appearance
        self._faces = Faces(appearance)
        self._model = model
        self._layouts: dict[tuple[GapCard, int], tuple[Lines, Lines]] = {}
        self.topics: Mapping[str, Topic] = {}

    def forget(self) -> None:
        """Lay everything out anew."""
        self._layouts.clear()

    def card_rect(self, item: QRect) -> QRectF:
        """Return a card's place in its row: the scroll bar takes from the margin, not from the card."""
        bar = max(0, self._view.width() - item.width())
        return QRectF(item).adjusted(_MARGIN, _GAP, -max(2, _MARGIN - bar), -_GAP)

    def _caption(self) -> float:
        return max(float(_HEAD), line_height(self._faces.interface(12), 16, 12))

    def _lines(self, card: GapCard, width: int) -> tuple[Lines, Lines]:
        key = (card, width)
        if key not in self._layouts:
            if len(self._layouts) > 256:
                self._layouts.clear()
            reading, small = self._faces.reading(13), self._faces.interface(12)
            room = width - 2 * _MARGIN
            quote = lay_out([Run(card.excerpt)], reading, room, line_height(reading, 18, 13), _QUOTE_LINES)
            reason = lay_out([Run(card.reason)], small, room - 18, line_height(small, 16, 12), 2)
            self._layouts[key] = quote, reason
        return self._layouts[key]

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size it wants."""
        width = self._view.viewport().width()
        card = self._model.card(index.row())
        quote, reason = self._lines(card, round(self.card_rect(QRect(0, 0, width, 100)).width()))
        height = 9 + self._caption() + 4 + (quote.height + 5 if card.excerpt else 0)
        height += (reason.height if card.reason else 0) + 9
        return QSize(width, round(height) + 2 * _GAP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a row."""
        theme, card = self._appearance.theme, self._model.card(index.row())
        rect = self.card_rect(option.rect)
        quote, reason = self._lines(card, round(rect.width()))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        paint_card(painter, rect, theme, QColor(theme.hairline), 1, hover=hover)
        if self._view.hasFocus() and self._view.currentIndex() == index:
            paint_focus_ring(painter, rect.adjusted(1, 1, -1, -1), 8, theme.head)
        self._paint_head(
            painter, QRectF(rect.left() + _MARGIN, rect.top() + 9, rect.width() - 2 * _MARGIN, self._caption()), card
        )
        place = QPointF(rect.left() + _MARGIN, rect.top() + 9 + self._caption() + 4)
        if card.excerpt:
            quote.draw(painter, place, theme.ink)
            place += QPointF(0, quote.height + 5)
        if card.reason:
            icon = self._appearance.pixmap("info", theme.ink3, 12, self._view.devicePixelRatioF())
            painter.drawPixmap(place + QPointF(0, 2), icon)
            reason.draw(painter, place + QPointF(18, 0), theme.ink2)
        painter.restore()

    def _paint_head(self, painter: QPainter, row: QRectF, card: GapCard) -> None:
        """Paint side, place and section, and the topic's glyph at the right end."""
        theme = self._appearance.theme
        paint_side(painter, QRectF(row.left(), row.top(), 12, row.height()), card.side, theme.ink)
        topic = self.topics.get(card.topic) if card.topic is not None else None
        x, right = row.left() + 20, row.right()
        if topic is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.topic(topic.colour))
            at = QPointF(x + 5, row.center().y()) if card.whole_topic else QPointF(right - 5, row.center().y())
            painter.drawPath(glyph_path(topic.glyph, at, 10))
            x, right = (x + 16, right) if card.whole_topic else (x, right - 18)
        strong = topic.name if card.whole_topic and topic is not None else card.label
        weak = card.label if card.whole_topic else card.section
        bold, light = self._faces.interface(12.5, 650), self._faces.interface(12)
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(bold)
        painter.setPen(QColor(theme.ink))
        metrics = QFontMetricsF(bold)
        strong = metrics.elidedText(strong, Qt.TextElideMode.ElideRight, (right - x) * (0.7 if weak else 1.0))
        painter.drawText(QRectF(x, row.top(), right - x, row.height()), flags, strong)
        x += metrics.horizontalAdvance(strong) + 7
        painter.setFont(light)
        painter.setPen(QColor(theme.ink2))
        words = QFontMetricsF(light).elidedText(weak, Qt.TextElideMode.ElideRight, right - x)
        painter.drawText(QRectF(x, row.top(), right - x + 1, row.height()), flags, words)


class GapList(CardList):
    """Cards of what only one document treats.

    Signals:
        gap_activated: The GapCard to go to, on a press or Enter.
    """

    gap_activated = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("Treated on one side only", "", parent)
        self.gaps = GapModel(self)
        self.delegate = GapDelegate(appearance, self.gaps, self)
        self.setModel(self.gaps)
        self.setItemDelegate(self.delegate)
        appearance.changed.connect(self._lay_out_again)
        self._ready = True

    def set_cards(self, cards: Sequence[GapCard], topics: Sequence[Topic]) -> None:
        """Show these cards; the cursor stays on its card."""
        index = self.currentIndex()
        at = self.gaps.card(index.row()) if index.isValid() else None
        self.delegate.topics = {topic.slug: topic for topic in topics}
        self.delegate.forget()
        self.gaps.set_cards(cards)
        row = self.gaps.row_of(at)
        if row >= 0:
            self.setCurrentIndex(self.gaps.index(row))

    def _lay_out_again(self) -> None:
        self.delegate.forget()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def place_widgets(self) -> None:
        """Do nothing: no widgets lie on these cards."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to what was pressed."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self.gap_activated.emit(self.gaps.card(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to what is under the cursor."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.gap_activated.emit(self.gaps.card(index.row()))
        else:
            super().keyPressEvent(event)
