"""Works out off the GUI thread what the passages of a pair share, for the cards in view and for the current pair."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from reader.domain.alignment import Evidence
from reader.domain.progress import Progress
from reader.services.comparison import Comparison
from reader.ui.dock.pair_card import PairDetails, PassageText, details_of
from reader.ui.pair_browser import PairKey
from reader.ui.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of a pair: its evidence, and the same as its card shows it."""

    evidence: Evidence
    details: PairDetails


class PairEvidence(QObject):
    """Answers at once with what is known, and tells when there is more.

    What was found under another word of the reader's on the same two documents is shown until it is found anew.

    Signals:
        found: The keys of the pairs of which there is more to tell.
    """

    found = Signal(list)

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._comparison: Comparison | None = None
        self._known: dict[PairKey, Found] = {}
        self._fresh: set[PairKey] = set()
        self._asked: dict[PairKey, None] = {}
        # Cards ask one by one while they are painted; their questions go off together.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._find)

    def use(self, comparison: Comparison | None) -> None:
        """Take another comparison, or none."""
        if comparison is None or not _same_texts(comparison, self._comparison):
            self._known.clear()
        self._comparison = comparison
        self._fresh.clear()
        self._asked.clear()

    def evidence(self, key: PairKey) -> Evidence | None:
        """Return what a pair shares, None where it is still being found."""
        found = self._of(key)
        return found.evidence if found is not None else None

    def details(self, key: PairKey) -> PairDetails | None:
        """Return what a card shows, None where it is still being found."""
        found = self._of(key)
        return found.details if found is not None else None

    def _of(self, key: PairKey) -> Found | None:
        if key not in self._fresh and key not in self._asked and self._comparison is not None:
            self._asked[key] = None
            self._soon.start()
        return self._known.get(key)

    def _find(self) -> None:
        comparison, keys = self._comparison, tuple(self._asked)
        if comparison is None or not keys:
            return
        self._asked.clear()
        self._fresh.update(keys)

        def work(_progress: Progress) -> dict[PairKey, Found]:
            return {key: _found(comparison, key) for key in keys}

        def done(found: dict[PairKey, Found]) -> None:
            if comparison is self._comparison:
                self._known.update(found)
                self.found.emit(list(found))

        self._bench.evidence_lane.submit("Finding what pairs share", work, done, self._bench.failed.emit)


def _same_texts(one: Comparison, other: Comparison | None) -> bool:
    # Evidence names places in the text, which another reading of the same file may move.
    return other is not None and one.left.contents is other.left.contents and one.right.contents is other.right.contents


def _found(comparison: Comparison, key: PairKey) -> Found:
    left, right = comparison.left, comparison.right
    evidence = comparison.evidence(*key)
    details = details_of(
        PassageText(left.document, left.contents, left.passages[key[0]]),
        PassageText(right.document, right.contents, right.passages[key[1]]),
        evidence,
    )
    return Found(evidence, details)
