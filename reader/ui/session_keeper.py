"""Keeps the reading session in the library, so that the next start finds everything where it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from reader.domain.document import DocumentId
from reader.domain.session import ReadingSession
from reader.ui.workbench import Workbench

# A view that has rested this long is worth writing down; a killed process then loses less than this.
_REST_MS = 1500
_RECENT = 10


def with_recent(session: ReadingSession, left: DocumentId, right: DocumentId) -> ReadingSession:
    """Put a pair first among the recent ones; with its sides swapped it is the same pair."""
    others = tuple(pair for pair in session.recent if set(pair) != {left, right})
    return replace(session, recent=((left, right), *others)[:_RECENT])


class SessionKeeper(QObject):
    """Stores the session some time after the view changed, and when the window closes."""

    def __init__(self, bench: Workbench, collect: Callable[[], ReadingSession], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._collect = collect
        self._stored: ReadingSession | None = None
        self._told = False
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self.store)

    def start(self, stored: ReadingSession) -> None:
        """Begin with what the library holds."""
        self._stored = stored

    def touch(self) -> None:
        """Store soon: something changed."""
        if self._stored is not None:
            self._rest.start()

    def store(self) -> None:
        """Store now, if anything changed since the last time."""
        self._rest.stop()
        if self._stored is None:
            return
        session = self._collect()
        if session == self._stored:
            return
        self._stored = session
        service = self._bench.services.library
        self._bench.library_lane.submit(
            "Keeping the session", lambda _progress: service.save_session(session), lambda _: None, self._failed
        )

    def _failed(self, error: Exception) -> None:
        # Positions are no reader's work: one word in the status bar is enough, a banner each second would be too much.
        if not self._told:
            self._told = True
            self._bench.announced.emit(f"Positions are not kept: {error}")
