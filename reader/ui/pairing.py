"""The reader's word on pairs: confirm, reject, take back, pair by hand, relation and note."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from reader.domain.alignment import Link, PairState, PassagePair, Relation
from reader.domain.text import TextSpan
from reader.ui.journal import Change
from reader.ui.workbench import OpenPair, Workbench

_WORDS = {
    PairState.CONFIRMED: "Confirm pair",
    PairState.REJECTED: "Reject pair",
    PairState.MADE: "Pair by hand",
}


class Pairing(QObject):
    """Stores what the reader says of pairs, each time as one undoable change."""

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self.pair: OpenPair | None = None

    def mark(self, pair: PassagePair, state: PairState) -> None:
        """Confirm or reject a pair, or set it right again."""
        if self.pair is None:
            return
        left, right = self.pair.left.passages[pair.left].span, self.pair.right.passages[pair.right].span
        if pair.link is not None and pair.link.state is PairState.MADE and state is PairState.CONFIRMED:
            return  # what the reader made needs no confirming
        self.link(left, right, state)
        if state is PairState.REJECTED:
            self._bench.noticed.emit("Pair rejected")

    def link(
        self,
        left: TextSpan,
        right: TextSpan,
        state: PairState,
        relation: Relation | None = None,
        note: str = "",
    ) -> None:
        """Store a link between two places of the open pair."""
        if self.pair is None:
            return
        service, open_pair = self._bench.services.links, self.pair

        def undo(result: tuple[Link | None, Link]) -> Link:
            before, after = result
            return service.put(before) if before is not None else service.remove(after.id)

        self._bench.journal.record(
            Change(
                self._bench.journal,
                _WORDS[state],
                lambda: service.mark(open_pair.left, open_pair.right, left, right, state, relation=relation, note=note),
                undo,
                lambda result: service.put(result[1]),
            )
        )

    def take_back(self, pair: PassagePair) -> None:
        """Forget what the reader said of a pair, so that it is again as computed."""
        if pair.link is None:
            return
        service, link = self._bench.services.links, pair.link
        self._bench.journal.record(
            Change(
                self._bench.journal,
                "Take back",
                lambda: service.remove(link.id),
                service.put,
                lambda removed: service.remove(removed.id),
            )
        )

    def describe(self, pair: PassagePair, *, relation: Relation | None, note: str) -> None:
        """Set a pair's relation and note; a computed pair is confirmed by it."""
        if self.pair is None:
            return
        if pair.link is None or pair.link.state is PairState.REJECTED:
            left, right = self.pair.left.passages[pair.left].span, self.pair.right.passages[pair.right].span
            self.link(left, right, PairState.CONFIRMED, relation, note)
            return
        service, before = self._bench.services.links, pair.link
        after = replace(before, relation=relation, note=note)
        self._bench.journal.record(
            Change(
                self._bench.journal,
                "Describe pair",
                lambda: service.put(after),
                lambda _link: service.put(before),
                service.put,
            )
        )
