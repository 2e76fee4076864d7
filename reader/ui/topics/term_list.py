"""The editable list of a topic's terms: each with its weight in five steps and a cross that removes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from reader.domain.topic import TOPIC_COLOURS
from reader.ui.appearance import Appearance
from reader.ui.palette import IN_SHEETS
from reader.ui.popups.controls import paint_focus_ring
from reader.ui.topics.term_model import STEPS, TermModel

_CELL = QSize(13, 8)
_CELL_GAP = 2
_METER = len(STEPS) * (_CELL.width() + _CELL_GAP) - _CELL_GAP
_NUMBER = 30
_CROSS = 24
_PAD = 10


class TermDelegate(QStyledItemDelegate):
    """Paints terms.

    Attributes:
        colour: The topic's, one of TOPIC_COLOURS.
        hovered: The row under the pointer, or -1; where on it, in the viewport.
    """

    def __init__(self, appearance: Appearance, model: TermModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._appearance = appearance
        self._model = model
        self._view = view
        self.colour = TOPIC_COLOURS[0]
        self.pointer: QPoint | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size it wants."""
        height = QFontMetrics(self._appearance.interface_font(13)).height() + 12
        return QSize(self._view.viewport().width(), max(28, height))

    # -- geometry ------------------------------------------------------------------------------------------------

    def cross_rect(self, row: QRect) -> QRect:
        """Return where the cross is."""
        return QRect(row.right() - _CROSS - 3, row.center().y() - _CROSS // 2 + 1, _CROSS, _CROSS)

    def meter_rect(self, row: QRect) -> QRect:
        """Return where the steps are, high enough to be hit."""
        right = self.cross_rect(row).left() - _NUMBER - 4
        return QRect(right - _METER, row.top(), _METER, row.height())

    def step_at(self, row: QRect, point: QPoint) -> float | None:
        """Return the weight of the step under a point."""
        meter = self.meter_rect(row)
        if not meter.adjusted(-2, 0, 2, 0).contains(point):
            return None
        number = (point.x() - meter.left()) // (_CELL.width() + _CELL_GAP)
        return STEPS[min(max(0, number), len(STEPS) - 1)]

    # -- painting ------------------------------------------------------------------------------------------------

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a row."""
        theme, row, term = self._appearance.theme, option.rect, self._model.terms[index.row()]
        current = self._view.currentIndex() == index and self._view.hasFocus()
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if hover or current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hover))
            painter.drawRoundedRect(QRectF(row).adjusted(2, 1, -2, -1), 5, 5)
        if current:
            paint_focus_ring(painter, QRectF(row).adjusted(5, 4, -5, -4), 3, theme.head)
        meter = self.meter_rect(row)
        font = self._appearance.interface_font(13)
        room = QRect(row.left() + _PAD, row.top(), meter.left() - row.left() - _PAD - 10, row.height())
        painter.setFont(font)
        painter.setPen(QColor(theme.ink))
        words = QFontMetrics(font).elidedText(term.term, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        self._paint_meter(painter, meter, term.weight)
        painter.setFont(self._appearance.interface_font(12))
        painter.setPen(QColor(theme.ink2))
        number = QRect(meter.right() + 1, row.top(), _NUMBER, row.height())
        painter.drawText(number, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{term.weight:.1f}")
        self._paint_cross(painter, self.cross_rect(row), shown=hover or current)
        painter.restore()

    def _paint_meter(self, painter: QPainter, meter: QRect, weight: float) -> None:
        theme = self._appearance.theme
        painter.setPen(Qt.PenStyle.NoPen)
        for number, step in enumerate(STEPS):
            left = meter.left() + number * (_CELL.width() + _CELL_GAP)
            cell = QRectF(left, meter.center().y() - _CELL.height() / 2 + 0.5, _CELL.width(), _CELL.height())
            painter.setBrush(QColor(theme.hairline))
            painter.drawRoundedRect(cell, 2, 2)
            filled = min(1.0, max(0.0, (weight - (step - 0.2)) / 0.2))
            if filled > 0.01:  # weights between two steps fill a part of a cell
                painter.setBrush(theme.topic(self.colour))
                painter.drawRoundedRect(
                    QRectF(cell.topLeft(), cell.size()).adjusted(0, 0, -cell.width() * (1 - filled), 0), 2, 2
                )

    def _paint_cross(self, painter: QPainter, place: QRect, *, shown: bool) -> None:
        theme = self._appearance.theme
        over = self.pointer is not None and place.contains(self.pointer)
        if over:
            painter.setBrush(QColor(theme.pressed))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(place, 5, 5)
        icon = self._appearance.pixmap("x", theme.ink if over else theme.ink2, 12, self._view.devicePixelRatioF())
        painter.setOpacity(1.0 if shown or over else 0.55)
        painter.drawPixmap(QPointF(place.center() - QPoint(5, 5)), icon)
        painter.setOpacity(1.0)

    # -- editing in place ----------------------------------------------------------------------------------------

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """Make the field in which a term is rewritten."""
        field = QLineEdit(parent)
        field.setFont(self._appearance.interface_font(13))
        field.setAccessibleName("Term")
        field.setStyleSheet("QLineEdit, QLineEdit:focus { padding: 0 7px; }")
        return field

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Put the field over the term."""
        meter = self.meter_rect(option.rect)
        editor.setGeometry(option.rect.adjusted(2, 1, meter.left() - option.rect.right() - 6, -1))


class TermList(QListView):
    """Terms with their weights.

    Left and Right (or a click on a step) weigh the term under the cursor, Delete (or its cross) removes it, F2 or a
    double click rewrites it.
    """

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.terms = TermModel(self)
        self.delegate = TermDelegate(appearance, self.terms, self)
        self.setModel(self.terms)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName("Terms with their weights")
        self.setAccessibleDescription("Left and Right change the weight, Delete removes, F2 rewrites")
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self._restyle()

    def _restyle(self) -> None:
        theme = IN_SHEETS
        # The view's own sheet, for rounded corners and a border that does not move the rows when it has the focus.
        self.setStyleSheet(
            f"QListView {{ background: {theme.card}; border: 1px solid {theme.border}; border-radius: 6px;"
            " padding: 3px 0; }"
        )
        self.scheduleDelayedItemsLayout()

    def set_colour(self, colour: str) -> None:
        """Draw weights in a topic's colour."""
        self.delegate.colour = colour
        self.viewport().update()

    def reveal(self, row: int) -> None:
        """Put the cursor on a row and bring it into view."""
        index = self.terms.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    # -- pointer and keys ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Weigh or remove, or move the cursor."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            super().mousePressEvent(event)
            return
        self.setCurrentIndex(index)
        step = self.delegate.step_at(self.visualRect(index), point)
        if step is not None:
            self.terms.set_weight(index.row(), step)
        elif self.delegate.cross_rect(self.visualRect(index)).contains(point):
            self._remove(index.row())
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Rewrite a term; a second press on a step is only a press."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.position().x() >= self.delegate.meter_rect(self.visualRect(index)).left() - 2:
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        point = event.position().toPoint()
        self.delegate.pointer = point
        index = self.indexAt(point)
        hot = index.isValid() and (
            self.delegate.step_at(self.visualRect(index), point) is not None
            or self.delegate.cross_rect(self.visualRect(index)).contains(point)
        )
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hot else Qt.CursorShape.ArrowCursor)
        self.viewport().update()
        super().mouseMoveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Forget the pointer when it leaves."""
        if event.type() is QEvent.Type.Leave:
            self.delegate.pointer = None
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this control."""
        index = self.currentIndex()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        editing = self.state() is QAbstractItemView.State.EditingState  # the field passes on the Enter that closes it
        if not index.isValid() or editing:
            super().keyPressEvent(event)
        elif step is not None:
            self.terms.step(index.row(), step)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove(index.row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.edit(index)
        else:
            super().keyPressEvent(event)

    def _remove(self, row: int) -> None:
        self.terms.remove(row)
        left = self.terms.rowCount()
        if left:
            self.reveal(min(row, left - 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say so where there is nothing yet."""
        super().paintEvent(event)
        if self.terms.rowCount():
            return
        painter = QPainter(self.viewport())
        painter.setFont(self._appearance.interface_font(12.5))
        painter.setPen(QColor(self._appearance.theme.ink2))
        place = self.viewport().rect().adjusted(16, 12, -16, -12)
        words = "No terms yet. Write some above, or take one of those proposed below."
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
