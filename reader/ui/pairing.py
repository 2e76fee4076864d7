"""The reader's word on pairs: confirm, reject, take back, pair by hand, relation and note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from reader.domain.alignment import Link, PairState, PassagePair, Relation
from reader.domain.text import TextSpan
from reader.services.links import LinkService
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

    @property
    def _service(self) -> LinkService:
        # Asked for at each use: changes that wait may be saved to a copy of the library.
        return self._bench.services.links

    def _put(self, link: Link) -> Link:
        return self._service.put(link)

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
        open_pair = self.pair
        self._record(
            _WORDS[state],
            lambda: self._service.mark(
                open_pair.left, open_pair.right, left, right, state, relation=relation, note=note
            ),
        )

    def _record(self, words: str, first: Callable[[], tuple[Link | None, Link]]) -> None:
        def undo(result: tuple[Link | None, Link]) -> Link:
            before, after = result
            return self._put(before) if before is not None else self._service.remove(after.id)

        self._bench.journal.record(Change(self._bench.journal, words, first, undo, lambda result: self._put(result[1])))

    def take_back(self, pair: PassagePair) -> None:
        """Forget what the reader said of a pair, so that it is again as computed."""
        if pair.link is None:
            return
        link = pair.link
        self._bench.journal.record(
            Change(
                self._bench.journal,
                "Take back",
                lambda: self._service.remove(link.id),
                self._put,
                lambda removed: self._service.remove(removed.id),
            )
        )

    def relate(self, pair: PassagePair, relation: Relation | None) -> None:
        """Say how the two passages stand to each other; a computed pair is confirmed by it."""
        self._describe(pair, lambda link: replace(link, relation=relation), relation=relation)

    def write_note(self, pair: PassagePair, note: str) -> None:
        """Set a pair's note; a computed pair is confirmed by it."""
        self._describe(pair, lambda link: replace(link, note=note), note=note)

    def _describe(
        self, pair: PassagePair, change: Callable[[Link], Link], *, relation: Relation | None = None, note: str = ""
    ) -> None:
        if self.pair is None:
            return
        left, right = self.pair.left, self.pair.right
        spans = left.passages[pair.left].span, right.passages[pair.right].span
        link = pair.link
        if link is None or link.state is PairState.REJECTED:
            self.link(*spans, PairState.CONFIRMED, relation, note)
            return

        def first() -> tuple[Link | None, Link]:
            # The link as it is now, not as shown: an earlier change may still have been on its way.
            links = self._service.between(left.document.id, right.document.id)
            before = next((each for each in links if each.id == link.id), None)
            if before is None:
                return self._service.mark(left, right, *spans, PairState.CONFIRMED, relation=relation, note=note)
            return before, self._put(change(before))

        self._record("Describe pair", first)
