"""The page without open documents: a pair to begin with, pairs opened before, import, and the keys."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from reader.domain.document import Document
from reader.ui.appearance import Appearance
from reader.ui.popups.controls import RING
from reader.ui.status.command_button import CommandButton
from reader.ui.status.empty_state import EmptyState
from reader.ui.status.key_cap import KeyCap
from reader.ui.status.link_button import LinkButton
from reader.ui.status.status_button import StatusButton
from reader.ui.status.text_label import TextLabel, ink2, ink3
from reader.ui.welcome.drop_zone import DropZone, files_in
from reader.ui.welcome.key_table import KeyTable
from reader.ui.welcome.panel import DocumentCard, PairRibbons, Panel
from reader.ui.welcome.title_label import TitleLabel

_MEASURE = 1120
_EDGE = 32
_SIDE_BY_SIDE_FROM = 860
_MOST_RECENT = 5

DocumentPair = tuple[Document, Document]


@dataclass(frozen=True, slots=True)
class WelcomeContent:
    """What the page shows.

    Attributes:
        pair: The pair offered first, left and right, or None while the library has fewer than two documents.
        heading, text: What is said of that pair.
        ready: What is ready with it, such as "10 topics and 170 × 90 passages are ready to read."
        recent: Pairs opened before, newest first.
        library_path: Where the library file is.
    """

    pair: DocumentPair | None = None
    heading: str = "Start with two documents"
    text: str = "Read one beside the other; passages on the same subject are lined up."
    ready: str = ""
    recent: tuple[DocumentPair, ...] = ()
    library_path: str = ""


class Emblem(QWidget):
    """The program's emblem."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setFixedSize(48, 48)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        pixmap = self._appearance.pixmap("diptych", self._appearance.theme.ink, 48, self.devicePixelRatioF())
        QPainter(self).drawPixmap(QRectF(self.rect()).topLeft(), pixmap)


class WelcomePage(QScrollArea):
    """Everything a reader needs to begin; scrolls where the window is small and takes files dropped anywhere on it.

    Signals:
        pair_requested: Ids of the documents to open left and right.
        files_dropped: A list of one or two paths to import.
        choose_requested: The reader wants to choose files.
        library_file_requested: The reader wants to use another library file.

    Args:
        appearance: Colours, faces and icons.
    """

    pair_requested = Signal(str, str)
    files_dropped = Signal(list)
    choose_requested = Signal()
    library_file_requested = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._pair: DocumentPair | None = None
        self.open_button: CommandButton | None = None
        self.recent_buttons: list[CommandButton] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.drop_zone = DropZone(appearance)
        self.drop_zone.files_dropped.connect(self.files_dropped)
        self.choose_button = CommandButton(appearance, "Choose files…", kind="outline", height=34, keys="Ctrl+O")
        self.choose_button.clicked.connect(self.choose_requested)
        self.library_link = LinkButton(appearance, "Use another library file…", size=12)
        self.library_link.clicked.connect(self.library_file_requested)
        self._page: QWidget | None = None
        self.show_content(WelcomeContent())
        self._restyle()
        appearance.recoloured.connect(self._restyle)

    def show_content(self, content: WelcomeContent) -> None:
        """Show a pair, the recent ones and the library's place."""
        self._pair = content.pair
        page = QWidget()
        page.setObjectName("welcome")
        column = QVBoxLayout(page)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addSpacing(32)
        self._panels = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._panels.setSpacing(24)
        self._panels.addWidget(self._start_panel(content), 13)
        self._panels.addWidget(self._import_panel(), 6)
        column.addLayout(self._panels)
        self._add_recent(column, content.recent)
        column.addSpacing(28)
        self.keys = KeyTable(self._appearance)
        column.addWidget(self.keys)
        column.addSpacing(20)
        column.addLayout(self._foot(content.library_path))
        column.addStretch(1)
        old, self._page = self._page, page
        # The kept widgets have moved to the new page, so that the old one can go.
        self.takeWidget()
        if old is not None:
            old.deleteLater()
        self.setWidget(page)
        self._fit()
        self._order_tabs()

    # -- parts ---------------------------------------------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(TitleLabel(self._appearance, "Read two documents side by side", 26))
        subtitle = (
            "Diptych lines up the passages that speak of the same thing, "
            "so you can jump between them and annotate both."
        )
        words.addWidget(TextLabel(self._appearance, subtitle, size=14, colour=ink2))
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(Emblem(self._appearance), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        return row

    def _start_panel(self, content: WelcomeContent) -> QWidget:
        if content.pair is None:
            self.open_button = None
            empty = EmptyState(
                self._appearance,
                "file-plus",
                "Two documents make a pair",
                "Import one or two more, and they open side by side.",
                action="Choose files…",
            )
            empty.action_requested.connect(self.choose_requested)
            return empty
        panel = Panel(self._appearance, content.heading, content.text)
        cards = QHBoxLayout()
        cards.setSpacing(0)
        left, right = content.pair
        cards.addWidget(DocumentCard(self._appearance, left, "left"), 13)
        cards.addWidget(PairRibbons(self._appearance), 3)
        cards.addWidget(DocumentCard(self._appearance, right, "right"), 13)
        panel.column.addLayout(cards, 1)
        panel.column.addSpacing(14)
        self.open_button = CommandButton(self._appearance, "Open this pair", kind="primary", height=36)
        self.open_button.clicked.connect(self._open)
        row = QHBoxLayout()
        row.setSpacing(8)
        # The button brings its ring's room along; without this its face would not line up with the cards.
        row.addSpacing(-RING)
        row.addWidget(self.open_button)
        row.addWidget(KeyCap(self._appearance, "Enter"))
        row.addSpacing(8)
        row.addWidget(TextLabel(self._appearance, content.ready, size=12.5, colour=ink2), 1)
        panel.column.addLayout(row)
        return panel

    def _import_panel(self) -> QWidget:
        panel = Panel(self._appearance, "Import your own", "PDF or plain text, one or two files at a time.")
        panel.column.addWidget(self.drop_zone, 1)
        panel.column.addSpacing(14)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addSpacing(-RING)
        row.addWidget(self.choose_button)
        row.addWidget(KeyCap(self._appearance, "Ctrl+O"))
        row.addStretch(1)
        panel.column.addLayout(row)
        return panel

    def _add_recent(self, column: QVBoxLayout, recent: Sequence[DocumentPair]) -> None:
        self.recent_buttons = []
        if not recent:
            return
        column.addSpacing(24)
        column.addWidget(TextLabel(self._appearance, "Opened before", size=12.5, weight=650))
        column.addSpacing(4)
        for left, right in recent[:_MOST_RECENT]:
            words = f"{left.byline} ↔ {right.byline}"
            name = f"Open {left.title} and {right.title}"
            button = CommandButton(self._appearance, words, icon="clock", name=name, height=28)
            button.clicked.connect(lambda _=False, left=left, right=right: self.pair_requested.emit(left.id, right.id))
            self.recent_buttons.append(button)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _foot(self, path: str) -> QVBoxLayout:
        words = "Your library and notes stay in one file on this computer. Nothing is sent anywhere."
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(TextLabel(self._appearance, words, size=12, colour=ink3))
        row = QHBoxLayout()
        row.setSpacing(6)
        if path:
            place = StatusButton(self._appearance, path, icon="folder", colour=ink3, passive=True)
            place.elide_left()
            row.addSpacing(-6)  # the button's own padding
            row.addWidget(place)
        else:
            row.addSpacing(-RING)
        row.addWidget(self.library_link)
        row.addStretch(1)
        column.addLayout(row)
        return column

    # -- acts ----------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        if self._pair is not None:
            self.pair_requested.emit(self._pair[0].id, self._pair[1].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the pair on Enter, wherever on the page the focus is."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.open_button is not None:
            self.open_button.click()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept what can be taken."""
        if files_in(event.mimeData()):
            event.acceptProposedAction()
            self.drop_zone.set_highlighted(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget what was dragged over it."""
        super().dragLeaveEvent(event)
        self.drop_zone.set_highlighted(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        self.drop_zone.dropEvent(event)

    # -- layout --------------------------------------------------------------------------------------------------

    def _order_tabs(self) -> None:
        chain: list[QWidget] = [*([self.open_button] if self.open_button else []), self.choose_button]
        chain += [*self.recent_buttons, self.library_link]
        for first, second in itertools.pairwise(chain):
            QWidget.setTabOrder(first, second)

    def _fit(self) -> None:
        page = self.widget()
        layout = page.layout() if page is not None else None
        if layout is None:
            return
        width = self.viewport().width()
        edge = max(_EDGE, (width - _MEASURE) // 2)
        top = 60 if self.height() >= 800 else 28
        layout.setContentsMargins(edge, top, edge, _EDGE)
        inner = width - 2 * edge
        along, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._panels.setDirection(along if inner >= _SIDE_BY_SIDE_FROM else down)
        self.keys.set_width(inner)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the contents to the new size."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Put the keyboard on the button that most readers will want."""
        super().showEvent(event)
        (self.open_button or self.choose_button).setFocus()

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size it can be used at."""
        return QSize(480, 240)

    def _restyle(self) -> None:
        theme = self._appearance.theme
        self.viewport().setStyleSheet("background: transparent;")
        self.setStyleSheet(f"QScrollArea {{ background: {theme.paper}; }} #welcome {{ background: {theme.paper}; }}")
