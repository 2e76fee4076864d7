"""The coverage table: for each topic a pair of bars, how much of either document treats it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from reader.services.gaps import TopicCoverage
from reader.ui.appearance import Appearance, glyph_path
from reader.ui.dock.gap_card import GapSide, count_of, percent, share_of, spoken_coverage
from reader.ui.palette import IN_SHEETS
from reader.ui.popups.controls import paint_focus_ring

COLUMNS = ("Topic", "Left", "Right")
_ORDERS = ("Your own order", "By name", "Most on the left first", "Most on the right first")
SORT_ROLE = Qt.ItemDataRole.UserRole
_SIDES: tuple[GapSide, ...] = ("left", "right")
_NUMBER = 26
_SHARE = 38
_SHARES_FROM = 112  # a column as wide as that has room for the share in figures
_BAR = 9.0


class CoverageModel(QAbstractTableModel):
    """One row a topic, in the reader's order; the bars' longest share is `longest`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[TopicCoverage] = []
        self.longest = 1.0
        self.current: str | None = None

    def set_rows(self, rows: Sequence[TopicCoverage]) -> None:
        """Show the coverage of these topics."""
        self.beginResetModel()
        self._rows = list(rows)
        self.longest = max((share_of(row, side) for row in rows for side in _SIDES), default=0.0) or 1.0
        self.endResetModel()

    def set_current(self, slug: str | None) -> None:
        """Mark the active topic."""
        self.current = slug
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(COLUMNS) - 1))

    def row(self, number: int) -> TopicCoverage:
        """Return a topic's coverage."""
        return self._rows[number]

    def row_of(self, slug: str | None) -> int:
        """Return a topic's row, or -1."""
        return next((number for number, row in enumerate(self._rows) if row.topic.slug == slug), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | Qt.AlignmentFlag | Qt.SortOrder | None:
        """Return a heading."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter if section == 1 else left
        if role == Qt.ItemDataRole.InitialSortOrderRole:
            return Qt.SortOrder.DescendingOrder if section else Qt.SortOrder.AscendingOrder
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"Sort by {COLUMNS[section].lower()}; a third press brings your own order back"
        return COLUMNS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | float | None:
        """Return what a cell says of itself."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken_coverage(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return row.topic.name if column == 0 else str(count_of(row, _SIDES[column - 1]))
        if role == SORT_ROLE:
            return row.topic.name.casefold() if column == 0 else share_of(row, _SIDES[column - 1])
        return None


class CoverageDelegate(QStyledItemDelegate):
    """Paints a topic's name, and bars that grow from the middle to either side, as the documents lie."""

    def __init__(self, appearance: Appearance, model: CoverageModel, view: CoverageTable) -> None:
        super().__init__(view)
        self._appearance = appearance
        self._model = model
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size it wants."""
        return QSize(60, max(28, QFontMetrics(self._appearance.interface_font(12.5)).height() + 10))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a cell."""
        row = self._model.row(self._view.source_row(index))
        theme, rect = self._appearance.theme, option.rect
        active = row.topic.slug == self._model.current
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.row() == self._view.hovered or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(theme.hover))
        if active:
            painter.fillRect(rect, theme.topic_tint(row.topic.colour, current=True))
        if index.column() == 0:
            self._paint_name(painter, rect, row, active=active)
        else:
            self._paint_bar(painter, rect, row, _SIDES[index.column() - 1])
        painter.restore()

    def _paint_name(self, painter: QPainter, rect: QRect, row: TopicCoverage, *, active: bool) -> None:
        theme = self._appearance.theme
        nothing = not (row.left or row.right)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ink3) if nothing else theme.topic(row.topic.colour))
        painter.drawPath(glyph_path(row.topic.glyph, QPointF(rect.left() + 18, rect.center().y() + 0.5), 10))
        font = self._appearance.interface_font(12.5, 650 if active else 500)
        room = rect.adjusted(30, 0, -2, 0)
        painter.setFont(font)
        painter.setPen(QColor(theme.ink2 if nothing else theme.ink))
        name = QFontMetrics(font).elidedText(row.topic.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)

    def _paint_bar(self, painter: QPainter, rect: QRect, row: TopicCoverage, side: GapSide) -> None:
        theme, count, share = self._appearance.theme, count_of(row, side), share_of(row, side)
        left = side == "left"
        middle = rect.right() + 1 if left else rect.left()
        painter.fillRect(QRectF(middle - (1 if left else 0), rect.top(), 1, rect.height()), QColor(theme.border))
        with_share = rect.width() >= _SHARES_FROM
        figures = _NUMBER + (_SHARE if with_share else 0)
        room = max(4.0, rect.width() - figures - 14)
        length = max(2.0, room * share / self._model.longest) if count else 0.0
        bar = QRectF(middle - 1 - length if left else middle + 1, 0, length, _BAR)
        bar.moveTop(rect.center().y() - _BAR / 2 + 0.5)
        painter.fillRect(bar, theme.topic(row.topic.colour))
        painter.setFont(self._appearance.interface_font(12, 500))
        painter.setPen(QColor(theme.ink if count else theme.ink3))
        flags = Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if left else Qt.AlignmentFlag.AlignLeft)
        number = QRectF(0, rect.top(), _NUMBER, rect.height())
        if left:
            number.moveRight(bar.left() - 4 if count else middle - 6)
        else:
            number.moveLeft(bar.right() + 4 if count else middle + 6)
        painter.drawText(number, flags, str(count) if count else "–")
        if with_share and count:
            painter.setFont(self._appearance.interface_font(11.5))
            painter.setPen(QColor(theme.ink2))
            width = QFontMetrics(self._appearance.interface_font(12, 500)).horizontalAdvance(str(count)) + 6
            place = QRectF(0, rect.top(), _SHARE, rect.height())
            if left:
                place.moveRight(number.right() - width)
            else:
                place.moveLeft(number.left() + width)
            painter.drawText(place, flags, percent(share))


class CoverageTable(QTableView):
    """Topics with their bars; a press or Enter chooses the topic, a heading sorts.

    Signals:
        topic_chosen: The slug.
    """

    topic_chosen = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.coverage = CoverageModel(self)
        self.sorted = QSortFilterProxyModel(self)
        self.sorted.setSourceModel(self.coverage)
        self.sorted.setSortRole(SORT_ROLE)
        self.hovered = -1
        self.setModel(self.sorted)
        self.setItemDelegate(CoverageDelegate(appearance, self.coverage, self))
        self.setAccessibleName("Coverage of the topics")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self._set_up_header()
        self.setSortingEnabled(True)
        self.horizontalHeader().sortIndicatorChanged.connect(self._sort)
        self.verticalHeader().hide()
        self.clicked.connect(self._choose)
        self.entered.connect(lambda index: self._hover(index.row()))
        self.sorted.modelReset.connect(self._fit)
        self._restyle()

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(40)
        header.setAccessibleName("Sort the coverage")

    def _restyle(self) -> None:
        theme = IN_SHEETS
        self.setStyleSheet(
            "QTableView { background: transparent; border: 0; }"
            f"QHeaderView {{ background: {theme.panel}; }}"
            f"QHeaderView::section {{ background: {theme.panel}; color: {theme.ink2}; border: 0; padding: 4px 10px;"
            f" border-bottom: 1px solid {theme.hairline}; }}"
        )
        self.horizontalHeader().setFont(self._appearance.interface_font(12, 500))
        self._fit()

    def _fit(self) -> None:
        height = max(28, QFontMetrics(self._appearance.interface_font(12.5)).height() + 10)
        self.verticalHeader().setDefaultSectionSize(height)
        self.viewport().update()

    # -- data ----------------------------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[TopicCoverage]) -> None:
        """Show the coverage of these topics, in the order chosen; the cursor stays on its topic."""
        at = self.cursor_slug()
        self.coverage.set_rows(rows)
        number = self.coverage.row_of(at)
        if number >= 0:
            self.setCurrentIndex(self.sorted.mapFromSource(self.coverage.index(number, 0)))

    def source_row(self, index: QModelIndex | QPersistentModelIndex) -> int:
        """Return the row of the coverage that a shown row stands for."""
        return self.sorted.mapToSource(self.sorted.index(index.row(), 0)).row()

    def cursor_slug(self) -> str | None:
        """Return the topic under the cursor."""
        index = self.currentIndex()
        return self.coverage.row(self.source_row(index)).topic.slug if index.isValid() else None

    def shown_slugs(self) -> list[str]:
        """Return the topics from top to bottom."""
        rows = range(self.sorted.rowCount())
        return [self.coverage.row(self.source_row(self.sorted.index(row, 0))).topic.slug for row in rows]

    def _sort(self, section: int, _order: Qt.SortOrder) -> None:
        if section < 0:  # Qt would turn the reader's own order round
            self.sorted.sort(-1, Qt.SortOrder.AscendingOrder)

    def _choose(self, index: QModelIndex) -> None:
        self.topic_chosen.emit(self.coverage.row(self.source_row(index)).topic.slug)

    # -- pointer and keys ----------------------------------------------------------------------------------------

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """Forget the pointer when it leaves."""
        if event.type() is QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the topic under the cursor."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and index.isValid():
            self._choose(index)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()  # rows have no cells to move between
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the orders that the headings give, for those who use no pointer."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        current = self.horizontalHeader().sortIndicatorSection()
        for section, words in enumerate(_ORDERS, start=-1):
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(section == current)
            order = Qt.SortOrder.DescendingOrder if section > 0 else Qt.SortOrder.AscendingOrder
            action.triggered.connect(
                lambda _=False, section=section, order=order: self.horizontalHeader().setSortIndicator(section, order)
            )
        menu.popup(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Put the cursor on the first topic where it is on none."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.sorted.rowCount():
            self.setCurrentIndex(self.sorted.index(0, 0))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names a third of the width, and what is left to both bars alike."""
        super().resizeEvent(event)
        width = self.viewport().width()
        name = min(150, max(96, round(width * 0.36)))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for section, size in enumerate((name, (width - name) // 2, width - name - (width - name) // 2)):
            header.resizeSection(section, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring around the row under the cursor."""
        super().paintEvent(event)
        if not self.hasFocus() or not self.currentIndex().isValid():
            return
        row = self.currentIndex().row()
        first, last = (self.visualRect(self.sorted.index(row, column)) for column in (0, len(COLUMNS) - 1))
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_focus_ring(painter, QRectF(first.united(last)).adjusted(7, 3, -7, -3), 3, self._appearance.theme.head)
