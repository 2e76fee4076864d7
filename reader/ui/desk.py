"""The reading desk: two panes with the gutter between them, and the side panel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reader.ui.appearance import Appearance
from reader.ui.dock.alignments_tab import AlignmentsTab
from reader.ui.dock.annotations_tab import AnnotationsTab
from reader.ui.dock.gaps_tab import GapsTab
from reader.ui.dock.side_panel import SidePanel
from reader.ui.gutter.gutter import Gutter
from reader.ui.pair_browser import Side
from reader.ui.reading.reading_pane import ReadingPane
from reader.ui.sources.sources_tab import SourcesTab
from reader.ui.workbench import SIDES

ALIGNMENTS, ANNOTATIONS, GAPS, SOURCES = "alignments", "annotations", "gaps", "sources"
# Below this width of the window the side panel starts as its rail.
PANEL_OPEN_FROM = 1360


class Desk(QWidget):
    """Lays the reading widgets out and knows which pane the reader works in.

    Signals:
        active_changed: The side of the pane that got the keyboard.
    """

    active_changed = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panes: dict[Side, ReadingPane] = {side: ReadingPane(side, appearance, self) for side in SIDES}
        self.gutter = Gutter(appearance, self)
        self.panel = SidePanel(appearance, self)
        self.alignments = AlignmentsTab(appearance, self)
        self.annotations = AnnotationsTab(appearance, self)
        self.gaps = GapsTab(appearance, self)
        self.sources = SourcesTab(appearance, self)
        self.panel.add_tab(ALIGNMENTS, "Alignments", "pair", self.alignments, "Ctrl+1")
        self.panel.add_tab(ANNOTATIONS, "Annotations", "message-square", self.annotations, "Ctrl+2")
        self.panel.add_tab(GAPS, "Gaps", "unlink", self.gaps, "Ctrl+3")
        self.panel.add_tab(SOURCES, "Sources", "book-open", self.sources, "Ctrl+4")
        self.alignments.count_changed.connect(lambda count: self.panel.set_count(ALIGNMENTS, count))
        self.sources.count_changed.connect(lambda count: self.panel.set_count(SOURCES, count))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.panes["left"], 1)
        row.addWidget(self.gutter)
        row.addWidget(self.panes["right"], 1)
        row.addWidget(self.panel)
        self._active: Side = "left"
        for side in SIDES:
            pane = self.panes[side]
            pane.activated.connect(lambda side=side: self.activate(side))
            pane.view.scrolled.connect(lambda _by_reader: self.gutter.refresh_soon())
            pane.view.layout_changed.connect(self.gutter.refresh_soon)
            pane.view.installEventFilter(self)
        self.activate("left")

    @property
    def active_side(self) -> Side:
        """The pane the reader works in: the one that had the keyboard last."""
        return self._active

    @property
    def active_pane(self) -> ReadingPane:
        """The same, as a widget."""
        return self.panes[self._active]

    def activate(self, side: Side) -> None:
        """Make a pane the active one."""
        self._active = side
        for each in SIDES:
            self.panes[each].set_active(each == side)
        self.active_changed.emit(side)

    def focus_text(self, side: Side | None = None) -> None:
        """Give the keyboard to a pane's text."""
        self.panes[side or self._active].view.setFocus(Qt.FocusReason.OtherFocusReason)

    def find_in_both(self, text: str) -> None:
        """Show where words stand in both texts, and go to the next place in the active one."""
        for side in SIDES:
            self.panes[side].find_bar.open(text)
        self.active_pane.find_bar.step(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the gutter's width fitting."""
        super().resizeEvent(event)
        self.gutter.set_window_width(self.width())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Redraw the ribbons when a text moves up or down, as under a banner."""
        if event.type() in {QEvent.Type.Move, QEvent.Type.Resize}:
            self.gutter.refresh_soon()
        return super().eventFilter(watched, event)
