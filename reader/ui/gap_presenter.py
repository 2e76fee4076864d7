"""Shows what one document treats and the other does not."""

from __future__ import annotations

from PySide6.QtCore import QObject

from reader.domain.progress import Progress
from reader.services.gaps import GapList, find_gaps
from reader.ui.comparing import Comparing
from reader.ui.dock.gap_card import GapCard, excerpts_of, gap_cards
from reader.ui.dock.gaps_tab import GapsTab
from reader.ui.workbench import Workbench


class GapPresenter(QObject):
    """Finds the gaps off the GUI thread whenever the alignment or the reader's word changes.

    Args:
        bench: Lanes and messages.
        comparing: The open pair.
        tab: Shows the gaps.
    """

    def __init__(self, bench: Workbench, comparing: Comparing, tab: GapsTab, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._comparing = comparing
        self._tab = tab
        comparing.opened.connect(self._opened)
        comparing.ranked.connect(self._find)
        comparing.topic_changed.connect(tab.set_current_topic)
        comparing.closed.connect(tab.clear)

    def _opened(self) -> None:
        self._tab.clear()
        self._tab.set_computing(True)

    def _find(self) -> None:
        comparison, pair = self._comparing.comparison, self._comparing.pair
        if comparison is None or pair is None:
            return
        links = pair.links

        def work(_progress: Progress) -> tuple[GapList, list[GapCard]]:
            gaps = find_gaps(comparison, links)
            return gaps, gap_cards(comparison, gaps)

        def done(found: tuple[GapList, list[GapCard]]) -> None:
            if comparison is self._comparing.comparison:
                gaps, cards = found
                self._tab.set_gaps(gaps.coverage, cards, excerpts_of(comparison))
                self._tab.set_current_topic(self._comparing.topic)

        self._bench.compute_lane.submit("Looking for gaps", work, done, self._bench.failed.emit)
