"""The outline: a document's sections as a tree, in a popup with a filter."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRegularExpression,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QLineEdit, QTreeView, QVBoxLayout, QWidget

from reader.domain.document import Contents, Section, SectionRole
from reader.domain.text import TextSpan
from reader.ui.appearance import Appearance
from reader.ui.reading.section_labels import section_label

Index = QModelIndex | QPersistentModelIndex
SECTION_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_HEIGHT = 28
POPUP_WIDTH = 400
MOST_ROWS = 18
FILTER_FROM = 8  # sections; a shorter outline is read faster than filtered


@dataclass(eq=False, slots=True)
class _Node:
    section: Section | None
    parent: _Node | None
    row: int
    children: list[_Node] = field(default_factory=list)


class OutlineModel(QAbstractItemModel):
    """The titled sections of a document; those without a title are left out, and so is nothing below them.

    Args:
        current: The ordinal of the section the reader is in, or None.
    """

    def __init__(
        self, contents: Contents, current: int | None, appearance: Appearance, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._current = current
        self._root = _Node(None, None, 0)
        self._nodes: dict[int, _Node] = {}
        for section in contents.sections:
            self._add(section)

    def _add(self, section: Section) -> None:
        above = self._nodes.get(section.parent, self._root) if section.parent is not None else self._root
        if not section.title:
            self._nodes[section.ordinal] = above
            return
        node = _Node(section, above, len(above.children))
        above.children.append(node)
        self._nodes[section.ordinal] = node

    def _node(self, index: Index) -> _Node:
        if not index.isValid():
            return self._root
        node = index.internalPointer()
        return node if isinstance(node, _Node) else self._root

    @property
    def titled_count(self) -> int:
        """How many sections are shown."""
        return sum(node is not self._root and node.section is not None for node in self._nodes.values())

    def index_of(self, ordinal: int) -> QModelIndex:
        """Return where a section is (where the one it belongs to is, if it has no title)."""
        node = self._nodes.get(ordinal, self._root)
        return QModelIndex() if node is self._root else self.createIndex(node.row, 0, node)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's own signature
        """Return a section's index."""
        children = self._node(parent).children
        if column != 0 or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, 0, children[row])

    def parent(self, child: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override] # noqa: B008 - Qt's own signature
        """Return the index of the section above."""
        above = self._node(child).parent
        return QModelIndex() if above is None or above is self._root else self.createIndex(above.row, 0, above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many sections are directly below."""
        return 0 if parent.isValid() and parent.column() else len(self._node(parent).children)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return 1."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a section's title and how it looks."""
        section = self._node(index).section
        if section is None:
            return None
        title = section_label(section.title)
        current = section.ordinal == self._current
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == SECTION_ROLE:
            return section
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{title}, you are here" if current else title
        if role == Qt.ItemDataRole.FontRole:
            return self._appearance.interface_font(13, 650 if current else 400)
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, ROW_HEIGHT)
        if role == Qt.ItemDataRole.ForegroundRole and section.role is not SectionRole.BODY:
            return QColor(self._appearance.theme.ink2)
        return None


class OutlinePopup(QFrame):
    """The outline, above the text: type to filter, Enter or a click goes there, Esc closes.

    Signals:
        section_chosen: The span of the section to go to.
    """

    section_chosen = Signal(object)

    def __init__(self, contents: Contents, current: int | None, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("Outline")
        theme = appearance.theme
        self.setStyleSheet(
            f"OutlinePopup {{ background: {theme.card}; border: 1px solid {theme.border}; }}"
            f"QTreeView {{ background: {theme.card}; border: 0; outline: 0; color: {theme.ink}; }}"
            f"QTreeView::item {{ border-radius: 4px; padding-left: 4px; }}"
            f"QTreeView::item:hover {{ background: {theme.hover}; }}"
            f"QTreeView::item:selected {{ background: {theme.pressed}; color: {theme.ink}; }}"
        )
        self._model = OutlineModel(contents, current, appearance, self)
        self.proxy = QSortFilterProxyModel(self)
        self.proxy.setSourceModel(self._model)
        self.proxy.setRecursiveFilteringEnabled(True)
        self.proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Find a section")
        self.field.setAccessibleName("Find a section")
        self.field.setFont(appearance.interface_font(13))
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.tree = self._new_tree()
        self._empty = QLabel("No section has these words in its title.", self)
        self._empty.setFont(appearance.interface_font(12.5))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        for widget in (self.field, self.tree, self._empty):
            layout.addWidget(widget)
        rows = min(MOST_ROWS, self._model.titled_count)
        self.resize(POPUP_WIDTH, rows * ROW_HEIGHT + 62)
        self._select(self.proxy.mapFromSource(self._model.index_of(current)) if current is not None else QModelIndex())
        if len(contents.sections) < FILTER_FROM:
            self.field.hide()
            self.tree.setFocus()
        else:
            self.field.setFocus()

    def _new_tree(self) -> QTreeView:
        tree = QTreeView(self)
        tree.setModel(self.proxy)
        tree.setHeaderHidden(True)
        tree.setUniformRowHeights(True)
        tree.setIndentation(18)
        tree.setRootIsDecorated(False)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.setMouseTracking(True)
        tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.setAccessibleName("Sections")
        tree.expandAll()
        tree.clicked.connect(self._choose)
        tree.activated.connect(self._choose)
        return tree

    def open_below(self, anchor: QWidget) -> None:
        """Show it below a widget, in the window's width."""
        self.move(anchor.mapToGlobal(QPoint(0, anchor.height() + 2)))
        self.show()
        self.tree.scrollTo(self.tree.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _select(self, index: QModelIndex) -> None:
        if index.isValid():
            self.tree.setCurrentIndex(index)

    def _filter(self, text: str) -> None:
        self.proxy.setFilterRegularExpression(
            QRegularExpression(
                QRegularExpression.escape(text.strip()), QRegularExpression.PatternOption.CaseInsensitiveOption
            )
        )
        self.tree.expandAll()
        found = self._first_match(QModelIndex(), text.strip().casefold())
        self._empty.setVisible(found is None)
        self.tree.setVisible(found is not None)
        if found is not None:
            self._select(found)

    def _first_match(self, parent: QModelIndex, text: str) -> QModelIndex | None:
        """Return the first row that has the text itself, not only in a row below it."""
        for row in range(self.proxy.rowCount(parent)):
            index = self.proxy.index(row, 0, parent)
            if text in str(index.data()).casefold():
                return index
            below = self._first_match(index, text)
            if below is not None:
                return below
        return None

    def _choose(self, index: QModelIndex) -> None:
        section = index.data(SECTION_ROLE)
        if isinstance(section, Section):
            self.close()
            self.section_chosen.emit(TextSpan(section.span.start, section.span.end))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows and Enter in the field move and choose in the tree."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.tree.currentIndex())
                return True
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = self.tree.indexAbove if key == Qt.Key.Key_Up else self.tree.indexBelow
                self._select(step(self.tree.currentIndex()))
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
