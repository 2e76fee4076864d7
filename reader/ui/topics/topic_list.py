"""The list of topics in the manager: rows that are dragged, or moved with Alt and the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from reader.ui.appearance import Appearance, glyph_path
from reader.ui.palette import IN_SHEETS
from reader.ui.popups.controls import paint_focus_ring
from reader.ui.topics.topic_model import TopicModel, TopicRow

_GRIP = 20
_GLYPH = 12.0
_NAME = 42  # from the left edge
_COUNTS = 74


class TopicDelegate(QStyledItemDelegate):
    """Paints a topic: grip, glyph, name over its description, counts."""

    def __init__(self, appearance: Appearance, model: TopicModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._appearance = appearance
        self._model = model
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size it wants."""
        return QSize(self._view.viewport().width(), sum(self._lines()) + 12)

    def _lines(self) -> tuple[int, int]:
        name = QFontMetrics(self._appearance.interface_font(13, 500)).height()
        return name + 1, QFontMetrics(self._appearance.interface_font(11.5)).height() + 1

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a row."""
        theme, rect, row = self._appearance.theme, option.rect, self._model.topic(index.row())
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(rect).adjusted(3, 1, -3, -1)
        if chosen or hover:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.pressed if chosen else theme.hover))
            painter.drawRoundedRect(body, 5, 5)
        if self._view.hasFocus() and self._view.currentIndex() == index:
            paint_focus_ring(painter, body.adjusted(2, 2, -2, -2), 3, theme.head)
        if not self._model.narrowed:
            self._paint_grip(painter, rect, strong=hover)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ink3) if row.item.one_sided else theme.topic(row.item.colour))
        painter.drawPath(glyph_path(row.item.glyph, QPointF(rect.left() + 29, rect.center().y() + 0.5), _GLYPH))
        self._paint_words(painter, rect, row)
        self._paint_counts(painter, rect, row)
        painter.restore()

    def _paint_grip(self, painter: QPainter, rect: QRect, *, strong: bool) -> None:
        theme = self._appearance.theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ink2 if strong else theme.border))
        for x in (0, 4):
            for y in (-5, -1, 3):
                painter.drawEllipse(QRectF(rect.left() + 10 + x, rect.center().y() + y + 0.5, 2, 2))

    def _paint_words(self, painter: QPainter, rect: QRect, row: TopicRow) -> None:
        theme, (name, about) = self._appearance.theme, self._lines()
        width = rect.width() - _NAME - _COUNTS - 16
        top = rect.top() + 6
        for text, font, ink, line in (
            (row.item.name, self._appearance.interface_font(13, 500), theme.ink, name),
            (row.description, self._appearance.interface_font(11.5), theme.ink2, about),
        ):
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.setFont(font)
            painter.setPen(QColor(ink))
            painter.drawText(QRect(rect.left() + _NAME, top, width + 2, line), Qt.AlignmentFlag.AlignVCenter, shown)
            top += line

    def _paint_counts(self, painter: QPainter, rect: QRect, row: TopicRow) -> None:
        if not row.item.known:
            return
        theme = self._appearance.theme
        font = self._appearance.interface_font(12, 500)
        painter.setFont(font)
        painter.setPen(QColor(theme.ink2))
        middle = rect.right() - 14 - _COUNTS // 2
        flags = Qt.AlignmentFlag.AlignVCenter
        left = QRect(middle - 60, rect.top(), 55, rect.height())
        painter.drawText(left, flags | Qt.AlignmentFlag.AlignRight, str(row.item.left))
        painter.fillRect(QRectF(middle, rect.center().y() - 5, 1, 11), QColor(theme.border))
        painter.drawText(left.translated(66, 0), flags | Qt.AlignmentFlag.AlignLeft, str(row.item.right))


class TopicList(QListView):
    """Topics in order.

    Signals:
        moved: The slug, and the position the topic now has; the model shows it there already.
        edit_requested, remove_requested: The slug, on Enter or a double click, and on Delete.
    """

    moved = Signal(str, int)
    edit_requested = Signal(str)
    remove_requested = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.topics = TopicModel(self)
        self._pressed: tuple[int, QPoint] | None = None
        self._drop: int | None = None
        self.setModel(self.topics)
        self.setItemDelegate(TopicDelegate(appearance, self.topics, self))
        self.setAccessibleName("Topics in order")
        self.setAccessibleDescription("Alt with Up or Down moves a topic, Enter edits, Delete removes")
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.doubleClicked.connect(lambda index: self.edit_requested.emit(self.topics.topic(index.row()).item.slug))
        self._restyle()

    def _restyle(self) -> None:
        theme = IN_SHEETS
        # The view's own sheet, for rounded corners.
        self.setStyleSheet(
            f"QListView {{ background: {theme.card}; border: 1px solid {theme.border}; border-radius: 6px;"
            " padding: 3px 0; }"
        )
        self.scheduleDelayedItemsLayout()

    # -- data ----------------------------------------------------------------------------------------------------

    def slug(self) -> str | None:
        """Return the topic under the cursor."""
        index = self.currentIndex()
        return self.topics.topic(index.row()).item.slug if index.isValid() else None

    def choose(self, slug: str | None) -> None:
        """Put the cursor on a topic, or on the first one where it is not shown."""
        if self.topics.rowCount():
            index = self.topics.index(max(0, self.topics.row_of(slug)))
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def move_to(self, row: int, target: int) -> None:
        """Move a topic to another row, and say so."""
        slug = self.topics.topic(row).item.slug
        if self.topics.move(row, target):
            self.choose(slug)
            self.moved.emit(slug, self.topics.row_of(slug))

    def step(self, direction: int) -> None:
        """Move the topic under the cursor one row up (-1) or down (1)."""
        index = self.currentIndex()
        if index.isValid():
            self.move_to(index.row(), index.row() + direction)

    # -- dragging ------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a row."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid() and not self.topics.narrowed:
            self._pressed = (index.row(), event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the row."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        point = event.position().toPoint()
        if self._drop is None and (point - self._pressed[1]).manhattanLength() < QApplication.startDragDistance():
            return
        self._show_drop(self._gap_at(point))
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._scroll_at_edges(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put the row down."""
        pressed, gap = self._pressed, self._drop
        self._let_go()
        if pressed is not None and gap is not None:
            self.move_to(pressed[0], gap - 1 if gap > pressed[0] else gap)
        else:
            super().mouseReleaseEvent(event)

    def _gap_at(self, point: QPoint) -> int:
        """Return before which row a row would be put."""
        for row in range(self.topics.rowCount()):
            if point.y() < self.visualRect(self.topics.index(row)).center().y():
                return row
        return self.topics.rowCount()

    def _scroll_at_edges(self, point: QPoint) -> None:
        beyond = min(0, point.y()) or max(0, point.y() - self.viewport().height())
        if beyond:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + beyond)

    def _show_drop(self, gap: int | None) -> None:
        if gap != self._drop:
            self._drop = gap
            self.viewport().update()

    def _let_go(self) -> None:
        self._pressed = None
        self._show_drop(None)
        self.viewport().unsetCursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this control."""
        slug = self.slug()
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self._drop is not None:
            self._let_go()
        elif step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.step(step)
        elif slug is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_requested.emit(slug)
        elif slug is not None and event.key() == Qt.Key.Key_Delete:
            self.remove_requested.emit(slug)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line where a carried row would go."""
        super().paintEvent(event)
        if self._drop is None or not self.topics.rowCount():
            return
        last = self.topics.rowCount() - 1
        if self._drop <= last:
            y = self.visualRect(self.topics.index(self._drop)).top()
        else:
            y = self.visualRect(self.topics.index(last)).bottom() + 1
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._appearance.theme.head))
        painter.drawRoundedRect(QRectF(6, y - 1, self.viewport().width() - 12, 2), 1, 1)
        painter.drawEllipse(QPointF(8, y), 3.5, 3.5)
