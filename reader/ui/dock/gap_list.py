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
from reader.ui.dock.gap_card import ExcerptProvider, GapCard, describe
from reader.ui.popups.controls import paint_focus_ring, paint_side

_MARGIN = 12
_GAP = 4
_HEAD = 18
_QUOTE_LINES = 2
_REASON_LINES = 2
_TOPIC_LINES = 3  # of the reason on a topic's card, which has nothing else
_GLYPHS = 3  # of the topics a passage is on; the tool tip names them all


class GapModel(QAbstractListModel):
    """Rows of cards.

    Attributes:
        names: The topics' names by their slugs.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: list[GapCard] = []
        self.names: Mapping[str, str] = {}

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
            topics = ", ".join(self.names[slug] for slug in card.topics if slug in self.names)
            return "\n".join(line for line in (card.section, topics, card.reason) if line)
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
        self._layouts: dict[tuple[GapCard, int], Lines] = {}
        self._reasons: dict[tuple[str, int], Lines] = {}
        self.excerpts: ExcerptProvider | None = None
        self.topics: Mapping[str, Topic] = {}

    def forget(self) -> None:
        """Lay everything out anew."""
        self._layouts.clear()
        self._reasons.clear()

    def card_rect(self, item: QRect) -> QRectF:
        """Return a card's place in its row: the scroll bar takes from the margin, not from the card."""
        bar = max(0, self._view.width() - item.width())
        return QRectF(item).adjusted(_MARGIN, _GAP, -max(2, _MARGIN - bar), -_GAP)

    def _caption(self) -> float:
        return max(float(_HEAD), line_height(self._faces.interface(12), 16, 12))

    def _quote_line(self) -> float:
        return line_height(self._faces.reading(13), 18, 13)

    def _quote(self, card: GapCard, width: int) -> Lines:
        """Lay out what a passage says; only for what is painted."""
        key = (card, width)
        if key not in self._layouts:
            if len(self._layouts) > 256:
                self._layouts.clear()
            text = self.excerpts(card.side, card.ordinal) if self.excerpts is not None else ""
            room = width - 2 * _MARGIN
            self._layouts[key] = lay_out([Run(text)], self._faces.reading(13), room, self._quote_line(), _QUOTE_LINES)
        return self._layouts[key]

    def _reason(self, card: GapCard, width: int) -> Lines:
        """Lay out a reason; most passages share theirs with others."""
        key = (card.reason, width)
        if key not in self._reasons:
            small = self._faces.interface(12)
            room = width - 2 * _MARGIN - 18
            most = _TOPIC_LINES if card.whole_topic else _REASON_LINES
            self._reasons[key] = lay_out([Run(card.reason)], small, room, line_height(small, 16, 12), most)
        return self._reasons[key]

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size it wants: known without the passage's text, since a list asks for all at once."""
        width = self._view.viewport().width()
        card = self._model.card(index.row())
        quote = 0.0 if card.whole_topic else _QUOTE_LINES * self._quote_line() + 5
        reason = self._reason(card, round(self.card_rect(QRect(0, 0, width, 100)).width())).height
        return QSize(width, round(9 + self._caption() + 4 + quote + reason + 9) + 2 * _GAP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a row."""
        theme, card = self._appearance.theme, self._model.card(index.row())
        rect = self.card_rect(option.rect)
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
        if not card.whole_topic:
            self._quote(card, round(rect.width())).draw(painter, place, theme.ink)
            place += QPointF(0, _QUOTE_LINES * self._quote_line() + 5)
        if card.reason:
            icon = self._appearance.pixmap("info", theme.ink3, 12, self._view.devicePixelRatioF())
            painter.drawPixmap(place + QPointF(0, 2), icon)
            self._reason(card, round(rect.width())).draw(painter, place + QPointF(18, 0), theme.ink2)
        painter.restore()

    def _paint_head(self, painter: QPainter, row: QRectF, card: GapCard) -> None:
        """Paint side, place and section, and the topic's glyph at the right end."""
        theme = self._appearance.theme
        paint_side(painter, QRectF(row.left(), row.top(), 12, row.height()), card.side, theme.ink)
        topics = [self.topics[slug] for slug in card.topics if slug in self.topics]
        x, right = row.left() + 20, row.right()
        painter.setPen(Qt.PenStyle.NoPen)
        for number, topic in enumerate(topics[:_GLYPHS]):
            at = x + 5 if card.whole_topic else right - 5 - 15 * (min(len(topics), _GLYPHS) - 1 - number)
            painter.setBrush(theme.topic(topic.colour))
            painter.drawPath(glyph_path(topic.glyph, QPointF(at, row.center().y()), 10))
        if card.whole_topic:
            x += 16
        elif topics:
            right -= 15 * min(len(topics), _GLYPHS) + 3
        strong = topics[0].name if card.whole_topic and topics else card.label
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
        appearance.recoloured.connect(self.viewport().update)
        self._ready = True

    def set_excerpts(self, provider: ExcerptProvider | None) -> None:
        """Take what passages say from another comparison."""
        self.delegate.excerpts = provider
        self._lay_out_again()

    def set_cards(self, cards: Sequence[GapCard], topics: Sequence[Topic]) -> None:
        """Show these cards; the cursor stays on its card."""
        index = self.currentIndex()
        at = self.gaps.card(index.row()) if index.isValid() else None
        self.gaps.names = {topic.slug: topic.name for topic in topics}
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
