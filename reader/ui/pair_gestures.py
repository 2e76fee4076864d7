"""Turns what the reader does to ribbons, badges and pair cards into jumps and into changes of pairs."""

from __future__ import annotations

from PySide6.QtCore import QObject

from reader.domain.alignment import PairState, PassagePair, Relation
from reader.ui.annotation_popups import AnnotationPopups
from reader.ui.comparing import Comparing
from reader.ui.desk import Desk
from reader.ui.pair_browser import PairKey, Side
from reader.ui.pairing import Pairing
from reader.ui.travelling import Travelling


class PairGestures(QObject):
    """Listens to the gutter and to the list of pairs.

    Args:
        comparing: The open pair.
        pairing: Stores the reader's word.
        travelling: Jumps.
        popups: The editor of notes.
        desk: Gutter and side panel.
    """

    def __init__(
        self,
        comparing: Comparing,
        pairing: Pairing,
        travelling: Travelling,
        popups: AnnotationPopups,
        desk: Desk,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._comparing = comparing
        self._pairing = pairing
        self._travelling = travelling
        self._popups = popups
        self._desk = desk
        gutter, tab = desk.gutter, desk.alignments
        for source in (gutter, tab):
            source.pair_activated.connect(travelling.go_to_pair)
            source.confirm_requested.connect(lambda key: self._mark(key, PairState.CONFIRMED))
            source.reject_requested.connect(lambda key: self._mark(key, PairState.REJECTED))
        gutter.step_requested.connect(travelling.step_pair)
        gutter.link_drawn.connect(self._link)
        gutter.chip_activated.connect(lambda key, _side: travelling.go_to_pair(key))
        tab.undo_requested.connect(self._take_back)
        tab.note_requested.connect(self._write_note)
        tab.relation_chosen.connect(self._relate)
        tab.one_side_requested.connect(self._show_one_side)

    def _find(self, key: PairKey) -> PassagePair | None:
        browser = self._comparing.browser
        return browser.find(key) if browser is not None else None

    def _mark(self, key: PairKey, state: PairState) -> None:
        pair = self._find(key)
        if pair is not None:
            self._pairing.mark(pair, state)

    def _link(self, left: int, right: int) -> None:
        pair = self._pairing.pair
        if pair is not None:
            self._pairing.link(pair.left.passages[left].span, pair.right.passages[right].span, PairState.MADE)

    def _take_back(self, key: PairKey) -> None:
        pair = self._find(key)
        if pair is not None:
            self._pairing.take_back(pair)

    def _relate(self, key: PairKey, relation: Relation | None) -> None:
        pair = self._find(key)
        if pair is not None:
            self._pairing.relate(pair, relation)

    def _write_note(self, key: PairKey) -> None:
        pair, opened = self._find(key), self._comparing.pair
        if pair is None or opened is None:
            return
        link = pair.link
        title = f"{opened.left.passages[pair.left].label} ↔ {opened.right.passages[pair.right].label}"
        self._popups.edit_pair_note(
            f"pair {pair.left} {pair.right}",
            title,
            link.note if link is not None else "",
            self._desk.panel,
            lambda note: self._pairing.write_note(pair, note),
        )

    def _show_one_side(self, side: str) -> None:
        chosen: Side = "left" if side == "left" else "right"
        browser = self._comparing.browser
        ordinals = browser.on_topic(chosen) if browser is not None else ()
        if ordinals:
            self._travelling.go_to_passage(chosen, ordinals[0])
