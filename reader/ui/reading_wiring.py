"""Passes on what happens in the two texts: scrolling, clicks and selections, and what linked scrolling answers."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from reader.ui.comparing import Comparing
from reader.ui.desk import Desk
from reader.ui.linked_scrolling import LinkedScrolling, LinkMode
from reader.ui.messages import READING_HINTS, SELECTION_HINTS
from reader.ui.pair_browser import Side
from reader.ui.status.status_bar import StatusBar
from reader.ui.toolbar.toolbar import Toolbar
from reader.ui.travelling import Travelling
from reader.ui.workbench import SIDES, Workbench


class ReadingWiring(QObject):
    """Stands between the panes and those who answer them.

    Signals:
        changed: The reader is at another place, or scrolls in another way, which is to be stored.

    Args:
        bench: Announces.
        comparing: The open pair.
        desk: The panes.
        travelling: Where the reader is, and was.
        linked: Linked scrolling.
        toolbar: Shows history and linked scrolling.
        status: Shows the keys that fit.
    """

    changed = Signal()

    def __init__(
        self,
        bench: Workbench,
        comparing: Comparing,
        desk: Desk,
        travelling: Travelling,
        linked: LinkedScrolling,
        toolbar: Toolbar,
        status: StatusBar,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._comparing = comparing
        self._desk = desk
        self._travelling = travelling
        self._linked = linked
        self._toolbar = toolbar
        self._status = status
        for side in SIDES:
            pane = desk.panes[side]
            pane.view.scrolled.connect(partial(self._scrolled, side))
            pane.view.band_activated.connect(partial(travelling.stand_at, side))
            pane.view.selection_changed.connect(self.show_hints)
            pane.section_chosen.connect(lambda _span: travelling.leave())
        travelling.moved.connect(self._show_history)
        linked.mode_changed.connect(self._show_link_mode)
        linked.without_counterpart.connect(self._say_alone)

    def show_hints(self) -> None:
        """Show in the status bar the keys for what is selected, or for reading."""
        selecting = any(self._desk.panes[side].view.selection() is not None for side in SIDES)
        self._status.set_hints(SELECTION_HINTS if selecting else READING_HINTS)

    def _scrolled(self, side: Side, by_reader: bool) -> None:  # a slot
        if by_reader:
            self._desk.activate(side)
            self._travelling.wandered(side)
            held = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
            self._linked.scrolled(side, let_go=bool(held))
        else:
            self._linked.noted(side)
        self.changed.emit()

    def _show_history(self) -> None:
        history = self._travelling.history
        self._toolbar.set_history(back=history.can_go_back, forward=history.can_go_forward)
        self.changed.emit()

    def _show_link_mode(self, mode: LinkMode) -> None:
        self._toolbar.set_linked_mode(str(mode))
        self.changed.emit()

    def _say_alone(self, side: Side | None) -> None:
        if side is not None and self._comparing.browser is not None:
            self._bench.announced.emit(f"No counterpart here: the {side} text stands still")
